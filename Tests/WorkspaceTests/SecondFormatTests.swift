// A format that kpilint has never heard of, from its bytes to every report: the seam between formats and all the rest.

import Diagnostics
import Findings
import Foundation
import Locations
import Reports
import Tables
import Testing
import Workspace

private let book = """
    BOOK
    [Cover]
    A1=Performance report
    [Q2 KPIs]
    B2=Quarter 2
    B4=ref
    C4=area
    E4=value
    E5=5
    B5=A1
    C5=North.
    B6=A2
    C6=South
    E6=-3
    hide 7
    B7=A3
    C7=South
    E7=#DIV/0!
    [Notes]
    A1=ref
    B1=remark
    A2=A1
    A3=A9
    """

private let rules = """
    table kpis from "*.book" sheet "Q2 KPIs" {
      ref   text required
      area  choice "North", "South"
      value whole
      key ref
    }

    table notes from "*.book" {
      ref    text
      remark text required
      join kpis on ref = ref required
    }

    rule not-negative error "A count is never negative" {
      for kpis
      require value >= 0
      message "{ref} counts {value}"
      at value
    }
    """

@Suite struct SecondFormatTests {
    private let gate: Gate

    init() throws { gate = try Gate(rules, ["q2.book": book, "other.csv": "ref,area,value\nB1,North,1\n"]) }

    private var request: CheckRequest {
        var request = gate.request
        request.formats = [ToyBookFormat()] + standardFormats
        return request
    }

    private func shown(_ finding: Finding) -> String {
        "\(finding.rule) \(finding.location?.sheet ?? "-")!\(finding.location?.cell ?? "row") \(finding.location?.line ?? 0)"
    }

    @Test func findingsStandInCellsOfSheets() {
        let outcome = session.check(request)
        #expect(outcome.run.diagnostics.map(\.message) == [])
        #expect(outcome.run.unreadable.map(\.reason) == [])
        #expect(outcome.run.files.map(\.rows) == [3, 2])
        #expect(
            outcome.run.findings.map(shown) == [
                "missing-value Notes!B2 2", "unknown-reference Notes!A3 3", "missing-value Notes!B3 3",
                "not-allowed Q2 KPIs!C5 5", "not-negative Q2 KPIs!E6 6", "spreadsheet-error Q2 KPIs!E7 7",
            ])
        #expect(
            outcome.run.findings.first { $0.rule == "spreadsheet-error" }?.location?.extent
                == .sheet(
                    SheetExtent(row: 7, column: 5, isHidden: true)))
        let counts = outcome.run.rules.first { $0.rule == "not-negative" }
        #expect(counts.map { [$0.passed, $0.broken, $0.undecided] } == [1, 1, 1])
    }

    @Test func sheetsThatAreNotThereAreSaid() throws {
        try gate.write(rules.replacing("Q2 KPIs", with: "Q3 KPIs"), to: "check.rules")
        #expect(
            session.check(request).run.unreadable.map(\.reason) == [
                "it has no sheet “Q3 KPIs”: it has “Cover”, “Q2 KPIs”, “Notes”"
            ])
        try gate.write(rules.replacing(" sheet \"Q2 KPIs\"", with: ""), to: "check.rules")
        #expect(session.check(request).run.unreadable.isEmpty)
        let twice = "[Q1]\nA1=ref\nB1=area\nC1=value"
        try gate.write(book.replacing("[Cover]\nA1=Performance report", with: twice), to: "q2.book")
        #expect(
            session.check(request).run.unreadable.map(\.reason) == [
                "several of its sheets have the header of the table: say which with `sheet`, among “Q1”, “Q2 KPIs”"
            ])
    }

    @Test func delimitedTextIsReadBesideIt() throws {
        try gate.write(rules.replacing("*.book\" sheet \"Q2 KPIs\"", with: "other.csv\""), to: "check.rules")
        let run = session.check(request).run
        #expect(run.unreadable.isEmpty && run.files.contains { $0.path.hasSuffix("other.csv") && $0.rows == 1 })
    }

    @Test func fixesAreMadeInCells() throws {
        let outcome = session.fix(request, includingUnsafe: false)
        let file = try #require(outcome.files.first)
        #expect(file.cells.map { "\($0.location.cell ?? "") \($0.before) \($0.after)" } == ["C5 North. North"])
        #expect(String(decoding: file.after, as: UTF8.self) == book.replacing("C5=North.", with: "C5=North"))
        #expect(outcome.after.run.findings.map(\.rule).contains("not-allowed") == false)
        // There is no text to put into the file by hand.
        #expect(outcome.before.run.findings.flatMap(\.fixes).allSatisfy { $0.written == nil })
    }

    @Test func rulesStartFromASheet() throws {
        let one = book.replacing("[Cover]\nA1=Performance report\n", with: "").components(separatedBy: "[Notes]")[0]
        try gate.write(one, to: "q2.book")
        let started = session.startingRules([gate.path("q2.book")], formats: request.formats)
        #expect(started.unreadable.isEmpty && started.text.contains("area") && started.text.contains("value"))
    }

    /// The sheet and the cell are named by whatever people and programs read.
    @Test(arguments: [
        "text", "plain", "short", "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson",
        "markdown", "csv",
    ])
    func everyReportNamesTheCell(format: String) {
        let run = session.check(request).run
        let bytes: [UInt8] =
            switch format {
            case "text": Array(renderText(run, style: TextStyle(width: 80)).utf8)
            case "plain": Array(renderText(run, style: TextStyle(width: 80, plain: true)).utf8)
            case "short": Array(renderShort(run).utf8)
            case "json": renderJSON(run, exitCode: 1)
            case "jsonl": renderJSONLines(run)
            case "sarif": renderSARIF(run, exitCode: 1)
            case "github": renderGitHub(run)
            case "gitlab": renderGitLab(run)
            case "junit": renderJUnit(run)
            case "checkstyle": renderCheckstyle(run)
            case "rdjson": renderRDJSON(run)
            case "csv": renderFindingsTable(run)
            default: renderMarkdown(run)
            }
        let text = String(decoding: bytes, as: UTF8.self)
        let line = text.split(separator: "\n").first { $0.contains("A2 counts -3") } ?? ""
        #expect(text.contains("Q2 KPIs") && text.contains("E6"), "\(format): \(line)")
        #expect(!text.contains("other.csv"))
    }

    @Test func savedRunsKeepTheCell() throws {
        let run = session.check(request).run
        let saved = try readSavedRun(renderJSON(run, exitCode: 1)) { _ in run.verdict }
        #expect(saved.findings.map(\.location) == run.findings.map(\.location))
    }
}
