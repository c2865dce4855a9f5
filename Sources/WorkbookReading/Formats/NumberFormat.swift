// A number format, and what it makes of a figure or a text.

/// The first day of a workbook.
package enum DateSystem: Sendable {
    case from1900
    case from1904
}

/// A format in Excel's notation, with a British locale.
package final class NumberFormat: Sendable {
    private let sections: [FormatSection]
    /// The section for texts.
    private let textSection: FormatSection?
    private let hasConditions: Bool
    /// Whether some section has nothing that is always seen: figures may be shown as nothing.
    let maySayNothing: Bool
    /// Whether figures are shown with a percent sign.
    let saysPercent: Bool
    /// The one section of a format that is as most are, for figures of either sign.
    private let plain: PlainNumber?

    package init(_ code: String) {
        var sections = FormatParser(code.isEmpty || code.utf8.count > Self.longest ? "General" : code).parsed()
        // The section for texts is the fourth, or the last one that has `@`.
        let texts = code.utf8.count { $0 == UInt8(ascii: "@") }
        if texts > Self.mostTexts {
            textSection = nil
        } else if sections.count == 4 {
            textSection = sections.removeLast()
        } else if let last = sections.last, last.hasText, sections.count > 1 || last.kind == .other {
            textSection = last
            if sections.count > 1 { sections.removeLast() }
        } else {
            textSection = nil
        }
        self.sections = sections
        maySayNothing = sections.contains { $0.tokens.allSatisfy(\.maySayNothing) }
        saysPercent = sections.contains { $0.tokens.contains(where: \.saysPercent) }
        hasConditions = sections.contains { $0.condition != nil }
        plain = sections.count == 1 && !hasConditions ? PlainNumber(sections[0]) : nil
    }

    /// No program writes longer codes: Excel allows 255 characters.
    private static let longest = 1_024
    private static let mostTexts = 8

    package static let general = NumberFormat("General")

    /// Appends what a figure is shown as; false where a screen fills the cell with `#`, because the format cannot show
    /// it.
    @discardableResult
    package func show(_ figure: StoredFigure, _ system: DateSystem = .from1900, into bytes: inout [UInt8]) -> Bool {
        if let plain, plain.show(figure, into: &bytes) { return true }
        guard let choice = section(for: figure) else { return false }
        guard let section = choice.section else {
            if choice.hasSign, figure.isNegative { bytes.append(UInt8(ascii: "-")) }
            showGeneral(figure, into: &bytes)
            return true
        }
        if section.kind == .date { return showDate(figure, section, system, into: &bytes) }
        if choice.hasSign, figure.isNegative, !isShownAsNought(figure, section) { bytes.append(UInt8(ascii: "-")) }
        switch section.kind {
        case .number, .date: showNumber(figure, section, into: &bytes)
        case .scientific: showScientific(figure, section, into: &bytes)
        case .fraction: showFraction(figure, section, into: &bytes)
        case .other: showLetters(figure, section, into: &bytes)
        }
        return true
    }

    /// Appends what a text is shown as.
    package func show(_ text: [UInt8], into bytes: inout [UInt8]) {
        guard let section = textSection, !text.isEmpty else {
            bytes += text
            return
        }
        for token in section.tokens {
            switch token {
            case .literal(let letters): bytes += letters
            case .text, .general: bytes += text
            default: continue
            }
        }
    }

    /// Whether texts are shown as they are.
    package var leavesTexts: Bool { textSection == nil }

    /// Whether a figure is shown as a day, a month or a year, or as a time.
    package func showsDate(_ figure: StoredFigure) -> Bool { section(for: figure)?.section?.kind == .date }

    /// Whether a figure is shown as a whole day, but not in the order of day, month and year.
    func showsDayAmiss(_ figure: StoredFigure) -> Bool {
        guard let section = section(for: figure)?.section, section.kind == .date, section.showsDay else { return false }
        var order: [Int] = []
        for case .date(let part) in section.tokens {
            switch part {
            case .day(let letters) where letters <= 2: order.append(0)
            case .month(let letters): order.append(letters > 2 ? 3 : 1)
            case .year: order.append(2)
            default: continue
            }
        }
        // A month in words cannot be taken for a day.
        return order == [1, 0] || order == [1, 0, 2] || order == [2, 0, 1]
    }

    /// The section for a figure, and whether it is shown with a sign in front where it is negative. No section at all
    /// means `General`.
    func section(for figure: StoredFigure) -> (section: FormatSection?, hasSign: Bool)? {
        guard hasConditions else { return plainSection(for: figure) }
        let first = sections[0]
        let second = sections.count > 1 ? sections[1] : nil
        if first.condition?.holds(for: figure) ?? (figure.mantissa > 0) {
            return (first, first.hasSign)
        }
        if let second, let condition = second.condition {
            if condition.holds(for: figure) { return (second, second.hasSign) }
            // Two sections with conditions leave some figures without a section.
            return sections.count > 2 ? (sections[2], true) : nil
        }
        if sections.count > 2, let second {
            return figure.isNegative ? (second, false) : (sections[2], true)
        }
        // Figures for which the one condition does not hold are shown without a sign where it was about figures below
        // nought.
        let hasSign = first.condition.map { !$0.leavesSign } ?? true
        return (second, hasSign)
    }

    private func plainSection(for figure: StoredFigure) -> (section: FormatSection?, hasSign: Bool) {
        switch sections.count {
        case 0: (nil, true)
        case 1: (sections[0], true)
        case 2: figure.isNegative ? (sections[1], false) : (sections[0], true)
        default: figure.isNegative ? (sections[1], false) : figure.isZero ? (sections[2], true) : (sections[0], true)
        }
    }

    /// Whether a figure that is not nought is shown with noughts only: it then has no sign.
    private func isShownAsNought(_ figure: StoredFigure, _ section: FormatSection) -> Bool {
        guard section.kind == .number else { return false }
        var digits = FigureDigits(figure)
        digits.shift(section.scale)
        digits.round(decimals: section.decimalPlaces)
        return digits.isZero
    }

    private func showLetters(_ figure: StoredFigure, _ section: FormatSection, into bytes: inout [UInt8]) {
        if section.hasText { return showGeneral(figure, into: &bytes) }
        for token in section.tokens {
            switch token {
            case .literal(let letters): bytes += letters
            case .general: showGeneral(figure, into: &bytes)
            default: continue
            }
        }
    }
}

extension FormatToken {
    /// Whether there are figures for which nothing is seen of it.
    fileprivate var maySayNothing: Bool {
        switch self {
        case .literal(let letters): letters.allSatisfy(isXMLSpace)
        case .integer(let place, _), .decimal(let place, _): place != .nought
        case .point, .exponent, .exponentDigit, .numerator, .slash, .denominator, .givenDenominator, .date, .general,
            .text:
            false
        }
    }

    fileprivate var saysPercent: Bool {
        if case .literal(let letters) = self { letters.contains(UInt8(ascii: "%")) } else { false }
    }
}

extension FormatSection {
    /// Whether a figure below nought is shown with its sign: not where its condition is for such figures alone and a
    /// format shows them.
    fileprivate var hasSign: Bool {
        guard let condition, condition.isNegativeOnly else { return true }
        return kind == .other && tokens.contains { if case .general = $0 { true } else { false } }
    }
}

extension FormatCondition {
    /// Whether figures that it does not hold for are shown without a sign in the section behind.
    fileprivate var leavesSign: Bool {
        switch comparison {
        case .less, .lessOrEqual, .unequal: figure.isNegative
        case .equal, .more, .moreOrEqual: false
        }
    }
}
