// What each function takes and gives, with its documentation: calls are checked against it, and help and completion are made from it.

/// What an argument may be.
package enum ParameterType: Sendable, Equatable {
    /// A number, percentage, amount of money or measure.
    case figure
    /// A figure, a date or a period, of one kind with the other arguments.
    case ordered
    /// A target, or a figure as a plain target.
    case target
    /// A figure or a target.
    case figureOrTarget
    /// A text; a choice or status as its label.
    case text
    case date
    case period
    case dateOrPeriod
    /// A table whose days are holidays, by its name or with its column.
    case dayTable
    /// "higher" or "lower", as a text or a choice.
    case direction
    /// `5 points` or `5%`.
    case tolerance
    /// A column of status, whose scheme is asked.
    case statusColumn
    /// A column of any type, as it is printed.
    case column
    /// Anything, of one type with the other arguments that say so.
    case alike
    /// A text in quotes, written as it would stand in a cell.
    case cellText

    /// What was expected, to stand behind "expected".
    package var words: String {
        switch self {
        case .figure: "a number, percentage, amount or measure"
        case .ordered: "a figure, a date or a period"
        case .target: "a target or a figure"
        case .figureOrTarget: "a figure or a target"
        case .text: "a text"
        case .date: "a date"
        case .period: "a period"
        case .dateOrPeriod: "a date or a period"
        case .dayTable: "a table of days"
        case .direction: "\"higher\" or \"lower\""
        case .tolerance: "a tolerance such as `5 points` or `5%`"
        case .statusColumn: "a status column"
        case .column: "a column"
        case .alike: "a value of the same type as the first"
        case .cellText: "a text in quotes, as it would stand in a cell"
        }
    }
}

package struct Parameter: Sendable {
    package var name: String
    package var type: ParameterType
    package var isOptional: Bool
    /// Whether further arguments of its kind may follow.
    package var repeats: Bool

    package init(_ name: String, _ type: ParameterType, isOptional: Bool = false, repeats: Bool = false) {
        self.name = name
        self.type = type
        self.isOptional = isOptional
        self.repeats = repeats
    }
}

/// What a call gives.
package enum ResultType: Sendable, Equatable {
    case truth, figure, text, target, date
    /// A figure in per cent.
    case percent
    /// The status that a scheme says is due.
    case status
    case period
    /// The type of its arguments.
    case alike
}

/// One function: its parameters in order, its result, one line of documentation and an example.
package struct Signature: Sendable {
    package var function: Function
    package var parameters: [Parameter]
    package var result: ResultType
    /// One sentence without a full stop.
    package var summary: String
    /// A condition or value as it would stand in a rule.
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
                self, common + [better], .truth, "whether the target is met", example: "meets(value, target, better)")
        case .near:
            Signature(
                self,
                common + [
                    better, Parameter("points", .tolerance, isOptional: true),
                    Parameter("percent", .tolerance, isOptional: true),
                ], .truth,
                "whether the target is met or missed by no more than the tolerance: points where either figure prints `%`, else a share of the bound",
                example: "near(value, target, better, 5 points, 5%)")
        case .gap:
            Signature(
                self, common + [better], .figure, "how far the value falls short of the bound, 0 where it is met",
                example: "gap(value, target) <= 3")
        case .relativeGap:
            Signature(
                self, common + [better], .percent,
                "how far the value falls short, as a percentage of the bound, 0 where it is met",
                example: "relative_gap(value, target) <= 10%")
        case .due:
            Signature(
                self, [Parameter("rag", .statusColumn)], .status,
                "the status that the scheme of the column gives this row; a named argument stands for one of the scheme's columns",
                example: "rag == due(rag, target: national_value)")
        case .prorate:
            Signature(
                self, [Parameter("target", .target), Parameter("share", .figure)], .target,
                "the target to date of an annual figure", example: "meets(value, prorate(target, elapsed(period)))")
        default:
            Signature(
                self, [Parameter("period", .period)], .percent, "the share of its year that has gone by a period's end",
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
                self, [Parameter("a", .figure), Parameter("b", .figure)], .percent, "from b to a, as a percentage of b",
                example: "change(value, previous.value) <= 10%")
        case .ratio:
            Signature(
                self, [Parameter("text", .text)], .percent,
                "the one `n of d`, `n out of d` or `n/d` of a text as a percentage",
                example: "value agrees with ratio(commentary)")
        case .abs:
            Signature(
                self, [Parameter("x", .figure)], .figure, "the size without the sign",
                example: "abs(value - previous.value) < 5")
        case .round:
            Signature(
                self, [Parameter("x", .figure), Parameter("n", .figure, isOptional: true)], .figure,
                "rounded to n decimals, half away from zero; to a whole number where n is left out",
                example: "round(days / employees, 2)")
        case .min:
            Signature(
                self, [Parameter("a", .ordered), Parameter("b", .ordered, repeats: true)], .alike,
                "the smallest, of dates the earliest", example: "min(q1, q2)")
        case .max:
            Signature(
                self, [Parameter("a", .ordered), Parameter("b", .ordered, repeats: true)], .alike,
                "the largest, of dates the latest", example: "max(q1, q2)")
        case .rises:
            Signature(
                self, [Parameter("a", .figure), Parameter("b", .figure, repeats: true)], .truth,
                "never falling from left to right, unknowns passed over", example: "rises(q1, q2, q3, q4)")
        default:
            Signature(
                self, [Parameter("a", .figure), Parameter("b", .figure, repeats: true)], .truth,
                "never rising from left to right, unknowns passed over", example: "falls(q1, q2, q3, q4)")
        }
    }

    private var valueSignature: Signature {
        switch self {
        case .unit:
            Signature(
                self, [Parameter("m", .figureOrTarget)], .text,
                "the unit of a measure, \"\" of a bare number, unknown of words", example: "unit(value) == \"%\"")
        case .amount:
            Signature(
                self, [Parameter("m", .figureOrTarget)], .figure, "the number of a measure, without its unit",
                example: "amount(value) < 1000")
        case .printed:
            Signature(
                self, [Parameter("x", .column)], .text, "the cell as it is printed",
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
                "the notes and marks that stand beside a figure, as they are printed; blank where there are none",
                example: "mark(value) != \"[p]\"")
        case .exact:
            Signature(
                self, [Parameter("x", .figure)], .figure,
                "the figure, which stands for itself alone and for nothing that rounds to it",
                example: "total agrees with exact(value)")
        case .sameUnit:
            Signature(
                self, [Parameter("a", .figureOrTarget), Parameter("b", .figureOrTarget)], .truth,
                "whether two figures are in one unit, or in units of time that convert",
                example: "same_unit(value, previous_value)")
        case .firstKnown:
            Signature(
                self, [Parameter("a", .alike), Parameter("b", .alike, repeats: true)], .alike,
                "the first that is known", example: "first_known(value, previous.value)")
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
                "the year of a date by the calendar, of a period the one in which its financial year begins",
                example: "year(period) == 2023")
        case .quarter:
            Signature(
                self, [Parameter("p", .period)], .figure, "the quarter of its year, 1 to 4; unknown of a whole year",
                example: "quarter(period) == 2")
        case .month:
            Signature(
                self, [Parameter("d", .dateOrPeriod)], .figure,
                "the month of the calendar, 1 to 12; unknown of a quarter or year", example: "month(due_by) in 4..6")
        case .weekday:
            Signature(
                self, [Parameter("d", .date)], .figure,
                "the day of the week, from 1 for Monday to 7; unknown where only a month or year is given",
                example: "weekday(opened) <= 5")
        case .end:
            Signature(self, [Parameter("p", .period)], .date, "the last day", example: "end(period) <= reporting_date")
        case .days: Signature(self, span, .figure, "the days from a to b", example: "days(opened, closed) <= 28")
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
                "the age in years on a day; who is born on 29 February is a year older on 1 March where there is no "
                    + "such day",
                example: "age(born, admitted) < 18")
        default:
            Signature(
                self, span + [Parameter("holidays", .dayTable, isOptional: true)], .figure,
                "the days after a up to and with b that are neither weekend nor in a table of holidays; unknown "
                    + "outside its years",
                example: "working_days(opened, closed, holidays: bank_holidays) <= 20")
        }
    }

    private var textSignature: Signature {
        let text = [Parameter("text", .text)]
        return switch self {
        case .lower: Signature(self, text, .text, "in small letters", example: "lower(owner) == \"housing\"")
        case .upper: Signature(self, text, .text, "in capital letters", example: "upper(code) == \"A1\"")
        case .trim: Signature(self, text, .text, "without white space around it", example: "trim(owner)")
        case .length: Signature(self, text, .figure, "how many characters", example: "length(commentary) <= 500")
        case .wordCount: Signature(self, text, .figure, "how many words", example: "word_count(commentary) >= 5")
        default:
            Signature(
                self, text, .figure, "the first number of a text, with its unit",
                example: "first_number(commentary) == value")
        }
    }
}
