// Medians and other quantiles of any number of figures.

/// The share of figures that lie below a quantile: 1/2 for the median.
package struct QuantileShare: Sendable, Hashable {
    package let numerator: Int128
    package let denominator: Int128

    package static let half = Self(numerator: 1, denominator: 2)

    private init(numerator: Int128, denominator: Int128) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// The decimals that a share may have, so that its product with a number of rows fits.
    package static let mostDecimals = 6

    /// A share from 0 to 1, or from 0% to 100%; `nil` for any other figure.
    package init?(_ figure: Figure) {
        guard figure.isValue, figure.denominator == 1, figure.mantissa >= 0,
            figure.unit.isBare || figure.unit == .percent,
            var denominator = shifted(1, by: max(0, Int(figure.scale))), Int(figure.scale) <= Self.mostDecimals,
            let numerator = shifted(figure.mantissa, by: max(0, -Int(figure.scale)))
        else { return nil }
        if figure.unit == .percent { denominator *= 100 }
        guard numerator <= denominator else { return nil }
        self.init(numerator: numerator, denominator: denominator)
    }
}

/// Figures of which a quantile is asked for. Unknown figures are left out; words, and figures whose units differ, make
/// it unknown, as in `FigureSum`. Between two figures the quantile lies in proportion (type 7 of R. J. Hyndman and
/// Y. Fan, Sample Quantiles in Statistical Packages, 1996, which is the default of R).
package struct FigureQuantile: Sendable {
    /// The values, sorted from `sort()` on until another one is added.
    private var values: [Figure] = []
    private var isSorted = false
    /// Keeps account of units.
    private var sum: FigureSum

    /// `bareJoins` as in `FigureSum`.
    package init(bareJoins: Bool) { sum = FigureSum(bareJoins: bareJoins) }

    package mutating func add(_ figure: Figure) {
        sum.add(figure)
        guard figure.isValue else { return }
        values.append(figure)
        isSorted = false
    }

    package mutating func merge(_ other: FigureQuantile) {
        sum.merge(other.sum)
        values += other.values
        isSorted = false
    }

    /// Sorts the values, so that each quantile of them takes no time.
    package mutating func sort() {
        guard !isSorted else { return }
        values.sort(by: Self.isBefore)
        isSorted = true
    }

    /// Equal figures have an order too, so that the result depends on no order in which they were added.
    private static func isBefore(_ a: Figure, _ b: Figure) -> Bool {
        let order = a.lengthOrder(to: b)
        if order == 0, a.unit != b.unit, a.unit.isOfTime, b.unit.isOfTime { return a.unit.rawValue > b.unit.rawValue }
        return order == 0 ? b.isTold(before: a) : order < 0
    }

    /// A quantile of all figures of some lists; unknown for none.
    package static func quantile(_ share: QuantileShare, of lists: [FigureQuantile]) -> Figure {
        guard let first = lists.first else { return .unknown }
        var sum = first.sum
        for list in lists.dropFirst() { sum.merge(list.sum) }
        let common = sum.result
        guard sum.count > 0, common.isValue else { return .unknown }
        let sorted = lists.map { list in
            if list.isSorted { return list.values[...] }
            return list.values.sorted(by: isBefore)[...]
        }
        let (place, isOver) = Int128(sum.count - 1).multipliedReportingOverflow(by: share.numerator)
        guard !isOver else { return .unknown }
        let (whole, rest) = place.quotientAndRemainder(dividingBy: share.denominator)
        func converted(_ value: Figure) -> Figure? {
            value.unit.isOfTime && value.unit != common.unit ? value.converted(to: common.unit) : value
        }
        guard let low = value(at: Int(whole), of: sorted).flatMap(converted) else { return .unknown }
        var result = low
        result.unit = common.unit
        guard rest > 0 else { return result }
        guard let high = value(at: Int(whole) + 1, of: sorted).flatMap(converted),
            let distance = high.rational.subtracting(low.rational),
            let part = distance.multiplied(by: Rational(rest, over: share.denominator)),
            let between = low.rational.adding(part)
        else { return .unknown }
        let areExact = low.flags.contains(.exact) && high.flags.contains(.exact)
        return Figure(between, unit: common.unit, flags: areExact ? .exact : [])
    }

    /// The value at a place of all sorted lists together.
    private static func value(at place: Int, of lists: [ArraySlice<Figure>]) -> Figure? {
        var (left, place) = (lists, place)
        while let longest = left.indices.max(by: { left[$0].count < left[$1].count }), !left[longest].isEmpty {
            if left.count == 1 { return place < left[0].count ? left[0][left[0].startIndex + place] : nil }
            // Half of the longest list is ruled out at each step.
            let middle = left[longest][(left[longest].startIndex + left[longest].endIndex) / 2]
            let below = left.map { list in list.partitioningIndex { !isBefore($0, middle) } }
            let through = left.map { list in list.partitioningIndex { isBefore(middle, $0) } }
            let less = zip(left, below).reduce(0) { $0 + $1.1 - $1.0.startIndex }
            let notMore = zip(left, through).reduce(0) { $0 + $1.1 - $1.0.startIndex }
            if place < less {
                left = zip(left, below).map { list, end in list[..<end] }
            } else if place < notMore {
                return middle
            } else {
                left = zip(left, through).map { list, start in list[start...] }
                place -= notMore
            }
        }
        return nil
    }
}

extension ArraySlice {
    /// The first place from which on the condition holds, where it holds for no element before.
    fileprivate func partitioningIndex(_ holds: (Element) -> Bool) -> Int {
        var (low, high) = (startIndex, endIndex)
        while low < high {
            let middle = (low + high) / 2
            if holds(self[middle]) { high = middle } else { low = middle + 1 }
        }
        return low
    }
}
