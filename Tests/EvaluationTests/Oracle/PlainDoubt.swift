// The plain evaluator's rows with faulty cells that may count, or may be the row that is looked for.

import Checking
import Planning
import Quantities

extension PlainEvaluator {
    /// Whether any row of a join's table has a faulty key.
    func hasFaultyKeys(_ join: Int) -> Bool {
        if let known = faultyKeys[join] { return known }
        // What a key rests on itself is looked up in other tables, never by way of this join.
        faultyKeys[join] = false
        let checked = rules.joins[join]
        let found = own(checked.table).contains { row in
            guard !tables[checked.table].rows[row].isHeader else { return false }
            let place = PlainPlace(table: checked.table, row: row, series: nil)
            return checked.on.contains { isFaulty($0.there, place) }
        }
        faultyKeys[join] = found
        return found
    }

    /// Whether any row with a faulty cell may count for a row outside, for all that is known of it.
    func hasDoubt(_ aggregate: CheckedAggregate, _ place: PlainPlace) -> Bool {
        var rows: Set<Int>?
        if aggregate.source == .series { rows = Set(place.series?.rows ?? []) }
        return faultyRows(aggregate).contains { row in
            rows?.contains(row) ?? true
                && mayCount(aggregate, PlainPlace(table: aggregate.table, row: row, series: nil), for: place)
        }
    }

    private func faultyRows(_ aggregate: CheckedAggregate) -> [Int] {
        if let known = faultyRows[ObjectIdentifier(aggregate)] { return known }
        let keepsMissing = aggregate.function.plainlyKeepsMissing
        let inners = takenApart(aggregate).parts.compactMap { inner(of: $0) } + [aggregate.over].compactMap { $0 }
        let used = (keepsMissing ? inners : inners + [aggregate.value].compactMap { $0 }).flatMap { cells(of: $0) }
        let found = own(aggregate.table).filter { row in
            !tables[aggregate.table].rows[row].isHeader
                && isFaulty(
                    used + selectingCells(of: aggregate), PlainPlace(table: aggregate.table, row: row, series: nil))
        }
        faultyRows[ObjectIdentifier(aggregate)] = found
        return found
    }

    private func inner(of part: CountedAggregate.Part) -> TypedExpression? {
        switch part.test {
        case .inner(let test): test
        case .equal(let inner, _), .order(let inner, _, _): inner
        case .outer: nil
        }
    }

    private func mayCount(_ aggregate: CheckedAggregate, _ row: PlainPlace, for outside: PlainPlace) -> Bool {
        if aggregate.function == .all { return true }
        func isCertain(_ expression: TypedExpression) -> Bool { !isFaulty(cells(of: expression), row) }
        let isSwitchable = takenApart(aggregate).parts.contains { $0.unless != nil && inner(of: $0) != nil }
        for part in takenApart(aggregate).parts {
            guard case .inner(let test) = part.test, part.unless == nil, isCertain(test) else { continue }
            if value(test, row).truth != true { return false }
        }
        if isSwitchable { return true }
        let equalities = takenApart(aggregate).parts.compactMap {
            part -> (TypedExpression, TypedExpression, CountedAggregate.Part)? in
            if case .equal(let inner, let outer) = part.test { (inner, outer, part) } else { nil }
        }
        // A row whose key is faulty is nobody's.
        guard equalities.allSatisfy({ isCertain($0.0) }) else { return equalities.isEmpty }
        return equalities.allSatisfy { inner, outer, part in
            holds(part.test, value(inner, row), value(outer, outside)) == true
        }
    }
}
