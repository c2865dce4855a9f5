// The rows of a rule test as a table: its cells are read where they stand in the rule file.

import Diagnostics
import Syntax
import Tables

/// Gives the rows of one table of a test, each a record; places are those of the rule file.
final class RuleTestRows: TableReader {
    let header: [String]
    let headerExtents: [CellExtent]
    let remarks: [String] = []
    private let text: [UInt8]
    private let records: [(start: Int, cells: [Range<Int>])]
    private var isDone = false

    init(_ rows: TestDeclaration.Rows, in file: SourceFile) {
        header = rows.header.columns.map(\.name.text)
        headerExtents = [CellExtent(SourceSpan(file, rows.header.range))]
        // A cell with an escaped bar says something else than its bytes: its text is put behind the file's.
        var text = file.bytes
        records = rows.rows.map { row in
            let cells = row.cells.map { cell -> Range<Int> in
                guard cell.text != file.text(cell.range) else { return cell.range }
                let start = text.count
                text += Array(cell.text.utf8)
                return start..<text.count
            }
            return (row.range.lowerBound, cells)
        }
        self.text = text
    }

    func next(into chunk: RecordChunk) throws(ReadError) -> Bool {
        guard !isDone, !records.isEmpty else { return false }
        isDone = true
        fill(chunk)
        return true
    }

    func revisit(_ mark: ChunkMark, into chunk: RecordChunk) throws(ReadError) { fill(chunk) }

    private func fill(_ chunk: RecordChunk) {
        chunk.byteCount = 0
        chunk.textEnd = 0
        chunk.reserve(text.count)
        // The chunk has room for the whole text, which was just reserved.
        text.withUnsafeBufferPointer { bytes in
            if let start = bytes.baseAddress { chunk.bytes.update(from: start, count: bytes.count) }
        }
        chunk.byteCount = text.count
        chunk.textEnd = text.count
        chunk.quote = 0
        chunk.faults = []
        chunk.fileOffset = 0
        chunk.firstLine = 1
        chunk.firstRecord = 0
        chunk.fieldStarts = []
        chunk.fieldEnds = []
        chunk.firstFields = []
        chunk.recordStarts = []
        for record in records {
            chunk.recordStarts.append(UInt32(record.start))
            chunk.firstFields.append(UInt32(chunk.fieldEnds.count))
            for cell in record.cells {
                chunk.fieldStarts.append(UInt32(cell.lowerBound))
                chunk.fieldEnds.append(UInt32(cell.upperBound))
            }
        }
        chunk.firstFields.append(UInt32(chunk.fieldEnds.count))
    }
}

extension CellExtent {
    /// The extent of a part of a rule file.
    fileprivate init(_ span: SourceSpan) {
        let (start, end) = (span.start, span.end)
        func column(_ line: Int, _ offset: Int) -> TextColumn {
            TextColumn(behind: span.file.bytes[span.file.lineStarts[line - 1]..<offset])
        }
        self.init(
            line: start.line, offset: span.range.lowerBound, lines: end.line - start.line, length: span.range.count,
            start: column(start.line, span.range.lowerBound), end: column(end.line, span.range.upperBound))
    }
}
