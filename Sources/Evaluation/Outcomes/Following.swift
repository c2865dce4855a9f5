// Tracing one rule through some rows: which rows, and their outcomes.

import Checking
import Columns
package import Findings
import Planning
import Quantities

/// The rows through which a rule is traced.
package enum FollowedRows: Sendable {
    case all
    /// Rows in which these columns of the rule's table, by index, print these texts, ignoring case.
    case matching([(column: Int, text: String)])
    /// Rows that break it.
    case broken
}

/// The rule that is traced, and through which rows.
package struct TraceSelection {
    package var rule: Int
    /// Numbers of rows; `nil` is all.
    package var rows: Set<Int>?
    var onlyBroken: Bool
}

/// A row through which a rule is traced, with its outcome.
package struct TracedRow {
    package var subject: RuleSubject
    package var outcome: RowOutcome
    /// For each require whether it holds of the row, `nil` where that is not known; empty where a faulty cell leaves
    /// the row undecided.
    var holds: [Bool?] = []
}

extension RuleConditions {
    /// Records the traced rows among some that are undecided before they are judged.
    func noteUndecided(
        _ rows: Mask, of evaluator: ExpressionEvaluator, into board: inout OutcomeBoard, _ subject: (Int) -> RuleSubject
    ) {
        guard let selection = evaluator.lookups.traced, selection.rule == rule, !selection.onlyBroken else { return }
        rows.eachRow { row in
            let found = subject(row)
            if let wanted = selection.rows {
                guard let row = found.row, wanted.contains(row) else { return }
            }
            board.traced.append(TracedRow(subject: found, outcome: .undecided))
        }
    }

    /// Records the outcomes of the traced rows; does nothing for another rule.
    func trace(
        _ evaluator: ExpressionEvaluator, scope: Mask, groups: Set<Int32>? = nil, into board: inout OutcomeBoard,
        _ subject: (Int) -> RuleSubject
    ) {
        guard let selection = evaluator.lookups.traced, selection.rule == rule else { return }
        var rows = scope
        var unplaced = Mask(count: evaluator.count)
        if let condition {
            let placing = evaluator.placing(condition, conditionCells, among: rows)
            (rows, unplaced) = (placing.placed, placing.unknown)
        }
        let outcomes = outcomes(evaluator, of: rows)
        rows.formUnion(unplaced)
        let faulty = evaluator.faults(cells, ofAbsent: false)
        rows.eachRow { row in
            let found = subject(row)
            if let groups {
                guard let group = found.group, groups.contains(group) else { return }
            } else if let wanted = selection.rows {
                guard let row = found.row, wanted.contains(row) else { return }
            }
            let outcome: RowOutcome =
                outcomes.broken[row]
                ? .broken
                : outcomes.passed[row] ? .passed : outcomes.notApplicable[row] ? .notApplicable : .undecided
            if selection.onlyBroken, outcome != .broken { return }
            var traced = TracedRow(subject: found, outcome: outcome)
            if !(faulty?[row] ?? false) {
                traced.holds = requires.map { require in
                    let truths = evaluator.truths(require)
                    if evaluator.unsettled(require, by: .absentRows)?[row] ?? false { return nil }
                    return truths.isTrue(row) ? true : truths.isFalse(row) ? false : nil
                }
            }
            board.traced.append(traced)
        }
    }
}
