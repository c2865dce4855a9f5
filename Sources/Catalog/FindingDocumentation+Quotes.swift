// The documentation of findings about quotation marks that are not where they should be.

/// A table with texts in its second column.
private let kpis = """
    table kpis from "kpis.csv" {
      ref   text    required
      note  text
      value measure
      key ref
    }

    """

extension FindingDocumentation {
    static let strayQuote = Self(
        title: "A quoted cell must end at the quotation mark that closes it",
        meaning:
            "A cell begins with a quotation mark, and behind the next one that is not doubled stands something other "
            + "than a comma or the end of the line. Where each line that the cell would take in has as many cells as "
            + "the header, the first mark is read as a letter and the lines as rows. Else the cell is read as it "
            + "stands, and nothing in its row is checked.",
        reason:
            "A mark that is missing or not doubled joins cells and whole rows into one: what they hold would not be "
            + "checked, and nobody would see that.",
        failing: FindingExample(kpis, "ref,note,value\n1.1,\"Late,92%\n1.2,\"On time\",93%\n"),
        passing: FindingExample(kpis, "ref,note,value\n1.1,\"Late\",92%\n1.2,\"On time\",93%\n"),
        mending:
            "Close the cell where it ends, or write each quotation mark inside it twice: `\"the \"\"new\"\" depot\"`.",
        waiving: .row)

    static let unterminatedQuote = Self(
        title: "A quoted cell must end with a quotation mark",
        meaning:
            "A cell begins with a quotation mark and the file ends before it is closed. Where each line below has as "
            + "many cells as the header, the mark is read as a letter and the lines as rows. Else everything after it "
            + "is one cell.",
        reason: "Everything after the opening mark may be one cell, so that the rows below it are not read as rows.",
        failing: FindingExample(kpis, "ref,note,value\n1.1,\"Late,92%\n"),
        passing: FindingExample(kpis, "ref,note,value\n1.1,\"Late\",92%\n"),
        mending: "Close the mark at the end of the cell. A mark inside a quoted cell is written twice: `\"\"`.",
        waiving: .never("Where the mark should be closed decides what the rows below it say."))

    static let spacedQuote = Self(
        title: "A quotation mark should be the first character of its cell",
        meaning: "White space stands between a comma and the quotation mark that opens the cell behind it. "
            + "The cell is read as quoted.",
        reason:
            "Most programs take such a mark for a letter and cut the cell at the next comma inside it, so that they "
            + "see another table than the one that was checked. It is said once for a row.",
        failing: FindingExample(kpis, "ref,note,value\n1.1, \"Late, as before\",92%\n"),
        passing: FindingExample(kpis, "ref,note,value\n1.1,\"Late, as before\",92%\n"),
        mending: "Take the white space out, or turn the warning off: `set spaced-quote to off`.",
        waiving: .row)

    static let linesInCell = Self(
        title: "A cell should hold no rows",
        meaning:
            "A cell in quotation marks holds whole lines that have as many cells as the header, three or more, a digit "
            + "and no space behind their separators. They are a part of the cell, and not checked as rows. Which row "
            + "the cells behind it belong to is not certain: nothing is said of them, nor of what all rows come to.",
        reason: "Where the mark that closes a cell is missing, and the one that opens a later cell as well, the rows "
            + "between them become a text, and the table looks sound.",
        failing: FindingExample(
            kpis, "ref,note,value\n1.1,\"Late,92%\n1.2,,94%\n1.3,Late\",95%\n"),
        passing: FindingExample(kpis, "ref,note,value\n1.1,\"Late\",92%\n1.2,,94%\n1.3,\"Late\",95%\n"),
        mending: "Put in the marks that are missing. Where the lines belong to the cell, say so: "
            + "`set lines-in-cell to note`.",
        waiving: .row)

    static let looseQuote = Self(
        title: "A quotation mark should stand in a quoted cell only",
        meaning: "A cell that does not begin with a quotation mark holds one. It is read as a letter.",
        reason: "Where a mark at the beginning of a cell was lost, its comma and its line ends cut it into pieces. "
            + "Programs that write tables put such a cell in quotation marks.",
        failing: FindingExample(kpis, "ref,note,value\n1.1,Late\",92%\n"),
        passing: FindingExample(kpis, "ref,note,value\n1.1,\"Late\",92%\n"),
        mending:
            "Put the whole cell in quotation marks and write the mark inside twice (`\"a 6\"\" pipe\"`), take it out, "
            + "or turn the warning off: `set loose-quote to off`.",
        waiving: .row)
}
