// All that a sheet holds, its cells row by row.

/// A merged area, counted from 1; the first cell has its content.
struct MergedArea: Hashable, Sendable {
    var rows: ClosedRange<Int>
    var columns: ClosedRange<Int>
}

/// A list object of the workbook, with a name, a header and rows.
struct ListObject: Sendable {
    var name: String
    var rows: ClosedRange<Int>
    var columns: ClosedRange<Int>
    var headerRows: Int
    var totalsRows: Int
    var columnNames: [String]
}

/// The cells of a sheet that have content, with the properties of its rows and columns.
final class SheetContent {
    private(set) var rows: [StoredRow] = []
    private(set) var cells: [StoredCell] = []
    var texts = TextStore()
    var merges: [MergedArea] = []
    /// The areas that one formula each fills with results: their cells but the first look as if they were typed.
    var formulaAreas: [MergedArea] = []
    var hiddenColumns: [ClosedRange<Int>] = []
    var lists: [ListObject] = []
    /// The notes of cells, where they were asked for.
    var notes: CellNotes?
    /// The rules of its conditional formats, where fills were asked for.
    var rules: [ConditionalRule] = []
    /// Whether all of the sheet was read, and not only its first rows.
    var isWhole = true

    /// Whether rows or cells came out of order.
    private var isUnsorted = false

    /// Begins a row; a row without a cell is dropped.
    func beginRow(_ number: Int, isHidden: Bool) {
        dropEmptyRow()
        if let last = rows.last, last.number >= UInt32(number) { isUnsorted = true }
        rows.append(
            StoredRow(
                number: UInt32(number), firstCell: UInt32(truncatingIfNeeded: cells.count), cellCount: 0,
                isHidden: isHidden))
    }

    /// Adds a cell to the row that was begun last.
    @inline(__always)
    func add(_ cell: StoredCell) {
        let row = rows.count - 1
        if rows[row].cellCount > 0, cells[cells.count - 1].column >= cell.column { isUnsorted = true }
        cells.append(cell)
        rows[row].cellCount += 1
    }

    private func dropEmptyRow() {
        if let last = rows.last, last.cellCount == 0 { rows.removeLast() }
    }

    /// Adds the last row once more under another number. Both have the same cells, which are kept once: a file of a few
    /// bytes may say that it has a million such rows.
    func repeatRow(_ number: Int, isHidden: Bool) {
        guard let last = rows.last, last.cellCount > 0 else { return }
        beginRow(number, isHidden: isHidden)
        rows[rows.count - 1].firstCell = last.firstCell
        rows[rows.count - 1].cellCount = last.cellCount
    }

    /// Whether a cell of the last row holds more than a colour.
    var lastRowHoldsSomething: Bool { rows.last.map { cells[$0.cells].contains { $0.kind != .blank } } ?? false }

    var lastRowCellCount: Int { rows.last.map { Int($0.cellCount) } ?? 0 }

    /// Sorts rows and cells. Returns the name of a cell that occurs twice; `nil` where there is none.
    func finish() -> String? {
        dropEmptyRow()
        guard isUnsorted else { return nil }
        isUnsorted = false
        rows.sort { $0.number < $1.number }
        var sorted: [StoredCell] = []
        sorted.reserveCapacity(cells.count)
        var joined: [StoredRow] = []
        for row in rows {
            var own = Array(cells[row.cells])
            if joined.last?.number == row.number, let last = joined.popLast() {
                own += sorted[last.cells]
                sorted.removeLast(Int(last.cellCount))
            }
            own.sort { $0.column < $1.column }
            for (one, next) in zip(own, own.dropFirst()) where one.column == next.column {
                return cellName(row: Int(row.number), column: Int(one.column))
            }
            joined.append(
                StoredRow(
                    number: row.number, firstCell: UInt32(sorted.count), cellCount: UInt32(own.count),
                    isHidden: row.isHidden))
            sorted += own
        }
        rows = joined
        cells = sorted
        return nil
    }

    /// The cell of a column in a row that is given by its index.
    func cell(_ row: Int, _ column: Int) -> StoredCell? {
        var range = rows[row].cells
        while range.count > 0 {
            let middle = range.lowerBound + range.count / 2
            let found = Int(cells[middle].column)
            if found == column { return cells[middle] }
            range = found < column ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return nil
    }

    /// The index of the first row with that number, or a higher one.
    func rowIndex(from number: Int) -> Int {
        var range = 0..<rows.count
        while range.count > 0 {
            let middle = range.lowerBound + range.count / 2
            range = Int(rows[middle].number) < number ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return range.lowerBound
    }

    /// Which of some columns are hidden; empty where none is. A sheet may name as many ranges as it likes.
    func hidden(among columns: ClosedRange<Int>) -> [Bool] {
        let ranges = hiddenColumns.filter { $0.overlaps(columns) }
        guard !ranges.isEmpty else { return [] }
        var changes = [Int](repeating: 0, count: columns.count + 1)
        for range in ranges {
            let own = range.clamped(to: columns)
            changes[own.lowerBound - columns.lowerBound] += 1
            changes[own.upperBound + 1 - columns.lowerBound] -= 1
        }
        var open = 0
        return columns.map { column in
            open += changes[column - columns.lowerBound]
            return open > 0
        }
    }

    func isHidden(column: Int) -> Bool { hiddenColumns.contains { $0.contains(column) } }
}
