// The words that begin declarations, clauses of rules and lines of tables, and those that join their parts.

extension ClauseDocumentation {
    /// Words of the language that are no type, option, modifier, function or operator. Their examples are about a table
    /// `kpis` with the columns `ref`, `area`, `period`, `value`, `target`, `rag` and `commentary`, a table `last_year`
    /// with the key `ref` and a `value`, and a table `stays` of a child's `start` and `finish`.
    package static let words: [Self] = declarations + clauses + parts + linesOfTables + linesOfTests

    private static let declarations: [Self] = [
        Self(
            .declaration, ["import"], "import \"FILE\"",
            "brings in the constants, schemes, tables and rules of another rule file; its path is relative to this one. "
                + "`standard.rules` is built in",
            "import \"standard.rules\""),
        Self(
            .declaration, ["let"], "let NAME [TYPE] = VALUE, let NAME = (VALUE, VALUE, …)",
            "a name for a value or a list, for the whole file; it replaces an imported one of that name, and `--set` "
                + "replaces both",
            """
            let least = 50%
            rule enough "A value is at least 50%" {
              for kpis
              require value >= least
            }
            """),
        Self(
            .declaration, ["scheme", "otherwise"], "scheme NAME for COLUMNS { COLOUR \"LABEL\", … when CONDITION }",
            "the statuses of a rating: for each its colour, its labels in cells, and when it is due; the first condition "
                + "that is true decides, `otherwise` where none is",
            """
            scheme traffic for value, target {
              green "On track" when value >= target
              red   "Late"     otherwise
            }
            """),
        Self(
            .declaration, ["table"], "table NAME from \"FILE\" OPTIONS { LINES }",
            "a return: the files that it is made of, how they are read, and its columns with their types",
            """
            table branches from "returns/*.csv" optional {
              branch text required
              visits whole
              key branch
            }
            """),
        Self(
            .declaration, ["rule"], "rule NAME [SEVERITY] \"TITLE\" { CLAUSES }",
            "what must be true of a table's rows; the severity is `error` (left out), `query`, `warning` or `note`",
            """
            rule value-positive query "A value is above 0" {
              for kpis
              require value > 0
              message "{ref} has {value}"
            }
            """),
        Self(
            .part, ["query"], "rule NAME query \"TITLE\"",
            "how severe it is to break a rule: an `error` has to be corrected, a `query` has to be corrected or answered by "
                + "a waiver, a `warning` or `note` fails no check unless `--fail-on` says so. A rule without it is an `error`",
            """
            rule value-halves query "A value should not halve within a year" {
              for kpis with last_year on ref
              require value >= last_year.value / 2
            }
            """),
        Self(
            .declaration, ["set", "to"], "set RULE to SEVERITY, set RULE to off",
            "changes the severity of an imported rule or of a structural finding, or turns it off",
            "set empty-table to note"),
        Self(
            .declaration, ["waive", "because"], "waive RULE [where CONDITION] [until DATE] because \"REASON\"",
            "explains findings, so that they do not fail the check: those of the rows for which the condition holds, until "
                + "that day",
            """
            waive missing-value where ref == "7" until 2030-03-31
              because "Refunds are booked at the end of the year"
            """),
        Self(
            .declaration, ["test"], "test RULE [\"TITLE\"] { ROWS }",
            "rows that break a rule, and rows that do not; `kpilint test` runs them",
            """
            rule value-positive "A value is above 0" {
              for kpis
              require value > 0
            }
            test value-positive {
              kpis | ref | value |
                   | 1   | -3%   | fails
                   | 2   | 3%    |
            }
            """),
    ]

    private static let clauses: [Self] = [
        Self(
            .clause, ["for"], "for TABLE [as NAME] [where …] [by …] [over …] [with …]",
            "the rule is about each row of a table; without `for` it is asked once, of aggregates alone",
            """
            rule value-positive "A value is above 0" {
              for kpis where area == "North"
              require value > 0
            }
            """),
        Self(
            .clause, ["for each", "each"],
            "for each COLUMNS in TABLE [as NAME] [where …] [over COLUMN while …]",
            "the rule is about each group of rows that are alike in these columns; `series` are the rows of the group",
            """
            rule one-target "An area has one target" {
              for each area in kpis
              require count distinct(series.target) == 1
              message "{area} has {count distinct(series.target)} targets"
            }
            """),
        Self(
            .clause, ["for any"], "for any [as NAME] with COLUMN TYPE, COLUMN TYPE?, …",
            "the rule is about each row of every table that has columns of these names and types; one with `?` may be "
                + "absent. A table is taken only where the column that findings point at first is its own",
            """
            rule value-positive "A value is above 0" {
              for any with value measure, commentary text?
              require value > 0
            }
            """),
        Self(
            .clause, ["let"], "let NAME [TYPE] = VALUE", "a name for a value of the row, for the clauses below it",
            """
            rule near-target "A value is less than 5 points below its target" {
              for kpis
              let short = gap(value, target, "higher")
              require short < 5%
              message "{ref} is {short} short"
            }
            """),
        Self(
            .clause, ["when"], "when CONDITION",
            "to which rows the rule applies; where it is false the row is counted as not applicable. Of several all must "
                + "hold",
            """
            rule red-explained "A red row has a commentary" {
              for kpis
              when rag is red
              require commentary is present
            }
            """),
        Self(
            .clause, ["require", "else"], "require CONDITION [else \"MESSAGE\"]",
            "what must be true of each row; where it is false the row breaks the rule, where it is unknown the row is "
                + "undecided. Each of several reports by itself, with a message of its own behind `else`",
            """
            rule value-in-range "A value lies between 0% and 100%" {
              for kpis
              require value >= 0% else "{ref} is negative"
              require value <= 100%
            }
            """),
        Self(
            .clause, ["mostly", "require mostly"], "require mostly PERCENT CONDITION",
            "what must be true of at least this share of the rows that pass or break it: one finding for all, at the header",
            """
            rule mostly-explained "Most rows have a commentary" {
              for kpis
              require mostly 95% commentary is present
            }
            """),
        Self(
            .clause, ["message"], "message \"TEXT {VALUE} TEXT\"",
            "what a finding says, with values of the row in braces, and `{row}` for its key; without it the finding says "
                + "the title and both sides of the comparison",
            """
            rule value-positive "A value is above 0" {
              for kpis
              require value > 0
              message "{ref}: {value} in {period}"
            }
            """),
        Self(
            .clause, ["help"], "help \"TEXT {VALUE} TEXT\"",
            "what a finding tells people to do, in the form of a message",
            """
            rule value-positive "A value is above 0" {
              for kpis
              require value > 0
              help "Ask {area} for the figure."
            }
            """),
        Self(
            .clause, ["at"], "at COLUMN, COLUMN",
            "the cells that a finding points at, the main one first; without it, those that `require` names",
            """
            rule met "A value meets its target" {
              for kpis
              require meets(value, target, "higher")
              at value, target
            }
            """),
        Self(
            .clause, ["fix", "fix safely", "safely"], "fix COLUMN = VALUE, fix safely COLUMN = VALUE",
            "what the cell should say: a proposal, or with `safely` what `kpilint fix` writes without asking",
            """
            rule rated-right "The status follows from the figures" {
              for kpis
              require rag == due(rag)
              fix safely rag = due(rag)
            }
            rule in-north "All are of the north" {
              for kpis
              require area == "North"
              fix area = "North"
            }
            """),
    ]

    private static let parts: [Self] = [
        Self(
            .part, ["where"], "for TABLE where CONDITION, count(TABLE where CONDITION)",
            "which rows a rule is about, an aggregate counts, or a waiver explains; rows for which it is false are not "
                + "counted at all",
            """
            rule north-positive "A value of the north is above 0" {
              for kpis where area == "North"
              require value > 0
            }
            """),
        Self(
            .part, ["as"], "for TABLE as NAME, with TABLE as NAME",
            "another name for the row, so that it can be named inside an aggregate over its own table",
            """
            rule no-second "A reference occurs once in a period" {
              for kpis as this
              require count(kpis where ref == this.ref and period == this.period) == 1
            }
            """),
        Self(
            .part, ["by"], "for TABLE by COLUMNS over COLUMN",
            "which rows belong together in a series: those that are alike in these columns",
            """
            rule steady "A value does not halve" {
              for kpis by ref over period
              require value >= previous.value / 2
            }
            """),
        Self(
            .part, ["over"], "by COLUMNS over COLUMN, series over COLUMN",
            "what puts the rows of a series in their order: a date, period or number; without it, the order of the file",
            """
            rule steady "A value does not halve" {
              for kpis by ref over period
              require value >= previous.value / 2
            }
            """),
        Self(
            .part, ["while"], "for each COLUMNS in TABLE over COLUMN while CONDITION",
            "cuts each group into runs: a row goes on with the run of the row before it where the condition holds",
            """
            rule short-runs "A child is not away for more than 30 days in a row" {
              for each child in stays over start while start == previous.finish
              require days(min(series.start), max(series.finish)) <= 30
            }
            """),
        Self(
            .part, ["with each"], "for each COLUMNS in TABLE with each NAME in TABLE [on COLUMN [= COLUMN], …]",
            "judges each group once for each row of another table; `series` is the rows of the group that `on` finds for "
                + "it, perhaps none",
            """
            rule complete "Each area returns what any area does" {
              for each area in kpis with each other in kpis on ref
              require any(series)
              message "{area} lacks {other.ref}"
            }
            """),
        Self(
            .part, ["with", "on"], "for TABLE with TABLE [as NAME] on COLUMN [= COLUMN], …",
            "looks a row of another table up, whose columns are written with its name before them; `=` joins columns of "
                + "two names, `is` texts whatever their case",
            """
            rule not-halved "A value does not halve within a year" {
              for kpis with last_year on ref
              require value >= last_year.value / 2
            }
            """),
        Self(
            .part, ["previous", "next"], "previous.COLUMN, next.COLUMN, first.COLUMN, last.COLUMN",
            "the row before this one in its series, the one behind it, the first and the last; unknown where there is none",
            """
            rule steady "A value does not halve" {
              for kpis by ref over period
              require value >= previous.value / 2
              message "{ref} fell from {previous.value} to {value}; the next is {next.value}"
            }
            """),
        Self(
            .part, ["until"], "waive RULE until DATE because \"REASON\"",
            "the last day of a waiver: behind it the waiver is an error, so that it is looked at again",
            "waive missing-value until 2030-03-31\n  because \"The system is replaced by then\""),
    ]

    private static let linesOfTables: [Self] = [
        Self(
            .line, ["key"], "key COLUMN, COLUMN",
            "the columns that tell rows apart: two rows alike in all of them are an error, messages name a row by them, and "
                + "other tables find it by them",
            finding: ["duplicate-key"], "key code"),
        Self(
            .line, ["join"], "join TABLE on COLUMN [= COLUMN] [required]",
            "looks the row of another table up by its key: its columns count as this table's own. With `required` there "
                + "must be one",
            finding: ["unknown-reference"], "join register on code required"),
        Self(
            .line, ["series over", "series"], "series over COLUMN",
            "puts rows that are alike in the rest of the key in the order of this column: all rules of the table know the "
                + "`previous`, `next`, `first` and `last` row, and the whole `series`",
            "series over quarter"),
        Self(
            .line, ["label"], "label COLUMN", "the column by which people know a row: findings show it", "label name"),
        Self(
            .line, ["owner"], "owner COLUMN",
            "the column that says who answers for a row: findings show it and are counted by it", "owner name"),
        Self(
            .line, ["let"], "let NAME [TYPE] = VALUE", "a column that is computed from the others of the row",
            "let twice = value * 2"),
        Self(
            .modifier, ["from"], "from \"HEADER\" | \"OTHER HEADER\"",
            "the headers that the column may have, where they are not its name; case does not matter",
            finding: ["missing-column"], "length measure from \"Length (m)\" | \"Length\""),
        Self(
            .modifier, ["exactly"], "choice exactly \"A\", \"a\"",
            "case matters in the labels of this choice, in cells, keys and look-ups", finding: ["not-allowed"],
            "size choice exactly \"S\", \"s\""),
        Self(
            .option, ["matching", "within", "within line"],
            "matching /…/ [within line | paragraph | text]",
            "the file is a narrative: each place where the pattern matches is a row, and its named groups are the columns; "
                + "a match lies within a paragraph, unless something else is said",
            "table claims from \"report.md\" matching /(?<code>[A-Z]+) is (?<priority>[a-z]+)/ within line {"),
    ]

    private static let linesOfTests: [Self] = [
        Self(
            .part, ["fails"], "| CELL | CELL | fails [\"PART OF THE MESSAGE\"]",
            "behind a row of a test: the rule reports it. For a rule without `for` it stands on a line of its own",
            """
            rule value-positive "A value is above 0" {
              for kpis
              require value > 0
            }
            test value-positive {
              kpis | ref | value |
                   | 1   | -3%   | fails
            }
            """)
    ]
}
