// Which row of a spreadsheet shows which line of a text.

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

    /// Takes note of a chunk's records of several lines that begin before an offset.
    mutating func add(_ chunk: RecordChunk, before end: Int = .max) {
        for record in chunk.recordsOfLines.lazy.map({ Int($0) }) {
            guard Int(chunk.recordStarts[record]) < end else { return }
            add(chunk.location(record: record))
        }
    }

    mutating func add(headerRecord record: Int, of chunk: RecordChunk) { add(chunk.location(record: record)) }

    private mutating func add(_ record: CellLocation) {
        guard record.endLine > record.line, record.endLine >= records.last?.behind ?? 0 else { return }
        records.append((record.endLine + 1, (records.last?.surplus ?? 0) + record.endLine - record.line))
    }
}
