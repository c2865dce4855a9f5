// `why`: the parts of a rule with their values, for rows of the examples.

import Diagnostics
import Findings
import FoundationEssentials
import Testing

@testable import Workspace

/// A rule and a row of an example, with lines that the answer must hold: depth, text and value of a part.
struct WhyCase: Sendable, CustomTestStringConvertible {
    var rule: String
    var row: [String: String]
    var outcome: String
    var lines: [String]
    var testDescription: String { rule }
}

private let cases = [
    WhyCase(
        rule: "rag-follows-target", row: ["ref": "PI191"], outcome: "broken",
        lines: [
            "when rag is known = true", ". rag = A", "require rag == due(rag) = false", ". rag = A", ". due(rag) = R",
            ". . green when meets(value, target, better) = false", ". . . value = 143kg", ". . . target = 130kg",
            ". . . better = lower", ". . amber when near(value, target, better, 5 points, 5%) = false",
        ]),
    WhyCase(
        rule: "rag-follows-target", row: ["ref": "li005"], outcome: "undecided",
        lines: ["require rag == due(rag) = unknown", ". . . value = - (not applicable)"]),
    WhyCase(
        rule: "national-rag", row: ["ref": "PI154"], outcome: "not applicable",
        lines: ["when national_rag is known = false", ". national_rag = (blank)"]),
    WhyCase(
        rule: "on-or-above-disagrees", row: ["theme": "Council"], outcome: "broken",
        lines: [
            "require on_or_above == counted = false", ". on_or_above = 50",
            ". counted = count(indicators where rag is not red and rag is known and "
                + "(theme == totals.theme or totals.theme == \"Council\")) = 51",
            ". * 51 indicators: 2 ref LI085, 3 ref PI151, 4 ref PI152",
        ]),
    WhyCase(
        rule: "sickness-per-employee-overall", row: ["directorate": "Total"], outcome: "passed",
        lines: [". . days_lost = 1,051", ". . average = 460.5"]),
    WhyCase(
        rule: "prior-rag", row: ["ref": "Pl064"], outcome: "passed",
        lines: [". . . better = unknown (register has no row for it)"]),
]

@Suite struct WhyTests {
    private func why(_ rule: String, _ row: [String: String]) -> WhyReport {
        var request = WhyRequest()
        request.rule = rule
        request.row = row.map { ($0.key, $0.value) }
        request.check.ruleFiles = [
            packageFolder.appending(path: "examples/rutland-2016-17-q4/rutland-2016-17.rules").path
        ]
        return session.why(request)
    }

    private func lines(_ part: TracedOperand, depth: Int, prefix: String = "") -> [String] {
        let dots = String(repeating: ". ", count: depth)
        var result = [dots + prefix + part.text + " = " + part.value.words + (part.note.map { " (\($0))" } ?? "")]
        if let counted = part.counted {
            let rows = counted.first.map { row in
                "\(row.line) " + row.cells.map { "\($0.name) \($0.text)" }.joined() + (row.value.map { " " + $0 } ?? "")
            }
            result.append(dots + "* \(counted.count) \(counted.table): " + rows.joined(separator: ", "))
        }
        for child in part.parts { result += lines(child, depth: depth + 1) }
        return result
    }

    @Test(arguments: cases)
    func showsEveryPartWithItsValue(_ sample: WhyCase) throws {
        let report = why(sample.rule, sample.row)
        #expect(report.problem?.message == nil)
        let answer = try #require(report.answers.first)
        let trace = try #require(answer.traces.first)
        #expect(trace.outcome.rawValue == sample.outcome)
        let shown = trace.clauses.flatMap { lines($0.part, depth: 0, prefix: $0.kind.rawValue + " ") }
        for line in sample.lines { #expect(shown.contains(line), "\(line) is not in \(shown)") }
        if sample.lines.count > 8 { #expect(shown == sample.lines) }
    }

    @Test func showsTheRowsThatBreakTheRuleWhereNoneIsNamed() throws {
        let answer = try #require(why("rag-follows-target", [:]).answers.first)
        #expect(answer.traces.map { $0.key.map(\.text) } == [["PI191"], ["PI047"]])
        #expect(answer.findings.count == 2)
    }

    @Test func saysWhatWasAskedWrongly() {
        #expect(why("rag-follows", [:]).problem?.message == "there is no rule `rag-follows`")
        #expect(why("rag-folows-target", [:]).problem?.help == "did you mean `rag-follows-target`?")
        let column = why("rag-follows-target", ["reff": "1"]).problem
        #expect(column?.message == "table indicators has no column `reff` that is read")
        #expect(column?.help == "did you mean `ref`?")
        let idle = why("overdue-on-track", [:]).problem?.message
        #expect(idle == "rule overdue-on-track does not run here: no table has the columns target_date, rag")
    }

    @Test func knowsThatNoRowFits() throws {
        let answer = try #require(why("rag-follows-target", ["ref": "PI000"]).answers.first)
        #expect(answer.matching == 0)
        #expect(answer.traces.isEmpty)
    }

    /// Why an aggregate is not known, for each group by itself.
    @Test(arguments: [
        ("A", "1 of its parts is missing"), ("B", "a column that it depends on is not there"),
    ])
    func saysWhyAnAggregateIsNotKnown(_ group: String, _ note: String) throws {
        let folder = try TemporaryFolder([
            Scenario.File(
                name: "check.rules",
                text: """
                    table t from "t-*.csv" {
                      grp   text
                      kind  text optional
                      value whole
                    }
                    rule sums "A group comes to five" {
                      for each grp in t
                      require sum(series.value where kind == "x") == 5
                    }
                    """),
            Scenario.File(name: "t-1.csv", text: "grp,kind,value\nA,x,5\nA,x,TBC\n"),
            Scenario.File(name: "t-2.csv", text: "grp,value\nB,5\n"),
        ])
        var request = WhyRequest()
        request.check.ruleFiles = [folder.path + "/check.rules"]
        request.rule = "sums"
        request.row = [("grp", group)]
        let trace = try #require(session.why(request).answers.first?.traces.first)
        #expect(trace.outcome == .undecided)
        let shown = trace.clauses.flatMap { lines($0.part, depth: 0) }
        #expect(shown.contains { $0.contains("= unknown (\(note))") }, "\(shown)")
    }
}
