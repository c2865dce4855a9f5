// Where some of a chunk's records begin, so that a few of them can be read again without the others.

import CByteMasks
import Locations
package import Tables

/// What is kept of a chunk when it is freed: its position, and where every sixteenth of its records begins. Takes half
/// a byte per record.
package struct DelimitedOutline: ChunkOutline {
    private static let interval = 16

    private struct Waypoint {
        var offset: UInt32
        /// How many lines end before it in the chunk.
        var line: UInt32
    }

    private let whole: ChunkPosition
    private let waypoints: [Waypoint]

    /// Reads each byte of the chunk once.
    package init(_ chunk: RecordChunk) {
        whole = chunk.position
        var waypoints: [Waypoint] = []
        waypoints.reserveCapacity(chunk.recordCount / Self.interval + 1)
        var line: UInt64 = 0
        var offset = 0
        for record in stride(from: 0, to: chunk.recordCount, by: Self.interval) {
            let start = Int(chunk.recordStarts[record])
            line += line_ends_count(
                chunk.bytes + offset, UInt64(max(0, start - offset)), offset > 0 ? chunk.bytes[offset - 1] : 0)
            offset = max(offset, start)
            waypoints.append(
                Waypoint(offset: UInt32(truncatingIfNeeded: start), line: UInt32(truncatingIfNeeded: line)))
        }
        self.waypoints = waypoints
    }

    package func position(holding records: Range<Int>) -> ChunkPosition {
        let first = records.lowerBound / Self.interval
        let last = (records.upperBound + Self.interval - 1) / Self.interval
        guard waypoints.indices.contains(first), !records.isEmpty else { return whole }
        let text = ChunkText(whole.token)
        let start = Int(waypoints[first].offset)
        let isWhole = last >= waypoints.count
        let end = isWhole ? text.byteCount : Int(waypoints[last].offset)
        let part = ChunkText(
            fileOffset: text.fileOffset + start, byteCount: end - start,
            firstLine: text.firstLine + Int(waypoints[first].line))
        return ChunkPosition(
            firstRecord: whole.firstRecord + first * Self.interval,
            recordCount: (isWhole ? whole.recordCount : last * Self.interval) - first * Self.interval,
            token: part.token)
    }
}

/// The part of a text that a chunk holds: the content of delimited text's `ChunkToken`.
package struct ChunkText {
    package var fileOffset: Int
    package var byteCount: Int
    package var firstLine: Int

    package init(fileOffset: Int, byteCount: Int, firstLine: Int) {
        self.fileOffset = fileOffset
        self.byteCount = byteCount
        self.firstLine = firstLine
    }

    package init(_ token: ChunkToken) {
        self.init(fileOffset: token.first, byteCount: token.second, firstLine: token.third)
    }

    package var token: ChunkToken { ChunkToken(fileOffset, byteCount, firstLine) }
}
