// Everything that one pass over a table does, planned once.

package import Catalog
package import Checking
import Quantities

/// The plan of a pass over one table's rows.
package struct ScanPlan {
    /// An index into `RuleSet.tables`.
    package let table: Int
    /// All nodes of the pass.
    package var graph: ExpressionGraph
    /// Rules that are judged row by row.
    package var rules: [RuleConditions] = []
    /// Rules whose rows are materialized and judged once all are there.
    package var series: [SeriesPlan] = []
    /// Aggregates over the table that are counted in this pass.
    package var aggregates: [AggregateInputs] = []
    /// The nodes of the table's key.
    package var key: [NodeID] = []
    /// Columns whose faults keep a row out of the key.
    package var keyCells: [SourceCell] = []
    /// Columns of texts by which rows are told apart: of the key, unique ones, what rows of a series or group share, or
    /// a total and its parts.
    package var tellingColumns: Set<Int> {
        guard isOfStructure else { return [] }
        return series.reduce(into: ownTellingColumns) { columns, series in
            for node in series.by {
                if case .column(let cell) = graph.nodes[node].kind, cell.source == 0, graph.nodes[node].type == .text {
                    columns.insert(cell.column)
                }
            }
        }
    }
    private var ownTellingColumns: Set<Int> = []
    /// Columns of texts that a total and its parts have in common.
    package private(set) var columnsOfTotals: Set<Int> = []
    /// What a total and its parts have in common.
    private var totalsBy: [NodeID] = []
    private var isOfStructure = false
    /// Joins whose row must be there.
    package var requiredJoins: [RequiredJoin] = []
    /// By column with `between` the nodes of its bounds.
    package var bounds: [Int: (low: NodeID, high: NodeID)] = [:]
    /// Which rows of its files are the table's: those for which the node is true, or else all others; `nil` where all
    /// are.
    package var selection: (condition: NodeID, takesTrue: Bool)?
    /// Computed columns that read texts made of cells, with the first of these cells' columns.
    package var readings: [(computed: Int, node: NodeID, column: Int)] = []
    /// Waivers of structural findings for this table, with their conditions.
    package var waivers: [BuiltInFinding: [(index: Int, condition: NodeID?)]] = [:]

    /// A `required` join, to find references to rows that the joined table lacks.
    package struct RequiredJoin {
        /// An index into `RuleSet.joins`.
        package let join: Int
        /// The graph's source for the joined row.
        package let source: Int
        let key: [NodeID]
        /// The cells that the join's key is computed from.
        package let cells: [SourceCell]
    }

    init(table: Int) {
        self.table = table
        graph = ExpressionGraph(table: table)
    }

    /// A plan of a pass that does not report the table's structure, but must find the same cells faulty.
    package init(boundsOf table: Int, _ context: PlanningContext) {
        self.init(table: table)
        addBounds(context)
        // What is found in cells is asked for itself.
        if context.rules.tables[table].search != nil { addWaivers(context) }
    }

    /// Adds what the table itself needs: keys, required joins, bounds, waivers of structural findings.
    mutating func addStructure(_ context: PlanningContext) {
        let rules = context.rules
        let checked = rules.tables[table]
        key = checked.key.map { graph.add(checked, $0, context: context) }
        var cells: Set<SourceCell> = []
        for node in key { cells.formUnion(graph.cells(of: node)) }
        keyCells = Array(cells)
        isOfStructure = true
        for (index, column) in checked.columns.enumerated() where column.type == .text {
            if column.isUnique || checked.key.contains(.column(index)) { ownTellingColumns.insert(index) }
        }
        for part in checked.totals?.by ?? [] {
            totalsBy.append(graph.add(checked, part, context: context))
            if case .column(let index) = part, checked.columns[index].type == .text { columnsOfTotals.insert(index) }
        }
        ownTellingColumns.formUnion(columnsOfTotals)
        for join in checked.joins where rules.joins[join].isRequired {
            let source = graph.source(.joined(.row, join: join), context: context)
            guard case .joined(_, _, let key) = graph.sources[source].kind else { continue }
            var cells: Set<SourceCell> = []
            for node in key { cells.formUnion(graph.cells(of: node)) }
            requiredJoins.append(RequiredJoin(join: join, source: source, key: key, cells: Array(cells)))
        }
        addBounds(context)
        for (index, computed) in checked.lets.enumerated() where computed.value.readsText {
            let own = computed.value.cells.lazy.filter { $0.row == .row }
            guard let first = own.first else { continue }
            readings.append((index, graph.add(computed.value, context: context), first.column))
        }
        addWaivers(context)
    }

    /// Adds the waivers of what is structurally wrong in the table.
    private mutating func addWaivers(_ context: PlanningContext) {
        for (number, waiver) in context.rules.waivers.enumerated() {
            guard let finding = BuiltInFinding(rawValue: waiver.rule),
                let match = waiver.conditions.first(where: { $0.table == table })
            else { continue }
            waivers[finding, default: []].append((number, match.condition.map { graph.add($0, context: context) }))
        }
    }

    /// Whether the pass is made for nothing but the table's structure.
    package var isIdle: Bool { rules.isEmpty && series.isEmpty && aggregates.isEmpty }

    /// Adds the bounds of columns, and which rows are the table's.
    mutating func addBounds(_ context: PlanningContext) {
        selection = context.rules.selection(ofTable: table).map {
            (graph.add($0.condition, context: context), $0.takesTrue)
        }
        for (index, column) in context.rules.tables[table].columns.enumerated() {
            guard let (low, high) = column.bounds else { continue }
            bounds[index] = (graph.add(low, context: context), graph.add(high, context: context))
        }
    }

    /// Adds a rule that is judged in this pass.
    mutating func add(rule: Int, context: PlanningContext) {
        rules.append(RuleConditions(rule, graph: &graph, context: context, includesCondition: true))
    }

    /// Adds an aggregate that counts rows of the table.
    mutating func add(_ aggregate: CountedAggregate, number: Int, context: PlanningContext) {
        aggregates.append(graph.inputs(of: aggregate, number: number, context: context))
    }
}

extension ScanPlan {
    /// By column of the table whether its cells are read in this pass; with `checksStructure` all columns are that can
    /// have faults.
    package func readColumns(_ table: CheckedTable, checksStructure: Bool, checksGroups: Bool = false) -> [Bool] {
        let used = graph.columns()
        var read = table.columns.indices.map { index in
            let column = table.columns[index]
            if used.read.contains(index) || used.printed.contains(index) { return true }
            if series.contains(where: { $0.kept.contains(index) || $0.printed.contains(index) }) { return true }
            if checksGroups, case .group = column.origin { return true }
            guard checksStructure, !column.isOfStored else { return false }
            return column.type != .text || column.isRequired || column.pattern != nil || column.isUnique
        }
        for (index, column) in table.columns.enumerated() where read[index] {
            if let unit = column.unitColumn { read[unit] = true }
        }
        return read
    }

    /// Columns of texts of which this pass only needs to know which cells are blank.
    package func presenceColumns(_ table: CheckedTable) -> Set<Int> {
        var found: Set<Int> = []
        for (index, column) in table.columns.enumerated() {
            let isPlain = column.pattern == nil && !column.isUnique && !column.isNumbered && column.bounds == nil
            if column.type == .text, isPlain { found.insert(index) }
        }
        for column in table.columns { column.unitColumn.map { _ = found.remove($0) } }
        func exclude(_ node: NodeID?) {
            guard let node, case .column(let cell) = graph.nodes[node].kind, cell.source == 0 else { return }
            found.remove(cell.column)
        }
        for node in graph.nodes {
            switch node.kind {
            case .state(.known, _), .state(.blank, _): break
            default: node.inputs.forEach(exclude)
            }
        }
        for source in graph.sources {
            if case .joined(_, _, let key) = source.kind { key.forEach(exclude) }
        }
        (key + totalsBy).forEach(exclude)
        for inputs in aggregates + graph.aggregates.compactMap(\.own) {
            (inputs.parts + [inputs.value, inputs.over]).forEach(exclude)
        }
        for series in self.series {
            (series.by + [series.over]).forEach(exclude)
            found.subtract(series.kept.union(series.printed))
        }
        return found.subtracting(graph.columns().printed)
    }
}

extension ExpressionGraph {
    /// The node of a column that is read or computed.
    package mutating func add(_ table: CheckedTable, _ column: ColumnOrLet, context: PlanningContext) -> NodeID {
        switch column {
        case .column(let index):
            add(
                TypedExpression(
                    .column(CellReference(row: .row, table: self.table, column: index)),
                    table.columns[index].type.valueType, table.columns[index].span), context: context)
        case .computed(let index): add(table.lets[index].value, context: context)
        }
    }

    /// The nodes of an aggregate's counted rows.
    package mutating func inputs(of aggregate: CountedAggregate, number: Int, context: PlanningContext)
        -> AggregateInputs
    {
        let parts = aggregate.parts.map { part -> NodeID? in
            switch part.test {
            case .inner(let test): add(test, context: context)
            case .equal(let inner, _), .order(let inner, _, _): add(inner, context: context)
            case .outer: nil
            }
        }
        let value = aggregate.value.map { add($0, context: context) }
        let over = aggregate.written.over.map { add($0, context: context) }
        let cells = self.cells(context.rules.countedCells(of: aggregate.written), context: context)
        let countsValue = aggregate.function.needsEveryValue || aggregate.function.takesAnyValue
        let valueCells = countsValue ? value.map { self.cells(of: $0) } ?? [] : []
        return AggregateInputs(
            number: number, shape: AggregateKeys(aggregate, rules: context.rules), parts: parts, value: value,
            over: over, cells: cells, valueCells: Array(valueCells), valueNodes: value.map { columnNodes(of: $0) } ?? []
        )
    }
}
