// Which single change would put a total right: every one that is named does, whatever the return.

import Evaluation
import Findings
import FoundationEssentials
import Reports
import SmallWorkbooks
import Tables
import Testing

@testable import Workspace

@Suite struct CorrectionTests {
    private static let rules = """
        table totals from "totals.csv" {
          area  text required
          spent number
          rows  whole
          key area
        }

        table lines from "lines.csv" {
          line  text required
          area  text
          kind  choice "plan", "actual"
          spent number
          key line
        }

        rule spent-disagrees error "What an area spent is the sum of its lines" {
          for totals
          require spent == sum(lines.spent where kind is "actual" and (area == totals.area or totals.area == "All"))
        }

        rule rows-disagree error "The stated number is that of its lines" {
          for totals
          require rows == count(lines where area == totals.area or totals.area == "All")
        }

        rule small error "No line is above 999" {
          for lines
          require spent < 1000
        }

        """

    private func check(
        _ texts: [String: String], rules: String = rules, _ change: (inout CheckRequest) -> Void = { _ in }
    ) -> CheckOutcome {
        var tree = MemoryTree(["check.rules": Array(rules.utf8)])
        for (name, text) in texts { tree.put(Array(text.utf8), at: name) }
        var request = CheckRequest()
        request.ruleFiles = ["check.rules"]
        change(&request)
        return Session(files: tree).check(request)
    }

    /// A server checks again and again: what one check has read must go with it.
    @Test func `a check that looks for corrections leaves nothing in memory`() {
        weak var reader: AnyObject?
        func run() {
            let tree = MemoryTree([
                "check.rules": Array(Self.rules.utf8),
                "totals.csv": Array("area,spent,rows\nRoads,30,2\n".utf8),
                "lines.csv": Array("line,area,kind,spent\n1,Roads,actual,10\n2,Roads,plan,20\n".utf8),
            ])
            var request = CheckRequest()
            request.ruleFiles = ["check.rules"]
            let check = CheckInProgress(request, in: tree)
            reader = check.inputs.first?.files.first?.reader
            #expect(reader != nil)
            #expect(check.outcome.run.findings.contains { !$0.corrections.isEmpty })
        }
        run()
        #expect(reader == nil)
    }

    // MARK: Random returns

    private struct Line {
        var line: String
        var area: String
        var kind: String
        var spent: Int

        var text: String { "\(line),\(area),\(kind),\(spent)\n" }
    }

    private static let areas = ["Roads", "Parks", "Homes"]

    private func lines(_ random: inout some RandomNumberGenerator) -> [Line] {
        (1...Int.random(in: 4...12, using: &random)).map { number in
            Line(
                line: "L\(number)", area: Self.areas.randomElement(using: &random) ?? "Roads",
                kind: Int.random(in: 0..<5, using: &random) == 0 ? "plan" : "actual",
                spent: Int.random(in: 10...980, using: &random))
        }
    }

    private func totals(of lines: [Line]) -> String {
        var text = "area,spent,rows\n"
        for area in Self.areas + ["All"] {
            let own = lines.filter { area == "All" || $0.area == area }
            text += "\(area),\(own.filter { $0.kind == "actual" }.reduce(0) { $0 + $1.spent }),\(own.count)\n"
        }
        return text
    }

    /// Makes one mistake in the lines; gives its line, from 0, or `nil` where it made none.
    private func spoil(_ lines: inout [Line], _ random: inout some RandomNumberGenerator) -> Int? {
        let index = Int.random(in: 0..<lines.count, using: &random)
        switch Int.random(in: 0..<6, using: &random) {
        case 0:
            var digits = Array(String(lines[index].spent))
            digits.swapAt(digits.count - 1, digits.count - 2)
            lines[index].spent = Int(String(digits)) ?? 0
            return digits[0] == "0" ? nil : index
        case 1: lines[index].spent *= 10
        case 2: lines[index].spent = -lines[index].spent
        case 3: lines[index].area = ""
        case 4: lines[index].kind = lines[index].kind == "plan" ? "actual" : "plan"
        default:
            lines.append(lines[index])
            return lines.count - 1
        }
        return index
    }

    private func text(of lines: [Line]) -> String { "line,area,kind,spent\n" + lines.map(\.text).joined() }

    /// A return with a correction made by hand, in its text.
    private func changed(
        _ texts: [String: String], by correction: FindingCorrection, saying text: String?
    ) -> [String: String] {
        var texts = texts
        let file = correction.location.file
        var rows = (texts[file] ?? "").split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let line = correction.location.line - 1
        guard let text else {
            rows.remove(at: line)
            texts[file] = rows.joined(separator: "\n")
            return texts
        }
        let header = rows[0].split(separator: ",").map(String.init)
        var cells = rows[line].split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        if let index = header.firstIndex(of: correction.column ?? "") { cells[index] = text }
        rows[line] = cells.joined(separator: ",")
        texts[file] = rows.joined(separator: "\n")
        return texts
    }

    /// Every change that is named makes its finding vanish and adds none; where any is named, the mistake that was made
    /// is among them.
    @Test func everyChangeThatIsNamedPutsItsFindingRight() {
        var random = SystemRandomNumberGenerator()
        var named = 0
        for _ in 0..<150 {
            var lines = lines(&random)
            let totals = totals(of: lines)
            guard let spoilt = spoil(&lines, &random) else { continue }
            let texts = ["lines.csv": text(of: lines), "totals.csv": totals]
            let run = check(texts).run
            let before = Set(run.findings.map(\.fingerprint))
            for finding in run.findings where !finding.corrections.isEmpty {
                named += 1
                #expect(finding.corrections.count <= 3)
                #expect(
                    finding.corrections.contains { $0.location.line == spoilt + 2 || $0.kind == .repeated },
                    "\(texts)\n\(finding.message): \(finding.help ?? "")")
                for correction in finding.corrections {
                    let texts = correction.after.isEmpty ? [nil] : correction.after.map(Optional.init)
                    for text in texts {
                        let corrected = changed(
                            ["lines.csv": self.text(of: lines), "totals.csv": totals], by: correction, saying: text)
                        let after = Set(check(corrected).run.findings.map(\.fingerprint))
                        #expect(
                            !after.contains(finding.fingerprint) && after.isSubset(of: before),
                            "\(corrected)\n\(finding.message): \(correction.message)")
                    }
                }
            }
        }
        #expect(named > 30)
    }

    // MARK: Bounds

    private func long(_ count: Int) -> [String: String] {
        var lines = "line,area,kind,spent\nA,Roads,actual,54\n"
        for number in 1..<count { lines += "L\(number),Parks,actual,1\n" }
        return ["lines.csv": lines, "totals.csv": "area,spent,rows\nRoads,45,1\n"]
    }

    @Test func tablesOfMoreThanTenThousandRowsAreNotJudgedAgain() {
        #expect(check(long(10_000)).run.findings.map(\.corrections.count) == [1])
        #expect(check(long(10_001)).run.findings.map(\.corrections.count) == [0])
    }

    private static let spoilt = [
        "lines.csv": "line,area,kind,spent\nA,Roads,actual,54\n", "totals.csv": "area,spent,rows\nRoads,45,1\n",
    ]

    @Test func findingsInABaselineAreNotLookedAt() {
        let outcome = check(Self.spoilt)
        #expect(outcome.run.findings.map(\.corrections.count) == [1])
        let baseline = Baseline(of: outcome.run).text
        var texts = Self.spoilt
        texts["known.baseline"] = baseline
        let again = check(texts) { $0.baseline = "known.baseline" }
        #expect(again.run.findings.map(\.isBaselined) == [true])
        #expect(again.run.findings.map(\.corrections.count) == [0])
    }

    @Test func correctionsAreNoFixes() {
        var tree = MemoryTree(["check.rules": Array(Self.rules.utf8)])
        for (name, text) in Self.spoilt { tree.put(Array(text.utf8), at: name) }
        var request = CheckRequest()
        request.ruleFiles = ["check.rules"]
        let outcome = Session(files: tree).fix(request, includingUnsafe: true)
        #expect(outcome.files.isEmpty)
        #expect(outcome.before.run.findings.map(\.corrections.count) == [1])
    }

    @Test func theJSONHoldsThemAsValues() {
        let json = String(decoding: renderJSON(check(Self.spoilt).run, exitCode: 1), as: UTF8.self)
        #expect(
            json.contains(
                #""corrections": [{"kind": "digits-exchanged", "message": "“spent” of line A is 54: with 45 "#
                    + #"(two digits exchanged), the total is 45", "row": "line A", "column": "spent", "before": "54", "#
                    + #""after": ["45"], "location": {"file": "lines.csv", "line": 2, "#
            ), "\(json)")
    }

    @Test func unsavedTextsAreWhatIsJudged() {
        var tree = MemoryTree(["check.rules": Array(Self.rules.utf8)])
        for (name, text) in Self.spoilt { tree.put(Array(text.utf8), at: name) }
        var overlay = Overlay(tree)
        overlay.put(Array("line,area,kind,spent\nA,Roads,actual,450\n".utf8), at: "lines.csv")
        var request = CheckRequest()
        request.ruleFiles = ["check.rules"]
        let run = Session(files: overlay).check(request).run
        #expect(run.findings.flatMap(\.corrections).map(\.after) == [["45"]])
    }

    /// A workbook is judged again as its cells are shown.
    @Test func cellsOfWorkbooksAreNamed() {
        var book = SmallWorkbook()
        book.rows = [
            (1, [("A1", 0, "line"), ("B1", 0, "area"), ("C1", 0, "kind"), ("D1", 0, "spent")]),
            (2, [("A2", 0, "A"), ("B2", 0, "Roads"), ("C2", 0, "actual"), ("D2", 0, "54")]),
            (3, [("A3", 0, "B"), ("B3", 0, "Roads"), ("C3", 0, "actual"), ("D3", 0, "70")]),
        ]
        let rules = Self.rules.replacing("lines.csv", with: "lines.xlsx")
        var tree = MemoryTree(["check.rules": Array(rules.utf8)])
        tree.put(book.bytes, at: "lines.xlsx")
        tree.put(Array("area,spent,rows\nRoads,115,2\n".utf8), at: "totals.csv")
        var request = CheckRequest()
        request.ruleFiles = ["check.rules"]
        let corrections = Session(files: tree).check(request).run.findings.flatMap(\.corrections)
        #expect(corrections.map(\.location.cell) == ["D2"])
        #expect(corrections.map(\.after) == [["45"]])
    }

    // MARK: Totals that are undecided

    private static let undecided = [
        "lines.csv": "line,area,kind,spent\nA,Roads,actual,54\nB,Roads,actual,TBC\n",
        "totals.csv": "area,spent,rows\nRoads,66,2\n",
    ]

    @Test func whatIsToComeIsSaid() {
        let run = check(Self.undecided).run
        let reasons = run.rules.flatMap(\.undecidedBecause).filter { $0.cause == .counted }
        #expect(reasons.map(\.wouldFit) == [["with 12 as “spent” of line B, which is TBC"]])
        var texts = Self.undecided
        texts["lines.csv"]? += "C,Roads,actual,TBC\n"
        let more = check(texts).run.rules.flatMap(\.undecidedBecause)
        #expect(more.allSatisfy { $0.wouldFit.isEmpty })
    }

    @Test func whySaysWithWhichValueItWouldHold() {
        var tree = MemoryTree(["check.rules": Array(Self.rules.utf8)])
        for (name, text) in Self.undecided { tree.put(Array(text.utf8), at: name) }
        var request = WhyRequest()
        request.rule = "spent-disagrees"
        request.row = [("area", "Roads")]
        request.check.ruleFiles = ["check.rules"]
        let notes = Session(files: tree).why(request).answers.flatMap(\.traces).flatMap(\.clauses).map(\.part.note)
        #expect(notes == ["it would hold with 12 as “spent” of line B, which is TBC"])
    }
}
