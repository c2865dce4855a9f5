// Evaluates formulas of conditions at a cell.

/// Evaluates the formulas of one rule. What spreadsheet programs might do differently is unknown rather than guessed.
struct FormulaEvaluator {
    let cells: FormulaCells
    var syntax: FormulaSyntax { cells.syntax }
    /// The cell that the formulas are written for.
    let baseRow: Int
    let baseColumn: Int
    /// The cell that is judged.
    var row = 0
    var column = 0

    /// Longer texts no cell can hold.
    private static let longestText = 32_767

    /// Whether a condition holds; an error is no.
    func holds(_ formula: CellFormula) -> ConditionOutcome {
        switch value(formula.root) {
        case .boolean(let isTrue): isTrue ? .holds : .fails
        case .number(let number): number != 0 ? .holds : .fails
        case .blank, .error: .fails
        case .text(let text): text.isTruthWord ? .unknown(.differs) : .fails
        case .unknown(let doubt): .unknown(doubt)
        }
    }

    func value(_ node: FormulaNode) -> FormulaValue {
        cells.spend(1)
        guard cells.hasSteps else { return .unknown(.limit) }
        switch node {
        case .number(let number): return .number(number)
        case .text(let text): return .text(text)
        case .boolean(let isTrue): return truth(isTrue)
        case .error: return .error
        case .omitted: return .unknown(.differs)
        case .cell(let reference):
            guard let place = place(of: reference) else { return .unknown(.differs) }
            return cells.value(reference.sheet, row: place.row, column: place.column)
        // Which cell of an area is meant depends on the program.
        case .area: return .unknown(.differs)
        case .negated(let inner): return numeric(value(inner)) { .number(-$0) }
        case .percent(let inner): return numeric(value(inner)) { .number($0 / 100) }
        case .binary(let sign, let left, let right): return combine(sign, value(left), value(right))
        case .call(let function, let arguments): return call(function, arguments)
        }
    }

    func truth(_ isTrue: Bool) -> FormulaValue {
        syntax == .openFormula ? .number(isTrue ? 1 : 0) : .boolean(isTrue)
    }

    // MARK: Cells

    /// The cell that a reference means at the cell that is judged; `nil` beyond the sheet, where programs go on at its
    /// other end.
    func place(of reference: FormulaReference) -> (row: Int, column: Int)? {
        let row = reference.hasFixedRow ? reference.row : reference.row + self.row - baseRow
        let column = reference.hasFixedColumn ? reference.column : reference.column + self.column - baseColumn
        guard (1...SheetLimits.rows).contains(row), (1...SheetLimits.columns).contains(column) else { return nil }
        return (row, column)
    }

    /// The cells of an area at the cell that is judged.
    func area(_ first: FormulaReference, _ last: FormulaReference) -> MergedArea? {
        guard let one = place(of: first), let two = place(of: last) else { return nil }
        return MergedArea(
            rows: min(one.row, two.row)...max(one.row, two.row),
            columns: min(one.column, two.column)...max(one.column, two.column))
    }

    // MARK: Operators

    private func combine(_ sign: FormulaOperator, _ left: FormulaValue, _ right: FormulaValue) -> FormulaValue {
        switch sign {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual:
            let result = left.compared(to: right).satisfies(sign)
            if case .boolean(let isTrue) = result { return truth(isTrue) }
            return result
        case .joined:
            return text(left) { one in
                text(right) { two in
                    one.utf16.count + two.utf16.count > Self.longestText ? .unknown(.differs) : .text(one + two)
                }
            }
        case .plus, .minus, .times, .dividedBy, .power:
            return numeric(left) { one in numeric(right) { two in calculate(sign, one, two) } }
        }
    }

    private func calculate(_ sign: FormulaOperator, _ one: Double, _ two: Double) -> FormulaValue {
        var result = 0.0
        switch sign {
        case .plus, .minus:
            result = sign == .plus ? one + two : one - two
            // Programs make nought of what is left of two numbers that are nearly the same, some of them sometimes.
            if result != 0, result.magnitude <= max(one.magnitude, two.magnitude) * 1e-12 { return .unknown(.differs) }
        case .times: result = one * two
        case .dividedBy:
            guard two != 0 else { return .error }
            result = one / two
        default:
            guard two.rounded() == two, (0...64).contains(two), one != 0 || two != 0 else { return .unknown(.differs) }
            result = (0..<Int(two)).reduce(1.0) { power, _ in power * one }
        }
        return result.isFinite ? .number(result) : .error
    }

    /// Goes on with a value as a number. Of texts only a plain one is a number in every program and country.
    func numeric(_ value: FormulaValue, _ then: (Double) -> FormulaValue) -> FormulaValue {
        switch value {
        case .number(let number): then(number)
        case .boolean(let isTrue): then(isTrue ? 1 : 0)
        case .blank: then(0)
        case .text(let text): text.utf8.contains { $0 &- 0x30 <= 9 } ? .unknown(.differs) : .error
        case .error, .unknown: value
        }
    }

    /// Goes on with a value as a text.
    func text(_ value: FormulaValue, _ then: (String) -> FormulaValue) -> FormulaValue {
        switch value {
        case .text(let text):
            cells.spend(text.utf8.count / 16)
            return then(text)
        case .blank: return then("")
        case .boolean(let isTrue): return then(isTrue ? "TRUE" : "FALSE")
        case .number(let number):
            guard let text = number.generalText else { return .unknown(.differs) }
            return then(text)
        case .error, .unknown: return value
        }
    }
}

/// What a condition comes to at a cell.
enum ConditionOutcome {
    case holds, fails
    case unknown(FormulaDoubt)
}

extension String {
    /// Whether it is `TRUE` or `FALSE`, which some programs take for the truth value.
    var isTruthWord: Bool { ["true", "false"].contains(lowercased()) }
}

extension Double {
    /// A number as it is joined to a text, where all programs write it in the same way: without an exponent.
    var generalText: String? {
        if self == 0 { return "0" }
        guard magnitude >= 1e-4, magnitude < 1e11, let figure = StoredFigure(description) else { return nil }
        var digits = Array(String(figure.mantissa.magnitude).utf8)
        var exponent = Int(figure.exponent)
        while exponent < 0, digits.last == UInt8(ascii: "0") {
            digits.removeLast()
            exponent += 1
        }
        // LibreOffice writes fewer digits than Excel.
        guard digits.count <= 9 || exponent >= 0 else { return nil }
        let sign = figure.isNegative ? "-" : ""
        if exponent >= 0 {
            return sign + String(decoding: digits, as: UTF8.self) + String(repeating: "0", count: exponent)
        }
        while digits.count <= -exponent { digits.insert(UInt8(ascii: "0"), at: 0) }
        digits.insert(UInt8(ascii: "."), at: digits.count + exponent)
        return sign + String(decoding: digits, as: UTF8.self)
    }
}
