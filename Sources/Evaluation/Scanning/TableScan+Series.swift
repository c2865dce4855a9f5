// The rows that a pass keeps for rules about neighbours and groups.

import Checking
import Columns
import Planning
import Quantities

extension TableScan {
    func collect(_ series: SeriesPlan, _ worker: Worker, _ result: ChunkResult, _ rows: SeriesRows) {
        let evaluator = worker.evaluator
        let batch = worker.batch
        var scope = Mask(count: batch.count, all: true)
        if let condition = series.condition {
            evaluator.noteJoins(of: series.conditionCells, scope)
            let placed = evaluator.isTrue(condition)
            let unplaced = scope.subtracting(placed).subtracting(evaluator.isFalse(condition))
            if !unplaced.isEmpty {
                result.board.update(series.rule) { $0.undecided += unplaced.bitCount }
                // They are no part of any series: what is followed of them is that they are undecided.
                series.judged.noteUndecided(unplaced, of: evaluator, into: &result.board) { row in
                    RuleSubject(row: batch.firstRow + row)
                }
            }
            scope.formIntersection(placed)
        }
        guard !scope.isEmpty else { return }
        evaluator.noteJoins(of: series.orderCells, scope)
        var unplaced = evaluator.faults(series.orderCells)
        if let lacking = evaluator.lacking(anyOf: series.by + [series.over].compactMap { $0 }) {
            unplaced = unplaced?.union(lacking) ?? lacking
            if !scope.intersection(lacking).isEmpty { rows.lacksPlaces = true }
        }
        if let faults = unplaced {
            let left = scope.intersection(faults).bitCount
            if left > 0, !series.isGroups {
                result.board.update(series.rule) { $0.undecided += left }
                series.judged.noteUndecided(scope.intersection(faults), of: evaluator, into: &result.board) { row in
                    RuleSubject(row: batch.firstRow + row)
                }
            }
            scope.subtract(faults)
        }
        let list = RowList(worker.list, scope)
        let groups = rows.groups.extend(by: list.count)
        evaluator.keys(series.by, of: list, into: groups)
        // A row that cannot be placed in its series has no neighbours: it is a series of its own.
        func alone(_ row: Int) -> KeyHash { KeyHash(UInt64(batch.firstRow + row), 0, tag: 30) }
        if let order = series.over.map({ evaluator.value($0) }) {
            if case .code(let codes) = order, let out = rows.orders.appendCodes(list.count) {
                let (states, values) = (codes.state, codes.code)
                for index in 0..<list.count {
                    let row = list[index]
                    out[index] = values[row]
                    if states[row] != .value {
                        out[index] = 0
                        groups[index] = alone(row)
                    }
                }
            } else {
                for index in 0..<list.count {
                    if let key = sortKey(order, list[index]) {
                        rows.orders.append(key)
                    } else {
                        rows.orders.append(.code(0))
                        groups[index] = alone(list[index])
                    }
                }
            }
        }
        rows.store.append(batch, rows: list)
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
