// Pictures of stated totals against the sum of their parts.

import Checking
import Columns
import Diagnostics
import Evaluation
import Findings
import Planning
import Quantities

/// Finds the parts of totals that a rule's first violations are about. It reads the table of the parts for each.
struct TotalPictures {
    private let template: FindingTemplate
    private let evaluator: ExpressionEvaluator
    private let violations: [RuleViolation]
    private let reported: ReportedRows?
    private let writer: FindingWriter
    private var judgement: Judgement { writer.judgement }

    /// How many violations of a rule are looked at, and how many parts are named.
    static let violationLimit = 40
    static let shownParts = 40
    private static let rowLimit = 1 << 20

    /// `evaluator` has begun the violations, in their order.
    init(
        _ violations: [RuleViolation], _ template: FindingTemplate, _ evaluator: ExpressionEvaluator,
        _ reported: ReportedRows?, in writer: FindingWriter
    ) {
        self.violations = violations
        self.template = template
        self.evaluator = evaluator
        self.reported = reported
        self.writer = writer
    }

    /// What a total is made of.
    private enum Parts {
        case counted(AggregateLookup)
        case added([NodeID])
    }

    /// The sides of a comparison of a stated figure with a total; `nil` for other comparisons.
    private static func sides(
        _ comparison: FindingTemplate.Comparison, _ template: FindingTemplate
    ) -> (stated: NodeID, total: NodeID, parts: Parts)? {
        let nodes = comparison.sides.map(\.node)
        guard nodes.count == 2, nodes.allSatisfy({ template.graph.nodes[$0].type == .figure }) else { return nil }
        for (stated, total) in [(nodes[0], nodes[1]), (nodes[1], nodes[0])] {
            guard template.graph.nodes[stated].kind.isColumn, let parts = parts(of: total, template) else { continue }
            return (stated, total, parts)
        }
        return nil
    }

    /// Whether a comparison is about a total.
    static func isAbout(_ comparison: FindingTemplate.Comparison, _ template: FindingTemplate) -> Bool {
        sides(comparison, template) != nil
    }

    private static func parts(of node: NodeID, _ template: FindingTemplate) -> Parts? {
        switch template.graph.nodes[node].kind {
        case .aggregate(let use) where use.aggregate.function == .sum || use.aggregate.function == .count:
            return .counted(use)
        case .arithmetic(.add, let left, let right):
            var parts: [NodeID] = []
            var open = [right, left]
            while let next = open.popLast() {
                if case .arithmetic(.add, let left, let right) = template.graph.nodes[next].kind {
                    open += [right, left]
                } else if template.graph.nodes[next].kind.isColumn {
                    parts.append(next)
                } else {
                    return nil
                }
            }
            return .added(parts)
        default: return nil
        }
    }

    /// The picture of one violation; `nil` where it is about no total.
    func picture(_ index: Int) -> FindingPicture? {
        guard let comparison = template.broken(violations[index].require, evaluator, index),
            let (stated, total, parts) = Self.sides(comparison, template)
        else { return nil }
        let row = violations[index].subject.row.flatMap { reported?[$0] }
        let name = judgement.header(of: stated, in: template.graph, file: Int(row?.file ?? 0)) ?? "total"
        guard let statedFigure = placed(stated, index), let sum = placed(total, index) else {
            return .undrawn("the total or its parts are not known, so there is nothing to draw")
        }
        guard index < Self.violationLimit else {
            return .undrawn("the parts are drawn for the first \(Self.violationLimit) findings of a rule")
        }
        var picture = TotalPicture(name: name, stated: statedFigure, sum: sum, parts: [])
        picture.difference = difference(stated, total, index)
        switch parts {
        case .added(let nodes):
            for node in nodes {
                guard let figure = placed(node, index) else { continue }
                let header = judgement.header(of: node, in: template.graph, file: Int(row?.file ?? 0))
                picture.parts.append(TotalPicture.Part(header ?? "part", figure))
            }
        case .counted(let use):
            guard judgement.feeds[use.aggregate.table].rowCount <= Self.rowLimit else {
                return .undrawn("the parts are in a table of too many rows to be looked up again")
            }
            picture.isCount = use.aggregate.function == .count
            count(use, index, into: &picture)
        }
        return .total(picture)
    }

    private func count(_ use: AggregateLookup, _ index: Int, into picture: inout TotalPicture) {
        var figures: [Figure] = []
        let by = template.by.map { (name: "", expression: $0.expression, node: $0.node) }
        let counted = AggregateRows(use, evaluator: evaluator, in: writer, shownRows: Self.shownParts)
            .rows(by: use.aggregate.source == .series ? by : [], outside: index, figures: &figures)
        if counted.leftOut > 0 {
            picture.remark =
                counted.leftOut == 1
                ? "1 row with a faulty cell is not counted"
                : "\(counted.leftOut) rows with faulty cells are not counted"
        }
        guard !picture.isCount, figures.count == counted.first.count else {
            picture.leftOut = counted.count
            return
        }
        for (part, figure) in zip(counted.first, figures) {
            guard let place = figure.approximation else { continue }
            let name = part.cells.map { $0.text.isEmpty ? "(blank)" : brief($0.text, to: 60) }
            picture.parts.append(
                TotalPicture.Part(
                    name.isEmpty ? "row on line \(part.line)" : name.joined(separator: " "),
                    PlacedFigure(part.value.map { brief($0, to: 60) } ?? text(of: figure), at: place)))
        }
        picture.leftOut = max(0, counted.count - picture.parts.count)
    }

    /// How far two figures are apart, in words.
    private func difference(_ one: NodeID, _ other: NodeID, _ index: Int) -> String? {
        guard case .figure(let left) = evaluator.value(one), case .figure(let right) = evaluator.value(other) else {
            return nil
        }
        let (one, other) = (left[figure: index], right[figure: index])
        let isLess = compare(one, other, .less) ?? false
        let difference = combine(isLess ? other : one, isLess ? one : other, .subtract)
        return difference.isValue ? text(of: difference) : nil
    }

    /// A node's figure, as messages show it.
    private func placed(_ node: NodeID, _ index: Int) -> PlacedFigure? {
        guard case .figure(let figures) = evaluator.value(node), figures.state[index] == .value,
            let place = figures[figure: index].approximation
        else { return nil }
        return PlacedFigure(brief(evaluator.value(node, row: index).words, to: 80), at: place)
    }
}
