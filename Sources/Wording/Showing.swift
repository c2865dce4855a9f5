// How values are shown in messages: cells as printed, computed ones at a sensible precision.

import Catalog
import Checking
import Columns
import Evaluation
import Planning
import Quantities

/// A text that a message holds, cut where it would drown it.
func cut(_ text: String, to limit: Int = 300) -> String {
    text.utf8.count > limit && text.count > limit ? text.prefix(limit - 1) + "…" : text
}

extension Frame {
    /// What a node's value is for one row, in words; a cell's text is cut at a limit. A computed figure beside which
    /// another is given has as many digits as tell the two apart.
    func shown(_ node: NodeID, row: Int, limit: Int = 300, beside: Figure? = nil) -> String {
        let planned = plan.nodes[node]
        switch planned.kind {
        case .column(let cell):
            let texts = shownCells(node, cell)
            switch texts.state[row] {
            case .value: return cut(String(decoding: texts.bytes(row), as: UTF8.self), to: limit)
            case .blank: return "(blank)"
            default: return "(unknown)"
            }
        case .conditional:
            let condition = truths(planned.inputs[0])
            let branch = condition.isTrue(row) ? planned.inputs[1] : condition.isFalse(row) ? planned.inputs[2] : nil
            return branch.map { shown($0, row: row, limit: limit, beside: beside) } ?? "(unknown)"
        case .call(.firstKnown, _):
            for case let input? in planned.inputs where value(input).state(row).saysValue {
                return shown(input, row: row, limit: limit, beside: beside)
            }
            return "(unknown)"
        case .asText, .asTarget, .direction:
            return planned.inputs[0].map { shown($0, row: row, limit: limit, beside: beside) } ?? "(unknown)"
        default: break
        }
        switch (value(node), planned.type) {
        case (.figure(let figures), _):
            guard figures.state[row] == .value else { return "(unknown)" }
            return beside.map { text(of: figures[figure: row], apartFrom: $0) } ?? text(of: figures[figure: row])
        case (.target(let targets), _): return shown(targets, row: row)
        case (.text(let texts), _):
            guard texts.state[row] == .value else { return texts.state[row] == .blank ? "(blank)" : "(unknown)" }
            return texts.bytes(row).isEmpty ? "(blank)" : String(decoding: texts.bytes(row), as: UTF8.self)
        case (.truth(let truths), _): return truths.isTrue(row) ? "true" : truths.isFalse(row) ? "false" : "(unknown)"
        case (.code(let codes), let type):
            guard codes.state[row] == .value else { return "(unknown)" }
            return shown(code: codes.code[row], type)
        }
    }

    private func shown(_ targets: TargetVector, row: Int) -> String {
        guard targets.first.state[row] == .value else { return "(unknown)" }
        let bound = text(of: targets.first[figure: row])
        switch targets.form[row] {
        case .plain: return bound
        case .lessThan: return "<" + bound
        case .atMost: return "<=" + bound
        case .atLeast: return ">=" + bound
        case .moreThan: return ">" + bound
        case .range: return bound + " to " + text(of: targets.second[figure: row])
        }
    }

    private func shown(code: Int64, _ type: ValueType) -> String {
        let index = Int(code)
        switch type {
        case .choice(let labels): return labels.indices.contains(index) ? labels[index] : "(unknown)"
        case .status(let scheme):
            let labels = lookups.rules.schemes[scheme].labels
            guard labels.indices.contains(index) else { return "(unknown)" }
            return labels[index].text.isEmpty ? "(blank)" : labels[index].text
        case .date: return CalendarDate(days: index)?.text ?? "(unknown)"
        case .period(let month): return Period(code: code).text(yearFrom: month)
        case .duration(.days): return index == 1 ? "1 day" : "\(index) days"
        case .duration(.months): return index == 1 ? "1 month" : "\(index) months"
        default: return "\(code)"
        }
    }

    /// A text of parts, for one row.
    func worded(
        _ parts: [ReportPlan.Part], row: Int, key: String, beside: [NodeID: Figure] = [:]
    ) -> String {
        parts.map { part in
            switch part {
            case .text(let text): text
            case .row: key
            case .value(let node): shown(node, row: row, beside: beside[node])
            }
        }.joined()
    }
}
