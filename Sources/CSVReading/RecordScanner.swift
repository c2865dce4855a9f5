// Finds the fields and records of delimited text, 64 bytes at a time.

internal import CByteMasks
internal import Tables

/// Walks over a buffer and notes where fields and records end.
///
/// The grammar is RFC 4180 and what people write: a quote opens a quoted cell as the first character that is not white
/// space; within it, two quotes mean one; LF, CR and CRLF end a record. Where a quote is elsewhere, `CarefulReader`
/// decides what is meant.
///
/// The blocks of a stretch are scanned first, then its records closed: all at once where none may be blank or ragged,
/// else one by one.
struct RecordScanner: ~Copyable {
    let separator: UInt8
    /// The least and the greatest number of cells of a record that is not ragged.
    var fewestCells = 0
    var mostCells = Int.max

    /// The ends of the fields of all records closed so far, then of the open one.
    private var ends = OffsetBuffer()
    /// Where each closed record begins, then the open one; `firstFields` holds how many of `ends` come before.
    private var recordStarts = OffsetBuffer()
    private var firstFields = OffsetBuffer()
    private(set) var recordCount = 0
    private(set) var faults: [RecordFault] = []
    /// The least and the greatest number of cells of the closed records.
    private var fewestSeen = Int.max
    private var mostSeen = 0

    /// How far the text has been scanned.
    private(set) var position = 0
    /// Where the open record begins: behind the last record that was closed or skipped.
    private(set) var recordStart = 0
    /// How many lines have ended: in all, and before `recordStart`.
    private(set) var lines = 0
    private(set) var closedLines = 0
    /// No byte before this one is ill-formed UTF-8, except perhaps a sequence that is cut off here; `Int.max` where
    /// there is none at all.
    private(set) var suspect = Int.max

    /// No byte before this one is zero; `Int.max` where there is none at all.
    private(set) var firstZero = Int.max

    private var state = Self.begin
    private static var begin: scan_state { scan_state(quoted: 0, fresh: 1, closed: 0, after_return: 0, after_odd: 0) }
    /// Whether the open record can only be read with more of the text.
    private var isWaiting = false
    /// Whether how some of the closed records were read depends on others before them.
    private var isMended = false
    /// Whether white space precedes a quote that opens a cell.
    private var hasSpacedQuotes = false
    private let level: scan_level
    /// The blocks of a stretch with line ends inside quotes.
    private var quotedLines: UnsafeMutablePointer<quoted_lines>?
    /// A stretch is small enough to stay in the fastest cache.
    private static let stretch = 1 << 14

    init(separator: UInt8, level: scan_level = scan_best_level()) {
        self.separator = separator
        self.level = level
    }

    deinit { quotedLines?.deallocate() }

    /// How many of `ends` belong to closed records.
    private var closedEnds: Int { recordCount == 0 ? 0 : Int(firstFields[recordCount]) }
    var isInsideQuotes: Bool { state.quoted != 0 }

    /// Restarts with another text, which must begin with a record.
    mutating func reset() {
        ends.count = 0
        recordCount = 0
        faults.removeAll(keepingCapacity: true)
        fewestSeen = .max
        mostSeen = 0
        position = 0
        recordStart = 0
        lines = 0
        closedLines = 0
        suspect = .max
        firstZero = .max
        state = Self.begin
        isWaiting = false
        isMended = false
        hasSpacedQuotes = false
    }

    /// Scans the bytes from `position` to `limit`; 64 bytes behind the limit must be readable. Unless the text ends
    /// there, the last byte must not be a carriage return, which the next byte may belong to. Stops early once there
    /// are `most` records, or where the open one can only be read with more of the text.
    mutating func scan(_ bytes: UnsafePointer<UInt8>, upTo limit: Int, isEnd: Bool, most: Int = .max) {
        isWaiting = false
        while position < limit, recordCount < most, !isWaiting {
            scanStretch(bytes, upTo: min(limit, position &+ Self.stretch), limit: limit, isEnd: isEnd)
        }
        guard isEnd, position >= limit else { return }
        // A sequence is judged by the bytes behind it.
        for (length, lead) in [(1, 0xC0), (2, 0xE0), (3, 0xF0)] where limit >= length && bytes[limit - length] >= lead {
            suspect = min(suspect, limit - length)
        }
        if recordStart < limit, isInsideQuotes { readWithCare(bytes, upTo: limit, limit: limit, isEnd: true) }
        if recordStart < limit { closeOpen(bytes, at: limit, fault: nil) }
    }

    /// Looks for the end of the open record in another buffer, from `start` to `limit`, and gives the offset of its
    /// line end. Notes no field.
    mutating func skip(_ bytes: UnsafePointer<UInt8>, from start: Int, upTo limit: Int) -> Int? {
        position = start
        while position < limit {
            let count = min(64, limit &- position)
            let block = scan_one_block(&state, bytes + position, separator, UInt32(truncatingIfNeeded: count))
            let recordEnds = block.cuts & block.breaks
            if recordEnds != 0 {
                let bit = recordEnds & (0 &- recordEnds)
                lines &+= (block.breaks & (bit | (bit &- 1))).nonzeroBitCount
                return position &+ bit.trailingZeroBitCount
            }
            if block.breaks != 0 { lines &+= block.breaks.nonzeroBitCount }
            position &+= count
        }
        return nil
    }

    /// Reads an open record that is as long as a record may be, as though the text ended at `limit`. False where the
    /// text there is only a part of one record, which stays open with its cells known.
    mutating func readToLimit(_ bytes: UnsafePointer<UInt8>, at limit: Int) -> Bool {
        guard isWaiting || isInsideQuotes else { return false }
        var reader = careful(bytes, limit: limit, isEnd: true)
        _ = reader.read(from: recordStart)
        let isCutOff = reader.records[reader.records.count - 1].next >= limit
        if reader.records.count > 1 || !isCutOff {
            if isCutOff { reader.dropLast() }
            take(reader, bytes)
            return true
        }
        guard isWaiting else { return false }
        isWaiting = false
        lines += Int(
            line_ends_count(bytes + position, UInt64(limit - position), position > 0 ? bytes[position - 1] : 0))
        position = limit
        state = Self.begin
        state.quoted = reader.isOpen ? .max : 0
        state.fresh = 0
        ends.count = closedEnds
        for end in reader.ends.dropLast() { ends.append(end) }
        return false
    }

    /// Closes the open record at `end`. A fault that is given here is the record's only one: the scanner then looks for
    /// none.
    mutating func closeOpen(_ bytes: UnsafePointer<UInt8>, at end: Int, fault: RecordFault.Kind?) {
        ends.append(UInt32(truncatingIfNeeded: end))
        makeRoomForRecords(1)
        openRecord()
        recordStarts[recordCount + 1] = UInt32(truncatingIfNeeded: end)
        firstFields[recordCount + 1] = UInt32(truncatingIfNeeded: ends.count)
        if let fault {
            let cells = ends.count - closedEnds
            faults.append(RecordFault(record: recordCount, field: cells - 1, kind: fault))
            count(cells)
            recordCount += 1
        } else {
            closeOneByOne(bytes, upTo: recordCount + 1)
            ends.count = closedEnds
        }
        recordStart = end
        closedLines = lines
    }

    /// Moves the closed records into the chunk, and takes the chunk's memory for the next ones. Until `reset` only
    /// positions may be asked for.
    mutating func export(into chunk: RecordChunk, _ text: ChunkText, firstRecord: Int) {
        openRecord()
        ends.count = closedEnds
        recordStarts.count = recordCount
        firstFields.count = recordCount + 1
        var fields = ChunkFields(
            fieldEnds: ends, firstFields: firstFields, recordStarts: recordStarts, faults: faults)
        if hasSpacedQuotes { fields.fieldStarts = startsBehindSpace(fields, in: chunk.bytes) }
        var contents = ChunkContents(
            byteCount: text.byteCount, origin: .text(offset: text.fileOffset, line: text.firstLine))
        contents.quote = UInt8(ascii: "\"")
        contents.uniformFieldCount = uniformFieldCount
        contents.firstRecord = firstRecord
        contents.token = text.token
        contents.isDivisible = !isMended
        chunk.load(&fields, contents)
        (ends, firstFields, recordStarts) = (fields.fieldEnds, fields.firstFields, fields.recordStarts)
        faults = fields.faults
    }

    /// Where the cells begin, those that open with a quote at that quote.
    private func startsBehindSpace(_ fields: ChunkFields, in bytes: UnsafeMutablePointer<UInt8>) -> [UInt32] {
        var starts: [UInt32] = []
        starts.reserveCapacity(fields.fieldEnds.count)
        for record in 0..<recordCount {
            var start = fields.recordStarts[record]
            for field in fields.firstFields[record]..<fields.firstFields[record + 1] {
                let end = fields.fieldEnds[Int(field)]
                var open = start
                while open < end, bytes[Int(open)] <= 0x20 { open += 1 }
                starts.append(open < end && bytes[Int(open)] == UInt8(ascii: "\"") ? open : start)
                start = end + 1
            }
        }
        return starts
    }

    /// How many cells each closed record has, where it is the same number.
    var uniformFieldCount: Int? { recordCount > 0 && fewestSeen == mostSeen ? mostSeen : nil }
}

extension RecordScanner {
    private func makeRoomForRecords(_ more: Int) {
        // The buffers get their counts only when they are moved.
        recordStarts.count = recordCount + 1
        recordStarts.makeRoom(more)
        firstFields.count = recordCount + 1
        firstFields.makeRoom(more)
    }

    /// Records where the open record begins.
    private func openRecord() {
        recordStarts[recordCount] = UInt32(truncatingIfNeeded: recordStart)
        if recordCount == 0 { firstFields[0] = 0 }
    }

    /// Frees the memory of scanning; the next text is scanned as by a new scanner.
    mutating func rest() {
        reset()
        ends = OffsetBuffer(capacity: 1)
        recordStarts = OffsetBuffer(capacity: 1)
        firstFields = OffsetBuffer(capacity: 1)
        faults = []
        quotedLines?.deallocate()
        quotedLines = nil
    }

    /// Takes in the number of cells of a record.
    @inline(__always)
    private mutating func count(_ cells: Int) {
        fewestSeen = min(fewestSeen, cells)
        mostSeen = max(mostSeen, cells)
    }

    /// Scans the bytes from `position` to `end`; the text continues up to `limit`.
    private mutating func scanStretch(_ bytes: UnsafePointer<UInt8>, upTo end: Int, limit: Int, isEnd: Bool) {
        ends.makeRoom(end &- position &+ 64)
        makeRoomForRecords(end &- position &+ 64)
        openRecord()
        if quotedLines == nil { quotedLines = .allocate(capacity: Self.stretch / 64 + 2) }
        var scan = text_scan(
            separator: separator, state: state, ends: ends.start, end_count: UInt64(ends.count),
            record_starts: recordStarts.start, first_fields: firstFields.start, record_count: UInt64(recordCount),
            quoted_lines: quotedLines, quoted_lines_count: 0,
            suspect: suspect == .max ? .max : UInt64(suspect),
            zero: firstZero == .max ? .max : UInt64(firstZero), doubtful: .max)
        scan_text(&scan, bytes, UInt64(position), UInt64(end), level)
        state = scan.state
        ends.count = Int(scan.end_count)
        suspect = Int(clamping: scan.suspect)
        firstZero = Int(clamping: scan.zero)
        let found = Int(scan.record_count)
        countLines(records: found &- recordCount, blocks: Int(scan.quoted_lines_count))
        if found > recordCount {
            let shape = scan_shape(&scan, bytes, UInt64(recordCount), UInt64(limit))
            recordStart = Int(recordStarts[found])
            if shape.has_blank == 0, !isUneven(Int(shape.fewest_cells)), !isUneven(Int(shape.most_cells)) {
                count(Int(shape.fewest_cells))
                count(Int(shape.most_cells))
                recordCount = found
            } else {
                closeOneByOne(bytes, upTo: found)
            }
        }
        guard scan.doubtful < .max else {
            position = end
            return
        }
        position = Int(scan.doubtful)
        readWithCare(bytes, upTo: min(end, position &+ 64), limit: limit, isEnd: isEnd)
    }

    private func careful(_ bytes: UnsafePointer<UInt8>, limit: Int, isEnd: Bool) -> CarefulReader {
        CarefulReader(
            bytes, limit: limit, isEnd: isEnd, separator: separator,
            counts: mostCells == .max ? nil : fewestCells...max(fewestCells, mostCells))
    }

    /// Reads the open record, and those that follow it before an offset, a byte at a time.
    @inline(never)
    private mutating func readWithCare(_ bytes: UnsafePointer<UInt8>, upTo end: Int, limit: Int, isEnd: Bool) {
        var reader = careful(bytes, limit: limit, isEnd: isEnd)
        while recordStart < end {
            guard reader.read(from: recordStart) else {
                isWaiting = true
                return
            }
            take(reader, bytes)
        }
    }

    /// Closes the records that were read carefully, and continues behind them.
    private mutating func take(_ reader: CarefulReader, _ bytes: UnsafePointer<UInt8>) {
        guard let last = reader.records.last else { return }
        let start = recordStart
        ends.count = closedEnds
        makeRoomForRecords(reader.records.count + 1)
        openRecord()
        isMended = isMended || reader.isMended
        hasSpacedQuotes = hasSpacedQuotes || reader.hasSpace
        var fault = 0
        for (index, record) in reader.records.enumerated() {
            let first = fault
            while fault < reader.faults.count, reader.faults[fault].record == index { fault += 1 }
            if isBlankRecord(bytes, record.start, record.end, separator) { continue }
            let firstCell = ends.count
            for end in reader.ends[record.cells] { ends.append(end) }
            let own = reader.faults[first..<fault]
            let known = faults.count
            if !own.contains(where: \.spoilsRow), isUneven(record.cells.count) {
                noteUneven(bytes, firstCell: firstCell, cells: record.cells.count)
            }
            for fault in own {
                faults.append(RecordFault(record: recordCount, field: fault.field, kind: fault.kind))
            }
            if faults.count > known + 1 { faults[known...].sort { $0.field < $1.field } }
            count(record.cells.count)
            recordStarts[recordCount] = UInt32(truncatingIfNeeded: record.start)
            recordCount += 1
            firstFields[recordCount] = UInt32(truncatingIfNeeded: ends.count)
        }
        // Text that was skipped here has not been validated.
        if last.next > position {
            // A sequence may begin before it.
            for index in max(0, position &- 3)..<last.next {
                if bytes[index] >= 0x80 { suspect = min(suspect, position) }
                if bytes[index] == 0 { firstZero = min(firstZero, position) }
            }
        }
        recordStart = last.next
        position = last.next
        recordStarts[recordCount] = UInt32(truncatingIfNeeded: recordStart)
        lines =
            closedLines
            + Int(line_ends_count(bytes + start, UInt64(recordStart - start), start > 0 ? bytes[start - 1] : 0))
        closedLines = lines
        state = Self.begin
    }

    /// Counts the line ends of a stretch: those that end records, and those inside quotes, before and behind the last
    /// record end.
    private mutating func countLines(records: Int, blocks: Int) {
        lines &+= records
        // Only the last record end matters. No block has a line end for the LF of its CRLF, which counts as one line
        // end.
        let last = records > 0 ? Int(recordStarts[recordCount &+ records]) &- 1 : -1
        var behind = 0
        for block in UnsafeBufferPointer(start: quotedLines, count: blocks) {
            lines &+= block.lines.nonzeroBitCount
            let distance = last &- Int(block.offset)
            if distance < 0 {
                behind &+= block.lines.nonzeroBitCount
            } else if distance < 64 {
                behind &+= (block.lines &>> UInt64(truncatingIfNeeded: distance)).nonzeroBitCount
            }
        }
        if records > 0 { closedLines = lines &- behind }
    }

    /// Closes the records up to `found`, which were recorded behind the closed ones, and drops blank ones: later
    /// records move up over them.
    private mutating func closeOneByOne(_ bytes: UnsafePointer<UInt8>, upTo found: Int) {
        let first = recordCount
        let starts = recordStarts.start
        let firsts = firstFields.start
        let ends = self.ends.start
        var kept = Int(firsts[first])
        // Where the record's cells were recorded, and its start: records kept before it do not overwrite them.
        var from = kept
        for record in first..<found {
            let start = Int(starts[record])
            let to = Int(firsts[record &+ 1])
            let end = Int(ends[to &- 1])
            let cells = to &- from
            let byte = bytes[start]
            if start == end
                || ((byte <= 0x22 || byte == separator || byte == 0xC2) && isBlankRecord(bytes, start, end, separator))
            {
                from = to
                continue
            }
            if from > kept { (ends + kept).update(from: ends + from, count: cells) }
            if isUneven(cells) { noteUneven(bytes, firstCell: kept, cells: cells) }
            count(cells)
            from = to
            kept &+= cells
            starts[recordCount] = UInt32(truncatingIfNeeded: start)
            recordCount &+= 1
            firsts[recordCount] = UInt32(truncatingIfNeeded: kept)
        }
        if from > kept {
            let open = self.ends.count &- from
            (ends + kept).update(from: ends + from, count: open)
            self.ends.count = kept &+ open
        }
    }

    /// Whether a record has another number of cells than the header.
    private func isUneven(_ cells: Int) -> Bool { cells != mostCells && mostCells != .max }

    /// Notes a record with another number of cells than the header.
    @inline(never)
    private mutating func noteUneven(_ bytes: UnsafePointer<UInt8>, firstCell: Int, cells: Int) {
        if cells < fewestCells {
            let kind = RecordFault.Kind.ragged(cells: cells, expected: fewestCells)
            faults.append(RecordFault(record: recordCount, field: cells - 1, kind: kind))
            return
        }
        for field in min(mostCells, cells)..<cells {
            let start = Int(ends[firstCell + field - 1]) + 1
            let end = Int(ends[firstCell + field])
            if blankCellEnd(bytes, start, end, separator) == end { continue }
            let kind = RecordFault.Kind.ragged(cells: cells, expected: mostCells)
            faults.append(RecordFault(record: recordCount, field: mostCells, kind: kind))
            return
        }
        let kind = RecordFault.Kind.uneven(cells: cells, expected: mostCells)
        faults.append(RecordFault(record: recordCount, field: min(mostCells, cells - 1), kind: kind))
    }
}

extension RecordFault {
    /// Whether it is a fault of the whole row.
    fileprivate var spoilsRow: Bool {
        switch kind {
        case .strayQuote(_, let spoilsRow), .unterminatedQuote(let spoilsRow): spoilsRow
        default: false
        }
    }
}
