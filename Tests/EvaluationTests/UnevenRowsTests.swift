// Rows that alone have another number of cells, of many files.

import Tables
import Testing

@testable import Evaluation

@Suite struct UnevenRowsTests {
    private func row(_ row: Int, cells: Int = 3) -> UnevenRow? {
        UnevenRow(RecordFault(record: 0, field: 2, kind: .uneven(cells: cells, expected: 4)), firstRow: row)
    }

    /// The last row of a file may be the only one of its block, whatever number it has in its table.
    @Test(.timeLimit(.minutes(1)))
    func findsTheLastRowsOfVeryManyFiles() throws {
        let count = 20_000
        // A block in the middle, and one row that is the file's last or the one before it.
        let size = 20
        var uneven = UnevenRows()
        for file in 0..<count {
            for place in [4, 5, file % 2 == 0 ? size - 1 : size - 2] {
                uneven.add(try #require(row(file * size + place)), file: file)
            }
        }
        let starts = (0..<count).map { $0 * size }
        let rows = [Int](repeating: size, count: count)
        let found = uneven.suspects(fileStarts: starts, fileRows: rows).map(\.row)
        #expect(found == stride(from: 1, to: count, by: 2).map { $0 * size + size - 2 })
        #expect(uneven.suspects(fileStarts: starts, fileRows: rows, cut: Set(0..<count - 1)).map(\.row) == [found.last])
    }
}
