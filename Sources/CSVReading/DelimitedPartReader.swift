// Reads some records of a UTF-8 file again.

package import Tables

/// Reads runs of whole records, each from an offset that is known to begin one. Shares with its table's reader nothing that changes.
final class DelimitedPartReader: PartReader {
    private let input: UTF8Input
    private var scanner: RecordScanner

    init(_ input: UTF8Input, separator: UInt8) {
        self.input = input
        scanner = RecordScanner(separator: separator)
    }

    func read(_ part: ChunkMark, into chunk: RecordChunk) throws(ReadError) {
        chunk.byteCount = 0
        chunk.textEnd = 0
        chunk.reserve(part.byteCount)
        var replaced: [Int] = []
        let count = try input.read(
            at: part.fileOffset, into: UnsafeMutableRawBufferPointer(start: chunk.bytes, count: part.byteCount),
            replaced: &replaced)
        scanner.reset()
        scanner.scan(chunk.bytes, upTo: count, isEnd: true)
        guard count == part.byteCount, scanner.recordCount == part.recordCount else {
            throw .changed
        }
        scanner.export(into: chunk)
        chunk.byteCount = count
        chunk.uniformFieldCount = scanner.uniformFieldCount
        chunk.textEnd = count
        chunk.fileOffset = part.fileOffset
        chunk.firstLine = part.firstLine
        chunk.firstRecord = part.firstRecord
        chunk.faults.removeAll(keepingCapacity: true)
    }
}

extension DelimitedReader {
    package func makePartReader() -> (any PartReader)? {
        // What is transcoded has no offsets in the file.
        (input as? UTF8Input).map { DelimitedPartReader($0, separator: separator) }
    }
}
