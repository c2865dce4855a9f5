// Waiving, baselines, corrections and the question why: offered on a finding, made, and checked again.

import EditorFeatures
import Findings
import JSON
import Testing
import Workspace

@testable import LanguageServer

@Suite struct FindingActionTests {
    private static let capabilities: JSONValue = [
        "textDocument": ["codeAction": ["codeActionLiteralSupport": [:]]],
        "workspace": ["workspaceEdit": ["documentChanges": true]],
        "window": ["showDocument": ["support": true]],
    ]
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
    private static let kpis = "file:///w/kpis.csv"

    private func session(_ files: [String: String], options: JSONValue = .null) -> ServerSession {
        let session = ServerSession(files)
        session.begin(Self.capabilities, options: options)
        return session
    }

    private func titles(_ actions: [JSONValue]) -> [String] { actions.compactMap { $0["title"]?.text } }

    @Test(
        "a waiver is added behind whatever the rule file ends with, and waives the finding once its reason is there",
        arguments: [
            rules, String(rules.dropLast()), rules + "\n", rules + "// the end", rules.replacing("\n", with: "\r\n"),
            String(rules.replacing("\n", with: "\r\n").dropLast()),
            rules + "\nwaive positive where ref == \"Z\" because \"x\"",
            "\u{FEFF}" + rules,
        ])
    func waiving(_ rules: String) {
        let session = session(["kpi.rules": rules, "kpis.csv": "ref,value\nA,1\nB,0\nC,0\n"])
        let offered = session.actions(2, Self.kpis, line: 2)
        let waive = offered.first { $0["title"]?.text == "waive this: positive…" }
        let before = session.pushed(Self.kpis)
        let others = session.pushed("file:///w/kpi.rules") ?? []
        let changed = session.apply(waive)
        let text = changed["file:///w/kpi.rules"] ?? ""
        let end = rules.contains("\r\n") ? "\r\n" : "\n"
        #expect(changed.count == 1 && text.hasPrefix(rules))
        #expect(text.hasSuffix("\(end)\(end)waive positive where ref == \"B\"\(end)  because \"\"\(end)"))
        #expect(!text.hasSuffix("\(end)\(end)\(end)waive positive where ref == \"B\"\(end)  because \"\"\(end)"))
        session.server?.settle()
        // Nothing is waived as long as nobody says why.
        #expect(session.pushed(Self.kpis) == before && before == ["positive", "positive"])
        #expect(session.pushed("file:///w/kpi.rules") == others + ["missing-reason"])
        session.open(
            "file:///w/kpi.rules", text.replacing("because \"\"", with: "because \"Closed\""), version: 9)
        session.server?.settle()
        #expect(session.pushed(Self.kpis) == ["positive"])
        #expect(session.pushed("file:///w/kpi.rules") == others)
    }

    @Test("a file of waivers is taken before the file of the table, and keys are compared by their types")
    func filesOfWaivers() {
        let rules = """
            table kpis from "kpis.csv" {
              no      number
              quarter period
              `kpi ref` text
              value   whole
              key no, quarter, `kpi ref`
            }
            rule positive "A value is positive" {
              for kpis
              require value > 0
            }

            """
        let session = session([
            "kpi.rules": rules, "q2-waivers.rules": "// answers\nwaive positive where no == 9 because \"gone\"\n",
            "kpis.csv":
                "no,quarter,kpi ref,value\n1.10,2023/24 Q2,\"a \"\"b\"\"\",0\n,2023/24 Q2,x,0\n1.10,2023/24 Q2,c,0\n",
        ])
        let named = session.actions(2, Self.kpis, line: 1)
        let one = session.apply(named.first { $0["title"]?.text == "waive this: positive…" })
        let text = one["file:///w/q2-waivers.rules"] ?? ""
        #expect(
            text.hasSuffix(
                "waive positive where no == \"1.10\" and quarter == \"2023/24 Q2\" and `kpi ref` == \"a \\\"b\\\"\"\n"
                    + "  because \"\"\n")
                || text.hasSuffix(
                    "waive positive where printed(no) == \"1.10\" and printed(quarter) == \"2023/24 Q2\" and "
                        + "printed(`kpi ref`) == \"a \\\"b\\\"\"\n  because \"\"\n"),
            "\(text)")
        session.open(
            "file:///w/q2-waivers.rules", text.replacing("because \"\"", with: "because \"Closed\""), version: 9)
        session.server?.settle()
        #expect(session.pushed(Self.kpis)?.filter { $0 == "positive" }.count == 2)
        // A part of the key may be blank.
        let blank = session.apply(
            session.actions(3, Self.kpis, line: 2).first { $0["title"]?.text == "waive this: positive…" })
        #expect(blank["file:///w/q2-waivers.rules"]?.contains("no is blank and") == true)
        session.open(
            "file:///w/q2-waivers.rules",
            (blank["file:///w/q2-waivers.rules"] ?? "").replacing("because \"\"", with: "because \"New\""),
            version: 19)
        session.server?.settle()
        #expect(session.pushed(Self.kpis)?.filter { $0 == "positive" }.count == 1)
    }

    @Test("what no key names, and what no waiver may cover, is offered none")
    func whatCannotBeWaived() {
        let keyless = """
            table kpis from "kpis.csv" {
              ref   text
              value whole
            }
            rule positive "A value is positive" {
              for kpis
              require value > 0
            }
            rule many "There are many" {
              require count(kpis) > 5
            }

            """
        let without = session(["kpi.rules": keyless, "kpis.csv": "ref,value\nA,0\n"])
        let offered = without.actions(2, Self.kpis, line: 0) + without.actions(3, Self.kpis, line: 1)
        #expect(without.pushed(Self.kpis)?.sorted() == ["many", "positive"])
        #expect(titles(offered) == ["show why many finds it", "show why positive finds it"])
        // A blank key.
        let blank = session(["kpi.rules": Self.rules, "kpis.csv": "ref,value\n,0\n"])
        #expect(!titles(blank.actions(2, Self.kpis, line: 1)).contains { $0.hasPrefix("waive") })
        #expect(blank.pushed(Self.kpis)?.contains("positive") == true)
        // A return that no rule file is about.
        let alone = session(["kpi.rules": Self.rules, "kpis.csv": "ref,value\nA,1\n"])
        alone.open("file:///w/other/q2.csv", "Ref,Indicator,Value,Target,RAG\n1,Visits,5%,#REF!,Green\n")
        let read = alone.actions(2, "file:///w/other/q2.csv", line: 1)
        #expect(alone.pushed("file:///w/other/q2.csv")?.contains("spreadsheet-error") == true)
        #expect(titles(read).allSatisfy { !$0.hasPrefix("waive") && !$0.hasPrefix("show why") })
        // Rules that do not stand.
        let faulty = session(["kpi.rules": Self.rules, "kpis.csv": "ref,value\nA,0\n"])
        faulty.server?.settle()
        #expect(faulty.pushed(Self.kpis) == ["positive"])
        faulty.open("file:///w/kpi.rules", Self.rules + "rule x {\n")
        #expect(faulty.actions(2, Self.kpis, line: 1).isEmpty)
    }

    @Test("groups are waived by what their rows have in common, structural findings by the row's key")
    func groupsAndStructure() {
        let rules = """
            table kpis from "kpis.csv" {
              ref   text
              value whole required
              key ref, value
            }
            rule each "Each reference has many rows" {
              for each ref in kpis
              require count(series) > 5
            }

            """
        let session = session(["kpi.rules": rules, "kpis.csv": "ref,value\nA,1\nB,\n"])
        _ = session.actions(2, Self.kpis, line: 0)
        #expect(session.pushed(Self.kpis) == ["each", "each", "missing-value"])
        for (id, rule, left) in [(3, "missing-value", ["each", "each"]), (4, "each", ["each"])] {
            let offered = session.actions(id, Self.kpis, line: 2)
            let action = offered.first { $0["title"]?.text == "waive this: \(rule)…" }
            let text = session.apply(action)["file:///w/kpi.rules"] ?? ""
            session.open(
                "file:///w/kpi.rules", text.replacing("because \"\"", with: "because \"New\""), version: id * 10)
            session.server?.settle()
            #expect(session.pushed(Self.kpis) == left)
            #expect(session.pushed("file:///w/kpi.rules") == [])
        }
    }

    @Test("a waiver that covers another finding says so")
    func severalOfOneKey() {
        let rules = Self.rules.replacing("  key ref\n", with: "").replacing(
            "value whole", with: "value whole\n  other whole"
        )
        .replacing("require value > 0", with: "require value > 0\n  require other > 0")
        .replacing("ref   text required", with: "ref   text required\n  key ref")
        let session = session(["kpi.rules": rules, "kpis.csv": "ref,value,other\nA,0,0\nB,0,1\n"])
        #expect(
            titles(session.actions(2, Self.kpis, line: 1)).filter { $0.hasPrefix("waive") }
                == ["waive this and 1 more of ref A: positive…", "waive this and 1 more of ref A: positive…"])
        #expect(
            titles(session.actions(3, Self.kpis, line: 2)).filter { $0.hasPrefix("waive") } == ["waive this: positive…"]
        )
    }

    @Test(
        "an entry is put into the baseline where `baseline create` would write it",
        arguments: ["\n", "\r\n"], [true, false])
    func baselines(_ lineEnd: String, _ endsLine: Bool) {
        let returns = "ref,value\nA,0\nB,0\nC,0\nD,0\n"
        let all = Baseline(
            of: Session(
                files: MemoryTree(
                    root: "/w/", ["/w/kpi.rules": Array(Self.rules.utf8), "/w/kpis.csv": Array(returns.utf8)])
            )
            .check(CheckRequest()).run)
        #expect(all.entries.count == 4)
        for missing in all.entries.indices {
            var known = all
            let entry = known.entries.remove(at: missing)
            func file(_ baseline: Baseline) -> String { baseline.text.replacing("\n", with: lineEnd) }
            let before = endsLine ? file(known) : String(file(known).dropLast())
            let session = session(
                ["kpi.rules": Self.rules, "kpis.csv": returns, "known.baseline": before],
                options: ["baseline": "known.baseline"])
            session.server?.settle()
            #expect(session.pushed(Self.kpis) == ["positive"])
            var text = ""
            for line in 1...4 {
                let offered = session.actions(10 + line, Self.kpis, line: line)
                let add = offered.first { $0["title"]?.text == "add to the baseline known.baseline" }
                if let add { text = session.apply(add)["file:///w/known.baseline"] ?? "" }
            }
            // Where no line end was missing it is as it would be written.
            #expect(endsLine ? text == file(all) : text.hasPrefix(before.isEmpty ? "-" : String(before.prefix(60))))
            #expect(text.contains(entry.fingerprint))
            session.server?.settle()
            #expect(session.pushed(Self.kpis) == [])
            #expect((try? Baseline(reading: Array(text.utf8)))?.entries.count == 4)
        }
    }

    @Test("without a baseline none is offered, and the folder's own is one")
    func defaultBaselines() {
        let files = ["kpi.rules": Self.rules, "kpis.csv": "ref,value\nA,0\n"]
        func offered(_ session: ServerSession) -> [String] {
            titles(session.actions(2, Self.kpis, line: 1)).filter { $0.hasPrefix("add") }
        }
        #expect(offered(session(files)).isEmpty)
        let empty = Baseline().text
        #expect(
            offered(session(files.merging(["kpilint.baseline": empty]) { $1 })) == [
                "add to the baseline kpilint.baseline"
            ])
        #expect(offered(session(files.merging(["kpilint.baseline": "no baseline\n"]) { $1 })).isEmpty)
    }

    @Test("why is written to the cache and shown, or told where nothing can be shown")
    func why() {
        let session = session(["kpi.rules": Self.rules, "kpis.csv": "ref,value\nA,1\nB,0\n"])
        let action = session.actions(2, Self.kpis, line: 2).last
        #expect(action?["title"]?.text == "show why positive finds it")
        func execute(_ id: Int, on session: ServerSession, _ command: JSONValue?) {
            session.request(
                id, "workspace/executeCommand",
                ["command": command?["command"] ?? "", "arguments": command?["arguments"] ?? []])
        }
        execute(3, on: session, action?["command"])
        #expect(session.answer(3)?["result"] == .null)
        #expect(session.kept == ["why-positive.txt": "positive: 3 broken"])
        let show = session.asked("window/showDocument").last
        #expect(show?[path: "params", "uri"]?.text == "file:///cache/why-positive.txt")
        #expect(session.asked("window/showMessage").isEmpty)
        // A client that fails to show it is told it.
        session.send("{\"jsonrpc\":\"2.0\",\"id\":\(show?["id"]?.int ?? 0),\"result\":{\"success\":false}}")
        #expect(session.asked("window/showMessage").last?[path: "params", "message"]?.text == "positive: 3 broken")
        // So is one where the cache cannot be written, with the reason.
        session.failure = "the disk is full"
        execute(4, on: session, action?["command"])
        let told = session.asked("window/showMessage").compactMap { $0[path: "params", "message"]?.text }
        #expect(told.suffix(2) == ["kpilint: the answer cannot be written: the disk is full", "positive: 3 broken"])
        let silent = ServerSession(["kpi.rules": Self.rules, "kpis.csv": "ref,value\nA,1\nB,0\n"])
        silent.begin(["textDocument": ["codeAction": ["codeActionLiteralSupport": [:]]]])
        execute(5, on: silent, silent.actions(2, Self.kpis, line: 2).last?["command"])
        #expect(silent.asked("window/showDocument").isEmpty)
        #expect(silent.asked("window/showMessage").last?[path: "params", "message"]?.text == "positive: 3 broken")
    }

    @Test("only the command that is there is listed, and what it is not given is said")
    func commands() {
        let session = session(["kpi.rules": Self.rules, "kpis.csv": "ref,value\nA,0\n"])
        #expect(
            session.answer(1)?[path: "result", "capabilities", "executeCommandProvider", "commands"] == ["kpilint.why"])
        let wrong: [JSONValue] = [
            [:], ["command": "kpilint.none"], ["command": "kpilint.why"], ["command": "kpilint.why", "arguments": [7]],
            [
                "command": "kpilint.why",
                "arguments": [["rule": "positive", "rules": ["kpi.rules"], "folder": "/nowhere/"]],
            ],
        ]
        for (id, parameters) in wrong.enumerated() {
            session.request(10 + id, "workspace/executeCommand", parameters)
            #expect(session.code(10 + id) == -32602)
        }
        // A rule that is gone is no failure of the request.
        session.request(
            30, "workspace/executeCommand",
            ["command": "kpilint.why", "arguments": [["rule": "gone", "rules": ["kpi.rules"], "folder": "/w/"]]])
        #expect(
            session.answer(30)?["result"] == .null && session.kept["why-gone.txt"]?.contains("there is no rule") == true
        )
    }

    @Test("a row that no key names is found by its line")
    func whyWithoutKey() {
        let rules = Self.rules.replacing("  key ref\n", with: "")
        let session = session(["kpi.rules": rules, "kpis.csv": "ref,value\nA,0\nB,0\nC,0\nD,0\nE,0\n"])
        let command = session.actions(2, Self.kpis, line: 5).last?["command"]
        session.request(
            3, "workspace/executeCommand",
            ["command": command?["command"] ?? "", "arguments": command?["arguments"] ?? []])
        #expect(session.kept["why-positive.txt"] == "positive: 6 broken")
    }

    @Test("a status that contradicts value and target is offered the right one, and the finding goes")
    func statuses() {
        let rules = """
            import "standard.rules"
            scheme kpi_rag for value, target, better? {
              green "Green" when meets(value, target, better)
              amber "Amber" when near(value, target, better, 5%)
              red   "Red"   otherwise
            }
            table kpis from "kpis.csv" {
              ref    text required
              value  measure
              target target
              rag    status kpi_rag
              key ref
            }

            """
        let session = session([
            "kpi.rules": rules, "kpis.csv": "ref,value,target,rag\n1,92%,≥ 95%,Green\n2,96%,≥ 95%,Green\n",
        ])
        let offered = session.actions(2, Self.kpis, line: 1)
        #expect(session.pushed(Self.kpis) == ["rag-follows-target"])
        #expect(titles(offered).first == "write `Amber`")
        let changed = session.apply(offered.first)
        #expect(changed == [Self.kpis: "ref,value,target,rag\n1,92%,≥ 95%,Amber\n2,96%,≥ 95%,Green\n"])
        session.server?.settle()
        #expect(session.pushed(Self.kpis) == [])
        #expect(session.actions(3, Self.kpis, line: 2).isEmpty)
    }

    @Test("a status without which a total would not agree is offered where one text would do")
    func corrections() {
        let rules = """
            scheme rag for value, target, better? {
              green "G" when meets(value, target, better)
              red   "R" otherwise
            }
            table kpis from "kpis.csv" {
              ref    text required
              value  number
              target target
              rag    status rag
              key ref
            }
            table totals from "totals.csv" {
              theme text
              red   whole
            }
            rule rag-follows-target "A status follows from its value" {
              for kpis
              require rag == due(rag)
            }
            rule red-disagrees "The stated number is that of the red rows" {
              for totals
              require red == count(kpis where rag is red)
            }

            """
        let session = session([
            "kpi.rules": rules,
            "kpis.csv": "ref,value,target,rag\nA,5,>=4,G\nB,3,>=4,G\nC,9,>=4,R\nD,1,>=4,R\nE,1,>=4,R\n",
            "totals.csv": "theme,red\nAll,4\n",
        ])
        let totals = "file:///w/totals.csv"
        session.server?.settle()
        session.open(totals, "theme,red\nAll,4\n")
        session.server?.settle()
        session.server?.addCorrections()
        let offered = session.actions(2, totals, line: 1)
        #expect(session.pushed(totals) == ["red-disagrees"])
        #expect(session.pushed(Self.kpis) == ["rag-follows-target", "rag-follows-target"])
        // The change is of another return than the finding.
        let write = offered.filter { $0["title"]?.text?.hasPrefix("write") == true }
        #expect(titles(write) == ["write `R` in ref B"])
        let changed = session.apply(write.first)
        #expect(changed == [Self.kpis: "ref,value,target,rag\nA,5,>=4,G\nB,3,>=4,R\nC,9,>=4,R\nD,1,>=4,R\nE,1,>=4,R\n"])
        session.server?.settle()
        #expect(session.pushed(totals) == [] && session.pushed(Self.kpis) == ["rag-follows-target"])
    }
}
