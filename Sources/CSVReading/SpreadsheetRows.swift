// Which row of a spreadsheet shows which line of a text.

import CByteMasks
internal import Locations
internal import Tables

/// The records of a text that hold several lines. A spreadsheet that opens the text shows each record in one row, and a
/// blank line too.
struct SpreadsheetRows {
    /// For each such record the line behind it, and how many lines it and those before it have beyond their first;
    /// ascending.
    private var records: [(behind: Int, surplus: Int)] = []

    /// The row that shows the record that begins on a line, from 1.
    func row(ofLine line: Int) -> Int {
        var low = 0
        var high = records.count
        while low < high {
            let middle = (low + high) / 2
            if records[middle].behind <= line { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? line : line - records[low - 1].surplus
    }

    /// Takes note of a chunk's records that begin before an offset. `lines` end in it: where they are as many as the
    /// records, each record has one.
    mutating func add(_ chunk: RecordChunk, lines: Int, before end: Int = .max) {
        guard lines > chunk.recordCount else { return }
        // Asked for once: another module's buffers are retained for each access.
        let (starts, ends, firstFields) = (chunk.recordStarts.start, chunk.fieldEnds.start, chunk.firstFields.start)
        let bytes = chunk.bytes
        for record in 0..<chunk.recordCount {
            let start = Int(starts[record])
            guard start < end else { return }
            let last = Int(ends[Int(firstFields[record + 1]) - 1])
            guard last > start, line_ends_count(bytes + start, UInt64(last - start), 0) > 0 else { continue }
            add(chunk.location(record: record))
        }
    }

    mutating func add(headerRecord record: Int, of chunk: RecordChunk) { add(chunk.location(record: record)) }

    private mutating func add(_ record: CellLocation) {
        guard record.endLine > record.line, record.endLine >= records.last?.behind ?? 0 else { return }
        records.append((record.endLine + 1, (records.last?.surplus ?? 0) + record.endLine - record.line))
    }
}
