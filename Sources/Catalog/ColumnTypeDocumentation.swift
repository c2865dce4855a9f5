// What each column type reads, for help, the editor and the language reference.

/// The documentation of a column type.
package struct ColumnTypeDocumentation: Sendable {
    /// The word that is written in a column's line.
    package var name: String
    /// How a column of it is declared.
    package var declaration: String
    /// What it reads, in one line.
    package var summary: String
    /// Cells that it reads, as printed, with what is understood.
    package var spellings: [(cell: String, meaning: String)]
    /// What else an author should know: sentences, or empty.
    package var remark: String

    /// The type of a name, `nil` where there is none.
    package static func named(_ name: String) -> Self? { all.first { $0.name == name } }

    /// Every type, in the order of the reference.
    package static let all: [Self] = [
        text, whole, number, percent, money, measure, target, status, choice, date, period, flag,
    ]
}

extension ColumnTypeDocumentation {
    static let text = Self(
        name: "text", declaration: "commentary text", summary: "any text, trimmed",
        spellings: [("Down on last year", "that text"), ("-", "a dash: only a blank cell is unknown")],
        remark: "References are text, too: `1.10` is not `1.1`.")

    static let whole = Self(
        name: "whole", declaration: "count whole", summary: "a whole number, exact",
        spellings: [
            ("1,215", "1215"), ("-3", "−3"), ("(3)", "−3"), ("5k", "5000"),
            ("34, 692", "34692, with an irregular-number note"), ("Twenty-four", "24, with a number-in-words note"),
        ],
        remark: "It stands for itself and nothing near it, unless printed with `k`, `m` or `bn`.")

    static let number = Self(
        name: "number", declaration: "average number", summary: "a number, as precise as it is printed",
        spellings: [("2.28", "2.275 to 2.285"), ("1.2m", "1150000 to 1250000"), ("(3.5)", "−3.5")],
        remark: "`agrees with` knows of the rounding; all other comparisons take the figure as printed.")

    static let percent = Self(
        name: "percent", declaration: "share percent", summary: "a percentage, with or without its sign",
        spellings: [("92.4%", "92.4%"), ("92.4", "92.4%")], remark: "")

    static let money = Self(
        name: "money", declaration: "budget money", summary: "an amount of money",
        spellings: [
            ("£2.4m", "£2,400,000, to the nearest £100,000"), ("£1,344,000", "£1,344,000"), ("-£60.3k", "−£60,300"),
            ("(£60.3k)", "−£60,300"), ("€5", "€5"), ("$5", "$5"),
        ],
        remark: "")

    static let measure = Self(
        name: "measure", declaration: "value measure", summary: "a figure of any kind, with its unit; or words",
        spellings: [
            ("92.4%", "92.4%"), ("£2.4m", "£2,400,000"), ("141.13kgs", "141.13 kg"), ("7563 tCO2e", "7563 tCO2e"),
            ("2100 per 100,000", "2100 per 100,000"), ("87% (Q3)", "87%, with a note"),
            ("95% [p]", "95%, with a note"), ("2m 34s", "154 seconds"), ("c. 95%", "95%, approximately"),
            ("<5", "some figure below 5"),
            ("Balanced", "words: only equal or not"), ("45/47", "words"), ("DNA", "unknown"),
        ],
        remark: "Figures compare only in one unit; a bare number takes the other side's unit.")

    static let target = Self(
        name: "target", declaration: "target target", summary: "a figure to reach, a bound or a range; or words",
        spellings: [
            ("95%", "95%, in the direction that `better` says"), ("<23", "below 23"), ("at least 5", "5 or more"),
            ("Between 10%-20%", "10% to 20%, ends included"), ("Top 5", "5 or less"),
            ("67% by 2017", "67%"), ("Achieve regional average (90.4%)", "90.4%, in the direction that `better` says"),
            (">5 and <10", "between 5 and 10, ends left out"), ("±5%", "−5% to 5%"),
            ("exactly 5", "5 and nothing else"),
            ("TBC", "not set: unknown"), ("Achieved", "words: met where the value is equal"),
        ],
        remark: "`<`, `>`, less than and more than leave their bound out; at least, at most and plain figures hold it.")

    static let status = Self(
        name: "status", declaration: "rag status rutland", summary: "one of the labels of a scheme",
        spellings: [("Green", "the status with the label \"Green\""), ("green", "the same: case does not matter")],
        remark: "A blank cell is unknown, unless the scheme has the label `\"\"`.")

    static let choice = Self(
        name: "choice", declaration: #"frequency choice "Monthly", "Quarterly""#, summary: "one of the texts listed",
        spellings: [("Monthly", "the choice \"Monthly\""), (" monthly ", "the same: case and spaces do not matter")],
        remark: "Anything else is a `not-allowed` finding that names the nearest choice.")

    static let date = Self(
        name: "date", declaration: "due_by date", summary: "a day; day before month",
        spellings: [
            ("2023-09-30", "30 September 2023"), ("30/09/2023", "30 September 2023"),
            ("30 September 2023", "30 September 2023"), ("Sep-23", "30 September 2023"), ("2021", "31 December 2021"),
            ("2023/24", "31 March 2024"),
        ],
        remark: "Where no day is given it is the last one of the month, quarter or year. "
            + "`month first` on the column reads 02/03/2024 as the third of February.")

    static let period = Self(
        name: "period", declaration: "period period", summary: "a financial year, a quarter or a month",
        spellings: [
            ("2023-24 Q2", "July to September 2023"), ("Q2 2023/24", "the same"), ("2023-Q2", "the same"),
            ("2023-24", "April 2023 to March 2024"), ("2023-09", "September 2023"), ("Sep-23", "September 2023"),
        ],
        remark: "Financial years run from April; `year from July` on the column says otherwise. "
            + "2011-12 and 2011/12 are years, unless the column says `months`.")

    static let flag = Self(
        name: "flag", declaration: "audited flag", summary: "yes or no",
        spellings: [
            ("yes", "true"), ("Y", "true"), ("1", "true"), ("no", "false"), ("False", "false"), ("0", "false"),
        ],
        remark: "")
}
