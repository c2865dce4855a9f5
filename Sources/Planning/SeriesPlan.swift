// Rules about neighbours and groups: what a pass over their table keeps, and how the kept rows are judged.

import Checking

/// A rule about neighbours or groups: what of each row is kept for it, and how its rows are judged afterwards.
package struct SeriesPlan {
    package let rule: Int
    /// Which rows take part; it and `by` and `over` are nodes of the plan of the table's own pass.
    package let condition: NodeID?
    package let conditionCells: [SourceCell]
    /// What rows of one series or group have in common.
    package let by: [NodeID]
    /// What the rows of one are ordered by; of groups `nil`.
    package let over: NodeID?
    /// Cells of `by` and `over`: a row in which one is faulty has no neighbours.
    package let orderCells: [SourceCell]
    /// Over the kept rows.
    package let graph: ExpressionGraph
    /// The rule as nodes of `plan`.
    package let judged: RuleConditions
    /// Aggregates over the series, in the same plan.
    package let aggregates: [AggregateInputs]
    /// Columns that are kept as values, and those kept as printed.
    package let kept: Set<Int>
    package let printed: Set<Int>
    /// Whether each group is judged once, by its first row.
    package let isGroups: Bool
}

/// A series plan while aggregates are still being added to it.
struct SeriesPlanDraft {
    let rule: Int
    private var graph: ExpressionGraph
    private let judged: RuleConditions
    private var aggregates: [AggregateInputs] = []

    init(_ rule: Int, context: PlanningContext) {
        self.rule = rule
        graph = ExpressionGraph(table: context.rules.rules[rule].scope.table)
        judged = RuleConditions(rule, graph: &graph, context: context, includesCondition: false)
    }

    mutating func add(_ aggregate: CountedAggregate, number: Int, context: PlanningContext) {
        context.rule = rule
        aggregates.append(graph.inputs(of: aggregate, number: number, context: context))
        context.rule = nil
    }

    /// The plan, with what the table's own pass must do for it put into that one's.
    func finished(in table: inout ExpressionGraph, context: PlanningContext) -> SeriesPlan {
        let checked = context.rules.rules[rule]
        context.rule = rule
        defer { context.rule = nil }
        var condition: NodeID?
        var by: [NodeID] = []
        var over: NodeID?
        var isGroups = false
        switch checked.scope {
        case .rows(_, let expression, let series):
            condition = expression.map { table.add($0, context: context) }
            by = series?.by.map { table.add($0, context: context) } ?? []
            over = series?.over.map { table.add($0, context: context) }
        case .groups(_, let columns):
            by = columns.map { table.add($0.value, context: context) }
            isGroups = true
        case .once: break
        }
        let rules = context.rules
        let cells = table.cells(
            isGroups ? rules.groupingCells(of: checked) : rules.orderingCells(of: checked), context: context)
        // What is kept of a row is what is asked of it, of its neighbours, and of what joins to either.
        var kept: Set<Int> = []
        var printed: Set<Int> = []
        for (source, made) in graph.sources.enumerated() {
            if case .joined = made.kind { continue }
            let columns = graph.columns(of: source)
            kept.formUnion(columns.read)
            printed.formUnion(columns.printed)
        }
        return SeriesPlan(
            rule: rule, condition: condition,
            conditionCells: condition.map { Array(table.cells(of: $0)) } ?? [], by: by, over: over,
            orderCells: cells, graph: graph, judged: judged,
            aggregates: aggregates, kept: kept, printed: printed, isGroups: isGroups)
    }
}
