// A part of a spreadsheet: a cell, a merged cell, a row of a table.

/// A rectangle of cells of one sheet; rows and columns count from 1.
package struct SheetExtent: Sendable, Hashable, BitwiseCopyable {
    package var row: UInt32
    package var column: UInt32
    /// More than one for merged cells and for whole records.
    package var rowCount: UInt32
    package var columnCount: UInt32
    /// Whether the row, the column or the sheet is hidden from the reader of the workbook.
    package var isHidden: Bool

    package init(row: Int, column: Int, rowCount: Int = 1, columnCount: Int = 1, isHidden: Bool = false) {
        self.row = UInt32(clamping: max(1, row))
        self.column = UInt32(clamping: max(1, column))
        self.rowCount = UInt32(clamping: max(1, rowCount))
        self.columnCount = UInt32(clamping: max(1, columnCount))
        self.isHidden = isHidden
    }

    /// The name by which a spreadsheet calls the first cell, such as `H121`.
    package var cellName: String { columnName(Int(column)) + String(row) }

    /// The name of all its cells: `H121`, or `B5:H5` for several.
    package var name: String {
        guard rowCount > 1 || columnCount > 1 else { return cellName }
        return cellName + ":" + columnName(Int(column) + Int(columnCount) - 1) + String(Int(row) + Int(rowCount) - 1)
    }
}

extension SheetExtent {
    /// The cell of a name such as `H121`; `nil` where the text is none.
    package init?(cell name: String) {
        var column = 0
        var row = 0
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "A")...UInt8(ascii: "Z") where row == 0 && column < 1 << 24:
                column = column * 26 + Int(byte - UInt8(ascii: "A")) + 1
            case UInt8(ascii: "0")...UInt8(ascii: "9") where column > 0 && row < 1 << 40:
                row = row * 10 + Int(byte - UInt8(ascii: "0"))
            default: return nil
            }
        }
        guard row > 0 else { return nil }
        self.init(row: row, column: column)
    }
}

/// The letters of a spreadsheet's column, counted from 1: `A`, …, `Z`, `AA`, …
package func columnName(_ column: Int) -> String {
    var letters: [UInt8] = []
    var rest = column
    while rest > 0 {
        let digit = (rest - 1) % 26
        letters.append(UInt8(ascii: "A") + UInt8(digit))
        rest = (rest - 1 - digit) / 26
    }
    return String(decoding: letters.reversed(), as: UTF8.self)
}
