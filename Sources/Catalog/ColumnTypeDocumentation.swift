// What each column type reads, for `explain` and the language reference.

/// The documentation of a column type.
package struct ColumnTypeDocumentation: Sendable {
    /// A cell that a type reads.
    package struct Spelling: Sendable {
        /// As printed.
        package var cell: String
        /// What is understood.
        package var meaning: String
        /// A condition on the column that is true only where the cell is read as `meaning` tells.
        package var test: String
        /// Whether the reference prints `meaning`, because nobody would guess it.
        package var isExplained: Bool

        init(_ cell: String, _ meaning: String, _ test: String, isExplained: Bool = false) {
            self.cell = cell
            self.meaning = meaning
            self.test = test
            self.isExplained = isExplained
        }
    }

    /// The type's name in a column's line.
    package var name: String
    /// The type as a column's line has it: `status SCHEME`.
    package var usage: String
    /// A line that declares a column of the type.
    package var declaration: String
    /// What else the rule file of such a column needs, or empty.
    package var needs = ""
    /// What it reads, in one line.
    package var summary: String
    package var spellings: [Spelling]
    /// What else an author should know: sentences, or empty.
    package var remark: String

    /// The name of the declared column.
    package var column: String { declaration.split(separator: " ").first.map(String.init) ?? "" }

    /// The type with a name; `nil` where there is none.
    package static func named(_ name: String) -> Self? { all.first { $0.name == name } }

    /// Every type, in the order of the reference.
    package static let all: [Self] = [
        text, whole, number, percent, money, measure, target, status, choice, date, period, flag,
    ]
}

extension ColumnTypeDocumentation {
    static let text = Self(
        name: "text", usage: "text", declaration: "commentary text", summary: "anything, trimmed",
        spellings: [
            Spelling("Mill Road", "that text", #"commentary == "Mill Road""#),
            Spelling("-", "a text, too", #"commentary == "-""#, isExplained: true),
        ],
        remark: "Only a blank cell is unknown. References are text, too: `1.10` is not `1.1`.")

    static let whole = Self(
        name: "whole", usage: "whole", declaration: "visits whole", summary: "a whole number, exact",
        spellings: [
            Spelling("1,215", "1215", "visits == 1215"), Spelling("-3", "−3", "visits == -3"),
            Spelling("(3)", "−3", "visits == -3", isExplained: true), Spelling("5k", "5000", "visits == 5000"),
            Spelling("1.2m", "1200000", "visits == 1_200_000"),
            Spelling("34, 692", "34692, with an irregular-number note", "visits == 34692"),
            Spelling("Twenty-four", "24, with a number-in-words note", "visits == 24"),
        ],
        remark: "It stands for itself and nothing near it, unless printed with `k`, `m` or `bn`.")

    static let number = Self(
        name: "number", usage: "number", declaration: "average number",
        summary: "a number as precise as it is printed",
        spellings: [
            Spelling("2.28", "2.275 to 2.285", "average agrees with 2.2751 and not average agrees with 2.2749"),
            Spelling("1,300.5", "1300.45 to 1300.55", "average == 1300.5"),
            Spelling(
                "1.2m", "1150000 to 1250000", "average agrees with 1_150_001 and not average agrees with 1_149_999"),
            Spelling("(0.4)", "−0.4", "average == -0.4"),
        ],
        remark: "`agrees with` knows of the rounding; all other comparisons take the figure as printed.")

    static let percent = Self(
        name: "percent", usage: "percent", declaration: "share percent",
        summary: "a percentage, with its sign or without",
        spellings: [
            Spelling("92.4%", "92.4%", "share == 92.4%"),
            Spelling("92.4", "92.4%", #"share == 92.4% and unit(share) == "%""#),
        ], remark: "")

    static let money = Self(
        name: "money", usage: "money", declaration: "budget money", summary: "an amount with its currency",
        spellings: [
            Spelling(
                "£2.4m", "£2,400,000, to the nearest £100,000",
                #"budget == measure("£2,400,000") and budget agrees with measure("£2,449,999")"#),
            Spelling("-£60.3k", "−£60,300", #"budget == measure("-£60,300")"#),
            Spelling("(£60.3k)", "−£60,300", #"budget == measure("-£60,300")"#),
            Spelling("€5", "€5", #"unit(budget) == "€" and amount(budget) == 5"#),
            Spelling("$1,000", "$1,000", #"unit(budget) == "$" and amount(budget) == 1000"#),
        ],
        remark: "")

    static let measure = Self(
        name: "measure", usage: "measure", declaration: "value measure",
        summary: "any figure with any unit, or words",
        spellings: [
            Spelling("88%", "88%", "value == 88%"),
            Spelling("£2.4m", "£2,400,000", #"value == measure("£2,400,000")"#),
            Spelling("21 days", "21 days", #"value == 21 and same_unit(value, measure("1 day"))"#),
            Spelling("141.13kgs", "141.13 kg", #"value == measure("141.13 kg")"#),
            Spelling("2m 34s", "154 seconds", #"value == measure("154 seconds")"#),
            Spelling("2100 per 100,000", "2100 per 100,000", #"value == 2100 and unit(value) == "per 100,000""#),
            Spelling("87% (Q3)", "87%, with the note (Q3)", #"value == 87% and mark(value) == "(Q3)""#),
            Spelling("95% [p]", "95%, with the note [p]", #"value == 95% and mark(value) == "[p]""#),
            Spelling("c. 95%", "95%, approximately", "value == 95% and value is approximate"),
            Spelling("<5", "some figure below 5", "value is bounded and value < 5"),
            Spelling(
                "Balanced", "words: only equal or not", #"value == measure("BALANCED") and unit(value) is unknown"#),
            Spelling("45/47", "words", #"value == measure("45/47") and unit(value) is unknown"#),
            Spelling("DNA", "unknown", "value is unknown and value is present"),
        ],
        remark: "Figures compare only in one unit; a number without a unit takes the other side's unit.")

    static let target = Self(
        name: "target", usage: "target", declaration: "target target",
        summary: "a figure to reach, a bound, a range, or words",
        spellings: [
            Spelling(
                "95%", "95%, in the direction that `better` says",
                #"meets(96%, target, "higher") and meets(94%, target, "lower")"#),
            Spelling("<23", "below 23", "meets(22, target) and not meets(23, target)"),
            Spelling("at least 5", "5 or more", "meets(5, target) and not meets(4, target)"),
            Spelling(
                "Between 10%-20%", "10% to 20%, ends included",
                "meets(10%, target) and meets(20%, target) and not meets(21%, target)"),
            Spelling(
                ">5 and <10", "between 5 and 10, ends left out",
                "meets(6, target) and not meets(5, target) and not meets(10, target)"),
            Spelling(">5 <10", "the same", "meets(6, target) and not meets(5, target) and not meets(10, target)"),
            Spelling("95% ± 2%", "93% to 97%", "meets(93%, target) and meets(97%, target) and not meets(92%, target)"),
            Spelling("±5%", "−5% to 5%", "meets(-5%, target) and meets(5%, target) and not meets(6%, target)"),
            Spelling("exactly 5", "5 and nothing else", "meets(5, target) and not meets(6, target)"),
            Spelling("Top 5", "5 or better, the first being best", "meets(1, target) and not meets(6, target)"),
            Spelling("67% by 2017", "67%", #"meets(68%, target, "higher") and not meets(66%, target, "higher")"#),
            Spelling(
                "Achieve regional average (90.4%)", "90.4%, in the direction that `better` says",
                #"meets(91%, target, "higher") and not meets(90%, target, "higher")"#),
            Spelling("TBC", "not set: unknown", "target is unknown and target is present"),
            Spelling(
                "Achieved", "words: met where the value is equal", #"meets(measure("achieved"), target)"#),
        ],
        remark: "`<`, `>`, less than and more than leave their bound out; at least, at most and plain figures hold it.")

    static let status = Self(
        name: "status", usage: "status SCHEME", declaration: "rag status council",
        needs: """
            scheme council {
              green "Green", "G"
              amber "Amber", "A"
              red   "Red", "R"
            }

            """,
        summary: "a label of the scheme",
        spellings: [
            Spelling("Green", "the colour green, by its label", "rag is green"),
            Spelling("g", "the same: case does not matter", "rag is green"),
        ],
        remark: "A blank cell is unknown, unless the scheme has the label `\"\"`.")

    static let choice = Self(
        name: "choice", usage: #"choice "A", "B""#, declaration: #"frequency choice "Monthly", "Quarterly""#,
        summary: "one of these, ignoring case",
        spellings: [
            Spelling("Monthly", "the choice \"Monthly\"", #"frequency == "Monthly""#),
            Spelling("monthly", "the same: case and spaces do not matter", #"frequency == "Monthly""#),
        ],
        remark:
            "Anything else is a `not-allowed` finding that names the nearest choice. `choice exactly \"S\", \"s\"` minds case."
    )

    static let date = Self(
        name: "date", usage: "date", declaration: "due_by date", summary: "a day, day before month",
        spellings: [
            Spelling("2023-09-30", "30 September 2023", "due_by == 2023-09-30"),
            Spelling("30/09/2023", "30 September 2023", "due_by == 2023-09-30"),
            Spelling("30 September 2023", "30 September 2023", "due_by == 2023-09-30"),
            Spelling("Sep-23", "30 September 2023", "due_by == 2023-09-30"),
            Spelling("2021", "31 December 2021", "due_by == 2021-12-31"),
            Spelling("2023/24", "31 March 2024", "due_by == 2024-03-31"),
            Spelling("Q2 2023/24", "30 September 2023", "due_by == 2023-09-30"),
        ],
        remark: "Where no day is given it is the last one of the month, quarter or year. "
            + "`month first` on the column reads 02/03/2024 as the third of February.")

    static let period = Self(
        name: "period", usage: "period", declaration: "period period", summary: "a year, quarter or month",
        spellings: [
            Spelling("2023-24", "April 2023 to March 2024", "end(period) == 2024-03-31 and elapsed(period) == 100%"),
            Spelling("2023/24 Q2", "July to September 2023", "quarter(period) == 2 and end(period) == 2023-09-30"),
            Spelling("Q2 2023/24", "the same", "quarter(period) == 2 and end(period) == 2023-09-30"),
            Spelling("2023-Q2", "the same", "quarter(period) == 2 and end(period) == 2023-09-30"),
            Spelling("2023-09", "September 2023", "month(period) == 9 and end(period) == 2023-09-30"),
            Spelling("Sep-23", "September 2023", "month(period) == 9 and end(period) == 2023-09-30"),
            Spelling("Apr-Jun 2023", "April to June 2023", "quarter(period) == 1 and end(period) == 2023-06-30"),
        ],
        remark: "Financial years run from April; `year from July` on the column or its table says otherwise. "
            + "`year 2023-24` on the column is the year of cells that say none. 2011-12 and 2011/12 are years, unless the column says `months`."
    )

    static let flag = Self(
        name: "flag", usage: "flag", declaration: "audited flag", summary: "yes or no",
        spellings: [
            Spelling("yes", "true", "audited is true"), Spelling("N", "false", "audited is false"),
            Spelling("true", "true", "audited is true"), Spelling("0", "false", "audited is false"),
            Spelling("✓", "true", "audited is true"), Spelling("✗", "false", "audited is false"),
        ],
        remark: "")
}
