// Columns of periods.

/// Reads a column of periods: the code is `Period.code`. Years begin in the month of `years` (4 for financial years;
/// outside 1 to 12 nothing is read); `year` is that of cells that say none (`Q3`, `October`). Sets the count of `into`
/// to that of `cells`.
///
/// A quarter or half (`Q2`, `Quarter 2`, `H1`) is before or behind its year; a year is `2023-24`, `2023/24`,
/// `2023/2024`, `23/24` or `2023`, the one that begins in 2023. Two consecutive numbers are a year, so `2011-12` is
/// 2011/12 and `2023-09` a month, with a dash or a stroke, unless `pairs` decides for all. A month is `2023-09`,
/// `09/2023`, `Sep-23` or `September 2023`, and several are `Apr-Jun 2023` or `October 2023 to March 2024`. A quarter
/// that names its months as well (`Quarter 2 July to September 2011`) must have these. A year whose halves are not
/// consecutive (`2022/24`) is unreadable.
package func readPeriods(
    _ cells: CellColumn, yearFrom years: PeriodYears, pairs: YearPairs = .either, year: AssumedYear? = nil,
    markers: Markers, into: CodeVector
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
        } else if let period = Period(plain: cell, yearFrom: years) {
            into.code[row] = period.code
            into.state[row] = .value
            into.setNotices(row, [])
        } else {
            let read = readPeriod(cursor, years, pairs, year)
            into.code[row] = read.period?.code ?? 0
            into.state[row] = read.period == nil ? .unreadable : .value
            into.setNotices(row, read.notices)
        }
    }
}

/// The period of a whole cell, as `readPeriods` reads it.
package func readPeriod(_ cell: UnsafeBufferPointer<UInt8>, yearFrom years: PeriodYears) -> Period? {
    CellCursor(trimmedBytes(cell)).flatMap { readPeriod($0, years, .either, nil).period }
}

/// A cell read as a period.
struct CellPeriod {
    /// `nil` where it says none.
    var period: Period?
    var notices: CalendarNotices = []
    /// It is two pairs of digits and nothing else: `11/12`, which is not a year where it may be a day.
    var isShort = false
}

/// period = part year | year [part] | month year | year month | [part] months, where with an assumed year part, month
/// and months may stand without one
func readPeriod(
    _ start: CellCursor, _ years: PeriodYears, _ pairs: YearPairs, _ assumed: AssumedYear?
) -> CellPeriod {
    let yearFrom = years.month
    guard (1...12).contains(yearFrom) else { return CellPeriod() }
    var cursor = start
    var read = CellPeriod()
    var inBrackets = false
    func calendarYear(_ month: Int) -> Int? { assumed?.calendarYear(ofMonth: month, years) }
    if let months = cursor.takeMonths(&read.notices, calendarYear) {
        read.period = months
    } else if let month = cursor.takeMonthName() {
        if cursor.mayBeDay { read.notices = .shortYear }
        let isWhole = cursor.isAtEnd
        cursor.skipPeriodSeparator()
        let year = isWhole ? calendarYear(month) : cursor.takeYear(&read.notices)
        read.period = year.map { Period(start: $0 * 12 + month - 1, months: 1) }
    } else if let part = cursor.takePart() {
        let isWhole = cursor.isAtEnd
        inBrackets = cursor.skipPeriodSeparator()
        if isWhole {
            read.period = assumed.map { part.period(in: $0.number, $0.isSingle ? years.monthOfSingle : yearFrom) }
        } else if let months = cursor.takeMonths(&read.notices, calendarYear) {
            // The year is the calendar's; that of the quarter may have begun in the one before.
            var possible = (-1...0).map { part.period(in: months.start / 12 + $0, yearFrom) }
            if years.countsByCalendar { possible.append(part.period(in: months.start / 12, 1)) }
            read.period = possible.first { $0 == months }
        } else {
            guard let span = cursor.takeYearSpan(), span.isYear else { return CellPeriod() }
            read.period = part.period(in: span.year, span.isSingle ? years.monthOfSingle : yearFrom)
        }
    } else if let span = cursor.takeYearSpan() {
        if cursor.isAtEnd {
            read = span.period(yearFrom, pairs)
            read.isShort = span.isShort
        } else if span.isYear {
            inBrackets = cursor.skipPeriodSeparator()
            if span.isSingle, let month = cursor.takeMonthName() {
                read.period = Period(start: span.year * 12 + month - 1, months: 1)
            } else {
                let first = span.isSingle ? years.monthOfSingle : yearFrom
                read.period = cursor.takePart()?.period(in: span.year, first)
            }
        }
    }
    if inBrackets && !cursor.take(0x29) { return CellPeriod() }
    return cursor.isAtEnd ? read : CellPeriod()
}

/// A year, a month with its year, or something that may be either.
private struct YearSpan {
    var year: Int
    /// The month that it is, or may be.
    var month: Int?
    var isYear: Bool
    /// It is a single number.
    var isSingle = false
    /// It is a year and two digits with a dash or a stroke between them: in some columns all of these are months, in
    /// others all are years.
    var isPair = false
    /// They are separated by a stroke.
    var isStroked = false
    /// It is two pairs of digits.
    var isShort = false

    func period(_ yearFrom: Int, _ pairs: YearPairs) -> CellPeriod {
        let whole = Period(start: year * 12 + yearFrom - 1, months: 12)
        let monthly = month.map { Period(start: year * 12 + $0 - 1, months: 1) }
        guard isPair else { return CellPeriod(period: isYear ? whole : monthly) }
        switch pairs {
        case .months: return CellPeriod(period: monthly)
        case .years: return CellPeriod(period: isYear ? whole : nil)
        case .either:
            guard monthly != nil else { return CellPeriod(period: isYear ? whole : nil) }
            var notices: CalendarNotices = isYear ? .pairedYear : .otherWay
            if isStroked { notices.insert(.stroked) }
            return CellPeriod(period: isYear ? whole : monthly, notices: notices)
        }
    }
}

/// A quarter or a half of a year.
private struct YearPart {
    var months: Int
    var number: Int

    func period(in year: Int, _ yearFrom: Int) -> Period {
        Period(start: year * 12 + yearFrom - 1 + (number - 1) * months, months: months)
    }
}

extension CellCursor {
    /// Takes `Apr-Jun 2023`, `April to June 2023`, `Oct 2023 - Mar 2024`: at most a year. The year behind the last
    /// month is that of all of them, or of those from January on; where there is none, `assumed` gives that of the
    /// last.
    fileprivate mutating func takeMonths(_ notices: inout CalendarNotices, _ assumed: (Int) -> Int?) -> Period? {
        var place = self
        guard let first = place.takeMonthName() else { return nil }
        place.skipSpaces()
        let begun = place.takeDigits(most: 4)
        if let begun, begun.count < 4 { return nil }
        if begun != nil { place.skipSpaces() }
        guard place.takeDash() || place.take("to") else { return nil }
        place.skipSpaces()
        guard let last = place.takeMonthName() else { return nil }
        place.skipSpaces()
        var noticed = notices
        let isWhole = place.isAtEnd || place.byte == 0x29
        guard let year = isWhole ? assumed(last) : place.takeYear(&noticed) else { return nil }
        let end = year * 12 + last
        let start = (begun?.value ?? (first > last ? year - 1 : year)) * 12 + first - 1
        guard (2...12).contains(end - start) else { return nil }
        (self, notices) = (place, noticed)
        return Period(start: start, months: end - start)
    }

    /// Takes `Q2`, `Qtr 2`, `Quarter 2`, `2nd quarter`, `H1`, `Half 1`.
    fileprivate mutating func takePart() -> YearPart? {
        if let part = takeOrdinalPart() { return part }
        var place = self
        let months: Int
        if place.takeWord("quarter") || place.takeWord("qtr") || place.takeWord("q") {
            months = 3
        } else if place.takeWord("half") || place.takeWord("h") {
            months = 6
        } else {
            return nil
        }
        place.skipSpaces()
        guard let number = place.takeDigits(most: 1), (1...12 / months).contains(number.value) else { return nil }
        self = place
        return YearPart(months: months, number: number.value)
    }

    private mutating func takeOrdinalPart() -> YearPart? {
        var place = self
        guard let number = place.takeDigits(most: 1) else { return nil }
        let endings: [StaticString] = ["st", "nd", "rd", "th"]
        guard (1...4).contains(number.value), place.takeWord(endings[number.value - 1]) else { return nil }
        place.skipSpaces()
        let months: Int
        if place.takeWord("quarter") || place.takeWord("qtr") {
            months = 3
        } else if place.takeWord("half") {
            months = 6
        } else {
            return nil
        }
        guard number.value <= 12 / months else { return nil }
        self = place
        return YearPart(months: months, number: number.value)
    }

    /// Takes letters that a digit may follow.
    private mutating func takeWord(_ word: StaticString) -> Bool {
        var place = self
        for offset in 0..<word.utf8CodeUnitCount {
            guard foldedASCII(place.byte) == word.utf8Start[offset] else { return false }
            place.at += 1
        }
        guard !place.isAtLetter else { return false }
        self = place
        return true
    }

    /// Takes a year, or a year and a month (`2023-09`, `09/2023`).
    fileprivate mutating func takeYearSpan() -> YearSpan? {
        var place = self
        if place.takeWord("fy") { place.skipSpaces() }
        let named = place.at > at
        guard let first = place.takeDigits(most: 4), first.count == 4 || first.count <= 2 else { return nil }
        if first.count == 4 && first.value < 1000 { return nil }
        var after = place
        after.skipSpaces()
        let isSlash = after.take(0x2F)
        if isSlash || after.takeDash() {
            after.skipSpaces()
            if let second = after.takeDigits(most: 4) {
                self = after
                guard var span = CellCursor.span(first, second), span.isYear || !named else { return nil }
                span.isShort = !named && first.count == 2 && second.count == 2
                span.isPair = !named && first.count == 4 && (second.count == 2 || second.count == 1 && span.isYear)
                span.isStroked = isSlash
                return span
            }
        }
        guard first.count == 4 && !named else { return nil }
        self = place
        return YearSpan(year: first.value, month: nil, isYear: true, isSingle: true)
    }

    private static func span(_ first: (value: Int, count: Int), _ second: (value: Int, count: Int)) -> YearSpan? {
        let month = (1...12).contains(second.value) ? second.value : nil
        switch (first.count, second.count) {
        case (4, 4) where second.value == first.value + 1: return YearSpan(year: first.value, month: nil, isYear: true)
        case (4, 2) where second.value == (first.value + 1) % 100:
            return YearSpan(year: first.value, month: month, isYear: true)
        // `2023/4` is mostly short for 2023/24.
        case (4, 1) where second.value == (first.value + 1) % 10:
            return YearSpan(year: first.value, month: month, isYear: true)
        case (4, 1...2) where month != nil: return YearSpan(year: first.value, month: month, isYear: false)
        case (1...2, 4) where (1...12).contains(first.value) && second.value >= 1000:
            return YearSpan(year: second.value, month: first.value, isYear: false)
        case (2, 2) where second.value == (first.value + 1) % 100:
            return YearSpan(
                year: first.value + (first.value < 70 ? 2000 : 1900), month: nil, isYear: true)
        default: return nil
        }
    }

    /// Skips the separator between a quarter and its year; returns whether a bracket opened.
    @discardableResult
    fileprivate mutating func skipPeriodSeparator() -> Bool {
        skipSpaces()
        if takeDash() || take(0x2F) || take(0x2C) || take(0x3A) || take("of") { skipSpaces() }
        return take(0x28)
    }
}
