// Expressions with a bracket around each part, so that tests can see how they were read.

import Syntax

extension Expression {
    /// The expression with all brackets written out; parentheses of the source are `[…]`.
    var shape: String {
        switch kind {
        case .number(let mantissa, let scale): decimal(mantissa, scale)
        case .percent(let mantissa, let scale): decimal(mantissa, scale) + "%"
        case .quantity(let mantissa, let scale, let unit): decimal(mantissa, scale) + " " + unit.rawValue
        case .text(let text): "'\(text)'"
        case .date(let days): "day \(days)"
        case .truth(let truth): String(truth)
        case .unknown: "unknown"
        case .name(let qualifier, let name):
            (qualifier.map { $0.text + "." } ?? "") + (name.isQuoted ? "`\(name.text)`" : name.text)
        case .call(let name, let arguments):
            name.text + "("
                + arguments.map { ($0.label.map { $0.text + ": " } ?? "") + $0.value.shape }.joined(separator: ", ")
                + ")"
        case .aggregate(let function, let source):
            "\(function.rawValue)<\(source.other == nil ? "" : "other ")\(source.table.text)"
                + (source.column.map { "." + $0.text } ?? "")
                + (source.over.map { " over " + $0.text } ?? "")
                + (source.condition.map { " where " + $0.shape } ?? "") + ">"
        case .negative(let value): "(-\(value.shape))"
        case .not(let value): "(not \(value.shape))"
        case .binary(let operation, let left, let right, _): "(\(left.shape) \(operation.rawValue) \(right.shape))"
        case .membership(let value, let set, let negated):
            "(\(value.shape)\(negated ? " not" : "") in \(set.shape))"
        case .matches(let value, let test, let regex, let negated):
            "(\(value.shape)\(negated ? " not" : "") \(test.rawValue) /\(regex.source)/\(regex.ignoresCase ? "i" : ""))"
        case .state(let value, let state, let negated):
            "(\(value.shape) is \(negated ? "not " : "")\(state.shape))"
        case .conditional(let condition, let then, let otherwise):
            "(if \(condition.shape) then \(then.shape) else \(otherwise.shape))"
        case .parenthesized(let inner): "[\(inner.shape)]"
        case .list(let items): "(" + items.map(\.shape).joined(separator: ", ") + ")"
        case .regex(let regex): "/\(regex.source)/\(regex.ignoresCase ? "i" : "")"
        case .broken: "broken"
        }
    }

    private func decimal(_ mantissa: Int128, _ scale: Int8) -> String {
        scale == 0 ? "\(mantissa)" : "\(mantissa)e-\(scale)"
    }
}

extension MembershipSet {
    fileprivate var shape: String {
        switch self {
        case .list(let items): "(" + items.map(\.shape).joined(separator: ", ") + ")"
        case .named(let list): list.shape
        case .labels(let items): "labels (" + items.map(\.shape).joined(separator: ", ") + ")"
        case .range(let low, let high): "\(low.shape)..\(high.shape)"
        }
    }
}

extension StateName {
    fileprivate var shape: String {
        switch self {
        case .word(let name): name.text
        case .text(let text, _): "'\(text)'"
        case .value(let value): value.shape
        }
    }
}

extension Template {
    /// Its parts, expressions in braces.
    var shape: String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .expression(let expression): "{\(expression.shape)}"
            }
        }.joined()
    }
}
