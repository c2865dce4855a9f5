// Why rules could not be decided for rows.

/// What was lacking for a decision.
package enum UndecidedCause: String, CaseIterable, Sendable {
    /// A cell is blank.
    case blank
    /// A cell holds a marker instead of a value: `TBC`, `N/A`.
    case marker
    /// A cell cannot be read as its column's type.
    case unreadable
    /// A cell can be read and does not count, because it or its row has a fault.
    case faulty
    /// A cell holds what cannot be computed with: words, or a bound such as `<5`, where a figure is asked for.
    case unusable
    /// The return has no such column.
    case noColumn
    /// The row that is compared with is not there: the first of a series has none before it.
    case noNeighbour
    /// The table that is looked up has no row for this one.
    case noRow
    /// The table that is looked up, or counted in, may be left out, and is.
    case noFile
    /// Nothing says which way is better.
    case noDirection
    /// A constant of the rule file has no value, such as the day that a report speaks of.
    case constant
    /// A row may be missing or stand elsewhere: its table is not complete, or its place in its series is not known.
    case uncertain
    /// What is counted or added up in a table is not known.
    case counted
    /// The groups of the rule make more pairs with the rows of a table than can be judged.
    case tooMany
    /// Values are there, and nothing comes of them: different units, a division by nought, a status that rates nothing,
    /// a text without a figure.
    case computed
}

/// How many rows a rule could not decide for one reason. A row for which several things are lacking has the first.
package struct UndecidedReason: Sendable, Equatable {
    package var cause: UndecidedCause
    /// The table whose cell, row or count is lacking, by its name in the rule file.
    package var table: String?
    /// The column, by the header that the rule file gives it.
    package var column: String?
    /// Whether the cell is a neighbouring row's.
    package var isOfNeighbour: Bool
    package var rows: Int
    /// For totals that are unknown for one value each, the first of them: with which value they would agree with what
    /// is stated, as in “with 12 as “spent” of line 3, which is TBC”.
    package var wouldFit: [String] = []

    package init(_ cause: UndecidedCause, table: String?, column: String?, isOfNeighbour: Bool = false, rows: Int) {
        self.cause = cause
        self.table = table
        self.column = column
        self.isOfNeighbour = isOfNeighbour
        self.rows = rows
    }
}
