// Texts made to be slow, large or confusing: reading stays linear and in bounds.

import CSVReading
import Tables
import Testing

@Suite struct HostileTextTests {
    /// A source that counts how many bytes are asked of it.
    final class CountingSource: ByteSource, @unchecked Sendable {
        let name = "counting.csv"
        private let inner: MemorySource
        private(set) var bytesRead = 0

        init(_ bytes: [UInt8]) { inner = MemorySource(name: "inner", bytes: bytes) }

        var size: Int { inner.size }

        func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
            let count = try inner.read(at: offset, into: buffer)
            bytesRead += count
            return count
        }
    }

    /// A short text, repeated between two others.
    struct Text: CustomTestStringConvertible, Sendable {
        var head = ""
        var piece: String
        var tail = ""

        var testDescription: String { "\(head.debugDescription), \(piece.debugDescription), \(tail.debugDescription)" }
        var bytes: [UInt8] {
            Array((head + String(repeating: piece, count: 300_000 / piece.utf8.count) + tail).utf8)
        }
    }

    static let texts = [
        Text(piece: "\""), Text(piece: "a\""), Text(piece: "\r"), Text(piece: ","), Text(piece: "a,"),
        Text(head: "a,b\n", piece: " "), Text(head: "a,\"", piece: "b\n"),
        Text(head: "a,b\n", piece: "x", tail: "\nc,d\n"), Text(head: "a,b\n", piece: "\"x\"\"\n\",y\n"),
    ]

    @Test(arguments: texts)
    func `no byte is read more than a few times`(text: Text) throws {
        let bytes = text.bytes
        for limit in [1 << 10, 1 << 26] {
            let source = CountingSource(bytes)
            let options = DelimitedOptions(headerLine: 1, encoding: "utf-8", recordLimitBytes: limit, chunkBytes: 256)
            let reader = try DelimitedReader(source, options: options) { _ in 0 }
            var largest = 0
            try withChunks(of: reader) { chunk in
                largest = max(largest, chunk.byteCount)
                #expect(chunk.recordCount > 0)
            }
            #expect(largest <= limit)
            #expect(source.bytesRead < 6 * bytes.count + (4 << 20))
        }
    }

    @Test func `a record of exactly the limit is whole`() throws {
        for length in 20...40 {
            for lineEnd in ["\n", "\r\n", "\r"] {
                let options = DelimitedOptions(headerLine: 1, separator: 44, recordLimitBytes: 32, chunkBytes: 16)
                let text = try read("h\(lineEnd)" + String(repeating: "x", count: length) + lineEnd + "y", options)
                let kept = text.faults.isEmpty ? length : text.records[0][0].utf8.count
                #expect(text.records == [[String(repeating: "x", count: kept)], ["y"]])
                #expect(text.faults.isEmpty == (length <= 32))
            }
        }
    }

    @Test func `a file that changes is noticed when looked at again`() throws {
        final class Shrinking: ByteSource, @unchecked Sendable {
            let name = "shrinking.csv"
            var bytes = Array("a,b\n1,2\n3,4\n".utf8)
            var size: Int { bytes.count }
            func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(ReadError) -> Int {
                try MemorySource(name: name, bytes: bytes).read(at: offset, into: buffer)
            }
        }
        let source = Shrinking()
        let reader = try DelimitedReader(source) { _ in 0 }
        let chunk = RecordChunk()
        #expect(try reader.next(into: chunk))
        source.bytes.removeLast(4)
        #expect(throws: ReadError.changed) {
            try reader.reread(chunk.position, into: RecordChunk())
        }
    }
}
