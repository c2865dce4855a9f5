// Rules about neighbours and groups: what a pass over their table materializes, and how those rows are judged.

import Checking

/// A rule about neighbours or groups: what is kept of each row for it, and how its rows are judged afterwards.
package struct SeriesPlan {
    /// An index into `RuleSet.rules`.
    package let rule: Int
    /// Which rows take part; all where it is `nil`. It, `by` and `over` are nodes of the table's own pass.
    package let condition: NodeID?
    package let conditionCells: [SourceCell]
    /// The values that rows of one series or group have in common.
    package let by: [NodeID]
    /// The value by which the rows of a series are ordered; `nil` for groups, and for file order.
    package let over: NodeID?
    /// Cells of `by`: it is unknown to which series a row belongs in which one is faulty.
    package let groupCells: [SourceCell]
    /// Cells of `over`: it is unknown where in its series a row stands in which one is faulty.
    package let orderCells: [SourceCell]
    /// The columns that `over` is computed from, as nodes: where one holds nothing the row stands nowhere, where all
    /// that are unknown may yet be known it may stand anywhere.
    package let orderNodes: [NodeID]
    /// Over the kept rows.
    package let graph: ExpressionGraph
    /// The rule's conditions as nodes of `graph`.
    package let judged: RuleConditions
    /// Aggregates over the series, in the same graph.
    package let aggregates: [AggregateInputs]
    /// Columns that are kept as values; `printed` are those that are kept as printed.
    package let kept: Set<Int>
    package let printed: Set<Int>
    /// Whether a row goes on with the run of the row before it, in `graph`; `nil` where groups are not cut into runs.
    package let goesOn: NodeID?
    /// Whether each group is judged once, by its first row.
    package let isGroups: Bool
    /// The rows beside which each group is judged; `nil` where it is judged by itself.
    package let pairs: PairPlan?
}

/// The rows of another table beside which each group of a rule is judged.
package struct PairPlan: Sendable {
    /// The other table, an index into `RuleSet.tables`.
    package let table: Int
    /// What must be known of a row for it to make pairs, in the graph of the series.
    package let common: [NodeID]
    /// The cells of the row that this depends on.
    package let cells: [SourceCell]
}

/// A series plan while aggregates are still being added to it.
struct SeriesPlanDraft {
    let rule: Int
    private var graph: ExpressionGraph
    private let judged: RuleConditions
    private var aggregates: [AggregateInputs] = []
    private let goesOn: NodeID?
    private let pairs: PairPlan?

    init(_ rule: Int, context: PlanningContext) {
        self.rule = rule
        graph = ExpressionGraph(table: context.rules.rules[rule].scope.table)
        judged = RuleConditions(rule, graph: &graph, context: context, includesCondition: false)
        if let runs = context.rules.rules[rule].runs {
            goesOn = graph.add(runs.condition, context: context)
        } else {
            goesOn = nil
        }
        guard let checked = context.rules.rules[rule].pairs else {
            pairs = nil
            return
        }
        // Its rows are needed even where nothing names a cell of them.
        _ = graph.source(checked.row, context: context)
        var common: [NodeID] = []
        for value in checked.common { common.append(graph.add(value, context: context)) }
        var cells: Set<SourceCell> = []
        for node in common { cells.formUnion(graph.cells(of: node)) }
        pairs = PairPlan(table: checked.table, common: common, cells: Array(cells))
    }

    mutating func add(_ aggregate: CountedAggregate, number: Int, context: PlanningContext) {
        context.rule = rule
        aggregates.append(graph.inputs(of: aggregate, number: number, context: context))
        context.rule = nil
    }

    /// The finished plan; adds what the table's own pass must compute for it to that pass.
    func finished(in table: inout ExpressionGraph, context: PlanningContext) -> SeriesPlan {
        let checked = context.rules.rules[rule]
        context.rule = rule
        defer { context.rule = nil }
        let condition = checked.scope.condition.map { table.add($0, context: context) }
        var by: [NodeID] = []
        var over: NodeID?
        var isGroups = false
        switch checked.scope {
        case .rows(_, _, let series):
            by = series?.by.map { table.add($0, context: context) } ?? []
            over = series?.over.map { table.add($0, context: context) }
        case .groups(_, let columns, _):
            by = columns.map { table.add($0.value, context: context) }
            over = checked.runs.map { table.add($0.over, context: context) }
            isGroups = true
        case .once: break
        }
        let rules = context.rules
        let cells = table.cells(
            isGroups ? rules.groupingCells(of: checked) : rules.orderingCells(of: checked), context: context)
        let groupCells = by.reduce(into: Set<SourceCell>()) { $0.formUnion(table.cells(of: $1)) }
        let overCells = over.map { table.cells(of: $0) } ?? []
        let orderCells = isGroups ? Array(overCells) : cells.filter { overCells.contains($0) }
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
            groupCells: isGroups ? cells : cells.filter { groupCells.contains($0) },
            orderCells: orderCells,
            orderNodes: over.map { table.columnNodes(of: $0) } ?? [], graph: graph, judged: judged,
            aggregates: aggregates, kept: kept, printed: printed, goesOn: goesOn,
            isGroups: isGroups, pairs: pairs)
    }
}
