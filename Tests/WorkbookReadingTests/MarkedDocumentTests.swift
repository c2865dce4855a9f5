// Cells of OpenDocument workbooks get marks and notes, and everything else in them stays.

import Foundation
import SmallWorkbooks
import Tables
import Testing

@testable import Packages
@testable import WorkbookReading

@Suite struct MarkedDocumentTests {
    private static let filled = "fo:background-color='#ff0000'"

    private func marked(_ document: DocumentToMark, _ marks: WorkbookMarks) throws -> MarkedWorkbook {
        try WorkbookMarking.marked(document.bytes, with: marks)
    }

    private func note(_ text: String) -> String {
        "<office:annotation><dc:creator>kpilint</dc:creator><text:p>\(text)</text:p></office:annotation>"
    }

    /// The style of each cell of a row, as its element names it.
    private func styles(_ bytes: [UInt8]) throws -> [String] {
        try sheetContent(of: bytes).matches(of: /table:style-name=['"]([^'"]*)['"]/).map { String($0.1) }
    }

    @Test(arguments: [
        // A fill, where the cell has none.
        (
            "<table:table-cell office:value-type='string'><text:p>x</text:p></table:table-cell>", "B1",
            "<table:table-cell office:value-type='string' table:style-name=\"kpilint-mark-f2-\">"
                + "<office:annotation><dc:creator>kpilint</dc:creator><text:p>kpilint: &lt;b&gt; &amp; c</text:p>"
                + "<text:p>d</text:p></office:annotation><text:p>x</text:p></table:table-cell>"
        ),
        // A border, where it has one, from its style, that of a parent, or conditions.
        (
            "<table:table-cell table:style-name='red'/>", "B1",
            "<table:table-cell table:style-name='kpilint-mark-b2-red'><office:annotation><dc:creator>kpilint</dc:creator>"
                + "<text:p>kpilint: &lt;b&gt; &amp; c</text:p><text:p>d</text:p></office:annotation></table:table-cell>"
        ),
        // A note that is there keeps what it says.
        (
            "<table:table-cell table:style-name='of-red'><office:annotation office:display='true'><dc:creator>Jo</dc:creator>"
                + "<text:p>ask <text:span>HR</text:span></text:p></office:annotation><text:p>x</text:p></table:table-cell>",
            "B1",
            "<table:table-cell table:style-name='kpilint-mark-b2-of-red'><office:annotation office:display='true'>"
                + "<dc:creator>Jo</dc:creator><text:p>ask <text:span>HR</text:span></text:p><text:p>────────</text:p>"
                + "<text:p>kpilint: &lt;b&gt; &amp; c</text:p><text:p>d</text:p></office:annotation><text:p>x</text:p>"
                + "</table:table-cell>"
        ),
        // Cells written once for several.
        (
            "<table:table-cell table:number-columns-repeated='4' office:value-type='float' office:value='1'><text:p>1</text:p>"
                + "</table:table-cell>", "C1",
            "<table:table-cell office:value-type='float' office:value='1'><text:p>1</text:p></table:table-cell>"
                + "<table:table-cell office:value-type='float' office:value='1' table:style-name=\"kpilint-mark-f2-\">"
                + "<office:annotation><dc:creator>kpilint</dc:creator><text:p>kpilint: &lt;b&gt; &amp; c</text:p>"
                + "<text:p>d</text:p></office:annotation><text:p>1</text:p></table:table-cell>"
                + "<table:table-cell table:number-columns-repeated='2' office:value-type='float' office:value='1'>"
                + "<text:p>1</text:p></table:table-cell>"
        ),
        // One that is not there.
        (
            "<table:table-cell/>", "E1",
            "<table:table-cell/><table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell "
                + "table:style-name=\"kpilint-mark-f2-\"><office:annotation><dc:creator>kpilint</dc:creator>"
                + "<text:p>kpilint: &lt;b&gt; &amp; c</text:p><text:p>d</text:p></office:annotation></table:table-cell>"
        ),
    ])
    func marksACell(_ before: String, _ cell: String, _ after: String) throws {
        let first =
            "<table:table-row><table:table-cell office:value-type='string'><text:p>a</text:p></table:table-cell>"
        var document = DocumentToMark(first + before + "</table:table-row>")
        document.styles =
            DocumentToMark.style("red", Self.filled) + DocumentToMark.style("of-red", parent: "Red one")
        document.common = DocumentToMark.style("Red one", Self.filled)
        let copy = try marked(document, documentMarks([cell: CellMark(.atFault, note: "kpilint: <b> & c\nd")]))
        #expect(try sheetContent(of: copy.bytes) == first + after + "</table:table-row>")
        #expect(copy.notices == [])
    }

    @Test func marksOneOfSeveralRows() throws {
        let cell = "<table:table-cell office:value-type='string'><text:p>a</text:p></table:table-cell>"
        func row(_ count: Int, _ cells: String) -> String {
            "<table:table-row\(count == 1 ? "" : " table:number-rows-repeated='\(count)'")>\(cells)</table:table-row>"
        }
        func marked(_ style: String) -> String {
            "<table:table-cell office:value-type='string' table:style-name=\"kpilint-mark-\(style)-\"><text:p>a</text:p>"
                + "</table:table-cell>"
        }
        let document = DocumentToMark(row(5, cell))
        let copy = try self.marked(
            document, documentMarks(["A2": CellMark(.atFault), "A4": CellMark(.related), "B8": CellMark(.related)]))
        #expect(
            try sheetContent(of: copy.bytes) == row(1, cell) + row(1, marked("f2")) + row(1, cell)
                + row(1, marked("f1"))
                + row(1, cell)
                + "<table:table-row table:number-rows-repeated=\"2\"><table:table-cell/></table:table-row>"
                + "<table:table-row><table:table-cell/><table:table-cell table:style-name=\"kpilint-mark-f1-\"/>"
                + "</table:table-row>")
    }

    @Test func looksOfColumnsRowsAndConditionsCount() throws {
        func cells(_ count: Int) -> String { String(repeating: "<table:table-cell/>", count: count) }
        var document = DocumentToMark(
            "<table:table-columns><table:table-column table:default-cell-style-name='red'/><table:table-column "
                + "table:number-columns-repeated='2' table:default-cell-style-name='bold'/></table:table-columns>"
                + "<table:table-row>\(cells(3))</table:table-row><table:table-row table:default-cell-style-name='red'>"
                + "\(cells(3))</table:table-row><table:table-row><table:table-cell table:style-name='mapped'/>"
                + "<table:table-cell table:style-name='clear'/>\(cells(1))</table:table-row><calcext:conditional-formats>"
                + "<calcext:conditional-format calcext:target-range-address='KPIs.C3:KPIs.C9'><calcext:condition/>"
                + "</calcext:conditional-format></calcext:conditional-formats>")
        document.styles =
            DocumentToMark.style("red", Self.filled)
            + DocumentToMark.style("bold", "fo:border-top='0.5pt solid #000000'")
            + DocumentToMark.style("mapped", more: "<style:map style:condition='cell-content()=1'/>")
            + DocumentToMark.style("clear", "fo:background-color='transparent'")
        var all: [String: CellMark] = [:]
        for row in 1...3 { for column in ["A", "B", "C"] { all[column + "\(row)"] = CellMark(.related) } }
        let copy = try marked(document, documentMarks(all, filled: [2]))
        #expect(
            try styles(copy.bytes).map { $0.replacing("kpilint-mark-", with: "") } == [
                "b1-red", "b1-bold", "f1-bold", "b1-red", "b1-red", "b1-red", "b1-mapped", "b1-clear", "b1-bold",
            ])
        // Each look is that of the style before, but for what marks it.
        let content = try documentPart("content.xml", of: copy.bytes)
        #expect(
            content.contains(
                "<style:style style:name='kpilint-mark-f1-bold' style:family='table-cell'><style:table-cell-properties "
                    + "fo:background-color=\"#f3ebfa\" fo:border-top=\"0.5pt solid #000000\"/></style:style>"))
        #expect(
            content.contains(
                "<style:style style:name='kpilint-mark-b1-mapped' style:family='table-cell'><style:table-cell-properties "
                    + "fo:border=\"1pt solid #b090d1\"/><style:map style:condition='cell-content()=1'/></style:style>"))
        let bold = try #require(content.firstRange(of: "<style:style style:name='kpilint-mark-b1-bold'"))
        #expect(content[bold.upperBound...].contains("fo:border=\"1pt solid #b090d2\""))
    }

    @Test func marksOfCoveredCellsStandAtTheMergedOne() throws {
        let document = DocumentToMark(
            "<table:table-row><table:table-cell table:number-columns-spanned='2' table:number-rows-spanned='2'/>"
                + "<table:covered-table-cell/></table:table-row><table:table-row><table:covered-table-cell "
                + "table:number-columns-repeated='2'/><table:table-cell/></table:table-row>")
        let copy = try marked(
            document,
            documentMarks([
                "B1": CellMark(.related, note: "kpilint: one"), "A2": CellMark(.atFault, note: "kpilint: two"),
                "C2": CellMark(.related),
            ]))
        let text = try sheetContent(of: copy.bytes)
        #expect(
            text.hasPrefix(
                "<table:table-row><table:table-cell table:number-columns-spanned='2' table:number-rows-spanned='2' "
                    + "table:style-name=\"kpilint-mark-f2-\"><office:annotation><dc:creator>kpilint</dc:creator>"
                    + "<text:p>kpilint: one</text:p><text:p>kpilint: two</text:p></office:annotation></table:table-cell>"
                    + "<table:covered-table-cell/>"))
        #expect(text.hasSuffix("<table:table-cell table:style-name=\"kpilint-mark-f1-\"/></table:table-row>"))
    }

    @Test func saysWhatCannotBeMarked() throws {
        let document = DocumentToMark(
            "<table:table-row><table:table-cell table:number-columns-repeated='2'><draw:frame xmlns:draw='d'/>"
                + "</table:table-cell></table:table-row><table:table-row table:number-rows-repeated='2'><table:table-cell "
                + "table:number-columns-spanned='2'/><table:covered-table-cell/></table:table-row>")
        var all = documentMarks([
            "A1": CellMark(.atFault), "B1": CellMark(.atFault), "C1": CellMark(.atFault), "B3": CellMark(.atFault),
        ])
        all.sheets["Q2"] = all.sheets["KPIs"]
        all.sheets["None"] = SheetMarks()
        let copy = try marked(document, all)
        #expect(
            copy.notices == [
                "3 cells of “KPIs” could not be marked, A1 first",
                "the sheet “Q2” is not there, so none of its cells is marked",
            ])
        #expect(try styles(copy.bytes) == ["kpilint-mark-f2-"])
    }

    /// A part that lacks a name of its own for something gets one; other programs' names are taken as they are.
    @Test func writesWithTheNamesOfThePart() throws {
        let spaces = "urn:oasis:names:tc:opendocument:xmlns:"
        let content =
            "<o:document-content xmlns:o='\(spaces)office:1.0' xmlns='\(spaces)table:1.0' xmlns:t='\(spaces)table:1.0' "
            + "xmlns:p='\(spaces)text:1.0'><o:body><o:spreadsheet><table t:name='KPIs'><table-row><table-cell/></table-row>"
            + "</table></o:spreadsheet></o:body></o:document-content>"
        func document(_ content: String) throws -> [UInt8] {
            try PackageArchive(PackageMemory(DocumentToMark("").bytes)).replacing(["content.xml": Array(content.utf8)])
        }
        let all = documentMarks(["A1": CellMark(.atFault, note: "kpilint: x")], sheets: [listedFindings()])
        let copy = try WorkbookMarking.marked(try document(content), with: all)
        let text = try documentPart("content.xml", of: copy.bytes)
        #expect(
            text.contains(
                "<table-cell t:style-name=\"kpilint-mark-f2-\"><o:annotation><dc:creator>kpilint</dc:creator>"))
        #expect(text.contains("<o:automatic-styles><style:style style:name=\"kpilint-mark-f2-\""))
        #expect(try everythingRead(in: copy.bytes) == everythingRead(in: try document(content)))
        let twice = try WorkbookMarking.marked(copy.bytes, with: all)
        #expect(twice.bytes == copy.bytes)
        // A prefix that means something else where a mark would stand.
        for (old, new) in [("<table-cell/>", "<table-cell xmlns:p='q'/>"), ("xmlns:p=", "xmlns:dc='q' xmlns:p=")] {
            let other = try document(content.replacing(old, with: new))
            #expect(throws: EditError.self) { try WorkbookMarking.marked(other, with: all) }
        }
    }

    @Test func leavesWhatItCannotWrite() throws {
        let all = documentMarks(["A1": CellMark(.atFault)])
        let content = try documentPart("content.xml", of: DocumentToMark("<table:table-row/>").bytes)
        var wide: [UInt8] = [0xFF, 0xFE]
        for unit in content.utf16 { wide += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        let archive = try PackageArchive(PackageMemory(DocumentToMark("").bytes))
        let utf16 = try archive.replacing(["content.xml": wide])
        #expect(throws: EditError.self) { try WorkbookMarking.marked(utf16, with: all) }
        let manifest =
            "<m:manifest xmlns:m='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'><m:file-entry m:full-path='content.xml'>"
            + "<m:encryption-data/></m:file-entry></m:manifest>"
        var locked = DocumentToMark("<table:table-row/>")
        locked.parts = [("META-INF/manifest.xml", manifest)]
        #expect(throws: EditError.self) { try marked(locked, all) }
        let words = try archive.replacing([
            "content.xml": Array(content.replacing("office:spreadsheet", with: "office:text").utf8)
        ])
        #expect(throws: EditError.self) { try WorkbookMarking.marked(words, with: all) }
    }

    @Test func aSignatureGoesAndThatIsSaid() throws {
        var document = DocumentToMark("<table:table-row/>")
        document.parts = [("META-INF/documentsignatures.xml", "<a/>")]
        let copy = try marked(document, documentMarks([:], sheets: [listedFindings()]))
        #expect(copy.notices == ["the signature of the workbook is gone: a copy with marks is not what was signed"])
        #expect(try PackageArchive(PackageMemory(copy.bytes)).entry("META-INF/documentsignatures.xml") == nil)
    }

    /// Some cells of real workbooks, three times: what is read stays, and so do the bytes of all other parts.
    @Test(
        arguments: try FileManager.default.contentsOfDirectory(atPath: workbookFolder.path).filter {
            $0.hasSuffix(".ods")
        })
    func realWorkbooks(_ name: String) throws {
        let before = try [UInt8](Data(contentsOf: workbookFolder.appending(path: name)))
        var all = WorkbookMarks()
        for sheet in try OpenDocumentWorkbook(PackageArchive(PackageMemory(before))).sheets {
            for number in 1...40 {
                let place = SheetPlace(row: number * number % 61 + 1, column: number * 7 % 23 + 1)
                all.sheets[sheet.name, default: SheetMarks()].cells[place] = CellMark(
                    number % 2 == 0 ? .atFault : .related, note: number % 3 == 0 ? "kpilint: \(number)" : nil)
            }
        }
        all.added = [listedFindings(), listedFindings("Rules")]
        let copy = try WorkbookMarking.marked(before, with: all)
        let expected = try everythingRead(in: before)
        #expect(try everythingRead(in: copy.bytes) == expected)
        #expect(try WorkbookMarking.marked(copy.bytes, with: all).bytes == copy.bytes)
        var other = all
        other.sheets = [:]
        let less = try WorkbookMarking.marked(copy.bytes, with: other)
        #expect(try everythingRead(in: less.bytes) == expected)
        let none = try WorkbookMarking.marked(less.bytes, with: WorkbookMarks())
        #expect(try everythingRead(in: none.bytes) == expected)
        #expect(try !documentPart("content.xml", of: none.bytes).contains("kpilint"))
        let archives = try (PackageArchive(PackageMemory(before)), PackageArchive(PackageMemory(copy.bytes)))
        for old in archives.0.entries
        where !["content.xml", "meta.xml", "settings.xml", "META-INF/manifest.xml"].contains(old.name) {
            let new = try #require(archives.1.entry(old.name))
            let bytes = try (
                archives.0.bytes.bytes(at: old.start, atMost: old.packedSize),
                archives.1.bytes.bytes(at: new.start, atMost: new.packedSize)
            )
            #expect(bytes.0 == bytes.1 && old.sum == new.sum && old.method == new.method, "\(old.name)")
        }
    }
}
