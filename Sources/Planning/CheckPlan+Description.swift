// Plans as texts, a line for each thing that a check will do, so that people can read them and tests can hold them.

import Catalog
import Checking
import Patterns
import Quantities

extension CheckPlan: CustomStringConvertible {
    /// Each pass with the columns that it reads, its nodes by number, and the rules, keys, joins, aggregates and series
    /// that are made of them. Equal parts of rules are one node.
    package var description: String {
        var lines: [String] = []
        for (table, columns) in numbered.enumerated() {
            for column in columns {
                var line = "follow \(name(table, column.column)) through \(rules.tables[table].name)"
                if !column.rest.isEmpty { line += ", under each \(names(column.rest, table))" }
                lines.append(line)
            }
        }
        for (table, columns) in joined.columns.sorted(by: { $0.key < $1.key }) {
            var line = "keep \(names(columns.kept.sorted(), table)) of \(rules.tables[table].name)"
            if !columns.printed.isEmpty { line += ", as printed \(names(columns.printed.sorted(), table))" }
            lines.append(line)
        }
        for table in order { lines += described(scans[table], checksStructure: true) }
        for late in lateScans { lines += described(late, checksStructure: false) }
        for once in once {
            lines.append("once, over no row")
            lines += described(once.plan) + ["  " + described(once.judged)]
        }
        return lines.joined(separator: "\n")
    }

    private func name(_ table: Int, _ column: Int) -> String { rules.tables[table].columns[column].name }

    private func names(_ columns: some Sequence<Int>, _ table: Int) -> String {
        let names = columns.map { name(table, $0) }
        return names.isEmpty ? "nothing" : names.joined(separator: ", ")
    }

    private func described(_ pass: TablePlan, checksStructure: Bool) -> [String] {
        let table = rules.tables[pass.table]
        let wanted = pass.readColumns(table, checksStructure: checksStructure)
        let read = wanted.indices.filter { wanted[$0] }
        var lines = [
            "pass over \(table.name)\(checksStructure ? "" : " once more"), reading \(names(read, pass.table))"
        ]
        let presence = pass.presenceColumns(table).filter { wanted[$0] }
        if !presence.isEmpty { lines.append("  only whether blank: \(names(presence.sorted(), pass.table))") }
        lines += described(pass.plan)
        if !pass.key.isEmpty { lines.append("  key \(numbers(pass.key))") }
        for join in pass.requiredJoins {
            lines.append("  must be found: \(rules.joins[join.join].name) by \(numbers(join.key))")
        }
        for (column, bounds) in pass.bounds.sorted(by: { $0.key < $1.key }) {
            lines.append("  \(name(pass.table, column)) from \(number(bounds.low)) to \(number(bounds.high))")
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
        line += ", keeping \(names(series.kept.union(series.printed).sorted(), table))"
        let inner =
            described(series.plan) + series.aggregates.map { "  " + described($0) } + ["  " + described(series.judged)]
        return [line] + inner.map { "  " + $0 }
    }

    private func described(_ rule: RulePlan) -> String {
        var parts: [String] = []
        if let condition = rule.condition { parts.append("where \(number(condition))") }
        if !rule.whens.isEmpty { parts.append("when \(numbers(rule.whens))") }
        parts.append("require \(numbers(rule.requires))")
        for waiver in rule.waivers { parts.append("waived\(waiver.condition.map { " where \(number($0))" } ?? "")") }
        return "rule \(rules.rules[rule.rule].name): " + parts.joined(separator: ", ")
    }

    private func described(_ inputs: AggregateInputs) -> String {
        let aggregate = inputs.shape.aggregate
        var line = "aggregate @\(inputs.number): \(aggregate.function)"
        if let value = inputs.value { line += " of \(number(value))" }
        for (index, part) in aggregate.parts.enumerated() {
            guard let node = inputs.parts[index] else { continue }
            switch part.test {
            case .inner: line += ", where \(number(node))"
            case .equal: line += ", found by \(number(node))"
            case .order(_, let comparison, _): line += ", in order of \(number(node)) \(comparison.symbol)"
            case .outer: break
            }
        }
        return line
    }

    // MARK: Nodes

    private func number(_ node: NodeID) -> String { "#\(node)" }

    private func numbers(_ nodes: [NodeID]) -> String { nodes.map(number).joined(separator: ", ") }

    private func described(_ plan: Plan) -> [String] {
        plan.nodes.indices.map { "  #\($0) \(plan.described($0, rules))" }
    }
}

extension Plan {
    /// What a node does, its operands by their numbers.
    fileprivate func described(_ node: NodeID, _ rules: CheckedRules) -> String {
        let planned = nodes[node]
        let inputs = planned.inputs.map { $0.map { "#\($0)" } ?? "–" }
        func infix(_ symbol: String) -> String { inputs.joined(separator: " \(symbol) ") }
        func call(_ name: String) -> String { "\(name)(\(inputs.joined(separator: ", ")))" }
        switch planned.kind {
        case .literal(let literal): return literal.described(rules)
        case .column(let cell):
            return prefix(of: planned.source, rules) + rules.tables[cell.table].columns[cell.column].name
        case .arithmetic(let operation, _, _): return operation.symbol.map { infix($0) } ?? call("\(operation)")
        case .negative: return "-" + infix("")
        case .dateShift(_, _, let subtract): return infix(subtract ? "-" : "+")
        case .compareFigures(let comparison, _, _), .compareCodes(let comparison, _, _):
            return infix(comparison.symbol)
        case .sameColour(_, _, let negated): return infix(negated ? "differs in colour from" : "has the colour of")
        case .compareTexts(let comparison, _, _): return infix(comparison.symbol)
        case .compareTruths(_, _, let negated), .compareTargets(_, _, let negated): return infix(negated ? "!=" : "==")
        case .agrees: return infix("agrees with")
        case .and: return infix("and")
        case .or: return infix("or")
        case .not: return "not " + infix("")
        case .conditional: return "if \(inputs[0]) then \(inputs[1]) else \(inputs[2])"
        case .state(let test, _): return "\(infix("")) is \(test.described)"
        case .matches(_, let pattern): return "\(infix("")) matches /\(pattern.source)/"
        case .isIn: return "\(infix("")) in a list"
        case .asText: return call("text")
        case .asTarget: return call("target")
        case .direction: return call("direction")
        case .due(let scheme, _): return call("due of \(rules.schemes[scheme].name)")
        case .call(let function, _): return call(function.rawValue)
        case .aggregate:
            let number = aggregates[planned.aggregate].number
            let outer = inputs.filter { $0 != "–" }
            return "aggregate @\(number)" + (outer.isEmpty ? "" : " at \(outer.joined(separator: ", "))")
        }
    }

    /// Before a column's name which row it is of, where that is not the row itself.
    private func prefix(of source: Int, _ rules: CheckedRules) -> String {
        switch sources[source].kind {
        case .row: ""
        case .neighbour(let neighbour): "\(neighbour.rawValue)."
        case .joined(let of, let join, let key):
            prefix(of: of, rules) + "\(rules.joins[join].name)[\(key.map { "#\($0)" }.joined(separator: ", "))]."
        }
    }
}

extension Literal {
    fileprivate func described(_ rules: CheckedRules) -> String {
        switch self {
        case .figure(let figure): Quantities.text(of: figure)
        case .target(let text): "target \"\(text)\""
        case .text(let text): "\"\(text)\""
        case .date(let days): CalendarDate(days: days)?.text ?? "day \(days)"
        case .period(let code): Period(code: code).text(yearFrom: 1)
        case .truth(let truth): "\(truth)"
        case .choice(let label): "choice \(label)"
        case .status(let label): "status \(label)"
        case .duration(let length): "for \(length)"
        case .days(let table, let column):
            "days of \(rules.tables[table].name).\(rules.tables[table].columns[column].name)"
        case .unknown: "unknown"
        case .none: "nothing"
        }
    }
}

extension StateTest {
    fileprivate var described: String {
        switch self {
        case .known: "known"
        case .blank: "blank"
        case .isTrue: "true"
        case .isFalse: "false"
        case .approximate: "approximate"
        case .bounded: "bounded"
        case .colour(let colour): colour.name
        case .label(let label): "label \(label)"
        case .text(let text): "\"\(text)\""
        case .texts: "one of several texts"
        }
    }
}

extension Comparison {
    fileprivate var symbol: String {
        switch self {
        case .equal: "=="
        case .notEqual: "!="
        case .less: "<"
        case .lessOrEqual: "<="
        case .greater: ">"
        case .greaterOrEqual: ">="
        }
    }
}

extension TextComparison {
    fileprivate var symbol: String {
        switch self {
        case .equal: "=="
        case .notEqual: "!="
        case .contains: "contains"
        case .startsWith: "starts with"
        case .endsWith: "ends with"
        }
    }
}

extension Arithmetic {
    /// `nil` of what is written as a call.
    fileprivate var symbol: String? {
        switch self {
        case .add: "+"
        case .subtract: "-"
        case .multiply: "*"
        case .divide: "/"
        case .minimum, .maximum: nil
        }
    }
}
