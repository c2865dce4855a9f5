// Rows that add up others: a table of their own beside the one in whose files they stand.

import Diagnostics
import Syntax

extension Checker {
    /// Enters a table of total rows for each table that has some.
    func declareTablesOfTotals() {
        for base in tableEntries.indices
        where tableEntries[base].declaration.totals != nil && tableEntries[base].derivation == nil {
            var entry = tableEntries[base]
            entry.declaration = entry.declaration.ofTotals
            entry.derivation = .totals(of: base)
            guard tablesByName[entry.declaration.name.text] == nil else {
                let name = tableEntries[base].declaration.name
                error(
                    "duplicate-name", "there are two tables `\(entry.declaration.name.text)`",
                    at: SourceSpan(file(of: entry.origin), name.range), help: "choose another name")
                continue
            }
            tablesByName[entry.declaration.name.text] = tableEntries.count
            tableEntries.append(entry)
        }
    }

    /// The symbols of a table's columns and computed columns become those of a table that is made of it.
    func takeSymbols(ofTable base: Int, forTable table: Int) {
        let own = tableEntries[base]
        tableEntries[table].columnSymbols = own.columnSymbols
        tableEntries[table].letSymbols = own.letSymbols
        tableEntries[table].brokenSymbols = own.brokenSymbols
        tableEntries[table].labelSymbols = own.labelSymbols
    }

    /// Whether a table holds the total rows of another one.
    func isOfTotals(_ table: Int) -> Bool {
        if case .totals? = tableEntries[table].derivation { true } else { false }
    }

    /// Types which rows of a table add up others, and what of them must agree with their parts.
    func checkTotals(ofTable table: Int) {
        let entry = tableEntries[table]
        switch entry.derivation {
        case .unpivoted?, .searched?: return leaveTotalsOut(ofTable: table)
        case .totals?, nil: break
        }
        guard let line = entry.declaration.totals,
            let rows = tablesByName[entry.declaration.name.ofTotals.text],
            tableEntries[rows].derivation == .totals(of: table)
        else { return }
        let file = file(of: entry.origin)
        func condition(ofTable table: Int) -> TypedExpression? {
            let scope = scope(ofTable: table, letLimit: nil, bar: "`total rows`")
            return self.condition(line.condition, in: scope)?.expression
        }
        guard let own = condition(ofTable: table) else { return }
        guard own.cells.allSatisfy({ $0.row == .row }) else {
            error(
                "joined-key", "a joined table cannot say which rows add up others",
                at: SourceSpan(file, line.condition.range), help: "such rows are known by the table's own cells")
            return
        }
        silence += 1
        let other = condition(ofTable: rows)
        silence -= 1
        guard let other else { return }
        var totals = CheckedTotals(condition: own, conditionOfTotals: other, table: rows)
        totals.areAbove = line.above != nil
        totals.by = line.by.compactMap {
            ownColumn($0, ofTable: table, in: file, "what a total has in common with its parts")
        }
        for name in line.sums {
            guard let column = ownColumn(name, ofTable: table, in: file, "a total") else { continue }
            guard case .column(let index) = column, case .figure = rules.tables[table].columns[index].type else {
                error(
                    "wrong-type", "`\(name.text)` is no column of figures that is read",
                    at: SourceSpan(file, name.range),
                    help: "`sums` names columns of figures; a computed one is for a rule of your own")
                continue
            }
            guard !totals.sums.contains(index) else {
                error("duplicate-name", "`sums` names `\(name.text)` twice", at: SourceSpan(file, name.range))
                continue
            }
            totals.sums.append(index)
        }
        if totals.sums.isEmpty, let idle = line.above ?? line.by.first?.range {
            error(
                "idle-option", "without `sums` nothing depends on where parts of a total stand",
                at: SourceSpan(file, idle), help: "name the columns that add up: `sums spent`")
        }
        rules.tables[table].totals = totals
    }

    /// A table that is made of another one has no rows that add up others.
    private func leaveTotalsOut(ofTable table: Int) {
        guard let line = tableEntries[table].declaration.totals else { return }
        silence += 1
        let condition = self.condition(line.condition, in: scope(ofTable: table, letLimit: nil, bar: "`total rows`"))
        silence -= 1
        guard let condition = condition?.expression else { return }
        rules.tables[table].totals = CheckedTotals(condition: condition, conditionOfTotals: condition, table: table)
    }

    /// Reports that a table has no total rows, where these are named and the table is known.
    func reportLackOfTotals(_ name: Name, in file: SourceFile) -> Bool {
        guard let base = name.withoutTotals else { return false }
        guard let table = tablesByName[base] else {
            unknownName(
                "unknown-table", "there is no table `\(base)`", Name(base, name.range), in: file,
                among: tableEntries.filter { $0.derivation == nil }.map(\.declaration.name.text))
            return true
        }
        error(
            "unknown-table", "table \(tableName(table)) does not say which of its rows are totals",
            at: SourceSpan(file, name.range),
            help: "add to the table the line `total rows where …`, such as `total rows where service is \"Total\"`")
        return true
    }
}

extension TableDeclaration {
    /// The table of its total rows: it has the same columns, of which nothing more is asked than what they say.
    fileprivate var ofTotals: TableDeclaration {
        var copy = self
        copy.name = name.ofTotals
        copy.totals = nil
        copy.series = nil
        for index in copy.joins.indices { copy.joins[index].isRequired = false }
        for index in copy.columns.indices {
            copy.columns[index].modifiers.removeAll { modifier in
                switch modifier.kind {
                case .required, .unique, .numbered, .matches, .between: true
                default: false
                }
            }
        }
        return copy
    }
}
