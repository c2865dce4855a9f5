// Cells, places and texts out of a chunk that was filled by hand.

import Quantities
import Tables
import Testing

/// A chunk of records that are separated as in the text: fields by `|`, records by line ends.
func chunk(_ text: String, firstLine: Int = 1, fileOffset: Int = 0) -> RecordChunk {
    let bytes = Array(text.utf8)
    let chunk = RecordChunk(capacity: 64)
    chunk.reserve(bytes.count)
    for (index, byte) in bytes.enumerated() { chunk.bytes[index] = byte }
    chunk.byteCount = bytes.count
    chunk.firstLine = firstLine
    chunk.fileOffset = fileOffset
    chunk.firstFields = [0]
    var isQuoted = false
    var start = 0
    for (index, byte) in bytes.enumerated() {
        if byte == chunk.quote { isQuoted.toggle() }
        if isQuoted || (byte != UInt8(ascii: "|") && byte != UInt8(ascii: "\n")) { continue }
        let isPaired = byte == UInt8(ascii: "\n") && index > 0 && bytes[index - 1] == UInt8(ascii: "\r")
        chunk.fieldEnds.append(UInt32(isPaired ? index - 1 : index))
        guard byte == UInt8(ascii: "\n") else { continue }
        chunk.recordStarts.append(UInt32(start))
        chunk.firstFields.append(UInt32(chunk.fieldEnds.count))
        start = index + 1
    }
    chunk.resetTexts()
    return chunk
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
        let chunk = chunk("\"a\"|b\n")
        chunk.quote = 0
        #expect(taken(0, chunk) == ["\"a\""])
        #expect(chunk.text(record: 0, field: 0) == "\"a\"")
    }

    @Test func `given starts are where fields begin`() {
        let chunk = chunk("count 17 of 45|\n")
        chunk.fieldStarts = [6, 12]
        chunk.fieldEnds = [8, 14]
        chunk.quote = 0
        #expect(taken(0, chunk) == ["17"])
        #expect(taken(1, chunk) == ["45"])
        #expect(taken(2, chunk) == [""])
        #expect(
            chunk.place(record: 0, field: 1)
                == CellPlace(line: 1, column: 13, endLine: 1, endColumn: 15, bytes: 12..<14))
    }

    @Test func `places count lines and scalars whatever the order they are asked in`() {
        let chunk = chunk("é|\"x\ny\"|z\r\nlong cell here|£|w\n", firstLine: 7, fileOffset: 100)
        let wanted: [(record: Int, field: Int, place: CellPlace)] = [
            (1, 1, CellPlace(line: 9, column: 16, endLine: 9, endColumn: 17, bytes: 127..<129)),
            (0, 2, CellPlace(line: 8, column: 4, endLine: 8, endColumn: 5, bytes: 109..<110)),
            (0, 1, CellPlace(line: 7, column: 3, endLine: 8, endColumn: 3, bytes: 103..<108)),
            (1, 2, CellPlace(line: 9, column: 18, endLine: 9, endColumn: 19, bytes: 130..<131)),
            (0, 0, CellPlace(line: 7, column: 1, endLine: 7, endColumn: 2, bytes: 100..<102)),
            (1, 9, CellPlace(line: 9, column: 19, endLine: 9, endColumn: 19, bytes: 131..<131)),
        ]
        for (record, field, place) in wanted + wanted.reversed() {
            #expect(chunk.place(record: record, field: field) == place, "record \(record), field \(field)")
        }
        #expect(
            chunk.place(record: 0) == CellPlace(line: 7, column: 1, endLine: 8, endColumn: 5, bytes: 100..<110))
    }

    @Test func `places follow a chunk that is filled anew`() {
        let chunk = chunk("a\nb\n")
        #expect(chunk.place(record: 1).line == 2)
        chunk.bytes[0] = UInt8(ascii: "c")
        chunk.bytes[1] = UInt8(ascii: "c")
        chunk.recordStarts = [2]
        chunk.fieldEnds = [3]
        chunk.firstFields = [0, 1]
        chunk.byteCount = 4
        #expect(chunk.place(record: 0) == CellPlace(line: 1, column: 3, endLine: 1, endColumn: 4, bytes: 2..<3))
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

    @Test func `what is known of all records is let go when a chunk is filled anew`() {
        let chunk = chunk("a|b\nc|d\n")
        chunk.uniformFieldCount = 2
        chunk.byteCount = 4
        #expect(chunk.uniformFieldCount == nil)
    }

    @Test func `a mark says what the chunk is`() {
        let chunk = chunk("a\nb\n", firstLine: 4, fileOffset: 9)
        chunk.firstRecord = 12
        let mark = chunk.mark
        #expect(
            [mark.fileOffset, mark.byteCount, mark.firstRecord, mark.recordCount, mark.firstLine] == [9, 4, 12, 2, 4])
    }
}

@Suite struct OffsetBufferTests {
    @Test func `offsets outlast growth`() {
        let buffer: OffsetBuffer = [5, 7]
        for offset in 0..<1000 as Range<UInt32> { buffer.append(offset) }
        #expect(buffer.count == 1002 && Array(buffer.prefix(3)) == [5, 7, 0] && buffer.last == 999)
        buffer[1] = 8
        #expect(buffer[1] == 8 && buffer.withUnsafeBufferPointer { $0.count } == 1002)
    }

    @Test func `buffers are equal where their offsets are`() {
        let one: OffsetBuffer = [1, 2]
        let other = OffsetBuffer(capacity: 9)
        #expect(one != other)
        other.append(1)
        other.append(2)
        #expect(one == other)
        #expect([] as OffsetBuffer == OffsetBuffer())
    }

    @Test func `room is made for what is asked`() {
        let buffer: OffsetBuffer = [3]
        buffer.makeRoom(5000)
        #expect(buffer.capacity >= 5001 && Array(buffer) == [3])
    }
}
