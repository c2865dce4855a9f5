// Cells, places and texts out of a chunk that was filled by hand.

import Locations
import Quantities
import Tables
import Testing

/// A chunk of records that are separated as in the text: fields by `|`, records by line ends.
func chunk(_ text: String, firstLine: Int = 1, fileOffset: Int = 0) -> RecordChunk {
    let chunk = RecordChunk(capacity: 64)
    load(chunk, text, firstLine: firstLine, fileOffset: fileOffset)
    return chunk
}

/// Fills a chunk, which may hold other records.
func load(
    _ chunk: RecordChunk, _ text: String, firstLine: Int = 1, fileOffset: Int = 0, quote: UInt8 = UInt8(ascii: "\"")
) {
    let bytes = Array(text.utf8)
    chunk.clear()
    chunk.reserve(bytes.count)
    for (index, byte) in bytes.enumerated() { chunk.bytes[index] = byte }
    var fields = ChunkFields()
    fields.firstFields.append(0)
    var isQuoted = false
    var start = 0
    for (index, byte) in bytes.enumerated() {
        if byte == quote { isQuoted.toggle() }
        if isQuoted || (byte != UInt8(ascii: "|") && byte != UInt8(ascii: "\n")) { continue }
        let isPaired = byte == UInt8(ascii: "\n") && index > 0 && bytes[index - 1] == UInt8(ascii: "\r")
        fields.fieldEnds.append(UInt32(isPaired ? index - 1 : index))
        guard byte == UInt8(ascii: "\n") else { continue }
        fields.recordStarts.append(UInt32(start))
        fields.firstFields.append(UInt32(fields.fieldEnds.count))
        start = index + 1
    }
    var contents = ChunkContents(byteCount: bytes.count, origin: .text(offset: fileOffset, line: firstLine))
    contents.quote = quote
    chunk.load(&fields, contents)
}

func taken(_ field: Int, _ chunk: RecordChunk, records: Range<Int>? = nil) -> [String] {
    let records = records ?? 0..<chunk.recordCount
    let spans = UnsafeMutablePointer<CellSpan>.allocate(capacity: records.count)
    defer { spans.deallocate() }
    chunk.take(field: field, records: records, into: spans)
    return (0..<records.count).map { row in
        let column = CellColumn(base: chunk.bytes, spans: spans, count: records.count)
        return String(decoding: column.bytes(row), as: UTF8.self)
    }
}

@Suite struct RecordChunkTests {
    @Test func `columns hold what cells say`() {
        let chunk = chunk("a|\"b\"|c\n\"d \"\"e\"\"\"|f\n\"\"|\"g\"h\"i\"\n")
        #expect(taken(0, chunk) == ["a", "d \"e\"", ""])
        #expect(taken(1, chunk) == ["b", "f", "\"g\"h\"i\""])
        #expect(taken(2, chunk) == ["c", "", ""])
        #expect(taken(7, chunk) == ["", "", ""])
        #expect(taken(1, chunk, records: 1..<3) == ["f", "\"g\"h\"i\""])
        #expect(taken(1, chunk, records: 1..<1) == [])
        #expect(chunk.isMissing(field: 2, record: 1) && !chunk.isMissing(field: 2, record: 0))
    }

    @Test func `unescaped texts outlive the buffer's growth until they are let go`() {
        let line = "\"" + String(repeating: "say \"\"x\"\" ", count: 30) + "\"\n"
        let chunk = chunk(String(repeating: line, count: 50))
        let text = String(repeating: "say \"x\" ", count: 30)
        #expect(taken(0, chunk) == [String](repeating: text, count: 50))
        #expect(chunk.textEnd == chunk.byteCount + 50 * text.utf8.count)
        #expect(chunk.text(record: 7, field: 0) == text)
        #expect(chunk.textEnd == chunk.byteCount + 50 * text.utf8.count)
        chunk.resetTexts()
        #expect(chunk.textEnd == chunk.byteCount)
    }

    @Test func `a chunk without quotes takes cells as they stand`() {
        let chunk = RecordChunk(capacity: 64)
        load(chunk, "\"a\"|b\n", quote: 0)
        #expect(taken(0, chunk) == ["\"a\""])
        #expect(chunk.text(record: 0, field: 0) == "\"a\"")
    }

    @Test func `given starts are where fields begin`() {
        let chunk = RecordChunk(capacity: 64)
        var fields = ChunkFields()
        fields.append(recordAt: 0, [6..<8, 12..<14])
        fields.finish()
        chunk.load(Array("count 17 of 45|\n".utf8), fields, origin: .text(offset: 0, line: 1))
        #expect(taken(0, chunk) == ["17"])
        #expect(taken(1, chunk) == ["45"])
        #expect(taken(2, chunk) == [""])
        #expect(
            Place(chunk.location(record: 0, field: 1))
                == Place(line: 1, column: 13, endLine: 1, endColumn: 15, bytes: 12..<14))
    }

    @Test func `places count lines and scalars whatever the order they are asked in`() {
        let chunk = chunk("é|\"x\ny\"|z\r\nlong cell here|£|w\n", firstLine: 7, fileOffset: 100)
        let wanted: [(record: Int, field: Int, place: Place)] = [
            (1, 1, Place(line: 9, column: 16, endLine: 9, endColumn: 17, bytes: 127..<129)),
            (0, 2, Place(line: 8, column: 4, endLine: 8, endColumn: 5, bytes: 109..<110)),
            (0, 1, Place(line: 7, column: 3, endLine: 8, endColumn: 3, bytes: 103..<108)),
            (1, 2, Place(line: 9, column: 18, endLine: 9, endColumn: 19, bytes: 130..<131)),
            (0, 0, Place(line: 7, column: 1, endLine: 7, endColumn: 2, bytes: 100..<102)),
            (1, 9, Place(line: 9, column: 19, endLine: 9, endColumn: 19, bytes: 131..<131)),
        ]
        for (record, field, place) in wanted + wanted.reversed() {
            #expect(Place(chunk.location(record: record, field: field)) == place, "record \(record), field \(field)")
        }
        #expect(
            Place(chunk.location(record: 0)) == Place(line: 7, column: 1, endLine: 8, endColumn: 5, bytes: 100..<110))
    }

    @Test func `places follow a chunk that is filled anew`() {
        let chunk = chunk("a\nb\n")
        #expect(chunk.location(record: 1).line == 2)
        load(chunk, "cc|b\n", fileOffset: 0)
        #expect(
            Place(chunk.location(record: 0, field: 1))
                == Place(line: 1, column: 4, endLine: 1, endColumn: 5, bytes: 3..<4))
    }

    @Test func `a vector can be loaded at each cell's start`() {
        let chunk = chunk(String(repeating: "\"say \"\"x\"\"\"\n", count: 9))
        let spans = UnsafeMutablePointer<CellSpan>.allocate(capacity: 9)
        defer { spans.deallocate() }
        while chunk.textEnd < chunk.capacity - 7 { chunk.take(field: 0, records: 0..<1, into: spans) }
        chunk.take(field: 0, records: 0..<9, into: spans)
        // With the address sanitizer, a byte behind the memory would be noticed.
        var sum: UInt64 = 0
        for row in 0..<9 {
            for offset in 0..<RecordChunk.slack { sum &+= UInt64(chunk.bytes[Int(spans[row].offset) + offset]) }
        }
        #expect(sum > 0 && chunk.textEnd <= chunk.capacity)
    }

    @Test func `nothing of an earlier use is left in a chunk that is filled anew`() {
        let chunk = RecordChunk(capacity: 64)
        var fields = ChunkFields()
        fields.append(recordAt: 0, [1..<2, 0..<1])
        fields.finish()
        fields.faults = [RecordFault(record: 0, field: 1, kind: .looseQuote)]
        var contents = ChunkContents(
            byteCount: 0, origin: .sheet(rows: [SheetExtent(row: 9, column: 2)], columns: [2, 4]))
        contents.uniformFieldCount = 2
        contents.isDivisible = true
        chunk.load(&fields, contents)
        load(chunk, "a|b\nc\n")
        #expect(chunk.uniformFieldCount == nil && chunk.faults.isEmpty && chunk.fieldStarts.isEmpty)
        #expect(!chunk.contents.isDivisible)
        #expect(taken(0, chunk) == ["a", "c"])
        #expect(Place(chunk.location(record: 1)) == Place(line: 2, column: 1, endLine: 2, endColumn: 2, bytes: 4..<5))
    }

    @Test func `cells of a sheet stand where their reader says`() {
        let chunk = RecordChunk(capacity: 64)
        var fields = ChunkFields()
        fields.append(recordAt: 0, [0..<1, 1..<3])
        fields.append(recordAt: 3, [3..<4])
        fields.finish()
        chunk.load(
            Array("abcd".utf8), fields,
            origin: .sheet(
                rows: [
                    SheetExtent(row: 7, column: 2, columnCount: 3),
                    SheetExtent(row: 9, column: 2, columnCount: 3, isHidden: true),
                ], columns: [2, 4]))
        #expect(taken(1, chunk) == ["bc", ""])
        #expect(chunk.location(record: 0, field: 1) == .sheet(SheetExtent(row: 7, column: 4)))
        #expect(chunk.location(record: 1, field: 0) == .sheet(SheetExtent(row: 9, column: 2, isHidden: true)))
        // A cell that the record lacks stands behind it.
        #expect(chunk.location(record: 1, field: 5) == .sheet(SheetExtent(row: 9, column: 5, isHidden: true)))
        #expect(chunk.location(record: 0) == .sheet(SheetExtent(row: 7, column: 2, columnCount: 3)))
    }

    @Test func `a position says which records the chunk holds`() {
        let chunk = RecordChunk(capacity: 64)
        var fields = ChunkFields()
        fields.append(recordAt: 0, [0..<1])
        fields.append(recordAt: 2, [2..<3])
        fields.finish()
        var contents = ChunkContents(byteCount: 0, origin: .text(offset: 0, line: 1))
        contents.firstRecord = 12
        contents.token = ChunkToken(3, 4, 5)
        chunk.load(&fields, contents)
        let (position, token) = (chunk.position, chunk.position.token)
        #expect([position.firstRecord, position.recordCount] == [12, 2])
        #expect([token.first, token.second, token.third] == [3, 4, 5])
    }
}

/// A location in a text, as far as the tests of places look.
private struct Place: Equatable {
    var line: Int
    var column: Int
    var endLine: Int
    var endColumn: Int
    var bytes: Range<Int>

    init(line: Int, column: Int, endLine: Int, endColumn: Int, bytes: Range<Int>) {
        (self.line, self.column, self.endLine, self.endColumn) = (line, column, endLine, endColumn)
        self.bytes = bytes
    }

    init(_ location: CellLocation) {
        (line, column, endLine, endColumn) = (location.line, location.column, location.endLine, location.endColumn)
        if case .text(let extent) = location { bytes = extent.bytes } else { bytes = 0..<0 }
    }
}
