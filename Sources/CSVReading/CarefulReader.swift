// Reads records a byte at a time where there are quotes that the fast scan does not trust, and decides what is meant.

import Locations
internal import Tables

/// How to read a quoted cell that continues behind its closing quote.
enum QuoteGrammar {
    /// It ends at the next separator or line end: everything behind the closing quote belongs to the cell.
    case asItStands
    /// The quote that opens it is a letter like any other.
    case letters
    /// It ends at the first closing quote before a separator or line end; those before it are letters.
    case lenient
}

/// Reads a run of records: one, or the records on all lines that a wrong quote seems to join into one.
///
/// How a run is read depends only on the text from its first byte on and on the header's number of cells: not on what
/// came before, nor on how much of the text is loaded, as long as it is enough.
struct CarefulReader {
    /// A record, with its cells' ends among those of the run.
    struct Record {
        var start: Int
        /// `end` is at its line end or the end of the text, `next` behind the line end.
        var end: Int
        var next: Int
        var cells: Range<Int>
    }

    private let bytes: UnsafePointer<UInt8>
    private let limit: Int
    /// Whether the text ends at the limit.
    private let isEnd: Bool
    private let separator: UInt8
    private let counts: ClosedRange<Int>?

    /// The run's records, the ends of their cells, and what is wrong with their quotes: `record` counts from the run's
    /// first.
    private(set) var records: [Record] = []
    private(set) var ends: [UInt32] = []
    private(set) var faults: [RecordFault] = []
    /// Whether a record's quotes do not close the cells that they open.
    private(set) var isMended = false
    /// Whether white space precedes a quote that opens a cell.
    private(set) var hasSpace = false
    /// Whether the last record's last cell is open at the limit.
    private(set) var isOpen = false

    private var runStart = 0
    /// The places from and at which marks were last measured: both only move forward.
    private var openPlace = LinePosition()
    private var strayPlace = LinePosition()
    /// The last record with a reported `spacedQuote`.
    private var spacedRecord = -1

    /// How many faults of its quotes in one record are reported one by one.
    private static let mostFaults = 100
    /// In a cell that runs over more lines, a quote before a separator closes another one.
    private static let mostLines = 32
    private static let quote = UInt8(ascii: "\"")

    /// The text extends to `limit`; unless it ends there, its last byte must not be a carriage return. `counts` tells
    /// how few and how many cells the header lets a record have, if that is known.
    init(
        _ bytes: UnsafePointer<UInt8>, limit: Int, isEnd: Bool, separator: UInt8, counts: ClosedRange<Int>?
    ) {
        self.bytes = bytes
        self.limit = limit
        self.isEnd = isEnd
        self.separator = separator
        self.counts = counts
    }

    /// Reads the run of records that begins at an offset; false where more of the text is needed.
    mutating func read(from start: Int) -> Bool {
        runStart = start
        clear()
        hasSpace = false
        guard add(from: start, .asItStands) else { return false }
        guard isMended else { return true }
        let plain = self
        var end = records[0].next
        var lenient: CarefulReader?
        if let counts {
            clear()
            var isShort = true
            guard add(from: start, .lenient, isShort: &isShort) else { return false }
            if isShort, counts.contains(records[0].cells.count) {
                lenient = self
                end = max(end, records[0].next)
            }
        }
        clear()
        var next = start
        while next < end {
            guard add(from: next, .letters) else { return false }
            next = records[records.count - 1].next
        }
        isMended = true
        if areLikely { return true }
        let hasSpace = hasSpace
        self = lenient ?? plain
        self.hasSpace = hasSpace
        spoil(by: plain)
        return true
    }

    /// Drops the last of several records, which the limit cuts off.
    mutating func dropLast() {
        guard let last = records.popLast() else { return }
        ends.removeSubrange(last.cells)
        faults.removeAll { $0.record == records.count }
    }

    private mutating func clear() {
        records.removeAll(keepingCapacity: true)
        ends.removeAll(keepingCapacity: true)
        faults.removeAll(keepingCapacity: true)
        isMended = false
        isOpen = false
        openPlace = LinePosition()
        strayPlace = LinePosition()
        spacedRecord = -1
        // White space that one reading found is there in the others too.
    }

    /// Whether the records look like rows: the first one has as many cells as it should, and so have nine of ten.
    private var areLikely: Bool {
        var known = counts
        var looked = 0
        var wrong = 0
        for record in records where !isBlankRecord(bytes, record.start, record.end, separator) {
            let cells = record.cells.count
            let wanted = known ?? cells...cells
            known = wanted
            looked += 1
            if wanted.contains(cells) { continue }
            if looked == 1 { return false }
            wrong += 1
        }
        return looked > 0 && wrong * 10 <= looked
    }

    /// Reports that quotes make all of the run's one record doubtful, at the first place where they do in the plain
    /// reading.
    private mutating func spoil(by plain: CarefulReader) {
        isMended = true
        for fault in plain.faults {
            switch fault.kind {
            case .strayQuote(let mark, _):
                faults = [RecordFault(record: 0, field: fault.field, kind: .strayQuote(mark, spoilsRow: true))]
                return
            case .unterminatedQuote:
                faults = [RecordFault(record: 0, field: fault.field, kind: .unterminatedQuote(spoilsRow: true))]
                return
            default: continue
            }
        }
    }
}

// MARK: One record

extension CarefulReader {
    private mutating func add(from start: Int, _ grammar: QuoteGrammar) -> Bool {
        var isShort = true
        return add(from: start, grammar, isShort: &isShort)
    }

    /// Adds the record that begins at an offset; false where more of the text is needed. `isShort` becomes false where
    /// a cell that is read leniently would be too long.
    private mutating func add(from start: Int, _ grammar: QuoteGrammar, isShort: inout Bool) -> Bool {
        let first = ends.count
        let firstFault = faults.count
        var place = start
        while true {
            let field = ends.count - first
            guard let end = cellEnd(from: place, field: field, grammar, isShort: &isShort) else { return false }
            guard isShort else { return true }
            ends.append(UInt32(truncatingIfNeeded: end))
            if end < limit, bytes[end] == separator {
                place = end + 1
                continue
            }
            var next = end
            if end < limit {
                let isReturn = bytes[end] == UInt8(ascii: "\r")
                next += isReturn && end + 1 < limit && bytes[end + 1] == UInt8(ascii: "\n") ? 2 : 1
            }
            boundFaults(from: firstFault)
            records.append(Record(start: start, end: end, next: next, cells: first..<ends.count))
            return true
        }
    }

    /// Where the cell ends that begins at an offset; `nil` where more of the text is needed.
    private mutating func cellEnd(
        from start: Int, field: Int, _ grammar: QuoteGrammar, isShort: inout Bool
    ) -> Int? {
        var open = start
        while open < limit, bytes[open] <= 0x20, isSpace(bytes[open]) { open += 1 }
        guard open < limit else { return isEnd ? limit : nil }
        guard bytes[open] == Self.quote else { return unquotedEnd(from: open, field: field) }
        if open > start { hasSpace = true }
        guard let close = firstSingle(from: open + 1) else { return nil }
        if close < limit {
            guard let behind = spaceEnd(from: close + 1) else { return nil }
            if isEdge(behind) {
                if open > start { note(.spacedQuote, field) }
                return behind
            }
        }
        isMended = true
        if grammar == .lenient {
            guard let end = lenientEnd(from: open + 1, isShort: &isShort) else { return nil }
            return end
        }
        if close >= limit {
            note(.unterminatedQuote(spoilsRow: false), field)
            isOpen = grammar == .asItStands
            return isOpen ? limit : edge(from: open + 1)
        }
        note(.strayQuote(mark(at: close, openedAt: open), spoilsRow: false), field)
        return edge(from: grammar == .asItStands ? close + 1 : open + 1)
    }

    private mutating func note(_ kind: RecordFault.Kind, _ field: Int) {
        // One fault of spacing is enough for a record: a program that writes one cell so writes all so.
        if kind == .spacedQuote {
            if spacedRecord == records.count { return }
            spacedRecord = records.count
        }
        faults.append(RecordFault(record: records.count, field: field, kind: kind))
    }

    /// Where a record has too many faults to list, it is reported as doubtful as a whole.
    private mutating func boundFaults(from first: Int) {
        guard faults.count - first > Self.mostFaults else { return }
        let stray = faults[first...].first { fault in
            switch fault.kind {
            case .strayQuote, .unterminatedQuote: true
            default: false
            }
        }
        guard var stray else { return faults.removeLast(faults.count - first - Self.mostFaults) }
        if case .strayQuote(let mark, _) = stray.kind {
            stray.kind = .strayQuote(mark, spoilsRow: true)
        } else {
            stray.kind = .unterminatedQuote(spoilsRow: true)
        }
        faults.replaceSubrange(first..., with: [stray])
    }

    private mutating func unquotedEnd(from start: Int, field: Int) -> Int? {
        guard let end = edge(from: start) else { return nil }
        if contains(Self.quote, start, end) { note(.looseQuote, field) }
        return end
    }

    /// The first separator or line end from an offset on, or the end of the text.
    private func edge(from start: Int) -> Int? {
        var index = start
        while index < limit {
            let byte = bytes[index]
            if byte == separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r") { return index }
            index += 1
        }
        return isEnd ? limit : nil
    }

    private func isEdge(_ index: Int) -> Bool {
        guard index < limit else { return true }
        let byte = bytes[index]
        return byte == separator || byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
    }

    private func isSpace(_ byte: UInt8) -> Bool {
        (byte == 0x20 || byte == 0x09 || byte == 0x0B || byte == 0x0C) && byte != separator
    }

    /// Behind the white space that begins at an offset.
    private func spaceEnd(from start: Int) -> Int? {
        var index = start
        while index < limit {
            if isSpace(bytes[index]) {
                index += 1
            } else if bytes[index] == 0xC2, index + 1 < limit || !isEnd {
                guard index + 1 < limit else { return nil }
                guard bytes[index + 1] == 0xA0 else { return index }
                index += 2
            } else {
                return index
            }
        }
        return isEnd ? index : nil
    }

    /// The first quote from an offset on that is not doubled; the limit where the text ends before it.
    private func firstSingle(from start: Int) -> Int? {
        var index = start
        while true {
            index = nextByte(Self.quote, from: index)
            guard index < limit else { return isEnd ? limit : nil }
            if index + 1 == limit { return isEnd ? index : nil }
            guard bytes[index + 1] == Self.quote else { return index }
            index += 2
        }
    }

    /// Where a quoted cell ends when it is read leniently; clears `isShort` where that is too far.
    private func lenientEnd(from start: Int, isShort: inout Bool) -> Int? {
        var index = start
        var lines = 0
        while index < limit {
            let byte = bytes[index]
            if byte == UInt8(ascii: "\n")
                || (byte == UInt8(ascii: "\r") && (index + 1 == limit || bytes[index + 1] != UInt8(ascii: "\n")))
            {
                lines += 1
                if lines > Self.mostLines { break }
            }
            guard byte == Self.quote else {
                index += 1
                continue
            }
            var end = index
            while end < limit, bytes[end] == Self.quote { end += 1 }
            if (end - index) & 1 == 1 {
                guard let behind = spaceEnd(from: end) else { return nil }
                if isEdge(behind) { return behind }
            } else if end == limit, !isEnd {
                return nil
            }
            index = end
        }
        guard index < limit || isEnd else { return nil }
        // Too many lines, or no such quote at all.
        isShort = false
        return index
    }

    private func nextByte(_ byte: UInt8, from start: Int) -> Int {
        var index = start
        while index < limit, bytes[index] != byte { index += 1 }
        return index
    }

    private func contains(_ byte: UInt8, _ start: Int, _ end: Int) -> Bool {
        for index in start..<end where bytes[index] == byte { return true }
        return false
    }

    /// How far a quote is from the one that opens its cell.
    private mutating func mark(at offset: Int, openedAt open: Int) -> QuoteMark {
        openPlace.advance(to: open, in: bytes, from: runStart)
        strayPlace.advance(to: offset, in: bytes, from: runStart)
        var mark = QuoteMark(offset: UInt32(truncatingIfNeeded: offset - open))
        mark.column = strayPlace.column
        mark.lines = UInt32(truncatingIfNeeded: strayPlace.lines - openPlace.lines)
        return mark
    }
}

/// A place in a run of records, with the lines that end before it.
private struct LinePosition {
    var offset = -1
    var lines = 0
    var column = TextColumn()

    /// Moves forward to an offset; the first `start` must begin a line.
    mutating func advance(to end: Int, in bytes: UnsafePointer<UInt8>, from start: Int) {
        if offset < 0 || offset > end { self = LinePosition(offset: start) }
        while offset < end {
            let byte = bytes[offset]
            let isPair = byte == UInt8(ascii: "\r") && bytes[offset + 1] == UInt8(ascii: "\n")
            if byte == UInt8(ascii: "\n") || (byte == UInt8(ascii: "\r") && !isPair) {
                lines += 1
                column = TextColumn()
            } else {
                column.bytes += 1
                if byte & 0xC0 != 0x80 {
                    column.scalars += 1
                    column.utf16 += byte >= 0xF0 ? 2 : 1
                }
            }
            offset += 1
        }
    }
}

/// Whether a record holds no text: separators, white space and quoted cells of white space alone, or the lone byte 1A
/// that ends a DOS file.
func isBlankRecord(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ separator: UInt8) -> Bool {
    if end == start + 1, bytes[start] == 0x1A { return true }
    var index = start
    while index <= end {
        guard let next = blankCellEnd(bytes, index, end, separator) else { return false }
        index = next + 1
    }
    return true
}

/// Where the cell ends that begins at an offset of a record, if it is blank.
func blankCellEnd(_ bytes: UnsafePointer<UInt8>, _ start: Int, _ end: Int, _ separator: UInt8) -> Int? {
    var index = start
    var isWide = false
    func passSpace(inQuotes: Bool) {
        while index < end {
            switch bytes[index] {
            case separator where !inQuotes: return
            case 0x20, 0x09...0x0D: index += 1
            case 0xC2 where index + 1 < end && bytes[index + 1] == 0xA0:
                index += 2
                isWide = true
            default: return
            }
        }
    }
    passSpace(inQuotes: false)
    // No quote opens a cell behind a no-break space.
    if index < end, !isWide, bytes[index] == UInt8(ascii: "\"") {
        index += 1
        passSpace(inQuotes: true)
        guard index < end, bytes[index] == UInt8(ascii: "\"") else { return nil }
        index += 1
        passSpace(inQuotes: false)
    }
    return index == end || bytes[index] == separator ? index : nil
}
