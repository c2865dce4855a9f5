// Exact totals and means of any number of figures, in any order and split in any way.

/// A running total of figures. Unknown figures are left out. The result depends on what was added, never on the order
/// or on how parts were merged. Words, and figures whose units differ, make it unknown until they are removed again. So
/// do numbers without a unit beside a unit, unless `bareJoins`: 52 and 2% are not 54%. A 0 without a unit fits any
/// unit.
package struct FigureSum: Sendable {
    /// How many figures are in it.
    package private(set) var count = 0
    /// The total of decimals at `scale`, without what was spilled.
    private var total: Int128 = 0
    /// The largest scale seen.
    private var scale = 0
    private var unit = Unit.none
    /// How many figures are in `unit`, if there is one; then how many are in any other unit, and how many are words.
    private var united = 0
    private var strangers = 0
    private var words = 0
    /// How many numbers without a unit other than 0 there are, and how many of them are ratios.
    private var bare = 0
    private var ratios = 0
    private let bareJoins: Bool
    /// Whether it held too many different denominators, or a figure beyond the scales of figures.
    private var lost = false
    private var exact = true
    /// Totals × 10⁴⁸ by denominator, for what does not fit the plain total.
    private var spilled: [Int128: SpilledTotal] = [:]

    private static let denominatorLimit = 256

    /// With `bareJoins` numbers without a unit are added to figures with one, as in columns of money.
    package init(bareJoins: Bool = false) { self.bareJoins = bareJoins }

    /// Adds a figure.
    @inline(__always)
    package mutating func add(_ figure: Figure) { change(by: figure, sign: 1) }

    /// Removes a figure that was added.
    @inline(__always)
    package mutating func remove(_ figure: Figure) { change(by: figure, sign: -1) }

    /// Adds rows of a vector: all, or those with a bit set.
    package mutating func add(_ figures: FigureVector, where bits: UnsafePointer<UInt64>? = nil) {
        let rows = FigureRows(figures)
        withExtendedLifetime(figures) {
            for word in 0..<(figures.count + 63) / 64 {
                let left = figures.count - word * 64
                var wanted = bits?[word] ?? .max
                if left < 64 { wanted &= (1 << UInt64(left)) - 1 }
                while wanted != 0 {
                    add(rows.figure(word * 64 + wanted.trailingZeroBitCount))
                    wanted &= wanted - 1
                }
            }
        }
    }

    /// Adds what another sum holds.
    package mutating func merge(_ other: FigureSum) {
        count += other.count
        words += other.words
        bare += other.bare
        ratios += other.ratios
        lost = lost || other.lost
        exact = exact && other.exact
        strangers += other.strangers
        if unit == .none || (united == 0 && other.united > 0) {
            // This sum has no figure with a unit left.
            unit = other.unit
            united = other.united
        } else if other.unit == unit || other.united == 0 {
            united += other.united
        } else {
            strangers += other.united
        }
        accumulate(Rational(other.total, scale: other.scale), negative: false)
        for (denominator, part) in other.spilled {
            spilled[denominator, default: SpilledTotal()].merge(part)
        }
        if spilled.count > FigureSum.denominatorLimit { lost = true }
    }

    /// The total; 0 for no figures.
    package var result: Figure {
        guard isComputable, let sum else { return .unknown }
        return Figure(sum, unit: commonUnit, flags: exact ? .exact : [])
    }

    /// The mean; unknown for no figures.
    package var mean: Figure {
        guard isComputable, count > 0, let sum else { return .unknown }
        return Figure(
            sum.divided(by: Rational(Int128(count))), unit: commonUnit, flags: exact ? .exact : [])
    }

    private var commonUnit: Unit { united > 0 ? unit : ratios > 0 ? .ratio : .none }

    private var isComputable: Bool { !hasSeveralUnits && words == 0 && !lost }

    /// Whether figures of several units are in it, so that it is unknown.
    package var hasSeveralUnits: Bool {
        strangers > 0 || (unit == .untold && united > 1)
            || (united > 0 && bare > 0 && !bareJoins)
    }

    /// Whether words are in it, so that it is unknown.
    package var hasWords: Bool { words > 0 }
}

extension FigureSum {
    @inline(__always)
    private mutating func change(by figure: Figure, sign: Int) {
        guard figure.isValue else {
            if figure.state == .words || figure.state == .bounded { words += sign }
            return
        }
        count += sign
        if figure.unit.isBare {
            if figure.mantissa != 0 { bare += sign }
            if figure.unit == .ratio { ratios += sign }
        } else {
            if figure.unit == unit {
                united += sign
            } else if united == 0 && strangers == 0 && sign > 0 {
                unit = figure.unit
                united = 1
            } else {
                strangers += sign
            }
        }
        if !figure.flags.contains(.exact) { exact = false }
        if figure.denominator == 1 && Int(figure.scale) == scale {
            let (sum, overflow) =
                sign > 0
                ? total.addingReportingOverflow(figure.mantissa) : total.subtractingReportingOverflow(figure.mantissa)
            if !overflow {
                total = sum
                return
            }
        }
        accumulate(figure.rational, negative: sign < 0)
    }

    @inline(never)
    private mutating func accumulate(_ value: Rational, negative: Bool) {
        if value.denominator != 1 || !Rational.scales.contains(value.scale) {
            spill(value, negative: negative)
            return
        }
        if value.scale > scale {
            if let raised = shifted(total, by: value.scale - scale) {
                total = raised
            } else {
                spill(Rational(total, scale: scale), negative: false)
                total = 0
            }
            scale = value.scale
        }
        guard let part = shifted(value.numerator, by: scale - value.scale) else {
            spill(value, negative: negative)
            return
        }
        let (sum, overflow) =
            negative ? total.subtractingReportingOverflow(part) : total.addingReportingOverflow(part)
        if overflow { spill(value, negative: negative) } else { total = sum }
    }

    private mutating func spill(_ value: Rational, negative: Bool) {
        let value = value.reduced
        guard Rational.scales.contains(value.scale) else {
            lost = true
            return
        }
        spilled[value.denominator, default: SpilledTotal()].add(
            value.numerator.magnitude, scale: value.scale, negative: (value.numerator < 0) != negative)
        if spilled.count > FigureSum.denominatorLimit { lost = true }
        if value.denominator == 1 { scale = max(scale, value.scale) }
    }

    /// The total as one number; parts are added in the order of their denominators, so that the result is
    /// deterministic.
    private var sum: Rational? {
        if spilled.isEmpty { return Rational(total, scale: scale) }
        var parts = spilled
        parts[1, default: SpilledTotal()].add(total.magnitude, scale: scale, negative: total < 0)
        var sum = Rational(0)
        for (denominator, part) in parts.sorted(by: { $0.key < $1.key }) {
            guard let value = part.value(over: denominator)?.stripped(to: scale), let joined = sum.adding(value) else {
                return nil
            }
            sum = joined
        }
        return sum
    }
}

/// What was added and what was removed, each × 10⁴⁸.
private struct SpilledTotal: Sendable {
    var added = WideMagnitude(0)
    var removed = WideMagnitude(0)

    mutating func add(_ magnitude: UInt128, scale: Int, negative: Bool) {
        var part = WideMagnitude(magnitude)
        part.multiply(byTenTo: Rational.scales.upperBound - scale)
        if negative { removed.add(part) } else { added.add(part) }
    }

    mutating func merge(_ other: SpilledTotal) {
        added.add(other.added)
        removed.add(other.removed)
    }

    func value(over denominator: Int128) -> Rational? {
        let negative = WideMagnitude.order(added, removed) < 0
        var difference = negative ? removed : added
        difference.subtract(negative ? added : removed)
        return Rational.fitting(
            difference, over: denominator.magnitude, 1, scale: Rational.scales.upperBound, negative: negative)
    }
}

/// A total with its interval, which is the sum of the figures' intervals. Units are checked by the total itself,
/// because the ends of the interval of a 0 without a unit are not 0.
package struct RangeSum: Sendable {
    package private(set) var low = FigureSum(bareJoins: true)
    package private(set) var high = FigureSum(bareJoins: true)
    /// How many figures have an unknown interval.
    private var unknown = 0

    package init() {}

    package mutating func add(_ range: FigureRange) {
        if range.isUnknown { unknown += 1 }
        low.add(range.low)
        high.add(range.high)
    }

    package mutating func remove(_ range: FigureRange) {
        if range.isUnknown { unknown -= 1 }
        low.remove(range.low)
        high.remove(range.high)
    }

    package mutating func merge(_ other: RangeSum) {
        unknown += other.unknown
        low.merge(other.low)
        high.merge(other.high)
    }

    package var result: FigureRange { unknown > 0 ? .unknown : FigureRange(between: low.result, and: high.result) }
    package var mean: FigureRange { unknown > 0 ? .unknown : FigureRange(between: low.mean, and: high.mean) }
}
