// Reading some columns of a table outside its main pass: joined tables, numbered columns, reported rows.

import Checking
import Quantities
import Tables

/// Reads a table's rows, or some of them, with the same faults as the main pass finds, reporting nothing.
struct RowLoader {
    private let scan: TableScan
    private let table: CheckedTable
    private let feed: ChunkFeed
    private let isAbandoned: () -> Bool

    init(_ table: Int, in evaluator: Evaluator) {
        self.table = evaluator.rules.tables[table]
        feed = evaluator.feeds[table]
        isAbandoned = { evaluator.isAbandoned }
        let plan = TablePlan(boundsOf: table, PlanContext(rules: evaluator.rules))
        scan = TableScan(
            plan: plan, rules: evaluator.rules, lookups: evaluator, input: evaluator.inputs[table], feed: feed,
            shortened: evaluator.shortened[table] ?? [:], expiredWaivers: [], limit: 0, checksStructure: false,
            wanted: [Bool](repeating: true, count: self.table.columns.count))
    }

    /// Calls the body with each slice of the table, in order, with the wanted columns filled.
    func forEachBatch(wanted: [Bool], _ body: (Batch) -> Void) {
        feed.rewind()
        let worker = TableScan.Worker(scan)
        while let place = feed.next(into: worker.chunk) {
            var start = 0
            while start < worker.chunk.recordCount {
                let end = min(start + sliceRows, worker.chunk.recordCount)
                scan.load(start..<end, place, worker, wanted: wanted)
                body(worker.batch)
                start = end
            }
        }
    }

    /// Calls the body with each of some rows, ascending: the batch that it is in, with the wanted columns as they were read, its index
    /// there, and its chunk. Which cells are faulty is found out only if it is asked for.
    func forEachRow(
        _ rows: [Int], wanted: [Bool], findsFaults: Bool = false,
        _ body: (Batch, _ index: Int, RecordChunk, _ file: Int, _ record: Int, _ row: Int) -> Void
    ) {
        let worker = TableScan.Worker(scan)
        var next = 0
        var loaded = 0..<0
        var chunkStart = -1
        feed.revisit(rows, into: worker.chunk, inWholeChunks: findsFaults, unless: isAbandoned) { file, record, row in
            if row - record != chunkStart || !loaded.contains(record) {
                chunkStart = row - record
                // Rows that lie close together are loaded together: up to a slice, as long as one in sixteen is wanted.
                while next < rows.count, rows[next] < row { next += 1 }
                var end = record + 1
                var ahead = next + 1
                while ahead < rows.count {
                    let other = rows[ahead] - chunkStart
                    guard other < worker.chunk.recordCount, other - record < sliceRows,
                        other - record < 16 * (ahead - next + 1)
                    else { break }
                    end = other + 1
                    ahead += 1
                }
                loaded = record..<end
                let place = ChunkFeed.Chunk(index: 0, file: file, firstRow: chunkStart)
                if findsFaults {
                    scan.load(loaded, place, worker, wanted: wanted)
                } else {
                    scan.fetch(loaded, place, worker, wanted: wanted)
                }
            }
            body(worker.batch, record - loaded.lowerBound, worker.chunk, file, record, row)
        }
    }
}
