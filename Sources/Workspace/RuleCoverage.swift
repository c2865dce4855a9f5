// Which tables no rule is about, and which columns the rules for any table miss in them.

import Catalog
import Checking
import Evaluation
import Findings

extension RuleSet {
    /// Those of some tables that rules are about, with the rules.
    func rulesOfTables(_ wanted: Set<Int>) -> [UnreadTable] {
        var names: [Int: [String]] = [:]
        for rule in rules {
            let table = base(ofTable: rule.scope.table)
            if wanted.contains(table) { names[table, default: []].append(rule.name) }
        }
        return names.sorted { $0.key < $1.key }.map { table, rules in
            UnreadTable(table: tables[table].name, rules: rules, ruleLocation: RuleLocation(tables[table].span))
        }
    }

    /// Optional tables without a file, with the rules about them.
    func absentTables(_ absent: Set<Int>) -> [UnreadTable] {
        let asked = Dictionary(uniqueKeysWithValues: rulesOfTables(absent).map { ($0.table, $0.rules) })
        return absent.sorted().map { index in
            let table = tables[index]
            return UnreadTable(
                table: table.name, rules: asked[table.name] ?? [], ruleLocation: RuleLocation(table.span),
                absent: table.source.pattern)
        }
    }

    /// The tables in which rows of others are looked up, and that no rule is about.
    var registers: Set<String> {
        Set(Set(joins.map(\.table)).subtracting(rules.map(\.scope.table)).map { tables[$0].name })
    }

    /// The tables among those read of which only the form of cells was checked: no rule is about them or about a table
    /// that joins or counts them, and no totals of theirs are held against their rows.
    func tablesWithoutRules(among read: Set<String>) -> [FormOnlyTable] {
        var used: Set<Int> = []
        var waiting = Set(rules.map(\.scope.table))
        for rule in rules { waiting.formUnion(rule.tablesAskedFor) }
        if !structural.isOff(.totalDisagrees) {
            waiting.formUnion(tables.indices.filter { tables[$0].totals?.sums.isEmpty == false })
        }
        while let table = waiting.popFirst() {
            guard used.insert(table).inserted else { continue }
            waiting.insert(base(ofTable: table))
            for join in tables[table].joins { waiting.insert(joins[join].table) }
        }
        return tables.indices.filter {
            !used.contains($0) && read.contains(tables[$0].name) && tables[$0].derivation == nil
        }.map { index in
            let table = tables[index]
            let names = Set(table.columns.map(\.name) + table.lets.map(\.name))
            var missing: [String: Int] = [:]
            var order: [String] = []
            var asking: Set<String> = []
            for rule in general {
                for column in rule.columns where !names.contains(column) {
                    if missing[column] == nil { order.append(column) }
                    missing[column, default: 0] += 1
                    asking.insert(rule.file)
                }
            }
            let wanted = order.enumerated().sorted {
                (missing[$1.element, default: 0], $0.offset) < (missing[$0.element, default: 0], $1.offset)
            }
            return FormOnlyTable(
                table: table.name, wanted: wanted.map(\.element), isWantedByStandard: asking == [standardPackName])
        }
    }
}
