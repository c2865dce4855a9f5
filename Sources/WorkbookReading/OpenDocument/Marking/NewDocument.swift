// New documents, made of texts.

internal import Packages
internal import Tables

/// A new document that holds the texts of a sheet, each as a text.
func newDocument(_ sheet: PlainSheet, threads: Int) throws(ReadError) -> [UInt8] {
    let content = try PlainDocumentSheet(sheet).packed(threads: threads)
    let names = [OpenDocumentWorkbook.part, "styles.xml"]
    do throws(PackageError) {
        return newPackage([
            ("mimetype", PackedPart(stored: Array(OpenDocumentWorkbook.type.utf8))),
            (names[0], content),
            (names[1], try PackedPart(Array(PlainDocumentSheet.styles.utf8), name: names[1])),
            (DocumentManifest.part, try PackedPart(DocumentManifest.new(names), name: DocumentManifest.part)),
        ])
    } catch {
        throw .unusable(error.words)
    }
}

/// Writes the part that holds the sheet.
private struct PlainDocumentSheet {
    private let sheet: PlainSheet
    /// How many rows are looked at for the widths of columns.
    private static let sample = 200
    private static let space = "urn:oasis:names:tc:opendocument:xmlns:"

    init(_ sheet: PlainSheet) { self.sheet = sheet }

    static var styles: String {
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-styles xmlns:office=\"\(space)office:1.0\" "
            + "xmlns:style=\"\(space)style:1.0\" office:version=\"1.2\"><office:styles><style:style "
            + "style:name=\"Default\" style:family=\"table-cell\"/></office:styles></office:document-styles>"
    }

    func packed(threads: Int) throws(ReadError) -> PackedPart {
        let writer = SheetWriter(try readable(prefixes))
        var packing = PartPacking(OpenDocumentWorkbook.part, level: 1, threads: threads)
        var waiting: [(number: Int, cells: [String])] = []
        var hasBegun = false
        var last = 0
        try sheet.eachRow { number, cells throws(ReadError) in
            guard number <= SheetLimits.rows, cells.count <= SheetLimits.columns else {
                throw .unusable(
                    "it has more than \(SheetLimits.rows) rows or \(SheetLimits.columns) columns, which no sheet has")
            }
            if !hasBegun {
                waiting.append((number, cells))
                guard waiting.count >= Self.sample else { return }
                begin(writer, waiting.map(\.cells))
                hasBegun = true
                for row in waiting { write(row.number, row.cells, behind: &last, writer) }
                waiting = []
            } else {
                write(number, cells, behind: &last, writer)
            }
            if writer.bytes.count > 1 << 16 {
                do throws(PackageError) { try writer.move(to: &packing) } catch { throw .unusable(error.words) }
            }
        }
        if !hasBegun {
            begin(writer, waiting.map(\.cells))
            for row in waiting { write(row.number, row.cells, behind: &last, writer) }
        }
        // A sheet has a row.
        if last == 0 { write(1, [], behind: &last, writer) }
        writer.end()
        writer.add(markup: "</office:spreadsheet></office:body></office:document-content>")
        do throws(PackageError) {
            try writer.move(to: &packing)
            return try packing.finish()
        } catch {
            throw .unusable(error.words)
        }
    }

    private func readable<T: ~Copyable>(_ work: () throws(PackageError) -> T) throws(ReadError) -> T {
        do throws(PackageError) { return try work() } catch { throw .unusable(error.words) }
    }

    /// The prefixes of the part's first element.
    private func prefixes() throws(PackageError) -> MarkingPrefixes {
        let root = Array("<office:document-content xmlns:office=\"\(Self.space)office:1.0\"/>".utf8)
        let scanner = try XMLScanner(PartStream(root, name: OpenDocumentWorkbook.part))
        _ = try scanner.next()
        return try MarkingPrefixes(scanner)
    }

    /// Begins the part: columns are as wide as the texts of some rows need.
    private func begin(_ writer: SheetWriter, _ rows: [[String]]) {
        var widths = [Int](repeating: 0, count: rows.map(\.count).max() ?? 0)
        for row in rows {
            for (column, text) in row.enumerated() {
                widths[column] = max(widths[column], min(60, text.unicodeScalars.count))
            }
        }
        writer.beginDocument(space: Self.space)
        for width in Set(widths).sorted() {
            writer.add(
                markup:
                    "<style:style style:name=\"w\(width)\" style:family=\"table-column\">"
                    + "<style:table-column-properties "
                    + "style:column-width=\"\(AddedSheetLooks.written(width: max(8, min(width, 40))))\"/></style:style>"
            )
        }
        writer.add(markup: "</office:automatic-styles><office:body><office:spreadsheet>")
        writer.begin(sheet.name, style: nil)
        for width in widths { writer.add(markup: "<table:table-column table:style-name=\"w\(width)\"/>") }
    }

    private func write(_ number: Int, _ cells: [String], behind last: inout Int, _ writer: SheetWriter) {
        if number > last + 1 {
            writer.add(
                markup: "<table:table-row table:number-rows-repeated=\"\(number - last - 1)\"><table:table-cell/>"
                    + "</table:table-row>")
        }
        last = number
        writer.beginRow()
        for cell in cells { writer.add(text: cell) }
        if cells.isEmpty { writer.add(text: "") }
        writer.endRow()
    }
}

extension SheetWriter {
    /// Begins the part of a new document, up to its styles.
    fileprivate func beginDocument(space: String) {
        add(
            markup: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<office:document-content "
                + "xmlns:office=\"\(space)office:1.0\"\(declarations) office:version=\"1.2\"><office:automatic-styles>")
    }
}
