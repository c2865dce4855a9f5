// What structural findings about dates and periods mean.

extension FindingDocumentation {
    static let mixedDates = Self(
        title: "The dates of a column should be written in one way",
        meaning:
            "A file's column holds dates with the day first and dates with the month first (`31/01/2024`, "
            + "`02/25/2024`), or months and what was read as a year (`2012-01`, `2011-12`; with strokes "
            + "likewise). The first of each is shown, be it in another file of the table where no file holds both.",
        reason:
            "Dates such as `02/03/2024` and `2011-12` say two things, and were read in one way: in such a column some "
            + "are wrong.",
        failing: FindingExample(table("value period"), "ref,value\n1,2011-11\n2,2011-12\n3,2012-01\n"),
        passing: FindingExample(table("value period months"), "ref,value\n1,2011-11\n2,2011-12\n3,2012-01\n"),
        mending:
            "Write all of them in one way, best as `2024-02-25` and `2011/2012`. Where all are of the other kind, say "
            + "so on the column's line: `date month first`, `period months`, `period years`.",
        waiving: .row)

    static let shortYear = Self(
        title: "A year should have four digits",
        meaning:
            "A cell of a column of dates or periods has a year of two digits from 40 to 69, which is read as 2040 to 2069, "
            + "or is a month with a number from 28 to 31, which is read as a year and may be a day (`Sep 30`). The first "
            + "one of each file is shown. Of two digits 00 to 69 are of this century, 70 to 99 of the last.",
        reason: "A birth in `31/03/45` that counts as one in 2045 makes every age wrong, and no rule sees why.",
        failing: FindingExample(table("value date"), "ref,value\n1,31/03/45\n"),
        passing: FindingExample(table("value date"), "ref,value\n1,31/03/1945\n"),
        mending: "Write years with four digits. Where the reading is right, turn this note off.",
        waiving: .row)

    static let timeOfDay = Self(
        title: "A date has no time of day",
        meaning: "Cells of a column of dates hold a time as well. It is left out: only days are compared.",
        reason: "Two moments of one day are equal, and which came first is not known.",
        failing: FindingExample(table("value date"), "ref,value\n1,2024-03-31 14:30\n"),
        passing: FindingExample(table("value date"), "ref,value\n1,2024-03-31\n"),
        mending: "Where the day is enough, leave the time out of the return, or turn this note off. "
            + "Where it matters, make the column a `text`.",
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
