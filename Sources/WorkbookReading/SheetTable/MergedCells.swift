// Finds the merged cell that covers a place of a sheet.

/// The merged cells of a sheet, found by their places.
struct MergedCells {
    /// By column the areas that cover it, in the order of their first rows.
    private var byColumn: [Int: [MergedArea]] = [:]

    /// Takes the areas that overlap some columns.
    init(_ areas: [MergedArea], columns: ClosedRange<Int>) {
        for area in areas where area.columns.overlaps(columns) {
            for column in area.columns.clamped(to: columns) { byColumn[column, default: []].append(area) }
        }
        for column in byColumn.keys { byColumn[column]?.sort { $0.rows.lowerBound < $1.rows.lowerBound } }
    }

    var isEmpty: Bool { byColumn.isEmpty }

    /// The merged cell at a place; `nil` where a cell is not merged.
    func area(row: Int, column: Int) -> MergedArea? {
        guard let areas = byColumn[column] else { return nil }
        // The last area that does not begin below the row.
        var range = 0..<areas.count
        while range.count > 0 {
            let middle = range.lowerBound + range.count / 2
            range =
                areas[middle].rows.lowerBound <= row ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        guard range.lowerBound > 0 else { return nil }
        let found = areas[range.lowerBound - 1]
        return found.rows.contains(row) ? found : nil
    }
}
