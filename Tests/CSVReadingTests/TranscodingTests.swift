// Text in other encodings reads as the same text in UTF-8 does, in chunks of any size and when looked at again.

import CSVReading
import Tables
import Testing

@Suite struct TranscodingTests {
    /// Long enough for several blocks of the source, with pairs of surrogates on either side of every border.
    static let text: String = {
        var text = "ref,value\r\n"
        for row in 0..<12_000 { text += "\(row),\"£\(row)\u{1F600}é\(row % 7 == 0 ? "\r\n" : "")\"\r\n" }
        return text
    }()

    @Test(arguments: [1 << 10, 1 << 16, 1 << 20], ["", "x", "xx"])
    func `UTF-16 gives what UTF-8 gives`(chunkBytes: Int, shift: String) throws {
        let options = DelimitedOptions(headerLine: 1, chunkBytes: chunkBytes)
        let text = shift + Self.text
        let wide = try DelimitedReader(
            MemorySource(name: "w", bytes: [0xFF, 0xFE] + utf16(text)), options: options
        ) { _ in 0 }
        let plain = try DelimitedReader(MemorySource(name: "p", bytes: Array(text.utf8)), options: options) { _ in 0 }
        #expect(wide.header == plain.header)
        let expected = RecordChunk()
        let again = RecordChunk()
        var first: ChunkPosition?
        try withChunks(of: wide) { chunk in
            #expect(try plain.next(into: expected))
            for chunk in [chunk, again] {
                if chunk === again { try wide.reread(expected.position, into: again) }
                #expect(chunk.fileOffset == expected.fileOffset)
                #expect(chunk.fieldEnds == expected.fieldEnds)
                #expect(column(1, of: chunk) == column(1, of: expected))
                #expect(chunk.firstLine == expected.firstLine)
                #expect(chunk.faults.isEmpty)
            }
            first = first ?? expected.position
            if let first { try wide.reread(first, into: again) }
            #expect(again.firstRecord == 0)
        }
        #expect(try !plain.next(into: expected))
    }
}
