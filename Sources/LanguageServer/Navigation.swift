// Where things are: definitions, references, the outline of a return, its folds and growing selections.

import EditorFeatures
import JSON

extension LanguageServer {
    func definition(_ uri: String, _ view: ReturnView?, _ offset: Int) -> JSONValue {
        guard let view else { return .null }
        let places = view.definitions(at: offset).compactMap { location($0, from: uri) }
        return places.isEmpty ? .null : .array(places)
    }

    func references(_ uri: String, _ view: ReturnView?, _ offset: Int, declaration: Bool) -> JSONValue {
        guard let view else { return .null }
        return .array(
            view.references(at: offset, declaration: declaration).compactMap { location($0, from: uri) })
    }

    func symbols(_ uri: String, _ view: ReturnView?) -> JSONValue {
        guard let view else { return [] }
        let symbols = view.symbols()
        guard client.takesNestedSymbols else {
            return .array(
                symbols.flatMap { table in
                    [flat(table, in: nil, uri)] + table.children.map { flat($0, in: table.name, uri) }
                })
        }
        return .array(symbols.map { nested($0) })
    }

    private func kind(_ symbol: OutlineSymbol) -> JSONValue {
        switch symbol.kind {
        case .table: 18
        case .row: 19
        }
    }

    private func nested(_ symbol: OutlineSymbol) -> JSONValue {
        .object(of: [
            "name": .text(symbol.name), "detail": symbol.detail.isEmpty ? nil : .text(symbol.detail),
            "kind": kind(symbol), "range": symbol.extent.range(client.encoding).json,
            "selectionRange": symbol.selection.range(client.encoding).json,
            "children": symbol.children.isEmpty ? nil : .array(symbol.children.map { nested($0) }),
        ])
    }

    private func flat(_ symbol: OutlineSymbol, in table: String?, _ uri: String) -> JSONValue {
        .object(of: [
            "name": .text(symbol.name), "kind": kind(symbol),
            "location": ["uri": .text(uri), "range": symbol.extent.range(client.encoding).json],
            "containerName": table.map { .text($0) },
        ])
    }

    func folds(_ view: ReturnView?) -> JSONValue {
        .array(
            (view?.folds() ?? []).map { fold in
                .object(of: [
                    "startLine": .number(fold.lines.lowerBound), "endLine": .number(fold.lines.upperBound),
                    "kind": fold.kind == .notes ? "comment" : fold.kind == .row ? nil : "region",
                ])
            })
    }

    func selections(_ view: ReturnView?, _ offsets: [Int]) -> JSONValue {
        guard let view else { return .null }
        return .array(
            offsets.map { offset in
                var outer: JSONValue?
                for extent in view.selections(at: offset).reversed() {
                    outer = .object(of: ["range": extent.range(client.encoding).json, "parent": outer])
                }
                return outer ?? .null
            })
    }
}
