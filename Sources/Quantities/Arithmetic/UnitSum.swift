// Exact totals of figures in one unit.

/// A running total of figures: a part of a `FigureSum`, which holds one for each unit of time and one for all other
/// figures.
struct UnitSum: Sendable {
    /// How many figures are in it.
    private(set) var count = 0
    /// The total of decimals at `scale`, without what was spilled.
    private var decimals: Int128 = 0
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
    init(bareJoins: Bool = false) { self.bareJoins = bareJoins }

    /// Adds a figure.
    @inline(__always)
    mutating func add(_ figure: Figure) { change(by: figure, sign: 1) }

    /// Removes a figure that was added.
    @inline(__always)
    mutating func remove(_ figure: Figure) { change(by: figure, sign: -1) }

    /// Adds what another sum holds.
    mutating func merge(_ other: UnitSum) {
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
        accumulate(Rational(other.decimals, scale: other.scale), negative: false)
        for (denominator, part) in other.spilled {
            spilled[denominator, default: SpilledTotal()].merge(part)
        }
        if spilled.count > UnitSum.denominatorLimit { lost = true }
    }

    /// The total with its unit; 0 for no figures, `nil` where it is unknown.
    var total: (sum: Rational, unit: Unit, isExact: Bool)? {
        guard isComputable, let sum else { return nil }
        return (sum, commonUnit, exact)
    }

    /// Whether any figure has a unit.
    var hasUnit: Bool { united > 0 || strangers > 0 }

    /// Whether there are numbers without a unit other than 0.
    var hasBare: Bool { bare > 0 }

    private var commonUnit: Unit { united > 0 ? unit : ratios > 0 ? .ratio : .none }

    private var isComputable: Bool { !hasSeveralUnits && words == 0 && !lost }

    /// Whether figures of several units are in it, so that it is unknown.
    var hasSeveralUnits: Bool {
        strangers > 0 || (unit == .untold && united > 1)
            || (united > 0 && bare > 0 && !bareJoins)
    }

    /// Whether words are in it, so that it is unknown.
    var hasWords: Bool { words > 0 }
}

extension UnitSum {
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
                ? decimals.addingReportingOverflow(figure.mantissa)
                : decimals.subtractingReportingOverflow(figure.mantissa)
            if !overflow {
                decimals = sum
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
            if let raised = shifted(decimals, by: value.scale - scale) {
                decimals = raised
            } else {
                spill(Rational(decimals, scale: scale), negative: false)
                decimals = 0
            }
            scale = value.scale
        }
        guard let part = shifted(value.numerator, by: scale - value.scale) else {
            spill(value, negative: negative)
            return
        }
        let (sum, overflow) =
            negative ? decimals.subtractingReportingOverflow(part) : decimals.addingReportingOverflow(part)
        if overflow { spill(value, negative: negative) } else { decimals = sum }
    }

    private mutating func spill(_ value: Rational, negative: Bool) {
        let value = value.reduced
        guard Rational.scales.contains(value.scale) else {
            lost = true
            return
        }
        spilled[value.denominator, default: SpilledTotal()].add(
            value.numerator.magnitude, scale: value.scale, negative: (value.numerator < 0) != negative)
        if spilled.count > UnitSum.denominatorLimit { lost = true }
        if value.denominator == 1 { scale = max(scale, value.scale) }
    }

    /// The total as one number; parts are added in the order of their denominators, so that the result is
    /// deterministic.
    private var sum: Rational? {
        if spilled.isEmpty { return Rational(decimals, scale: scale) }
        var parts = spilled
        parts[1, default: SpilledTotal()].add(decimals.magnitude, scale: scale, negative: decimals < 0)
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
