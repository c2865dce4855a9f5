// Days of the calendar.

/// A day of the Gregorian calendar, in the years 1 to 9999.
package struct CalendarDate: Hashable, Comparable, Sendable {
    /// Days since 1970-01-01.
    package let days: Int
    package let year: Int
    /// 1 to 12.
    package let month: Int
    package let day: Int

    /// A day as settings and command lines write it, `2023-09-30`; `nil` where there is no such day.
    package init?(written text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
        guard parts.count == 3, let date = CalendarDate(year: parts[0], month: parts[1], day: parts[2]),
            date.text == text
        else { return nil }
        self = date
    }

    /// `nil` where the calendar has no such day.
    package init?(year: Int, month: Int, day: Int) {
        guard (1...9999).contains(year), (1...12).contains(month), day >= 1,
            day <= CalendarDate.length(ofMonth: month, in: year)
        else { return nil }
        self.year = year
        self.month = month
        self.day = day
        days = CalendarDate.daysBefore(year: year, month: month) + day - 1
    }

    /// The day at a number of days after (or before) 1970-01-01; `nil` outside the years 1 to 9999.
    package init?(days: Int) {
        guard days >= -719_162 && days <= 2_932_896 else { return nil }
        // Counted from 1 March of year 0, in eras of 400 years.
        let shifted = days + 719_468
        let era = shifted / 146_097
        let dayOfEra = shifted % 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let monthFromMarch = (5 * dayOfYear + 2) / 153
        self.days = days
        day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
        month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// The last day of a month, which is 1 to 12.
    package init?(lastOfMonth month: Int, year: Int) {
        guard (1...12).contains(month) else { return nil }
        self.init(year: year, month: month, day: CalendarDate.length(ofMonth: month, in: year))
    }

    package static func < (left: CalendarDate, right: CalendarDate) -> Bool { left.days < right.days }

    /// `2023-09-30`.
    package var text: String { digits(year, 4) + "-" + digits(month, 2) + "-" + digits(day, 2) }

    package func adding(days count: Int) -> CalendarDate? {
        let (sum, overflow) = days.addingReportingOverflow(count)
        return overflow ? nil : CalendarDate(days: sum)
    }

    /// The same day of a later (or earlier) month, or that month's last day where it is shorter. A month, quarter or
    /// year moves as a whole: it ends with a month's last day.
    package func adding(months count: Int, grain: DateGrain = .day) -> CalendarDate? {
        guard abs(max(count, -200_000)) < 200_000 else { return nil }
        let months = year * 12 + month - 1 + count
        guard months >= 12 else { return nil }
        let length = CalendarDate.length(ofMonth: months % 12 + 1, in: months / 12)
        return CalendarDate(
            year: months / 12, month: months % 12 + 1, day: grain == .day ? min(day, length) : length)
    }

    /// The greatest number of months, negative ones too, that can be added to this day without going beyond another: 1
    /// from 31 January to 28 February, −1 from 28 February to 31 January.
    package func months(until other: CalendarDate, grain: DateGrain = .day) -> Int {
        let months = (other.year - year) * 12 + other.month - month
        let length = CalendarDate.length(ofMonth: other.month, in: other.year)
        return (grain == .day ? min(day, length) : length) > other.day ? months - 1 : months
    }

    /// The age on a day of a person who was born on this one; `nil` before it.
    package func age(on day: CalendarDate) -> Int? {
        guard day >= self else { return nil }
        let years = day.year - year
        return (day.month, day.day) < (month, self.day) ? years - 1 : years
    }

    /// 1 for Monday to 7 for Sunday.
    package var weekday: Int { floorRemainder(days + 3, 7) + 1 }

    /// Days in a month, which is 1 to 12.
    static func length(ofMonth month: Int, in year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days from 1970-01-01 to the first of a month, of year 0 or later.
    static func daysBefore(year: Int, month: Int) -> Int {
        let year = month <= 2 ? year - 1 : year
        let shifted = year + 400
        let yearOfEra = shifted % 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5
        return (shifted / 400 - 1) * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
    }
}

private func floorRemainder(_ value: Int, _ by: Int) -> Int {
    let remainder = value % by
    return remainder < 0 ? remainder + by : remainder
}

/// A number with zeros before it.
func digits(_ value: Int, _ width: Int) -> String {
    let text = String(value)
    return String(repeating: "0", count: max(0, width - text.utf8.count)) + text
}
