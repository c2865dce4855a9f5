// Where a cell stands, in all the units that formats count in.

/// How far into its line an offset is, from 0. A chunk is smaller than 4 GiB, and begins with a line.
package struct TextColumn: Sendable, Equatable, BitwiseCopyable {
    package var bytes: UInt32 = 0
    /// Bytes that continue a scalar are not counted.
    package var scalars: UInt32 = 0
    /// UTF-16 code units.
    package var utf16: UInt32 = 0

    package init(bytes: UInt32 = 0, scalars: UInt32 = 0, utf16: UInt32 = 0) {
        self.bytes = bytes
        self.scalars = scalars
        self.utf16 = utf16
    }

    /// The column behind a part of a line.
    package init(behind text: some Sequence<UInt8>) {
        for byte in text {
            bytes &+= 1
            if byte & 0xC0 == 0x80 { continue }
            scalars &+= 1
            utf16 &+= byte >= 0xF0 ? 2 : 1
        }
    }
}

/// The extent of a cell or a record in its return.
package struct CellExtent: Sendable, Equatable, BitwiseCopyable {
    /// The physical line that it begins on, from 1.
    package var line: Int
    /// Its first byte in the file.
    package var offset: Int
    /// How many lines end in it.
    package var lines: UInt32
    /// In bytes.
    package var length: UInt32
    package var start: TextColumn
    package var end: TextColumn

    package init(line: Int, offset: Int, lines: Int = 0, length: Int = 0, start: TextColumn, end: TextColumn) {
        self.line = line
        self.offset = offset
        self.lines = UInt32(truncatingIfNeeded: lines)
        self.length = UInt32(truncatingIfNeeded: length)
        self.start = start
        self.end = end
    }

    /// Nothing, at the start of a line.
    package init(line: Int, offset: Int) {
        self.init(line: line, offset: offset, start: TextColumn(), end: TextColumn())
    }

    package var place: CellPlace {
        CellPlace(
            line: line, column: Int(start.scalars) + 1, endLine: line + Int(lines), endColumn: Int(end.scalars) + 1,
            bytes: offset..<offset + Int(length))
    }
}
