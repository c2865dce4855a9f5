// Which columns tell the rows of a return apart.

extension InferredTable {
    /// Finds the column, or the fewest columns, whose cells identify the rows, and the period over which rows follow
    /// each other. A figure, a target, a status or a commentary is never taken for a part of what a row is about.
    mutating func findKey() {
        guard rowCount > 1 else { return }
        let texts = columns.indices.filter { index in
            columns[index].type.canBeKey && columns[index].sample.blankCount == 0 && !columns[index].isDirection
                && columns[index].role != .better && columns[index].role != .kind
        }
        key = knownKey ?? singleKey(texts) ?? combinedKey ?? []
        if key.count > 1 {
            let periods = key.filter { columns[$0].type == .period }
            let isOneTime = key.allSatisfy { periods.contains($0) || !columns[$0].namesTime }
            if let period = periods.first, periods.count == 1, isOneTime { series = period }
        }
        for index in key where columns[index].sample.blankCount == 0 && !columns[index].isPart {
            columns[index].isRequired = true
        }
        for index in texts where rowCount >= 10 && (columns[index].type == .text || columns[index].type.isChoice) {
            columns[index].isRequired = !columns[index].isPart
        }
        if let ref = index(of: .ref), index(of: .value) != nil, columns[ref].sample.runsInOrder {
            columns[ref].isNumbered = true
        }
    }

    /// The reference, alone or with the period: a few rows may repeat, which the check then finds.
    private var knownKey: [Int]? {
        guard let ref = index(of: .ref) else { return nil }
        if columns[ref].sample.differing * 20 >= rowCount * 19 { return [ref] }
        let periods = columns.indices.filter { columns[$0].type == .period && columns[$0].role == .period }
        let parts = columns.indices.filter { columns[$0].isPart }
        for others in [periods, parts] {
            guard let other = others.first, let found = differing([ref, other]), found * 20 >= rowCount * 19 else {
                continue
            }
            return [ref, other]
        }
        return nil
    }

    private func singleKey(_ texts: [Int]) -> [Int]? {
        let found = texts.filter { !columns[$0].isPart }.prefix(3).first { index in
            // Cells with errors may be other names, where most of the cells are names.
            let sample = columns[index].sample
            guard sample.differing + sample.errorCount == rowCount, sample.differing * 2 > rowCount else {
                return false
            }
            return Set(columns[index].values).count == sample.differing
        }
        return found.map { [$0] }
    }

    /// The fewest columns, two to four, that together tell all rows apart; of as many those that are most often part of
    /// a key by their headers, and stand first.
    private var combinedKey: [Int]? {
        var ranked = columns.indices.compactMap { index in keyRank(index).map { (rank: $0, index: index) } }
        ranked = Array(ranked.sorted { $0 < $1 }.prefix(9))
        // Two columns of a few rows differ by chance: something must say that they are what rows are about.
        let isFew = rowCount < 10
        let known = ranked.count { $0.rank <= 5 }
        for size in 2...4 where size <= ranked.count {
            var best: (ranks: Int, columns: [Int])?
            for choice in combinations(of: size, from: ranked.count) {
                let columns = choice.map { ranked[$0].index }
                let ranks = choice.reduce(0) { $0 + ranked[$1].rank }
                if isFew || size == 4, choice.contains(where: { $0 >= known }) { continue }
                if let best, best.ranks <= ranks { continue }
                if differing(columns, stopsAtRepeat: true) == rowCount { best = (ranks, columns.sorted()) }
            }
            if let best { return best.columns }
        }
        return nil
    }

    /// How likely it is that a column is part of a key: 0 for a reference; `nil` where it is none.
    private func keyRank(_ index: Int) -> Int? {
        let column = columns[index]
        guard column.type.canBeKey, !column.isDirection, column.sample.rows.count == rowCount,
            column.sample.differing > 1, column.sample.errorCount == 0
        else { return nil }
        // Totals leave out what their parts differ in.
        let blankInTotals = totals.count { column.sample.rows[$0.row] == ColumnSample.blank }
        guard column.sample.blankCount == blankInTotals else { return nil }
        let letters = column.sample.inOrder.prefix(200).reduce(0) { $0 + $1.count }
        guard letters <= 80 * min(200, column.sample.differing) else { return nil }
        let header = spokenHeader(column.header)
        switch column.role {
        case .ref: return 0
        case .period: return 1
        case nil: break
        default: return nil
        }
        if column.isPart { return 1 }
        if column.namesTime || ColumnRole.ref.rank(ofSpoken: header) != nil { return 2 }
        // What is called a value, target or comment is none, whatever stands there; nor is a day that dates one.
        guard !ColumnRole.isKnown(column.header), column.type != .date else { return nil }
        if KnownHeaders.places.contains(header) { return 3 }
        if KnownHeaders.labels.contains(header) { return 4 }
        return KnownHeaders.owners.contains(header) ? 5 : column.type.isChoice ? 6 : 7
    }

    /// How many different combinations of cells rows have in some columns, as the check compares them; `nil` where that
    /// is not known.
    private func differing(_ columns: [Int], stopsAtRepeat: Bool = false) -> Int? {
        var rows: [[Int32]] = []
        var possible = 1
        for index in columns {
            let column = self.columns[index]
            guard column.sample.rows.count == rowCount else { return nil }
            let values = column.values
            possible =
                possible.multipliedReportingOverflow(by: (values.max().map { Int($0) + 1 } ?? 0) + 2).partialValue
            rows.append(column.sample.rows.map { $0 < 0 ? $0 : values[Int($0)] })
        }
        if stopsAtRepeat, possible > 0, possible < rowCount { return possible }
        var seen: Set<[Int32]> = []
        for row in 0..<rowCount where !seen.insert(rows.map { $0[row] }).inserted && stopsAtRepeat {
            return seen.count
        }
        return seen.count
    }
}

/// All choices of some of the numbers below a count, in order.
private func combinations(of size: Int, from count: Int) -> [[Int]] {
    guard size > 0 else { return [[]] }
    guard size <= count else { return [] }
    return combinations(of: size - 1, from: count - 1).map { $0 + [count - 1] }
        + combinations(of: size, from: count - 1)
}

extension InferredColumn {
    /// Whether its header says that it holds a year, quarter, month or day.
    var namesTime: Bool { role == .period || type == .period || KnownHeaders.times.contains(spokenHeader(header)) }

    /// For each of its texts a number that equal values share: years, quarters and days however they are written, and
    /// texts whatever their case and what cannot be seen of them: keys that differ in it alone are taken for mistakes.
    var values: [Int32] {
        var known: [String: Int32] = [:]
        let texts: [String]
        switch type {
        case .period: texts = sample.calendarValues(asPeriod: true, monthFirst: false)
        case .date: texts = sample.calendarValues(asPeriod: false, monthFirst: !reading.isEmpty)
        default:
            texts = sample.inOrder.map { text in
                String(
                    String.UnicodeScalarView(
                        comparable(text).unicodeScalars.filter { $0.properties.generalCategory != .format }))
            }
        }
        return texts.map { text in
            if let value = known[text] { return value }
            let value = Int32(known.count)
            known[text] = value
            return value
        }
    }
}
