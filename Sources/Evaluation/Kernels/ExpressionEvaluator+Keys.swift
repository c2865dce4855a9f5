// Values as keys, by which rows of a batch are counted, joined and distinguished.

import Checking
package import Columns
package import Planning
import Quantities

extension ExpressionEvaluator {
    /// The keys of some nodes' values together, and for which rows all of them are known. The caller frees both.
    package func keys(_ nodes: [NodeID]) -> (UnsafeMutablePointer<KeyHash>, UnsafeMutablePointer<UInt64>) {
        let sources = nodes.map { keySource($0) }
        let keys = UnsafeMutablePointer<KeyHash>.allocate(capacity: max(1, count))
        combine(sources, into: keys, 0..<count) { $0 }
        let known = knownRows(sources).words
        let isKnown = UnsafeMutablePointer<UInt64>.allocate(capacity: known.count)
        isKnown.initialize(from: known, count: known.count)
        return (keys, isKnown)
    }

    /// The rows for which all of some nodes' values are known.
    private func knownRows(_ sources: [KeySource]) -> Mask {
        var known = Mask(count: count, all: true)
        for source in sources where source.column.hasUnknown {
            let own = source.column
            guard let numbers = source.numbers else {
                known.formIntersection(Mask(own.isKnown, count: count))
                continue
            }
            // A cell may be in the dictionary although none of these rows has it.
            guard own.isUnknown(anyOf: numbers, count: count) else { continue }
            for row in 0..<count where !own.isKnown(Int(numbers[row])) { known[row] = false }
        }
        return known
    }

    /// Counts some rows by the keys of some nodes' values, where all of these are known. `place` gives the index of a
    /// key's count.
    func count(_ rows: Mask, by nodes: [NodeID], into counts: Storage<Int>, _ place: (KeyHash) -> Int) {
        let sources = nodes.map { keySource($0) }
        let rows = rows.intersection(knownRows(sources))
        let numbers = sources.compactMap(\.numbers)
        guard numbers.count == sources.count, (1...4).contains(numbers.count) else {
            let keys = UnsafeMutablePointer<KeyHash>.allocate(capacity: max(1, count))
            defer { keys.deallocate() }
            combine(sources, into: keys, 0..<count) { $0 }
            rows.eachRow { counts[place(keys[$0])] += 1 }
            return
        }
        // Neighbouring rows share most of their values: the place of a row's count is first looked up among recent
        // keys.
        let (first, second) = (numbers[0], numbers.count > 1 ? numbers[1] : nil)
        let (third, fourth) = (numbers.count > 2 ? numbers[2] : nil, numbers.count > 3 ? numbers[3] : nil)
        withUnsafeTemporaryAllocation(of: RecentKey.self, capacity: 1 << RecentKey.bits) { recent in
            guard let recent = recent.baseAddress else { return }
            recent.initialize(repeating: RecentKey(), count: 1 << RecentKey.bits)
            rows.eachRow { row in
                var numbers = UInt64(first[row])
                if let second { numbers |= UInt64(second[row]) &<< 16 }
                if let third { numbers |= UInt64(third[row]) &<< 32 }
                if let fourth { numbers |= UInt64(fourth[row]) &<< 48 }
                let slot = recent + RecentKey.slot(numbers)
                if slot.pointee.numbers != numbers {
                    let key = sources.reduce(KeyHash.empty) { key, source in
                        key.adding(source.column.keys[Int(source.numbers?[row] ?? 0)])
                    }
                    slot.pointee = RecentKey(numbers: numbers, place: place(key))
                }
                counts[slot.pointee.place] &+= 1
            }
        }
    }

    /// Numbers of dictionaries' cells, 16 bits each, and the place of their key's count. No cell has the number of all
    /// ones.
    private struct RecentKey {
        static let bits = 8
        var numbers = UInt64.max
        var place = 0

        @inline(__always)
        static func slot(_ numbers: UInt64) -> Int {
            Int(truncatingIfNeeded: (numbers &* 0x9E37_79B9_7F4A_7C15) &>> UInt64(64 &- bits))
        }
    }

    /// The keys of some nodes' values together for some rows.
    func keys(_ nodes: [NodeID], of rows: RowList, into keys: UnsafeMutablePointer<KeyHash>) {
        combine(nodes.map { keySource($0) }, into: keys, 0..<rows.count) { rows[$0] }
    }

    private struct KeySource {
        let column: KeyColumn
        /// The number of each row's distinct cell, where the column is over a dictionary; else `nil`.
        let numbers: UnsafePointer<UInt16>?
    }

    private func keySource(_ node: NodeID) -> KeySource {
        if let (entries, numbers) = entries(of: node) {
            return KeySource(column: entries.keyColumn(node), numbers: numbers)
        }
        return KeySource(column: keyColumn(node), numbers: nil)
    }

    /// Combines keys for rows by their indices: three at a time where all are in dictionaries, as most are.
    @inline(__always)
    private func combine(
        _ sources: [KeySource], into keys: UnsafeMutablePointer<KeyHash>, _ indices: Range<Int>, _ row: (Int) -> Int
    ) {
        if sources.count == 3, let first = sources[0].numbers, let second = sources[1].numbers,
            let third = sources[2].numbers
        {
            let (a, b, c) = (sources[0].column.keys, sources[1].column.keys, sources[2].column.keys)
            for index in indices {
                let row = row(index)
                keys[index] = KeyHash.empty.adding(a[Int(first[row])]).adding(b[Int(second[row])])
                    .adding(c[Int(third[row])])
            }
            return
        }
        keys.initialize(repeating: .empty, count: max(1, indices.count))
        for source in sources {
            let own = source.column.keys
            if let numbers = source.numbers {
                for index in indices { keys[index] = keys[index].adding(own[Int(numbers[row(index)])]) }
            } else {
                for index in indices { keys[index] = keys[index].adding(own[row(index)]) }
            }
        }
    }

    /// The keys of one node's values, as `keys` combines them, and for which rows they are known. The caller frees
    /// both.
    func valueKeys(_ node: NodeID) -> (UnsafeMutablePointer<KeyHash>, UnsafeMutablePointer<UInt64>) {
        let own = keyColumn(node)
        let words = max(1, (count + 63) / 64)
        let keys = UnsafeMutablePointer<KeyHash>.allocate(capacity: max(1, count))
        let isKnown = UnsafeMutablePointer<UInt64>.allocate(capacity: words)
        keys.initialize(from: own.keys, count: count)
        isKnown.initialize(from: own.isKnown, count: words)
        return (keys, isKnown)
    }

    /// The rows among some in which any of some nodes has a value.
    func anyKnown(_ nodes: [NodeID], among rows: Mask) -> Mask {
        var result = Mask(count: count)
        for node in nodes {
            if let (entries, numbers) = entries(of: node) {
                let own = entries.keyColumn(node)
                rows.eachRow { if own.isKnown(Int(numbers[$0])) { result[$0] = true } }
            } else {
                let own = keyColumn(node)
                rows.eachRow { if own.isKnown($0) { result[$0] = true } }
            }
        }
        return result
    }

    /// The keys of one node's values, made once for a batch.
    private func keyColumn(_ node: NodeID) -> KeyColumn {
        let column = keyColumns[node] ?? KeyColumn(KeyForm(graph.nodes[node].type, schemes: lookups.rules.schemes))
        keyColumns[node] = column
        if !column.isDone {
            column.isDone = true
            column.clear(count)
            addKeys(value(node), form: column.form, count: count, to: column.keys, isKnown: column.isKnown)
            column.count = count
        }
        return column
    }
}
