// Marked copies of workbooks of Excel's: what is at their cells, and what of it kpilint knows again.

import Locations
import SmallWorkbooks
import Tables
import Testing

@testable import Packages
@testable import WorkbookReading

@Suite struct MarkedWorkbookTests {
    private static let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    private static let types = "http://schemas.openxmlformats.org/package/2006/content-types"

    /// A package whose sheet and styles are as given, and which calls itself a workbook.
    private func book(_ sheet: String, styles: String? = nil, _ more: [(String, String)] = []) -> [UInt8] {
        let relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
        let packages = "http://schemas.openxmlformats.org/package/2006/relationships"
        let own = styles.map { [("xl/styles.xml", $0)] } ?? []
        let lead = styles == nil ? "" : "<Relationship Id='r2' Type='\(relations)/styles' Target='styles.xml'/>"
        let parts = [
            ("[Content_Types].xml", "<Types xmlns='\(Self.types)'/>"),
            (
                "_rels/.rels",
                "<Relationships xmlns='\(packages)'><Relationship Id='r1' Type='\(relations)/officeDocument'"
                    + " Target='xl/workbook.xml'/></Relationships>"
            ),
            (
                "xl/workbook.xml",
                "<workbook xmlns='\(Self.main)' xmlns:r='\(relations)'><sheets><sheet name='KPIs' sheetId='7'"
                    + " r:id='r1'/></sheets></workbook>"
            ),
            (
                "xl/_rels/workbook.xml.rels",
                "<Relationships xmlns='\(packages)'><Relationship Id='r1' Type='\(relations)/worksheet'"
                    + " Target='sheet.xml'/>\(lead)</Relationships>"
            ),
            ("xl/sheet.xml", sheet),
        ]
        return package(of: (parts + own + more).map { ($0.0, Array($0.1.utf8)) })
    }

    private func marks(_ places: [(Int, Int)], note: String? = nil, filled: Set<Int> = []) -> WorkbookMarks {
        var sheet = SheetMarks()
        sheet.filledColumns = filled
        for (row, column) in places {
            sheet.cells[SheetPlace(row: row, column: column)] = CellMark(.atFault, note: note)
        }
        var marks = WorkbookMarks()
        marks.sheets["KPIs"] = sheet
        marks.added = [
            AddedSheet(name: "Findings", columns: [AddedSheet.Column("Cell", width: 9)], headerRow: 1) { take in
                take([AddedSheet.Cell("Cell", .header)])
                take([AddedSheet.Cell("=A1<", link: ("K's", SheetPlace(row: 2, column: 3)))])
            }
        ]
        return marks
    }

    private func part(_ name: String, of bytes: [UInt8]) throws -> String {
        let archive = try PackageArchive(PackageMemory(bytes))
        return String(decoding: try archive.content(name), as: UTF8.self)
    }

    private func rows(_ bytes: [UInt8]) throws -> [[String]] {
        let tables = try WorkbookFormat().tables(in: MemorySource(name: "q.xlsx", bytes: bytes), SourceOptions())
        return try records(of: try #require(tables.first))
    }

    // MARK: Looks

    @Test func theNumberOfABorderIsInItsColour() {
        for strength in [CellMark.Strength.atFault, .related] {
            for number in [0, 1, 15, 16, 255, 256, 4095] {
                #expect(MarkLook.borderNumber(MarkLook.border(strength, number)) == number)
            }
            #expect(MarkLook.borderNumber(MarkLook.border(strength, 4096)) == 0)
        }
        for colour: UInt32 in [0, 0xFFFFFF, 0xFF0000, 0x00B050, 0xFFC000, 0x8030A0, 0x703FC0] {
            #expect(MarkLook.borderNumber(FillColour(colour)) == nil)
        }
    }

    @Test func marksAreNoStatus() {
        for strength in [CellMark.Strength.atFault, .related] {
            let hatch = MarkLook.hatch(strength)
            for colour in [hatch.lines, hatch.ground, MarkLook.plain(strength), MarkLook.border(strength, 1)] {
                #expect(colour.meaning == nil)
            }
            #expect(MarkLook.isHatch("lightUp", lines: hatch.lines, ground: hatch.ground))
            #expect(MarkLook.isHatch("solid", lines: MarkLook.plain(strength), ground: nil))
            #expect(!MarkLook.isHatch("lightUp", lines: hatch.lines, ground: nil))
        }
    }

    @Test(arguments: [
        ("kpilint: low", ""), ("ask Jo", "ask Jo"), ("ask Jo\n\(MarkNote.separator)\nkpilint: low\nagain", "ask Jo"),
        ("\(MarkNote.separator)\nmine", "\(MarkNote.separator)\nmine"), ("", ""),
        ("a\n\(MarkNote.separator)\nb\n\(MarkNote.separator)\nkpilint: c", "a\n\(MarkNote.separator)\nb"),
    ])
    func whatPeopleWroteOfANote(_ text: String, _ own: String) { #expect(MarkNote.ownPart(of: text) == own) }

    @Test(arguments: [
        "", "left thin rgb=FF000000", "left thin rgb=FF000000|bottom medium theme=1 tint=-0.25",
        "diagonalUp|diagonal hair auto=1", "start double indexed=64|end dashDotDot", "top thick",
    ])
    func bordersAreWrittenAndReadAgain(_ text: String) throws {
        for prefix in ["", "x:"] {
            let space = prefix.isEmpty ? "xmlns" : "xmlns:x"
            let element = String(decoding: BorderText.element(text, prefix: prefix), as: UTF8.self)
            let bytes = package(of: [("b", Array("<\(prefix)r \(space)='\(Self.main)'>\(element)</\(prefix)r>".utf8))])
            let scanner = try PackageArchive(PackageMemory(bytes)).xml("b")
            _ = try scanner.next()
            _ = try scanner.next()
            #expect(try BorderText(scanner).text == text)
        }
    }

    @Test func aTagWithOtherAttributes() {
        var tag = EditedTag(Array("<x:c r = \"A1\"  s='2' note='s=\"9\"'\n/>".utf8)[...])
        tag.set("s", "17")
        tag.set("t", "n")
        tag.remove("r")
        #expect(String(decoding: tag.bytes, as: UTF8.self) == "<x:c  s='17' note='s=\"9\"'\n t=\"n\"/>")
        tag.open()
        #expect(!tag.isEmpty && String(decoding: tag.name, as: UTF8.self) == "x:c")
    }

    // MARK: Sheets

    @Test(arguments: [
        // Rows and cells that do not say where they stand, and rows that are not there.
        "<worksheet xmlns='@'><sheetData><row><c t='str'><v>ref</v></c><c t='str'><v>v</v></c></row><row><c><v>1</v></c></row>"
            + "<row r='5'/></sheetData></worksheet>",
        "<s:worksheet xmlns:s='@'><s:sheetData><s:row r='1'><s:c r='A1' t='str'><s:v>ref</s:v></s:c><s:c r='B1' t='str'>"
            + "<s:v>v</s:v></s:c></s:row><s:row r='2'><s:c r='A2'><s:v>1</s:v></s:c></s:row></s:sheetData></s:worksheet>",
    ])
    func blankCellsAreMarkedWhereTheyWouldStand(_ sheet: String) throws {
        let before = book(sheet.replacing("@", with: Self.main))
        let marked = try WorkbookMarking.marked(
            before, with: marks([(2, 2), (2, 4), (4, 1), (5, 2), (9, 3)], note: "kpilint: <b>"))
        #expect(try rows(marked.bytes) == rows(before))
        let text = try part("xl/sheet.xml", of: marked.bytes)
        for name in ["B2", "D2", "A4", "B5", "C9"] { #expect(text.contains("r=\"\(name)\" s=")) }
        #expect(try part("xl/comments1.xml", of: marked.bytes).contains("kpilint: &lt;b&gt;"))
        let again = try WorkbookMarking.marked(marked.bytes, with: marks([]))
        #expect(try rows(again.bytes) == rows(before))
        let notes = try part("xl/comments1.xml", of: again.bytes)
        #expect(!notes.contains("<comment "))
        #expect(!(try part("xl/drawings/vmlDrawing1.vml", of: again.bytes)).contains("<v:shape "))
    }

    @Test func aSheetWithoutRows() throws {
        let before = book("<worksheet xmlns='\(Self.main)'><sheetData/></worksheet>")
        let marked = try WorkbookMarking.marked(before, with: marks([(3, 2)]))
        #expect(
            try part("xl/sheet.xml", of: marked.bytes).contains(
                "<sheetData><row r=\"3\"><c r=\"B3\" s=\"12\"/></row></sheetData>"))
    }

    @Test func cellsKeepTheirFillsAndTheirStyles() throws {
        let styles =
            "<styleSheet xmlns='\(Self.main)'><fills count='3'><fill><patternFill patternType='none'/></fill>"
            + "<fill><patternFill patternType='gray125'/></fill><fill><patternFill patternType='solid'>"
            + "<fgColor rgb='FF00B050'/></patternFill></fill></fills><borders><border/><border><left style='thin'/>"
            + "</border></borders><cellXfs count='3'><xf/><xf numFmtId='9' fillId='2' borderId='1'><protection locked='0'/>"
            + "</xf><xf numFmtId='10'/></cellXfs></styleSheet>"
        let before = book(
            "<worksheet xmlns='\(Self.main)'><cols><col min='2' max='3' style='2'/></cols><sheetData>"
                + "<row r='1'><c r='A1' t='str'><v>ref</v></c><c r='B1' t='str'><v>v</v></c></row>"
                + "<row r='2'><c r='A2' s='1'><v>0.5</v></c></row><row r='3' s='1' customFormat='1'><c r='A3' s='2'/></row>"
                + "</sheetData></worksheet>", styles: styles)
        let marked = try WorkbookMarking.marked(before, with: marks([(2, 1), (2, 2), (3, 1), (3, 2)], filled: [1]))
        let sheet = try part("xl/sheet.xml", of: marked.bytes)
        let new = try part("xl/styles.xml", of: marked.bytes)
        // The styles of added sheets come first. A filled cell, and one of a column that is read by its fill, get a
        // border; all keep what else they are.
        #expect(sheet.contains("<c r='A2' s='14'>") && sheet.contains("<c r=\"B2\" s=\"15\"/>"))
        #expect(sheet.contains("<c r='A3' s='16'/>") && sheet.contains("<c r=\"B3\" s=\"14\"/>"))
        #expect(
            new.contains("<xf numFmtId='9' fillId='2' borderId='4' applyBorder=\"1\"><protection locked='0'/></xf>"))
        #expect(new.contains("<xf numFmtId='10' fillId=\"5\" applyFill=\"1\"/>"))
        #expect(new.contains("<xf numFmtId='10' borderId=\"5\" applyBorder=\"1\"/>"))
        #expect(new.contains("<fills count='6'>"))
        // The style before comes back, and is the one that is there.
        let again = try part("xl/sheet.xml", of: WorkbookMarking.marked(marked.bytes, with: marks([])).bytes)
        #expect(again.contains("<c r='A2' s='"))
        let number = try #require(
            again.firstRange(of: "<c r='A2' s='").map { again[$0.upperBound...].prefix { $0 != "'" } })
        let restored = try part("xl/styles.xml", of: WorkbookMarking.marked(marked.bytes, with: marks([])).bytes)
        #expect(restored.contains("<xf numFmtId='9' fillId='2' borderId='1' applyBorder=\"1\">"))
        #expect(Int(number) != nil)
    }

    @Test func addedSheetsHoldTextsOnly() throws {
        let before = book("<worksheet xmlns='\(Self.main)'><sheetData/></worksheet>")
        let marked = try WorkbookMarking.marked(before, with: marks([]))
        let sheet = try part("xl/worksheets/kpilint1.xml", of: marked.bytes)
        #expect(sheet.contains("<t xml:space=\"preserve\">=A1&lt;</t>") && !sheet.contains("<f"))
        #expect(sheet.contains("location=\"&apos;K&apos;&apos;s&apos;!C2\""))
        let workbook = try part("xl/workbook.xml", of: marked.bytes)
        #expect(workbook.contains("name=\"Findings\" sheetId=\"8\"") && workbook.contains("activeTab=\"1\""))
        #expect(WorkbookMarking.isMarkedCopy(marked.bytes) && !WorkbookMarking.isMarkedCopy(before))
        // They are no tables of the return.
        let tables = try WorkbookFormat().tables(
            in: MemorySource(name: "q.xlsx", bytes: marked.bytes), SourceOptions())
        #expect(tables.map(\.sheet) == ["KPIs"])
    }

    @Test func whatCannotBeMarkedIsSaid() throws {
        let wide = "\u{FEFF}<worksheet xmlns='\(Self.main)'><sheetData/></worksheet>".utf16.flatMap {
            [UInt8($0 & 0xFF), UInt8($0 >> 8)]
        }
        var parts = try PackageArchive(PackageMemory(book("x"))).entries.map(\.name)
        parts.removeAll { $0 == "xl/sheet.xml" }
        let archive = try PackageArchive(PackageMemory(book("x")))
        let bytes = package(of: try parts.map { ($0, try archive.content($0)) } + [("xl/sheet.xml", wide)])
        do {
            _ = try WorkbookMarking.marked(bytes, with: marks([(1, 1)]))
            Issue.record("it was marked")
        } catch {
            #expect(error.words.contains("UTF-16"))
        }
    }
}

extension String {
    fileprivate func replacing(_ part: Character, with other: String) -> String {
        map { $0 == part ? other : String($0) }.joined()
    }
}
