// Measuring one thread's work in pieces, where a profile is asked for.

package import Findings
import Platform

/// Measures the work of one thread. Pieces may lie within each other; each is charged what it took without those within
/// it, so that the charges add up to the time that passed.
package final class WorkClock {
    /// What the time of a piece is charged to.
    package enum Account: Hashable, Sendable {
        case stage(CheckProfile.Stage)
        /// An index into `RuleSet.rules`.
        case rule(Int)
        /// The number of an aggregate.
        case aggregate(Int)
        /// A node of the graph that is evaluated, and the position of a source's row.
        case node(Int)
        case source(Int)
    }

    private(set) var charges: [Account: UInt64] = [:]
    /// By rule how many rows were judged.
    private(set) var rows: [Int: Int] = [:]
    /// The time of the pieces that have ended within the current one.
    private var within: UInt64 = 0

    package init() {}

    func count(_ rows: Int, of rule: Int) { self.rows[rule, default: 0] += rows }

    fileprivate func measure<Result>(_ account: Account, _ body: () -> Result) -> Result {
        let outside = within
        within = 0
        let start = nanoseconds()
        let result = body()
        let taken = nanoseconds() - start
        charge(taken - min(taken, within), to: account)
        within = outside + taken
        return result
    }

    func charge(_ time: UInt64, to account: Account) { charges[account, default: 0] += time }
}

extension WorkClock? {
    /// Does a piece of work, and measures it where there is a clock.
    @inline(__always)
    func time<Result>(_ account: @autoclosure () -> WorkClock.Account, _ body: () -> Result) -> Result {
        guard let self else { return body() }
        return self.measure(account(), body)
    }
}
