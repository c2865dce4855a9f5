// How a run is shown to people: how wide, how coloured, how much of it.

package import Findings

/// The options of the text output. They change what is shown, never what is counted.
package struct TextStyle: Sendable {
    /// The columns of the terminal; less than 30 counts as 30.
    package var width: Int
    /// Whether SGR sequences may be written.
    package var color: Bool
    /// Whether to narrate instead of to draw, one line for each finding, for screen readers.
    package var plain: Bool
    /// How many findings of one entry of the counts (rule, table, column) are drawn; the others are folded into the
    /// last one.
    package var maxShown: Int
    /// Whether a table of the counts of every rule ends the report.
    package var statistics: Bool
    /// Whether the totals begin the report, as in a file that is read from its top, or end it, as at a terminal.
    package var beginsWithTotals = false
    /// Whether to say of each finding where its rule stands, and to show the part of the table of each row.
    package var isVerbose = false
    /// Whether to leave out all but the findings and what could not be read.
    package var quiet: Bool
    /// The lowest severity that is shown.
    package var minimum: Severity
    /// What a page says of its making.
    package var facts = RunFacts()

    package init(
        width: Int = 80, color: Bool = false, plain: Bool = false, maxShown: Int = 5, statistics: Bool = false,
        quiet: Bool = false, minimum: Severity = .note
    ) {
        self.width = width
        self.color = color
        self.plain = plain
        self.maxShown = maxShown
        self.statistics = statistics
        self.quiet = quiet
        self.minimum = minimum
    }

    /// How many findings of one entry are needed: those that are drawn, and some whose names are in the fold.
    package var mostOfAnEntry: Int { maxShown > Int.max - 12 ? .max : maxShown + 12 }

    /// As `mostOfAnEntry`, for a page of Markdown.
    package var mostOfAPage: Int { mostOnAPage }

    /// The columns that may be filled.
    var columns: Int { max(width, 30) }
}
