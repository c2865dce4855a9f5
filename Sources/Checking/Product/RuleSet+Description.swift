// Rule sets as texts: what is checked of which rows, what that depends on and what it leaves undecided, so that people
// can read it and tests can compare it.

import Catalog
import Findings
import Quantities

extension RuleSet: CustomStringConvertible {
    /// The constants, schemes and tables, then each rule for each of its tables: its conditions with the names that the
    /// author gave, and the facts that all evaluators share (`RuleFacts.swift`, `Outcomes.swift`).
    package var description: String {
        var lines = constants.map { "constant \($0.name) = \($0.value.map { written($0) } ?? "a list")" }
        for finding in BuiltInFinding.allCases where structural.severity(of: finding) != finding.severity {
            let severity = structural.severity(of: finding)
            lines.append(
                "\(finding.rawValue) is \(severity?.rawValue ?? "off")"
                    + (structural.isFault(finding) ? "" : ": a cell that has it keeps its value"))
        }
        for scheme in schemes { lines.append(described(scheme)) }
        for table in tables.indices { lines += described(table: table) }
        for rule in rules { lines += described(rule) }
        lines += idle.map { "rule \($0.name) does not run: \($0.reason.words)" }
        return lines.joined(separator: "\n")
    }

    private func described(_ scheme: CheckedScheme) -> String {
        let statuses = scheme.statuses.map { status in
            let labels = status.labels.map(\.debugDescription).joined(separator: " or ")
            return "\(labels) is \(status.colour.name)\(status.colour.isRating ? "" : ", which rates nothing")"
        }
        return "scheme \(scheme.name): \(statuses.joined(separator: "; "))"
    }

    private func described(table index: Int) -> [String] {
        let table = tables[index]
        var lines = ["table \(table.name)"]
        func names(_ columns: [ColumnOrLet]) -> String {
            columns.map { name(of: $0, in: table) }.joined(separator: ", ")
        }
        lines += table.lets.map { "  let \($0.name) = \(written($0.value))" }
        if !table.key.isEmpty { lines.append("  one row for each \(names(table.key))") }
        for numbering in numberings(ofTable: index) {
            let under = numbering.under.map { table.columns[$0].name }
            lines.append(
                "  \(table.columns[numbering.column].name) runs in order"
                    + (under.isEmpty ? "" : " under each \(under.joined(separator: ", "))"))
        }
        if let series = table.series { lines.append("  a series over \(name(of: series, in: table))") }
        if let label = table.label { lines.append("  rows are named by \(table.columns[label].name)") }
        if let search = table.search, let base = table.derivation?.base {
            lines.append(
                "  a row for each match in \(tables[base].columns[search.column].name) of \(tables[base].name)")
        }
        if let owner = table.owner { lines.append("  \(table.columns[owner].name) says who answers for a row") }
        for join in table.joins.map({ joins[$0] }) {
            let pairs = join.on.map { "\(written($0.here)) == \(name(of: $0.there, in: tables[join.table]))" }
            lines.append(
                "  \(join.isRequired ? "must find" : "looks for") \(join.name) in \(tables[join.table].name) by "
                    + pairs.joined(separator: " and "))
        }
        return lines
    }

    private func name(of column: ColumnOrLet, in table: CheckedTable) -> String {
        switch column {
        case .column(let index): table.columns[index].name
        case .computed(let index): table.lets[index].name
        }
    }

    // MARK: Rules

    private func described(_ rule: CheckedRule) -> [String] {
        var lines = ["rule \(rule.name), \(rule.severity.rawValue), \(described(rule.scope))"]
        if let condition = rule.scope.condition { lines.append("  where \(written(condition))") }
        if let runs = rule.runs { lines.append("  runs over \(written(runs.over)) while \(written(runs.condition))") }
        if let pairs = rule.pairs {
            var line = "  with each \(joins[pairs.join].name) in \(tables[pairs.table].name)"
            if !pairs.common.isEmpty { line += " that has \(pairs.common.map { written($0) }.joined(separator: ", "))" }
            lines.append(line)
        }
        lines += rule.lets.map { "  let \($0.name) = \(written($0.value))" }
        lines += rule.whens.map { "  when \(written($0))" }
        for require in rule.requires {
            let share = rule.leastShare.map { "mostly \($0.text) " } ?? ""
            lines.append("  require \(share)\(written(require.condition))")
        }
        func add(_ what: String, _ cells: [CellReference]) {
            if !cells.isEmpty { lines.append("  \(what): \(cells.map { written($0) }.joined(separator: ", "))") }
        }
        add("whether a row is the rule's rests on", placingCells(of: rule))
        add("undecided where faulty", usedCells(of: rule))
        add("undecided, for it has no neighbours, where faulty", orderingCells(of: rule))
        add("in no group where faulty", groupingCells(of: rule))
        for aggregate in rule.aggregates {
            var line = "  \(written(aggregate)) is \(aggregate.function.ofNoRows.described(.figure, self)) of no rows"
            if aggregate.function.needsEveryValue { line += ", unknown where a part is missing" }
            if aggregate.function.asksForRefutations { line += ", false where its condition is false of a row" }
            let cells = countedCells(of: aggregate)
            if !cells.isEmpty {
                line +=
                    "; unknown where faulty in a row that may count: \(cells.map { written($0) }.joined(separator: ", "))"
            }
            lines.append(line)
        }
        for (index, condition) in waivers(of: rule) {
            let until = waivers[index].until.flatMap { CalendarDate(days: $0)?.text }
            lines.append(
                "  waived" + (condition.map { " where \(written($0))" } ?? "") + (until.map { " until \($0)" } ?? ""))
        }
        return lines
    }

    private func described(_ scope: CheckedScope) -> String {
        switch scope {
        case .rows(let table, _, let series):
            var text = "for each row of \(tables[table].name)"
            if let series {
                if !series.by.isEmpty { text += " by \(series.by.map { written($0) }.joined(separator: ", "))" }
                if let over = series.over { text += " over \(written(over))" }
            }
            return text
        case .groups(let table, let by, _):
            return "for each \(by.map(\.name).joined(separator: ", ")) of \(tables[table].name)"
        case .once(let table): return "once, at the header of \(tables[table].name)"
        }
    }

    // MARK: Expressions

    /// An expression with the author's names for its values.
    private func written(_ expression: TypedExpression) -> String {
        if let name = expression.name { return written(name) }
        return expression.kind.described(
            as: expression.type, in: self,
            operand: { part in
                let text = written(part)
                return expression.kind.isInfix && part.name == nil && part.kind.isInfix ? "(\(text))" : text
            }, type: \.type, cell: { written($0) }, aggregate: { written($0) })
    }

    private func written(_ name: NamedValue) -> String {
        switch name {
        case .computed(let table, let index, let row): written(row) + tables[table].lets[index].name
        case .ruleLet(let name, let row): written(row) + name
        case .constant(let name): name
        }
    }

    private func written(_ cell: CellReference) -> String {
        written(cell.row) + tables[cell.table].columns[cell.column].name
    }

    private func written(_ row: RowReference) -> String {
        switch row {
        case .row: ""
        case .neighbour(let neighbour): neighbour.rawValue + "."
        case .joined(let of, let join): written(of) + joins[join].name + "."
        case .outside(let row): "outside." + written(row)
        }
    }

    private func written(_ aggregate: CheckedAggregate) -> String {
        let rows = aggregate.source == .series ? "series" : tables[aggregate.table].name
        var text = "\(aggregate.function)(\(aggregate.excludesOwnRow ? "other " : "")\(rows)"
        if let value = aggregate.value { text += "." + written(value) }
        if let over = aggregate.over { text += " over " + written(over) }
        if let condition = aggregate.condition { text += " where \(written(condition))" }
        return text + ")"
    }
}

extension Operation {
    /// Whether it is written between its operands.
    fileprivate var isInfix: Bool {
        switch self {
        case .arithmetic(.minimum, _, _), .arithmetic(.maximum, _, _): false
        case .arithmetic, .dateShift, .compareFigures, .compareCodes, .sameColour, .compareTexts, .compareTruths,
            .compareTargets, .agrees, .and, .or, .not, .conditional, .state, .matches, .isIn, .joinedTexts:
            true
        case .literal, .column, .negative, .asText, .ignoringCase, .asTarget, .direction, .due, .call, .aggregate: false
        }
    }
}
