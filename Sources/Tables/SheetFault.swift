// What the reader of a sheet notices of cells that no text of theirs says.

package import Locations

/// Where some cells of one column stand.
package struct CellRuns: Sendable, Equatable {
    /// From 1.
    package let column: Int
    /// The first of the rows that follow each other, from 1.
    package private(set) var runs: [ClosedRange<Int>] = []
    /// How many cells there are in all.
    package private(set) var count = 0

    /// How many runs are kept: nobody reads more of them.
    private static let most = 8

    package init(column: Int) { self.column = column }

    /// Takes the next cell; they come in the order of their rows.
    package mutating func add(row: Int) {
        count += 1
        if let last = runs.last, last.upperBound + 1 == row, listed == count - 1 {
            runs[runs.count - 1] = last.lowerBound...row
        } else if runs.count < Self.most {
            runs.append(row...row)
        }
    }

    /// How many of the cells are in the runs.
    package var listed: Int { runs.reduce(0) { $0 + $1.count } }
}

/// A fault that only cells of sheets can have: what they store is other than what is seen of them. Most are said once
/// a column, at the first cell, with all those that have it.
package enum SheetFault: Sendable, Equatable {
    /// Texts that read as figures, in a column of figures.
    case numberAsText(CellRuns)
    /// Formulas of which the file has no result.
    case uncalculated(CellRuns)
    /// The workbook asks for its formulas to be calculated when it is opened: results that it has need not be true.
    case asksForCalculation
    /// A label of one colour in a cell that is filled with another.
    case fillDisagrees(CellColour)
    /// Cells whose colour follows from conditions that cannot be evaluated, for these reasons, in words.
    case unknownFill(CellRuns, because: [String])
    /// Figures of merged cells, which count for their first cells alone; the first one covers so many rows and columns.
    case mergedFigure(CellRuns, covers: SheetExtent)
    /// Figures that are shown as nothing.
    case hiddenFigure(CellRuns)
    /// Figures that may have lost their percent sign: what the first one would be with it.
    case lostPercent(CellRuns, meant: String)
    /// Fractions that are shown as whole numbers: what is stored of the first one.
    case notWhole(CellRuns, stored: String)
}
