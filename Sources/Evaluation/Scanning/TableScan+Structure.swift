// What a pass finds wrong with cells, records, keys and references.

import Catalog
import Checking
import Columns
import Planning
import Quantities
import Tables

extension TableScan {
    /// Cells that are faulty for a reason that is reported for their record or reference.
    func silentFaults(
        _ faults: ArraySlice<RecordFault>, in batch: Batch, layout: [ColumnSource], records: Range<Int>
    ) -> [Int: Mask] {
        var silent: [Int: Mask] = [:]
        func mark(_ record: Int, _ isMarked: (Int) -> Bool) {
            for (column, source) in layout.enumerated() {
                guard case .field(let field) = source, isMarked(field) else { continue }
                silent[column, default: Mask(count: batch.count)][record - records.lowerBound] = true
            }
        }
        for fault in faults where fault.isAlwaysSilent || rules.structural.isFault(fault.finding) {
            switch fault.kind {
            // It is not certain which cell belongs to which column: where cells are missing, any may be.
            case .ragged, .strayQuote(_, spoilsRow: true), .repeatedHeader: mark(fault.record) { _ in true }
            case .unterminatedQuote(spoilsRow: true), .tooLong, .linesInCell: mark(fault.record) { $0 >= fault.field }
            case .badEncoding, .zeroByte, .strayQuote, .unterminatedQuote: mark(fault.record) { $0 == fault.field }
            case .ofSheet(let sheet, _): if sheet.spoilsCell { mark(fault.record) { $0 == fault.field } }
            case .uneven, .spacedQuote, .looseQuote: break
            }
        }
        for (column, rows) in shortened where !rows.isEmpty && rules.structural.isFault(.duplicateRef) {
            for row in 0..<batch.count where rows.contains(batch.firstRow + row) {
                silent[column, default: Mask(count: batch.count)][row] = true
            }
        }
        for (column, source) in layout.enumerated() where source == .missing && rules.structural.isFault(.missingColumn)
        {
            silent[column] = Mask(count: batch.count, all: true)
        }
        return silent
    }

    /// The rows that repeat their file's header.
    func headers(among faults: ArraySlice<RecordFault>, records: Range<Int>) -> Mask? {
        guard rules.structural.isFault(.repeatedHeader) else { return nil }
        var headers: Mask?
        for fault in faults where fault.kind == .repeatedHeader {
            var rows = headers ?? Mask(count: records.count)
            rows[fault.record - records.lowerBound] = true
            headers = rows
        }
        return headers
    }

    /// A fault of some cells of a column.
    typealias FoundFault = (fault: CellFault, column: Int, rows: Mask)

    /// Marks faulty cells. A waiver may refer to any column, so what was found is reported once all columns have been
    /// checked.
    func checkCells(
        _ worker: Worker, layout: [ColumnSource], wanted: [Bool], silent: [Int: Mask]
    ) -> [FoundFault] {
        let batch = worker.batch
        var found: [FoundFault] = []
        for index in inOrderOfChecks(layout.indices, batch) where wanted[index] {
            guard layout[index] != .absent, layout[index] != .missing || silent[index] != nil else { continue }
            let bounds = plan.bounds[index].map {
                (low: worker.evaluator.value($0.low), high: worker.evaluator.value($0.high))
            }
            var silent = silent[index]
            var isReported = true
            if case .stored(let of) = rules.tables[plan.table].columns[index].origin {
                // It stands behind the others, which have been checked. What is wrong with the cell is said of them.
                isReported = false
                if let faults = batch.faults(of) { silent = silent?.union(faults) ?? faults }
            }
            // What is wrong with the unit of a bare figure is said of the unit's cell.
            if let (rows, unit) = batch.bareFigures(index), let faults = batch.faults(unit) {
                let doubtful = rows.intersection(faults)
                if !doubtful.isEmpty { silent = silent?.union(doubtful) ?? doubtful }
            }
            worker.checks.check(index, in: batch, silent: silent, bounds: bounds) { fault, rows in
                if isReported { found.append((fault, index, rows)) }
            }
        }
        return found
    }

    /// All columns, those first in which the units of others stand.
    private func inOrderOfChecks(_ columns: Range<Int>, _ batch: Batch) -> [Int] {
        if batch.unitColumns.isEmpty { return Array(columns) }
        let units = Set(batch.unitColumns.map(\.unit))
        return columns.filter(units.contains) + columns.filter { !units.contains($0) }
    }

    /// Reports the faults of cells. Of a row that adds up others no more is asked than that its figures can be read.
    func report(_ found: [FoundFault], _ worker: Worker, _ result: ChunkResult) {
        for (fault, column, rows) in found {
            var rows = rows
            if let others = worker.batch.others, !isFoundOfTotals(fault, column) { rows.subtract(others) }
            if !rows.isEmpty { report(.cell(fault), column: column, rows, worker, result) }
        }
    }

    private func isFoundOfTotals(_ fault: CellFault, _ column: Int) -> Bool {
        switch fault.finding {
        case .spreadsheetError: return true
        case .missingValue, .badFormat, .outOfRange, .notAllowed, .notRounded: return false
        default:
            if case .figure = rules.tables[plan.table].columns[column].type { return true }
            return false
        }
    }

    /// Reports texts that a computed column cannot read, at the first cell that they are made of.
    func checkReading(
        _ reading: (computed: Int, node: NodeID, column: Int), _ worker: Worker, _ result: ChunkResult
    ) {
        let vector = worker.evaluator.value(reading.node)
        var rows = Mask(count: worker.batch.count)
        worker.batch.rows.eachRow { if vector.state($0) == .unreadable { rows[$0] = true } }
        guard !rows.isEmpty else { return }
        report(.unreadableText(computed: Int32(reading.computed)), column: reading.column, rows, worker, result)
    }

    /// Collects what is reported once for a file's dates and periods.
    func noteCalendar(_ batch: Batch, file: Int, silent: [Int: Mask], _ result: ChunkResult) {
        for (index, reader) in batch.readers.enumerated() where reader.isCalendar && wanted[index] {
            let (found, verdicts) = batch.verdicts(index)
            guard !found.isDisjoint(with: .noticed) else { continue }
            var rows = batch.ownRows
            if let silent = silent[index] { rows.subtract(silent) }
            result.calendar[CalendarColumn(file: file, column: index), default: CalendarFirsts()]
                .add(verdicts, found: found, rows: rows, firstRow: batch.firstRow)
        }
    }

    /// Counts a structural fault of some rows, with the waivers that hold for them.
    private func report(
        _ fault: StructuralFault, column: Int?, _ rows: Mask, _ worker: Worker, _ result: ChunkResult
    ) {
        let finding = fault.finding
        if rules.structural.isOff(finding) { return }
        let waived = (plan.waivers[finding] ?? []).filter { !expiredWaivers.contains($0.index) }.map { waiver in
            (
                index: waiver.index,
                rows: waiver.condition.map { worker.evaluator.isTrue($0) } ?? Mask(count: rows.count, all: true)
            )
        }
        let entry = StructuralEntry(finding, table: plan.table, column: column)
        let limit = result.full.contains(entry) ? 0 : limit
        var counts = result.board.take(entry)
        if waived.isEmpty, counts.violations.count >= limit {
            counts.findings += rows.bitCount
        } else {
            rows.eachRow { row in
                let waiver = waived.first { $0.rows[row] }?.index
                if let waiver { result.board.use(waiver: waiver) }
                counts.add(
                    StructuralViolation(subject: .row(worker.batch.firstRow + row), fault: fault, waiver: waiver),
                    limit: limit)
            }
        }
        result.board.put(counts, entry)
    }

    func reportRecords(
        _ faults: ArraySlice<RecordFault>, records: Range<Int>, layout: [ColumnSource], _ worker: Worker,
        _ result: ChunkResult
    ) {
        let firstRow = worker.batch.firstRow - records.lowerBound
        for fault in faults {
            var column: Int?
            if case .ofSheet(_, let isSaid) = fault.kind {
                guard isSaid else { continue }
                column = layout.firstIndex(of: .field(fault.field))
            }
            result.repeatedHeaders.add(fault, of: worker.chunk, file: result.file, row: firstRow + fault.record)
            if let uneven = UnevenRow(fault, firstRow: firstRow) {
                result.uneven.append(uneven)
                if !uneven.isRagged { continue }
            }
            var row = Mask(count: worker.batch.count)
            row[fault.record - records.lowerBound] = true
            report(StructuralFault(fault), column: column, row, worker, result)
        }
    }

    func collectKeys(_ worker: Worker, _ result: ChunkResult) {
        let batch = worker.batch
        let evaluator = worker.evaluator
        if !plan.key.isEmpty {
            let (keys, isKnown) = evaluator.keys(plan.key)
            defer {
                keys.deallocate()
                isKnown.deallocate()
            }
            var rows = batch.ownRows
            evaluator.noteJoins(of: plan.keyCells, rows)
            if let faults = evaluator.faults(plan.keyCells) { rows.subtract(faults) }
            // A part of the key that the file lacks might distinguish them.
            if let lacking = evaluator.lacking(anyOf: plan.key) { rows.subtract(lacking) }
            // A row whose whole key is blank has no identity to repeat.
            let known = Mask(isKnown, count: batch.count)
            let unknown = rows.subtracting(known)
            if !unknown.isEmpty {
                rows.formIntersection(known.union(evaluator.anyKnown(plan.key, among: unknown)))
            }
            let list = RowList(worker.list, rows)
            for index in 0..<list.count { worker.keys.add(keys[list[index]], row: batch.firstRow &+ list[index]) }
        }
        for (index, column) in batch.table.columns.enumerated() where column.isUnique && wanted[index] {
            var keys = [KeyHash](repeating: .empty, count: batch.count)
            var isKnown = [UInt64](repeating: .max, count: (batch.count + 63) / 64)
            let form = KeyForm(column.type.valueType, schemes: rules.schemes)
            keys.withUnsafeMutableBufferPointer { keys in
                isKnown.withUnsafeMutableBufferPointer { known in
                    guard let keys = keys.baseAddress, let known = known.baseAddress else { return }
                    addKeys(batch.vector(index), form: form, count: batch.count, to: keys, isKnown: known)
                }
            }
            let parts = worker.unique[index] ?? KeyPartitions()
            worker.unique[index] = parts
            for row in 0..<batch.count
            where isKnown[row >> 6] >> UInt64(row & 63) & 1 == 1 && !batch.isFaulty(row, column: index)
                && batch.isOwn(row)
            {
                parts.add(keys[row], row: batch.firstRow + row)
            }
        }
        for (column, texts) in worker.spellings {
            // A total spelt otherwise than its parts has none.
            let isOfTotals = plan.columnsOfTotals.contains(column)
            texts.add(batch, column: column, rows: isOfTotals ? batch.rowsWithTotals : batch.rows)
        }
        for (finding, waivers) in plan.waivers where finding.isFoundOfWholeTable {
            for (waiver, condition) in waivers where !expiredWaivers.contains(waiver) {
                let rows = condition.map { evaluator.isTrue($0) } ?? Mask(count: batch.count, all: true)
                rows.eachRow { result.waivedRows[waiver, default: []].append(batch.firstRow + $0) }
            }
        }
    }

    func checkJoins(_ worker: Worker, _ result: ChunkResult) {
        for join in plan.requiredJoins {
            let evaluator = worker.evaluator
            evaluator.noteJoin(ofSource: join.source, Mask(count: evaluator.count, all: true))
            let positions = evaluator.positions(of: join.source)
            var missing = Mask(count: evaluator.count)
            for row in 0..<evaluator.count where positions[row] < 0 { missing[row] = true }
            if let faults = evaluator.faults(join.cells) { missing.subtract(faults) }
            if let others = worker.batch.others { missing.subtract(others) }
            // A blank cell or a marker refers to nothing: whether that is allowed is for `required` on the column and
            // for rules.
            if !missing.isEmpty, case .joined(_, _, let key) = evaluator.graph.sources[join.source].kind {
                for value in key.map({ evaluator.value($0) }) {
                    missing.eachRow { if value.state($0).refersToNothing { missing[$0] = false } }
                }
            }
            guard !missing.isEmpty, lookups.store(ofTable: rules.joins[join.join].table) != nil else { continue }
            if lookups.isIncomplete(join: join.join) {
                // A header is no row.
                missing.formIntersection(worker.batch.rows)
                guard let first = (0..<evaluator.count).first(where: { missing[$0] }) else { continue }
                result.unchecked[join.join, default: UncheckedReferences()]
                    .add(missing.bitCount, first: worker.batch.firstRow + first)
                continue
            }
            let column = rules.joins[join.join].hereColumns.first.flatMap { $0 }
            report(.unknownReference(join: join.join), column: column, missing, worker, result)
        }
    }
}

/// References to rows that may be there without being found.
struct UncheckedReferences {
    private(set) var count = 0
    private(set) var first = Int.max

    mutating func add(_ more: Int, first row: Int) {
        count += more
        first = min(first, row)
    }
}

extension CellState {
    /// Whether a key with such a cell refers to nothing. An unreadable cell refers to some row.
    fileprivate var refersToNothing: Bool {
        switch self {
        case .blank, .marker, .nothing, .notSet, .unknown: true
        case .value, .words, .bounded, .unreadable, .spreadsheetError: false
        }
    }
}
