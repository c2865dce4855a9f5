// Plans as texts, a line for each thing that a check will do, so that people can read them and tests can compare them.

import Catalog
import Checking
import Patterns
import Quantities

extension CheckPlan: CustomStringConvertible {
    /// The numbered columns, the materialized tables, then each pass with the columns that it reads, its nodes by
    /// number, and the rules, keys, joins, aggregates and series that use them. Equal parts of rules are one node.
    /// Nodes over the materialized rows of a series have numbers of their own.
    package var description: String {
        var lines: [String] = []
        for (table, columns) in numbered.enumerated() {
            for column in columns {
                var line = "follow \(name(table, column.column)) through \(rules.tables[table].name)"
                if !column.under.isEmpty { line += ", under each \(names(column.under, table))" }
                lines.append(line)
            }
        }
        for (table, columns) in joined.columns.sorted(by: { $0.key < $1.key }) {
            var line = "keep \(names(columns.kept.sorted(), table)) of \(rules.tables[table].name)"
            if !columns.printed.isEmpty { line += ", as printed \(names(columns.printed.sorted(), table))" }
            let days = joined.days.filter { $0.table == table }.map(\.column).sorted()
            if !days.isEmpty { line += ", for its days \(names(days, table))" }
            lines.append(line)
            for (join, graph, nodes) in joined.keys where graph.table == table {
                lines += described(graph)
                lines.append("  found as \(rules.joins[join].name) by \(numbers(nodes))")
            }
        }
        for table in order { lines += described(scans[table], checksStructure: true) }
        for late in lateScans { lines += described(late, checksStructure: false) }
        for once in once {
            lines.append("once, over no row")
            lines += described(once.graph) + ["  " + described(once.judged)]
        }
        return lines.joined(separator: "\n")
    }

    private func name(_ table: Int, _ column: Int) -> String { rules.tables[table].columns[column].name }

    private func names(_ columns: some Sequence<Int>, _ table: Int) -> String {
        let names = columns.map { name(table, $0) }
        return names.isEmpty ? "nothing" : names.joined(separator: ", ")
    }

    private func described(_ pass: ScanPlan, checksStructure: Bool) -> [String] {
        let table = rules.tables[pass.table]
        let wanted = pass.readColumns(table, checksStructure: checksStructure)
        let read = wanted.indices.filter { wanted[$0] }
        var lines = [
            "pass over \(table.name)\(checksStructure ? "" : " once more"), reading \(names(read, pass.table))"
        ]
        let presence = pass.presenceColumns(table).filter { wanted[$0] }
        if !presence.isEmpty { lines.append("  only whether blank: \(names(presence.sorted(), pass.table))") }
        lines += described(pass.graph)
        if !pass.key.isEmpty { lines.append("  key \(numbers(pass.key))") }
        if checksStructure {
            let unique = table.columns.indices.filter { table.columns[$0].isUnique }
            if !unique.isEmpty { lines.append("  each once: \(names(unique, pass.table))") }
        }
        for join in pass.requiredJoins {
            lines.append("  must be found: \(rules.joins[join.join].name) by \(numbers(join.key))")
        }
        for (column, bounds) in pass.bounds.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(name(pass.table, column)) from \(number(bounds.low)) to \(number(bounds.high))")
        }
        if let selection = pass.selection {
            lines.append("  rows \(selection.takesTrue ? "where" : "unless") \(number(selection.condition))")
        }
        for (finding, waivers) in pass.waivers.sorted(by: { $0.key.rawValue < $1.key.rawValue }) {
            lines += waivers.map { "  waive \(finding.rawValue)\($0.condition.map { " where \(number($0))" } ?? "")" }
        }
        lines += pass.aggregates.map { "  " + described($0) }
        lines += pass.rules.map { "  " + described($0) }
        for series in pass.series { lines += described(series, in: pass.table) }
        return lines
    }

    private func described(_ series: SeriesPlan, in table: Int) -> [String] {
        var line = "  \(series.isGroups ? "groups" : "series") for \(rules.rules[series.rule].name)"
        if let condition = series.condition { line += " where \(number(condition))" }
        if !series.by.isEmpty { line += " by \(numbers(series.by))" }
        if let over = series.over { line += " over \(number(over))" }
        if let goesOn = series.goesOn { line += " while \(number(goesOn, "s"))" }
        if let pairs = series.pairs {
            line += " with each row of \(rules.tables[pairs.table].name)"
            if !pairs.common.isEmpty { line += " that has \(numbers(pairs.common, "s"))" }
        }
        line += ", keeping \(names(series.kept.sorted(), table))"
        if !series.printed.isEmpty { line += ", as printed \(names(series.printed.sorted(), table))" }
        let inner =
            described(series.graph, "s") + series.aggregates.map { "  " + described($0, "s") }
            + ["  " + described(series.judged, "s")]
        return [line] + inner.map { "  " + $0 }
    }

    private func described(_ rule: RuleConditions, _ prefix: String = "") -> String {
        var parts: [String] = []
        if let condition = rule.condition { parts.append("where \(number(condition, prefix))") }
        if !rule.whens.isEmpty { parts.append("when \(numbers(rule.whens, prefix))") }
        parts.append("require \(numbers(rule.requires, prefix))")
        for waiver in rule.waivers {
            parts.append("waived\(waiver.condition.map { " where \(number($0, prefix))" } ?? "")")
        }
        return "rule \(rules.rules[rule.rule].name): " + parts.joined(separator: ", ")
    }

    private func described(_ inputs: AggregateInputs, _ prefix: String = "") -> String {
        let aggregate = inputs.shape.aggregate
        var line = "aggregate @\(inputs.number): \(aggregate.function)"
        if let value = inputs.value { line += " of \(number(value, prefix))" }
        for (index, part) in aggregate.parts.enumerated() {
            guard let node = inputs.parts[index] else { continue }
            switch part.test {
            case .inner: line += ", where \(number(node, prefix))"
            case .equal: line += ", found by \(number(node, prefix))"
            case .order(_, let comparison, _): line += ", as far as \(number(node, prefix)) \(comparison.symbol)"
            case .outer: break
            }
            if part.unless != nil { line += " unless the outside says otherwise" }
        }
        return line
    }

    // MARK: Nodes

    private func number(_ node: NodeID, _ prefix: String = "") -> String { "#\(prefix)\(node)" }

    private func numbers(_ nodes: [NodeID], _ prefix: String = "") -> String {
        nodes.map { number($0, prefix) }.joined(separator: ", ")
    }

    private func described(_ graph: ExpressionGraph, _ prefix: String = "") -> [String] {
        graph.nodes.indices.map { "  \(number($0, prefix)) \(graph.described($0, rules, prefix))" }
    }
}

extension ExpressionGraph {
    /// What a node does, its operands by their numbers.
    fileprivate func described(_ node: NodeID, _ rules: RuleSet, _ prefix: String) -> String {
        let planned = nodes[node]
        func number(_ node: NodeID?) -> String { node.map { "#\(prefix)\($0)" } ?? "–" }
        return planned.kind.described(
            as: planned.type, in: rules, operand: { number($0) }, type: { nodes[$0].type },
            cell: { cell in
                rowPrefix(of: cell.source, rules, number)
                    + rules.tables[sources[cell.source].table].columns[cell.column].name
            },
            aggregate: { use in
                var text = "aggregate @\(use.number)"
                for (outer, unless) in zip(use.outer, use.unless) where outer != nil || unless != nil {
                    text += " at \(number(outer))" + (unless.map { " unless \(number($0))" } ?? "")
                }
                return text
            })
    }

    /// The prefix of a column's name that tells of which row it is; empty for the row at hand.
    private func rowPrefix(of source: Int, _ rules: RuleSet, _ number: (NodeID?) -> String) -> String {
        switch sources[source].kind {
        case .row: ""
        case .neighbour(let neighbour): "\(neighbour.rawValue)."
        case .joined(let of, let join, let key):
            rowPrefix(of: of, rules, number)
                + "\(rules.joins[join].name)[\(key.map { number($0) }.joined(separator: ", "))]."
        }
    }
}
