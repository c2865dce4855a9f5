// Days of the calendar as they are written on the command line and in waivers.

import Quantities

/// Days since 1970-01-01 of a day written `2023-09-30`, or `nil` where there is no such day.
func calendarDay(_ text: String) -> Int? {
    CalendarDate(written: text)?.days
}

/// The day as `2023-09-30`.
func written(_ days: Int) -> String { CalendarDate(days: days)?.text ?? "\(days)" }
