// A rule's conditions as nodes of a plan, and the outcome of each row.

import Checking
import Quantities

/// The nodes of one rule in a plan over the rows that it is about.
struct RulePlan {
    let rule: Int
    /// `for … where`: rows for which it is false are none of the rule's; those for which it is unknown are undecided.
    let condition: NodeID?
    let conditionCells: [PlanCell]
    let whens: [NodeID]
    let requires: [NodeID]
    /// The cells that the rule uses: a row in which one is faulty is undecided.
    let cells: [PlanCell]
    /// Waivers of the rule for this table, by their index, with their conditions.
    let waivers: [(index: Int, condition: NodeID?)]
}

extension RulePlan {
    /// Puts a rule's conditions into a plan.
    init(_ index: Int, plan: inout Plan, context: PlanContext, includesCondition: Bool) {
        let rules = context.rules
        let checked = rules.rules[index]
        context.rule = index
        rule = index
        var condition: NodeID?
        if case .rows(_, let expression?, _) = checked.scope, includesCondition {
            condition = plan.add(expression, context: context)
        }
        self.condition = condition
        conditionCells = condition.map { Array(plan.cells(of: $0)) } ?? []
        whens = checked.whens.map { plan.add($0, context: context) }
        requires = checked.requires.map { plan.add($0.condition, context: context) }
        var cells: Set<PlanCell> = []
        for node in whens + requires { cells.formUnion(plan.cells(of: node)) }
        self.cells = cells.sorted { ($0.source, $0.column) < ($1.source, $1.column) }
        var waivers: [(index: Int, condition: NodeID?)] = []
        for number in context.waivers[checked.name] ?? [] {
            let waiver = rules.waivers[number]
            guard let match = waiver.conditions.first(where: { $0.table == checked.scope.table }) else { continue }
            waivers.append((number, match.condition.map { plan.add($0, context: context) }))
        }
        self.waivers = waivers
        context.rule = nil
    }

    /// Counts the outcome of each row of a frame's slice that the rule is about, and keeps those that break it.
    func judge(
        _ frame: Frame, scope: Mask, limit: Int, expired: Set<Int>, into board: inout TallyBoard,
        _ violation: (Int) -> Violation
    ) {
        var rows = scope
        if let condition {
            frame.noteJoins(of: conditionCells, scope)
            rows.formIntersection(frame.isTrue(condition))
            let unplaced = scope.subtracting(rows).subtracting(frame.isFalse(condition)).bitCount
            if unplaced > 0 { board.update(.rule(rule)) { $0.undecided += unplaced } }
        }
        guard !rows.isEmpty else { return }
        frame.noteJoins(of: cells, rows)
        var tally = board.take(.rule(rule))
        defer { board[.rule(rule)] = tally }
        let outcomes = outcomes(frame, of: rows)
        tally.passed += outcomes.passed.bitCount
        tally.notApplicable += outcomes.notApplicable.bitCount
        tally.undecided += outcomes.undecided.bitCount
        let broken = outcomes.broken
        guard !broken.isEmpty else { return }
        tally.brokenRows += broken.bitCount
        var waived: [(index: Int, rows: Mask)] = []
        for waiver in waivers where !expired.contains(waiver.index) {
            waived.append(
                (waiver.index, waiver.condition.map { frame.isTrue($0) } ?? Mask(count: frame.count, all: true)))
        }
        let fails = requires.map { frame.isFalse($0) }
        if waived.isEmpty, tally.violations.count >= limit {
            // Only the number is wanted: no row is looked at.
            for mask in fails { tally.findings += mask.intersection(broken).bitCount }
            return
        }
        broken.eachRow { row in
            let waiver = waived.first { $0.rows[row] }?.index ?? -1
            for (index, mask) in fails.enumerated() where mask[row] {
                if waiver >= 0 { board.use(waiver: waiver) }
                if tally.violations.count < limit {
                    var found = violation(row)
                    found.detail = index
                    found.waiver = waiver
                    tally.add(found, limit: limit)
                } else {
                    tally.findings += 1
                    if waiver >= 0 { tally.waived += 1 }
                }
            }
        }
    }

    /// What each of some rows of a frame's slice comes to: every row is in one of the four sets.
    func outcomes(_ frame: Frame, of rows: Mask) -> RowOutcomes {
        var outcomes = RowOutcomes(count: frame.count)
        var open = rows
        if let faults = frame.faults(cells) {
            outcomes.undecided = open.intersection(faults)
            open.subtract(faults)
        }
        var applies = open
        for when in whens {
            outcomes.notApplicable.formUnion(frame.isFalse(when))
            applies.formIntersection(frame.isTrue(when))
        }
        outcomes.notApplicable.formIntersection(open)
        outcomes.undecided.formUnion(open.subtracting(outcomes.notApplicable).subtracting(applies))
        guard !applies.isEmpty else { return outcomes }
        outcomes.passed = applies
        for require in requires {
            outcomes.passed.formIntersection(frame.isTrue(require))
            outcomes.broken.formUnion(frame.isFalse(require))
        }
        outcomes.broken.formIntersection(applies)
        outcomes.undecided.formUnion(applies.subtracting(outcomes.passed).subtracting(outcomes.broken))
        return outcomes
    }
}

/// The rows of a slice by what a rule says of them.
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
