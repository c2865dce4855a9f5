// The place of a cell or a record in its file, whatever the file's format.

/// A location in the terms of the format that the file has. Lines, rows and columns count from 1; ends of columns are
/// exclusive.
package enum CellLocation: Sendable, Hashable, BitwiseCopyable {
    case text(TextExtent)
    /// The sheet's name is not here: its table knows it.
    case sheet(SheetExtent)

    /// The physical line of a text, the row of a sheet.
    package var line: Int {
        switch self {
        case .text(let extent): extent.line
        case .sheet(let extent): Int(extent.row)
        }
    }

    /// The last line, or row.
    package var endLine: Int {
        switch self {
        case .text(let extent): extent.endLine
        case .sheet(let extent): Int(extent.row) + Int(extent.rowCount) - 1
        }
    }

    /// The column in Unicode scalars; on a sheet the number of the column.
    package var column: Int { first(\.scalars) }
    package var endColumn: Int { last(\.scalars) }
    /// The column in UTF-8 bytes.
    package var byteColumn: Int { first(\.bytes) }
    package var endByteColumn: Int { last(\.bytes) }
    /// The column in UTF-16 code units.
    package var utf16Column: Int { first(\.utf16) }
    package var endUTF16Column: Int { last(\.utf16) }

    @inline(__always)
    private func first(_ unit: (TextColumn) -> UInt32) -> Int {
        switch self {
        case .text(let extent): Int(unit(extent.start)) + 1
        case .sheet(let extent): Int(extent.column)
        }
    }

    @inline(__always)
    private func last(_ unit: (TextColumn) -> UInt32) -> Int {
        switch self {
        case .text(let extent): Int(unit(extent.end)) + 1
        case .sheet(let extent): Int(extent.column) + Int(extent.columnCount)
        }
    }
}
