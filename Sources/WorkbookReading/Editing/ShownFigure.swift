// The figure that a cell must store to show a text.

extension StoredFigure {
    /// The figure that a format shows as a text, spaces around it apart; `nil` where no figure is shown so, or only a
    /// day or a time. Percentages, thousands and millions are tried too, as formats scale what they show.
    init?(shownAs text: String, by format: NumberFormat) {
        guard let figure = Self.printed(in: text) else { return nil }
        for power in [0, -2, 3, 6, 9] {
            let scaled = StoredFigure(mantissa: figure.mantissa, exponent: Int(figure.exponent) + power)
            var shown: [UInt8] = []
            guard !format.showsDate(scaled), format.show(scaled, into: &shown),
                String(decoding: shown, as: UTF8.self).trimmingSpaces == text
            else { continue }
            self = scaled
            return
        }
        return nil
    }

    /// The figure whose digits a text prints, whatever stands around them; negative in brackets or behind a minus.
    private static func printed(in text: String) -> StoredFigure? {
        var digits = ""
        var isNegative = text.hasPrefix("(") && text.hasSuffix(")")
        for character in text {
            switch character {
            case "0"..."9", ".": digits.append(character)
            case "-", "−": if digits.isEmpty { isNegative = true } else { return nil }
            case ",": continue
            default: if !digits.isEmpty, character.isNumber { return nil }
            }
        }
        guard digits.contains(where: \.isNumber), digits.count <= 17 else { return nil }
        return StoredFigure((isNegative ? "-" : "") + digits)
    }
}

extension StoredFigure {
    /// As XML has numbers: `0.924`, `-1344000`, `924E-30`.
    var plainText: String {
        let exponent = Int(exponent)
        guard exponent < 0 else {
            return exponent < 16 ? "\(mantissa)" + String(repeating: "0", count: exponent) : "\(mantissa)E\(exponent)"
        }
        guard exponent >= -20 else { return "\(mantissa)E\(exponent)" }
        let digits = String(mantissa.magnitude)
        let padded = String(repeating: "0", count: max(0, 1 - exponent - digits.count)) + digits
        let point = padded.index(padded.endIndex, offsetBy: exponent)
        return (mantissa < 0 ? "-" : "") + padded[..<point] + "." + padded[point...]
    }
}

extension String {
    /// Without white space at its ends, no-break spaces too.
    var trimmingSpaces: String {
        let isSpace: (Character) -> Bool = { $0.isWhitespace || $0 == "\u{A0}" }
        guard let first = firstIndex(where: { !isSpace($0) }), let last = lastIndex(where: { !isSpace($0) }) else {
            return ""
        }
        return String(self[first...last])
    }
}
