// Settings that are asked for, traces, and what hostile or hasty clients send.

import EditorFeatures
import Findings
import JSON
import Platform
import Synchronization
import Testing
import Workspace

@testable import LanguageServer

@Suite struct StormTests {
    private static let rules = """
        table kpis from "kpis.csv" {
          ref   text required
          value whole
          key ref
        }
        rule positive "A value is positive" {
          for kpis
          require value > 0
        }
        """
    private static let files = ["kpi.rules": rules, "kpis.csv": "ref,value\nA,0\n"]
    private static let kpis = "file:///w/kpis.csv"
    private static let pulling: JSONValue = [
        "textDocument": ["diagnostic": [:], "codeAction": ["codeActionLiteralSupport": [:]]],
        "workspace": ["diagnostics": ["refreshSupport": true]],
    ]

    private func change(_ session: ServerSession, _ text: String, version: JSONValue) {
        session.notify(
            "textDocument/didChange",
            ["textDocument": ["uri": .text(Self.kpis), "version": version], "contentChanges": [["text": .text(text)]]])
    }

    @Test("settings are asked for where the client answers that")
    func askingForSettings() {
        let session = ServerSession(Self.files)
        session.begin(["workspace": ["configuration": true, "didChangeConfiguration": ["dynamicRegistration": true]]])
        session.server?.settle()
        #expect(session.pushed(Self.kpis) == ["positive"])
        let asked = session.asked("workspace/configuration")
        #expect(asked.count == 1 && asked.first?[path: "params", "items"] == [["section": "kpilint"]])
        let registered = session.asked("client/registerCapability").first?[path: "params", "registrations"]?.array
        #expect(registered?.compactMap { $0["method"]?.text } == ["workspace/didChangeConfiguration"])
        func answer(_ result: String) {
            let id = session.asked("workspace/configuration").last?["id"]?.int ?? 0
            session.send("{\"jsonrpc\":\"2.0\",\"id\":\(id),\(result)}")
            session.server?.settle()
        }
        // What the client does not know stays as it is.
        for nothing in [
            "\"result\":[null]", "\"result\":[]", "\"result\":7", "\"error\":{\"code\":1,\"message\":\"no\"}",
        ] {
            answer(nothing)
            session.notify("workspace/didChangeConfiguration", ["settings": .null])
        }
        #expect(session.asked("workspace/configuration").count == 5)
        #expect(session.asked("window/showMessage").isEmpty)
        answer("\"result\":[{\"rules\":[\"none.rules\"]}]")
        #expect(session.asked("window/showMessage").count == 1 && session.pushed(Self.kpis) == [])
        session.notify("workspace/didChangeConfiguration", [:])
        answer("\"result\":[{\"rules\":[\"kpi.rules\"]}]")
        #expect(session.pushed(Self.kpis) == ["positive"])
        // One that is sent settings is not asked.
        session.notify("workspace/didChangeConfiguration", ["settings": ["kpilint": ["inlayHints": true]]])
        session.notify("workspace/didChangeConfiguration", ["settings": ["other": [:]]])
        #expect(session.asked("workspace/configuration").count == 6)
        // Nor one that cannot answer.
        let other = ServerSession(Self.files)
        other.begin()
        other.notify("workspace/didChangeConfiguration", ["settings": .null])
        #expect(other.asked("workspace/configuration").isEmpty && other.asked("client/registerCapability").isEmpty)
    }

    @Test("all messages are traced, and a trace that cannot be written is told of once and is in nobody's way")
    func tracing() {
        let session = ServerSession(Self.files)
        session.begin(options: ["traceFile": "lsp.log"])
        session.open(Self.kpis, "ref,value\nA,0\n")
        session.send("{")
        session.server?.settle()
        let lines = session.traced["/w/lsp.log"]?.split(separator: "\n").map(String.init) ?? []
        #expect(
            lines.first?.hasPrefix("to the client: {\"jsonrpc\"") == true && lines.first?.contains("serverInfo") == true
        )
        #expect(lines.contains { $0.hasPrefix("from the client: ") && $0.contains("textDocument/didOpen") })
        #expect(lines.contains { $0.hasPrefix("from the client: ") && $0.contains("faulty") })
        #expect(lines.contains { $0.hasPrefix("to the client: ") && $0.contains("publishDiagnostics") })
        session.failure = "there is no space left"
        for version in 2...9 { change(session, "ref,value\nA,\(version % 2)\n", version: .number(version)) }
        session.server?.settle()
        #expect(session.pushed(Self.kpis) == [])
        let told = session.asked("window/showMessage").compactMap { $0[path: "params", "message"]?.text }
        #expect(
            told == ["kpilint: /w/lsp.log is not written to: there is no space left; nothing is traced from now on"])
        for faulty: JSONValue in [["traceFile": 7], ["inlayHints": "yes"]] {
            let session = ServerSession(Self.files)
            session.begin(options: faulty)
            #expect(session.asked("window/showMessage").count == 1)
        }
    }

    @Test("a request whose document changes while it waits is outdated, and others are not")
    func outdated() {
        let session = ServerSession(Self.files)
        session.begin(Self.pulling)
        session.open(Self.kpis, "ref,value\nA,0\n")
        let document: JSONValue = ["textDocument": ["uri": .text(Self.kpis)]]
        session.request(2, "textDocument/diagnostic", document)
        session.request(3, "textDocument/diagnostic", ["textDocument": ["uri": "file:///w/kpi.rules"]])
        session.request(4, "workspace/diagnostic", ["previousResultIds": []])
        change(session, "ref,value\nA,1\n", version: 2)
        #expect(session.code(2) == -32801)
        session.request(5, "textDocument/diagnostic", document)
        session.server?.settle()
        #expect(session.answer(3)?["result"] != nil && session.answer(4)?["result"] != nil)
        #expect(session.answer(5)?[path: "result", "items"] == [])
        session.notify("textDocument/didSave", document)
        session.request(6, "textDocument/diagnostic", document)
        session.notify("textDocument/didClose", document)
        #expect(session.code(6) == -32801)
        for id in 2...6 { #expect(session.sent.count { $0["id"]?.int == id && $0["method"] == nil } == 1) }
    }

    @Test("what arrives while a check runs ends the requests that wait for it")
    func duringACheck() {
        let session = ServerSession(Self.files)
        session.begin(Self.pulling)
        session.open(Self.kpis, "ref,value\nA,0\n")
        let document: JSONValue = ["textDocument": ["uri": .text(Self.kpis)]]
        session.request(2, "textDocument/diagnostic", document)
        session.request(3, "textDocument/diagnostic", ["textDocument": ["uri": "file:///w/kpi.rules"]])
        session.request(4, "workspace/diagnostic", ["previousResultIds": []])
        let isDone = session.server?.settle(CheckProgress()) {
            LanguageServer.Arrivals(cancelled: [4, 99], changed: [Self.kpis])
        }
        #expect(isDone == true && session.code(4) == -32800 && session.code(2) == -32801)
        #expect(session.answer(3)?["result"] != nil)
    }

    @Test(
        "a request that waits is cancelled, outdated or answered by what arrives before its answer is written",
        arguments: [("$/cancelRequest", -32800), ("textDocument/didChange", -32801), ("$/setTrace", 0)])
    func arrivingBeforeTheAnswer(_ method: String, _ code: Int) {
        let last: JSONValue = [
            "id": 2, "textDocument": ["uri": .text(Self.kpis), "version": 2], "contentChanges": [], "value": "off",
        ]
        let place: JSONValue = ["line": 0, "character": 0]
        let first: [JSONValue] = [
            .request(
                1, "initialize",
                [
                    "rootUri": "file:///w",
                    "capabilities": ["textDocument": ["codeAction": ["codeActionLiteralSupport": [:]]]],
                ]),
            .notification(
                "textDocument/didOpen",
                ["textDocument": ["uri": .text(Self.kpis), "version": 1, "text": "ref,value\nA,0\n"]]),
            .request(
                2, "textDocument/codeAction",
                ["textDocument": ["uri": .text(Self.kpis)], "range": ["start": place, "end": place], "context": [:]]),
        ]
        let steps = Steps([
            first.map { MessageFraming.framed($0.bytes) }.reduce([], +),
            MessageFraming.framed(JSONValue.notification(method, last).bytes),
        ])
        let files = Dictionary(uniqueKeysWithValues: Self.files.map { ("/w/" + $0, Array($1.utf8)) })
        let host = ServerHost(
            files: { MemoryTree(root: $0, files) }, startFolder: "/", threads: 1, version: "1", isRunning: { _ in true }
        )
        var answers: [JSONValue] = []
        let status = LanguageServer.serve(
            host, read: { steps.read() },
            write: { bytes in
                var framing = MessageFraming()
                framing.add(bytes)
                guard case .message(let body)? = framing.next(), let message = try? JSONValue(reading: body) else {
                    return true
                }
                // Diagnostics are sent before requests are answered: what is read meanwhile has arrived.
                if message["method"]?.text == "textDocument/publishDiagnostics" { steps.readSecond() }
                if message["id"]?.int == 2 {
                    answers.append(message)
                    steps.end()
                }
                return true
            })
        #expect(status == 1 && answers.count == 1)
        #expect(answers.first?[path: "error", "code"]?.int ?? 0 == code)
    }

    /// What a reader is given, of which the second piece is held back until a check has been made.
    private final class Steps: Sendable {
        private let pieces: [[UInt8]]
        private let count = Atomic<Int>(0)
        /// 1 when the second piece may be read, 2 when it was, 3 at the end.
        private let stage = Atomic<Int>(0)

        init(_ pieces: [[UInt8]]) { self.pieces = pieces }

        private func wait(for wanted: Int) {
            while stage.load(ordering: .acquiring) < wanted { usleep(500) }
        }

        func read() -> [UInt8] {
            let number = count.add(1, ordering: .relaxed).oldValue
            if number == 1 { wait(for: 1) }
            if number < 2 { return pieces[number] }
            // All that was read before has been taken in.
            _ = stage.max(2, ordering: .releasing)
            wait(for: 3)
            return []
        }

        func readSecond() {
            _ = stage.max(1, ordering: .releasing)
            wait(for: 2)
        }

        func end() { _ = stage.max(3, ordering: .releasing) }
    }

    @Test("a change that is not newer than the last is left out, and told of")
    func versions() {
        let session = ServerSession(Self.files)
        session.begin()
        session.open(Self.kpis, "ref,value\nA,0\n", version: 5)
        change(session, "ref,value\nA,1\n", version: 5)
        change(session, "ref,value\nA,1\n", version: 4)
        session.server?.settle()
        #expect(session.pushed(Self.kpis) == ["positive"])
        #expect(session.asked("window/showMessage").count == 2)
        change(session, "ref,value\nA,1\n", version: 6)
        session.server?.settle()
        #expect(session.pushed(Self.kpis) == [])
        // A client that numbers nothing is believed.
        change(session, "ref,value\nA,0\n", version: .null)
        session.server?.settle()
        #expect(session.pushed(Self.kpis) == ["positive"])
        // A document that is opened anew begins anew.
        session.open(Self.kpis, "ref,value\nA,1\n", version: 1)
        change(session, "ref,value\nA,0\nB,0\n", version: 2)
        session.server?.settle()
        #expect(session.pushed(Self.kpis) == ["positive", "positive"])
    }

    @Test("a finding is known again by its data where it has moved")
    func data() {
        let session = ServerSession(Self.files)
        session.begin([
            "textDocument": [
                "codeAction": ["codeActionLiteralSupport": [:]], "publishDiagnostics": ["dataSupport": true],
            ]
        ])
        session.open(Self.kpis, "ref,value\nA,0\n")
        session.server?.settle()
        let found = session.asked("textDocument/publishDiagnostics").last?[path: "params", "diagnostics"]?.array?.first
        #expect(found?[path: "data", "fingerprint"]?.text?.isEmpty == false)
        change(session, "ref,value\nB,1\nC,1\nA,0\n", version: 2)
        func count(_ id: Int, _ diagnostic: JSONValue?) -> Int {
            session.request(
                id, "textDocument/codeAction",
                [
                    "textDocument": ["uri": .text(Self.kpis)],
                    "range": ["start": ["line": 1, "character": 2], "end": ["line": 1, "character": 3]],
                    "context": ["diagnostics": .array([diagnostic].compactMap { $0 })],
                ])
            session.server?.settle()
            return session.answer(id)?["result"]?.array?.count ?? -1
        }
        #expect(count(2, found) == 2 && count(3, nil) == 0)
        let plain = ServerSession(Self.files)
        plain.begin()
        plain.server?.settle()
        let told = plain.asked("textDocument/publishDiagnostics").last?[path: "params", "diagnostics"]?.array?.first
        #expect(told != nil && told?["data"] == nil)
    }

    @Test("an id that is no whole text, and an escape with a sign, are refused")
    func halves() {
        let session = ServerSession(Self.files)
        session.send(#"{"jsonrpc":"2.0","id":"a\ud800","method":"initialize","params":{}}"#)
        #expect(session.sent.last?["id"] == .null && session.sent.last?[path: "error", "code"]?.int == -32600)
        session.send(#"{"jsonrpc":"2.0","id":"\u+12a","method":"initialize","params":{}}"#)
        #expect(session.sent.last?["id"] == .null && session.sent.last?[path: "error", "code"]?.int == -32700)
        // Whole pairs, and the character itself that stands for what cannot be read, are letters like others.
        for id in [#""\ud83d\ude00""#, "\"\u{FFFD}\"", #""\ufffd""#] {
            session.send("{\"jsonrpc\":\"2.0\",\"id\":\(id),\"method\":\"shutdown\"}")
            #expect(session.sent.last?["id"]?.text?.isEmpty == false)
            #expect(session.sent.last?[path: "error", "code"]?.int == -32002)
        }
    }

    @Test("percent escapes are two digits, and a path holds no zero byte")
    func escapes() {
        #expect(filePath("file:///w/a%20b") == "/w/a b")
        #expect(filePath("file:///w/%+5%-5%5") == "/w/%+5%-5%5")
        #expect(filePath("file:///w/%00") == nil)
        #expect(filePath("file:///w/%c3%A9") == "/w/é")
    }

    @Test("a storm of requests and cancellations is answered request by request")
    func cancelStorm() {
        let session = ServerSession(Self.files)
        session.begin(Self.pulling)
        session.open(Self.kpis, "ref,value\nA,0\n")
        for id in 100..<3_100 {
            session.request(id, "textDocument/diagnostic", ["textDocument": ["uri": .text(Self.kpis)]])
            if id % 3 != 0 { session.notify("$/cancelRequest", ["id": .number(id)]) }
            if id % 5 == 0 { session.notify("$/cancelRequest", ["id": .number(id - 50)]) }
        }
        session.server?.settle()
        for id in stride(from: 100, to: 3_100, by: 1) { session.notify("$/cancelRequest", ["id": .number(id)]) }
        var codes: [Int: Int] = [:]
        var counts: [Int: Int] = [:]
        for message in session.sent where message["method"] == nil {
            guard let id = message["id"]?.int, id >= 100 else { continue }
            counts[id, default: 0] += 1
            codes[id] = message[path: "error", "code"]?.int ?? 0
        }
        #expect(counts.count == 3_000 && counts.values.allSatisfy { $0 == 1 })
        for (id, code) in codes {
            let isCancelled = id % 3 != 0 || id + 50 < 3_100 && (id + 50) % 5 == 0
            #expect(code == (isCancelled ? -32800 : 0))
        }
    }

    @Test("requests of unknown documents and of places outside the text are answered")
    func unknownPlaces() {
        let session = ServerSession(Self.files)
        session.begin(Self.pulling)
        session.open(Self.kpis, "ref,value\nA,0\n")
        session.server?.settle()
        for (id, uri) in ["file:///none.csv", "", "http://x/y", "file:///w/%zz", "untitled:x", "file://host/x"]
            .enumerated()
        {
            session.request(100 + id, "textDocument/diagnostic", ["textDocument": ["uri": .text(uri)]])
            session.request(
                200 + id, "textDocument/codeAction",
                [
                    "textDocument": ["uri": .text(uri)],
                    "range": ["start": ["line": 0, "character": 0], "end": ["line": 0, "character": 0]], "context": [:],
                ])
            session.notify(
                "textDocument/didChange",
                ["textDocument": ["uri": .text(uri), "version": 3], "contentChanges": [["text": "x"]]])
            session.notify("textDocument/didClose", ["textDocument": ["uri": .text(uri)]])
            session.server?.settle()
            #expect(session.answer(100 + id)?[path: "result", "items"] == [])
            #expect(session.answer(200 + id)?["result"] == [])
        }
        let far: [String] = ["-1", "4294967296", "1e300", "-1e300", "99999999999999999999"]
        for (id, place) in far.enumerated() {
            let position: JSONValue = ["line": .number(place), "character": .number(place)]
            session.request(
                300 + id, "textDocument/codeAction",
                [
                    "textDocument": ["uri": .text(Self.kpis)], "range": ["start": position, "end": position],
                    "context": [:],
                ])
            session.server?.settle()
            #expect(session.answer(300 + id)?["result"] == [])
        }
        let unreadable: [JSONValue] = [
            .null, 7, [:], ["start": [:], "end": [:]], ["start": ["line": "0", "character": 0]],
        ]
        for (id, range) in unreadable.enumerated() {
            session.request(
                400 + id, "textDocument/codeAction", ["textDocument": ["uri": .text(Self.kpis)], "range": range])
            session.server?.settle()
            #expect(session.code(400 + id) == -32602)
        }
        #expect(session.pushed(Self.kpis) == nil && session.server?.exitStatus == nil)
    }

    @Test("ten thousand documents that come and go leave nothing behind")
    func openingAndClosing() {
        let session = ServerSession(Self.files)
        session.begin()
        session.server?.settle()
        for number in 0..<10_000 {
            let uri = "file:///elsewhere/\(number)/kpis\(number % 7).csv"
            session.open(uri, "ref,value\nA,\(number)\n")
            session.notify("textDocument/didClose", ["textDocument": ["uri": .text(uri)]])
        }
        #expect(session.server?.documents.isEmpty == true && session.server?.uris.isEmpty == true)
        #expect((session.server?.folders.count ?? 0) <= 3)
        session.open(Self.kpis, "ref,value\nA,1\n")
        session.server?.settle()
        #expect(session.pushed(Self.kpis) == [])
        session.notify("textDocument/didClose", ["textDocument": ["uri": .text(Self.kpis)]])
        session.server?.settle()
        #expect(session.pushed(Self.kpis) == ["positive"])
    }
}
