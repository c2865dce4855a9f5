// Rule files that are started from returns run, and accuse no return of what was only guessed from it.

import Diagnostics
import Findings
import Foundation
import Testing

@testable import Workspace

@Suite struct StartedRulesRunTests {
    /// What a check of the same return can only find because a guess was wrong.
    private static let guesses: Set<String> = [
        "not-allowed", "bad-format", "unreadable-cell", "missing-value", "duplicate-key", "similar-key",
        "missing-column", "unknown-reference", "empty-table",
    ]

    /// Starts a rule file, checks the same returns by it, and gives what it says of them wrongly.
    private func accusations(_ returns: [String: [UInt8]], withoutRulesToo: Bool = true) -> [String] {
        var tree = MemoryTree(returns)
        var names = returns.keys.sorted()
        let started = Session(files: tree).startingRules(names)
        names.removeAll { name in started.unreadable.contains { $0.path == name } }
        if names.isEmpty { return [] }
        var wrong = started.diagnostics.map { "diagnostic: \($0.message)" }
        // What it says itself of cells and of files without rows is no guess.
        func isSaid(_ words: String) -> Bool { started.notices.contains { $0.contains(words) } }
        var guesses = Self.guesses
        if isSaid("it has no rows") { guesses.remove("empty-table") }
        if isSaid("can be no label") { guesses.remove("unreadable-cell") }
        tree.put(Array(started.text.utf8), at: "start.rules")
        var request = CheckRequest()
        request.ruleFiles = ["start.rules"]
        for isBare in withoutRulesToo ? [false, true] : [false] {
            if isBare {
                request = CheckRequest()
                request.returns = names
                tree.remove("start.rules")
            }
            let run = Session(files: tree).check(request).run
            wrong += run.diagnostics.filter { $0.severity == .error }.map { "diagnostic: \($0.message)" }
            wrong += run.unreadable.map { "unreadable: \($0.path): \($0.reason)" }
            for finding in run.findings where guesses.contains(finding.rule) {
                wrong.append("\(finding.rule): \(finding.message)")
            }
        }
        return wrong
    }

    /// Words that mean something in rule files, or in files that are started.
    private static let words = """
        and as because by else false from if in is not on or over require then true unknown until when where with key \
        join series let label owner target value rag table rule scheme first last next previous any vary unpivot total \
        text whole number percent money measure status choice date period flag optional required unique matches \
        numbered rating row count sum missing blank standard import set waive test for better kind register \
        register_to_fill reporting_date non_answers usual_non_answers all near meets due message help severity error \
        query note warning sheet source quarter headers rows between
        """.split(separator: " ").map(String.init)

    @Test(arguments: Array(stride(from: 0, to: words.count, by: 8)))
    func columnsMayBeCalledAnything(_ start: Int) {
        func rows(_ cell: (Int) -> String) -> String { (0..<12).map { cell($0) + "\n" }.joined() }
        var files: [String: [UInt8]] = [:]
        for word in Self.words[start...].prefix(8) {
            let returns = [
                "\(word),amount,note\n" + rows { "K\($0),\($0),n\($0)" },
                "ref,\(word)\n" + rows { "K\($0),word \($0)" },
                "ref,\(word),target,rag\n" + rows { "K\($0),\($0),5,\($0 < 5 ? "Red" : "Green")" },
                "\(word),\(word) text,label target,owner\n" + rows { "a\($0 / 4),b\($0 % 4),\($0),c\($0)" },
            ]
            for (number, text) in returns.enumerated() { files["\(word).\(number).csv"] = Array(text.utf8) }
        }
        #expect(accusations(files) == [])
    }

    private static let odd: [String] = [
        "ref,value,target,rag\n", "ref\nA\nB\n", "value\n1\n", ",,\nA,1,2\nB,2,3\n", "ref,,value,\nA,1,2,x\nB,2,3,y\n",
        "ref,value,value,Value\nA,1,2,3\nB,2,3,4\n", "1,2,3\n4,5,6\n7,8,9\n", "ref;value\nA;1,5\nB;2,5\n",
        "ref, value ,\ttarget\nA,1,2\nB,2,3\n", "🙂,👨‍👩‍👧,é,e\u{301},日本,\u{202E}abc\nK1,1,😀,x,y,z\nK2,2,😀,x,y,z\n",
        "\"a \"\"b\"\" \\ c\",\"line\nbreak\",{ref},// c,/* c,\\u{41},`bq`,a | b,\"}\nset x to off\"\nA,B,C,D,E,F,G,H,I\n",
        // Labels that a rule file cannot tell from each other, or that have line breaks.
        "ref,how\n" + (0..<15).map { "K\($0),\"\(["c\n d", "C  D", "x // y"][$0 % 3])\"\n" }.joined(),
        "ref,how\n" + (0..<15).map { "K\($0),\"\(["Ab", "aB", "x\u{2028}y"][$0 % 3])\"\n" }.joined(),
        // Keys that are blank, invisible, or differ in capitals only.
        "ref,value\n,1\n\u{202E},2\nA,3\nB,4\nC,5\n", "name,value\nhello,1\nHELLO,2\nb,3\n",
        "Quarter,Service,Value\nQ1 2023/24,a,1\n2023-24 Q1,a,2\nQ2 2023/24,a,3\n",
        // Columns of figures with some cells that are none.
        "name,time\n" + (0..<9).map { "n\($0),13:2\($0)\n" }.joined() + "n9,13 24\n",
        (0..<300).map { "c\($0)" }.joined(separator: ",") + "\n" + (0..<300).map { "\($0)" }.joined(separator: ",")
            + "\n",
    ]

    @Test(arguments: odd)
    func oddReturnsGiveRulesThatRun(_ text: String) { #expect(accusations(["odd.csv": Array(text.utf8)]) == []) }

    /// Returns of cells that no one would write, drawn at random with the same draws in each run.
    @Test(arguments: 0..<20)
    func randomReturnsGiveRulesThatRun(_ seed: Int) {
        var state = UInt64(seed &* 2_654_435_761 &+ 1)
        func draw(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % count
        }
        let pieces =
            "abc{}\"\\\n\t|/`*?[]$#@!~^;: ".map { String($0) } + [
                "ref", "label", "Total", "🙂", "é", "\u{200B}", "\u{202E}", "\u{2028}", "//", "/*", "1", "%", "£", "\r",
                "\u{1B}", "Green", "Q1 2023/24", "1/2/2024",
            ]
        func cell(_ most: Int) -> String { (0..<draw(most + 1)).map { _ in pieces[draw(pieces.count)] }.joined() }
        func quoted(_ cells: [String]) -> String {
            cells.map { "\"" + $0.replacing("\"", with: "\"\"") + "\"" }.joined(separator: ",") + "\n"
        }
        var files: [String: [UInt8]] = [:]
        for number in 0..<6 {
            let width = 1 + draw(7)
            let pools = (0..<width).map { _ in (0..<[1, 2, 3, 30][draw(4)]).map { _ in cell(5) } }
            var text = quoted((0..<width).map { _ in cell(8) })
            for _ in 0..<[1, 2, 15, 30][draw(4)] { text += quoted(pools.map { $0[draw($0.count)] }) }
            files["random\(number).csv"] = Array(text.utf8)
        }
        #expect(accusations(files) == [])
    }

    static let workbooks: [URL] = {
        let folder = packageFolder.appending(path: "Tests/Workbooks")
        let files = (try? FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)) ?? []
        return files.filter { ["xlsx", "xlsm", "ods"].contains($0.pathExtension) }.sorted { $0.path < $1.path }
    }()

    @Test(arguments: workbooks)
    func realWorkbooksGiveRulesThatRun(_ file: URL) throws {
        #expect(accusations([file.lastPathComponent: Array(try Data(contentsOf: file))], withoutRulesToo: false) == [])
    }

    static let returns: [URL] = {
        let files = FileManager.default.enumerator(
            at: packageFolder.appending(path: "examples"), includingPropertiesForKeys: nil)
        let all = (files?.allObjects as? [URL]) ?? []
        return all.filter { $0.pathExtension == "csv" && !$0.lastPathComponent.hasPrefix("expected") }
            .sorted { $0.path < $1.path }
    }()

    @Test(arguments: returns)
    func realReturnsGiveRulesThatRun(_ file: URL) throws {
        #expect(accusations([file.lastPathComponent: Array(try Data(contentsOf: file))]) == [])
    }

    @Test func thereAreReturnsAndWorkbooks() { #expect(Self.workbooks.count > 50 && Self.returns.count > 5) }
}
