// One rule followed through a row: what each part of it came to, and why the row passed, broke it or stayed undecided.

package import Diagnostics

/// What a rule says of a row.
package enum RowOutcome: String, Sendable {
    case passed, broken, undecided
    case notApplicable = "not applicable"
}

/// A rule followed through one row, or once for a rule without `for`.
package struct RuleTrace: Sendable {
    package var outcome: RowOutcome
    /// The row's number in its table, from 0 over all files; `nil` for a rule without `for`.
    package var row: Int?
    package var location: FindingLocation?
    /// The row's key as printed; for a rule over groups what the rows of the group have in common.
    package var key: [NamedText]
    /// The conditions in the order in which they are tried; empty where only outcomes were wanted.
    package var clauses: [TracedClause]
    /// Cells that the rule uses and that are faulty, or of rows that may be there and cannot be found: with one of
    /// these a row is undecided, whatever else holds.
    package var faulty: [TracedOperand]

    package init(
        outcome: RowOutcome, row: Int?, location: FindingLocation?, key: [NamedText], clauses: [TracedClause],
        faulty: [TracedOperand]
    ) {
        self.outcome = outcome
        self.row = row
        self.location = location
        self.key = key
        self.clauses = clauses
        self.faulty = faulty
    }
}

/// A `where`, `when` or `require` with its value.
package struct TracedClause: Sendable {
    package enum Kind: String, Sendable { case `where`, when, require }

    package var kind: Kind
    package var part: TracedOperand

    package init(kind: Kind, part: TracedOperand) {
        self.kind = kind
        self.part = part
    }
}

/// A part of an expression with its value for one row.
package struct TracedOperand: Sendable {
    /// As it is written in the rule file, on one line.
    package var text: String
    package var span: SourceSpan
    package var value: TracedValue
    /// For conditions: whether it holds; `nil` where that is not known.
    package var truth: Bool?
    package var isCondition: Bool
    /// Why the value is not known, or what it is: "no figure, a note that none is available".
    package var note: String?
    /// Whether it says words where a figure could stand: they are a value too, whatever the note says.
    package var isInWords = false
    /// Its own parts, from left to right, those left out that were shown before.
    package var parts: [TracedOperand]
    /// For aggregates: the rows that were counted.
    package var counted: CountedRows?

    package init(text: String, span: SourceSpan, value: TracedValue, isCondition: Bool) {
        self.text = text
        self.span = span
        self.value = value
        self.isCondition = isCondition
        parts = []
    }
}

/// What a part of a rule comes to for one row.
package enum TracedValue: Sendable, Equatable {
    /// There is no value.
    case unknown
    /// A cell in which nothing is printed.
    case blank
    /// As a person reads it: a cell as printed, `true`, `false`, `(empty)`.
    case text(String)

    /// As a person reads it.
    package var words: String {
        switch self {
        case .unknown: "unknown"
        case .blank: "(blank)"
        case .text(let text): text
        }
    }
}

/// The rows that an aggregate was made from.
package struct CountedRows: Sendable {
    package var table: String
    package var count: Int
    /// Rows with a faulty cell that were left out.
    package var leftOut: Int
    /// Parts of a total that are missing, so that it is not known.
    package var missing = 0
    /// Whether nobody can say which rows count for the row that asks, because a column that says so is not there or a
    /// cell that does is faulty, or because a file could not be read.
    package var isUncountable = false
    /// Whether that is due to a file.
    package var isCut = false
    /// Whether that is due to faulty cells of rows that may count.
    package var isDoubtful = false
    /// Whether its figures are of several units, so that it is not known.
    package var hasSeveralUnits = false
    /// What one of which only a bound is known may be than the figures that are known, "less" or "greater", so that it
    /// is not known.
    package var openEnd: String?
    /// The first of them, of those that are missing where any is: its line in its file, its key or first cells as
    /// printed, and the value that it gave.
    package var first: [(line: Int, cells: [NamedText], value: String?)]

    package init(table: String, count: Int, leftOut: Int) {
        self.table = table
        self.count = count
        self.leftOut = leftOut
        first = []
    }
}
