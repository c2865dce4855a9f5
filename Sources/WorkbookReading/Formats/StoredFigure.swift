// A figure as workbooks store it, reduced to the 15 significant decimal digits that screens show.

/// `mantissa` × 10 to the `exponent`; the mantissa has at most 15 digits.
package struct StoredFigure: Hashable, Sendable, BitwiseCopyable {
    package var mantissa: Int64
    package var exponent: Int16

    package init(mantissa: Int64, exponent: Int = 0) {
        self.mantissa = mantissa
        self.exponent = Int16(clamping: exponent)
    }

    package static let significantDigits = 15
    /// The least number with more digits.
    private static let bound: Int64 = 1_000_000_000_000_000
    /// Beyond these a double holds no number.
    private static let exponents = -350...310

    /// Reads a number as XML has it: `0.924`, `1.5E-07`, white space around it. It is rounded to 15 digits, halves away
    /// from nought: further digits of a written double only distinguish it from its neighbours. `nil` for anything
    /// else.
    package init?(_ text: UnsafeBufferPointer<UInt8>) {
        var index = 0
        var end = text.count
        while index < end, isXMLSpace(text[index]) { index += 1 }
        while end > index, isXMLSpace(text[end - 1]) { end -= 1 }
        guard index < end else { return nil }
        let isNegative = text[index] == UInt8(ascii: "-")
        if isNegative || text[index] == UInt8(ascii: "+") { index += 1 }
        var digits = 0
        var value: Int64 = 0
        var exponent = 0
        var isBehindPoint = false
        var hasDigit = false
        var rounds = false
        scanning: while index < end {
            let byte = text[index]
            switch byte {
            case UInt8(ascii: "0")...UInt8(ascii: "9"):
                hasDigit = true
                if digits < Self.significantDigits {
                    value = value &* 10 &+ Int64(byte &- 0x30)
                    if value > 0 { digits += 1 }
                    if isBehindPoint { exponent -= 1 }
                } else {
                    // The first digit that is left out decides.
                    if digits == Self.significantDigits { rounds = byte >= UInt8(ascii: "5") }
                    digits += 1
                    if !isBehindPoint { exponent += 1 }
                }
            case UInt8(ascii: "."):
                guard !isBehindPoint else { return nil }
                isBehindPoint = true
            case UInt8(ascii: "e"), UInt8(ascii: "E"): break scanning
            default: return nil
            }
            index += 1
        }
        guard hasDigit else { return nil }
        if index < end {
            guard let power = Self.power(text, index + 1, end) else { return nil }
            exponent += power
        }
        if rounds { value += 1 }
        if value >= Self.bound {
            value /= 10
            exponent += 1
        }
        guard value == 0 || Self.exponents.contains(exponent) else { return nil }
        mantissa = isNegative ? -value : value
        self.exponent = value == 0 ? 0 : Int16(exponent)
    }

    private static func power(_ text: UnsafeBufferPointer<UInt8>, _ start: Int, _ end: Int) -> Int? {
        var index = start
        guard index < end else { return nil }
        let isNegative = text[index] == UInt8(ascii: "-")
        if isNegative || text[index] == UInt8(ascii: "+") { index += 1 }
        guard index < end, end - index <= 6 else { return nil }
        var value = 0
        while index < end {
            guard text[index] &- 0x30 <= 9 else { return nil }
            value = value * 10 + Int(text[index] &- 0x30)
            index += 1
        }
        return isNegative ? -value : value
    }

    package init?(_ text: String) {
        var text = text
        guard let figure = text.withUTF8({ StoredFigure($0) }) else { return nil }
        self = figure
    }

    package var isNegative: Bool { mantissa < 0 }
    package var isZero: Bool { mantissa == 0 }

    /// Whether this one is less than, equal to or more than another: -1, 0, 1.
    func compared(to other: StoredFigure) -> Int {
        if mantissa.signum() != other.mantissa.signum() { return mantissa.signum() < other.mantissa.signum() ? -1 : 1 }
        let sign = mantissa < 0 ? -1 : 1
        let (one, two) = (FigureDigits(self), FigureDigits(other))
        if one.point != two.point { return one.point < two.point ? -sign : sign }
        for place in 0..<max(one.count, two.count) {
            let (first, second) = (one.digit(place), two.digit(place))
            if first != second { return first < second ? -sign : sign }
        }
        return 0
    }
}

@inline(__always)
func isXMLSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 }
