// Finds lines that look like rows in quoted cells: where the mark that closes one cell and the one that opens a later
// cell are both missing, all rows between them are in one cell, and the text is still well formed.

internal import CByteMasks
internal import Tables

extension DelimitedReader {
    /// Finds the records that hold line ends.
    func findLines(in chunk: RecordChunk) {
        let found = chunk.recordsOfLines
        found.makeRoom(chunk.recordCount)
        found.count = Int(
            line_ends_in_records(
                chunk.bytes, UInt64(chunk.byteCount), chunk.recordStarts.start, chunk.fieldEnds.start,
                chunk.firstFields.start, UInt64(chunk.recordCount), found.start))
    }

    /// Adds a fault for each cell that takes in lines which look like rows.
    func noteLinesInCells(in chunk: RecordChunk) {
        // Sentences have lines with a single separator too.
        guard header.count > 2, !chunk.recordsOfLines.isEmpty else { return }
        let known = chunk.faults.count
        // Records whose quotes are wrong are reported already.
        let told = Set(
            chunk.faults.compactMap { fault in
                switch fault.kind {
                case .strayQuote, .unterminatedQuote, .tooLong: fault.record
                default: nil
                }
            })
        for record in chunk.recordsOfLines.lazy.map({ Int($0) }) where !told.contains(record) {
            for field in 0..<chunk.fieldCount(record) {
                let count = rowsInside(chunk.rawRange(record: record, field: field), of: chunk)
                if count > 0 {
                    chunk.faults.append(RecordFault(record: record, field: field, kind: .linesInCell(count)))
                }
            }
        }
        if chunk.faults.count > known { chunk.faults.sort { ($0.record, $0.field) < ($1.record, $1.field) } }
    }

    /// How many whole lines within a quoted cell look like rows.
    private func rowsInside(_ cell: Range<Int>, of chunk: RecordChunk) -> Int {
        let bytes = chunk.bytes
        guard cell.count > 1, bytes[cell.lowerBound] == UInt8(ascii: "\"") else { return 0 }
        var count = 0
        var start: Int?
        // Between the two signs of one line end stands a line of nothing, which is no row.
        for place in cell where bytes[place] == 0x0A || bytes[place] == 0x0D {
            if let start, isRow(start..<place, bytes) { count += 1 }
            start = place + 1
        }
        return count
    }

    /// Whether a line has as many cells as the header, a digit, and no separator that a space follows, as in sentences.
    private func isRow(_ line: Range<Int>, _ bytes: UnsafePointer<UInt8>) -> Bool {
        var separators = 0
        var hasDigit = false
        for place in line {
            let byte = bytes[place]
            if byte &- 0x30 < 10 { hasDigit = true }
            guard byte == separator else { continue }
            separators += 1
            if place + 1 < line.upperBound, bytes[place + 1] == 0x20 { return false }
        }
        return hasDigit && separators == header.count - 1 && bytes[line.lowerBound] != separator
    }
}
