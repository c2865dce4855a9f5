// The picture of a status that is not the one that is due.

import Checking
import Columns
import Evaluation
import Findings
import Planning
import Quantities

/// Draws, for the rows of one rule, the value on the scale of its scheme.
struct StatusPicture {
    private let due: NodeID
    private let given: NodeID?
    private let template: FindingTemplate
    private let scale: StatusScale?
    private let judgement: Judgement

    /// `nil` where the comparison is about no status that is due.
    init?(_ comparison: FindingTemplate.Comparison, _ template: FindingTemplate, _ judgement: Judgement) {
        guard let due = comparison.sides.first(where: { template.isDue($0.node) })?.node else { return nil }
        self.due = due
        given = comparison.sides.first { $0.node != due }?.node
        self.template = template
        self.judgement = judgement
        scale = StatusScale(due: due, in: template.graph, judgement.rules)
    }

    func picture(_ evaluator: ExpressionEvaluator, row: Int, file: Int) -> FindingPicture {
        guard let scale else {
            return .undrawn("the scheme asks for no figure that the statuses could be drawn along")
        }
        let name = judgement.header(of: scale.axis, in: template.graph, file: file) ?? "value"
        guard let reading = scale.read(evaluator, row: row), let place = reading.value.approximation else {
            return .undrawn(whyNoFigure(scale, evaluator, row, name))
        }
        guard let dueName = status(due, evaluator, row),
            let givenName = given.flatMap({ status($0, evaluator, row) })
        else { return .undrawn("no status is given that could be drawn") }
        var lies: ScalePicture.Side?
        if reading.value.state == .bounded { lies = reading.value.flags.contains(.above) ? .above : .below }
        var target: NamedText?
        if let node = scale.oppositeCell {
            target = NamedText(
                judgement.header(of: node, in: template.graph, file: file) ?? "target",
                brief(evaluator.value(node, row: row).words, to: 80))
        }
        var picture = ScalePicture(
            valueName: name,
            value: PlacedFigure(brief(evaluator.value(scale.axis, row: row).words, to: 80), at: place),
            valueLies: lies, target: target, bounds: reading.bounds, bands: reading.bands, given: givenName,
            due: dueName, remark: reading.remark)
        // What is drawn must say what was decided.
        if !picture.bands.isEmpty, lies == nil, reading.dueByBands.map({ $0.colour != dueName.colour }) ?? true {
            picture.bands = []
            picture.remark = "no bands are drawn: the status that is due depends on more than this figure"
        }
        return .scale(picture)
    }

    private func whyNoFigure(
        _ scale: StatusScale, _ evaluator: ExpressionEvaluator, _ row: Int, _ name: String
    ) -> String {
        let text = brief(evaluator.value(scale.axis, row: row).words, to: 80)
        guard case .figure(let figures) = evaluator.value(scale.axis) else { return "there is no figure to draw" }
        switch figures.state[row] {
        case .words: return "“\(text)” is words, which have no place on a scale"
        case .blank: return "“\(name)” is blank, so there is nothing to draw"
        default: return "no figure is known for “\(name)”, so there is nothing to draw"
        }
    }

    /// A status by its label as printed, with its colour.
    private func status(_ node: NodeID, _ evaluator: ExpressionEvaluator, _ row: Int) -> StatusName? {
        guard case .status(let number) = template.graph.nodes[node].type, case .code(let codes) = evaluator.value(node),
            codes.state[row] == .value
        else { return nil }
        let scheme = judgement.rules.schemes[number]
        let label = Int(codes.code[row])
        guard scheme.labels.indices.contains(label) else { return nil }
        let colour = scheme.statuses[scheme.labels[label].status].colour.asStatusColour
        let shown = brief(evaluator.value(node, row: row).words, to: 80)
        return StatusName(shown, colour)
    }
}
