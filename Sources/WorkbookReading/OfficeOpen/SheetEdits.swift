// Puts other content into cells of a sheet's part: every other byte of it stays.

internal import Packages

/// Cells of one sheet with what they shall show, by row and column, from 1.
struct SheetEdits {
    private var wanted: [Int: [Int: String]] = [:]
    /// The number formats, by style.
    private let formats: [NumberFormat]

    init(formats: [NumberFormat]) { self.formats = formats }

    mutating func add(row: Int, column: Int, _ text: String) { wanted[row, default: [:]][column] = text }

    /// The part with the cells edited; `part` are its bytes, which the scanner goes through from their beginning.
    func edited(_ part: [UInt8], _ scanner: XMLScanner) throws(PackageError) -> [UInt8] {
        guard scanner.isPlain else { throw scanner.fault("it is UTF-16, which is not written") }
        let names = (row: XMLName("row"), reference: XMLName("r"))
        var rows: [Int: [RowPlace]] = [:]
        var row = 0
        reading: while true {
            switch try scanner.next() {
            case .start:
                guard scanner.namespace == .sheet, scanner.name == names.row else { continue }
                row = scanner.rawValue(names.reference).flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? row + 1
                guard wanted[row] != nil else { continue }
                rows[row, default: []].append(try RowPlace(part, scanner))
            case .finish: break reading
            default: continue
            }
        }
        var changes: [(range: Range<Int>, bytes: [UInt8])] = []
        for (row, places) in rows { changes += try edits(row, places, scanner) }
        changes.sort { ($0.range.lowerBound, $0.range.upperBound) < ($1.range.lowerBound, $1.range.upperBound) }
        var output = PartEdits(part)
        for change in changes { output.replace(change.range, by: change.bytes) }
        return output.result
    }

    /// What changes in a row, which may stand there in several pieces, its cells in any order.
    private func edits(
        _ row: Int, _ places: [RowPlace], _ scanner: XMLScanner
    ) throws(PackageError) -> [(range: Range<Int>, bytes: [UInt8])] {
        guard let cells = wanted[row], let first = places.first else { return [] }
        var changes: [(range: Range<Int>, bytes: [UInt8])] = []
        var isThere: Set<Int> = []
        for place in places {
            for cell in place.cells {
                guard let text = cells[cell.column] else { continue }
                // Of a cell that stands there twice, once without content, the second becomes empty.
                let isNew = isThere.insert(cell.column).inserted
                let new = element(row, cell.column, style: cell.style, isNew ? text : nil, place.prefix)
                changes.append((cell.range, new))
            }
        }
        // New cells stand before the first that has a higher column.
        var added: [Int: [UInt8]] = [:]
        var next = 0
        for (column, text) in cells.sorted(by: { $0.key < $1.key }) where !isThere.contains(column) {
            while next < first.cells.count, first.cells[next].column < column { next += 1 }
            let cell = next < first.cells.count ? first.cells[next] : nil
            if let cell, !cell.isNamed {
                throw scanner.fault("cells that do not say where they stand cannot be written between")
            }
            added[cell?.range.lowerBound ?? first.end, default: []] += element(
                row, column, style: nil, text, first.prefix)
        }
        for (offset, bytes) in added {
            if offset == first.end, let tag = first.emptyTagEnd {
                changes.append((tag - 2..<tag, Array(">".utf8) + bytes + Array("</\(first.prefix)row>".utf8)))
            } else {
                changes.append((offset..<offset, bytes))
            }
        }
        return changes
    }

    /// A cell's element that shows a text: it holds a figure where the cell's format shows that so, else the text
    /// itself, and nothing without a text.
    private func element(
        _ row: Int, _ column: Int, style: [UInt8]?, _ text: String?, _ prefix: String
    ) -> [UInt8] {
        let tag = Array("<\(prefix)c r=\"\(cellName(row: row, column: column))\"".utf8)
        let styled = style.map { Array(" s=\"".utf8) + $0 + Array("\"".utf8) } ?? []
        guard let text else { return tag + styled + Array("/>".utf8) }
        if let figure = StoredFigure(shownAs: text, by: format(of: style)) {
            return tag + styled + Array("><\(prefix)v>\(figure.plainText)</\(prefix)v></\(prefix)c>".utf8)
        }
        let words =
            " t=\"inlineStr\"><\(prefix)is><\(prefix)t xml:space=\"preserve\">\(xmlText(text))"
            + "</\(prefix)t></\(prefix)is></\(prefix)c>"
        return tag + styled + Array(words.utf8)
    }

    private func format(of style: [UInt8]?) -> NumberFormat {
        let number = style.flatMap { Int(String(decoding: $0, as: UTF8.self)) } ?? 0
        return formats.indices.contains(number) ? formats[number] : .general
    }
}

/// Where a row, or a piece of one, stands in a part, and its cells.
private struct RowPlace {
    struct Cell {
        var column: Int
        /// Whether it says where it stands; else it stands behind the one before it.
        var isNamed: Bool
        var range: Range<Int>
        var style: [UInt8]?
    }

    /// The prefix of its name, with a colon.
    let prefix: String
    private(set) var cells: [Cell] = []
    /// Where its last tag begins.
    private(set) var end: Int
    /// Where its only tag ends, if it has no content.
    let emptyTagEnd: Int?

    /// Reads the row that has just begun to its end.
    init(_ part: [UInt8], _ scanner: XMLScanner) throws(PackageError) {
        let bytes = PartEdits(part)
        prefix = bytes.prefix(ofTagAt: scanner.tokenOffset)
        end = scanner.nextOffset
        emptyTagEnd = bytes.isEmptyTag(endingAt: scanner.nextOffset) ? scanner.nextOffset : nil
        let names = (cell: XMLName("c"), reference: XMLName("r"), style: XMLName("s"))
        let outer = scanner.depth
        var column = 0
        while true {
            switch try scanner.next() {
            case .start:
                guard scanner.namespace == .sheet, scanner.name == names.cell else {
                    try scanner.skip()
                    continue
                }
                let start = scanner.tokenOffset
                let name = scanner.rawValue(names.reference)
                if let name {
                    guard let place = CellReference(name) else { throw scanner.fault("a cell has no name") }
                    column = place.column
                } else {
                    column += 1
                }
                let style = scanner.rawValue(names.style).map { Array($0) }
                try scanner.skip()
                cells.append(
                    Cell(column: column, isNamed: name != nil, range: start..<scanner.nextOffset, style: style))
            case .end where scanner.depth == outer:
                if emptyTagEnd == nil { end = scanner.tokenOffset }
                return
            case .finish: return
            default: continue
            }
        }
    }
}
