// What surrounds the text of a cell, and stays when the cell gets another text.

/// How a cell is written, apart from its text.
package struct CellShape: Sendable, Equatable, BitwiseCopyable {
    package var isQuoted = false
    /// White space before and behind the text, and behind the closing quotation mark, in bytes, 255 at most.
    package var before: UInt8 = 0
    package var after: UInt8 = 0
    package var behind: UInt8 = 0

    package init() {}

    /// The shape of a raw cell. White space alone does not count as surrounding a text.
    package init(_ cell: UnsafeBufferPointer<UInt8>) {
        var (start, end) = (0, cell.count)
        func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
        func count(_ bytes: Int) -> UInt8 { UInt8(clamping: bytes) }
        if cell.first == 0x22 {
            while end > 1, isSpace(cell[end - 1]) { end -= 1 }
            guard end > 1, cell[end - 1] == 0x22 else { return }
            isQuoted = true
            behind = count(cell.count - end)
            (start, end) = (1, end - 1)
        }
        let inner = start..<end
        while start < end, isSpace(cell[start]) { start += 1 }
        while end > start, isSpace(cell[end - 1]) { end -= 1 }
        guard start < end else { return }
        (before, after) = (count(start - inner.lowerBound), count(inner.upperBound - end))
    }
}

extension RecordChunk {
    /// The shape of a cell.
    package func shape(record: Int, field: Int) -> CellShape {
        let range = cellRange(record: record, field: field)
        return CellShape(UnsafeBufferPointer(start: bytes + range.lowerBound, count: range.count))
    }
}
