// Parts of extents, in all units that are counted.

import Locations
import Testing

@Suite struct PartOfExtentTests {
    /// A cell that begins in the fifth byte of line 7, and takes in three lines.
    private let text = Array("é\u{1F600}ab\r\n1\n\r23".utf8)
    private var whole: TextExtent {
        TextExtent(
            line: 7, offset: 100, lines: 3, length: text.count, start: TextColumn(bytes: 4, scalars: 4, utf16: 4),
            end: TextColumn(bytes: 2, scalars: 2, utf16: 2))
    }

    @Test func inTheFirstLine() {
        let part = whole.part(6..<8, of: text)
        #expect(part.line == 7 && part.endLine == 7 && part.bytes == 106..<108)
        #expect(part.start == TextColumn(bytes: 10, scalars: 6, utf16: 7))
        #expect(part.end == TextColumn(bytes: 12, scalars: 8, utf16: 9))
    }

    @Test func behindLineEnds() {
        let part = whole.part(10..<15, of: text)
        #expect(part.line == 8 && part.endLine == 10 && part.bytes == 110..<115)
        #expect(part.start == TextColumn() && part.end == TextColumn(bytes: 2, scalars: 2, utf16: 2))
    }

    @Test func theWhole() {
        let part = whole.part(0..<text.count, of: text)
        #expect(part == whole)
    }
}
