// A narrative as a table: one row for each match of a pattern in its text.

import Patterns
import Tables

/// Reads a text as the matches of a pattern; the columns are the pattern's groups. The text is held in memory, up to 64 MiB.
final class NarrativeReader: TableReader {
    private static let limit = 64 << 20

    let header: [String]
    let headerPlaces: [CellPlace]
    let remarks: [String]
    private let text: [UInt8]
    private let matches: [PatternMatch]
    private var isDone = false

    init(_ source: any ByteSource, pattern: Pattern) throws(ReadError) {
        guard source.size > 0 else { throw .isEmpty }
        let size = min(source.size, NarrativeReader.limit)
        var bytes = [UInt8](repeating: 0, count: size)
        var failure: ReadError?
        bytes.withUnsafeMutableBytes { buffer in
            do throws(ReadError) { _ = try source.read(at: 0, into: buffer) } catch { failure = error }
        }
        if let failure { throw failure }
        try source.checkUnchanged()
        guard !bytes.prefix(4096).contains(0) else { throw .notText(kind: nil) }
        text = bytes
        // Line breaks count as spaces, byte for byte, so that places stay right.
        let spaced = bytes.map { $0 == 0x0A || $0 == 0x0D || $0 == 0x09 ? 0x20 : $0 }
        matches = spaced.withUnsafeBufferPointer { pattern.makeMatcher().allMatches(in: $0) }
        header = pattern.groupNames.map { $0 ?? "" }
        headerPlaces = [CellPlace(line: 1, column: 1, endLine: 1, endColumn: 1, bytes: 0..<0)]
        remarks =
            source.size > NarrativeReader.limit ? ["only the first 64 MiB of the text were read"] : []
    }

    func next(into chunk: RecordChunk) throws(ReadError) -> Bool {
        guard !isDone, !matches.isEmpty else { return false }
        isDone = true
        fill(chunk)
        return true
    }

    func revisit(_ mark: ChunkMark, into chunk: RecordChunk) throws(ReadError) { fill(chunk) }

    private func fill(_ chunk: RecordChunk) {
        chunk.byteCount = 0
        chunk.textEnd = 0
        chunk.reserve(text.count)
        text.withUnsafeBufferPointer { bytes in
            if let start = bytes.baseAddress { chunk.bytes.update(from: start, count: bytes.count) }
        }
        chunk.byteCount = text.count
        chunk.textEnd = text.count
        chunk.quote = 0
        chunk.faults = []
        chunk.fileOffset = 0
        chunk.firstLine = 1
        chunk.firstRecord = 0
        chunk.fieldStarts = []
        chunk.fieldEnds = []
        chunk.firstFields = []
        chunk.recordStarts = []
        for match in matches {
            chunk.recordStarts.append(UInt32(match.range.lowerBound))
            chunk.firstFields.append(UInt32(chunk.fieldEnds.count))
            for group in match.groups {
                let range = group ?? match.range.lowerBound..<match.range.lowerBound
                chunk.fieldStarts.append(UInt32(range.lowerBound))
                chunk.fieldEnds.append(UInt32(range.upperBound))
            }
        }
        chunk.firstFields.append(UInt32(chunk.fieldEnds.count))
    }
}
