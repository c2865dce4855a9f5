// Which rows and columns the findings of some violations show.

import Catalog
import Checking
import Columns
import Evaluation
import Planning

extension WantedRows {
    /// Adds the rows that violations of a rule refer to, with the cells that its findings point at.
    mutating func add(_ violations: [RuleViolation], of rule: Int, _ judgement: Judgement) {
        let checked = judgement.rules.rules[rule]
        var neighbours: Set<Neighbour> = []
        for source in judgement.plan.reports[rule]?.graph.sources ?? [] {
            if case .neighbour(let neighbour) = source.kind { neighbours.insert(neighbour) }
        }
        let set = set(of: Set(checked.pointed.filter { $0.table == checked.scope.table }.map(\.column)))
        for violation in violations {
            if let row = violation.subject.row { add(row, set: set) }
            guard let beside = violation.subject.neighbours else { continue }
            for neighbour in neighbours {
                if let row = beside[neighbour] { add(row, set: set) }
            }
        }
    }

    /// Adds the rows that structural faults are in or refer to.
    mutating func add(_ violations: [StructuralViolation], of entry: StructuralEntry, _ judgement: Judgement) {
        let rules = judgement.rules
        var columns: Set<Int> = []
        if let column = entry.column { columns.insert(column) }
        if entry.column == nil, entry.finding == .duplicateKey {
            columns.formUnion(rules.tables[entry.table].readKey)
        }
        if entry.finding == .unknownReference {
            for join in rules.tables[entry.table].joins {
                columns.formUnion(rules.joins[join].hereColumns.compactMap { $0 })
            }
        }
        let set = set(of: columns)
        for violation in violations {
            if let row = violation.row {
                add(row, set: set)
                if entry.column == nil, let field = violation.fault.field { add(row, field: field) }
            }
            if let related = violation.fault.related { add(related, set: set) }
        }
    }
}

extension Judgement {
    /// By table the columns that findings show or compute with: its key, and what broken rules and found faults refer
    /// to.
    func shownColumns() -> [Set<Int>] {
        var columns = rules.tables.map { checked in
            var own = Set(checked.readKey)
            // Rows without a key are identified by all of their cells, whatever rules there are.
            if checked.columns.count <= (own.isEmpty ? 200 : 4) { own.formUnion(checked.columns.indices) }
            own.formUnion([checked.label, checked.owner].compactMap { $0 })
            for join in checked.joins { own.formUnion(rules.joins[join].hereColumns.compactMap { $0 }) }
            return own
        }
        for rule in board.rules.keys {
            let cited = rules.rules[rule]
            for cell in cited.pointed + (cited.pairs?.cells ?? []) { columns[cell.table].insert(cell.column) }
            if storedFigures != nil {
                for cell in rules.usedCells(of: cited) where cell.row == .row {
                    columns[cell.table].insert(cell.column)
                }
            }
            guard let graph = plan.reports[rule]?.graph else { continue }
            for (source, made) in graph.sources.enumerated() {
                if case .joined = made.kind { continue }
                let used = graph.columns(of: source)
                columns[cited.scope.table].formUnion(used.read)
                columns[cited.scope.table].formUnion(used.printed)
            }
        }
        for entry in board.structural.keys {
            if let column = entry.column { columns[entry.table].insert(column) }
            // It may be at any cell, so all columns are shown; for very wide tables the key alone.
            if entry.column == nil, entry.finding.standsInText, rules.tables[entry.table].columns.count <= 200 {
                columns[entry.table].formUnion(rules.tables[entry.table].columns.indices)
            }
        }
        // A stored figure is shown where its cell is.
        for table in columns.indices {
            columns[table].formUnion(columns[table].map { rules.tables[table].declaredColumn($0) })
        }
        return columns
    }
}

extension CheckedRule {
    /// The cells that its findings point at or fix.
    var pointed: [CellReference] { places + requires.flatMap(\.places) + fixes.map(\.cell) }
}

extension CheckedTable {
    /// The columns of its key that are read, in the key's order.
    var readKey: [Int] {
        key.compactMap { column in
            if case .column(let index) = column { index } else { nil }
        }
    }
}
