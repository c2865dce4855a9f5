// What can be wrong or unusual in one cell by its text alone.

package import Catalog

/// A structural finding of one cell, whose words need only the cell's text and its column.
package enum CellFault: Sendable, Equatable, CaseIterable {
    case missing
    case spreadsheetError
    case unreadable
    /// It is not one of the column's labels.
    case notAllowed
    /// It does not match its column's pattern.
    case badFormat
    case outOfRange
    case irregularNumber
    case numberInWords
    case figureInWords

    /// The finding under which it is counted, waived and documented.
    package var finding: BuiltInFinding {
        switch self {
        case .missing: .missingValue
        case .spreadsheetError: .spreadsheetError
        case .unreadable: .unreadableCell
        case .notAllowed: .notAllowed
        case .badFormat: .badFormat
        case .outOfRange: .outOfRange
        case .irregularNumber: .irregularNumber
        case .numberInWords: .numberInWords
        case .figureInWords: .figureInWords
        }
    }
}
