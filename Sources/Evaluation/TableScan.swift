// One pass over a table: its cells checked, its rules judged, and what later steps need collected.

import CByteMasks
import Catalog
import Checking
import Quantities
import Synchronization
import Tables
import Workers

/// What a pass came to.
final class ScanResult {
    var board = TallyBoard()
    var duplicates = DuplicateFinder()
    /// For each `unique` column the keys of its cells.
    var unique: [Int: DuplicateFinder] = [:]
    /// What each worker has counted, by the number of the aggregate.
    var counted: [Int: [AggregateTable]] = [:]
    var series: [SeriesRows] = []
    /// Text below blank headers.
    var belowBlank: [FileField: TextBelowBlank] = [:]
    /// Rows for which a waiver of a finding that is made after the pass holds, by waiver.
    var waivedRows: [Int: Set<Int>] = [:]
    /// What was noticed of dates and periods.
    var calendar: [CalendarColumn: CalendarFirsts] = [:]
    /// Rows with another number of cells than their file's header.
    var uneven = UnevenRows()
    var repeatedHeaders = RepeatedHeaders()

    /// The aggregates, of what all workers have counted: it does not depend on the order in which they took their chunks.
    func takeAggregates() -> [Int: AggregateTable] {
        defer { counted = [:] }
        return counted.compactMapValues { tables in
            for table in tables.dropFirst() { tables[0].merge(table) }
            tables.first?.finish()
            return tables.first
        }
    }
}

/// Runs a table's plan over its rows.
struct TableScan: @unchecked Sendable {
    let plan: TablePlan
    let rules: CheckedRules
    let lookups: any LookupSource
    let input: TableInput
    let feed: ChunkFeed
    /// Rows whose numbered reference is a shortened one, by column.
    let shortened: [Int: Set<Int>]
    let expiredWaivers: Set<Int>
    let limit: Int
    /// Whether the table's structure is checked in this pass, or only rules are judged.
    let checksStructure: Bool
    let wanted: [Bool]
    /// Columns of which nothing is asked but whether their cells are blank.
    var presence: Set<Int> = []
    /// Columns of which nothing is asked but whether their cells are errors of a spreadsheet: read where there may be
    /// one.
    var glanced: Set<Int> = []

    /// What one chunk came to, handed on in the order of chunks.
    private final class ChunkResult {
        var index = 0
        /// The chunk's part of the bytes of its table.
        var share = 0.0
        var board = TallyBoard()
        var series: [SeriesRows] = []
        var waivedRows: [Int: [Int]] = [:]
        var belowBlank: [FileField: TextBelowBlank] = [:]
        var calendar: [CalendarColumn: CalendarFirsts] = [:]
        var file = 0
        var uneven: [UnevenRow] = []
        var repeatedHeaders = RepeatedHeaders()
        /// Entries of which earlier chunks have as many violations as are wanted: more are only counted.
        var full: Set<EntryKind> = []
    }

    /// One worker's own.
    final class Worker {
        let chunk = RecordChunk()
        /// Made with the first rows: there may be fewer chunks than workers.
        private(set) lazy var batch = makeBatch()
        private(set) lazy var frame = Frame(
            scan.plan.plan, lookups: scan.lookups, capacity: scan.capacity,
            usesDictionaries: scan.capacity == sliceRows)
        private let scan: TableScan
        let checks: CellChecks
        var aggregates: [AggregateTable]
        /// The keys of the rows that it has seen, and of its `unique` columns.
        let keys = KeyParts()
        var unique: [Int: KeyParts] = [:]
        let blankHeaders = BlankHeaderSearch()
        /// Room for the rows of a mask.
        let list: UnsafeMutablePointer<UInt16>

        init(_ scan: TableScan) {
            self.scan = scan
            checks = CellChecks()
            aggregates = scan.plan.aggregates.map { AggregateTable($0.shape) }
            list = .allocate(capacity: sliceRows)
        }

        deinit { list.deallocate() }

        private func makeBatch() -> Batch {
            let batch = Batch(scan.rules.tables[scan.plan.table], scan.rules, capacity: scan.capacity)
            for column in scan.presence.union(scan.glanced) { batch.readers[column].needsPresence = true }
            return batch
        }
    }

    /// The most rows of a slice.
    var capacity: Int { plan.plan.sliceCapacity(rules.tables[plan.table]) }

    /// Makes the pass on some threads.
    func run(threads: Int) -> ScanResult {
        let result = ScanResult()
        result.series = emptySeries
        let full = Mutex<Set<EntryKind>>([])
        let merge = OrderedMerge<ChunkResult> { chunk in
            result.board.merge(chunk.board, limit: limit)
            let isFull = chunk.board.tallies.keys.filter { result.board[$0].violations.count >= limit }
            full.withLock { $0.formUnion(isFull) }
            for (index, part) in chunk.series.enumerated() {
                if part !== result.series[index] { result.series[index].append(part) }
                // After the first part the rest can be foreseen; what is reserved and not used costs no memory.
                if chunk.index == 0, chunk.share > 0, chunk.share < 0.5 {
                    result.series[index].reserve(Int(Double(result.series[index].store.count) / chunk.share * 1.2))
                }
            }
            result.belowBlank.merge(chunk.belowBlank) { first, _ in first }
            for (place, firsts) in chunk.calendar { result.calendar[place, default: CalendarFirsts()].merge(firsts) }
            for row in chunk.uneven { result.uneven.add(row, file: chunk.file) }
            result.repeatedHeaders.append(chunk.repeatedHeaders)
            for (waiver, rows) in chunk.waivedRows { result.waivedRows[waiver, default: []].formUnion(rows) }
        }
        let workers = (0..<threads).map { _ in Worker(self) }
        // One worker alone sees the chunks in their order: their rows go where they belong at once.
        nonisolated(unsafe) let (own, alone) = (workers, threads == 1 ? result.series : nil)
        inParallel(threads) { index in
            let worker = own[index]
            while let place = feed.next(into: worker.chunk) {
                // Chunks are merged in order: what is full now was filled by chunks before this one.
                let found = self.check(
                    place, worker, full: full.withLock { $0 }, series: alone ?? self.emptySeries)
                if found.board.keepsViolations { feed.keepOutline(of: worker.chunk, place) }
                merge.add(found, at: place.index)
            }
        }
        for worker in workers {
            result.duplicates.add(worker.keys)
            for (column, keys) in worker.unique { result.unique[column, default: DuplicateFinder()].add(keys) }
        }
        for (index, inputs) in plan.aggregates.enumerated() {
            result.counted[inputs.number] = workers.map { $0.aggregates[index] }
        }
        return result
    }

    /// For each rule over series, no rows.
    private var emptySeries: [SeriesRows] {
        let table = rules.tables[plan.table]
        return plan.series.map { SeriesRows(RowStore(table, keeping: $0.kept, printed: $0.printed)) }
    }

    /// Checks a worker's chunk, and appends the rows of series to those that are given.
    private func check(
        _ place: ChunkFeed.Chunk, _ worker: Worker, full: Set<EntryKind>, series: [SeriesRows]
    ) -> ChunkResult {
        let result = ChunkResult()
        result.full = full
        result.index = place.index
        result.share =
            feed.expectedBytes > 0
            ? Double(worker.chunk.byteCount) / Double(feed.expectedBytes) : 0
        result.series = series
        result.file = place.file
        let chunk = worker.chunk
        var start = 0
        var fault = 0
        while start < chunk.recordCount {
            let end = min(start + worker.batch.capacity, chunk.recordCount)
            let first = fault
            while fault < chunk.faults.count, chunk.faults[fault].record < end { fault += 1 }
            slice(start..<end, faults: chunk.faults[first..<fault], place, worker, result)
            start = end
        }
        return result
    }

    private func slice(
        _ records: Range<Int>, faults: ArraySlice<RecordFault>, _ place: ChunkFeed.Chunk, _ worker: Worker,
        _ result: ChunkResult
    ) {
        let batch = worker.batch
        let frame = worker.frame
        let blankFields = input.files[place.file].blankFields
        if checksStructure, !blankFields.isEmpty {
            worker.blankHeaders.look(
                at: records, of: worker.chunk, firstRow: place.firstRow, file: place.file, fields: blankFields,
                into: &result.belowBlank)
        }
        fill(records, faults: faults, place, worker, wanted: wanted(records, of: worker.chunk), result)
        let all = Mask(count: batch.count, all: true)
        if checksStructure {
            reportRecords(faults, records: records, worker, result)
            collectKeys(worker, result)
            checkJoins(worker, result)
        }
        for (index, inputs) in plan.aggregates.enumerated() { worker.aggregates[index].add(frame, inputs, rows: all) }
        for (index, series) in plan.series.enumerated() { collect(series, worker, result, result.series[index]) }
        for rule in plan.rules {
            let limit = result.full.contains(.rule(rule.rule)) ? 0 : limit
            rule.judge(frame, scope: all, limit: limit, expired: expiredWaivers, into: &result.board) { row in
                Violation(row: batch.firstRow + row)
            }
            rule.trace(frame, scope: all, into: &result.board) { row in Violation(row: batch.firstRow + row) }
        }
    }

    /// The columns that some records are read for.
    private func wanted(_ records: Range<Int>, of chunk: RecordChunk) -> [Bool] {
        guard !glanced.isEmpty else { return wanted }
        let start = Int(chunk.recordStarts[records.lowerBound])
        let end = records.upperBound < chunk.recordCount ? Int(chunk.recordStarts[records.upperBound]) : chunk.byteCount
        guard bytes_hold(chunk.bytes + start, UInt64(end - start), 0x23) != 0 else { return wanted }
        return wanted.indices.map { wanted[$0] || glanced.contains($0) }
    }

    /// Fills a worker's batch with some records, their faults marked and, where this pass checks structure, reported.
    private func fill(
        _ records: Range<Int>, faults: ArraySlice<RecordFault>, _ place: ChunkFeed.Chunk, _ worker: Worker,
        wanted: [Bool], _ result: ChunkResult?
    ) {
        let layout = input.files[place.file].layout
        worker.batch.fill(
            worker.chunk, records: records, layout: layout, wanted: wanted, usesDictionaries: true)
        worker.batch.firstRow = place.firstRow + records.lowerBound
        worker.frame.begin(worker.batch)
        let silent = silentFaults(faults, in: worker.batch, layout: layout, records: records)
        checkCells(worker, layout: layout, wanted: wanted, silent: silent, result)
        if checksStructure, let result { noteCalendar(worker.batch, file: place.file, silent: silent, result) }
    }

    /// Fills a worker's batch with some records of its chunk, reporting nothing.
    func load(_ records: Range<Int>, _ place: ChunkFeed.Chunk, _ worker: Worker, wanted: [Bool]) {
        let faults = worker.chunk.faults
        // They are in the order of their records.
        let first = faults.partitioned { $0.record < records.lowerBound }
        let last = faults.partitioned { $0.record < records.upperBound }
        fill(records, faults: faults[first..<last], place, worker, wanted: wanted, nil)
    }

    // MARK: Structure

    /// Cells that are faulty for a reason that is reported of their record, or of their reference.
    private func silentFaults(
        _ faults: ArraySlice<RecordFault>, in batch: Batch, layout: [ColumnSource], records: Range<Int>
    ) -> [Int: Mask] {
        var silent: [Int: Mask] = [:]
        func mark(_ record: Int, _ isMarked: (Int) -> Bool) {
            for (column, source) in layout.enumerated() {
                guard case .field(let field) = source, isMarked(field) else { continue }
                silent[column, default: Mask(count: batch.count)][record - records.lowerBound] = true
            }
        }
        for fault in faults where rules.isFault(fault.finding.0) {
            switch fault.kind {
            case .ragged(let cells, let expected):
                // Too few: the missing cells. Too many: which cell belongs to which column is not certain.
                if cells < expected { mark(fault.record) { $0 >= cells } } else { mark(fault.record) { _ in true } }
            case .strayQuote(_, spoilsRow: true), .repeatedHeader: mark(fault.record) { _ in true }
            case .unterminatedQuote(spoilsRow: true), .tooLong: mark(fault.record) { $0 >= fault.field }
            case .badEncoding, .zeroByte, .strayQuote, .unterminatedQuote: mark(fault.record) { $0 == fault.field }
            case .uneven, .spacedQuote, .looseQuote: break
            }
        }
        for (column, rows) in shortened where !rows.isEmpty && rules.isFault(.duplicateRef) {
            for row in 0..<batch.count where rows.contains(batch.firstRow + row) {
                silent[column, default: Mask(count: batch.count)][row] = true
            }
        }
        for (column, source) in layout.enumerated() where source == .missing && rules.isFault(.missingColumn) {
            silent[column] = Mask(count: batch.count, all: true)
        }
        return silent
    }

    private func checkCells(
        _ worker: Worker, layout: [ColumnSource], wanted: [Bool], silent: [Int: Mask], _ result: ChunkResult?
    ) {
        let batch = worker.batch
        // A waiver may speak of any column: whether it holds is asked once all of them have been checked.
        var found: [(finding: BuiltInFinding, column: Int, rows: Mask)] = []
        for index in layout.indices where wanted[index] {
            guard layout[index] != .absent, layout[index] != .missing || silent[index] != nil else { continue }
            let bounds = plan.bounds[index].map {
                (low: worker.frame.value($0.low), high: worker.frame.value($0.high))
            }
            worker.checks.check(index, in: batch, silent: silent[index], bounds: bounds) { finding, rows in
                found.append((finding, index, rows))
            }
        }
        guard checksStructure, let result else { return }
        for (finding, column, rows) in found { report(finding, column: column, rows, worker, result) { _ in nil } }
    }

    /// Notes what is said once of a file's dates and periods.
    private func noteCalendar(_ batch: Batch, file: Int, silent: [Int: Mask], _ result: ChunkResult) {
        for (index, reader) in batch.readers.enumerated() where reader.isCalendar && wanted[index] {
            let (found, verdicts) = batch.verdicts(index)
            guard !found.isDisjoint(with: .noticed) else { continue }
            var rows = Mask(count: batch.count, all: true)
            if let silent = silent[index] { rows.subtract(silent) }
            result.calendar[CalendarColumn(file: file, column: index), default: CalendarFirsts()]
                .add(verdicts, found: found, rows: rows, firstRow: batch.firstRow)
        }
    }

    /// Counts a structural finding of some rows, with the waivers that hold for them.
    private func report(
        _ finding: BuiltInFinding, column: Int?, _ rows: Mask, _ worker: Worker, _ result: ChunkResult,
        detail: (Int) -> (field: Int, text: String)?
    ) {
        if case .some(.none) = rules.structural[finding.rawValue] { return }
        let waived = (plan.waivers[finding] ?? []).filter { !expiredWaivers.contains($0.index) }.map { waiver in
            (
                index: waiver.index,
                rows: waiver.condition.map { worker.frame.isTrue($0) } ?? Mask(count: rows.count, all: true)
            )
        }
        let kind = EntryKind.structural(finding, table: plan.table, column: column)
        let limit = result.full.contains(kind) ? 0 : limit
        var tally = result.board.take(kind)
        if waived.isEmpty, tally.violations.count >= limit {
            tally.findings += rows.bitCount
        } else {
            rows.eachRow { row in
                var violation = Violation(row: worker.batch.firstRow + row)
                if let detail = detail(row) {
                    violation.detail = detail.field
                    violation.text = detail.text
                }
                if let waiver = waived.first(where: { $0.rows[row] }) {
                    violation.waiver = waiver.index
                    result.board.use(waiver: waiver.index)
                }
                tally.add(violation, limit: limit)
            }
        }
        result.board[kind] = tally
    }

    private func reportRecords(
        _ faults: ArraySlice<RecordFault>, records: Range<Int>, _ worker: Worker, _ result: ChunkResult
    ) {
        let firstRow = worker.batch.firstRow - records.lowerBound
        for fault in faults {
            result.repeatedHeaders.add(fault, of: worker.chunk, file: result.file, row: firstRow + fault.record)
            if let uneven = UnevenRow(fault, firstRow: firstRow) {
                result.uneven.append(uneven)
                if !uneven.isRagged { continue }
            }
            var row = Mask(count: worker.batch.count)
            row[fault.record - records.lowerBound] = true
            let (finding, text) = fault.finding
            report(finding, column: nil, row, worker, result) { _ in (fault.field, text) }
        }
    }

    private func collectKeys(_ worker: Worker, _ result: ChunkResult) {
        let batch = worker.batch
        let frame = worker.frame
        if !plan.key.isEmpty {
            let (keys, isKnown) = frame.keys(plan.key)
            defer {
                keys.deallocate()
                isKnown.deallocate()
            }
            var rows = Mask(count: batch.count, all: true)
            frame.noteJoins(of: plan.keyCells, rows)
            if let faults = frame.faults(plan.keyCells) { rows.subtract(faults) }
            // What a part of the key would say that is not there might tell them apart.
            if let lacking = frame.lacking(anyOf: plan.key) { rows.subtract(lacking) }
            // A row whose whole key is blank has no identity to repeat.
            let known = Mask(isKnown, count: batch.count)
            let unknown = rows.subtracting(known)
            if !unknown.isEmpty {
                rows.formIntersection(known.union(frame.anyKnown(plan.key, among: unknown)))
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
            let parts = worker.unique[index] ?? KeyParts()
            worker.unique[index] = parts
            for row in 0..<batch.count
            where isKnown[row >> 6] >> UInt64(row & 63) & 1 == 1 && !batch.isFaulty(row, column: index) {
                parts.add(keys[row], row: batch.firstRow + row)
            }
        }
        let made: [BuiltInFinding] = [
            .duplicateKey, .duplicateRef, .gapInRefs, .refsOutOfOrder, .mixedDates, .timeOfDay, .unevenRow,
        ]
        for finding in made {
            for (waiver, condition) in plan.waivers[finding] ?? [] where !expiredWaivers.contains(waiver) {
                let rows = condition.map { frame.isTrue($0) } ?? Mask(count: batch.count, all: true)
                rows.eachRow { result.waivedRows[waiver, default: []].append(batch.firstRow + $0) }
            }
        }
    }

    private func checkJoins(_ worker: Worker, _ result: ChunkResult) {
        for join in plan.requiredJoins {
            let frame = worker.frame
            frame.noteJoin(ofSource: join.source, Mask(count: frame.count, all: true))
            let positions = frame.positions(of: join.source)
            var missing = Mask(count: frame.count)
            for row in 0..<frame.count where positions[row] < 0 { missing[row] = true }
            if let faults = frame.faults(join.cells) { missing.subtract(faults) }
            // Where nothing is printed, or a marker of no value, nothing is referred to: whether that may be is for
            // `required` on the column and for rules to say.
            if !missing.isEmpty, case .joined(_, _, let key) = frame.plan.sources[join.source].kind {
                for value in key.map({ frame.value($0) }) {
                    missing.eachRow { if value.state($0).refersToNothing { missing[$0] = false } }
                }
            }
            guard !missing.isEmpty, !lookups.isIncomplete(join: join.join),
                lookups.store(ofTable: rules.joins[join.join].table) != nil
            else { continue }
            let column = rules.joins[join.join].hereColumns.first.flatMap { $0 }
            report(.unknownReference, column: column, missing, worker, result) { _ in (join.join, "") }
        }
    }

    // MARK: Series

    private func collect(_ series: SeriesPlan, _ worker: Worker, _ result: ChunkResult, _ rows: SeriesRows) {
        let frame = worker.frame
        let batch = worker.batch
        var scope = Mask(count: batch.count, all: true)
        if let condition = series.condition {
            frame.noteJoins(of: series.conditionCells, scope)
            let placed = frame.isTrue(condition)
            let unplaced = scope.subtracting(placed).subtracting(frame.isFalse(condition))
            if !unplaced.isEmpty {
                result.board.update(.rule(series.rule)) { $0.undecided += unplaced.bitCount }
                // They are no part of any series: what is followed of them is that they are undecided.
                series.judged.noteUndecided(unplaced, of: frame, into: &result.board) { row in
                    Violation(row: batch.firstRow + row)
                }
            }
            scope.formIntersection(placed)
        }
        guard !scope.isEmpty else { return }
        frame.noteJoins(of: series.orderCells, scope)
        var unplaced = frame.faults(series.orderCells)
        if let lacking = frame.lacking(anyOf: series.by + [series.over].compactMap { $0 }) {
            unplaced = unplaced?.union(lacking) ?? lacking
            if !scope.intersection(lacking).isEmpty { rows.lacksPlaces = true }
        }
        if let faults = unplaced {
            let left = scope.intersection(faults).bitCount
            if left > 0, !series.isGroups {
                result.board.update(.rule(series.rule)) { $0.undecided += left }
                series.judged.noteUndecided(scope.intersection(faults), of: frame, into: &result.board) { row in
                    Violation(row: batch.firstRow + row)
                }
            }
            scope.subtract(faults)
        }
        let list = RowList(worker.list, scope)
        let groups = rows.groups.extend(by: list.count)
        frame.keys(series.by, of: list, into: groups)
        // A row that cannot be placed in its series has no neighbours: it is a series of its own.
        func alone(_ row: Int) -> KeyHash { KeyHash(UInt64(batch.firstRow + row), 0, tag: 30) }
        if let order = series.over.map({ frame.value($0) }) {
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

extension Array {
    /// How many elements come before the first that does not pass, where all that pass come first.
    fileprivate func partitioned(_ passes: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if passes(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

extension CellState {
    /// Whether a key with such a cell names no row, and none that is missing. What cannot be read names some row.
    fileprivate var refersToNothing: Bool {
        switch self {
        case .blank, .marker, .nothing, .notSet, .unknown: true
        case .value, .words, .bounded, .unreadable, .spreadsheetError: false
        }
    }
}
