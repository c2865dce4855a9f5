// The rows of one group of an aggregate whose condition has two order comparisons with the outer row, such as an
// interval of two columns.

import Checking
import Planning
import Quantities

/// The entries of one group, each with two order values. Once they are sorted, those that satisfy the first comparison
/// with an outer row come first, and each has a *rank*: its place if the second comparison sorted them. An outer row
/// takes the entries among the first n whose rank is below m.
///
/// For an `any` of all rows the least rank among the first n decides. Otherwise ranks are sorted within blocks of 32,
/// 256, 2,048, … entries: the first n are at most seven blocks of each size and less than 32 entries, and in each block
/// those below m come first. So an outer row costs the square of a logarithm, and the entries n log n, whatever values
/// they have.
final class PairedEntries {
    private var firsts = OrderColumn()
    private var seconds = OrderColumn()
    /// In the order in which they were added until they are sorted; then by their ranks. Empty where entries are only
    /// counted.
    private var contributions: [Contribution] = []
    private let function: AggregateKind
    private let bareJoins: Bool
    private let keepsContributions: Bool
    /// Whether it is enough to know that there is an entry.
    private let onlyFinds: Bool

    /// By the first order the rank of each entry; for an `any` the least so far.
    private var ranks: [Int32] = []
    private var levels: [Level] = []
    private static let leastBlock = 32
    private static let growth = 8

    /// Ranks sorted within blocks of one size.
    private struct Level {
        let size: Int
        var ranks: [Int32]
        /// The states of the first 0, 32, 64, … entries of each block; empty where entries are only counted.
        var states: [Accumulator] = []

        /// How many ranks of the block that begins at a place are below a rank.
        func count(below rank: Int32, from start: Int) -> Int {
            var low = start
            var high = start + size
            while low < high {
                let middle = (low + high) / 2
                if ranks[middle] < rank { low = middle + 1 } else { high = middle }
            }
            return low - start
        }
    }

    init(_ aggregate: CountedAggregate, bareJoins: Bool) {
        function = aggregate.function
        self.bareJoins = bareJoins
        keepsContributions = aggregate.keepsContributions
        onlyFinds = aggregate.function == .any && !aggregate.keepsContributions && !aggregate.excludesOwnRow
    }

    func append(_ first: OrderValue, _ second: OrderValue, _ contribution: Contribution) {
        firsts.append(first)
        seconds.append(second)
        if keepsContributions { contributions.append(contribution) }
    }

    func append(_ other: PairedEntries) {
        firsts.append(other.firsts)
        seconds.append(other.seconds)
        contributions += other.contributions
    }

    /// Sorts the entries for two comparisons; called once.
    func sort(_ first: Comparison, _ second: Comparison) {
        let byFirst = firsts.sort(leastFirst: first.takesLeast)
        let bySecond = seconds.sort(leastFirst: second.takesLeast)
        if keepsContributions { contributions = bySecond.map { contributions[Int($0)] } }
        var rankOf = [Int32](repeating: 0, count: bySecond.count)
        for (rank, place) in bySecond.enumerated() { rankOf[Int(place)] = Int32(rank) }
        ranks = byFirst.map { rankOf[Int($0)] }
        if onlyFinds {
            for index in ranks.indices.dropFirst() { ranks[index] = min(ranks[index], ranks[index - 1]) }
            return
        }
        var sorted = ranks
        var size = Self.leastBlock
        while size <= ranks.count {
            var start = 0
            while start + size <= sorted.count {
                sorted[start..<start + size].sort()
                start += size
            }
            levels.append(Level(size: size, ranks: sorted, states: states(sorted, blocksOf: size)))
            size *= Self.growth
        }
    }

    private func states(_ sorted: [Int32], blocksOf size: Int) -> [Accumulator] {
        guard keepsContributions else { return [] }
        var states: [Accumulator] = []
        states.reserveCapacity(sorted.count / Self.leastBlock)
        var running = Accumulator(bareJoins: bareJoins)
        for index in 0..<sorted.count / size * size {
            if index % size == 0 { running = Accumulator(bareJoins: bareJoins) }
            if index % Self.leastBlock == 0 { states.append(running) }
            running.add(contributions[Int(sorted[index])], for: function)
        }
        return states
    }

    /// The state of the entries that satisfy both comparisons with an outer row, and their number; `nil` where there is
    /// none, or where they do not compare.
    func state(_ first: OuterOrders.Demand, _ second: OuterOrders.Demand) -> (Accumulator, Int)? {
        guard let count = firsts.count(first.comparison, first.value), count > 0,
            let below = seconds.count(second.comparison, second.value), below > 0
        else { return nil }
        if onlyFinds { return ranks[count - 1] < below ? (Accumulator(rows: 1), 1) : nil }
        var found = Accumulator(bareJoins: bareJoins)
        var number = 0
        var start = 0
        for level in levels.reversed() {
            while start + level.size <= count {
                let taken = level.count(below: Int32(below), from: start)
                number += taken
                if keepsContributions, taken > 0 { merge(level, from: start, taken, into: &found) }
                start += level.size
            }
        }
        for rank in ranks[start..<count] where rank < below {
            number += 1
            if keepsContributions { found.add(contributions[Int(rank)], for: function) }
        }
        guard number > 0 else { return nil }
        return (keepsContributions ? found : Accumulator(rows: number), number)
    }

    /// Merges the first entries of a block.
    private func merge(_ level: Level, from start: Int, _ taken: Int, into found: inout Accumulator) {
        let kept = (taken - 1) / Self.leastBlock * Self.leastBlock
        var state = level.states[(start + kept) / Self.leastBlock]
        for rank in level.ranks[start + kept..<start + taken] {
            state.add(contributions[Int(rank)], for: function)
        }
        found.merge(state, for: function)
    }
}
