// The plain evaluator's figures whose units stand in another column, and those that are rounded more than they show: a
// cell at a time.

import Catalog
import Checking
import Columns
import Quantities

extension PlainEvaluator {
    /// Gives a row's bare figures their units, and makes its rounded figures stand for what rounds to them.
    func takeUnits(_ row: inout PlainRow, _ table: CheckedTable, _ layout: [ColumnSource]) {
        for (index, column) in table.columns.enumerated() where !layout[index].isLacking {
            let figure = row.cells[index].value.figure
            var shift = 0
            if let unit = column.unitColumn, [.value, .bounded].contains(figure.state), layout[unit] != .absent {
                let isBare = figure.unit == .none
                if layout[unit] == .missing {
                    guard isFault(.missingColumn) else {
                        round(&row.cells[index], column, shift: 0)
                        continue
                    }
                    row.cells[index].takesUnit = isBare
                    if isBare {
                        row.cells[index].read = figure
                        row.cells[index].value = row.cells[index].value.having(figure.in(.unknown))
                    }
                    round(&row.cells[index], column, shift: 0)
                    continue
                }
                row.cells[index].takesUnit = isBare
                let printed = row.cells[unit].printed
                let said = printed.withUnsafeBufferPointer {
                    CellUnit($0, markers: Markers(adding: table.columns[unit].missing))
                }
                shift = give(said, figure, isBare: isBare, &row, index, unit)
            }
            round(&row.cells[index], column, shift: shift)
        }
    }

    /// Gives a figure the unit of its row; returns the power of ten by which that multiplies it.
    private func give(
        _ said: CellUnit, _ figure: Figure, isBare: Bool, _ row: inout PlainRow, _ index: Int, _ unit: Int
    ) -> Int {
        func put(_ figure: Figure) { row.cells[index].value = row.cells[index].value.having(figure) }
        var figure = figure
        func take(_ unit: Unit) {
            figure.unit = unit
            put(figure)
            guard case .target(var target) = row.cells[index].value, target.form == .range else { return }
            target.second.unit = unit
            row.cells[index].value = .target(target)
        }
        if isBare { row.cells[index].read = figure }
        let isScaled = figure.flags.contains(.scaled)
        switch said.kind {
        case .nothing: return 0
        case .missing where isBare:
            put(figure.in(.marker))
        case .unreadable where isBare:
            put(figure.in(.unknown))
            row.cells[unit].isNoUnit = true
        case .missing, .unreadable: return 0
        case .clock:
            if figure.unit == .clock {
                figure.unit = said.unit
                put(figure)
            } else if isBare || !figure.unit.converts(to: said.unit) {
                row.cells[index].unitDisagrees = true
            }
        case .unit where isBare:
            figure.unit = said.unit
            let power = isScaled ? 0 : Int(said.power)
            guard Int(figure.scale) - power >= -48 else {
                put(figure.in(.unknown))
                row.cells[unit].isNoUnit = true
                return 0
            }
            figure.scale -= Int8(power)
            if power != 0 { figure.flags.insert(.scaled) }
            put(figure)
            if power != 0, case .target(var target) = row.cells[index].value, target.form == .range {
                target.second.scale -= Int8(power)
                target.second.flags.insert(.scaled)
                row.cells[index].value = .target(target)
            }
            return power
        case .unit where figure.unit == .clock && (said.unit == .minute || said.unit == .hour):
            figure.unit = said.unit == .hour ? .minute : .second
            put(figure)
        case .unit where said.unit == .none && said.power == 0:
            let signs: [Unit] = [
                .percent, .pound, .euro, .dollar, .ratio, .second, .minute, .hour, .day, .week, .month, .year, .clock,
            ]
            if signs.contains(figure.unit) { row.cells[index].unitDisagrees = true }
        case .unit where said.power == 0 && said.timeUnit(printed: figure.unit) != nil:
            take(said.timeUnit(printed: figure.unit) ?? figure.unit)
        case .unit:
            let agrees = figure.unit.converts(to: said.unit) && (said.power == 0 || isScaled)
            if agrees { return 0 }
            if said.unit.means(printed: figure.unit) { take(said.unit) } else { row.cells[index].unitDisagrees = true }
        }
        return 0
    }

    private func round(_ cell: inout PlainCell, _ column: CheckedColumn, shift: Int) {
        guard let rounding = column.rounding, case .figure(let figure) = cell.value, figure.isValue,
            !cell.unitDisagrees
        else { return }
        if let rounded = rounding.applied(to: figure, shift: shift) {
            cell.value = .figure(rounded)
        } else {
            cell.isUnrounded = true
        }
    }
}

extension PlainValue {
    /// The same with another figure, or another first bound.
    fileprivate func having(_ figure: Figure) -> PlainValue {
        guard case .target(var target) = self else { return .figure(figure) }
        target.first = figure
        return .target(target)
    }
}

extension Figure {
    fileprivate func `in`(_ state: CellState) -> Figure {
        var figure = self
        figure.state = state
        return figure
    }
}
