// The rows of a kept table by the values they are joined on.

import Checking
import Quantities

/// Finds the first row of a store with some key.
final class JoinIndex {
    private var keys = KeyTable()
    private var positions: [Int32] = []

    /// Indexes the rows of a store by the nodes of a plan over its table; rows with an unknown or faulty value are found by nothing.
    init(_ store: RowStore, plan: Plan, nodes: [NodeID], lookups: any LookupSource) {
        let frame = Frame(plan, lookups: lookups)
        var cells: Set<PlanCell> = []
        for node in nodes { cells.formUnion(plan.cells(of: node)) }
        var start = 0
        while start < store.count {
            let end = min(start + sliceRows, store.count)
            frame.begin(StoredRows(store: store, positions: (start..<end).map { Int32($0) }))
            let (rowKeys, isKnown) = frame.keys(nodes)
            var rows = Mask(isKnown, count: end - start)
            if let faults = frame.faults(Array(cells)) { rows.subtract(faults) }
            rows.eachRow { row in
                let index = keys.insert(rowKeys[row])
                if index == positions.count { positions.append(Int32(start + row)) }
            }
            rowKeys.deallocate()
            isKnown.deallocate()
            start = end
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
}
