// Which rows of a sheet are rows of the table below its header.

internal import Tables

/// The rows of a table, and those that were skipped.
struct TableBody {
    /// Indices into `SheetContent.rows`.
    private(set) var rows: [UInt32] = []
    /// Rows that are headings of the rows below them.
    private(set) var headings: [Int] = []
    /// Rows with content below the table.
    private(set) var below: [Int] = []

    /// A table ends with the last row that has content in a key column and one more, or without a key in two columns;
    /// blank rows do not end it. `fields` count from the first column.
    ///
    /// A list object ends where it declares, without its row of totals.
    init(_ view: SheetView, _ header: SheetHeader, _ fields: HeaderFields, list: ListObject?) {
        let first = header.columns.lowerBound
        let declared = fields.declared.isEmpty ? Array(header.texts.indices) : fields.declared
        let columns = declared.map { $0 + first }
        let keys = Set(fields.keys.map { $0 + first })
        let candidates = header.row + 1..<view.content.rows.count
        // Goes through the filled columns of each row once; the last row that counts ends the table.
        var found: [UInt32] = []
        var end = 0
        var open: [(row: Int, isHeading: Bool)] = []
        for row in candidates {
            var filled = 0
            var filledKeys = 0
            var lone = 0
            for column in columns where view.isFilled(row, column: column) {
                filled += 1
                lone = column
                if keys.contains(column) { filledKeys += 1 }
            }
            guard filled > 0 else {
                if view.filledColumns(row) != nil { open.append((row, false)) }
                continue
            }
            let number = Int(view.content.rows[row].number)
            let isWide = view.area(row: number, column: lone).map { $0.columns.count > 1 } ?? false
            let isHeading = !keys.isEmpty && filled == 1 && columns.count > 1 && (filledKeys == 0 || isWide)
            if isHeading {
                open.append((row, true))
                continue
            }
            found.append(UInt32(row))
            let counts =
                keys.isEmpty ? filled >= min(2, columns.count) : filledKeys > 0 && (filled > 1 || columns.count == 1)
            let isInside = list.map { number <= $0.rows.upperBound - $0.totalsRows } ?? counts
            if isInside { end = found.count }
        }
        let last = end > 0 ? Int(found[end - 1]) : header.row
        rows = Array(found[..<end])
        let numbers = view.content.rows
        headings = open.filter { $0.isHeading && $0.row < last }.map { Int(numbers[$0.row].number) }
        below = (found[end...].map { Int($0) } + open.map(\.row)).filter { $0 > last }.sorted()
            .map { Int(numbers[$0].number) }
    }
}
