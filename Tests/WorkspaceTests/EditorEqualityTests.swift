// What the language server says of documents against what a check of the same files finds.

import Diagnostics
import EditorFeatures
import Findings
import Foundation
import JSON
import LanguageServer
import Locations
import Quantities
import Reports
import Testing

@testable import Workspace

@Suite struct EditorEqualityTests {
    /// How a client is.
    private struct ClientKind {
        var encoding: PositionEncoding
        var pulls: Bool
        /// Whether it has all documents open that are texts in UTF-8.
        var opensAll: Bool

        static func number(_ number: Int) -> ClientKind {
            ClientKind(
                encoding: PositionEncoding.allCases[number % 3], pulls: number / 3 % 2 == 1,
                opensAll: number / 6 % 2 == 0)
        }
    }

    @Test(
        arguments: specification.flatMap(\.scenarios).filter { $0.hasRules && $0.faults.isEmpty }.enumerated().map(
            \.self))
    func scenariosAreFoundAlike(_ number: Int, _ scenario: Scenario) throws {
        guard !scenario.settings.contains(where: { ["only", "skip"].contains($0.name) }) else { return }
        let folder = try TemporaryFolder(scenario.files)
        var request = try scenario.request(in: folder)
        request.ruleFiles = [Scenario.ruleFile]
        // All twelve kinds of client meet all documents in turn.
        try expectSame(folder.path, request, ClientKind.number(number), "\(scenario)")
    }

    @Test(arguments: [
        "rutland-2016-17-q4", "rutland-2023-24-q2", "hart-2014-15", "scotland-corp09-quarterly", "two-years",
    ])
    func examplesAreFoundAlike(_ name: String) throws {
        let folder = packageFolder.appending(path: "examples/" + name).path
        for number in 0..<12 {
            var request = CheckRequest()
            request.today = day(of: "2024-01-01")
            try expectSame(folder, request, ClientKind.number(number), "\(name) by client \(number)")
        }
    }

    private func expectSame(_ folder: String, _ request: CheckRequest, _ kind: ClientKind, _ what: Comment) throws {
        let tree = DiskTree(root: folder)
        let run = Session(files: tree).check(request).run
        var wanted: Set<String> = []
        func add(_ file: String, _ extent: TextExtent, _ severity: Int, _ code: String, _ message: String) {
            let path = file.hasPrefix("/") ? file : tree.root + file
            let range = extent.range(kind.encoding)
            wanted.insert("\(path) \(words(range)) \(severity) \(code): \(message)")
        }
        /// As a terminal shows it: nothing in a text may hide or turn others around.
        func shown(_ message: String, _ help: String?) -> String {
            escapedForTerminal(message) + (help.map { "\n" + escapedForTerminal($0) } ?? "")
        }
        for fault in run.diagnostics {
            let severity = fault.severity == .error ? 1 : fault.severity == .warning ? 2 : 3
            add(
                fault.span.file.name, fault.span.extent, severity, fault.code,
                shown(fault.message, fault.help ?? fault.fix?.title))
        }
        for finding in run.findings where finding.isReported {
            guard let location = finding.location, case .text(let extent) = location.extent else { continue }
            let severity = finding.severity == .error ? 1 : finding.severity == .note ? 3 : 2
            add(location.file, extent, severity, finding.rule, shown(finding.message, finding.help))
        }
        let client = EditorClient(folder: tree.root, encoding: kind.encoding, pulls: kind.pulls)
        client.configure(request)
        if kind.opensAll {
            let paths = Set(run.findings.compactMap { $0.location?.file } + run.diagnostics.map(\.span.file.name))
            for path in paths.sorted() {
                guard let bytes = try? tree.bytes(of: path), let text = String(validating: bytes, as: UTF8.self),
                    !text.hasPrefix("\u{FEFF}"), !bytes.contains(0)
                else { continue }
                client.open(path.hasPrefix("/") ? path : tree.root + path, text)
            }
        }
        let found = client.diagnostics()
        #expect(found == wanted, "\(what)")
    }

    private func words(_ range: TextRange) -> String {
        "\(range.start.line):\(range.start.column)-\(range.end.line):\(range.end.column)"
    }

    @Test(
        "ten thousand edits come to what a fresh start with the last text comes to",
        arguments: PositionEncoding.allCases)
    func editsComeToTheSame(_ encoding: PositionEncoding) throws {
        let rules = """
            table kpis from "kpis.csv" {
              ref    text required
              name   text
              value  percent
              target target
              key ref
            }
            rule on-target "A value meets its target" {
              for kpis
              require meets(value, target)
            }
            """
        let start = "ref,name,value,target\n1,Cafés £,92%,95%\n2,\"a,\nb\",88%,≥ 80%\r\n3,👩‍👩‍👧𐐀,12%,10%\n"
        let tree = MemoryTree(root: "/w", ["/w/kpi.rules": Array(rules.utf8), "/w/kpis.csv": Array(start.utf8)])
        let client = EditorClient(tree, encoding: encoding, pulls: encoding == .utf8)
        client.open("/w/kpis.csv", start)
        client.open("/w/kpi.rules", rules)
        var texts = ["/w/kpis.csv": TextBuffer(start), "/w/kpi.rules": TextBuffer(rules)]
        var random = SystemRandomNumberGenerator()
        var state = UInt64.random(in: 1...UInt64.max, using: &random)
        let seed = state
        func pick(_ below: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(below))
        }
        let pieces = [
            "", "", "5", "%", ",", "\"", "\n", "\r\n", "\r", "£", "𐐀", "4,x,90%,95%\n", "TBC", "#DIV/0!", "require",
            "}", "{",
            "for kpis\n", "≥ ",
        ]
        for edit in 0..<3_400 {
            let path = pick(5) == 0 ? "/w/kpi.rules" : "/w/kpis.csv"
            guard var text = texts[path] else { return }
            let one = pick(text.bytes.count + 1)
            let other = min(text.bytes.count, one + pick(pick(20) == 0 ? 200 : 6))
            let range = TextRange(text.position(of: one, encoding), text.position(of: other, encoding))
            let new = pieces[pick(pieces.count)]
            text.replace(range, with: new, encoding)
            client.change(path, range, new)
            if text.bytes.count > 600 || pick(300) == 0 {
                text = TextBuffer(path.hasSuffix(".rules") ? rules : start)
                client.change(path, nil, String(decoding: text.bytes, as: UTF8.self))
            }
            texts[path] = text
            guard edit % 170 == 169 else { continue }
            let fresh = EditorClient(tree, encoding: encoding, pulls: false)
            for (path, text) in texts { fresh.open(path, String(decoding: text.bytes, as: UTF8.self)) }
            #expect(client.diagnostics() == fresh.diagnostics(), "seed \(seed), edit \(edit)")
        }
    }
}

/// A client that speaks with a server in this process.
private final class EditorClient {
    private var server: LanguageServer?
    private let encoding: PositionEncoding
    private let pulls: Bool
    private var answers: [JSONValue] = []
    private var pushed: [String: JSONValue] = [:]
    private var version = 0

    convenience init(folder: String, encoding: PositionEncoding, pulls: Bool) {
        self.init(DiskTree(root: folder), encoding: encoding, pulls: pulls)
    }

    init(_ tree: any FileTree, encoding: PositionEncoding, pulls: Bool) {
        self.encoding = encoding
        self.pulls = pulls
        let host = ServerHost(
            files: { _ in tree }, startFolder: tree.root, threads: 1, version: "test", isRunning: { _ in true })
        server = LanguageServer(host) { [unowned self] bytes in
            guard let message = try? JSONValue(reading: bytes) else { return }
            if message["method"]?.text == "textDocument/publishDiagnostics", let told = message["params"],
                let uri = told["uri"]?.text
            {
                pushed[uri] = told["diagnostics"]
            } else if message["id"] != nil {
                answers.append(message)
            }
        }
        var capabilities: JSONValue = ["general": ["positionEncodings": [.text(encoding.rawValue)]]]
        if pulls {
            capabilities = [
                "general": ["positionEncodings": [.text(encoding.rawValue)]], "textDocument": ["diagnostic": [:]],
                "workspace": ["diagnostics": ["refreshSupport": true]],
            ]
        }
        send([
            "id": 1, "method": "initialize",
            "params": ["rootUri": .text("file://" + tree.root), "capabilities": capabilities],
        ])
        send(["method": "initialized", "params": [:]])
    }

    private func send(_ message: JSONValue) {
        guard let members = message.members else { return }
        server?.receive(JSONValue.object(members + [("jsonrpc", "2.0")]).bytes)
    }

    func configure(_ request: CheckRequest) {
        var own: [(name: String, value: JSONValue)] = [("rules", .array(request.ruleFiles.map { .text($0) }))]
        if let today = request.today, let date = CalendarDate(days: today) { own.append(("today", .text(date.text))) }
        own.append(("set", .object(request.constants.map { ($0.name, .text($0.value)) })))
        own.append(("maxDiagnostics", 1_000_000))
        send([
            "method": "workspace/didChangeConfiguration", "params": ["settings": ["kpilint": .object(own)]],
        ])
    }

    func open(_ path: String, _ text: String) {
        version += 1
        send([
            "method": "textDocument/didOpen",
            "params": [
                "textDocument": [
                    "uri": .text(uri(path)), "languageId": "plaintext", "version": .number(version),
                    "text": .text(text),
                ]
            ],
        ])
    }

    func change(_ path: String, _ range: TextRange?, _ text: String) {
        version += 1
        func place(_ position: TextPosition) -> JSONValue {
            ["line": .number(position.line), "character": .number(position.column)]
        }
        var change: [(name: String, value: JSONValue)] = [("text", .text(text))]
        if let range { change.append(("range", ["start": place(range.start), "end": place(range.end)])) }
        send([
            "method": "textDocument/didChange",
            "params": [
                "textDocument": ["uri": .text(uri(path)), "version": .number(version)],
                "contentChanges": [.object(change)],
            ],
        ])
    }

    private func uri(_ path: String) -> String {
        "file://"
            + path.utf8.map { byte -> String in
                let isPlain = byte < 0x80 && !" %#?\"".utf8.contains(byte)
                return isPlain
                    ? String(Unicode.Scalar(byte)) : "%" + String(byte / 16, radix: 16) + String(byte % 16, radix: 16)
            }.joined()
    }

    /// All diagnostics of the workspace, a line each.
    func diagnostics() -> Set<String> {
        var all = pushed
        if pulls {
            server?.settle()
            server?.addCorrections()
            answers = []
            send(["id": 7, "method": "workspace/diagnostic", "params": ["previousResultIds": []]])
            all = [:]
            for report in answers.first(where: { $0["id"]?.int == 7 })?["result"]?["items"]?.array ?? [] {
                if let uri = report["uri"]?.text { all[uri] = report["items"] }
            }
            #expect(pushed.isEmpty, "a client that asks is sent nothing")
        } else {
            server?.settle()
            server?.addCorrections()
            all = pushed
        }
        var lines: Set<String> = []
        for (uri, items) in all {
            let path = String(uri.dropFirst(7)).removingPercentEncoding ?? uri
            for item in items.array ?? [] {
                func place(_ name: String) -> String {
                    let place = item["range"]?[name]
                    return "\(place?["line"]?.int ?? -1):\(place?["character"]?.int ?? -1)"
                }
                lines.insert(
                    "\(path) \(place("start"))-\(place("end")) \(item["severity"]?.int ?? 0) \(item["code"]?.text ?? ""): "
                        + (item["message"]?.text ?? ""))
            }
        }
        return lines
    }
}
