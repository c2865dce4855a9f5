// The decimal digits of a figure, which are rounded and then shown one by one.

/// 0.d₁d₂d₃… × 10 to the `point`, without a sign; no digits at all for nought.
struct FigureDigits {
    /// As many digits as a 64-bit number has.
    private var digits = InlineArray<20, UInt8>(repeating: 0)
    private(set) var count = 0
    /// How many of the digits are before the point; negative where noughts follow it first.
    private(set) var point = 0

    init(_ figure: StoredFigure) {
        var rest = figure.mantissa.magnitude
        guard rest > 0 else { return }
        var length = 0
        var last = 20
        while rest > 0 {
            last -= 1
            let (quotient, digit) = rest.quotientAndRemainder(dividingBy: 10)
            digits[last] = UInt8(truncatingIfNeeded: digit)
            rest = quotient
            length += 1
        }
        for index in 0..<length { digits[index] = digits[last + index] }
        for index in length..<20 { digits[index] = 0 }
        count = length
        point = length + Int(figure.exponent)
        dropNoughts()
    }

    private mutating func dropNoughts() {
        while count > 0, digits[count - 1] == 0 { count -= 1 }
        if count == 0 { point = 0 }
    }

    /// The digit of an index from the first one on; 0 behind the last.
    @inline(__always)
    func digit(_ index: Int) -> UInt8 { index >= 0 && index < count ? digits[index] : 0 }

    /// The digit of 10 to the `power`, which is negative behind the point.
    @inline(__always)
    func digit(power: Int) -> UInt8 { digit(point - 1 - power) }

    var isZero: Bool { count == 0 }

    /// How many digits there are before the point, without leading noughts.
    var integerCount: Int { max(0, point) }

    /// Times 10 to the power.
    mutating func shift(_ power: Int) { if count > 0 { point += power } }

    /// Rounds to `decimals` digits behind the point, halves away from nought.
    mutating func round(decimals: Int) { round(keeping: point + decimals) }

    /// Rounds to `kept` significant digits.
    mutating func round(keeping kept: Int) {
        guard kept < count else { return }
        let isUp = kept >= 0 && digit(kept) >= 5
        count = max(0, kept)
        if isUp {
            var index = kept - 1
            while index >= 0, digits[index] == 9 {
                digits[index] = 0
                index -= 1
            }
            if index >= 0 {
                digits[index] += 1
            } else {
                digits[0] = 1
                count = 1
                point += 1
            }
        }
        dropNoughts()
    }
}
