// The places of cells in their files, computed only for what is reported.

import CByteMasks
package import Locations

extension RecordChunk {
    /// The place of a cell, its quotes included. A cell that the record lacks is empty, at the record's end.
    ///
    /// In texts the cost is the distance in bytes from the last place, when places are requested in the order of the
    /// text; otherwise the length of the record, and for an earlier record all text of the chunk before it.
    package func location(record: Int, field: Int) -> CellLocation {
        if field == contents.unplacedField { return location(record: record) }
        return switch contents.origin {
        case .text: .text(extent(of: cellRange(record: record, field: field), record: record))
        case .sheet(let rows, let columns):
            .sheet(
                SheetExtent(
                    row: Int(rows[record].row),
                    column: columns.indices.contains(field)
                        ? Int(columns[field]) : Int(rows[record].column) + Int(rows[record].columnCount),
                    rowCount: Int(rows[record].rowCount),
                    isHidden: rows[record].isHidden
                        || contents.hiddenFields.indices.contains(field) && contents.hiddenFields[field]))
        }
    }

    /// The place of a record, without its line end.
    package func location(record: Int) -> CellLocation {
        switch contents.origin {
        case .text:
            let count = fieldCount(record)
            let start = Int(recordStarts[record])
            let last = count > 0 && count - 1 == contents.unplacedField ? count - 2 : count - 1
            let end = last < 0 ? start : cellRange(record: record, field: last).upperBound
            return .text(extent(of: start..<max(start, end), record: record))
        case .sheet(let rows, _): return .sheet(rows[record])
        }
    }

    /// Where a field's own cell stands in `bytes`, which may say what stands elsewhere.
    func cellRange(record: Int, field: Int) -> Range<Int> {
        guard !cellStarts.isEmpty, field < fieldCount(record) else { return rawRange(record: record, field: field) }
        let index = Int(firstFields[record]) + field
        return Int(cellStarts[index])..<Int(cellEnds[index])
    }

    private func extent(of range: Range<Int>, record: Int) -> TextExtent {
        var index = placeIndex ?? LocationCache()
        let start = index.location(of: range.lowerBound, record: record, in: self)
        let end = index.location(of: range.upperBound, record: record, in: self)
        placeIndex = index
        return TextExtent(
            line: firstLine + start.line, offset: fileOffset + range.lowerBound,
            lines: end.line - start.line, length: range.count,
            start: start.columns, end: end.columns)
    }
}

/// The last requested place, and where its record begins.
struct LocationCache {
    /// Counted from 0, from the chunk's first byte, which begins a line.
    struct Location {
        var offset = 0
        /// Line ends before it: LF, CR, or CRLF as one.
        var line = 0
        /// The distance from the last of them.
        var columns = TextColumn()
    }

    private var last = Location()
    private var start = Location()
    private var record = -1

    /// The location of an offset in a record.
    mutating func location(of offset: Int, record: Int, in chunk: RecordChunk) -> Location {
        if self.record != record {
            let begin = Int(chunk.recordStarts[record])
            if last.offset > begin { last = start.offset > begin ? Location() : start }
            last.advance(to: begin, in: chunk.bytes)
            start = last
            self.record = record
        }
        // In a narrative a field may begin before its record.
        if last.offset > offset { last = start.offset > offset ? Location() : start }
        last.advance(to: offset, in: chunk.bytes)
        return last
    }
}

extension LocationCache.Location {
    /// Moves forward to an offset.
    fileprivate mutating func advance(to end: Int, in text: UnsafeMutablePointer<UInt8>) {
        guard end > offset else { return }
        let ended = line_ends_count(text + offset, UInt64(end - offset), offset > 0 ? text[offset - 1] : 0)
        // The LF of a CRLF that begins before the offset does not count as a line end, but the next line begins behind
        // it.
        if ended > 0 || text[offset] == UInt8(ascii: "\n") {
            line += Int(ended)
            var begin = end
            while begin > offset, text[begin - 1] != UInt8(ascii: "\n"), text[begin - 1] != UInt8(ascii: "\r") {
                begin -= 1
            }
            offset = begin
            columns = TextColumn()
        }
        var continuing = 0
        var beyond = 0
        for index in offset..<end {
            continuing &+= text[index] & 0xC0 == 0x80 ? 1 : 0
            beyond &+= text[index] >= 0xF0 ? 1 : 0
        }
        let scalars = end - offset - continuing
        columns.bytes &+= UInt32(truncatingIfNeeded: end - offset)
        columns.scalars &+= UInt32(truncatingIfNeeded: scalars)
        columns.utf16 &+= UInt32(truncatingIfNeeded: scalars + beyond)
        offset = end
    }
}
