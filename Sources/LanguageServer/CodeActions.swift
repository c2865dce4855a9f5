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
        let marked = Set(
            (parameters[path: "context", "diagnostics"]?.array ?? []).compactMap {
                $0[path: "data", "fingerprint"]?.text
            })
        let meant = found.filter { diagnostic in
            diagnostic.extent.range(client.encoding).touches(range)
                || diagnostic.subject.map { marked.contains($0.fingerprint) } ?? false
        }
        var actions: [JSONValue] = []
        if isWanted("quickfix") {
            for diagnostic in meant {
                for fix in diagnostic.fixes {
                    actions.append(
                        action(
                            fix.title, on: diagnostic, edit: edit(document.path, [fix]),
                            isPreferred: fix.isSafe))
                }
            }
            for diagnostic in meant.prefix(Self.mostSubjects) { actions += findingActions(diagnostic) }
        }
        let safe = Editor.together(found.flatMap(\.fixes).filter(\.isSafe))
        // Offered by itself only where it is asked for: it is of the whole document.
        if !safe.isEmpty, only != nil, isWanted(Self.fixAll) {
            actions.append([
                "title": .text("write what kpilint would write (\(safe.count))"), "kind": .text(Self.fixAll),
                "edit": edit(document.path, safe),
            ])
        }
        return .array(actions)
    }

    /// How many findings beneath a selection are offered more than their fixes.
    private static let mostSubjects = 10

    /// A quick fix of a diagnostic.
    func action(
        _ title: String, on diagnostic: EditorDiagnostic, edit: JSONValue? = nil, command: JSONValue? = nil,
        isPreferred: Bool = false
    ) -> JSONValue {
        .object(of: [
            "title": .text(title), "kind": "quickfix",
            "diagnostics": [
                [
                    "range": diagnostic.extent.range(client.encoding).json,
                    "severity": .number(diagnostic.severity.rawValue), "code": .text(diagnostic.code),
                    "source": "kpilint", "message": .text(diagnostic.message),
                ]
            ],
            "isPreferred": isPreferred ? true : nil, "edit": edit, "command": command,
        ])
    }

    private func edit(_ path: String, _ fixes: [EditorDiagnostic.Fix]) -> JSONValue {
        edit(path, fixes.map { ($0.extent.range(client.encoding), $0.text) })
    }

    /// Replacements in one document, which may not be open.
    func edit(_ path: String, _ replacements: [(range: TextRange, text: String)]) -> JSONValue {
        let uri = uri(of: path)
        let edits: JSONValue = .array(replacements.map { ["range": $0.range.json, "newText": .text($0.text)] })
        guard client.takesDocumentChanges else { return ["changes": .object([(uri, edits)])] }
        let version: JSONValue = documents[uri]?.version.map { .number($0) } ?? .null
        return [
            "documentChanges": [["textDocument": ["uri": .text(uri), "version": version], "edits": edits]]
        ]
    }
}
