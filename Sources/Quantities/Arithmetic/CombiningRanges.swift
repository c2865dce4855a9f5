// Interval arithmetic: the values that a computed figure may stand for, given those of its operands.

/// Computes intervals row by row, exactly, with the units of `combine` on figures. A division by an interval that holds
/// zero is unknown. The smaller and the larger keep the interval of the winner, which is the one whose middle (the
/// printed figure) is smaller or larger. `out` must not alias an operand.
package func combineRanges(_ a: RangeVector, _ b: RangeVector, _ operation: Arithmetic, into out: RangeVector) {
    switch operation {
    case .add, .subtract:
        combine(a.low, operation == .add ? b.low : b.high, operation, into: out.low)
        combine(a.high, operation == .add ? b.high : b.low, operation, into: out.high)
        out.count = min(out.low.count, out.high.count)
        for row in 0..<out.count where out.low.state[row] != out.high.state[row] { out[range: row] = .unknown }
    case .multiply, .divide, .minimum, .maximum:
        out.begin(count: min(a.count, b.count))
        for row in 0..<out.count {
            out[range: row] = combine(a[range: row], b[range: row], operation)
        }
    }
}

/// Part as a percentage of whole, for every pair of values that the two may stand for.
package func percentRanges(part: RangeVector, whole: RangeVector, into out: RangeVector) {
    out.begin(count: min(part.count, whole.count))
    for row in 0..<out.count {
        out[range: row] = percent(part: part[range: row], whole: whole[range: row])
    }
}

/// From b to a, as a percentage of b, for every pair of values that the two may stand for.
package func changeRanges(_ a: RangeVector, from b: RangeVector, into out: RangeVector) {
    out.begin(count: min(a.count, b.count))
    let whole = Figure(mantissa: 100, scale: 0, unit: .percent)
    for row in 0..<out.count {
        // (a − b) / b × 100 = a / b × 100 − 100, in which b occurs once, so that the interval is no wider than
        // necessary.
        let ratio = percent(part: a[range: row], whole: b[range: row])
        out[range: row] = FigureRange(
            between: combine(ratio.low, whole, .subtract), and: combine(ratio.high, whole, .subtract))
    }
}

/// Computes one interval.
package func combine(_ a: FigureRange, _ b: FigureRange, _ operation: Arithmetic) -> FigureRange {
    guard a.isValue && b.isValue else { return .unknown }
    switch operation {
    case .add:
        return FigureRange(between: combine(a.low, b.low, .add), and: combine(a.high, b.high, .add))
    case .subtract:
        return FigureRange(between: combine(a.low, b.high, .subtract), and: combine(a.high, b.low, .subtract))
    case .multiply:
        guard a.low.mantissa >= 0 && b.low.mantissa >= 0 else { return hull(a, b) { combine($0, $1, operation) } }
        // Neither is negative: the least product is that of the least factors.
        return FigureRange(between: combine(a.low, b.low, operation), and: combine(a.high, b.high, operation))
    case .divide:
        if b.low.mantissa <= 0 && b.high.mantissa >= 0 { return .unknown }
        guard a.low.mantissa >= 0 && b.low.mantissa >= 0 else { return hull(a, b) { combine($0, $1, operation) } }
        // The least quotient is that of the largest divisor.
        return FigureRange(between: combine(a.low, b.high, operation), and: combine(a.high, b.low, operation))
    case .minimum, .maximum:
        guard let unit = Unit.common(a.low.unit, b.low.unit),
            let left = a.low.rational.adding(a.high.rational), let right = b.low.rational.adding(b.high.rational)
        else { return .unknown }
        let order = Rational.order(left, right)
        var winner = (operation == .minimum ? order <= 0 : order >= 0) ? a : b
        winner.low.unit = unit
        winner.high.unit = unit
        return winner
    }
}

/// One part as a percentage of one whole.
package func percent(part: FigureRange, whole: FigureRange) -> FigureRange {
    guard part.isValue && whole.isValue, whole.low.mantissa > 0 || whole.high.mantissa < 0 else { return .unknown }
    if part.low.mantissa >= 0 && whole.low.mantissa > 0 {
        return FigureRange(
            between: percent(part: part.low, whole: whole.high), and: percent(part: part.high, whole: whole.low))
    }
    return hull(part, whole) { percent(part: $0, whole: $1) }
}

/// From the least to the largest value at the ends, for a function that is monotonic in each operand.
private func hull(_ a: FigureRange, _ b: FigureRange, _ function: (Figure, Figure) -> Figure) -> FigureRange {
    var result: FigureRange?
    for left in [a.low, a.high] {
        for right in [b.low, b.high] {
            let corner = function(left, right)
            guard corner.isValue else { return .unknown }
            guard var hull = result else {
                result = FigureRange(low: corner, high: corner)
                continue
            }
            if Rational.order(corner.rational, hull.low.rational) < 0 { hull.low = corner }
            if Rational.order(corner.rational, hull.high.rational) > 0 { hull.high = corner }
            result = hull
        }
    }
    return result ?? .unknown
}
