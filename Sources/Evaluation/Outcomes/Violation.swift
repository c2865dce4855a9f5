// What breaks a rule or the structure of a table. Words are found for it only if it is reported.

package import Catalog
package import Checking

/// What a rule is asked of: a row with those beside it, or a group by its first row.
package struct RuleSubject: Sendable {
    /// The row's number in the table, from 0; `nil` for a rule without `for`.
    package var row: Int?
    /// The rows of the series that the rule speaks of.
    package var neighbours: NeighbourRows?
    /// The number of the row's series or group.
    package var group: Int32?
}

/// One row, or one group of rows, that breaks a rule.
package struct RuleViolation {
    package var subject: RuleSubject
    /// Which of the rule's requires.
    package var require = 0
    /// The waiver that takes it out.
    package var waiver: Int?
    /// Its number among those of its rule.
    package var order = 0
}

/// One structural fault at its place.
package struct StructuralViolation {
    package enum Subject: Sendable, Equatable {
        /// A row's number in the table, from 0.
        case row(Int)
        /// The index of a file, of which it is the header that is at fault, or the whole.
        case header(file: Int)
    }

    package var subject: Subject
    package var fault: StructuralFault
    /// The waiver that takes it out.
    package var waiver: Int?
    /// Its number among those of its entry.
    package var order = 0

    package var row: Int? { if case .row(let row) = subject { row } else { nil } }
}

/// The neighbours of a row of a series, as rows of the table; `nil` where there is none.
package struct NeighbourRows: Equatable, Sendable {
    private var previous: Int?
    private var next: Int?
    private var first: Int?
    private var last: Int?

    package subscript(neighbour: Neighbour) -> Int? {
        get {
            switch neighbour {
            case .previous: previous
            case .next: next
            case .first: first
            case .last: last
            }
        }
        set {
            switch neighbour {
            case .previous: previous = newValue
            case .next: next = newValue
            case .first: first = newValue
            case .last: last = newValue
            }
        }
    }
}

/// A structural finding of a table, and of which column where it is about cells: what is counted together.
package struct StructuralEntry: Hashable, Sendable {
    package var finding: BuiltInFinding
    package var table: Int
    package var column: Int?

    package init(_ finding: BuiltInFinding, table: Int, column: Int?) {
        self.finding = finding
        self.table = table
        self.column = column
    }
}
