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
    private var codes: [Int64] = []
    private var figures: [Figure] = []
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
        keepsContributions = !(function == .count || function == .any && aggregate.value == nil)
    }

    var count: Int { max(codes.count, figures.count) }

    /// The order value of an entry.
    func order(at place: Int) -> OrderValue { figures.isEmpty ? .code(codes[place]) : .figure(figures[place]) }

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
        switch order {
        case .code(let code): codes.append(code)
        case .figure(let figure): figures.append(figure)
        }
        if keepsContributions { contributions.append(contribution) }
    }

    func append(_ other: OrderedEntries) {
        codes += other.codes
        figures += other.figures
        contributions += other.contributions
    }

    // MARK: Sorting

    /// Sorts the entries, the least first or the greatest, and sums them from the first on.
    func sort(leastFirst: Bool) {
        var places: [Int32] = []
        if figures.isEmpty {
            places = sorted(codes, leastFirst: leastFirst)
            codes = places.map { codes[Int($0)] }
        } else {
            if let scaled = scaledFigures() {
                places = sorted(scaled, leastFirst: leastFirst)
            } else {
                places = figures.indices.map { Int32($0) }
                places.sort {
                    let (a, b) = (figures[Int($0)], figures[Int($1)])
                    return compare(leastFirst ? a : b, leastFirst ? b : a, .less) ?? false
                }
            }
            figures = places.map { figures[Int($0)] }
        }
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
        func first<Value>(_ values: [Value]) -> [Value] { zip(values, isFirst).compactMap { $1 ? $0 : nil } }
        (codes, figures, contributions) = (first(codes), first(figures), first(contributions))
    }

    /// The places of some values in their order.
    private func sorted<Value: Comparable>(_ values: [Value], leastFirst: Bool) -> [Int32] {
        var pairs = values.enumerated().map { (value: $1, place: Int32($0)) }
        if leastFirst { pairs.sort { $0.value < $1.value } } else { pairs.sort { $0.value > $1.value } }
        return pairs.map(\.place)
    }

    /// The figures without decimals, all at one scale; `nil` where that cannot be done.
    private func scaledFigures() -> [Int128]? {
        guard figures.allSatisfy({ $0.denominator == 1 }), let most = figures.map(\.scale).max() else { return nil }
        var scaled: [Int128] = []
        scaled.reserveCapacity(figures.count)
        for figure in figures {
            var mantissa = figure.mantissa
            for _ in 0..<Int(most) - Int(figure.scale) {
                let (product, isTooLarge) = mantissa.multipliedReportingOverflow(by: 10)
                if isTooLarge { return nil }
                mantissa = product
            }
            scaled.append(mantissa)
        }
        return scaled
    }

    // MARK: Asking

    /// How many entries satisfy the comparison with an outer row; `nil` where they do not compare.
    func count(_ comparison: Comparison, _ outer: OrderValue) -> Int? {
        var low = 0
        var high = count
        if case .code(let code) = outer, figures.isEmpty {
            while low < high {
                let middle = (low + high) / 2
                if holds(codes[middle], comparison, code) { low = middle + 1 } else { high = middle }
            }
            return low
        }
        guard codes.isEmpty else { return nil }
        while low < high {
            let middle = (low + high) / 2
            guard let holds = OrderValue.figure(figures[middle]).satisfies(comparison, outer) else { return nil }
            if holds { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private func holds(_ code: Int64, _ comparison: Comparison, _ outer: Int64) -> Bool {
        switch comparison {
        case .less: code < outer
        case .lessOrEqual: code <= outer
        case .greater: code > outer
        case .greaterOrEqual: code >= outer
        case .equal, .notEqual: false
        }
    }

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
