// Dates that are written in texts, among other words.

/// A date in a text: a day, or a month as a whole.
private struct WrittenDate {
    /// `nil` where none is written.
    var year: Int?
    var month: Int
    /// `nil` for a month, which counts as its last day.
    var day: Int?
    /// Whether the number beside the month may be a day or a year: `Sep 23`.
    var isAmbiguous = false

    func date(inYear year: Int) -> CalendarDate? {
        if let day { return CalendarDate(year: year, month: month, day: day) }
        return CalendarDate(lastOfMonth: month, year: year)
    }

    /// Whether some year has it.
    var exists: Bool { date(inYear: year ?? 2024) != nil }
}

/// The first date that is written in a text, or the last one: a day, or a month, which counts as its last day. The day
/// comes before the month. Where no year is written it is the one that brings the date nearest to `near`; `nil` where
/// `near` is, or where another year brings it as near but for 15 days. `nil` where no date is written, too. Linear.
package func readDate(
    inText text: UnsafeBufferPointer<UInt8>, last: Bool, near: CalendarDate?
) -> (date: CalendarDate, grain: DateGrain)? {
    guard var cursor = CellCursor(text) else { return nil }
    var found: WrittenDate?
    while let date = cursor.nextDate() {
        found = date
        if !last { break }
    }
    guard let found, !found.isAmbiguous else { return nil }
    let grain: DateGrain = found.day == nil ? .month : .day
    if let year = found.year { return found.date(inYear: year).map { ($0, grain) } }
    return near.flatMap { nearest(found, to: $0) }.map { ($0, grain) }
}

private func nearest(_ written: WrittenDate, to near: CalendarDate) -> CalendarDate? {
    let dates = (-1...1).compactMap { written.date(inYear: near.year + $0) }
    let ordered = dates.sorted { abs($0.days - near.days) < abs($1.days - near.days) }
    guard let best = ordered.first else { return nil }
    if ordered.count > 1, abs(ordered[1].days - near.days) - abs(best.days - near.days) <= 15 { return nil }
    return best
}

extension CellCursor {
    /// Moves behind the next date of a text.
    fileprivate mutating func nextDate() -> WrittenDate? {
        while at < end {
            let isDigit = isDigit(byte)
            guard isDigit || isAtLetter else {
                at += 1
                continue
            }
            var place = self
            if isDigit ? !isWithinNumber : !isBehindLetter {
                let date = isDigit ? place.takeDateOfFigures() : place.takeNamedMonth()
                if let date {
                    self = place
                    if date.exists { return date }
                    continue
                }
            }
            // Past the word or the digits: a date does not begin within them.
            if isDigit {
                while Quantities.isDigit(byte) { at += 1 }
            } else {
                while isAtLetter { at += scalar(base, at, end).width }
            }
        }
        return nil
    }

    /// Whether the digits here belong to a number or word that began before.
    private var isWithinNumber: Bool {
        switch byte(after: -1) {
        case 0x2E, 0x2C, 0x2F, 0x3A: isDigit(byte(after: -2))
        case 0x24, 0x5F: true
        // The pound sign.
        case 0xA3: byte(after: -2) == 0xC2
        default: isBehindLetter
        }
    }

    private var isBehindLetter: Bool {
        guard at > 0 else { return false }
        let before = base[at - 1]
        return isASCIILetter(before) || isDigit(before) && !isDigit(byte) || before == 0x5F
            || before >= 0xC3 && before != 0xE2
    }

    /// A date that begins with a figure: `2024-03-31`, `31/03/2024`, `31.3.24`, `03/2024`, `31st of March 2024`,
    /// `31 March`.
    private mutating func takeDateOfFigures() -> WrittenDate? {
        guard let first = takeDigits(most: 4) else { return nil }
        let separator = byte
        if first.count == 4 {
            guard (1900...2099).contains(first.value), separator == 0x2D || separator == 0x2F else { return nil }
            at += 1
            guard let month = takeDigits(most: 2), take(separator), let day = takeDigits(most: 2), endsFigures else {
                return nil
            }
            return WrittenDate(year: first.value, month: month.value, day: day.value)
        }
        guard first.count <= 2 else { return nil }
        if [0x2D, 0x2F, 0x2E].contains(separator), isDigit(byte(after: 1)) {
            at += 1
            guard let second = takeDigits(most: 4) else { return nil }
            if second.count == 4, separator == 0x2F, (1900...2099).contains(second.value), endsFigures {
                return WrittenDate(year: second.value, month: first.value, day: nil)
            }
            guard second.count <= 2, take(separator), let year = takeDigits(most: 4), year.count != 3, year.count > 1,
                endsFigures
            else { return nil }
            return WrittenDate(year: fullYear(year), month: second.value, day: first.value)
        }
        _ = takeOrdinalEnding()
        if separator == 0x2D { at += 1 } else { skipSpaces() }
        if take("of") { skipSpaces() }
        guard let month = takeMonthName() else { return nil }
        // `2 may be late`.
        if month == 5, base[at - 3] & 0x20 != 0, base[at - 3] == 0x6D { return nil }
        return WrittenDate(year: takeYearBehindMonth(), month: month, day: first.value)
    }

    /// A date that begins with the name of a month: `March 2024`, `Mar-24`, `March 31st, 2024`, `March`.
    private mutating func takeNamedMonth() -> WrittenDate? {
        let start = self
        guard let month = takeMonthName() else { return nil }
        if let year = takeYearBehindMonth() { return WrittenDate(year: year, month: month, day: nil) }
        var place = self
        if place.skipSpaces(), let day = place.takeDigits(most: 2), day.value > 0,
            place.endsFigures || place.isAtOrdinal
        {
            let isOrdinal = place.takeOrdinalEnding()
            var beyond = place
            let comma = beyond.take(0x2C)
            if beyond.skipSpaces() || comma, let year = beyond.takeDigits(most: 4), year.count == 4, beyond.endsFigures,
                (1900...2099).contains(year.value)
            {
                self = beyond
                return WrittenDate(year: year.value, month: month, day: day.value)
            }
            if isOrdinal || day.count == 1 {
                self = place
                return WrittenDate(year: nil, month: month, day: day.value)
            }
            if !place.isAtPercent {
                self = place
                return day.value > 31
                    ? WrittenDate(year: fullYear(day), month: month, day: nil)
                    : WrittenDate(year: nil, month: month, day: nil, isAmbiguous: true)
            }
        }
        return start.isBareMonth(month, behind: self) ? WrittenDate(year: nil, month: month, day: nil) : nil
    }

    /// Whether the word here is a month without day and year. Months that are words too must look like months: May only
    /// behind a word that dates follow, or before `to`.
    private func isBareMonth(_ month: Int, behind: CellCursor) -> Bool {
        let length = behind.at - at
        let isCapital = byte & 0x20 == 0
        switch month {
        case 5: return isCapital && (isBehindWordOfTime || behind.isBeforeTo)
        case 3: return isCapital
        default: return isCapital || length > 4 || month == 6 || month == 7
        }
    }

    private var isBehindWordOfTime: Bool {
        var place = self
        while place.at > 0, place.byte(after: -1) == 0x20 { place.at -= 1 }
        let stop = place.at
        guard stop < at else { return false }
        while place.at > 0, isASCIILetter(place.byte(after: -1)), stop - place.at < 8 { place.at -= 1 }
        let word = String(decoding: UnsafeBufferPointer(start: base + place.at, count: stop - place.at), as: UTF8.self)
        return wordsBeforeMonths.contains(word.lowercased())
    }

    private var isBeforeTo: Bool {
        var place = self
        return place.skipSpaces() && place.take("to") && !place.isAtLetter
    }

    /// A year behind a month: ` 2024`, `, 2024`, `-24`, ` '24`.
    private mutating func takeYearBehindMonth() -> Int? {
        var place = self
        if place.takeMinus() || place.take(0x2F) {
            guard let year = place.takeDigits(most: 4), year.count == 2 || year.count == 4, place.endsFigures else {
                return nil
            }
            self = place
            return fullYear(year)
        }
        let comma = place.take(0x2C)
        guard place.skipSpaces() || comma else { return nil }
        if place.take("of") { place.skipSpaces() }
        let isShort = place.take(0x27) || place.take(0xE2, 0x80, 0x99)
        guard let year = place.takeDigits(most: 4), place.endsFigures, isShort ? year.count == 2 : year.count == 4,
            isShort || (1900...2099).contains(year.value)
        else { return nil }
        self = place
        return fullYear(year)
    }

    private func fullYear(_ digits: (value: Int, count: Int)) -> Int {
        digits.count == 2 ? digits.value + (digits.value < 70 ? 2000 : 1900) : digits.value
    }

    /// Whether no more figures are joined to those that end here.
    private var endsFigures: Bool {
        switch byte {
        case 0x2D, 0x2F, 0x2E, 0x2C, 0x3A: !isDigit(byte(after: 1))
        default: !isDigit(byte) && !isAtLetter
        }
    }

    private var isAtOrdinal: Bool {
        var place = self
        return place.takeOrdinalEnding()
    }

    private var isAtPercent: Bool { byte == 0x25 || byte == 0x20 && byte(after: 1) == 0x25 }
}

private let wordsBeforeMonths: Set<String> = [
    "in", "by", "to", "of", "end", "since", "from", "until", "till", "before", "after", "during", "early", "mid",
    "late",
    "last", "next",
]
