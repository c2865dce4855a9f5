// One figure as it is printed: its number, its multiplier, its percent sign or currency.

/// A figure read from text: `mantissa × 10^(−scale)` in `unit`.
struct Amount: Equatable {
    var mantissa: Int128 = 0
    /// The printed decimals, less the power of ten of a multiplier.
    var scale = 0
    var unit = Unit.none
    var flags: FigureFlags = []
    /// The power of ten of the multiplier (6 for `m`), 0 without one.
    var power = 0
    /// It has more than 38 significant digits, or its scale does not fit: it is a figure, but one that cannot be read.
    var isTooLong = false

    /// Whether it is a whole number, however printed (`12.0`, `1.2m`).
    var isIntegral: Bool {
        if scale <= 0 || mantissa == 0 { return true }
        var rest = mantissa
        for _ in 0..<scale {
            if rest % 10 != 0 { return false }
            rest /= 10
        }
        return true
    }

    /// Multiplied by a power of ten.
    mutating func scaled(by power: Int) {
        scale -= power
        self.power = power
        flags.insert(.scaled)
        if scale < -48 || scale > 48 { isTooLong = true }
    }
}

/// Which spellings of a long number are accepted besides `1,344,000`.
enum Grouping {
    /// None: in running text.
    case regular
    /// `34, 692` and `34'692`: in measures and targets.
    case spacedCommas
    /// `34 692` as well: in columns of numbers.
    case spaces
}

extension CellCursor {
    /// figure = "(" unsigned ")" | [sign] [currency] [sign] number [multiplier] ["%"]
    ///
    /// A figure in brackets is negative. White space may separate the parts. Except in running text, other spellings of
    /// the parts are read as well, and marked irregular: `5 €`, `GBP 5`, `US$5`, `£(5)`, `(5)%`, `95pc`, `5.`, `1’234`.
    mutating func takeFigure(_ grouping: Grouping) -> Amount? {
        guard var amount = takeSignedFigure(grouping) else { return nil }
        if grouping != .regular, byte == 0x2E {
            // The full stop of a sentence, where only notes follow: `1. Housing` is not a figure.
            var after = self
            after.at += 1
            if after.takeNotes() {
                at += 1
                amount.flags.insert(.irregular)
            }
        }
        return amount
    }

    private mutating func takeSignedFigure(_ grouping: Grouping) -> Amount? {
        if byte == 0x28 {
            var place = self
            place.at += 1
            place.skipSpaces()
            guard var amount = place.takeUnsigned(grouping, negative: false) else { return nil }
            place.skipSpaces()
            guard place.take(0x29) else { return nil }
            amount.mantissa.negate()
            if grouping != .regular, amount.unit == .none, !amount.flags.contains(.scaled), place.take(0x25) {
                amount.unit = .percent
                amount.flags.insert(.irregular)
            }
            self = place
            return amount
        }
        var place = self
        var negative = false
        var signed = false
        if place.takeMinus() {
            negative = true
            signed = true
        } else if place.take(0x2B) {
            signed = true
        }
        if signed { place.skipSpaces() }
        guard let amount = place.takeUnsigned(grouping, negative: negative, maySign: !signed) else { return nil }
        self = place
        return amount
    }

    private mutating func takeUnsigned(_ grouping: Grouping, negative: Bool, maySign: Bool = false) -> Amount? {
        var place = self
        var negative = negative
        var currency = place.takeCurrency()
        var irregular = false
        if currency == .none, grouping != .regular, place.isAtLetter {
            currency = place.takeCurrencyName()
            irregular = currency != .none
        }
        if currency != .none {
            place.skipSpaces()
            if maySign && place.takeMinus() { negative = true }
            if grouping != .regular, maySign, !negative, place.byte == 0x28 {
                // `£(1,200)`
                guard var amount = place.takeSignedFigure(grouping), amount.unit == .none else { return nil }
                amount.unit = currency
                amount.flags.insert(.irregular)
                self = place
                return amount
            }
        }
        guard var amount = place.takeNumber(grouping) else { return nil }
        if negative { amount.mantissa.negate() }
        amount.unit = currency
        if irregular { amount.flags.insert(.irregular) }
        place.takeMultiplier(&amount)
        var after = place
        after.skipSpaces()
        if grouping != .regular, currency == .none {
            var behind = after
            let unit = behind.takeCurrencyBehind()
            if unit != .none {
                amount.unit = unit
                amount.flags.insert(.irregular)
                self = behind
                return amount
            }
            if !amount.flags.contains(.scaled), behind.take("pc") {
                amount.unit = .percent
                amount.flags.insert(.irregular)
                self = behind
                return amount
            }
        }
        if after.take(0x25) || after.take("per cent") || after.take("percent") || after.take("pct") {
            guard currency == .none && !amount.flags.contains(.scaled) else { return nil }
            amount.unit = .percent
            place = after
        }
        self = place
        return amount
    }

    mutating func takeCurrency() -> Unit {
        if take(0xC2, 0xA3) { return .pound }
        if take(0xE2, 0x82, 0xAC) { return .euro }
        if take(0x24) { return .dollar }
        return .none
    }

    /// Takes a currency's three letters before its amount.
    private mutating func takeCurrencyName() -> Unit {
        var place = self
        let unit: Unit =
            place.take("gbp")
            ? .pound
            : place.take("eur")
                ? .euro
                : place.take("usd") || place.take("us$") ? .dollar : .none
        guard unit != .none else { return .none }
        place.skipSpaces()
        guard isDigit(place.byte) || place.byte == 0x2E || place.byte == 0x28 || place.byte == 0x2D else {
            return .none
        }
        self = place
        return unit
    }

    /// Takes a currency behind its amount, where no words follow.
    private mutating func takeCurrencyBehind() -> Unit {
        var place = self
        var unit = place.takeCurrency()
        if unit == .none, place.isAtLetter {
            unit = place.take("gbp") ? .pound : place.take("eur") ? .euro : place.take("usd") ? .dollar : .none
        }
        guard unit != .none, !isDigit(place.byte), place.byte != 0x2F else { return .none }
        var after = place
        if after.skipSpaces(), after.isAtLetter { return .none }
        self = place
        return unit
    }

    /// number = digits {"," three digits} ["." digits] | "." digits
    ///
    /// Nothing is taken where a number continues invalidly (`1,23`, `12.3.4`).
    mutating func takeNumber(_ grouping: Grouping) -> Amount? {
        var place = self
        var amount = Amount()
        var digits = DigitSum()
        if place.byte == 0x27 && grouping != .regular && isDigit(place.byte(after: 1)) {
            // The apostrophe is a spreadsheet's mark for a text.
            place.at += 1
            amount.flags.insert(.irregular)
        }
        let start = place.at
        while place.at < end && isDigit(base[place.at]) {
            digits.add(base[place.at])
            place.at += 1
        }
        let whole = place.at - start
        if whole >= 1 && whole <= 3 { place.takeGroups(&digits, grouping, &amount.flags) }
        if place.byte == 0x2C && isDigit(place.byte(after: 1)) { return nil }
        if place.byte == 0x2E && isDigit(place.byte(after: 1)) {
            place.at += 1
            let point = place.at
            while place.at < end && isDigit(base[place.at]) {
                digits.add(base[place.at])
                place.at += 1
            }
            amount.scale = place.at - point
            let next = place.byte
            if (next == 0x2E || next == 0x2C) && isDigit(place.byte(after: 1)) { return nil }
        } else if whole == 0 {
            return nil
        }
        amount.mantissa = digits.value
        amount.isTooLong = digits.significant > 38 || amount.scale > 48
        if amount.isTooLong {
            amount.scale = 0
            amount.mantissa = 0
        }
        self = place
        return amount
    }

    /// Takes groups of three digits with one kind of separator.
    private mutating func takeGroups(_ digits: inout DigitSum, _ grouping: Grouping, _ flags: inout FigureFlags) {
        guard let kind = separator(grouping)?.kind else { return }
        while let next = separator(grouping), next.kind == kind {
            at += next.width
            for offset in 0..<3 { digits.add(base[at + offset]) }
            at += 3
        }
        if kind == .spacedComma || kind == .space || kind == .apostrophe { flags.insert(.irregular) }
    }

    private enum Separator { case comma, narrowSpace, spacedComma, space, apostrophe }

    /// The separator here, if a group of exactly three digits follows; else `nil`.
    private func separator(_ grouping: Grouping) -> (kind: Separator, width: Int)? {
        var place = self
        let kind: Separator
        if byte == 0x2C {
            place.at += 1
            kind = place.skipSpaces() ? .spacedComma : .comma
        } else if grouping != .regular, place.take(0x27) || place.take(0xE2, 0x80, 0x99) {
            kind = .apostrophe
        } else if (byte == 0xC2 && byte(after: 1) == 0xA0) || (byte == 0xE2 && byte(after: 1) == 0x80) {
            guard grouping != .regular, place.skipSpaces() else { return nil }
            kind = .narrowSpace
        } else if byte == 0x20 {
            place.skipSpaces()
            kind = place.take(0x2C) ? .spacedComma : .space
            if kind == .spacedComma { place.skipSpaces() }
        } else {
            return nil
        }
        if kind == .spacedComma && grouping == .regular { return nil }
        if kind == .space && grouping != .spaces { return nil }
        guard isDigit(place.byte), isDigit(place.byte(after: 1)), isDigit(place.byte(after: 2)),
            !isDigit(place.byte(after: 3))
        else { return nil }
        return (kind, place.at - at)
    }

    /// Takes `k`, `m`, `bn`, `million` and their like, where neither a letter nor a digit follows.
    private mutating func takeMultiplier(_ amount: inout Amount) {
        var place = self
        place.skipSpaces()
        let first = place.byte | 0x20
        guard first == 0x6B || first == 0x6D || first == 0x62 || first == 0x74 else { return }
        let power: Int
        if place.take("k") || place.take("thousand") {
            power = 3
        } else if place.take("m") || place.take("million") || place.take("mn") {
            power = 6
        } else if place.take("bn") || place.take("billion") {
            power = 9
        } else {
            return
        }
        if isDigit(place.byte) || (place.byte == 0x2F && isASCIILetter(place.byte(after: 1))) { return }
        if place.byte == 0xC2 && (place.byte(after: 1) == 0xB2 || place.byte(after: 1) == 0xB3) { return }
        amount.scaled(by: power)
        self = place
    }
}

/// The value of the digits of a number, as long as it fits.
private struct DigitSum {
    private(set) var significant = 0
    private var low: UInt64 = 0
    private var wide: Int128 = 0

    var value: Int128 { significant <= 18 ? Int128(low) : wide }

    mutating func add(_ byte: UInt8) {
        let digit = byte &- 0x30
        if significant == 0 && digit == 0 { return }
        significant += 1
        if significant <= 18 {
            low = low &* 10 &+ UInt64(digit)
        } else if significant <= 38 {
            if significant == 19 { wide = Int128(low) }
            wide = wide &* 10 &+ Int128(digit)
        }
    }
}
