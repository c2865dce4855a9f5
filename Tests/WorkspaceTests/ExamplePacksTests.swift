// Checks the examples of rule files that build on one another, and runs the tests of all rule files in `examples`.

import Diagnostics
import Findings
import FoundationEssentials
import Testing

@testable import Workspace

/// A year of `examples/two-years`, its findings as `expected-YEAR.csv` has them.
struct ExampleYear: Sendable, CustomTestStringConvertible {
    var year: Int
    /// The severities of imported rules that come out otherwise than declared; none where they are turned off.
    var set: [String: Set<Severity>] = [:]
    var testDescription: String { "\(year)" }
}

private let years = [
    ExampleYear(year: 2023),
    ExampleYear(year: 2024, set: ["percent-out-of-range": [], "commentary-length": [.note]]),
]

@Suite struct ExamplePacksTests {
    /// All but the waivers, which mean something only where the tables are.
    private static let ruleFiles: [String] = {
        let folder = packageFolder.appending(path: "examples")
        let found = (try? FileManager.default.subpathsOfDirectory(atPath: folder.path)) ?? []
        return found.filter { $0.hasSuffix(".rules") && !$0.hasSuffix("waivers.rules") }.sorted()
    }()

    private func outcome(of year: Int, today text: String = "2025-07-01") -> CheckOutcome {
        var request = CheckRequest()
        request.ruleFiles = [packageFolder.appending(path: "examples/two-years/council-\(year).rules").path]
        request.today = day(of: text)
        return session.check(request)
    }

    /// `waived rule,file,line`, the columns that a finding is compared by.
    private func fact(_ finding: Finding) -> String {
        let file = finding.location?.file.split(separator: "/").last.map(String.init) ?? ""
        let waived = finding.waived == nil ? "" : "waived "
        return "\(waived)\(finding.rule),\(file),\(finding.location?.line ?? 0)"
    }

    /// Every finding is listed, the waived ones and notes too, and nothing else is found.
    @Test(arguments: years)
    func findsWhatIsListed(_ sample: ExampleYear) throws {
        let run = outcome(of: sample.year).run
        #expect(run.diagnostics.map(\.message) == [])
        #expect(run.unreadable.map(\.path) == [])
        let list = packageFolder.appending(path: "examples/two-years/expected-\(sample.year).csv")
        let lines = try String(contentsOf: list, encoding: .utf8).split(whereSeparator: \.isNewline).dropFirst()
        let expected = lines.map { $0.split(separator: ",").prefix(3).joined(separator: ",") }
        #expect(run.findings.map(fact).sorted() == expected.sorted())
        #expect(run.verdict == .findings)
    }

    /// What a file sets of imported rules holds for every table; what it does not stays as declared.
    @Test(arguments: years)
    func setsImportedRules(_ sample: ExampleYear) {
        let run = outcome(of: sample.year).run
        let declared: [String: Set<Severity>] = ["percent-out-of-range": [.query], "commentary-length": [.error]]
        for (rule, severities) in declared {
            let found = Set(run.rules.filter { $0.rule == rule }.map(\.severity))
            #expect(found == sample.set[rule] ?? severities, "\(rule)")
        }
    }

    /// The imported waivers end with their last day.
    @Test(arguments: [("2025-12-31", 0, 2), ("2026-01-01", 1, 0)])
    func importedWaiversExpire(_ today: String, expired: Int, waived: Int) {
        let findings = outcome(of: 2024, today: today).run.findings
        #expect(findings.count { $0.rule == "expired-waiver" } == expired)
        #expect(findings.count { $0.rule == "last-year-restated" && $0.waived != nil } == waived)
        #expect(findings.count { $0.rule == "last-year-restated" } == 2)
    }

    @Test func hasRuleFiles() {
        #expect(ExamplePacksTests.ruleFiles.contains("schemes.rules"))
        #expect(ExamplePacksTests.ruleFiles.contains("two-years/council-2024.rules"))
    }

    /// All tests of the examples come out as they say, and each rule has rows on both sides.
    @Test(arguments: ruleFiles)
    func passesItsTests(_ path: String) {
        var request = RuleTestRequest()
        request.ruleFiles = [packageFolder.appending(path: "examples/" + path).path]
        request.requiresBoth = true
        let report = session.test(request)
        #expect(report.diagnostics.map(\.message) == [])
        #expect(report.tests.flatMap(\.failures).map { "\($0.location.line): \($0.came)" } == [])
        #expect(report.untested.map(\.name) == [])
        #expect(report.oneSided.map(\.rule.name) == [])
        #expect(!report.tests.isEmpty)
    }

    /// Each of the five schemes is shown by rows that follow it and rows that do not.
    @Test func showsFiveSchemes() {
        var request = RuleTestRequest()
        request.ruleFiles = [packageFolder.appending(path: "examples/schemes.rules").path]
        let report = session.test(request)
        let schemes = [
            "points-band-kept", "percent-band-kept", "floor-kept", "progress-kept", "action-signs-kept",
        ]
        for rule in schemes {
            #expect(report.tests.contains { $0.rule == rule && $0.broken >= 2 && $0.passed >= 3 }, "\(rule)")
        }
    }
}
