// Typing `+ - * /`, of figures, targets and dates.

import Catalog
import Diagnostics
import Quantities
import Syntax

extension Checker {
    func arithmetic(
        _ operation: BinaryOperator, _ left: Syntax.Expression, _ right: Syntax.Expression, _ sign: SourceSpan,
        _ span: SourceSpan, in scope: Scope
    ) -> Operand? {
        let first = type(left, in: scope)
        let second = type(right, in: scope)
        guard let first, let second else { return nil }
        if let shifted = dateArithmetic(operation, first, second, span) { return shifted.operand }
        if operation == .add, [first, second].contains(where: { $0.type.isTextual || $0.type.isStatus }) {
            return joinedTexts(first, second, span)
        }
        if operation == .multiply, let scaled = scaledTarget(first, second, span) { return scaled }
        guard checkOne(operation, first, second, span) else { return nil }
        if first.isUnknownLiteral || second.isUnknownLiteral {
            let known = first.isUnknownLiteral ? second : first
            if known.type == .figure || known.type == .unknown { return Operand(.literal(.unknown), .unknown, span) }
        }
        let (a, b) = (asFigure(first), asFigure(second))
        for operand in [a, b] where operand.type != .figure {
            reportNoFigure(operand, operation, sign)
            return nil
        }
        return figures(operation, a, b, span)
    }

    private func figures(
        _ operation: BinaryOperator, _ left: Operand, _ right: Operand, _ span: SourceSpan
    ) -> Operand? {
        guard checkIsNoWords(left), checkIsNoWords(right) else { return nil }
        let isSum = operation == .add || operation == .subtract
        let (left, b) = isSum ? withTimes(left, right) : (left, right)
        let a = isSum && b.nature == .any ? left.oneAsRatio : left
        let kind: Arithmetic
        var nature = FigureNature.any
        switch operation {
        case .add, .subtract:
            guard checkNatures(a, b, at: span) else { return nil }
            kind = operation == .add ? .add : .subtract
            nature =
                a.nature == .plain
                ? b.nature : (b.nature == .plain ? a.nature : (a.nature == b.nature ? a.nature : .any))
        case .multiply:
            return product(a, b, span)
        default:
            kind = .divide(!b.isConstant ? .none : a.isConstant ? .both : .right)
            if case .literal(.figure(let divisor)) = b.expression.kind, divisor.mantissa == 0 {
                error("division-by-zero", "a division by zero is unknown", at: b.span)
                return nil
            }
            switch (a.nature, b.nature) {
            case (.percent, .plain): nature = .percent
            case (.percent, .percent), (.percent, .money): nature = .plain
            case (let own, .percent), (let own, .plain): nature = own
            case (.plain, .money), (.money, .money): nature = .plain
            default: break
            }
        }
        var operand = Operand(.arithmetic(kind, a.expression, b.expression), .figure, span, nature)
        operand.isQuotient = operation == .divide || a.isQuotient || b.isQuotient
        if nature == .plain { operand.ratio = operation == .divide ? .quotient : a.ratio ?? b.ratio }
        operand.isRounded = a.isRounded || b.isRounded
        operand.isConstant = a.isConstant && b.isConstant
        return operand
    }

    /// `a * b`, with a constant in the second place. A percentage times a constant without a unit is a percentage;
    /// times a figure without a unit that comes from a cell or a count it is a number.
    private func product(_ left: Operand, _ right: Operand, _ span: SourceSpan) -> Operand {
        let (a, b) = left.isConstant && !right.isConstant ? (right, left) : (left, right)
        let constant: ConstantFactor = !b.isConstant ? .none : a.isConstant ? .both : .right
        var operand = Operand(.arithmetic(.multiply(constant), a.expression, b.expression), .figure, span)
        switch (a.nature, b.nature) {
        case (.percent, .percent): operand.nature = .percent
        case (.percent, .plain): operand.nature = constant == .none ? .plain : .percent
        case (.plain, .percent): operand.nature = constant == .both ? .percent : .plain
        case (.money, .money): operand.nature = .plain
        case (.percent, let other), (let other, .percent), (.plain, let other), (let other, .plain):
            operand.nature = other
        default: break
        }
        let isPart = operand.nature == .plain && (a.nature == .percent || b.nature == .percent)
        if operand.nature == .plain { operand.ratio = isPart ? .partOfNumber : a.ratio ?? b.ratio }
        operand.isQuotient = a.isQuotient || b.isQuotient
        operand.isRounded = a.isRounded || b.isRounded
        operand.isConstant = a.isConstant && b.isConstant
        return operand
    }

    /// `1 - share` and `1 + uplift` mean 100%, but a number without a unit beside a percentage counts hundredths:
    /// reported where the types show it. Where only the cells can, the literal becomes a number that never compares
    /// with a percentage, so that the result is unknown beside one.
    private func checkOne(
        _ operation: BinaryOperator, _ first: Operand, _ second: Operand, _ span: SourceSpan
    ) -> Bool {
        guard operation == .add || operation == .subtract, second.type == .figure, second.nature == .percent,
            case .literal(.figure(let one)) = first.expression.kind, first.nature == .plain, one.isOne
        else { return true }
        let isWritten = first.span.file === span.file && first.span.range.lowerBound == span.range.lowerBound
        var fix: DiagnosticFix?
        if isWritten, first.span.text == "1" {
            fix = DiagnosticFix("write `100%`", replacing: first.span.range, with: "100%")
        }
        let rest = "\(operation.rawValue) \(second.span.text)"
        error(
            "one-beside-percent", "1 beside a percentage is 1%, not the whole", at: span,
            help: "the whole is `100% \(rest)`", fix: fix)
        return false
    }

    /// `target * 90%` is the target scaled, as `prorate` does it; times a figure that is not a constant it is a
    /// product.
    private func scaledTarget(_ first: Operand, _ second: Operand, _ span: SourceSpan) -> Operand? {
        let (target, factor): (Operand, Operand)
        switch (first.type, second.type) {
        case (.target, .figure): (target, factor) = (first, second)
        case (.figure, .target): (target, factor) = (second, first)
        default: return nil
        }
        var arguments = [target.expression, factor.expression]
        if !factor.isConstant { arguments.append(TypedExpression(.literal(.truth(true)), .truth, span)) }
        return Operand(.call(.prorate, arguments), .target, span)
    }

    /// Dates and lengths of time; `nil` where neither operand is one; an operand of `nil` where a fault was reported.
    private func dateArithmetic(
        _ operation: BinaryOperator, _ first: Operand, _ second: Operand, _ span: SourceSpan
    ) -> (operand: Operand?, Void)? {
        switch (first.type, second.type) {
        case (.date, .duration) where operation == .add || operation == .subtract:
            return (
                Operand(
                    .dateShift(first.expression, second.expression, subtract: operation == .subtract), .date, span), ()
            )
        case (.duration, .date) where operation == .add:
            return (Operand(.dateShift(second.expression, first.expression, subtract: false), .date, span), ())
        case (.date, .date) where operation == .subtract:
            let call = "days(\(second.span.text), \(first.span.text))"
            error(
                "wrong-type", "dates are not subtracted", at: span, help: "the days between them are `\(call)`",
                fix: DiagnosticFix("write `\(call)`", replacing: span.range, with: call))
            return (nil, ())
        case (.date, .figure), (.figure, .date):
            let number = first.type == .figure ? first : second
            error(
                "wrong-type", "a date and \(number.words) are not added", at: span,
                help: "say of what: `\(number.span.text) days` or `\(number.span.text) months`")
            return (nil, ())
        default: return nil
        }
    }

    private func reportNoFigure(_ operand: Operand, _ operation: BinaryOperator, _ sign: SourceSpan) {
        var help: String?
        switch operand.type {
        case .text, .choice: help = "the first number of a text is `first_number(\(operand.span.text))`"
        case .target:
            help = "the number of a target is `amount(\(operand.span.text))`; how far it is missed `gap(value, target)`"
        case .period: help = "the year of a period is `year(\(operand.span.text))`"
        default: break
        }
        error(
            "wrong-type", "`\(operation.rawValue)` computes with figures, this is \(operand.words)", at: operand.span,
            help: help)
    }
}

extension Operand {
    /// A literal 1 as a number that never compares with a percentage.
    fileprivate var oneAsRatio: Operand {
        guard case .literal(.figure(var figure)) = expression.kind, nature == .plain, figure.isOne else { return self }
        figure.unit = .ratio
        var copy = self
        copy.expression = TypedExpression(.literal(.figure(figure)), .figure, span)
        return copy
    }
}

extension Figure {
    fileprivate var isOne: Bool { unit == .none && wholeNumber == 1 }
}
