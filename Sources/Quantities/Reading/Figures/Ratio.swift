// Finds ratios, numbers and digits in running text.

/// The one ratio in a text ("20 of 51", "3 out of 8", "45/47"); `nil` where there is none, where there are several
/// different ones, or where the whole is zero. Of several equal ones it is the first.
///
/// Both are whole numbers without a sign, currency or percent sign. "n/d" is a ratio only with n ≤ d, with nothing
/// numeric joined to it by `/` or `-`, not behind `Q1`…`Q4`, `FY` or `year`, not behind `on`, `since` or `as at` where
/// d may be a month, and not where both have two digits and are consecutive (`15/16`). Nor is there one behind `phase`,
/// `week` or `page`: "phase 1 of 3" is not a count. Linear.
package func readRatio(_ text: UnsafeBufferPointer<UInt8>) -> (part: Int128, whole: Int128)? {
    guard var cursor = CellCursor(text) else { return nil }
    var found: (part: Int128, whole: Int128)?
    while cursor.skipToDigit() {
        let start = cursor
        guard let ratio = cursor.takeRatio() else {
            cursor = start
            cursor.skipNumber()
            continue
        }
        guard let known = found else {
            found = ratio
            continue
        }
        let left = known.part.multipliedFullWidth(by: ratio.whole)
        let right = ratio.part.multipliedFullWidth(by: known.whole)
        if left != right { return nil }
    }
    return found.flatMap { $0.whole == 0 ? nil : $0 }
}

/// The first number in a text, with its percent sign or currency; digits that belong to a word (`Q2`, `C19`) do not
/// count.
package func readFirstNumber(_ text: UnsafeBufferPointer<UInt8>) -> (mantissa: Int128, scale: Int8, unit: Unit)? {
    guard let amount = firstFigure(text)?.amount, !amount.isTooLong else { return nil }
    return (amount.mantissa, Int8(truncatingIfNeeded: amount.scale), amount.unit)
}

/// How many decimals the first figure of a cell is printed with: 1 of `19.8`, 3 of `£1.344m`; `nil` without a figure.
package func printedDecimals(_ cell: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let amount = firstFigure(cell)?.amount, !amount.isTooLong else { return nil }
    return amount.scale + amount.power
}

/// How many significant digits the first figure of a cell is printed with: 5 of `42,327`, 3 of `19.8`, 2 of `0.50`;
/// zeros that end a figure without decimals are not significant (`100%`: 1), and zero has one. `nil` without a figure.
package func printedDigits(_ cell: UnsafeBufferPointer<UInt8>) -> Int? {
    guard let amount = firstFigure(cell)?.amount, !amount.isTooLong else { return nil }
    var rest = amount.mantissa.magnitude
    if amount.scale + amount.power == 0 {
        while rest > 0 && rest % 10 == 0 { rest /= 10 }
    }
    var count = 0
    while rest > 0 {
        rest /= 10
        count += 1
    }
    return max(1, count)
}

/// The first figure of a text. Its sign counts at the start and behind white space or a bracket.
private func firstFigure(_ text: UnsafeBufferPointer<UInt8>) -> (amount: Amount, end: Int)? {
    guard var cursor = CellCursor(trimmedBytes(text)) else { return nil }
    if var amount = cursor.takeFigure(.spaces), cursor.isAtEnd {
        amount.flags = []
        return (amount, cursor.at)
    }
    cursor.at = 0
    while cursor.skipToDigit() {
        if !cursor.isInWord {
            var place = cursor.beginningOfFigure
            let grouping: Grouping = place.at == 0 ? .spacedCommas : .regular
            if let amount = place.takeFigure(grouping) { return (amount, place.at) }
        }
        cursor.skipNumber()
    }
    return nil
}

extension CellCursor {
    /// Moves to the next digit.
    fileprivate mutating func skipToDigit() -> Bool {
        while at < end && !isDigit(base[at]) { at += 1 }
        return at < end
    }

    /// Skips digits, and the commas and points among them.
    fileprivate mutating func skipNumber() {
        while at < end {
            let byte = base[at]
            guard isDigit(byte) || ((byte == 0x2C || byte == 0x2E) && isDigit(self.byte(after: 1))) else { return }
            at += 1
        }
    }

    /// Whether the digits here belong to a word that ends before them.
    fileprivate var isInWord: Bool { isLetter(before: at) }

    private func isLetter(before place: Int) -> Bool {
        guard place > 0 else { return false }
        let byte = base[place - 1]
        if byte < 0x80 { return isASCIILetter(byte) || byte == 0x5F }
        var start = place - 1
        while start > 0 && place - start < 4 && base[start] & 0xC0 == 0x80 { start -= 1 }
        guard let character = scalar(base, start, end).scalar else { return false }
        return Quantities.isLetter(character)
    }

    /// This place, or where the point, the currency and the sign of the number here begin.
    fileprivate var beginningOfFigure: CellCursor {
        var place = self
        if place.byte(after: -1) == 0x2E && !isDigit(place.byte(after: -2)) && !place.isLetter(before: place.at - 1) {
            place.at -= 1
        }
        if place.byte(after: -1) == 0x24 {
            place.at -= 1
        } else if place.byte(after: -1) == 0xA3 && place.byte(after: -2) == 0xC2 {
            place.at -= 2
        } else if place.byte(after: -1) == 0xAC && place.byte(after: -2) == 0x82 && place.byte(after: -3) == 0xE2 {
            place.at -= 3
        }
        var signed = place
        if place.byte(after: -1) == 0x2D {
            signed.at -= 1
        } else if place.byte(after: -3) == 0xE2 {
            signed.at -= 3
        }
        let before = signed.byte(after: -1)
        var sign = signed
        guard signed.at < place.at, sign.takeMinus(), sign.at == place.at else { return place }
        return before == 0 || before == 0x20 || before == 0x28 || before == 0x0A ? signed : place
    }

    /// ratio = count white ("of" | "out of") white count | count "/" count
    fileprivate mutating func takeRatio() -> (part: Int128, whole: Int128)? {
        let start = at
        guard !isInWord, !isJoinedBefore, let part = takeCount() else { return nil }
        if byte == 0x2F {
            at += 1
            guard isDigit(byte) else { return nil }
            let wholeStart = at
            guard let whole = takeCount(), part <= whole, endsCount, !isJoinedAfter else { return nil }
            let partDigits = wholeStart - 1 - start
            if partDigits == 2 && at - wholeStart == 2 && whole == part + 1 { return nil }
            return isAfterWordOfTime(start, month: whole) || isAfterWordOfOrder(start) ? nil : (part, whole)
        }
        guard skipSpaces(), take("of") || take("out of"), skipSpaces(), isDigit(byte), let whole = takeCount(),
            endsCount, !isJoinedAfter, !isAfterWordOfOrder(start)
        else { return nil }
        return (part, whole)
    }

    private mutating func takeCount() -> Int128? {
        guard let amount = takeNumber(.regular), amount.scale == 0, !amount.isTooLong else { return nil }
        return amount.mantissa
    }

    /// Whether a number can end here: no letter, percent sign or multiplier is joined to it.
    private var endsCount: Bool { !isAtLetter && byte != 0x25 }

    /// Whether something numeric, a currency or a decimal point is joined to the number that begins here.
    private var isJoinedBefore: Bool {
        let last = byte(after: -1)
        switch last {
        case 0x2F, 0x2D: return isDigit(byte(after: -2))
        case 0x2E, 0x2C, 0x24: return last == 0x24 || isDigit(byte(after: -2)) || last == 0x2E
        case 0xA3: return byte(after: -2) == 0xC2
        case 0xAC: return byte(after: -2) == 0x82
        case 0x93, 0x92: return byte(after: -3) == 0xE2 && isDigit(byte(after: -4))
        default: return false
        }
    }

    private var isJoinedAfter: Bool {
        if byte == 0x2F || byte == 0x2D { return isDigit(byte(after: 1)) }
        var place = self
        return place.takeMinus() && isDigit(place.byte)
    }

    /// The word before a place, in lower case, if white space separates it from the place; `nil` where it is too long
    /// to matter.
    private func word(before place: Int) -> (text: String, start: Int)? {
        var before = place
        while before > 0 {
            let width = spaceWidthBefore(base, 0, before)
            if width == 0 { break }
            before -= width
        }
        guard before < place else { return nil }
        var start = before
        while start > 0 && before - start <= 8 && (isASCIILetter(base[start - 1]) || isDigit(base[start - 1])) {
            start -= 1
        }
        guard start < before, before - start <= 8 else { return nil }
        return (
            String(
                decoding: UnsafeBufferPointer(rebasing: UnsafeBufferPointer(start: base, count: end)[start..<before]),
                as: UTF8.self
            ).lowercased(), start
        )
    }

    /// Whether the text before a place shows that two numbers with a stroke are a year or a date: `FY 23/24`, `Q1
    /// 10/12`, `since 1/4`, `as at 10/12`.
    private func isAfterWordOfTime(_ place: Int, month: Int128) -> Bool {
        guard let (word, start) = word(before: place) else { return false }
        switch word {
        case "fy", "year", "q1", "q2", "q3", "q4": return true
        case "on", "since", "from", "until", "till", "dated": return month <= 12
        case "at": return month <= 12 && self.word(before: start)?.text == "as"
        default: return false
        }
    }

    /// Whether the word before a place shows that a position among several follows: `phase 1 of 3`.
    private func isAfterWordOfOrder(_ place: Int) -> Bool {
        switch word(before: place)?.text {
        case "phase", "stage", "step", "part", "page", "week", "month", "quarter", "day", "round", "tranche", "lot":
            true
        default: false
        }
    }
}
