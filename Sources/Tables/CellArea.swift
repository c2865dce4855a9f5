// Cells of a sheet that stand together, as people write them: `B4:H60`.

internal import Locations

/// A rectangle of cells, from 1. In delimited text rows are lines.
package struct CellArea: Hashable, Sendable {
    package var rows: ClosedRange<Int>
    package var columns: ClosedRange<Int>

    /// The last row and the last column that a spreadsheet has.
    package static let lastRow = 1_048_576
    package static let lastColumn = 16_384

    package init(rows: ClosedRange<Int>, columns: ClosedRange<Int>) {
        self.rows = rows
        self.columns = columns
    }

    /// Reads `B4:H60`, `B4:H` down to the last row, and `B:H` of all rows, dollar signs left out, in capitals or small
    /// letters; `nil` for anything else.
    package init?(_ text: some StringProtocol) {
        let ends = String(text).filter { $0 != "$" && $0 != " " }.split(
            separator: ":", omittingEmptySubsequences: false)
        guard ends.count == 2, let first = Self.end(ends[0]), let last = Self.end(ends[1]) else { return nil }
        let rows = (first.row ?? 1, last.row ?? Self.lastRow)
        guard rows.0 <= rows.1, first.column <= last.column else { return nil }
        self.rows = rows.0...rows.1
        columns = first.column...last.column
    }

    /// A column, and perhaps a row.
    private static func end(_ text: some StringProtocol) -> (row: Int?, column: Int)? {
        let letters = text.prefix { $0.isASCII && $0.isLetter }
        let digits = text.dropFirst(letters.count)
        guard (1...3).contains(letters.count), digits.count <= 7, digits.allSatisfy({ ("0"..."9").contains($0) }) else {
            return nil
        }
        let column = letters.uppercased().utf8.reduce(0) { $0 * 26 + Int($1) - 64 }
        guard column <= lastColumn else { return nil }
        guard !digits.isEmpty else { return (nil, column) }
        guard let row = Int(digits), (1...lastRow).contains(row) else { return nil }
        return (row, column)
    }

    /// As it is written; rows that are all of them are left out.
    package var name: String {
        let isWhole = rows == 1...Self.lastRow
        let last = rows.upperBound == Self.lastRow ? "" : String(rows.upperBound)
        return columnName(columns.lowerBound) + (isWhole ? "" : String(rows.lowerBound)) + ":"
            + columnName(columns.upperBound) + last
    }
}
