// The results of rule tests, for people.

import Findings
import Reports
import Workspace

extension Page {
    /// Shows the rows with other outcomes, then what is missing, then a summary line.
    mutating func show(_ report: RuleTestReport, _ request: RuleTestRequest) {
        for test in report.tests { for failure in test.failures { show(failure, of: test) } }
        showUnnoticed(report)
        showOneSided(report)
        if !report.untested.isEmpty {
            startSection()
            let names = report.untested.map(\.name).joined(separator: ", ")
            paragraphs("\(counted(report.untested.count, "rule has", "rules have")) no test: \(names)", indent: 0)
        }
        startSection()
        paragraphs(summary(of: report, request), indent: 0)
    }

    private mutating func startSection() { if !text.isEmpty { blankLine() } }

    private mutating func show(_ failure: RuleTestFailure, of test: RuleTestResult) {
        startSection()
        var title = "\(failure.location.file):\(failure.location.line): \(test.rule)"
        if let name = test.title { title += ", \(name)" }
        paragraph(title, isStrong: true)
        cells(failure.cells.map { ($0.name, $0.text) }, indent: 4)
        paragraphs("expected: \(failure.expected)", indent: 2)
        paragraphs("but:      \(failure.came)", indent: 2)
        guard !failure.reasons.isEmpty else { return }
        values(
            failure.reasons.map { ValueLine(depth: $0.depth, text: $0.text, value: $0.value, note: $0.note) }, indent: 4
        )
    }

    private mutating func showUnnoticed(_ report: RuleTestReport) {
        for change in report.unnoticed {
            startSection()
            paragraph(
                "\(change.location.file):\(change.location.line): \(change.rule): no test notices \(change.change)",
                isStrong: true)
            let line = change.line
            let number = String(change.location.line)
            add("  \(number) | " + escapedForTerminal(line) + "\n")
            guard change.location.endLine == change.location.line else { continue }
            let before = String(line.unicodeScalars.prefix(max(0, change.location.column - 1)).map(Character.init))
            let length = max(1, change.location.endColumn - change.location.column)
            add(
                String(repeating: " ", count: number.count + 2) + " | "
                    + String(repeating: " ", count: displayWidth(escapedForTerminal(before)))
                    + String(repeating: "^", count: length) + "\n")
        }
        if !report.unnoticed.isEmpty {
            startSection()
            paragraphs(
                "Give the test a row that comes out otherwise with the change. Where no row can, say why in the rule file: "
                    + "`// mutant: the reason`, at the end of the line or above it.", indent: 0)
        }
    }

    private mutating func showOneSided(_ report: RuleTestReport) {
        guard !report.oneSided.isEmpty else { return }
        startSection()
        for (rule, lacksBreaking) in report.oneSided {
            paragraphs(
                "\(rule.location.file):\(rule.location.line): \(rule.name) has no row that "
                    + (lacksBreaking ? "breaks it" : "passes it"), indent: 0)
        }
    }

    private func summary(of report: RuleTestReport, _ request: RuleTestRequest) -> String {
        guard !report.tests.isEmpty else {
            return "There is no test. A test gives rows to a rule: `test rule-name { … }`."
        }
        let rules = Set(report.tests.map(\.rule)).count
        var words =
            "\(counted(rules, "rule", "rules")), \(counted(report.tests.count, "test", "tests")), "
            + counted(report.rowCount, "row", "rows") + ": "
        words +=
            report.failureCount == 0
            ? "all as expected." : "\(counted(report.failureCount, "row comes", "rows come")) out otherwise."
        guard request.mutates else { return words }
        if report.failureCount > 0 { return words + " Changes are tried once all rows come out as expected." }
        words += " \(counted(report.changesTried, "change", "changes")) of the rules tried, "
        words += report.unnoticed.isEmpty ? "none unnoticed" : "\(report.unnoticed.count) unnoticed"
        if report.excused > 0 { words += " but \(report.excused) for a reason that the rule file gives" }
        return words + "."
    }
}

/// A number with its noun.
func counted(_ number: Int, _ one: String, _ many: String) -> String {
    number == 1 ? "1 \(one)" : "\(number) \(many)"
}
