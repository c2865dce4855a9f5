// Requests about open returns, as clients of each encoding make them.

import EditorFeatures
import Findings
import JSON
import Testing
import Workspace

@testable import LanguageServer

@Suite struct ReturnRequestsTests {
    /// A server for a folder in memory, whose client counts in one encoding.
    private final class Session {
        var sent: [JSONValue] = []
        private(set) var server: LanguageServer?
        let encoding: PositionEncoding
        private var number = 10
        static let uri = "file:///w/kpis.csv"

        init(
            _ encoding: PositionEncoding, _ capabilities: JSONValue = [:], options: JSONValue = .null,
            _ text: String? = nil
        ) {
            self.encoding = encoding
            let files = ["/w/kpi.rules": ruleText, "/w/kpis.csv": kpis]
            let bytes = files.mapValues { Array($0.utf8) }
            let host = ServerHost(
                files: { MemoryTree(root: $0, bytes) }, startFolder: "/w/", threads: 1, version: "1",
                isRunning: { _ in true })
            server = LanguageServer(host) { [unowned self] bytes in
                if let message = try? JSONValue(reading: bytes) { sent.append(message) }
            }
            let general: JSONValue = ["positionEncodings": [.text(encoding.rawValue)]]
            _ = ask(
                "initialize",
                [
                    "rootUri": "file:///w", "initializationOptions": options,
                    "capabilities": .object([("general", general)] + (capabilities.members ?? [])),
                ])
            notify("initialized", [:])
            let opened = text ?? kpis
            notify(
                "textDocument/didOpen",
                ["textDocument": ["uri": .text(Self.uri), "languageId": "csv", "version": 1, "text": .text(opened)]])
        }

        func notify(_ method: String, _ parameters: JSONValue) {
            server?.receive(.notification(method: method, parameters: parameters))
        }

        /// The answer to a request, if it has one already.
        func ask(_ method: String, _ parameters: JSONValue) -> JSONValue? {
            number += 1
            let id = number
            server?.receive(.request(id: .number(id), method: method, parameters: parameters))
            return answer(id)
        }

        private func answer(_ id: Int) -> JSONValue? {
            sent.first { $0["id"]?.int == id && $0["method"] == nil }
        }

        /// The result for the place before the first letter of a text, once what is due has been checked.
        func result(
            _ method: String, at wanted: String, plus bytes: Int = 0, in text: String = kpis,
            _ more: [(String, JSONValue)] = []
        ) throws -> JSONValue {
            let position = try position(of: wanted, plus: bytes, in: text)
            _ = ask(
                method,
                .object(
                    [("textDocument", ["uri": .text(Self.uri)]), ("position", position)]
                        + more.map { (name: $0.0, value: $0.1) }))
            let id = number
            server?.settle()
            return try #require(answer(id)?["result"])
        }

        func position(of wanted: String, plus bytes: Int = 0, in text: String = kpis) throws -> JSONValue {
            let range = try #require(text.firstRange(of: wanted))
            let offset = text.utf8.distance(from: text.startIndex, to: range.lowerBound) + bytes
            let place = TextBuffer(text).position(of: offset, encoding)
            return ["line": .number(place.line), "character": .number(place.column)]
        }

        /// The text of a range.
        func text(_ range: JSONValue?, in text: String = kpis) throws -> String {
            let buffer = TextBuffer(text)
            func offset(_ name: String) throws -> Int {
                let line = try #require(range?[path: name, "line"]?.int)
                let column = try #require(range?[path: name, "character"]?.int)
                return buffer.offset(of: TextPosition(line: line, column: column), encoding)
            }
            return String(decoding: buffer.bytes[try offset("start")..<offset("end")], as: UTF8.self)
        }
    }

    private static let letters = "£👩‍👩‍👧𐐀"

    @Test("what is announced is what is answered")
    func capabilities() throws {
        let session = Session(.utf16)
        let capabilities = try #require(session.sent.first?[path: "result", "capabilities"])
        let answered = [
            ("hoverProvider", "textDocument/hover"), ("definitionProvider", "textDocument/definition"),
            ("referencesProvider", "textDocument/references"), ("completionProvider", "textDocument/completion"),
        ]
        for (name, method) in answered {
            #expect(capabilities[name] != nil)
            #expect(try session.result(method, at: "92.4%") != .null || method.hasSuffix("completion"))
        }
        for name in [
            "documentSymbolProvider", "foldingRangeProvider", "selectionRangeProvider", "codeLensProvider",
            "inlayHintProvider",
        ] {
            #expect(capabilities[name] != nil)
        }
        #expect(capabilities[path: "semanticTokensProvider", "legend", "tokenTypes"]?.array?.count == 9)
    }

    @Test("a hover stands at its cell, in Markdown where the client shows it", arguments: PositionEncoding.allCases)
    func hover(_ encoding: PositionEncoding) throws {
        let plain = Session(encoding)
        let found = try plain.result("textDocument/hover", at: "92.4%", plus: 2)
        #expect(try plain.text(found["range"]) == "92.4%")
        #expect(found[path: "contents", "kind"]?.text == "plaintext")
        #expect(found[path: "contents", "value"]?.text?.contains("ref " + Self.letters) ?? false)
        #expect(found[path: "contents", "value"]?.text?.contains("reads as percentage 92.4%") ?? false)
        let rich = Session(encoding, ["textDocument": ["hover": ["contentFormat": ["markdown", "plaintext"]]]])
        let marked = try rich.result("textDocument/hover", at: "92.4%")
        #expect(marked[path: "contents", "kind"]?.text == "markdown")
        #expect(marked[path: "contents", "value"]?.text?.contains("92\\.4\\%") ?? false)
        #expect(try plain.result("textDocument/hover", at: "\n\nlast", plus: 1) == .null)
    }

    @Test("a hover tells what is typed, not what is saved, and waits for the check that it follows from")
    func hoverOfUnsavedText() throws {
        let session = Session(.utf16)
        session.server?.settle()
        let text = kpis.replacing("92.4%", with: "88%")
        session.notify(
            "textDocument/didChange",
            [
                "textDocument": ["uri": .text(Session.uri), "version": 2],
                "contentChanges": [["text": .text(text)]],
            ])
        let position = try session.position(of: "88%", in: text)
        #expect(
            session.ask("textDocument/hover", ["textDocument": ["uri": .text(Session.uri)], "position": position])
                == nil)
        let found = try session.result("textDocument/hover", at: "88%", in: text)
        #expect(found[path: "contents", "value"]?.text?.contains("reads as percentage 88%") ?? false)
    }

    @Test("proposals are made while the check is still due, and replace the cell", arguments: PositionEncoding.allCases)
    func completion(_ encoding: PositionEncoding) throws {
        let session = Session(encoding)
        session.server?.settle()
        let text = kpis.replacing(",Red", with: ",\"gr")
        session.notify(
            "textDocument/didChange",
            [
                "textDocument": ["uri": .text(Session.uri), "version": 2],
                "contentChanges": [
                    [
                        "range": [
                            "start": try session.position(of: "Red"), "end": try session.position(of: "Red", plus: 3),
                        ], "text": "gr",
                    ]
                ],
            ])
        let plain = kpis.replacing(",Red", with: ",gr")
        let position = try session.position(of: ",gr", plus: 3, in: plain)
        let answer = try #require(
            session.ask("textDocument/completion", ["textDocument": ["uri": .text(Session.uri)], "position": position]))
        let items = try #require(answer[path: "result", "items"]?.array)
        #expect(items.map { $0["label"]?.text } == ["Green, at last"])
        #expect(items.first?[path: "textEdit", "newText"]?.text == "\"Green, at last\"")
        #expect(try session.text(items.first?[path: "textEdit", "range"], in: plain) == "gr")
        #expect(text != plain)
    }

    @Test("symbols are nested or flat, folds are lines, selections grow", arguments: PositionEncoding.allCases)
    func outline(_ encoding: PositionEncoding) throws {
        let document: JSONValue = ["textDocument": ["uri": .text(Session.uri)]]
        let flat = Session(encoding)
        flat.server?.settle()
        let listed = try #require(flat.ask("textDocument/documentSymbol", document)?["result"]?.array)
        #expect(listed.map { $0["name"]?.text } == ["kpis", Self.letters, "B", "last"])
        #expect(listed.dropFirst().allSatisfy { $0["containerName"]?.text == "kpis" })
        let nested = Session(
            encoding, ["textDocument": ["documentSymbol": ["hierarchicalDocumentSymbolSupport": true]]])
        nested.server?.settle()
        let tables = try #require(nested.ask("textDocument/documentSymbol", document)?["result"]?.array)
        let rows = try #require(tables.first?["children"]?.array)
        #expect(tables.count == 1 && rows.map { $0["name"]?.text } == [Self.letters, "B", "last"])
        #expect(try rows.map { try nested.text($0["selectionRange"]) } == [Self.letters, "B", "last"])
        #expect(try nested.text(rows[0]["range"]) == Self.letters + ",92.4%,Red")
        let folds = try #require(nested.ask("textDocument/foldingRange", document)?["result"]?.array)
        #expect(folds.contains { $0["startLine"] == 0 && $0["endLine"] == 4 && $0["kind"]?.text == "region" })
        let positions: JSONValue = [try nested.position(of: "92.4%"), try nested.position(of: "B,")]
        let grown = try #require(
            nested.ask(
                "textDocument/selectionRange",
                ["textDocument": ["uri": .text(Session.uri)], "positions": positions])?["result"]?.array)
        #expect(grown.count == 2)
        #expect(try nested.text(grown[0]["range"]) == "92.4%" && nested.text(grown[1]["range"]) == "B")
        #expect(try nested.text(grown[0][path: "parent", "range"]) == Self.letters + ",92.4%,Red")
    }

    @Test(
        "tokens stand behind each other, hints are off until they are asked for", arguments: PositionEncoding.allCases)
    func marks(_ encoding: PositionEncoding) throws {
        let document: JSONValue = ["textDocument": ["uri": .text(Session.uri)]]
        let session = Session(encoding, options: ["inlayHints": true])
        session.server?.settle()
        let data = try #require(
            session.ask("textDocument/semanticTokens/full", document)?[path: "result", "data"]?.array)
        var place = TextPosition(line: 0, column: 0)
        var texts: [String] = []
        let buffer = TextBuffer(kpis)
        for start in stride(from: 0, to: data.count, by: 5) {
            let numbers = data[start..<start + 5].compactMap(\.int)
            place = TextPosition(
                line: place.line + numbers[0], column: numbers[0] == 0 ? place.column + numbers[1] : numbers[1])
            let end = TextPosition(line: place.line, column: place.column + numbers[2])
            texts.append(
                String(
                    decoding: buffer.bytes[buffer.offset(of: place, encoding)..<buffer.offset(of: end, encoding)],
                    as: UTF8.self))
            // The rating is red though the value is above 90%.
            #expect(numbers[4] & 2 == (texts.last == "Red" ? 2 : 0), "\(texts.last ?? "")")
        }
        #expect(
            texts == [
                "ref", "value", "rag", Self.letters, "92.4%", "Red", "B", "12%", "Red too", "last", "1%", "Red too",
            ])
        let whole: JSONValue = ["start": ["line": 0, "character": 0], "end": ["line": 9, "character": 0]]
        let asked: JSONValue = ["textDocument": ["uri": .text(Session.uri)], "range": whole]
        let hints = try #require(session.ask("textDocument/inlayHint", asked)?["result"]?.array)
        #expect(hints.map { $0["label"]?.text } == ["→ \"Green, at last\""])
        #expect(hints.first?["position"] == (try session.position(of: ",Red\n", plus: 4)))
        let silent = Session(encoding)
        silent.server?.settle()
        #expect(silent.ask("textDocument/inlayHint", asked)?["result"] == [])
        let lenses = try #require(session.ask("textDocument/codeLens", document)?["result"]?.array)
        #expect(lenses.map { $0[path: "command", "title"]?.text } == ["1 finding: rated"])
        #expect(try session.text(lenses.first?["range"]) == "rag")
    }

    @Test("definitions and references lead into the rule file, and rule files themselves answer nothing yet")
    func places() throws {
        let session = Session(.utf16)
        let found = try session.result("textDocument/definition", at: "92.4%")
        #expect(found.array?.first?["uri"]?.text == "file:///w/kpi.rules")
        #expect(found.array?.first?[path: "range", "start", "line"] == 2)
        let rules = try session.result(
            "textDocument/references", at: "92.4%", [("context", ["includeDeclaration": false])])
        #expect(rules.array?.map { $0[path: "range", "start", "line"]?.int } == [6])
        session.notify(
            "textDocument/didOpen",
            ["textDocument": ["uri": "file:///w/kpi.rules", "languageId": "x", "version": 1, "text": .text(ruleText)]])
        session.server?.settle()
        let rule: JSONValue = [
            "textDocument": ["uri": "file:///w/kpi.rules"], "position": ["line": 2, "character": 3],
        ]
        for (method, nothing) in [
            ("hover", JSONValue.null), ("completion", .null), ("definition", .null), ("documentSymbol", []),
            ("foldingRange", []), ("codeLens", []),
        ] {
            #expect(session.ask("textDocument/" + method, rule)?["result"] == nothing, "\(method)")
        }
        #expect(session.ask("textDocument/hover", [:])?[path: "error", "code"]?.int == -32602)
    }
}

private let ruleText = """
    table kpis from "kpis.csv" {
      ref   text required
      value percent
      rag   choice "Red", "Red too", "Green, at last"
      key ref
    }
    rule rated "What is at least 90% is green" {
      for kpis
      require rag is "Green, at last" or value < 90%
      at rag
      fix rag = "Green, at last"
    }
    """
private let kpis = "ref,value,rag\n£👩‍👩‍👧𐐀,92.4%,Red\nB,12%,Red too\n\nlast,1%,Red too\n"
