// Adding up what the threads of a check have measured, and dividing what several rules share.

package import Checking
package import Findings
import Planning
import Platform
import Synchronization

/// Collects the measurements of a check. What is computed once for several rules is divided equally among them: nobody
/// could say otherwise which of them it is for, and by the order of the rules the first would pay for all.
package final class CheckRecorder: Sendable {
    fileprivate struct Sums {
        var stages = CheckProfile()
        var rules: [Int: (time: UInt64, rows: Int)] = [:]
    }

    private let sums = Mutex(Sums())

    package init() {}

    /// Adds what a thread measured over a graph's rows.
    func add(_ clock: WorkClock, users: NodeUsers) {
        sums.withLock { sums in
            for (account, time) in clock.charges {
                switch account {
                case .stage(let stage): sums.stages[stage] += time
                case .rule(let rule): sums.rules[rule, default: (0, 0)].time += time
                case .aggregate(let number): sums.divide(time, among: users.ofAggregates[number] ?? [])
                case .node(let node): sums.divide(time, among: users.ofNodes[node])
                case .source(let source): sums.divide(time, among: users.ofSources[source])
                }
            }
            for (rule, rows) in clock.rows { sums.rules[rule, default: (0, 0)].rows += rows }
        }
    }

    package func note(_ time: UInt64, _ stage: CheckProfile.Stage) {
        sums.withLock { $0.stages[stage] += time }
    }

    func count(_ rows: Int, of rule: Int) { sums.withLock { $0.rules[rule, default: (0, 0)].rows += rows } }

    fileprivate func note(_ time: UInt64, rule: Int) {
        sums.withLock { $0.rules[rule, default: (0, 0)].time += time }
    }

    /// What was measured, with the names of the rules; all of them, so that one that cost nothing is seen as well.
    package func profile(of rules: RuleSet) -> CheckProfile {
        let sums = sums.withLock { $0 }
        var profile = sums.stages
        profile.rules = rules.rules.indices.map { index in
            let rule = rules.rules[index]
            let (time, rows) = sums.rules[index] ?? (0, 0)
            var table: String?
            if case .once = rule.scope {} else { table = rules.tables[rule.scope.table].name }
            return CheckProfile.Rule(name: rule.name, table: table, rows: rows, time: time)
        }
        profile.rules.sort { ($1.time, $0.name, $0.table ?? "") < ($0.time, $1.name, $1.table ?? "") }
        return profile
    }
}

extension CheckRecorder? {
    /// Does what one thread does for a stage, and measures it where anything is measured.
    package func time<Result>(_ stage: CheckProfile.Stage, _ body: () -> Result) -> Result {
        guard let self else { return body() }
        let start = nanoseconds()
        defer { self.note(nanoseconds() - start, stage) }
        return body()
    }

    /// The same for what is a single rule's.
    func time<Result>(rule: Int, _ body: () -> Result) -> Result {
        guard let self else { return body() }
        let start = nanoseconds()
        defer { self.note(nanoseconds() - start, rule: rule) }
        return body()
    }
}

extension CheckRecorder.Sums {
    /// Divides the time that something took among the rules that it was computed for; among none where only the table's
    /// structure asks for it.
    fileprivate mutating func divide(_ time: UInt64, among users: [Int]) {
        guard !users.isEmpty else {
            stages[.structure] += time
            return
        }
        let share = time / UInt64(users.count)
        for user in users { rules[user, default: (0, 0)].time += share }
        // What the division leaves over, so that nothing is lost.
        rules[users[0], default: (0, 0)].time += time - share * UInt64(users.count)
    }
}
