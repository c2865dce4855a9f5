// A narrative as a table: one row for each match of a pattern in its text.

import CSVReading
import Checking
import Locations
import Patterns
import Quantities
import Tables

/// Reads a text as the matches of a pattern; the columns are the pattern's groups. The text is held in memory, up to 64
/// MiB.
final class NarrativeReader: TableReader {
    private static let limit = 64 << 20

    let header: [String]
    let headerLocations: [CellLocation]
    var expectedBytes: Int { text.count }
    let notices: [ReadingNotice]
    private let text: [UInt8]
    /// Where the text begins in the file.
    private let start: Int
    private let matches: [PatternMatch]
    private var isDone = false

    init(
        _ source: any ByteSource, pattern: Pattern, within extent: NarrativeExtent, encoding: String? = nil
    ) throws(ReadError) {
        guard source.size > 0 else { throw .isEmpty }
        let whole = try WholeText(source, encoding: encoding, limit: NarrativeReader.limit)
        // A byte order mark does not belong to the first line.
        start = whole.start
        let bytes = whole.bytes
        text = bytes
        matches = bytes.withUnsafeBufferPointer { NarrativeReader.matches(of: pattern, in: $0, within: extent) }
        header = pattern.groupNames.map { $0 ?? "" }
        headerLocations = [.text(TextExtent(line: 1, offset: start))]
        notices = whole.notices + (whole.isCut ? [.cut(MiB: NarrativeReader.limit >> 20)] : [])
    }

    /// The matches in a text, from left to right, in which a line break counts as a space and letters are composed.
    private static func matches(
        of pattern: Pattern, in text: UnsafeBufferPointer<UInt8>, within extent: NarrativeExtent
    ) -> [PatternMatch] {
        let matcher = pattern.makeMatcher()
        var matches: [PatternMatch] = []
        for part in extent.parts(of: text) {
            let seen = PatternText(UnsafeBufferPointer(rebasing: text[part]))
            func place(_ range: Range<Int>) -> Range<Int> {
                let range = seen.place(range)
                return part.lowerBound + range.lowerBound..<part.lowerBound + range.upperBound
            }
            for match in seen.bytes.withUnsafeBufferPointer({ matcher.allMatches(in: $0) }) {
                matches.append(PatternMatch(range: place(match.range), groups: match.groups.map { $0.map(place) }))
            }
        }
        return matches
    }

    func next(into chunk: RecordChunk) throws(ReadError) -> Bool {
        guard !isDone, !matches.isEmpty else { return false }
        isDone = true
        fill(chunk)
        return true
    }

    func reread(_ position: ChunkPosition, into chunk: RecordChunk) throws(ReadError) { fill(chunk) }

    private func fill(_ chunk: RecordChunk) {
        var fields = ChunkFields()
        for match in matches {
            let start = match.range.lowerBound
            fields.append(recordAt: start, match.groups.lazy.map { $0 ?? start..<start })
        }
        fields.finish()
        chunk.load(text, fields, origin: .text(offset: start, line: 1))
    }
}
