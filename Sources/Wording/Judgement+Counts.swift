// A judgement's counts for reports.

import Catalog
import Checking
import Evaluation
import Findings

extension Judgement {
    /// A count for each rule of a table that was read, then for each structural finding that was found.
    func counts() -> [RuleOutcomeCounts] {
        var counts: [RuleOutcomeCounts] = []
        for (index, rule) in rules.rules.enumerated() where isBound(rule.scope.table) {
            let found = board.rules[index] ?? RuleOutcomes()
            var count = RuleOutcomeCounts(
                rule: rule.name, severity: rule.severity, table: rules.tables[rule.scope.table].name, title: rule.title,
                ruleLocation: RuleLocation(rule.nameSpan), passed: found.passed, broken: found.brokenRows,
                undecided: found.undecided, notApplicable: found.notApplicable, findings: found.findings,
                waived: found.waived)
            count.baselined = 0
            count.undecidedBecause = reasons(found.undecidedBy)
            if rule.severity == .error { count.asQueries = found.findingsKeptByStored }
            counts.append(count)
        }
        let sorted = board.structural.filter { $0.value.findings > 0 }.sorted { left, right in
            let (left, right) = (left.key, right.key)
            return (left.table, left.finding.rawValue, left.column ?? -1)
                < (right.table, right.finding.rawValue, right.column ?? -1)
        }
        for (entry, found) in sorted {
            let table = rules.tables[entry.table]
            counts.append(
                RuleOutcomeCounts(
                    rule: entry.finding.rawValue, severity: severity(of: entry.finding), table: table.name,
                    column: entry.column.map { table.columns[$0].name }, isStructural: true,
                    broken: found.findings, waived: found.waived))
        }
        return counts
    }

    /// What was lacking, by the names of tables and the headers of columns; the most frequent first.
    private func reasons(_ tally: UndecidedTally) -> [UndecidedReason] {
        tally.rows.sorted { one, other in
            if one.value != other.value { return one.value > other.value }
            let (left, right) = (one.key, other.key)
            return (left.table ?? -1, left.column ?? -1, left.cause.rawValue, left.isOfNeighbour ? 1 : 0)
                < (right.table ?? -1, right.column ?? -1, right.cause.rawValue, right.isOfNeighbour ? 1 : 0)
        }.map { key, rows in
            let table = key.table.map { rules.tables[$0] }
            let column = key.column.flatMap { table?.columns[$0] }
            var title: String?
            if let index = key.table, let table, let column = key.column {
                title = ReportedRows.titles(of: [column], table, inputs[index].files)[column]
            }
            return UndecidedReason(
                key.cause, table: table?.name, column: title ?? column?.name,
                isOfNeighbour: key.isOfNeighbour, rows: rows)
        }
    }
}
