// The text of an open document, and positions in it in the units that editors count in.

package import Locations

/// In which units columns are counted.
package enum PositionEncoding: String, Sendable, CaseIterable {
    /// Bytes of UTF-8.
    case utf8 = "utf-8"
    /// UTF-16 code units.
    case utf16 = "utf-16"
    /// Unicode scalars.
    case utf32 = "utf-32"
}

/// A place in a text. Lines and columns count from 0, columns in some encoding's units.
package struct TextPosition: Sendable, Hashable, Comparable {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static func < (left: Self, right: Self) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}

/// A part of a text; its end is exclusive.
package struct TextRange: Sendable, Hashable {
    package var start: TextPosition
    package var end: TextPosition

    package init(_ start: TextPosition, _ end: TextPosition) {
        self.start = start
        self.end = end
    }

    /// Whether it shares a place with another one: their ends count, since a cursor stands at one.
    package func touches(_ other: TextRange) -> Bool { start <= other.end && other.start <= end }
}

/// A text in UTF-8 that is edited by positions. Lines end with a line feed, a carriage return, or both, as everywhere
/// in LSP and in kpilint.
package struct TextBuffer: Sendable {
    package private(set) var bytes: [UInt8]
    /// The offset at which each line begins.
    private var lineStarts: [Int]

    package init(_ bytes: [UInt8]) {
        self.bytes = bytes
        lineStarts = Self.lineStarts(of: bytes, from: 0)
    }

    package init(_ text: String) { self.init(Array(text.utf8)) }

    package var lineCount: Int { lineStarts.count }

    private static func lineStarts(of bytes: [UInt8], from start: Int) -> [Int] {
        var starts = [start]
        var at = start
        while at < bytes.count {
            let byte = bytes[at]
            at += 1
            guard byte <= 0x0D else { continue }
            if byte == 0x0A {
                starts.append(at)
            } else if byte == 0x0D {
                if at < bytes.count, bytes[at] == 0x0A { at += 1 }
                starts.append(at)
            }
        }
        return starts
    }

    /// Replaces a part of the text. Positions beyond a line's end are its end, and those beyond the text's end are
    /// that.
    package mutating func replace(_ range: TextRange, with text: String, _ encoding: PositionEncoding) {
        let start = offset(of: range.start, encoding)
        let end = max(start, offset(of: range.end, encoding))
        bytes.replaceSubrange(start..<end, with: text.utf8)
        // A carriage return before may now be one line end with what follows it: its line is looked at again.
        let line = max(0, self.line(at: start) - 1)
        let first = lineStarts[line]
        lineStarts.removeSubrange(line...)
        lineStarts += Self.lineStarts(of: bytes, from: first)
    }

    /// The byte that a position stands before. One within a letter is before it.
    package func offset(of position: TextPosition, _ encoding: PositionEncoding) -> Int {
        guard position.line >= 0 else { return 0 }
        guard position.line < lineStarts.count else { return bytes.count }
        let start = lineStarts[position.line]
        var end = position.line + 1 < lineStarts.count ? lineStarts[position.line + 1] : bytes.count
        while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
        var (at, column) = (start, 0)
        while at < end {
            let byte = bytes[at]
            let length = byte < 0x80 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            let units =
                switch encoding {
                case .utf8: length
                case .utf16: length == 4 ? 2 : 1
                case .utf32: 1
                }
            guard column + units <= position.column else { break }
            column += units
            at = min(end, at + length)
        }
        return at
    }

    /// The position of a byte; that of the letter's first byte for one within it.
    package func position(of offset: Int, _ encoding: PositionEncoding) -> TextPosition {
        let offset = min(max(0, offset), bytes.count)
        let line = line(at: offset)
        var column = 0
        for byte in bytes[lineStarts[line]..<offset] {
            switch encoding {
            case .utf8: column += 1
            case .utf16: column += byte & 0xC0 == 0x80 ? 0 : byte >= 0xF0 ? 2 : 1
            case .utf32: column += byte & 0xC0 == 0x80 ? 0 : 1
            }
        }
        return TextPosition(line: line, column: column)
    }

    /// Whether a line, from 0, holds nothing but white space.
    package func isBlank(line: Int) -> Bool {
        guard lineStarts.indices.contains(line) else { return true }
        let end = line + 1 < lineStarts.count ? lineStarts[line + 1] : bytes.count
        return bytes[lineStarts[line]..<end].allSatisfy { $0 == 0x20 || $0 == 0x09 || $0 == 0x0A || $0 == 0x0D }
    }

    /// All of it.
    package var extent: TextExtent {
        let start = lineStarts[lineStarts.count - 1]
        return TextExtent(
            line: 1, offset: 0, lines: lineStarts.count - 1, length: bytes.count, start: TextColumn(),
            end: TextColumn(behind: bytes[start...]))
    }

    /// The line that holds a byte, from 0.
    private func line(at offset: Int) -> Int {
        var (low, high) = (0, lineStarts.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low
    }
}
