// The rows that findings speak of, read again with their cells' places.

import Checking
import Findings
import Quantities
import Tables

/// One row of a return as a finding needs it.
struct ReportedRow {
    /// Its position in the store of its table's reported rows.
    var position: Int32
    var file: Int
    /// Data rows of the file counted from 1.
    var number: Int
    /// The place of the record as a whole.
    var record: FindingPlace
    /// Of the columns that are pointed at, by their index in the table; columns that the file lacks in this row are not here.
    var places: [Int: FindingPlace]
    /// Places of fields that findings name by their number.
    var fields: [Int: FindingPlace]
}

/// The reported rows of one table.
struct ReportedRows {
    let store: RowStore
    private(set) var rows: [Int: ReportedRow] = [:]

    /// Reads some rows again: of each the columns that are pointed at, and fields that are pointed at by number. `columns` are those
    /// whose cells are kept, with their faults; left out, those that findings show, without.
    init(
        _ wanted: [Int: Set<Int>], fields: [Int: Set<Int>], columns: Set<Int>? = nil, table: Int,
        in evaluator: Evaluator
    ) {
        let checked = evaluator.rules.tables[table]
        let needed = columns ?? evaluator.shownColumns(of: table)
        store = RowStore(checked, keeping: needed, printed: needed)
        let sorted = wanted.keys.sorted()
        let threads = sorted.count < 500 ? 1 : evaluator.options.threads
        let parts = (0..<threads).map { part in
            Part(
                rows: Array(sorted[(sorted.count * part / threads)..<(sorted.count * (part + 1) / threads)]),
                store: RowStore(checked, keeping: needed, printed: needed))
        }
        nonisolated(unsafe) let evaluator = evaluator
        inParallel(threads) { index in
            parts[index].read(
                wanted, fields: fields, needed: needed, findsFaults: columns != nil, table: table, in: evaluator)
        }
        for part in parts {
            let offset = Int32(store.count)
            store.append(part.store)
            for (row, found) in part.found {
                var found = found
                found.position += offset
                rows[row] = found
            }
        }
    }

    subscript(row: Int) -> ReportedRow? { rows[row] }

    /// A cell as printed, trimmed.
    func cell(_ row: ReportedRow, _ column: Int) -> String {
        store.columns[column]?.printed?.text(Int(row.position)) ?? ""
    }

    /// The positions of some rows; −1 for those that are not here.
    func position(_ row: Int) -> Int32 { rows[row]?.position ?? -1 }
}

/// Some of the rows to be read, by one thread.
private final class Part: @unchecked Sendable {
    private let rows: [Int]
    let store: RowStore
    private(set) var found: [Int: ReportedRow] = [:]

    init(rows: [Int], store: RowStore) {
        self.rows = rows
        self.store = store
    }

    func read(
        _ wanted: [Int: Set<Int>], fields: [Int: Set<Int>], needed: Set<Int>, findsFaults: Bool, table: Int,
        in evaluator: Evaluator
    ) {
        let checked = evaluator.rules.tables[table]
        found.reserveCapacity(rows.count)
        let input = evaluator.inputs[table]
        let feed = evaluator.feeds[table]
        let key = checked.key.compactMap { column -> Int? in
            if case .column(let index) = column { index } else { nil }
        }
        let reading = checked.columns.indices.map { needed.contains($0) }
        RowLoader(table, in: evaluator).forEachRow(rows, wanted: reading, findsFaults: findsFaults) {
            batch, index, chunk, file, record, row in
            store.append(batch, row: index, number: row)
            let bound = input.files[file]
            let number = row - feed.fileStarts[file] + 1
            let start = PlaceFinder(chunk, path: bound.path)
            var places: [Int: FindingPlace] = [:]
            var pointed = wanted[row] ?? []
            // A finding that points at nothing stands at the row's key.
            if pointed.isEmpty { pointed.formUnion(key) }
            for column in pointed.sorted() {
                guard case .field(let field) = bound.layout[column], !chunk.isMissing(field: field, record: record)
                else { continue }
                places[column] = start.cell(record, field: field, number: number, header: bound.reader.header)
            }
            var named: [Int: FindingPlace] = [:]
            for field in fields[row] ?? [] where !chunk.isMissing(field: field, record: record) {
                named[field] = start.cell(record, field: field, number: number, header: bound.reader.header)
            }
            found[row] = ReportedRow(
                position: Int32(store.count - 1), file: file, number: number,
                record: start.record(record, number: number), places: places, fields: named)
        }
    }
}

/// Places of cells in a chunk, in all the units that formats count in.
struct PlaceFinder {
    private let chunk: RecordChunk
    private let path: String

    init(_ chunk: RecordChunk, path: String) {
        self.chunk = chunk
        self.path = path
    }

    func cell(_ record: Int, field: Int, number: Int, header: [String]) -> FindingPlace {
        var place = found(chunk.place(record: record, field: field), row: number)
        place.header = header.indices.contains(field) ? header[field] : nil
        return place
    }

    func record(_ record: Int, number: Int) -> FindingPlace { found(chunk.place(record: record), row: number) }

    private func found(_ place: CellPlace, row: Int) -> FindingPlace {
        let bytes = UnsafeBufferPointer(start: UnsafePointer(chunk.bytes), count: chunk.byteCount)
        let start = max(0, min(chunk.byteCount, place.bytes.lowerBound - chunk.fileOffset))
        let end = max(start, min(chunk.byteCount, place.bytes.upperBound - chunk.fileOffset))
        let first = LineUnits(bytes, at: start)
        let last = LineUnits(bytes, at: end)
        return FindingPlace(
            file: path, line: place.line, column: place.column, endLine: place.endLine, endColumn: place.endColumn,
            bytes: place.bytes, byteColumns: first.bytes..<max(first.bytes, last.bytes),
            utf16Columns: first.utf16..<max(first.utf16, last.utf16), row: row,
            endByteColumn: last.bytes, endUTF16Column: last.utf16)
    }
}

/// The column of an offset in its line, counted from 1, in bytes and in UTF-16 code units.
private struct LineUnits {
    var bytes: Int
    var utf16: Int

    init(_ text: UnsafeBufferPointer<UInt8>, at offset: Int) {
        var start = offset
        while start > 0, text[start - 1] != 0x0A, text[start - 1] != 0x0D { start -= 1 }
        bytes = offset - start + 1
        utf16 = 1
        for index in start..<offset {
            if text[index] & 0xC0 != 0x80 { utf16 += text[index] >= 0xF0 ? 2 : 1 }
        }
    }
}
