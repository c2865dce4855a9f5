// Columns of periods.

/// Reads a column of periods: the code is `Period.code`. Years begin in `month` (4 for financial years; outside 1 to 12 nothing is read). Sets the count of `into` to
/// that of `cells`.
///
/// A quarter or half (`Q2`, `Quarter 2`, `H1`) stands before or behind its year; a year is `2023-24`, `2023/24`, `2023/2024`, `23/24` or `2023`, the one that
/// begins in 2023. Two numbers that follow each other are a year, so `2011-12` is 2011/12 and `2023-09` a month. A month is `2023-09`, `09/2023`,
/// `Sep-23` or `September 2023`. A year whose halves do not follow each other (`2022/24`) is unreadable.
package func readPeriods(_ cells: CellColumn, yearFrom month: Int, markers: Markers, into: CodeVector) {
    into.count = cells.count
    for row in 0..<cells.count {
        let cell = trimmedBytes(cells.bytes(row))
        into.code[row] = 0
        guard let cursor = CellCursor(cell) else {
            into.state[row] = .blank
            continue
        }
        if let state = markers.state(ofTrimmed: cell) {
            into.state[row] = state
        } else if let period = Period(plain: cell, yearFrom: month) ?? readPeriod(cursor, month) {
            into.code[row] = period.code
            into.state[row] = .value
        } else {
            into.state[row] = .unreadable
        }
    }
}

/// The period of a whole cell, as `readPeriods` reads it.
package func readPeriod(_ cell: UnsafeBufferPointer<UInt8>, yearFrom month: Int) -> Period? {
    CellCursor(trimmedBytes(cell)).flatMap { readPeriod($0, month) }
}

/// period = part year | year [part] | month year | year month
private func readPeriod(_ start: CellCursor, _ yearFrom: Int) -> Period? {
    guard (1...12).contains(yearFrom) else { return nil }
    var cursor = start
    let period: Period?
    var inBrackets = false
    if let month = cursor.takeMonthName() {
        cursor.skipPeriodSeparator()
        period = cursor.takeYear().map { Period(start: $0 * 12 + month - 1, months: 1) }
    } else if let part = cursor.takePart() {
        inBrackets = cursor.skipPeriodSeparator()
        guard let span = cursor.takeYearSpan(), span.month == nil else { return nil }
        period = part.period(in: span.year, yearFrom)
    } else if let span = cursor.takeYearSpan() {
        if let month = span.month {
            period = Period(start: span.year * 12 + month - 1, months: 1)
        } else if cursor.isAtEnd {
            period = Period(start: span.year * 12 + yearFrom - 1, months: 12)
        } else {
            cursor.skipPeriodSeparator()
            if span.isSingle, let month = cursor.takeMonthName() {
                period = Period(start: span.year * 12 + month - 1, months: 1)
            } else {
                period = cursor.takePart()?.period(in: span.year, yearFrom)
            }
        }
    } else {
        return nil
    }
    if inBrackets && !cursor.take(0x29) { return nil }
    return cursor.isAtEnd ? period : nil
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
    /// Takes `Q2`, `Qtr 2`, `Quarter 2`, `H1`, `Half 1`.
    fileprivate mutating func takePart() -> YearPart? {
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

    /// Takes a year, or a year and a month (`2023-09`, `09/2023`). `isSingle`: it was a single number.
    fileprivate mutating func takeYearSpan() -> (year: Int, month: Int?, isSingle: Bool)? {
        var place = self
        if place.takeWord("fy") { place.skipSpaces() }
        let named = place.at > at
        guard let first = place.takeDigits(most: 4), first.count == 4 || first.count <= 2 else { return nil }
        if first.count == 4 && first.value < 1000 { return nil }
        var after = place
        after.skipSpaces()
        if after.take(0x2F) || after.takeDash() {
            after.skipSpaces()
            if let second = after.takeDigits(most: 4) {
                self = after
                let span = CellCursor.span(first, second)
                return named && span?.month != nil ? nil : span
            }
        }
        guard first.count == 4 && !named else { return nil }
        self = place
        return (first.value, nil, true)
    }

    private static func span(
        _ first: (value: Int, count: Int), _ second: (value: Int, count: Int)
    ) -> (year: Int, month: Int?, isSingle: Bool)? {
        switch (first.count, second.count) {
        case (4, 4) where second.value == first.value + 1:
            return (first.value, nil, false)
        case (4, 2) where second.value == (first.value + 1) % 100:
            return (first.value, nil, false)
        case (4, 1...2) where (1...12).contains(second.value):
            return (first.value, second.value, false)
        case (1...2, 4) where (1...12).contains(first.value) && second.value >= 1000:
            return (second.value, first.value, false)
        case (2, 2) where second.value == (first.value + 1) % 100:
            return (first.value + (first.value < 70 ? 2000 : 1900), nil, false)
        default:
            return nil
        }
    }

    /// Passes what may stand between a quarter and its year; whether a bracket opened.
    @discardableResult
    fileprivate mutating func skipPeriodSeparator() -> Bool {
        skipSpaces()
        if takeDash() || take(0x2F) || take(0x2C) || take(0x3A) || take("of") { skipSpaces() }
        return take(0x28)
    }
}
