// Following one rule through some rows: which rows, and what became of them.

import Checking
import Columns
package import Findings
import Planning
import Quantities

/// Which rows a rule is followed through.
package enum FollowedRows: Sendable {
    case all
    /// Rows in which these columns of the rule's table, by index, print these texts, ignoring case.
    case matching([(column: Int, text: String)])
    /// Rows that break it.
    case broken
}

/// The rule that is being followed, and through which rows.
package struct TraceSelection {
    package var rule: Int
    /// Numbers of rows; `nil` is all.
    package var rows: Set<Int>?
    var onlyBroken: Bool
}

/// A row of a rule that is being followed.
package struct TracedRow {
    package var subject: RuleSubject
    package var outcome: RowOutcome
}

extension RuleConditions {
    /// Notes that some rows are undecided before they are judged, those of them that are followed.
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

    /// Notes what became of the rows that are followed; nothing where it is another rule.
    func trace(
        _ evaluator: ExpressionEvaluator, scope: Mask, groups: Set<Int32>? = nil, into board: inout OutcomeBoard,
        _ subject: (Int) -> RuleSubject
    ) {
        guard let selection = evaluator.lookups.traced, selection.rule == rule else { return }
        var rows = scope
        var unplaced = Mask(count: evaluator.count)
        if let condition {
            unplaced = rows.subtracting(evaluator.isTrue(condition)).subtracting(evaluator.isFalse(condition))
            rows.formIntersection(evaluator.isTrue(condition))
        }
        let outcomes = outcomes(evaluator, of: rows)
        rows.formUnion(unplaced)
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
            board.traced.append(TracedRow(subject: found, outcome: outcome))
        }
    }
}
