// The intervals of values that printed figures may stand for; computed for `agrees with` only.

/// A column of closed intervals. Row i lies from `low` to `high`, both of the same state, unit and count; an exact
/// figure is an interval of one value. Where the state is `words`, `low` keeps their fingerprint. Where an end has too
/// many digits, the interval extends a little beyond it, and its ends are not flagged `exact`.
package final class RangeVector {
    package let low: FigureVector
    package let high: FigureVector

    package var count: Int {
        get { low.count }
        set {
            low.count = newValue
            high.count = newValue
        }
    }

    package init(capacity: Int) {
        low = FigureVector(capacity: capacity)
        high = FigureVector(capacity: capacity)
    }

    package subscript(range row: Int) -> FigureRange {
        get { FigureRange(low: low[figure: row], high: high[figure: row]) }
        set {
            low[figure: row] = newValue.low
            high[figure: row] = newValue.high
        }
    }

    /// Makes every row the same interval.
    package func fill(_ range: FigureRange, count: Int) {
        low.fill(range.low, count: count)
        high.fill(range.high, count: count)
    }

    /// Makes room for rows that are decimals unless a row says otherwise.
    func begin(count: Int) {
        self.count = min(count, low.capacity)
        if low.denominator != nil { low.dropDenominators() }
        if high.denominator != nil { high.dropDenominators() }
    }
}

/// One closed interval: a row of a vector of ranges.
package struct FigureRange: Sendable, Hashable {
    package var low: Figure
    package var high: Figure

    package static let unknown = FigureRange(low: .unknown, high: .unknown)

    package init(low: Figure, high: Figure) {
        self.low = low
        self.high = high
    }

    /// The interval of a printed figure: half a unit of its last printed place to either side (`£2.4m` for £2.35m to
    /// £2.45m), or half of five such units where it is rounded to five. Exact figures and quotients stand for
    /// themselves, approximate ones for more (see `approximate`), and so do those whose ends do not fit 128 bits.
    package init(printed figure: Figure) {
        guard figure.isValue else {
            self = figure.state == .words ? FigureRange(low: figure, high: figure) : .unknown
            return
        }
        low = figure
        high = figure
        low.flags = .exact
        high.flags = .exact
        guard !figure.flags.contains(.exact) && figure.denominator == 1 else { return }
        if figure.flags.contains(.approximate) {
            self = FigureRange(approximate: figure)
            return
        }
        let isOfFives = figure.flags.contains(.ofFives)
        if Int(figure.scale) < Rational.scales.upperBound, let tenfold = product(figure.mantissa, 10) {
            let half: Int128 = isOfFives ? 25 : 5
            let (below, underflow) = tenfold.subtractingReportingOverflow(half)
            let (above, overflow) = tenfold.addingReportingOverflow(half)
            if !underflow && !overflow {
                low.mantissa = below
                high.mantissa = above
                low.scale += 1
                high.scale += 1
                return
            }
        }
        let half = Rational(isOfFives ? 5 : 1, over: 2, scale: Int(figure.scale))
        let (below, above) = (figure.rational.subtracting(half), figure.rational.adding(half))
        low = Figure(below, unit: figure.unit, flags: .exact)
        high = Figure(above, unit: figure.unit, flags: .exact)
        if !low.isValue || !high.isValue {
            self = FigureRange(around: figure, by: Rational(isOfFives ? 5 : 1, scale: Int(figure.scale)))
        }
    }

    /// The interval of an approximate figure: half a unit of its last significant digit (`c. 1500` for 1450 to 1550),
    /// but no more than 5% of it, and no less than a printed figure does.
    private init(approximate figure: Figure) {
        var exact = figure
        exact.flags.remove(.approximate)
        self = FigureRange(printed: exact)
        var (rest, power) = (figure.mantissa, 0)
        while rest != 0, rest % 10 == 0 {
            rest /= 10
            power += 1
        }
        let half = Rational(5, scale: Int(figure.scale) - power + 1)
        guard rest != 0, power > 0, Rational.scales.contains(Int(figure.scale) - power + 1),
            let most = figure.rational.absolute?.divided(by: Rational(20))
        else { return }
        let margin = Rational.order(half, most) < 0 ? half : most
        let (below, above) = (figure.rational.subtracting(margin), figure.rational.adding(margin))
        let wide = FigureRange(
            between: Figure(below, unit: figure.unit, flags: .exact),
            and: Figure(above, unit: figure.unit, flags: .exact))
        if wide.isValue, Rational.order(wide.low.rational, low.rational) < 0 { self = wide }
    }

    /// The interval of a figure among counts: one without a unit, decimals or a multiplier is a count, and stands for
    /// itself.
    package init(counted figure: Figure) {
        var figure = figure
        if figure.isCount { figure.flags.insert(.exact) }
        self.init(printed: figure)
    }

    /// The interval between two computed ends, unknown where one of them is.
    init(between low: Figure, and high: Figure) {
        self = low.isValue && high.isValue ? FigureRange(low: low, high: high) : .unknown
    }

    /// An interval of values that are certainly within some distance of a figure.
    package init(around figure: Figure, within count: Int, scale: Int) {
        self.init(around: figure, by: Rational(Int128(count), scale: scale))
    }

    private init(around figure: Figure, by margin: Rational) {
        self.init(
            between: Figure(figure.rational.subtracting(margin), unit: figure.unit),
            and: Figure(figure.rational.adding(margin), unit: figure.unit))
    }

    package var isValue: Bool { low.isValue && high.isValue }

    /// Whether it is neither an interval nor words.
    var isUnknown: Bool { !isValue && low.state != .words }

    /// Whether its ends are exact, rather than too wide.
    var isExact: Bool { low.flags.contains(.exact) && high.flags.contains(.exact) }
}

/// The intervals of a column's printed figures; see `FigureRange.init(printed:)`. `areCounts` tells whether they are
/// among counts; see `FigureRange.init(counted:)`.
package func printedRanges(_ a: FigureVector, areCounts: Bool = false, into out: RangeVector) {
    let rows = FigureRows(a)
    out.begin(count: a.count)
    let low = FigureRows(out.low)
    let high = FigureRows(out.high)
    withExtendedLifetime((a, out)) {
        for row in 0..<out.count {
            let mantissa = rows.mantissa[row]
            if rows.denominator == nil && out.low.denominator == nil && out.high.denominator == nil
                && rows.state[row] == .value && mantissa.isShort && rows.scale[row] < 48
                && rows.flags[row].isDisjoint(with: [.approximate, .ofFives])
            {
                let isExact = rows.flags[row].contains(.exact) || areCounts && rows.isCount(row)
                let half: Int128 = isExact ? 0 : 5
                let scale = rows.scale[row] + 1
                low.set(row, mantissa &* 10 &- half, scale: scale, unit: rows.unit[row], flags: .exact)
                high.set(row, mantissa &* 10 &+ half, scale: scale, unit: rows.unit[row], flags: .exact)
            } else {
                let figure = rows.figure(row)
                out[range: row] = areCounts ? FigureRange(counted: figure) : FigureRange(printed: figure)
            }
        }
    }
}

/// `-a`.
package func negateRanges(_ a: RangeVector, into out: RangeVector) {
    map(a, into: out) { range in
        FigureRange(
            between: Figure(range.high.rational.negated, unit: range.high.unit, flags: range.high.flags),
            and: Figure(range.low.rational.negated, unit: range.low.unit, flags: range.low.flags))
    }
}

/// The sizes without the sign: from 0 where the interval holds it.
package func absoluteRanges(_ a: RangeVector, into out: RangeVector) {
    map(a, into: out) { range in
        guard range.low.mantissa < 0 else { return range }
        let size = Figure(range.low.rational.negated, unit: range.low.unit, flags: range.low.flags)
        if range.high.mantissa <= 0 {
            return FigureRange(
                between: Figure(range.high.rational.negated, unit: range.high.unit, flags: range.high.flags), and: size)
        }
        guard size.isValue else { return .unknown }
        let larger = Rational.order(size.rational, range.high.rational) > 0 ? size : range.high
        return FigureRange(between: Figure(mantissa: 0, scale: 0, unit: range.low.unit), and: larger)
    }
}

/// Rounds both ends, as figures are rounded: the rounded values lie between them.
package func roundRanges(_ a: RangeVector, places: FigureVector, into out: RangeVector) {
    out.begin(count: min(a.count, places.count))
    for row in 0..<out.count {
        let range = a[range: row]
        let places = places[figure: row]
        out[range: row] = FigureRange(
            between: round(range.low, places: places), and: round(range.high, places: places))
    }
}

private func map(_ a: RangeVector, into out: RangeVector, _ function: (FigureRange) -> FigureRange) {
    out.begin(count: a.count)
    for row in 0..<out.count {
        let range = a[range: row]
        out[range: row] = range.isValue ? function(range) : .unknown
    }
}
