// The plain evaluator's keys: every row is held against all rows before it.

import Catalog
import Checking
import Quantities

extension PlainEvaluator {
    /// The value of a column that is read or computed, and its type.
    func value(_ column: ColumnOrLet, _ place: PlainPlace) -> PlainValue {
        switch column {
        case .computed(let index): return value(rules.tables[place.table].lets[index].value, place)
        case .column(let index):
            guard let row = place.row else { return .unknown(type(of: column, place.table)) }
            let cell = tables[place.table].rows[row].cells[index]
            return cell.isFaulty ? .unknown(type(of: column, place.table)) : cell.value
        }
    }

    func type(of column: ColumnOrLet, _ table: Int) -> ValueType {
        switch column {
        case .column(let index): rules.tables[table].columns[index].type.valueType
        case .computed(let index): rules.tables[table].lets[index].value.type
        }
    }

    /// Whether a cell that a column or computed column uses is at fault.
    func isFaulty(_ column: ColumnOrLet, _ place: PlainPlace) -> Bool {
        switch column {
        case .column(let index): place.row.map { tables[place.table].rows[$0].cells[index].isFaulty } ?? false
        case .computed(let index): isFaulty(cells(of: rules.tables[place.table].lets[index].value), place)
        }
    }

    private func isLacking(_ column: ColumnOrLet, _ place: PlainPlace) -> Bool {
        switch column {
        case .column(let index): place.row.map { tables[place.table].rows[$0].lacking.contains(index) } ?? false
        case .computed(let index): isLacking(rules.tables[place.table].lets[index].value, place)
        }
    }

    /// Reports repeated keys and repeated cells of `unique` columns: every row against all before it.
    func checkKeys(_ table: Int) {
        let checked = rules.tables[table]
        if checked.derivation != nil { return }
        if !checked.key.isEmpty {
            let computed = checked.key.compactMap { column -> TypedExpression? in
                if case .computed(let index) = column { checked.lets[index].value } else { nil }
            }
            for row in own(table) {
                noteJoins(computed, PlainPlace(table: table, row: row, series: nil))
            }
            reportRepeats(table, checked.key, column: nil)
        }
        for (index, column) in checked.columns.enumerated() where column.isUnique && checked.key != [.column(index)] {
            reportRepeats(table, [.column(index)], column: index)
        }
        dropReportedReferences(table, checked)
        for column in checked.columns.indices where tellsApart(column, table) { reportLookalikes(table, column) }
        for join in checked.joins where rules.joins[join].isRequired {
            var unchecked: Int?
            for row in own(table) {
                let place = PlainPlace(table: table, row: row, series: nil)
                if let found = joined(place, join) { matched[join, default: []].insert(found) }
                let cells = rules.joins[join].on.flatMap { self.cells(of: $0.here) }
                guard !isFaulty(cells, place), joined(place, join) == nil else { continue }
                let namesNothing: [CellState] = [.blank, .marker, .nothing, .notSet, .unknown]
                guard !rules.joins[join].on.contains(where: { namesNothing.contains(value($0.here, place).state) })
                else { continue }
                let column = rules.joins[join].hereColumns.first.flatMap { $0 }
                if !isIncomplete(join: join) {
                    found.append(PlainFault(.unknownReference, table: table, column: column, row: row))
                } else if unchecked == nil, !tables[table].rows[row].isHeader,
                    !tables[rules.joins[join].table].hasNoFile, !rules.structural.isOff(.unknownReference)
                {
                    unchecked = row
                    found.append(PlainFault(.uncheckedReference, table: table, column: column, row: row))
                }
            }
        }
    }

    /// Whether rows are told apart by a column of texts.
    private func tellsApart(_ column: Int, _ table: Int) -> Bool {
        let checked = rules.tables[table]
        guard checked.columns[column].type == .text else { return false }
        if checked.columns[column].isUnique || checked.key.contains(.column(column)) { return true }
        if isOfTotals(column, table) { return true }
        return rules.rules.contains { rule in
            guard rule.scope.table == table else { return false }
            var by: [TypedExpression] = []
            switch rule.scope {
            case .rows(_, _, let series?) where rule.readsSeries: by = series.by
            case .groups(_, let columns, _): by = columns.map(\.value)
            default: break
            }
            return by.contains { expression in
                if case .column(let cell) = expression.kind { cell.row == .row && cell.column == column } else { false }
            }
        }
    }

    private func isOfTotals(_ column: Int, _ table: Int) -> Bool {
        rules.tables[table].totals?.by.contains(.column(column)) ?? false
    }

    /// Reports the first row of each text that looks like one before it and is another.
    private func reportLookalikes(_ table: Int, _ column: Int) {
        var seen: [(text: [UInt8], look: String)] = []
        for (row, read) in tables[table].rows.enumerated()
        where !read.isHeader && (!read.isOther || isOfTotals(column, table)) && !read.cells[column].isFaulty {
            guard let text = read.cells[column].value.text.map(plainDecomposed), read.cells[column].value.isKnown,
                !seen.contains(where: { $0.text == text })
            else { continue }
            let look = appearance(String(decoding: text, as: UTF8.self)).lowercased()
            if seen.contains(where: { $0.look == look }) {
                found.append(PlainFault(.similarKey, table: table, column: column, row: row))
            }
            seen.append((text, look))
        }
    }

    /// Takes back repeats of numbered references that are repeats of the key, or of a unique cell, and reported as
    /// that.
    private func dropReportedReferences(_ table: Int, _ checked: CheckedTable) {
        if rules.structural.isOff(.duplicateKey) { return }
        let keys = found.filter { $0.finding == .duplicateKey && $0.table == table }
        found.removeAll { fault in
            guard fault.finding == .duplicateRef, fault.table == table, let column = fault.column,
                numberedRepeats.contains([table, column, fault.row])
            else { return false }
            return keys.contains { key in
                key.row == fault.row
                    && (key.column == column || key.column == nil && checked.key.contains(.column(column)))
            }
        }
    }

    /// Reports rows of joined tables that share the values by which some row was joined to the first of them; once
    /// each. A table's own key is seen to already.
    func checkAmbiguousJoins() {
        var seen: Set<[Int]> = []
        for (join, checked) in rules.joins.enumerated() where !checked.isPaired {
            let columns = checked.on.map(\.there)
            guard Set(columns) != Set(rules.tables[checked.table].key), !rules.looksUpByPart(join) else { continue }
            var column: Int?
            if columns.count == 1, case .column(let only) = columns[0] { column = only }
            let there = self.there(join)
            for (row, values) in there.enumerated() {
                guard let values else { continue }
                let first = there.firstIndex { earlier in
                    guard let earlier else { return false }
                    return columns.indices.allSatisfy { index in
                        let type = self.type(of: columns[index], checked.table)
                        return earlier[index].isSame(as: values[index], type, type, schemes: rules.schemes)
                    }
                }
                guard let first, first < row, matched[join]?.contains(first) == true,
                    seen.insert([checked.table, row]).inserted
                else { continue }
                found.append(PlainFault(.duplicateKey, table: checked.table, column: column, row: row))
            }
        }
    }

    private func reportRepeats(_ table: Int, _ key: [ColumnOrLet], column: Int?) {
        var keyed: [(row: Int, values: [PlainValue])] = []
        for row in own(table) {
            let place = PlainPlace(table: table, row: row, series: nil)
            guard !key.contains(where: { isFaulty($0, place) || isLacking($0, place) }) else { continue }
            let values = key.map { value($0, place) }
            if values.contains(where: \.isKnown) { keyed.append((row, values)) }
        }
        let types = key.map { type(of: $0, table) }
        let texts = keyed.compactMap { $0.values.count == 1 ? $0.values[0].text.map(plainDecomposed) : nil }
        let repeats = texts.count == keyed.count ? repeated(texts) : repeated(keyed.map(\.values), types)
        for index in repeats {
            found.append(PlainFault(.duplicateKey, table: table, column: column, row: keyed[index].row))
        }
    }

    /// The keys that stand before: each is held against all the different ones so far.
    private func repeated(_ keys: [[PlainValue]], _ types: [ValueType]) -> [Int] {
        var seen: [[PlainValue]] = []
        return keys.indices.filter { index in
            let isRepeat = seen.contains { earlier in
                types.indices.allSatisfy {
                    earlier[$0].isSame(as: keys[index][$0], types[$0], types[$0], schemes: rules.schemes)
                }
            }
            if !isRepeat { seen.append(keys[index]) }
            return isRepeat
        }
    }

    /// The texts that stand before, of which there may be many: equal ones lie side by side once they are sorted.
    private func repeated(_ texts: [[UInt8]]) -> [Int] {
        let sorted = texts.indices.sorted { left, right in
            texts[left] == texts[right] ? left < right : texts[left].lexicographicallyPrecedes(texts[right])
        }
        return zip(sorted, sorted.dropFirst()).compactMap { texts[$0] == texts[$1] ? $1 : nil }
    }
}
