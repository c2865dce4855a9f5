// What is said of cells of sheets that are other than they look.

import Checking
import Evaluation
import Locations
import Tables

extension StructuralMessages {
    /// What is said of a fault of a cell, or of the workbook that the subject names.
    func ofSheet(_ fault: SheetFault, _ cell: String, subject: String) -> Words {
        let named = "\(title) \(quoted(cell))"
        switch fault {
        case .numberAsText(let cells):
            return Words(
                message: "\(named) is a text that reads as a figure\(among(cells))",
                help: "convert the cells to numbers: the totals of a spreadsheet pass over texts")
        case .uncalculated(let cells):
            return Words(
                message: "\(named) is a formula of which the file has no result\(among(cells))",
                help: "open the workbook in a spreadsheet, save it, and check it again")
        case .asksForCalculation:
            return Words(
                message:
                    "\(subject) asks for its formulas to be calculated when it is opened: the results in it, which "
                    + "were checked, may be others then",
                help: "open the workbook in a spreadsheet, save it, and check it again")
        case .fillDisagrees(let colour):
            return Words(
                message: "\(subject): \(named) is filled \(colour)",
                help: "correct the label or the colour, so that both say the same")
        case .unknownFill(let cells, let reasons):
            return Words(
                message: "the colour of \(title) follows from conditions that cannot be evaluated: "
                    + "\(reasons.joined(separator: "; "))\(among(cells))",
                help: "write the status into the cells, or colour them by a simpler condition or by hand")
        case .mergedFigure(let cells, let area):
            return Words(
                message: "\(named) stands in the merged cell \(area.name) and counts for \(area.cellName) alone: the "
                    + "others are blank\(among(cells))",
                help: "undo the merging, and write into each cell what holds for it")
        case .hiddenFigure(let cells):
            return Words(
                message: "\(named) is not seen in the sheet, because its number format shows nothing, and counts"
                    + among(cells),
                help: "give the cell a format that shows its figure, or clear it")
        case .lostPercent(let cells, let meant):
            return Words(
                message: "\(named) was read as \(cell)%, and may be \(meant)% without its percent sign\(among(cells))",
                help:
                    "give the cell a percentage format if \(meant)% is meant; if \(cell)% is, waive this with the reason"
            )
        case .notWhole(let cells, let stored):
            return Words(
                message: "\(named) is stored as \(stored), which its number format hides\(among(cells))",
                help: "say whether \(cell) or \(stored) is meant; round the figure, or show its decimals")
        }
    }

    /// ` (3 cells in this file: C5, C7 and C9)`; nothing of a cell that is the only one.
    private func among(_ cells: CellRuns) -> String {
        guard cells.count > 1 else { return "" }
        let letters = columnName(cells.column)
        var parts = cells.runs.map { run in
            run.count == 1
                ? "\(letters)\(run.lowerBound)" : "\(letters)\(run.lowerBound) to \(letters)\(run.upperBound)"
        }
        let others = cells.count - cells.listed
        if others > 0 { parts.append(others == 1 ? "another" : "\(others) others") }
        let listed = parts.dropLast().joined(separator: ", ")
        let all = (listed.isEmpty ? "" : listed + " and ") + (parts.last ?? "")
        return " (\(cells.count) cells in this file: \(all))"
    }
}
