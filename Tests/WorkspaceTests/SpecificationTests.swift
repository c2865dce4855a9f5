// Runs every scenario of the Markdown specifications and of the language reference.

import Diagnostics
import Findings
import FoundationEssentials
import Quantities
import Testing

@testable import Workspace

@Suite struct SpecificationTests {
    @Test(arguments: specification.flatMap(\.scenarios))
    func holds(_ scenario: Scenario) throws {
        let place: Comment = "Tests/Specification or rules, \(scenario.document):\(scenario.line)"
        guard scenario.faults.isEmpty else {
            Issue.record("\(place): \(scenario.faults.joined(separator: "; "))")
            return
        }
        let folder = try TemporaryFolder(scenario.files)
        let outcome = session.check(try scenario.request(in: folder))
        let errors = outcome.run.diagnostics.filter { $0.severity == .error }
        expectSame(scenario.errors, errors, folder, place)
        if let notices = scenario.notices {
            expectSame(notices, outcome.run.diagnostics.filter { $0.severity != .error }, folder, place)
        }
        if let said = scenario.said {
            let found = outcome.notices.map { folder.relative($0) }
            let isSame = said.count == found.count && zip(said, found).allSatisfy { $1.contains($0) }
            #expect(isSame, "\(place): said of the returns is \(found)")
        }
        guard scenario.errors.isEmpty, errors.isEmpty, let findings = scenario.findings else { return }
        expectSame(scenario.unreadable, outcome.run.unreadable, folder, place)
        expectSame(findings, Array(outcome.run.findings), folder, place)
        for count in scenario.counts {
            let found = outcome.run.rules.first { $0.rule == count.rule && $0.table == count.table && !$0.isStructural }
            let outcomes = found.map { "\($0.passed)/\($0.broken)/\($0.undecided)/\($0.notApplicable)" }
            #expect(outcomes == count.outcomes, "\(place): \(count.rule) on \(count.table)")
        }
    }

    /// A document without scenarios would be checked in vain.
    @Test(arguments: specification.map(\.document))
    func hasScenarios(_ document: String) {
        #expect(specification.contains { $0.document == document && !$0.scenarios.isEmpty })
    }

    private func expectSame(
        _ expected: [ExpectedFinding], _ found: [Finding], _ folder: TemporaryFolder, _ place: Comment
    ) {
        let shown = found.map { "\n  " + folder.relative(line(of: $0)) }.joined()
        guard expected.count == found.count else {
            Issue.record("\(place): \(expected.count) findings are expected, there are \(found.count):\(shown)")
            return
        }
        for (wanted, finding) in zip(expected, found) {
            let differences = differences(wanted, finding, folder)
            if !differences.isEmpty {
                Issue.record(
                    "\(place): \(wanted.place) \(wanted.rule): \(differences.joined(separator: "; ")); found:\(shown)")
            }
        }
    }

    private func expectSame(
        _ expected: [(file: String, reason: String)], _ found: [UnreadableFile], _ folder: TemporaryFolder,
        _ place: Comment
    ) {
        let shown = found.map { "\(folder.relative($0.path)): \($0.reason)" }
        let isSame =
            expected.count == found.count
            && zip(expected, found).allSatisfy { wanted, file in
                wanted.file == folder.relative(file.path) && file.reason.contains(wanted.reason)
            }
        if !isSame { Issue.record("\(place): files that cannot be read: \(shown)") }
    }

    /// What of a finding is not as expected.
    private func differences(_ wanted: ExpectedFinding, _ finding: Finding, _ folder: TemporaryFolder) -> [String] {
        var differences: [String] = []
        func compare(_ what: String, _ isRight: Bool, _ found: String?) {
            if !isRight { differences.append("the \(what) is \(found ?? "missing")") }
        }
        let line = folder.relative(finding.location.map { "\($0.file):\($0.line)" } ?? "-:0")
        let column = finding.location.map { "\(line):\($0.column)" } ?? line
        compare("place", wanted.place == line || wanted.place == column, column)
        compare("severity", wanted.severity == finding.severity.rawValue, finding.severity.rawValue)
        compare("rule", wanted.rule == finding.rule, finding.rule)
        compare("waiver", wanted.isWaived == (finding.waived != nil), finding.waived?.because)
        compare("message", wanted.message.isEmpty || finding.message.contains(wanted.message), finding.message)
        if let help = wanted.help { compare("help", finding.help?.contains(help) == true, finding.help) }
        if wanted.isWithoutCorrection { compare("correction", finding.corrections.isEmpty, finding.help) }
        if let fix = wanted.fix {
            let isThere = finding.fixes.contains { $0.text == fix.text && $0.isSafe == fix.isSafe }
            compare("fix", isThere, finding.fixes.map { ($0.isSafe ? "safe " : "") + $0.text }.joined(separator: ", "))
        }
        let related = finding.related.map { folder.relative("\($0.location.file):\($0.location.line)") }
        for place in wanted.related {
            compare("further place", related.contains(place), related.joined(separator: ", "))
        }
        return differences
    }

    private func line(of finding: Finding) -> String {
        let place = finding.location.map { "\($0.file):\($0.line):\($0.column)" } ?? "-"
        let waived = finding.waived == nil ? "" : "waived "
        let help = finding.help.map { "\n    help: \($0)" } ?? ""
        return "\(place): \(waived)\(finding.severity.rawValue) \(finding.rule): \(finding.message)\(help)"
    }

    private func expectSame(
        _ expected: [ExpectedDiagnostic], _ found: [Diagnostic], _ folder: TemporaryFolder, _ place: Comment
    ) {
        let lines = found.map { diagnostic in
            let start = diagnostic.span.start
            let file = folder.relative(diagnostic.span.file.name)
            let own = file == Scenario.ruleFile ? "" : "\(file):"
            return (
                place: "\(own)\(start.line):\(start.column)", code: diagnostic.code,
                words: folder.relative(diagnostic.message + (diagnostic.help.map { " (help: \($0))" } ?? ""))
            )
        }
        let shown = lines.map { "\n  \($0.place): \($0.code): \($0.words)" }.joined()
        let isSame =
            expected.count == lines.count
            && zip(expected, lines).allSatisfy { wanted, line in
                wanted.place == line.place && wanted.code == line.code
                    && (wanted.message.isEmpty || line.words.contains(wanted.message))
            }
        if !isSame {
            let wanted = expected.map { "\n  \($0.place): \($0.code): \($0.message)" }.joined()
            Issue.record("\(place): of the rule files is expected:\(wanted)\nbut there is:\(shown)")
        }
    }
}

extension Scenario {
    /// The check that the scenario speaks of; today is 2023-12-01 unless it says otherwise.
    func request(in folder: TemporaryFolder) throws -> CheckRequest {
        var request = CheckRequest()
        request.ruleFiles = [folder.path + "/" + Scenario.ruleFile]
        request.today = day(of: "2023-12-01")
        for (name, value) in settings {
            switch name {
            case "today":
                let today: Int = try #require(day(of: value), "\(value) is no day")
                request.today = today
            case "set":
                let constant = try #require(divided(value, at: ":"), "write set=name:value")
                request.constants.append((constant.0, constant.1))
            case "only": request.only.append(value)
            case "skip": request.skip.append(value)
            default: Issue.record("what is \(name)?")
            }
        }
        return request
    }
}

/// The days since 1970-01-01 of a date such as `2023-12-01`.
func day(of text: String) -> Int? {
    let parts = text.split(separator: "-").compactMap { Int($0) }
    return parts.count == 3 ? CalendarDate(year: parts[0], month: parts[1], day: parts[2])?.days : nil
}

/// A folder of files that is gone when nobody needs it any more.
final class TemporaryFolder {
    let path: String

    init(_ files: [Scenario.File]) throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kpilint-\(UUID().uuidString)")
        path = folder.path
        for file in files {
            let place = folder.appending(path: file.name)
            try FileManager.default.createDirectory(
                at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data(file.bytes).write(to: place)
        }
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// A text without this folder's path in it.
    func relative(_ text: String) -> String { text.replacing(path + "/", with: "") }
}
