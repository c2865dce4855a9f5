// The rows of one group of an aggregate, sorted by the compared value, so that those on one side of an outer row are
// found by binary search.

import Checking
import Columns
import Planning
import Quantities

/// The entries of one group. Once they are sorted, those that satisfy the comparison with an outer row come first,
/// however many they are.
///
/// A group may have as many entries as a table has rows: only the order values are kept where nothing else is needed,
/// and the state of the first n entries only for every `step`th n. For `count distinct` only the first entry of each
/// key stays, so that there are as many keys as entries.
final class OrderedEntries {
    private var orders = OrderColumn()
    /// Empty where entries are only counted.
    private var contributions: [Contribution] = []
    private let function: AggregateKind
    private let bareJoins: Bool
    private var states: [Accumulator] = []
    private static let step = 32

    /// Whether more than the number of entries is needed.
    private let keepsContributions: Bool

    init(_ aggregate: CountedAggregate, bareJoins: Bool) {
        function = aggregate.function
        self.bareJoins = bareJoins
        keepsContributions = aggregate.keepsContributions
    }

    var count: Int { orders.count }

    /// The order value of an entry.
    func order(at place: Int) -> OrderValue { orders[place] }

    /// Calls the body with each key of a `count distinct`, in the order of the entries.
    func eachKey(_ body: (KeyHash, OrderValue) -> Void) {
        for (place, contribution) in contributions.enumerated() {
            if case .key(let key) = contribution { body(key, order(at: place)) }
        }
    }

    /// The place of each key of a `count distinct`.
    func places() -> [KeyHash: Int] {
        var places: [KeyHash: Int] = [:]
        places.reserveCapacity(contributions.count)
        for (place, contribution) in contributions.enumerated() {
            if case .key(let key) = contribution { places[key] = place }
        }
        return places
    }

    func append(_ order: OrderValue, _ contribution: Contribution) {
        orders.append(order)
        if keepsContributions { contributions.append(contribution) }
    }

    func append(_ other: OrderedEntries) {
        orders.append(other.orders)
        contributions += other.contributions
    }

    // MARK: Sorting

    /// Sorts the entries, the least first or the greatest, and sums them from the first on.
    func sort(leastFirst: Bool) {
        let places = orders.sort(leastFirst: leastFirst)
        guard !contributions.isEmpty else { return }
        contributions = places.map { contributions[Int($0)] }
        if function == .countDistinct {
            keepFirstOfEachKey()
            return
        }
        var running = Accumulator(bareJoins: bareJoins)
        for (index, contribution) in contributions.enumerated() {
            if index % Self.step == 0 { states.append(running) }
            running.add(contribution, for: function)
        }
    }

    private func keepFirstOfEachKey() {
        var seen: Set<KeyHash> = []
        let isFirst = contributions.map { contribution in
            guard case .key(let key) = contribution else { return false }
            return seen.insert(key).inserted
        }
        orders.keep(isFirst)
        contributions = zip(contributions, isFirst).compactMap { $1 ? $0 : nil }
    }

    // MARK: Asking

    /// How many entries satisfy the comparison with an outer row; `nil` where they do not compare.
    func count(_ comparison: Comparison, _ outer: OrderValue) -> Int? { orders.count(comparison, outer) }

    /// The state of the first `size` entries. Its number of different keys cannot be merged with another group's.
    func state(ofFirst size: Int) -> Accumulator {
        guard !contributions.isEmpty else { return Accumulator(rows: size) }
        if function == .countDistinct { return Accumulator(distinctCount: size) }
        // Starts from the last kept state before `size`, and adds the entries between.
        let kept = (size - 1) / Self.step
        var found = states[kept]
        for contribution in contributions[kept * Self.step..<size] { found.add(contribution, for: function) }
        return found
    }
}

extension CountedAggregate {
    /// Whether entries that are compared by order need more than to be counted.
    var keepsContributions: Bool { !(function == .count || function == .any && value == nil) }
}
