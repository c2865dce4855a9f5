// Telling the client what was found: sent as it is found, or when the client asks.

import EditorFeatures
import JSON

extension LanguageServer {
    /// The diagnostics of a document as the client takes them: those of all folders whose rules are about it, each
    /// once.
    private func items(_ path: String) -> JSONValue {
        var all: [JSONValue] = []
        for folder in folders where !folder.isGone {
            for diagnostic in folder.findings.documents[path] ?? [] {
                let item = json(diagnostic)
                if folders.count == 1 || !all.contains(item) { all.append(item) }
            }
        }
        return .array(all)
    }

    private func json(_ diagnostic: EditorDiagnostic) -> JSONValue {
        var related: JSONValue?
        if client.showsRelated, !diagnostic.related.isEmpty {
            related = .array(
                diagnostic.related.map { place in
                    [
                        "location": [
                            "uri": .text(uri(of: place.path)), "range": place.extent.range(client.encoding).json,
                        ],
                        "message": .text(place.message),
                    ]
                })
        }
        return .object(of: [
            "range": diagnostic.extent.range(client.encoding).json, "severity": .number(diagnostic.severity.rawValue),
            "code": .text(diagnostic.code), "source": "kpilint", "message": .text(diagnostic.message),
            "relatedInformation": related, "data": client.keepsData ? data(of: diagnostic) : nil,
        ])
    }

    /// By which a finding is known again where it has moved.
    private func data(of diagnostic: EditorDiagnostic) -> JSONValue? {
        diagnostic.subject.map { ["fingerprint": .text($0.fingerprint)] }
    }

    /// The URI of a path: the client's own for an open document.
    func uri(of path: String) -> String { uris[path] ?? fileURI(path) }

    /// Sends what is new where the client does not ask. Returns the URIs of documents of which other things are found
    /// than before.
    func publish() -> Set<String> {
        var changed: Set<String> = []
        var sent: [String: JSONValue] = [:]
        var paths = Set(folders.lazy.filter { !$0.isGone }.flatMap(\.findings.documents.keys))
        for document in documents.values { paths.insert(document.path) }
        for path in paths.sorted() {
            let uri = uri(of: path)
            let open = documents[uri]
            let items = self.items(path)
            let version: JSONValue? = client.takesVersions ? open?.version.map { .number($0) } : nil
            let message = JSONValue.object(of: ["uri": .text(uri), "version": version, "diagnostics": items])
            let before = published[uri]
            if items != before?["diagnostics"] ?? [] { changed.insert(uri) }
            if items == [] && open == nil { continue }
            sent[uri] = message
            if !client.pulls, before != message { notify("textDocument/publishDiagnostics", message) }
        }
        for (uri, message) in published.sorted(by: { $0.key < $1.key }) where sent[uri] == nil {
            guard message["diagnostics"] != [] else { continue }
            changed.insert(uri)
            if !client.pulls { notify("textDocument/publishDiagnostics", ["uri": .text(uri), "diagnostics": []]) }
        }
        published = sent
        return changed
    }

    /// Says what belongs to no document, once as long as it is so.
    func tellNotices(ofFolder index: Int) {
        let findings = folders[index].findings
        for words in findings.notices where !folders[index].told.contains(words) { tell(words, isError: false) }
        for words in findings.faults where !folders[index].told.contains(words) { tell(words, isError: true) }
        folders[index].told = Set(findings.notices + findings.faults)
    }

    /// Takes a folder out: what was found in it is taken back with the next check.
    func close(folder index: Int) {
        folders[index].isGone = true
        folders[index].findings = EditorFindings()
        folders[index].told = []
        hasLeft = true
    }

    /// Says something that belongs to no document.
    func tell(_ words: String, isError: Bool) {
        notify("window/logMessage", ["type": .number(isError ? 1 : 2), "message": .text("kpilint: " + words)])
        if isError { notify("window/showMessage", ["type": 1, "message": .text("kpilint: " + words)]) }
    }

    // MARK: Answers

    func documentDiagnostics(_ parameters: JSONValue) throws(ResponseError) -> JSONValue {
        guard let uri = parameters[path: "textDocument", "uri"]?.text else {
            throw .invalidParameters("which document is meant?")
        }
        return report(uri, path: documents[uri]?.path ?? filePath(uri), previous: parameters["previousResultId"]?.text)
    }

    private func report(_ uri: String, path: String?, previous: String?) -> JSONValue {
        let items = path.map { self.items($0) } ?? []
        let id = resultID(items)
        if previous == id { return ["kind": "unchanged", "resultId": .text(id)] }
        return ["kind": "full", "resultId": .text(id), "items": items]
    }

    func workspaceDiagnostics(_ parameters: JSONValue) -> JSONValue {
        var previous: [String: String] = [:]
        for entry in parameters["previousResultIds"]?.array ?? [] {
            if let uri = entry["uri"]?.text { previous[uri] = entry["value"]?.text }
        }
        var paths = Set(folders.lazy.filter { !$0.isGone }.flatMap(\.findings.documents.keys))
        for document in documents.values { paths.insert(document.path) }
        var uris = Dictionary(paths.map { (uri(of: $0), $0) }) { first, _ in first }
        // What the client was told of before and has no finding any more.
        for uri in previous.keys where uris[uri] == nil { uris[uri] = filePath(uri) ?? "" }
        let reports: [JSONValue] = uris.sorted { $0.key < $1.key }.map { uri, path in
            guard case .object(let members) = report(uri, path: path, previous: previous[uri]) else { return .null }
            let version: JSONValue = documents[uri]?.version.map { .number($0) } ?? .null
            return .object(members + [("uri", .text(uri)), ("version", version)])
        }
        return ["items": .array(reports)]
    }

    /// Says whether two lists of diagnostics are the same (FNV-1a, 64 bits).
    private func resultID(_ items: JSONValue) -> String {
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for byte in items.bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
        return String(hash, radix: 16)
    }
}
