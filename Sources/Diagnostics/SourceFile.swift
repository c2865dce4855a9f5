// A rule file's bytes with its lines, so that every stage can refer to a place in it.

package import Locations

/// The text of one rule file. Offsets into it are byte offsets of its UTF-8; they are converted to lines and columns
/// only for output.
package final class SourceFile: Sendable {
    /// The path as it is shown, relative to the current folder where it can be, or the name of a built-in pack.
    package let name: String
    /// The file's bytes, a byte order mark and invalid sequences included.
    package let bytes: [UInt8]
    /// The byte offset at which each line begins; the first is 0.
    package let lineStarts: [Int]

    package init(name: String, bytes: [UInt8]) {
        self.name = name
        self.bytes = bytes
        var starts = [0]
        var index = 0
        while index < bytes.count {
            let byte = bytes[index]
            index += 1
            if byte == 0x0D, index < bytes.count, bytes[index] == 0x0A { index += 1 }
            if byte == 0x0A || byte == 0x0D { starts.append(index) }
        }
        lineStarts = starts
    }

    package convenience init(name: String, text: String) {
        self.init(name: name, bytes: Array(text.utf8))
    }

    /// The text of a byte range; bytes that are not UTF-8 are shown as U+FFFD. Out-of-range ends are clamped.
    package func text(_ range: Range<Int>) -> String {
        let range = range.clamped(to: 0..<bytes.count)
        return String(decoding: bytes[range], as: UTF8.self)
    }

    /// The line of a byte offset, counted from 1.
    package func line(at offset: Int) -> Int {
        var low = 0
        var high = lineStarts.count
        while high - low > 1 {
            let middle = (low + high) / 2
            if lineStarts[middle] <= offset { low = middle } else { high = middle }
        }
        return low + 1
    }

    /// The line and the column of a byte offset, both counted from 1, columns in Unicode scalars.
    package func position(at offset: Int) -> SourcePosition {
        let line = line(at: offset)
        let start = lineStarts[line - 1]
        var column = 1
        for byte in bytes[start..<max(start, min(offset, bytes.count))] where byte & 0xC0 != 0x80 { column += 1 }
        return SourcePosition(line: line, column: column)
    }

    /// The text of a line, counted from 1, without its line end.
    package func lineText(_ line: Int) -> String {
        guard line >= 1, line <= lineStarts.count else { return "" }
        var end = line < lineStarts.count ? lineStarts[line] : bytes.count
        let start = lineStarts[line - 1]
        while end > start, bytes[end - 1] == 0x0A || bytes[end - 1] == 0x0D { end -= 1 }
        return text(start..<end)
    }
}

/// A place in a text as people count it: line and column from 1, columns in Unicode scalars.
package struct SourcePosition: Sendable, Hashable {
    package var line: Int
    package var column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }
}

/// A byte range of one file.
package struct SourceSpan: Sendable {
    package var file: SourceFile
    /// Byte offsets; empty for a place between two bytes.
    package var range: Range<Int>

    package init(_ file: SourceFile, _ range: Range<Int>) {
        self.file = file
        self.range = range
    }

    /// The text of the range, as `SourceFile.text` gives it.
    package var text: String { file.text(range) }
    package var start: SourcePosition { file.position(at: range.lowerBound) }
    package var end: SourcePosition { file.position(at: range.upperBound) }

    /// The place with its columns in every unit; a range beyond the file is clamped.
    package var extent: TextExtent {
        let range = range.clamped(to: 0..<file.bytes.count)
        let line = file.line(at: range.lowerBound)
        let endLine = file.line(at: range.upperBound)
        func column(_ line: Int, _ offset: Int) -> TextColumn {
            TextColumn(behind: file.bytes[file.lineStarts[line - 1]..<offset])
        }
        return TextExtent(
            line: line, offset: range.lowerBound, lines: endLine - line, length: range.count,
            start: column(line, range.lowerBound), end: column(endLine, range.upperBound))
    }
}
