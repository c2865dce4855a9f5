// Why a cell cannot be read as its column's type, in words, where that is known.

/// What is wrong with an unreadable cell, and what to do about it: both lower case without a full stop.
package struct UnreadableCause: Equatable, Sendable {
    package var cause: String
    package var cure: String
}

extension CellExpectation {
    /// Why a cell could not be read as this; `nil` where there is nothing to add to what was expected. `monthFirst` is
    /// the column's order of dates.
    package func cause(of cell: String, monthFirst: Bool = false) -> UnreadableCause? {
        var cell = cell
        return cell.withUTF8 { bytes in
            guard bytes.count <= 256, let start = CellCursor(trimmedBytes(bytes)) else { return nil }
            switch self {
            case .date: return dateCause(start, monthFirst: monthFirst)
            case .whole, .number, .percent, .money, .measure, .target: return figureCause(start)
            case .period, .flag: return nil
            }
        }
    }

    // MARK: Dates

    private func dateCause(_ start: CellCursor, monthFirst: Bool) -> UnreadableCause? {
        if var date = start.numberedDate {
            if monthFirst, date.isDayFirst {
                (date.day, date.month) = (date.month, date.day)
                date.isMonthFirst = true
            }
            return date.cause
        }
        if let period = readPeriod(start.rest, yearFrom: 4), period.months > 1 {
            return UnreadableCause(
                cause: "it is a period, and no day", cure: "write its day, or declare the column as a `period`")
        }
        var place = start
        if let day = place.takeDigits(most: 2), day.value <= 31 {
            place.skipSpaces()
            if place.takeMonthName() != nil, place.isAtEnd {
                return UnreadableCause(
                    cause: "its year is missing", cure: "write the year behind it, such as 30 September 2023")
            }
        }
        return nil
    }

    // MARK: Figures

    private func figureCause(_ start: CellCursor) -> UnreadableCause? {
        if start.isSignAlone {
            return UnreadableCause(
                cause: "there is no figure beside its sign", cure: "write the figure, or leave the cell blank")
        }
        if let corrected = withDecimalPoint(start) {
            return UnreadableCause(
                cause: "a comma separates thousands and must be followed by three digits",
                cure: "if the comma is a decimal point, write \(corrected)")
        }
        var units = UnitCache()
        let read = readMeasure(start, &units)
        if read.amount.isTooLong {
            return UnreadableCause(
                cause: "it has more than 38 digits", cure: "write it with a multiplier, such as £2.4m")
        }
        if read.state == .words, read.amount.flags.contains(.irregular), let letter = start.onlyLetter {
            return UnreadableCause(cause: "it has the letter \(letter) among its digits", cure: "write a digit for it")
        }
        guard read.state.hasUnit else { return nil }
        switch (self, read.amount.unit) {
        case (.whole, .none):
            return UnreadableCause(
                cause: "it is no whole number", cure: "correct it, or declare the column as a `number`")
        case (.whole, let unit), (.number, let unit):
            let printed =
                unit.isMoney ? "an amount of money" : unit == .percent ? "a percentage" : "a figure with a unit"
            return UnreadableCause(
                cause: "it is \(printed)", cure: "write the number alone, or declare the column as a `measure`")
        case (.percent, let unit) where unit != .percent:
            return UnreadableCause(
                cause: "it is no percentage", cure: "write a percentage, or declare the column as a `measure`")
        case (.money, let unit) where !unit.isMoney && unit != .none:
            return UnreadableCause(
                cause: "it is no amount of money", cure: "write an amount, or declare the column as a `measure`")
        default: return nil
        }
    }
}

extension CellExpectation {
    /// The cell with a point for its comma, where it can then be read; else `nil`: `88.5%`, `<88.5%`, `at least 88.5%
    /// by 2024`.
    private func withDecimalPoint(_ start: CellCursor) -> String? {
        guard let bytes = start.bytesWithDecimalPoint else { return nil }
        let isFigure = bytes.withUnsafeBufferPointer { cell in
            var units = UnitCache()
            if self == .target { return readTarget(cell, &units).state == .value }
            return CellCursor(cell).map { readMeasure($0, &units).state.hasUnit } ?? false
        }
        return isFigure ? String(decoding: bytes, as: UTF8.self) : nil
    }
}

extension CellCursor {
    /// A date written in numbers, valid or not: `31/02/2023`, `2023-25-02`.
    fileprivate var numberedDate: NumberedDate? {
        var place = self
        guard let first = place.takeDigits(most: 4), let separator = place.takeSeparator(),
            let second = place.takeDigits(most: 2), place.takeSeparator() == separator,
            let third = place.takeDigits(most: 4), place.isAtEnd
        else { return nil }
        if first.count == 4, third.count <= 2 { return NumberedDate(first.value, second.value, third.value, false) }
        guard first.count <= 2, third.count == 4 || third.count == 2 else { return nil }
        let year = third.count == 4 ? third.value : third.value + (third.value < 70 ? 2000 : 1900)
        return NumberedDate(year, second.value, first.value, true)
    }

    private mutating func takeSeparator() -> UInt8? {
        for byte: UInt8 in [0x2F, 0x2D, 0x2E] where take(byte) { return byte }
        return nil
    }

    fileprivate var onlyLetter: String? {
        let letters = rest.filter { isASCIILetter($0) }
        return letters.count == 1 ? String(decoding: letters, as: UTF8.self) : nil
    }
}

/// A year, a month and a day, each any number.
private struct NumberedDate {
    var year: Int
    var month: Int
    var day: Int
    var isDayFirst: Bool
    /// Whether its column has the month first.
    var isMonthFirst = false

    init(_ year: Int, _ month: Int, _ day: Int, _ isDayFirst: Bool) {
        (self.year, self.month, self.day, self.isDayFirst) = (year, month, day, isDayFirst)
    }

    private func padded(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    var cause: UnreadableCause? {
        let months = [
            "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
            "November",
            "December",
        ]
        if month < 1 || month > 12 {
            let swapped = CalendarDate(year: year, month: day, day: month)
            guard isDayFirst, let swapped else {
                return UnreadableCause(cause: "there is no month \(month)", cure: "correct the date")
            }
            return UnreadableCause(
                cause: "there is no month \(month): "
                    + (isMonthFirst
                        ? "`month first` says that the month comes before the day"
                        : "the day comes before the month"),
                cure: "if \(months[swapped.month - 1]) is meant, write "
                    + (isMonthFirst
                        ? "\(padded(swapped.month))/\(padded(swapped.day))/\(swapped.year)" : swapped.text))
        }
        guard (1...9999).contains(year) else { return nil }
        let length = CalendarDate.length(ofMonth: month, in: year)
        guard day < 1 || day > length else { return nil }
        return UnreadableCause(cause: "\(months[month - 1]) \(year) has \(length) days", cure: "correct the day")
    }
}
