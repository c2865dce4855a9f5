// Figures shown as fractions.

extension NumberFormat {
    /// Appends `12 1/3`, or `37/3` where the format has no place for whole numbers. A fraction of nought leaves blanks
    /// of its width, or nothing where no place keeps its width; a whole number of nought is left out with its
    /// separator.
    func showFraction(_ figure: StoredFigure, _ section: FormatSection, into bytes: inout [UInt8]) {
        let parts = FractionParts(figure, section, hasWhole: section.integerPlaces > 0)
        let whole = FigureDigits(parts.whole)
        let numerator = FigureDigits(StoredFigure(mantissa: Int64(parts.numerator)))
        let isBlank = section.integerPlaces > 0 && parts.numerator == 0 && !section.showsNoughtFraction
        let keepsRoom = section.keepsRoom
        let isNought = isBlank || numerator.isZero && section.wholeIsWide
        let leavesWhole = whole.isZero && !isNought && !section.showsNoughtWhole
        let end = section.tokens.lastIndex(where: \.isDenominator) ?? section.tokens.count
        let between = section.tokens.firstIndex(where: \.isNumerator) ?? 0
        func room(_ count: Int) -> [UInt8] { keepsRoom ? [UInt8](repeating: 0x20, count: count) : [] }
        for (index, token) in section.tokens.enumerated() {
            switch token {
            case .literal(let letters):
                let isInside = index < end && index > 0 && section.integerPlaces > 0
                if isInside, isBlank, index >= between - 1, !(index < between && !section.followsWhole(index)) {
                    bytes += room(letters.count)
                } else if isInside, leavesWhole, index == between - 1, section.followsWhole(index) {
                    bytes += section.partsByRoom ? [UInt8](repeating: 0x20, count: letters.count) : []
                } else {
                    bytes += letters
                }
            case .integer(let place, let power):
                // A nought before a fraction is left out; on its own it is shown.
                showPlace(
                    whole, whole.isZero && isNought && power == 0 ? .nought : place, power, section.integerPlaces,
                    section.isGrouped, into: &bytes)
            case .numerator(let place, let power):
                if isBlank {
                    bytes += room(1)
                } else {
                    showPlace(
                        numerator, numerator.isZero && power == 0 ? .nought : place, power, section.numeratorPlaces,
                        false, into: &bytes)
                }
            case .slash: bytes += isBlank ? room(1) : [UInt8(ascii: "/")]
            case .denominator(let place, let power):
                if isBlank {
                    bytes += room(1)
                } else {
                    showDenominator(parts.denominator, place, power, section.denominatorPlaces, into: &bytes)
                }
            case .givenDenominator(let given):
                let text = Array(String(given).utf8)
                bytes += isBlank ? room(text.count) : text
            default: continue
            }
        }
    }

    private func showPlace(
        _ digits: FigureDigits, _ place: DigitPlace, _ power: Int, _ places: Int, _ isGrouped: Bool,
        into bytes: inout [UInt8]
    ) {
        func add(_ digit: UInt8, _ power: Int) {
            bytes.append(0x30 + digit)
            if isGrouped, power > 0, power % 3 == 0 { bytes.append(UInt8(ascii: ",")) }
        }
        if power == places - 1, digits.integerCount > places {
            for higher in (places..<digits.integerCount).reversed() { add(digits.digit(power: higher), higher) }
        }
        if power < digits.integerCount {
            add(digits.digit(power: power), power)
        } else if place == .nought {
            add(0, power)
        } else if place == .space {
            bytes.append(0x20)
        }
    }

    /// Denominators are aligned left.
    private func showDenominator(
        _ denominator: Int, _ place: DigitPlace, _ power: Int, _ places: Int, into bytes: inout [UInt8]
    ) {
        let text = Array(String(denominator).utf8)
        let index = places - 1 - power
        if place == .nought, text.count < places {
            // Leading noughts.
            let lead = places - text.count
            bytes.append(index < lead ? 0x30 : text[index - lead])
            return
        }
        if index < text.count { bytes.append(text[index]) } else if place == .space { bytes.append(0x20) }
        if power == 0, text.count > places { bytes += text[places...] }
    }
}

extension FormatToken {
    fileprivate var isNumerator: Bool { if case .numerator = self { true } else { false } }

    fileprivate var isDenominator: Bool {
        switch self {
        case .denominator, .givenDenominator: true
        default: false
        }
    }
}

extension FormatSection {
    /// Whether a fraction of nought is written out: where its numerator has a `0`.
    fileprivate var showsNoughtFraction: Bool {
        tokens.contains { if case .numerator(.nought, _) = $0 { true } else { false } }
    }

    /// Whether a whole number of nought is written in front of a fraction.
    fileprivate var showsNoughtWhole: Bool {
        tokens.contains { if case .integer(.nought, _) = $0 { true } else { false } }
    }

    /// Whether the last place of the whole number is as wide as a digit where there is none.
    fileprivate var wholeIsWide: Bool {
        tokens.contains { if case .integer(.space, power: 0) = $0 { true } else { false } }
    }

    /// Whether the separator before the fraction keeps its width where there is no whole number.
    fileprivate var partsByRoom: Bool {
        wholeIsWide || tokens.contains { if case .numerator(.space, _) = $0 { true } else { false } }
    }

    /// Whether any of its places keeps its width where it shows nothing.
    fileprivate var keepsRoom: Bool {
        tokens.contains { token in
            switch token {
            case .integer(.space, _), .numerator(.space, _), .denominator(.space, _): true
            default: false
            }
        }
    }

    /// Whether the token at an index follows the whole number.
    fileprivate func followsWhole(_ index: Int) -> Bool {
        guard index > 0 else { return false }
        if case .integer = tokens[index - 1] { return true }
        return false
    }
}

/// A figure as a whole number and a fraction.
private struct FractionParts {
    var whole = StoredFigure(mantissa: 0)
    var numerator = 0
    var denominator = 1

    init(_ figure: StoredFigure, _ section: FormatSection, hasWhole: Bool) {
        let digits = FigureDigits(figure)
        var most = 1
        for _ in 0..<min(section.denominatorPlaces, 7) { most *= 10 }
        most -= 1
        var given: Int?
        for case .givenDenominator(let own) in section.tokens { given = own }
        var count = 0
        var wholeNumber: Int64 = 0
        while count < digits.integerCount, count < 18 {
            wholeNumber = wholeNumber * 10 + Int64(digits.digit(count))
            count += 1
        }
        // The rest is computed as a double, as in spreadsheets: which of two near fractions is shown depends on its
        // last bits.
        let value = Self.double(figure)
        let rest = max(0, value - value.rounded(.down))
        if let given {
            numerator = Int((rest * Double(given)).rounded())
            denominator = given
        } else {
            (numerator, denominator) = Self.nearest(rest, most: most)
        }
        if numerator >= denominator, numerator > 0, hasWhole {
            numerator -= denominator
            wholeNumber += 1
        }
        if hasWhole {
            whole = StoredFigure(mantissa: wholeNumber, exponent: max(0, digits.integerCount - 18))
        } else {
            numerator += Int(clamping: Int128(wholeNumber) * Int128(denominator))
        }
    }

    /// A figure without its sign as a double; correctly rounded where 10 to its exponent is exact.
    private static func double(_ figure: StoredFigure) -> Double {
        var power = 1.0
        for _ in 0..<abs(Int(figure.exponent)) { power *= 10 }
        let mantissa = Double(figure.mantissa.magnitude)
        return figure.exponent < 0 ? mantissa / power : mantissa * power
    }

    /// The last of the continued fractions of a number below 1 whose denominator is small enough.
    private static func nearest(_ value: Double, most: Int) -> (Int, Int) {
        var (before, last) = ((p: 1, q: 0), (p: 0, q: 1))
        var rest = value
        while rest >= 0.00000005 {
            let inverse = 1 / rest
            let term = Int(inverse.rounded(.down))
            let next = (p: term * last.p + before.p, q: term * last.q + before.q)
            guard next.q <= most else { break }
            (before, last) = (last, next)
            rest = inverse - Double(term)
        }
        return last
    }
}
