// The outcome of each row for a rule.

import Checking
import Columns
package import Findings
package import Planning
import Quantities

extension RuleConditions {
    /// Counts the outcome of each row of an evaluator's batch that the rule is about, and keeps those that break it.
    func judge(
        _ evaluator: ExpressionEvaluator, scope: Mask, limit: Int, expired: Set<Int>, into board: inout OutcomeBoard,
        _ subject: (Int) -> RuleSubject
    ) {
        var notesRows = false
        switch evaluator.lookups.storedFigureTask {
        case .ask(let rows)?:
            if let asked = rows[rule] { keep(evaluator, scope: scope, asked: asked, into: &board, subject) }
            return
        case .note(let rules)?: notesRows = rules.contains(rule)
        case nil: break
        }
        var rows = scope
        if let condition {
            evaluator.noteJoins(of: conditionCells, scope)
            let placing = evaluator.placing(condition, conditionCells, among: scope)
            rows = placing.placed
            let unplaced = placing.unknown.bitCount
            if unplaced > 0 {
                board.update(rule) {
                    $0.undecided += unplaced
                    tallyUnplaced(placing.unknown, evaluator, into: &$0.undecidedBy)
                }
            }
        }
        guard !rows.isEmpty else { return }
        evaluator.noteJoins(of: cells, rows)
        var counts = board.take(rule)
        defer { board.put(counts, rule) }
        let outcomes = outcomes(evaluator, of: rows)
        counts.passed += outcomes.passed.bitCount
        counts.notApplicable += outcomes.notApplicable.bitCount
        if !outcomes.undecided.isEmpty {
            counts.undecided += outcomes.undecided.bitCount
            tally(outcomes.undecided, evaluator, into: &counts.undecidedBy)
        }
        let broken = outcomes.broken
        guard !broken.isEmpty else { return }
        counts.brokenRows += broken.bitCount
        if leastShare != nil {
            // What these rows come to is known once all have been seen (`settleShares`).
            broken.eachRow { row in
                guard counts.examples.count < RuleOutcomes.mostExamples, let number = subject(row).row else { return }
                // A group of many pairs is one example.
                if counts.examples.last == number { return }
                counts.examples.append(number)
            }
            return
        }
        var waived: [(index: Int, rows: Mask)] = []
        for waiver in waivers where !expired.contains(waiver.index) {
            waived.append(
                (waiver.index, waiver.condition.map { evaluator.isTrue($0) } ?? Mask(count: evaluator.count, all: true))
            )
        }
        let fails = requires.map { evaluator.isSettled(false, $0) }
        if waived.isEmpty, counts.violations.count >= limit, !notesRows {
            // Only the number is wanted: rows are not visited.
            for mask in fails { counts.findings += mask.intersection(broken).bitCount }
            return
        }
        broken.eachRow { row in
            let waiver = waived.first { $0.rows[row] }?.index
            if notesRows {
                let findings = waiver == nil ? fails.count { $0[row] } : 0
                counts.noted.append(BrokenRow(subject(row).row, findings: findings))
            }
            for (index, mask) in fails.enumerated() where mask[row] {
                if let waiver { board.use(waiver: waiver) }
                if counts.violations.count < limit {
                    counts.add(
                        RuleViolation(subject: subject(row), require: index, waiver: waiver), limit: limit)
                } else {
                    counts.findings += 1
                    if waiver != nil { counts.waived += 1 }
                }
            }
        }
    }

    /// The outcome of one row of an evaluator's batch; `nil` where the rule is not about it.
    package func outcome(_ evaluator: ExpressionEvaluator, row: Int) -> RowOutcome? {
        var rows = Mask(count: evaluator.count, all: true)
        if let condition {
            let placing = evaluator.placing(condition, conditionCells, among: rows)
            if placing.unknown[row] { return .undecided }
            rows = placing.placed
        }
        guard rows[row] else { return nil }
        let outcomes = outcomes(evaluator, of: rows)
        if outcomes.broken[row] { return .broken }
        return outcomes.passed[row] ? .passed : outcomes.notApplicable[row] ? .notApplicable : .undecided
    }

    /// The outcome of each of some rows of an evaluator's batch: every row is in one of the four sets.
    func outcomes(_ evaluator: ExpressionEvaluator, of rows: Mask) -> RowOutcomes {
        var outcomes = RowOutcomes(count: evaluator.count)
        var open = rows
        if let faults = evaluator.faults(cells, ofAbsent: false) {
            outcomes.undecided = open.intersection(faults)
            open.subtract(faults)
        }
        var applies = open
        for when in whens {
            outcomes.notApplicable.formUnion(evaluator.isSettled(false, when))
            applies.formIntersection(evaluator.isSettled(true, when))
        }
        outcomes.notApplicable.formIntersection(open)
        outcomes.undecided.formUnion(open.subtracting(outcomes.notApplicable).subtracting(applies))
        guard !applies.isEmpty else { return outcomes }
        outcomes.passed = applies
        for require in requires {
            outcomes.passed.formIntersection(evaluator.isSettled(true, require))
            outcomes.broken.formUnion(evaluator.isSettled(false, require))
        }
        outcomes.broken.formIntersection(applies)
        outcomes.undecided.formUnion(applies.subtracting(outcomes.passed).subtracting(outcomes.broken))
        return outcomes
    }
}

extension ExpressionEvaluator {
    /// Which of some rows a rule is about by its `where`: those for which it is true, and those for which are unknown.
    /// Of these some are so for a faulty cell: whatever it asks of one (`is known`) may be otherwise.
    func placing(
        _ condition: NodeID, _ cells: [SourceCell], among rows: Mask
    ) -> (placed: Mask, unknown: Mask, faulty: Mask) {
        var placed = rows.intersection(isSettled(true, condition))
        var unknown = rows.subtracting(placed).subtracting(isSettled(false, condition))
        var faulty = Mask(count: count)
        if let faults = faults(cells, ofAbsent: false), !faults.intersection(rows).isEmpty,
            let open = unsettled(condition, by: .faults)
        {
            faulty = open.intersection(rows)
            placed.subtract(faulty)
            unknown.formUnion(faulty)
        }
        return (placed, unknown, faulty)
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
