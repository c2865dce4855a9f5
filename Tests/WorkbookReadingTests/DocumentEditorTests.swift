// Cells of OpenDocument workbooks are written, and everything else in them stays.

import Foundation
import Locations
import SmallWorkbooks
import Tables
import Testing

@testable import Packages
@testable import WorkbookReading

@Suite struct DocumentEditorTests {
    private static let spaces =
        ["office", "table", "text", "style"].map { "xmlns:\($0)='urn:oasis:names:tc:opendocument:xmlns:\($0):1.0' " }
        .joined() + "xmlns:number='urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0' "
        + "xmlns:calcext='urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0'"
    private static let styles =
        "<number:percentage-style style:name='N1'><number:number number:decimal-places='1' number:min-integer-digits='1'/>"
        + "<number:text>%</number:text></number:percentage-style>"
        + "<number:number-style style:name='N2'><number:number number:decimal-places='0' number:min-integer-digits='1' "
        + "number:grouping='true'/></number:number-style>"
        + "<number:currency-style style:name='N3'><number:currency-symbol>£</number:currency-symbol><number:number "
        + "number:decimal-places='2' number:min-integer-digits='1' number:grouping='true'/></number:currency-style>"
        + (1...3).map {
            "<style:style style:name='ce\($0)' style:family='table-cell' style:data-style-name='N\($0)'/>"
        }.joined()

    private func document(_ rows: String, more: [(name: String, bytes: [UInt8])] = []) -> [UInt8] {
        let content =
            "<?xml version='1.0'?><office:document-content \(Self.spaces)><office:automatic-styles>\(Self.styles)"
            + "</office:automatic-styles><office:body><office:spreadsheet><table:table table:name='KPIs'>\(rows)"
            + "</table:table></office:spreadsheet></office:body></office:document-content>"
        let type = "application/vnd.oasis.opendocument.spreadsheet"
        return package(of: [("mimetype", Array(type.utf8)), ("content.xml", Array(content.utf8))] + more)
    }

    private func edit(_ row: Int, _ column: Int, _ text: String, on sheet: String = "KPIs") -> CellEdit {
        CellEdit(sheet: sheet, location: .sheet(SheetExtent(row: row, column: column)), text: text)
    }

    private func edited(_ bytes: [UInt8], _ edits: [CellEdit]) throws -> [UInt8] {
        try OpenDocumentEditor(filledColumns: []).replacing(edits, in: bytes)
    }

    /// What stands between the tags of the one table.
    private func rows(_ bytes: [UInt8]) throws -> String {
        let text = String(decoding: try PackageArchive(PackageMemory(bytes)).content("content.xml"), as: UTF8.self)
        let start = try #require(text.firstRange(of: "<table:table table:name='KPIs'>"))
        let end = try #require(text.firstRange(of: "</table:table>"))
        return String(text[start.upperBound..<end.lowerBound])
    }

    /// What a sheet shows, by the names of its cells.
    private func shown(_ bytes: [UInt8], sheet: Int = 0) throws -> [String: String] {
        let workbook = try OpenDocumentWorkbook(PackageArchive(PackageMemory(bytes)))
        let content = try workbook.content(of: sheet, rows: nil, withFilled: true)
        let shower = CellShower(workbook)
        var texts: [String: String] = [:]
        for row in content.rows {
            for cell in content.cells[row.cells] where cell.kind != .blank {
                texts[cellName(row: Int(row.number), column: Int(cell.column))] = shower.text(cell, of: content)
            }
        }
        return texts
    }

    @Test(arguments: [
        // A figure takes the kind of the cell, or of its style.
        (
            "<table:table-cell table:style-name='ce1' office:value-type='percentage' office:value='0.5' "
                + "calcext:value-type='percentage'><text:p>50.0%</text:p></table:table-cell>", "92.4%",
            "<table:table-cell table:style-name='ce1' calcext:value-type='percentage' office:value-type=\"percentage\" "
                + "office:value=\"0.924\"><text:p>92.4%</text:p></table:table-cell>"
        ),
        (
            "<table:table-cell office:value-type='string' calcext:value-type='string' table:style-name='ce1'>"
                + "<text:p>92,4 %</text:p></table:table-cell>", "92.4%",
            "<table:table-cell calcext:value-type='percentage' table:style-name='ce1' office:value-type=\"percentage\" "
                + "office:value=\"0.924\"><text:p>92.4%</text:p></table:table-cell>"
        ),
        (
            "<table:table-cell table:style-name='ce3' office:value-type='currency' office:currency='GBP' "
                + "office:value='1'><text:p>£1.00</text:p></table:table-cell>", "£1,344.50",
            "<table:table-cell table:style-name='ce3' office:currency='GBP' office:value-type=\"currency\" "
                + "office:value=\"1344.50\"><text:p>£1,344.50</text:p></table:table-cell>"
        ),
        // A text where the style shows no figure so.
        (
            "<table:table-cell table:style-name='ce2' office:value-type='float' office:value='7'><text:p>7</text:p>"
                + "</table:table-cell>", "7.5",
            "<table:table-cell table:style-name='ce2' office:value-type=\"string\"><text:p>7.5</text:p></table:table-cell>"
        ),
        // Notes stay, and so do validations; the currency of what is none any more goes.
        (
            "<table:table-cell office:value-type='currency' office:currency='GBP' office:value='1'\n  "
                + "table:content-validation-name='v'><office:annotation><text:p>ask HR</text:p></office:annotation>"
                + "<text:p>£1.00</text:p> <text:p/></table:table-cell>", "tbc",
            "<table:table-cell\n  table:content-validation-name='v' office:value-type=\"string\"><office:annotation>"
                + "<text:p>ask HR</text:p></office:annotation><text:p>tbc</text:p> </table:table-cell>"
        ),
        // Cells that hold nothing, or nothing any more.
        (
            "<table:table-cell table:style-name='ce2'/>", "1,344",
            "<table:table-cell table:style-name='ce2' office:value-type=\"float\" office:value=\"1344\">"
                + "<text:p>1,344</text:p></table:table-cell>"
        ),
        (
            "<table:table-cell></table:table-cell>", "x",
            "<table:table-cell office:value-type=\"string\"><text:p>x</text:p></table:table-cell>"
        ),
        (
            "<table:table-cell office:value-type='string' office:string-value='y'><text:p>z</text:p>"
                + "</table:table-cell>", "", "<table:table-cell></table:table-cell>"
        ),
        (
            "<table:table-cell office:value-type='boolean' office:boolean-value='true'/>", "No",
            "<table:table-cell office:value-type=\"string\"><text:p>No</text:p></table:table-cell>"
        ),
        // White space and signs.
        (
            "<table:table-cell/>", " A  & \t<b>\nc\r\n ",
            "<table:table-cell office:value-type=\"string\"><text:p><text:s/>A <text:s/>&amp; <text:tab/>&lt;b&gt;"
                + "</text:p><text:p>c</text:p><text:p><text:s/></text:p></table:table-cell>"
        ),
    ])
    func writesACell(_ before: String, _ text: String, _ after: String) throws {
        let first =
            "<table:table-row>\n <table:table-cell office:value-type='string'><text:p>a</text:p></table:table-cell>"
        let last = "<!-- x --><table:table-cell/></table:table-row>"
        let bytes = try edited(document(first + before + last), [edit(1, 2, text)])
        #expect(try rows(bytes) == first + after + last)
        let expected = text.replacing("\r\n", with: "\n")
        #expect(try shown(bytes)["B1"] ?? "" == expected)
    }

    @Test func splitsCellsAndRowsThatAreWrittenOnce() throws {
        func cell(_ text: String, _ more: String = "") -> String {
            "<table:table-cell\(more) office:value-type='string'><text:p>\(text)</text:p></table:table-cell>"
        }
        func new(_ text: String) -> String {
            "<table:table-cell office:value-type=\"string\"><text:p>\(text)</text:p></table:table-cell>"
        }
        func times(_ count: Int, _ of: String = "columns") -> String { " table:number-\(of)-repeated='\(count)'" }
        let row = "<table:table-row\(times(5, "rows"))>"
        let before = document(
            "<table:table-row>\(cell("h"))</table:table-row>\(row)\(cell("x", times(4)))<table:table-cell\(times(1000))/>"
                + "</table:table-row>")
        let after = try edited(
            before, [edit(3, 2, "B3"), edit(3, 4, "D3"), edit(5, 1, "A5"), edit(5, 2, "B5"), edit(6, 7, "G6")])
        let plain = "\(cell("x", times(4)))<table:table-cell\(times(1000))/></table:table-row>"
        #expect(
            try rows(after) == "<table:table-row>\(cell("h"))</table:table-row>"
                + "<table:table-row>\(plain)"
                + "<table:table-row>\(cell("x"))\(new("B3"))\(cell("x"))\(new("D3"))<table:table-cell\(times(1000))/>"
                + "</table:table-row><table:table-row>\(plain)"
                + "<table:table-row>\(new("A5"))\(new("B5"))\(cell("x", times(2)))<table:table-cell\(times(1000))/>"
                + "</table:table-row><table:table-row>\(cell("x", times(4)))<table:table-cell\(times(2))/>\(new("G6"))"
                + "<table:table-cell\(times(997))/></table:table-row>")
        var expected = try shown(before)
        for (name, text) in [("B3", "B3"), ("D3", "D3"), ("A5", "A5"), ("B5", "B5"), ("G6", "G6")] {
            expected[name] = text
        }
        #expect(try shown(after) == expected)
        // Half of the rows are edited: those behind stay one.
        let half = try rows(edited(before, [edit(2, 1, "A2")]))
        #expect(half.contains("</table:table-row><table:table-row\(times(4, "rows"))>\(cell("x", times(4)))"))
    }

    @Test func addsCellsBehindTheLast() throws {
        let row =
            "<table:table-row><table:table-cell office:value-type='string'><text:p>a</text:p></table:table-cell>"
            + "</table:table-row>"
        let after = try rows(edited(document(row), [edit(1, 4, "d"), edit(1, 5, "5")]))
        #expect(
            after.hasSuffix(
                "</table:table-cell><table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell "
                    + "office:value-type=\"string\"><text:p>d</text:p></table:table-cell><table:table-cell "
                    + "office:value-type=\"float\" office:value=\"5\"><text:p>5</text:p></table:table-cell></table:table-row>"
            ))
    }

    /// The columns of a run of equal cells give them formats of their own.
    @Test func knowsTheStylesOfColumns() throws {
        let before = document(
            "<table:table-column/><table:table-column table:default-cell-style-name='ce1'/><table:table-column "
                + "table:number-columns-repeated='2' table:default-cell-style-name='ce2'/><table:table-row><table:table-cell "
                + "table:number-columns-repeated='3' office:value-type='float' office:value='1000'><text:p>1000</text:p>"
                + "</table:table-cell></table:table-row>")
        #expect(try shown(before) == ["A1": "1000", "B1": "100000.0%", "C1": "1,000"])
        let after = try edited(before, [edit(1, 2, "50.0%"), edit(1, 3, "2,000"), edit(1, 4, "3,000")])
        #expect(try shown(after) == ["A1": "1000", "B1": "50.0%", "C1": "2,000", "D1": "3,000"])
        let text = try rows(after)
        #expect(text.contains("office:value=\"0.500\"") || text.contains("office:value=\"0.50\""))
        #expect(text.contains("office:value=\"3000\""))
    }

    @Test func leavesWhatItMustNotWrite() throws {
        let merged =
            "<table:table-cell office:value-type='string' table:number-columns-spanned='2' table:number-rows-spanned='1'>"
            + "<text:p>m</text:p></table:table-cell><table:covered-table-cell/>"
        let matrix =
            "<table:table-cell table:formula='of:=[.A1:.A2]' table:number-matrix-columns-spanned='1' "
            + "table:number-matrix-rows-spanned='2' office:value-type='float' office:value='1'><text:p>1</text:p></table:table-cell>"
        let noted =
            "<table:table-cell table:number-columns-repeated='2' office:value-type='float' office:value='4'>"
            + "<office:annotation><text:p>n</text:p></office:annotation><text:p>4</text:p></table:table-cell>"
        let bytes = document(
            "<table:table-row>\(merged)\(matrix)<table:table-cell table:style-name='ce1' office:value-type='date' "
                + "office:date-value='2024-01-31'/><table:table-cell office:value-type='date' office:date-value='2024-01-31'/>"
                + "</table:table-row><table:table-row><table:table-cell table:formula='of:=1'/><table:covered-table-cell "
                + "office:value-type='float' office:value='2'/><table:table-cell office:value-type='float' office:value='3'/>"
                + "\(noted)</table:table-row><table:table-row table:number-rows-repeated='2'><table:table-cell "
                + "office:value-type='float' office:value='3'/>\(noted.replacing(" table:number-columns-repeated='2'", with: ""))"
                + "</table:table-row>")
        let editor = OpenDocumentEditor(filledColumns: [8])
        let formula = "it holds a formula: correct what that is made of"
        let shared =
            "it is written once for several cells, with a note, a drawing or a merged cell: correct it by hand"
        let expected: [(CellEdit, String?)] = [
            (edit(1, 1, "x"), nil), (edit(1, 2, "x"), "it is covered by the merged cell A1: correct that"),
            (edit(1, 3, "x"), formula), (edit(1, 4, "x"), nil),
            (edit(1, 5, "x"), "it holds a day or a time: type the new one into it"), (edit(2, 1, "x"), formula),
            (edit(2, 2, "x"), "it is covered by a merged cell: correct that"), (edit(2, 3, "x"), formula),
            (edit(2, 4, "x"), shared), (edit(3, 1, "x"), shared), (edit(9, 1, "x"), "its row is not there"),
            (edit(1, 8, "x"), "what it says is its colour: fill it by hand"),
            (edit(1, 1, "x", on: "Q2"), "it stands on no sheet of the workbook"),
            (edit(1, 1, "a\u{7}"), "OpenDocument has no way to write the character U+0007"),
        ]
        #expect(editor.obstacles(to: expected.map(\.0), in: bytes) == expected.map(\.1))
        for (edit, words) in expected where words != nil && words != "what it says is its colour: fill it by hand" {
            #expect(throws: EditError.self) { try editor.replacing([edit], in: bytes) }
        }
        // Text that is written over a day is no day.
        let text = try rows(editor.replacing([edit(1, 4, "45.0%")], in: bytes))
        #expect(
            text.contains(
                "<table:table-cell table:style-name='ce1' office:value-type=\"percentage\" office:value=\"0.450\">"))
    }

    @Test func aSignedOrLockedDocumentStaysAsItIs() throws {
        let row = "<table:table-row><table:table-cell office:value-type='float' office:value='3'/></table:table-row>"
        let editor = OpenDocumentEditor(filledColumns: [])
        let signed = document(row, more: [("META-INF/documentsignatures.xml", Array("<a/>".utf8))])
        #expect(throws: EditError.self) { try editor.replacing([edit(1, 1, "4")], in: signed) }
        let manifest =
            "<m:manifest xmlns:m='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'><m:file-entry m:full-path='content.xml'>"
            + "<m:encryption-data/></m:file-entry></m:manifest>"
        let locked = document(row, more: [("META-INF/manifest.xml", Array(manifest.utf8))])
        #expect(throws: EditError.self) { try editor.replacing([edit(1, 1, "4")], in: locked) }
        #expect(throws: Never.self) { try editor.replacing([edit(1, 1, "4")], in: document(row)) }
    }

    /// Prefixes are those of the part, whatever they are.
    @Test func writesWithTheNamesOfThePart() throws {
        let spaces = "urn:oasis:names:tc:opendocument:xmlns:"
        func content(_ office: String) -> [UInt8] {
            let text =
                "<o:document-content xmlns:o='\(spaces)office:1.0' xmlns:\(office)='\(spaces)office:1.0' "
                + "xmlns='\(spaces)table:1.0' xmlns:t='\(spaces)table:1.0' xmlns:p='\(spaces)text:1.0'><o:body><o:spreadsheet>"
                + "<table t:name='KPIs'><table-row><table-cell t:number-columns-repeated='2' o:value-type='float' o:value='1'/>"
                + "</table-row></table></o:spreadsheet></o:body></o:document-content>"
            return Array(text.utf8)
        }
        let bytes = try PackageArchive(PackageMemory(document(""))).replacing(["content.xml": content("o2")])
        let after = try edited(bytes, [edit(1, 2, "x"), edit(1, 4, "5")])
        #expect(try shown(after) == ["A1": "1", "B1": "x", "D1": "5"])
        let text = String(decoding: try PackageArchive(PackageMemory(after)).content("content.xml"), as: UTF8.self)
        #expect(
            text.contains(
                "<table-row><table-cell o:value-type='float' o:value='1'/><table-cell o2:value-type=\"string\"><p:p>x</p:p>"
                    + "</table-cell><t:table-cell/><t:table-cell o2:value-type=\"float\"")
                || text.contains("<t:table-cell t:number-columns-repeated=\"1\"/>"))
    }

    /// Every cell of real workbooks, some at a time: it says what was written, all others say what they said, and all
    /// other parts keep their bytes.
    @Test(
        arguments: try FileManager.default.contentsOfDirectory(atPath: workbookFolder.path).filter {
            $0.hasSuffix(".ods")
        })
    func realWorkbooks(_ name: String) throws {
        let before = try [UInt8](Data(contentsOf: workbookFolder.appending(path: name)))
        let editor = OpenDocumentEditor(filledColumns: [])
        let sheets = try OpenDocumentWorkbook(PackageArchive(PackageMemory(before))).sheets
        for (index, sheet) in sheets.enumerated().prefix(2) {
            let cells = try shown(before, sheet: index).keys.sorted()
            let step = max(1, cells.count / 12)
            let all = stride(from: 0, to: cells.count, by: step).compactMap { place -> CellEdit? in
                CellReference(Substring(cells[place])).map {
                    edit($0.row, $0.column, "x & \(place)  y", on: sheet.name)
                }
            }
            let obstacles = editor.obstacles(to: all, in: before)
            let edits = zip(all, obstacles).filter { $0.1 == nil }.map(\.0)
            guard !edits.isEmpty else { continue }
            let after = try editor.replacing(edits, in: before)
            #expect(editor.texts(of: edits, in: after) == edits.map(\.text))
            for other in sheets.indices {
                var expected = try shown(before, sheet: other)
                if other == index {
                    for edit in edits {
                        guard case .sheet(let extent) = edit.location else { continue }
                        expected[cellName(row: Int(extent.row), column: Int(extent.column))] = edit.text
                    }
                }
                #expect(
                    try shown(after, sheet: other).mapValues(\.trimmingSpaces)
                        == expected.mapValues(\.trimmingSpaces))
            }
            let archives = try (PackageArchive(PackageMemory(before)), PackageArchive(PackageMemory(after)))
            #expect(archives.0.entries.map(\.name) == archives.1.entries.map(\.name))
            for (old, new) in zip(archives.0.entries, archives.1.entries) where old.name != "content.xml" {
                let bytes = try (
                    archives.0.bytes.bytes(at: old.start, atMost: old.packedSize),
                    archives.1.bytes.bytes(at: new.start, atMost: new.packedSize)
                )
                #expect(bytes.0 == bytes.1 && old.sum == new.sum && old.method == new.method, "\(old.name)")
            }
        }
    }
}
