// Judging rules about neighbours and groups, once all rows of their table have been seen.

import Checking
import Quantities

/// The kept rows of a rule in the order of their series.
struct SeriesPass {
    let plan: SeriesPlan
    let rows: SeriesRows
    let lookups: any LookupSource
    /// The number of each row's series, by position in the store.
    private let groupOf: [Int32]
    /// Positions in the order of series and, within one, of what it is sorted by.
    private let order: [Int32]
    /// Where each position stands in `order`.
    private let rank: [Int32]
    /// The bounds of each series in `order`, with one more at the end.
    private let starts: [Int32]

    init(_ plan: SeriesPlan, _ rows: SeriesRows, lookups: any LookupSource) {
        self.plan = plan
        self.rows = rows
        self.lookups = lookups
        let count = rows.store.count
        var table = KeyTable(minimumCapacity: min(count, 1 << 16))
        var groupOf = [Int32](repeating: 0, count: count)
        for position in 0..<count { groupOf[position] = Int32(table.insert(rows.groups[position])) }
        var starts = [Int32](repeating: 0, count: table.count + 1)
        for group in groupOf { starts[Int(group) + 1] += 1 }
        for index in 1..<max(1, starts.count) { starts[index] += starts[index - 1] }
        var next = starts
        var order = [Int32](repeating: 0, count: count)
        for position in 0..<count {
            let group = Int(groupOf[position])
            order[Int(next[group])] = Int32(position)
            next[group] += 1
        }
        if !rows.orders.isEmpty {
            let orders = rows.orders
            for group in 0..<table.count {
                let range = Int(starts[group])..<Int(starts[group + 1])
                guard range.count > 1 else { continue }
                // Usually the file is in order already; ties go by the file's order.
                var isSorted = true
                for index in range.dropFirst()
                where orders.isLess(Int(order[index]), Int(order[index - 1])) {
                    isSorted = false
                    break
                }
                if !isSorted {
                    order[range].sort { left, right in
                        if orders.isLess(Int(left), Int(right)) { return true }
                        if orders.isLess(Int(right), Int(left)) { return false }
                        return left < right
                    }
                }
            }
        }
        var rank = [Int32](repeating: 0, count: count)
        for (index, position) in order.enumerated() { rank[Int(position)] = Int32(index) }
        self.groupOf = groupOf
        self.order = order
        self.rank = rank
        self.starts = starts
    }

    /// Some positions with all that their frame needs.
    private func stored(_ positions: [Int32]) -> StoredRows {
        var stored = StoredRows(store: rows.store, positions: positions)
        for source in plan.plan.sources {
            guard case .neighbour(let neighbour) = source.kind else { continue }
            stored.neighbours[neighbour] = positions.map { self.neighbour(neighbour, of: $0) }
        }
        stored.groups = positions.map { groupOf[Int($0)] }
        return stored
    }

    /// The position of a row's neighbour, or −1.
    private func neighbour(_ neighbour: Neighbour, of position: Int32) -> Int32 {
        let group = Int(groupOf[Int(position)])
        let place = rank[Int(position)]
        switch neighbour {
        case .previous: return place > starts[group] ? order[Int(place) - 1] : -1
        case .next: return place + 1 < starts[group + 1] ? order[Int(place) + 1] : -1
        case .first: return order[Int(starts[group])]
        case .last: return order[Int(starts[group + 1]) - 1]
        }
    }

    /// Counts the aggregates over the series.
    func count() -> [Int: AggregateTable] {
        guard !plan.aggregates.isEmpty else { return [:] }
        let frame = Frame(plan.plan, lookups: lookups)
        var tables: [Int: AggregateTable] = [:]
        for inputs in plan.aggregates { tables[inputs.number] = AggregateTable(inputs.shape) }
        slices(order) { positions in
            frame.begin(stored(positions))
            let all = Mask(count: positions.count, all: true)
            for inputs in plan.aggregates { tables[inputs.number]?.add(frame, inputs, rows: all) }
        }
        for table in tables.values { table.finish() }
        return tables
    }

    /// Judges each row, or the first of each group, in the order of the table.
    func judge(limit: Int, expired: Set<Int>, into board: inout TallyBoard) {
        let frame = Frame(plan.plan, lookups: lookups)
        let subjects =
            plan.isGroups
            ? starts.dropLast().map { order[Int($0)] }.sorted() : (0..<Int32(rows.store.count)).map { $0 }
        let wantedGroups = tracedGroups()
        slices(subjects) { positions in
            frame.begin(stored(positions))
            let all = Mask(count: positions.count, all: true)
            plan.judged.judge(frame, scope: all, limit: limit, expired: expired, into: &board) { row in
                violation(positions[row])
            }
            plan.judged.trace(frame, scope: all, groups: wantedGroups, into: &board) { row in violation(positions[row])
            }
        }
    }

    /// For a rule over groups: the numbers of the groups that hold a row which is traced.
    private func tracedGroups() -> Set<Int32>? {
        guard plan.isGroups, let selection = lookups.traced, selection.rule == plan.rule, let wanted = selection.rows
        else { return nil }
        var groups: Set<Int32> = []
        for position in 0..<rows.store.count where wanted.contains(rows.store.number(of: position)) {
            groups.insert(groupOf[position])
        }
        return groups
    }

    /// The row at a position, with its neighbours and its group.
    private func violation(_ position: Int32) -> Violation {
        var violation = Violation(row: rows.store.number(of: Int(position)))
        violation.group = groupOf[Int(position)]
        var neighbours = NeighbourRows()
        for neighbour in Neighbour.allCases {
            let found = self.neighbour(neighbour, of: position)
            if found >= 0 { neighbours[neighbour] = rows.store.number(of: Int(found)) }
        }
        violation.neighbours = neighbours
        return violation
    }

    private func slices(_ positions: [Int32], _ body: ([Int32]) -> Void) {
        var start = 0
        while start < positions.count {
            let end = min(start + sliceRows, positions.count)
            body(Array(positions[start..<end]))
            start = end
        }
    }
}
