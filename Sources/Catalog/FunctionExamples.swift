// Examples of every function, each with its value. The switch is exhaustive: a new function needs an example.

extension Function {
    /// Calls with the values that they have, the plainest first.
    package var workedExamples: [WorkedExample] {
        switch self {
        case .meets:
            [
                WorkedExample(
                    "meets(value, target)", "true", .init("value measure", "20"), .init("target target", "<23")),
                WorkedExample(
                    "meets(value, target, \"higher\")", "false", .init("value measure", "94%"),
                    .init("target target", "95%")),
            ]
        case .near:
            [
                WorkedExample(
                    "near(value, target, \"higher\", 5 points)", "true", .init("value measure", "92%"),
                    .init("target target", "95%")),
                WorkedExample(
                    "near(value, target, \"higher\", 5%)", "false", .init("value measure", "370"),
                    .init("target target", "400")),
            ]
        case .gap:
            [
                WorkedExample(
                    "gap(value, target)", "4 days", .init("value measure", "27 days"),
                    .init("target target", "at most 23 days"))
            ]
        case .relativeGap:
            [
                WorkedExample(
                    "relative_gap(value, target, \"higher\")", "5%", .init("value measure", "380"),
                    .init("target target", "400"))
            ]
        case .due:
            [
                WorkedExample(
                    "due(rag)", "Red", .init("value measure", "94%"), .init("target target", "95%"),
                    .init("rag status council", "Green"), declarations: dueScheme)
            ]
        case .prorate: [WorkedExample("prorate(target(\"400\"), 50%)", "200")]
        case .elapsed: [WorkedExample("elapsed(period(\"2023-24 Q2\"))", "50%")]
        case .percent: [WorkedExample("percent(45, 60)", "75%")]
        case .change: [WorkedExample("change(110, 100)", "10%")]
        case .ratio:
            [
                WorkedExample("ratio(\"3 of 4 sites open\")", "75%"),
                WorkedExample("ratio(\"3 of 4 sites, 7 of 9 clubs\")", "unknown"),
            ]
        case .unit:
            [
                WorkedExample("unit(measure(\"5 kg\"))", "kg"), WorkedExample("unit(measure(\"5\")) == \"\"", "true"),
            ]
        case .amount: [WorkedExample("amount(measure(\"5 kg\"))", "5")]
        case .printed: [WorkedExample("printed(value)", "£1.2m", .init("value money", "£1.2m"))]
        case .decimals: [WorkedExample("decimals(value)", "2", .init("value measure", "92.40%"))]
        case .digits: [WorkedExample("digits(value)", "4", .init("value measure", "92.40%"))]
        case .mark:
            [
                WorkedExample("mark(value)", "[p]", .init("value measure", "95% [p]")),
                WorkedExample("mark(value)", "blank", .init("value measure", "95%")),
            ]
        case .exact:
            [
                WorkedExample("exact(share) agrees with 70.6%", "false", .init("share percent", "71%")),
                WorkedExample("share agrees with 70.6%", "true", .init("share percent", "71%")),
            ]
        case .sameUnit:
            [
                WorkedExample("same_unit(measure(\"14 days\"), measure(\"2 weeks\"))", "true"),
                WorkedExample("same_unit(measure(\"5 kg\"), measure(\"5%\"))", "false"),
            ]
        case .firstKnown:
            [
                WorkedExample(
                    "first_known(now, before)", "12", .init("now measure", "TBC"), .init("before measure", "12"))
            ]
        case .measure: [WorkedExample("measure(\"£1.2m\")", "£1,200,000")]
        case .target: [WorkedExample("target(\"<23\")", "<23")]
        case .period: [WorkedExample("period(\"2023-24 Q2\")", "2023-24 Q2")]
        case .abs, .round, .min, .max, .rises, .falls: figureExamples
        case .year, .quarter, .month, .weekday, .end, .days, .months, .years, .age, .workingDays: timeExamples
        case .lower, .upper, .trim, .length, .wordCount, .firstNumber: textExamples
        }
    }

    private var dueScheme: String {
        """
        scheme council for value, target {
          green "Green" when meets(value, target, "higher")
          red   "Red"   otherwise
        }

        """
    }

    private var figureExamples: [WorkedExample] {
        switch self {
        case .abs: [WorkedExample("abs(3 - 8)", "5")]
        case .round: [WorkedExample("round(2.345, 2)", "2.35"), WorkedExample("round(2.5)", "3")]
        case .min: [WorkedExample("min(3, 7)", "3"), WorkedExample("min(2024-02-01, 2024-01-01)", "2024-01-01")]
        case .max: [WorkedExample("max(3, 7)", "7"), WorkedExample("max(2024-02-01, 2024-01-01)", "2024-02-01")]
        case .rises: [WorkedExample("rises(1, 2, 2, 5)", "true"), WorkedExample("rises(1, 5, 2)", "false")]
        case .falls: [WorkedExample("falls(5, 2, 2, 1)", "true"), WorkedExample("falls(5, 1, 2)", "false")]
        default: []
        }
    }

    private var timeExamples: [WorkedExample] {
        switch self {
        case .year:
            [
                WorkedExample("year(2024-02-01)", "2024"), WorkedExample("year(period(\"2023-24 Q4\"))", "2023"),
            ]
        case .quarter: [WorkedExample("quarter(period(\"2023-24 Q2\"))", "2")]
        case .month:
            [
                WorkedExample("month(2024-02-01)", "2"),
                WorkedExample("month(due_by)", "unknown", .init("due_by date", "2024")),
            ]
        case .weekday: [WorkedExample("weekday(2024-02-01)", "4")]
        case .end: [WorkedExample("end(period(\"2023-24 Q2\"))", "2023-09-30")]
        case .days: [WorkedExample("days(2024-01-01, 2024-02-01)", "31")]
        case .months: [WorkedExample("months(2024-01-31, 2024-03-30)", "1")]
        case .years: [WorkedExample("years(2020-06-30, 2024-06-29)", "3")]
        case .age: [WorkedExample("age(2006-05-01, 2024-04-30)", "17")]
        case .workingDays:
            [
                WorkedExample("working_days(2023-12-22, 2023-12-29)", "5"),
                WorkedExample(
                    "working_days(2023-12-22, 2023-12-29, holidays: kpis.day)", "3",
                    .init("day date", "2023-12-25", "2023-12-26")),
            ]
        default: []
        }
    }

    private var textExamples: [WorkedExample] {
        switch self {
        case .lower: [WorkedExample("lower(\"Mill Road\")", "mill road")]
        case .upper: [WorkedExample("upper(\"Mill Road\")", "MILL ROAD")]
        case .trim: [WorkedExample("trim(\" Mill Road \")", "Mill Road")]
        case .length: [WorkedExample("length(\"Mill Road\")", "9")]
        case .wordCount: [WorkedExample("word_count(\"Down on last year\")", "4")]
        case .firstNumber: [WorkedExample("first_number(\"Down to 12% from 15%\")", "12%")]
        default: []
        }
    }
}
