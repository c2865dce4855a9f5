// The names of cells: `H121`, `$B$4:$H$60`.

internal import Locations

func cellName(row: Int, column: Int) -> String { columnName(column) + String(row) }

/// A place in a sheet, from 1.
struct CellReference: Equatable {
    var row: Int
    var column: Int

    /// Reads `H121`, in capitals or small letters; `nil` for anything else, and beyond the last row and column.
    @inline(__always)
    init?(_ text: UnsafeBufferPointer<UInt8>) {
        var index = 0
        var column = 0
        while index < text.count {
            let letter = (text[index] | 0x20) &- UInt8(ascii: "a")
            guard letter < 26 else { break }
            column = column * 26 + Int(letter) + 1
            index += 1
            if index > 3 { return nil }
        }
        guard index > 0, index < text.count, text.count - index <= 7 else { return nil }
        var row = 0
        while index < text.count {
            let digit = text[index] &- 0x30
            guard digit < 10 else { return nil }
            row = row * 10 + Int(digit)
            index += 1
        }
        guard row >= 1, row <= SheetLimits.rows, column <= SheetLimits.columns else { return nil }
        self.row = row
        self.column = column
    }

    init?(_ text: Substring) {
        var plain = text.filter { $0 != "$" }
        guard let found = plain.withUTF8({ CellReference($0) }) else { return nil }
        self = found
    }
}

extension MergedArea {
    /// Reads `B4:H60`, or `B4`, ignoring dollar signs; `nil` for anything else.
    init?(_ text: some StringProtocol) {
        let ends = text.split(separator: ":", omittingEmptySubsequences: false)
        guard let first = ends.first.flatMap({ CellReference(Substring($0)) }), ends.count <= 2,
            let last = ends.last.flatMap({ CellReference(Substring($0)) }), first.row <= last.row,
            first.column <= last.column
        else { return nil }
        rows = first.row...last.row
        columns = first.column...last.column
    }
}
