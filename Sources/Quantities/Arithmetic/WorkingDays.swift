// Working days: days other than weekends and holidays.

/// Holidays other than weekends, and the years for which they are known.
package struct Holidays: Sendable {
    /// Days since 1970-01-01 from Monday to Friday, in order, each once.
    private let days: [Int]
    /// From the first day of the first year to the last day of the last.
    private let years: ClosedRange<Int>

    /// `nil` where there is no day: holidays are then unknown for every year.
    package init?(_ days: some Sequence<Int>) {
        let dates = Set(days).compactMap { CalendarDate(days: $0) }
        guard let first = dates.min(), let last = dates.max(),
            let start = CalendarDate(year: first.year, month: 1, day: 1),
            let end = CalendarDate(year: last.year, month: 12, day: 31)
        else { return nil }
        self.days = dates.filter { $0.weekday <= 5 }.map(\.days).sorted()
        years = start.days...end.days
    }

    /// How many of the days after `first` up to and including `last` are working days; negative where `last` comes
    /// first, `nil` where holidays of their years are not known. Takes time logarithmic in the number of holidays.
    package func workingDays(after first: Int, through last: Int) -> Int? {
        guard years.contains(min(first, last)), years.contains(max(first, last)) else { return nil }
        return weekdays(after: first, through: last) - (count(through: last) - count(through: first))
    }

    private func count(through day: Int) -> Int {
        var low = 0
        var high = days.count
        while low < high {
            let middle = (low + high) / 2
            if days[middle] <= day { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// How many of the days after `first` up to and including `last` are not at a weekend; negative where `last` comes
/// first.
package func weekdays(after first: Int, through last: Int) -> Int { weekdays(through: last) - weekdays(through: first) }

/// Days from Monday to Friday counted from Monday, 29 December 1969, up to and including a day.
private func weekdays(through day: Int) -> Int {
    let fromMonday = day + 3
    let remainder = fromMonday % 7
    let (weeks, weekday) =
        remainder < 0 ? (fromMonday / 7 - 1, remainder + 7) : (fromMonday / 7, remainder)
    return weeks * 5 + min(weekday + 1, 5)
}
