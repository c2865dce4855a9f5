// A part of a text file: a cell, a record, a clause of a rule.

/// Where a part of a text begins and ends. A part is shorter than 4 GiB.
package struct TextExtent: Sendable, Hashable, BitwiseCopyable {
    /// The physical line that it begins on, from 1.
    package var line: Int
    /// Its first byte in the file.
    package var offset: Int
    /// How many lines end in it.
    package var lines: UInt32
    /// In bytes.
    package var length: UInt32
    package var start: TextColumn
    /// The column, in its last line, behind its last character.
    package var end: TextColumn

    package init(line: Int, offset: Int, lines: Int = 0, length: Int = 0, start: TextColumn, end: TextColumn) {
        self.line = line
        self.offset = offset
        self.lines = UInt32(clamping: lines)
        self.length = UInt32(clamping: length)
        self.start = start
        self.end = end
    }

    /// An empty extent at the start of a line.
    package init(line: Int, offset: Int) {
        self.init(line: line, offset: offset, start: TextColumn(), end: TextColumn())
    }

    /// The physical line that it ends on.
    package var endLine: Int { line + Int(lines) }

    /// The offsets of its bytes in the file.
    package var bytes: Range<Int> { offset..<offset + Int(length) }
}
