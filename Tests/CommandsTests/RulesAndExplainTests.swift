// What `rules`, `explain` and `completions` write.

import Catalog
import Checking
import Diagnostics
import Findings
import Foundation
import Quantities
import Testing

@testable import Commands

/// Rules as `rules` and `explain` see them: one that runs on a table with a key, one that is off.
private let rules: RuleSet = {
    let file = SourceFile(
        name: "kpis.rules",
        text: """
            table kpis from "kpis.csv" { ref text }

            /// Ten is enough.
            ///
            /// More would be a typing error.
            rule at-most-ten query "A value must be ten or less" {
              for kpis
              require value <= 10
            }

            rule idle-one "Never" {
              for nothing
            }

            test at-most-ten {
              kpis | value |
                   | 11    | fails
            }

            """)
    func span(_ text: String) -> SourceSpan {
        let bytes = Array(text.utf8)
        let start = file.bytes.indices.first { file.bytes[$0...].starts(with: bytes) } ?? 0
        return SourceSpan(file, start..<(start + bytes.count))
    }
    var table = CheckedTable(
        name: "kpis", documentation: nil, span: span("table kpis"),
        source: CheckedSource(pattern: "kpis.csv", patternSpan: span("\"kpis.csv\"")))
    table.columns = [CheckedColumn(name: "ref", type: .text, headers: ["ref"], span: span("ref text"))]
    table.key = [.column(0)]
    var rules = RuleSet()
    rules.files = [RuleSet.File(parsing: file)]
    rules.tables = [table]
    rules.rules = [
        CheckedRule(
            name: "at-most-ten", severity: .query, title: "A value must be ten or less",
            documentation: "Ten is enough.",
            span: span(
                "rule at-most-ten query \"A value must be ten or less\" {\n  for kpis\n  require value <= 10\n}"),
            nameSpan: span("at-most-ten"), scope: .rows(table: 0, condition: nil, series: nil))
    ]
    rules.idle = [
        IdleRule(
            name: "idle-one", severity: .error, title: "Never", span: span("idle-one"),
            reason: .off(at: SourceSpan(file, 0..<1)))
    ]
    rules.structural.set(.unknownColumn, to: nil)
    return rules
}()

@Suite struct RulesCommandTests {
    @Test func listsWhatRunsAndWhatDoesNot() {
        let run = FakeHost(rules: rules).kpilint(["rules"])
        #expect(run.exitCode == 0)
        #expect(
            run.output == """
                query  at-most-ten  kpis  kpis.rules:6

                Not run:
                  idle-one  set to off at kpis.rules:1  kpis.rules:11

                Structural findings that were set:
                  unknown-column  off

                """)
    }

    @Test func faultyRuleFilesAreShownInstead() {
        let source = SourceFile(name: "kpis.rules", text: "tabel\n")
        let fault = Diagnostic("unknown-declaration", .error, "there is no `tabel`", at: SourceSpan(source, 0..<5))
        let run = FakeHost(rules: rules, faults: [fault]).kpilint(["rules"])
        #expect(run.exitCode == 2)
        #expect(run.output.isEmpty)
        #expect(run.error.contains("error[unknown-declaration]"))
    }

    @Test func noRulesAreNothingToList() {
        #expect(FakeHost().kpilint(["rules"]).exitCode == 4)
    }
}

@Suite struct ExplainCommandTests {
    @Test func aRuleIsExplainedInItsAuthorsWords() {
        let run = FakeHost(rules: rules).kpilint(["explain", "at-most-ten"])
        #expect(run.exitCode == 0)
        #expect(
            run.output == """
                at-most-ten (query): A value must be ten or less

                  It checks `kpis`.

                Why it matters
                  Ten is enough.

                  More would be a typing error.

                The rule, at kpis.rules:6
                    rule at-most-ten query "A value must be ten or less" {
                      for kpis
                      require value <= 10
                    }

                An example
                    test at-most-ten {
                      kpis | value |
                           | 11    | fails
                    }

                How to waive it
                    waive at-most-ten where ref == "…" until 2024-03-01
                      because "why this is right as it is"


                """)
    }

    @Test func aRuleThatDoesNotRunSaysWhy() {
        let run = FakeHost(rules: rules).kpilint(["explain", "idle-one"])
        #expect(run.output.contains("It does not run here: set to off at kpis.rules:1."))
        #expect(run.output.contains("    rule idle-one \"Never\" {\n      for nothing\n    }\n"))
    }

    @Test(arguments: BuiltInFinding.allCases)
    func everyStructuralFindingIsExplained(_ finding: BuiltInFinding) {
        let run = FakeHost(isTerminal: true).kpilint(["explain", finding.rawValue, "--color", "never"])
        #expect(run.exitCode == 0)
        #expect(run.output.hasPrefix("\(finding.rawValue) (\(finding.severity.rawValue)): "))
        for heading in [
            "Why it matters", "An example that gets it", "The same put right", "How to correct it", "How to waive it",
        ] {
            #expect(run.output.contains("\n\(heading)\n"))
        }
        #expect(!run.output.contains("\n\n\n"))
    }

    @Test(
        arguments: [
            "unreadable-file", "partial-check", "results-left-out", "form-only", "table-not-read",
            "nothing-checked",
            "rule-does-not-apply", "outdated-baseline",
        ])
    func everyOtherNameInAReportIsExplained(_ name: String) {
        let run = FakeHost().kpilint(["explain", name])
        #expect(run.exitCode == 0, "\(run.error)")
        #expect(run.output.hasPrefix(name + "\n") && run.output.count > 100)
    }

    /// Every name that the sources give to a fault of a rule file.
    @Test func everyFaultOfARuleFileIsExplained() throws {
        var names: Set<String> = []
        for folder in ["Checking", "Syntax", "Workspace"] {
            let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Sources/" + folder)
                .path
            for file in try FileManager.default.subpathsOfDirectory(atPath: root) where file.hasSuffix(".swift") {
                let text = try String(contentsOfFile: root + "/" + file, encoding: .utf8)
                // Elsewhere other texts look like names.
                let pattern = folder == "Workspace" ? /Diagnostic\(\s*"([a-z-]+)",/ : /"([a-z]+(?:-[a-z]+)+)",/
                for match in text.matches(of: pattern) { names.insert(String(match.1)) }
            }
        }
        #expect(names.count > 100 && names.contains("empty-test") && names.contains("stray-fails"))
        for name in names.sorted() { #expect(FakeHost().kpilint(["explain", name]).exitCode == 0, "\(name)") }
    }

    @Test func aMisspeltRuleOfTheFilesHasANearestName() {
        let run = FakeHost(rules: rules).kpilint(["explain", "at-most-tem"])
        #expect(run.exitCode == 2)
        #expect(
            run.error == "kpilint: there is no rule, finding or word of the language `at-most-tem`\n"
                + "help: did you mean `at-most-ten`?\n")
    }
}

@Suite struct CompletionsTests {
    @Test(arguments: Shell.allCases)
    func everyCommandAndOptionIsOffered(_ shell: Shell) {
        let run = FakeHost().kpilint(["completions", shell.rawValue])
        #expect(run.exitCode == 0)
        for command in allCommands {
            #expect(run.output.contains(command.name))
            for option in command.outlines {
                let name = shell == .fish ? "-l " + option.longName.dropFirst(2) : option.longName
                #expect(run.output.contains(name), "\(name)")
            }
        }
        #expect(run.output.contains("missing-value"))
        #expect(run.output.contains("sarif"))
    }
}
