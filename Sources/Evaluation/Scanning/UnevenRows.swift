// Single rows with another number of cells than their header, as a separator too many or too few causes.

import Tables

/// A row with another number of cells than the header.
struct UnevenRow: BitwiseCopyable {
    var row: Int
    var cells: Int
    var expected: Int
    /// Whether it is a fault on its own, and reported as such.
    var isRagged: Bool

    /// `nil` for a fault of another kind. `firstRow` is the number of the chunk's first record.
    init?(_ fault: RecordFault, firstRow: Int) {
        switch fault.kind {
        case .ragged(let cells, let expected): (self.cells, self.expected, isRagged) = (cells, expected, true)
        case .uneven(let cells, let expected): (self.cells, self.expected, isRagged) = (cells, expected, false)
        default: return nil
        }
        row = firstRow + fault.record
    }
}

/// Goes through the uneven rows of a table's files, in order, to find those that no other row explains.
///
/// A spreadsheet ends all rows, or some sixteen of them in a row, with the separators of cells that are blank: a row
/// next to one with as many cells is no evidence, nor is any row where most of the file's rows are uneven. The last row
/// of a file may be the only one of its sixteen: it is no evidence where it would be, or where other rows come in such
/// blocks.
struct UnevenRows {
    private struct File {
        var count = 0
        /// Whether two rows with as many cells are adjacent.
        var hasBlock = false
        /// Those without such a neighbour; the last one may still get it.
        var alone: [UnevenRow] = []
        var last: UnevenRow?
    }

    private var files: [Int: File] = [:]

    /// Takes the next uneven row of a file.
    mutating func add(_ row: UnevenRow, file: Int) {
        var found = files.removeValue(forKey: file) ?? File()
        defer { files[file] = found }
        found.count += 1
        if let last = found.last, last.row == row.row - 1, last.cells == row.cells {
            found.hasBlock = true
            if found.alone.last?.row == last.row { found.alone.removeLast() }
        } else if !row.isRagged {
            found.alone.append(row)
        }
        found.last = row
    }

    /// The rows to report, in order, of files with so many rows each, the first of which have these numbers. Files that
    /// were cut have none: a part does not tell how most of a file's rows look.
    func suspects(fileStarts: [Int], fileRows: [Int], cut: Set<Int> = []) -> [UnevenRow] {
        files.filter { !cut.contains($0.key) }.sorted { $0.key < $1.key }.flatMap { file, found in
            let rows = fileRows[file]
            // A row like most others is no evidence; nor is the only row of a file.
            if found.count > 1, found.count * 2 > rows { return [UnevenRow]() }
            // The header is the first row of the first block.
            guard found.hasBlock || rows % UnevenRows.block == 0 else { return found.alone }
            let last = fileStarts[file] + rows - 1
            return found.alone.filter { $0.row != last }
        }
    }

    /// How many consecutive rows Excel writes alike.
    private static let block = 16
}
