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

extension TextExtent {
    /// The extent of some of its bytes, counted from its first; `text` is all that it covers. Linear.
    package func part(_ range: Range<Int>, of text: [UInt8]) -> TextExtent {
        var place = (line: line, column: start)
        var low = place
        for at in 0..<min(range.upperBound, text.count) {
            if at == range.lowerBound { low = place }
            let byte = text[at]
            if byte == 0x0A || byte == 0x0D {
                // A CRLF ends one line.
                if byte == 0x0D || at == 0 || text[at - 1] != 0x0D { place.line += 1 }
                place.column = TextColumn()
                continue
            }
            place.column.bytes &+= 1
            if byte & 0xC0 == 0x80 { continue }
            place.column.scalars &+= 1
            place.column.utf16 &+= byte >= 0xF0 ? 2 : 1
        }
        return TextExtent(
            line: low.line, offset: offset + range.lowerBound, lines: place.line - low.line, length: range.count,
            start: low.column, end: place.column)
    }
}
