// The expressions of all rules of a table as one graph, in which equal parts are one node.

import Catalog
package import Checking
package import Columns
import Diagnostics
import Patterns
import Quantities

/// The index of a node in its graph.
package typealias NodeID = Int

/// An operation in a graph: operands are nodes.
package typealias PlannedOperation = Operation<NodeID, SourceCell, AggregateLookup>

/// An operation over other nodes. Nodes that compute the same are merged (`ExpressionNode+Identity.swift`).
package struct ExpressionNode {
    /// What it computes. Operands have lower indices in the graph, so nodes can be computed in order.
    package let kind: PlannedOperation
    package let type: ValueType
    /// The nodes that it depends on: its operands in the operation's order (`nil` for an argument that was left out),
    /// and for an aggregate the values of the outer row.
    package let inputs: [NodeID?]
}

/// How to get from the row that a graph is about to a row whose columns nodes read.
package struct RowSource {
    package enum Kind {
        case row
        case neighbour(Neighbour)
        /// The row of a joined table: the source of the joining row, the index of the join in `RuleSet.joins`, and the
        /// nodes of its key's values.
        case joined(of: Int, join: Int, key: [NodeID])
    }

    package var kind: Kind
    /// The table whose row it is.
    package var table: Int
}

/// An aggregate that a node looks up, with nodes of the outer row in the order of its parts.
package struct AggregateLookup: Sendable {
    package let aggregate: CountedAggregate
    /// The aggregate's number in the whole check.
    package let number: Int
    /// For each part the node of its value for the outer row, and in `unless` that of its `unless`; `nil` where it has
    /// none.
    package let outer: [NodeID?]
    /// Parallel to `outer`.
    package let unless: [NodeID?]
    /// The outer row as a counted row, where it must not count for itself; else `nil`.
    package let own: AggregateInputs?
}

/// The nodes of some expressions over the rows of one table.
package struct ExpressionGraph {
    /// The table whose rows the graph is about, an index into `RuleSet.tables`.
    package let table: Int
    /// Operands come before the nodes that use them.
    package private(set) var nodes: [ExpressionNode] = []
    /// The first is the row itself.
    package private(set) var sources: [RowSource]
    /// The nodes that are columns, by what they read.
    package private(set) var columnNodes: [SourceCell: NodeID] = [:]
    private var known: [ExpressionNode: NodeID] = [:]
    /// Nodes by the identity of their expression and its row. The values keep the expressions alive.
    private var added: [Added: (expression: TypedExpression, node: NodeID)] = [:]
    private var knownSources: [RowReference: Int] = [.row: 0]
    /// The indexed literals of `in`s, by the identity of their set.
    package private(set) var literals: [ObjectIdentifier: LiteralIndex] = [:]

    package init(table: Int) {
        self.table = table
        sources = [RowSource(kind: .row, table: table)]
    }

    /// The columns of a source's row that any node reads, and those whose cells are needed as printed.
    package func columns(of source: Int = 0) -> (read: Set<Int>, printed: Set<Int>) {
        var read: Set<Int> = []
        var printed: Set<Int> = []
        for node in nodes {
            if case .column(let cell) = node.kind, cell.source == source { read.insert(cell.column) }
            guard case .call(let function, let arguments) = node.kind, function.signature.readsPrintedCells,
                let argument = arguments.first.flatMap({ $0 }), case .column(let cell) = nodes[argument].kind,
                cell.source == source
            else { continue }
            printed.insert(cell.column)
        }
        return (read, printed)
    }

    /// The source of the row that a column's node belongs to; the row itself for any other node.
    package func source(of node: NodeID) -> Int {
        if case .column(let cell) = nodes[node].kind { cell.source } else { 0 }
    }

    /// The columns of tables of days that any node uses.
    var dayColumns: [(table: Int, column: Int)] {
        nodes.compactMap { node in
            if case .literal(.days(let table, let column)) = node.kind { (table, column) } else { nil }
        }
    }

    /// The node of an expression about the row at `base`; an equal one that was added before is reused.
    package mutating func add(_ expression: TypedExpression, base: RowReference = .row, context: PlanningContext)
        -> NodeID
    {
        let place = Added(expression: ObjectIdentifier(expression), base: base)
        if let known = added[place] { return known.node }
        let node = make(expression, base: base, context: context)
        added[place] = (expression, node)
        return node
    }

    private struct Added: Hashable {
        var expression: ObjectIdentifier
        var base: RowReference
    }

    private mutating func make(_ expression: TypedExpression, base: RowReference, context: PlanningContext) -> NodeID {
        if case .isIn(_, let set) = expression.kind { literals[ObjectIdentifier(set)] = context.literals(set) }
        let made = step(expression, base: base, context: context)
        if let node = known[made] { return node }
        nodes.append(made)
        known[made] = nodes.count - 1
        if case .column(let cell) = made.kind { columnNodes[cell] = nodes.count - 1 }
        return nodes.count - 1
    }

    /// The look-up of an aggregate, with nodes of the outer row.
    mutating func use(
        of written: CheckedAggregate, base: RowReference, context: PlanningContext
    ) -> AggregateLookup {
        let aggregate = context.counted(written)
        let outer = aggregate.parts.map { part -> NodeID? in
            switch part.test {
            case .inner: nil
            case .outer(let test): add(test, base: base, context: context)
            case .equal(_, let outer), .order(_, _, let outer): add(outer, base: base, context: context)
            }
        }
        let unless = aggregate.parts.map { part in part.unless.map { add($0, base: base, context: context) } }
        let number = context.number(of: aggregate)
        let own = written.excludesOwnRow ? inputs(of: aggregate, number: number, context: context) : nil
        return AggregateLookup(aggregate: aggregate, number: number, outer: outer, unless: unless, own: own)
    }

    /// The source of a row, added where it is new, with the nodes that it needs.
    mutating func source(_ row: RowReference, context: PlanningContext) -> Int {
        if let source = knownSources[row] { return source }
        let made: RowSource
        switch row {
        case .row: return 0
        case .neighbour(let neighbour): made = RowSource(kind: .neighbour(neighbour), table: table)
        case .joined(let of, let join):
            let from = source(of, context: context)
            let checked = context.rules.joins[join]
            let key = checked.on.map { add($0.here, base: of, context: context) }
            made = RowSource(kind: .joined(of: from, join: join, key: key), table: checked.table)
        case .outside(let row):
            // Conditions are split before they are planned, and each part is about one row, in that row's own terms.
            assertionFailure("a row outside in a graph")
            return source(row, context: context)
        }
        sources.append(made)
        knownSources[row] = sources.count - 1
        return sources.count - 1
    }

    /// Whether any node looks up an aggregate or a table of days.
    package var holdsAggregates: Bool { !dayColumns.isEmpty || !aggregates.isEmpty }

    /// The aggregates that it looks up.
    package var aggregates: [AggregateLookup] {
        nodes.compactMap { if case .aggregate(let use) = $0.kind { use } else { nil } }
    }

    /// The cells that a node's value depends on, through joins too; those of counted rows are left to their aggregates.
    package func cells(of node: NodeID) -> Set<SourceCell> {
        var cells: Set<SourceCell> = []
        var seen: Set<NodeID> = []
        var open = [node]
        while let next = open.popLast() {
            guard seen.insert(next).inserted else { continue }
            let planned = nodes[next]
            if case .column(let cell) = planned.kind {
                cells.insert(cell)
                open += keyNodes(of: cell.source)
            }
            open += planned.inputs.compactMap { $0 }
        }
        return cells
    }

    /// Cells of rows as cells of sources, in the same order.
    mutating func cells(_ cells: [CellReference], context: PlanningContext) -> [SourceCell] {
        cells.map { SourceCell(source: source($0.row, context: context), column: $0.column) }
            .sorted { ($0.source, $0.column) < ($1.source, $1.column) }
    }

    /// The nodes of the columns that a node is computed from, itself where it is one.
    func columnNodes(of node: NodeID) -> [NodeID] {
        var found: [NodeID] = []
        var seen: Set<NodeID> = []
        var open = [node]
        while let next = open.popLast() {
            guard seen.insert(next).inserted else { continue }
            if case .column = nodes[next].kind { found.append(next) }
            open += nodes[next].inputs.compactMap { $0 }
        }
        return found
    }

    /// The nodes of the keys by which a source's rows are found.
    package func keyNodes(of source: Int) -> [NodeID] {
        guard case .joined(let of, _, let key) = sources[source].kind else { return [] }
        return key + keyNodes(of: of)
    }
}

/// A column of a graph's source.
package struct SourceCell: Sendable, Hashable {
    /// An index into `ExpressionGraph.sources`.
    package var source: Int
    /// An index into the columns of the source's table.
    package var column: Int

    package init(source: Int, column: Int) {
        self.source = source
        self.column = column
    }
}

/// What the graphs of one check share: the rules, and the numbers of all aggregates.
package final class PlanningContext {
    let rules: RuleSet
    private(set) var aggregates: [NumberedAggregate] = []

    /// An aggregate; its index in `aggregates` is its number.
    package struct NumberedAggregate {
        var aggregate: CountedAggregate
        /// The rule whose series it is over; `nil` for tables.
        var rule: Int?
    }

    /// The rule whose expressions are being added: aggregates over its series are its own.
    var rule: Int?

    private var numbers: [AggregateKey: Int] = [:]
    private var counted: [CountedAggregate] = []
    /// Not a new kind of dictionary: specialising one costs more at start-up than what it would hold.
    private var numberOfCounted: [ObjectIdentifier: Int] = [:]
    private var literalIndices: [ObjectIdentifier: LiteralIndex] = [:]

    private struct AggregateKey: Hashable {
        var aggregate: ObjectIdentifier
        var rule: Int?
    }

    package init(rules: RuleSet) { self.rules = rules }

    /// The waivers of a rule, looked up by its name once for all of its tables.
    func waivers(of rule: CheckedRule) -> [(index: Int, condition: TypedExpression?)] {
        rules.waivers(of: rule, among: waiversByRule[rule.name] ?? [])
    }

    private lazy var waiversByRule = Dictionary(grouping: rules.waivers.indices) { rules.waivers[$0].rule }

    /// An aggregate as it is counted; each is split once.
    func counted(_ aggregate: CheckedAggregate) -> CountedAggregate {
        if let known = numberOfCounted[ObjectIdentifier(aggregate)] { return counted[known] }
        let made = CountedAggregate(aggregate)
        numberOfCounted[ObjectIdentifier(aggregate)] = counted.count
        counted.append(made)
        return made
    }

    /// The number of an aggregate, assigned where the object is new.
    func number(of aggregate: CountedAggregate) -> Int {
        let owner = aggregate.source == .series ? rule : nil
        let key = AggregateKey(aggregate: ObjectIdentifier(aggregate.written), rule: owner)
        if let number = numbers[key] { return number }
        aggregates.append(NumberedAggregate(aggregate: aggregate, rule: owner))
        numbers[key] = aggregates.count - 1
        return aggregates.count - 1
    }

    /// A set of literals by their keys, made once.
    func literals(_ set: LiteralSet) -> LiteralIndex {
        if let made = literalIndices[ObjectIdentifier(set)] { return made }
        let made = LiteralIndex(set)
        literalIndices[ObjectIdentifier(set)] = made
        return made
    }
}
