// What findings mean that only workbooks have: what their cells store is other than what is seen of them.

extension FindingDocumentation {
    static let numberAsText = Self(
        title: "A figure should be stored as a number",
        meaning:
            "Cells of a column of figures hold texts that read as figures. They are checked as the figures that they show. "
            + "It is said once a column, at the first such cell. Texts with a unit, a note or a nought in front are texts.",
        reason: "The spreadsheet's own totals and averages pass over texts without a word.",
        failing: FindingExample(table("value percent"), sheet([[.text("1.1"), .text("92.4%")]])),
        passing: FindingExample(
            table("value percent"), sheet([[.text("1.1"), .figure("0.924", format: "0.0%", seen: "92.4%")]])),
        mending:
            "Convert the cells to numbers: in Excel, select them, click the warning sign beside them, and choose "
            + "\u{201C}Convert to Number\u{201D}.",
        waiving: .row)

    static let uncalculatedFormula = Self(
        title: "A formula must have its result in the file",
        meaning:
            "Cells of the rules' columns hold formulas of which the workbook has no result. What they come to is not "
            + "known, and they are not checked. It is said once a column, with the cells.",
        reason:
            "Programs that write workbooks leave results to the spreadsheet that opens them. Until it has been saved there, "
            + "whoever reads the file sees no figure, or an old one.",
        failing: FindingExample(
            table("value whole"), sheet([[.text("1.1"), .formula("=40+2", result: nil)]])),
        passing: FindingExample(
            table("value whole"), sheet([[.text("1.1"), .formula("=40+2", result: "42")]])),
        mending: "Open the workbook in a spreadsheet, save it, and check it again.",
        waiving: .never("What the cell says is in no file."))

    static let uncalculatedWorkbook = Self(
        title: "A workbook should hold the results that its readers will see",
        meaning:
            "The workbook asks for its formulas to be calculated when it is opened, and there are formulas in the table. "
            + "Their stored results are what is checked.",
        reason: "What is seen once the workbook is open may be other than what was checked.",
        failing: FindingExample(
            table("value whole"),
            sheet([[.text("1.1"), .formula("=40+2", result: "42")]], asksForCalculation: true)),
        passing: FindingExample(table("value whole"), sheet([[.text("1.1"), .formula("=40+2", result: "42")]])),
        mending: "Open the workbook in a spreadsheet, save it, and check it again.",
        waiving: .table)

    static let fillDisagrees = Self(
        title: "The label and the colour of a status must say the same",
        meaning:
            "In a column that is read `by fill` a cell is labelled as one status and filled with the colour of another. "
            + "Nobody knows which is meant, and the cell is not checked.",
        reason: "One reader goes by the word, another by the colour, and each sees another status.",
        failing: FindingExample(
            scheme + table("rag status council by fill"),
            sheet([[.text("1.1"), .filled("Green", colour: "FF0000", name: "red")]], header: "rag")),
        passing: FindingExample(
            scheme + table("rag status council by fill"),
            sheet([[.text("1.1"), .filled("Green", colour: "00B050", name: "green")]], header: "rag")),
        mending: "Correct the label or the colour.",
        waiving: .never("Whichever is right, the other misleads."))

    static let unknownFill = Self(
        title: "A status that is a colour should follow from conditions that can be evaluated",
        meaning:
            "In a column that is read `by fill` the colour of cells follows from conditions (a conditional format) that "
            + "cannot be evaluated: they look cells up, depend on the day on which they are looked at, or are such that "
            + "spreadsheet programs may differ. The status of these cells is not known, unless a label says it. It is said "
            + "once a column, with the reasons.",
        reason: "What nobody can tell is not checked.",
        failing: FindingExample(
            scheme + table("rag status council by fill"),
            sheet(
                [[.text("1.1"), .text("")], [.text("1.2"), .text("Red")]], header: "rag",
                conditions: [ExampleCondition("B2", "COUNTIF($A$2:$A$9,A2)>1", colour: "FF0000", name: "red")])),
        passing: FindingExample(
            scheme + table("rag status council by fill"),
            sheet(
                [[.text("1.1"), .text("")], [.text("1.2"), .text("Red")]], header: "rag",
                conditions: [ExampleCondition("B2", "A2<>\"\"", colour: "FF0000", name: "red")])),
        mending: "Write the status into the cells, or colour them by a simpler condition or by hand.",
        waiving: .row)

    static let mergedFigure = Self(
        title: "A figure should stand in a cell of its own",
        meaning:
            "A figure stands in a merged cell. It counts for the first cell; the others are blank. (A text, a date or a key "
            + "counts for all.) It is said once a column.",
        reason: "Whether the figure is for each row, or for all of them together, the sheet does not say.",
        failing: FindingExample(
            table("value whole"),
            sheet([[.text("1.1"), .figure("12")], [.text("1.2"), .text("")]], merged: ["B2:B3"])),
        passing: FindingExample(
            table("value whole"), sheet([[.text("1.1"), .figure("12")], [.text("1.2"), .figure("12")]])),
        mending: "Undo the merging, and write into each cell what holds for it.",
        waiving: .row)

    static let hiddenFigure = Self(
        title: "A figure should be seen",
        meaning:
            "A cell of a column of figures stores one that its number format shows as nothing, such as `;;;`, or a nought "
            + "under `0;-0;`. It counts as it is stored. It is said once a column.",
        reason: "Who reads the sheet takes the cell for blank, and totals count it.",
        failing: FindingExample(
            table("value whole"), sheet([[.text("1.1"), .figure("0", format: "0;-0;", seen: "")]])),
        passing: FindingExample(table("value whole"), sheet([[.text("1.1"), .figure("0")]])),
        mending: "Give the cell a number format that shows the figure, or clear the cell.",
        waiving: .row)

    static let lostPercent = Self(
        title: "A percentage must not lose its percent sign",
        meaning:
            "A figure of a `percent` column is below 1 and has no percent format, where other cells have one, or all figures "
            + "above 1 are more than ten times it, or no figure is above 1. It reads as less than 1%, and may be meant as a "
            + "hundred times that. Such cells are not checked. It is said once a column.",
        reason:
            "A cell that shows `92.4%` stores 0.924: where the format of a cell is lost, its figure is a hundredth of what it was.",
        failing: FindingExample(
            table("value percent"),
            sheet([[.text("1.1"), .figure("0.95", format: "0%", seen: "95%")], [.text("1.2"), .figure("0.924")]])),
        passing: FindingExample(
            table("value percent"),
            sheet([
                [.text("1.1"), .figure("0.95", format: "0%", seen: "95%")],
                [.text("1.2"), .figure("0.924", format: "0.0%", seen: "92.4%")],
            ])),
        mending:
            "Give the cells a percent format. Where a column is right as it is, write `set lost-percent to off`: its cells "
            + "are checked then.",
        waiving: .row)

    static let notWhole = Self(
        title: "A whole number should be stored as one",
        meaning:
            "A cell of a `whole` column stores a fraction that its number format hides. It counts as it is shown. It is said "
            + "once a column.",
        reason:
            "A total of such cells is not the sum of what is seen, and half a person or half a case counts nothing.",
        failing: FindingExample(
            table("value whole"), sheet([[.text("1.1"), .figure("12.4", format: "0", seen: "12")]])),
        passing: FindingExample(table("value whole"), sheet([[.text("1.1"), .figure("12")]])),
        mending: "Round the figure where it is made, or make the column a `number` and show its decimals.",
        waiving: .row)

    private static let scheme = """
        scheme council {
          green "Green"
          red   "Red"
        }

        """

    /// A table of a workbook with a `ref` and one more column, whose line is given.
    private static func table(_ column: String) -> String {
        """
        table kpis from "kpis.xlsx" {
          ref   text required
          \(column)
          key ref
        }

        """
    }

    private static func sheet(
        _ rows: [[ExampleCell]], header: String = "value", merged: [String] = [], asksForCalculation: Bool = false,
        conditions: [ExampleCondition] = []
    ) -> ExampleSheet {
        ExampleSheet(
            [[.text("ref"), .text(header)]] + rows, merged: merged, asksForCalculation: asksForCalculation,
            conditions: conditions)
    }
}
