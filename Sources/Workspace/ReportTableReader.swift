// A table within a report: of lines with bars, as Markdown writes them, or of lines whose cells stand between tabs.

import CSVReading
import Locations
import Quantities
import Tables

/// Reads one of the tables in a text. The text is held in memory, up to 64 MiB.
final class ReportTableReader: TableReader {
    private static let limit = 64 << 20

    let header: [String]
    let headerLocations: [CellLocation]
    var expectedBytes: Int { text.count }
    let notices: [ReadingNotice]
    let separatorTitle: String?
    let separatorInCells: SeparatorInCells
    /// The text, and behind it the cells that stand in it with escaped bars.
    private var text: [UInt8]
    /// Where the text begins in the file.
    private let start: Int
    private let rows: [Record]
    private let faults: [RecordFault]
    private var isDone = false

    /// A line of a table: where it begins, and its cells, each with its text and where that stands.
    private struct Record {
        var start: Int
        var cells: [(text: Range<Int>, place: Range<Int>)]
    }

    /// `number` counts the tables of the text from 1.
    init(_ source: any ByteSource, number: Int, encoding: String? = nil) throws(ReadError) {
        guard source.size > 0 else { throw .isEmpty }
        let whole = try WholeText(source, encoding: encoding, limit: Self.limit)
        // A byte order mark does not belong to the first line.
        start = whole.start
        notices = whole.notices + (whole.isCut ? [.cut(MiB: Self.limit >> 20)] : [])
        let tables = whole.bytes.withUnsafeBufferPointer { ReportTables(of: $0).tables }
        guard tables.indices.contains(number - 1) else {
            let count = tables.count
            throw .noTable(
                count == 0
                    ? "it has no table: lines with `|` below a header and a line such as `|---|---|`, or with tabs"
                    : "it has \(count) \(count == 1 ? "table" : "tables"), and no table \(number)")
        }
        var text = whole.bytes
        let hasBars = tables[number - 1].hasBars
        (separatorTitle, separatorInCells) = hasBars ? ("a bar", .escaped) : ("a tab", .never)
        var records = tables[number - 1].lines.map { line in
            Record(start: line.start, cells: line.cells.map { (ReportTables.unescaped($0, in: &text), $0) })
        }
        let first = records.removeFirst()
        self.text = text
        header = first.cells.map { String(decoding: text[$0.text], as: UTF8.self) }
        let chunk = RecordChunk()
        Self.fill(chunk, text, [first], faults: [], offset: start)
        headerLocations =
            first.cells.indices.map { chunk.location(record: 0, field: $0) } + [chunk.location(record: 0)]
        rows = records.filter { !$0.cells.allSatisfy(\.text.isEmpty) }
        let width = header.count
        faults = rows.enumerated().compactMap { number, row in
            guard row.cells.count != width else { return nil }
            let isBlank = row.cells.dropFirst(width).allSatisfy(\.text.isEmpty) && row.cells.count > width
            let (count, field) = (row.cells.count, min(width, max(0, row.cells.count - 1)))
            return RecordFault(
                record: number, field: field,
                kind: isBlank ? .uneven(cells: count, expected: width) : .ragged(cells: count, expected: width))
        }
    }

    func next(into chunk: RecordChunk) throws(ReadError) -> Bool {
        guard !isDone, !rows.isEmpty else { return false }
        isDone = true
        Self.fill(chunk, text, rows, faults: faults, offset: start)
        return true
    }

    func reread(_ position: ChunkPosition, into chunk: RecordChunk) throws(ReadError) {
        Self.fill(chunk, text, rows, faults: faults, offset: start)
    }

    private static func fill(
        _ chunk: RecordChunk, _ text: [UInt8], _ rows: [Record], faults: [RecordFault], offset: Int
    ) {
        var fields = ChunkFields()
        for row in rows {
            fields.append(recordAt: row.start, row.cells.map(\.text))
            for cell in row.cells { fields.append(cellAt: cell.place) }
        }
        fields.finish()
        fields.faults = faults
        chunk.load(text, fields, origin: .text(offset: offset, line: 1))
    }
}

/// The tables in a text, each as its lines, the first of which is the header, and whether bars stand between its cells.
private struct ReportTables {
    struct Line {
        var start: Int
        /// Where the trimmed cells stand.
        var cells: [Range<Int>]
    }

    private(set) var tables: [(lines: [Line], hasBars: Bool)] = []
    private let text: UnsafeBufferPointer<UInt8>

    private static let bar = UInt8(ascii: "|")
    private static let backslash = UInt8(ascii: "\\")

    /// Linear.
    init(of text: UnsafeBufferPointer<UInt8>) {
        self.text = text
        let lines = Self.lines(of: text)
        var fence: (sign: UInt8, length: Int)?
        var index = 0
        while index < lines.count {
            let line = lines[index]
            // What stands in a block of code is no table of the report.
            if let found = self.fence(line) {
                if let open = fence {
                    if open.sign == found.sign, found.length >= open.length { fence = nil }
                } else {
                    fence = found
                }
                index += 1
                continue
            }
            if fence == nil, let table = barTable(lines[index...]) {
                tables.append((table.lines, true))
                index += table.taken
            } else if fence == nil, let table = tabTable(lines[index...]) {
                tables.append((table.lines, false))
                index += table.taken
            } else {
                index += 1
            }
        }
    }

    private static func lines(of text: UnsafeBufferPointer<UInt8>) -> [Range<Int>] {
        var lines: [Range<Int>] = []
        var start = 0
        while start < text.count {
            var end = start
            while end < text.count, text[end] != 0x0A, text[end] != 0x0D { end += 1 }
            lines.append(start..<end)
            start = end + (end + 1 < text.count && text[end] == 0x0D && text[end + 1] == 0x0A ? 2 : 1)
        }
        return lines
    }

    private func trim(_ range: Range<Int>) -> Range<Int> {
        let inner = trimmed(UnsafeBufferPointer(rebasing: text[range]))
        return range.lowerBound + inner.lowerBound..<range.lowerBound + inner.upperBound
    }

    /// The marks that begin or end a block of code.
    private func fence(_ line: Range<Int>) -> (sign: UInt8, length: Int)? {
        let inner = trim(line)
        guard let sign = inner.first.map({ text[$0] }), sign == UInt8(ascii: "`") || sign == UInt8(ascii: "~") else {
            return nil
        }
        let length = inner.prefix { text[$0] == sign }.count
        return length >= 3 ? (sign, length) : nil
    }

    // MARK: Bars

    /// A header, a line of hyphens with as many cells, and all lines with bars that follow.
    private func barTable(_ lines: ArraySlice<Range<Int>>) -> (lines: [Line], taken: Int)? {
        let first = lines.startIndex
        guard lines.count > 1, let header = barCells(lines[first]), let rule = barCells(lines[first + 1]),
            header.count == rule.count, rule.allSatisfy(isRule)
        else { return nil }
        var rows = [Line(start: lines[first].lowerBound, cells: header)]
        var next = first + 2
        while next < lines.endIndex, fence(lines[next]) == nil, let cells = barCells(lines[next]) {
            rows.append(Line(start: lines[next].lowerBound, cells: cells))
            next += 1
        }
        return (rows, next - first)
    }

    /// The cells of a line between bars; `nil` where it has none. A bar behind a backslash is a letter.
    private func barCells(_ line: Range<Int>) -> [Range<Int>]? {
        var inner = trim(line)
        var bars: [Int] = []
        var isEscaped = false
        for place in inner {
            if text[place] == Self.bar, !isEscaped { bars.append(place) }
            isEscaped = text[place] == Self.backslash && !isEscaped
        }
        guard !bars.isEmpty else { return nil }
        if bars.first == inner.lowerBound {
            inner = inner.lowerBound + 1..<inner.upperBound
            bars.removeFirst()
        }
        if let last = bars.last, last == inner.upperBound - 1 {
            inner = inner.lowerBound..<last
            bars.removeLast()
        }
        let starts = [inner.lowerBound] + bars.map { $0 + 1 }
        return zip(starts, bars + [inner.upperBound]).map { trim($0..<max($0, $1)) }
    }

    /// Whether a cell stands in the line below a header: hyphens, with colons that say where texts stand.
    private func isRule(_ cell: Range<Int>) -> Bool {
        var inner = cell
        if let first = inner.first, text[first] == UInt8(ascii: ":") { inner = inner.dropFirst() }
        if let last = inner.last, text[last] == UInt8(ascii: ":") { inner = inner.dropLast() }
        return !inner.isEmpty && inner.allSatisfy { text[$0] == UInt8(ascii: "-") }
    }

    // MARK: Tabs

    /// A header of two texts or more, and all lines with tabs that follow, of which there is one at least.
    private func tabTable(_ lines: ArraySlice<Range<Int>>) -> (lines: [Line], taken: Int)? {
        var rows: [Line] = []
        for line in lines {
            guard text[line].contains(0x09), !trim(line).isEmpty, fence(line) == nil else { break }
            var cells: [Range<Int>] = []
            var start = line.lowerBound
            for place in line where text[place] == 0x09 {
                cells.append(trim(start..<place))
                start = place + 1
            }
            cells.append(trim(start..<line.upperBound))
            if rows.isEmpty, cells.count(where: { !$0.isEmpty }) < 2 || isListMarker(cells[0]) { return nil }
            rows.append(Line(start: line.lowerBound, cells: cells))
        }
        return rows.count > 1 ? (rows, rows.count) : nil
    }

    /// Whether a line begins as one of a list: with a bullet, or a number or letter that has a point or bracket. No
    /// column is called so.
    private func isListMarker(_ cell: Range<Int>) -> Bool {
        let marker = String(decoding: text[cell], as: UTF8.self)
        if ["-", "*", "+", "\u{2022}", "\u{25E6}", "\u{25AA}", "\u{2013}", "\u{B7}", "o"].contains(marker) {
            return true
        }
        let inner = marker.drop { $0 == "(" }
        guard let last = inner.last, last == "." || last == ")" else { return false }
        let number = inner.dropLast()
        return number.allSatisfy { $0.isNumber || $0 == "." } && number.contains(where: \.isNumber)
            || number.count == 1 && number.allSatisfy(\.isLetter)
            || !number.isEmpty && number.allSatisfy { "ivxIVX".contains($0) }
    }

    /// The place of a cell's text: its own, or behind the text, where it was put without the backslashes before bars.
    static func unescaped(_ cell: Range<Int>, in text: inout [UInt8]) -> Range<Int> {
        let isEscaped = zip(cell, cell.dropFirst()).contains { text[$0] == backslash && text[$1] == bar }
        guard isEscaped else { return cell }
        let start = text.count
        var place = cell.lowerBound
        while place < cell.upperBound {
            if text[place] == backslash, place + 1 < cell.upperBound, text[place + 1] == bar { place += 1 }
            text.append(text[place])
            place += 1
        }
        return start..<text.count
    }
}
