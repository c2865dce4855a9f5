// The protocol: the beginning and end of sessions, errors, cancelling, hostile messages.

import EditorFeatures
import Findings
import JSON
import Testing
import Workspace

@testable import LanguageServer

@Suite struct ProtocolTests {
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

    @Test("nothing is answered before the beginning, and nothing after the end")
    func order() {
        let session = ServerSession()
        session.request(1, "shutdown")
        session.notify("textDocument/didOpen")
        session.begin()
        session.request(2, "initialize")
        session.request(3, "nothing/known")
        session.notify("nothing/known")
        session.request(4, "shutdown")
        session.request(5, "shutdown")
        #expect(session.sent.filter { $0["id"]?.int == 1 }.first?[path: "error", "code"]?.int == -32002)
        #expect(session.code(2) == -32600 && session.code(3) == -32601 && session.code(5) == -32600)
        #expect(session.answer(4)?["result"] == .null)
        #expect(session.server?.exitStatus == nil)
        session.notify("exit")
        #expect(session.server?.exitStatus == 0)
        let other = ServerSession()
        other.notify("exit")
        #expect(other.server?.exitStatus == 1)
    }

    @Test(
        "what is no message is answered with what is wrong, and the session goes on",
        arguments: [
            ("{", "null", -32700), ("[]", "null", -32600), ("{}", "null", -32600), ("7", "null", -32600),
            ("{\"jsonrpc\":\"2.0\",\"id\":4,\"method\":7}", "4", -32600),
            ("{\"jsonrpc\":\"2.0\",\"id\":[],\"method\":\"x\"}", "null", -32600),
            ("{\"jsonrpc\":\"1.0\",\"id\":4,\"method\":\"x\"}", "4", -32600),
            ("{\"jsonrpc\":\"2.0\",\"id\":4}", "4", -32600),
            ("{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":\"initialize\"}", "\"a\"", -32602),
            (String(repeating: "[", count: 100_000), "null", -32700), ("\u{0}\u{1}", "null", -32700),
        ])
    func faulty(_ text: String, _ id: String, _ code: Int) {
        let session = ServerSession()
        session.send(text)
        #expect(session.sent.count == 1)
        #expect(session.sent.first?["id"].map { String(decoding: $0.bytes, as: UTF8.self) } == id)
        #expect(session.sent.first?[path: "error", "code"]?.int == code)
        session.begin()
        #expect(session.answer(1)?["result"] != nil)
    }

    @Test("an encoding is one that the client lists, and UTF-16 where it lists none")
    func encodings() {
        let listed: [(JSONValue, String)] = [
            ([:], "utf-16"), (["general": ["positionEncodings": ["utf-32"]]], "utf-32"),
            (["general": ["positionEncodings": ["utf-16", "utf-8"]]], "utf-8"),
            (["general": ["positionEncodings": ["ebcdic"]]], "utf-16"),
        ]
        for (capabilities, encoding) in listed {
            let session = ServerSession()
            session.begin(capabilities)
            #expect(session.answer(1)?[path: "result", "capabilities", "positionEncoding"]?.text == encoding)
        }
    }

    @Test("diagnostics are sent, or asked for, and never both")
    func pushAndPull() {
        let files = ["kpi.rules": Self.rules, "kpis.csv": "ref,value\nA,0\n"]
        let pushing = ServerSession(files)
        // Without being told to ask anew a client that asks would miss what other documents change.
        pushing.begin(["textDocument": ["diagnostic": [:]]])
        pushing.request(2, "textDocument/diagnostic", ["textDocument": ["uri": "file:///w/kpis.csv"]])
        pushing.server?.settle()
        #expect(pushing.pushed("file:///w/kpis.csv") == ["positive"] && pushing.code(2) == -32601)
        let pulling = ServerSession(files)
        pulling.begin(["textDocument": ["diagnostic": [:]], "workspace": ["diagnostics": ["refreshSupport": true]]])
        pulling.request(2, "textDocument/diagnostic", ["textDocument": ["uri": "file:///w/kpis.csv"]])
        #expect(pulling.answer(2) == nil)
        pulling.server?.settle()
        let report = pulling.answer(2)?["result"]
        #expect(report?["kind"]?.text == "full" && report?["items"]?.array?.count == 1)
        pulling.request(
            3, "textDocument/diagnostic",
            ["textDocument": ["uri": "file:///w/kpis.csv"], "previousResultId": report?["resultId"] ?? .null])
        #expect(pulling.answer(3)?[path: "result", "kind"]?.text == "unchanged")
        #expect(pulling.pushed("file:///w/kpis.csv") == nil)
    }

    @Test("what another document changes is asked for anew")
    func refresh() {
        let session = ServerSession(["kpi.rules": Self.rules, "kpis.csv": "ref,value\nA,0\n"])
        session.begin(["textDocument": ["diagnostic": [:]], "workspace": ["diagnostics": ["refreshSupport": true]]])
        session.server?.settle()
        session.sent = []
        session.open("file:///w/kpi.rules", Self.rules.replacing("> 0", with: ">= 0"))
        session.request(2, "textDocument/diagnostic", ["textDocument": ["uri": "file:///w/kpi.rules"]])
        session.server?.settle()
        #expect(session.sent.contains { $0["method"]?.text == "workspace/diagnostic/refresh" })
    }

    @Test("a document that is closed is checked as the disk has it")
    func closing() {
        let session = ServerSession(["kpi.rules": Self.rules, "kpis.csv": "ref,value\nA,0\n"])
        session.begin()
        session.open("file:///w/kpis.csv", "ref,value\nA,1\n")
        session.server?.settle()
        #expect(session.pushed("file:///w/kpis.csv") == [])
        session.notify("textDocument/didClose", ["textDocument": ["uri": "file:///w/kpis.csv"]])
        session.server?.settle()
        #expect(session.pushed("file:///w/kpis.csv") == ["positive"])
    }

    @Test("returns and rule files that the folder's rules leave out are checked by themselves")
    func documentsAlone() {
        let session = ServerSession(["kpi.rules": Self.rules, "kpis.csv": "ref,value\nA,1\n"])
        session.begin()
        // Known by what its header says, as `kpilint check` without a rule file does.
        session.open("file:///w/other/q2.csv", "Ref,Indicator,Value,Target,RAG\n1,Visits,5%,#REF!,Green\n")
        session.open("untitled:Untitled-1", "table t from \"t.csv\" {\n  ref txt\n}\n")
        session.open("file:///else/where.rules", "rule x \"y\" {\n}\n")
        session.server?.settle()
        #expect(session.pushed("file:///w/other/q2.csv")?.contains("spreadsheet-error") == true)
        #expect(session.pushed("untitled:Untitled-1")?.isEmpty == false)
        #expect(session.pushed("file:///else/where.rules")?.isEmpty == false)
    }

    @Test("a request that waits can be cancelled")
    func cancelling() {
        let session = ServerSession(["kpi.rules": Self.rules, "kpis.csv": "ref,value\nA,1\n"])
        session.begin(["textDocument": ["diagnostic": [:]], "workspace": ["diagnostics": ["refreshSupport": true]]])
        session.request(2, "workspace/diagnostic", ["previousResultIds": []])
        session.notify("$/cancelRequest", ["id": 2])
        session.notify("$/cancelRequest", ["id": 99])
        #expect(session.code(2) == -32800)
        session.server?.settle()
        #expect(session.sent.filter { $0["id"]?.int == 2 && $0["method"] == nil }.count == 1)
    }

    @Test("a check that is stopped is made again")
    func stopping() {
        let session = ServerSession(["kpi.rules": Self.rules, "kpis.csv": "ref,value\nA,0\n"])
        session.begin()
        let progress = CheckProgress()
        progress.stop()
        #expect(session.server?.settle(progress) == false)
        #expect(session.pushed("file:///w/kpis.csv") == nil && session.server?.isDirty == true)
        session.server?.settle()
        #expect(session.pushed("file:///w/kpis.csv") == ["positive"] && session.server?.isDirty == false)
    }

    @Test("fixes are offered where the cursor is, and safe ones together")
    func fixes() {
        let rules = """
            table kpis from "kpis.csv" {
              ref   text required
              value number
              rag   choice "Red", "Green"
              key ref
            }
            rule capital "Labels are written in full" {
              for kpis
              require rag is "Green"
              at rag
              fix safely rag = "Green"
            }
            """
        let session = ServerSession(["kpi.rules": rules])
        session.begin(
            [
                "textDocument": ["codeAction": ["codeActionLiteralSupport": [:]]],
                "workspace": ["workspaceEdit": ["documentChanges": true]],
            ])
        session.open("file:///w/kpis.csv", "ref,value,rag\nA,1,Red\nB,1,Green\nC,1,Red\n", version: 4)
        func ask(_ id: Int, line: Int, only: String? = nil) -> [JSONValue] {
            let context: JSONValue = only.map { ["diagnostics": [], "only": [.text($0)]] } ?? ["diagnostics": []]
            let place: JSONValue = ["line": .number(line), "character": 5]
            session.request(
                id, "textDocument/codeAction",
                [
                    "textDocument": ["uri": "file:///w/kpis.csv"], "range": ["start": place, "end": place],
                    "context": context,
                ])
            session.server?.settle()
            return session.answer(id)?["result"]?.array ?? []
        }
        let here = ask(2, line: 1)
        #expect(
            here.map { $0["title"]?.text } == ["write `Green`", "waive this: capital…", "show why capital finds it"])
        #expect(here.allSatisfy { $0["kind"]?.text == "quickfix" })
        let change = here.first?[path: "edit", "documentChanges"]?.array?.first
        #expect(change?[path: "textDocument", "version"]?.int == 4)
        #expect(change?["edits"]?.array?.first?["newText"]?.text == "Green")
        #expect(ask(3, line: 2).isEmpty)
        let all = ask(4, line: 0, only: "source.fixAll")
        #expect(all.first?[path: "edit", "documentChanges"]?.array?.first?["edits"]?.array?.count == 2)
    }

    @Test("of many findings the worst are sent, and the last says how many more there are")
    func most() {
        let rows = (1...40).map { "\($0),0\n" }.joined()
        let session = ServerSession(["kpi.rules": Self.rules, "kpis.csv": "ref,value\n" + rows])
        session.begin(options: ["maxDiagnostics": 10])
        session.server?.settle()
        let told = session.pushed("file:///w/kpis.csv") ?? []
        #expect(told.count == 10 && told.contains("more-findings"))
        let words = session.sent.compactMap { $0[path: "params", "diagnostics"]?.array }.joined().compactMap {
            $0["message"]?.text
        }
        #expect(words.contains { $0.hasPrefix("31 more findings") })
    }

    @Test("a change whose range cannot be read changes nothing, and is told of")
    func unreadableRanges() {
        let session = ServerSession(["kpi.rules": Self.rules, "kpis.csv": "ref,value\nA,1\n"])
        session.begin()
        session.open("file:///w/kpis.csv", "ref,value\nA,0\n")
        let half: JSONValue = ["start": ["line": 0, "character": 0]]
        session.notify(
            "textDocument/didChange",
            [
                "textDocument": ["uri": "file:///w/kpis.csv", "version": 2],
                "contentChanges": [["range": half, "text": "z"]],
            ])
        session.server?.settle()
        #expect(session.pushed("file:///w/kpis.csv") == ["positive"])
        #expect(session.sent.contains { $0["method"]?.text == "window/showMessage" })
        // A whole number may be written with decimals, and a place may be beyond every text.
        let far: JSONValue = ["line": .number("18446744073709551615"), "character": .number("0.0")]
        session.notify(
            "textDocument/didChange",
            [
                "textDocument": ["uri": "file:///w/kpis.csv", "version": 3],
                "contentChanges": [["range": ["start": far, "end": far], "text": "B,0\n"]],
            ])
        session.server?.settle()
        #expect(session.pushed("file:///w/kpis.csv") == ["positive", "positive"])
    }

    @Test("rules of two folders see one open text, and are told of together")
    func nestedFolders() {
        let outer = Self.rules.replacing("kpis.csv", with: "sub/kpis.csv")
        let inner = Self.rules.replacing("positive", with: "small").replacing("> 0", with: "< 100")
        let session = ServerSession(["kpi.rules": outer, "sub/in.rules": inner, "sub/kpis.csv": "ref,value\nA,1\n"])
        session.begin()
        let uri = "file:///w/sub/kpis.csv"
        session.open(uri, "ref,value\nA,0\n")
        session.server?.settle()
        #expect(session.pushed(uri) == ["positive"])
        session.notify(
            "workspace/didChangeWorkspaceFolders",
            ["event": ["added": [["uri": "file:///w/sub", "name": "sub"]], "removed": []]])
        session.notify(
            "textDocument/didChange",
            [
                "textDocument": ["uri": .text(uri), "version": 2],
                "contentChanges": [["text": "ref,value\nA,0\nB,500\n"]],
            ])
        session.server?.settle()
        #expect(session.pushed(uri)?.sorted() == ["positive", "small"])
        session.notify("textDocument/didSave", ["textDocument": ["uri": .text(uri)]])
        session.server?.settle()
        #expect(session.pushed(uri)?.sorted() == ["positive", "small"])
        session.notify(
            "workspace/didChangeWorkspaceFolders",
            ["event": ["added": [], "removed": [["uri": "file:///w/sub", "name": "sub"]]]])
        session.server?.settle()
        #expect(session.pushed(uri) == ["positive"])
        session.notify("textDocument/didSave", ["textDocument": ["uri": .text(uri)]])
        session.server?.settle()
        #expect(session.pushed(uri) == ["positive"])
    }

    @Test("a rule file that is on no disk is none of the folder's")
    func unsavedRules() {
        let session = ServerSession(["kpi.rules": Self.rules, "kpis.csv": "ref,value\nA,0\n"])
        session.begin()
        session.open("untitled:Untitled-1", "rule x \"y\" {\n")
        session.server?.settle()
        #expect(session.pushed("file:///w/kpis.csv") == ["positive"])
        #expect(session.pushed("untitled:Untitled-1")?.isEmpty == false)
        // What is neither rules nor a return is left alone.
        session.open("file:///w/README.md", "a,b\n\"c\n")
        session.open("git:/w/kpis.csv?ref", "ref,value\nA,0\n")
        session.server?.settle()
        #expect(session.pushed("file:///w/README.md") == [])
        #expect(session.pushed("git:/w/kpis.csv?ref") == nil)
    }

    @Test("a baseline or rule file that is not there is told of, and an open return that cannot be read is marked")
    func whatCannotBeChecked() {
        for options: JSONValue in [["baseline": "nope.json"], ["rules": ["nope.rules"]], ["set": ["limit": "x"]]] {
            let session = ServerSession(["kpi.rules": Self.rules, "kpis.csv": "ref,value\nA,0\n"])
            session.begin(options: options)
            session.server?.settle()
            #expect(session.sent.contains { $0["method"]?.text == "window/showMessage" }, "\(options)")
        }
        let session = ServerSession(["kpi.rules": Self.rules, "kpis.csv": "ref,value\nA,0\n"])
        session.begin()
        session.open("file:///w/kpis.csv", "")
        session.server?.settle()
        #expect(session.pushed("file:///w/kpis.csv") == ["unreadable"])
    }

    @Test("paths are compared without detours")
    func detours() {
        let session = ServerSession(["kpi.rules": Self.rules, "kpis.csv": "ref,value\nA,0\n"])
        session.begin()
        session.open("file:///w/x/..//./kpis.csv", "ref,value\nA,1\n")
        session.server?.settle()
        #expect(session.pushed("file:///w/x/..//./kpis.csv") == [])
        #expect(session.pushed("file:///w/kpis.csv") == nil)
    }

    @Test("a setting that cannot be read is said")
    func settings() {
        let session = ServerSession(["kpi.rules": Self.rules, "kpis.csv": "ref,value\nA,1\n"])
        session.begin(options: ["today": "2023-09-30", "rules": .null, "set": ["limit": 5], "maxDiagnostics": 7])
        #expect(!session.sent.contains { $0["method"]?.text == "window/showMessage" })
        let faulty: [JSONValue] = [
            ["today": "yesterday"], ["rules": 5], ["rules": [5]], ["baseline": 7], ["set": [1]], ["set": ["a": []]],
            ["maxDiagnostics": 0], ["colour": true],
        ]
        for options in faulty {
            let session = ServerSession(["kpi.rules": Self.rules, "kpis.csv": "ref,value\nA,1\n"])
            session.begin(options: options)
            #expect(session.sent.contains { $0["method"]?.text == "window/showMessage" }, "\(options)")
            session.server?.settle()
            #expect(session.server?.isDirty == false)
        }
    }

    @Test("the server ends with the client's process")
    func abandoned() {
        let session = ServerSession()
        session.request(1, "initialize", ["processId": 4711, "rootUri": .null, "capabilities": [:]])
        #expect(session.server?.isAbandoned == false)
        session.processIsThere = false
        #expect(session.server?.isAbandoned == true)
    }
}
