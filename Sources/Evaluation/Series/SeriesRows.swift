// What is kept of the rows of a table for rules over series and groups.

import Checking
import Columns
import Quantities
import Workers

/// The rows kept for a rule over series or groups, in the order of the table.
final class SeriesRows {
    let store: MaterializedRows
    let groups: Storage<KeyHash>
    let orders: SortKeys
    /// Whether there are rows that belong to series of which nothing can be known, for want of a column.
    var lacksPlaces = false

    convenience init(_ store: MaterializedRows) { self.init(store, groups: Storage(), orders: SortKeys()) }

    private init(_ store: MaterializedRows, groups: Storage<KeyHash>, orders: SortKeys) {
        self.store = store
        self.groups = groups
        self.orders = orders
    }

    /// Its rows by some bits of their group's key: each part has whole groups, and its rows in their order. There are
    /// none here afterwards.
    func split(intoBits bits: Int, threads: Int) -> [SeriesRows] {
        enum Split {
            case groups([Storage<KeyHash>])
            case orders([SortKeys])
            case rows(MaterializedRows.Split)
        }
        // Each task takes other columns.
        nonisolated(unsafe) let (own, parts) = (self, parts(bits))
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
            SeriesRows(store, groups: groups[part], orders: orders[part])
        }
    }

    private func parts(_ bits: Int) -> RowPartitions {
        let mask = UInt64(1) << UInt64(bits) - 1
        var counts = [Int](repeating: 0, count: 1 << bits)
        let parts = Storage<UInt16>()
        let out = parts.extend(by: groups.count)
        counts.withUnsafeMutableBufferPointer { counts in
            let groups = groups.start
            for row in 0..<parts.count {
                // The low bits find a key's slot in a table; these are others.
                let part = Int(truncatingIfNeeded: groups[row].high >> 20 & mask)
                out[row] = UInt16(truncatingIfNeeded: part)
                counts[part] &+= 1
            }
        }
        return RowPartitions(parts: parts, counts: counts)
    }

    /// Appends a later part of the table.
    func append(_ later: SeriesRows) {
        store.append(later.store)
        groups.append(later.groups)
        orders.append(later.orders)
        if later.lacksPlaces { lacksPlaces = true }
    }

    /// Makes room for so many rows in all.
    func reserve(_ count: Int) {
        store.reserve(count)
        groups.reserve(count)
        orders.reserve(count)
    }
}

/// What the rows of a series are sorted by, one for each row: 8 bytes each where they are dates, periods or labels.
final class SortKeys {
    private let codes: Storage<Int64>
    /// All of them, where any is no code.
    private var others: [SortKey] = []

    init() { codes = Storage() }

    private init(_ codes: Storage<Int64>, _ others: [SortKey]) {
        self.codes = codes
        self.others = others
    }

    /// Each part's keys. There are none here afterwards.
    func split(_ parts: RowPartitions) -> [SortKeys] {
        guard !others.isEmpty else { return parts.take(codes: codes).map { SortKeys($0, []) } }
        var split = parts.counts.map { _ in [SortKey]() }
        for (row, key) in others.enumerated() { split[Int(parts.parts[row])].append(key) }
        codes.removeAll()
        others = []
        return split.map { SortKeys(Storage(), $0) }
    }

    var isEmpty: Bool { codes.count == 0 && others.isEmpty }

    /// Makes room for so many codes; `nil` where not all are codes.
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

/// What rows of a series are sorted by.
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
