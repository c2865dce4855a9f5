// The commonest formats of figures, shown with integer arithmetic.

/// Noughts or thousands before the point, noughts behind it, and a text on either side: `#,##0`, `0.0%`,
/// `"£"#,##0.0,,"m"`.
struct PlainNumber: Sendable {
    private let before: [UInt8]
    private let behind: [UInt8]
    private let decimals: Int
    private let leastDigits: Int
    private let isGrouped: Bool
    private let scale: Int

    /// `nil` for a section of another shape.
    init?(_ section: FormatSection) {
        guard section.kind == .number, !section.hasText, section.decimalPlaces <= 9, section.integerPlaces > 0 else {
            return nil
        }
        var stage = 0
        var (before, behind): ([UInt8], [UInt8]) = ([], [])
        var leastDigits = 0
        for token in section.tokens {
            switch token {
            case .literal(let text):
                if stage == 0 {
                    before += text
                } else {
                    stage = 3
                    behind += text
                }
            case .integer(let place, let power) where stage <= 1:
                stage = 1
                if place == .nought, leastDigits == 0 { leastDigits = power + 1 }
                guard place == .nought || place == .nothing && leastDigits == 0 else { return nil }
            case .point where stage == 1: stage = 2
            case .decimal(.nought, _) where stage == 2: continue
            default: return nil
            }
        }
        // A point without decimals is still shown, so it is not plain.
        guard leastDigits > 0, leastDigits <= 9, stage != 2 || section.decimalPlaces > 0 else { return nil }
        self.before = before
        self.behind = behind
        self.leastDigits = leastDigits
        decimals = section.decimalPlaces
        isGrouped = section.isGrouped
        scale = section.scale
    }

    private static let powers: [UInt64] = (0..<19).reduce(into: []) { powers, _ in
        powers.append((powers.last ?? 0) == 0 ? 1 : (powers.last ?? 0) * 10)
    }

    /// Appends a figure; false, and nothing appended, where it is too long.
    func show(_ figure: StoredFigure, into bytes: inout [UInt8]) -> Bool {
        let shift = Int(figure.exponent) + scale + decimals
        var value = figure.mantissa.magnitude
        if shift > 0 {
            guard shift <= 18, value < 1_000_000_000_000_000_000 / Self.powers[shift] else { return false }
            value *= Self.powers[shift]
        } else if shift < 0 {
            guard shift >= -18 else { return false }
            let unit = Self.powers[-shift]
            value = (value + unit / 2) / unit
        }
        if figure.isNegative, value > 0 { bytes.append(UInt8(ascii: "-")) }
        bytes += before
        // From the last digit to the first.
        var text = InlineArray<40, UInt8>(repeating: 0)
        var start = 40
        var digits = 0
        while digits < decimals + leastDigits || value > 0 {
            if digits == decimals, decimals > 0 {
                start -= 1
                text[start] = UInt8(ascii: ".")
            } else if isGrouped, digits > decimals, (digits - decimals) % 3 == 0 {
                start -= 1
                text[start] = UInt8(ascii: ",")
            }
            start -= 1
            text[start] = 0x30 + UInt8(truncatingIfNeeded: value % 10)
            value /= 10
            digits += 1
        }
        for index in start..<40 { bytes.append(text[index]) }
        bytes += behind
        return true
    }
}
