// The structural findings, which kpilint makes without a rule, each with its documentation.

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
    case similarKey = "similar-key"
    case duplicateRef = "duplicate-ref"
    case unknownReference = "unknown-reference"
    case uncheckedReference = "unchecked-reference"
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
    case totalDisagrees = "total-disagrees"
    case totalUndecided = "total-undecided"
    case unitDisagrees = "unit-disagrees"
    case notRounded = "not-rounded"
    case emptyTable = "empty-table"
    case mixedDates = "mixed-dates"
    case unusedWaiver = "unused-waiver"
    case unknownColumn = "unknown-column"
    case irregularNumber = "irregular-number"
    case numberInWords = "number-in-words"
    case figureInWords = "figure-in-words"
    case timeOfDay = "time-of-day"
    case shortYear = "short-year"
    case numberAsText = "number-as-text"
    case uncalculatedFormula = "uncalculated-formula"
    case uncalculatedWorkbook = "uncalculated-workbook"
    case fillDisagrees = "fill-disagrees"
    case unknownFill = "unknown-fill"
    case mergedFigure = "merged-figure"
    case hiddenFigure = "hidden-figure"
    case lostPercent = "lost-percent"
    case notWhole = "not-whole"

    /// The severity it has unless a `set` says otherwise.
    package var severity: Severity {
        switch self {
        case .missingColumn, .missingValue, .spreadsheetError, .unreadableCell, .notAllowed, .badFormat, .outOfRange,
            .duplicateKey, .duplicateRef, .unknownReference, .raggedRow, .strayQuote, .unterminatedQuote, .badEncoding,
            .duplicateHeader, .repeatedHeader, .rowsAboveHeader, .linesInCell, .expiredWaiver, .uncalculatedFormula,
            .fillDisagrees, .totalDisagrees, .unitDisagrees:
            .error
        case .lostPercent, .notWhole: .query
        case .unevenRow, .spacedQuote, .looseQuote, .unclearAboveHeader, .similarKey, .gapInRefs, .refsOutOfOrder,
            .emptyTable, .mixedDates, .unusedWaiver, .numberAsText, .uncalculatedWorkbook, .notRounded:
            .warning
        case .linesAboveHeader, .unknownColumn, .irregularNumber, .numberInWords, .figureInWords, .timeOfDay,
            .shortYear, .uncheckedReference, .unknownFill, .mergedFigure, .hiddenFigure,
            .totalUndecided:
            .note
        }
    }

    /// What it means, why it matters, an example that gets it and one that does not, how to repair and to waive it.
    package var documentation: FindingDocumentation {
        switch self {
        case .missingColumn: .missingColumn
        case .unknownColumn: .unknownColumn
        case .duplicateHeader: .duplicateHeader
        case .repeatedHeader: .repeatedHeader
        case .rowsAboveHeader: .rowsAboveHeader
        case .unclearAboveHeader: .unclearAboveHeader
        case .linesAboveHeader: .linesAboveHeader
        case .emptyTable: .emptyTable
        case .raggedRow: .raggedRow
        case .unevenRow: .unevenRow
        case .strayQuote: .strayQuote
        case .unterminatedQuote: .unterminatedQuote
        case .spacedQuote: .spacedQuote
        case .looseQuote: .looseQuote
        case .linesInCell: .linesInCell
        case .badEncoding: .badEncoding
        case .missingValue: .missingValue
        case .unreadableCell: .unreadableCell
        case .spreadsheetError: .spreadsheetError
        case .irregularNumber: .irregularNumber
        case .numberInWords: .numberInWords
        case .figureInWords: .figureInWords
        case .mixedDates: .mixedDates
        case .timeOfDay: .timeOfDay
        case .shortYear: .shortYear
        case .numberAsText: .numberAsText
        case .uncalculatedFormula: .uncalculatedFormula
        case .uncalculatedWorkbook: .uncalculatedWorkbook
        case .fillDisagrees: .fillDisagrees
        case .unknownFill: .unknownFill
        case .mergedFigure: .mergedFigure
        case .hiddenFigure: .hiddenFigure
        case .lostPercent: .lostPercent
        case .notWhole: .notWhole
        case .notAllowed: .notAllowed
        case .badFormat: .badFormat
        case .outOfRange: .outOfRange
        case .duplicateKey: .duplicateKey
        case .similarKey: .similarKey
        case .duplicateRef: .duplicateRef
        case .gapInRefs: .gapInRefs
        case .refsOutOfOrder: .refsOutOfOrder
        case .totalDisagrees: .totalDisagrees
        case .totalUndecided: .totalUndecided
        case .unitDisagrees: .unitDisagrees
        case .notRounded: .notRounded
        case .unknownReference: .unknownReference
        case .uncheckedReference: .uncheckedReference
        case .expiredWaiver: .expiredWaiver
        case .unusedWaiver: .unusedWaiver
        }
    }
}
