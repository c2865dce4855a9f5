// A plan for one table: the expressions of all its rules as one graph in which equal parts are one node.

import Catalog
package import Checking
package import Columns
import Diagnostics
import Patterns
import Quantities

/// The index of a node in its plan.
package typealias NodeID = Int

/// One step: an operator with the nodes that it works on.
package struct PlanNode {
    package var kind: TypedKind
    package var type: ValueType
    /// The operands, in the order of the expression's own; `nil` stands for an argument that was left out.
    package var inputs: [NodeID?]
    /// For columns the source that the column's row comes from.
    package var source = 0
    /// For aggregates their index in the plan.
    package var aggregate = 0
}

/// Where the rows that columns belong to come from, seen from the row that a plan is about.
package struct PlanSource {
    package enum Kind {
        case row
        case neighbour(Neighbour)
        /// The row of a joined table: whose row joins, by which of the rules' joins, with the nodes of its key's values.
        case joined(of: Int, join: Int, key: [NodeID])
    }

    package var kind: Kind
    /// The table whose row it is.
    package var table: Int
}

/// An aggregate that a plan looks up: the nodes of the outside in the order of its parts.
package struct PlanAggregate {
    var aggregate: CheckedAggregate
    /// The aggregate's number in the whole check; equal aggregates share one.
    package var number: Int
    /// For each part, the node of its outer side and of its `unless`.
    package var outer: [NodeID?]
    package var unless: [NodeID?]
}

/// The nodes of some expressions over the rows of one table.
package struct Plan {
    package let table: Int
    package private(set) var nodes: [PlanNode] = []
    /// The first is the row itself.
    package private(set) var sources: [PlanSource]
    package private(set) var aggregates: [PlanAggregate] = []
    private var known: [NodeKey: NodeID] = [:]
    /// Nodes by the expression that they are of and its row, with the expressions, which live as long.
    private var added: [Added: (expression: TypedExpression, node: NodeID)] = [:]
    private var knownSources: [RowReference: Int] = [.row: 0]
    /// The literals of `in`s by their keys.
    package private(set) var literals: [ObjectIdentifier: LiteralIndex] = [:]

    package init(table: Int) {
        self.table = table
        sources = [PlanSource(kind: .row, table: table)]
    }

    /// Columns of a source's row that any node reads, and those whose cells are wanted as printed.
    package func columns(of source: Int = 0) -> (read: Set<Int>, printed: Set<Int>) {
        var read: Set<Int> = []
        var printed: Set<Int> = []
        for node in nodes where node.source == source {
            if case .column(let cell) = node.kind { read.insert(cell.column) }
            guard case .call(let function, _) = node.kind, function.readsPrintedCells,
                case .column(let cell)? = node.inputs.first.flatMap({ $0 }).map({ nodes[$0].kind })
            else { continue }
            printed.insert(cell.column)
        }
        return (read, printed)
    }

    /// The columns of tables of days that any node asks.
    var dayColumns: [(table: Int, column: Int)] {
        nodes.compactMap { node in
            if case .literal(.days(let table, let column)) = node.kind { (table, column) } else { nil }
        }
    }

    /// The node of an expression in terms of the row at `base`; of one that was added before the same.
    package mutating func add(_ expression: TypedExpression, base: RowReference = .row, context: PlanContext) -> NodeID
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

    private mutating func make(_ expression: TypedExpression, base: RowReference, context: PlanContext) -> NodeID {
        var inputs: [NodeID?] = []
        var source = 0
        var aggregateIndex = 0
        var detail = NodeKey.Detail.none
        func child(_ part: TypedExpression) -> NodeID { add(part, base: base, context: context) }
        switch expression.kind {
        case .literal(let literal): detail = NodeKey.Detail(literal)
        case .column(let cell):
            source = self.source(cell.row.placed(at: base), context: context)
            detail = .column(source: source, column: cell.column)
        case .arithmetic(let operation, let left, let right):
            inputs = [child(left), child(right)]
            detail = .arithmetic(operation)
        case .negative(let part), .asText(let part), .asTarget(let part), .direction(let part), .not(let part):
            inputs = [child(part)]
        case .dateShift(let left, let right, let subtract):
            inputs = [child(left), child(right)]
            detail = .flag(subtract)
        case .compareFigures(let comparison, let left, let right), .compareCodes(let comparison, let left, let right):
            inputs = [child(left), child(right)]
            detail = .comparison(comparison)
        case .sameColour(let left, let right, let negated), .compareTruths(let left, let right, let negated),
            .compareTargets(let left, let right, let negated):
            inputs = [child(left), child(right)]
            detail = .flag(negated)
        case .compareTexts(let comparison, let left, let right):
            inputs = [child(left), child(right)]
            detail = .texts(comparison)
        case .agrees(let left, let right): inputs = [child(left), child(right)]
        case .and(let parts), .or(let parts): inputs = parts.map(child)
        case .conditional(let condition, let then, let otherwise):
            inputs = [child(condition), child(then), child(otherwise)]
        case .state(let test, let part):
            inputs = [child(part)]
            if case .text(let text) = test { detail = .text(Array(text.utf8)) } else { detail = .state(test) }
        case .matches(let part, let pattern):
            inputs = [child(part)]
            detail = .pattern(Array(pattern.source.utf8), ignoresCase: pattern.ignoresCase)
        case .isIn(let part, let set):
            inputs = [child(part)]
            detail = .set(ObjectIdentifier(set))
            literals[ObjectIdentifier(set)] = context.literals(set)
        case .due(let scheme, let conditions):
            inputs = conditions.map { $0.map(child) }
            detail = .number(Int64(scheme))
        case .call(let function, let arguments):
            inputs = arguments.map { argument in
                if case .literal(.none) = argument.kind { return nil }
                return child(argument)
            }
            detail = .function(function)
        case .aggregate(let aggregate):
            let outer = aggregate.parts.map { part -> NodeID? in
                switch part.test {
                case .inner: nil
                case .outer(let test): child(test)
                case .equal(_, let outer), .order(_, _, let outer): child(outer)
                }
            }
            let unless = aggregate.parts.map { part in part.unless.map(child) }
            aggregateIndex = aggregates.count
            aggregates.append(
                PlanAggregate(
                    aggregate: aggregate, number: context.number(of: aggregate), outer: outer,
                    unless: unless))
            inputs = outer + unless
            detail = .number(Int64(aggregates[aggregateIndex].number))
        }
        let key = NodeKey(kind: expression.kind.number, detail: detail, inputs: inputs, type: expression.type)
        if let node = known[key] { return node }
        nodes.append(
            PlanNode(
                kind: expression.kind, type: expression.type, inputs: inputs, source: source, aggregate: aggregateIndex)
        )
        known[key] = nodes.count - 1
        return nodes.count - 1
    }

    /// The source of a row, made with what it needs.
    mutating func source(_ row: RowReference, context: PlanContext) -> Int {
        if let source = knownSources[row] { return source }
        let made: PlanSource
        switch row {
        case .row: return 0
        case .neighbour(let neighbour): made = PlanSource(kind: .neighbour(neighbour), table: table)
        case .joined(let of, let join):
            let from = source(of, context: context)
            let checked = context.rules.joins[join]
            let key = checked.on.map { add($0.here, base: of, context: context) }
            made = PlanSource(kind: .joined(of: from, join: join, key: key), table: checked.table)
        }
        sources.append(made)
        knownSources[row] = sources.count - 1
        return sources.count - 1
    }

    /// Whether anything in it is looked up in what rows of a table come to, or in a table of days.
    package var holdsAggregates: Bool { !aggregates.isEmpty || !dayColumns.isEmpty }

    /// The cells that a node's value depends on, through joins too (aggregates see to their own).
    package func cells(of node: NodeID) -> Set<PlanCell> {
        var cells: Set<PlanCell> = []
        var seen: Set<NodeID> = []
        var open = [node]
        while let next = open.popLast() {
            guard seen.insert(next).inserted else { continue }
            let planned = nodes[next]
            if case .column(let cell) = planned.kind {
                cells.insert(PlanCell(source: planned.source, column: cell.column))
                open += keyNodes(of: planned.source)
            }
            open += planned.inputs.compactMap { $0 }
        }
        return cells
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

/// A column of a plan's source.
package struct PlanCell: Hashable {
    package var source: Int
    package var column: Int

    package init(source: Int, column: Int) {
        self.source = source
        self.column = column
    }
}

/// What plans share: the rules, and the numbers of the aggregates of the whole check.
package final class PlanContext {
    let rules: RuleSet
    private(set) var aggregates: [NumberedAggregate] = []

    /// An aggregate; its place in `aggregates` is its number.
    package struct NumberedAggregate {
        var aggregate: CheckedAggregate
        /// The rule whose series it is over; `nil` for tables.
        var rule: Int?
    }

    /// The rule whose expressions are being added: aggregates over its series are its own.
    var rule: Int?

    private var numbers: [AggregateKey: Int] = [:]
    private var literalIndices: [ObjectIdentifier: LiteralIndex] = [:]

    /// For each rule its waivers, by their index.
    private(set) lazy var waivers: [String: [Int]] = {
        var waivers: [String: [Int]] = [:]
        for (index, waiver) in rules.waivers.enumerated() { waivers[waiver.rule, default: []].append(index) }
        return waivers
    }()

    private struct AggregateKey: Hashable {
        var aggregate: ObjectIdentifier
        var rule: Int?
    }

    package init(rules: RuleSet) { self.rules = rules }

    /// The number of an aggregate: the one that it has already where the same object was added before.
    func number(of aggregate: CheckedAggregate) -> Int {
        let owner = aggregate.source == .series ? rule : nil
        let key = AggregateKey(aggregate: ObjectIdentifier(aggregate), rule: owner)
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

extension RowReference {
    /// This reference with its `.row` put at another place.
    func placed(at base: RowReference) -> RowReference {
        switch self {
        case .row: base
        case .neighbour: self
        case .joined(let of, let join): .joined(of.placed(at: base), join: join)
        }
    }
}

/// What makes two nodes of a plan one: what they do, and to which nodes.
private struct NodeKey: Hashable {
    /// What a node does beside its inputs.
    enum Detail: Hashable {
        case none
        case flag(Bool)
        case number(Int64)
        /// As its bytes: texts that Unicode takes to be equal are not the same.
        case text([UInt8])
        case column(source: Int, column: Int)
        case figure(Int128, by: Int128, scale: Int8, Unit, CellState, flags: UInt8)
        case arithmetic(Arithmetic)
        case comparison(Comparison)
        case texts(TextComparison)
        case state(StateTest)
        case pattern([UInt8], ignoresCase: Bool)
        case set(ObjectIdentifier)
        case function(Function)
        /// A literal of another kind, by a number of the kind.
        indirect case literal(Int, Detail)

        init(_ literal: Literal) {
            switch literal {
            case .figure(let figure):
                self = .figure(
                    figure.mantissa, by: figure.denominator, scale: figure.scale, figure.unit, figure.state,
                    flags: figure.flags.rawValue)
            case .target(let text): self = .literal(0, .text(Array(text.utf8)))
            case .text(let text): self = .literal(1, .text(Array(text.utf8)))
            case .date(let days): self = .literal(2, .number(Int64(days)))
            case .period(let code): self = .literal(3, .number(code))
            case .truth(let truth): self = .literal(4, .flag(truth))
            case .choice(let label): self = .literal(5, .number(Int64(label)))
            case .status(let label): self = .literal(6, .number(Int64(label)))
            case .duration(let length): self = .literal(7, .number(Int64(length)))
            case .days(let table, let column): self = .literal(10, .column(source: table, column: column))
            case .unknown: self = .literal(8, .none)
            case .none: self = .literal(9, .none)
            }
        }
    }

    var kind: Int
    var detail: Detail
    var inputs: [NodeID?]
    var type: ValueType
}

extension TypedKind {
    /// A number that tells kinds of nodes apart.
    fileprivate var number: Int {
        switch self {
        case .literal: 0
        case .column: 1
        case .arithmetic: 2
        case .negative: 3
        case .dateShift: 4
        case .compareFigures: 5
        case .compareCodes: 6
        case .sameColour: 7
        case .compareTexts: 8
        case .compareTruths: 9
        case .compareTargets: 10
        case .agrees: 11
        case .and: 12
        case .or: 13
        case .not: 14
        case .conditional: 15
        case .state: 16
        case .matches: 17
        case .asText: 18
        case .asTarget: 19
        case .direction: 20
        case .due: 21
        case .call: 22
        case .aggregate: 23
        case .isIn: 24
        }
    }
}
