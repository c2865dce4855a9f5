// The rows of a rule test as a table: its cells are read in place in the rule file.

import Diagnostics
import Locations
import Syntax
import Tables

/// Gives the rows of one table of a test, each a record; places are those of the rule file.
final class RuleTestRows: TableReader {
    let header: [String]
    let headerLocations: [CellLocation]
    var expectedBytes: Int { text.count }
    let remarks: [ReadingNotice] = []
    private let text: [UInt8]
    private let records: [(start: Int, cells: [Range<Int>])]
    private var isDone = false

    init(_ rows: TestDeclaration.Rows, in file: SourceFile) {
        header = rows.header.columns.map(\.name.text)
        headerLocations = [.text(SourceSpan(file, rows.header.range).extent)]
        // The text of a cell with an escaped bar differs from its bytes: it is appended to the file's text.
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

    func reread(_ position: ChunkPosition, into chunk: RecordChunk) throws(ReadError) { fill(chunk) }

    private func fill(_ chunk: RecordChunk) {
        var fields = ChunkFields()
        for record in records { fields.append(recordAt: record.start, record.cells) }
        fields.finish()
        chunk.load(text, fields, origin: .text(offset: 0, line: 1))
    }
}
