// Materialized rows for rules over series and groups.

import Checking
import Columns
import Quantities
import Workers

/// The materialized rows of a rule over series or groups, in the order of the table.
final class SeriesRows {
    let store: MaterializedRows
    let groups: Storage<KeyHash>
    let orders: SortKeys
    /// Those of them of which something is not known, in the order of the table.
    private(set) var doubtful: [DoubtfulRow] = []
    /// Whether there are rows that belong to series of which nothing can be known, for want of a column.
    var lacksPlaces = false
    /// How many rows there are that belong to nobody knows which series, for a faulty cell.
    var unplaced = 0

    convenience init(_ store: MaterializedRows) { self.init(store, groups: Storage(), orders: SortKeys()) }

    private init(_ store: MaterializedRows, groups: Storage<KeyHash>, orders: SortKeys, doubtful: [DoubtfulRow] = []) {
        self.store = store
        self.groups = groups
        self.orders = orders
        self.doubtful = doubtful
    }

    /// Notes what is not known of a row, by its position in the store.
    func note(_ doubt: SeriesDoubt, of position: Int) {
        doubtful.append(DoubtfulRow(position: Int32(truncatingIfNeeded: position), doubt: doubt))
    }

    /// Its rows split by some bits of their group's key: each partition has whole groups, with rows in their order.
    /// Empties this instance.
    func split(intoBits bits: Int, threads: Int) -> [SeriesRows] {
        enum Split {
            case groups([Storage<KeyHash>])
            case orders([SortKeys])
            case rows(MaterializedRows.Split)
        }
        // Each task takes a different column.
        nonisolated(unsafe) let (own, parts) = (self, parts(bits))
        let doubtful = split(doubtful, parts)
        let split = inParallel(threads, tasks: store.splitTasks + 2) { task -> Split in
            switch task {
            case 0: .groups(parts.take(keys: own.groups))
            case 1: .orders(own.orders.split(parts))
            default: .rows(own.store.split(task - 2, parts))
            }
        }
        guard case .groups(let groups) = split[0], case .orders(let orders) = split[1] else { return [] }
        let rows = split.dropFirst(2).compactMap { if case .rows(let rows) = $0 { rows } else { nil } }
        return MaterializedRows.parts(parts, of: rows).enumerated().map { part, store in
            let rows = SeriesRows(store, groups: groups[part], orders: orders[part], doubtful: doubtful[part])
            rows.lacksPlaces = lacksPlaces
            return rows
        }
    }

    /// Each part's doubtful rows, by their positions there.
    private func split(_ doubtful: [DoubtfulRow], _ parts: RowPartitions) -> [[DoubtfulRow]] {
        var split = [[DoubtfulRow]](repeating: [], count: parts.counts.count)
        guard !doubtful.isEmpty else { return split }
        var next = [Int32](repeating: 0, count: parts.counts.count)
        var found = 0
        for row in 0..<parts.parts.count where found < doubtful.count {
            let part = Int(parts.parts[row])
            if Int(doubtful[found].position) == row {
                split[part].append(DoubtfulRow(position: next[part], doubt: doubtful[found].doubt))
                found += 1
            }
            next[part] += 1
        }
        return split
    }

    private func parts(_ bits: Int) -> RowPartitions {
        let mask = UInt64(1) << UInt64(bits) - 1
        var counts = [Int](repeating: 0, count: 1 << bits)
        let parts = Storage<UInt16>()
        let out = parts.extend(by: groups.count)
        counts.withUnsafeMutableBufferPointer { counts in
            let groups = groups.start
            for row in 0..<parts.count {
                // The low bits choose a key's slot in a table, so other bits choose the partition.
                let part = Int(truncatingIfNeeded: groups[row].high >> 20 & mask)
                out[row] = UInt16(truncatingIfNeeded: part)
                counts[part] &+= 1
            }
        }
        return RowPartitions(parts: parts, counts: counts)
    }

    /// Appends a later part of the table.
    func append(_ later: SeriesRows) {
        for row in later.doubtful { note(row.doubt, of: store.count + Int(row.position)) }
        unplaced += later.unplaced
        store.append(later.store)
        groups.append(later.groups)
        orders.append(later.orders)
        if later.lacksPlaces { lacksPlaces = true }
    }

    /// Makes room for `count` rows in all.
    func reserve(_ count: Int) {
        store.reserve(count)
        groups.reserve(count)
        orders.reserve(count)
    }
}

/// What is not known of a row among the others of its series.
struct SeriesDoubt: OptionSet, Sendable {
    let rawValue: UInt8

    /// Whether it is one of them: what its rule's `where` asks is faulty.
    static let membership = SeriesDoubt(rawValue: 1)
    /// Where it stands in their order.
    static let place = SeriesDoubt(rawValue: 2)
    /// It is counted as undecided already, and not judged.
    static let undecided = SeriesDoubt(rawValue: 4)
}

/// A row of a store of which something is not known.
struct DoubtfulRow: Sendable {
    var position: Int32
    var doubt: SeriesDoubt
}

/// What the rows of a series are sorted by, one for each row: 8 bytes each where they are dates, periods or labels.
final class SortKeys {
    private let codes: Storage<Int64>
    /// All keys, where any is not a code.
    private var others: [SortKey] = []

    init() { codes = Storage() }

    private init(_ codes: Storage<Int64>, _ others: [SortKey]) {
        self.codes = codes
        self.others = others
    }

    /// The keys of each partition. Empties this instance.
    func split(_ parts: RowPartitions) -> [SortKeys] {
        guard !others.isEmpty else { return parts.take(codes: codes).map { SortKeys($0, []) } }
        var split = parts.counts.map { _ in [SortKey]() }
        for (row, key) in others.enumerated() { split[Int(parts.parts[row])].append(key) }
        codes.removeAll()
        others = []
        return split.map { SortKeys(Storage(), $0) }
    }

    var isEmpty: Bool { codes.count == 0 && others.isEmpty }

    /// Adds `count` codes for the caller to write; `nil` where not all keys are codes.
    func appendCodes(_ count: Int) -> UnsafeMutablePointer<Int64>? { others.isEmpty ? codes.extend(by: count) : nil }

    func append(_ key: SortKey) {
        if others.isEmpty, case .code(let code) = key {
            codes.append(code)
            return
        }
        widen()
        others.append(key)
    }

    func append(_ later: SortKeys) {
        if others.isEmpty, later.others.isEmpty {
            codes.append(later.codes)
            return
        }
        widen()
        others += later.others.isEmpty ? (0..<later.codes.count).map { .code(later.codes[$0]) } : later.others
    }

    private func widen() {
        // After the first other key `others` holds every key and `codes` is stale.
        guard others.isEmpty else { return }
        others = (0..<codes.count).map { .code(codes[$0]) }
    }

    func reserve(_ count: Int) {
        if others.isEmpty { codes.reserve(count) }
    }

    /// Whether one row comes before another.
    @inline(__always)
    func isLess(_ left: Int, _ right: Int) -> Bool {
        others.isEmpty ? codes[left] < codes[right] : others[left] < others[right]
    }
}

/// The sort key of a row of a series.
enum SortKey: Comparable {
    case code(Int64)
    case figure(Figure)
    case text(String)

    static func < (left: SortKey, right: SortKey) -> Bool {
        switch (left, right) {
        case (.code(let a), .code(let b)): a < b
        case (.figure(let a), .figure(let b)): compare(a, b, .less) ?? false
        case (.text(let a), .text(let b)): a.utf8.lexicographicallyPrecedes(b.utf8)
        default: false
        }
    }

    static func == (left: SortKey, right: SortKey) -> Bool { !(left < right) && !(right < left) }
}
