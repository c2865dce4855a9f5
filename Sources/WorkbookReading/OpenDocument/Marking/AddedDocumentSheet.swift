// Sheets that are added to a document.

internal import Packages
internal import Tables

/// Writes one of the sheets to add.
struct AddedDocumentSheet {
    private let sheet: AddedSheet
    private let name: String
    private let looks: AddedSheetLooks
    /// As many rows as the sheet may have.
    private let mostRows: Int

    init(_ sheet: AddedSheet, name: String, _ looks: AddedSheetLooks, mostRows: Int = SheetLimits.rows) {
        self.sheet = sheet
        self.mostRows = mostRows
        self.name = name
        self.looks = looks
    }

    /// Writes the sheet as an element, and returns how many rows it has. Where there are more than there is room for,
    /// the last one says how many are missing, and so does a notice.
    func write(into packing: inout PartPacking, _ notices: inout [String]) throws(PackageError) -> Int {
        let writer = SheetWriter(looks.prefixes)
        writer.begin(name, style: looks.sheetStyle)
        for column in sheet.columns {
            let hidden = column.isHidden ? " \(looks.prefixes.table)visibility=\"collapse\"" : ""
            writer.add(
                markup: "<\(looks.prefixes.table)table-column \(looks.prefixes.table)style-name=\""
                    + "\(looks.columnStyle(column.width))\"\(hidden)/>")
        }
        var failure: PackageError?
        var count = 0
        var last: [AddedSheet.Cell] = []
        sheet.eachRow { cells in
            count += 1
            // The last row that there is room for waits until it is known whether another one follows.
            guard count < mostRows else {
                if count == mostRows { last = cells }
                return
            }
            write(cells, count, writer)
            guard writer.bytes.count > 1 << 16, failure == nil else { return }
            do throws(PackageError) { try writer.move(to: &packing) } catch { failure = error }
        }
        if let failure { throw failure }
        if count == mostRows { write(last, count, writer) }
        if count > mostRows {
            let words = "\(count - mostRows + 1) more rows have no room on this sheet"
            write([AddedSheet.Cell(words, .heading)], count, writer)
            notices.append("“\(name)” is full: \(count - mostRows + 1) rows of it are missing")
        }
        writer.end()
        try writer.move(to: &packing)
        return min(count, mostRows)
    }

    /// Writes a row with a number.
    private func write(_ cells: [AddedSheet.Cell], _ number: Int, _ writer: SheetWriter) {
        let prefix = looks.prefixes.table
        let isHeader = number == sheet.headerRow
        // Repeated on each page when it is printed.
        if isHeader { writer.add(markup: "<\(prefix)table-header-rows>") }
        writer.beginRow(style: looks.rowAttribute)
        for (column, cell) in cells.prefix(SheetLimits.columns).enumerated() {
            let link = cell.link.map { link in
                "#\(quotedSheet(link.sheet)).\(cellName(row: link.place.row, column: link.place.column))"
            }
            // A text that wraps makes its row higher, seen or not.
            let isHidden = sheet.columns.indices.contains(column) && sheet.columns[column].isHidden
            let style = looks.attribute(isHidden && !isHeader ? .plain : cell.look, isLink: link != nil)
            writer.add(text: cell.text, style: style, link: link)
        }
        if cells.isEmpty { writer.add(text: "") }
        writer.endRow()
        if isHeader { writer.add(markup: "</\(prefix)table-header-rows>") }
    }
}

/// Writes a table of texts as XML.
final class SheetWriter {
    private(set) var bytes: [UInt8] = []
    private let prefixes: MarkingPrefixes
    private let rowStart, rowEnd, cellStart, stringType, cellEnd, paragraphStart, paragraphEnd: [UInt8]

    init(_ prefixes: MarkingPrefixes) {
        self.prefixes = prefixes
        rowStart = Array("<\(prefixes.table)table-row".utf8)
        rowEnd = Array("</\(prefixes.table)table-row>".utf8)
        cellStart = Array("<\(prefixes.table)table-cell".utf8)
        stringType = Array(" \(prefixes.office)value-type=\"string\">".utf8)
        cellEnd = Array("</\(prefixes.table)table-cell>".utf8)
        paragraphStart = Array("<\(prefixes.text)p>".utf8)
        paragraphEnd = Array("</\(prefixes.text)p>".utf8)
    }

    /// What the first element of the part must declare.
    var declarations: String { prefixes.declarations }

    /// Adds markup.
    func add(markup text: String) { bytes += text.utf8 }

    /// Gives what was written to a part.
    func move(to packing: inout PartPacking) throws(PackageError) {
        try packing.add(bytes)
        bytes.removeAll(keepingCapacity: true)
    }

    func begin(_ name: String, style: String?) {
        add(markup: "<\(prefixes.table)table \(prefixes.table)name=\"\(attributeText(name))\"")
        if let style { add(markup: " \(prefixes.table)style-name=\"\(style)\"") }
        add(markup: ">")
    }

    func end() { add(markup: "</\(prefixes.table)table>") }

    /// `style` is the attribute that names it, with a space before it; empty for none.
    func beginRow(style: [UInt8] = []) {
        bytes += rowStart
        bytes += style
        bytes.append(UInt8(ascii: ">"))
    }

    func endRow() { bytes += rowEnd }

    /// Adds a cell with a text, line by line; a blank one where it is empty.
    func add(text: String, style: [UInt8] = [], link: String? = nil) {
        bytes += cellStart
        bytes += style
        if text.isEmpty {
            bytes += [UInt8(ascii: "/"), UInt8(ascii: ">")]
            return
        }
        bytes += stringType
        if let link {
            let open =
                "<\(prefixes.text)a \(prefixes.link)href=\"\(attributeText(link))\" \(prefixes.link)type=\"simple\">"
            let paragraph = "\(prefixes.text)p>"
            add(
                markup: documentParagraphs(writableText(text), prefix: prefixes.text)
                    .replacing("<\(paragraph)", with: "<\(paragraph)\(open)")
                    .replacing("</\(paragraph)", with: "</\(prefixes.text)a></\(paragraph)"))
        } else if Self.isPlain(text) {
            bytes += paragraphStart
            bytes += text.utf8
            bytes += paragraphEnd
        } else {
            add(markup: documentParagraphs(writableText(text), prefix: prefixes.text))
        }
        bytes += cellEnd
    }

    /// Whether a text is one paragraph that XML has as it stands.
    private static func isPlain(_ text: String) -> Bool {
        var before = UInt8(ascii: " ")
        for byte in text.utf8 {
            switch byte {
            case 0..<0x20, UInt8(ascii: "&"), UInt8(ascii: "<"), UInt8(ascii: ">"): return false
            // What XML has not begins so.
            case 0xEF: return false
            case UInt8(ascii: " ") where before == byte: return false
            default: before = byte
            }
        }
        return before != UInt8(ascii: " ")
    }
}
