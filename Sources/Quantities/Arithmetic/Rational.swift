// Exact arithmetic on one value: sums, products, quotients, order and rounding, widened where 128 bits do not suffice.

/// The value `numerator / denominator × 10^(−scale)`, not necessarily in lowest terms. The denominator is positive.
/// Operations give `nil` only where the result, in lowest terms, does not fit 128 bits and the scales −48…48.
struct Rational {
    var numerator: Int128
    var denominator: Int128
    var scale: Int

    static let scales = -48...48

    @inline(__always)
    init(_ numerator: Int128, over denominator: Int128 = 1, scale: Int = 0) {
        self.numerator = numerator
        self.denominator = denominator
        self.scale = scale
    }

    var isZero: Bool { numerator == 0 }

    var negated: Rational? {
        let (result, overflow) = (0 as Int128).subtractingReportingOverflow(numerator)
        return overflow ? nil : Rational(result, over: denominator, scale: scale)
    }

    var absolute: Rational? { numerator < 0 ? negated : self }
}

// MARK: - Operations

extension Rational {
    func adding(_ other: Rational) -> Rational? {
        let scale = max(self.scale, other.scale)
        if denominator == other.denominator,
            let left = shifted(numerator, by: scale - self.scale),
            let right = shifted(other.numerator, by: scale - other.scale)
        {
            let (sum, overflow) = left.addingReportingOverflow(right)
            if !overflow { return Rational(sum, over: denominator, scale: scale) }
        }
        if let left = product(numerator, other.denominator), let right = product(other.numerator, denominator),
            let below = product(denominator, other.denominator),
            let left = shifted(left, by: scale - self.scale), let right = shifted(right, by: scale - other.scale)
        {
            let (sum, overflow) = left.addingReportingOverflow(right)
            if !overflow { return Rational(sum, over: below, scale: scale) }
        }
        return addingWidely(other)
    }

    func subtracting(_ other: Rational) -> Rational? {
        guard let negated = other.negated else { return nil }
        return adding(negated)
    }

    func multiplied(by other: Rational) -> Rational? {
        let scale = self.scale + other.scale
        if Rational.scales.contains(scale), let above = product(numerator, other.numerator),
            let below = product(denominator, other.denominator)
        {
            return Rational(above, over: below, scale: scale)
        }
        let left = reduced
        let right = other.reduced
        var above = WideMagnitude(left.numerator.magnitude)
        above.multiply(by: right.numerator.magnitude)
        return Rational.fitting(
            above, over: left.denominator.magnitude, right.denominator.magnitude,
            scale: left.scale + right.scale, negative: (numerator < 0) != (other.numerator < 0))
    }

    /// `nil` also where the other is zero.
    func divided(by other: Rational) -> Rational? {
        guard !other.isZero else { return nil }
        let scale = self.scale - other.scale
        if Rational.scales.contains(scale), let above = product(numerator, other.denominator),
            let below = product(other.numerator, denominator), below != .min, above != .min
        {
            return below < 0 ? Rational(-above, over: -below, scale: scale) : Rational(above, over: below, scale: scale)
        }
        let left = reduced
        let right = other.reduced
        var above = WideMagnitude(left.numerator.magnitude)
        above.multiply(by: right.denominator.magnitude)
        return Rational.fitting(
            above, over: left.denominator.magnitude, right.numerator.magnitude,
            scale: left.scale - right.scale, negative: (numerator < 0) != (other.numerator < 0))
    }

    /// To a number of decimals (negative: tens, hundreds, …), half away from zero. A decimal with no more decimals is
    /// left as it is.
    func rounded(to places: Int) -> Rational? {
        if denominator == 1 && scale <= places { return self }
        guard Rational.scales.contains(places) else { return nil }
        var above = WideMagnitude(numerator.magnitude)
        above.multiply(byTenTo: places - scale)
        let divisorExponent = max(0, scale - places)
        let below = denominator.magnitude
        guard let quotient = Rational.halfAway(above, dividedBy: below, tenTo: divisorExponent),
            quotient <= Int128.max.magnitude
        else { return nil }
        let magnitude = Int128(quotient)
        return Rational(numerator < 0 ? -magnitude : magnitude, scale: places)
    }

    /// −1, 0 or 1 as the first is smaller than, equal to or larger than the second; always exact.
    static func order(_ a: Rational, _ b: Rational) -> Int {
        if a.denominator == b.denominator && a.scale == b.scale { return a.numerator.order(b.numerator) }
        let sign = a.numerator.signum()
        if sign != b.numerator.signum() { return sign < b.numerator.signum() ? -1 : 1 }
        if sign == 0 { return 0 }
        let scale = max(a.scale, b.scale)
        if let left = product(a.numerator, b.denominator), let right = product(b.numerator, a.denominator),
            let left = shifted(left, by: scale - a.scale), let right = shifted(right, by: scale - b.scale)
        {
            return left.order(right)
        }
        var left = WideMagnitude(a.numerator.magnitude)
        left.multiply(by: b.denominator.magnitude)
        left.multiply(byTenTo: scale - a.scale)
        var right = WideMagnitude(b.numerator.magnitude)
        right.multiply(by: a.denominator.magnitude)
        right.multiply(byTenTo: scale - b.scale)
        return Int(sign) * WideMagnitude.order(left, right)
    }
}

// MARK: - Lowest terms

extension Rational {
    /// The same value in lowest terms.
    var reduced: Rational {
        guard denominator != 1 else { return self }
        let divisor = greatestCommonDivisor(numerator.magnitude, denominator.magnitude)
        guard divisor > 1, let divisor = Int128(exactly: divisor) else { return self }
        return Rational(numerator / divisor, over: denominator / divisor, scale: scale)
    }

    /// The one form of this value: equal values have equal canonical forms. Not bound to the scales of figures.
    var canonical: Rational {
        var result = reduced
        guard result.numerator != 0 else { return Rational(0) }
        // Factors of ten move to the scale.
        while result.numerator % 10 == 0 {
            result.numerator /= 10
            result.scale -= 1
        }
        while result.denominator % 10 == 0 {
            result.denominator /= 10
            result.scale += 1
        }
        // Remaining factors of two or five become decimals: 5/2 is 25 tenths.
        for (factor, other): (Int128, Int128) in [(2, 5), (5, 2)] {
            while result.denominator % factor == 0, let above = product(result.numerator, other) {
                result.numerator = above
                result.denominator /= factor
                result.scale += 1
            }
        }
        return result
    }

    /// A decimal with at most this scale, as far as only zeros are lost.
    func stripped(to scale: Int) -> Rational {
        var result = self
        while result.denominator == 1 && result.scale > scale && result.numerator % 10 == 0 {
            result.numerator /= 10
            result.scale -= 1
        }
        return result
    }
}

// MARK: - Wide ways

extension Rational {
    private func addingWidely(_ other: Rational) -> Rational? {
        let left = reduced
        let right = other.reduced
        let shared = greatestCommonDivisor(left.denominator.magnitude, right.denominator.magnitude)
        let leftRest = left.denominator.magnitude / shared
        let rightRest = right.denominator.magnitude / shared
        let scale = max(left.scale, right.scale)
        var first = WideMagnitude(left.numerator.magnitude)
        first.multiply(by: rightRest)
        first.multiply(byTenTo: scale - left.scale)
        var second = WideMagnitude(right.numerator.magnitude)
        second.multiply(by: leftRest)
        second.multiply(byTenTo: scale - right.scale)
        var negative = left.numerator < 0
        if negative == (right.numerator < 0) {
            first.add(second)
        } else if WideMagnitude.order(first, second) >= 0 {
            first.subtract(second)
        } else {
            second.subtract(first)
            first = second
            negative.toggle()
        }
        return Rational.fitting(
            first, over: leftRest, right.denominator.magnitude, scale: scale, negative: negative)
    }

    /// `±numerator / (first × second) × 10^(−scale)`, reduced as far as necessary to fit.
    static func fitting(
        _ numerator: WideMagnitude, over first: UInt128, _ second: UInt128, scale: Int, negative: Bool
    ) -> Rational? {
        var above = numerator
        if above.isZero { return Rational(0) }
        var scale = scale
        var factors = [first, second]
        for index in factors.indices where factors[index] > 1 {
            var rest = above
            let divisor = greatestCommonDivisor(rest.divide(by: factors[index]), factors[index])
            if divisor > 1 {
                _ = above.divide(by: divisor)
                factors[index] /= divisor
            }
            while scale < scales.upperBound && factors[index] % 10 == 0 {
                factors[index] /= 10
                scale += 1
            }
        }
        if above.narrow.map({ $0 > Int128.max.magnitude }) ?? true || scale > scales.upperBound {
            let lowest = above.narrow == nil ? scales.lowerBound : min(scale, scales.upperBound)
            scale -= above.stripTens(atMost: max(0, scale - lowest))
        }
        if scale < scales.lowerBound {
            above.multiply(byTenTo: scales.lowerBound - scale)
            scale = scales.lowerBound
        }
        var (high, below) = factors[0].multipliedFullWidth(by: factors[1])
        if scale > scales.upperBound {
            guard scale - scales.upperBound <= PowersOfTen.largest, high == 0 else { return nil }
            (high, below) = below.multipliedFullWidth(
                by: UInt128(PowersOfTen.table[scale - scales.upperBound]))
            scale = scales.upperBound
        }
        guard high == 0, let below = Int128(exactly: below), let narrow = above.narrow,
            let magnitude = Int128(exactly: narrow)
        else { return nil }
        return Rational(negative ? -magnitude : magnitude, over: below, scale: scale)
    }

    /// `above / (divisor × 10^exponent)` to the nearest whole, halves up; `nil` where that is more than 128 bits.
    private static func halfAway(_ above: WideMagnitude, dividedBy divisor: UInt128, tenTo exponent: Int) -> UInt128? {
        // 2·above / (divisor × 10^exponent), rounded down, tells the half: floor((q + 1) / 2) is the nearest, halves
        // up.
        var doubled = above
        doubled.multiply(by: 2)
        _ = doubled.divide(by: divisor)
        var left = exponent
        while left > 0 {
            let step = min(left, PowersOfTen.largest)
            _ = doubled.divide(by: UInt128(PowersOfTen.table[step]))
            left -= step
        }
        doubled.add(WideMagnitude(1))
        _ = doubled.divide(by: 2)
        return doubled.narrow
    }
}

// MARK: - Checked steps

extension Int128 {
    /// −1, 0 or 1 as this is smaller than, equal to or larger than the other.
    @inline(__always)
    func order(_ other: Int128) -> Int { (self > other ? 1 : 0) - (self < other ? 1 : 0) }

    /// Whether it fits 64 bits with a sign.
    @inline(__always)
    var isShort: Bool { self == Int128(Int64(truncatingIfNeeded: self)) }
}

/// The product, `nil` where it does not fit.
@inline(__always)
func product(_ a: Int128, _ b: Int128) -> Int128? {
    if a.isShort && b.isShort { return a &* b }
    if b == 1 { return a }
    let (result, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? nil : result
}

/// `value × 10^exponent`, `nil` where it does not fit; the exponent is not negative.
@inline(__always)
func shifted(_ value: Int128, by exponent: Int) -> Int128? {
    if exponent == 0 { return value }
    guard exponent <= PowersOfTen.largest else { return value == 0 ? 0 : nil }
    return product(value, PowersOfTen.table[exponent])
}
