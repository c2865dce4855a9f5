// Materialized rows split into partitions that each fit into a core's cache.

import CByteMasks

/// The partition of each row, and the size of each partition.
package struct RowPartitions {
    /// By row its partition.
    package let parts: Storage<UInt16>
    /// By partition the number of its rows.
    package let counts: [Int]

    package init(parts: Storage<UInt16>, counts: [Int]) {
        self.parts = parts
        self.counts = counts
    }

    // Not generic, because Swift does not specialise generic code for a type that another module uses.

    /// The keys of each partition, in order. Empties the column.
    package func take(keys: Storage<KeyHash>) -> [Storage<KeyHash>] { take(keys) }

    /// The codes of each partition, in order. Empties the column.
    package func take(codes: Storage<Int64>) -> [Storage<Int64>] { take(codes) }

    /// The values of each partition, in order. Empties the column.
    func take<Element>(_ column: Storage<Element>) -> [Storage<Element>] {
        guard column.count > 0 else { return counts.map { _ in Storage() } }
        let split = counts.map { count in
            let part = Storage<Element>()
            _ = part.extend(by: count)
            return part
        }
        var next = split.map(\.start)
        next.withUnsafeMutableBufferPointer { next in
            let (parts, values) = (parts.start, column.start)
            for row in 0..<column.count {
                let part = Int(parts[row])
                next[part].pointee = values[row]
                prefetch_for_write(next[part] + 64 / MemoryLayout<Element>.stride)
                next[part] += 1
            }
        }
        column.removeAll()
        return split
    }

    /// The partition of each of some rows, and the row's number in it.
    func places(of rows: some Sequence<Int>) -> [Int: (part: Int, row: Int)] {
        let wanted = Set(rows)
        guard !wanted.isEmpty else { return [:] }
        var places: [Int: (part: Int, row: Int)] = [:]
        var next = [Int](repeating: 0, count: counts.count)
        for row in 0..<parts.count {
            let part = Int(parts[row])
            if wanted.contains(row) { places[row] = (part, next[part]) }
            next[part] += 1
        }
        return places
    }
}
