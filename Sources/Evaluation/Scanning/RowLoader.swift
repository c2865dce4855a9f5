// Reading some columns of a table outside its main pass: joined tables, numbered columns, reported rows.

import Catalog
import Checking
package import Columns
import Planning
import Quantities
package import Tables

/// Reads a table's rows, or some of them, with the same faults as the main pass finds, reporting nothing. One thread
/// uses it at a time.
package final class RowLoader {
    private let scan: TableScan
    private let table: CheckedTable
    private let feed: ChunkFeed
    private let isAbandoned: () -> Bool
    private lazy var worker = TableScan.Worker(scan)
    // Buffers for rows that are gathered from many places.
    private lazy var batch = Batch(table, scan.rules, capacity: scan.capacity)
    private lazy var chunk = RecordChunk()
    private lazy var gathered = RecordChunk()

    /// Reading stops early once `isAbandoned` returns true.
    package init(_ table: Int, in judgement: Judgement, unless isAbandoned: @escaping () -> Bool) {
        self.table = judgement.rules.tables[table]
        feed = judgement.feeds[table]
        self.isAbandoned = isAbandoned
        let plan = ScanPlan(boundsOf: table, PlanningContext(rules: judgement.rules))
        scan = TableScan(
            plan: plan, rules: judgement.rules, lookups: judgement, input: judgement.inputs[table], feed: feed,
            fewRows: feed.knownRows,
            shortened: judgement.shortened[table] ?? [:], expiredWaivers: [], limit: 0, checksStructure: false,
            wanted: [Bool](repeating: true, count: self.table.columns.count))
    }

    /// The file of `forEachBatch`'s present batch.
    private(set) var file = 0

    /// Calls the body with each batch of the table, in order, with the wanted columns filled.
    package func forEachBatch(wanted: [Bool], _ body: (Batch) -> Void) {
        feed.rewind()
        let worker = worker
        while let place = feed.next(into: worker.chunk) {
            file = place.file
            var start = 0
            while start < worker.chunk.recordCount {
                let end = min(start + worker.batch.capacity, worker.chunk.recordCount)
                scan.load(start..<end, place, worker, wanted: wanted)
                body(worker.batch)
                start = end
            }
        }
    }

    /// Calls the first body with each of some rows, ascending, and its record in its chunk; calls the second body later
    /// with the same rows in the same order, many at a time, as batches with the wanted columns.
    package func forEachRow(
        _ rows: [Int], wanted: [Bool], _ record: (RecordChunk, _ file: Int, _ record: Int, _ row: Int) -> Void,
        _ cells: (Batch) -> Void
    ) {
        // The records are gathered, so that many are decoded at a time although they are far apart.
        let (batch, chunk, gathered) = (batch, chunk, gathered)
        var numbers: [Int] = []
        var fileOfAll = -1
        gathered.removeAll()
        func readGathered() {
            guard !numbers.isEmpty else { return }
            let layout = scan.input.files[fileOfAll].layout
            batch.fill(gathered, records: 0..<numbers.count, layout: layout, wanted: wanted, usesDictionaries: false)
            for (column, rows) in scan.shortened
            where wanted[column] && !rows.isEmpty && scan.rules.structural.isFault(.duplicateRef) {
                var faulty = Mask(count: numbers.count)
                for (index, number) in numbers.enumerated() where rows.contains(number) { faulty[index] = true }
                batch.addFaults(faulty, ofRows: faulty, column: column)
            }
            cells(batch)
            numbers.removeAll(keepingCapacity: true)
            gathered.removeAll()
        }
        feed.revisit(rows, into: chunk, inWholeChunks: false, unless: isAbandoned) { file, index, row in
            if numbers.count == batch.capacity || file != fileOfAll || gathered.byteCount > 1 << 22 { readGathered() }
            fileOfAll = file
            gathered.append(index, of: chunk)
            numbers.append(row)
            record(chunk, file, index, row)
        }
        readGathered()
    }

    /// As `forEachRow`, with the faults that the main pass finds of the cells.
    package func forEachRowWithFaults(
        _ rows: [Int], wanted: [Bool], _ record: (RecordChunk, _ file: Int, _ record: Int, _ row: Int) -> Void,
        _ cells: (Batch) -> Void
    ) {
        let worker = worker
        feed.revisit(rows, into: worker.chunk, inWholeChunks: true, unless: isAbandoned) { file, index, row in
            let place = ChunkFeed.Chunk(index: 0, file: file, firstRow: row - index)
            scan.load(index..<index + 1, place, worker, wanted: wanted)
            record(worker.chunk, file, index, row)
            cells(worker.batch)
        }
    }
}
