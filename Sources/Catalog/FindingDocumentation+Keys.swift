// The documentation of findings about what identifies rows, and of those about waivers.

/// A table with a key of one reference.
private let kpis = """
    table kpis from "kpis.csv" {
      ref   text    required
      value measure
      key ref
    }

    """

/// A table whose references run in order.
private let numbered = """
    table kpis from "kpis.csv" {
      ref text required numbered
    }

    """

/// A table with a total.
private let totalled = """
    table spend from "kpis.csv" {
      service text
      spent   money
      total rows where service is "Total" sums spent
    }

    """

/// A table that joins a register.
private let registered = """
    table kpis from "kpis.csv" {
      ref   text    required
      value measure
      key ref
      join register on ref required
    }

    table register from "register.csv" {
      ref    text   required
      better choice "higher", "lower"
      key ref
    }

    """

extension FindingDocumentation {
    static let duplicateKey = Self(
        title: "No two rows may have the same key",
        meaning: "A row above has the same cells in the columns of the table's `key`, "
            + "or the same cell in a `unique` column.",
        reason:
            "One indicator is reported twice, or two indicators go by one reference: totals count one of them too often.",
        failing: FindingExample(kpis, "ref,value\n1.1,92%\n1.1,94%\n"),
        passing: FindingExample(kpis, "ref,value\n1.1,92%\n1.2,94%\n"),
        mending: "Correct the reference, or remove the row that is there twice; the first one is shown with it. "
            + "If rows are told apart by more (a period, an authority), add that column to the `key`.",
        waiving: .row)

    static let similarKey = Self(
        title: "What tells rows apart should not look alike",
        meaning:
            "A text in a column of the table's `key`, a `unique` one or one that a rule or `total rows` has behind "
            + "`by`, or a rule behind `for each`, looks like another one of the column: they differ in the case of "
            + "letters, in white space, or in signs that are not seen or look like others (a no-break space, a Cyrillic "
            + "`А`). Of a column with more than 131,072 different texts nothing is said.",
        reason: "Texts compare by their characters: `Parks` and `parks` are two services, whose rows make two series "
            + "and two groups, repeat no key, find other rows in other tables, and have no part in each other's "
            + "totals.",
        failing: FindingExample(kpis, "ref,value\nP1,92%\np1,94%\n"),
        passing: FindingExample(kpis, "ref,value\nP1,92%\nP2,94%\n"),
        mending: "Write both alike where they mean the same. Where they do not, turn the finding off: "
            + "`set similar-key to off`.",
        waiving: .row)

    static let duplicateRef = Self(
        title: "No reference may stand for two rows",
        meaning: "The column is `numbered`, and its number was seen before: in the file, or where the column is one "
            + "part of the table's key beside the same values of the other parts. "
            + "Spreadsheets turn `1.10` into `1.1`: where that is what happened, the finding has a safe fix.",
        reason: "A reference that stands twice points at the wrong indicator, and joins it to the wrong facts.",
        failing: FindingExample(numbered, "ref\n" + (1...9).map { "1.\($0)\n" }.joined() + "1.1\n1.11\n"),
        passing: FindingExample(numbered, "ref\n" + (1...11).map { "1.\($0)\n" }.joined()),
        mending: "Write the reference that is due. In a spreadsheet, format the column as text first, "
            + "or the zero will be lost again.",
        waiving: .row)

    static let gapInRefs = Self(
        title: "Numbered references should not skip a number",
        meaning: "The column is `numbered`, and the number before this one is found nowhere in the table.",
        reason: "A row may have been lost, or an indicator withdrawn without a word.",
        failing: FindingExample(numbered, "ref\n1.1\n1.2\n1.4\n"),
        passing: FindingExample(numbered, "ref\n1.1\n1.2\n1.3\n1.4\n"),
        mending: "Look for the row that is missing. If the indicator was withdrawn, waive the finding and say so.",
        waiving: .row)

    static let refsOutOfOrder = Self(
        title: "Numbered references should run in order",
        meaning:
            "The column is `numbered`, nearly all its references run in order within the file, and this one stands "
            + "behind a greater one.",
        reason:
            "A row that was pasted in at the wrong place is easily read as part of what surrounds it. Where one step "
            + "in ten or more goes back the list follows another order, and nothing is said.",
        failing: FindingExample(numbered, "ref\n" + (1...9).map { "1.\($0)\n" }.joined() + "1.11\n1.10\n1.12\n1.13\n"),
        passing: FindingExample(numbered, "ref\n" + (1...13).map { "1.\($0)\n" }.joined()),
        mending: "Move the row to its place, or correct its reference.",
        waiving: .row)

    static let totalDisagrees = Self(
        title: "A total is the sum of its rows",
        meaning: "The table says `total rows where …`, and names this column behind `sums`: the total is neither the "
            + "sum of the rows since the total before it, or since any earlier one, nor that of all rows so far. With "
            + "`above`, it is that of the rows below. Rounding is allowed for. Nothing is said where a part is unknown, "
            + "where there are no parts, or where the row holds their mean.",
        reason: "Either the total is wrong, or a row: whatever is made of the figures is wrong too.",
        failing: FindingExample(totalled, "service,spent\nParks,£120\nRoads,£300\nTotal,£430\n"),
        passing: FindingExample(totalled, "service,spent\nParks,£120\nRoads,£310\nTotal,£430\n"),
        mending:
            "Correct the total or the row. Where rows stand in between that are neither totals nor parts, leave `sums` out "
            + "and write a rule for the totals.",
        waiving: .row)

    static let totalUndecided = Self(
        title: "Totals that were not held against their rows",
        meaning: "The table says `total rows where …`, and names this column behind `sums`; but a row that the total "
            + "may add up has no figure that is known, or their figures stand in several units. Where only one is missing, "
            + "the help says with which figure the total would be right. At a whole row: it is not known whether that is a "
            + "total, and none of its file was held against anything.",
        reason: "Without it a wrong total would look as if it had been checked.",
        failing: FindingExample(totalled, "service,spent\nParks,£120\nRoads,TBC\nTotal,£430\n"),
        passing: FindingExample(totalled, "service,spent\nParks,£120\nRoads,£310\nTotal,£430\n"),
        mending: "Fill in the missing figure once it is known, and check again.",
        waiving: .row)

    static let unknownReference = Self(
        title: "A reference must be found in the table it refers to",
        meaning: "The table says `join … required`, and the other table has no row with this key. A blank cell and a "
            + "marker of no value (`N/A`, `TBC`; in a text what `missing` names) refer to nothing, and are no fault.",
        reason:
            "What is known of the row elsewhere (which way is better, what kind of figure it is) cannot be looked up, "
            + "so rules that need it decide nothing. A letter L for a capital I is enough.",
        failing: FindingExample(
            rules: registered,
            returns: [
                ExampleReturn("kpis.csv", "ref,value\nPl64,0%\n"),
                ExampleReturn("register.csv", "ref,better\nPI64,lower\n"),
            ]),
        passing: FindingExample(
            rules: registered,
            returns: [
                ExampleReturn("kpis.csv", "ref,value\nPI64,0%\n"),
                ExampleReturn("register.csv", "ref,better\nPI64,lower\n"),
            ]),
        mending: "Correct the reference (the help names the nearest), or add a row for it to the other table.",
        waiving: .row)

    static let uncheckedReference = Self(
        title: "References could not be checked",
        meaning: "The table says `join … required`, and references were not found; but the other table has a row whose "
            + "key is faulty, lacks the column that rows are found by, or has a file that cannot be read. Each of them "
            + "may be there: none is an `unknown-reference`, and what rules ask of its row is undecided. It is said "
            + "once for a join, at the first such row.",
        reason: "A reference that is wrong passes unseen as long as the other table is not in order.",
        failing: FindingExample(
            rules: registered,
            returns: [
                ExampleReturn("kpis.csv", "ref,value\nPl64,0%\n"),
                ExampleReturn("register.csv", "ref,better\nPI64,lower\n,higher\n"),
            ]),
        passing: FindingExample(
            rules: registered,
            returns: [
                ExampleReturn("kpis.csv", "ref,value\nPI64,0%\n"),
                ExampleReturn("register.csv", "ref,better\nPI64,lower\n"),
            ]),
        mending: "Put the other table in order first; then the references are checked.",
        waiving: .row)

    static let expiredWaiver = Self(
        title: "A waiver must not be past its date",
        meaning:
            "The day after `until` has come: the `waive` covers nothing any more, and what it covered counts again.",
        reason: "What was to be put right by that day may still be there.",
        failing: FindingExample(
            kpis + "\nwaive missing-value where ref == \"1.1\" until 2019-12-31\n  because \"Measured from 2020\"\n",
            "ref,value\n1.1,92%\n"),
        passing: FindingExample(kpis, "ref,value\n1.1,92%\n"),
        mending: "Put the data right and remove the waiver, or agree a new date and write it down.",
        waiving: .never("Give the waiver itself a new date."))

    static let unusedWaiver = Self(
        title: "A waiver should have something to waive",
        meaning: "No finding matches a `waive`, or there is no rule of its name.",
        reason: "A waiver that is left behind hides the fault when it comes back.",
        failing: FindingExample(
            kpis + "\nwaive missing-value where ref == \"1.1\"\n  because \"Not yet measured\"\n",
            "ref,value\n1.1,92%\n"),
        passing: FindingExample(kpis, "ref,value\n1.1,92%\n"),
        mending: "Remove the waiver, or correct the rule's name or the condition.",
        waiving: .never("Remove the waiver that is not used."))
}
