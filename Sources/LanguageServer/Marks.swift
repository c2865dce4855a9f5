// What is marked in a return: colours of columns, hints of what findings would write, findings by column.

import EditorFeatures
import JSON

extension LanguageServer {
    /// The types of tokens, one column after the other, and at the end that of headers. They are such as themes know.
    static let tokenTypes = [
        "variable", "string", "number", "type", "enumMember", "parameter", "property", "function", "keyword",
    ]
    /// In the order of their bits.
    static let tokenModifiers = ["declaration", "faulty", "missing"]

    static let tokenLegend: JSONValue = [
        "tokenTypes": .array(tokenTypes.map { .text($0) }), "tokenModifiers": .array(tokenModifiers.map { .text($0) }),
    ]

    /// The tokens of a return, or of a part of it; of a long one those of a part alone.
    func tokens(_ uri: String, _ view: ReturnView?, _ range: TextRange?) -> JSONValue {
        guard let view else { return range == nil && documents[uri] == nil ? .null : ["data": []] }
        var bytes = 0..<Int.max
        if let range {
            let start = view.text.offset(of: range.start, client.encoding)
            bytes = start..<max(start, view.text.offset(of: range.end, client.encoding))
        } else if view.tables.contains(where: { $0.hasMore(than: ReturnView.mostRows) }) {
            return ["data": []]
        }
        var data: [JSONValue] = []
        var last = TextPosition(line: 0, column: 0)
        for mark in view.marks(in: bytes, found(uri)) {
            let place = mark.extent.range(client.encoding)
            let line = place.start.line - last.line
            let type = mark.isHeader ? Self.tokenTypes.count - 1 : mark.field % (Self.tokenTypes.count - 1)
            let modifiers = (mark.isHeader ? 1 : 0) | (mark.isFaulty ? 2 : 0) | (mark.isMissing ? 4 : 0)
            data += [
                .number(line), .number(line == 0 ? place.start.column - last.column : place.start.column),
                .number(place.end.column - place.start.column), .number(type), .number(modifiers),
            ]
            last = place.start
        }
        return ["data": .array(data)]
    }

    func hints(_ uri: String, _ range: TextRange) -> JSONValue {
        guard let document = documents[uri], folders[document.folder].editor.settings.showsHints,
            !Editor.holdsRules(document.path)
        else { return [] }
        return .array(
            found(uri).hints(in: range, client.encoding).map { hint in
                [
                    "position": hint.extent.range(client.encoding).end.json, "label": .text(hint.text),
                    "paddingLeft": true,
                ]
            })
    }

    func lenses(_ uri: String, _ view: ReturnView?) -> JSONValue {
        .array(
            (view?.counts(found(uri)) ?? []).map { count in
                [
                    "range": count.extent.range(client.encoding).json,
                    // It says something, and does nothing.
                    "command": ["title": .text(count.words), "command": ""],
                ]
            })
    }
}
