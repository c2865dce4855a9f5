// Asks a rule of a conditional format about one cell after the other.

internal import Tables

/// What a rule comes to for a cell.
enum RuleResult {
    case fails
    case holds
    /// Of a colour scale.
    case colour(FillColour)
    /// Of an icon set: a status.
    case icon(CellColour)
    case unknown(RuleDoubt)
}

/// Why nobody knows what a rule comes to for a cell.
enum RuleDoubt: Hashable {
    case formula(FormulaFault)
    case value(FormulaDoubt)
    case words(String)

    var words: String {
        switch self {
        case .formula(let fault): fault.words
        case .value(let doubt): doubt.words
        case .words(let words): words
        }
    }
}

/// A rule whose formulas have been read.
struct RuleTester {
    private enum Test {
        case formula(CellFormula)
        case comparison(FormulaOperator, CellFormula)
        case between(CellFormula, CellFormula, isInside: Bool)
        case text(CellTextTest, String, CellFormula)
        case ownText(CellTextTest, CellFormula)
        case error(isWanted: Bool)
        case numbers(NumberTest)
        case unknown(RuleDoubt)
    }

    private let test: Test
    private var evaluator: FormulaEvaluator
    /// What is said of the rule: its formula, or what else it is.
    let title: String

    init(_ rule: ConditionalRule, _ cells: FormulaCells) {
        evaluator = FormulaEvaluator(
            cells: cells, baseRow: rule.baseRow ?? 1, baseColumn: rule.baseColumn ?? 1)
        title = rule.test.title
        var test: Test
        do throws(FormulaFault) {
            test = try Self.read(rule, evaluator)
        } catch {
            test = .unknown(.formula(error))
        }
        if Self.moves(test, rule) {
            test = .unknown(.words("it is not certain for which cell it is written"))
        }
        self.test = test
    }

    private static func read(
        _ rule: ConditionalRule, _ evaluator: FormulaEvaluator
    ) throws(FormulaFault) -> Test {
        let syntax = evaluator.syntax
        switch rule.test {
        case .formula(let text): return .formula(try FormulaParser.formula(text, syntax))
        case .comparison(let sign, let text): return .comparison(sign, try FormulaParser.formula(text, syntax))
        case .between(let low, let high, let isInside):
            return .between(
                try FormulaParser.formula(low, syntax), try FormulaParser.formula(high, syntax), isInside: isInside)
        case .text(let test, let wanted, let text):
            return .text(test, wanted, try FormulaParser.formula(text, syntax))
        case .ownText(let test, let text): return .ownText(test, try FormulaParser.formula(text, syntax))
        case .error(let isWanted): return .error(isWanted: isWanted)
        case .ranked, .average, .colourScale, .icons: return .numbers(try NumberTest(rule, evaluator))
        case .unknown(let words): return .unknown(.words(words))
        }
    }

    /// Whether a formula depends on a first row or column that is not certain.
    private static func moves(_ test: Test, _ rule: ConditionalRule) -> Bool {
        let formulas: [CellFormula] =
            switch test {
            case .formula(let one), .comparison(_, let one), .text(_, _, let one), .ownText(_, let one): [one]
            case .between(let one, let two, _): [one, two]
            case .error, .numbers, .unknown: []
            }
        return formulas.contains { $0.movesRows && rule.baseRow == nil || $0.movesColumns && rule.baseColumn == nil }
    }

    /// What the rule comes to for a cell.
    mutating func result(row: Int, column: Int) -> RuleResult {
        if case .unknown(let doubt) = test { return .unknown(doubt) }
        evaluator.row = row
        evaluator.column = column
        evaluator.cells.spend(1)
        guard evaluator.cells.hasSteps else { return .unknown(.value(.limit)) }
        switch test {
        case .formula(let formula): return RuleResult(evaluator.holds(formula))
        case .comparison(let sign, let formula):
            return RuleResult(compare(sign, own, evaluator.value(formula.root)))
        case .between(let low, let high, let isInside): return RuleResult(isBetween(low, high, isInside))
        case .text(let test, let wanted, let formula): return RuleResult(agreed(test, wanted, formula))
        case .ownText(let test, let formula): return RuleResult(ownText(test, formula))
        case .error(let isWanted):
            if case .unknown(let doubt) = own { return .unknown(.value(doubt)) }
            if case .error = own { return isWanted ? .holds : .fails }
            return isWanted ? .fails : .holds
        case .numbers(let test): return test.result(own, evaluator.syntax)
        case .unknown(let doubt): return .unknown(doubt)
        }
    }

    /// The value of the cell that is judged.
    private var own: FormulaValue { evaluator.cells.value(nil, row: evaluator.row, column: evaluator.column) }

    /// Compares the value of a cell with another one.
    private func compare(_ sign: FormulaOperator, _ own: FormulaValue, _ other: FormulaValue) -> ConditionOutcome {
        if evaluator.syntax == .openFormula {
            // Here a text and a number are different, and neither comes first.
            switch (own, other) {
            case (_, .blank), (.error, _), (_, .error): return .unknown(.differs)
            case (.number, .text), (.text, .number): return sign == .notEqual ? .holds : .fails
            default: break
            }
        }
        switch own.compared(to: other).satisfies(sign) {
        case .boolean(let isTrue): return isTrue ? .holds : .fails
        case .unknown(let doubt): return .unknown(doubt)
        default: return .fails
        }
    }

    private func isBetween(_ low: CellFormula, _ high: CellFormula, _ isInside: Bool) -> ConditionOutcome {
        let (own, low, high) = (own, evaluator.value(low.root), evaluator.value(high.root))
        // Programs may turn round what is the wrong way round.
        if case .fails = compare(.lessOrEqual, low, high) { return .unknown(.differs) }
        if evaluator.syntax == .openFormula {
            switch (own, low, high) {
            case (.number, .text, _), (.number, _, .text), (.text, .number, _), (.text, _, .number): return .fails
            default: break
            }
        }
        switch (compare(.greaterOrEqual, own, low), compare(.lessOrEqual, own, high)) {
        case (.unknown(let doubt), _), (_, .unknown(let doubt)): return .unknown(doubt)
        case (.holds, .holds): return isInside ? .holds : .fails
        default:
            // Neither inside nor outside.
            if case .error = own { return .fails }
            if case .error = low { return .fails }
            if case .error = high { return .fails }
            return isInside ? .fails : .holds
        }
    }

    /// What the formula of a rule about texts says, where the text that the rule gives says the same: programs go by
    /// the one or the other.
    private func agreed(_ test: CellTextTest, _ wanted: String, _ formula: CellFormula) -> ConditionOutcome {
        let outcome = evaluator.holds(formula)
        guard case .text(let text) = own else { return outcome }
        switch (outcome, test.holds(text, wanted)) {
        case (.holds, false), (.fails, true): return .unknown(.differs)
        default: return outcome
        }
    }

    private func ownText(_ test: CellTextTest, _ formula: CellFormula) -> ConditionOutcome {
        switch (own, evaluator.value(formula.root)) {
        case (.unknown(let doubt), _), (_, .unknown(let doubt)): return .unknown(doubt)
        case (.text(let text), .text(let wanted)) where !wanted.isEmpty:
            return test.holds(text, wanted) ? .holds : .fails
        case (.blank, .text(let wanted)) where !wanted.isEmpty: return test.holds("", wanted) ? .holds : .fails
        default: return .unknown(.differs)
        }
    }
}

extension RuleResult {
    fileprivate init(_ outcome: ConditionOutcome) {
        switch outcome {
        case .holds: self = .holds
        case .fails: self = .fails
        case .unknown(let doubt): self = .unknown(.value(doubt))
        }
    }
}

extension RuleTest {
    /// What is said of such a rule.
    fileprivate var title: String {
        switch self {
        case .formula(let text), .comparison(_, let text), .ownText(_, let text), .text(_, _, let text):
            Self.quoted(text)
        case .between(let low, let high, _): "\(Self.quoted(low)) and \(Self.quoted(high))"
        case .error: "errors"
        case .ranked: "the highest or lowest"
        case .average: "those above or below the average"
        case .colourScale: "a colour scale"
        case .icons: "an icon set"
        case .unknown: "a condition"
        }
    }

    private static func quoted(_ text: String) -> String {
        let plain = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        return plain.count > 60 ? "“\(plain.prefix(59))…”" : "“\(plain)”"
    }
}
