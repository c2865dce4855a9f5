// A whole check, planned before a byte of a return is read: which passes over which tables, in which order, and what
// each of them computes.

package import Checking

/// What a check will do.
package struct CheckPlan {
    package private(set) var rules: RuleSet
    /// All aggregates of the check, indexed by their numbers.
    package let aggregates: [PlanningContext.NumberedAggregate]
    /// The tables, in an order in which counted tables come before those with rules that need the counts.
    package let order: [Int]
    /// For each table the pass that checks its structure and judges most of its rules.
    package let scans: [ScanPlan]
    /// Second passes, over tables whose rules need counts of tables that come later in `order`.
    package let lateScans: [ScanPlan]
    /// Rules that are judged once, without rows.
    package let once: [RowlessRulePlan]
    /// By table the numbered columns, which are checked before anything else is read.
    package let numbered: [[Numbering]]
    /// What is materialized before any pass.
    package let joined: JoinedTablesPlan
    /// By rule the template of its findings.
    package let reports: [Int: FindingTemplate]
    /// The parts of the rule that is traced; `nil` where none is.
    package let trace: TracePlan?

    /// Plans a check; for the traced rule also the parts of its conditions.
    package init(_ rules: RuleSet, tracing traced: Int? = nil) {
        let context = PlanningContext(rules: rules)
        var draft = CheckPlanDraft(context)
        for (index, rule) in rules.rules.enumerated() {
            draft.add(rule, index)
            draft.reports[index] = FindingTemplate(index, context: context)
            if traced == index { draft.trace = TracePlan(index, context: context) }
        }
        draft.finish()
        self.rules = rules
        order = draft.order
        scans = draft.scans
        lateScans = draft.late.keys.sorted().compactMap { draft.late[$0] }
        once = draft.once
        reports = draft.reports
        trace = draft.trace
        numbered = rules.tables.indices.map { rules.tables[$0].derivation == nil ? rules.numberings(ofTable: $0) : [] }
        joined = JoinedTablesPlan(
            scans: scans + lateScans, once: once, shown: reports.values.map(\.graph) + [trace?.graph].compactMap { $0 },
            context: context)
        aggregates = context.aggregates
    }

    /// The same plan for rules that read the same columns in another way.
    package func reading(_ rules: RuleSet) -> CheckPlan {
        var plan = self
        plan.rules = rules
        return plan
    }

    /// Whether an aggregate is counted in the pass over a table.
    package func isCounted(_ number: Int, over table: Int) -> Bool {
        aggregates[number].aggregate.source != .series && aggregates[number].aggregate.table == table
    }
}

/// A rule without `for`.
package struct RowlessRulePlan {
    /// An index into `RuleSet.rules`.
    package let rule: Int
    package let graph: ExpressionGraph
    /// Its conditions as nodes of `graph`.
    package let judged: RuleConditions
}

/// What is materialized of the tables that others join, or whose days functions use.
package struct JoinedTablesPlan {
    /// By table the columns that are kept as values, and those that are kept as printed.
    package private(set) var columns: [Int: (kept: Set<Int>, printed: Set<Int>)] = [:]
    /// Columns of days that functions use.
    package private(set) var days: Set<TableColumn> = []
    /// The keys by which the rows of joined tables are found.
    package private(set) var keys: [(join: Int, graph: ExpressionGraph, nodes: [NodeID])] = []

    fileprivate init(scans: [ScanPlan], once: [RowlessRulePlan], shown: [ExpressionGraph], context: PlanningContext) {
        for scan in scans {
            note(scan.graph, isShown: false)
            for series in scan.series { note(series.graph, isShown: false) }
        }
        for once in once { note(once.graph, isShown: false) }
        for graph in shown { note(graph, isShown: true) }
        let rules = context.rules
        // The columns that joins match; for a computed column those that it is computed from.
        for (index, join) in rules.joins.enumerated() where columns[join.table] != nil && !join.isPaired {
            var graph = ExpressionGraph(table: join.table)
            let nodes = join.on.map { graph.add(rules.tables[join.table], $0.there, context: context) }
            columns[join.table, default: ([], [])].kept.formUnion(graph.columns().read)
            for case .column(let column) in join.on.map(\.there) {
                columns[join.table, default: ([], [])].printed.insert(column)
            }
            keys.append((index, graph, nodes))
        }
    }

    private mutating func note(_ graph: ExpressionGraph, isShown: Bool) {
        for (table, column) in graph.dayColumns {
            days.insert(TableColumn(table: table, column: column))
            columns[table, default: ([], [])].kept.insert(column)
        }
        for (source, made) in graph.sources.enumerated() {
            guard case .joined = made.kind else { continue }
            let (read, printed) = graph.columns(of: source)
            columns[made.table, default: ([], [])].kept.formUnion(read)
            columns[made.table, default: ([], [])].printed.formUnion(isShown ? read.union(printed) : printed)
        }
    }
}

/// A column of a table, by their indices.
package struct TableColumn: Hashable, Sendable {
    package var table: Int
    package var column: Int

    package init(table: Int, column: Int) {
        self.table = table
        self.column = column
    }
}

/// A plan while rules are being added to it.
private struct CheckPlanDraft {
    let context: PlanningContext
    let order: [Int]
    var scans: [ScanPlan]
    var late: [Int: ScanPlan] = [:]
    var once: [RowlessRulePlan] = []
    var reports: [Int: FindingTemplate] = [:]
    var trace: TracePlan?
    private var series: [(table: Int, plan: SeriesPlanDraft)] = []
    /// By table its position in the order.
    private var place: [Int]

    init(_ context: PlanningContext) {
        self.context = context
        let rules = context.rules
        scans = rules.tables.indices.map { ScanPlan(table: $0) }
        for (table, checked) in rules.tables.enumerated() {
            // What is structurally wrong is said of the table whose files it reads.
            if checked.derivation == nil {
                scans[table].addStructure(context)
            } else {
                scans[table] = ScanPlan(boundsOf: table, context)
            }
        }
        var needs: [Set<Int>] = .init(repeating: [], count: rules.tables.count)
        for rule in rules.rules { needs[rule.scope.table].formUnion(rule.countedTables) }
        order = tableOrder(needs)
        place = [Int](repeating: 0, count: rules.tables.count)
        for (index, table) in order.enumerated() { place[table] = index }
    }

    mutating func add(_ rule: CheckedRule, _ index: Int) {
        let table = rule.scope.table
        switch rule.scope {
        case .once:
            var graph = ExpressionGraph(table: table)
            let judged = RuleConditions(index, graph: &graph, context: context, includesCondition: false)
            once.append(RowlessRulePlan(rule: index, graph: graph, judged: judged))
        case .groups:
            series.append((table, SeriesPlanDraft(index, context: context)))
        case .rows(_, _, let checkedSeries):
            if checkedSeries != nil, rule.readsSeries {
                series.append((table, SeriesPlanDraft(index, context: context)))
            } else if rule.countedTables.allSatisfy({ place[$0] < place[table] }) {
                scans[table].add(rule: index, context: context)
            } else {
                var plan = late[table] ?? ScanPlan(boundsOf: table, context)
                plan.add(rule: index, context: context)
                late[table] = plan
            }
        }
    }

    /// Adds each aggregate to the pass over its table; all have their numbers by now.
    mutating func finish() {
        var seriesOfRule: [Int: [Int]] = [:]
        for (index, draft) in series.enumerated() { seriesOfRule[draft.plan.rule, default: []].append(index) }
        // Conditions of aggregates may hold other aggregates, which get their numbers here.
        var number = 0
        while number < context.aggregates.count {
            let numbered = context.aggregates[number]
            if let rule = numbered.rule, numbered.aggregate.source == .series {
                for index in seriesOfRule[rule] ?? [] {
                    series[index].plan.add(numbered.aggregate, number: number, context: context)
                }
            } else {
                scans[numbered.aggregate.table].add(numbered.aggregate, number: number, context: context)
            }
            number += 1
        }
        for (table, draft) in series {
            scans[table].series.append(draft.finished(in: &scans[table].graph, context: context))
        }
    }
}

/// Tables in an order in which each comes after those that it needs, as far as the dependencies have no cycle.
private func tableOrder(_ needs: [Set<Int>]) -> [Int] {
    var order: [Int] = []
    var state = [Int](repeating: 0, count: needs.count)
    for root in needs.indices {
        // Depth first, without recursion; a table that is being visited closes a cycle and is left to the late pass.
        var stack: [(table: Int, rest: [Int])] = [(root, needs[root].sorted())]
        guard state[root] == 0 else { continue }
        state[root] = 1
        while var top = stack.popLast() {
            if let next = top.rest.popLast() {
                stack.append(top)
                if state[next] == 0 {
                    state[next] = 1
                    stack.append((next, needs[next].sorted()))
                }
            } else {
                state[top.table] = 2
                order.append(top.table)
            }
        }
    }
    return order
}
