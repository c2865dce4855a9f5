// Which rows of a sheet are rows of the table below its header.

internal import Tables

/// The rows of a table, and those that were skipped.
struct TableBody {
    /// Indices into `SheetContent.rows`.
    private(set) var rows: [UInt32] = []
    /// Rows that are headings of the rows below them.
    private(set) var headings: [Int] = []
    /// For each row which heading it stands below, as an index into `headingCells`; −1 for those above all headings.
    private(set) var headingOfRow: [Int32] = []
    /// The index of each heading's row, and its column.
    private(set) var headingCells: [(row: Int, column: Int)] = []
    /// Rows below the table that hold something.
    private(set) var below: [Int] = []
    /// Rows with cells of the table's columns outside of the rows that were named.
    private(set) var outside: [Int] = []
    /// Rows with cells of the table's columns below the blank row that ends it.
    private(set) var belowBlank: [Int] = []

    /// A table ends with the last row that has content in a key column and one more, or without a key in two columns;
    /// blank rows do not end it. `fields` count from the first column.
    ///
    /// A list object ends where it says, without its row of totals. Where rows are named, all of them are the table's,
    /// and where the first blank row ends it, all above that.
    init(
        _ view: SheetView, _ header: SheetHeader, _ fields: HeaderFields, list: ListObject?,
        rows bounds: ClosedRange<Int>? = nil, endsAtBlank: Bool = false
    ) {
        let first = header.columns.lowerBound
        let declared = fields.declared.isEmpty ? Array(header.texts.indices) : fields.declared
        let columns = declared.map { $0 + first }
        let keys = Set(fields.keys.map { $0 + first })
        let content = view.content
        if bounds != nil {
            let above = content.rowIndex(from: header.lines.lowerBound)
            outside = (0..<above).filter { row in columns.contains { view.isFilled(row, column: $0) } }
                .map { Int(content.rows[$0].number) }
        }
        let coloured = Set(fields.fills.keys.map { $0 + first })
        /// A cell that says by its colour what it means holds something.
        func isFilled(_ row: Int, _ column: Int) -> Bool {
            view.isFilled(row, column: column)
                || coloured.contains(column)
                    && view.cell(row, column: column).flatMap { view.shower.fill($0) }?.meaning != nil
        }
        // Filled columns of each row are looked at once; the last row that counts ends the table.
        var found: [UInt32] = []
        var end = 0
        var open: [(row: Int, isHeading: Bool)] = []
        var previous = 0
        var hasEnded = false
        for row in header.row + 1..<content.rows.count {
            let number = Int(content.rows[row].number)
            var filled = 0
            var filledKeys = 0
            var lone = 0
            for column in columns where isFilled(row, column) {
                filled += 1
                lone = column
                if keys.contains(column) { filledKeys += 1 }
            }
            if let bounds, number > bounds.upperBound {
                if filled > 0 { outside.append(number) }
                continue
            }
            if endsAtBlank, !found.isEmpty, filled == 0 || number > previous + 1 { hasEnded = true }
            previous = number
            guard filled > 0 else {
                if bounds == nil, !endsAtBlank, view.filledColumns(row) != nil { open.append((row, false)) }
                continue
            }
            if hasEnded {
                belowBlank.append(number)
                continue
            }
            let isWide = view.area(row: number, column: lone).map { $0.columns.count > 1 } ?? false
            if fields.declared.isEmpty, filled == 1, isWide, view.isTitle(row) {
                // No one has said which column is the key: what is merged across the table is none of its rows.
                open.append((row, true))
                headingCells.append((row, lone))
                continue
            }
            let isHeading =
                !keys.isEmpty && filled == 1 && columns.count > 1
                && (isWide || fields.mayHead(lone - first, view.text(row, column: lone)))
            if isHeading {
                open.append((row, true))
                headingCells.append((row, lone))
                continue
            }
            found.append(UInt32(row))
            headingOfRow.append(Int32(headingCells.count) - 1)
            let counts =
                keys.isEmpty ? filled >= min(2, columns.count) : filledKeys > 0 && (filled > 1 || columns.count == 1)
            let isInside =
                bounds != nil
                || (list.map { number <= $0.rows.upperBound - $0.totalsRows } ?? (endsAtBlank || counts))
            if isInside { end = found.count }
        }
        let last = end > 0 ? Int(found[end - 1]) : header.row
        rows = Array(found[..<end])
        headingOfRow.removeLast(headingOfRow.count - end)
        let numbers = content.rows
        headings = open.filter { $0.isHeading && $0.row < last }.map { Int(numbers[$0.row].number) }
        below = (found[end...].map { Int($0) } + open.map(\.row)).filter { $0 > last }.sorted()
            .map { Int(numbers[$0].number) }
    }
}
