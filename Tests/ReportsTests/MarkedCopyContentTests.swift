// What a marked copy holds of a run: marks, notes, lists.

import Findings
import Locations
import Tables
import Testing

@testable import Reports

@Suite struct MarkedCopyContentTests {
    private func location(
        _ file: String, _ row: Int, _ column: Int, rows: Int = 1, columns: Int = 1, sheet: String? = "KPIs"
    ) -> FindingLocation {
        let extent = SheetExtent(row: row, column: column, rowCount: rows, columnCount: columns)
        let place: CellLocation = sheet == nil ? .text(TextExtent(line: row, offset: 0)) : .sheet(extent)
        return FindingLocation(
            file: file, sheet: sheet, place, shownAs: sheet == nil ? extent : nil, row: row, header: "Value")
    }

    private func finding(
        _ rule: String, _ severity: Severity, _ location: FindingLocation?, help: String? = nil,
        related: [RelatedLocation] = [], fingerprint: String = "", waived: Bool = false
    ) -> Finding {
        let waiver = FindingWaiver(
            because: "so", until: nil, location: RuleLocation(file: "r.rules", TextExtent(line: 1, offset: 0)))
        return Finding(
            rule: rule, severity: severity, message: "\(rule) is broken", help: help, key: [NamedText("ref", "7.1")],
            location: location, related: related, fingerprint: fingerprint, waived: waived ? waiver : nil)
    }

    private func run(_ findings: [Finding]) -> CheckRun {
        var run = CheckRun(
            toolVersion: "1", verdict: .findings, files: [CheckedFile(path: "q2.xlsx", table: "kpis", rows: 9)],
            findings: findings)
        run.rules = [RuleOutcomeCounts(rule: "low", severity: .query, table: "kpis", findings: findings.count)]
        return run
    }

    private func rows(_ sheet: AddedSheet) -> [[AddedSheet.Cell]] {
        var rows: [[AddedSheet.Cell]] = []
        sheet.eachRow { rows.append($0) }
        return rows
    }

    @Test func cellsSayAllThatIsWrongWithThem() {
        let at = location("q2.xlsx", 5, 3)
        let content = run([
            finding("low", .query, at, help: "say why"), finding("odd", .error, at),
            finding("high", .warning, location("q2.xlsx", 6, 3), related: [RelatedLocation("with", at)]),
        ]).content(ofCopy: MarkedReturn(path: "q2.xlsx"), from: .note)
        let cells = content.marks.sheets["KPIs"]?.cells
        // The most severe stands first, and a cell that something rests on stays one at fault.
        #expect(
            cells?[SheetPlace(row: 5, column: 3)]
                == CellMark(.atFault, note: "kpilint: odd is broken\nkpilint: low is broken\nWhat to do: say why"))
        #expect(cells?[SheetPlace(row: 6, column: 3)]?.note == "kpilint: high is broken")
        #expect(content.notices.isEmpty)
    }

    @Test func relatedCellsAreMarkedMoreLightlyAndWithoutNotes() {
        let related = [
            RelatedLocation("here", location("q2.xlsx", 2, 1)), RelatedLocation("there", location("other.csv", 2, 1)),
        ]
        let content = run([finding("low", .query, location("q2.xlsx", 5, 3), related: related)])
            .content(ofCopy: MarkedReturn(path: "q2.xlsx"), from: .note)
        #expect(content.marks.sheets["KPIs"]?.cells.count == 2)
        #expect(content.marks.sheets["KPIs"]?.cells[SheetPlace(row: 2, column: 1)] == CellMark(.related))
    }

    @Test func onlyWhatCountsAndIsOfThisReturnIsListed() {
        var copy = MarkedReturn(path: "q2.xlsx")
        copy.others = ["q3.xlsx"]
        let content = run([
            finding("low", .note, location("q2.xlsx", 5, 3), fingerprint: "a1"),
            finding("odd", .error, location("q3.xlsx", 5, 3)), finding("gone", .error, nil),
            finding("kept", .error, location("q2.xlsx", 7, 3), waived: true),
            finding("register", .query, location("register.csv", 2, 1, sheet: nil)),
        ]).content(ofCopy: copy, from: .note)
        let listed = rows(content.marks.added[0]).dropFirst(4)
        let texts = listed.map { row in row.map(\.text) }
        #expect(texts.map { $0[8] } == ["gone", "register", "low"])
        #expect(texts.map { $0[1] } == ["", "register.csv", "KPIs"])
        #expect(listed.map { $0[2].link?.place } == [nil, nil, SheetPlace(row: 5, column: 3)])
        #expect(texts.map { $0[9] } == ["", "", "f-a1"])
        // Queries wait for an answer.
        #expect(listed.map { $0[6].look } == [.text, .answer, .text])
    }

    @Test func answersAreKeptForWhatIsStillThere() {
        var copy = MarkedReturn(path: "q2.xlsx")
        copy.answers = ["a1": ("it is right", "Jo"), "b2": ("was wrong", "")]
        let content = run([finding("low", .query, location("q2.xlsx", 5, 3), fingerprint: "a1")])
            .content(ofCopy: copy, from: .note)
        let row = rows(content.marks.added[0])[4].map(\.text)
        #expect(row[6] == "it is right" && row[7] == "Jo")
        #expect(content.notices.count == 1 && content.notices[0].contains("was wrong"))
    }

    @Test func notesAndCellsHaveAnEnd() {
        let many = (1...2_005).map { finding("low", .query, location("q2.xlsx", $0, 3)) }
        let wide = finding("row", .error, location("q2.xlsx", 9_000, 1, rows: 3, columns: 150))
        let content = run(many + [wide]).content(ofCopy: MarkedReturn(path: "q2.xlsx"), from: .note)
        let cells = content.marks.sheets["KPIs"]?.cells ?? [:]
        #expect(cells.values.count { $0.note != nil } == 2_000)
        #expect(
            content.notices == ["a copy has 2,000 notes at most: 6 cells more are marked without one, and on the list"])
        #expect(cells.count == 2_005 + 200)
        // The worst has one.
        #expect(cells[SheetPlace(row: 9_000, column: 1)]?.note != nil)
    }

    @Test func textHasMarksWhereASpreadsheetShowsIt() {
        let copy = MarkedReturn(path: "q2.csv", textSheet: "q2")
        let content = run([finding("low", .query, location("q2.csv", 5, 3, sheet: nil))])
            .content(ofCopy: copy, from: .note)
        #expect(content.marks.isOfText)
        #expect(content.marks.sheets["q2"]?.cells.keys.map(\.row) == [5])
    }

    @Test func rulesAreListedWithWhatTheyCameTo() {
        var run = run([])
        run.rules[0].passed = 1_200
        run.rules[0].undecided = 3
        run.rules[0].undecidedBecause = [UndecidedReason(.noDirection, table: nil, column: nil, rows: 3)]
        run.readingNotices = ["q2.xlsx: the header is on row 3"]
        let sheet = run.content(ofCopy: MarkedReturn(path: "q2.xlsx"), from: .note).marks.added[1]
        let texts = rows(sheet).map { row in row.map(\.text) }
        #expect(texts.contains(["q2.xlsx: the header is on row 3"]))
        #expect(texts.contains(["What could not be decided"]))
        #expect(
            texts.contains {
                $0.first == "low" && $0.contains("1,200") && $0.contains("nothing says which way is better (3)")
            })
    }
}
