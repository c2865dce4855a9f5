// Telling the client what was found: sent as it is found, or when the client asks.

import EditorFeatures
import JSON

extension LanguageServer {
    /// The diagnostics of a document as the client takes them.
    private func items(_ path: String, folder: Int) -> JSONValue {
        let found = folders[folder].findings.documents[path] ?? []
        return .array(found.map { json($0, of: path) })
    }

    private func json(_ diagnostic: EditorDiagnostic, of path: String) -> JSONValue {
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
            "relatedInformation": related,
        ])
    }

    /// The URI of a path: the client's own for an open document.
    func uri(of path: String) -> String { uris[path] ?? fileURI(path) }

    /// Sends what is new in a folder where the client does not ask. Returns the URIs of documents of which other things
    /// are found than before.
    func publish(folder index: Int) -> Set<String> {
        var changed: Set<String> = []
        var sent: [String: JSONValue] = [:]
        let folder = folders[index]
        var paths = Set(folder.findings.documents.keys)
        for document in documents.values where document.folder == index { paths.insert(document.path) }
        // Of a document in several folders that have rules about it the innermost says what is found.
        paths = paths.filter { owner(of: $0) == index }
        for path in paths.sorted() {
            let uri = uri(of: path)
            var message: [(name: String, value: JSONValue)] = [("uri", .text(uri))]
            let open = documents[uri]
            if client.takesVersions, let version = open?.version { message.append(("version", .number(version))) }
            let items = items(path, folder: index)
            message.append(("diagnostics", items))
            let before = folder.published[uri]
            if items != before?["diagnostics"] ?? [] { changed.insert(uri) }
            if items == [] && open == nil { continue }
            sent[uri] = .object(message)
            if !client.pulls, before != .object(message) { notify("textDocument/publishDiagnostics", .object(message)) }
        }
        for uri in folder.published.keys.sorted() where sent[uri] == nil {
            changed.insert(uri)
            if !client.pulls { notify("textDocument/publishDiagnostics", ["uri": .text(uri), "diagnostics": []]) }
        }
        folders[index].published = sent
        for notice in folder.findings.notices where !folder.toldNotices.contains(notice) {
            tell(notice, isError: false)
        }
        folders[index].toldNotices = Set(folder.findings.notices)
        return changed
    }

    /// The innermost of the folders that hold a path and found something in it; else the innermost that holds it.
    private func owner(of path: String) -> Int? {
        let holding = folders.indices.filter {
            path.hasPrefix(folders[$0].path) || folders[$0].findings.documents[path] != nil
        }
        let finding = holding.filter { folders[$0].findings.documents[path] != nil }
        return (finding.isEmpty ? holding : finding).max {
            folders[$0].path.utf8.count < folders[$1].path.utf8.count
        }
    }

    /// Takes back what was sent of a folder that is closed.
    func clear(folder index: Int) {
        if !client.pulls {
            for uri in folders[index].published.keys.sorted() {
                notify("textDocument/publishDiagnostics", ["uri": .text(uri), "diagnostics": []])
            }
        }
        folders[index].published = [:]
        folders[index].findings = EditorFindings()
        folders[index].isDirty = false
    }

    /// Says something that belongs to no document.
    func tell(_ words: String, isError: Bool) {
        notify("window/logMessage", ["type": .number(isError ? 1 : 3), "message": .text("kpilint: " + words)])
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
        let items = path.flatMap { path in owner(of: path).map { self.items(path, folder: $0) } } ?? []
        let id = resultID(items)
        if previous == id { return ["kind": "unchanged", "resultId": .text(id)] }
        return ["kind": "full", "resultId": .text(id), "items": items]
    }

    func workspaceDiagnostics(_ parameters: JSONValue) -> JSONValue {
        var previous: [String: String] = [:]
        for entry in parameters["previousResultIds"]?.array ?? [] {
            if let uri = entry["uri"]?.text { previous[uri] = entry["value"]?.text }
        }
        var paths = Set(folders.flatMap(\.findings.documents.keys))
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
