// Text below blank headers: no column can read it.

import Columns
import Quantities
import Tables

/// A field of one of a table's files.
struct FileField: Hashable {
    var file: Int
    var field: Int
}

/// The first cell with text below a blank header.
struct TextBelowBlank {
    var row: Int
    var text: String
}

/// Searches for such cells. One worker uses it and sees rows in ascending order, so the first one that it finds is its
/// first.
final class BlankHeaderSearch {
    private let spans = UnsafeMutablePointer<CellSpan>.allocate(capacity: batchRows)
    private var found: Set<FileField> = []

    deinit { spans.deallocate() }

    /// Searches some records of a chunk, at most a batch. `firstRow` is the number of the chunk's first record.
    func look(
        at records: Range<Int>, of chunk: RecordChunk, firstRow: Int, file: Int, fields: [Int],
        into first: inout [FileField: TextBelowBlank]
    ) {
        for field in fields {
            let place = FileField(file: file, field: field)
            guard !found.contains(place) else { continue }
            chunk.take(field: field, records: records, into: spans)
            for index in 0..<records.count {
                let span = spans[index]
                guard span.length > 0 else { continue }
                let cell = UnsafeBufferPointer(start: chunk.bytes + Int(span.offset), count: Int(span.length))
                let text = trimmedBytes(cell)
                guard !text.isEmpty else { continue }
                found.insert(place)
                first[place] = TextBelowBlank(
                    row: firstRow + records.lowerBound + index, text: String(decoding: text.prefix(400), as: UTF8.self))
                break
            }
        }
        chunk.resetTexts()
    }
}
