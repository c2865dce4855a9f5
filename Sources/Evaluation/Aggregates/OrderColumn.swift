// The values by which an order comparison orders counted rows.

import Checking
import Quantities

/// Values of one kind, codes or figures. Once they are sorted, those that satisfy the comparison with an outer row come
/// first, however many they are.
struct OrderColumn {
    private var codes: [Int64] = []
    private var figures: [Figure] = []

    var count: Int { max(codes.count, figures.count) }

    subscript(place: Int) -> OrderValue { figures.isEmpty ? .code(codes[place]) : .figure(figures[place]) }

    mutating func append(_ value: OrderValue) {
        switch value {
        case .code(let code): codes.append(code)
        case .figure(let figure): figures.append(figure)
        }
    }

    mutating func append(_ other: OrderColumn) {
        codes += other.codes
        figures += other.figures
    }

    /// Keeps the values at some places.
    mutating func keep(_ isKept: [Bool]) {
        func kept<Value>(_ values: [Value]) -> [Value] { zip(values, isKept).compactMap { $1 ? $0 : nil } }
        (codes, figures) = (kept(codes), kept(figures))
    }

    /// Sorts the values, the least first or the greatest, and gives the place that each had before.
    mutating func sort(leastFirst: Bool) -> [Int32] {
        var places: [Int32]
        if figures.isEmpty {
            places = sorted(codes, leastFirst: leastFirst)
            codes = places.map { codes[Int($0)] }
            return places
        }
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
        return places
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

    /// How many of the sorted values satisfy the comparison with an outer row; `nil` where they do not compare.
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
}

extension Comparison {
    /// Whether it holds of the least values where it holds of any.
    var takesLeast: Bool { self == .less || self == .lessOrEqual }
}

/// What an outer row demands by order: nothing, one comparison or two.
struct OuterOrders {
    typealias Demand = (value: OrderValue, comparison: Comparison)

    private(set) var first: Demand?
    private(set) var second: Demand?

    mutating func append(_ value: OrderValue, _ comparison: Comparison) {
        if first == nil { first = (value.bare, comparison) } else { second = (value.bare, comparison) }
    }
}
