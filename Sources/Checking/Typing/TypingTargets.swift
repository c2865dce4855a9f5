// Typing what concerns targets: which way is better, tolerances, and what a scheme says is due.

import Catalog
import Diagnostics
import Quantities
import Syntax

extension Checker {
    // MARK: Which way is better

    /// A text or choice as a direction; reports anything else.
    func direction(_ operand: Operand) -> Operand? {
        if operand.isUnknownLiteral { return operand }
        guard operand.type.isTextual else {
            error(
                "wrong-type", "which way is better is \"higher\" or \"lower\", this is \(operand.words)",
                at: operand.span)
            return nil
        }
        if let text = operand.literalText, !["higher", "lower"].contains(trimmed(text).lowercased()) {
            let near = nearestName(to: text, in: ["higher", "lower"])
            error(
                "unknown-label", "which way is better is \"higher\" or \"lower\"", at: operand.span,
                help: near.map { "did you mean \"\($0)\"?" }, fix: near.flatMap { labelFix($0, operand.span) })
            return nil
        }
        return Operand(.direction(operand.expression), .text, operand.span)
    }

    /// The direction where a call leaves it out: the row's own column, or unknown.
    func impliedDirectionArgument(in scope: Scope, _ span: SourceSpan) -> Operand {
        guard let operand = impliedDirection(in: scope) else { return Operand(.literal(.unknown), .unknown, span) }
        imply(operand.symbol, span)
        return Operand(.direction(operand.expression), .text, span)
    }

    // MARK: near

    /// `near(value, target[, better], 5 points, 5%)`: the tolerances in any order, one of them at least.
    func near(_ name: Name, _ arguments: [Argument], _ span: SourceSpan, in scope: Scope) -> Operand? {
        let signature = Function.near.signature
        var values: [Operand?] = [nil, nil, nil, nil, nil]
        var isBroken = false
        var position = 0
        func refuse(_ message: String, at span: SourceSpan) {
            if !isBroken { error("wrong-arguments", message, at: span, help: "it is called `\(signature.usage)`") }
            isBroken = true
        }
        for argument in arguments {
            guard let operand = type(argument.value, in: scope) else {
                isBroken = true
                position += 1
                continue
            }
            var slot = position
            if let label = argument.label {
                guard let index = signature.parameters.firstIndex(where: { $0.name == label.text }) else {
                    refuse("`near` has no argument `\(label.text)`", at: scope.span(label.range))
                    continue
                }
                slot = index
            } else {
                position += 1
                if slot >= 2 {
                    guard let found = toleranceSlot(operand, slot) else {
                        refuse("a tolerance is written `5 points` or `5%`", at: operand.span)
                        continue
                    }
                    slot = found
                }
            }
            guard values[slot] == nil else {
                refuse("`near` has this argument twice: \(signature.parameters[slot].name)", at: operand.span)
                continue
            }
            if slot >= 3 && operand.type != .figure {
                refuse("a tolerance is written `5 points` or `5%`", at: operand.span)
                continue
            }
            values[slot] = fit(operand, to: signature.parameters[slot], of: .near, in: scope)
            if values[slot] == nil { isBroken = true }
        }
        if isBroken { return nil }
        guard var value = values[0], var target = values[1] else {
            refuse("`near` takes a value, a target and a tolerance", at: scope.span(name.range))
            return nil
        }
        guard values[3] != nil || values[4] != nil else {
            refuse("`near` needs a tolerance: `5 points`, `5%` or both", at: scope.span(name.range))
            return nil
        }
        (value, target) = withTimes(value, target)
        let direction = values[2] ?? impliedDirectionArgument(in: scope, span)
        return Operand(
            .call(
                .near,
                [
                    value.expression, target.expression, direction.expression, values[3]?.expression,
                    values[4]?.expression,
                ]), .truth, span)
    }

    /// Which parameter an argument behind the target is for: the direction, points or a percentage.
    private func toleranceSlot(_ operand: Operand, _ position: Int) -> Int? {
        if operand.type == .figure {
            guard operand.nature == .percent else { return nil }
            return operand.isPoints ? 3 : 4
        }
        return position == 2 && (operand.type.isTextual || operand.isUnknownLiteral) ? 2 : nil
    }

    // MARK: due

    /// `due(rag)`, `due(national_rag, target: national_value)`: the scheme's conditions, for the column's row.
    func due(_ name: Name, _ arguments: [Argument], _ span: SourceSpan, in scope: Scope) -> Operand? {
        var status: Operand?
        var named: [(label: Name, value: Operand)] = []
        var isBroken = false
        for argument in arguments {
            guard let operand = type(argument.value, in: scope) else {
                isBroken = true
                continue
            }
            if let label = argument.label {
                named.append((label, operand))
            } else if status == nil {
                status = operand
            } else {
                error(
                    "wrong-arguments", "`due` takes one status column; further arguments say for what they stand",
                    at: operand.span, help: "such as `due(rag, target: national_value)`")
                isBroken = true
            }
        }
        if isBroken { return nil }
        guard let status else {
            error(
                "wrong-arguments", "`due` needs a status column", at: scope.span(name.range),
                help: "such as `due(rag)`")
            return nil
        }
        if status.isUnknownLiteral { return Operand(.literal(.unknown), .unknown, span) }
        guard let cell = status.column, case .status(let scheme) = status.type else {
            error(
                "wrong-type", "`due` asks the scheme of a status column, this is \(status.words)", at: status.span)
            return nil
        }
        for (label, _) in named {
            // A rule for any table names the parameter of whichever scheme a table has.
            if case .parameters = scope.rows { implyParameter(label, ofScheme: scheme, span) }
            useParameter(label, ofScheme: scheme, in: scope.file)
        }
        guard rules.schemes.indices.contains(scheme), cell.table >= 0 else {
            return Operand(.due(scheme: scheme, conditions: []), status.type, span)
        }
        return due(of: status, cell, scheme, named, span, in: scope)
    }

    /// What is due for the row of a status column by its scheme.
    func due(
        of status: Operand, _ cell: CellReference, _ scheme: Int, _ named: [(label: Name, value: Operand)],
        _ span: SourceSpan, in scope: Scope
    ) -> Operand? {
        guard let bound = bind(scheme, cell, named, status, in: scope) else { return nil }
        var outer = cell.row
        while case .joined(let of, _) = outer { outer = of }
        var around = scope.implied
        if case .outside = outer, let outside = scope.outside?.scope { around = outside }
        return conditions(of: scheme, bound, table: around.table ?? cell.table, row: outer, span)
    }

    /// The scheme's parameters as values of the status's row.
    private func bind(
        _ scheme: Int, _ cell: CellReference, _ named: [(label: Name, value: Operand)], _ status: Operand,
        in scope: Scope
    ) -> [String: Operand]? {
        let declaration = schemeEntries[scheme].declaration
        var bound: [String: Operand] = [:]
        for (label, value) in named {
            guard declaration.parameters.contains(where: { $0.name.text == label.text }) else {
                unknownName(
                    "wrong-arguments", "scheme \(declaration.name.text) has no `\(label.text)`", label, in: scope.file,
                    among: declaration.parameters.map(\.name.text))
                return nil
            }
            bound[label.text] = value
        }
        guard declaration.statuses.contains(where: { if case .when = $0.due { true } else { false } }) else {
            if declaration.lacksLabels { return nil }
            error(
                "nothing-due", "scheme \(declaration.name.text) does not say when a status is due", at: status.span,
                help: "give its statuses `when` conditions")
            return nil
        }
        for parameter in declaration.parameters where bound[parameter.name.text] == nil {
            switch parameterColumn(parameter.name.text, of: cell, in: scope) {
            case .value(let operand):
                bound[parameter.name.text] = operand
                symbols.link(.bound, schemeEntries[scheme].parameters[parameter.name.text], operand.symbol)
            case .broken: return nil
            case .missing:
                guard parameter.isOptional else {
                    let near = nearestName(to: parameter.name.text, in: columnNames(ofTable: cell.table))
                    error(
                        "scheme-column",
                        "scheme \(declaration.name.text) needs a column `\(parameter.name.text)`, which table \(tableName(cell.table)) has not",
                        at: status.span,
                        help:
                            "say what stands for it: `due(\(status.span.text), \(parameter.name.text): \(near ?? "…"))`"
                    )
                    return nil
                }
                bound[parameter.name.text] = Operand(.literal(.unknown), .unknown, status.span)
            }
        }
        return bound
    }

    private func parameterColumn(_ name: String, of cell: CellReference, in scope: Scope) -> Resolution {
        let own = column(name, ofTable: cell.table, row: cell.row)
        guard case .missing = own, case .joined = cell.row, let table = scope.implied.table else { return own }
        var outer = cell.row
        while case .joined(let of, _) = outer { outer = of }
        return column(name, ofTable: table, row: outer)
    }

    private func conditions(
        of scheme: Int, _ bound: [String: Operand], table: Int, row: RowReference, _ span: SourceSpan
    ) -> Operand? {
        // Its names were recorded when the scheme was checked on its own.
        silence += 1
        defer { silence -= 1 }
        let entry = schemeEntries[scheme]
        let scope = Scope(
            .scheme(table: table, row: row, bound), file: file(of: entry.origin), aggregateBar: "a scheme")
        var conditions: [TypedExpression?] = []
        var isBroken = false
        // The checked scheme leaves out malformed statuses too: indices must agree.
        for status in entry.declaration.statuses where isColour(status.colour) {
            switch status.due {
            case .never: conditions.append(nil)
            case .otherwise:
                conditions.append(TypedExpression(.literal(.truth(true)), .truth, scope.span(status.range)))
            case .when(let written):
                let condition = condition(written, in: scope)
                if condition == nil { isBroken = true }
                conditions.append(condition?.expression)
            }
        }
        return isBroken ? nil : Operand(.due(scheme: scheme, conditions: conditions), .status(scheme: scheme), span)
    }
}
