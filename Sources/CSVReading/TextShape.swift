// Which records of a text are rows of its table, and which of their cells say what stands elsewhere.

internal import Locations
internal import Quantities
internal import Tables

/// What comments begin with.
struct CommentMark {
    private let mark: [UInt8]

    init(_ mark: String) { self.mark = Array(mark.utf8) }

    /// Whether a record's first cell begins so, behind white space and a quote.
    func begins(_ record: Int, of chunk: RecordChunk) -> Bool {
        let range = chunk.rawRange(record: record, field: 0)
        var cell = trimmedBytes(UnsafeBufferPointer(start: chunk.bytes + range.lowerBound, count: range.count))
        if cell.first == UInt8(ascii: "\"") {
            cell = trimmedBytes(UnsafeBufferPointer(rebasing: cell.dropFirst()))
        }
        return cell.starts(with: mark)
    }
}

/// What of the records of a text is passed over, how often and where first.
struct PassedOver {
    var comments = LineCount()
    var headings = LineCount()
    /// Headings and notes of a table that says nothing of either.
    var asides = LineCount()
    /// Outside of the lines that were named, and below the blank line that ends the table.
    var outside = LineCount()
    var below = LineCount()
    /// Cells that are too long to be said again in those below them.
    var tooLong = LineCount()
}

struct LineCount {
    private(set) var count = 0
    private(set) var first = 0
    private(set) var last = 0

    mutating func add(_ line: Int) {
        if count == 0 { first = line }
        last = line
        count += 1
    }
}

/// What is known at the beginning of a chunk from those before it.
struct ShapeState {
    /// How many records were rows.
    var rows = 0
    /// The line on which the last record ended.
    var endLine: Int
    var hasEnded = false
    /// The heading as it is written, quotes and all.
    var heading: [UInt8] = []
    /// For each column that is filled down what stood in it last, as it is written.
    var above: [[UInt8]]
}

/// Takes the rows of a table out of a chunk of records.
struct TextShape {
    private let comments: CommentMark?
    private let lines: ClosedRange<Int>?
    private let endsAtBlank: Bool
    /// The field of the first column, and how many there are; where no cells were named, as many as a record has.
    private let firstField: Int
    private let width: Int
    private let hasArea: Bool
    private let fields: HeaderFields
    /// The fields of the table's columns; of a header that none of them is in, all.
    private let declared: [Int]
    private let tellsHeadings: Bool
    /// Whether all records are rows as they stand but headings and notes.
    private let isPlain: Bool
    /// Whether the last columns may be left out of a record.
    private let mayBeShort: Bool

    /// `nil` where all records are rows as they stand.
    init?(_ options: DelimitedOptions, _ fields: HeaderFields, width: Int) {
        comments = options.comments.map { CommentMark($0) }
        lines = options.area?.rows
        hasArea = options.area != nil
        firstField = (options.area?.columns.lowerBound ?? 1) - 1
        endsAtBlank = options.endsAtBlank
        self.width = width
        self.fields = fields
        declared = fields.declared.isEmpty ? Array(0..<width) : fields.declared
        let asksForHeadings = fields.takesHeading || !fields.filledDown.isEmpty
        tellsHeadings =
            !fields.keys.isEmpty && fields.declared.count > 1 && (asksForHeadings || options.area == nil)
        mayBeShort = options.columns.map { options.leastColumns < $0.count } ?? false
        isPlain =
            comments == nil && !hasArea && !mayBeShort && !endsAtBlank && !fields.takesHeading
            && fields.filledDown.isEmpty
        if isPlain, !tellsHeadings { return nil }
    }

    func start(line: Int) -> ShapeState {
        ShapeState(endLine: line - 1, above: [[UInt8]](repeating: [], count: fields.filledDown.count))
    }

    /// The longest cell that is said again in those below it: what is known of earlier chunks is small for each.
    private static let longestKept = 1 << 12

    /// Leaves the rows in a chunk. `state` is what is known before it, and becomes what is known behind it.
    func apply(to chunk: RecordChunk, _ state: inout ShapeState, _ passed: inout PassedOver) {
        if isPlain, !mayHoldHeadings(chunk) {
            state.rows += chunk.recordCount
            return
        }
        var own = ChunkFields()
        let count = chunk.recordCount
        own.fieldStarts.reserveCapacity(count * width)
        own.cellStarts.reserveCapacity(count * width)
        own.cellEnds.reserveCapacity(count * width)
        let firstRecord = state.rows
        // What stood in the chunks before is put behind the bytes of this one.
        var end = chunk.byteCount
        func place(_ text: [UInt8]) -> Range<Int> {
            guard !text.isEmpty else { return end..<end }
            // What was placed before is kept, here and when cells are unescaped behind it.
            chunk.reserve(end + text.count, keeping: end)
            text.withUnsafeBufferPointer { text in
                if let start = text.baseAddress { (chunk.bytes + end).update(from: start, count: text.count) }
            }
            end += text.count
            return end - text.count..<end
        }
        var heading = place(state.heading)
        var above = state.above.map(place)
        chunk.reserve(end, keeping: end)
        let textEnd = end
        var fault = 0
        var kept: [RecordFault] = []
        let needsLines = lines != nil || endsAtBlank
        for record in 0..<count {
            let first = fault
            while fault < chunk.faults.count, chunk.faults[fault].record == record { fault += 1 }
            let faults = chunk.faults[first..<fault]
            // What a wrong quotation mark has taken in may be more than it seems.
            let isDoubtful = faults.contains(where: \.kind.isDoubtful) && isOfSeveralLines(record, chunk)
            var line = 0
            if needsLines {
                let place = chunk.location(record: record)
                line = place.line
                if endsAtBlank, state.rows > 0, line > state.endLine + 1 { state.hasEnded = true }
                state.endLine = place.endLine
            }
            func ownLine() -> Int { needsLines ? line : chunk.location(record: record).line }
            if let comments, !isDoubtful, comments.begins(record, of: chunk) {
                passed.comments.add(ownLine())
                continue
            }
            let filled = filledFields(record, of: chunk)
            if let lines, !lines.contains(line) {
                if filled.count > 0 { passed.outside.add(line) }
                continue
            }
            if hasArea || endsAtBlank, filled.count == 0, !isDoubtful {
                if endsAtBlank, state.rows > 0 { state.hasEnded = true }
                continue
            }
            if state.hasEnded {
                passed.below.add(line)
                continue
            }
            let repeatsHeader = faults.contains { $0.kind == .repeatedHeader }
            if tellsHeadings, !isDoubtful, !repeatsHeader, let lone = filled.lone,
                isHeading(lone, record, chunk, faults)
            {
                if isPlain { passed.asides.add(ownLine()) } else { passed.headings.add(ownLine()) }
                heading = chunk.rawRange(record: record, field: lone + firstField)
                for index in above.indices { above[index] = end..<end }
                continue
            }
            for var fault in faults {
                if mayBeShort, case .uneven(let cells, let expected) = fault.kind, cells < expected { continue }
                fault.record = own.recordStarts.count
                fault.field = max(0, fault.field - firstField)
                kept.append(fault)
            }
            if !append(record, of: chunk, to: &own, heading, &above, isSource: !repeatsHeader) {
                passed.tooLong.add(ownLine())
            }
            state.rows += 1
        }
        own.finish()
        own.faults = kept
        state.keep(heading, in: \.heading, of: chunk)
        for index in above.indices { state.keep(above[index], in: \.above[index], of: chunk) }
        var contents = chunk.contents
        contents.byteCount = textEnd
        contents.uniformFieldCount = nil
        contents.firstRecord = firstRecord
        contents.isDivisible = false
        contents.unplacedField = fields.takesHeading ? width : nil
        chunk.load(&own, contents)
    }

    /// Appends a row; false where one of its cells is too long to be said again below it.
    private func append(
        _ record: Int, of chunk: RecordChunk, to own: inout ChunkFields, _ heading: Range<Int>,
        _ above: inout [Range<Int>], isSource: Bool
    ) -> Bool {
        own.recordStarts.append(chunk.recordStarts[record])
        own.firstFields.append(UInt32(truncatingIfNeeded: own.fieldEnds.count))
        func add(_ text: Range<Int>, at cell: Range<Int>) {
            own.fieldStarts.append(UInt32(truncatingIfNeeded: text.lowerBound))
            own.fieldEnds.append(UInt32(truncatingIfNeeded: text.upperBound))
            own.cellStarts.append(UInt32(truncatingIfNeeded: cell.lowerBound))
            own.cellEnds.append(UInt32(truncatingIfNeeded: cell.upperBound))
        }
        // A field behind those of the header needs all of them.
        let present = chunk.fieldCount(record) - firstField
        let count = hasArea || fields.takesHeading ? width : max(0, present)
        var next = 0
        var isShort = true
        for field in 0..<count {
            let cell = chunk.rawRange(record: record, field: field + firstField)
            guard next < fields.filledDown.count, fields.filledDown[next] == field else {
                add(cell, at: cell)
                continue
            }
            if isBlank(cell, of: chunk) {
                add(isSource ? above[next] : cell, at: cell)
            } else {
                add(cell, at: cell)
                if isSource {
                    let isKept = cell.count <= Self.longestKept
                    isShort = isShort && isKept
                    above[next] = isKept ? cell : cell.upperBound..<cell.upperBound
                }
            }
            next += 1
        }
        if fields.takesHeading { add(heading, at: heading) }
        return isShort
    }

    // MARK: What records hold

    /// How many cells of the table's columns a record fills, up to two, and which it is where it is one.
    private func filledFields(_ record: Int, of chunk: RecordChunk) -> (count: Int, lone: Int?) {
        var found = 0
        var lone: Int?
        for field in declared {
            guard !isBlank(chunk.rawRange(record: record, field: field + firstField), of: chunk) else { continue }
            found += 1
            if found == 2 { return (2, nil) }
            lone = field
        }
        return (found, lone)
    }

    /// Whether any record of a chunk has a blank key, or holds nothing but its key: all others are rows. Looks at one
    /// byte of most records.
    private func mayHoldHeadings(_ chunk: RecordChunk) -> Bool {
        guard let key = fields.keys.first else { return false }
        let others = declared.filter { $0 != key }
        let (ends, firsts, starts) = (chunk.fieldEnds.start, chunk.firstFields.start, chunk.recordStarts.start)
        let bytes = chunk.bytes
        func isFilled(_ field: Int, _ record: Int) -> Bool {
            let first = Int(firsts[record])
            guard field < Int(firsts[record + 1]) - first else { return false }
            let start = field == 0 ? Int(starts[record]) : Int(ends[first + field - 1]) + 1
            return start < Int(ends[first + field]) && beginsText(bytes[start])
        }
        func isBlank(_ field: Int, _ record: Int) -> Bool {
            self.isBlank(chunk.rawRange(record: record, field: field), of: chunk)
        }
        for record in 0..<chunk.recordCount {
            if !isFilled(key, record), isBlank(key, record) { return true }
            guard fields.limitsKeys, let other = others.first, !isFilled(other, record) else { continue }
            if others.allSatisfy({ isBlank($0, record) }) { return true }
        }
        return false
    }

    /// Whether a record is a heading that holds something in one of the table's columns alone.
    private func isHeading(
        _ lone: Int, _ record: Int, _ chunk: RecordChunk, _ faults: ArraySlice<RecordFault>
    ) -> Bool {
        guard chunk.rawRange(record: record, field: lone + firstField).count <= Self.longestKept else { return false }
        if isCutShort(faults) || holdsMore(record, chunk, than: lone) { return false }
        return fields.mayHead(lone, chunk.text(record: record, field: lone + firstField))
    }

    /// Whether a record has too few cells: it may be a part of a row, whose other part stands on the next line.
    private func isCutShort(_ faults: ArraySlice<RecordFault>) -> Bool {
        faults.contains { fault in
            switch fault.kind {
            case .ragged(let cells, let expected), .uneven(let cells, let expected): cells < expected
            case .strayQuote, .unterminatedQuote, .spacedQuote, .looseQuote, .linesInCell, .badEncoding, .zeroByte,
                .repeatedHeader, .tooLong, .ofSheet:
                false
            }
        }
    }

    /// Whether cells of columns that no rule declares hold something too.
    private func holdsMore(_ record: Int, _ chunk: RecordChunk, than lone: Int) -> Bool {
        let end = hasArea ? min(firstField + width, chunk.fieldCount(record)) : chunk.fieldCount(record)
        return (firstField..<max(firstField, end)).contains { field in
            field != lone + firstField && !isBlank(chunk.rawRange(record: record, field: field), of: chunk)
        }
    }

    private func isOfSeveralLines(_ record: Int, _ chunk: RecordChunk) -> Bool {
        let place = chunk.location(record: record)
        return place.endLine > place.line
    }

    private func isBlank(_ range: Range<Int>, of chunk: RecordChunk) -> Bool {
        guard !range.isEmpty else { return true }
        if beginsText(chunk.bytes[range.lowerBound]) { return false }
        let cell = trimmedBytes(UnsafeBufferPointer(start: chunk.bytes + range.lowerBound, count: range.count))
        guard cell.count > 1, cell.first == UInt8(ascii: "\""), cell.last == UInt8(ascii: "\"") else {
            return cell.isEmpty
        }
        return trimmedBytes(UnsafeBufferPointer(rebasing: cell.dropFirst().dropLast())).isEmpty
    }
}

/// Whether a cell that begins with a byte is not blank, whatever follows: most begin with a letter or a digit. The
/// others are white space, a quote, or a part of a character.
@inline(__always)
private func beginsText(_ byte: UInt8) -> Bool { byte > 0x22 && byte < 0x7F }

extension ShapeState {
    /// Keeps a cell's bytes; what has not changed is not copied.
    fileprivate mutating func keep(_ cell: Range<Int>, in path: WritableKeyPath<Self, [UInt8]>, of chunk: RecordChunk) {
        let bytes = UnsafeBufferPointer(start: chunk.bytes + cell.lowerBound, count: cell.count)
        if !self[keyPath: path].elementsEqual(bytes) { self[keyPath: path] = Array(bytes) }
    }
}

extension RecordFault.Kind {
    /// Whether a wrong quotation mark may have taken rows into the record.
    fileprivate var isDoubtful: Bool {
        switch self {
        case .strayQuote, .unterminatedQuote, .linesInCell, .tooLong: true
        case .ragged, .uneven, .spacedQuote, .looseQuote, .badEncoding, .zeroByte, .repeatedHeader, .ofSheet: false
        }
    }
}

extension RecordChunk {
    /// Drops some records.
    func drop(_ isDropped: (Int) -> Bool) {
        var own = ChunkFields()
        var kept: [RecordFault] = []
        for record in 0..<recordCount where !isDropped(record) {
            for var fault in faults where fault.record == record {
                fault.record = own.recordStarts.count
                kept.append(fault)
            }
            let fields = (0..<fieldCount(record)).map { rawRange(record: record, field: $0) }
            own.append(recordAt: Int(recordStarts[record]), fields)
        }
        guard own.recordStarts.count < recordCount else { return }
        own.finish()
        own.faults = kept
        var contents = contents
        contents.isDivisible = false
        load(&own, contents)
    }
}

extension PassedOver {
    /// What is said of it once the text has been read.
    func notices(area: CellArea?) -> [ReadingNotice] {
        var said: [ReadingNotice] = []
        func say(_ lines: LineCount, _ one: String, _ several: String) {
            guard lines.count > 0 else { return }
            said.append(
                .ofFormat(
                    lines.count == 1
                        ? "line \(lines.first) \(one)"
                        : "\(lines.count) lines \(several), the first is line \(lines.first), the last line \(lines.last)"
                ))
        }
        say(comments, "is a comment, and not read", "are comments, and not read")
        say(headings, "is a heading, which is no row of the table", "are headings, which are no rows of the table")
        say(
            asides, "holds one text and no key: it is taken for a heading or a note, and is no row of the table",
            "hold one text and no key: they are taken for headings and notes, and are no rows of the table")
        say(
            tooLong, "holds a cell that is too long to fill down: those below it stay blank",
            "hold cells that are too long to fill down: those below them stay blank")
        let name = area?.name ?? ""
        say(
            outside, "holds cells outside of the range \(name), which are not read",
            "hold cells outside of the range \(name), which are not read")
        say(
            below, "stands below the blank line that ends the table, and is not read",
            "stand below the blank line that ends the table, and are not read")
        return said
    }
}
