// The text for people: its drawing, its totals, and that nothing from a return can break either.

import Diagnostics
import Findings
import Testing

@testable import Reports

@Test func findingsAreDrawnAsInTheDocumentation() {
    let drawing = """
        --> returns/kpis.csv:9:1   ref 1.5
            | ref | indicator                | …
          6 | 1.5 | Waste                    | …
            | --- the first
          9 | 1.5 | Household waste sent fo… | …
            | ^^^ the same key again
          error: ref 1.5 stands in two rows  [duplicate-key]

        --> returns/kpis.csv:121:96   ref 7.25
              | ref  | … | target | value | rag   | …
          121 | 7.25 | … | >37%   | 29.7% | Green | …
              |            ------   -----   ^^^^^ due Red: 7.3 points short of the target
          error: 7.25 is rated Green, but 29.7% against a target of >37% is due Red  [rag-follows-target]
              change the status to Red, or correct the value

        error[rag-follows-target]: the same in 4 more rows: 3.11, 4.16, 6.1, 7.21

        waived: cumulative-falls at returns/kpis.csv:6, ref 1.5: Q1 shows the outturn of last year (until 2024-03-31)

        6 errors in 2 files, 141 rows; 1 waived
        By rule: rag-follows-target 5, duplicate-key 1
        Of 3 rules, 1 decided all of its rows, 1 some of them and 1 none of them
        Undecided as “Better” is blank in register (fill it in): rag-follows-target 20
        Undecided as “value” gives no value, such as TBC: rag-follows-target 10
        Undecided as there is no row to compare with: target-moves 6
        Next: `kpilint explain rag-follows-target` says what it means and how to put it right

        """
    #expect(renderText(mixedRun(), style: TextStyle(width: 120, maxShown: 1)) == drawing)
}

@Test func narrowTerminalsGetFewerColumnsAndHangingIndents() {
    let text = renderText(mixedRun(), style: TextStyle(width: 40, maxShown: 1))
    let drawing = """
        --> returns/kpis.csv:121:96   ref 7.25
              | … | target | value | rag   | …
          121 | … | >37%   | 29.7% | Green | …
              |     ------   -----   ^^^^^
              | due Red: 7.3 points short of the
              | target
          error: 7.25 is rated Green, but 29.7%
                against a target of >37% is due
                Red [rag-follows-target]
              change the status to Red, or
              correct the value

        error[rag-follows-target]: the same in 4
            more rows: 3.11, 4.16, 6.1, 7.21

        """
    #expect(text.contains(drawing))
}

@Test func plainTextIsNarrated() {
    let text = renderText(mixedRun(), style: TextStyle(width: 40, plain: true, maxShown: 1))
    let lines = text.split(separator: "\n")
    #expect(
        lines[1]
            == "Error, rule rag-follows-target, file returns/kpis.csv, line 121, column RAG, row 120, ref 7.25: 7.25 is rated Green, but 29.7% against a target of >37% is due Red. See line 121: the target. Help: change the status to Red, or correct the value."
    )
    #expect(lines[2] == "Error, rule rag-follows-target: the same in 4 more rows: 3.11, 4.16, 6.1, 7.21.")
    #expect(!text.contains("|") && !text.contains("^") && !text.contains("-->"))
}

@Test(arguments: [30, 40, 80, 140], [false, true])
func nothingFromAReturnBreaksTheDrawing(width: Int, color: Bool) {
    let style = TextStyle(width: width, color: color, maxShown: 3, statistics: true)
    let text = renderText(hostileRun(), style: style) + renderDiagnostics(diagnosedRun().diagnostics, style: style)
    expectHarmless(text, color: color)
    for line in withoutColor(text).split(separator: "\n", omittingEmptySubsequences: false) {
        let isPath = ["--> ", "      see ", " --> "].contains { line.hasPrefix($0) }
        #expect(isPath || displayWidth(String(line)) <= width, "\(line)")
        #expect(line.last != " " || isPath, "\(line)")
    }
}

@Test(arguments: [true, false])
func nothingFromAReturnBreaksNarrationAndShortLines(plain: Bool) {
    let text = plain ? renderText(hostileRun(), style: TextStyle(plain: true)) : renderShort(hostileRun())
    expectHarmless(text, color: false)
    // What the run does not list is said in lines of its own.
    let findings = text.split(separator: "\n").count { !$0.contains("results-left-out") }
    #expect(plain ? findings > hostileCells.count : findings == hostileCells.count + 1)
}

/// Underlines stand exactly under the columns of the header, whatever the width of the characters beside them.
@Test(arguments: ["漢字かな", "e\u{301}e\u{301}", "👍🏽", "1️⃣ ❤️", "plain", "", "한국어"])
func underlinesKeepTheirPlace(cell: String) {
    var finding = ragFinding()
    finding.excerpt?.rows[0].cells[0] = cell
    finding.excerpt?.rows[0].cells[2] = cell
    let text = renderText(CheckRun(toolVersion: "1", findings: [finding]), style: TextStyle(width: 100))
    let lines = text.split(separator: "\n").map(String.init)
    let header = lines[1]
    let marks = lines[3]
    #expect(columns(before: "^^^", in: marks) == columns(before: "rag", in: header))
    #expect(columns(before: "---", in: marks) == columns(before: "target", in: header))
    #expect(displayWidth(header) == displayWidth(lines[2]))
}

private func columns(before text: String, in line: String) -> Int {
    for index in line.indices where line[index...].hasPrefix(text) { return displayWidth(String(line[..<index])) }
    return -1
}

@Test func foldedFindingsAreCountedFromTheRunNotFromWhatItHolds() {
    var run = mixedRun()
    run.rules[0].broken = 1215
    run.rules[0].findings = 1215
    let text = renderText(run, style: TextStyle(width: 80, maxShown: 2))
    #expect(text.contains("the same in 1,213 more rows: 4.16, 6.1, 7.21 …"))
    #expect(text.contains("1,216 errors in 2 files, 141 rows; 1 waived"))
    run.findings = []
    let counted = renderText(run, style: TextStyle(width: 80))
    #expect(counted.contains("error[rag-follows-target]: 1,215 findings in table kpis, none shown"))
    #expect(counted.contains("waived: cumulative-falls in 1 more place\n"))
    #expect(counted.contains("1,216 errors in 2 files, 141 rows; 1 waived"))
}

@Test func whatIsLessGraveThanTheLevelIsCountedButNotShown() {
    var run = mixedRun()
    run.rules.append(RuleOutcomeCounts(rule: "stale-value", severity: .note, table: "kpis", passed: 1, broken: 2))
    let text = renderText(run, style: TextStyle(width: 80, minimum: .error))
    #expect(text.contains("6 errors, 2 notes in 2 files, 141 rows; 1 waived\n"))
    #expect(text.contains("\nCounted but not shown: 2 notes\n"))
    #expect(!text.contains("stale-value"))
}

/// A return that no rule is about.
private func bareRun(_ verdict: Verdict) -> CheckRun {
    var run = CheckRun(
        toolVersion: "1", verdict: verdict, files: [CheckedFile(path: "a.csv", table: "a", rows: 2)])
    run.formOnly = [FormOnlyTable(table: "a", wanted: ["value", "rag"], isWantedByStandard: true)]
    return run
}

@Test(arguments: [Verdict.clean, .nothingChecked]) func whatNoRuleIsAboutIsNotGreen(_ verdict: Verdict) {
    let run = bareRun(verdict)
    let page = String(decoding: renderMarkdown(run), as: UTF8.self)
    #expect(page.hasPrefix("## kpilint: only the form of cells was checked\n") && !page.contains("No problems"))
    let green = renderText(cleanRun(), style: TextStyle(width: 80, color: true))
    let bare = renderText(run, style: TextStyle(width: 80, color: true))
    #expect(green.contains("\u{1B}[1;32m") && !bare.contains("\u{1B}[1;32m"))
    #expect(String(decoding: renderJUnit(run), as: UTF8.self).contains("<skipped message=\"only the form"))
    #expect(String(decoding: renderSARIF(run, exitCode: 1), as: UTF8.self).contains("\"id\": \"form-only\""))
}

struct Ending: Sendable {
    var run: CheckRun
    var text: String
}

@Test(arguments: [
    Ending(
        run: cleanRun(),
        text: "No problems found in 141 rows of 2 files\nThe rule decided all of its rows\n"),
    Ending(
        run: CheckRun(
            toolVersion: "1", files: [CheckedFile(path: "a.csv", table: "a", rows: 1)],
            rules: [RuleOutcomeCounts(rule: "r", severity: .query, table: "a", broken: 1)]),
        text: """
            query[r]: 1 finding in table a, none shown

            1 query in 1 file, 1 row
            The rule decided all of its rows
            Next: `kpilint explain r` says what it means and how to put it right

            """),
    Ending(
        run: bareRun(.clean),
        text: """
            Only the form of cells was checked in 2 rows of 1 file
            Only the form of cells was checked in a: no rule applies to it (the standard
              checks look for value and rag)

            """),
    Ending(
        run: CheckRun(
            toolVersion: "1", files: [CheckedFile(path: "a.csv", table: "a", rows: 2)],
            rules: [RuleOutcomeCounts(rule: "r", severity: .error, table: "a", title: "t")]),
        text: """
            No problems found: no rule applied to any row, in 2 rows of 1 file
            No rule concerns any row

            """),
    Ending(
        run: bareRun(.nothingChecked),
        text: """
            Only the form of cells was checked in 2 rows of 1 file
            Only the form of cells was checked in a: no rule applies to it (the standard
              checks look for value and rag)
            Next: give columns the names that rules look for, as in `value measure from
              "HEADER"`, or write a rule for the table; `--allow-empty` says that its form
              is enough

            """),
    Ending(
        run: CheckRun(toolVersion: "1", verdict: .nothingChecked),
        text:
            "Nothing was checked\nNext: name a return that fits a table of the rule file, or check the table's\n  `from`\n"
    ),
    Ending(
        run: CheckRun(
            toolVersion: "1", verdict: .incomplete, files: [CheckedFile(path: "a.csv", table: "a", rows: 2)],
            unreadable: [UnreadableFile(path: "b.csv", reason: "there is no such file")]),
        text: """
            error: b.csv could not be read: there is no such file

            No problems found in what could be checked: 2 rows of 1 file
            1 file could not be read: the check is not complete

            """),
])
func endingsSayWhatTheRunCameTo(ending: Ending) {
    #expect(renderText(ending.run, style: TextStyle(width: 80)) == ending.text)
}

/// A rule that asks for something and decided nothing leaves open whether there are problems.
@Test(arguments: [(Severity.query, false), (.error, false), (.warning, true)])
func noProblemsAreFoundOnlyWhereRulesDecided(severity: Severity, isWhole: Bool) {
    var run = cleanRun()
    run.rules.append(RuleOutcomeCounts(rule: "open", severity: severity, table: "kpis", undecided: 3))
    #expect(run.totalsLine.hasPrefix("No problems found in what could be checked: 141 rows") != isWhole)
    #expect(run.totalsLine.hasPrefix("No problems found in 141 rows") == isWhole)
}

@Test func quietLeavesTheFindingsAlone() {
    let text = renderText(mixedRun(), style: TextStyle(width: 80, maxShown: 1, quiet: true))
    #expect(text.hasSuffix("[rag-follows-target]: the same in 4 more rows: 3.11, 4.16, 6.1, 7.21\n"))
    #expect(renderText(cleanRun(), style: TextStyle(quiet: true)).isEmpty)
}

/// A file is read from its top, a terminal from its end.
@Test(arguments: [false, true]) func totalsBeginWhatIsNoTerminal(plain: Bool) {
    var style = TextStyle(width: 80, plain: plain, maxShown: 1)
    let ended = renderText(mixedRun(), style: style).split(separator: "\n")
    style.beginsWithTotals = true
    let text = renderText(mixedRun(), style: style)
    let begun = text.split(separator: "\n")
    let start = ended.firstIndex { $0.hasPrefix("6 errors in 2 files") } ?? 0
    #expect(start > 0 && begun == Array(ended[start...]) + Array(ended[..<start]))
    #expect(text.hasPrefix("6 errors in 2 files") && !text.hasSuffix("\n\n"))
}

@Test func colorIsSGRAlone() {
    let text = renderText(mixedRun(), style: TextStyle(width: 80, color: true, maxShown: 1))
    #expect(text.contains("\u{1B}[1;31m  error\u{1B}[0m: ref 1.5 stands in two rows  [duplicate-key]\n"))
    #expect(withoutColor(text) == renderText(mixedRun(), style: TextStyle(width: 80, maxShown: 1)))
}

@Test func shortLinesAreThoseOfCompilers() {
    let lines = renderShort(mixedRun()).split(separator: "\n")
    #expect(lines[0] == "returns/kpis.csv:9:1: error: ref 1.5 stands in two rows [duplicate-key]")
    #expect(lines.count == 6)
    var run = mixedRun()
    run.findings[1].severity = .query
    #expect(renderShort(run).hasPrefix("returns/kpis.csv:9:1: warning: "))
    #expect(renderShort(run, minimum: .error).split(separator: "\n").count == 5)
}

@Test func faultsOfRuleFilesAreDrawnWithTheirLines() {
    let text = renderDiagnostics(diagnosedRun().diagnostics, style: TextStyle(width: 80))
    let drawing = """
        error[unknown-column]: there is no column `vaule` in table kpis
         --> rutland.rules:6:11
          |
        6 |   require vaule >= 1
          |           ^^^^^
        note: the table is declared here
         --> rutland.rules:1:7
          |
        1 | table kpis from "kpis.csv" {
          |       ----
        help: columns are found by the names that the table gives them
        help: write `value`
          |
        6 |   require value >= 1
          |           +++++

        warning[invalid-rules]: nothing here
         --> rutland.rules:2:2
          |
        2 |   value measure
          |   ^^^^^^^^^^^^^
        3 |   key ref
          | ^^^^^^^^^

        """
    #expect(text == drawing)
}

@Test func longSourceLinesAreCutAroundTheFault() {
    let text = String(repeating: "a + ", count: 100_000) + "wrong" + String(repeating: " + b", count: 100_000)
    let file = SourceFile(name: "long.rules", text: text)
    let diagnostic = Diagnostic("x", .error, "no", at: SourceSpan(file, 400_000..<400_005))
    let lines = renderDiagnostics([diagnostic], style: TextStyle(width: 60)).split(separator: "\n")
    #expect(lines[3].hasPrefix("1 | …") && lines[3].hasSuffix("…"))
    let offset = lines[4].prefix { $0 != "^" }.count
    #expect(lines[3].dropFirst(offset).hasPrefix("wrong"))
    #expect(lines.dropFirst(2).allSatisfy { displayWidth(String($0)) <= 60 })
}

/// No character steers a terminal, hides or reorders, but line ends and, with colour, SGR sequences; and no line is a
/// command of a build log.
private func expectHarmless(_ text: String, color: Bool) {
    let bare = color ? withoutColor(text) : text
    for scalar in bare.unicodeScalars where scalar != "\n" {
        let category = scalar.properties.generalCategory
        #expect(
            ![.control, .format, .lineSeparator, .paragraphSeparator, .unassigned].contains(category), "\(scalar.value)"
        )
    }
    for line in bare.split(separator: "\n") {
        #expect(!line.drop { $0 == " " }.hasPrefix("::"), "\(line)")
        #expect(!line.contains("##vso[") && !line.contains("##["), "\(line)")
    }
}

private func withoutColor(_ text: String) -> String {
    text.split(separator: "\u{1B}[", omittingEmptySubsequences: false).enumerated().map { index, part in
        index == 0 ? String(part) : String(part.drop { "0123456789;".contains($0) }.dropFirst())
    }.joined()
}

@Test func endlessNamesAreCutAndEndlessWordsBrokenInOnePass() {
    let name = String(repeating: "n", count: 1_000_000)
    let run = CheckRun(
        toolVersion: "1", verdict: .findings, files: mixedRun().files,
        rules: [RuleOutcomeCounts(rule: name, severity: .error, table: name, broken: 1, undecided: 3)])
    let lines = renderText(run, style: TextStyle(width: 40)).split(separator: "\n")
    #expect(lines.count < 40 && lines.allSatisfy { displayWidth(String($0)) <= 40 })
    #expect(wrapped(name, first: 40, rest: 40).count == 25_000)
}

@Test(arguments: [
    ("a bb ccc", ["a bb", "ccc"]), ("abcdefghij k", ["abcdef", "ghij k"]), ("x ::set y", ["x", "\\::set", "y"]),
    ("abcdef::set", ["abcdef", "\\::set"]), ("漢字漢字 漢", ["漢字漢", "字 漢"]), ("", [""]), ("a  b ", ["a  b"]),
])
func linesBreakBetweenWords(text: String, lines: [String]) {
    #expect(wrapped(text, first: 6, rest: 6) == lines)
}
