// Fills a chunk with the records from a place on.

internal import Tables

/// Between two records of the text.
struct Position {
    var offset: Int
    var line: Int
    /// How many records come before it.
    var record: Int
}

/// Text that was read already and belongs to the next chunk.
struct Carry {
    var offset = -1
    var bytes: [UInt8] = []
    /// Offsets of replaced characters in it.
    var replaced: [Int] = []
}

/// A record beyond the limit.
struct CutRecord {
    /// The offset behind its line end, and the line there.
    var next: (offset: Int, line: Int)
    /// Whether anything but the line end was skipped.
    var isShortened: Bool
    var isUnterminated: Bool
}

extension DelimitedReader {
    /// Fills a chunk from a position, which must begin a record; returns the position behind it. A chunk without
    /// records means the end.
    func fill(_ chunk: RecordChunk, from position: Position, carrying carry: inout Carry) throws(ReadError) -> Position
    {
        let end = try fillRecords(chunk, from: position, carrying: &carry)
        // Only from here on may texts be unescaped behind the records: the carried text was there before.
        noteRepeatedHeaders(in: chunk)
        findLines(in: chunk)
        noteLinesInCells(in: chunk)
        return end
    }

    private func fillRecords(
        _ chunk: RecordChunk, from position: Position, carrying carry: inout Carry
    ) throws(ReadError) -> Position {
        var start = position
        var replaced: [Int] = []
        var filled = 0
        chunk.clear()
        if carry.offset == start.offset {
            filled = carry.bytes.count
            chunk.reserve(filled)
            carry.bytes.withUnsafeBufferPointer { bytes in
                if let base = bytes.baseAddress { chunk.bytes.update(from: base, count: bytes.count) }
            }
            replaced = carry.replaced
        }
        scanner.reset()
        var stage = options.chunkBytes
        var isAtEnd = false
        while true {
            filled = try read(into: chunk, filled: filled, wanted: stage + 1, offset: start.offset, replaced: &replaced)
            isAtEnd = filled <= stage
            var limit = min(filled, stage)
            // A carriage return is held back until the next byte is known.
            if !isAtEnd, chunk.bytes[limit - 1] == UInt8(ascii: "\r") { limit -= 1 }
            scanner.scan(chunk.bytes, upTo: limit, isEnd: isAtEnd)
            if scanner.recordCount > 0 || isAtEnd { break }
            if scanner.recordStart > 0 {
                // Only blank records so far: the chunk begins behind them.
                let blank = scanner.recordStart
                start.offset += blank
                start.line += scanner.closedLines
                filled -= blank
                chunk.bytes.update(from: chunk.bytes + blank, count: filled)
                scanner.reset()
                stage = options.chunkBytes
            } else if stage < options.recordLimitBytes {
                stage = min(stage * 2, options.recordLimitBytes)
            } else if scanner.readToLimit(chunk.bytes, at: limit) {
                break
            } else {
                carry = Carry()
                return try cut(chunk, from: start, at: limit, replaced: replaced)
            }
        }
        let used = isAtEnd ? filled : scanner.recordStart
        finish(chunk, from: start, byteCount: used, replaced: replaced)
        let lines = isAtEnd ? scanner.lines : scanner.closedLines
        let end = Position(
            offset: start.offset + used, line: start.line + lines, record: start.record + chunk.recordCount)
        carry.offset = end.offset
        carry.bytes.removeAll(keepingCapacity: true)
        carry.bytes.append(contentsOf: UnsafeBufferPointer(start: chunk.bytes + used, count: filled - used))
        carry.replaced = replaced.filter { $0 >= end.offset }
        return end
    }

    /// Reads until the buffer holds `wanted` bytes or the text ends; returns how many it holds.
    private func read(
        into chunk: RecordChunk, filled: Int, wanted: Int, offset: Int, replaced: inout [Int]
    ) throws(ReadError) -> Int {
        chunk.reserve(max(filled, wanted), keeping: filled)
        guard filled < wanted else { return filled }
        let rest = UnsafeMutableRawBufferPointer(start: chunk.bytes + filled, count: wanted - filled)
        return filled + (try input.read(at: offset + filled, into: rest, replaced: &replaced))
    }

    /// Gives the chunk the records that the scanner closed.
    private func finish(_ chunk: RecordChunk, from start: Position, byteCount: Int, replaced: [Int]) {
        let text = ChunkText(fileOffset: start.offset, byteCount: byteCount, firstLine: start.line)
        scanner.export(into: chunk, text, firstRecord: start.record)
        let known = chunk.faults.count
        noteBadEncoding(in: chunk, replaced: replaced)
        if chunk.faults.count > known { chunk.faults.sort { ($0.record, $0.field) < ($1.record, $1.field) } }
    }

    /// Cuts the chunk's one record, which has been scanned up to `limit`, and searches for its end.
    private func cut(
        _ chunk: RecordChunk, from start: Position, at limit: Int, replaced: [Int]
    ) throws(ReadError) -> Position {
        var end = limit
        // Never cut within a character.
        while end > 0, limit - end < 3, chunk.bytes[end] & 0xC0 == 0x80 { end -= 1 }
        let rest: CutRecord
        if let known = cutRecords[start.offset] {
            rest = known
        } else {
            rest = try skipRecord(from: start.offset + limit, line: start.line, keptUpTo: start.offset + end)
            cutRecords[start.offset] = rest
        }
        let fault: RecordFault.Kind? =
            rest.isUnterminated ? .unterminatedQuote(spoilsRow: true) : rest.isShortened ? .tooLong : nil
        scanner.closeOpen(chunk.bytes, at: end, fault: fault)
        finish(chunk, from: start, byteCount: end, replaced: replaced)
        return Position(offset: rest.next.offset, line: rest.next.line, record: start.record + chunk.recordCount)
    }

    /// Scans from within a record to its end, keeping nothing.
    private func skipRecord(from start: Int, line: Int, keptUpTo kept: Int) throws(ReadError) -> CutRecord {
        let size = 1 << 18
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: size + 64, alignment: 64)
        defer { buffer.deallocate() }
        let bytes = buffer.assumingMemoryBound(to: UInt8.self)
        var offset = start
        var replaced: [Int] = []
        guard let base = bytes.baseAddress else { preconditionFailure("an allocated buffer has an address") }
        while true {
            let count = try input.read(
                at: offset, into: UnsafeMutableRawBufferPointer(rebasing: buffer[0..<size]), replaced: &replaced)
            replaced.removeAll(keepingCapacity: true)
            guard count > 0 else {
                return CutRecord(
                    next: (offset, line + scanner.lines), isShortened: offset > kept,
                    isUnterminated: scanner.isInsideQuotes)
            }
            if let lineEnd = scanner.skip(base, from: 0, upTo: count) {
                let end = offset + lineEnd
                var next = end + 1
                if base[lineEnd] == UInt8(ascii: "\r") {
                    let read = try input.read(
                        at: next, into: UnsafeMutableRawBufferPointer(rebasing: buffer[0..<1]), replaced: &replaced)
                    if read == 1, base[0] == UInt8(ascii: "\n") { next += 1 }
                }
                return CutRecord(
                    next: (next, line + scanner.lines), isShortened: end > kept, isUnterminated: false)
            }
            offset += count
        }
    }
}
