// Which row above says what a blank cell says, in columns that are filled down.

internal import Tables

/// For each row of a table the row that its cell is taken from.
struct FilledDown {
    /// By field, for each row of the table, the index of the row and one more; 0 where no row above holds anything.
    private var sources: [Int: [UInt32]] = [:]

    var isEmpty: Bool { sources.isEmpty }

    /// A heading ends what stands above it; a row that repeats the header is not a row of the table.
    init(
        _ view: SheetView, _ header: SheetHeader, _ table: TableBody, fields: [Int], repeatsHeader: (Int) -> Bool
    ) {
        for field in fields {
            let column = header.columns.lowerBound + field
            var rows: [UInt32] = []
            rows.reserveCapacity(table.rows.count)
            var source: UInt32 = 0
            var heading: Int32 = -1
            for (place, row) in table.rows.enumerated() {
                if table.headingOfRow[place] != heading {
                    heading = table.headingOfRow[place]
                    source = 0
                }
                guard view.isFilled(Int(row), column: column) else {
                    rows.append(source)
                    continue
                }
                rows.append(row + 1)
                if !repeatsHeader(Int(row)) { source = row + 1 }
            }
            sources[field] = rows
        }
    }

    /// The row that the cell of a table's row is taken from: mostly itself.
    func row(_ field: Int, place: Int, of row: Int) -> Int {
        guard let source = sources[field]?[place], source > 0 else { return row }
        return Int(source) - 1
    }
}
