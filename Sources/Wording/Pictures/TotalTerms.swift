// What a rule's comparison adds up, takes off, counts or divides: the terms of a picture of a total.

import Catalog
import Checking
import Diagnostics
import Evaluation
import Planning
import Quantities

/// One side of a comparison as a total: what it is made of.
struct TotalTerms {
    /// A figure that is added, or taken off.
    struct Term {
        var node: NodeID
        var isSubtracted: Bool
    }

    enum Form {
        /// Figures that are added up or taken off, at least two or one aggregate.
        case sum([Term])
        /// How many percent of a whole a part is.
        case share(part: NodeID, whole: NodeID)
    }

    /// The node of the total itself.
    var node: NodeID
    var form: Form

    /// `nil` where a side is no total. An `if` is its branch for a row, so that one row's side may be a total where
    /// another's is none; without a row it is a total where either branch is.
    init?(_ side: NodeID, in graph: ExpressionGraph, _ branch: (_ condition: NodeID) -> Bool?) {
        node = side
        while case .conditional(let condition, let then, let otherwise) = graph.nodes[node].kind {
            switch branch(condition) {
            case true?: node = then
            case false?: node = otherwise
            case nil:
                guard let either = Self(then, in: graph, branch) ?? Self(otherwise, in: graph, branch) else {
                    return nil
                }
                self = either
                return
            }
        }
        switch graph.nodes[node].kind {
        case .call(.percent, let arguments):
            guard arguments.count == 2, let part = arguments[0], let whole = arguments[1] else { return nil }
            form = .share(part: part, whole: whole)
        case .arithmetic(.divide, let part, let whole):
            // Halves, or averages of years, are no shares of a whole.
            guard graph.isCounted(part) || graph.isCounted(whole) else { return nil }
            form = .share(part: part, whole: whole)
        default:
            var terms: [Term] = []
            var open = [Term(node: node, isSubtracted: false)]
            while let next = open.popLast() {
                let taken = next.isSubtracted
                switch graph.nodes[next.node].kind {
                case .arithmetic(.add, let left, let right):
                    open += [Term(node: right, isSubtracted: taken), Term(node: left, isSubtracted: taken)]
                case .arithmetic(.subtract, let left, let right):
                    open += [Term(node: right, isSubtracted: !taken), Term(node: left, isSubtracted: taken)]
                case .negative(let inner): open.append(Term(node: inner, isSubtracted: !taken))
                case .conditional(let condition, let then, let otherwise):
                    let isTaken = branch(condition) ?? true
                    open.append(Term(node: isTaken ? then : otherwise, isSubtracted: taken))
                default: terms.append(next)
                }
            }
            let columns = terms.count { graph.nodes[$0.node].kind.isColumn }
            guard terms.contains(where: { graph.isCounted($0.node) }) || columns > 1 else { return nil }
            form = .sum(terms)
        }
    }
}

extension ExpressionGraph {
    /// Whether a node adds up figures of rows, or counts rows.
    func isCounted(_ node: NodeID) -> Bool {
        guard case .aggregate(let use) = nodes[node].kind else { return false }
        return use.aggregate.function == .sum || use.aggregate.function == .count
    }
}

/// The two sides of a comparison of which one is a total.
struct ComparedTotal {
    /// What the total is held against: a node with its words in the rule file, or a figure of the rule itself.
    enum Stated {
        case node(NodeID, text: String)
        case figure(Figure)
    }

    var stated: Stated
    var total: TotalTerms
    /// How far the two may be apart, where a rule says so: `abs(sum(series.value) - total) <= 5`.
    var allowed: Figure?

    /// `nil` for a comparison that is about no total.
    init?(
        _ comparison: FindingTemplate.Comparison, in graph: ExpressionGraph,
        _ branch: (_ condition: NodeID) -> Bool? = { _ in nil }
    ) {
        let sides = comparison.sides
        guard sides.allSatisfy({ graph.nodes[$0.node].type == .figure }) else { return nil }
        func total(_ node: NodeID) -> TotalTerms? { TotalTerms(node, in: graph, branch) }
        if sides.count == 1, let figure = comparison.literal {
            if case .call(.abs, let arguments) = graph.nodes[sides[0].node].kind, let inner = arguments.first ?? nil,
                case .arithmetic(.subtract, let left, let right) = graph.nodes[inner].kind
            {
                for (one, other) in [(left, right), (right, left)] where !graph.isCounted(other) {
                    guard let terms = total(one) else { continue }
                    (stated, self.total, allowed) = (.node(other, text: ""), terms, figure)
                    return
                }
                return nil
            }
            guard let terms = total(sides[0].node) else { return nil }
            (stated, self.total) = (.figure(figure), terms)
            return
        }
        guard sides.count == 2 else { return nil }
        // What is stated is most often a cell.
        let order = graph.nodes[sides[1].node].kind.isColumn ? [(1, 0), (0, 1)] : [(0, 1), (1, 0)]
        for (one, other) in order {
            guard let terms = total(sides[other].node) else { continue }
            (stated, self.total) = (.node(sides[one].node, text: sides[one].text), terms)
            return
        }
        return nil
    }
}
