// Finds the documentation of each structural finding.

extension BuiltInFinding {
    /// What it means, why it matters, an example that gets it and one that does not, how to mend and to waive it.
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
        case .notAllowed: .notAllowed
        case .badFormat: .badFormat
        case .outOfRange: .outOfRange
        case .duplicateKey: .duplicateKey
        case .duplicateRef: .duplicateRef
        case .gapInRefs: .gapInRefs
        case .refsOutOfOrder: .refsOutOfOrder
        case .unknownReference: .unknownReference
        case .expiredWaiver: .expiredWaiver
        case .unusedWaiver: .unusedWaiver
        }
    }
}
