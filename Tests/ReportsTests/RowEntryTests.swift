// All that is wrong with a row is told at once, and nothing of it is lost.

import Findings
import Locations
import Testing

@testable import Reports

@Suite struct RowEntryTests {
    private func finding(
        _ rule: String, _ severity: Severity = .error, sheet: String? = nil, row: Int, column: Int = 1,
        table: String = "t"
    ) -> Finding {
        let cell = SheetExtent(row: row + 1, column: column)
        return Finding(
            rule: rule, severity: severity, message: "\(rule) \(row)", table: table, key: [NamedText("ref", "K\(row)")],
            location: FindingLocation(file: "a.xlsx", sheet: sheet ?? "S", .sheet(cell), row: row, header: "h"))
    }

    private func entries(_ findings: [Finding], _ style: TextStyle = TextStyle()) -> ([[String]], [Fold]) {
        var counts: [String: RuleOutcomeCounts] = [:]
        for finding in findings {
            var entry =
                counts[finding.rule]
                ?? RuleOutcomeCounts(rule: finding.rule, severity: finding.severity, table: finding.table)
            entry.broken += 1
            entry.findings += 1
            counts[finding.rule] = entry
        }
        var numbers: [String: Int] = [:]
        let ordered = findings.map { finding in
            var finding = finding
            finding.order = numbers[finding.rule, default: 0]
            numbers[finding.rule, default: 0] += 1
            return finding
        }
        let run = CheckRun(
            toolVersion: "1", rules: counts.values.sorted { $0.rule < $1.rule }, findings: ordered)
        var drawn: [[String]] = []
        let folds = Selection(run, style).forEachEntry { entry in
            drawn.append(entry.findings.map { ($0.location?.sheet ?? "") + " " + $0.message })
        }
        return (drawn, folds)
    }

    /// A commentary that is missing beside a wrong status may not be missing beside the right one.
    @Test func whatFollowsFromAnotherFindingOfTheRowSaysSo() throws {
        func pointing(_ finding: Finding, at column: Int, row: Int = 1) -> Finding {
            var finding = finding
            let cell = SheetExtent(row: row + 1, column: column)
            finding.related = [
                RelatedLocation(
                    "status: Red", FindingLocation(file: "a.xlsx", sheet: "S", .sheet(cell), row: row, header: "h"))
            ]
            return finding
        }
        let status = finding("status", row: 1, column: 4)
        let comment = pointing(finding("comment", row: 1, column: 5), at: 4)
        var entry = RowEntry(status)
        entry.add(comment)
        #expect(entry.origin(of: comment) == "D2" && entry.origin(of: status) == nil)
        var text = TextCanvas(TextStyle(width: 80))
        var drawing = EntryDrawing(TextStyle(width: 80))
        drawing.draw(entry, on: &text)
        #expect(text.output.contains("error E2: comment 1 (follows from D2)  [comment]"), "\(text.output)")
        // Not from a milder finding, nor from one of another row, nor two from each other.
        var milder = RowEntry(finding("status", .query, row: 1, column: 4))
        milder.add(comment)
        #expect(milder.origin(of: comment) == nil)
        let other = pointing(finding("comment", row: 1, column: 5), at: 4, row: 2)
        entry.add(other)
        #expect(entry.origin(of: other) == nil)
        var mutual = RowEntry(pointing(status, at: 5))
        mutual.add(comment)
        #expect(mutual.origin(of: comment) == nil)
    }

    @Test func rowsOfSeveralSheetsAreWhole() {
        let found = [
            finding("a", sheet: "North", row: 1), finding("a", sheet: "South", row: 1),
            finding("b", .query, sheet: "North", row: 1, column: 2),
            finding("b", .query, sheet: "South", row: 1, column: 2),
            finding("b", .query, sheet: "North", row: 2, column: 2), finding("a", sheet: "North", row: 3),
        ]
        #expect(
            entries(found).0 == [
                ["North a 1", "North b 1"], ["North a 3"], ["South a 1", "South b 1"], ["North b 2"],
            ])
    }

    @Test func whatIsNotDrawnIsSummedUpTheWorstFirst() {
        let found = (1...9).map { finding("n", .note, row: $0) } + (1...9).map { finding("e", row: $0 * 2) }
        let (drawn, folds) = entries(found, TextStyle(maxShown: 2))
        // Of a row of which something is drawn, everything is.
        #expect(drawn == [["S e 2", "S n 2"], ["S e 4", "S n 4"], ["S n 1"]])
        #expect(folds.map { "\($0.rule) \($0.count)" } == ["e 7", "n 6"])
    }

    @Test func whatStandsBesideIsSaidWhereNoTableShowsIt() {
        var one = finding("r", row: 1)
        one.related = [
            RelatedLocation(
                "w: 400", FindingLocation(file: "a.xlsx", sheet: "S", .sheet(SheetExtent(row: 2, column: 3)), row: 1))
        ]
        one.excerpt = Excerpt(
            columns: [Excerpt.Column(header: "v", index: 0), Excerpt.Column(header: "w", index: 1)],
            rows: [
                Excerpt.Row(
                    line: 2, cells: ["3", "400"],
                    marks: [Excerpt.Mark(column: 0, isPrimary: true), Excerpt.Mark(column: 1, isPrimary: false)])
            ], columnCount: 2)
        var two = one
        two.message = "r 2"
        two.location?.row = 2
        two.related[0].location.row = 2
        var three = two
        three.message = "r 3 is less than 400"
        three.location?.row = 3
        three.related[0].location.row = 3
        let run = CheckRun(
            toolVersion: "1", rules: [RuleOutcomeCounts(rule: "r", severity: .error, table: "t", broken: 3)],
            findings: [one, two, three])
        let text = renderText(run, style: TextStyle(width: 100))
        #expect(text.contains("  error A2: r 2 (w: 400)\n") || text.contains("r 2 (w: 400)  [r]"), "\(text)")
        #expect(text.split(separator: "\n").count { $0.contains("w: 400") } == 1 && !text.contains("see "), "\(text)")
    }
}
