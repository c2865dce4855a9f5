// Whether a value that misses its target misses it by little.

/// Decides row by row whether the target is met, or missed by no more than the tolerance, ends included: `points` (percentage points: 5 for
/// `5 points`) where either figure prints `%`, `percent` (5 for `5%`) of the bound's size for all others; one of them alone serves all figures. For a range
/// it is the nearer bound that counts. Where it is unknown whether the target is met, and where the tolerance is unknown, so is this.
package func near(
    _ value: FigureVector, _ target: TargetVector, direction: UnsafePointer<UInt8>,
    points: FigureVector?, percent: FigureVector?, into out: TruthVector
) {
    let rows = TargetRows(value, target, direction: direction)
    let count = min(value.count, target.count, points?.count ?? .max, percent?.count ?? .max)
    let inPoints = (points ?? percent).map { Tolerance($0, ofBound: points == nil) }
    let inPercent = (percent ?? points).map { Tolerance($0, ofBound: percent != nil) }
    guard let inPoints, let inPercent else { return meets(value, target, direction: direction, into: out) }
    let decimals =
        value.denominator == nil && target.first.denominator == nil && inPoints.size.denominator == nil
        && inPercent.size.denominator == nil
    withExtendedLifetime((value, target, points, percent)) {
        out.decide(count: count) { row in
            let percentage = rows.value.unit[row] == .percent || rows.first.unit[row] == .percent
            let tolerance = percentage ? inPoints : inPercent
            if decimals, let verdict = rows.nearDecimal(row, tolerance) { return verdict }
            return rows.near(row, tolerance)
        }
    }
}

/// A tolerance for each row: a distance, or a percentage of the bound's size.
private struct Tolerance {
    let size: FigureRows
    let ofBound: Bool

    init(_ vector: FigureVector, ofBound: Bool) {
        size = FigureRows(vector)
        self.ofBound = ofBound
    }
}

extension TargetRows {
    /// Single bounds and tolerances that are short decimals; `nil` for all other rows.
    @inline(__always)
    fileprivate func nearDecimal(_ row: Int, _ tolerance: Tolerance) -> Verdict? {
        let shift = Int(value.scale[row]) - Int(first.scale[row])
        let left = value.mantissa[row]
        let right = first.mantissa[row]
        guard
            comparable(value, first, row) && form[row] != .range && shift >= -9 && shift <= 9 && left.isShort
                && right.isShort
        else { return nil }
        // 63 bits times 10⁹ stay below 93, with all factors below 127.
        let amount = shift < 0 ? left &* powers[-shift] : left
        let bound = shift > 0 ? right &* powers[shift] : right
        let met = verdict(order: amount.order(bound), row)
        if met.bits != Verdict.no.bits { return met }
        let scale = Int(tolerance.size.scale[row])
        let size = tolerance.size.mantissa[row]
        guard
            tolerance.size.state[row] == .value && scale >= 0 && scale <= 3
                && size == Int128(Int32(truncatingIfNeeded: size))
        else { return nil }
        let distance = (amount < bound ? bound &- amount : amount &- bound) &* powers[scale]
        if tolerance.ofBound {
            return Verdict(distance &* 100 <= size &* (bound < 0 ? 0 &- bound : bound))
        }
        let places = Int(shift < 0 ? first.scale[row] : value.scale[row])
        guard places >= 0 && places <= 18 else { return nil }
        return Verdict(distance <= size &* powers[places])
    }

    @inline(never)
    fileprivate func near(_ row: Int, _ tolerance: Tolerance) -> Verdict {
        let met = meets(row)
        if met.bits != Verdict.no.bits { return met }
        let bound = missedBound(row)
        guard tolerance.size.state[row] == .value,
            let distance = value.rational(row).subtracting(bound)?.absolute,
            let size = bound.absolute
        else { return .unknown }
        let allowed = tolerance.size.rational(row)
        guard tolerance.ofBound else { return Verdict(Rational.order(distance, allowed) <= 0) }
        // Without a product that might not fit where the bound is not zero: distance / size ≤ allowed / 100.
        if size.isZero { return Verdict(distance.isZero && allowed.numerator >= 0) }
        guard let share = distance.divided(by: size), let limit = allowed.divided(byTenTo: 2) else { return .unknown }
        return Verdict(Rational.order(share, limit) <= 0)
    }

    /// The bound that a value which does not meet its target has missed.
    func missedBound(_ row: Int) -> Rational {
        if form[row] == .range && Rational.order(value.rational(row), second.rational(row)) > 0 {
            return second.rational(row)
        }
        return first.rational(row)
    }
}
