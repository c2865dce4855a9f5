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
        if operation == .multiply, let scaled = scaledTarget(first, second, span) { return scaled }
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

    private func figures(_ operation: BinaryOperator, _ a: Operand, _ b: Operand, _ span: SourceSpan) -> Operand? {
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
            kind = .multiply
            switch (a.nature, b.nature) {
            case (.percent, .percent), (.money, .money): nature = .plain
            case (.percent, let other), (let other, .percent), (.plain, let other), (let other, .plain): nature = other
            default: break
            }
        default:
            kind = .divide
            if case .literal(.figure(let divisor)) = b.expression.kind, divisor.mantissa == 0 {
                error("division-by-zero", "a division by zero is unknown", at: b.span)
                return nil
            }
            switch (a.nature, b.nature) {
            case (.percent, .plain): nature = .percent
            case (.percent, _): nature = .plain
            case (let own, .percent), (let own, .plain): nature = own
            case (.plain, .money), (.money, .money): nature = .plain
            default: break
            }
        }
        var operand = Operand(.arithmetic(kind, a.expression, b.expression), .figure, span, nature)
        operand.isQuotient = kind == .divide || a.isQuotient || b.isQuotient
        operand.isBareQuotient = nature == .plain && (kind == .divide || a.isBareQuotient || b.isBareQuotient)
        operand.isRounded = a.isRounded || b.isRounded
        return operand
    }

    /// `target * 90%` is the target scaled, as `prorate` does it.
    private func scaledTarget(_ first: Operand, _ second: Operand, _ span: SourceSpan) -> Operand? {
        switch (first.type, second.type) {
        case (.target, .figure):
            Operand(.call(.prorate, [first.expression, second.expression]), .target, span)
        case (.figure, .target):
            Operand(.call(.prorate, [second.expression, first.expression]), .target, span)
        default: nil
        }
    }

    /// Dates and lengths of time; `nil` where neither is one, an operand of `nil` where a fault was reported.
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
