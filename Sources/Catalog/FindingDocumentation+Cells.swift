// The documentation of findings about one cell: what is missing, unreadable or not allowed in it.

extension FindingDocumentation {
    static let missingValue = Self(
        title: "A required cell must not be blank",
        meaning: "The column is `required`, and the cell is blank.",
        reason: "A row without it cannot be identified, or lacks the fact it was reported for.",
        failing: FindingExample(table("value measure required"), "ref,value\n1.1,\n"),
        passing: FindingExample(table("value measure required"), "ref,value\n1.1,92%\n"),
        mending: "Fill in the cell. Where there is no figure yet, say so with a marker such as `TBC` or `N/A`.",
        waiving: .row)

    static let unreadableCell = Self(
        title: "A cell must be readable as what its column holds",
        meaning: "The cell is not of its column's type: words in a column of whole numbers, an impossible date, "
            + "a label that the scheme does not have.",
        reason: "Its value is unknown, so no rule that needs it can say anything about the row.",
        failing: FindingExample(table("value whole"), "ref,value\n1.1,about forty\n"),
        passing: FindingExample(table("value whole"), "ref,value\n1.1,40\n"),
        mending: "Write the cell as the message says. If such cells are normal here, the column needs another type: "
            + "`measure` reads words as well; `missing \"…\"` adds a marker for what is not available.",
        waiving: .row)

    static let spreadsheetError = Self(
        title: "A cell must not hold an error of a spreadsheet",
        meaning: "The cell holds what a spreadsheet shows where a formula has no result, such as `#DIV/0!`, `#REF!` or "
            + "`#N/A`, or the `########` of a column that is too narrow.",
        reason: "Whatever the formula was to give is not there. The cell is faulty in a column of any type, texts too.",
        failing: FindingExample(table("value measure"), "ref,value\n1.1,#DIV/0!\n"),
        passing: FindingExample(table("value measure"), "ref,value\n1.1,92%\n"),
        mending:
            "Correct the formula, or widen the column, and save the return again. Where such a cell is meant to say "
            + "that there is no value, name it as a marker: `missing \"#N/A\"`.",
        waiving: .row)

    static let irregularNumber = Self(
        title: "A number should be written without stray signs and spaces",
        meaning: "The cell was understood as a number although it is not written as one: with a stray space or sign, "
            + "such as `34, 692`.",
        reason: "Other programs will take it for a text, and leave it out of their sums.",
        failing: FindingExample(table("value whole"), "ref,value\n1.1,\"34, 692\"\n"),
        passing: FindingExample(table("value whole"), "ref,value\n1.1,\"34,692\"\n"),
        mending: "Write the number in figures, without spaces.",
        waiving: .row)

    static let numberInWords = Self(
        title: "A number should be written in figures",
        meaning: "The cell was understood as a number although it is written in words, such as `three`.",
        reason: "It was read as that number. Other programs will take it for a text, and leave it out of their sums.",
        failing: FindingExample(table("value whole"), "ref,value\n1.1,three\n"),
        passing: FindingExample(table("value whole"), "ref,value\n1.1,3\n"),
        mending: "Write the number in figures.",
        waiving: .row)

    static let figureInWords = Self(
        title: "A figure among words is not read",
        meaning:
            "The cell holds a figure that words follow or lead to, such as `£1m surplus`, `up to 40%` and `Green 94.5%`, or "
            + "is one but for a letter or sign, such as `5O%` and `40?`, or the sign of one alone, such as `%`; or a bare "
            + "number with another figure in a note, such as `12 (80%)`; or what may stand for a figure, such as `none` and "
            + "`ditto`. It was taken for words.",
        reason: "Words can only be equal or not, so no rule that compares figures can say anything about the row.",
        failing: FindingExample(table("value measure"), "ref,value\n1.1,5O%\n"),
        passing: FindingExample(table("value measure"), "ref,value\n1.1,50%\n"),
        mending: "Write the figure alone, and the words in another cell or in brackets behind it. Where the words are "
            + "what is meant, leave it, or turn this off.",
        waiving: .row)

    static let notAllowed = Self(
        title: "A cell must hold one of the choices of its column",
        meaning: "The column lists what may stand in it, and the cell holds something else. "
            + "Case and spaces around do not matter.",
        reason: "A misspelt choice drops out of every count and every rule that asks for it.",
        failing: FindingExample(table(#"value choice "Monthly", "Quarterly""#), "ref,value\n1.1,Quartely\n"),
        passing: FindingExample(table(#"value choice "Monthly", "Quarterly""#), "ref,value\n1.1,Quarterly\n"),
        mending:
            "Write one of the choices; the help names the nearest. If it is a new one, add it to the column's line.",
        waiving: .row)

    static let badFormat = Self(
        title: "A cell must match the pattern of its column",
        meaning: "The column's line says `matches /…/`, and the cell as printed does not.",
        reason: "Codes and references that are written in another way are not found again elsewhere.",
        failing: FindingExample(table("value text matches /E[0-9]{8}/"), "ref,value\n1.1,E0600017\n"),
        passing: FindingExample(table("value text matches /E[0-9]{8}/"), "ref,value\n1.1,E06000017\n"),
        mending: "Correct the cell. The pattern has to fit the whole cell; a blank cell is never tested.",
        waiving: .row)

    static let outOfRange = Self(
        title: "A cell must lie within the bounds of its column",
        meaning: "The column's line says `between … and …`, and the cell lies outside. Both bounds are allowed.",
        reason: "Such a figure is most often a slip of the keyboard or of the decimal point.",
        failing: FindingExample(table("value number between 0 and 10"), "ref,value\n1.1,85\n"),
        passing: FindingExample(table("value number between 0 and 10"), "ref,value\n1.1,8.5\n"),
        mending: "Correct the figure. If it is right, the bounds in the rule file are too narrow.",
        waiving: .row)

    static let unitDisagrees = Self(
        title: "A figure must have the unit that stands in its row",
        meaning:
            "The column's line says `unit from`, and the cell prints another unit than the cell that it names, or none "
            + "of the multiplier there (`£5` beside `£m`). Units of time that convert into each other agree.",
        reason:
            "Nothing tells which of the two is meant, so no rule that needs the figure can say anything about the row.",
        failing: FindingExample(
            table("value measure unit from unit\n  unit  text"), "ref,value,unit\n1.1,5%,days\n"),
        passing: FindingExample(
            table("value measure unit from unit\n  unit  text"), "ref,value,unit\n1.1,5 days,days\n"),
        mending: "Correct the unit in one of the two cells. The figure's cell need not say it.",
        waiving: .row)

    static let notRounded = Self(
        title: "A figure should be rounded as its column says",
        meaning: "The column's line says `rounded to …`, and the figure is no multiple of that.",
        reason: "Where counts are rounded so that nobody can be recognised, one that is not gives its number away. It "
            + "counts as it is printed, and stands for itself.",
        failing: FindingExample(table("value whole rounded to 5"), "ref,value\n1.1,12\n"),
        passing: FindingExample(table("value whole rounded to 5"), "ref,value\n1.1,10\n"),
        mending: "Round the figure. Where some figures of the column are not rounded, leave `rounded to` out.",
        waiving: .row)

    /// A table with a `ref` and one more column, whose line is given.
    private static func table(_ column: String) -> String {
        """
        table kpis from "kpis.csv" {
          ref   text required
          \(column)
          key ref
        }

        """
    }
}
