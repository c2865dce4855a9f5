// What editors tell of a cell beside its findings, as plain values.

package import Findings

/// What a cell of a row means, by the rules that were checked. All texts are on one line, as printed or as messages say
/// them.
package struct CellFacts: Sendable, Equatable {
    /// The row's key, by the headers of its columns; empty for a table that has none.
    package var key: [NamedText] = []
    /// How the cell reads: "percentage 92.4%, printed to 0.1%"; empty for a text.
    package var reading = ""
    /// What rules say of it that hold a figure against a target: "against target 95%: short by 2.6 points, should be
    /// Red".
    package var statuses: [String] = []
    /// The rows that the cell leads to.
    package var joined: [JoinedRow] = []
    /// `nil` for a cell that is no figure of a series.
    package var series: Series?

    package init() {}

    /// A row of a joined table.
    package struct JoinedRow: Sendable, Equatable {
        /// As the rules call it.
        package var name: String
        /// Its cells that are not blank, by their headers; empty where there is no such row.
        package var cells: [NamedText]
        /// Why there is none, in words: lower case, no full stop.
        package var missing: String?
        package var location: FindingLocation?
    }

    /// Some rows of a series, in its order.
    package struct Series: Sendable, Equatable {
        package struct Point: Sendable, Equatable {
            /// Where it stands in the series: a period, a day.
            package var label: String
            /// As printed.
            package var value: String
            package var isHere: Bool
        }

        package var points: [Point]
        /// How many rows of it come before and behind these.
        package var before: Int
        package var behind: Int
    }
}

/// What is counted of a column's cells.
package struct ColumnCounts: Sendable, Equatable {
    package var rows = 0
    /// How many files the table is read from.
    package var files = 1
    package var blank = 0
    /// Those that have a value, words of measures among them.
    package var known = 0
    package var faulty = 0
    /// How many different texts the cells that are not blank have.
    package var distinct = 0

    package init() {}
}
