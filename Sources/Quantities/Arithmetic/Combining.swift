// Sums, differences, products, quotients, the smaller and the larger of two columns of figures.

package enum Arithmetic: Sendable, Hashable {
    case add, subtract, minimum, maximum
    case multiply(ConstantFactor)
    case divide(ConstantFactor)
}

/// Computes row by row, exactly. `+`, `-`, the smaller and the larger need one unit (a number without a unit takes the
/// other's), or lengths of time that convert, of which a sum has the left one's unit; products and quotients have the
/// units of `Unit.product` and `Unit.quotient`, if any. The result is unknown for unknowns and words, for different
/// units, for a division by zero, and where even the reduced result does not fit 128 bits and the scales −48…48. A
/// result is exact where both operands are. `out` must not alias an operand.
package func combine(_ a: FigureVector, _ b: FigureVector, _ operation: Arithmetic, into out: FigureVector) {
    let count = min(a.count, b.count, out.capacity)
    out.count = count
    let decimals = a.denominator == nil && b.denominator == nil
    var divides = false
    if case .divide = operation { divides = true }
    if decimals && !divides && out.denominator != nil { out.dropDenominators() }
    let left = FigureRows(a)
    let right = FigureRows(b)
    withExtendedLifetime((a, b, out)) {
        switch operation {
        case .add where decimals:
            combineDecimals(left, right, operation, into: out) { $0.addingReportingOverflow($1) }
        case .subtract where decimals:
            combineDecimals(left, right, operation, into: out) { $0.subtractingReportingOverflow($1) }
        case .multiply(let constant) where decimals:
            multiplyDecimals(left, right, constant, into: out)
        default:
            for row in 0..<count { out[figure: row] = combine(left.figure(row), right.figure(row), operation) }
        }
    }
}

/// Computes one figure as the columns are computed.
package func combine(_ a: Figure, _ b: Figure, _ operation: Arithmetic) -> Figure {
    guard a.isValue && b.isValue else { return .unknown }
    let flags = a.flags.intersection(b.flags).intersection(.exact)
    let left = a.rational
    let right = b.rational
    switch operation {
    case .multiply(let constant):
        guard let (unit, hundredths) = Unit.product(a.unit, b.unit, constant: constant) else { return .unknown }
        return Figure(left.multiplied(by: right)?.divided(byTenTo: hundredths), unit: unit, flags: flags)
    case .divide(let constant):
        guard let (unit, hundredths) = Unit.quotient(a.unit, b.unit, constant: constant) else {
            guard let converted = b.converted(to: a.unit) else { return .unknown }
            return combine(a, converted, operation)
        }
        return Figure(left.divided(by: right)?.divided(byTenTo: hundredths), unit: unit, flags: flags)
    case .add, .subtract, .minimum, .maximum:
        guard let unit = Unit.common(a.unit, b.unit) else {
            guard let converted = b.converted(to: a.unit) else { return .unknown }
            return combine(a, converted, operation)
        }
        switch operation {
        case .add: return Figure(left.adding(right), unit: unit, flags: flags)
        case .subtract: return Figure(left.subtracting(right), unit: unit, flags: flags)
        default:
            let order = Rational.order(left, right)
            var winner = (operation == .minimum ? order <= 0 : order >= 0) ? a : b
            winner.unit = unit
            return winner
        }
    }
}

extension Rational {
    /// This value × 10^(−exponent), `nil` where it cannot be held.
    func divided(byTenTo exponent: Int) -> Rational? {
        if exponent == 0 { return self }
        if Rational.scales.contains(scale + exponent) {
            return Rational(numerator, over: denominator, scale: scale + exponent)
        }
        return Rational.fitting(
            WideMagnitude(numerator.magnitude), over: denominator.magnitude, 1, scale: scale + exponent,
            negative: numerator < 0)
    }
}

/// Computes short decimals in one unit, and others of one scale; the scalar function computes the rest.
@inline(__always)
private func combineDecimals(
    _ a: FigureRows, _ b: FigureRows, _ operation: Arithmetic, into out: FigureVector,
    _ compute: (Int128, Int128) -> (partialValue: Int128, overflow: Bool)
) {
    let powers = PowersOfTen.table
    var rows = FigureRows(out)
    for row in 0..<out.count {
        let shift = Int(a.scale[row]) - Int(b.scale[row])
        var left = a.mantissa[row]
        var right = b.mantissa[row]
        var fits = shift == 0
        // 63 bits times 10¹⁸ stay below 127.
        if !fits && shift >= -18 && shift <= 18 && left.isShort && right.isShort {
            fits = true
            if shift > 0 { right = right &* powers[shift] } else { left = left &* powers[-shift] }
        }
        if fits && comparable(a, b, row) {
            let (result, overflow) = compute(left, right)
            if !overflow {
                let unit = a.unit[row].isBare && b.unit[row] != .none ? b.unit[row] : a.unit[row]
                let flags = a.flags[row].rawValue & b.flags[row].rawValue & FigureFlags.exact.rawValue
                let scale = shift < 0 ? b.scale[row] : a.scale[row]
                rows.set(row, result, scale: scale, unit: unit, flags: FigureFlags(rawValue: flags))
                continue
            }
        }
        out[figure: row] = combine(a.figure(row), b.figure(row), operation)
        // The row may have added denominators.
        rows = FigureRows(out)
    }
}

private func multiplyDecimals(_ a: FigureRows, _ b: FigureRows, _ constant: ConstantFactor, into out: FigureVector) {
    var rows = FigureRows(out)
    for row in 0..<out.count {
        if a.state[row].rawValue | b.state[row].rawValue == CellState.value.rawValue && a.mantissa[row].isShort
            && b.mantissa[row].isShort,
            let (unit, hundredths) = Unit.product(a.unit[row], b.unit[row], constant: constant)
        {
            let scale = Int(a.scale[row]) + Int(b.scale[row]) + hundredths
            if Rational.scales.contains(scale) {
                let flags = a.flags[row].rawValue & b.flags[row].rawValue & FigureFlags.exact.rawValue
                rows.set(
                    row, a.mantissa[row] &* b.mantissa[row], scale: Int8(truncatingIfNeeded: scale), unit: unit,
                    flags: FigureFlags(rawValue: flags))
                continue
            }
        }
        out[figure: row] = combine(a.figure(row), b.figure(row), .multiply(constant))
        // The row may have added denominators.
        rows = FigureRows(out)
    }
}
