// The plain evaluator's columns that are not there, and files that could not be read: what depends on one is not known.

import Checking
import Quantities

@testable import Evaluation

extension PlainEvaluator {
    /// Whether any row of a table is of a file without the column.
    private func lacks(_ column: Int, ofTable table: Int) -> Bool { tables[table].lacking.contains(column) }

    /// Whether rows of a join's table may be there without being found.
    func isIncomplete(join: Int) -> Bool {
        let checked = rules.joins[join]
        let table = tables[checked.table]
        return table.hasNoFile || table.isPartial
            || checked.on.contains { pair in
                switch pair.there {
                case .column(let column): lacks(column, ofTable: checked.table)
                case .computed(let index):
                    columns(of: rules.tables[checked.table].lets[index].value).contains {
                        lacks($0.column, ofTable: $0.table)
                    }
                }
            }
    }

    private func columns(of expression: TypedExpression) -> [CellReference] {
        if case .column(let cell) = expression.kind { return [cell] }
        return expression.parts.flatMap { columns(of: $0) }
    }

    /// Whether a cell's column is not there: in the row's own file where the rows are asked one by one, in any file of it else.
    private func lacks(_ cell: CellReference, _ place: PlainPlace, amongSeries: Bool) -> Bool {
        if case .joined(_, let join) = cell.row, isIncomplete(join: join) { return true }
        if case .neighbour = cell.row, tables[cell.table].isPartial { return true }
        if case .row = cell.row, !amongSeries, place.series == nil, let row = place.row {
            return tables[place.table].rows[row].lacking.contains(cell.column)
        }
        return lacks(cell.column, ofTable: cell.table)
    }

    /// Whether a value is unknown and depends on a column that is not there.
    func isLacking(_ expression: TypedExpression, _ place: PlainPlace, amongSeries: Bool = false) -> Bool {
        let isThere = !cells(of: expression).contains { lacks($0, place, amongSeries: amongSeries) }
        if isThere { return false }
        let state = value(expression, place).state
        return !state.isKnown && state != .bounded
    }

    /// Whether nobody can say if a row of an aggregate's table counts, or with what, because of a column that is not there.
    func isUncountable(_ aggregate: CheckedAggregate, _ place: PlainPlace) -> Bool {
        let amongSeries = aggregate.source == .series
        var parts: [TypedExpression] = []
        for part in aggregate.parts {
            switch part.test {
            case .inner(let test):
                if value(test, place).truth == false { return false }
                parts.append(test)
            case .equal(let inner, _), .order(let inner, _, _): parts.append(inner)
            case .outer: break
            }
        }
        if aggregate.function != .sum, aggregate.function != .mean { parts += [aggregate.value].compactMap { $0 } }
        let lacking = parts.flatMap { cells(of: $0) }.filter { lacks($0, place, amongSeries: amongSeries) }
        return isFaulty(lacking, place) || parts.contains { isLacking($0, place, amongSeries: amongSeries) }
    }

    /// Whether an aggregate may be other than what is counted.
    func isUndecided(_ aggregate: CheckedAggregate, _ place: PlainPlace) -> Bool {
        var isUndecided = tables[aggregate.table].isPartial
        for part in aggregate.parts {
            let isBypassed = part.unless.map { value($0, place).truth == true } ?? false
            switch part.test {
            case .inner: break
            case .outer(let test):
                if value(test, place).truth == false, !isBypassed { return false }
                if isLacking(test, place), !isBypassed { isUndecided = true }
            case .equal(_, let outer), .order(_, _, let outer):
                if isLacking(outer, place), !isBypassed { isUndecided = true }
            }
        }
        var rows = Array(tables[aggregate.table].rows.indices)
        if aggregate.source == .series { rows = place.series?.rows ?? [] }
        let uncountable = uncountableRows(aggregate)
        return isUndecided || rows.contains { uncountable.contains($0) }
    }

    private func uncountableRows(_ aggregate: CheckedAggregate) -> Set<Int> {
        if let known = uncountable[ObjectIdentifier(aggregate)] { return known }
        let found = Set(
            tables[aggregate.table].rows.indices.filter {
                isUncountable(aggregate, PlainPlace(table: aggregate.table, row: $0, series: nil))
            })
        uncountable[ObjectIdentifier(aggregate)] = found
        return found
    }
}
