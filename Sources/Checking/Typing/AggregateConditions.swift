// Taking an aggregate's condition apart: what is said of the table's row, of the row outside, and between the two.

import Diagnostics
import Quantities
import Syntax

/// Which rows an expression inside an aggregate speaks of.
struct Sides {
    var inner = false
    var outer = false

    var isMixed: Bool { inner && outer }

    mutating func add(_ other: Sides) {
        inner = inner || other.inner
        outer = outer || other.outer
    }
}

extension Checker {
    /// Looks at every name of an expression, without typing it.
    func sides(of expression: Syntax.Expression, in inner: Scope) -> Sides {
        var sides = Sides()
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

    private func sides(of name: String, in inner: Scope) -> Sides {
        if case .missing = bareColumn(name, in: inner) {
            if case .missing = bareLet(name, in: inner) {
                return Sides(inner: constants[name] == nil, outer: false)
            }
            return Sides(inner: false, outer: true)
        }
        return Sides(inner: true, outer: false)
    }

    /// The parts of a condition; `nil` where one has a fault, which was reported.
    func decompose(_ condition: Syntax.Expression, in inner: Scope) -> [CheckedAggregate.Part]? {
        decompose(condition, unless: nil, in: inner)
    }

    private func decompose(
        _ condition: Syntax.Expression, unless: TypedExpression?, in inner: Scope
    ) -> [CheckedAggregate.Part]? {
        let expression = condition.unwrapped
        guard let outside = inner.outside?.scope else { return nil }
        if case .binary(.and, let left, let right, _) = expression.kind {
            let first = decompose(left, unless: unless, in: inner)
            let second = decompose(right, unless: unless, in: inner)
            guard let first, let second else { return nil }
            return first + second
        }
        let sides = sides(of: expression, in: inner)
        if !sides.outer {
            guard let typed = self.condition(expression, in: inner) else { return nil }
            return [CheckedAggregate.Part(.inner(typed.expression), unless: unless)]
        }
        if !sides.inner {
            // Names of the row outside are written inside: bare `let`s of the rule, and qualified columns.
            guard let typed = self.condition(expression, in: inner.aboutOutside(true)) else { return nil }
            return [CheckedAggregate.Part(.outer(typed.expression), unless: unless)]
        }
        switch expression.kind {
        case .binary(.or, _, _, _): return decomposeOr(expression, unless: unless, in: inner)
        case .binary(let operation, let left, let right, let sign):
            guard let comparison = operation.comparison, comparison != .notEqual else { break }
            return between(left, comparison, right, sign, expression, unless, in: inner)
        case .membership(let value, .range(let low, let high), negated: false):
            return betweenRange(value, low, high, expression, unless, in: inner)
        default: break
        }
        reportCondition(expression, outside, in: inner)
        return nil
    }

    /// `a or b`: all but one alternative may speak of the row outside alone.
    private func decomposeOr(
        _ expression: Syntax.Expression, unless: TypedExpression?, in inner: Scope
    ) -> [CheckedAggregate.Part]? {
        var alternatives: [Syntax.Expression] = []
        var open = [expression]
        while let next = open.popLast()?.unwrapped {
            if case .binary(.or, let left, let right, _) = next.kind {
                open += [right, left]
            } else {
                alternatives.append(next)
            }
        }
        var conditions = unless.map { [$0] } ?? []
        var own: [Syntax.Expression] = []
        var isBroken = false
        for alternative in alternatives {
            let sides = sides(of: alternative, in: inner)
            guard sides.outer && !sides.inner else {
                own.append(alternative)
                continue
            }
            if let typed = condition(alternative, in: inner.aboutOutside(true)) {
                conditions.append(typed.expression)
            } else {
                isBroken = true
            }
        }
        let span = inner.span(expression.range)
        let outer = conditions.isEmpty ? nil : Operand.any(conditions, span).expression
        if own.count == 1 {
            let parts = decompose(own[0], unless: outer, in: inner)
            return isBroken ? nil : parts
        }
        guard own.allSatisfy({ !sides(of: $0, in: inner).outer }) else {
            if let mixed = own.first(where: { sides(of: $0, in: inner).isMixed }), let outside = inner.outside?.scope {
                reportCondition(mixed, outside, in: inner)
            }
            return nil
        }
        var tests: [TypedExpression] = []
        for alternative in own {
            guard let typed = condition(alternative, in: inner) else {
                isBroken = true
                continue
            }
            tests.append(typed.expression)
        }
        if isBroken { return nil }
        return [CheckedAggregate.Part(.inner(Operand.any(tests, span).expression), unless: outer)]
    }

    // MARK: Between the two rows

    private func between(
        _ left: Syntax.Expression, _ comparison: Comparison, _ right: Syntax.Expression, _ sign: Range<Int>,
        _ expression: Syntax.Expression, _ unless: TypedExpression?, in inner: Scope
    ) -> [CheckedAggregate.Part]? {
        let first = sides(of: left, in: inner)
        let second = sides(of: right, in: inner)
        guard !first.isMixed, !second.isMixed, let outside = inner.outside?.scope else {
            if let outside = inner.outside?.scope { reportCondition(expression, outside, in: inner) }
            return nil
        }
        let leftOperand = type(left, in: inner.aboutOutside(first.outer))
        let rightOperand = type(right, in: inner.aboutOutside(second.outer))
        guard let leftOperand, let rightOperand else { return nil }
        let place = ComparisonPlace(
            span: inner.span(expression.range), sign: inner.span(sign), isLenient: inner.isLenient)
        guard let compared = compare(leftOperand, comparison, rightOperand, place) else { return nil }
        guard let test = test(compared.expression, isReversed: first.outer) else {
            reportCondition(expression, outside, in: inner)
            return nil
        }
        return [CheckedAggregate.Part(test, unless: unless)]
    }

    private func betweenRange(
        _ value: Syntax.Expression, _ low: Syntax.Expression, _ high: Syntax.Expression,
        _ expression: Syntax.Expression, _ unless: TypedExpression?, in inner: Scope
    ) -> [CheckedAggregate.Part]? {
        var parts: [CheckedAggregate.Part] = []
        for (bound, comparison) in [(low, Comparison.greaterOrEqual), (high, Comparison.lessOrEqual)] {
            var both = sides(of: value, in: inner)
            both.add(sides(of: bound, in: inner))
            if both.isMixed {
                let sign = expression.range.lowerBound..<expression.range.lowerBound
                guard let part = between(value, comparison, bound, sign, expression, unless, in: inner) else {
                    return nil
                }
                parts += part
                continue
            }
            let side = inner.aboutOutside(both.outer)
            guard let first = type(value, in: side), let second = type(bound, in: side) else { return nil }
            let place = ComparisonPlace(
                span: inner.span(expression.range), sign: nil, isLenient: inner.isLenient)
            guard let compared = compare(first, comparison, second, place) else { return nil }
            parts.append(
                CheckedAggregate.Part(
                    both.outer ? .outer(compared.expression) : .inner(compared.expression), unless: unless))
        }
        return parts
    }

    /// A comparison as a test between rows; `nil` where it is no equality or order of one type.
    private func test(_ compared: TypedExpression, isReversed: Bool) -> CheckedAggregate.Part.Test? {
        let comparison: Comparison
        let left: TypedExpression
        let right: TypedExpression
        switch compared.kind {
        case .compareFigures(let own, let a, let b), .compareCodes(let own, let a, let b):
            (comparison, left, right) = (own, a, b)
        case .compareTexts(.equal, let a, let b), .compareTruths(let a, let b, negated: false):
            (comparison, left, right) = (.equal, a, b)
        case .sameColour(let a, let b, negated: false) where a.type == b.type:
            (comparison, left, right) = (.equal, a, b)
        default: return nil
        }
        let (inner, outer) = isReversed ? (right, left) : (left, right)
        if comparison == .equal { return .equal(inner: inner, outer: outer) }
        if comparison == .notEqual { return nil }
        return .order(inner: inner, isReversed ? comparison.mirrored : comparison, outer: outer)
    }

    private func reportCondition(_ expression: Syntax.Expression, _ outside: Scope, in inner: Scope) {
        let table = inner.innerName ?? ""
        error(
            "aggregate-condition",
            "this condition mixes the row of \(table) with the row outside in a way that is not allowed",
            at: inner.span(expression.range),
            help:
                "join with `and`: conditions on \(table) alone, conditions on the row outside alone, equalities `==` between the two, and one comparison with `<`, `<=`, `>` or `>=`; each may stand in an `or` with a condition on the row outside"
        )
    }
}

extension Comparison {
    /// The comparison that says the same with its sides swapped.
    var mirrored: Comparison {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }
}
