// Reads some records of a UTF-8 file again.

package import Tables

/// Reads runs of whole records, each from an offset that is known to begin one. Shares no mutable state with its
/// table's reader.
final class DelimitedRangeReader: RangeReader {
    private let input: UTF8Input
    private var scanner: RecordScanner

    init(_ input: UTF8Input, separator: UInt8) {
        self.input = input
        scanner = RecordScanner(separator: separator)
    }

    func read(_ part: ChunkPosition, into chunk: RecordChunk) throws(ReadError) {
        let text = ChunkText(part.token)
        chunk.clear()
        chunk.reserve(text.byteCount)
        var replaced: [Int] = []
        let count = try input.read(
            at: text.fileOffset, into: UnsafeMutableRawBufferPointer(start: chunk.bytes, count: text.byteCount),
            replaced: &replaced)
        scanner.reset()
        scanner.scan(chunk.bytes, upTo: count, isEnd: true)
        guard count == text.byteCount, scanner.recordCount == part.recordCount else { throw .changed }
        scanner.export(into: chunk, text, firstRecord: part.firstRecord)
        chunk.faults.removeAll(keepingCapacity: true)
    }
}

extension DelimitedReader {
    package func makeRangeReader() -> (any RangeReader)? {
        // Transcoded text has no offsets in the file.
        (input as? UTF8Input).map { DelimitedRangeReader($0, separator: separator) }
    }

    package func outline(of chunk: RecordChunk) -> (any ChunkOutline)? { DelimitedOutline(chunk) }
}
