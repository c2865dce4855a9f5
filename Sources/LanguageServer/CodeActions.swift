// What can be done about a diagnostic: its fixes.

import EditorFeatures
import JSON

extension LanguageServer {
    /// All safe fixes of a document at once.
    static let fixAll = "source.fixAll.kpilint"

    func codeActions(_ parameters: JSONValue) throws(ResponseError) -> JSONValue {
        guard let uri = parameters[path: "textDocument", "uri"]?.text, let range = TextRange(parameters["range"]) else {
            throw .invalidParameters("which part of which document is meant?")
        }
        guard client.takesActions, let document = documents[uri] else { return [] }
        let only = parameters[path: "context", "only"]?.array?.compactMap(\.text)
        func isWanted(_ kind: String) -> Bool {
            only.map { $0.contains { kind == $0 || kind.hasPrefix($0 + ".") } } ?? true
        }
        let found = folders.filter { !$0.isGone }.flatMap { $0.findings.documents[document.path] ?? [] }
        var actions: [JSONValue] = []
        if isWanted("quickfix") {
            for diagnostic in found where diagnostic.extent.range(client.encoding).touches(range) {
                for fix in diagnostic.fixes {
                    actions.append(
                        .object(of: [
                            "title": .text(fix.title), "kind": "quickfix",
                            "diagnostics": [
                                [
                                    "range": diagnostic.extent.range(client.encoding).json,
                                    "severity": .number(diagnostic.severity.rawValue), "code": .text(diagnostic.code),
                                    "source": "kpilint", "message": .text(diagnostic.message),
                                ]
                            ],
                            "isPreferred": fix.isSafe ? true : nil, "edit": edit(uri, document, [fix]),
                        ]))
                }
            }
        }
        let safe = Editor.together(found.flatMap(\.fixes).filter(\.isSafe))
        // Offered by itself only where it is asked for: it is of the whole document.
        if !safe.isEmpty, only != nil, isWanted(Self.fixAll) {
            actions.append([
                "title": .text("write what kpilint would write (\(safe.count))"), "kind": .text(Self.fixAll),
                "edit": edit(uri, document, safe),
            ])
        }
        return .array(actions)
    }

    private func edit(_ uri: String, _ document: Document, _ fixes: [EditorDiagnostic.Fix]) -> JSONValue {
        let edits: JSONValue = .array(
            fixes.map { ["range": $0.extent.range(client.encoding).json, "newText": .text($0.text)] })
        guard client.takesDocumentChanges else { return ["changes": .object([(uri, edits)])] }
        let version: JSONValue = document.version.map { .number($0) } ?? .null
        return [
            "documentChanges": [["textDocument": ["uri": .text(uri), "version": version], "edits": edits]]
        ]
    }
}
