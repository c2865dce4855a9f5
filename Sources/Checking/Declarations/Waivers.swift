// Waivers: their conditions are typed for every table that has the columns.

import Catalog
import Diagnostics
import Syntax

extension Checker {
    func checkWaivers() {
        // The instances of a rule are next to each other, one for each of its tables.
        for rule in rules.rules where tablesByRule[rule.name]?.last != rule.scope.table {
            tablesByRule[rule.name, default: []].append(rule.scope.table)
        }
        allTables = Array(tableEntries.indices)
        for loaded in files {
            for declaration in loaded.tree.declarations {
                guard case .waive(let waiver) = declaration.kind else { continue }
                check(waiver, SourceSpan(loaded.source, declaration.range), in: loaded.source)
            }
        }
    }

    private func check(_ waiver: WaiveDeclaration, _ span: SourceSpan, in file: SourceFile) {
        let name = waiver.rule.text
        let isKnown = rulesByName[name] != nil || BuiltInFinding(rawValue: name) != nil
        let lacksReason = waiver.reason.map { trimmed($0.text).isEmpty } ?? false
        if lacksReason, let reason = waiver.reason {
            warn(
                "missing-reason", "a waiver says why it is given: this one waives nothing",
                at: SourceSpan(file, reason.range),
                help: "write the reason between the quotes; until then the check fails")
        }
        use(ruleOrFinding(name), waiver.rule, in: file)
        let tables = tablesOf(name)
        var conditions: [(table: Int, condition: TypedExpression?)] = tables.map { ($0, nil) }
        if let written = waiver.condition {
            var region = NameRegion(written.range, .tables(tables))
            if let pairs = pairsByRule[name], let row = joinSymbols[pairs.join] {
                region.joins.append((row, pairs.table))
            }
            symbols.add(region, of: file)
            conditions = fitting(written, tables, of: name, in: file)
            if conditions.isEmpty {
                recordNames(written, in: file)
                reportMisfit(written, tables, name, in: file)
            } else if isAboutNoRow(name) {
                warn(
                    "waiver-without-row", "findings of `\(name)` are about no row, so that no condition holds of them",
                    at: SourceSpan(file, written.range), help: "leave out `where` and what follows it, up to `because`")
            }
        }
        rules.waivers.append(
            CheckedWaiver(
                rule: name, conditions: lacksReason ? [] : conditions, until: waiver.until?.days,
                reason: waiver.reason?.text ?? "", span: span, lacksReason: lacksReason, isUnknownRule: !isKnown,
                nearestRule: isKnown || !looksForNearest ? nil : nearestName(to: name, in: ruleNames)))
    }

    /// Whether a rule has one finding for all its rows, or is about none.
    private func isAboutNoRow(_ name: String) -> Bool {
        let own = rules.rules.filter { $0.name == name }
        return !own.isEmpty
            && own.allSatisfy { rule in
                if case .once = rule.scope { true } else { rule.leastShare != nil }
            }
    }

    /// The tables that findings of a rule can be about; all where it is a structural finding or unknown.
    private func tablesOf(_ rule: String) -> [Int] {
        guard rulesByName[rule] != nil else { return allTables }
        let found = tablesByRule[rule] ?? []
        // A rule that is off or fits no table: its waiver is unused, whatever its condition.
        return found.isEmpty ? allTables : found
    }

    private func fitting(
        _ condition: Syntax.Expression, _ tables: [Int], of rule: String, in file: SourceFile
    ) -> [(table: Int, condition: TypedExpression?)] {
        let names = bareNames(condition)
        var fitting: [(table: Int, condition: TypedExpression?)] = []
        for table in tables {
            var scope = Scope(.table(table), file: file, aggregateBar: "a waiver")
            scope.isLenient = true
            // A pair may be waived by the row beside the group.
            if let join = pairsByRule[rule]?.join { scope.joins[rules.joins[join].name] = join }
            let hasAll = names.allSatisfy { name in
                if case .missing = column(name, ofTable: table, row: .row) { return constants[name] != nil }
                return true
            }
            guard hasAll else { continue }
            if let typed = self.condition(condition, in: scope) { fitting.append((table, typed.expression)) }
        }
        return fitting
    }

    /// Records, for a condition that fits no table, the columns of all tables that its names could be; in hostile files
    /// only for the first such waivers.
    private func recordNames(_ condition: Syntax.Expression, in file: SourceFile) {
        for case .name(nil, let name) in condition.leaves where misfitBudget > 0 {
            misfitBudget -= tableEntries.count
            for table in tableEntries.indices {
                if case .value(let operand) = column(name.text, ofTable: table, row: .row) {
                    use(operand.symbol, name, in: file)
                }
            }
        }
    }

    private func bareNames(_ condition: Syntax.Expression) -> Set<String> {
        var names: Set<String> = []
        for case .name(nil, let name) in condition.leaves { names.insert(name.text) }
        return names
    }

    private func reportMisfit(_ condition: Syntax.Expression, _ tables: [Int], _ rule: String, in file: SourceFile) {
        // Where one table has all the names, typing the condition reported the fault.
        let all = tables.flatMap { columnNames(ofTable: $0) }
        let known = Set(all)
        for case .name(nil, let name) in condition.leaves
        where !known.contains(name.text) && constants[name.text] == nil {
            guard tableEntries.indices.contains(where: { columnNames(ofTable: $0).contains(name.text) }) else {
                return unknownName(
                    "unknown-column", "no table has a column `\(name.text)`", name, in: file, among: all)
            }
            let near = nearestName(to: name.text, in: all)
            warn(
                "waiver-without-table", "no table that `\(rule)` is about has a column `\(name.text)`",
                at: SourceSpan(file, name.range),
                help: near.map { "did you mean `\($0)`?" } ?? "the waiver never matches")
            return
        }
        guard
            !tables.contains(where: { table in
                Set(columnNames(ofTable: table)).isSuperset(of: bareNames(condition).subtracting(constants.keys))
            })
        else { return }
        warn(
            "waiver-without-table", "no table that `\(rule)` is about has all these columns",
            at: SourceSpan(file, condition.range), help: "the waiver never matches")
    }
}
