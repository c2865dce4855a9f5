// A typed expression with what is known of its figures before cells are read.

import Diagnostics
import Quantities

/// What kind of figure a value is, as far as its column's type or its literal tells.
enum FigureNature: Equatable {
    /// A number without a unit: `whole`, `number`, a count, a literal.
    case plain
    case percent, money
    /// A measure: its unit is not known before the cell is read.
    case any
}

/// Why a number never compares with a percentage.
enum RatioOrigin: Equatable {
    /// `3 / 4` is 0.75.
    case quotient
    /// 50% of a column that holds 200 is 100.
    case partOfNumber

    var words: String {
        switch self {
        case .quotient: "a quotient"
        case .partOfNumber: "a percentage of a number"
        }
    }
}

struct Operand {
    var expression: TypedExpression
    var nature = FigureNature.any
    /// Whether it is a quotient, which rarely equals a printed figure.
    var isQuotient = false
    /// Why it is a number without a unit that never compares with a percentage; `nil` where that is not certain.
    var ratio: RatioOrigin?
    /// Whether it is computed from literals and constants alone, so that its author knows what its numbers mean.
    var isConstant = false
    /// Whether it is read from a cell that may hold a rounded figure.
    var isRounded = false
    /// Whether it is `5 points`.
    var isPoints = false
    /// The text of a literal `period("…")`: where years begin in another month it is read differently.
    var periodText: String?
    /// The symbol of the name that was looked up; meaningless for other operands.
    var symbol: SymbolID?

    init(_ expression: TypedExpression, _ nature: FigureNature = .any) {
        self.expression = expression
        self.nature = nature
    }

    init(_ kind: WrittenOperation, _ type: ValueType, _ span: SourceSpan, _ nature: FigureNature = .any) {
        self.init(TypedExpression(kind, type, span), nature)
    }

    var type: ValueType { expression.type }
    var span: SourceSpan { expression.span }

    /// The same value written at another place, under its own name or under `name`.
    func named(at span: SourceSpan, as name: NamedValue? = nil) -> Operand {
        var copy = self
        copy.expression = TypedExpression(expression.kind, expression.type, span, named: name ?? expression.name)
        return copy
    }

    var isUnknownLiteral: Bool { if case .literal(.unknown) = expression.kind { true } else { false } }

    var literalText: String? { if case .literal(.text(let text)) = expression.kind { text } else { nil } }

    /// The column, where the operand is one as it stands; else `nil`.
    var column: CellReference? { if case .column(let cell) = expression.kind { cell } else { nil } }

    /// The column, also where it was converted to a target; else `nil`.
    var shownColumn: TypedExpression? {
        switch expression.kind {
        case .column: expression
        case .asTarget(let inner): if case .column = inner.kind { inner } else { nil }
        default: nil
        }
    }

    /// What it is, in an author's words: "a text", "a percentage".
    var words: String {
        if isUnknownLiteral { return "unknown" }
        switch type {
        case .figure:
            if nature == .plain, let ratio { return ratio.words }
            switch nature {
            case .plain: return "a number"
            case .percent: return "a percentage"
            case .money: return "an amount of money"
            case .any: return "a measure"
            }
        default: return type.words
        }
    }
}

extension ValueType {
    var words: String {
        switch self {
        case .truth: "a condition"
        case .text: "a text"
        case .choice: "a choice"
        case .status: "a status"
        case .figure: "a figure"
        case .target: "a target"
        case .date: "a date"
        case .period: "a period"
        case .duration: "a length of time"
        case .unknown: "unknown"
        }
    }

    /// A status of any scheme, while a rule for any table is checked on its own.
    static let anyStatus = ValueType.status(scheme: -1)

    var isStatus: Bool { if case .status = self { true } else { false } }
    var isChoice: Bool { if case .choice = self { true } else { false } }
    var isPeriod: Bool { if case .period = self { true } else { false } }
    var isTextual: Bool { self == .text || isChoice }
}

extension FigureKind {
    var nature: FigureNature {
        switch self {
        case .whole, .number: .plain
        case .percent: .percent
        case .money: .money
        case .measure: .any
        }
    }
}

extension FigureKind {
    init?(name: String) {
        guard let kind = FigureKind.allCases.first(where: { $0.name == name }) else { return nil }
        self = kind
    }

    /// The unit that all figures of the kind have; `nil` where each cell has its own.
    var unit: Unit? {
        switch self {
        case .whole, .number: Unit.none
        case .percent: .percent
        case .money, .measure: nil
        }
    }

    /// What a cell holds, with its article.
    var words: String {
        switch self {
        case .whole: "a whole number"
        case .number: "a number"
        case .percent: "a percentage"
        case .money: "an amount of money"
        case .measure: "a measure"
        }
    }

    var name: String {
        switch self {
        case .whole: "whole"
        case .number: "number"
        case .percent: "percent"
        case .money: "money"
        case .measure: "measure"
        }
    }
}
