// What words of a rule file mean that are no part of an expression, for `explain` and the language reference.

/// The documentation of a word or words of a rule file that are no part of an expression: options of tables, modifiers
/// of
/// columns, lines, clauses and declarations.
package struct ClauseDocumentation: Sendable {
    /// What it is to an author.
    package enum Kind: String, Sendable {
        case option = "option of a table"
        case modifier = "modifier of a column"
        case line = "line of a table"
        case table = "table made of another one"
        case declaration = "declaration"
        case clause = "clause of a rule"
        case part = "part of a clause"
    }

    package var kind: Kind
    /// The names that it is looked up by.
    package var names: [String]
    /// How it is written.
    package var usage: String
    /// What it says of the table, or of the column: words without a full stop.
    package var summary: String
    /// What is found where a modifier does not hold.
    package var findings: [String]
    /// A table's first line, or a column's line, with it; of declarations and clauses whole declarations.
    package var example: String

    init(
        _ kind: Kind, _ names: [String], _ usage: String, _ summary: String, finding findings: [String] = [],
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
    package static let all = options + modifiers + lines + words

    package static func named(_ name: String) -> [Self] { all.filter { $0.names.contains(name) } }
}

extension ClauseDocumentation {
    package static let options: [Self] = [
        Self(
            .option, ["headers on line", "headers"], "headers on line 4",
            "the line of the header, or its row on the sheet, counted from 1",
            "table kpis from \"q2.csv\" headers on line 4 {"),
        Self(
            .option, ["headers on lines"], "headers on lines 3 to 4",
            "a header on several lines. A column's header is the text of its cells from top to bottom; a merged cell "
                + "counts for each of its columns, and once if it spans lines; `[note 1]` at the end is ignored. In "
                + "delimited text a blank cell above the last line repeats the cell to its left",
            "table kpis from \"q2.xlsx\" headers on lines 3 to 4 {"),
        Self(
            .option, ["without headers", "without"], "without headers",
            "the file has no header: columns are known by their order, and have no `from`",
            "table kpis from \"export.txt\" without headers {"),
        Self(
            .option, ["range"], "range \"B4:H60\"",
            "the cells of the table; its header is the first row. All rows below are rows of the table; kpilint says how "
                + "many rows outside are not read. `\"B4:H\"` reaches to the last row. In delimited text, rows are lines",
            "table kpis from \"q2.xlsx\" sheet \"KPIs\" range \"B4:H60\" {"),
        Self(
            .option, ["named"], "named \"tblKPI\"",
            "the table's name in a workbook: an Excel table, a LibreOffice database range, or a name for one area of "
                + "cells. A name that belongs to one sheet needs `sheet`",
            "table kpis from \"q2.xlsx\" named \"tblKPI\" {"),
        Self(
            .option, ["until blank", "until"], "until blank",
            "the table ends at the first blank row; kpilint says how many rows below are not read",
            "table kpis from \"q2.xlsx\" until blank {"),
        Self(
            .option, ["comments"], "comments \"#\"",
            "in delimited text, lines whose first cell begins with this are comments: kpilint says how many there are, "
                + "and does not read them",
            "table kpis from \"export.csv\" comments \"#\" {"),
        Self(
            .option, ["optional"], "optional",
            "there may be no file: rules about the table then do not apply, and what others look up or count in it is "
                + "unknown; the report says so. A file that is there and cannot be read is still an error",
            "table last_year from \"2022.csv\" optional {"),
        Self(
            .option, ["year from"], "year from July",
            "the years of all columns of periods and dates begin in July, not in April, unless a column says otherwise",
            "table kpis from \"q2.csv\" year from July {"),
        Self(
            .option, ["separated by", "separated"], "separated by \";\"", "the character between two cells",
            "table kpis from \"q2.csv\" separated by \";\" {"),
        Self(
            .option, ["encoded as", "encoded"], "encoded as \"windows-1252\"",
            "how the file's characters are encoded: `utf-8`, `utf-16` (also `utf-16le`, `utf-16be`), `windows-1252` or "
                + "`iso-8859-1`",
            "table kpis from \"q2.csv\" encoded as \"windows-1252\" {"),
        Self(
            .option, ["sheet"], "sheet \"Q2\"",
            "which sheet of a workbook; without it, the one that has the table's columns. "
                + "`sheet \"Priority {priority}\"` reads all sheets whose names match, as patterns of files do, and the named "
                + "part becomes a column",
            "table kpis from \"q2.xlsx\" sheet \"Q2 KPIs\" {"),
        Self(
            .option, ["table"], "table 3",
            "the third table in a report: a table of Markdown with `|` between its cells, or lines with tabs between them; "
                + "the first line is its header",
            "table kpis from \"report.md\" table 3 {"),
    ]

    package static let modifiers: [Self] = [
        Self(
            .modifier, ["required"], "required", "no cell may be blank", finding: ["missing-value"],
            "ref text required"),
        Self(
            .modifier, ["optional"], "optional", "the column may be absent; its values are then unknown",
            "notes text optional"),
        Self(
            .modifier, ["unique"], "unique", "no cell may repeat an earlier one", finding: ["duplicate-key"],
            "post text unique"),
        Self(
            .modifier, ["matches"], "matches /…/",
            "the whole cell, as printed, must match; blank cells are not tested", finding: ["bad-format"],
            "ref text matches /[A-Z]+[0-9]+/"),
        Self(
            .modifier, ["between"], "between A and B", "the value must lie between A and B, both included",
            finding: ["out-of-range"], "grade whole between 1 and 12"),
        Self(
            .modifier, ["at least", "at most"], "at least A at most B",
            "the value must not be below A, and not above B; one of the two will do", finding: ["out-of-range"],
            "visits whole at least 0 at most 100"),
        Self(
            .modifier, ["unit from"], "unit from unit",
            "for a `measure` or `target`: a figure that prints no unit has the one that stands in that column, a `text` or "
                + "`choice`; what it prints must agree", finding: ["unit-disagrees", "unreadable-cell"],
            "length measure unit from code"),
        Self(
            .modifier, ["rounded to", "rounded"], "rounded to 5",
            "a figure stands for all that rounds to it, 2.5 to either side, in `agrees with`, sums and totals; what it "
                + "is rounded to is a power of ten or five times one", finding: ["not-rounded"],
            "pupils whole rounded to 5"),
        Self(
            .modifier, ["missing"], "missing \"…\", \"…\"", "these texts, too, mean that a value is missing",
            "salary money missing \"see HR\""),
        Self(
            .modifier, ["blank as"], "blank as 0",
            "a blank cell counts as this value; not together with `required`", "visits whole blank as 0"),
        Self(
            .modifier, ["fill down", "fill"], "fill down",
            "a blank cell has the text of the nearest filled cell above it, across blank rows, but not across a heading",
            "theme text fill down"),
        Self(
            .modifier, ["from heading", "heading"], "from heading",
            "the text is that of the heading above the row, which every row must have unless the column is `optional`; "
                + "the table needs a key", finding: ["missing-value"], "theme text from heading"),
        Self(
            .modifier, ["from note of", "note of", "note"], "from note of value",
            "the text is the note on the row's cell of that column, in a workbook; all of it, if it is a thread",
            "remark text from note of value"),
        Self(
            .modifier, ["numbered"], "numbered",
            "references must run in order within a file, without gaps or repeats",
            finding: ["duplicate-ref", "gap-in-refs", "refs-out-of-order"], "ref text numbered"),
        Self(
            .modifier, ["by fill"], "by fill",
            "for a `status` in a workbook: the colour that the cell is filled with, by itself or by a conditional format, "
                + "says which status it is",
            finding: ["fill-disagrees", "unknown-fill"], "rag status council by fill"),
        Self(
            .modifier, ["month first"], "month first",
            "for a `date`: `02/03/2024` is the third of February", "due date month first"),
        Self(
            .modifier, ["months", "years"], "months, years",
            "for a `period` or `date`: every `2011-12` and `2011/12` is a month, or a year",
            finding: ["unreadable-cell"], "year period years"),
        Self(
            .modifier, ["year from"], "year from July",
            "for a `period` or `date`: its years begin in July, not in April; before what the table says",
            "quarter period year from July"),
        Self(
            .modifier, ["year 2023-24"], "year 2023-24",
            "for a `period` or `date`: the year of cells that say none, such as `Q3`, `October` and `30 September`",
            "quarter period year 2023-24"),
        Self(
            .modifier, ["quarters by calendar year", "quarters"],
            "quarters by calendar year",
            "for a `period` or `date`: in `Q4 2017` the quarter is that of the calendar year, October to December; in "
                + "`2017-18 Q4` it is not", "quarter period quarters by calendar year"),
    ]

    /// Lines that have names of their own.
    package static let lines: [Self] = [
        Self(
            .line, ["total rows", "total", "sums"],
            "total rows where CONDITION [above] [by COLUMNS] [sums COLUMNS]",
            "rows for which the condition is true add up others: rules, keys, series and aggregates of the table see "
                + "none of them, and `T.totals` is a table of them alone. With `sums` the named columns of each must "
                + "agree with the rows since a total before it, or with all rows so far, or of those below it with "
                + "`above`, within rows that are alike in the columns behind `by`",
            finding: ["total-disagrees"], "total rows where code is \"Total\" sums value"),
        Self(
            .table, ["unpivot"], "table NAME from TABLE unpivot COLUMNS as NAME, … by NAME [TYPE]",
            "a table with a row for each of some columns that stand side by side in another one, blank cells too: these "
                + "columns go by one name, and the name behind `by` is a column with their headers. All other columns, "
                + "the joins and the key come along; a block may add `let` and `series over`",
            finding: ["unreadable-cell"], "table quarters from kpis unpivot value, target as figure by header"),
        Self(
            .table, ["matching"],
            "table NAME from TABLE.COLUMN matching /…/ [within PART]",
            "a table with a row for each match in each cell of a column of texts: its columns are the named groups of "
                + "the pattern, with the types that a block gives them, and all columns of the row; the joins and the "
                + "key come along. Findings point at what was matched",
            finding: ["unreadable-cell"], "table claims from kpis.name matching /to (?<figure>[0-9]+%)/"),
    ]
}
