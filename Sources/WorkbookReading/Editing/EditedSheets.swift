// The sheets of a workbook whose cells are to be written.

internal import Locations
internal import Packages
internal import Tables

/// A workbook that is edited, with the sheets that were looked at.
final class EditedSheets {
    private let workbook: any Workbook
    private var views: [Int: SheetView] = [:]
    /// By sheet the areas that formulas fill.
    private var formulaAreas: [Int: AreaIndex] = [:]

    init(_ workbook: any Workbook) { self.workbook = workbook }

    /// The sheet and the cell of an edit; `nil` where the workbook has no such sheet.
    func place(of edit: CellEdit) -> (sheet: Int, row: Int, column: Int)? {
        guard case .sheet(let extent) = edit.location,
            let sheet = workbook.sheets.firstIndex(where: { $0.name == edit.sheet })
        else { return nil }
        return (sheet, Int(extent.row), Int(extent.column))
    }

    func view(_ sheet: Int) throws(PackageError) -> SheetView {
        if let view = views[sheet] { return view }
        let content = try workbook.content(of: sheet, rows: nil, withFilled: true)
        let view = SheetView(content, CellShower(workbook), columns: 1...SheetLimits.columns)
        views[sheet] = view
        return view
    }

    /// What the cell of an edit shows now; nothing where there is none.
    func text(of edit: CellEdit) -> String {
        guard let place = place(of: edit), let view = try? view(place.sheet),
            let cell = view.content.storedCell(row: place.row, column: place.column)
        else { return "" }
        return view.shower.text(cell, of: view.content).trimmingSpaces
    }

    /// Why the cell of an edit must not be written, by what the sheet shows: lower case, no full stop; `nil` where it
    /// may be. `filled` are the columns whose cells say what they are filled with, from 1.
    func obstacle(to edit: CellEdit, filled: Set<Int>) -> String? {
        guard let place = place(of: edit), let view = try? view(place.sheet) else {
            return "it stands on no sheet of the workbook"
        }
        if filled.contains(place.column) { return "what it says is its colour: fill it by hand" }
        if let area = view.area(row: place.row, column: place.column),
            area.rows.lowerBound != place.row || area.columns.lowerBound != place.column
        {
            let name = cellName(row: area.rows.lowerBound, column: area.columns.lowerBound)
            return "it is covered by the merged cell \(name): correct that"
        }
        guard view.content.hasRow(place.row) else { return Self.noRow }
        let areas = formulaAreas[place.sheet] ?? AreaIndex(view.content.formulaAreas)
        formulaAreas[place.sheet] = areas
        if areas.holds(row: place.row, column: place.column) { return Self.formula }
        guard let cell = view.content.storedCell(row: place.row, column: place.column) else { return nil }
        if cell.isFormula || cell.kind == .uncalculated { return Self.formula }
        if view.shower.showsDate(cell) { return "it holds a day or a time: type the new one into it" }
        return nil
    }

    static let noRow = "its row is not there"
    static let formula = "it holds a formula: correct what that is made of"
}

extension SheetContent {
    /// Whether a row, by its number, holds something.
    func hasRow(_ number: Int) -> Bool {
        let index = rowIndex(from: number)
        return index < rows.count && Int(rows[index].number) == number
    }

    /// The cell at a place; `nil` where nothing is stored there.
    func storedCell(row number: Int, column: Int) -> StoredCell? {
        hasRow(number) ? cell(rowIndex(from: number), column) : nil
    }
}
