// `agrees with`: whether two printed figures can stand for one value.

/// Decides row by row. An exact figure agrees with one in whose range it lies, ends included; two ranges agree that
/// have more than an end in common; two exact figures where they are equal. Units as in comparisons; words agree with
/// equal words and with no figure. Intervals with inexact ends, which are too wide, can only be decided as not
/// agreeing.
package func agrees(_ a: RangeVector, _ b: RangeVector, into out: TruthVector) {
    let powers = PowersOfTen.table
    let (aLow, aHigh) = (FigureRows(a.low), FigureRows(a.high))
    let (bLow, bHigh) = (FigureRows(b.low), FigureRows(b.high))
    withExtendedLifetime((a, b)) {
        out.decide(count: min(a.count, b.count)) { row in
            guard comparable(aLow, bLow, row) else {
                return agrees(a[range: row], b[range: row]).map { Verdict($0) } ?? .unknown
            }
            let exact =
                order(aLow, aHigh, row, powers: powers) == 0 || order(bLow, bHigh, row, powers: powers) == 0
            let left = order(aLow, bHigh, row, powers: powers)
            let right = order(bLow, aHigh, row, powers: powers)
            guard exact ? left <= 0 && right <= 0 : left < 0 && right < 0 else { return .no }
            let flags = aLow.flags[row].intersection(aHigh.flags[row]).intersection(bLow.flags[row])
            return flags.intersection(bHigh.flags[row]).contains(.exact) ? .yes : .unknown
        }
    }
}

/// Whether two figures agree as in columns; `nil` is unknown.
package func agrees(_ a: FigureRange, _ b: FigureRange) -> Bool? {
    guard a.isValue && b.isValue else { return compare(a.low, b.low, .equal) }
    guard Unit.common(a.low.unit, b.low.unit) != nil else {
        guard let low = b.low.converted(to: a.low.unit), let high = b.high.converted(to: a.low.unit) else { return nil }
        return agrees(a, FigureRange(low: low, high: high))
    }
    let exact =
        Rational.order(a.low.rational, a.high.rational) == 0 || Rational.order(b.low.rational, b.high.rational) == 0
    let left = Rational.order(a.low.rational, b.high.rational)
    let right = Rational.order(b.low.rational, a.high.rational)
    guard exact ? left <= 0 && right <= 0 : left < 0 && right < 0 else { return false }
    return a.isExact && b.isExact ? true : nil
}
