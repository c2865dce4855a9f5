// Rows with a key that an earlier row has.

import Synchronization

/// Some rows' keys, 16 bytes each, split by their bits into parts, so that each part's table fits in the cache.
final class KeyParts {
    struct Record: BitwiseCopyable {
        var high: UInt64
        var middle: UInt32
        var row: UInt32
    }

    static let bits = 7
    static let count = 1 << bits
    /// Blocks, so that growing copies nothing.
    static let blockSize = 4096
    fileprivate private(set) var blocks: [[UnsafeMutablePointer<Record>]] = .init(repeating: [], count: KeyParts.count)
    /// Where the next record of each part goes, and how many records it has.
    private let next: UnsafeMutablePointer<UnsafeMutablePointer<Record>?>
    fileprivate let counts: UnsafeMutablePointer<Int>

    init() {
        next = .allocate(capacity: KeyParts.count)
        next.initialize(repeating: nil, count: KeyParts.count)
        counts = .allocate(capacity: KeyParts.count)
        counts.initialize(repeating: 0, count: KeyParts.count)
    }

    deinit {
        next.deallocate()
        counts.deallocate()
        for part in blocks { for block in part { block.deallocate() } }
    }

    /// Takes the key of a row. The rows come in ascending order.
    @inline(__always)
    func add(_ key: KeyHash, row: Int) {
        let part = Int(truncatingIfNeeded: key.low & UInt64(KeyParts.count - 1))
        if counts[part] & (KeyParts.blockSize - 1) == 0 { addBlock(part) }
        next[part]?.pointee = Record(
            high: key.high, middle: UInt32(truncatingIfNeeded: key.low >> 32), row: UInt32(truncatingIfNeeded: row))
        next[part] = next[part].map { $0 + 1 }
        counts[part] &+= 1
    }

    private func addBlock(_ part: Int) {
        let block = UnsafeMutablePointer<Record>.allocate(capacity: KeyParts.blockSize)
        blocks[part].append(block)
        next[part] = block
    }

    fileprivate func record(_ part: Int, _ index: Int) -> UnsafePointer<Record> {
        UnsafePointer(blocks[part][index / KeyParts.blockSize] + index % KeyParts.blockSize)
    }
}

/// The keys of a table's rows, as each worker has seen them.
struct DuplicateFinder {
    private var workers: [KeyParts] = []

    mutating func add(_ keys: KeyParts) { workers.append(keys) }

    /// Each repeated row with the first row of its key, by row.
    func duplicates(threads: Int) -> [(row: Int, first: Int)] {
        let total = workers.reduce(0) { sum, keys in sum + (0..<KeyParts.count).reduce(0) { $0 + keys.counts[$1] } }
        let found = Mutex<[(row: Int, first: Int)]>([])
        let nextPart = Atomic<Int>(0)
        nonisolated(unsafe) let finder = self
        inParallel(total < 1 << 16 ? 1 : threads) { _ in
            var own: [(row: Int, first: Int)] = []
            while true {
                let part = nextPart.wrappingAdd(1, ordering: .relaxed).oldValue
                guard part < KeyParts.count else { break }
                finder.search(part, into: &own)
            }
            found.withLock { $0 += own }
        }
        return found.withLock { $0.sorted { $0.row < $1.row } }
    }

    private func search(_ part: Int, into found: inout [(row: Int, first: Int)]) {
        let total = workers.reduce(0) { $0 + $1.counts[part] }
        guard total > 1 else { return }
        var size = 16
        while size < total * 2 { size *= 2 }
        let slots = Storage<Int32>(repeating: -1, count: size)
        let records = Storage<KeyParts.Record>()
        records.reserve(total)
        // Each worker's rows ascend: the least of their next ones comes next.
        var places = [Int](repeating: 0, count: workers.count)
        while true {
            var least: UnsafePointer<KeyParts.Record>?
            var leastWorker = 0
            var until = UInt32.max
            for (index, worker) in workers.enumerated() where places[index] < worker.counts[part] {
                let record = worker.record(part, places[index])
                if let known = least, known.pointee.row < record.pointee.row {
                    until = min(until, record.pointee.row)
                } else {
                    if let known = least { until = min(until, known.pointee.row) }
                    least = record
                    leastWorker = index
                }
            }
            guard var record = least else { return }
            // A run of one worker's rows within one block.
            let place = places[leastWorker]
            var left = min(
                KeyParts.blockSize - place % KeyParts.blockSize, workers[leastWorker].counts[part] - place)
            let before = left
            while left > 0, record.pointee.row <= until {
                enter(record.pointee, records, slots, size, &found)
                record += 1
                left -= 1
            }
            places[leastWorker] = place + before - left
        }
    }

    @inline(__always)
    private func enter(
        _ record: KeyParts.Record, _ records: Storage<KeyParts.Record>, _ slots: Storage<Int32>, _ size: Int,
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
