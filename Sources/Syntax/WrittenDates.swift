// Calendar dates as they are written in a rule file.

import Quantities

/// The days from 1970-01-01 to a date of the Gregorian calendar, or `nil` where there is no such date.
func daysSinceEpoch(year: Int, month: Int, day: Int) -> Int? {
    CalendarDate(year: year, month: month, day: day)?.days
}
