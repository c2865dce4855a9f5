// Documents that are marked in tests, written by hand.

import Locations
import SmallWorkbooks
import Tables
import Testing

@testable import Packages
@testable import WorkbookReading

/// A document of one sheet, “KPIs”, and what is made of it.
struct DocumentToMark {
    static let spaces =
        ["office", "table", "text", "style"].map { "xmlns:\($0)='urn:oasis:names:tc:opendocument:xmlns:\($0):1.0' " }
        .joined() + "xmlns:fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0' "
        + "xmlns:dc='http://purl.org/dc/elements/1.1/' xmlns:xlink='http://www.w3.org/1999/xlink' "
        + "xmlns:calcext='urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0'"

    /// A cell style as an element.
    static func style(_ name: String, _ properties: String = "", parent: String? = nil, more: String = "") -> String {
        let parent = parent.map { " style:parent-style-name='\($0)'" } ?? ""
        let inside = properties.isEmpty ? "" : "<style:table-cell-properties \(properties)/>"
        return "<style:style style:name='\(name)' style:family='table-cell'\(parent)>\(inside)\(more)</style:style>"
    }

    /// Automatic styles, what stands in the sheet, and what behind it.
    var styles = ""
    var common = ""
    var sheet: String
    var behind = ""
    /// More parts, meta.xml and settings.xml among them.
    var parts: [(name: String, text: String)] = []

    init(_ sheet: String) { self.sheet = sheet }

    var bytes: [UInt8] {
        let content =
            "<?xml version='1.0'?><office:document-content \(Self.spaces)><office:automatic-styles>\(styles)"
            + "</office:automatic-styles><office:body><office:spreadsheet><table:table table:name='KPIs'>\(sheet)"
            + "</table:table>\(behind)</office:spreadsheet></office:body></office:document-content>"
        let common =
            "<office:document-styles \(Self.spaces)><office:styles>\(common)</office:styles></office:document-styles>"
        let all =
            [
                ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("styles.xml", common),
                ("content.xml", content),
            ] + parts
        return package(of: all.map { ($0.0, Array($0.1.utf8)) })
    }
}

/// Marks by the names of their cells.
func documentMarks(_ cells: [String: CellMark], filled: Set<Int> = [], sheets: [AddedSheet] = []) -> WorkbookMarks {
    var marks = WorkbookMarks()
    var own = SheetMarks()
    for (name, mark) in cells {
        guard let cell = CellReference(Substring(name)) else { continue }
        own.cells[SheetPlace(row: cell.row, column: cell.column)] = mark
    }
    own.filledColumns = filled
    marks.sheets["KPIs"] = own
    marks.added = sheets
    return marks
}

/// A sheet to add, with a header in its second row.
func listedFindings(_ name: String = "Findings", _ cells: [AddedSheet.Cell] = [AddedSheet.Cell("x")]) -> AddedSheet {
    AddedSheet(name: name, columns: [.init("a", width: 5), .init("b", width: 20, isHidden: true)], headerRow: 2) {
        take in
        take([AddedSheet.Cell("Findings of kpilint", .title)])
        take([AddedSheet.Cell("a", .header), AddedSheet.Cell("b", .header)])
        take(cells)
    }
}

func documentPart(_ name: String, of bytes: [UInt8]) throws -> String {
    String(decoding: try PackageArchive(PackageMemory(bytes)).content(name), as: UTF8.self)
}

/// What stands in a sheet, between its tags.
func sheetContent(_ name: String = "KPIs", of bytes: [UInt8]) throws -> String {
    let text = try documentPart("content.xml", of: bytes)
    let start = try #require(
        text.firstRange(of: "<table:table table:name='\(name)'>")
            ?? text.firstRange(of: "<table:table table:name=\"\(name)\""))
    let rest = text[start.upperBound...]
    let end = try #require(rest.firstRange(of: "</table:table>"))
    return String(rest[..<end.lowerBound])
}

/// Everything that is read of a document's sheets but for those that were added to it: texts, fills and notes, by the
/// names of their cells.
func everythingRead(in bytes: [UInt8]) throws -> [String: String] {
    let workbook = try OpenDocumentWorkbook(PackageArchive(PackageMemory(bytes)))
    var all: [String: String] = [:]
    for (index, entry) in workbook.sheets.enumerated() where !(workbook.ownMarks?.sheets.contains(entry.name) ?? false)
    {
        let content = try workbook.content(of: index, rows: nil, withFilled: true)
        let notes = try workbook.notes(of: index)
        let shower = CellShower(workbook)
        for row in content.rows {
            for cell in content.cells[row.cells] {
                let name = entry.name + "." + cellName(row: Int(row.number), column: Int(cell.column))
                let fill = shower.fill(cell).map { " #" + $0.name } ?? ""
                let text = "\(cell.kind == .blank ? "" : shower.text(cell, of: content))\(fill)"
                if !text.isEmpty { all[name] = text }
            }
            for column in 1...40 where notes.holds(row: Int(row.number), column: column) {
                var note: [UInt8] = []
                notes.append(row: Int(row.number), column: column, to: &note)
                all[entry.name + "." + cellName(row: Int(row.number), column: column) + " note"] = String(
                    decoding: note, as: UTF8.self)
            }
        }
        all[entry.name + " rules"] = "\(content.rules.count) \(content.merges) \(content.hiddenColumns)"
    }
    return all
}
