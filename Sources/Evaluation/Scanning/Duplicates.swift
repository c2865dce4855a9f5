// Rows with the key of an earlier row.

import CByteMasks
import Columns
import Platform
import Workers

/// Keys of rows, 16 bytes each, split by their bits into partitions whose tables fit into the cache.
final class KeyPartitions {
    struct Record: BitwiseCopyable {
        var high: UInt64
        var middle: UInt32
        var row: UInt32
    }

    static let bits = 8
    static let count = 1 << bits
    /// Keys are in blocks, so that growing copies nothing; blocks are cut from slabs. The first one of each partition
    /// is small, because most tables are.
    private static let firstBlockSize = 64
    private static let blockSize = 4096
    private static let slabBlocks = 64
    fileprivate private(set) var blocks: [[UnsafeMutablePointer<Record>]] = .init(
        repeating: [], count: KeyPartitions.count)
    private var slabs: [UnsafeMutablePointer<Record>] = []
    private var cut = KeyPartitions.slabBlocks
    /// Where the next record of each partition goes, and where its block ends.
    private let places: UnsafeMutablePointer<Place>
    private struct Place {
        var next: UnsafeMutablePointer<Record>?
        var end: UnsafeMutablePointer<Record>?
    }

    init() {
        places = .allocate(capacity: KeyPartitions.count)
        places.initialize(repeating: Place(), count: KeyPartitions.count)
    }

    deinit {
        places.deallocate()
        for slab in slabs { free(slab) }
    }

    /// Takes the key of a row. The rows come in ascending order.
    @inline(__always)
    func add(_ key: KeyHash, row: Int) {
        let part = Int(truncatingIfNeeded: key.low & UInt64(KeyPartitions.count - 1))
        if places[part].next == places[part].end { addBlock(part) }
        guard let next = places[part].next else { return }
        next.pointee = Record(
            high: key.high, middle: UInt32(truncatingIfNeeded: key.low >> 32), row: UInt32(truncatingIfNeeded: row))
        places[part].next = next + 1
        prefetch_for_write(next + 4)
    }

    @inline(never)
    private func addBlock(_ part: Int) {
        let block: UnsafeMutablePointer<Record>
        let size: Int
        if blocks[part].isEmpty {
            if slabs.isEmpty { slabs.append(rowMemory(KeyPartitions.count * KeyPartitions.firstBlockSize)) }
            size = KeyPartitions.firstBlockSize
            block = slabs[0] + part * size
        } else {
            size = KeyPartitions.blockSize
            if cut == KeyPartitions.slabBlocks {
                slabs.append(rowMemory(KeyPartitions.slabBlocks * size))
                cut = 0
            }
            block = slabs[slabs.count - 1] + cut * size
            cut += 1
        }
        blocks[part].append(block)
        places[part] = Place(next: block, end: block + size)
    }

    /// How many records a partition has.
    fileprivate func size(_ part: Int) -> Int {
        guard let next = places[part].next, let last = blocks[part].last else { return 0 }
        let before = blocks[part].count - 1
        return (before == 0 ? 0 : KeyPartitions.firstBlockSize + (before - 1) * KeyPartitions.blockSize) + (next - last)
    }

    /// Contiguous records of a partition, from an index on.
    fileprivate func records(_ part: Int, from index: Int) -> UnsafeBufferPointer<Record> {
        let block =
            index < KeyPartitions.firstBlockSize
            ? 0 : (index - KeyPartitions.firstBlockSize) / KeyPartitions.blockSize + 1
        let start = block == 0 ? 0 : KeyPartitions.firstBlockSize + (block - 1) * KeyPartitions.blockSize
        let end = min(size(part), block == 0 ? KeyPartitions.firstBlockSize : start + KeyPartitions.blockSize)
        return UnsafeBufferPointer(start: blocks[part][block] + (index - start), count: end - index)
    }
}

/// The keys of a table's rows, as each worker has seen them.
struct DuplicateFinder {
    private var workers: [KeyPartitions] = []

    mutating func add(_ keys: KeyPartitions) { workers.append(keys) }

    /// Each repeated row with the first row of its key, by row. `other` runs on one of the threads first.
    func duplicates(threads: Int, besides other: @escaping () -> Void = {}) -> [(row: Int, first: Int)] {
        let total = workers.reduce(0) { sum, keys in sum + (0..<KeyPartitions.count).reduce(0) { $0 + keys.size($1) } }
        nonisolated(unsafe) let finder = self
        nonisolated(unsafe) let other = other
        // The first task is `other`.
        let found = inParallel(total < 1 << 16 ? 1 : threads, tasks: 1 + KeyPartitions.count) { task in
            var own: [(row: Int, first: Int)] = []
            if task == 0 { other() } else { finder.search(task - 1, into: &own) }
            return own
        }
        return found.joined().sorted { $0.row < $1.row }
    }

    private func search(_ part: Int, into found: inout [(row: Int, first: Int)]) {
        let total = workers.reduce(0) { $0 + $1.size(part) }
        guard total > 1 else { return }
        var size = 16
        while size < total * 2 { size *= 2 }
        let slots = Storage<Int32>(repeating: -1, count: size)
        let records = Storage<KeyPartitions.Record>()
        records.reserve(total)
        // Each worker's rows ascend: merges them by taking the least next row.
        var places = [Int](repeating: 0, count: workers.count)
        let sizes = workers.map { $0.size(part) }
        while true {
            var least: UnsafeBufferPointer<KeyPartitions.Record>?
            var leastWorker = 0
            var until = UInt32.max
            for (index, worker) in workers.enumerated() where places[index] < sizes[index] {
                let records = worker.records(part, from: places[index])
                if let known = least, known[0].row < records[0].row {
                    until = min(until, records[0].row)
                } else {
                    if let known = least { until = min(until, known[0].row) }
                    least = records
                    leastWorker = index
                }
            }
            guard let run = least else { return }
            for record in run {
                guard record.row <= until else { break }
                enter(record, records, slots, size, &found)
                places[leastWorker] += 1
            }
        }
    }

    @inline(__always)
    private func enter(
        _ record: KeyPartitions.Record, _ records: Storage<KeyPartitions.Record>, _ slots: Storage<Int32>, _ size: Int,
        _ found: inout [(row: Int, first: Int)]
    ) {
        var slot = Int(truncatingIfNeeded: record.high) & (size &- 1)
        while slots[slot] >= 0 {
            let known = records[Int(slots[slot])]
            if known.high == record.high && known.middle == record.middle {
                found.append((Int(record.row), Int(known.row)))
                return
            }
            slot = (slot &+ 1) & (size &- 1)
        }
        slots[slot] = Int32(truncatingIfNeeded: records.count)
        records.append(record)
    }
}
