// What a line says of two checks.

import Findings
import Testing

@testable import Commands

@Suite struct RunChangesTests {
    /// A finding as `row:rule:message`; its fingerprint is the row with the rule.
    private func run(_ findings: [String], counted: Int? = nil) -> KnownFindings {
        let found = findings.map { text in
            let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
            return Finding(
                rule: parts[1], severity: .error, message: parts.count > 2 ? parts[2] : "wrong", rowName: parts[0],
                fingerprint: parts[0] + "/" + parts[1])
        }
        let counts = RuleOutcomeCounts(rule: "any", severity: .error, table: nil, broken: counted ?? found.count)
        return KnownFindings(CheckRun(toolVersion: "1", rules: [counts], findings: found))
    }

    private func line(_ before: [String], _ after: [String], width: Int = 200) -> String {
        RunChanges(from: run(before), to: run(after)).line(width: width)
    }

    @Test func `what is new and what is gone is named`() {
        #expect(line(["ref 1:late"], ["ref 1:late"]) == "nothing changed")
        #expect(line([], []) == "nothing changed")
        #expect(line([], ["ref 1:late"]) == "1 new: ref 1 (late)")
        #expect(line(["ref 1:late"], []) == "1 gone: ref 1 (late)")
        #expect(
            line(["ref 1:late", "ref 4:late"], ["ref 3:red", "ref 4:late", "ref 2:red"])
                == "2 new, 1 gone: new ref 3 (red), ref 2 (red); gone ref 1 (late)")
    }

    @Test func `a finding of which there are several counts each time`() {
        #expect(line(["ref 1:late"], ["ref 1:late", "ref 1:late"]) == "1 new: ref 1 (late)")
        #expect(line(["ref 1:late", "ref 1:late", "ref 1:late"], ["ref 1:late"]).hasPrefix("2 gone"))
    }

    @Test func `other words for the same are no new finding, and are said`() {
        #expect(
            line(["ref 1:late:3 days"], ["ref 1:late:4 days"])
                == "nothing new and nothing gone, 1 reads differently")
        #expect(
            line(["ref 1:late:3 days", "ref 2:late"], ["ref 1:late:4 days"])
                == "1 gone, 1 reads differently: ref 2 (late)")
    }

    @Test(arguments: [40, 60, 80, 120]) func `many are shortened to the width`(_ width: Int) {
        let some = (0..<30).map { "ref \($0):late" }
        let others = (50..<90).map { "ref \($0):red" }
        let text = line(some, others, width: width)
        #expect(text.hasPrefix("40 new, 30 gone: new ref 50 (red)"))
        #expect(text.contains("; gone ref 0 (late)"))
        #expect(text.contains(" more"))
        #expect(width < 80 || text.count <= width)
    }

    @Test func `text of a return cannot act in the terminal`() {
        let text = line([], ["ref \u{1B}[2J\n:late"])
        #expect(!text.unicodeScalars.contains { $0.value < 0x20 })
    }

    @Test func `findings that were only counted are compared by their number`() {
        let before = run(["ref 1:late"], counted: 5)
        #expect(
            RunChanges(from: before, to: run(["ref 1:late"], counted: 5)).line(width: 80)
                == "as many findings as before, not compared one by one")
        #expect(RunChanges(from: before, to: run([], counted: 3)).line(width: 80).hasPrefix("2 findings fewer, "))
        #expect(RunChanges(from: run([]), to: before).line(width: 80).hasPrefix("5 findings more, "))
    }

    @Test func `of very many only the number is kept`() {
        let many = CheckRun(
            toolVersion: "1", rules: [RuleOutcomeCounts(rule: "any", severity: .error, table: nil, broken: 3)],
            findings: (0..<3).map {
                Finding(rule: "any", severity: .error, message: "", fingerprint: String($0))
            })
        #expect(KnownFindings(many, most: 3).isWhole)
        #expect(!KnownFindings(many, most: 2).isWhole)
    }

    @Test func `waived findings and those of a baseline are not there`() {
        var finding = Finding(rule: "late", severity: .error, message: "", fingerprint: "a")
        let none = run([])
        finding.isBaselined = true
        let baselined = KnownFindings(CheckRun(toolVersion: "1", findings: [finding]))
        #expect(RunChanges(from: none, to: baselined).line(width: 80) == "nothing changed")
    }
}
