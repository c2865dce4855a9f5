// Sheets of texts and rounded figures, as workbooks of both formats.

/// A sheet “KPIs”.
package struct SmallSheet: Sendable {
    package enum Format: String, CaseIterable, Sendable {
        case officeOpen = "xlsx"
        case openDocument = "ods"
    }

    /// How a figure is shown.
    package enum Shape: Hashable, Sendable {
        case number(decimals: Int)
        case percent(decimals: Int)

        fileprivate var decimals: Int {
            switch self {
            case .number(let decimals), .percent(let decimals): decimals
            }
        }

        fileprivate var isPercent: Bool { if case .percent = self { true } else { false } }

        fileprivate var code: String {
            "0" + (decimals > 0 ? "." + String(repeating: "0", count: decimals) : "") + (isPercent ? "%" : "")
        }
    }

    package enum Cell: Sendable {
        case text(String)
        case figure(String, Shape)
    }

    private let rows: [[Cell]]

    package init(_ rows: [[Cell]]) { self.rows = rows }

    package func bytes(_ format: Format) -> [UInt8] {
        switch format {
        case .officeOpen: officeOpen
        case .openDocument: openDocument
        }
    }

    /// The shapes of its figures, each once.
    private var shapes: [Shape] {
        rows.joined().reduce(into: []) { shapes, cell in
            if case .figure(_, let shape) = cell, !shapes.contains(shape) { shapes.append(shape) }
        }
    }

    private var officeOpen: [UInt8] {
        var book = SmallWorkbook()
        let shapes = shapes
        book.formats = shapes.map(\.code)
        for (index, row) in rows.enumerated() {
            book.add(
                index + 1,
                row.map { cell in
                    switch cell {
                    case .text(let text): text.isEmpty ? "" : "'" + text
                    case .figure(let stored, _): stored
                    }
                },
                styles: row.map { cell in
                    guard case .figure(_, let shape) = cell else { return 0 }
                    return 1 + (shapes.firstIndex(of: shape) ?? 0)
                })
        }
        return book.bytes
    }

    private var openDocument: [UInt8] {
        let shapes = shapes
        let styles = shapes.enumerated().map { index, shape in
            let name = shape.isPercent ? "percentage-style" : "number-style"
            return "<number:\(name) style:name='N\(index)'><number:number number:decimal-places='\(shape.decimals)' "
                + "number:min-decimal-places='\(shape.decimals)' number:min-integer-digits='1'/>"
                + (shape.isPercent ? "<number:text>%</number:text>" : "") + "</number:\(name)>"
                + "<style:style style:name='ce\(index)' style:family='table-cell' style:data-style-name='N\(index)'/>"
        }
        let lines = rows.map { row in
            let cells = row.map { cell in
                switch cell {
                case .text(let text):
                    return "<table:table-cell office:value-type='string'><text:p>\(text)</text:p></table:table-cell>"
                case .figure(let stored, let shape):
                    let index = shapes.firstIndex(of: shape) ?? 0
                    // What its program showed is in the language of whoever saved it, and is not read.
                    return "<table:table-cell table:style-name='ce\(index)' "
                        + "office:value-type='\(shape.isPercent ? "percentage" : "float")' office:value='\(stored)'>"
                        + "<text:p>?</text:p></table:table-cell>"
                }
            }
            return "<table:table-row>\(cells.joined())</table:table-row>"
        }
        let names = ["office", "table", "text", "style"].map {
            "xmlns:\($0)='urn:oasis:names:tc:opendocument:xmlns:\($0):1.0'"
        }
        let content =
            "<office:document-content \(names.joined(separator: " ")) "
            + "xmlns:number='urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0'>"
            + "<office:automatic-styles>\(styles.joined())</office:automatic-styles><office:body><office:spreadsheet>"
            + "<table:table table:name='KPIs'>\(lines.joined())</table:table></office:spreadsheet></office:body>"
            + "</office:document-content>"
        return package(of: [
            ("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8)),
            ("content.xml", Array(content.utf8)),
        ])
    }
}
