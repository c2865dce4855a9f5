// The plain evaluator's rows that add up others: which they are, and whether each agrees with any rows that it may add
// up.

import Catalog
import Checking
import Quantities

@testable import Evaluation

extension PlainEvaluator {
    /// The rows of a table that are its own.
    func own(_ table: Int) -> [Int] { tables[table].rows.indices.filter { !tables[table].rows[$0].isOther } }

    /// The cells that tell which rows are a table's own.
    func selectingCells(_ table: Int) -> [CellReference] {
        rules.selection(ofTable: table).map { cells(of: $0.condition) } ?? []
    }

    func selectingCells(of aggregate: CheckedAggregate) -> [CellReference] {
        aggregate.source == .series ? [] : selectingCells(aggregate.table)
    }

    /// Finds out whose a row is, before its cells are checked.
    func select(_ table: Int, row: Int) {
        guard let selection = rules.selection(ofTable: table) else { return }
        let silent = tables[table].rows[row].silent
        let isKnown = !cells(of: selection.condition).contains { silent.contains($0.column) }
        let place = PlainPlace(table: table, row: row, series: nil)
        let isTrue = isKnown && value(selection.condition, place).truth == true
        tables[table].rows[row].isOther = isTrue != selection.takesTrue
    }

    /// Whether a fault of a cell is found in a row that adds up others.
    func isFoundOfTotals(_ finding: BuiltInFinding, _ column: CheckedColumn) -> Bool {
        if finding == .spreadsheetError { return true }
        guard case .figure = column.type else { return false }
        return ![.missingValue, .badFormat, .outOfRange].contains(finding)
    }

    /// Reports totals that agree with no rows that they may add up.
    func checkTotals(_ table: Int) {
        guard let totals = rules.tables[table].totals, !totals.sums.isEmpty, !tables[table].isPartial else { return }
        let rows = tables[table].rows
        for file in Set(rows.map(\.file)) {
            let own = rows.indices.filter { rows[$0].file == file && !rows[$0].isHeader }
            func place(_ row: Int) -> PlainPlace { PlainPlace(table: table, row: row, series: nil) }
            let cells = selectingCells(table)
            let isOpen = own.contains { row in
                !rows[row].isOther
                    && (isFaulty(cells, place(row)) || totals.by.contains { isFaulty($0, place(row)) })
            }
            if isOpen
                || rows[own.first ?? 0].lacking.contains(where: { column in cells.contains { $0.column == column } })
            {
                continue
            }
            let types = totals.by.map { type(of: $0, table) }
            for row in own where rows[row].isOther {
                let group = own.filter { other in
                    totals.by.indices.allSatisfy {
                        value(totals.by[$0], place(row))
                            .isSame(
                                as: value(totals.by[$0], place(other)), types[$0], types[$0], schemes: rules.schemes)
                    }
                }
                for column in totals.sums {
                    let forward = answer(group, row, column, table)
                    let backward = answer(group.reversed(), row, column, table)
                    let (asked, other) = totals.areAbove ? (backward, forward) : (forward, backward)
                    if asked == false, other != true {
                        found.append(PlainFault(.totalDisagrees, table: table, column: column, row: row))
                    }
                }
            }
        }
    }

    /// Whether a total agrees with rows before it, from the start or from behind an earlier total; `nil` where that is
    /// not known, or there are none.
    private func answer(_ rows: [Int], _ total: Int, _ column: Int, _ table: Int) -> Bool? {
        let stated = tables[table].rows[total].cells[column]
        guard !stated.isFaulty, stated.value.figure.isValue else { return nil }
        let before = Array(rows.prefix { $0 != total })
        var starts = [0]
        for (index, row) in before.enumerated() where tables[table].rows[row].isOther { starts.append(index + 1) }
        let bareJoins = rules.tables[table].columns[column].type == .figure(.money)
        func parts(_ start: Int) -> [PlainCell] {
            before[start...].filter { !tables[table].rows[$0].isOther }
                .map { tables[table].rows[$0].cells[column] }
                .filter { $0.isFaulty || !$0.value.state.isNothing }
        }
        func sum(_ cells: [PlainCell]) -> Accumulator? {
            var sum = Accumulator(bareJoins: bareJoins)
            for cell in cells {
                guard !cell.isFaulty, cell.value.figure.isValue else { return nil }
                sum.add(.figure(cell.value.figure), for: .sum)
            }
            return sum
        }
        func agrees(_ cells: [PlainCell]) -> Bool? {
            sum(cells).flatMap {
                Quantities.agrees(FigureRange(printed: stated.value.figure), $0.range(.sum, areCounts: false))
            }
        }
        let all = starts.map(parts).filter { !$0.isEmpty }
        let answers = all.map(agrees)
        if answers.contains(true) { return true }
        let last = starts.reversed().map(parts).first { !$0.isEmpty } ?? []
        let latest = parts(starts.last ?? 0)
        for cells in [latest, parts(0)] where cells.count > 1 {
            guard let sums = sum(cells)?.range(.sum, areCounts: false), sums.low.isValue, sums.high.isValue else {
                continue
            }
            let means = [sums.low, sums.high].map { combine($0, Figure(whole: cells.count), .divide(.right)) }
            let half = Figure(
                mantissa: stated.value.figure.flags.contains(.ofFives) ? 25 : 5, scale: stated.value.figure.scale + 1,
                unit: stated.value.figure.unit)
            let distances = [
                combine(means[0], stated.value.figure, .subtract), combine(stated.value.figure, means[1], .subtract),
            ]
            if distances.allSatisfy({ $0.isValue && compare($0, half, .lessOrEqual) == true }) { return true }
        }
        // Several breakdowns, one after the other.
        var block: [PlainCell] = []
        var blocks = 0
        for cell in latest where !cell.isFaulty && cell.value.figure.isValue {
            block.append(cell)
            if agrees(block) == true { (block, blocks) = ([], blocks + 1) }
        }
        if blocks > 1, block.allSatisfy({ compare($0.value.figure, Figure(whole: 0), .equal) == true }) { return true }
        return last.isEmpty || answers.contains(nil) ? nil : false
    }
}
