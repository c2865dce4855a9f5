// Typing an aggregate's condition, which refers to two rows: the counted row and the outer row.

import Diagnostics
import Quantities
import Syntax

extension Checker {
    /// Which rows an expression refers to, by its names alone, without typing it.
    func sides(of expression: Syntax.Expression, in inner: Scope) -> ConditionSides {
        var sides = ConditionSides()
        for leaf in expression.leaves {
            switch leaf {
            case .name(nil, let name): sides.add(self.sides(of: name.text, in: inner))
            case .name(let qualifier?, _):
                switch self.qualifier(qualifier.text, in: inner) {
                case .outside: sides.outer = true
                case .thisRow, .join, .neighbour, .unknown: sides.inner = true
                }
            case .aggregate: sides.outer = true
            default: break
            }
        }
        return sides
    }

    private func sides(of name: String, in inner: Scope) -> ConditionSides {
        if case .missing = bareColumn(name, in: inner) {
            if case .missing = bareLet(name, in: inner) {
                return ConditionSides(inner: constants[name] == nil, outer: false)
            }
            return ConditionSides(inner: false, outer: true)
        }
        return ConditionSides(inner: true, outer: false)
    }

    /// Types a condition; each part takes the column that it implies (`better`) from the row that it is about.
    func aggregateCondition(_ condition: Syntax.Expression, in inner: Scope) -> TypedExpression? {
        let expression = condition.unwrapped
        let span = inner.span(expression.range)
        if case .binary(let connective, _, _, _) = expression.kind, connective == .and || connective == .or {
            let links = chain(expression, connective)
            for (before, half) in zip(links, links.dropFirst()) where reportHalf(half, behind: before, in: inner) {
                return nil
            }
            let typed = links.map { aggregateCondition($0, in: inner) }
            let parts = typed.compactMap { $0 }
            guard parts.count == typed.count else { return nil }
            return (connective == .and ? Operand.all(parts, span) : .any(parts, span)).expression
        }
        let sides = sides(of: expression, in: inner)
        guard sides.isMixed else {
            let typed = self.condition(expression, in: inner.aboutOutside(sides.outer))?.expression
            return sides.outer ? typed.map { fromOutside($0) } : typed
        }
        switch expression.kind {
        case .binary(let operation, let left, let right, let sign):
            guard let comparison = operation.comparison else { break }
            let (first, second) = (side(of: left, in: inner), side(of: right, in: inner))
            guard let first, let second else { return nil }
            return compared(first, comparison, second, span, sign: inner.span(sign), in: inner)
        case .membership(let value, .range(let low, let high), negated: false):
            let value = side(of: value, in: inner)
            let (least, most) = (side(of: low, in: inner), side(of: high, in: inner))
            guard let value, let least, let most else { return nil }
            let first = compared(value, .greaterOrEqual, least, span, sign: nil, in: inner)
            let second = compared(value, .lessOrEqual, most, span, sign: nil, in: inner)
            guard let first, let second else { return nil }
            return Operand.all([first, second], span).expression
        default: break
        }
        return self.condition(expression, in: inner)?.expression
    }

    /// The conditions that `and`, or `or`, joins, from left to right: in one pass, so that a long chain takes linear
    /// time.
    private func chain(_ expression: Syntax.Expression, _ connective: BinaryOperator) -> [Syntax.Expression] {
        var found: [Syntax.Expression] = []
        var open = [expression]
        while let next = open.popLast()?.unwrapped {
            if case .binary(connective, let left, let right, _) = next.kind {
                open += [right, left]
            } else {
                found.append(next)
            }
        }
        return found
    }

    /// Types one side of a comparison.
    private func side(of expression: Syntax.Expression, in inner: Scope) -> Operand? {
        let sides = sides(of: expression, in: inner)
        let isAboutOutside = sides.outer && !sides.inner
        guard var operand = type(expression, in: inner.aboutOutside(isAboutOutside)) else { return nil }
        if isAboutOutside { operand.expression = fromOutside(operand.expression) }
        return operand
    }

    private func compared(
        _ left: Operand, _ comparison: Comparison, _ right: Operand, _ span: SourceSpan, sign: SourceSpan?,
        in inner: Scope
    ) -> TypedExpression? {
        let place = ComparisonSite(span: span, sign: sign, isLenient: inner.isLenient)
        return compare(left, comparison, right, place)?.expression
    }

    /// An expression of the outer row as it is held in a condition.
    func fromOutside(_ expression: TypedExpression) -> TypedExpression { expression.fromOutside(&outsideForms) }
}
