// Finds the fields and records of delimited text, 64 bytes at a time.

internal import CByteMasks
internal import Tables

/// Walks over a buffer and notes where fields and records end.
///
/// What the text means is RFC 4180 and what people write: a quote opens a quoted cell only as the cell's first byte; within
/// one, two quotes stand for one; what follows a closing quote belongs to the cell as it stands; LF, CR and CRLF end a record.
///
/// Each block gives masks of its quotes, separators and line ends. Where every quote that seems to open a cell follows a
/// separator, a line end or another quote, the parity of the quotes tells what is inside; the few blocks with other
/// quotes are walked from one special byte to the next (`walk`). Between two blocks a state of three values is enough: inside quotes;
/// "fresh", where a quote would go inside (at a cell's start, and right behind a closing quote, where it doubles it); or neither.
struct RecordScanner: ~Copyable {
    let separator: UInt8
    /// How few and how many cells a record may have without being ragged.
    var fewestCells = 0
    var mostCells = Int.max

    /// The ends of the fields of all records closed so far, then of the open one.
    private(set) var ends = OffsetBuffer()
    private(set) var recordStarts = OffsetBuffer()
    private(set) var firstFields = OffsetBuffer()
    private(set) var faults: [RecordFault] = []

    /// How far the text has been looked at.
    private(set) var position = 0
    /// Where the open record begins: behind the last record that was closed or passed over.
    private(set) var recordStart = 0
    /// How many of `ends` belong to closed records.
    private(set) var closedEnds = 0
    /// How many lines have ended: in all, and before `recordStart`.
    private(set) var lines = 0
    private(set) var closedLines = 0
    /// Where the first block with a byte beyond ASCII begins.
    private(set) var firstHigh = Int.max

    /// All ones inside quotes, else zero.
    private var quoted: UInt64 = 0
    /// 1 where a quote as the next byte would go inside, else 0.
    private var fresh: UInt64 = 1
    /// 1 where the last byte was a carriage return, else 0.
    private var afterReturn: UInt64 = 0

    /// What is known of the blocks being looked at: their masks, their cuts, and the ends of records in them.
    private let masks: UnsafeMutablePointer<byte_masks>
    private let notes: UnsafeMutablePointer<block_cuts>
    private var recordEnds = OffsetBuffer()
    private static let blocksAtOnce = 128

    init(separator: UInt8) {
        self.separator = separator
        masks = .allocate(capacity: Self.blocksAtOnce)
        notes = .allocate(capacity: Self.blocksAtOnce)
    }

    deinit {
        masks.deallocate()
        notes.deallocate()
    }

    var recordCount: Int { recordStarts.count }
    var isInsideQuotes: Bool { quoted != 0 }

    /// Begins anew with another text that begins with a record.
    mutating func reset() {
        ends.count = 0
        recordStarts.count = 0
        firstFields.count = 0
        faults.removeAll(keepingCapacity: true)
        position = 0
        recordStart = 0
        closedEnds = 0
        lines = 0
        closedLines = 0
        firstHigh = .max
        quoted = 0
        fresh = 1
        afterReturn = 0
    }

    /// Looks at the bytes from `position` to `limit`; 64 bytes behind the limit must be readable. Unless the text ends there,
    /// the last byte must not be a carriage return, which the next byte may belong to. Stops early once there are `most` records.
    mutating func scan(_ bytes: UnsafePointer<UInt8>, upTo limit: Int, most: Int = .max) {
        while position < limit, recordStarts.count < most {
            let whole = min((limit &- position) &>> 6, Self.blocksAtOnce)
            if whole > 0 {
                byte_masks_read_blocks(bytes + position, UInt32(truncatingIfNeeded: whole), separator, masks)
                noteCuts(blocks: whole, lastCount: 64)
                closeRecords(bytes, limit: limit, blocks: whole)
                position &+= whole &<< 6
            } else {
                masks[0] = byte_masks_read(bytes + position, separator)
                noteCuts(blocks: 1, lastCount: limit &- position)
                closeRecords(bytes, limit: limit, blocks: 1)
                position = limit
            }
        }
    }

    /// Looks for the end of the open record in another buffer, from `position` (which the caller sets) to `limit`, and gives the
    /// offset of its line end. Notes no field.
    mutating func skip(_ bytes: UnsafePointer<UInt8>, from start: Int, upTo limit: Int) -> Int? {
        position = start
        while position < limit {
            let block = nextBlock(byte_masks_read(bytes + position, separator), count: min(64, limit &- position))
            let recordEnds = block.cuts & block.breaks
            if recordEnds != 0 {
                let bit = recordEnds & (0 &- recordEnds)
                lines &+= (block.breaks & (bit | (bit &- 1))).nonzeroBitCount
                return position &+ bit.trailingZeroBitCount
            }
            if block.breaks != 0 { lines &+= block.breaks.nonzeroBitCount }
            position &+= block.count
        }
        return nil
    }

    /// The text ends at `limit`, and with it the open record, if any of it is there.
    mutating func finish(_ bytes: UnsafePointer<UInt8>, at limit: Int) {
        guard recordStart < limit else { return }
        closeOpen(bytes, at: limit, fault: isInsideQuotes ? .unterminatedQuote : nil)
    }

    /// Closes the open record at `end`. A fault given here is its only one of those that the scanner finds.
    mutating func closeOpen(_ bytes: UnsafePointer<UInt8>, at end: Int, fault: RecordFault.Kind?) {
        ends.makeRoom(8)
        recordStarts.makeRoom(1)
        firstFields.makeRoom(1)
        ends.append(end)
        if let fault {
            faults.append(RecordFault(record: recordCount, field: ends.count - closedEnds - 1, kind: fault))
            keep()
            recordStart = end
        } else {
            var passedOver = 0
            close(bytes, end: end, next: end, endCount: ends.count, passedOver: &passedOver)
            ends.count = closedEnds
        }
        closedLines = lines
    }

    /// Hands the closed records over.
    mutating func export(into chunk: RecordChunk) {
        chunk.fieldEnds.removeAll(keepingCapacity: true)
        chunk.fieldEnds.append(contentsOf: UnsafeBufferPointer(start: ends.start, count: closedEnds))
        chunk.fieldStarts.removeAll(keepingCapacity: true)
        chunk.recordStarts.removeAll(keepingCapacity: true)
        chunk.recordStarts.append(contentsOf: UnsafeBufferPointer(start: recordStarts.start, count: recordCount))
        chunk.firstFields.removeAll(keepingCapacity: true)
        chunk.firstFields.append(contentsOf: UnsafeBufferPointer(start: firstFields.start, count: recordCount))
        chunk.firstFields.append(UInt32(closedEnds))
        chunk.faults.removeAll(keepingCapacity: true)
        chunk.faults.append(contentsOf: faults)
        chunk.quote = UInt8(ascii: "\"")
    }
}

extension RecordScanner {
    /// What one block says: up to 64 bytes, fewer at the limit.
    private struct Block {
        var count: Int
        /// Separators and line ends outside quotes (the LF of a CRLF is none).
        var cuts: UInt64
        /// Line ends wherever they are, a CRLF at its CR.
        var breaks: UInt64
    }

    /// Writes down where cells and records end in the blocks whose masks have been read. There is no branch on what the text
    /// is like but for odd quotes and line ends within quotes, both rare: a wrong guess would cost more than all else here.
    @inline(__always)
    private mutating func noteCuts(blocks: Int, lastCount: Int) {
        ends.makeRoom(blocks &* 64 &+ 8)
        recordEnds.count = 0
        recordEnds.makeRoom(blocks &* 64 &+ 8)
        for index in 0..<blocks {
            let read = masks[index]
            if read.high != 0, firstHigh == .max { firstHigh = position &+ index &<< 6 }
            let block = nextBlock(read, count: lastCount)
            notes[index] = block_cuts(
                cuts: block.cuts, record_ends: block.cuts & block.breaks, breaks_inside: block.breaks & ~block.cuts,
                ends_before: 0)
        }
        var endCount = UInt64(ends.count)
        var recordEndCount: UInt64 = 0
        block_cuts_positions(
            notes, UInt32(blocks), UInt32(truncatingIfNeeded: position), ends.start, &endCount, recordEnds.start,
            &recordEndCount)
        ends.count = Int(endCount)
        recordEnds.count = Int(recordEndCount)
    }

    /// Closes the records whose ends have been written down.
    @inline(__always)
    private mutating func closeRecords(_ bytes: UnsafePointer<UInt8>, limit: Int, blocks: Int) {
        let found = recordEnds.count
        var passedOver = 0
        if found > 0 {
            recordStarts.makeRoom(found)
            firstFields.makeRoom(found)
            for index in 0..<found {
                let end = Int(recordEnds.start[index])
                let offset = end &- position
                let upTo = ~UInt64(0) &>> UInt64(truncatingIfNeeded: 63 &- (offset & 63))
                let note = notes[offset &>> 6]
                let endCount = Int(note.ends_before) &+ (note.cuts & upTo).nonzeroBitCount
                var next = end &+ 1
                if bytes[end] == UInt8(ascii: "\r"), next < limit, bytes[next] == UInt8(ascii: "\n") { next &+= 1 }
                close(bytes, end: end, next: next, endCount: endCount, passedOver: &passedOver)
            }
            if passedOver > 0 { ends.remove(passedOver, before: closedEnds &+ passedOver) }
        }
        countLines(found: found, blocks: blocks)
    }

    /// Counts the line ends of the blocks: those that end records, and those inside quotes, before and behind the last record end.
    @inline(__always)
    private mutating func countLines(found: Int, blocks: Int) {
        lines &+= found
        var behind = 0
        let last = found > 0 ? Int(recordEnds.start[found &- 1]) &- position : -1
        for index in 0..<blocks where notes[index].breaks_inside != 0 {
            let breaks = notes[index].breaks_inside
            lines &+= breaks.nonzeroBitCount
            if index > last &>> 6 {
                behind &+= breaks.nonzeroBitCount
            } else if index == last &>> 6 {
                behind &+= (breaks &>> UInt64(truncatingIfNeeded: last & 63)).nonzeroBitCount
            }
        }
        if found > 0 { closedLines = lines &- behind }
    }

    /// Makes sense of the block that comes next, whose first bytes count, and goes on to the state behind it.
    @inline(__always)
    private mutating func nextBlock(_ masks: byte_masks, count: Int) -> Block {
        let valid = ~UInt64(0) &>> UInt64(truncatingIfNeeded: 64 &- count)
        let last = UInt64(truncatingIfNeeded: count &- 1)
        let quotes = masks.quote & valid
        let lineEnds = masks.line_end & valid
        let returns = masks.carriage_return & valid
        let paired = lineEnds & ~returns & (returns &<< 1 | afterReturn)
        afterReturn = (returns &>> last) & 1

        let all = (masks.separator & valid) | lineEnds
        let inside = byte_masks_parity(quotes) ^ quoted
        var cuts: UInt64
        if quotes & inside & ~((all | quotes) &<< 1 | fresh) == 0 {
            quoted = 0 &- ((inside &>> last) & 1)
            fresh = ((all | quotes) &>> last) & 1 & ~quoted
            cuts = all & ~inside
        } else {
            cuts = walk(quotes: quotes, cuts: all, last: last)
        }
        cuts &= ~paired
        return Block(count: count, cuts: cuts, breaks: lineEnds & ~paired)
    }

    /// The cuts outside quotes of a block in which parity misleads, by going from one special byte to the next.
    @inline(never)
    private mutating func walk(quotes: UInt64, cuts: UInt64, last: UInt64) -> UInt64 {
        var outside: UInt64 = 0
        var isQuoted = quoted != 0
        var isFresh = fresh != 0
        var expected: UInt64 = 0
        var events = quotes | cuts
        while events != 0 {
            let index = UInt64(events.trailingZeroBitCount)
            let bit = events & (0 &- events)
            if index != expected { isFresh = false }
            expected = index &+ 1
            if quotes & bit != 0 {
                if isQuoted {
                    isQuoted = false
                    isFresh = true
                } else {
                    isQuoted = isFresh
                    isFresh = false
                }
            } else if !isQuoted {
                outside |= bit
                isFresh = true
            }
            events &= events &- 1
        }
        quoted = isQuoted ? ~0 : 0
        fresh = isFresh && !isQuoted && expected == last &+ 1 ? 1 : 0
        return outside
    }

    /// Ends the open record, whose cells are the ends up to `endCount`, or passes it over where it is blank. The ends of records passed
    /// over stay before those of the records to come; a record that is kept moves up over them.
    @inline(__always)
    private mutating func close(
        _ bytes: UnsafePointer<UInt8>, end: Int, next: Int, endCount: Int, passedOver: inout Int
    ) {
        let start = recordStart
        recordStart = next
        let cells = endCount &- passedOver &- closedEnds
        let first = bytes[start]
        if start == end || ((first <= 0x20 || first == separator || first == 0xC2) && isBlank(bytes, start, end)) {
            passedOver &+= cells
            return
        }
        if passedOver > 0 { ends.moveUp(cells, to: closedEnds, by: passedOver) }
        if cells < fewestCells || cells > mostCells { noteRagged(bytes, cells: cells) }
        recordStarts.append(start)
        firstFields.append(closedEnds)
        closedEnds &+= cells
    }

    /// Keeps the open record, which begins at `recordStart`.
    private mutating func keep() {
        recordStarts.append(recordStart)
        firstFields.append(closedEnds)
        closedEnds = ends.count
    }

    /// Whether there are only separators and white space.
    private func isBlank(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Bool {
        var index = start
        while index < end {
            guard bytes[index] == separator || isWhiteSpace(bytes, &index, end) else { return false }
            index &+= 1
        }
        return true
    }

    /// Notes a record with too few cells, or with too many of which a surplus one is not blank.
    @inline(never)
    private mutating func noteRagged(_ bytes: UnsafePointer<UInt8>, cells: Int) {
        if cells < fewestCells {
            let kind = RecordFault.Kind.ragged(cells: cells, expected: fewestCells)
            faults.append(RecordFault(record: recordCount, field: cells - 1, kind: kind))
            return
        }
        for field in mostCells..<cells {
            var index = Int(ends.start[closedEnds + field - 1]) + 1
            let end = Int(ends.start[closedEnds + field])
            while index < end {
                guard bytes[index] == UInt8(ascii: "\"") || isWhiteSpace(bytes, &index, end) else {
                    let kind = RecordFault.Kind.ragged(cells: cells, expected: mostCells)
                    faults.append(RecordFault(record: recordCount, field: mostCells, kind: kind))
                    return
                }
                index += 1
            }
        }
    }

    /// Whether a white space character or line end stands at an index, which is moved to its last byte.
    @inline(__always)
    private func isWhiteSpace(_ bytes: UnsafePointer<UInt8>, _ index: inout Int, _ end: Int) -> Bool {
        switch bytes[index] {
        case 0x20, 0x09...0x0D: return true
        case 0xC2 where index &+ 1 < end && bytes[index &+ 1] == 0xA0:
            index &+= 1
            return true
        default: return false
        }
    }
}
