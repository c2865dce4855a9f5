// Formulas of conditions: what they consist of, and why one cannot be evaluated.

/// How workbooks write formulas.
enum FormulaSyntax {
    /// Office Open XML: `AND($B2>=0.9,C2<>"")`.
    case officeOpen
    /// OpenFormula: `AND([.$B2]>=0.9;[.C2]<>"")`.
    case openFormula
}

/// A part of a formula.
indirect enum FormulaNode {
    case number(Double)
    case text(String)
    case boolean(Bool)
    /// An error that is written out, such as `#REF!`.
    case error
    /// An argument that was left out.
    case omitted
    case cell(FormulaReference)
    case area(FormulaReference, FormulaReference)
    case negated(FormulaNode)
    case percent(FormulaNode)
    case binary(FormulaOperator, FormulaNode, FormulaNode)
    case call(FormulaFunction, [FormulaNode])
}

/// An operator between two parts.
enum FormulaOperator: Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    case joined, plus, minus, times, dividedBy, power
}

/// A cell that a formula names, as it is written for the first cell of its condition.
struct FormulaReference: Hashable, Sendable {
    /// `nil` for the sheet of the condition.
    var sheet: String?
    var row: Int
    var column: Int
    var hasFixedRow: Bool
    var hasFixedColumn: Bool
}

/// Why a formula cannot be evaluated.
enum FormulaFault: Error, Hashable {
    case function(String)
    case name(String)
    case otherWorkbook
    case tooLong
    case unreadable

    /// In words, behind “because”.
    var words: String {
        switch self {
        case .function(let name): "it uses \(name.prefix(40))"
        case .name(let name): "it uses the name “\(name.prefix(40))”"
        case .otherWorkbook: "it refers to another workbook"
        case .tooLong: "it is too long"
        case .unreadable: "it is not understood"
        }
    }
}

/// The limits of formulas.
enum FormulaLimits {
    /// Excel keeps no longer ones.
    static let bytes = 8192
    /// How deep parts may lie within each other.
    static let depth = 100
    /// How many arguments a function may have.
    static let arguments = 255
}

/// A formula that can be evaluated.
struct CellFormula {
    let root: FormulaNode
    /// Whether a row, or a column, of it moves with the cell that is judged.
    let movesRows: Bool
    let movesColumns: Bool
}
