// The documentation of findings about a return's layout: its columns, lines and bytes.

/// A table with a key and a value, as most examples have it.
private let kpis = """
    table kpis from "kpis.csv" {
      ref   text    required
      value measure
      key ref
    }

    """

/// The same with a commentary.
private let noted = """
    table kpis from "kpis.csv" {
      ref   text    required
      value measure
      note  text
      key ref
    }

    """

/// The first one, declared as UTF-8.
private let inUTF8 = """
    table kpis from "kpis.csv" encoded as "utf-8" {
      ref   text    required
      value measure
      key ref
    }

    """

extension FindingDocumentation {
    static let missingColumn = Self(
        title: "A table must have the columns that its rule file declares",
        meaning: "The rule file declares a column, but no header of the return says its name.",
        reason: "Every rule that needs the column is left undecided for all rows. "
            + "Most often the header was only renamed or mistyped.",
        failing: FindingExample(kpis, "ref,outturn\n1.1,92%\n"),
        passing: FindingExample(kpis, "ref,value\n1.1,92%\n"),
        mending: "Correct the header in the return, or add the new header to the column's line in the rule file: "
            + "`value measure from \"Value\" | \"Outturn\"`. A column that may be absent is `optional`.",
        waiving: .table)

    static let unknownColumn = Self(
        title: "Every column of a return should be declared",
        meaning:
            "The return has a column that the rule file does not name, or text below a blank header, so nothing in it "
            + "is checked. Below a blank header the first cell with text is named.",
        reason: "A column that was added or renamed would otherwise go unnoticed.",
        failing: FindingExample(kpis, "ref,value,notes\n1.1,92%,late data\n"),
        passing: FindingExample(kpis, "ref,value\n1.1,92%\n"),
        mending: "Declare the column in the table (`notes text`), or turn the note off: `set unknown-column to off`.",
        waiving: .table)

    static let duplicateHeader = Self(
        title: "No two columns may have the same header",
        meaning: "Two columns of the return have a header that the rule file gives to one column. "
            + "The first of them is read.",
        reason: "Nobody can tell which of the two holds the figures that count.",
        failing: FindingExample(kpis, "ref,value,value\n1.1,92%,90%\n"),
        passing: FindingExample(
            """
            table kpis from "kpis.csv" {
              ref   text    required
              value measure
              prior measure
              key ref
            }

            """, "ref,value,prior\n1.1,92%,90%\n"),
        mending: "Rename one of the two headers, or remove the column that is not needed.",
        waiving: .table)

    static let repeatedHeader = Self(
        title: "The header must not stand among the rows",
        meaning: "A row says in every column what the header says there. It is no row: nothing in it is checked.",
        reason:
            "Returns that were put together into one file keep their headers, and the columns below such a header "
            + "need not be those of the first one.",
        failing: FindingExample(kpis, "ref,value\n1.1,92%\nref,value\n1.2,95%\n"),
        passing: FindingExample(kpis, "ref,value\n1.1,92%\n1.2,95%\n"),
        mending:
            "Take the row out, or check the returns one by one: `from \"kpis-*.csv\"` reads several files as one "
            + "table.",
        waiving: .never("The row holds no figures, so that there is nothing to be sure of."))

    static let rowsAboveHeader = Self(
        title: "No row may stand above the header",
        meaning:
            "Lines above the header have as many cells as the header, blank ones at the end aside, and what the rows below "
            + "have in the same columns: figures where figures stand, words that stand there too; or they have one cell "
            + "fewer and nothing speaks against it; or they stand below a line that is nearly the header. Nothing in them "
            + "is checked. So do lines that a quotation mark has made part of a cell of the header. Lines of which it is less clear are an `unclear-above-header` warning, totals, units and the numbers "
            + "of the columns a `lines-above-header` note. The first line that has all columns that are not optional is the "
            + "header; where there is none, the line that has most. Lines of a title may stand above it.",
        reason: "Rows that nobody reads look as if nothing was wrong with them.",
        failing: FindingExample(kpis, "1.1,92%,late\nref,value,note\n1.2,95%,\n"),
        passing: FindingExample(kpis, "Quarter 2\nref,value\n1.2,95%\n"),
        mending:
            "Put the header above all rows. Where tables stand one below the other, make a file of each. If the lines are "
            + "no rows, say on which line the header stands: `from \"kpis.csv\" headers on line 2`.",
        waiving: .table)

    static let unclearAboveHeader = Self(
        title: "What may be a row stands above no header",
        meaning:
            "Lines above the header are filled as rows are and nothing in them speaks against their being rows, but little "
            + "speaks for it: a figure under a column of figures, or nothing but texts where all columns hold texts. "
            + "Nothing in them is checked.",
        reason: "A row that nobody reads looks as if nothing was wrong with it, and a title may look like a row.",
        failing: FindingExample(kpis, "Bins,92%,late again\nref,value,note\nRoads,95%,none\nParks,96%,fine\n"),
        passing: FindingExample(kpis, "Quarter 2\nref,value\n1.2,95%\n"),
        mending:
            "If the lines are rows, put the header above them. If they are a title, say in the rule file on which line the "
            + "header stands: `from \"kpis.csv\" headers on line 2`.",
        waiving: .table)

    static let linesAboveHeader = Self(
        title: "What stands above the header is not read",
        meaning:
            "Lines with several cells stand above the header and do not look like rows. They are taken for a title and the "
            + "like, and nothing in them is checked. A line with a single cell is a title for certain.",
        reason: "What is not read is said, so that a row that was taken for a title is seen.",
        failing: FindingExample(kpis, "Quarter 2,printed 3 May\nref,value\n1.2,95%\n"),
        passing: FindingExample(kpis, "Quarter 2\nref,value\n1.2,95%\n"),
        mending:
            "Nothing, where the lines are a title. If they are rows, put the header above them. `from \"kpis.csv\" headers on "
            + "line 2` says in the rule file which line is the header, and nothing is said then.",
        waiving: .table)

    static let emptyTable = Self(
        title: "A return should have rows",
        meaning:
            "The return has a header line and no rows below it, or is empty altogether; or nothing in a narrative fits "
            + "the pattern that reads it.",
        reason:
            "A check of nothing finds nothing: without this, an export that went wrong would look like a perfect return.",
        failing: FindingExample(kpis, "ref,value\n"),
        passing: FindingExample(kpis, "ref,value\n1.1,92%\n"),
        mending: "Export the return again and look whether its rows are there.",
        waiving: .table)

    static let raggedRow = Self(
        title: "Every row must have as many cells as there are headers",
        meaning:
            "The row has more cells or fewer than the header line. No cell in the row is judged, because it is not certain which column it belongs to.",
        reason: "A comma inside a text without quotes, or a cell that was left out, moves every later figure into the "
            + "wrong column.",
        failing: FindingExample(kpis, "ref,value\n1.1,92%,90%\n"),
        passing: FindingExample(kpis, "ref,value\n1.1,92%\n"),
        mending:
            "Put quotes around a text that holds a comma (`\"homes, all kinds\"`), or add the cell that is missing.",
        waiving: .row)

    static let unevenRow = Self(
        title: "A row that alone is longer or shorter than the header may have moved cells",
        meaning:
            "The row has more cells than the header line, all blank, or fewer, of which none is below a header; the rows "
            + "before and after it have not. Where neighbours, or most of the file's rows, have such cells too, as "
            + "spreadsheets write them, nothing is said.",
        reason:
            "A comma too many moves every later figure into the next column, and where the last cell was blank nothing "
            + "else shows it; a comma too few does likewise.",
        failing: FindingExample(noted, "ref,value,note\n1.1,92%,\n1.2,,95%,\n1.3,90%,late\n"),
        passing: FindingExample(noted, "ref,value,note\n1.1,92%,,\n1.2,95%,,\n1.3,90%,late,\n"),
        mending:
            "Look whether the row's cells stand in their columns: take a doubled comma out, or put quotes around a text "
            + "that holds one. If they do, take the surplus comma at its end away.",
        waiving: .row)

    static let badEncoding = Self(
        title: "A return must be written in the encoding that it is read in",
        meaning:
            "The file holds bytes that are no text in UTF-8, or in the encoding that the table names, or bytes that "
            + "are zero, which are no text at all.",
        reason: "Pound signs, dashes and accents are not what they should be, so figures and names cannot be read.",
        failing: FindingExample(
            rules: inUTF8,
            returns: [ExampleReturn("kpis.csv", bytes: Array("ref,value\n1.1,".utf8) + [0xA3] + Array("5m\n".utf8))]),
        passing: FindingExample(inUTF8, "ref,value\n1.1,£5m\n"),
        mending: "Save the return as UTF-8 (\u{201C}CSV UTF-8\u{201D} in a spreadsheet), "
            + "or name its encoding: `from \"kpis.csv\" encoded as \"windows-1252\"`.",
        waiving: .row)
}
