// A table of an open return: its header, its records and cells with their places in the text.

package import Checking
package import Locations
package import Tables
package import Workspace

/// A cell of the header.
package struct HeaderCell: Sendable {
    package var field: Int
    /// As printed, without its quotes.
    package var text: String
    package var extent: TextExtent
    /// The table's columns that are read from it.
    package var columns: [Int]
}

/// A record of a table: a row, or what a check says is none.
package struct ReturnRecord: Sendable {
    /// How many records of the file come before it.
    package var number: Int
    /// Without its line end.
    package var extent: TextExtent
    package var fieldCount: Int
    /// What is wrong with its structure.
    package var faults: [RecordFault]
    fileprivate var chunk: Int
    fileprivate var index: Int

    /// Whether it is the header once more.
    package var repeatsHeader: Bool { faults.contains { $0.kind == .repeatedHeader } }

    /// Whether nobody knows which column a cell of it belongs to.
    package var isDoubtful: Bool {
        faults.contains { fault in
            switch fault.kind {
            case .ragged: true
            case .strayQuote(_, let spoilsRow), .unterminatedQuote(let spoilsRow): spoilsRow
            default: false
            }
        }
    }
}

/// A cell of a record.
package struct ReturnCell: Sendable {
    package var record: ReturnRecord
    package var field: Int
    /// The table's columns that are read from it; empty for one below a header that no column has, or below none.
    package var columns: [Int]
    /// Without its quotes, untrimmed.
    package var text: String
    /// With its quotes.
    package var extent: TextExtent
    /// How it is written.
    package var shape: CellShape
}

/// A table of an open return, read as a check reads it: from the text's beginning as far as somebody asks, a chunk at a
/// time, of which the last ones are kept. One thread uses it at a time.
package final class ReturnTable {
    package let rules: RuleSet
    package let place: KeptCheck.Place
    package let header: [HeaderCell]
    /// `nil` for a table that has no header.
    package let headerExtent: TextExtent?
    private let open: OpenTable
    private var chunks: [Chunk] = []
    private var isAtEnd = false
    /// By use, the last one last.
    private var loaded: [(number: Int, chunk: RecordChunk)] = []

    private struct Chunk {
        var position: ChunkPosition
        var bytes: Range<Int>
    }

    /// So many chunks are kept, of about a megabyte each.
    private static let mostLoaded = 4

    init(_ rules: RuleSet, _ open: OpenTable) {
        self.rules = rules
        place = open.place
        self.open = open
        let hasHeader = rules.tables[open.place.table].source.hasHeader
        let locations = open.reader.headerLocations
        header =
            hasHeader
            ? open.reader.header.enumerated().compactMap { field, text in
                guard locations.indices.contains(field), case .text(let extent) = locations[field] else { return nil }
                return HeaderCell(field: field, text: text, extent: extent, columns: open.columns[field] ?? [])
            } : []
        if hasHeader, case .text(let extent)? = locations.last { headerExtent = extent } else { headerExtent = nil }
    }

    package var table: CheckedTable { rules.tables[place.table] }

    /// By column its field.
    package var fields: [Int: Int] { open.fields }

    /// The columns that are read from a field.
    package func columns(ofField field: Int) -> [Int] { open.columns[field] ?? [] }

    /// A text as a cell of a shape holds it: quoted as the file needs.
    package func written(_ text: String, as shape: CellShape) -> String {
        open.reader.makeEditor()?.replacement(text, for: shape) ?? text
    }

    // MARK: Records

    /// Whether it has more rows than that.
    package func hasMore(than rows: Int) -> Bool {
        while !isAtEnd, recordCount <= rows { readOn() }
        return recordCount > rows
    }

    /// How many records have been read.
    private var recordCount: Int { chunks.last.map { $0.position.firstRecord + $0.position.recordCount } ?? 0 }

    /// The record that holds a byte of the text, or ends at it.
    package func record(at offset: Int) -> ReturnRecord? {
        while !isAtEnd, chunks.last.map({ $0.bytes.upperBound <= offset }) ?? true { readOn() }
        guard let number = chunks.lastIndex(where: { $0.bytes.lowerBound <= offset }), let chunk = load(number) else {
            return nil
        }
        guard let index = self.index(ofRecordAt: offset, in: chunk) else { return nil }
        let found = record(index, of: chunk, number)
        return offset <= found.extent.bytes.upperBound ? found : nil
    }

    /// The last record of a chunk that begins at a byte of the text, or before it.
    private func index(ofRecordAt offset: Int, in chunk: RecordChunk) -> Int? {
        var (low, high) = (0, chunk.recordCount)
        while low < high {
            let middle = (low + high) / 2
            if Int(chunk.recordStarts[middle]) + chunk.fileOffset <= offset { low = middle + 1 } else { high = middle }
        }
        return low > 0 ? low - 1 : nil
    }

    /// The record with a number; `nil` where there are not so many.
    package func record(number: Int) -> ReturnRecord? {
        while !isAtEnd, recordCount <= number { readOn() }
        guard number >= 0, number < recordCount,
            let place = chunks.lastIndex(where: { $0.position.firstRecord <= number }), let chunk = load(place)
        else { return nil }
        return record(number - chunks[place].position.firstRecord, of: chunk, place)
    }

    /// Calls the body with each record that shares a byte with a part of the text, in their order, until it returns
    /// `false`.
    package func forEachRecord(in bytes: Range<Int> = 0..<Int.max, _ body: (ReturnRecord) -> Bool) {
        var number = 0
        while true {
            if number == chunks.count {
                guard !isAtEnd else { return }
                readOn()
                continue
            }
            let place = chunks[number].bytes
            if place.lowerBound > bytes.upperBound { return }
            if place.upperBound >= bytes.lowerBound, let chunk = load(number) {
                for index in (self.index(ofRecordAt: bytes.lowerBound, in: chunk) ?? 0)..<chunk.recordCount {
                    let record = record(index, of: chunk, number)
                    if record.extent.offset > bytes.upperBound { return }
                    if record.extent.bytes.upperBound >= bytes.lowerBound, !body(record) { return }
                }
            }
            number += 1
        }
    }

    private func record(_ index: Int, of chunk: RecordChunk, _ number: Int) -> ReturnRecord {
        var extent = TextExtent(line: 1, offset: 0)
        if case .text(let place) = chunk.location(record: index) { extent = place }
        return ReturnRecord(
            number: chunk.firstRecord + index, extent: extent, fieldCount: chunk.fieldCount(index),
            faults: faults(of: index, in: chunk), chunk: number, index: index)
    }

    /// The faults of one record: they stand in the order of the records.
    private func faults(of record: Int, in chunk: RecordChunk) -> [RecordFault] {
        var (low, high) = (0, chunk.faults.count)
        while low < high {
            let middle = (low + high) / 2
            if chunk.faults[middle].record < record { low = middle + 1 } else { high = middle }
        }
        return Array(chunk.faults[low...].prefix { $0.record == record })
    }

    /// The last record of the text, which is read to its end for it.
    package var lastRecord: ReturnRecord? {
        while !isAtEnd { readOn() }
        return record(number: recordCount - 1)
    }

    // MARK: Cells

    /// The cells of a record, in order.
    package func cells(of record: ReturnRecord) -> [ReturnCell] {
        guard let chunk = load(record.chunk) else { return [] }
        return (0..<record.fieldCount).map { cell($0, of: record, chunk) }
    }

    /// One cell of a record; `nil` for one that it lacks.
    package func cell(_ field: Int, of record: ReturnRecord) -> ReturnCell? {
        guard field < record.fieldCount, let chunk = load(record.chunk) else { return nil }
        return cell(field, of: record, chunk)
    }

    /// The cell that holds a byte of the text, or ends at it.
    package func cell(at offset: Int) -> ReturnCell? {
        guard let record = record(at: offset), let chunk = load(record.chunk) else { return nil }
        let wanted = offset - chunk.fileOffset
        var (low, high) = (0, record.fieldCount)
        while low < high {
            let middle = (low + high) / 2
            if chunk.rawRange(record: record.index, field: middle).upperBound < wanted {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < record.fieldCount ? cell(low, of: record, chunk) : nil
    }

    private func cell(_ field: Int, of record: ReturnRecord, _ chunk: RecordChunk) -> ReturnCell {
        var extent = record.extent
        if case .text(let place) = chunk.location(record: record.index, field: field) { extent = place }
        return ReturnCell(
            record: record, field: field, columns: columns(ofField: field),
            text: chunk.text(record: record.index, field: field), extent: extent,
            shape: chunk.shape(record: record.index, field: field))
    }

    /// The texts of a record's cells in some columns, trimmed; empty where it lacks one.
    package func texts(of columns: [Int], in record: ReturnRecord) -> [String] {
        guard let chunk = load(record.chunk) else { return [] }
        return columns.map { column in
            guard let field = fields[column], field < record.fieldCount else { return "" }
            return trimmedText(chunk.text(record: record.index, field: field))
        }
    }

    // MARK: Chunks

    /// Reads the next chunk. A text that cannot be read further ends there: the check says why.
    private func readOn() {
        let chunk = loaded.count < Self.mostLoaded ? RecordChunk() : loaded.removeFirst().chunk
        guard (try? open.reader.next(into: chunk)) ?? false, chunk.recordCount > 0 else {
            isAtEnd = true
            return
        }
        chunks.append(
            Chunk(position: chunk.position, bytes: chunk.fileOffset..<chunk.fileOffset + chunk.byteCount))
        loaded.append((chunks.count - 1, chunk))
    }

    /// A chunk that was read before.
    private func load(_ number: Int) -> RecordChunk? {
        if let known = loaded.lastIndex(where: { $0.number == number }) {
            if known < loaded.count - 1 { loaded.append(loaded.remove(at: known)) }
            return loaded.last?.chunk
        }
        let chunk = loaded.count < Self.mostLoaded ? RecordChunk() : loaded.removeFirst().chunk
        guard (try? open.reader.reread(chunks[number].position, into: chunk)) != nil else { return nil }
        loaded.append((number, chunk))
        return chunk
    }
}

/// A text without white space at its ends.
func trimmedText(_ text: String) -> String {
    guard let first = text.first, let last = text.last, first.isWhitespace || last.isWhitespace else { return text }
    let start = text.drop { $0.isWhitespace }
    guard let end = start.lastIndex(where: { !$0.isWhitespace }) else { return "" }
    return String(start[...end])
}
