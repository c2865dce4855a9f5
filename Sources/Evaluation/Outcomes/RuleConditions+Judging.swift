// The outcome of each row for a rule.

import Checking
import Columns
import Planning
import Quantities

extension RuleConditions {
    /// Counts the outcome of each row of an evaluator's batch that the rule is about, and keeps those that break it.
    func judge(
        _ evaluator: ExpressionEvaluator, scope: Mask, limit: Int, expired: Set<Int>, into board: inout OutcomeBoard,
        _ subject: (Int) -> RuleSubject
    ) {
        var rows = scope
        if let condition {
            evaluator.noteJoins(of: conditionCells, scope)
            rows.formIntersection(evaluator.isTrue(condition))
            let unplaced = scope.subtracting(rows).subtracting(evaluator.isFalse(condition)).bitCount
            if unplaced > 0 { board.update(rule) { $0.undecided += unplaced } }
        }
        guard !rows.isEmpty else { return }
        evaluator.noteJoins(of: cells, rows)
        var tally = board.take(rule)
        defer { board.put(tally, rule) }
        let outcomes = outcomes(evaluator, of: rows)
        tally.passed += outcomes.passed.bitCount
        tally.notApplicable += outcomes.notApplicable.bitCount
        tally.undecided += outcomes.undecided.bitCount
        let broken = outcomes.broken
        guard !broken.isEmpty else { return }
        tally.brokenRows += broken.bitCount
        var waived: [(index: Int, rows: Mask)] = []
        for waiver in waivers where !expired.contains(waiver.index) {
            waived.append(
                (waiver.index, waiver.condition.map { evaluator.isTrue($0) } ?? Mask(count: evaluator.count, all: true))
            )
        }
        let fails = requires.map { evaluator.isFalse($0) }
        if waived.isEmpty, tally.violations.count >= limit {
            // Only the number is wanted: no row is looked at.
            for mask in fails { tally.findings += mask.intersection(broken).bitCount }
            return
        }
        broken.eachRow { row in
            let waiver = waived.first { $0.rows[row] }?.index
            for (index, mask) in fails.enumerated() where mask[row] {
                if let waiver { board.use(waiver: waiver) }
                if tally.violations.count < limit {
                    tally.add(
                        RuleViolation(subject: subject(row), require: index, waiver: waiver), limit: limit)
                } else {
                    tally.findings += 1
                    if waiver != nil { tally.waived += 1 }
                }
            }
        }
    }

    /// What each of some rows of an evaluator's batch comes to: every row is in one of the four sets.
    func outcomes(_ evaluator: ExpressionEvaluator, of rows: Mask) -> RowOutcomes {
        var outcomes = RowOutcomes(count: evaluator.count)
        var open = rows
        if let faults = evaluator.faults(cells) {
            outcomes.undecided = open.intersection(faults)
            open.subtract(faults)
        }
        var applies = open
        for when in whens {
            outcomes.notApplicable.formUnion(evaluator.isFalse(when))
            applies.formIntersection(evaluator.isTrue(when))
        }
        outcomes.notApplicable.formIntersection(open)
        outcomes.undecided.formUnion(open.subtracting(outcomes.notApplicable).subtracting(applies))
        guard !applies.isEmpty else { return outcomes }
        outcomes.passed = applies
        for require in requires {
            outcomes.passed.formIntersection(evaluator.isTrue(require))
            outcomes.broken.formUnion(evaluator.isFalse(require))
        }
        outcomes.broken.formIntersection(applies)
        outcomes.undecided.formUnion(applies.subtracting(outcomes.passed).subtracting(outcomes.broken))
        return outcomes
    }
}

/// The rows of a batch by what a rule says of them.
struct RowOutcomes {
    var passed: Mask
    var broken: Mask
    var undecided: Mask
    var notApplicable: Mask

    init(count: Int) {
        passed = Mask(count: count)
        broken = Mask(count: count)
        undecided = Mask(count: count)
        notApplicable = Mask(count: count)
    }
}
