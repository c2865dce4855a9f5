// The plain evaluator's columns that are not there, and files that could not be read: what depends on one is not known.

import Catalog
import Checking
import Planning
import Quantities

@testable import Evaluation

extension PlainEvaluator {
    /// Whether any row of a table is of a file without the column.
    private func lacks(_ column: Int, ofTable table: Int) -> Bool { tables[table].lacking.contains(column) }

    /// Whether rows of a join's table may be there without being found.
    func isIncomplete(join: Int) -> Bool {
        let checked = rules.joins[join]
        if checked.isPaired { return false }
        let table = tables[checked.table]
        return table.hasNoFile || table.isPartial || hasFaultyKeys(join)
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

    func columns(of expression: TypedExpression) -> [CellReference] {
        if case .column(let cell) = expression.kind { return [cell] }
        return expression.parts.flatMap { columns(of: $0) }
    }

    /// Whether a cell's column is not there: in the row's own file where the rows are asked one by one, in any file of
    /// it else.
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

    /// Whether nobody knows what an expression says of a row that is counted, because of a column that is not there:
    /// also where it says something, for it asks whether the column is known, or takes another value for it.
    func isOpen(_ expression: TypedExpression, _ place: PlainPlace, amongSeries: Bool) -> Bool {
        guard lacksAnything || mayDoubt else { return false }
        return mayBeOtherwise(expression, place) { isLacking($0, place, amongSeries: amongSeries) }
    }

    /// Whether a condition that decides what a rule is about rests on a faulty cell, also where it is true or false,
    /// for it asks for just that.
    func mayBeOtherwise(_ condition: TypedExpression, _ place: PlainPlace) -> Bool {
        mayBeOtherwise(condition, place) { isFaulty(cells(of: $0), place, ofAbsent: false) }
    }

    /// Whether an `optional` table has no file.
    func isAbsent(_ table: Int) -> Bool {
        tables[table].hasNoFile && !tables[table].isPartial
            && rules.tables[rules.base(ofTable: table)].source.isOptional
    }

    /// What a condition says that does not rest on rows of tables without a file.
    func settledTruth(_ condition: TypedExpression, _ place: PlainPlace) -> Bool? {
        restsOnAbsent(condition, place) ? nil : value(condition, place).truth
    }

    /// Whether an expression asks for what a row of a table without a file says, and passes over it that nobody knows.
    private func restsOnAbsent(_ expression: TypedExpression, _ place: PlainPlace) -> Bool {
        func rests(_ part: TypedExpression) -> Bool { restsOnAbsent(part, place) }
        func hides(_ part: TypedExpression) -> Bool { rests(part) && value(part, place).saysValue }
        func settled(_ part: TypedExpression) -> Bool? { settledTruth(part, place) }
        func isOpen(_ row: RowReference) -> Bool {
            guard case .joined(let of, let join) = row else { return false }
            let from = locate(of, place)
            return isOpen(of) || rules.joins[join].on.contains { restsOnAbsent($0.here, from) }
                || isAbsent(rules.joins[join].table)
                    && rules.joins[join].on.allSatisfy { value($0.here, from).saysValue }
        }
        switch expression.kind {
        case .column(let cell): return isOpen(cell.row) && !value(expression, place).saysValue
        case .aggregate(let aggregate):
            return takenApart(aggregate).parts.contains { part in
                switch part.test {
                case .inner: false
                case .outer(let outer), .equal(_, let outer), .order(_, _, let outer): hides(outer)
                }
            }
        case .and(let parts): return !parts.contains { settled($0) == false } && parts.contains(where: rests)
        case .or(let parts): return !parts.contains { settled($0) == true } && parts.contains(where: rests)
        case .conditional(let condition, let then, let otherwise):
            if rests(condition) { return true }
            return value(condition, place).truth.map { $0 ? rests(then) : rests(otherwise) } ?? false
        case .call(.firstKnown, _): return expression.parts.contains(where: hides)
        case .state, .call(.rises, _), .call(.falls, _): return expression.parts.contains(where: rests)
        default:
            let open = expression.parts.filter(rests)
            return !open.isEmpty
                && (!value(expression, place).saysValue || open.contains { value($0, place).saysValue })
        }
    }

    private func mayBeOtherwise(
        _ expression: TypedExpression, _ place: PlainPlace, _ isOpenColumn: (TypedExpression) -> Bool
    ) -> Bool {
        func isOpen(_ part: TypedExpression) -> Bool { mayBeOtherwise(part, place, isOpenColumn) }
        func settled(_ part: TypedExpression) -> Bool? { isOpen(part) ? nil : value(part, place).truth }
        switch expression.kind {
        case .column: return isOpenColumn(expression)
        case .and(let parts): return !parts.contains { settled($0) == false } && parts.contains(where: isOpen)
        case .or(let parts): return !parts.contains { settled($0) == true } && parts.contains(where: isOpen)
        case .conditional(let condition, let then, let otherwise):
            if isOpen(condition) { return true }
            return value(condition, place).truth.map { $0 ? isOpen(then) : isOpen(otherwise) } ?? false
        case .call(.firstKnown, _):
            return expression.parts.first { isOpen($0) || value($0, place).saysValue }.map(isOpen) ?? false
        case .state, .call(.rises, _), .call(.falls, _): return expression.parts.contains(where: isOpen)
        default:
            let open = expression.parts.filter(isOpen)
            return !open.isEmpty
                && (!value(expression, place).saysValue || open.contains { value($0, place).saysValue })
        }
    }

    /// What an operator that passes over what is unknown may not, where what it asks is what an aggregate comes to that
    /// nobody knows.
    func isUnsettled(_ expression: TypedExpression, _ place: PlainPlace) -> Bool {
        func isUnsettled(_ part: TypedExpression) -> Bool { self.isUnsettled(part, place) }
        guard !value(expression, place).saysValue else { return false }
        switch expression.kind {
        case .column: return false
        case .aggregate(let aggregate):
            if self.isUndecided(aggregate, place) { return true }
            guard let part = takenApart(aggregate).value, aggregate.function.plainlyNeedsAll
            else {
                return false
            }
            return own(aggregate.table).contains { row in
                let place = PlainPlace(table: aggregate.table, row: row, series: nil)
                return isOpen(part, place, amongSeries: aggregate.source == .series)
            }
        case .call(.firstKnown, _): return expression.parts.contains(where: isUnsettled)
        case .conditional(let condition, let then, let otherwise):
            if isUnsettled(condition) { return true }
            return value(condition, place).truth.map { $0 ? isUnsettled(then) : isUnsettled(otherwise) } ?? false
        case .call(.workingDays, _):
            if case .literal(.days(let table, let column))? = expression.parts.last?.kind {
                let isFaulty = tables[table].rows.contains { !$0.isHeader && !$0.isOther && $0.cells[column].isFaulty }
                if isFaulty || tables[table].hasNoFile { return true }
            }
            return expression.parts.contains(where: isUnsettled)
        default: return expression.parts.contains(where: isUnsettled)
        }
    }

    /// Whether nobody can say if a row of an aggregate's table counts, or with what, because of a column that is not
    /// there.
    func isUncountable(_ aggregate: CheckedAggregate, _ place: PlainPlace) -> Bool {
        let amongSeries = aggregate.source == .series
        func isOpen(_ part: TypedExpression) -> Bool { self.isOpen(part, place, amongSeries: amongSeries) }
        var parts: [TypedExpression] = []
        for part in takenApart(aggregate).parts {
            switch part.test {
            case .inner(let test):
                if value(test, place).truth == false, !isOpen(test) { return false }
                parts.append(test)
            case .equal(let inner, _), .order(let inner, _, _): parts.append(inner)
            case .outer: break
            }
        }
        if let over = aggregate.over { parts.append(over) }
        let isTotal = aggregate.function.plainlyNeedsAll
        let keepsMissing = aggregate.function.plainlyKeepsMissing
        if let part = takenApart(aggregate).value, !isTotal || value(part, place).saysValue { parts.append(part) }
        let used = keepsMissing ? parts.filter { $0 !== takenApart(aggregate).value } : parts
        let lacking = (used.flatMap { cells(of: $0) } + selectingCells(of: aggregate)).filter {
            lacks($0, place, amongSeries: amongSeries)
        }
        return isFaulty(lacking, place) || parts.contains(where: isOpen)
    }

    /// Whether a row that nobody can count would be counted nevertheless, for it says something unseen.
    func isMisjudged(_ aggregate: CheckedAggregate, _ row: Int) -> Bool {
        guard uncountableRows(aggregate).contains(row) else { return false }
        let place = PlainPlace(table: aggregate.table, row: row, series: nil)
        let inner = takenApart(aggregate).parts.compactMap { part -> TypedExpression? in
            switch part.test {
            case .inner(let test): test
            case .equal(let inner, _), .order(let inner, _, _): inner
            case .outer: nil
            }
        }
        return (inner + [takenApart(aggregate).value, aggregate.over].compactMap { $0 }).contains { part in
            value(part, place).saysValue && isOpen(part, place, amongSeries: aggregate.source == .series)
        }
    }

    /// Whether an aggregate may be other than what is counted.
    func isUndecided(_ aggregate: CheckedAggregate, _ place: PlainPlace) -> Bool {
        var isUndecided = tables[aggregate.table].isPartial || tables[aggregate.table].hasNoFile
        if aggregate.source == .series, place.series?.isUncertain == true { isUndecided = true }
        for part in takenApart(aggregate).parts {
            let isBypassed = part.unless.map { value($0, place).truth == true } ?? false
            switch part.test {
            case .inner: break
            case .outer(let test):
                if value(test, place).truth == false, !isBypassed { return false }
                if isLacking(test, place) || isUnsettled(test, place), !isBypassed { isUndecided = true }
            case .equal(_, let outer), .order(_, _, let outer):
                if isLacking(outer, place) || isUnsettled(outer, place), !isBypassed { isUndecided = true }
            }
        }
        if hasDoubt(aggregate, place) { isUndecided = true }
        var rows = own(aggregate.table)
        if aggregate.source == .series { rows = place.series?.rows ?? [] }
        let uncountable = uncountableRows(aggregate)
        return isUndecided || rows.contains { uncountable.contains($0) }
    }

    private func uncountableRows(_ aggregate: CheckedAggregate) -> Set<Int> {
        if let known = uncountable[ObjectIdentifier(aggregate)] { return known }
        let found = Set(
            own(aggregate.table).filter {
                isUncountable(aggregate, PlainPlace(table: aggregate.table, row: $0, series: nil))
            })
        uncountable[ObjectIdentifier(aggregate)] = found
        return found
    }
}
