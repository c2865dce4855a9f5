// Constants: each is typed when it is first named, so that they may stand in any order.

import Diagnostics
import Quantities
import Syntax

extension Checker {
    /// The value of a declared constant; `nil` where it has a fault, which was reported.
    func constantValue(_ name: String) -> Operand? {
        guard let entry = constants[name] else { return nil }
        switch entry.state {
        case .done: return entry.value
        case .underWay:
            error(
                "constant-cycle", "the value of `\(name)` leads back to itself", at: constantSpan(entry),
                help: "give one of these constants a value of its own")
            return nil
        case .untouched: break
        }
        constants[name]?.state = .underWay
        let value = typeConstant(entry)
        constants[name]?.value = value
        constants[name]?.state = .done
        return value
    }

    private func typeConstant(_ entry: ConstantEntry) -> Operand? {
        let name = entry.declaration.name
        let scope = Scope(.none, file: file(of: entry.origin), aggregateBar: "a constant")
        var value = type(entry.declaration.value, in: scope)
        var declared: (type: ValueType, nature: FigureNature)?
        if let written = entry.declaration.type {
            guard let type = constantType(written, in: scope.file) else { return nil }
            declared = type
        }
        if let type = declared, let own = value {
            value = fit(own, to: type, of: "`\(name.text)` is declared as", at: own.span)
        }
        if let replaced = entry.replaced, let own = value, case .constant(let first) = replaced {
            if declared == nil {
                let (earlier, _) = attempt { self.replacedType(first) }
                if let earlier { value = fit(own, to: earlier, of: "the imported `\(name.text)` is", at: own.span) }
            }
        }
        if let override = entry.override {
            let scope = Scope(.none, file: override.file, aggregateBar: "a constant")
            guard let own = type(override.value, in: scope) else { return nil }
            guard let fitted = value ?? Optional(own) else { return nil }
            let wanted = declared ?? (fitted.type, fitted.nature)
            return fit(own, to: wanted, of: "`\(name.text)` is", at: own.span)
        }
        guard let value, isSmall(value.expression, name: name.text, at: constantSpan(entry)) else { return nil }
        return value
    }

    /// The type of a constant that another replaces.
    private func replacedType(_ entry: ConstantEntry) -> (type: ValueType, nature: FigureNature)? {
        if let written = entry.declaration.type { return constantType(written, in: file(of: entry.origin)) }
        let scope = Scope(.none, file: file(of: entry.origin), aggregateBar: "a constant")
        guard let value = type(entry.declaration.value, in: scope), value.type != .unknown else { return nil }
        return (value.type, value.nature)
    }

    /// A value as one of a declared type; reports where it is none.
    private func fit(
        _ operand: Operand, to wanted: (type: ValueType, nature: FigureNature), of intro: String, at span: SourceSpan
    ) -> Operand? {
        var fitted = operand
        let type = operand.type
        if wanted.type == .unknown { return operand }
        if type == .unknown {
            fitted.expression = TypedExpression(operand.expression.kind, wanted.type, span)
            fitted.nature = wanted.nature
            return fitted
        }
        if wanted.type == .target, type == .figure { return asTarget(operand) }
        if wanted.type == .figure, type == .figure {
            if fitted.nature == .plain, wanted.nature != .any { fitted.nature = wanted.nature }
            let clash =
                (fitted.nature == .percent && wanted.nature == .money)
                || (fitted.nature == .money && wanted.nature == .percent)
                || (fitted.nature != wanted.nature && wanted.nature == .plain && fitted.nature != .any)
            if !clash { return fitted }
        } else if type == wanted.type || (type.isPeriod && wanted.type.isPeriod) {
            return fitted
        }
        var wantedOperand = operand
        wantedOperand.nature = wanted.nature
        let words = Operand(.literal(.none), wanted.type, span, wanted.nature).words
        error("wrong-type", "\(intro) \(words), this is \(operand.words)", at: span)
        return nil
    }

    /// The type after a constant's name.
    private func constantType(_ written: TypeName, in file: SourceFile) -> (type: ValueType, nature: FigureNature)? {
        if let kind = FigureKind(name: written.name.text) { return (.figure, kind.nature) }
        switch written.name.text {
        case "text": return (.text, .any)
        case "target": return (.target, .any)
        case "date": return (.date, .any)
        case "period": return (.period(yearFrom: 4), .any)
        case "flag": return (.truth, .any)
        default:
            let names = ["text", "whole", "number", "percent", "money", "measure", "target", "date", "period", "flag"]
            unknownName(
                "unknown-type", "`\(written.name.text)` is no type of a constant", written.name, in: file, among: names)
            return nil
        }
    }

    /// Whether a value is small enough to be put in place of its name; reports where it is not.
    func isSmall(_ expression: TypedExpression, name: String, at span: SourceSpan) -> Bool {
        let extent = expression.extent
        if extent.size <= 20_000 && extent.depth <= 300 { return true }
        error(
            "too-large", "`\(name)` grows too large when what it names is put in place", at: span,
            help: "split the rule, or compute less in one `let`")
        return false
    }

    /// Types every constant, named or not, and lists them.
    func typeConstants() {
        let inOrder = constants.values.sorted {
            ($0.origin.file, $0.origin.span.range.lowerBound) < ($1.origin.file, $1.origin.span.range.lowerBound)
        }
        for entry in inOrder {
            let name = entry.declaration.name.text
            guard let value = constantValue(name) else { continue }
            rules.constants.append(
                CheckedConstant(name: name, value: value.expression, span: constantSpan(entry)))
        }
    }
}
