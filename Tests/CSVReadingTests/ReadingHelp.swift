// What the reader gives for a text, in a form that tests can compare.

import CSVReading
import Quantities
import Tables
import Testing

/// Reads a whole text and gives its chunks one by one.
func withChunks(
    of reader: DelimitedReader, _ body: (RecordChunk) throws -> Void
) throws {
    let chunk = RecordChunk(capacity: 64)
    while try reader.next(into: chunk) { try body(chunk) }
    #expect(chunk.recordCount == 0)
}

/// The bytes of one column for all records of a chunk.
func column(_ field: Int, of chunk: RecordChunk) -> [[UInt8]] {
    var spans = [CellSpan](repeating: CellSpan(offset: .max, length: .max), count: chunk.recordCount)
    spans.withUnsafeMutableBufferPointer { buffer in
        if let base = buffer.baseAddress { chunk.take(field: field, records: 0..<chunk.recordCount, into: base) }
    }
    return spans.map { span in
        Array(UnsafeBufferPointer(start: chunk.bytes + Int(span.offset), count: Int(span.length)))
    }
}

/// All cells of a text as strings, record by record, and its faults with records counted in the whole text.
struct ReadText: Equatable {
    var header: [String]
    var records: [[String]] = []
    var faults: [RecordFault] = []
    var notices: [String]

    init(_ reader: DelimitedReader) throws {
        header = reader.header
        notices = reader.notices.map(\.words)
        try withChunks(of: reader) { chunk in
            #expect(chunk.firstRecord == records.count)
            for record in 0..<chunk.recordCount {
                records.append((0..<chunk.fieldCount(record)).map { chunk.text(record: record, field: $0) })
            }
            faults += chunk.faults.map {
                RecordFault(record: $0.record + chunk.firstRecord, field: $0.field, kind: $0.kind)
            }
        }
    }
}

func read(
    _ bytes: [UInt8], _ options: DelimitedOptions = DelimitedOptions(), names: Set<String> = []
) throws -> ReadText {
    let source = MemorySource(name: "return.csv", bytes: bytes)
    return try ReadText(
        DelimitedReader(source, options: options) { cells in cells.count { names.contains($0) } })
}

func read(
    _ text: String, _ options: DelimitedOptions = DelimitedOptions(), names: Set<String> = []
) throws -> ReadText {
    try read(Array(text.utf8), options, names: names)
}
