// Judging rules about neighbours and groups, once all rows of their table have been seen.

import Checking
import Columns
import Findings
import Planning
import Quantities
import Synchronization
import Workers

/// The materialized rows of a rule in the order of their series.
final class SeriesPass: @unchecked Sendable {
    // Unchecked: each thread changes only its own partition.
    let plan: SeriesPlan
    let lookups: any LookupSource
    /// Where the time of the pass goes, which is all its rule's; `nil` where nothing is measured.
    private let recorder: CheckRecorder?
    /// Partitions of the rows, each with whole series: small enough for the cache, and to distribute over threads.
    /// There is a single one where rows are traced or something is counted over series.
    private let parts: [SeriesPartition]
    /// Whether there are rows with unknown groups, because a column that distinguishes them is absent, or because rows
    /// could not be read.
    private let hasUnknownGroups: Bool

    /// Takes the rows, in partitions of about `partRows`.
    init(
        _ plan: SeriesPlan, _ rows: SeriesRows, lookups: any LookupSource, partRows: Int, threads: Int,
        recorder: CheckRecorder? = nil
    ) {
        self.plan = plan
        self.recorder = recorder
        self.lookups = lookups
        let isUnsure = rows.lacksPlaces || lookups.isIncomplete(table: plan.graph.table)
        hasUnknownGroups = plan.isGroups && (isUnsure || plan.pairs.map { lookups.mayHaveMore($0.table) } ?? false)
        let count = rows.store.count
        let isWhole = !plan.aggregates.isEmpty || lookups.traced != nil || count < partRows * 2
        var bits = 0
        while !isWhole, count >> bits > partRows, bits < 10 { bits += 1 }
        let isOpen = rows.lacksPlaces && !plan.isGroups
        parts = recorder.time(rule: plan.rule) {
            (bits == 0 ? [rows] : rows.split(intoBits: bits, threads: threads)).map {
                SeriesPartition($0, isOpen: isOpen)
            }
        }
        eachPart(threads) { part in
            part.arrange()
            if let goesOn = plan.goesOn { self.cut(part, where: goesOn) }
        }
    }

    /// Cuts the groups of a partition into runs, before each row that does not go on with the row before it.
    private func cut(_ part: SeriesPartition, where goesOn: NodeID) {
        let evaluator = ExpressionEvaluator(plan.graph, lookups: lookups)
        let cells = Array(plan.graph.cells(of: goesOn))
        var seams: [RunSeam] = []
        seams.reserveCapacity(part.count)
        batches(part.order) { places in
            evaluator.begin(stored(part, places))
            let truths = evaluator.truths(goesOn)
            var open = evaluator.faults(cells) ?? Mask(count: places.count)
            if let unsettled = evaluator.unsettled(goesOn, by: .cells) { open.formUnion(unsettled) }
            for row in 0..<places.count {
                seams.append(open[row] ? .unknown : truths.isTrue(row) ? .none : truths.isFalse(row) ? .cut : .unknown)
            }
        }
        part.cut(seams)
    }

    private func eachPart(_ threads: Int, _ body: @escaping @Sendable (SeriesPartition) -> Void) {
        inParallel(threads, tasks: parts.count) { _, index in
            self.recorder.time(rule: self.plan.rule) { body(self.parts[index]) }
        }
    }

    /// Some rows of a partition with all that their evaluator needs.
    private func stored(_ part: SeriesPartition, _ places: UnsafeBufferPointer<Int32>) -> RowSelection {
        var stored = RowSelection(store: part.rows.store, positions: Array(places))
        for source in plan.graph.sources {
            guard case .neighbour(let neighbour) = source.kind else { continue }
            stored.neighbours[neighbour] = places.map { part.neighbour(neighbour, of: $0) }
        }
        stored.groups = places.map { part.group(of: $0) }
        return stored
    }

    /// Counts the aggregates over the series.
    func count() -> [Int: AggregateTable] {
        guard !plan.aggregates.isEmpty, let part = parts.first else { return [:] }
        return recorder.time(rule: plan.rule) { count(part) }
    }

    private func count(_ part: SeriesPartition) -> [Int: AggregateTable] {
        let evaluator = ExpressionEvaluator(plan.graph, lookups: lookups)
        var tables: [Int: AggregateTable] = [:]
        for inputs in plan.aggregates { tables[inputs.number] = AggregateTable(inputs.shape) }
        batches(part.order) { places in
            evaluator.begin(stored(part, places))
            let members = part.members(among: places)
            for inputs in plan.aggregates { tables[inputs.number]?.add(evaluator, inputs, rows: members) }
        }
        part.eachUncountable { group in
            for table in tables.values { table.noteUncountable(group: group) }
        }
        for table in tables.values { table.finish() }
        return tables
    }

    /// Judges each row, or the first of each group; the first violations are kept in the order of the table.
    func judge(limit: Int, mostPairs: Int, expired: Set<Int>, threads: Int, into board: inout OutcomeBoard) {
        let found = Mutex<[OutcomeBoard]>([])
        var total = RuleOutcomes()
        let partners = partners()
        if let partners, let pairs = tooMany(partners, most: mostPairs) {
            total.undecided += pairs
            total.undecidedBy.add(UndecidedKey(cause: .tooMany, table: plan.pairs?.table), pairs)
        } else {
            eachPart(threads) { part in
                let own = self.judge(part, partners, limit: limit, expired: expired)
                found.withLock { $0.append(own) }
            }
        }
        if hasUnknownGroups {
            total.undecided += 1
            var key = UndecidedKey(cause: .uncertain)
            if let pairs = plan.pairs, lookups.isAbsent(table: pairs.table) {
                key = UndecidedKey(cause: .noFile, table: pairs.table)
            }
            total.undecidedBy.add(key, 1)
        }
        for own in found.withLock({ $0 }) {
            if let counts = own.rules[plan.rule] { total.merge(counts, limit: .max) }
            for (waiver, uses) in own.waiverUses { board.use(waiver: waiver, times: uses) }
            board.traced += own.traced
        }
        if parts.count > 1 {
            total.violations.sort()
        }
        board.update(plan.rule) { $0.merge(total, limit: limit) }
    }

    private func judge(
        _ part: SeriesPartition, _ partners: [Int32]?, limit: Int, expired: Set<Int>
    ) -> OutcomeBoard {
        var board = OutcomeBoard()
        let evaluator = ExpressionEvaluator(plan.graph, lookups: lookups)
        let wantedGroups = tracedGroups(part)
        if let partners {
            pairs(part.firsts, partners) { places, partners in
                let all = Mask(count: places.count, all: true)
                places.withUnsafeBufferPointer { places in
                    var rows = stored(part, places)
                    rows.partners = partners
                    evaluator.begin(rows)
                }
                recorder?.count(places.count, of: plan.rule)
                func pair(_ row: Int) -> RuleSubject {
                    var subject = subject(places[row], part)
                    subject.partner = partners[row]
                    return subject
                }
                plan.judged.judge(evaluator, scope: all, limit: limit, expired: expired, into: &board, pair)
                plan.judged.trace(evaluator, scope: all, groups: wantedGroups, into: &board, pair)
            }
            return board
        }
        batches(plan.isGroups ? part.firsts : part.judged) { places in
            evaluator.begin(stored(part, places))
            recorder?.count(places.count, of: plan.rule)
            let all = Mask(count: places.count, all: true)
            plan.judged.judge(evaluator, scope: all, limit: limit, expired: expired, into: &board) { row in
                subject(places[row], part)
            }
            plan.judged.trace(evaluator, scope: all, groups: wantedGroups, into: &board) { row in
                subject(places[row], part)
            }
        }
        return board
    }

    // MARK: Pairs

    /// The positions of the rows beside which each group is judged; `nil` for a rule without pairs. A row that lacks
    /// what makes a pair is left out, unless a faulty cell may be why.
    private func partners() -> [Int32]? {
        guard let pairs = plan.pairs else { return nil }
        guard let store = lookups.store(ofTable: pairs.table) else { return [] }
        guard !pairs.common.isEmpty, let own = parts.first?.rows.store else {
            return (0..<store.count).map { Int32(truncatingIfNeeded: $0) }
        }
        let evaluator = ExpressionEvaluator(plan.graph, lookups: lookups)
        var found: [Int32] = []
        for start in stride(from: 0, to: store.count, by: batchRows) {
            let range = start..<min(start + batchRows, store.count)
            var rows = RowSelection(store: own, positions: range.map { _ in -1 })
            rows.partners = range.map { Int32(truncatingIfNeeded: $0) }
            rows.groups = range.map { _ in -1 }
            evaluator.begin(rows)
            let (keys, isKnown) = evaluator.keys(pairs.common)
            var makePairs = Mask(isKnown, count: range.count)
            keys.deallocate()
            isKnown.deallocate()
            if let faults = evaluator.faults(pairs.cells) { makePairs.formUnion(faults) }
            if let lacking = evaluator.lacking(anyOf: pairs.common) { makePairs.formUnion(lacking) }
            makePairs.eachRow { found.append(Int32(truncatingIfNeeded: start + $0)) }
        }
        return found
    }

    /// How many pairs there are, where there are too many to be judged.
    private func tooMany(_ partners: [Int32], most: Int) -> Int? {
        let pairs = parts.reduce(0) { $0 + $1.firsts.count } * partners.count
        return pairs > most ? pairs : nil
    }

    /// Calls the body with each place beside each partner, a batch at a time.
    private func pairs(_ places: Storage<Int32>, _ partners: [Int32], _ body: ([Int32], [Int32]) -> Void) {
        var (left, right): ([Int32], [Int32]) = ([], [])
        left.reserveCapacity(batchRows)
        right.reserveCapacity(batchRows)
        func flush() {
            guard !left.isEmpty else { return }
            body(left, right)
            left.removeAll(keepingCapacity: true)
            right.removeAll(keepingCapacity: true)
        }
        for index in 0..<places.count {
            for partner in partners {
                left.append(places[index])
                right.append(partner)
                if left.count == batchRows { flush() }
            }
        }
        flush()
    }

    /// For a rule over groups: the numbers of the groups that hold a row which is traced.
    private func tracedGroups(_ part: SeriesPartition) -> Set<Int32>? {
        guard plan.isGroups, let selection = lookups.traced, selection.rule == plan.rule, let wanted = selection.rows
        else { return nil }
        var groups: Set<Int32> = []
        for place in 0..<part.count where wanted.contains(part.rows.store.number(of: place)) {
            groups.insert(part.group(of: Int32(place)))
        }
        return groups
    }

    /// The row at a place of a partition, with its neighbours and its group.
    private func subject(_ place: Int32, _ part: SeriesPartition) -> RuleSubject {
        let store = part.rows.store
        var subject = RuleSubject(row: store.number(of: Int(place)))
        subject.group = part.group(of: place)
        var neighbours = NeighbourRows()
        for neighbour in Neighbour.allCases {
            let found = part.neighbour(neighbour, of: place)
            if found >= 0 {
                neighbours[neighbour] = store.number(of: Int(found))
            } else if found == uncertainNeighbour {
                neighbours.noteUncertain(neighbour)
            }
        }
        subject.neighbours = neighbours
        return subject
    }

    private func batches(_ places: Storage<Int32>, _ body: (UnsafeBufferPointer<Int32>) -> Void) {
        var start = 0
        while start < places.count {
            let end = min(start + batchRows, places.count)
            body(UnsafeBufferPointer(start: places.start + start, count: end - start))
            start = end
        }
    }
}

extension LookupSource {
    /// Whether a table may have rows that are not known.
    fileprivate func mayHaveMore(_ table: Int) -> Bool { store(ofTable: table) == nil || isIncomplete(table: table) }
}

/// What is between a row of a group and the row before it.
private enum RunSeam {
    case none, cut
    /// Nobody knows whether both are of one run.
    case unknown
}

/// Some whole series. A place is the position of a row among the materialized rows.
private final class SeriesPartition {
    let rows: SeriesRows
    var count: Int { rows.store.count }
    /// Places in the order of series and, within a series, of its sort keys.
    private(set) var order = Storage<Int32>()
    /// For each place the number of its series; `rank` holds its index in `order`.
    private var groupOf = Storage<Int32>()
    private var rank = Storage<Int32>()
    /// The bounds of each series in `order`, with one more at the end.
    private var starts = Storage<Int32>()
    /// Whether rows may belong to any of the series, for want of a column.
    private let isOpen: Bool
    /// By place what is not known of the row; empty where all is.
    private var doubts: [SeriesDoubt] = []
    /// By series whether a row of it may stand anywhere in its order; empty where none may.
    private var isUnordered: [Bool] = []
    /// Runs of which nobody knows whether they end or begin where they seem to.
    private var openRuns: Set<Int32> = []

    init(_ rows: SeriesRows, isOpen: Bool) {
        self.rows = rows
        self.isOpen = isOpen
    }

    /// Sorts the rows by series and within each.
    func arrange() {
        let count = count
        let table = KeyTable(minimumCapacity: min(count, 1 << 16))
        let groupOf = Storage<Int32>(repeating: 0, count: count)
        let keys = rows.groups
        for place in 0..<count { groupOf[place] = Int32(truncatingIfNeeded: table.insert(keys[place])) }
        let starts = Storage<Int32>(repeating: 0, count: table.count + 1)
        for place in 0..<count { starts[Int(groupOf[place]) + 1] += 1 }
        for index in 1..<max(1, starts.count) { starts[index] += starts[index - 1] }
        let order = Storage<Int32>(repeating: 0, count: count)
        let next = Storage<Int32>()
        next.append(starts)
        for place in 0..<count {
            let group = Int(groupOf[place])
            order[Int(next[group])] = Int32(truncatingIfNeeded: place)
            next[group] += 1
        }
        (self.groupOf, self.starts, self.order) = (groupOf, starts, order)
        if !rows.orders.isEmpty {
            for group in 0..<table.count { sort(Int(starts[group])..<Int(starts[group + 1]), rows.orders) }
        }
        let rank = Storage<Int32>(repeating: 0, count: count)
        self.rank = rank
        for index in 0..<count { rank[Int(order[index])] = Int32(truncatingIfNeeded: index) }
        guard !rows.doubtful.isEmpty else { return }
        doubts = .init(repeating: [], count: count)
        isUnordered = .init(repeating: false, count: table.count)
        for row in rows.doubtful {
            doubts[Int(row.position)] = row.doubt
            if row.doubt.contains(.place) { isUnordered[Int(groupOf[Int(row.position)])] = true }
        }
    }

    /// Makes series of the runs between seams, which stand in the order of series.
    func cut(_ seams: [RunSeam]) {
        let bounds = starts
        let (groupOf, starts) = (Storage<Int32>(repeating: 0, count: count), Storage<Int32>())
        var areUnordered: [Bool] = []
        for group in 0..<max(0, bounds.count - 1) {
            for index in Int(bounds[group])..<Int(bounds[group + 1]) {
                let isFirst = index == Int(bounds[group])
                if isFirst || seams[index] != .none {
                    starts.append(Int32(truncatingIfNeeded: index))
                    if !isUnordered.isEmpty { areUnordered.append(isUnordered[group]) }
                    if !isFirst, seams[index] == .unknown {
                        openRuns.insert(Int32(truncatingIfNeeded: starts.count - 2))
                        openRuns.insert(Int32(truncatingIfNeeded: starts.count - 1))
                    }
                }
                groupOf[Int(order[index])] = Int32(truncatingIfNeeded: starts.count - 1)
            }
        }
        starts.append(Int32(truncatingIfNeeded: count))
        (self.groupOf, self.starts, isUnordered) = (groupOf, starts, areUnordered)
    }

    /// Those of some places whose rows are of their series for certain.
    func members(among places: UnsafeBufferPointer<Int32>) -> Mask {
        var members = Mask(count: places.count, all: true)
        guard !doubts.isEmpty else { return members }
        for (index, place) in places.enumerated() where doubts[Int(place)].contains(.membership) {
            members[index] = false
        }
        return members
    }

    /// Calls the body with the number of each series of which are unknown all rows.
    func eachUncountable(_ body: (Int32) -> Void) {
        if isOpen {
            for group in 0..<max(0, starts.count - 1) { body(Int32(truncatingIfNeeded: group)) }
        } else {
            for row in rows.doubtful where row.doubt.contains(.membership) { body(groupOf[Int(row.position)]) }
            openRuns.forEach(body)
        }
    }

    /// Sorts one series.
    private func sort(_ range: Range<Int>, _ orders: SortKeys) {
        guard range.count > 1 else { return }
        // Usually the file is in order already; ties keep the file's order.
        var isSorted = true
        for index in range.dropFirst() where orders.isLess(Int(order[index]), Int(order[index - 1])) {
            isSorted = false
            break
        }
        guard !isSorted else { return }
        var places = UnsafeMutableBufferPointer(start: order.start + range.lowerBound, count: range.count)
        places.sort { left, right in
            if orders.isLess(Int(left), Int(right)) { return true }
            if orders.isLess(Int(right), Int(left)) { return false }
            return left < right
        }
    }

    /// The places of the rows that are judged.
    var judged: Storage<Int32> {
        let places = Storage<Int32>()
        if !doubts.isEmpty {
            for place in 0..<count where !doubts[place].contains(.undecided) {
                places.append(Int32(truncatingIfNeeded: place))
            }
            return places
        }
        let out = places.extend(by: count)
        for place in 0..<count { out[place] = Int32(truncatingIfNeeded: place) }
        return places
    }

    /// The first place of each series, ascending; of those alone that certainly have a row.
    var firsts: Storage<Int32> {
        let firsts = Storage<Int32>()
        for group in 0..<max(0, starts.count - 1) {
            let places = Int(starts[group])..<Int(starts[group + 1])
            let first = places.first { doubts.isEmpty || !doubts[Int(order[$0])].contains(.membership) }
            if let first { firsts.append(order[first]) }
        }
        var places = UnsafeMutableBufferPointer(start: firsts.start, count: firsts.count)
        places.sort()
        return firsts
    }

    /// The number of a place's series within its partition. Numbers for the whole table are needed only where there is
    /// a single partition.
    func group(of place: Int32) -> Int32 { groupOf[Int(place)] }

    /// The position of a place's neighbour, −1 where there is none, or `uncertainNeighbour`.
    @inline(__always)
    func neighbour(_ neighbour: Neighbour, of place: Int32) -> Int32 {
        let group = Int(groupOf[Int(place)])
        let rank = rank[Int(place)]
        let found: Int32
        switch neighbour {
        case .previous: found = rank > starts[group] ? order[Int(rank) - 1] : -1
        case .next: found = rank + 1 < starts[group + 1] ? order[Int(rank) + 1] : -1
        case .first: found = order[Int(starts[group])]
        case .last: found = order[Int(starts[group + 1]) - 1]
        }
        if isOpen { return uncertainNeighbour }
        if !doubts.isEmpty, isUnordered[group] || found >= 0 && doubts[Int(found)].contains(.membership) {
            return uncertainNeighbour
        }
        return found
    }
}
