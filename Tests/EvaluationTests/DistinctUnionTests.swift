// Counting different keys of several groups: as putting them together would, in memory that follows what is there.

import Checking
import Columns
import Planning
import Quantities
import Testing

@testable import Evaluation

@Suite struct DistinctUnionTests {
    /// Keys with what they are ordered by, several groups of them.
    private typealias Groups = [[(key: UInt64, order: Int64)]]

    private static let aggregate = CountedAggregate(
        CheckedAggregate(
            function: .countDistinct, source: .table(0), sourceName: "t", table: 0, value: nil, condition: nil))

    private func entries(_ group: [(key: UInt64, order: Int64)], leastFirst: Bool) -> OrderedEntries {
        let entries = OrderedEntries(Self.aggregate, bareJoins: false)
        for (key, order) in group { entries.append(.code(order), .key(KeyHash(key, 0, tag: 1))) }
        entries.sort(leastFirst: leastFirst)
        return entries
    }

    @Test func countsWhatTheGroupsHaveTogether() {
        var random = SystemRandomNumberGenerator()
        for _ in 0..<40 {
            let groups: Groups = (0..<3).map { _ in
                (0..<Int.random(in: 1...60, using: &random)).map { _ in
                    (.random(in: 0..<30, using: &random), .random(in: 0..<20, using: &random))
                }
            }
            for comparison in [Comparison.less, .lessOrEqual, .greater, .greaterOrEqual] {
                let leastFirst = comparison == .less || comparison == .lessOrEqual
                let made = groups.map { entries($0, leastFirst: leastFirst) }
                let unions = DistinctUnions()
                for outer in Int64(-1)...21 {
                    let fits = groups.joined().filter {
                        OrderValue.code($0.order).satisfies(comparison, .code(outer)) == true
                    }
                    let expected = Set(fits.map(\.key)).count
                    let union = unions.union([0, 1, 2], of: [], made, comparison) {
                        OrderedEntries(Self.aggregate, bareJoins: false)
                    }
                    #expect(union.count(comparison, .code(outer)) ?? 0 == expected)
                }
            }
            let states = groups.map { group in
                var state = Accumulator(bareJoins: false)
                for (key, _) in group { state.add(.key(KeyHash(key, 0, tag: 1)), for: .countDistinct) }
                return state
            }
            let union = DistinctUnions().union([0, 1, 2], of: states, [], nil) {
                OrderedEntries(Self.aggregate, bareJoins: false)
            }
            #expect(union.count(nil, nil) == Set(groups.joined().map(\.key)).count)
        }
    }

    /// A large group of bare figures that goes with each of very many units.
    @Test func keepsAboutAsMuchAsTheGroupsHold() {
        let large = (0..<20_000).map { (key: UInt64($0), order: Int64($0)) }
        let small = (0..<1_000).map { unit in
            (0..<20).map { (key: UInt64(unit * 100 + $0), order: Int64($0)) }
        }
        let made = ([large] + small).map { entries($0, leastFirst: true) }
        let unions = DistinctUnions()
        for unit in 1...1_000 {
            let union = unions.union([0, unit], of: [], made, .less) {
                OrderedEntries(Self.aggregate, bareJoins: false)
            }
            #expect(union.count(.less, .code(30_000)) ?? 0 >= 20_000)
        }
        #expect(unions.keptEntries <= 4 * 40_000)
    }
}
