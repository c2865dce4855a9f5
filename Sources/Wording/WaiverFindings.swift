// Findings about the waivers themselves, and the waivers of other findings.

import Catalog
import Checking
import Evaluation
import Findings
import Quantities

extension Judgement {
    /// Findings about the waivers themselves, with their counts.
    func waiverFindings(_ counts: inout [RuleOutcomeCounts]) -> [Finding] {
        var findings: [Finding] = []
        for (index, waiver) in rules.waivers.enumerated() {
            let kind: BuiltInFinding
            let message: String
            let help: String
            if expiredWaivers.contains(index) {
                kind = .expiredWaiver
                let until = waiver.until.flatMap { CalendarDate(days: $0)?.text } ?? "its last day"
                message = "the waiver of \(waiver.rule) ended on \(until)"
                help = "put the return right, or give the waiver a new end and a reason that still holds"
            } else if waiver.isUnknownRule {
                kind = .unusedWaiver
                message = "there is no rule \(waiver.rule) to waive"
                help = waiver.nearestRule.map { "did you mean \($0)?" } ?? "take the waiver out"
            } else if board.waiverUses[index] == nil, !waiver.lacksReason, couldApply(waiver) {
                kind = .unusedWaiver
                message = "the waiver of \(waiver.rule) matches no finding"
                help = "take it out if the return was put right, or correct its condition"
            } else {
                continue
            }
            if rules.structural.isOff(kind) { continue }
            let found = FindingLocation(waiver.span)
            findings.append(
                Finding(
                    rule: kind.rawValue, severity: severity(of: kind), message: message, help: help, location: found,
                    values: [NamedText("waive", waiver.rule)],
                    fingerprint: FindingIdentity(rule: kind.rawValue, table: nil, part: [waiver.rule], row: []).digest,
                    ruleLocation: RuleLocation(waiver.span)))
            if let entry = counts.firstIndex(where: { $0.rule == kind.rawValue }) {
                counts[entry].broken += 1
                counts[entry].findings += 1
            } else {
                counts.append(
                    RuleOutcomeCounts(
                        rule: kind.rawValue, severity: severity(of: kind), table: nil, isStructural: true, broken: 1))
            }
        }
        return findings
    }

    /// Whether the findings that a waiver waives were looked for in this run.
    private func couldApply(_ waiver: CheckedWaiver) -> Bool {
        // What it waives may be in a file that could not be read, or be undecided because of one.
        if tablesAskedFor(waiver).contains(where: isIncomplete(table:)) { return false }
        if BuiltInFinding(rawValue: waiver.rule) != nil {
            return waiver.conditions.contains { isBound($0.table) }
        }
        // A rule that applies to no table matches nothing, whatever the returns hold.
        if rules.idle.contains(where: { $0.name == waiver.rule }) {
            return rules.tables.indices.contains(where: isBound)
        }
        return rules.rules.contains { $0.name == waiver.rule && isBound($0.scope.table) }
    }

    /// The tables that decide whether a waiver waives anything.
    private func tablesAskedFor(_ waiver: CheckedWaiver) -> Set<Int> {
        var tables: Set<Int> = []
        for (table, condition) in waiver.conditions {
            tables.insert(table)
            condition?.visit { part in
                switch part.kind {
                case .column(let cell): tables.insert(cell.table)
                case .aggregate(let aggregate): tables.insert(aggregate.table)
                default: return
                }
            }
            // A structural finding may be about joined rows.
            for join in rules.tables[table].joins { tables.insert(rules.joins[join].table) }
        }
        for rule in rules.rules where rule.name == waiver.rule { tables.formUnion(rule.tablesAskedFor) }
        return tables
    }

    /// A waiver as findings carry it.
    func findingWaiver(_ index: Int) -> FindingWaiver? {
        guard rules.waivers.indices.contains(index) else { return nil }
        let waiver = rules.waivers[index]
        return FindingWaiver(
            because: waiver.reason, until: waiver.until.flatMap { CalendarDate(days: $0)?.text },
            location: RuleLocation(waiver.span))
    }
}
