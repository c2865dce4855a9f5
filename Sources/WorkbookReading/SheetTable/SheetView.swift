// A sheet as its readers see it: a merged cell counts at every place that it covers.

/// The effective cells of a sheet.
struct SheetView {
    let content: SheetContent
    let shower: CellShower
    private let merges: MergedCells

    init(_ content: SheetContent, _ shower: CellShower, columns: ClosedRange<Int>) {
        self.content = content
        self.shower = shower
        merges = MergedCells(content.merges, columns: columns)
    }

    var hasMerges: Bool { !merges.isEmpty }

    func area(row: Int, column: Int) -> MergedArea? {
        merges.isEmpty ? nil : merges.area(row: row, column: column)
    }

    /// The effective cell at a place: its own, or the merged cell that covers it, unless that is a figure and
    /// `lendsFigures` is false. `row` is the row's index.
    func cell(_ row: Int, column: Int, lendsFigures: Bool = false) -> StoredCell? {
        guard hasMerges, let area = merges.area(row: Int(content.rows[row].number), column: column) else {
            return content.cell(row, column)
        }
        let number = Int(content.rows[row].number)
        if area.rows.lowerBound == number, area.columns.lowerBound == column { return content.cell(row, column) }
        guard let source = first(of: area) else { return nil }
        switch source.kind {
        case .sharedText, .ownText, .boolean, .error: return source
        case .figure: return lendsFigures || shower.showsDate(source) ? source : nil
        case .uncalculated, .blank: return nil
        }
    }

    /// The cell that holds the content of a merged one.
    private func first(of area: MergedArea) -> StoredCell? {
        storedCell(row: area.rows.lowerBound, column: area.columns.lowerBound)
    }

    /// The place of the cell that is seen at a place: of a merged cell the first. `row` is the row's index, the place's
    /// the sheet's.
    func firstCell(ofRow row: Int, column: Int) -> (row: Int, column: Int) {
        let number = Int(content.rows[row].number)
        guard hasMerges, let area = merges.area(row: number, column: column) else { return (number, column) }
        return (area.rows.lowerBound, area.columns.lowerBound)
    }

    /// The cell that is stored at a place of the sheet.
    func storedCell(row: Int, column: Int) -> StoredCell? {
        let index = content.rowIndex(from: row)
        guard index < content.rows.count, Int(content.rows[index].number) == row else { return nil }
        return content.cell(index, column)
    }

    /// Whether a place has content of its own column, not of a merged cell that begins further to the left.
    func isFilled(_ row: Int, column: Int) -> Bool {
        if hasMerges, let area = merges.area(row: Int(content.rows[row].number), column: column),
            area.columns.lowerBound != column
        {
            return false
        }
        return cell(row, column: column, lendsFigures: true).map { !shower.isBlank($0, of: content) } ?? false
    }

    /// The text at a place, for finding headers; empty for a text that is too long to be one.
    func text(_ row: Int, column: Int) -> String {
        guard let cell = cell(row, column: column, lendsFigures: true),
            shower.length(of: cell, content) <= Self.longestHeader
        else { return "" }
        return shower.text(cell, of: content)
    }

    /// What a cell shows, as labels are compared: without white space at its ends, and with one space where there is
    /// more.
    func label(_ cell: StoredCell) -> String {
        shower.text(cell, of: content).split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    private static let longestHeader = 2_000

    /// Appends the note of a cell, or of the merged cell that covers it.
    func appendNote(_ row: Int, column: Int, to bytes: inout [UInt8]) {
        guard let notes = content.notes else { return }
        let number = Int(content.rows[row].number)
        let area = area(row: number, column: column)
        notes.append(row: area?.rows.lowerBound ?? number, column: area?.columns.lowerBound ?? column, to: &bytes)
    }

    /// The first and the last column in which a row holds something that is seen.
    func filledColumns(_ row: Int) -> ClosedRange<Int>? {
        let cells = content.cells[content.rows[row].cells]
        guard let first = cells.first(where: { !shower.isBlank($0, of: content) }),
            let last = cells.last(where: { !shower.isBlank($0, of: content) })
        else { return nil }
        return Int(first.column)...Int(last.column)
    }
}
