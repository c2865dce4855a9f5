// Rows with a key that an earlier row has.

/// Collects the keys of a table's rows, 16 bytes each, and finds those that come again. Keys are split by their bits into parts, so that each
/// part's table fits in the cache; rows come in ascending order.
struct DuplicateFinder {
    private struct Record {
        var high: UInt64
        var middle: UInt32
        var row: UInt32
    }

    private static let partBits = 6
    private static let blockSize = 8192
    /// For each part blocks of records, so that growing copies nothing.
    private var parts: [[ContiguousArray<Record>]] = .init(repeating: [], count: 1 << partBits)

    /// Takes the keys of some rows, in ascending order of their rows.
    mutating func add(_ keys: [(key: KeyHash, row: Int)]) {
        for (key, row) in keys {
            let part = Int(key.low & UInt64(parts.count - 1))
            if parts[part].last?.count ?? DuplicateFinder.blockSize == DuplicateFinder.blockSize {
                var block = ContiguousArray<Record>()
                block.reserveCapacity(DuplicateFinder.blockSize)
                parts[part].append(block)
            }
            parts[part][parts[part].count - 1].append(
                Record(
                    high: key.high, middle: UInt32(truncatingIfNeeded: key.low >> 32),
                    row: UInt32(truncatingIfNeeded: row)))
        }
    }

    /// Each repeated row with the first row of its key, by row.
    func duplicates() -> [(row: Int, first: Int)] {
        var found: [(row: Int, first: Int)] = []
        for part in parts {
            let total = part.reduce(0) { $0 + $1.count }
            guard total > 0 else { continue }
            var size = 16
            while size < total * 2 { size *= 2 }
            var slots = [Int32](repeating: -1, count: size)
            var records = ContiguousArray<Record>()
            records.reserveCapacity(total)
            for block in part {
                for record in block {
                    var slot = Int(truncatingIfNeeded: record.high) & (size - 1)
                    var first: UInt32?
                    while slots[slot] >= 0 {
                        let known = records[Int(slots[slot])]
                        if known.high == record.high && known.middle == record.middle {
                            first = known.row
                            break
                        }
                        slot = (slot + 1) & (size - 1)
                    }
                    if let first {
                        found.append((Int(record.row), Int(first)))
                    } else {
                        slots[slot] = Int32(records.count)
                        records.append(record)
                    }
                }
            }
        }
        return found.sorted { $0.row < $1.row }
    }
}
