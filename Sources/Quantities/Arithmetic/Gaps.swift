// How far a value falls short of its target, and targets to date.

/// How far the value falls short of the bound that it misses, in the value's unit (the bound's, where the value has
/// none, or has another unit of time): 0 where the target is met, unknown where that is. A value that equals a strict
/// bound misses it by 0. `out` must not alias an operand.
package func gap(
    _ value: FigureVector, _ target: TargetVector, direction: UnsafePointer<UInt8>, into out: FigureVector
) {
    shortfall(value, target, direction: direction, into: out) { distance, _, unit in
        Figure(distance, unit: unit, flags: [])
    }
}

/// The same as a percentage of the bound's size: unknown where the target is missed and the bound is zero. `out` must
/// not alias an operand.
package func relativeGap(
    _ value: FigureVector, _ target: TargetVector, direction: UnsafePointer<UInt8>, into out: FigureVector
) {
    shortfall(value, target, direction: direction, into: out) { distance, bound, _ in
        guard let bound else { return Figure(distance, unit: .percent) }
        return Figure(bound.absolute.flatMap { distance.divided(by: $0) }?.divided(byTenTo: -2), unit: .percent)
    }
}

/// `figure` makes the result of a distance, the bound (`nil` where the target is met) and the unit.
private func shortfall(
    _ value: FigureVector, _ target: TargetVector, direction: UnsafePointer<UInt8>, into out: FigureVector,
    _ figure: (Rational, Rational?, Unit) -> Figure
) {
    let rows = TargetRows(value, target, direction: direction)
    out.count = min(value.count, target.count, out.capacity)
    if out.denominator != nil { out.dropDenominators() }
    withExtendedLifetime((value, target)) {
        for row in 0..<out.count {
            let met = rows.meets(row).bits
            let unit =
                rows.value.state[row] == .words
                ? Unit.none : Unit.common(rows.value.unit[row], rows.first.unit[row]) ?? rows.first.unit[row]
            if met == Verdict.yes.bits {
                out[figure: row] = figure(Rational(0), nil, unit)
                continue
            }
            let bound = rows.missedBound(row)
            guard met == Verdict.no.bits, rows.value.state[row] == .value,
                let distance = rows.alignedValue(row).subtracting(bound)?.absolute
            else {
                out[figure: row] = .unknown
                continue
            }
            out[figure: row] = figure(distance, bound, unit)
        }
    }
}

/// The target to date of an annual one: its bounds times a share of the year (a percentage counts as its hundredth),
/// exactly and in the target's unit; the kind of bound is kept. A target that is not a figure is kept; a share that is
/// unknown or has another unit makes a figure unknown. `out` must not alias an operand. For the product of a target and
/// a figure that is not a constant, a target in percent is taken of a figure without a unit, as in products of figures.
package func prorate(
    _ target: TargetVector, share: FigureVector, isProduct: Bool = false, into out: TargetVector
) {
    out.count = min(target.count, share.count, out.first.capacity)
    for bound in [out.first, out.second] where bound.denominator != nil { bound.dropDenominators() }
    for row in 0..<out.count {
        out.form[row] = target.form[row]
        out.first[figure: row] = target.first[figure: row]
        out.second[figure: row] = target.second[figure: row]
        guard target.first.state[row] == .value else { continue }
        let share = share[figure: row]
        out.first[figure: row] = prorated(target.first[figure: row], by: share, isProduct)
        guard target.form[row] == .range else { continue }
        out.second[figure: row] = prorated(target.second[figure: row], by: share, isProduct)
        if out.second.state[row] != .value { out.first[figure: row] = .unknown }
    }
}

private func prorated(_ bound: Figure, by share: Figure, _ isProduct: Bool) -> Figure {
    guard share.isValue && (share.unit.isBare || share.unit == .percent) else { return .unknown }
    if isProduct && bound.unit == .percent { return combine(bound, share, .multiply(.none)) }
    let part = bound.rational.multiplied(by: share.rational)
    return Figure(
        part?.divided(byTenTo: share.unit == .percent ? 2 : 0), unit: bound.unit,
        flags: bound.flags.intersection(share.flags).intersection(.exact))
}
