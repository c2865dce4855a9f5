// How dates and periods are read that could be read in two ways, and what reading them notices.

/// The reading that a column's line asks for.
package struct CalendarReading: Sendable, Hashable {
    /// Whether `02/03/2024` is the third of February; else it is the second of March.
    package var isMonthFirst = false
    package var pairs = YearPairs.either

    package init(isMonthFirst: Bool = false, pairs: YearPairs = .either) {
        self.isMonthFirst = isMonthFirst
        self.pairs = pairs
    }
}

/// What a year with two digits behind it is, such as `2011-12` or `2011/12`.
package enum YearPairs: UInt8, Sendable, Hashable {
    /// The year 2011-12 where the digits are those of the next year, else a month.
    case either
    /// A month in every cell.
    case months
    /// A year in every cell.
    case years
}

/// What a date was written as. A month, quarter or year stands for its last day, and moves as a whole.
package enum DateGrain: UInt8, Sendable, BitwiseCopyable {
    case day = 0
    case month
    case quarter
    case year
    /// The last day of a period, which stays one when it is moved by months.
    case end

    package var isDay: Bool { self == .day || self == .end }
    /// Whether its month is known.
    package var hasMonth: Bool { isDay || self == .month }
}

/// What reading a date or period noticed beside its value.
package struct CalendarNotices: OptionSet, Sendable, BitwiseCopyable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// Of its two numbers the column says which is the day: the other way round it would be another day, or none.
    package static let ordered = CalendarNotices(rawValue: 1)
    /// It was read as a year, and may be a month.
    package static let pairedYear = CalendarNotices(rawValue: 2)
    /// Day and month stand the other way round, or it is a month and no year.
    package static let otherWay = CalendarNotices(rawValue: 4)
    /// Of a year that may be a month and of a month that is no year: a stroke stands in it. No such cell has an order
    /// of day and month.
    package static let stroked = ordered
    /// Its year has two digits and may be another, or may be a day: `31/03/45`, `Sep 30`. Nothing else is both of
    /// these.
    package static let shortYear: CalendarNotices = [.pairedYear, .otherWay]
    /// A time of day stood behind the date.
    package static let time = CalendarNotices(rawValue: 8)
}
