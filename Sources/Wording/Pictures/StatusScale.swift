// How the statuses of a scheme lie along the values of one figure: what a picture of a status is drawn from.

import Catalog
import Checking
import Columns
import Evaluation
import Findings
import Planning
import Quantities

/// The figure on which a scheme's statuses depend, and its conditions as limits on that figure. Whatever else the
/// conditions ask of a row is taken as the row has it.
struct StatusScale {
    /// The node of the figure: the value that a target is held against, or that is compared first.
    let axis: NodeID
    /// What it is held against; `nil` where the conditions name nothing.
    private let opposite: Opposite?
    private let graph: ExpressionGraph
    private let scheme: CheckedScheme
    private let conditions: [NodeID?]
    /// By node whether its value depends on the axis.
    private let depends: [Bool]

    private enum Opposite {
        case target(NodeID)
        /// A figure that is taken for a target by the comparison with it.
        case figure(NodeID, Comparison)

        var node: NodeID {
            switch self {
            case .target(let node), .figure(let node, _): node
            }
        }
    }

    /// `nil` where the status that is due depends on no figure.
    init?(due: NodeID, in graph: ExpressionGraph, _ rules: RuleSet) {
        guard case .due(let scheme, let conditions) = graph.nodes[due].kind else { return nil }
        let order = Self.order(of: conditions.compactMap { $0 }, graph)
        guard let found = Self.heldAgainstTarget(order, graph) ?? Self.compared(order, graph, rules) else { return nil }
        (axis, opposite) = found
        self.graph = graph
        self.scheme = rules.schemes[scheme]
        self.conditions = conditions
        // Operands come before the nodes that use them.
        var depends: [Bool] = []
        for (node, planned) in graph.nodes.enumerated() {
            depends.append(node == found.0 || planned.inputs.contains { $0.map { depends[$0] } ?? false })
        }
        self.depends = depends
    }

    /// The nodes that some conditions are made of, each once, as they are written.
    private static func order(of conditions: [NodeID], _ graph: ExpressionGraph) -> [NodeID] {
        var order: [NodeID] = []
        var seen: Set<NodeID> = []
        var open = Array(conditions.reversed())
        while let next = open.popLast() {
            guard seen.insert(next).inserted else { continue }
            order.append(next)
            open += graph.nodes[next].inputs.compactMap { $0 }.reversed()
        }
        return order
    }

    /// The first figure that is held against a target.
    private static func heldAgainstTarget(_ order: [NodeID], _ graph: ExpressionGraph) -> (NodeID, Opposite?)? {
        for node in order {
            switch graph.nodes[node].kind {
            case .call(.meets, _), .call(.near, _), .call(.gap, _), .call(.relativeGap, _):
                let inputs = graph.nodes[node].inputs
                guard let value = inputs[0], let target = inputs[1], graph.nodes[value].type == .figure else {
                    continue
                }
                return (value, .target(target))
            default: continue
            }
        }
        return nil
    }

    /// The column `value`, else the first column of figures, with what it is compared with.
    private static func compared(
        _ order: [NodeID], _ graph: ExpressionGraph, _ rules: RuleSet
    ) -> (NodeID, Opposite?)? {
        let columns = order.filter { graph.nodes[$0].type == .figure && graph.nodes[$0].kind.isColumn }
        func isValue(_ node: NodeID) -> Bool {
            guard case .column(let cell) = graph.nodes[node].kind else { return false }
            return rules.tables[graph.sources[cell.source].table].columns[cell.column].name == "value"
        }
        guard let axis = columns.first(where: isValue) ?? columns.first else { return nil }
        for node in order {
            guard case .compareFigures(let comparison, let left, let right) = graph.nodes[node].kind else { continue }
            if left == axis { return (axis, .figure(right, comparison)) }
            if right == axis { return (axis, .figure(left, comparison.mirrored)) }
        }
        return (axis, nil)
    }

    /// The column that the figure is read from; `nil` where it is computed.
    var column: SourceCell? { if case .column(let cell) = graph.nodes[axis].kind { cell } else { nil } }

    /// The node of the cell that says what the figure is held against.
    var oppositeCell: NodeID? {
        guard let opposite else { return nil }
        if case .asTarget(let node) = graph.nodes[opposite.node].kind { return node }
        return opposite.node
    }

    /// How far the figure of one row falls short of the target that it is held against: 0 where it meets it; `nil`
    /// where that is not known, and where it is held against no target.
    func shortfall(_ evaluator: ExpressionEvaluator, row: Int) -> Figure? {
        guard case .target(let target)? = opposite else { return nil }
        let held = graph.nodes.first { node in
            switch node.kind {
            case .call(.meets, _), .call(.near, _), .call(.gap, _), .call(.relativeGap, _):
                node.inputs[0] == axis && node.inputs[1] == target
            default: false
            }
        }
        guard let held, case .figure(let values) = evaluator.value(axis),
            case .target(let targets) = evaluator.value(target)
        else { return nil }
        let direction = evaluator.direction(held.inputs.count > 2 ? held.inputs[2] : nil, row: row)
        let out = FigureVector(capacity: max(1, values.count))
        gap(values, targets, direction: [UInt8](repeating: direction.rawValue, count: max(1, values.count)), into: out)
        let found = out[figure: row]
        return found.isValue ? found : nil
    }

    // MARK: One row

    /// What it says of one row.
    struct Reading {
        /// In the unit of the axis, where it is known.
        var value: Figure
        /// The unit of the axis.
        var unit: Unit
        var bounds: [ScalePicture.Edge]
        /// Empty where the conditions ask for more than limits.
        var bands: [ScalePicture.Band]
        /// The status of the band that the value lies in.
        var dueByBands: StatusName?
        /// Why there are no bands, or less than there could be: lower case, no full stop.
        var remark: String?
    }

    /// `nil` where there is no figure, or none in the unit that is asked for.
    func read(_ evaluator: ExpressionEvaluator, row: Int, in asked: Unit? = nil) -> Reading? {
        guard var value = figure(axis, evaluator, row), value.isValue || value.state == .bounded else { return nil }
        let target = opposite.flatMap { self.target($0, evaluator, row) }
        let unit = asked ?? value.axisUnit(beside: target?.first)
        if let placed = value.onAxis(of: unit) {
            value = placed
        } else if asked != nil, value.unit != unit {
            return nil
        }
        let isCompound = oppositeCell.map { isCompoundTime(evaluator.value($0, row: row).words) } ?? false
        func edge(_ edge: ValueBand.Edge) -> ScalePicture.Edge? { self.edge(edge, isCompound: isCompound) }
        var reading = Reading(value: value, unit: unit, bounds: [], bands: [])
        for bound in target?.bounds(in: unit) ?? [] {
            guard let edge = edge(ValueBand.Edge(figure: bound.figure, isIncluded: bound.isMet)) else { continue }
            reading.bounds.append(edge)
        }
        var limits: [ValueCondition?] = []
        for asked in conditions {
            guard let asked else {
                limits.append(nil)
                continue
            }
            guard let limit = condition(asked, At(evaluator, row, unit)) else {
                reading.remark = "no bands are drawn: the scheme asks for more than limits of this figure"
                return reading
            }
            limits.append(limit)
        }
        for band in Quantities.bands(of: limits, unit: unit) {
            let status = band.condition.map { name(ofLabel: scheme.firstLabel(of: $0)) }
            reading.bands.append(
                ScalePicture.Band(
                    status: status, lower: band.lower.flatMap(edge), upper: band.upper.flatMap(edge)))
            if band.contains(value) { reading.dueByBands = status }
        }
        if reading.bands.allSatisfy({ $0.status == nil }) {
            reading.bands = []
            reading.remark = "no bands are drawn: what the statuses depend on is not known"
        } else if reading.bands.contains(where: { $0.status == nil }) {
            reading.remark = "where no status is named, the scheme cannot decide with what is known of the row"
        }
        return reading
    }

    /// A status by the number of its label.
    func name(ofLabel label: Int) -> StatusName {
        guard scheme.labels.indices.contains(label) else { return StatusName("", .grey) }
        let text = scheme.labels[label].text
        let colour = scheme.statuses[scheme.labels[label].status].colour.asStatusColour
        return StatusName(text.isEmpty ? "(blank)" : text, colour)
    }

    private func edge(_ edge: ValueBand.Edge, isCompound: Bool) -> ScalePicture.Edge? {
        edge.figure.approximation.map {
            let words = (isCompound ? edge.figure.compoundTime : nil) ?? text(of: edge.figure)
            return ScalePicture.Edge(PlacedFigure(words, at: $0), isIncluded: edge.isIncluded)
        }
    }

    private func figure(_ node: NodeID, _ evaluator: ExpressionEvaluator, _ row: Int) -> Figure? {
        guard case .figure(let figures) = evaluator.value(node) else { return nil }
        return figures[figure: row]
    }

    private func target(_ opposite: Opposite, _ evaluator: ExpressionEvaluator, _ row: Int) -> TargetBounds? {
        switch opposite {
        case .target(let node):
            if case .target(let targets) = evaluator.value(node) { return TargetBounds(targets, row: row) }
            return figure(node, evaluator, row).flatMap { $0.isValue ? TargetBounds($0) : nil }
        case .figure(let node, let comparison):
            guard let figure = figure(node, evaluator, row), figure.isValue else { return nil }
            var target = TargetBounds(figure)
            switch comparison {
            case .less, .lessOrEqual: target.form = comparison == .less ? .lessThan : .atMost
            case .greater, .greaterOrEqual: target.form = comparison == .greater ? .moreThan : .atLeast
            case .equal, .notEqual: break
            }
            return target
        }
    }

    // MARK: Conditions

    /// One row of an evaluator, and the unit of the axis.
    private struct At {
        let evaluator: ExpressionEvaluator
        let row: Int
        let unit: Unit

        init(_ evaluator: ExpressionEvaluator, _ row: Int, _ unit: Unit) {
            (self.evaluator, self.row, self.unit) = (evaluator, row, unit)
        }

        func truth(_ node: NodeID) -> Bool? {
            let truths = evaluator.truths(node)
            return truths.isTrue(row) ? true : truths.isFalse(row) ? false : nil
        }
    }

    /// A condition as limits on the axis; `nil` where it asks for more.
    private func condition(_ node: NodeID, _ at: At) -> ValueCondition? {
        guard depends[node] else { return .fixed(at.truth(node)) }
        let planned = graph.nodes[node]
        func parts() -> [ValueCondition]? {
            let parts = planned.inputs.compactMap { $0.flatMap { condition($0, at) } }
            return parts.count == planned.inputs.count ? parts : nil
        }
        switch planned.kind {
        case .call(.meets, _):
            guard let (target, direction) = held(planned, at) else { return nil }
            return target.isMet(direction: direction, unit: at.unit)
        case .call(.near, _):
            guard let (target, direction) = held(planned, at),
                !planned.inputs.dropFirst(3).contains(where: { $0.map { depends[$0] } ?? false })
            else { return nil }
            func tolerance(_ index: Int) -> Figure? {
                guard planned.inputs.indices.contains(index) else { return nil }
                return planned.inputs[index].map { figure($0, at.evaluator, at.row) ?? .unknown }
            }
            return target.isNearlyMet(
                direction: direction, points: tolerance(3), percent: tolerance(4), unit: at.unit)
        case .compareFigures(let comparison, let left, let right):
            if !depends[right], let limit = figure(right, at.evaluator, at.row) {
                return compare(left, comparison, limit, at)
            }
            if !depends[left], let limit = figure(left, at.evaluator, at.row) {
                return compare(right, comparison.mirrored, limit, at)
            }
            return nil
        case .and: return parts().map { .all($0) }
        case .or: return parts().map { .any($0) }
        case .not: return parts()?.first.map { .not($0) }
        case .conditional:
            return parts().flatMap { $0.count == 3 ? .conditional($0[0], $0[1], $0[2]) : nil }
        case .state(.known, let of) where of == axis: return .fixed(true)
        case .state(.blank, let of) where of == axis: return .fixed(false)
        default: return nil
        }
    }

    /// The target and the direction of a call that holds the axis against them; `nil` where it holds something else.
    private func held(_ call: ExpressionNode, _ at: At) -> (TargetBounds, Direction)? {
        guard call.inputs[0] == axis, let node = call.inputs[1], !depends[node] else { return nil }
        let direction = call.inputs.count > 2 ? call.inputs[2] : nil
        guard !(direction.map { depends[$0] } ?? false) else { return nil }
        // A target that is not a figure leaves everything unknown.
        guard let target = self.target(.target(node), at.evaluator, at.row) else { return nil }
        return (target, at.evaluator.direction(direction, row: at.row))
    }

    /// A comparison of what depends on the axis with a figure that does not.
    private func compare(_ node: NodeID, _ comparison: Comparison, _ limit: Figure, _ at: At) -> ValueCondition? {
        guard limit.isValue else { return .fixed(nil) }
        if node == axis { return limit.onAxis(of: at.unit).map { .compare(comparison, $0) } ?? .fixed(nil) }
        let planned = graph.nodes[node]
        let inputs = planned.inputs
        func free(_ index: Int) -> Figure? {
            guard inputs.indices.contains(index), let node = inputs[index], !depends[node] else { return nil }
            return figure(node, at.evaluator, at.row)
        }
        switch planned.kind {
        case .negative(let part):
            return compare(part, comparison.mirrored, combine(Figure(whole: 0), limit, .subtract), at)
        case .arithmetic(.add, let left, let right):
            if let other = free(1) { return compare(left, comparison, combine(limit, other, .subtract), at) }
            return free(0).flatMap { compare(right, comparison, combine(limit, $0, .subtract), at) }
        case .arithmetic(.subtract, let left, let right):
            if let other = free(1) { return compare(left, comparison, combine(limit, other, .add), at) }
            return free(0).flatMap { compare(right, comparison.mirrored, combine($0, limit, .subtract), at) }
        case .call(.percent, _):
            // As a share of the whole, which must be above nothing for the order to stay.
            guard let part = inputs[0], let whole = free(1), whole.isValue, whole.mantissa > 0 else { return nil }
            return compare(part, comparison, combine(whole, limit, .multiply(.none)), at)
        case .call(.gap, _), .call(.relativeGap, _):
            guard let (target, direction) = held(planned, at) else { return nil }
            var isRelative = false
            if case .call(.relativeGap, _) = planned.kind { isRelative = true }
            func short(strictly: Bool) -> ValueCondition {
                target.fallsShort(
                    byLess: limit, ofBound: isRelative, strictly: strictly, direction: direction, unit: at.unit)
            }
            switch comparison {
            case .less: return short(strictly: true)
            case .lessOrEqual: return short(strictly: false)
            case .greater: return .not(short(strictly: false))
            case .greaterOrEqual: return .not(short(strictly: true))
            case .equal, .notEqual: return nil
            }
        default: return nil
        }
    }
}

extension Colour {
    /// The same for reports.
    var asStatusColour: StatusName.Colour {
        switch self {
        case .green: .green
        case .amber: .amber
        case .red: .red
        case .blue: .blue
        case .grey: .grey
        }
    }
}
