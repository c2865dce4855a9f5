// Violations of rules and of the structure of tables. Words are made only for those that are reported.

package import Catalog
package import Checking

/// What a rule is judged for: a row with its neighbours, or a group by its first row, alone or beside a row of another
/// table.
package struct RuleSubject: Sendable {
    /// The row's number in the table, from 0; `nil` for a rule without `for`.
    package var row: Int?
    /// The neighbours that the rule refers to; `nil` for rules without series.
    package var neighbours: NeighbourRows?
    /// The number of the row's series or group.
    package var group: Int32?
    /// For a pair the position of the row beside the group, among the materialized rows of its table.
    package var partner: Int32?
}

/// One row, or one group of rows, that breaks a rule.
package struct RuleViolation {
    package var subject: RuleSubject
    /// The index of the broken `require`.
    package var require = 0
    /// The index of the waiver that waives it; `nil` where none does.
    package var waiver: Int?
    /// Its number among those of its rule.
    package var order = 0

    package init(subject: RuleSubject, require: Int = 0, waiver: Int? = nil, order: Int = 0) {
        self.subject = subject
        self.require = require
        self.waiver = waiver
        self.order = order
    }
}

/// One structural fault at its place.
package struct StructuralViolation {
    package enum Subject: Sendable, Equatable {
        /// A row's number in the table, from 0.
        case row(Int)
        /// The index of a file whose header, or which as a whole, is faulty.
        case header(file: Int)
    }

    package var subject: Subject
    package var fault: StructuralFault
    /// The index of the waiver that waives it; `nil` where none does.
    package var waiver: Int?
    /// Its number among those of its entry.
    package var order = 0

    package var row: Int? { if case .row(let row) = subject { row } else { nil } }
}

/// The neighbours of a row of a series, as rows of the table; `nil` where there is none, or nobody knows which it is.
package struct NeighbourRows: Equatable, Sendable {
    private var previous: Int?
    private var next: Int?
    private var first: Int?
    private var last: Int?
    /// A bit for each neighbour of which are unknown which row it is.
    private var open: UInt8 = 0

    /// Whether nobody knows which row a neighbour is: one may stand between whose cells do not say where.
    package func isUncertain(_ neighbour: Neighbour) -> Bool { open & Self.bit(neighbour) != 0 }

    /// Nobody knows of any of them which row it is.
    static let unknown = NeighbourRows(open: 15)

    init() {}

    private init(open: UInt8) { self.open = open }

    package mutating func noteUncertain(_ neighbour: Neighbour) { open |= Self.bit(neighbour) }

    private static func bit(_ neighbour: Neighbour) -> UInt8 {
        switch neighbour {
        case .previous: 1
        case .next: 2
        case .first: 4
        case .last: 8
        }
    }

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

/// A structural finding of a table, and of a column where it is about cells: the unit of counting.
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
