// Giving expressions their types: the entry point, literals, names and conditions.

import Catalog
import Diagnostics
import Quantities
import Syntax

extension Checker {
    /// Types an expression; `nil` where it has a fault, which was reported.
    func type(_ expression: Syntax.Expression, in scope: Scope) -> Operand? {
        let span = scope.span(expression.range)
        switch expression.kind {
        case .broken: return nil
        case .number(let mantissa, let scale):
            return literal(Figure(mantissa: mantissa, scale: scale, unit: .none), .plain, span)
        case .percent(let mantissa, let scale):
            return literal(Figure(mantissa: mantissa, scale: scale, unit: .percent), .percent, span)
        case .quantity(let mantissa, let scale, let unit): return quantity(mantissa, scale, unit, span)
        case .text(let text): return Operand(.literal(.text(text)), .text, span)
        case .date(let days): return Operand(.literal(.date(days: days)), .date, span)
        case .truth(let value): return Operand(.literal(.truth(value)), .truth, span)
        case .unknown:
            var operand = Operand(.literal(.unknown), .unknown, span)
            operand.isConstant = true
            return operand
        case .name(nil, let name): return resolve(name, in: scope)
        case .name(let qualifier?, let name): return resolve(qualifier, name, in: scope)
        case .parenthesized(let inner): return type(inner, in: scope)?.named(at: span)
        case .list:
            error(
                "misplaced-list", "a list is no value", at: span,
                help: "it stands after `in`, or is what a constant is: `let words = (\"a\", \"b\")`")
            return nil
        case .negative(let inner): return negative(inner, span, in: scope)
        case .not(let inner):
            guard let operand = condition(inner, in: scope) else { return nil }
            return Operand(.not(operand.expression), .truth, span)
        case .binary(let operation, let left, let right, let operatorRange):
            return binary(operation, left, right, scope.span(operatorRange), span, in: scope)
        case .membership(let value, let set, let negated):
            return membership(value, set, negated: negated, span, in: scope)
        case .matches(let value, let test, let regex, let negated):
            return matches(value, test, regex, negated: negated, span, in: scope)
        case .state(let value, let state, let negated):
            return self.state(value, state, negated: negated, span, in: scope)
        case .conditional(let condition, let then, let otherwise):
            return conditional(condition, then, otherwise, span, in: scope)
        case .regex(let regex):
            error(
                "misplaced-pattern", "a pattern is no value", at: scope.span(regex.range),
                help: "`note contains /…/` asks whether a text holds it, `find(note, /…/)` gives what it finds")
            return nil
        case .call(let name, let arguments): return call(name, arguments, span, in: scope)
        case .aggregate(let function, let source): return aggregate(function, source, span, in: scope)
        }
    }

    /// Types an expression that must be true or false.
    func condition(_ expression: Syntax.Expression, in scope: Scope) -> Operand? {
        guard let operand = type(expression, in: scope) else { return nil }
        if operand.type == .truth || operand.isUnknownLiteral { return operand }
        if isCutShort(expression, in: scope.file) { return nil }
        var help = "compare it with something"
        switch operand.type {
        case .text where operand.literalText != nil: help = "say of what it is the text: `name == \(operand.span.text)`"
        case .text, .choice: help = "compare it, such as `\(operand.span.text) == \"…\"`, or ask `is known`"
        case .status: help = "ask for its colour: `\(operand.span.text) is red`"
        case .figure: help = "compare it, such as `\(operand.span.text) > 0`"
        default: break
        }
        error(
            "not-a-condition", "\(operand.words) is no condition", at: scope.span(expression.range),
            help: operand.span.text.isEmpty ? nil : help)
        return nil
    }

    /// Whether what follows an expression on its line could not be read, which was reported: it is not known what it
    /// was meant to be.
    private func isCutShort(_ expression: Syntax.Expression, in file: SourceFile) -> Bool {
        guard let loaded = files.first(where: { $0.source === file }) else { return false }
        return loaded.tree.diagnostics.contains { diagnostic in
            let place = diagnostic.span.range.lowerBound
            return diagnostic.severity == .error && place >= expression.range.lowerBound
                && !file.bytes[min(expression.range.upperBound, place)..<place].contains(UInt8(ascii: "\n"))
        }
    }

    private func literal(_ figure: Figure, _ nature: FigureNature, _ span: SourceSpan) -> Operand {
        var operand = Operand(.literal(.figure(figure)), .figure, span, nature)
        operand.isConstant = true
        return operand
    }

    private func quantity(_ mantissa: Int128, _ scale: Int8, _ unit: QuantityUnit, _ span: SourceSpan) -> Operand? {
        if unit == .points {
            var operand = literal(Figure(mantissa: mantissa, scale: scale, unit: .percent), .percent, span)
            operand.isPoints = true
            return operand
        }
        let figure = Figure(mantissa: mantissa, scale: scale, unit: .none)
        guard figure.isWhole else {
            error("wrong-duration", "a length of time is a whole number of \(unit.rawValue)", at: span)
            return nil
        }
        guard let count = figure.wholeNumber, abs(count) <= 10_000_000 else {
            error("wrong-duration", "a length of time is at most 10,000,000 \(unit.rawValue)", at: span)
            return nil
        }
        return Operand(.literal(.duration(count)), .duration(unit == .days ? .days : .months), span)
    }

    /// A length of time as a measure: `30 days` beside a figure.
    func asFigure(_ operand: Operand) -> Operand {
        guard case .duration(let unit) = operand.type else { return operand }
        let name = canonicalUnitName(unit == .days ? "days" : "months")
        func measure(_ expression: TypedExpression, depth: Int) -> TypedExpression? {
            // One within another, as nobody writes it: the stack has an end.
            guard depth < 50 else { return nil }
            func inner(_ expression: TypedExpression) -> TypedExpression? { measure(expression, depth: depth + 1) }
            switch expression.kind {
            case .literal(.duration(let count)):
                let figure = Figure(mantissa: Int128(count), scale: 0, unit: .named(name))
                return TypedExpression(.literal(.figure(figure)), .figure, expression.span)
            case .literal(.unknown): return expression
            case .conditional(let condition, let then, let otherwise):
                guard let then = inner(then), let otherwise = inner(otherwise) else { return nil }
                return TypedExpression(.conditional(condition, then, otherwise), .figure, expression.span)
            case .call(.firstKnown, let values):
                let measures = values.map { $0.flatMap { inner($0) } }
                guard measures.allSatisfy({ $0 != nil }) else { return nil }
                return TypedExpression(.call(.firstKnown, measures), .figure, expression.span)
            default: return nil
            }
        }
        guard let measure = measure(operand.expression, depth: 0) else { return operand }
        var figure = Operand(.literal(.none), .figure, operand.span, .any)
        figure.expression = measure
        figure.isConstant = operand.isConstant || measure.operands.isEmpty
        return figure
    }

    private func negative(_ inner: Syntax.Expression, _ span: SourceSpan, in scope: Scope) -> Operand? {
        guard var operand = type(inner, in: scope) else { return nil }
        if case .literal(.figure(let figure)) = operand.expression.kind, figure.mantissa != .min {
            var negative = figure
            negative.mantissa = -figure.mantissa
            operand.expression = TypedExpression(.literal(.figure(negative)), .figure, span)
            return operand
        }
        if case .literal(.duration(let count)) = operand.expression.kind {
            operand.expression = TypedExpression(.literal(.duration(-count)), operand.type, span)
            return operand
        }
        if operand.isUnknownLiteral { return operand.named(at: span) }
        guard operand.type == .figure else {
            error("wrong-type", "`-` needs a figure, but this is \(operand.words)", at: scope.span(inner.range))
            return nil
        }
        operand.expression = TypedExpression(.negative(operand.expression), .figure, span)
        operand.isRounded = false
        return operand
    }

    // MARK: Conditions

    /// `a and b`, `a or b`: chains become one list.
    func logical(
        _ operation: BinaryOperator, _ left: Syntax.Expression, _ right: Syntax.Expression, _ span: SourceSpan,
        in scope: Scope
    ) -> Operand? {
        let first = condition(left, in: scope)
        if reportHalf(right, behind: left, in: scope) { return nil }
        let second = condition(right, in: scope)
        guard let first, let second else { return nil }
        return operation == .and
            ? .all([first.expression, second.expression], span) : .any([first.expression, second.expression], span)
    }

    /// Reports `or amber` behind `rag is red`, and `or "South"` behind `area == "North"`: each part of a condition has
    /// both
    /// sides.
    func reportHalf(_ right: Syntax.Expression, behind left: Syntax.Expression, in scope: Scope) -> Bool {
        var last = left
        while case .binary(let operation, _, let inner, _) = last.unwrapped.kind, operation == .and || operation == .or
        {
            last = inner
        }
        var side: Syntax.Expression?
        var sign = ""
        switch (last.unwrapped.kind, right.unwrapped.kind) {
        case (.state(let asked, _, let negated), .name(nil, let name))
        where !name.isQuoted && Colour.allCases.contains { $0.name == name.text } && isFree(name.text, in: scope):
            (side, sign) = (asked, negated ? "is not" : "is")
        case (.state(let asked, _, let negated), .text): (side, sign) = (asked, negated ? "is not" : "is")
        case (.binary(let operation, let asked, _, _), .text),
            (.binary(let operation, let asked, _, _), .number),
            (.binary(let operation, let asked, _, _), .percent):
            switch operation {
            case .contains, .notContains, .startsWith, .notStartsWith, .endsWith, .notEndsWith:
                (side, sign) = (asked, operation.rawValue)
            default:
                guard let comparison = operation.comparison else { return false }
                (side, sign) = (asked, comparison.sign)
            }
        default: return false
        }
        guard let side else { return false }
        if case .name(nil, let name) = side.kind, case .value(let operand) = bareColumn(name.text, in: scope),
            operand.type.isStatus
        {
            if sign == "==" { sign = "is" }
            if sign == "!=" { sign = "is not" }
        }
        let meant = "\(scope.span(side.range).text) \(sign) \(scope.span(right.range).text)"
        error(
            "not-a-condition", "`\(scope.span(right.range).text)` alone is no condition", at: scope.span(right.range),
            help: "each part has both sides: `\(meant)`",
            fix: DiagnosticFix("write `\(meant)`", replacing: right.range, with: meant))
        return true
    }

    private func conditional(
        _ condition: Syntax.Expression, _ then: Syntax.Expression, _ otherwise: Syntax.Expression, _ span: SourceSpan,
        in scope: Scope
    ) -> Operand? {
        let test = self.condition(condition, in: scope)
        let first = type(then, in: scope)
        let second = type(otherwise, in: scope)
        guard let test, let first, let second else { return nil }
        guard let (left, right) = unified(first, second) else {
            error(
                "wrong-type", "`then` gives \(first.words), `else` gives \(second.words)",
                at: scope.span(otherwise.range), help: "both must give the same kind of value")
            return nil
        }
        var operand = left
        operand.expression = TypedExpression(
            .conditional(test.expression, left.expression, right.expression),
            left.isUnknownLiteral ? right.type : left.type, span)
        operand.nature = left.isUnknownLiteral ? right.nature : left.nature
        operand.isQuotient = left.isQuotient || right.isQuotient
        operand.ratio = left.ratio == nil || right.ratio == nil ? nil : left.ratio
        operand.isConstant = left.isConstant && right.isConstant
        operand.isPoints = left.isPoints && right.isPoints
        operand.isRounded = left.isRounded || right.isRounded
        return operand
    }

    /// Two values as values of one type; `nil` where they cannot be.
    func unified(_ left: Operand, _ right: Operand) -> (Operand, Operand)? {
        if left.isUnknownLiteral || right.isUnknownLiteral { return (left, right) }
        switch (left.type, right.type) {
        case (.figure, .figure):
            guard left.nature != right.nature else { return (left, right) }
            var (first, second) = (left, right)
            first.nature = .any
            second.nature = .any
            return (first, second)
        case (.figure, .target): return (asTarget(left), right)
        case (.target, .figure): return (left, asTarget(right))
        case (.choice(let first), .choice(let second)) where first == second: return (left, right)
        case (.text, .choice), (.choice, .text), (.choice, .choice): return (asText(left), asText(right))
        case (.period, .period): return (left, right)
        case (.duration, .figure), (.figure, .duration): return (asFigure(left), asFigure(right))
        case (.status(-1), .status), (.status, .status(-1)): return (left, right)
        default: return left.type == right.type ? (left, right) : nil
        }
    }

    func asTarget(_ operand: Operand) -> Operand {
        operand.type == .figure ? Operand(.asTarget(operand.expression), .target, operand.span) : operand
    }

    /// The label of a choice or status as a text.
    func asText(_ operand: Operand) -> Operand {
        operand.type.isChoice || operand.type.isStatus
            ? Operand(.asText(operand.expression), .text, operand.span) : operand
    }
}

extension Operand {
    /// The conjunction of conditions; operands that are `and`s are flattened, except values with a name.
    static func all(_ conditions: [TypedExpression], _ span: SourceSpan) -> Operand {
        let list = conditions.flatMap { condition -> [TypedExpression] in
            if case .and(let inner) = condition.kind, condition.name == nil { return inner }
            return [condition]
        }
        return Operand(list.count == 1 ? list[0].kind : .and(list), .truth, span)
    }

    /// The disjunction of conditions; operands that are `or`s are flattened, except values with a name.
    static func any(_ conditions: [TypedExpression], _ span: SourceSpan) -> Operand {
        let list = conditions.flatMap { condition -> [TypedExpression] in
            if case .or(let inner) = condition.kind, condition.name == nil { return inner }
            return [condition]
        }
        return Operand(list.count == 1 ? list[0].kind : .or(list), .truth, span)
    }

    func negatedIf(_ negated: Bool) -> Operand {
        negated ? Operand(.not(expression), .truth, span) : self
    }
}
