// Which cells of a sheet lie in some areas.

/// Areas in the order of their first rows, which may overlap.
struct AreaIndex {
    private let areas: [MergedArea]
    /// The last row of each and all before it.
    private let lastRows: [Int]

    init(_ areas: [MergedArea]) {
        self.areas = areas.sorted { $0.rows.lowerBound < $1.rows.lowerBound }
        var last = 0
        lastRows = self.areas.map { area in
            last = max(last, area.rows.upperBound)
            return last
        }
    }

    /// How many areas are looked at for one cell: no workbook that is meant well has more that may hold it.
    private static let mostLooks = 10_000

    /// Whether an area holds a cell; of too many to look at, one is taken to.
    func holds(row: Int, column: Int) -> Bool {
        let (area, hasMore) = look(row: row, column: column)
        return area != nil || hasMore
    }

    /// An area that holds a cell, the lowest of several; `nil` where none does, or too many would have to be looked at.
    func area(row: Int, column: Int) -> MergedArea? { look(row: row, column: column).area }

    private func look(row: Int, column: Int) -> (area: MergedArea?, hasMore: Bool) {
        var range = 0..<areas.count
        while !range.isEmpty {
            let middle = range.lowerBound + range.count / 2
            range = areas[middle].rows.lowerBound <= row ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        var index = range.lowerBound
        let end = max(0, index - Self.mostLooks)
        while index > end, lastRows[index - 1] >= row {
            index -= 1
            if areas[index].rows.contains(row), areas[index].columns.contains(column) { return (areas[index], false) }
        }
        return (nil, index > 0 && lastRows[index - 1] >= row)
    }
}
