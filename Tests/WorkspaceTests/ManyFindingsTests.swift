// Findings that are put away are the same, in the same order, as those that are held in memory.

import Findings
import FoundationEssentials
import Reports
import Testing

@testable import Workspace

@Suite struct ManyFindingsTests {
    /// Rules whose findings stand in their rows, in rows before them, in headers and in another table's file.
    private static let rules = """
        table b from "b-*.csv" {
          ref   text required
          area  text
          value whole
          flag  choice "yes", "no"
          key ref
          join r on area required
        }
        table r from "a.csv" {
          area text
          most whole
          name text
          key area
        }
        rule most error "At most" {
          for b
          require value <= r.most
          at r.most
        }
        rule falls warning "Must not fall" {
          for b by area over ref
          when previous.value is known
          require value >= previous.value
          at previous.value, value
        }
        rule twice error "Two requires" {
          for b
          require value < 60
          require value < 60 and flag is "yes"
        }
        waive falls where area == "A1" because "known"
        waive twice where area == "none" until 2020-01-01 because "gone"

        """

    private static func file(_ number: Int) -> String {
        var text = "ref,area,value,flag,more\n"
        for row in 0..<50 {
            let seed = row * 7919 + number * 104_729
            let name = "\"two\nlines \(row)\""
            text += "R\(seed % 47),A\(seed % 5),\(seed % 97),\(["yes", "No", "maybe"][seed % 3]),\(name)\n"
        }
        return text
    }

    private func run(mostHeld: Int, threads: Int, baseline: String? = nil, in folder: URL) -> CheckRun {
        var request = CheckRequest()
        request.ruleFiles = [folder.appending(path: "k.rules").path]
        request.mostHeld = mostHeld
        request.threads = threads
        request.baseline = baseline
        return session.check(request).run
    }

    private func folder() throws -> URL {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kpilint-many-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Self.rules.write(to: folder.appending(path: "k.rules"), atomically: true, encoding: .utf8)
        try "area,most,name\nA0,5,x\nA1,60,y\nA2,1,z\nA3,9,z\n".write(
            to: folder.appending(path: "a.csv"), atomically: true, encoding: .utf8)
        for number in 0..<3 {
            try Self.file(number).write(
                to: folder.appending(path: "b-\(number).csv"), atomically: true, encoding: .utf8)
        }
        return folder
    }

    @Test(arguments: [1, 40, 5000]) func putAwayOrHeld(_ mostHeld: Int) throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let held = run(mostHeld: .max, threads: 1, in: folder)
        #expect(held.findings.isHeld && held.findings.count > 300)
        let text = renderJSONLines(held)
        for threads in [1, 3] {
            let stored = run(mostHeld: mostHeld, threads: threads, in: folder)
            #expect(stored.findings.isHeld == (mostHeld >= held.findings.count))
            let isSame = renderJSONLines(stored) == text
            #expect(isSame, "\(mostHeld) held, \(threads) threads")
        }
        #expect(
            Set(held.findings.map(\.fingerprint)).count == held.findings.count, "each is told apart from all others")
    }

    @Test func everyFormatIsTheSame() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        let held = run(mostHeld: .max, threads: 1, in: folder)
        let stored = run(mostHeld: 30, threads: 2, in: folder)
        let style = TextStyle(maxShown: 3, statistics: true)
        let formats: [(String, (CheckRun) -> [UInt8])] = [
            ("json", { renderJSON($0, exitCode: 1, threads: 3) }), ("sarif", { renderSARIF($0, exitCode: 1) }),
            ("markdown", { renderMarkdown($0) }), ("gitlab", { renderGitLab($0) }), ("rdjson", { renderRDJSON($0) }),
            ("junit", { renderJUnit($0) }), ("github", { renderGitHub($0) }), ("checkstyle", { renderCheckstyle($0) }),
            ("csv", { renderFindingsTable($0) }), ("short", { Array(renderShort($0).utf8) }),
            ("text", { Array(renderText($0, style: style).utf8) }),
            ("all of text", { Array(renderText($0, style: TextStyle(maxShown: 1000)).utf8) }),
            ("plain text", { Array(renderText($0, style: TextStyle(plain: true, maxShown: 3)).utf8) }),
        ]
        for (name, render) in formats {
            let isSame = render(stored) == render(held)
            #expect(isSame, "\(name)")
        }
        let last = held.findings.count - 1
        #expect(stored.findings[last].message == held.findings[last].message)
    }

    @Test func aBaselineIsHeldAgainstFindingsThatArePutAway() throws {
        let folder = try folder()
        defer { try? FileManager.default.removeItem(at: folder) }
        var run = run(mostHeld: .max, threads: 1, in: folder)
        run.findings = FindingList(run.findings.enumerated().filter { $0.offset % 3 == 0 }.map(\.element))
        let path = folder.appending(path: "known").path
        try Baseline(of: run).text.write(toFile: path, atomically: true, encoding: .utf8)
        let held = self.run(mostHeld: .max, threads: 2, baseline: path, in: folder)
        let stored = self.run(mostHeld: 20, threads: 2, baseline: path, in: folder)
        #expect(held.baselinedCount > 50)
        let isSame = renderJSONLines(stored) == renderJSONLines(held)
        #expect(isSame)
        #expect(renderText(stored, style: TextStyle()) == renderText(held, style: TextStyle()))
    }
}

/// Of very many headers among the rows only the first are held: no row is said to stand below the wrong one.
@Test func noRowStandsBelowAHeaderThatIsNotHeld() throws {
    for count in [3, 1_000, 1_001, 5_000] {
        let headers = (1...count).map { "ref,value" + ($0 == count ? ",note" : ",remark") + "\n" }.joined()
        let gate = try Gate(
            "table t from \"t.csv\" {\n  ref text\n  value measure\n}\n",
            ["t.csv": "ref,value\nA,1\n" + headers + "B,2,x\n"])
        let ragged = session.check(gate.request).run.findings.filter { $0.rule == "ragged-row" }.map(\.message)
        let saysHeader = ragged.last?.contains("as the header on line \(count + 2) above it")
        #expect(saysHeader == (count <= 1_000), "\(count): \(ragged.suffix(1))")
    }
}
