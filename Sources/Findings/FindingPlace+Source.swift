// Places in rule files: the one way in which a span becomes a place, with its columns in every unit.

package import Diagnostics

extension FindingPlace {
    /// Where a part of a rule file stands.
    package init(_ span: SourceSpan) {
        let file = span.file
        let range = span.range.clamped(to: 0..<file.bytes.count)
        let start = file.position(at: range.lowerBound)
        let end = file.position(at: range.upperBound)
        let startOfFirst = file.lineStarts[start.line - 1]
        let startOfLast = file.lineStarts[end.line - 1]
        let byteStart = range.lowerBound - startOfFirst + 1
        let byteEnd = range.upperBound - startOfLast + 1
        let wideStart = start.column + wideScalars(file.bytes[startOfFirst..<range.lowerBound])
        let wideEnd = end.column + wideScalars(file.bytes[startOfLast..<range.upperBound])
        self.init(
            file: file.name, line: start.line, column: start.column, endLine: end.line, endColumn: end.column,
            bytes: range, byteColumns: byteStart..<max(byteStart, byteEnd),
            utf16Columns: wideStart..<max(wideStart, wideEnd), endByteColumn: byteEnd, endUTF16Column: wideEnd)
    }

    /// The place of a rule, of which the bytes do not matter.
    package init(_ place: RulePlace) {
        self.init(
            file: place.file, line: place.line, column: place.column, endLine: place.endLine,
            endColumn: place.endColumn, bytes: 0..<0,
            byteColumns: place.byteColumn..<max(place.byteColumn, place.endByteColumn),
            utf16Columns: place.utf16Column..<max(place.utf16Column, place.endUTF16Column),
            endByteColumn: place.endByteColumn, endUTF16Column: place.endUTF16Column)
    }

    /// The start of a line, where there is no more to point at.
    package init(file: String, line: Int) {
        self.init(
            file: file, line: line, column: 1, endLine: line, endColumn: 1, bytes: 0..<0, byteColumns: 1..<1,
            utf16Columns: 1..<1)
    }
}

extension RulePlace {
    package init(_ span: SourceSpan) { self.init(FindingPlace(span)) }

    package init(_ place: FindingPlace) {
        self.init(
            file: place.file, line: place.line, column: place.column, endLine: place.endLine,
            endColumn: place.endColumn)
        (byteColumn, endByteColumn) = (place.byteColumns.lowerBound, place.endByteColumn)
        (utf16Column, endUTF16Column) = (place.utf16Columns.lowerBound, place.endUTF16Column)
    }
}

/// How many scalars of a part of a line take two code units of UTF-16.
private func wideScalars(_ text: ArraySlice<UInt8>) -> Int { text.count { $0 >= 0xF0 } }
