// Lines and columns of cells, computed only for what is reported.

extension RecordChunk {
    /// Where a cell stands, its quotes included. A cell that the record lacks stands, empty, at the record's end.
    ///
    /// The first place asked of a chunk costs one pass over it; each further one the length of its record, or, within one record and
    /// from left to right, the bytes since the one before.
    package func place(record: Int, field: Int) -> CellPlace {
        place(of: rawRange(record: record, field: field), record: record)
    }

    /// Where a record stands, without its line end.
    package func place(record: Int) -> CellPlace {
        let count = fieldCount(record)
        let start = Int(recordStarts[record])
        let end = count == 0 ? start : rawRange(record: record, field: count - 1).upperBound
        return place(of: start..<max(start, end), record: record)
    }

    private func place(of range: Range<Int>, record: Int) -> CellPlace {
        var index = placeIndex ?? PlaceIndex(of: self)
        placeIndex = nil
        let start = index.location(of: range.lowerBound, record: record, in: self)
        let end = index.location(of: range.upperBound, record: record, in: self)
        placeIndex = index
        return CellPlace(
            line: firstLine + Int(start.line), column: 1 + Int(start.column), endLine: firstLine + Int(end.line),
            endColumn: 1 + Int(end.column), bytes: fileOffset + range.lowerBound..<fileOffset + range.upperBound)
    }
}

/// Where the records of a chunk stand, and the place last asked for. Lines and columns count from 0 here, from the chunk's
/// first byte, which begins a line.
struct PlaceIndex {
    struct Location {
        var offset: UInt32 = 0
        /// Line ends before it: LF, CR, or CRLF as one.
        var line: UInt32 = 0
        /// Unicode scalars since the last of them; bytes that continue none are not counted.
        var column: UInt32 = 0
    }

    private var records: [Location]
    private var last = Location()
    private var lastRecord = -1

    init(of chunk: RecordChunk) {
        records = []
        records.reserveCapacity(chunk.recordCount)
        var location = Location()
        for start in chunk.recordStarts {
            if start < location.offset { location = Location() }
            location.advance(to: start, in: chunk.bytes)
            records.append(location)
        }
    }

    /// The location of an offset in a record.
    mutating func location(of offset: Int, record: Int, in chunk: RecordChunk) -> Location {
        let offset = UInt32(offset)
        if lastRecord != record || last.offset > offset {
            last = records[record]
            lastRecord = record
            // A field may begin before its record in a table that is no delimited text.
            if last.offset > offset { last = Location() }
        }
        last.advance(to: offset, in: chunk.bytes)
        return last
    }
}

extension PlaceIndex.Location {
    /// Moves on to an offset further on.
    fileprivate mutating func advance(to end: UInt32, in bytes: UnsafeMutablePointer<UInt8>) {
        let end = Int(end)
        var index = Int(offset)
        var line = self.line
        var lineStart = -1
        let raw = UnsafeRawPointer(bytes)
        while index < end {
            if index &+ 8 <= end {
                let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                if !Self.hasByteBelow14(word) {
                    index &+= 8
                    continue
                }
            }
            let stop = min(end, index &+ 8)
            while index < stop {
                let byte = bytes[index]
                // An LF behind a CR belongs to it. No location lies between the two.
                if byte == UInt8(ascii: "\r")
                    || (byte == UInt8(ascii: "\n") && !(index > 0 && bytes[index &- 1] == 0x0D))
                {
                    line &+= 1
                }
                index &+= 1
                if byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { lineStart = index }
            }
        }
        self.line = line
        var column = lineStart < 0 ? self.column : 0
        var from = lineStart < 0 ? Int(offset) : lineStart
        while from < end {
            column &+= bytes[from] & 0xC0 == 0x80 ? 0 : 1
            from &+= 1
        }
        self.column = column
        offset = UInt32(end)
    }

    /// Whether some byte of a word may be a line end: below 14. Never false for a word that has one.
    @inline(__always)
    private static func hasByteBelow14(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        return (word &- ones &* 14) & ~word & 0x8080_8080_8080_8080 != 0
    }
}
