// Days of the calendar as they are written on the command line and in waivers.

import Quantities

/// Days since 1970-01-01 of a day written `2023-09-30`, or `nil` where there is no such day.
func calendarDay(_ text: String) -> Int? {
    let parts = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) ?? -1 }
    guard parts.count == 3, parts[0] > 0,
        let date = CalendarDate(year: parts[0], month: parts[1], day: parts[2]), date.text == text
    else { return nil }
    return date.days
}

/// The day as `2023-09-30`.
func written(_ days: Int) -> String { CalendarDate(days: days)?.text ?? "\(days)" }
