// What is shown beside the pointer, and what may be typed.

import EditorFeatures
import JSON

extension LanguageServer {
    func hover(_ view: ReturnView?, _ offset: Int) -> JSONValue {
        guard let hover = view?.hover(at: offset) else { return .null }
        return [
            "contents": [
                "kind": client.showsMarkdown ? "markdown" : "plaintext",
                "value": .text(client.showsMarkdown ? hover.markdown : hover.plainText),
            ],
            "range": hover.extent.range(client.encoding).json,
        ]
    }

    /// Characters at which a client asks without being told to: those that begin a cell.
    static let completionTriggers: JSONValue = [",", ";", "|", "\t", "\""]

    func completion(_ view: ReturnView?, _ offset: Int) -> JSONValue {
        guard let found = view?.proposals(at: offset) else { return .null }
        let range = found.extent.range(client.encoding).json
        let items: [JSONValue] = found.proposals.enumerated().map { index, proposal in
            let number = String(index)
            return .object(of: [
                "label": .text(proposal.label), "kind": 12,
                "detail": proposal.detail.isEmpty ? nil : .text(proposal.detail),
                // In the order in which rules or the other return have them.
                "sortText": .text(String(repeating: "0", count: 4 - min(4, number.count)) + number),
                // Clients hold it against what stands in the range.
                "filterText": .text(proposal.written),
                "textEdit": ["range": range, "newText": .text(proposal.written)],
            ])
        }
        return ["isIncomplete": .bool(found.areCut), "items": .array(items)]
    }
}
