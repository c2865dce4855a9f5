// A workbook as simple as can be: a second format of tables, to see that nothing outside of a format knows what it is.

import Foundation
import Locations
import Tables

/// Reads books: a first line `BOOK`, then for each sheet a line `[its name]` and lines such as `C4=text`; `hide 7`
/// hides a row. A file of this format, and what its cells say, is nothing that delimited text could be taken for.
struct ToyBookFormat: TableFormat {
    let hasSheets = true

    func recognises(_ head: [UInt8], name: String) -> Recognition {
        head.starts(with: Array("BOOK\n".utf8)) ? .certain : .foreign
    }

    func tables(in source: any ByteSource, _ options: SourceOptions) throws(ReadError) -> [any TableReader] {
        let text = String(decoding: try source.bytes(at: 0, atMost: source.size), as: UTF8.self)
        var tables: [ToySheetReader] = []
        for line in text.split(separator: "\n").dropFirst() {
            if line.hasPrefix("[") {
                tables.append(ToySheetReader(String(line.dropFirst().dropLast())))
            } else {
                tables.last?.add(line)
            }
        }
        for table in tables { table.findHeader(options) }
        return tables
    }
}

/// One sheet. Its rows are those below the header in which any cell says anything.
final class ToySheetReader: TableReader {
    let sheet: String?
    private(set) var header: [String] = []
    private(set) var headerLocations: [CellLocation] = []
    let notices: [ReadingNotice] = []
    private var cells: [Int: [Int: String]] = [:]
    private var hidden: Set<Int> = []
    private var columns: [Int] = []
    private var rows: [Int] = []
    private var next = 0
    /// So few that a table has several chunks.
    private static let chunkRows = 2

    init(_ name: String) { sheet = name }

    var expectedBytes: Int { cells.values.reduce(0) { $0 + $1.values.reduce(0) { $0 + $1.utf8.count } } }

    func add(_ line: Substring) {
        if line.hasPrefix("hide ") {
            if let row = Int(line.dropFirst(5)) { hidden.insert(row) }
            return
        }
        let (name, text) = (line.prefix { $0 != "=" }, line.drop { $0 != "=" }.dropFirst())
        let letters = name.prefix { $0.isLetter }
        guard let row = Int(name.dropFirst(letters.count)) else { return }
        let column = letters.unicodeScalars.reduce(0) { $0 * 26 + Int($1.value) - 64 }
        cells[row, default: [:]][column] = String(text)
    }

    func findHeader(_ options: SourceOptions) {
        func texts(_ row: Int) -> [String] { (cells[row] ?? [:]).sorted { $0.key < $1.key }.map(\.value) }
        let rows = cells.keys.sorted()
        guard
            let head = options.headerLine
                ?? rows.max(by: { (options.headerScore(texts($0)), -$0) < (options.headerScore(texts($1)), -$1) })
        else { return }
        columns = (cells[head] ?? [:]).keys.sorted()
        header = texts(head)
        headerLocations = columns.map { location(head, $0) } + [record(head)]
        self.rows = rows.filter { $0 > head }
    }

    private func location(_ row: Int, _ column: Int) -> CellLocation {
        .sheet(SheetExtent(row: row, column: column, isHidden: hidden.contains(row)))
    }

    private func extent(_ row: Int) -> SheetExtent {
        SheetExtent(
            row: row, column: columns.first ?? 1, columnCount: (columns.last ?? 1) - (columns.first ?? 1) + 1,
            isHidden: hidden.contains(row))
    }

    private func record(_ row: Int) -> CellLocation { .sheet(extent(row)) }

    func next(into chunk: RecordChunk) throws(ReadError) -> Bool {
        guard next < rows.count else { return false }
        fill(chunk, rows[next..<min(rows.count, next + Self.chunkRows)])
        next += Self.chunkRows
        return true
    }

    func reread(_ position: ChunkPosition, into chunk: RecordChunk) throws(ReadError) {
        fill(chunk, rows[position.token.first..<position.token.second])
    }

    private func fill(_ chunk: RecordChunk, _ wanted: ArraySlice<Int>) {
        var bytes: [UInt8] = []
        var fields = ChunkFields()
        for row in wanted {
            let start = bytes.count
            let places = columns.map { column -> Range<Int> in
                let begin = bytes.count
                bytes += Array((cells[row]?[column] ?? "").utf8)
                return begin..<bytes.count
            }
            fields.append(recordAt: start, places)
        }
        fields.finish()
        chunk.clear()
        chunk.reserve(bytes.count)
        for (index, byte) in bytes.enumerated() { chunk.bytes[index] = byte }
        var contents = ChunkContents(
            byteCount: bytes.count, origin: .sheet(rows: wanted.map(extent), columns: columns.map { UInt32($0) }))
        contents.firstRecord = wanted.startIndex
        contents.token = ChunkToken(wanted.startIndex, wanted.endIndex)
        chunk.load(&fields, contents)
    }

    func makeEditor() -> (any TableEditor)? { ToyBookEditor() }
}

/// Writes cells of any sheet of a book.
final class ToyBookEditor: TableEditor {
    let headerShapes: [CellShape] = []

    /// What stands in the file is no text that somebody could put between others.
    func replacement(_ text: String, for shape: CellShape) -> String? { nil }

    private func name(_ edit: CellEdit) -> String {
        if case .sheet(let extent) = edit.location { extent.cellName } else { "" }
    }

    func texts(of edits: [CellEdit], in file: [UInt8]) -> [String] {
        let lines = String(decoding: file, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        return edits.map { edit in
            index(of: edit, in: lines).map { String(lines[$0].drop { $0 != "=" }.dropFirst()) } ?? ""
        }
    }

    func replacing(_ edits: [CellEdit], in file: [UInt8]) throws(EditError) -> [UInt8] {
        var lines = String(decoding: file, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        for edit in edits {
            guard let index = index(of: edit, in: lines) else { throw EditError(words: "it has changed") }
            lines[index] = Substring(name(edit) + "=" + edit.text)
        }
        return Array(lines.joined(separator: "\n").utf8)
    }

    private func index(of edit: CellEdit, in lines: [Substring]) -> Int? {
        guard let sheet = lines.firstIndex(where: { $0 == "[\(edit.sheet ?? "")]" }) else { return nil }
        return lines[(sheet + 1)...].prefix { !$0.hasPrefix("[") }.firstIndex { $0.hasPrefix(name(edit) + "=") }
    }
}
