// How many different keys several groups of a `count distinct` have together, without merging the groups.

import Checking
import Columns
import Quantities
import Synchronization

/// The union of some groups: immutable once made, so that threads may share it.
final class DistinctUnion: @unchecked Sendable {
    private let count: Int
    /// Where rows are compared by their order: the largest group, entries that the others add to it, and entries of the
    /// largest that those replace because they come earlier.
    private let entries: (largest: OrderedEntries, added: OrderedEntries, replaced: OrderedEntries)?

    init(count: Int) { (self.count, entries) = (count, nil) }

    init(_ largest: OrderedEntries, added: OrderedEntries, replaced: OrderedEntries) {
        count = 0
        entries = (largest, added, replaced)
    }

    /// About how many entries it holds besides those of the groups.
    var size: Int { 1 + (entries.map { $0.added.count + $0.replaced.count } ?? 0) }

    /// How many different keys satisfy the comparison with an outer row; `nil` for none.
    func count(_ comparison: Comparison?, _ order: OrderValue?) -> Int? {
        guard let comparison, let entries else { return count }
        guard let order, let first = entries.largest.count(comparison, order),
            let added = entries.added.count(comparison, order),
            let replaced = entries.replaced.count(comparison, order)
        else { return nil }
        let all = first + added - replaced
        return all > 0 ? all : nil
    }
}

/// The unions that outer rows asked for. An outer row may ask for as many rows as the table has, together with those of
/// its own unit: each union costs the size of its smaller groups, and cheap unions are made again rather than kept.
final class DistinctUnions: Sendable {
    private struct State {
        var made: [[Int]: DistinctUnion] = [:]
        var kept = 0
        /// For the groups that others were added to, the places of their keys.
        var places: [Int: [KeyHash: Int]] = [:]
        /// How many entries are kept at most besides those of the groups: a few times as many as these have.
        var limit: Int?
    }

    private let state = Mutex(State())

    /// What is kept now.
    var keptEntries: Int { state.withLock(\.kept) }

    /// The union of some groups, two at least.
    func union(
        _ groups: [Int], of accumulators: [Accumulator], _ entries: [OrderedEntries], _ comparison: Comparison?,
        makeEntries: () -> OrderedEntries
    ) -> DistinctUnion {
        state.withLock { state in
            if let known = state.made[groups] { return known }
            let union: DistinctUnion
            let cost: Int
            if let comparison, groups.allSatisfy(entries.indices.contains) {
                let largest = groups.max { entries[$0].count < entries[$1].count } ?? groups[0]
                let others = groups.filter { $0 != largest }
                let places = state.places[largest] ?? entries[largest].places()
                state.places[largest] = places
                cost = others.reduce(0) { $0 + entries[$1].count }
                union = DistinctUnion(
                    entries[largest], others.map { entries[$0] }, places,
                    leastFirst: comparison == .less || comparison == .lessOrEqual, makeEntries)
            } else {
                let sorted = groups.sorted { accumulators[$0].distinctCount < accumulators[$1].distinctCount }
                cost = sorted.dropLast().reduce(0) { $0 + accumulators[$1].distinctCount }
                union = DistinctUnion(count: Accumulator.distinctCount(of: sorted.map { accumulators[$0] }))
            }
            guard cost > 16 else { return union }
            let limit = state.limit ?? max(1 << 16, 4 * entries.reduce(0) { $0 + $1.count })
            state.limit = limit
            if state.kept + union.size > limit { (state.made, state.kept) = ([:], 0) }
            state.made[groups] = union
            state.kept += union.size
            return union
        }
    }
}

extension DistinctUnion {
    /// The union of a group with smaller ones, whose keys have these places in it.
    fileprivate convenience init(
        _ largest: OrderedEntries, _ others: [OrderedEntries], _ places: [KeyHash: Int], leastFirst: Bool,
        _ makeEntries: () -> OrderedEntries
    ) {
        let (all, added, replaced) = (makeEntries(), makeEntries(), makeEntries())
        for other in others { all.append(other) }
        all.sort(leastFirst: leastFirst)
        all.eachKey { key, order in
            if let place = places[key] {
                let known = largest.order(at: place)
                guard leastFirst ? order.isBefore(known) == true : known.isBefore(order) == true else { return }
                replaced.append(known, .key(key))
            }
            added.append(order, .key(key))
        }
        added.sort(leastFirst: leastFirst)
        replaced.sort(leastFirst: leastFirst)
        self.init(largest, added: added, replaced: replaced)
    }
}
