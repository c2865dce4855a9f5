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
    /// It is to be a unit, and cannot be read as one.
    case noUnit
    /// Its figure has another unit than stands in the column of units.
    case unitDisagrees
    /// It is not rounded as its column says.
    case notRounded
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
        case .noUnit: .unreadableCell
        case .unitDisagrees: .unitDisagrees
        case .notRounded: .notRounded
        case .irregularNumber: .irregularNumber
        case .numberInWords: .numberInWords
        case .figureInWords: .figureInWords
        }
    }
}
