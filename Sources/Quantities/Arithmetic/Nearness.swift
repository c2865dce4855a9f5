// Whether a value that misses its target misses it by little.

/// Decides row by row whether the target is met, or missed by no more than the tolerance, ends included: `points`
/// (percentage points: 5 for `5 points`) where either figure prints `%`, `percent` (5 for `5%`) of the bound's size for
/// all others; where only one is given it is for all figures. For a range the nearer bound counts. Where it is unknown
/// whether the target is met, so is this; where it is missed and the tolerance is unknown, too. `met` tells whether the
/// target is met, where that is computed already.
package func near(
    _ value: FigureVector, _ target: TargetVector, direction: UnsafePointer<UInt8>, met: TruthVector? = nil,
    points: FigureVector?, percent: FigureVector?, into out: TruthVector
) {
    if let met {
        out.count = met.count
        out.isTrue.update(from: met.isTrue, count: met.words)
        out.isFalse.update(from: met.isFalse, count: met.words)
    } else {
        meets(value, target, direction: direction, into: out)
    }
    guard let forPercentages = points ?? percent, let forOthers = percent ?? points else { return }
    let rows = TargetRows(value, target, direction: direction)
    let inPoints = Tolerance(forPercentages, ofBound: points == nil)
    let inPercent = Tolerance(forOthers, ofBound: percent != nil)
    withExtendedLifetime((value, target, points, percent)) {
        for word in 0..<out.words {
            var missed = out.isFalse[word]
            var near: UInt64 = 0
            var undecided: UInt64 = 0
            while missed != 0 {
                let bit = missed & (0 &- missed)
                let row = word &* 64 &+ missed.trailingZeroBitCount
                missed &= missed &- 1
                let percentage = rows.value.unit[row] == .percent || rows.first.unit[row] == .percent
                let verdict = rows.isWithin(percentage ? inPoints : inPercent, row).bits
                near |= verdict == Verdict.yes.bits ? bit : 0
                undecided |= verdict == Verdict.unknown.bits ? bit : 0
            }
            out.isTrue[word] |= near
            out.isFalse[word] &= ~(near | undecided)
        }
    }
}

/// A tolerance for each row: a distance, or a percentage of the bound's size.
private struct Tolerance {
    let size: FigureRows
    let count: Int
    let ofBound: Bool

    init(_ vector: FigureVector, ofBound: Bool) {
        size = FigureRows(vector)
        count = vector.count
        self.ofBound = ofBound
    }
}

extension TargetRows {
    /// Whether a value that misses its target does so by no more than the tolerance.
    @inline(__always)
    fileprivate func isWithin(_ tolerance: Tolerance, _ row: Int) -> Verdict {
        guard row < tolerance.count && tolerance.size.state[row] == .value else { return .unknown }
        guard comparable(value, first, row) else {
            // For a bounded value the printed bound is nearest to the target: if that is not near, no possible value
            // is.
            let verdict = isWithinExactly(tolerance, row)
            return value.state[row] == .bounded && verdict.bits == Verdict.yes.bits ? .unknown : verdict
        }
        let shift = Int(value.scale[row]) - Int(first.scale[row])
        let left = Int64(truncatingIfNeeded: value.mantissa[row])
        let right = Int64(truncatingIfNeeded: first.mantissa[row])
        let size = Int64(truncatingIfNeeded: tolerance.size.mantissa[row])
        let scale = Int(tolerance.size.scale[row])
        let places = tolerance.ofBound ? 0 : Int(max(value.scale[row], first.scale[row]))
        guard value.denominator == nil && first.denominator == nil && tolerance.size.denominator == nil,
            form[row] != .range && shift >= -3 && shift <= 3 && scale >= 0 && scale <= 3 && places >= 0 && places <= 6,
            value.mantissa[row] == Int128(Int32(truncatingIfNeeded: left)),
            first.mantissa[row] == Int128(Int32(truncatingIfNeeded: right)),
            tolerance.size.mantissa[row] == Int128(Int16(truncatingIfNeeded: size))
        else { return isWithinExactly(tolerance, row) }
        // 31 bits times 10³ stay below 42; with a tolerance of 15 bits, or with 10³ and a hundred, below 59.
        let amount = left &* power(max(0, 0 &- shift))
        let bound = right &* power(max(0, shift))
        let limit = tolerance.ofBound ? abs(bound) : power(places)
        let share = power(scale) &* (tolerance.ofBound ? 100 : 1)
        return Verdict(abs(amount &- bound) &* share <= size &* limit)
    }

    /// 10^exponent, of 0…18.
    @inline(__always)
    private func power(_ exponent: Int) -> Int64 { Int64(truncatingIfNeeded: powers[exponent]) }

    @inline(never)
    private func isWithinExactly(_ tolerance: Tolerance, _ row: Int) -> Verdict {
        let bound = missedBound(row)
        guard let distance = alignedValue(row).subtracting(bound)?.absolute, let size = bound.absolute else {
            return .unknown
        }
        let allowed = tolerance.size.rational(row)
        guard tolerance.ofBound else { return Verdict(Rational.order(distance, allowed) <= 0) }
        // A share of 0 is 0: only a value at the bound itself, which must be strict, is within it.
        if size.isZero { return Verdict(distance.isZero && allowed.numerator >= 0) }
        guard let share = distance.divided(by: size), let limit = allowed.divided(byTenTo: 2) else { return .unknown }
        return Verdict(Rational.order(share, limit) <= 0)
    }

    /// The bound that a value misses.
    func missedBound(_ row: Int) -> Rational {
        // A value equal to the upper bound misses that one, which is strict; it has met the lower one.
        if form[row] == .range && Rational.order(alignedValue(row), second.rational(row)) >= 0 {
            return second.rational(row)
        }
        return first.rational(row)
    }
}
