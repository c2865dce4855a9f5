// What stands behind a table's file, and behind a column's type, for `explain` and the language reference.

/// The documentation of an option of a table or of a modifier of a column.
package struct ClauseDocumentation: Sendable {
    /// What it is to an author.
    package enum Kind: String, Sendable {
        case option = "option of a table"
        case modifier = "said of a column"
    }

    package var kind: Kind
    /// The names that it is looked up by.
    package var names: [String]
    /// How it is written.
    package var usage: String
    /// What it says of the table, or asks of the column: words without a full stop.
    package var summary: String
    /// The findings of a modifier, where what it asks is not so.
    package var findings: [String]
    /// A table, or a column's line, with it.
    package var example: String

    private init(
        _ kind: Kind, _ names: [String], _ usage: String, _ summary: String, else findings: [String] = [],
        _ example: String
    ) {
        self.kind = kind
        self.names = names
        self.usage = usage
        self.summary = summary
        self.findings = findings
        self.example = example
    }

    /// In the order of the reference.
    package static let all = options + modifiers

    package static func named(_ name: String) -> [Self] { all.filter { $0.names.contains(name) } }
}

extension ClauseDocumentation {
    package static let options: [Self] = [
        Self(
            .option, ["headers on line", "headers"], "headers on line 4",
            "the line of the header, or the row of the sheet, counted from 1",
            "table kpis from \"q2.csv\" headers on line 4 {"),
        Self(
            .option, ["headers on lines"], "headers on lines 3 to 4",
            "the lines of a header that stands on several: a column is called by the words of its cells from top to "
                + "bottom, a merged cell once for each of its columns, and once if it spans lines; `[note 1]` at the end "
                + "does not count. In delimited text a blank cell above the last line says what stands to its left",
            "table kpis from \"q2.xlsx\" headers on lines 3 to 4 {"),
        Self(
            .option, ["without headers", "without"], "without headers",
            "there is no header: columns go by their order, and have no `from`",
            "table kpis from \"export.txt\" without headers {"),
        Self(
            .option, ["range"], "range \"B4:H60\"",
            "the cells that the table stands in, its header in their first row; all rows below it are rows of the "
                + "table, and what stands outside is counted and not read. `\"B4:H\"` goes to the last row. In delimited "
                + "text rows are lines",
            "table kpis from \"q2.xlsx\" sheet \"KPIs\" range \"B4:H60\" {"),
        Self(
            .option, ["named"], "named \"tblKPI\"",
            "what a workbook calls the table: a table of Excel's, a database range of LibreOffice's, or a name of one "
                + "area of cells; a name that one sheet alone knows needs `sheet`",
            "table kpis from \"q2.xlsx\" named \"tblKPI\" {"),
        Self(
            .option, ["until blank", "until"], "until blank",
            "the first blank row below the table's first ends it; what stands further down is counted and not read",
            "table kpis from \"q2.xlsx\" until blank {"),
        Self(
            .option, ["comments"], "comments \"#\"",
            "what the first cell of lines begins with that are comments, in delimited text: they are counted and not "
                + "read",
            "table kpis from \"export.csv\" comments \"#\" {"),
        Self(
            .option, ["separated by", "separated"], "separated by \";\"", "what stands between two cells",
            "table kpis from \"q2.csv\" separated by \";\" {"),
        Self(
            .option, ["encoded as", "encoded"], "encoded as \"windows-1252\"",
            "how the file's characters are written: `utf-8`, `utf-16` (also `utf-16le`, `utf-16be`), `windows-1252` or "
                + "`iso-8859-1`",
            "table kpis from \"q2.csv\" encoded as \"windows-1252\" {"),
        Self(
            .option, ["sheet"], "sheet \"Q2\"",
            "which sheet of a workbook; without it the one that has the table's columns. `sheet \"Priority {priority}\"` "
                + "takes all sheets that the pattern finds, as patterns of files do, and the part named becomes a column",
            "table kpis from \"q2.xlsx\" sheet \"Q2 KPIs\" {"),
    ]

    package static let modifiers: [Self] = [
        Self(
            .modifier, ["required"], "required", "no cell is blank", else: ["missing-value"], "ref text required"),
        Self(
            .modifier, ["optional"], "optional", "nothing: the column may be absent, its values are then unknown",
            "notes text optional"),
        Self(
            .modifier, ["unique"], "unique", "no cell repeats an earlier one", else: ["duplicate-key"],
            "post text unique"),
        Self(
            .modifier, ["matches"], "matches /…/",
            "the whole cell as printed fits; blank cells are not tested", else: ["bad-format"],
            "ref text matches /[A-Z]+[0-9]+/"),
        Self(
            .modifier, ["between"], "between A and B", "the value lies between, both included",
            else: ["out-of-range"], "grade whole between 1 and 12"),
        Self(
            .modifier, ["missing"], "missing \"…\", \"…\"", "these texts, too, mean that a value is missing",
            "salary money missing \"see HR\""),
        Self(
            .modifier, ["blank as"], "blank as 0",
            "nothing: a blank cell counts as this value; not with `required`", "visits whole blank as 0"),
        Self(
            .modifier, ["fill down", "fill"], "fill down",
            "nothing: a blank cell says what the nearest filled cell above it says, over blank rows, but not over a "
                + "heading", "theme text fill down"),
        Self(
            .modifier, ["from heading", "heading"], "from heading",
            "nothing: its text is the heading that the row stands below, in a table with a key",
            "theme text from heading"),
        Self(
            .modifier, ["from note of", "note of", "note"], "from note of value",
            "nothing: its text is the note on the row's cell of that column, in a workbook; of a thread all of it",
            "remark text from note of value"),
        Self(
            .modifier, ["numbered"], "numbered",
            "references run in order within a file, without gaps or repeats",
            else: ["duplicate-ref", "gap-in-refs", "refs-out-of-order"], "ref text numbered"),
        Self(
            .modifier, ["by fill"], "by fill",
            "nothing: of a `status` in a workbook, the colour that the cell is filled with says which status it is",
            "rag status council by fill"),
        Self(
            .modifier, ["month first"], "month first",
            "nothing: of a `date`, `02/03/2024` is the third of February", "due date month first"),
        Self(
            .modifier, ["months", "years"], "months, years",
            "every `2011-12` and `2011/12` of a `period` or `date` is a month, or a year", else: ["unreadable-cell"],
            "year period years"),
    ]
}
