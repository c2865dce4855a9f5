// One rule traced through a row: the value of each part, and why the row passed, broke it or stayed undecided.

package import Diagnostics

/// The outcome of a row for a rule.
package enum RowOutcome: String, Sendable {
    case passed, broken, undecided
    case notApplicable = "not applicable"
}

/// A rule traced through one row, or once for a rule without `for`.
package struct RuleTrace: Sendable {
    package var outcome: RowOutcome
    /// The row's number in its table, from 0 over all files; `nil` for a rule without `for`.
    package var row: Int?
    /// For a group beside a row of another table which of its rows that is, from 0; else `nil`.
    package var partner: Int?
    package var location: FindingLocation?
    /// The row's key as printed; for a rule over groups what the rows of the group have in common.
    package var key: [NamedText]
    /// The conditions in the order in which they are evaluated; empty where only outcomes were requested.
    package var clauses: [TracedClause]
    /// Cells that the rule uses and that are faulty, or belong to rows that may exist and cannot be found: any of them
    /// makes the row undecided, whatever else holds.
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
    /// What is stored behind a cell's figure; `nil` where that is what it shows.
    package var stored: String?
    /// For conditions: whether it holds; `nil` where that is not known.
    package var truth: Bool?
    package var isCondition: Bool
    /// Why the value is not known, or what it is: "no figure, a note that none is available"; `nil` where there is
    /// nothing to add.
    package var note: String?
    /// Whether it has words where a figure could be: they are a value too, whatever `note` is.
    package var isInWords = false
    /// Its own parts, from left to right, without those that were shown before.
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

/// The value of a part of a rule for one row.
package enum TracedValue: Sendable, Equatable {
    /// There is no value.
    case unknown
    /// A blank cell.
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

/// The counted rows of an aggregate.
package struct CountedRows: Sendable {
    package var table: String
    package var count: Int
    /// Rows with a faulty cell that were left out.
    package var leftOut: Int
    /// How many values of a total are missing, so that it is unknown.
    package var missing = 0
    /// Whether it is unknown which rows count for the outer row, because a deciding column is absent, a deciding cell
    /// is faulty, or a file could not be read.
    package var isUncountable = false
    /// Whether that is due to a file.
    package var isCut = false
    /// Whether that is due to faulty cells of rows that may count.
    package var isDoubtful = false
    /// Whether its figures have several units, so that it is unknown.
    package var hasSeveralUnits = false
    /// "less" or "greater", where a figure of which only a bound is known may be so than the known figures, so that the
    /// result is unknown.
    package var openEnd: String?
    /// The first counted rows, or those with missing values where there are any: the line in the file, the key or first
    /// cells as printed, and the value that it contributed.
    package var first: [(line: Int, cells: [NamedText], value: String?)]

    package init(table: String, count: Int, leftOut: Int) {
        self.table = table
        self.count = count
        self.leftOut = leftOut
        first = []
    }
}
