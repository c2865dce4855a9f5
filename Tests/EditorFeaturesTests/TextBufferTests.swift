// Texts that are edited by positions, in three encodings.

import Testing

@testable import EditorFeatures

@Suite struct TextBufferTests {
    private static let text = "a£b\r\n👩‍👩‍👧𐐀,x\rlast\nend"

    @Test("positions count in the units of the encoding", arguments: PositionEncoding.allCases)
    func positions(_ encoding: PositionEncoding) {
        let buffer = TextBuffer(Self.text)
        #expect(buffer.lineCount == 4)
        // Behind `£` on the first line.
        let behindPound = TextPosition(line: 0, column: encoding == .utf8 ? 3 : 2)
        #expect(buffer.offset(of: behindPound, encoding) == 3)
        #expect(buffer.position(of: 3, encoding) == behindPound)
        // Behind the last letter of the second line: letters and joiners of three people, one letter beyond the first
        // plane, two of ASCII.
        let columns: [PositionEncoding: Int] = [.utf8: 24, .utf16: 12, .utf32: 8]
        let end = TextPosition(line: 1, column: columns[encoding] ?? 0)
        #expect(buffer.bytes[buffer.offset(of: end, encoding)] == 0x0D)
        #expect(buffer.position(of: buffer.offset(of: end, encoding), encoding) == end)
        // Beyond a line is its end, beyond the text the text's.
        #expect(buffer.offset(of: TextPosition(line: 0, column: 99), encoding) == 4)
        #expect(buffer.offset(of: TextPosition(line: 99, column: 0), encoding) == buffer.bytes.count)
        #expect(buffer.offset(of: TextPosition(line: -1, column: 5), encoding) == 0)
    }

    @Test("a position within a letter is before it")
    func withinLetters() {
        let buffer = TextBuffer("𐐀a")
        #expect(buffer.offset(of: TextPosition(line: 0, column: 1), .utf16) == 0)
        #expect(buffer.offset(of: TextPosition(line: 0, column: 2), .utf16) == 4)
        #expect(buffer.offset(of: TextPosition(line: 0, column: 3), .utf8) == 0)
    }

    @Test("random edits come to what the same edits of a plain text come to", arguments: PositionEncoding.allCases)
    func edits(_ encoding: PositionEncoding) {
        var state: UInt64 = 7
        func random(_ below: Int) -> Int {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return Int(state % UInt64(below))
        }
        let pieces = ["", "\n", "\r", "\r\n", "£", "𐐀", "a,b", "👩‍👩‍👧", "\"x\ny\""]
        var buffer = TextBuffer("a\r\nb\n")
        var plain = Array("a\r\nb\n".utf8)
        for _ in 0..<3000 {
            let (one, other) = (random(plain.count + 1), random(plain.count + 1))
            let range = TextRange(
                buffer.position(of: min(one, other), encoding), buffer.position(of: max(one, other), encoding))
            let new = pieces[random(pieces.count)]
            let (start, end) = (buffer.offset(of: range.start, encoding), buffer.offset(of: range.end, encoding))
            buffer.replace(range, with: new, encoding)
            plain.replaceSubrange(start..<max(start, end), with: new.utf8)
            if plain.count > 200 {
                buffer.replace(
                    TextRange(TextPosition(line: 0, column: 0), TextPosition(line: 3, column: 0)), with: "", encoding)
                plain = buffer.bytes
            }
            #expect(buffer.bytes == plain)
            // Lines are those of a text that was never edited.
            let fresh = TextBuffer(plain)
            let place = random(plain.count + 1)
            #expect(buffer.lineCount == fresh.lineCount)
            #expect(buffer.position(of: place, encoding) == fresh.position(of: place, encoding))
        }
    }
}
