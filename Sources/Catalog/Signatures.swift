// What each function takes and gives, with its documentation: calls are checked against it, and `explain` and the
// language reference are made from it.

/// One function: its parameters in order, its result, one line of documentation and an example.
package struct Signature: Sendable {
    package var function: Function
    package var parameters: [Parameter]
    package var result: ResultType
    /// What a call gives, as in the language reference: words without a full stop.
    package var summary: String
    /// A condition or value as it would stand in a rule; those with their values are the function's `workedExamples`.
    package var example: String

    init(
        _ function: Function, _ parameters: [Parameter], _ result: ResultType, _ summary: String, example: String
    ) {
        self.function = function
        self.parameters = parameters
        self.result = result
        self.summary = summary
        self.example = example
    }

    /// How it is called, as in the language reference: `meets(value, target[, better])`.
    package var usage: String {
        var text = function.rawValue + "("
        for (index, parameter) in parameters.enumerated() {
            let separator = index == 0 ? "" : ", "
            let name = parameter.name + (parameter.repeats ? ", …" : "")
            text += parameter.isOptional ? "[\(separator)\(name)]" : separator + name
        }
        return text + ")"
    }

    /// How many arguments a call may have; an upper bound of `nil` is none.
    package var argumentCounts: (least: Int, most: Int?) {
        let least = parameters.count { !$0.isOptional }
        return (least, parameters.contains { $0.repeats } ? nil : parameters.count)
    }
}

extension Function {
    /// What it takes and gives.
    package var signature: Signature {
        switch self {
        case .meets, .near, .gap, .relativeGap, .due, .prorate, .elapsed: targetSignature
        case .percent, .change, .ratio, .abs, .round, .min, .max, .rises, .falls: figureSignature
        case .unit, .amount, .printed, .decimals, .digits, .mark, .exact, .sameUnit, .firstKnown, .measure, .target,
            .period:
            valueSignature
        case .year, .quarter, .month, .weekday, .end, .days, .months, .years, .age, .workingDays: timeSignature
        case .lower, .upper, .trim, .length, .wordCount, .firstNumber: textSignature
        }
    }

    private var targetSignature: Signature {
        let common = [Parameter("value", .figure), Parameter("target", .target)]
        let better = Parameter("better", .direction, isOptional: true)
        return switch self {
        case .meets:
            Signature(
                self, common + [better], .truth,
                "whether a target is met. The target's own words decide the direction, else `better` (`\"higher\"` or "
                    + "`\"lower\"`), which may be left out where the row has a column of that name",
                example: "meets(value, target, better)")
        case .near:
            Signature(
                self,
                common + [
                    better, Parameter("points", .tolerance, isOptional: true),
                    Parameter("percent", .tolerance, isOptional: true),
                ], .truth,
                "whether it is met, or missed by no more than that many points (where a figure prints `%`) or that share of "
                    + "the bound (all others), written as `5 points` and `5%`; with one tolerance alone it serves both",
                example: "near(value, target, better, 5 points, 5%)")
        case .gap:
            Signature(
                self, common + [better], .figure,
                "how far the value falls short, in its unit; 0 where the target is met",
                example: "gap(value, target) <= 3")
        case .relativeGap:
            Signature(
                self, common + [better], .percent,
                "how far the value falls short, as a percentage of the bound; 0 where the target is met",
                example: "relative_gap(value, target) <= 10%")
        case .due:
            Signature(
                self, [Parameter("rag", .statusColumn)], .status,
                "the status that the scheme of the column calls for; `due(rag, target: other)` with another column in the "
                    + "place of a parameter",
                example: "rag == due(rag, target: national_value)")
        case .prorate:
            Signature(
                self, [Parameter("target", .target), Parameter("share", .figure)], .target,
                "the part of an annual target that is due after that share of the year",
                example: "meets(value, prorate(target, elapsed(period)))")
        default:
            Signature(
                self, [Parameter("period", .period)], .percent,
                "the share of its year that is over at the period's end, as a percentage",
                example: "elapsed(period)")
        }
    }

    private var figureSignature: Signature {
        switch self {
        case .percent:
            Signature(
                self, [Parameter("part", .figure), Parameter("whole", .figure)], .percent,
                "part as a percentage of whole", example: "value agrees with percent(numerator, denominator)")
        case .change:
            Signature(
                self, [Parameter("a", .figure), Parameter("b", .figure)], .percent,
                "the change from b to a, as a percentage of b",
                example: "change(value, previous.value) <= 10%")
        case .ratio:
            Signature(
                self, [Parameter("text", .text)], .percent,
                "the one \"7 of 9\", \"7 out of 9\" or \"7/9\" in a text as a percentage; never years, dates or quarters; "
                    + "unknown where there is none, or several that differ",
                example: "value agrees with ratio(commentary)")
        case .abs:
            Signature(
                self, [Parameter("x", .figure)], .figure, "the figure without its sign",
                example: "abs(value - previous.value) < 5")
        case .round:
            Signature(
                self, [Parameter("x", .figure), Parameter("n", .figure, isOptional: true)], .figure,
                "the figure rounded to n decimals, or to a whole number; halves are rounded away from zero, n is a whole number "
                    + "from -48 to 48",
                example: "round(days / employees, 2)")
        case .min:
            Signature(
                self, [Parameter("a", .ordered), Parameter("b", .ordered, repeats: true)], .alike,
                "the least of figures, the earliest of dates or periods", example: "min(q1, q2)")
        case .max:
            Signature(
                self, [Parameter("a", .ordered), Parameter("b", .ordered, repeats: true)], .alike,
                "the greatest of figures, the latest of dates or periods", example: "max(q1, q2)")
        case .rises:
            Signature(
                self, [Parameter("a", .figure), Parameter("b", .figure, repeats: true)], .truth,
                "whether the figures never fall from left to right; unknown ones are passed over",
                example: "rises(q1, q2, q3, q4)")
        default:
            Signature(
                self, [Parameter("a", .figure), Parameter("b", .figure, repeats: true)], .truth,
                "whether the figures never rise from left to right; unknown ones are passed over",
                example: "falls(q1, q2, q3, q4)")
        }
    }

    private var valueSignature: Signature {
        switch self {
        case .unit:
            Signature(
                self, [Parameter("m", .figureOrTarget)], .text,
                "a measure's unit, `\"\"` for a bare number; unknown for words", example: "unit(value) == \"%\"")
        case .amount:
            Signature(
                self, [Parameter("m", .figureOrTarget)], .figure, "a measure's bare figure, without its unit",
                example: "amount(value) < 1000")
        case .printed:
            Signature(
                self, [Parameter("x", .column)], .text, "a cell as it stands in the return",
                example: "printed(value) contains \"*\"")
        case .decimals:
            Signature(
                self, [Parameter("x", .figureOrTarget)], .figure, "how many decimals are printed",
                example: "decimals(value) <= 1")
        case .digits:
            Signature(
                self, [Parameter("x", .figureOrTarget)], .figure, "how many significant digits are printed",
                example: "digits(value) >= 3")
        case .mark:
            Signature(
                self, [Parameter("x", .column)], .text,
                "the notes and marks beside a figure, as printed; blank, and so unknown, where there are none",
                example: "mark(value) is blank")
        case .exact:
            Signature(
                self, [Parameter("x", .figure)], .figure,
                "the figure, standing for itself and for nothing that rounds to it",
                example: "total agrees with exact(value)")
        case .sameUnit:
            Signature(
                self, [Parameter("a", .figureOrTarget), Parameter("b", .figureOrTarget)], .truth,
                "whether two figures have one unit, or units of time that convert",
                example: "same_unit(value, previous_value)")
        case .firstKnown:
            Signature(
                self, [Parameter("a", .alike), Parameter("b", .alike, repeats: true)], .alike,
                "the first of these that is known", example: "first_known(value, previous.value)")
        case .measure:
            Signature(
                self, [Parameter("text", .cellText)], .figure, "a measure as it would stand in a cell",
                example: "value < measure(\"£1.2m\")")
        case .target:
            Signature(
                self, [Parameter("text", .cellText)], .target, "a target as it would stand in a cell",
                example: "meets(value, target(\"<23\"))")
        default:
            Signature(
                self, [Parameter("text", .cellText)], .period, "a period as it would stand in a cell",
                example: "period >= period(\"2023-24 Q2\")")
        }
    }

    private var timeSignature: Signature {
        let span = [Parameter("a", .date), Parameter("b", .date)]
        return switch self {
        case .year:
            Signature(
                self, [Parameter("p", .dateOrPeriod)], .figure,
                "the year in which a period's financial year begins; of a date the calendar's year",
                example: "year(period) == 2023")
        case .quarter:
            Signature(
                self, [Parameter("p", .period)], .figure, "the quarter of its year, 1 to 4; unknown of a whole year",
                example: "quarter(period) == 2")
        case .month:
            Signature(
                self, [Parameter("d", .dateOrPeriod)], .figure,
                "the calendar's month, 1 to 12, of a date or of a period that is a month; unknown where the date does not print "
                    + "it", example: "month(due_by) in 4..6")
        case .weekday:
            Signature(
                self, [Parameter("d", .date)], .figure,
                "the day of the week of a date (1 is Monday); unknown where the date does not print its day",
                example: "weekday(opened) <= 5")
        case .end:
            Signature(
                self, [Parameter("p", .period)], .date, "the last day of a period",
                example: "end(period) <= reporting_date")
        case .days:
            Signature(
                self, span, .figure, "the days from a to b; `date + 30 days` and `date - 2 months` shift a date",
                example: "days(opened, closed) <= 28")
        case .months:
            Signature(
                self, span, .figure, "the most months that can be added to a without passing b",
                example: "months(opened, closed) <= 6")
        case .years:
            Signature(
                self, span, .figure, "the most years that can be added to a without passing b",
                example: "years(opened, closed) < 2")
        case .age:
            Signature(
                self, [Parameter("born", .date), Parameter("day", .date)], .figure,
                "the age on a day; born on 29 February, one is a year older on 1 March where there is no such day",
                example: "age(born, admitted) < 18")
        default:
            Signature(
                self, span + [Parameter("holidays", .dayTable, isOptional: true)], .figure,
                "the days after a up to and with b that are neither weekend nor in table T (`holidays: T`), by its column of "
                    + "dates (or `T.column`); unknown outside the years of T; without `holidays` only weekends are left out",
                example: "working_days(opened, closed, holidays: bank_holidays) <= 20")
        }
    }

    private var textSignature: Signature {
        let text = [Parameter("text", .text)]
        return switch self {
        case .lower: Signature(self, text, .text, "a text in small letters", example: "lower(owner) == \"housing\"")
        case .upper: Signature(self, text, .text, "a text in capital letters", example: "upper(code) == \"A1\"")
        case .trim: Signature(self, text, .text, "a text without white space around it", example: "trim(owner)")
        case .length:
            Signature(self, text, .figure, "how many characters a text has", example: "length(commentary) <= 500")
        case .wordCount:
            Signature(self, text, .figure, "how many words a text has", example: "word_count(commentary) >= 5")
        default:
            Signature(
                self, text, .figure, "the first figure in a text, with its unit",
                example: "first_number(commentary) == value")
        }
    }
}
