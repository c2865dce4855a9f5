// The diagnostics of rule files, by the codes that they are printed with.

/// What each diagnostic means. Diagnostics are not findings about returns.
package let ruleFileFaults: [String: String] = Dictionary(
    uniqueKeysWithValues: #"""
        after-otherwise: A status of a scheme stands behind `otherwise`, which ends the list: it would never be due.
        always-true: A condition holds whatever the cells say, as the types of columns and functions tell: it asks \#
        nothing. The message says why.
        aggregate-condition: The condition of an aggregate asks for more than can be counted at once, or for \#
        nothing of the table: it may compare with the row outside by order once.
        all-of-equal: An `all` asks that every row of a table has the key of the row outside. Most likely the rows \#
        with that key are meant: write `not any(T where` the key is equal `and not` what must hold of them`)`.
        ambiguous-name: A name stands for two things, such as a column and a constant. Give one of them another name.
        bad-area: What stands behind `range` is no range of cells such as `"B4:H60"`, or a name is empty.
        bad-comment: What lines of comments begin with is empty, or holds a line end.
        bad-encoding: The rule file is not UTF-8. Save it as UTF-8 in your editor.
        bad-path: The path of a table's file has one brace without the other, or braces around what is no name of \#
        a column.
        bad-regex: A regular expression cannot be read, or asks for what never occurs, such as a line end.
        block-comment: A comment is written `/* … */`. A comment begins with `//` and goes to the end of its line.
        chained-comparison: Comparisons stand in a row, such as `1 < value < 5`. Write `value in 1..5`, or join \#
        two comparisons with `and`.
        comma-in-number: A number is written with commas, such as `1,000`. Write `1000` or `1_000`.
        compares-unknown: Something is compared with `unknown`, or with a colour, by `==`. Ask `is unknown`, `is \#
        known` or `is red`.
        compares-with-itself: Both sides of a comparison are one column of one row. In the condition of an aggregate a \#
        name alone is a column of the rows that are counted: call the row outside by its table, or by an alias.
        computed-name: A `label` or `owner` is computed. It is the text of a cell: name a column that is read.
        constant-cycle: The value of a constant leads back to itself.
        contradicting-options: Two options of a table or a column exclude each other, such as `range` and `named`, or \#
        one is for workbooks and the file is delimited text.
        contradicting-rules: No row can satisfy two requirements at once. Correct one of them, or part the rows \#
        with `when`.
        curly-quotes: A text stands in the curly quotes of a word processor. A text stands in plain double quotes: \#
        `"Green"`.
        division-by-zero: A value is divided by zero, which is always unknown.
        double-brace: A value in a message stands in two braces. One is enough: `{value}`.
        duplicate-key-line: A table has two lines that begin with `key`. A key of several columns is one line: \#
        `key a, b`.
        duplicate-label: A label stands twice, in a scheme or in a choice. Case does not matter in labels.
        duplicate-name: Two things go by one name, such as two columns of a table or two rules.
        empty-name: There is no name between two backquotes.
        empty-path: A table names no file: the quotes are empty.
        empty-range: Nothing lies between the two ends of a range: the smaller one comes first.
        empty-test: A test gives no rows, so that it tests nothing.
        escaped-quote: A text within braces of a message is written with `\"`. In braces it stands in plain quotes.
        exact-quotient: A printed figure is compared with a quotient by `==`. Printed figures are rounded: use \#
        `agrees with`.
        expected-and: A word `and` is missing, such as in `between 1 and 5`.
        expected-area: Cells are missing behind `range`, such as `range "B4:H60"`, or a name behind `named`.
        expected-as: A word `as` is missing, such as in `blank as 0`.
        expected-bar: A `|` is missing between the cells of a test's row.
        expected-blank: The word `blank` is missing behind `until`: `until blank`.
        expected-brace: A `{` is missing where a block begins.
        expected-by: A word `by` is missing, such as in `separated by ";"`.
        expected-colour: A colour is missing: a line of a scheme begins with green, amber, red, blue or grey.
        expected-column: The name of a column is missing.
        expected-comma: A comma is missing between two labels.
        expected-comment: What lines of comments begin with is missing, in quotes: `comments "#"`.
        expected-comparison: Behind a `not` within a comparison stands `in`, `matches`, `contains`, `starts with` \#
        or `ends with`.
        expected-date: A date is missing. It is written 2024-03-31.
        expected-declaration: A line begins nothing that a rule file holds, such as `table`, `rule`, `let`, \#
        `scheme` or `waive`.
        expected-calendar: The words `calendar year` are missing: `quarters by calendar year`.
        expected-dot: A dot is missing between a row and its column: `previous.value`.
        expected-down: The word `down` is missing behind `fill`: `theme text fill down`.
        expected-each: The word `each` is missing behind the `with` of a `for each`: `with each r in register`.
        expected-else: An `if` has no `else`: it gives a value in either case.
        expected-encoding: The name of an encoding is missing, in quotes: `encoded as "windows-1252"`.
        expected-equals: A `=` is missing between a name and its value.
        expected-expression: A value is missing: a column, a number, a text in quotes, a call or something in \#
        brackets.
        expected-extent: A word is missing behind `within`: `line`, `paragraph` or `text`.
        expected-fails: A row of a test ends in a word that is not `fails`.
        expected-fill: The word `fill` is missing behind `by`, as in `rag status council by fill`.
        expected-first: A word `first` is missing behind `month`: `date month first`.
        expected-from: A table does not say its file: `table kpis from "kpis.csv"`; or `from` is missing behind \#
        `unit` or `year`, as in `value measure unit from unit`.
        expected-header: A header in quotes is missing behind `from`; or a test has a row before the line with its \#
        table's name and columns.
        expected-headers: The word `headers` is missing behind `without`: `without headers`.
        expected-in: A word `in` is missing, such as in `for each area in kpis`.
        expected-label: A label is missing, in quotes.
        expected-least: A bound says `at least` or `at most`: `visits whole at least 0`.
        expected-line: A number is missing: `headers on line 3`, `headers on lines 3 to 4`, `table 3`.
        expected-marker: A text in quotes is missing behind `missing`: `missing "see HR"`.
        expected-matching: Behind the column of a table whose texts are searched stands no `matching`.
        expected-month: The name of a month is missing: `year from July`.
        expected-name: A name is missing.
        expected-of: A word `of` is missing: `remark text from note of value`.
        expected-on: A word `on` is missing, such as in `join register on ref`.
        expected-over: A word `over` is missing, such as in `series over period`, or before the `while` of a `for each`.
        expected-path: A file in quotes is missing.
        expected-range: A range lacks its `..`: `value in 1..5`. A list stands in brackets: `value in (1, 2)`.
        expected-reason: A waiver does not say why: `because "the reason"`.
        expected-regex: A regular expression is missing behind `matches` or `matching`. It stands between slashes: \#
        `/[0-9]+/`.
        expected-row: A test holds a line that is no row of a table.
        expected-separator: The sign between two cells is missing, in quotes: `separated by ";"`.
        expected-severity: A severity is missing: error, query, warning or note, or `off`.
        expected-sheet: The name of a sheet is missing, in quotes.
        expected-state: Behind `is` stands nothing that can be asked, such as `known`, `blank`, a colour or a \#
        label in quotes.
        expected-table: The name of a table is missing.
        expected-text: A text in quotes is missing.
        expected-then: An `if` has no `then`.
        expected-title: A rule has no title: its first line says in quotes what must be true.
        expected-to: A word `to` is missing, as in `set rule-name to note`, `headers on lines 3 to 4` or \#
        `rounded to 5`.
        expected-type: A column has no type, such as `text`, `whole` or `measure`.
        expected-when: A status of a scheme is not followed by `when` and a condition.
        expected-where: Behind the table or column of an aggregate stands something other than `where` and a \#
        condition.
        expected-while: Behind the `over` of a `for each` stands no `while`, which says how long a run goes on.
        expected-year: The word `year` is missing behind `quarters by calendar`.
        expected-with: A word `with` is missing, such as in `agrees with` or `starts with`.
        fraction-of-percent: A number below 1 stands beside a percentage, where it counts as so many percent: `share >= \#
        0.95` asks for 0.95%. Write `95%`, or `0.95%` if that is meant.
        hash-comment: A comment begins with `#`. Write `//`.
        heading-without-key: A column takes its text from headings, and the table has no key to tell rows from headings by.
        hyphen-in-number: A number holds a hyphen, such as `2023-24`. A period is written `period("2023-24")`.
        idle-option: An option of a table does nothing, such as `sheet` of delimited text.
        idle-rule: A rule is never applied: the message says why.
        import-cycle: A rule file imports itself, perhaps by way of others. Move what both need into a third one.
        invalid-date: There is no such day in the calendar, or a date is not written with two digits for month and \#
        day.
        join-cycle: A join looks its row up by a column that comes from this join or a later one.
        joined-key: A key, or what orders a series, is computed from a joined table. It is made of the table's own \#
        columns.
        label-case: A label is written in another case than in its scheme or choice.
        let-cycle: The value of a `let` leads back to itself.
        letters-in-number: Letters stand directly behind a number, such as `5kg`. Write `measure("5 kg")`, or a \#
        space before `days`.
        misplaced-aggregate: An aggregate such as `sum` stands where none can, such as in a constant or in another \#
        aggregate, or `list` in a condition.
        misplaced-each: Beside the `with each` of a rule stands what cannot: runs of rows, a second table, or the \#
        name of the group.
        misplaced-list: A list stands where one value belongs. Lists stand behind `in`, or are the value of a \#
        constant.
        misplaced-mostly: `mostly` stands beside another `require`, `at` or `fix`, in a rule that is judged once, or \#
        before what is no percentage from 0% to 100%: `require mostly 95% …`.
        misplaced-pattern: A regular expression stands where a value belongs. It stands behind `matches` and `contains`, \#
        or is the second argument of `find`.
        misplaced-where: A `where` stands where none can. Rules say with `when` to which rows they apply.
        missing-label: A colour of a scheme, or a choice, has no label that says how it is printed in a cell.
        missing-reason: A waiver's reason is empty. It waives nothing until the reason stands between the quotes, and \#
        the check fails like one with a query.
        missing-require: A rule requires nothing. Add what must hold: `require …`.
        never-compares: Two things are compared that can never be compared, such as a text with a number, or money \#
        with a percentage.
        looks-up-by-part: A join names some columns of the other table's key and not all of them, so that several rows \#
        may fit, of which the first counts.
        never-holds: A condition can never be true: its parts exclude each other, or it looks for total rows among the \#
        other rows of a table. Those for which the condition of `total rows` is true are no rows of the table `T` but of \#
        `T.totals`, which a rule can be about (`for T.totals`), count and look up.
        never-true: A condition holds of no cell, as the types of columns and functions tell: a month is never 13, and a \#
        scheme without grey is never grey.
        no-aggregate: A `where` stands in the brackets of something that is no aggregate such as `sum` or `count`.
        no-series: `previous`, `next`, `first`, `last` or `series` is used where rows have no order. Give the \#
        table `series over period`.
        no-table: A rule names no table, but uses columns. Say whose rows it is about: `for kpis`.
        not-a-condition: A value stands where a condition belongs. Compare it with something.
        not-a-list: A single value stands behind `in`. A list is written `in (a, b)`.
        nothing-due: `due` asks a scheme that does not say when a status is due.
        number-too-long: A number has more than 38 digits.
        one-beside-percent: A 1 stands beside a percentage, where it is 1%. The whole is `100%`.
        repeated-clause: A clause stands twice where one belongs.
        repeated-modifier: A column says the same thing twice, or two things that exclude each other.
        reserved-word: A word stands as a name that the language keeps for itself. Put it in backquotes, or take \#
        another name.
        row-width: A row of a test has more cells than the columns above it, or fewer.
        rule-does-not-apply: A rule for any table does not apply to one that has some of the columns it needs.
        scheme-column: A scheme needs a column, by the names behind its `for`, that the table of the status does \#
        not have.
        series-outside-key: The column of `series over` is no part of the key, so that every series would have one \#
        row.
        series-without-key: A table has a series, but no key that says which rows belong together.
        set-own-rule: `set` changes a rule of the same file. Change its severity where it stands.
        single-equals: Two values are compared with `=`. Write `==`.
        single-quotes: A text stands in single quotes. Write plain double quotes: `"Green"`.
        square-brackets: A list stands in square brackets. Write round ones: `in (1, 2, 3)`.
        status-as-text: A status is compared with a text by `==`. Ask `is "Late"` for a label, or `is red` for a \#
        colour.
        stray-fails: In a test `fails` stands where it says nothing: at a row that the rule is not about, or alone \#
        where it is about rows.
        too-deep: An expression has brackets within brackets too deeply. Give its parts names with `let`.
        too-large: What a name stands for grows too large where it is put in place. Split the rule, or compute \#
        less in one `let`.
        too-many-errors: The file has more errors than are shown. Mend the first ones and check again.
        too-many-imports: More than 1,000 rule files are imported.
        unclosed-block: A block is not closed: its `}` is missing.
        unclosed-brace: A `{` in a message has no `}`. A brace that is meant as such is written `\{`.
        unclosed-cell: A row of a test does not end in `|`.
        unclosed-name: A name in backquotes is not closed on its line.
        unclosed-parenthesis: A `(` is not closed.
        unclosed-regex: A regular expression is not closed on its line. A slash inside it is written `\/`.
        unclosed-text: A text is not closed on its line with `"`.
        uneven-unpivot: The columns that `unpivot` puts into rows are of different numbers. Each row is made of one \#
        column of each.
        unexpected-character: A character has no meaning in rules. An amount of money is written `measure("£5")`.
        unexpected-sign: A sign stands where the clause should end.
        unexpected-word: A word stands where an operator or the end of the clause belongs. Each clause stands on a \#
        line of its own.
        unknown-clause: A line of a rule begins with no clause, such as `for`, `when`, `require` or `message`.
        unknown-colour: A line of a scheme begins with no colour: green, amber, red, blue or grey.
        unknown-column: A rule, a key, a join or a test names a column that its table does not have.
        unknown-constant: No rule file has a constant of this name.
        unknown-declaration: A line begins nothing that a rule file holds, such as `table`, `rule`, `let`, \#
        `scheme` or `waive`.
        unknown-encoding: There is no encoding of this name.
        unknown-escape: A backslash in a text stands before a letter that it gives no meaning. A backslash itself \#
        is `\\`.
        unknown-extent: Behind `within` stands none of `line`, `paragraph` and `text`.
        unknown-flag: Behind a regular expression stands a letter other than `i`, which ignores case.
        unknown-function: There is no function of this name.
        unknown-import: There is no such rule file to import. A path is relative to the file that imports it.
        unknown-group: A regular expression has no group of this name.
        unknown-label: A scheme or choice has no such label, so that the comparison could never be true.
        unknown-list: There is no list of this name. A list is a constant: `let words = ("a", "b")`.
        unknown-modifier: Behind a column's type stands something that says nothing of a column.
        unknown-month: There is no month of this name.
        unknown-option: Behind a table's file stands something that says nothing of how it is read.
        unknown-rule: There is no rule and no finding of this name.
        unknown-scheme: There is no scheme of this name.
        unknown-severity: A severity is none of error, query, warning and note.
        unknown-state: Behind `is` stands a word that asks nothing.
        unknown-table: There is no table of this name.
        unknown-type: A column or constant has a type that there is not.
        unknown-unit: A number is followed by a word that is no unit here. A figure with a unit is written \#
        `measure("5 kg")`.
        unmatched-brace: A `}` has no `{` before it.
        unmatched-parenthesis: A `)` has no `(` before it.
        unpivoted-elsewhere: A table is made of one of another rule file, by `unpivot` or `matching`. It stands beside it.
        unpivoted-twice: A table is made, by `unpivot` or `matching`, of one that is made of another itself, not of one \#
        that is read from files.
        unreadable-literal: The text of `measure`, `target` or `period` cannot be read as one. Write it as it \#
        would stand in a cell.
        unreadable-rules: A rule file cannot be read: the message says why.
        waiver-without-row: A waiver has a condition, and the findings of its rule are about no row: those of a rule \#
        with `mostly`, or without `for`. Leave the condition out.
        waiver-without-table: A waiver names columns that no table of its rule has, so that it never matches.
        wrong-aggregate: An aggregate is given a column where it asks of rows, as `any` does, or none where it \#
        needs one, as `sum` does; or `other` stands where the row outside is no row of the table.
        wrong-arguments: A function is called with too many arguments, too few, or one that it does not know.
        wrong-case: A word of the language is written in capitals.
        wrong-constants: A test gives its constants more than one row of values.
        wrong-duration: A length of time is no whole number, or too long.
        wrong-line: The numbers of the header's lines are not counted from 1, or the last comes before the first.
        wrong-modifier: A column says something that its type cannot have, such as `numbered` of a figure.
        wrong-place: `at` names what is no cell, or `fix` has no row or no column to write to.
        wrong-rounding: Figures are rounded to a power of ten or five times one: `rounded to 5`.
        wrong-separator: What stands between cells is more than one plain character.
        wrong-type: A value has another type than belongs here: the message names both.
        wrong-word: A word or sign is written as in another language: the message says how it is written here.
        wrong-year: The year that is given to cells without one is written `2023-24` or `2023`.
        """#.split(separator: "\n").compactMap { line in
            line.firstIndex(of: ":").map { colon in
                (String(line[..<colon]), String(line[line.index(colon, offsetBy: 2)...]))
            }
        })
