// `value agrees with percent(part, whole)` of figures as they were read, without going through intervals: the two are
// counts.

/// Decides as `agrees(printedRanges(value), percentRanges(part, whole))` does, row by row, with part and whole read as
/// counts. Exact counts of up to 31 bits, as nearly all are, are decided by cross-multiplying in 64 bits; all others go
/// through intervals.
package func agrees(
    _ value: FigureVector, withPercentOf part: FigureVector, of whole: FigureVector, into out: TruthVector
) {
    let count = min(value.count, part.count, whole.count)
    let isPlain = value.denominator == nil && part.denominator == nil && whole.denominator == nil
    out.decide(count: count) { row in
        guard value.state[row].isKnown, part.state[row].isKnown, whole.state[row].isKnown else { return .unknown }
        if isPlain, let verdict = plainVerdict(value, part, whole, row) { return verdict }
        let share = percent(
            part: FigureRange(counted: part[figure: row]), whole: FigureRange(counted: whole[figure: row]))
        return agrees(FigureRange(printed: value[figure: row]), share).map { TruthValue($0) } ?? .unknown
    }
}

/// Whether a figure stands for itself among counts.
@inline(__always)
private func isExactCount(_ figures: FigureVector, _ row: Int) -> Bool {
    figures.flags[row].contains(.exact) || figures.flags[row].isDisjoint(with: [.scaled, .approximate])
}

/// The result where all numbers are small, counts exact and units the usual ones; `nil` otherwise.
@inline(__always)
private func plainVerdict(_ value: FigureVector, _ part: FigureVector, _ whole: FigureVector, _ row: Int) -> TruthValue?
{
    let limit = Int128(1) << 31
    let (printed, counted, all) = (value.mantissa[row], part.mantissa[row], whole.mantissa[row])
    let scale = Int(value.scale[row])
    guard value.state[row] == .value, part.state[row] == .value, whole.state[row] == .value,
        value.unit[row] == .percent, part.unit[row] == .none, whole.unit[row] == .none,
        isExactCount(part, row), isExactCount(whole, row),
        value.flags[row].isDisjoint(with: [.exact, .approximate, .ofFives]),
        part.scale[row] == 0, whole.scale[row] == 0, scale >= 0, scale <= 6, all > 0, all < limit,
        counted > -limit, counted < limit, printed > -limit, printed < limit / 4
    else { return nil }
    var power: Int64 = 1
    for _ in 0..<scale { power *= 10 }
    // (2m − 1) / 2 ≤ 100 part / whole × 10^scale ≤ (2m + 1) / 2, both sides times 2 whole.
    let share = 200 * Int64(counted) * power
    let m = Int64(printed)
    let whole = Int64(all)
    return TruthValue((2 * m - 1) * whole <= share && share <= (2 * m + 1) * whole)
}
