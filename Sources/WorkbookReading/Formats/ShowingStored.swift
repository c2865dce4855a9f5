// Figures with all the digits that are stored, in the unit in which a format shows them.

extension NumberFormat {
    /// Appends a figure with all its digits, and with the scale, the unit and the marks that the format shows it with:
    /// `0.9496` under `0.0%` is `94.96%`. At least as many decimals stand there as are shown. What the format shows
    /// without a digit is a plain number; a date, and a number of very many digits, is as it is shown.
    package func showStored(
        _ figure: StoredFigure, _ system: DateSystem = .from1900, into bytes: inout [UInt8]
    ) {
        guard let choice = section(for: figure) else { return showAllDigits(figure, into: &bytes) }
        guard let section = choice.section, section.tokens.contains(where: \.isDigit) else {
            return showAllDigits(figure, into: &bytes)
        }
        guard section.kind != .date else {
            show(figure, system, into: &bytes)
            return
        }
        var digits = FigureDigits(figure)
        digits.shift(section.kind == .fraction ? 0 : section.scale)
        guard digits.point <= Self.mostDigits else {
            show(figure, system, into: &bytes)
            return
        }
        digits.round(decimals: Self.mostDigits)
        if figure.isNegative, !digits.isZero, choice.hasSign || !section.saysLess { bytes.append(UInt8(ascii: "-")) }
        let isGrouped = section.isGrouped
        let decimals = section.kind == .number ? section.leastDecimals : 0
        let last = section.tokens.lastIndex(where: \.isDigit) ?? 0
        var isWritten = false
        for (index, token) in section.tokens.enumerated() {
            if token.isDigit {
                if !isWritten { digits.showAll(isGrouped: isGrouped, decimals: decimals, into: &bytes) }
                isWritten = true
            } else if case .literal(let letters) = token, !isWritten || index > last {
                bytes += letters
            }
        }
    }

    /// Whether what is shown of a figure may be another one than is stored: where in doubt, true.
    package func mayRound(_ figure: StoredFigure) -> Bool {
        guard let choice = section(for: figure) else { return true }
        guard let section = choice.section else { return FigureDigits(figure).isRoundedInGeneral }
        if section.kind == .date { return false }
        // What shows no digit at all is read as a cell without a format.
        guard section.tokens.contains(where: \.isDigit) else {
            return section.tokens.contains(where: \.hasLiteralDigit) || FigureDigits(figure).isRoundedInGeneral
        }
        if figure.isNegative, !choice.hasSign, !section.saysLess { return true }
        if section.hasLiteralsAmongDigits { return true }
        var digits = FigureDigits(figure)
        if digits.isZero { return false }
        guard section.kind == .number else {
            return section.kind != .other || digits.isRoundedInGeneral || section.scale != 0
        }
        digits.shift(section.scale)
        return digits.count - digits.point > section.decimalPlaces
            || section.tokens.contains { if case .general = $0 { true } else { false } }
    }

    private func showAllDigits(_ figure: StoredFigure, into bytes: inout [UInt8]) {
        var digits = FigureDigits(figure)
        guard digits.point <= Self.mostDigits else {
            NumberFormat.general.show(figure, into: &bytes)
            return
        }
        digits.round(decimals: Self.mostDigits)
        if figure.isNegative, !digits.isZero { bytes.append(UInt8(ascii: "-")) }
        digits.showAll(isGrouped: false, decimals: 0, into: &bytes)
    }

    /// The most digits on either side of the point. A figure has 15; the others are noughts that nobody writes.
    private static let mostDigits = 30
}

extension FigureDigits {
    /// Appends all digits, and noughts up to `decimals` behind the point.
    fileprivate func showAll(isGrouped: Bool, decimals: Int, into bytes: inout [UInt8]) {
        var power = max(1, integerCount) - 1
        while power >= 0 {
            bytes.append(0x30 + digit(power: power))
            if isGrouped, power > 0, power % 3 == 0 { bytes.append(UInt8(ascii: ",")) }
            power -= 1
        }
        let places = max(decimals, count - point)
        guard places > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        for place in 1...places { bytes.append(0x30 + digit(power: -place)) }
    }

    /// Whether a cell without a format shows fewer digits, or an exponent, which also has fewer.
    fileprivate var isRoundedInGeneral: Bool {
        if isZero { return false }
        let power = point - 1
        guard -4...10 ~= power else { return true }
        return count - point > (power < 0 ? 9 : max(0, 9 - power))
    }
}

extension FormatSection {
    /// Whether its letters say that a figure is less than nought.
    fileprivate var saysLess: Bool {
        tokens.contains { token in
            guard case .literal(let letters) = token else { return false }
            return letters.contains(UInt8(ascii: "-")) || letters.contains(UInt8(ascii: "("))
                || letters == Array("\u{2212}".utf8)
        }
    }
}

extension FormatSection {
    /// How many decimals are shown of every figure.
    fileprivate var leastDecimals: Int {
        tokens.count { if case .decimal(.nought, _) = $0 { true } else { false } }
    }

    /// Whether digits that are no part of the figure stand among its own.
    fileprivate var hasLiteralsAmongDigits: Bool {
        guard let first = tokens.firstIndex(where: \.isDigit), let last = tokens.lastIndex(where: \.isDigit) else {
            return false
        }
        return tokens[first...last].contains(where: \.hasLiteralDigit)
    }
}

extension FormatToken {
    /// Whether it stands for digits of the figure.
    fileprivate var isDigit: Bool {
        switch self {
        case .integer, .decimal, .exponentDigit, .numerator, .denominator, .givenDenominator, .general, .text, .date:
            true
        case .literal, .point, .exponent, .slash: false
        }
    }

    fileprivate var hasLiteralDigit: Bool {
        if case .literal(let letters) = self { letters.contains { $0 &- 0x30 <= 9 } } else { false }
    }
}
