// The rows of a kept table by the values they are joined on.

import Checking
import Columns
import Planning
import Quantities

/// Finds the first row of a store with some key.
package final class JoinIndex {
    private var keys = KeyTable()
    private var positions: [Int32] = []
    /// Rows with a key that an earlier row has, and the number of that key.
    private var repeated: [(position: Int32, key: Int)] = []
    /// For each row of the store whether one was joined to it, once there are repeats to speak of. Workers only ever
    /// set bytes to 1, so that it does not matter in what order they do.
    private var matched: UnsafeMutablePointer<UInt8>?

    deinit { matched?.deallocate() }

    /// Repeats of keys that some row was joined by, with the first row of the key, as positions in the store.
    var matchedRepeats: [(position: Int, first: Int)] {
        repeated.compactMap { position, key in
            matched?[Int(positions[key])] == 1 ? (Int(position), Int(positions[key])) : nil
        }
    }

    /// Whether any row has a key of which nobody can say what it should be, for a cell of it is faulty.
    private(set) var hasFaultyKeys = false

    /// Whether any key is one of several rows.
    var hasRepeats: Bool { !repeated.isEmpty }

    /// Indexes the rows of a store by the nodes of a plan over its table; rows with an unknown or faulty value are
    /// found by nothing.
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

    /// Notes which rows of the store some rows were joined to.
    func note(_ found: UnsafePointer<Int32>, of rows: Mask) {
        guard let matched else { return }
        rows.eachRow { if found[$0] >= 0 { matched[Int(found[$0])] = 1 } }
    }
}
