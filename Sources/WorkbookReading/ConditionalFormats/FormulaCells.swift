// The cells that conditions look at, on their own sheet and on others.

internal import Packages

/// Finds the values of cells as they are stored. Other sheets are read where a condition names one.
final class FormulaCells {
    private let workbook: any Workbook
    private let home: SheetContent
    private let homeShower: CellShower
    let syntax: FormulaSyntax
    private var others: [String: (content: SheetContent, shower: CellShower)?] = [:]
    /// How many cells the other sheets hold.
    private var otherCells = 0
    /// How many steps have been spent on evaluating conditions.
    private(set) var steps = 0

    private let mostSteps: Int

    /// How many steps are spent on the conditions of a sheet: some seconds' worth.
    static let mostSteps = 150_000_000
    /// How many other sheets are read, and with how many cells.
    private static let mostSheets = 16
    private static let mostCells = 2_000_000

    /// `syntax` is the workbook's unless it is given.
    init(
        _ workbook: any Workbook, _ home: SheetContent, _ shower: CellShower, _ syntax: FormulaSyntax? = nil,
        mostSteps: Int = FormulaCells.mostSteps
    ) {
        self.mostSteps = mostSteps
        self.workbook = workbook
        self.home = home
        homeShower = shower
        self.syntax = syntax ?? workbook.formulaSyntax
    }

    var hasSteps: Bool { steps < mostSteps }

    func spend(_ count: Int) { steps += count }

    /// The value of a cell.
    func value(_ sheet: String?, row: Int, column: Int) -> FormulaValue {
        guard let (content, shower) = self.content(sheet) else { return .unknown(.sheet(sheet ?? "")) }
        let index = content.rowIndex(from: row)
        guard index < content.rows.count, Int(content.rows[index].number) == row,
            let cell = content.cell(index, column)
        else { return .blank }
        return value(cell, content, shower)
    }

    /// The values of the cells of an area that hold something, row by row, until the visitor has enough; false where
    /// its sheet is not read.
    func visit(_ sheet: String?, _ area: MergedArea, _ visitor: (FormulaValue) -> Bool) -> Bool {
        guard let (content, shower) = self.content(sheet) else { return false }
        var index = content.rowIndex(from: area.rows.lowerBound)
        while index < content.rows.count, Int(content.rows[index].number) <= area.rows.upperBound {
            steps += 1
            for place in content.rows[index].cells {
                steps += 1
                let cell = content.cells[place]
                guard area.columns.contains(Int(cell.column)), cell.kind != .blank else { continue }
                if !visitor(value(cell, content, shower)) { return true }
            }
            guard hasSteps else { return true }
            index += 1
        }
        return true
    }

    private func value(_ cell: StoredCell, _ content: SheetContent, _ shower: CellShower) -> FormulaValue {
        switch cell.kind {
        case .blank: return .blank
        case .figure: return .number(cell.figure.double)
        case .sharedText, .ownText:
            let text = shower.storedText(cell, of: content)
            steps += text.count / 16
            return .text(String(decoding: text, as: UTF8.self))
        // OpenDocument's programs count truth values among numbers.
        case .boolean: return syntax == .openFormula ? .number(Double(cell.payload)) : .boolean(cell.payload != 0)
        case .error: return .error
        case .uncalculated: return .unknown(.uncalculated)
        }
    }

    private func content(_ sheet: String?) -> (content: SheetContent, shower: CellShower)? {
        guard let sheet else { return (home, homeShower) }
        let name = sheet.lowercased()
        if let known = others[name] { return known }
        guard others.count < Self.mostSheets else { return nil }
        var found: (content: SheetContent, shower: CellShower)?
        if let index = workbook.sheets.firstIndex(where: { $0.name.lowercased() == name }),
            let content = try? workbook.content(of: index, rows: nil, withFilled: false),
            otherCells + content.cells.count <= Self.mostCells
        {
            otherCells += content.cells.count
            found = (content, CellShower(workbook))
        }
        others[name] = found
        return found
    }
}
