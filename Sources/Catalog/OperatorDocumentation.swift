// What operators, states and aggregates do, for `explain` and the language reference.

/// The documentation of a sign or word of an expression that is not a function.
package struct OperatorDocumentation: Sendable {
    /// What it is to an author.
    package enum Kind: String, Sendable {
        case `operator`
        /// What can be asked behind `is`.
        case state
        /// A figure or truth computed from the rows of a table.
        case aggregate
    }

    package var kind: Kind
    /// The names that it is looked up by.
    package var names: [String]
    /// How it is written.
    package var usages: [String]
    /// What it does or gives: words without a full stop.
    package var summary: String
    /// What an aggregate gives where no row counts; `nil` for others.
    package var ofNoRow: String?
    package var examples: [WorkedExample]

    init(
        _ kind: Kind, _ names: [String], _ usages: [String], _ summary: String, ofNoRow: String? = nil,
        _ examples: [WorkedExample]
    ) {
        self.kind = kind
        self.names = names
        self.usages = usages
        self.summary = summary
        self.ofNoRow = ofNoRow
        self.examples = examples
    }

    /// From the loosest to the tightest, as in the reference; then states, then aggregates.
    package static let all = operators + states + aggregates

    /// The entries with a name; several words are both operator and state. `min` is an aggregate only.
    package static func named(_ name: String) -> [Self] { all.filter { $0.names.contains(name) } }
}

extension OperatorDocumentation {
    package static let operators: [Self] = [
        Self(
            .operator, ["if", "then", "else"], ["if c then a else b"],
            "a where c is true, b where it is false; unknown where c is unknown",
            [WorkedExample("if size > 3 then \"large\" else \"small\"", "large", .init("size whole", "7"))]),
        Self(
            .operator, ["or"], ["or"], "true if one side is true",
            [WorkedExample("size > 3 or other > 3", "true", .init("size whole", "7"), .init("other whole", "TBC"))]),
        Self(
            .operator, ["and"], ["and"], "true if both sides are true",
            [
                WorkedExample(
                    "size > 3 and other > 3", "unknown", .init("size whole", "7"), .init("other whole", "TBC")),
                WorkedExample(
                    "size > 3 and other > 3", "false", .init("size whole", "2"), .init("other whole", "TBC")),
            ]),
        Self(
            .operator, ["not"], ["not"], "true if what follows is false",
            [WorkedExample("not size > 3", "false", .init("size whole", "7"))]),
        Self(
            .operator, ["==", "!=", "<", "<=", ">", ">="], ["==", "!=", "<", "<=", ">", ">="],
            "compare two values of one kind; in place of `a < b < c` write two comparisons with `and`, or `b in a..c`",
            [
                WorkedExample("share == 92.4%", "true", .init("share percent", "92.40%")),
                WorkedExample("size != 7", "false", .init("size whole", "7")),
                WorkedExample("value < 5", "true", .init("value measure", "4 days")),
                WorkedExample("value <= measure(\"5 kg\")", "unknown", .init("value measure", "4 days")),
                WorkedExample("closed > 2024-01-31", "false", .init("closed date", "31/01/2024")),
                WorkedExample("period >= period(\"2023-24 Q2\")", "true", .init("period period", "Q3 2023/24")),
            ]),
        Self(
            .operator, ["agrees with"], ["agrees with"], "compares figures and allows for rounding",
            [
                WorkedExample("share agrees with percent(5, 8)", "true", .init("share percent", "63%")),
                WorkedExample("share == percent(5, 8)", "false", .init("share percent", "63%")),
            ]),
        Self(
            .operator, ["in", "not in", ".."], ["in (a, b)", "in list", "in a..b", "not in"],
            "one of a list, or within a range, both ends included",
            [
                WorkedExample("name in (\"Parks\", \"Roads\")", "true", .init("name text", "Roads")),
                WorkedExample("size in 1..7", "true", .init("size whole", "7")),
                WorkedExample("size not in (1, 2)", "true", .init("size whole", "7")),
            ]),
        Self(
            .operator, ["matches", "not matches"], ["matches /…/", "not matches"],
            "the whole text or cell matches the pattern",
            [
                WorkedExample("code matches /[A-Z]{2}[0-9]+/", "true", .init("code text", "KP12")),
                WorkedExample("code not matches /[A-Z]{2}/", "true", .init("code text", "KP12")),
            ]),
        Self(
            .operator, ["contains", "not contains", "starts with", "ends with"],
            ["contains", "starts with", "ends with"],
            "a text has this part: anywhere, at its start, or at its end; `contains /…/` looks for a pattern",
            [
                WorkedExample("name contains \"Road\"", "true", .init("name text", "Mill Road 7")),
                WorkedExample("name contains /road|lane/i", "true", .init("name text", "Mill Road 7")),
                WorkedExample("name starts with \"Road\"", "false", .init("name text", "Mill Road 7")),
                WorkedExample("name ends with \"7\"", "true", .init("name text", "Mill Road 7")),
            ]),
        Self(
            .operator, ["is", "is not"],
            ["is known", "is blank", "is red", "is \"Late\"", "is in (\"Late\", \"Due\")", "is other", "is not …"],
            "asks what a cell is, or whether two texts are the same; case does not matter in texts here",
            [
                WorkedExample("value is known", "true", .init("value measure", "92.4%")),
                WorkedExample("value is not known", "true", .init("value measure", "TBC")),
            ]),
        Self(
            .operator, ["+", "-"], ["+", "-"], "sums, differences, days added to a date; `+` also joins texts",
            [
                WorkedExample("value + 2", "9 days", .init("value measure", "7 days")),
                WorkedExample("60% - 5 points", "55%"),
                WorkedExample("2024-01-31 + 1 months", "2024-02-29"),
                WorkedExample(
                    "year + \"/\" + size", "2023/7", .init("year text", "2023"), .init("size whole", "7")),
            ]),
        Self(
            .operator, ["*", "/"], ["*", "/"], "products, quotients",
            [
                WorkedExample("60% * 90%", "54%"),
                WorkedExample("value / 4", "3 days", .init("value measure", "12 days")),
                WorkedExample(
                    "value / parts", "unknown", .init("value measure", "12 days"), .init("parts whole", "0")),
            ]),
        Self(
            .operator, ["-"], ["-x"], "the negative of a figure",
            [WorkedExample("-size", "-7", .init("size whole", "7"))]),
    ]
}
