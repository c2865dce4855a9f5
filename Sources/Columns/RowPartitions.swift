// Kept rows split into parts that each fit into a processor's own cache.

import CByteMasks

/// Which part each of some rows goes to, and how many go to each.
package struct RowPartitions {
    /// By row the part that it goes to.
    package let parts: Storage<UInt16>
    /// By part how many rows it takes.
    package let counts: [Int]

    package init(parts: Storage<UInt16>, counts: [Int]) {
        self.parts = parts
        self.counts = counts
    }

    // Swift makes no code of its own for a kind of value in a module that only calls what is generic here.

    /// Each part's keys of a column, in their order. The column is empty afterwards.
    package func take(keys: Storage<KeyHash>) -> [Storage<KeyHash>] { take(keys) }

    /// Each part's codes of a column, in their order. The column is empty afterwards.
    package func take(codes: Storage<Int64>) -> [Storage<Int64>] { take(codes) }

    /// Each part's values of a column, in their order. The column is empty afterwards.
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

    /// The part of each of some rows, and its number there.
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
