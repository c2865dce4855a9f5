// Cells of workbooks are written, and everything else in them stays.

import Locations
import SmallWorkbooks
import Tables
import Testing

@testable import Packages
@testable import WorkbookReading

@Suite struct WorkbookEditorTests {
    /// A table of references, values and statuses, with a formula, a merged cell and a row without its last cell.
    private func workbook() -> SmallWorkbook {
        var workbook = SmallWorkbook()
        workbook.formats = ["0.0%", "#,##0", "dd/mm/yyyy"]
        workbook.fills = ["00B050"]
        workbook.add(1, ["ref", "value", "rag", "share", "day"])
        workbook.add(2, ["1.1", "92.4 %", "Gren", "0.5", "45000"], styles: [0, 0, 0, 1, 3])
        workbook.add(3, ["1.2", "=B2*2", "Red", "x", ""], styles: [0, 0, 0, 1, 0])
        workbook.rows.append((4, [("A4", 0, "1.3"), ("C4", 0, "Red & <Amber>")]))
        workbook.add(5, ["1.4", "7", "", "4"], styles: [0, 2, 4, 2])
        workbook.behind = "<mergeCells count='1'><mergeCell ref='A5:A6'/></mergeCells>"
        return workbook
    }

    private func edit(_ row: Int, _ column: Int, _ text: String) -> CellEdit {
        CellEdit(sheet: "KPIs", location: .sheet(SheetExtent(row: row, column: column)), text: text)
    }

    private func editor(_ bytes: [UInt8], _ options: SourceOptions = SourceOptions()) throws -> any TableEditor {
        let tables = try WorkbookFormat().tables(in: MemorySource(name: "q.xlsx", bytes: bytes), options)
        let table = try #require(tables.first)
        try table.settle()
        return try #require(table.makeEditor())
    }

    private func rows(_ bytes: [UInt8]) throws -> [[String]] {
        let tables = try WorkbookFormat().tables(in: MemorySource(name: "q.xlsx", bytes: bytes), SourceOptions())
        return try records(of: try #require(tables.first))
    }

    private func part(_ name: String, of bytes: [UInt8]) throws -> String {
        let archive = try PackageArchive(PackageMemory(bytes))
        let entry = try #require(archive.entry(name))
        return String(decoding: try PartStream(entry, of: archive).all(), as: UTF8.self)
    }

    @Test func writesTextsAndFigures() throws {
        let before = workbook().bytes
        let editor = try editor(before)
        #expect(editor.writesCopies)
        #expect(
            editor.texts(of: [edit(2, 2, ""), edit(2, 4, ""), edit(4, 2, "")], in: before) == ["92.4 %", "50.0%", ""])
        let after = try editor.replacing(
            [
                edit(2, 2, "92.4%"), edit(2, 3, "Green"), edit(2, 4, "92.4%"), edit(3, 4, "4.0%"),
                edit(4, 2, "A & B <c>"),
                edit(4, 5, "_x0041_\u{7}"), edit(5, 2, "1,344"), edit(5, 4, "12.5"),
            ], in: before)
        let shown = try rows(after)
        #expect(shown[0].dropFirst() == ["1.1", "92.4%", "Green", "92.4%", "15/03/2023"])
        #expect(shown[1].dropFirst(4).first == "4.0%")
        #expect(shown[2].dropFirst() == ["1.3", "A & B <c>", "Red & <Amber>", "", "_x0041_\u{7}"])
        #expect(shown[3].dropFirst().prefix(4) == ["1.4", "1,344", "", "12.5"])
        let sheet = try part("xl/sheet.xml", of: after)
        // A figure where the format shows it so; a text where it does not: `#,##0` has no place for the half.
        #expect(
            sheet.contains(#"<c r="D2" s="1"><v>0.924</v></c>"#) && sheet.contains(#"<c r="B5" s="2"><v>1344</v></c>"#))
        #expect(sheet.contains(#"<c r="D5" s="2" t="inlineStr">"#))
        #expect(sheet.contains("<f>B2*2</f>") && sheet.contains("<mergeCell ref='A5:A6'/>"))
        let own = try part("xl/workbook.xml", of: after)
        #expect(own.contains("</definedNames><calcPr fullCalcOnLoad=\"1\"/></workbook>"))
    }

    @Test func keepsTheBytesOfOtherParts() throws {
        let before = workbook().bytes
        let after = try editor(before).replacing([edit(2, 3, "Green")], in: before)
        let archives = try (PackageArchive(PackageMemory(before)), PackageArchive(PackageMemory(after)))
        #expect(archives.0.entries.map(\.name) == archives.1.entries.map(\.name))
        for entry in archives.0.entries where !["xl/sheet.xml", "xl/workbook.xml"].contains(entry.name) {
            let other = try #require(archives.1.entry(entry.name))
            let old = try archives.0.bytes.bytes(at: entry.start, atMost: entry.packedSize)
            let new = try archives.1.bytes.bytes(at: other.start, atMost: other.packedSize)
            #expect(old == new && entry.sum == other.sum, "\(entry.name)")
        }
        // Editing what was edited changes nothing but the cell.
        let again = try editor(after).replacing([edit(2, 3, "Gren")], in: after)
        #expect(try rows(again) == rows(before))
        #expect(try part("xl/workbook.xml", of: again) == part("xl/workbook.xml", of: after))
    }

    @Test func leavesWhatItMustNotWrite() throws {
        var options = SourceOptions()
        options.fields = { header in
            var fields = HeaderFields()
            if let rag = header.firstIndex(of: "rag") { fields.fills = [rag: [.green: ["Green"]]] }
            return fields
        }
        let bytes = workbook().bytes
        let obstacles = try editor(bytes, options).obstacles(
            to: [
                edit(3, 2, "5"), edit(6, 1, "x"), edit(5, 3, "Red"), edit(2, 5, "14/03/2023"), edit(2, 2, "92.4%"),
                edit(9, 1, ""),
            ],
            in: bytes)
        #expect(
            obstacles == [
                "it holds a formula: correct what that is made of",
                "it is covered by the merged cell A5: correct that", "what it says is its colour: fill it by hand",
                "it holds a day or a time: type the new one into it", nil, "its row is not there",
            ])
    }

    @Test func aSignedWorkbookStaysAsItIs() throws {
        let before = workbook().bytes
        let editor = try editor(before)
        let archive = try PackageArchive(PackageMemory(before))
        let parts = try archive.entries.map { (name: $0.name, bytes: try PartStream($0, of: archive).all()) }
        let signed = package(of: parts + [(name: "_xmlsignatures/sig1.xml", bytes: Array("<a/>".utf8))])
        #expect(throws: EditError.self) { try editor.replacing([edit(2, 3, "Green")], in: signed) }
    }

    /// Rows in pieces, and cells that stand in any order, or twice and once without content.
    @Test func writesEachCellOnce() throws {
        let before = workbook().bytes
        let archive = try PackageArchive(PackageMemory(before))
        func sheet(_ rows: String) throws -> [UInt8] {
            let text =
                "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheetData>"
                + "<row r='1'><c r='A1' t='inlineStr'><is><t>ref</t></is></c><c r='B1' t='inlineStr'><is><t>rag</t></is></c>"
                + "</row>\(rows)</sheetData></worksheet>"
            return try archive.replacing(["xl/sheet.xml": Array(text.utf8)])
        }
        let edits = [edit(2, 1, "7"), edit(2, 2, "x"), edit(2, 3, "y")]
        for rows in [
            "<row r='2'><c r='D2'><v>4</v></c><c r='A2'><v>1</v></c></row>",
            "<row r='2'><c r='D2'><v>4</v></c></row><row r='3'/><row r='2'><c r='A2'><v>1</v></c></row>",
            "<row r='2'><c/><c r='A2'><v>1</v></c><c r='D2'><v>4</v></c></row>",
        ] {
            let bytes = try sheet(rows)
            let editor = try editor(bytes)
            let after = try editor.replacing(edits, in: bytes)
            let all = (1...4).map { edit(2, $0, "") }
            #expect(editor.texts(of: all, in: bytes) == ["1", "", "", "4"])
            #expect(editor.texts(of: all, in: after) == ["7", "x", "y", "4"])
        }
    }

    /// A blank cell has a format too.
    @Test func writesFiguresIntoBlankCells() throws {
        var workbook = workbook()
        workbook.add(7, ["1.7", "", "", "x"], styles: [0, 1, 2, 0])
        let before = workbook.bytes
        let after = try editor(before).replacing(
            [edit(7, 2, "92.4%"), edit(7, 3, "1,200"), edit(7, 5, "5"), edit(7, 6, "5%")], in: before)
        let sheet = try part("xl/sheet.xml", of: after)
        #expect(sheet.contains(#"<c r="B7" s="1"><v>0.924</v></c><c r="C7" s="2"><v>1200</v></c>"#))
        #expect(sheet.contains(#"<c r="E7"><v>5</v></c><c r="F7" t="inlineStr">"#))
    }

    /// Of several parts of one kind the one that is listed first is read, in every run.
    @Test func readsThePartThatIsListedFirst() throws {
        let archive = try PackageArchive(PackageMemory(workbook().bytes))
        let name = "xl/_rels/workbook.xml.rels"
        let text = String(decoding: try archive.content(name), as: UTF8.self)
        let styles = try #require(text.firstRange(of: "<Relationship Id='r2'"))
        let others = (10...30).map {
            "<Relationship Id='r\($0)' Type='x/styles' Target='none\($0).xml'/>"
        }.joined()
        let new = text[..<styles.lowerBound] + text[styles.lowerBound...].replacing("</", with: others + "</")
        let bytes = try archive.replacing([name: Array(new.utf8)])
        #expect(try rows(bytes) == rows(workbook().bytes))
    }

    @Test func knowsWhichAreasHoldACell() {
        func area(_ rows: ClosedRange<Int>, _ columns: ClosedRange<Int>) -> MergedArea {
            MergedArea(rows: rows, columns: columns)
        }
        let areas = [
            area(5...5, 1...1), area(1...9, 3...4), area(2...3, 1...2), area(2...2, 6...6), area(7...8, 1...1),
        ]
        let index = AreaIndex(areas)
        for row in 1...10 {
            for column in 1...7 {
                let expected = areas.contains { $0.rows.contains(row) && $0.columns.contains(column) }
                #expect(index.holds(row: row, column: column) == expected)
            }
        }
        // So many that overlap are no workbook's: the cell is left alone.
        let many = AreaIndex(Array(repeating: area(1...9, 3...4), count: 20_000))
        #expect(many.holds(row: 5, column: 1) && !many.holds(row: 10, column: 3))
        #expect(!AreaIndex([]).holds(row: 1, column: 1))
    }

    /// The results of one formula that fill several cells would be calculated over what is written there.
    @Test func leavesTheResultsOfAFormulaForSeveralCells() throws {
        var workbook = workbook()
        workbook.add(7, ["1.7", "5", "6"])
        let archive = try PackageArchive(PackageMemory(workbook.bytes))
        let text = try part("xl/sheet.xml", of: workbook.bytes)
        func obstacles(_ formula: String) throws -> [String?] {
            let new = text.replacing("<c r='B7' s='0'><v>5", with: "<c r='B7' s='0'><f \(formula)>B2:C2</f><v>5")
            #expect(new != text)
            let bytes = try archive.replacing(["xl/sheet.xml": Array(new.utf8)])
            return try editor(bytes).obstacles(to: [edit(7, 2, "1"), edit(7, 3, "1"), edit(7, 4, "1")], in: bytes)
        }
        let words = "it holds a formula: correct what that is made of"
        #expect(try obstacles("t='array' ref='B7:C7'") == [words, words, nil])
        #expect(try obstacles("t='shared' ref='B7:C7' si='0'") == [words, nil, nil])
    }

    /// Cells that do not say where they stand are counted, rows and workbooks may have nothing in them.
    @Test func writesIntoPartsOfOtherProgrammes() throws {
        let sheet =
            "<x:worksheet xmlns:x='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><x:sheetData><x:row><x:c "
            + "t='inlineStr'><x:is><x:t>ref</x:t></x:is></x:c><x:c t='inlineStr'><x:is><x:t>rag</x:t></x:is></x:c></x:row>"
            + "<x:row><x:c><x:v>1</x:v></x:c><x:c t='inlineStr'><x:is><x:t>Gren</x:t></x:is></x:c></x:row>"
            + "<x:row r='3'/></x:sheetData></x:worksheet>"
        let before = workbook().bytes
        let archive = try PackageArchive(PackageMemory(before))
        let bytes = try archive.replacing(["xl/sheet.xml": Array(sheet.utf8)])
        let after = try editor(bytes).replacing([edit(2, 2, "Green"), edit(3, 2, "Red")], in: bytes)
        #expect(try rows(after).map { $0.dropFirst().joined(separator: "|") } == ["1|Green"])
        #expect(try part("xl/sheet.xml", of: after).contains("<x:row r='3'><x:c r=\"B3\" t=\"inlineStr\"><x:is><x:t"))
    }
}
