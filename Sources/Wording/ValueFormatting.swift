// How values are shown in messages: cells as printed, computed ones at a sensible precision.

import Catalog
import Checking
import Columns
import Evaluation
import Findings
import Planning
import Quantities

/// A text within a message, cut where it is too long.
func cut(_ text: String, to limit: Int = 300) -> String {
    text.utf8.count > limit && text.count > limit ? text.prefix(limit - 1) + "…" : text
}

extension ExpressionEvaluator {
    /// A node's value for one row, in words; a cell's text is cut at a limit. With `beside`, a computed figure has as
    /// many digits as are needed to differ from it.
    func shown(_ node: NodeID, row: Int, limit: Int = 300, beside: Figure? = nil) -> String {
        let text = value(node, row: row, limit: limit, beside: beside).inMessages
        return text + (colour(node, row: row, besides: text) ?? "")
    }

    /// ` (red)` behind a label that does not say so itself: people know statuses by their colours. `nil` for labels
    /// that rate nothing, and for what is no status.
    private func colour(_ node: NodeID, row: Int, besides text: String) -> String? {
        guard case .status(let scheme) = graph.nodes[node].type, case .code(let codes) = value(node),
            codes.state[row] == .value
        else { return nil }
        let index = Int(codes.code[row])
        let labels = lookups.rules.schemes[scheme].labels
        guard labels.indices.contains(index) else { return nil }
        let colour = lookups.rules.schemes[scheme].statuses[labels[index].status].colour
        guard colour != .grey, !text.lowercased().contains(colour.name) else { return nil }
        return " (\(colour.name))"
    }

    /// A node's value for one row.
    func value(_ node: NodeID, row: Int, limit: Int = 300, beside: Figure? = nil) -> TracedValue {
        let planned = graph.nodes[node]
        switch planned.kind {
        case .column(let cell):
            let texts = shownCells(node, cell)
            switch texts.state[row] {
            case .value: return .text(cut(String(decoding: texts.bytes(row), as: UTF8.self), to: limit))
            case .blank: return .blank
            default: return .unknown
            }
        case .conditional:
            let condition = truths(planned.inputs[0])
            let branch = condition.isTrue(row) ? planned.inputs[1] : condition.isFalse(row) ? planned.inputs[2] : nil
            return branch.map { value($0, row: row, limit: limit, beside: beside) } ?? .unknown
        case .call(.firstKnown, _):
            for case let input? in planned.inputs where value(input).state(row).saysValue {
                return value(input, row: row, limit: limit, beside: beside)
            }
            return .unknown
        case .call(.measure, _) where value(node).state(row) == .words:
            // Of words a figure keeps no more than a fingerprint.
            return planned.inputs[0].map { value($0, row: row, limit: limit, beside: beside) } ?? .unknown
        case .asText, .ignoringCase, .asTarget, .direction:
            return planned.inputs[0].map { value($0, row: row, limit: limit, beside: beside) } ?? .unknown
        default: break
        }
        return read(node, row: row, beside: beside)
    }

    /// A node's value for one row as it was read or computed, whatever a cell prints for it.
    func read(_ node: NodeID, row: Int, beside: Figure? = nil) -> TracedValue {
        switch (value(node), graph.nodes[node].type) {
        case (.figure(let figures), _):
            guard figures.state[row] == .value else { return .unknown }
            let figure = figures[figure: row]
            return .text(beside.map { text(of: figure, apartFrom: $0) } ?? text(of: figure))
        case (.target(let targets), _): return shown(targets, row: row)
        case (.text(let texts), _):
            guard texts.state[row] == .value else { return texts.state[row] == .blank ? .blank : .unknown }
            return texts.bytes(row).isEmpty ? .blank : .text(String(decoding: texts.bytes(row), as: UTF8.self))
        case (.truth(let truths), _):
            return truths.isTrue(row) ? .text("true") : truths.isFalse(row) ? .text("false") : .unknown
        case (.code(let codes), let type):
            guard codes.state[row] == .value else { return .unknown }
            return shown(code: codes.code[row], type)
        }
    }

    private func shown(_ targets: TargetVector, row: Int) -> TracedValue {
        guard targets.first.state[row] == .value else { return .unknown }
        let bound = text(of: targets.first[figure: row])
        switch targets.form[row] {
        case .plain: return .text(bound)
        case .lessThan: return .text("<" + bound)
        case .atMost: return .text("<=" + bound)
        case .atLeast: return .text(">=" + bound)
        case .moreThan: return .text(">" + bound)
        case .range: return .text(bound + " to " + text(of: targets.second[figure: row]))
        }
    }

    private func shown(code: Int64, _ type: ValueType) -> TracedValue {
        let index = Int(code)
        switch type {
        case .choice(let labels): return labels.indices.contains(index) ? .text(labels[index]) : .unknown
        case .status(let scheme):
            let labels = lookups.rules.schemes[scheme].labels
            guard labels.indices.contains(index) else { return .unknown }
            return labels[index].text.isEmpty ? .blank : .text(labels[index].text)
        case .date: return CalendarDate(days: index).map { .text($0.text) } ?? .unknown
        case .period(let years): return .text(Period(code: code).text(yearFrom: years.month))
        case .duration(.days): return .text(index == 1 ? "1 day" : "\(index) days")
        case .duration(.months): return .text(index == 1 ? "1 month" : "\(index) months")
        default: return .text("\(code)")
        }
    }

    /// A text made of a template's parts, for one row.
    func worded(
        _ parts: [FindingTemplate.Part], row: Int, key: String, beside: [NodeID: Figure] = [:]
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

extension TracedValue {
    /// The value as messages show it, in brackets where there is nothing to show.
    fileprivate var inMessages: String { self == .unknown ? "(unknown)" : words }
}
