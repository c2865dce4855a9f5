// A cell as a workbook stores it, in sixteen bytes.

/// What a cell holds.
enum CellKind: UInt8, Sendable {
    case figure
    /// A text that sheets share.
    case sharedText
    /// A text of its sheet.
    case ownText
    case boolean
    /// An error of a spreadsheet, such as `#DIV/0!`: its code is a text of its sheet.
    case error
    /// A formula whose result is not stored.
    case uncalculated
    /// Only a fill colour.
    case blank
}

/// A cell with content.
struct StoredCell {
    /// From 1.
    var column: UInt16
    var style: UInt16
    var kind: CellKind
    var isFormula: Bool
    /// The exponent of a figure.
    var exponent: Int16
    /// A figure's mantissa, a text's number, or 0 or 1 for a truth value.
    var payload: Int64

    init(column: Int, style: Int, kind: CellKind, isFormula: Bool = false, payload: Int = 0) {
        self.column = UInt16(truncatingIfNeeded: column)
        self.style = UInt16(clamping: style)
        self.kind = kind
        self.isFormula = isFormula
        exponent = 0
        self.payload = Int64(payload)
    }

    init(column: Int, style: Int, figure: StoredFigure, isFormula: Bool) {
        self.init(column: column, style: style, kind: .figure, isFormula: isFormula)
        exponent = figure.exponent
        payload = figure.mantissa
    }

    var figure: StoredFigure { StoredFigure(mantissa: payload, exponent: Int(exponent)) }
    var text: Int { Int(payload) }
}

/// A row with content.
struct StoredRow {
    /// From 1.
    var number: UInt32
    var firstCell: UInt32
    var cellCount: UInt32
    var isHidden: Bool

    var cells: Range<Int> { Int(firstCell)..<Int(firstCell) + Int(cellCount) }
}

/// The limits of a sheet.
enum SheetLimits {
    static let rows = 1_048_576
    static let columns = 16_384
    /// Cells with content in one sheet.
    static let cells = 17_000_000
}
