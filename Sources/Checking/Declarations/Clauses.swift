// The clauses of a rule that are for people: messages, places to point at, fixes.

import Diagnostics
import Quantities
import Syntax

extension Checker {
    // MARK: Texts

    func template(_ template: Template, in scope: Scope) -> TypedTemplate? {
        var parts: [TypedTemplate.Part] = []
        var isBroken = false
        for part in template.parts {
            switch part {
            case .text(let text): parts.append(.text(text))
            case .expression(let expression):
                if isRowName(expression, in: scope) {
                    parts.append(.row)
                } else if let value = type(expression, in: scope) {
                    parts.append(.value(value.expression))
                } else {
                    isBroken = true
                }
            }
        }
        return isBroken ? nil : TypedTemplate(parts: parts)
    }

    /// Whether it is `{row}` and nothing else has that name.
    private func isRowName(_ expression: Syntax.Expression, in scope: Scope) -> Bool {
        guard case .name(nil, let name) = expression.kind, name.text == "row", !name.isQuoted else { return false }
        guard case .missing = bareColumn("row", in: scope), case .missing = bareLet("row", in: scope) else {
            return false
        }
        return constants["row"] == nil
    }

    // MARK: Places

    /// The cells of this row that a condition names, in order, each once.
    func places(of condition: TypedExpression, in scope: Scope) -> [CellReference] {
        var seen: Set<CellReference> = []
        return condition.cells.filter { $0.row == .row && $0.table == scope.table && seen.insert($0).inserted }
    }

    /// The cells that `at` names: one column's, or those that a named value is made of; none for a column that the
    /// table need not have, or where a fault was reported.
    func places(_ expression: Syntax.Expression, in scope: Scope) -> [CellReference] {
        if let cell = groupPlace(expression, in: scope) { return [cell] }
        guard let operand = type(expression, in: scope) else { return [] }
        if let column = operand.shownColumn, case .column(let cell) = column.kind { return [cell] }
        if operand.isUnknownLiteral, scope.isLenient { return [] }
        // What was found in a cell: the finding points at that part of it.
        if let cell = operand.expression.soughtCell { return [cell] }
        if case .name = expression.kind, case let cells = operand.expression.cells, !cells.isEmpty {
            let own = places(of: operand.expression, in: scope)
            return own.isEmpty ? cells : own
        }
        error(
            "wrong-place", "`at` names cells, this is \(operand.words)", at: scope.span(expression.range),
            help: "name a column, such as `value` or `previous.value`")
        return []
    }

    /// `first.x` or `last.x` of a group: a cell of its first row, or its last one.
    private func groupPlace(_ expression: Syntax.Expression, in scope: Scope) -> CellReference? {
        guard case .group(let table, _) = scope.rows, case .name(let qualifier?, let name) = expression.kind,
            let neighbour = Neighbour(rawValue: qualifier.text), neighbour == .first || neighbour == .last,
            case .value(let operand) = column(name.text, ofTable: table, row: .neighbour(neighbour)),
            case .column(let cell) = operand.expression.kind
        else { return nil }
        use(operand.symbol, name, in: scope.file)
        return cell
    }

    // MARK: Fixes

    func fix(_ clause: FixClause, in scope: Scope) -> CheckedFix? {
        let span = scope.span(clause.column.range)
        if scope.table == nil, case .none = scope.rows {
            error("wrong-place", "a rule without `for` has no row to fix", at: span, help: "say whose rows: `for …`")
            return nil
        }
        let target = resolve(clause.column, in: scope)
        let value = type(clause.value, in: scope)
        guard let target, let value else { return nil }
        guard let column = target.shownColumn, case .column(let cell) = column.kind else {
            if target.isUnknownLiteral, scope.isLenient { return nil }
            error(
                "wrong-place", "`fix` replaces a cell, `\(clause.column.text)` is computed", at: span,
                help: "name a column that is read")
            return nil
        }
        if rules.tables.indices.contains(cell.table),
            let words = rules.tables[cell.table].columns[cell.column].origin.borrows
        {
            error(
                "wrong-place", "`fix` replaces a cell of the row, `\(clause.column.text)` is read from \(words)",
                at: span,
                help: "name a column whose cells are its own")
            return nil
        }
        if rules.tables.indices.contains(cell.table), rules.tables[cell.table].search != nil,
            case .group = rules.tables[cell.table].columns[cell.column].origin
        {
            error(
                "wrong-place", "`fix` replaces a cell, `\(clause.column.text)` is a part of one", at: span,
                help: "name a column whose cells are its own")
            return nil
        }
        guard let fitted = fixValue(value, for: Operand(column)) else {
            error(
                "wrong-type", "`\(clause.column.text)` is \(target.words), its replacement is \(value.words)",
                at: value.span, help: "a fix must be a value that the cell could hold")
            return nil
        }
        if case .literal(.text(let text)) = fitted.expression.kind, let labels = labels(of: column.type),
            labels.index(of: text) == nil
        {
            let near = nearestName(to: text, in: labels.texts)
            error(
                "unknown-label", "`\(clause.column.text)` has no label \"\(text)\"", at: value.span,
                help: near.map { "did you mean \"\($0)\"?" } ?? "a fix writes one of its labels",
                fix: near.flatMap { labelFix($0, value.span) })
            return nil
        }
        if let written = unreadable(fitted.expression, in: cell) {
            error(
                "wrong-type", "`\(clause.column.text)` is \(target.words), and \(written) cannot be read as one",
                at: value.span, help: "a fix must be a value that the cell could hold")
            return nil
        }
        return CheckedFix(isSafe: clause.isSafe, cell: cell, value: fitted.expression)
    }

    /// What a literal would write that the cell's own column cannot read; `nil` where it can, and of what is computed.
    private func unreadable(_ value: TypedExpression, in cell: CellReference) -> String? {
        guard rules.tables.indices.contains(cell.table),
            rules.tables[cell.table].columns.indices.contains(cell.column)
        else { return nil }
        let column = rules.tables[cell.table].columns[cell.column]
        switch value.kind {
        case .literal(.text(let text)): return reads(text, as: column) ? nil : quoted(text)
        case .literal(.figure(let figure)):
            guard case .figure(.whole) = column.type, figure.wholeNumber == nil else { return nil }
            return value.span.text.isEmpty ? "a number with decimals" : "`\(value.span.text)`"
        default: return nil
        }
    }

    /// The labels that a cell of a type can say; `nil` where it can say anything.
    private func labels(of type: ValueType) -> LabelIndex? {
        switch type {
        case .choice(let labels): labelIndex(of: labels.texts)
        case .status(let scheme): labelIndex(ofScheme: scheme)
        default: nil
        }
    }

    /// A value as it can be written into a column; `nil` where it cannot.
    private func fixValue(_ value: Operand, for column: Operand) -> Operand? {
        switch (column.type, value.type) {
        case (.text, _), (_, .text), (_, .unknown): value
        case (.figure, .figure), (.target, .target), (.date, .date), (.period, .period), (.truth, .truth),
            (.choice, .choice), (.status, .status):
            value
        case (.target, .figure): asTarget(value)
        default: nil
        }
    }
}
