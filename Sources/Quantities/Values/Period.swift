// Reporting periods: months, quarters, half-years, years.

/// A run of whole months.
package struct Period: Hashable, Comparable, Sendable {
    /// The first month, counted from January of year 0: `year * 12 + month − 1`.
    package let start: Int
    /// At least 1, at most 65,535.
    package let months: Int

    package init(start: Int, months: Int) {
        self.start = start
        self.months = months
    }

    /// A number that orders periods by their end, then by their length.
    package var code: Int64 { Int64(start + months) << 16 | Int64(months) }

    package init(code: Int64) {
        months = Int(code & 0xFFFF)
        start = Int(code >> 16) - months
    }

    package static func < (left: Period, right: Period) -> Bool { left.code < right.code }

    /// The year of the period's last month, identified by the calendar year in which it begins, where years begin in
    /// `month` (1 to 12).
    package func year(from month: Int = 4) -> Int { floorDivision(start + months - month, 12) }

    /// The quarter (1 to 4) of its year that contains the period; `nil` where none does, as for a year.
    package func quarter(from month: Int = 4) -> Int? {
        let first = floorDivision(start - month + 1, 3)
        guard first == floorDivision(start + months - month, 3) else { return nil }
        return first - floorDivision(first, 4) * 4 + 1
    }

    /// The last day, in days since 1970-01-01.
    package var lastDay: Int {
        let next = start + months
        return CalendarDate.daysBefore(year: floorDivision(next, 12), month: next - floorDivision(next, 12) * 12 + 1)
            - 1
    }

    /// Its text where years begin in April.
    package var text: String { text(yearFrom: 4) }

    /// `2023-24 Q2`, `2023-24`, `2023-24 H1`, `2023-09`; a year that begins in January is `2023`; any other run of
    /// months is `2023-05 to 2023-08`.
    package func text(yearFrom month: Int) -> String {
        let year = year(from: month)
        let offset = start - (year * 12 + month - 1)
        let name = month == 1 ? digits(year, 4) : digits(year, 4) + "-" + digits((year + 1) % 100, 2)
        switch (months, offset) {
        case (12, 0): return name
        case (6, 0), (6, 6): return name + " H\(offset / 6 + 1)"
        case (3, 0), (3, 3), (3, 6), (3, 9): return name + " Q\(offset / 3 + 1)"
        case (1, _): return Period.text(ofMonth: start)
        default: return Period.text(ofMonth: start) + " to " + Period.text(ofMonth: start + months - 1)
        }
    }

    private static func text(ofMonth month: Int) -> String {
        let year = floorDivision(month, 12)
        return digits(year, 4) + "-" + digits(month - year * 12 + 1, 2)
    }
}

private func floorDivision(_ value: Int, _ by: Int) -> Int {
    let quotient = value / by
    return value % by < 0 ? quotient - 1 : quotient
}
