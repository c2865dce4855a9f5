// The structural findings that kpilint makes by itself, each with its documentation.

package import Findings

/// A finding that needs no rule: a fault of a table's structure or of a cell.
package enum BuiltInFinding: String, Sendable, CaseIterable {
    case missingColumn = "missing-column"
    case missingValue = "missing-value"
    case spreadsheetError = "spreadsheet-error"
    case unreadableCell = "unreadable-cell"
    case notAllowed = "not-allowed"
    case badFormat = "bad-format"
    case outOfRange = "out-of-range"
    case duplicateKey = "duplicate-key"
    case duplicateRef = "duplicate-ref"
    case unknownReference = "unknown-reference"
    case raggedRow = "ragged-row"
    case unevenRow = "uneven-row"
    case strayQuote = "stray-quote"
    case unterminatedQuote = "unterminated-quote"
    case spacedQuote = "spaced-quote"
    case looseQuote = "loose-quote"
    case linesInCell = "lines-in-cell"
    case badEncoding = "bad-encoding"
    case duplicateHeader = "duplicate-header"
    case repeatedHeader = "repeated-header"
    case rowsAboveHeader = "rows-above-header"
    case unclearAboveHeader = "unclear-above-header"
    case linesAboveHeader = "lines-above-header"
    case expiredWaiver = "expired-waiver"
    case gapInRefs = "gap-in-refs"
    case refsOutOfOrder = "refs-out-of-order"
    case emptyTable = "empty-table"
    case mixedDates = "mixed-dates"
    case unusedWaiver = "unused-waiver"
    case unknownColumn = "unknown-column"
    case irregularNumber = "irregular-number"
    case numberInWords = "number-in-words"
    case figureInWords = "figure-in-words"
    case timeOfDay = "time-of-day"
    case shortYear = "short-year"

    /// The severity it has unless a `set` says otherwise.
    package var severity: Severity {
        switch self {
        case .unevenRow, .gapInRefs, .refsOutOfOrder, .emptyTable, .mixedDates, .unusedWaiver, .spacedQuote,
            .looseQuote, .linesInCell, .unclearAboveHeader:
            .warning
        case .linesAboveHeader, .unknownColumn, .irregularNumber, .numberInWords, .figureInWords, .timeOfDay,
            .shortYear:
            .note
        default: .error
        }
    }
}
