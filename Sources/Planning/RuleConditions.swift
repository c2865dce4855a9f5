// A rule's conditions as nodes of a graph.

package import Checking
import Quantities

/// The nodes of one rule in a graph over the rows that it is about.
package struct RuleConditions {
    /// An index into `RuleSet.rules`.
    package let rule: Int
    /// `for … where`: rows for which it is false are not rows of the rule; those for which it is unknown are undecided.
    /// `nil` where all rows are.
    package let condition: NodeID?
    /// The cells that the condition depends on.
    package let conditionCells: [SourceCell]
    /// The rule applies where all are true, and does not where one is false.
    package let whens: [NodeID]
    /// Each that is false of a row is a violation.
    package let requires: [NodeID]
    /// How many of the decided rows must fulfil the rule; `nil` where each row that does not is a violation.
    package let leastShare: LeastShare?
    /// The cells that the rule uses: a row in which one is faulty is undecided.
    package let cells: [SourceCell]
    /// Waivers of the rule for this table, as indices into `RuleSet.waivers`, with their conditions; `nil` for every
    /// row.
    package let waivers: [(index: Int, condition: NodeID?)]
}

extension RuleConditions {
    /// Adds a rule's conditions to a graph.
    init(_ index: Int, graph: inout ExpressionGraph, context: PlanningContext, includesCondition: Bool) {
        let rules = context.rules
        let checked = rules.rules[index]
        context.rule = index
        rule = index
        var condition: NodeID?
        if let expression = checked.scope.condition, includesCondition {
            condition = graph.add(expression, context: context)
        }
        self.condition = condition
        conditionCells = condition == nil ? [] : graph.cells(rules.placingCells(of: checked), context: context)
        whens = checked.whens.map { graph.add($0, context: context) }
        requires = checked.requires.map { graph.add($0.condition, context: context) }
        leastShare = checked.leastShare
        cells = graph.cells(rules.usedCells(of: checked), context: context)
        waivers = context.waivers(of: checked).map { index, condition in
            (index, condition.map { graph.add($0, context: context) })
        }
        context.rule = nil
    }
}
