// Functions of dates and periods: what each takes and gives, with examples that a test evaluates.

extension Signature {
    private static let start = Parameter("a", .date)
    private static let finish = Parameter("b", .date)

    package static let year = Signature(
        .year, [Parameter("p", .dateOrPeriod)], .figure,
        "the year in which a period's financial year begins; of a date the calendar's year",
        example: "year(period) == 2023",
        worked: [
            WorkedExample("year(2024-02-01)", "2024"), WorkedExample("year(period(\"2023-24 Q4\"))", "2023"),
        ])

    package static let quarter = Signature(
        .quarter, [Parameter("p", .period)], .figure, "the quarter of its year, 1 to 4; unknown of a whole year",
        example: "quarter(period) == 2", worked: [WorkedExample("quarter(period(\"2023-24 Q2\"))", "2")])

    package static let month = Signature(
        .month, [Parameter("d", .dateOrPeriod)], .figure,
        "the calendar's month, 1 to 12, of a date or of a period that is a month; unknown where the date does not print "
            + "it", example: "month(due_by) in 4..6",
        worked: [
            WorkedExample("month(2024-02-01)", "2"),
            WorkedExample("month(due_by)", "unknown", .init("due_by date", "2024")),
        ])

    package static let weekday = Signature(
        .weekday, [Parameter("d", .date)], .figure,
        "the day of the week of a date (1 is Monday); unknown where the date does not print its day",
        example: "weekday(opened) <= 5", worked: [WorkedExample("weekday(2024-02-01)", "4")])

    package static let end = Signature(
        .end, [Parameter("p", .period)], .date, "the last day of a period",
        example: "end(period) <= reporting_date", worked: [WorkedExample("end(period(\"2023-24 Q2\"))", "2023-09-30")])

    package static let days = Signature(
        .days, [start, finish], .figure,
        "the days from a to b, a number; beside a measure or target it is so many days, whatever unit that prints; "
            + "`date + 30 days` and `date - 2 months` shift a date",
        example: "days(opened, closed) <= 28", worked: [WorkedExample("days(2024-01-01, 2024-02-01)", "31")])

    package static let months = Signature(
        .months, [start, finish], .figure, "the largest number of months that can be added to a without passing b",
        example: "months(opened, closed) <= 6", worked: [WorkedExample("months(2024-01-31, 2024-03-30)", "1")])

    package static let years = Signature(
        .years, [start, finish], .figure, "the largest number of years that can be added to a without passing b",
        example: "years(opened, closed) < 2", worked: [WorkedExample("years(2020-06-30, 2024-06-29)", "3")])

    package static let age = Signature(
        .age, [Parameter("born", .date), Parameter("day", .date)], .figure,
        "the age on a day; whoever was born on 29 February is a year older on 1 March where there is no such day",
        example: "age(born, admitted) < 18", worked: [WorkedExample("age(2006-05-01, 2024-04-30)", "17")])

    package static let overlaps = Signature(
        .overlaps,
        [
            Parameter("a", .ordered), Parameter("b", .ordered), Parameter("c", .ordered), Parameter("d", .ordered),
        ], .truth,
        "whether the time from a to b and that from c to d share a day, first and last days included; also of figures and "
            + "periods. What ends before it starts shares nothing",
        example: "not overlaps(opened, closed, previous.opened, previous.closed)",
        worked: [
            WorkedExample("overlaps(2024-01-01, 2024-01-31, 2024-01-31, 2024-03-31)", "true"),
            WorkedExample("overlaps(2024-01-01, 2024-01-31, 2024-02-01, 2024-03-31)", "false"),
            WorkedExample("overlaps(2024-01-01, 2024-01-31, 2024-01-20, 2024-01-10)", "false"),
        ])

    package static let workingDays = Signature(
        .workingDays, [start, finish, Parameter("holidays", .dayTable, isOptional: true)], .figure,
        "the days after a, up to and including b, that are neither at a weekend nor in the column of dates of table T "
            + "(`holidays: T`, or `T.column`); unknown outside the years of T; without `holidays` only weekends are "
            + "left out",
        example: "working_days(opened, closed, holidays: bank_holidays) <= 20",
        worked: [
            WorkedExample("working_days(2023-12-22, 2023-12-29)", "5"),
            WorkedExample(
                "working_days(2023-12-22, 2023-12-29, holidays: kpis.day)", "3",
                .init("day date", "2023-12-25", "2023-12-26")),
        ])

    package static let firstDate = Signature(
        .firstDate, [Parameter("text", .text), Parameter("near", .date, isOptional: true)], .date,
        "the first date that is written in a text; a month is its last day, and a date without a year has the year that "
            + "brings it nearest to `near`: unknown without `near`, and where two years bring it nearly as near",
        example: "first_date(commentary, near: opened) >= opened",
        worked: [
            WorkedExample("first_date(\"Due on 5 April 2024, not 31/03/2024\")", "2024-04-05"),
            WorkedExample("first_date(\"Done by end of May\", near: 2024-03-31)", "2024-05-31"),
            WorkedExample("first_date(\"Due on 5 April\")", "unknown"),
        ])

    package static let lastDate = Signature(
        .lastDate, [Parameter("text", .text), Parameter("near", .date, isOptional: true)], .date,
        "the last date that is written in a text, read as by `first_date`",
        example: "last_date(commentary, near: opened) >= opened",
        worked: [WorkedExample("last_date(\"From Jan-24 to 12 Feb\", near: 2024-03-31)", "2024-02-12")])
}
