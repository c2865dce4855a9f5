// A rule's conditions as nodes of a plan.

import Checking
import Quantities

/// The nodes of one rule in a plan over the rows that it is about.
package struct RulePlan {
    package let rule: Int
    /// `for … where`: rows for which it is false are none of the rule's; those for which it is unknown are undecided.
    package let condition: NodeID?
    /// The cells that the condition depends on.
    package let conditionCells: [PlanCell]
    /// The rule applies where all are true, and does not where one is false.
    package let whens: [NodeID]
    /// A row breaks each that is false.
    package let requires: [NodeID]
    /// The cells that the rule uses: a row in which one is faulty is undecided.
    package let cells: [PlanCell]
    /// Waivers of the rule for this table, by their index, with their conditions.
    package let waivers: [(index: Int, condition: NodeID?)]
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
}
