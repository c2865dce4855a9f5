// The materialized rows of a joined table by the values of the join.

import Checking
import Columns
import Planning
import Quantities

/// Finds the first materialized row with a key.
package final class JoinIndex {
    private var keys = KeyTable()
    private var positions: [Int32] = []
    /// Rows with a key that an earlier row has, and the number of that key.
    private var repeated: [(position: Int32, key: Int)] = []
    /// For each materialized row whether any row was joined to it; `nil` without repeated keys. Workers only ever set
    /// bytes to 1, so their order does not matter.
    private var matched: UnsafeMutablePointer<UInt8>?

    deinit { matched?.deallocate() }

    /// Repeats of keys that some row was joined by, with the first row of the key, as positions.
    var matchedRepeats: [(position: Int, first: Int)] {
        repeated.compactMap { position, key in
            matched?[Int(positions[key])] == 1 ? (Int(position), Int(positions[key])) : nil
        }
    }

    /// Whether any row has a faulty cell in its key, so that its key is unknown.
    private(set) var hasFaultyKeys = false

    /// Whether several rows share a key.
    var hasRepeats: Bool { !repeated.isEmpty }

    /// Indexes materialized rows by nodes of a graph over their table; rows with an unknown or faulty value are never
    /// found.
    init(_ store: MaterializedRows, graph: ExpressionGraph, nodes: [NodeID], lookups: any LookupSource) {
        let evaluator = ExpressionEvaluator(graph, lookups: lookups)
        var cells: Set<SourceCell> = []
        for node in nodes { cells.formUnion(graph.cells(of: node)) }
        var start = 0
        while start < store.count {
            let end = min(start + batchRows, store.count)
            evaluator.begin(RowSelection(store: store, positions: (start..<end).map { Int32($0) }))
            let (rowKeys, isKnown) = evaluator.keys(nodes)
            var rows = Mask(isKnown, count: end - start)
            if let faults = evaluator.faults(Array(cells)) {
                rows.subtract(faults)
                if !faults.isEmpty { hasFaultyKeys = true }
            }
            rows.eachRow { row in
                let index = keys.insert(rowKeys[row])
                if index == positions.count {
                    positions.append(Int32(start + row))
                } else {
                    repeated.append((Int32(start + row), index))
                }
            }
            rowKeys.deallocate()
            isKnown.deallocate()
            start = end
        }
        if !repeated.isEmpty {
            let made = UnsafeMutablePointer<UInt8>.allocate(capacity: store.count)
            made.initialize(repeating: 0, count: store.count)
            matched = made
        }
    }

    func find(
        _ wanted: UnsafePointer<KeyHash>, isKnown: UnsafePointer<UInt64>, count: Int,
        into found: UnsafeMutablePointer<Int32>
    ) {
        for row in 0..<count {
            guard isKnown[row >> 6] >> UInt64(row & 63) & 1 == 1 else {
                found[row] = -1
                continue
            }
            let index = keys.find(wanted[row])
            found[row] = index < 0 ? -1 : positions[index]
        }
    }

    /// Records which materialized rows some rows were joined to.
    func note(_ found: UnsafePointer<Int32>, of rows: Mask) {
        guard let matched else { return }
        rows.eachRow { if found[$0] >= 0 { matched[Int(found[$0])] = 1 } }
    }
}
