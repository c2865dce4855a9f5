// What is known of where on its sheet a table stands.

internal import Tables

struct TablePlace {
    /// The cells that the table stands in; `nil` where they are to be found.
    var area: CellArea?
    /// The list object that it is, where that was asked for by its name.
    var list: ListObject?
    /// What its columns are called, in their order, where it has no header.
    var columns: [String]?

    init(_ options: SourceOptions, named: NamedArea? = nil) {
        columns = options.columns
        area = options.area
        switch named?.target {
        case .cells(_, let cells): area = cells
        case .list(_, let found):
            list = found
            area = CellArea(rows: found.rows, columns: found.columns)
            if columns == nil, found.headerRows == 0 { columns = found.columnNames }
        case .other, nil: break
        }
    }

    /// The rows of the table, its header among them if it is said where that stands; `nil` where they are to be found.
    var rows: ClosedRange<Int>? {
        guard let area else { return nil }
        guard let list else { return area.rows }
        let last = area.rows.upperBound - list.totalsRows
        let first = area.rows.lowerBound + (columns == nil ? 0 : list.headerRows)
        return min(first, last)...last
    }
}
