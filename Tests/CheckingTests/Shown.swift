// Typed expressions in short, so that tests can say what they expect.

import Catalog
import Patterns
import Planning
import Quantities

@testable import Checking

extension RuleSet {
    /// A typed expression in short, with columns by name.
    func shown(_ expression: TypedExpression) -> String {
        func row(_ reference: RowReference) -> String {
            switch reference {
            case .row: ""
            case .neighbour(let neighbour): neighbour.rawValue + "."
            case .joined(let of, let join): row(of) + joins[join].name + "."
            case .outside(let of): "outside." + row(of)
            }
        }
        let parts = { (list: [TypedExpression]) in list.map(shown).joined(separator: " ") }
        switch expression.kind {
        case .literal(let literal):
            switch literal {
            case .figure(let figure):
                return "\(figure.mantissa)" + (figure.scale == 0 ? "" : "e-\(figure.scale)") + figure.unit.name
            case .target(let text): return "target:\(text)"
            case .text(let text): return "\"\(text)\""
            case .date(let days): return "day \(days)"
            case .period: return "period"
            case .truth(let value): return "\(value)"
            case .choice(let index): return "#\(index)"
            case .status(let label): return "label \(label)"
            case .duration(let count): return "\(count) of time"
            case .pattern(let sought): return "/\(sought.pattern.source)/" + (sought.group.map { " \($0)" } ?? "")
            case .days(let table, let column):
                return "days of \(tables[table].name).\(tables[table].columns[column].name)"
            case .columnCount(let table): return "columns of \(tables[table].name)"
            case .unknown: return "unknown"
            case .none: return "none"
            }
        case .column(let cell): return row(cell.row) + tables[cell.table].columns[cell.column].name
        case .arithmetic(.multiply, let a, let b): return "(multiply \(shown(a)) \(shown(b)))"
        case .arithmetic(.divide, let a, let b): return "(divide \(shown(a)) \(shown(b)))"
        case .arithmetic(let operation, let a, let b): return "(\(operation) \(shown(a)) \(shown(b)))"
        case .negative(let a): return "(negative \(shown(a)))"
        case .dateShift(let a, let b, let subtract): return "(\(subtract ? "before" : "after") \(shown(a)) \(shown(b)))"
        case .compareFigures(let comparison, let a, let b):
            return "(figures \(comparison) \(shown(a)) \(shown(b)))"
        case .compareCodes(let comparison, let a, let b): return "(codes \(comparison) \(shown(a)) \(shown(b)))"
        case .sameColour(let a, let b, let negated):
            return "(\(negated ? "other" : "same")Colour \(shown(a)) \(shown(b)))"
        case .compareTexts(let comparison, let a, let b): return "(texts \(comparison) \(shown(a)) \(shown(b)))"
        case .compareTruths(let a, let b, let negated):
            return "(truths \(negated ? "notEqual" : "equal") \(shown(a)) \(shown(b)))"
        case .compareTargets(let a, let b, let negated):
            return "(targets \(negated ? "notEqual" : "equal") \(shown(a)) \(shown(b)))"
        case .agrees(let a, let b): return "(agrees \(shown(a)) \(shown(b)))"
        case .and(let list): return "(and \(parts(list)))"
        case .or(let list): return "(or \(parts(list)))"
        case .not(let a): return "(not \(shown(a)))"
        case .conditional(let a, let b, let c): return "(if \(parts([a, b, c])))"
        case .state(let test, let of): return "(is \(test) \(shown(of)))"
        case .matches(let a, let pattern, let extent):
            return "(\(extent == .whole ? "matches" : "contains") \(shown(a)) /\(pattern.source)/)"
        case .isIn(let a, let literals): return "(in \(shown(a)) \(literals.count))"
        case .asText(let a): return "(text \(shown(a)))"
        case .joinedTexts(let list, let around): return "(join \(around) \(parts(list)))"
        case .ignoringCase(let a): return "(ignoring-case \(shown(a)))"
        case .asTarget(let a): return "(target \(shown(a)))"
        case .direction(let a): return "(direction \(shown(a)))"
        case .due(_, let conditions): return "(due \(conditions.map { $0.map(shown) ?? "-" }.joined(separator: " ")))"
        case .call(let function, let list):
            return "(\(function.rawValue) \(list.map { $0.map(shown) ?? "none" }.joined(separator: " ")))"
        case .aggregate(let aggregate): return shown(aggregate)
        }
    }

    /// An aggregate with its condition taken apart.
    func shown(_ written: CheckedAggregate) -> String {
        let aggregate = CountedAggregate(written)
        var source = "series"
        if case .table(let table) = aggregate.source { source = tables[table].name }
        let value = aggregate.value.map { " " + shown($0) } ?? ""
        let parts = aggregate.parts.map { part in
            let test: String
            switch part.test {
            case .inner(let condition): test = "inner \(shown(condition))"
            case .outer(let condition): test = "outer \(shown(condition))"
            case .equal(let inner, let outer): test = "equal \(shown(inner)) \(shown(outer))"
            case .order(let inner, let comparison, let outer):
                test = "order \(shown(inner)) \(comparison) \(shown(outer))"
            }
            return " [\(test)\(part.unless.map { " unless \(shown($0))" } ?? "")]"
        }
        return "{\(aggregate.function) \(source)\(value)\(parts.joined())}"
    }
}
