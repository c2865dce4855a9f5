// A server in a folder in memory, and a client that remembers what it was sent.

import EditorFeatures
import Findings
import JSON
import Workspace

@testable import LanguageServer

/// A server in a folder in memory, and what it has sent.
final class ServerSession {
    var sent: [JSONValue] = []
    private(set) var server: LanguageServer?
    var processIsThere = true
    /// What was written to the cache folder, by name; and to a trace, by path.
    var kept: [String: String] = [:]
    var traced: [String: String] = [:]
    /// Why nothing can be written.
    var failure: String?
    /// The texts of documents as the client has them: those of the disk until they are opened.
    private(set) var texts: [String: TextBuffer]
    private var versions: [String: Int] = [:]

    init(_ files: [String: String] = [:]) {
        let bytes = Dictionary(uniqueKeysWithValues: files.map { ("/w/" + $0, Array($1.utf8)) })
        texts = Dictionary(uniqueKeysWithValues: files.map { ("file:///w/" + $0, TextBuffer($1)) })
        var host = ServerHost(
            files: { MemoryTree(root: $0, bytes) }, startFolder: "/start/",
            threads: 1,
            version: "1.2", isRunning: { [unowned self] _ in processIsThere })
        host.wordsOfWhy = { report, request in
            let rows = report.answers.flatMap(\.traces).map { "\($0.location?.line ?? 0) \($0.outcome)" }
            return request.rule + ": " + (report.problem?.message ?? "") + rows.joined(separator: ", ")
        }
        host.keep = { [unowned self] (name, text) throws(HostFailure) in
            if let failure { throw HostFailure(words: failure) }
            kept[name] = String(decoding: text, as: UTF8.self)
            return "/cache/" + name
        }
        host.trace = { [unowned self] (path, lines) throws(HostFailure) in
            if let failure { throw HostFailure(words: failure) }
            traced[path, default: ""] += String(decoding: lines, as: UTF8.self)
        }
        server = LanguageServer(host) { [unowned self] bytes in
            if let message = try? JSONValue(reading: bytes) { sent.append(message) }
        }
    }

    func send(_ text: String) { server?.receive(Array(text.utf8)) }

    func request(_ id: Int, _ method: String, _ parameters: JSONValue = [:]) {
        server?.receive(.request(id: .number(id), method: method, parameters: parameters))
    }

    func notify(_ method: String, _ parameters: JSONValue = [:]) {
        server?.receive(.notification(method: method, parameters: parameters))
    }

    func begin(_ capabilities: JSONValue = [:], options: JSONValue = .null) {
        request(
            1, "initialize",
            ["rootUri": "file:///w", "capabilities": capabilities, "initializationOptions": options])
        notify("initialized")
    }

    func open(_ uri: String, _ text: String, version: Int = 1) {
        texts[uri] = TextBuffer(text)
        versions[uri] = version
        notify(
            "textDocument/didOpen",
            [
                "textDocument": [
                    "uri": .text(uri), "languageId": "x", "version": .number(version), "text": .text(text),
                ]
            ])
    }

    func answer(_ id: Int) -> JSONValue? { sent.first { $0["id"]?.int == id && $0["method"] == nil } }

    func code(_ id: Int) -> Int? { answer(id)?[path: "error", "code"]?.int }

    /// The codes of the diagnostics that were last sent for a document; `nil` where none were.
    func pushed(_ uri: String) -> [String]? {
        let told = sent.last {
            $0["method"]?.text == "textDocument/publishDiagnostics" && $0[path: "params", "uri"]?.text == uri
        }
        return told?[path: "params", "diagnostics"]?.array?.compactMap { $0["code"]?.text }
    }

    /// All requests of a method that the server has sent.
    func asked(_ method: String) -> [JSONValue] { sent.filter { $0["method"]?.text == method } }

    /// The code actions at a place of a document, which is opened for it, after a check.
    func actions(_ id: Int, _ uri: String, line: Int, column: Int = 0, toColumn: Int? = nil) -> [JSONValue] {
        if versions[uri] == nil { open(uri, String(decoding: texts[uri]?.bytes ?? [], as: UTF8.self)) }
        request(
            id, "textDocument/codeAction",
            [
                "textDocument": ["uri": .text(uri)],
                "range": [
                    "start": ["line": .number(line), "character": .number(column)],
                    "end": ["line": .number(line), "character": .number(toColumn ?? 1_000)],
                ],
                "context": ["diagnostics": []],
            ])
        server?.settle()
        return answer(id)?["result"]?.array ?? []
    }

    /// Makes the edits of a code action as a client does: documents that are not open are opened for it. Returns their
    /// texts afterwards.
    func apply(_ action: JSONValue?, _ encoding: PositionEncoding = .utf16) -> [String: String] {
        var changed: [String: String] = [:]
        for change in action?[path: "edit", "documentChanges"]?.array ?? [] {
            guard let uri = change[path: "textDocument", "uri"]?.text else { continue }
            var text = texts[uri] ?? TextBuffer("")
            for edit in change["edits"]?.array ?? [] {
                guard let range = TextRange(edit["range"]), let new = edit["newText"]?.text else { continue }
                text.replace(range, with: new, encoding)
            }
            let whole = String(decoding: text.bytes, as: UTF8.self)
            open(uri, whole, version: (versions[uri] ?? 0) + 1)
            changed[uri] = whole
        }
        return changed
    }
}
