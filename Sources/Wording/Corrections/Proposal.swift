// A change of one cell or row that may put a total right, before it is tried.

import Evaluation

/// Why a change is worth trying.
enum ProposalReason: Hashable, Sendable {
    /// A finding says what the cell should say.
    case accused(AccusedCell.Accusation)
    /// The cell is blank, or cannot be read, so that its row is left out.
    case notRead
    /// The cell is nearly what would make its row count.
    case misspelt
    /// The row is not counted, and what it would add is what lacks.
    case notCounted
    /// The row is counted, what it adds is too much, and it would count elsewhere.
    case misplaced
    case slip(DigitSlip.Kind)
    /// The row says the same as another one.
    case repeats(row: Int)
    /// What is stated is wrong: another total confirms the parts.
    case stated
}

struct Proposal: Hashable, Sendable {
    var change: RowChange
    var reason: ProposalReason
    /// How far the two sides would be apart, as far as arithmetic tells.
    var gap: Double

    /// Changes of one cell are one correction, whatever the cell is to say.
    var place: Place {
        switch change.kind {
        case .cell(let column, _): Place(table: change.table, row: change.row, column: column)
        case .leftOut: Place(table: change.table, row: change.row, column: nil)
        }
    }

    struct Place: Hashable, Sendable {
        var table: Int
        var row: Int
        var column: Int?
    }

    /// Whether the gap is what it leaves, rather than the least that it may leave.
    var isExact: Bool {
        switch reason {
        case .slip, .repeats: true
        case .accused, .notRead, .misspelt, .notCounted, .misplaced, .stated: false
        }
    }

    var text: String? { if case .cell(_, let text) = change.kind { text } else { nil } }
}
