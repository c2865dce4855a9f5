// Which bytes of a raw cell a part of its text is.

import Tables
import Testing

@Suite struct CellTextTests {
    @Test(arguments: [
        ("down by 5%", "down by 5%", 8..<10, 8..<10), ("  down by 5% ", "down by 5%", 8..<10, 10..<12),
        (#""down by 5%""#, "down by 5%", 8..<10, 9..<11), (#"" down by 5%" "#, "down by 5%", 8..<10, 10..<12),
        (#""a ""b"" c""#, #"a "b" c"#, 2..<5, 3..<8), (#""a ""b"" c""#, #"a "b" c"#, 6..<7, 9..<10),
        (#""a" b"#, #""a" b"#, 1..<2, 1..<2), (#"5" pipe"#, #"5" pipe"#, 0..<2, 0..<2),
        ("\"a\nb\"", "a\nb", 2..<3, 3..<4),
    ])
    func places(raw: String, text: String, part: Range<Int>, place: Range<Int>) {
        #expect(found(part, text, raw) == place)
    }

    @Test func anotherText() {
        #expect(found(0..<1, "b", "a") == nil)
        #expect(found(0..<0, "a", "a") == nil)
        #expect(found(0..<2, "a", "a") == nil)
        #expect(found(0..<1, "a", "") == nil)
    }

    private func found(_ part: Range<Int>, _ text: String, _ raw: String) -> Range<Int>? {
        var (text, raw) = (text, raw)
        return text.withUTF8 { text in raw.withUTF8 { rawRange(of: part, ofText: text, inCell: $0) } }
    }
}
