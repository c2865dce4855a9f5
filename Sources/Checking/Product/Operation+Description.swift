// Operations as texts, close to how they are written: printed plans and rule sets are read by people and tests.

import Catalog
import Patterns
package import Quantities

extension Operation {
    /// What it does. `operand` gives the text of an operand and `type` its type; `cell` and `aggregate` give the texts
    /// of these. An argument that was left out is a dash.
    package func described(
        as result: ValueType, in rules: RuleSet, operand: (Operand) -> String, type: (Operand) -> ValueType,
        cell: (Cell) -> String, aggregate: (Aggregate) -> String
    ) -> String {
        let inputs = operands.map { $0.map(operand) ?? "–" }
        func infix(_ symbol: String) -> String { inputs.joined(separator: " \(symbol) ") }
        func call(_ name: String) -> String { "\(name)(\(inputs.joined(separator: ", ")))" }
        switch self {
        case .literal(let literal): return literal.described(result, rules)
        case .column(let own): return cell(own)
        case .arithmetic(let operation, _, _): return operation.symbol.map { infix($0) } ?? call("\(operation)")
        case .negative: return "-" + infix("")
        case .dateShift(_, _, let subtract): return infix(subtract ? "-" : "+")
        case .compareFigures(let comparison, _, _), .compareCodes(let comparison, _, _):
            return infix(comparison.symbol)
        case .sameColour(_, _, let negated): return infix(negated ? "differs in colour from" : "has the colour of")
        case .compareTexts(let comparison, _, _): return infix(comparison.symbol)
        case .compareTruths(_, _, let negated), .compareTargets(_, _, let negated): return infix(negated ? "!=" : "==")
        case .agrees: return infix("agrees with")
        case .and: return infix("and")
        case .or: return infix("or")
        case .not: return "not " + infix("")
        case .conditional: return "if \(inputs[0]) then \(inputs[1]) else \(inputs[2])"
        case .state(let test, let of): return "\(infix("")) is \(test.described(type(of), rules))"
        case .matches(_, let pattern, let extent):
            let test = extent == .whole ? "matches" : "contains"
            return "\(infix("")) \(test) /\(pattern.source)/\(pattern.ignoresCase ? " ignoring case" : "")"
        case .isIn(_, let set): return "\(infix("")) in a list of \(set.count)"
        case .asText: return call("text")
        case .ignoringCase: return call("ignoring case")
        case .joinedTexts(_, let around):
            return zip(around, inputs + [""]).flatMap { [$0.isEmpty ? "" : $0.debugDescription, $1] }
                .filter { !$0.isEmpty }.joined(separator: " + ")
        case .asTarget: return call("target")
        case .direction: return call("direction")
        case .due(let scheme, _): return call("due of \(rules.schemes[scheme].name)")
        case .call(let function, _): return call(function.rawValue)
        case .aggregate(let own): return aggregate(own)
        }
    }
}

extension ValueType {
    /// A label of the type by its number.
    fileprivate func label(_ index: Int, _ rules: RuleSet) -> String {
        switch self {
        case .choice(let labels): labels.indices.contains(index) ? labels[index].debugDescription : "label \(index)"
        case .status(let scheme):
            rules.schemes.indices.contains(scheme) && rules.schemes[scheme].labels.indices.contains(index)
                ? rules.schemes[scheme].labels[index].text.debugDescription : "label \(index)"
        case .truth, .text, .figure, .target, .date, .period, .duration, .unknown: "label \(index)"
        }
    }
}

extension Literal {
    func described(_ type: ValueType, _ rules: RuleSet) -> String {
        switch self {
        case .figure(let figure): Quantities.text(of: figure)
        case .target(let text): "target \(text.debugDescription)"
        case .text(let text): text.debugDescription
        case .date(let days): CalendarDate(days: days)?.text ?? "day \(days)"
        case .period(let code): Period(code: code).text(yearFrom: 1)
        case .truth(let truth): "\(truth)"
        case .choice(let label): type.label(label, rules)
        case .status(let label): type.label(label, rules)
        case .duration(let length): "for \(length)"
        case .days(let table, let column):
            "days of \(rules.tables[table].name).\(rules.tables[table].columns[column].name)"
        case .columnCount(let table): "the number of columns of \(rules.tables[table].name)"
        case .pattern(let sought): sought.described
        case .unknown: "unknown"
        case .none: "nothing"
        }
    }
}

extension SoughtPattern {
    fileprivate var described: String {
        let group = group.map { pattern.groupNames[$0] ?? "\($0 + 1)" }
        return "/\(pattern.source)/\(pattern.ignoresCase ? "i" : "")" + (group.map { " group \($0)" } ?? "")
    }
}

extension StateTest {
    func described(_ type: ValueType, _ rules: RuleSet) -> String {
        switch self {
        case .known: "known"
        case .blank: "blank"
        case .isTrue: "true"
        case .isFalse: "false"
        case .approximate: "approximate"
        case .bounded: "bounded"
        case .colour(let colour): colour.name
        case .label(let label): type.label(label, rules)
        case .text(let text): text.debugDescription
        case .texts: "one of several texts"
        }
    }
}

extension Comparison {
    /// The operator as it is written in a rule file.
    package var symbol: String {
        switch self {
        case .equal: "=="
        case .notEqual: "!="
        case .less: "<"
        case .lessOrEqual: "<="
        case .greater: ">"
        case .greaterOrEqual: ">="
        }
    }
}

extension TextComparison {
    fileprivate var symbol: String {
        switch self {
        case .equal: "=="
        case .notEqual: "!="
        case .contains: "contains"
        case .startsWith: "starts with"
        case .endsWith: "ends with"
        }
    }
}

extension Arithmetic {
    /// `nil` for what is written as a call.
    fileprivate var symbol: String? {
        switch self {
        case .add: "+"
        case .subtract: "-"
        case .multiply: "*"
        case .divide: "/"
        case .minimum, .maximum: nil
        }
    }
}
