// The violations of one entry: as little of each as it says.

/// Violations in the order in which they were found. What only some rules' violations have costs nothing where none has
/// it.
struct ViolationList {
    private(set) var rows: [Int] = []
    private var details = Sparse(0)
    private var related = Sparse(-1)
    private var waivers = Sparse(Int32(-1))
    private var groups = Sparse(Int32(-1))
    private var neighbours = Sparse<NeighbourRows?>(nil)
    private var texts = Sparse<String?>(nil)

    /// Values of which most are usually the same: nothing is kept until one is another.
    private struct Sparse<Value: Sendable> {
        let usual: Value
        private(set) var values: [Value] = []

        init(_ usual: Value) { self.usual = usual }

        subscript(index: Int) -> Value { values.isEmpty ? usual : values[index] }

        mutating func append(_ value: Value, isUsual: Bool, at count: Int) {
            if values.isEmpty {
                guard !isUsual else { return }
                values = Array(repeating: usual, count: count)
            }
            values.append(value)
        }

        mutating func append(_ other: Self, _ taken: Int, at count: Int) {
            if values.isEmpty, other.values.isEmpty { return }
            if values.isEmpty { values = Array(repeating: usual, count: count) }
            if other.values.isEmpty {
                values.append(contentsOf: repeatElement(usual, count: taken))
            } else {
                values.append(contentsOf: other.values.prefix(taken))
            }
        }

        mutating func trim(to count: Int) {
            if values.count > count { values.removeSubrange(count...) }
        }

        mutating func arrange(_ order: [Int]) {
            if !values.isEmpty { values = order.map { values[$0] } }
        }
    }

    var count: Int { rows.count }
    var isEmpty: Bool { rows.isEmpty }

    subscript(index: Int) -> Violation {
        var violation = Violation(row: rows[index])
        violation.detail = details[index]
        violation.related = related[index]
        violation.waiver = Int(waivers[index])
        violation.group = groups[index]
        violation.neighbours = neighbours[index]
        violation.text = texts[index]
        violation.order = index
        return violation
    }

    subscript(range: Range<Int>) -> [Violation] { range.map { self[$0] } }

    mutating func append(_ violation: Violation) {
        let count = rows.count
        details.append(violation.detail, isUsual: violation.detail == 0, at: count)
        related.append(violation.related, isUsual: violation.related == -1, at: count)
        waivers.append(
            Int32(truncatingIfNeeded: violation.waiver), isUsual: violation.waiver == -1, at: count)
        groups.append(violation.group, isUsual: violation.group == -1, at: count)
        neighbours.append(violation.neighbours, isUsual: violation.neighbours == nil, at: count)
        texts.append(violation.text, isUsual: violation.text == nil, at: count)
        rows.append(violation.row)
    }

    /// Appends others, as far as there are then no more than a limit.
    mutating func append(_ later: Self, upTo limit: Int) {
        let taken = min(later.count, limit - count)
        guard taken > 0 else { return }
        if isEmpty, taken == later.count {
            self = later
            return
        }
        details.append(later.details, taken, at: count)
        related.append(later.related, taken, at: count)
        waivers.append(later.waivers, taken, at: count)
        groups.append(later.groups, taken, at: count)
        neighbours.append(later.neighbours, taken, at: count)
        texts.append(later.texts, taken, at: count)
        rows.append(contentsOf: later.rows.prefix(taken))
    }

    /// Lets go of all but the first.
    mutating func trim(to count: Int) {
        guard self.count > count else { return }
        rows.removeSubrange(count...)
        details.trim(to: count)
        related.trim(to: count)
        waivers.trim(to: count)
        groups.trim(to: count)
        neighbours.trim(to: count)
        texts.trim(to: count)
    }

    /// Puts them in the order of their rows and, within one, of what they speak of.
    mutating func sort() {
        let order = rows.indices.sorted { (rows[$0], details[$0], $0) < (rows[$1], details[$1], $1) }
        rows = order.map { rows[$0] }
        details.arrange(order)
        related.arrange(order)
        waivers.arrange(order)
        groups.arrange(order)
        neighbours.arrange(order)
        texts.arrange(order)
    }
}
