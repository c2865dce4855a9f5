// Pictures of totals against what their parts come to.

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

    /// Whether a comparison may be about a total.
    static func isAbout(_ comparison: FindingTemplate.Comparison, _ template: FindingTemplate) -> Bool {
        ComparedTotal(comparison, in: template.graph) != nil
    }

    /// The picture of one violation; `nil` where it is about no total.
    func picture(_ index: Int) -> FindingPicture? {
        guard let comparison = template.broken(violations[index].require, evaluator, index),
            let compared = ComparedTotal(comparison, in: template.graph, { truth($0, index) })
        else { return nil }
        guard index < Self.violationLimit else {
            return .undrawn("parts are drawn for the first \(Self.violationLimit) findings of a rule")
        }
        let total = compared.total
        guard let stated = statedFigure(compared, index), let sum = figure(total.node, index) else {
            return .undrawn("the total or its parts are not known, so there is nothing to draw")
        }
        // As what is stated is printed: lengths of time in several units stand on its axis.
        let axis = FigureAxis(unit: stated.unit.isBare ? sum.unit : stated.unit)
        guard let statedPlace = axis.place(stated, words: words(compared, index)),
            let sumPlace = axis.place(sum, words: shown(total.node, index))
        else { return .undrawn(Self.noAxis) }
        let file = violations[index].subject.row.flatMap { reported?[$0] }.map { Int($0.file) } ?? 0
        let (name, stating) = name(of: compared, file: file)
        var picture = TotalPicture(name: name, stating: stating, stated: statedPlace, sum: sumPlace, parts: [])
        picture.difference = difference(stated, sum)
        if let why = addParts(of: total, sum, axis, index, file, to: &picture) { return .undrawn(why) }
        if let allowed = compared.allowed {
            let words = "the rule accepts a difference of up to \(text(of: allowed))"
            picture.remark = picture.remark.map { $0 + "; " + words } ?? words
        }
        return .total(picture)
    }

    private static let noAxis = "the total and its parts have units between which nothing converts"
    private static let disagrees = "the parts that are known do not come to the total that the rule computed"

    // MARK: What is stated

    private func statedFigure(_ compared: ComparedTotal, _ index: Int) -> Figure? {
        switch compared.stated {
        case .node(let node, _): figure(node, index)
        case .figure(let figure): figure.isValue ? figure : nil
        }
    }

    private func words(_ compared: ComparedTotal, _ index: Int) -> String {
        switch compared.stated {
        case .node(let node, _): shown(node, index)
        case .figure(let figure): text(of: figure)
        }
    }

    private func name(of compared: ComparedTotal, file: Int) -> (String, TotalPicture.Stating) {
        guard case .node(let node, let text) = compared.stated else { return ("", .rule) }
        if let header = judgement.header(of: node, in: template.graph, file: file) { return (header, .cell) }
        if case .literal = template.graph.nodes[node].kind { return ("", .rule) }
        return (text.isEmpty ? termName(node, file) : brief(text, to: 80), .expression)
    }

    // MARK: Parts

    /// Adds the parts of a total; gives why they cannot be drawn, or `nil` where they can.
    private func addParts(
        of total: TotalTerms, _ sum: Figure, _ axis: FigureAxis, _ index: Int, _ file: Int,
        to picture: inout TotalPicture
    ) -> String? {
        switch total.form {
        case .share(let part, let whole):
            picture.way = .share
            guard let one = figure(part, index), let other = figure(whole, index) else {
                return "the part or the whole is not known, so there is nothing to draw"
            }
            guard isShare(one, of: other, sum) else { return Self.disagrees }
            for (node, figure) in [(part, one), (whole, other)] {
                guard let place = figure.approximation else { return Self.noAxis }
                picture.parts.append(
                    TotalPicture.Part(termName(node, file), PlacedFigure(shown(node, index), at: place)))
            }
            return nil
        case .sum(let terms):
            if terms.count == 1, !terms[0].isSubtracted,
                case .aggregate(let use) = template.graph.nodes[terms[0].node].kind
            {
                return addRows(of: use, sum, axis, index, to: &picture)
            }
            var parts: [(figure: Figure, isTakenOff: Bool)] = []
            for term in terms {
                guard let figure = figure(term.node, index) else {
                    return "a part of the total is not known, so there is nothing to draw"
                }
                guard let place = axis.place(figure, words: shown(term.node, index)) else { return Self.noAxis }
                parts.append((figure, term.isSubtracted))
                picture.parts.append(
                    TotalPicture.Part(termName(term.node, file), place, isTakenOff: term.isSubtracted))
            }
            return comesTo(sum, parts) ? nil : Self.disagrees
        }
    }

    /// Adds the rows that an aggregate adds up; where it counts rows, how many there are.
    private func addRows(
        of use: AggregateLookup, _ sum: Figure, _ axis: FigureAxis, _ index: Int, to picture: inout TotalPicture
    ) -> String? {
        picture.way = use.aggregate.function == .count ? .count : .sum
        if use.aggregate.source == .series, judgement.rules.rules[template.rule].runs != nil {
            return "the rows of a run are not looked up again"
        }
        guard judgement.feeds[use.aggregate.table].rowCount <= Self.rowLimit else {
            return "the parts are in a table of too many rows to be looked up again"
        }
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
        if picture.way == .count {
            picture.leftOut = counted.count
            guard case .value = sum.state, compare(sum, Figure(whole: counted.count), .equal) == true else {
                return Self.disagrees
            }
            return nil
        }
        guard figures.count == counted.first.count else {
            picture.leftOut = counted.count
            return nil
        }
        for (part, figure) in zip(counted.first, figures) {
            let words = part.value.map { brief($0, to: 60) } ?? text(of: figure)
            guard let place = axis.place(figure, words: words) else { return Self.noAxis }
            let name = part.cells.map { $0.text.isEmpty ? "(blank)" : brief($0.text, to: 60) }
            picture.parts.append(
                TotalPicture.Part(name.isEmpty ? "row on line \(part.line)" : name.joined(separator: " "), place))
        }
        picture.leftOut = max(0, counted.count - picture.parts.count)
        // Where all of them are known they must come to what was decided.
        guard picture.leftOut == 0, !figures.isEmpty else { return nil }
        return comesTo(sum, figures.map { ($0, false) }) ? nil : Self.disagrees
    }

    /// Whether figures come to a total, computed exactly.
    private func comesTo(_ total: Figure, _ parts: [(figure: Figure, isTakenOff: Bool)]) -> Bool {
        func added(_ figures: [Figure]) -> Figure? {
            figures.dropFirst().reduce(figures.first) { sum, next in sum.map { combine($0, next, .add) } }
        }
        let (plus, minus) = (
            added(parts.filter { !$0.isTakenOff }.map(\.figure)), added(parts.filter(\.isTakenOff).map(\.figure))
        )
        var sum = plus ?? Figure(whole: 0)
        if let minus { sum = combine(sum, minus, .subtract) }
        return compare(sum, total, .equal) ?? false
    }

    /// Whether a part of a whole is the share that was computed, as a number or in percent.
    private func isShare(_ part: Figure, of whole: Figure, _ share: Figure) -> Bool {
        guard let part = part.onAxis(of: whole.unit)?.approximation ?? part.approximation,
            let whole = whole.approximation, let share = share.approximation, whole != 0
        else { return false }
        return [1, 100].contains { abs(part / whole * $0 - share) <= 1e-9 * max(1, abs(share)) }
    }

    /// What a part is called: its header, or what is added up or counted.
    private func termName(_ node: NodeID, _ file: Int) -> String {
        let graph = template.graph
        if let header = judgement.header(of: node, in: graph, file: file) { return header }
        switch graph.nodes[node].kind {
        case .literal: return "in the rule"
        case .aggregate(let use):
            let written = use.aggregate.written
            let condition = written.condition.map { " where " + oneLine($0.span.text) } ?? ""
            let value = written.value.map { oneLine($0.span.text) }
            switch use.aggregate.function {
            case .sum: return brief("sum of \(value ?? written.sourceName)" + condition, to: 80)
            case .count, .countDistinct: return brief("rows of \(written.sourceName)" + condition, to: 80)
            case .min: return brief("least \(value ?? "")" + condition, to: 80)
            case .max: return brief("greatest \(value ?? "")" + condition, to: 80)
            case .mean: return brief("mean of \(value ?? "")" + condition, to: 80)
            case .quantile(.half): return brief("median of \(value ?? "")" + condition, to: 80)
            case .quantile: return brief("quantile of \(value ?? "")" + condition, to: 80)
            case .first: return brief("first \(value ?? "")" + condition, to: 80)
            case .last: return brief("last \(value ?? "")" + condition, to: 80)
            case .any, .all, .list: return "computed"
            }
        default: return "computed"
        }
    }

    // MARK: Figures

    /// How far two figures are apart, in words; percentages in points.
    private func difference(_ one: Figure, _ other: Figure) -> String? {
        let isLess = compare(one, other, .less) ?? false
        let difference = combine(isLess ? other : one, isLess ? one : other, .subtract)
        guard difference.isValue else { return nil }
        let words = text(of: difference)
        guard difference.unit == .percent, words.hasSuffix("%") else { return words }
        return words.dropLast() + (words == "1%" ? " point" : " points")
    }

    private func truth(_ node: NodeID, _ index: Int) -> Bool? {
        let truths = evaluator.truths(node)
        return truths.isTrue(index) ? true : truths.isFalse(index) ? false : nil
    }

    /// `nil` where a node has no figure for a row.
    private func figure(_ node: NodeID, _ index: Int) -> Figure? {
        guard case .figure(let figures) = evaluator.value(node), figures.state[index] == .value else { return nil }
        return figures[figure: index]
    }

    /// A node's figure, as messages show it.
    private func shown(_ node: NodeID, _ index: Int) -> String {
        brief(evaluator.value(node, row: index).words, to: 80)
    }
}

/// The axis on which a total and its parts stand.
private struct FigureAxis {
    let unit: Unit

    /// `nil` for a figure in a unit that does not convert.
    func place(_ figure: Figure, words: String) -> PlacedFigure? {
        figure.onAxis(of: unit)?.approximation.map { PlacedFigure(words, at: $0) }
    }
}
