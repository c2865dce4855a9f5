// For which rules the parts of a graph are computed.

import Checking
import Planning

/// By node, source and aggregate the rules that ask for it, as indices into `RuleSet.rules`, ascending.
struct NodeUsers {
    private(set) var ofNodes: [[Int]] = []
    private(set) var ofSources: [[Int]] = []
    let ofAggregates: [Int: [Int]]

    /// The users of a graph, some of whose nodes rules, series or aggregates ask for first.
    init(_ graph: ExpressionGraph, asked: [(nodes: [NodeID], rules: [Int])], _ aggregates: AggregateUsers) {
        var nodes = [Set<Int>](repeating: [], count: graph.nodes.count)
        var sources = [Set<Int>](repeating: [], count: graph.sources.count)
        for (first, rules) in asked where !rules.isEmpty {
            let reached = graph.reach(of: first)
            for node in reached.nodes { nodes[node].formUnion(rules) }
            for source in reached.sources { sources[source].formUnion(rules) }
        }
        ofNodes = nodes.map { $0.sorted() }
        ofSources = sources.map { $0.sorted() }
        ofAggregates = aggregates.rules.mapValues { $0.sorted() }
    }

    /// The users of a table's pass.
    init(_ scan: ScanPlan, _ aggregates: AggregateUsers) {
        self.init(
            scan.graph,
            asked: scan.rules.map { ($0.asked, [$0.rule]) } + scan.series.map { ($0.askedOfTable, [$0.rule]) }
                + scan.aggregates.map { ($0.asked, aggregates.rules[$0.number]?.sorted() ?? []) },
            aggregates)
    }

    /// The users of a graph that is a single rule's.
    init(_ graph: ExpressionGraph, rule: Int, _ aggregates: AggregateUsers) {
        self.init(graph, asked: [(Array(graph.nodes.indices), [rule])], aggregates)
    }
}

/// By the number of an aggregate the rules that look it up, if only in the condition of another one.
struct AggregateUsers {
    private(set) var rules: [Int: Set<Int>] = [:]

    init(_ plan: CheckPlan) {
        for scan in plan.scans + plan.lateScans {
            for rule in scan.rules { note(rule.asked, in: scan.graph, [rule.rule]) }
            for series in scan.series {
                note(series.askedOfTable, in: scan.graph, [series.rule])
                note(Array(series.graph.nodes.indices), in: series.graph, [series.rule])
            }
        }
        for once in plan.once { note(Array(once.graph.nodes.indices), in: once.graph, [once.rule]) }
        // An aggregate that another one looks up is counted for the rules of that one. Each round adds a rule, or ends.
        var counted = -1
        while counted != rules.values.reduce(0, { $0 + $1.count }) {
            counted = rules.values.reduce(0) { $0 + $1.count }
            for scan in plan.scans + plan.lateScans {
                for inputs in scan.aggregates {
                    if let users = rules[inputs.number] { note(inputs.asked, in: scan.graph, users) }
                }
            }
        }
    }

    private mutating func note(_ nodes: [NodeID], in graph: ExpressionGraph, _ users: Set<Int>) {
        for node in graph.reach(of: nodes).nodes {
            if case .aggregate(let use) = graph.nodes[node].kind { rules[use.number, default: []].formUnion(users) }
        }
    }
}

extension ExpressionGraph {
    /// The nodes that some nodes are computed from, with themselves, and the sources whose rows they are.
    fileprivate func reach(of first: [NodeID]) -> (nodes: Set<NodeID>, sources: Set<Int>) {
        var nodes: Set<NodeID> = []
        var sources: Set<Int> = []
        var open = first
        while let node = open.popLast() {
            guard nodes.insert(node).inserted else { continue }
            open += self.nodes[node].inputs.compactMap { $0 }
            guard case .column(let cell) = self.nodes[node].kind else { continue }
            var source = cell.source
            while sources.insert(source).inserted, case .joined(let of, _, let key) = self.sources[source].kind {
                open += key
                source = of
            }
        }
        return (nodes, sources)
    }
}

extension RuleConditions {
    /// The nodes that judging it asks for.
    fileprivate var asked: [NodeID] {
        [condition].compactMap { $0 } + whens + requires + waivers.compactMap(\.condition)
    }
}

extension SeriesPlan {
    /// The nodes that its table's pass computes for it.
    fileprivate var askedOfTable: [NodeID] { [condition, over].compactMap { $0 } + by + orderNodes }
}

extension AggregateInputs {
    fileprivate var asked: [NodeID] { (parts + [value]).compactMap { $0 } + valueNodes }
}
