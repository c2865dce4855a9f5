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
}
