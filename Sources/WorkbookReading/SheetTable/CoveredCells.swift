// Cells that lie under merged ones.

internal import Locations

/// The cells of a table's columns, from its header down, that hold something below a merged cell: nobody sees it on a
/// screen, and it is not read.
struct CoveredCells {
    private(set) var count = 0
    /// The first ones' names.
    private(set) var names: [String] = []

    init(_ view: SheetView, _ header: SheetHeader) {
        guard view.hasMerges else { return }
        let content = view.content
        for row in content.rowIndex(from: header.lines.lowerBound)..<content.rows.count {
            let number = Int(content.rows[row].number)
            for cell in content.cells[content.rows[row].cells] where header.columns.contains(Int(cell.column)) {
                guard let area = view.area(row: number, column: Int(cell.column)),
                    area.rows.lowerBound != number || area.columns.lowerBound != Int(cell.column),
                    !view.shower.isBlank(cell, of: content)
                else { continue }
                count += 1
                if names.count < Self.named { names.append(cellName(row: number, column: Int(cell.column))) }
            }
        }
    }

    private static let named = 5

    /// What is said of them; `nil` where there are none.
    var words: String? {
        guard count > 0 else { return nil }
        let list = names.joined(separator: ", ") + (count > names.count ? " and \(count - names.count) more" : "")
        return count == 1
            ? "\(list) lies hidden under a merged cell; what it holds is not read"
            : "\(list) lie hidden under merged cells; what they hold is not read"
    }
}
