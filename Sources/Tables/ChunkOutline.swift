// Where some of a chunk's records begin, so that a few of them can be read again without the others.

import CByteMasks

/// A chunk that was let go of: its mark, and where every sixteenth of its records begins. Takes half a byte a record.
package struct ChunkOutline: Sendable {
    private static let interval = 16

    private struct Waypoint {
        var offset: UInt32
        /// Lines ended before it in the chunk.
        var line: UInt32
    }

    private let mark: ChunkMark
    private let waypoints: [Waypoint]

    /// Costs one look at each byte.
    package init(_ chunk: RecordChunk) {
        mark = chunk.mark
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

    /// The part of the chunk that holds some of its records, as a reader of parts takes it; some records more on both sides.
    package func part(holding records: Range<Int>) -> ChunkMark {
        let first = records.lowerBound / Self.interval
        let last = (records.upperBound + Self.interval - 1) / Self.interval
        guard waypoints.indices.contains(first), !records.isEmpty else { return mark }
        let start = Int(waypoints[first].offset)
        let isWhole = last >= waypoints.count
        let end = isWhole ? mark.byteCount : Int(waypoints[last].offset)
        return ChunkMark(
            fileOffset: mark.fileOffset + start, byteCount: end - start,
            firstRecord: mark.firstRecord + first * Self.interval,
            recordCount: (isWhole ? mark.recordCount : last * Self.interval) - first * Self.interval,
            firstLine: mark.firstLine + Int(waypoints[first].line))
    }
}
