// How to read ambiguous dates and periods, and what reading them notices.

/// The reading that a column's modifiers choose.
package struct CalendarReading: Sendable, Hashable {
    /// Whether `02/03/2024` is the third of February; else it is the second of March.
    package var isMonthFirst = false
    package var pairs = YearPairs.either
    /// For dates: what a year or a quarter of one is. Periods have it in their type.
    package var years: PeriodYears = 4
    /// The year of cells that say none.
    package var year: AssumedYear?

    package init(isMonthFirst: Bool = false, pairs: YearPairs = .either) {
        self.isMonthFirst = isMonthFirst
        self.pairs = pairs
    }
}

/// Which years periods are parts of.
package struct PeriodYears: Sendable, Hashable, ExpressibleByIntegerLiteral {
    /// The month in which years begin: 4 for financial years.
    package var month: Int
    /// Whether a quarter or half beside a single number is one of that calendar year: `Q4 2017` ends in December.
    package var countsByCalendar = false

    package init(month: Int, countsByCalendar: Bool = false) {
        self.month = month
        self.countsByCalendar = countsByCalendar
    }

    package init(integerLiteral month: Int) { self.month = month }

    /// The month from which the parts of a year are counted that is a single number.
    @inline(__always)
    var monthOfSingle: Int { countsByCalendar ? 1 : month }
}

/// The year that a column's cells are of where they say none.
package struct AssumedYear: Sendable, Hashable {
    /// The one in which it begins.
    package var number: Int
    /// Whether it is a single number, `2023` rather than `2023-24`.
    package var isSingle: Bool

    package init(_ number: Int, isSingle: Bool) {
        self.number = number
        self.isSingle = isSingle
    }

    /// The calendar's year of a month in it.
    func calendarYear(ofMonth month: Int, _ years: PeriodYears) -> Int {
        number + (month < (isSingle ? years.monthOfSingle : years.month) ? 1 : 0)
    }
}

/// How to read a year with two digits behind it, such as `2011-12` or `2011/12`.
package enum YearPairs: UInt8, Sendable, Hashable {
    /// The year 2011-12 where the digits are those of the next year, else a month.
    case either
    /// A month in every cell.
    case months
    /// A year in every cell.
    case years
}

/// How a date was written. A month, quarter or year means its last day, and moves as a whole.
package enum DateGrain: UInt8, Sendable, BitwiseCopyable {
    case day = 0
    case month
    case quarter
    case year
    /// The last day of a period, which stays a last day when it is moved by months.
    case end

    package var isDay: Bool { self == .day || self == .end }
    /// Whether its month is known.
    package var hasMonth: Bool { isDay || self == .month }
}

/// What reading a date or period noticed besides its value.
package struct CalendarNotices: OptionSet, Sendable, BitwiseCopyable {
    package let rawValue: UInt8
    package init(rawValue: UInt8) { self.rawValue = rawValue }

    /// The column's order decided which of two numbers is the day: the other order would give another date, or none.
    package static let ordered = CalendarNotices(rawValue: 1)
    /// It was read as a year, and may be a month.
    package static let pairedYear = CalendarNotices(rawValue: 2)
    /// Day and month are in the other order, or it is a month and cannot be a year.
    package static let otherWay = CalendarNotices(rawValue: 4)
    /// For a year that may be a month, and a month that cannot be a year: it is written with a stroke. No such cell has
    /// an order of day and month, so the bit is shared.
    package static let stroked = ordered
    /// Its year has two digits and may be another year, or a day: `31/03/45`, `Sep 30`. The combination has no other
    /// meaning.
    package static let shortYear: CalendarNotices = [.pairedYear, .otherWay]
    /// A time of day followed the date.
    package static let time = CalendarNotices(rawValue: 8)
}
