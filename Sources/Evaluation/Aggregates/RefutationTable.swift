// Tells whether the condition of an `all` is false of any row of its table.

import Checking
import Columns
import Planning
import Quantities

/// A condition joined by `and` is false of a row where any of its parts is. So `all` asks for each part separately
/// whether it is false of any row; the parts need not be combined for each row. The rows of each series are counted
/// separately, under a key of their own.
final class RefutationTable {
    private let shape: AggregateKeys
    /// The series that have any row.
    private let filled = KeyTable()
    /// By part about the table alone, the series in which it is false of any row.
    private var refuted: [Int: KeyTable] = [:]
    /// By equality, how many rows there are of each value, and of each class of units.
    private var counts: [Int: KeyCounts] = [:]
    /// By order comparison the least and the greatest value, by class of units.
    private var extremes: [Int: OrderExtremes] = [:]

    init(_ shape: AggregateKeys) {
        self.shape = shape
        for part in shape.filters { refuted[part] = KeyTable() }
        for part in shape.equalities { counts[part] = KeyCounts() }
        for part in shape.orders { extremes[part] = OrderExtremes() }
    }

    /// Adds some rows of an evaluator's batch.
    func add(_ evaluator: ExpressionEvaluator, _ inputs: AggregateInputs, _ rows: Mask, base: (Int) -> KeyHash) {
        rows.eachRow { _ = filled.insert(base($0)) }
        for part in shape.filters {
            guard let node = inputs.parts[part], let refuted = refuted[part] else { continue }
            rows.intersection(evaluator.isFalse(node)).eachRow { _ = refuted.insert(base($0)) }
        }
        for part in shape.equalities {
            guard let node = inputs.parts[part], let counts = counts[part] else { continue }
            let side = ComparedSide(evaluator, node, .inner, of: part, shape)
            rows.intersection(side.known).eachRow { row in
                let base = base(row)
                side.eachClass(row) { counts.add(base.adding($0.key)) }
                for way in 0..<side.ways {
                    if let key = side.key(row, way) { counts.add(base.adding(key)) }
                }
            }
        }
        for part in shape.orders {
            guard let node = inputs.parts[part], let extremes = extremes[part] else { continue }
            let side = ComparedSide(evaluator, node, .inner, of: part, shape)
            let values = evaluator.value(node)
            rows.eachRow { row in
                guard let value = OrderValue(values, row)?.bare else { return }
                let base = base(row)
                side.eachClass(row) { extremes.note(value, base.adding($0.key)) }
            }
        }
    }

    /// Adds the counts of a later part of the table.
    func merge(_ other: RefutationTable) {
        for index in 0..<other.filled.count { _ = filled.insert(other.filled[index]) }
        for (part, theirs) in other.refuted {
            for index in 0..<theirs.count { _ = refuted[part]?.insert(theirs[index]) }
        }
        for (part, theirs) in other.counts { counts[part]?.merge(theirs) }
        for (part, theirs) in other.extremes { extremes[part]?.merge(theirs) }
    }

    // MARK: Asking

    /// Whether there is no row.
    func isEmpty(_ base: KeyHash) -> Bool { filled.find(base) < 0 }

    /// Whether a part about the table alone is false of any row.
    func isRefuted(_ part: Int, _ base: KeyHash) -> Bool { refuted[part].map { $0.find(base) >= 0 } ?? false }

    /// Whether any counted row has another value than an outer row, where the two compare.
    func differs(_ part: Int, _ base: KeyHash, _ outer: ComparedSide, _ row: Int) -> Bool {
        guard outer.known[row], let counts = counts[part] else { return false }
        var comparable = 0
        outer.eachComparable(row) { comparable += counts.count(base.adding($0.key)) }
        var equal = 0
        for way in 0..<outer.ways {
            if let key = outer.key(row, way) { equal += counts.count(base.adding(key)) }
        }
        return comparable > equal
    }

    /// Whether the order comparison with an outer row is false of any counted row, where the two compare.
    func isOutOfOrder(_ part: Int, _ base: KeyHash, _ outer: ComparedSide, _ row: Int, _ value: OrderValue) -> Bool {
        guard let comparison = shape.comparison(part), let extremes = extremes[part] else { return false }
        let value = value.bare
        var found = false
        outer.eachClass(row) { own in
            guard let (least, greatest) = extremes.find(base.adding(own.key)) else { return }
            let worst = comparison.takesLeast ? greatest : least
            if worst.satisfies(comparison, value) == false { found = true }
        }
        return found
    }
}

/// The least and the greatest value of each key.
private final class OrderExtremes {
    private let keys = KeyTable()
    private var least: [OrderValue] = []
    private var greatest: [OrderValue] = []

    func note(_ value: OrderValue, _ key: KeyHash) {
        let index = keys.insert(key)
        if index == least.count {
            least.append(value)
            greatest.append(value)
            return
        }
        if value.isBefore(least[index]) ?? false { least[index] = value }
        if greatest[index].isBefore(value) ?? false { greatest[index] = value }
    }

    func find(_ key: KeyHash) -> (least: OrderValue, greatest: OrderValue)? {
        let index = keys.find(key)
        return index < 0 ? nil : (least[index], greatest[index])
    }

    func merge(_ other: OrderExtremes) {
        for index in 0..<other.keys.count {
            note(other.least[index], other.keys[index])
            note(other.greatest[index], other.keys[index])
        }
    }
}

/// How often each key was added.
private final class KeyCounts {
    private let keys = KeyTable()
    private let counts = Storage<Int>()

    func add(_ key: KeyHash, _ count: Int = 1) {
        let index = keys.insert(key)
        if index == counts.count { counts.append(count) } else { counts[index] &+= count }
    }

    func count(_ key: KeyHash) -> Int {
        let index = keys.find(key)
        return index < 0 ? 0 : counts[index]
    }

    func merge(_ other: KeyCounts) {
        for index in 0..<other.keys.count { add(other.keys[index], other.counts[index]) }
    }
}
