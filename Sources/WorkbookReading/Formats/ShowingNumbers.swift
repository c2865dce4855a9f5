// Figures shown digit by digit, in the places of a format.

extension NumberFormat {
    /// Figures with a point or without.
    func showNumber(_ figure: StoredFigure, _ section: FormatSection, into bytes: inout [UInt8]) {
        var digits = FigureDigits(figure)
        digits.shift(section.scale)
        digits.round(decimals: section.decimalPlaces)
        for token in section.tokens {
            switch token {
            case .literal(let letters): bytes += letters
            case .integer(let place, let power):
                showInteger(digits, place, power, section, into: &bytes)
            case .point:
                // The digits before the point are shown even without a place for them.
                if section.integerPlaces == 0 { showAllInteger(digits, into: &bytes) }
                bytes.append(UInt8(ascii: "."))
            case .decimal(let place, let number): showDecimal(digits, place, number, into: &bytes)
            case .general, .text: showGeneral(figure, into: &bytes)
            default: continue
            }
        }
    }

    /// The digit of a place before the point. The first place takes all digits that are left.
    private func showInteger(
        _ digits: FigureDigits, _ place: DigitPlace, _ power: Int, _ section: FormatSection, into bytes: inout [UInt8]
    ) {
        if power == section.integerPlaces - 1 {
            var higher = digits.integerCount - 1
            while higher > power {
                showDigit(digits.digit(power: higher), higher, section, into: &bytes)
                higher -= 1
            }
        }
        if power < digits.integerCount {
            showDigit(digits.digit(power: power), power, section, into: &bytes)
            return
        }
        switch place {
        case .nought: showDigit(0, power, section, into: &bytes)
        case .space:
            bytes.append(0x20)
            if section.isGrouped, power > 0, power % 3 == 0 { bytes.append(0x20) }
        case .nothing: break
        }
    }

    private func showAllInteger(_ digits: FigureDigits, into bytes: inout [UInt8]) {
        for power in (0..<digits.integerCount).reversed() { bytes.append(0x30 + digits.digit(power: power)) }
    }

    @inline(__always)
    private func showDigit(_ digit: UInt8, _ power: Int, _ section: FormatSection, into bytes: inout [UInt8]) {
        bytes.append(0x30 + digit)
        if section.isGrouped, power > 0, power % 3 == 0 { bytes.append(UInt8(ascii: ",")) }
    }

    private func showDecimal(_ digits: FigureDigits, _ place: DigitPlace, _ number: Int, into bytes: inout [UInt8]) {
        // Up to the last digit that is not 0.
        if place == .nought || number <= digits.count - digits.point {
            bytes.append(0x30 + digits.digit(power: -number))
        } else if place == .space {
            bytes.append(0x20)
        }
    }

    /// Figures with an exponent, which is a multiple of the places before the point where there are several.
    func showScientific(_ figure: StoredFigure, _ section: FormatSection, into bytes: inout [UInt8]) {
        var digits = FigureDigits(figure)
        digits.shift(section.scale)
        let places = section.integerPlaces
        func exponent(_ point: Int) -> Int {
            // Without a place before the point the first digit follows it.
            let power = places == 0 ? point : point - 1
            return places <= 1 ? power : Int((Double(power) / Double(places)).rounded(.down)) * places
        }
        var power = digits.isZero ? 0 : exponent(digits.point)
        var shown = digits
        shown.shift(-power)
        shown.round(decimals: section.decimalPlaces)
        // Rounding may have made it longer.
        if !digits.isZero, shown.point > places {
            let more = exponent(shown.point + power)
            if more != power {
                shown.shift(power - more)
                power = more
            }
        }
        let size = FigureDigits(StoredFigure(mantissa: Int64(abs(power))))
        var exponentSection = section
        exponentSection.integerPlaces = section.exponentPlaces
        exponentSection.isGrouped = false
        var sign: [UInt8] = []
        for token in section.tokens {
            switch token {
            case .literal(let letters): bytes += letters
            case .integer(let place, let power):
                showInteger(shown, power == 0 ? .nought : place, power, section, into: &bytes)
            case .point: bytes.append(UInt8(ascii: "."))
            case .decimal(let place, let number): showDecimal(shown, place, number, into: &bytes)
            case .exponent(let hasPlus):
                bytes.append(UInt8(ascii: "E"))
                sign = power < 0 ? [UInt8(ascii: "-")] : hasPlus ? [UInt8(ascii: "+")] : []
                if section.exponentPlaces == 0 { bytes += sign }
            case .exponentDigit(let place, let power):
                // The sign precedes the digits.
                bytes += sign
                sign = []
                let isOnlyNought = size.isZero && power == 0
                showInteger(size, isOnlyNought ? .nought : place, power, exponentSection, into: &bytes)
            default: continue
            }
        }
    }

    /// A figure as a wide cell without a format shows it: at most 11 characters, without its sign.
    func showGeneral(_ figure: StoredFigure, into bytes: inout [UInt8]) {
        var digits = FigureDigits(figure)
        guard !digits.isZero else { return bytes.append(0x30) }
        let power = digits.point - 1
        switch power {
        case -4...9:
            digits.round(decimals: power < 0 ? 9 : 9 - power)
        case 10: digits.round(decimals: 0)
        case -9 ... -5:
            // Unrounded if that is not longer than eleven characters.
            if digits.count - digits.point > 9 { return showGeneralExponent(digits, into: &bytes) }
        default: return showGeneralExponent(digits, into: &bytes)
        }
        if digits.point > 11 { return showGeneralExponent(digits, into: &bytes) }
        if digits.point <= 0 { bytes.append(0x30) }
        var place = digits.integerCount - 1
        while place >= 0 {
            bytes.append(0x30 + digits.digit(power: place))
            place -= 1
        }
        let decimals = digits.count - digits.point
        guard decimals > 0 else { return }
        bytes.append(UInt8(ascii: "."))
        for number in 1...decimals { bytes.append(0x30 + digits.digit(power: -number)) }
    }

    private func showGeneralExponent(_ digits: FigureDigits, into bytes: inout [UInt8]) {
        var digits = digits
        digits.round(keeping: 6)
        bytes.append(0x30 + digits.digit(0))
        if digits.count > 1 {
            bytes.append(UInt8(ascii: "."))
            for index in 1..<digits.count { bytes.append(0x30 + digits.digit(index)) }
        }
        let power = digits.point - 1
        bytes += Array((power < 0 ? "E-" : "E+").utf8)
        if abs(power) < 10 { bytes.append(0x30) }
        bytes += Array(String(abs(power)).utf8)
    }
}
