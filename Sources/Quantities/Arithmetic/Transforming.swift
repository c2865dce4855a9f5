// Functions of one column of figures, and shares and changes as percentages.

/// `-a`. `out` may be `a`.
package func negate(_ a: FigureVector, into out: FigureVector) {
    transform(a, into: out) { $0.negated }
}

/// The size without the sign. `out` may be `a`.
package func absolute(_ a: FigureVector, into out: FigureVector) {
    transform(a, into: out) { $0.absolute }
}

/// Rounds to a number of decimals, half away from zero; `places` must be a whole number of −48…48, else the result is
/// unknown. A decimal that has no more places is left as it is. `out` must not alias an operand.
package func round(_ a: FigureVector, places: FigureVector, into out: FigureVector) {
    let count = min(a.count, places.count, out.capacity)
    out.count = count
    if a.denominator == nil && out.denominator != nil { out.dropDenominators() }
    for row in 0..<count { out[figure: row] = round(a[figure: row], places: places[figure: row]) }
}

/// One figure rounded as columns are.
package func round(_ figure: Figure, places: Figure) -> Figure {
    guard figure.isValue, let places = places.wholeNumber, Rational.scales.contains(places) else { return .unknown }
    return Figure(figure.rational.rounded(to: places), unit: figure.unit, flags: figure.flags.intersection(.exact))
}

/// What is left of whole numbers that are divided by others, with the sign of the divisor; unknown for others, for a
/// divisor of 0, and for two units. `out` must not alias an operand.
package func remainder(_ a: FigureVector, by b: FigureVector, into out: FigureVector) {
    let count = min(a.count, b.count, out.capacity)
    out.count = count
    if out.denominator != nil { out.dropDenominators() }
    for row in 0..<count { out[figure: row] = remainder(a[figure: row], by: b[figure: row]) }
}

/// One remainder.
package func remainder(_ a: Figure, by b: Figure) -> Figure {
    guard Unit.common(a.unit, b.unit) != nil, let whole = a.wholeNumber, let divisor = b.wholeNumber, divisor != 0
    else {
        return .unknown
    }
    // The least number divided by −1 leaves nothing, though the quotient does not fit.
    let rest = whole.remainderReportingOverflow(dividingBy: divisor).partialValue
    var result = Figure(whole: rest != 0 && (rest < 0) != (divisor < 0) ? rest + divisor : rest)
    result.unit = a.unit
    return result
}

/// Part as a percentage of whole: exact, never rounded. Both must have one unit or none, and the whole must not be
/// zero, else the result is unknown. `out` must not alias an operand.
package func percent(part: FigureVector, whole: FigureVector, into out: FigureVector) {
    let count = min(part.count, whole.count, out.capacity)
    out.count = count
    for row in 0..<count { out[figure: row] = percent(part: part[figure: row], whole: whole[figure: row]) }
}

/// One part as a percentage of one whole.
package func percent(part: Figure, whole: Figure) -> Figure {
    guard part.isValue && whole.isValue, let aligned = part.aligned(to: whole.unit) else { return .unknown }
    return Figure(
        aligned.divided(by: whole.rational)?.divided(byTenTo: -2), unit: .percent,
        flags: part.flags.intersection(whole.flags).intersection(.exact))
}

/// From b to a, as a percentage of b: `(a − b) / b`. Both must have one unit or none, and b must not be zero, else the
/// result is unknown. `out` must not alias an operand.
package func change(_ a: FigureVector, from b: FigureVector, into out: FigureVector) {
    let count = min(a.count, b.count, out.capacity)
    out.count = count
    for row in 0..<count { out[figure: row] = change(a[figure: row], from: b[figure: row]) }
}

/// The change of one figure.
package func change(_ a: Figure, from b: Figure) -> Figure {
    let difference = combine(a, b, .subtract)
    guard difference.isValue else { return .unknown }
    return Figure(
        (b.aligned(to: a.unit == .none ? b.unit : a.unit)).flatMap { difference.rational.divided(by: $0) }?.divided(
            byTenTo: -2), unit: .percent, flags: difference.flags)
}

extension Figure {
    /// Whether it is a figure without a fraction.
    package var isWhole: Bool {
        isValue && rational.rounded(to: 0).map { Rational.order($0, rational) == 0 } ?? false
    }

    /// The number, where it is whole and fits; else `nil`.
    package var wholeNumber: Int? {
        guard isValue, let whole = rational.rounded(to: 0), Rational.order(whole, rational) == 0,
            let shifted = shifted(whole.numerator, by: max(0, -whole.scale))
        else { return nil }
        return Int(exactly: shifted)
    }
}

private func transform(_ a: FigureVector, into out: FigureVector, _ function: (Rational) -> Rational?) {
    let count = min(a.count, out.capacity)
    out.count = count
    if a.denominator == nil && out.denominator != nil { out.dropDenominators() }
    for row in 0..<count {
        let figure = a[figure: row]
        out[figure: row] =
            figure.isValue
            ? Figure(function(figure.rational), unit: figure.unit, flags: figure.flags.intersection(.exact)) : .unknown
    }
}
