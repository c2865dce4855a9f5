// The rows that a pass keeps for rules about neighbours and groups.

import Checking
import Columns
import Findings
import Planning
import Quantities

extension TableScan {
    func collect(_ series: SeriesPlan, _ worker: Worker, _ result: ChunkResult, _ rows: SeriesRows) {
        let evaluator = worker.evaluator
        let batch = worker.batch
        var scope = batch.ownRows
        var uncertain = Mask(count: batch.count)
        func count(_ undecided: Mask, tally: (inout UndecidedTally) -> Void) {
            guard !undecided.isEmpty else { return }
            result.board.update(series.rule) {
                $0.undecided += undecided.bitCount
                tally(&$0.undecidedBy)
            }
            series.judged.noteUndecided(undecided, of: evaluator, into: &result.board) { row in
                RuleSubject(row: batch.firstRow + row, neighbours: .unknown)
            }
        }
        if let condition = series.condition {
            evaluator.noteJoins(of: series.conditionCells, scope)
            let placing = evaluator.placing(condition, series.conditionCells, among: scope)
            count(placing.unknown) {
                evaluator.tallyUnplaced(placing.unknown, by: condition, series.conditionCells, into: &$0)
            }
            // A row of which a faulty cell would say whether it takes part may stand between others all the same. A
            // header is no row.
            uncertain = placing.faulty.intersection(batch.rows)
            scope = placing.placed.union(uncertain)
        }
        guard !scope.isEmpty else { return }
        evaluator.noteJoins(of: series.groupCells + series.orderCells, scope)
        /// Rows of which it is not known to which series they belong, or where they stand in it.
        func count(_ rows: Mask, lacking cells: [SourceCell]) {
            let rows = rows.subtracting(uncertain)
            count(rows) {
                let others = evaluator.tallyFaults(of: cells, among: rows, into: &$0)
                $0.add(UndecidedKey(cause: .uncertain), others.bitCount)
            }
        }
        scope = placed(scope, series, worker, rows) { count($0, lacking: series.groupCells) }
        let unordered = unordered(scope, series, worker, rows)
        // Of a group it is its runs that are undecided, not the row.
        if !series.isGroups { count(unordered.faulty.intersection(scope), lacking: series.orderCells) }
        let list = RowList(worker.list, scope)
        let groups = rows.groups.extend(by: list.count)
        evaluator.keys(series.by, of: list, into: groups)
        append(series.over.map { evaluator.value($0) }, list, groups, firstRow: batch.firstRow, unordered.rows, rows)
        if !uncertain.isEmpty || !unordered.rows.isEmpty {
            for index in 0..<list.count {
                let row = list[index]
                var doubt: SeriesDoubt = []
                if uncertain[row] { doubt.formUnion([.membership, .undecided]) }
                if unordered.rows[row] { doubt.insert(.place) }
                if unordered.faulty[row] { doubt.insert(.undecided) }
                if !doubt.isEmpty { rows.note(doubt, of: rows.store.count + index) }
            }
        }
        rows.store.append(batch, rows: list)
    }

    /// Those of some rows of which it is known to which series or group they belong. The others are handed to `count`
    /// where the rule is about rows.
    private func placed(
        _ scope: Mask, _ series: SeriesPlan, _ worker: Worker, _ rows: SeriesRows, count: (Mask) -> Void
    ) -> Mask {
        let (evaluator, batch) = (worker.evaluator, worker.batch)
        var unplaced = Mask(count: batch.count)
        if let faults = evaluator.faults(series.groupCells)?.intersection(scope) {
            unplaced = faults
            rows.unplaced += faults.intersection(batch.rows).bitCount
        }
        if let lacking = evaluator.lacking(anyOf: series.by)?.intersection(scope) {
            // What cannot be found for a faulty key is one row; what no row of a file says is all of them.
            if series.isGroups ? !lacking.isEmpty : !lacking.subtracting(unplaced).isEmpty { rows.lacksPlaces = true }
            unplaced.formUnion(lacking)
        }
        if !series.isGroups { count(unplaced) }
        return scope.subtracting(unplaced)
    }

    /// Those of some rows that may stand anywhere in their series: what they are ordered by is faulty, or is not there,
    /// or is said to be missing. Where it is blank, or nothing, they stand nowhere.
    private func unordered(
        _ scope: Mask, _ series: SeriesPlan, _ worker: Worker, _ rows: SeriesRows
    ) -> (rows: Mask, faulty: Mask) {
        let (evaluator, batch) = (worker.evaluator, worker.batch)
        var faulty = Mask(count: batch.count)
        guard let over = series.over else { return (faulty, faulty) }
        if let faults = evaluator.faults(series.orderCells) { faulty = faults }
        if let lacking = evaluator.lacking(over) { faulty.formUnion(lacking) }
        faulty.formIntersection(scope)
        var unknown = Mask(count: batch.count)
        let order = evaluator.value(over)
        scope.subtracting(faulty).eachRow { if order.state($0) != .value { unknown[$0] = true } }
        guard !unknown.isEmpty else { return (faulty.intersection(batch.rows), faulty) }
        var isNothing = Mask(count: batch.count)
        var isMissing = Mask(count: batch.count)
        for node in series.orderNodes {
            let vector = evaluator.value(node)
            unknown.eachRow { row in
                switch vector.state(row) {
                case .blank, .nothing: isNothing[row] = true
                case .marker, .unreadable, .notSet, .spreadsheetError: isMissing[row] = true
                // A row that is not found, or words that are no date.
                case .unknown, .words: break
                case .value, .bounded: break
                }
            }
        }
        return (faulty.union(isMissing.subtracting(isNothing)).intersection(batch.rows), faulty)
    }

    /// Appends what some rows are ordered by. A row that stands nowhere in its series has no neighbours: it is a series
    /// of its own.
    private func append(
        _ order: Vector?, _ list: RowList, _ groups: UnsafeMutablePointer<KeyHash>, firstRow: Int, _ unordered: Mask,
        _ rows: SeriesRows
    ) {
        func alone(_ row: Int) -> KeyHash { KeyHash(UInt64(firstRow + row), 0, tag: 30) }
        guard let order else { return }
        if case .code(let codes) = order, let out = rows.orders.appendCodes(list.count) {
            let (states, values) = (codes.state, codes.code)
            for index in 0..<list.count {
                let row = list[index]
                out[index] = values[row]
                if states[row] != .value {
                    out[index] = 0
                    if !unordered[row] { groups[index] = alone(row) }
                }
            }
        } else {
            for index in 0..<list.count {
                if let key = sortKey(order, list[index]) {
                    rows.orders.append(key)
                } else {
                    rows.orders.append(.code(0))
                    if !unordered[list[index]] { groups[index] = alone(list[index]) }
                }
            }
        }
    }

    private func sortKey(_ order: Vector, _ row: Int) -> SortKey? {
        switch order {
        case .code(let codes): codes.state[row] == .value ? .code(codes.code[row]) : nil
        case .figure(let figures): figures.state[row] == .value ? .figure(figures[figure: row]) : nil
        case .text(let texts):
            texts.state[row] == .value ? .text(String(decoding: texts.bytes(row), as: UTF8.self)) : nil
        case .truth, .target: nil
        }
    }
}
