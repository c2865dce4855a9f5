// Columns of dates.

/// Reads a column of dates: the code is the days since 1970-01-01. The day comes before the month unless `reading` is
/// month first; of two digits of a year, 00…69 are 2000…2069 and 70…99 are 1970…1999; a month, quarter or year means
/// its last day, years and their quarters being those of `reading`. A time behind a date is ignored, and noticed
/// unless it is midnight. A day that the calendar lacks is unreadable. Sets the count of `into` to that of `cells`.
package func readDates(
    _ cells: CellColumn, reading: CalendarReading = CalendarReading(), markers: Markers, into: CodeVector
) {
    into.count = cells.count
    into.dropGrains()
    for row in 0..<cells.count {
        let cell = trimmedBytes(cells.bytes(row))
        into.code[row] = 0
        guard let cursor = CellCursor(cell) else {
            into.state[row] = .blank
            continue
        }
        if let state = markers.state(ofTrimmed: cell) {
            into.state[row] = state
            continue
        }
        var date = CellDate(plain: cell, reading)
        if date.day == nil { date = CellDate(cursor, reading, cell) }
        into.state[row] = date.day == nil ? .unreadable : .value
        into.code[row] = Int64(date.day?.days ?? 0)
        into.setGrain(row, date.grain)
        into.setNotices(row, date.notices)
    }
}

/// The date of a whole cell (`30/09/2023`, `Sep-23`), as `readDates` reads it.
package func readDate(_ cell: UnsafeBufferPointer<UInt8>) -> CalendarDate? {
    let cell = trimmedBytes(cell)
    return CellCursor(cell).flatMap { CellDate($0, CalendarReading(), cell).day }
}

/// A cell read as a date.
struct CellDate {
    /// `nil` where it is not one.
    var day: CalendarDate?
    var grain = DateGrain.day
    var notices: CalendarNotices = []

    init(_ day: CalendarDate?, _ grain: DateGrain = .day, _ notices: CalendarNotices = []) {
        (self.day, self.grain, self.notices) = (day, grain, notices)
    }

    /// Two numbers of which one is the day and one the month.
    @inline(__always)
    init(_ first: Int, _ second: Int, year: Int, _ reading: CalendarReading) {
        let (own, other) =
            reading.isMonthFirst ? ((second, first), (first, second)) : ((first, second), (second, first))
        day = CalendarDate(year: year, month: own.1, day: own.0)
        guard first != second else { return }
        if day != nil {
            notices = .ordered
        } else if CalendarDate(year: year, month: other.1, day: other.0) != nil {
            notices = .otherWay
        }
    }

    /// date = [weekday] (year [month [day]] | day month year | month year | month-name day "," year) [time] | period
    init(_ start: CellCursor, _ reading: CalendarReading, _ cell: UnsafeBufferPointer<UInt8>) {
        var cursor = start
        cursor.skipWeekday()
        if let date = cursor.takeDate(reading) {
            self = date
            if cursor.isAtEnd { return }
            if let isMidnight = cursor.takeTime(), cursor.isAtEnd {
                if !isMidnight { notices.insert(.time) }
                return
            }
        }
        self.init(period: readPeriod(start, reading.years, reading.pairs, reading.year))
    }

    /// Adds the notices of its year: where the year may be another, the order of day and month is not noticed.
    fileprivate func noticing(_ year: CalendarNotices) -> CellDate {
        year.isEmpty || day == nil ? self : CellDate(day, grain, year)
    }

    private init(period read: CellPeriod) {
        guard let period = read.period, !read.isShort else {
            self.init(nil)
            return
        }
        let grain: DateGrain =
            switch period.months {
            case 1: .month
            case 12: .year
            default: .quarter
            }
        self.init(CalendarDate(days: period.lastDay), grain, read.notices)
    }
}

extension CellCursor {
    fileprivate mutating func takeDate(_ reading: CalendarReading) -> CellDate? {
        if let month = takeMonthName() { return takeDate(after: month) }
        guard let first = takeDigits(most: 8) else { return nil }
        if first.count == 8 {
            return CellDate(
                CalendarDate(year: first.value / 10000, month: first.value / 100 % 100, day: first.value % 100))
        }
        if first.count == 4 { return takeDate(inYear: first.value) }
        guard first.count <= 2 else { return nil }
        var notices: CalendarNotices = []
        let ordinal = isAtLetter || byte == 0x20 ? takeOrdinalEnding() : false
        guard let separator = takeDateSeparator() ?? (isAtLetter ? 0x20 : nil) else { return nil }
        if separator == 0x20, take("of") { skipSpaces() }
        if let month = takeMonthName() {
            let isWhole = isAtEnd
            takeDateSeparator()
            let assumed = reading.year?.calendarYear(ofMonth: month, reading.years)
            guard let year = isWhole ? assumed : takeYear(&notices) else { return nil }
            return CellDate(CalendarDate(year: year, month: month, day: first.value)).noticing(notices)
        }
        guard !ordinal, separator != 0x20, let second = takeDigits(most: 4) else { return nil }
        // `09/2023`.
        if second.count == 4 {
            return CellDate(CalendarDate(lastOfMonth: first.value, year: second.value), .month)
        }
        guard second.count <= 2, takeDateSeparator() == separator, let year = takeYear(&notices) else { return nil }
        return CellDate(first.value, second.value, year: year, reading).noticing(notices)
    }

    /// Takes a date behind its year. A year with two digits behind it is left to periods.
    private mutating func takeDate(inYear year: Int) -> CellDate? {
        guard year >= 1000 else { return nil }
        if isAtEnd { return CellDate(CalendarDate(year: year, month: 12, day: 31), .year) }
        guard let separator = takeDateSeparator() else { return nil }
        let month: Int
        if let name = takeMonthName() {
            month = name
            if isAtEnd { return CellDate(CalendarDate(lastOfMonth: month, year: year), .month) }
        } else if separator != 0x20, let number = takeDigits(most: 2) {
            month = number.value
        } else {
            return nil
        }
        guard takeDateSeparator() == separator, let day = takeDigits(most: 2) else { return nil }
        return CellDate(CalendarDate(year: year, month: month, day: day.value))
    }

    /// Takes a date behind the name of its month: `Sep-23`, `Mar 2024`, `September 30, 2023`.
    private mutating func takeDate(after month: Int) -> CellDate? {
        let start = self
        takeDateSeparator()
        var place = self
        if let day = place.takeDigits(most: 2) {
            _ = place.takeOrdinalEnding()
            let comma = place.take(0x2C)
            if place.skipSpaces() || comma, let year = place.takeDigits(most: 4), year.count == 4 {
                self = place
                return CellDate(CalendarDate(year: year.value, month: month, day: day.value))
            }
        }
        var notices: CalendarNotices = []
        guard let year = takeYear(&notices) else { return nil }
        if start.mayBeDay { notices = .shortYear }
        return CellDate(CalendarDate(lastOfMonth: month, year: year), .month).noticing(notices)
    }

    /// Whether the rest of the cell behind the name of a month is more likely a day than a year: `Sep 30`.
    var mayBeDay: Bool {
        var place = self
        guard place.skipSpaces(), let digits = place.takeDigits(most: 2), place.isAtEnd else { return false }
        return digits.count == 2 && (28...31).contains(digits.value)
    }

    /// A year of four digits, or of two with or without an apostrophe.
    mutating func takeYear(_ notices: inout CalendarNotices) -> Int? {
        _ = take(0x27) || take(0xE2, 0x80, 0x99)
        guard let digits = takeDigits(most: 4) else { return nil }
        switch digits.count {
        case 2:
            // For a birth the century before is as likely.
            if (40..<70).contains(digits.value) { notices = .shortYear }
            return digits.value + (digits.value < 70 ? 2000 : 1900)
        case 4: return digits.value >= 1000 ? digits.value : nil
        default: return nil
        }
    }

    /// Takes the separator between the parts of a date, and returns a byte for its kind: a space, `/`, `-`, `.`; with
    /// spaces around.
    @discardableResult
    fileprivate mutating func takeDateSeparator() -> UInt8? {
        let spaced = skipSpaces()
        var kind: UInt8? = spaced ? 0x20 : nil
        if take(0x2F) {
            kind = 0x2F
        } else if takeDash() {
            kind = 0x2D
        } else if take(0x2E) {
            kind = 0x2E
        } else if take(0x2C) {
            kind = 0x20
        } else {
            return kind
        }
        skipSpaces()
        return kind
    }

    mutating func takeOrdinalEnding() -> Bool {
        var place = self
        place.skipSpaces()
        guard place.take("st") || place.take("nd") || place.take("rd") || place.take("th") else { return false }
        self = place
        return true
    }

    fileprivate mutating func skipWeekday() {
        var place = self
        guard let day = place.takeAny(weekdays), day >= 0 else { return }
        _ = place.take(0x2C)
        if place.skipSpaces() { self = place }
    }

    /// Whether a time is midnight; `nil` where there is none.
    ///
    /// time = ("T" | space) hours ":" minutes [":" seconds ["." digits]] ["Z" | sign hours [":"] minutes]
    fileprivate mutating func takeTime() -> Bool? {
        if byte != 0x54 || !isDigit(byte(after: 1)) {
            _ = take(0x2C)
            guard skipSpaces() else { return nil }
        } else {
            at += 1
        }
        guard let hours = takeDigits(most: 2), hours.value <= 24, take(0x3A), let minutes = takeSixtieth() else {
            return nil
        }
        var isMidnight = hours.value == 0 && minutes == 0
        if take(0x3A) {
            guard let seconds = takeSixtieth() else { return nil }
            isMidnight = isMidnight && seconds == 0
            if take(0x2E) {
                let start = at
                while isDigit(byte) {
                    isMidnight = isMidnight && byte == 0x30
                    at += 1
                }
                guard at > start else { return nil }
            }
        }
        if take(0x5A) || isAtEnd { return isMidnight }
        guard take(0x2B) || take(0x2D), let zone = takeDigits(most: 4) else { return nil }
        if zone.count == 2 && take(0x3A) { return takeSixtieth() == nil ? nil : isMidnight }
        return zone.count == 4 || zone.count == 2 ? isMidnight : nil
    }

    private mutating func takeSixtieth() -> Int? {
        guard let digits = takeDigits(most: 2), digits.count == 2, digits.value < 60 else { return nil }
        return digits.value
    }

    /// Takes a month's name or its abbreviation: 1 for January.
    mutating func takeMonthName() -> Int? {
        guard isAtLetter else { return nil }
        var place = self
        while place.at < end && isASCIILetter(base[place.at]) { place.at += 1 }
        let length = place.at - at
        guard length >= 3 && length <= 9, !place.isAtLetter else { return nil }
        for (index, name) in monthNames.enumerated() where length <= name.utf8CodeUnitCount {
            guard length == 3 || length == name.utf8CodeUnitCount || (index == 8 && length == 4) else { continue }
            var same = true
            for offset in 0..<length where foldedASCII(base[at + offset]) != name.utf8Start[offset] { same = false }
            guard same else { continue }
            self = place
            _ = length < name.utf8CodeUnitCount && take(0x2E)
            return index + 1
        }
        return nil
    }
}

private let monthNames: [StaticString] = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
]

private let weekdays: [StaticString] = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tues", "tue", "weds", "wed",
    "thurs", "thur", "thu", "fri", "sat", "sun",
]
