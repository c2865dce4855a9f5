// One pass over a table: checks its cells, judges its rules, and collects what later steps need.

import CByteMasks
import Checking
import Columns
import Findings
import Planning
import Synchronization
import Tables
import Workers

/// The results of a pass.
final class ScanResult {
    var board = OutcomeBoard()
    var duplicates = DuplicateFinder()
    /// For each `unique` column the keys of its cells.
    var unique: [Int: DuplicateFinder] = [:]
    /// By column of texts that tell rows apart what each worker has seen in it.
    var spellings: [Int: [Spellings]] = [:]
    /// What each worker has counted, by the number of the aggregate.
    var counted: [Int: [AggregateTable]] = [:]
    var series: [SeriesRows] = []
    /// Text below blank headers.
    var belowBlank: [FileField: TextBelowBlank] = [:]
    /// By waiver the rows for which it holds, for findings that are made after the pass.
    var waivedRows: [Int: Set<Int>] = [:]
    /// What was noticed in dates and periods.
    var calendar: [CalendarColumn: CalendarFirsts] = [:]
    /// Rows with another number of cells than their file's header.
    var uneven = UnevenRows()
    /// By join the references that were not found, and may be there.
    var unchecked: [Int: UncheckedReferences] = [:]
    var repeatedHeaders = RepeatedHeaders()

    /// The aggregates, merged from all workers: the result does not depend on which worker took which chunk.
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
    let plan: ScanPlan
    let rules: RuleSet
    let lookups: any LookupSource
    let input: TableInput
    let feed: ChunkFeed
    /// About how many rows there are, where these are few.
    let fewRows: Int?
    /// Rows whose numbered reference is a shortened one, by column.
    let shortened: [Int: Set<Int>]
    let expiredWaivers: Set<Int>
    let limit: Int
    /// Whether the table's structure is checked in this pass, or only rules are judged.
    let checksStructure: Bool
    let wanted: [Bool]
    /// Columns of texts by which rows are told apart, where it is asked whether some look alike.
    var tellingColumns: Set<Int> = []
    /// Columns of which nothing is asked but whether their cells are blank.
    var presence: Set<Int> = []
    /// Columns in which only errors of a spreadsheet are searched for: they are read only where there may be one.
    var glanced: Set<Int> = []
    /// Whether what is wrong with the groups of matches is reported.
    var checksGroups = false
    /// Where the time of the pass goes, with the rules that each part is computed for; `nil` where nothing is measured.
    var measured: (recorder: CheckRecorder, users: NodeUsers)?

    /// The results of one chunk, merged in the order of chunks.
    final class ChunkResult {
        var index = 0
        /// The chunk's share of its table's bytes.
        var share = 0.0
        var board = OutcomeBoard()
        var series: [SeriesRows] = []
        var waivedRows: [Int: [Int]] = [:]
        var belowBlank: [FileField: TextBelowBlank] = [:]
        var calendar: [CalendarColumn: CalendarFirsts] = [:]
        var file = 0
        var uneven: [UnevenRow] = []
        var unchecked: [Int: UncheckedReferences] = [:]
        var repeatedHeaders = RepeatedHeaders()
        /// Entries for which earlier chunks have enough violations.
        var full = FullEntries()
    }

    /// The state of one worker.
    final class Worker {
        let chunk = RecordChunk()
        /// Created with the first rows: there may be fewer chunks than workers.
        private(set) lazy var batch = makeBatch()
        private(set) lazy var evaluator = makeEvaluator()
        let clock: WorkClock?
        private let scan: TableScan
        let checks: CellChecks
        var aggregates: [AggregateTable]
        /// The keys of the rows that it has seen, and of its `unique` columns.
        let keys = KeyPartitions()
        var unique: [Int: KeyPartitions] = [:]
        /// The texts of columns by which rows are told apart.
        let spellings: [(column: Int, texts: Spellings)]
        let blankHeaders = BlankHeaderSearch()
        /// Memory for the rows of a mask.
        let list: UnsafeMutablePointer<UInt16>

        init(_ scan: TableScan) {
            self.scan = scan
            clock = scan.measured.map { _ in WorkClock() }
            checks = CellChecks()
            spellings = scan.tellingColumns.sorted().map { ($0, Spellings()) }
            aggregates = scan.plan.aggregates.map { AggregateTable($0.shape) }
            list = .allocate(capacity: batchRows)
        }

        deinit { list.deallocate() }

        private func makeEvaluator() -> ExpressionEvaluator {
            let evaluator = ExpressionEvaluator(
                scan.plan.graph, lookups: scan.lookups, capacity: scan.capacity,
                usesDictionaries: scan.capacity == batchRows)
            evaluator.clock = clock
            return evaluator
        }

        private func makeBatch() -> Batch {
            let batch = Batch(scan.rules.tables[scan.plan.table], scan.rules, capacity: scan.capacity)
            for column in scan.presence.union(scan.glanced) { batch.readers[column].needsPresence = true }
            for column in scan.selectingColumns { batch.readers[column].readsBeforeChecks = true }
            return batch
        }
    }

    private var hasStoredColumns: Bool { rules.tables[plan.table].columns.last?.isOfStored ?? false }

    /// The most rows of a batch.
    var capacity: Int {
        let most = plan.graph.batchCapacity(rules.tables[plan.table])
        // More room than a small table needs, and dictionaries, cost more than its cells.
        guard let fewRows, fewRows < batchRows / 4 else { return most }
        return min(most, (max(1, fewRows) + 63) / 64 * 64)
    }

    /// Makes the pass on some threads.
    func run(threads: Int) -> ScanResult {
        let result = ScanResult()
        result.series = emptySeries
        let full = Mutex(FullEntries())
        let merge = OrderedMerge<ChunkResult> { chunk in
            result.board.merge(chunk.board, limit: limit)
            full.withLock { $0.note(chunk.board, in: result.board, limit: limit) }
            for (index, part) in chunk.series.enumerated() {
                if part !== result.series[index] { result.series[index].append(part) }
                // The first chunk's share predicts the number of rows; reserved memory that is not used costs nothing.
                if chunk.index == 0, chunk.share > 0, chunk.share < 0.5 {
                    result.series[index].reserve(Int(Double(result.series[index].store.count) / chunk.share * 1.2))
                }
            }
            result.belowBlank.merge(chunk.belowBlank) { first, _ in first }
            for (place, firsts) in chunk.calendar { result.calendar[place, default: CalendarFirsts()].merge(firsts) }
            for row in chunk.uneven { result.uneven.add(row, file: chunk.file) }
            for (join, references) in chunk.unchecked {
                result.unchecked[join, default: UncheckedReferences()].add(references.count, first: references.first)
            }
            result.repeatedHeaders.append(chunk.repeatedHeaders)
            for (waiver, rows) in chunk.waivedRows { result.waivedRows[waiver, default: []].formUnion(rows) }
        }
        let workers = (0..<threads).map { _ in Worker(self) }
        // A single worker sees the chunks in order, so their rows are appended to the result at once.
        nonisolated(unsafe) let (own, alone) = (workers, threads == 1 ? result.series : nil)
        inParallel(threads) { index in
            let worker = own[index]
            while let place = worker.clock.time(.stage(.reading), { feed.next(into: worker.chunk) }) {
                // Chunks are merged in order: entries that are full now were filled by earlier chunks.
                let found = self.check(
                    place, worker, full: full.withLock { $0 }, series: alone ?? self.emptySeries)
                worker.clock.time(.stage(.merging)) {
                    if found.board.keepsViolations { feed.keepOutline(of: worker.chunk, place) }
                    merge.add(found, at: place.index)
                }
            }
        }
        for worker in workers {
            if let measured, let clock = worker.clock { measured.recorder.add(clock, users: measured.users) }
            result.duplicates.add(worker.keys)
            for (column, texts) in worker.spellings { result.spellings[column, default: []].append(texts) }
            for (column, keys) in worker.unique { result.unique[column, default: DuplicateFinder()].add(keys) }
        }
        for (index, inputs) in plan.aggregates.enumerated() {
            result.counted[inputs.number] = workers.map { $0.aggregates[index] }
        }
        return result
    }

    /// An empty `SeriesRows` for each rule over series.
    private var emptySeries: [SeriesRows] {
        let table = rules.tables[plan.table]
        return plan.series.map { SeriesRows(MaterializedRows(table, keeping: $0.kept, printed: $0.printed)) }
    }

    /// Checks a worker's chunk, and appends the rows of series to those that are given.
    private func check(
        _ place: ChunkFeed.Chunk, _ worker: Worker, full: FullEntries, series: [SeriesRows]
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
            batch(start..<end, faults: chunk.faults[first..<fault], place, worker, result)
            start = end
        }
        return result
    }

    private func batch(
        _ records: Range<Int>, faults: ArraySlice<RecordFault>, _ place: ChunkFeed.Chunk, _ worker: Worker,
        _ result: ChunkResult
    ) {
        let batch = worker.batch
        let evaluator = worker.evaluator
        let blankFields = input.files[place.file].blankFields
        if checksStructure, !blankFields.isEmpty {
            worker.blankHeaders.look(
                at: records, of: worker.chunk, firstRow: place.firstRow, file: place.file, fields: blankFields,
                into: &result.belowBlank)
        }
        let clock = worker.clock
        clock.time(.stage(.decoding)) {
            fill(records, faults: faults, place, worker, wanted: wanted(records, of: worker.chunk), result)
        }
        let own = batch.ownRows
        if checksStructure {
            clock.time(.stage(.structure)) {
                reportRecords(
                    faults, records: records, layout: input.files[place.file].layout, worker, result)
                collectKeys(worker, result)
                checkJoins(worker, result)
            }
        }
        let counted = batch.rows
        for (index, inputs) in plan.aggregates.enumerated() {
            clock.time(.aggregate(inputs.number)) {
                worker.aggregates[index].add(evaluator, inputs, rows: counted)
            }
        }
        let task = lookups.storedFigureTask
        for (index, series) in plan.series.enumerated() where task?.passesOver(series.rule) != true {
            clock.time(.rule(series.rule)) { collect(series, worker, result, result.series[index]) }
        }
        for rule in plan.rules {
            let limit = result.full.contains(rule.rule) ? 0 : limit
            clock?.count(batch.count, of: rule.rule)
            clock.time(.rule(rule.rule)) {
                rule.judge(evaluator, scope: own, limit: limit, expired: expiredWaivers, into: &result.board) { row in
                    RuleSubject(row: batch.firstRow + row)
                }
            }
            rule.trace(evaluator, scope: own, into: &result.board) { row in RuleSubject(row: batch.firstRow + row) }
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

    /// Fills a worker's batch with some records; marks their faults and, where this pass checks structure, reports
    /// them.
    private func fill(
        _ records: Range<Int>, faults: ArraySlice<RecordFault>, _ place: ChunkFeed.Chunk, _ worker: Worker,
        wanted: [Bool], _ result: ChunkResult?
    ) {
        let layout = input.files[place.file].layout
        let wanted = withUnits(of: worker.batch, withSelectingCells(withShownFigures(wanted)))
        worker.batch.fill(
            worker.chunk, records: records, layout: layout, wanted: wanted, usesDictionaries: true)
        worker.batch.firstRow = place.firstRow + records.lowerBound
        worker.batch.headers = headers(among: faults, records: records)
        worker.evaluator.begin(worker.batch)
        let silent = silentFaults(
            faults, in: worker.batch, layout: input.files[place.file].cellLayout, records: records)
        worker.batch.others = others(worker, silent: silent)
        if !feed.leftOut.isEmpty { leaveOut(feed.leftOut, of: worker.batch) }
        let found = checkCells(worker, layout: layout, wanted: wanted, silent: silent)
        guard let result else { return }
        if checksGroups {
            let columns = rules.tables[plan.table].columns
            report(
                found.filter { if case .group = columns[$0.column].origin { true } else { false } }, worker, result)
        }
        guard checksStructure else { return }
        report(found, worker, result)
        for reading in plan.readings { checkReading(reading, worker, result) }
        noteCalendar(worker.batch, file: place.file, silent: silent, result)
    }

    /// Treats rows of a batch as if they were not there.
    private func leaveOut(_ rows: [Int], of batch: Batch) {
        var mask = Mask(count: batch.count)
        for row in rows where batch.firstRow..<batch.firstRow + batch.count ~= row { mask[row - batch.firstRow] = true }
        guard !mask.isEmpty else { return }
        batch.headers = batch.headers?.union(mask) ?? mask
        batch.others = batch.others?.union(mask) ?? mask
    }

    /// The rows of a batch that are another table's: what is asked of the table's own cells is not asked of theirs, so
    /// this is decided before that. A row with a faulty record is the table's.
    private func others(_ worker: Worker, silent: [Int: Mask]) -> Mask? {
        guard let selection = plan.selection else { return nil }
        var selected = worker.evaluator.isTrue(selection.condition)
        for column in selectingColumns {
            if let faults = silent[column] { selected.subtract(faults) }
        }
        // What was evaluated may hold values of cells that turn out to be faulty.
        worker.evaluator.begin(worker.batch)
        if !selection.takesTrue { return selected.isEmpty ? nil : selected }
        return Mask(count: selected.count, all: true).subtracting(selected)
    }

    /// The columns that tell which rows are the table's.
    private var selectingColumns: [Int] {
        guard let selection = plan.selection else { return [] }
        return plan.graph.cells(of: selection.condition).filter { $0.source == 0 }.map(\.column)
    }

    /// The wanted columns, and those that tell which rows are the table's.
    private func withSelectingCells(_ wanted: [Bool]) -> [Bool] {
        var all = wanted
        for column in selectingColumns { all[column] = true }
        return all
    }

    /// The wanted columns, and those in which their units stand: where one is faulty, so is the figure.
    private func withUnits(of batch: Batch, _ wanted: [Bool]) -> [Bool] {
        if batch.unitColumns.isEmpty { return wanted }
        var all = wanted
        for (column, unit) in batch.unitColumns where wanted[column] { all[unit] = true }
        return all
    }

    /// The wanted columns, and those whose stored figures are wanted: a faulty cell has no stored figure either.
    private func withShownFigures(_ wanted: [Bool]) -> [Bool] {
        guard hasStoredColumns else { return wanted }
        var all = wanted
        for (index, column) in rules.tables[plan.table].columns.enumerated() where wanted[index] {
            if case .stored(let of) = column.origin { all[of] = true }
        }
        return all
    }

    /// Fills a worker's batch with some records of its chunk, reporting nothing.
    func load(_ records: Range<Int>, _ place: ChunkFeed.Chunk, _ worker: Worker, wanted: [Bool]) {
        let faults = worker.chunk.faults
        // They are in the order of their records.
        let first = faults.partitioned { $0.record < records.lowerBound }
        let last = faults.partitioned { $0.record < records.upperBound }
        fill(records, faults: faults[first..<last], place, worker, wanted: wanted, nil)
    }
}

extension Array {
    /// How many elements pass, by binary search: all that pass must come first.
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
