// A sheet that kpilint adds, as a part.

import Locations
internal import Packages
internal import Tables

/// Writes a sheet of texts. No cell is a formula, and links lead to cells of the same workbook.
struct AddedSheetPart {
    /// The packed part.
    let part: PackedPart
    /// How many rows and links had no room.
    private(set) var rowsLeftOut = 0
    private(set) var linksLeftOut = 0

    /// The styles of all looks.
    struct Looks {
        fileprivate let looks: [Int]
        fileprivate let link: Int

        init(_ styles: MarkedStyles) {
            looks = AddedSheet.Look.allCases.map { styles.style(of: $0, isLink: false) }
            link = styles.style(of: .text, isLink: true)
        }
    }

    init(
        _ sheet: AddedSheet, isOpen: Bool, isStrict: Bool, name: String, _ styles: Looks, threads: Int
    ) throws(PackageError) {
        var packing = PartPacking(name, level: 1, threads: threads)
        let (looks, link) = (styles.looks, styles.link)
        var output = Array(Self.head(sheet, isOpen: isOpen, isStrict: isStrict).utf8)
        let columns = sheet.columns.indices.map { Array(columnName($0 + 1).utf8) }
        let cellStart = Array("<c r=\"".utf8)
        let textStart = Array(" t=\"inlineStr\"><is><t xml:space=\"preserve\">".utf8)
        let textEnd = Array("</t></is></c>".utf8)
        var sheets = QuotedSheets()
        var links: [UInt8] = []
        var linkCount = 0
        var row = 0
        var failure: PackageError?
        var left = (rows: 0, links: 0)
        sheet.eachRow { cells in
            guard failure == nil else { return }
            guard row < SheetLimits.rows - 1 else {
                left.rows += 1
                return
            }
            row += 1
            output += "<row r=\"\(row)\" ht=\"\(Self.height(of: cells, sheet.columns))\" customHeight=\"1\">".utf8
            let rowName = Array(String(row).utf8)
            for (index, cell) in cells.enumerated() where !cell.text.isEmpty || cell.look != .plain {
                let column = columns.indices.contains(index) ? columns[index] : Array(columnName(index + 1).utf8)
                let isLink = cell.link != nil && linkCount < Self.mostLinks
                output += cellStart
                output += column
                output += rowName
                output += "\" s=\"\(isLink ? link : looks[cell.look.rawValue])\"".utf8
                guard !cell.text.isEmpty else {
                    output += "/>".utf8
                    continue
                }
                output += textStart
                output.append(asCellText: cellText(cell.text))
                output += textEnd
                guard let target = cell.link else { continue }
                guard isLink else {
                    left.links += 1
                    continue
                }
                linkCount += 1
                links += "<hyperlink ref=\"".utf8
                links += column
                links += rowName
                links += "\" location=\"".utf8
                links += sheets.inAttributes(target.sheet)
                links += "!\(cellName(row: target.place.row, column: target.place.column))\" display=\"".utf8
                links.append(asAttributeText: cell.text)
                links += "\"/>".utf8
            }
            output += "</row>".utf8
            guard output.count > 1 << 16 else { return }
            do throws(PackageError) { try packing.add(output) } catch { failure = error }
            output.removeAll(keepingCapacity: true)
        }
        if let failure { throw failure }
        if left.rows > 0 {
            row += 1
            output +=
                "<row r=\"\(row)\"><c r=\"A\(row)\" t=\"inlineStr\"><is><t>\(left.rows) more have no room on a sheet</t></is></c></row>"
                .utf8
        }
        output += "</sheetData>".utf8
        if let header = sheet.headerRow, !sheet.columns.isEmpty {
            let last = cellName(row: max(header, row), column: sheet.columns.count)
            output += "<autoFilter ref=\"A\(header):\(last)\"/>".utf8
        }
        try packing.add(output)
        if !links.isEmpty { try packing.add(Array("<hyperlinks>".utf8) + links + Array("</hyperlinks>".utf8)) }
        try packing.add(Array(Self.end.utf8))
        part = try packing.finish()
        rowsLeftOut = left.rows
        linksLeftOut = left.links
    }

    /// Excel takes no more links on a sheet than 65,530.
    private static let mostLinks = 60_000

    /// How high a row is, in points: not every program makes room for wrapped texts by itself.
    private static func height(of cells: [AddedSheet.Cell], _ columns: [AddedSheet.Column]) -> Int {
        if cells.first?.look == .title { return 24 }
        guard cells.count > 1 else { return 16 }
        var most = 1
        for (cell, column) in zip(cells, columns) where !column.isHidden && cell.text.utf8.count >= column.width {
            let width = max(1, column.width - 2)
            var lines = 1
            var length = 0
            for byte in cell.text.utf8 {
                if byte == UInt8(ascii: "\n") {
                    lines += 1 + length / width
                    length = 0
                } else if byte & 0xC0 != 0x80 {
                    length += 1
                }
            }
            lines += length / width
            most = max(most, lines)
        }
        return min(400, 15 * most + 2)
    }

    private static func head(_ sheet: AddedSheet, isOpen: Bool, isStrict: Bool) -> String {
        let space =
            isStrict
            ? "http://purl.oclc.org/ooxml/spreadsheetml/main"
            : "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
        var text = xmlDeclaration + "<worksheet xmlns=\"\(space)\">"
        text +=
            "<sheetPr><tabColor rgb=\"FF7030A0\"/><pageSetUpPr fitToPage=\"1\"/></sheetPr><sheetViews><sheetView showGridLines=\"0\""
        text += (isOpen ? " tabSelected=\"1\"" : "") + " workbookViewId=\"0\">"
        if let header = sheet.headerRow {
            text +=
                "<pane ySplit=\"\(header)\" topLeftCell=\"A\(header + 1)\" activePane=\"bottomLeft\" state=\"frozen\"/>"
            text += "<selection pane=\"bottomLeft\" activeCell=\"A\(header + 1)\" sqref=\"A\(header + 1)\"/>"
        }
        text += "</sheetView></sheetViews><sheetFormatPr defaultRowHeight=\"15\"/><cols>"
        for (index, column) in sheet.columns.enumerated() {
            let hidden = column.isHidden ? " hidden=\"1\"" : ""
            text +=
                "<col min=\"\(index + 1)\" max=\"\(index + 1)\" width=\"\(column.width)\"\(hidden) customWidth=\"1\"/>"
        }
        return text + "</cols><sheetData>"
    }

    private static let end =
        "<pageMargins left=\"0.5\" right=\"0.5\" top=\"0.5\" bottom=\"0.5\" header=\"0.3\" footer=\"0.3\"/>"
        + "<pageSetup paperSize=\"9\" orientation=\"landscape\" fitToHeight=\"0\"/></worksheet>"
}
