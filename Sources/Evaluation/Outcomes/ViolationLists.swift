// The violations of one entry, stored compactly: there may be many millions.

/// A value for each of many violations. In most lists all values are equal: nothing is stored per violation until they
/// differ.
private struct MostlyAlike<Value: Equatable & Sendable>: Sendable {
    /// The value of all, while they are equal.
    private var common: Value?
    private var values: [Value] = []

    subscript(index: Int) -> Value? { values.isEmpty ? common : values[index] }

    /// Appends a value behind `count` others.
    mutating func append(_ value: Value, at count: Int) {
        if values.isEmpty {
            if count == 0 { common = value }
            guard common != value else { return }
            spread(count)
        }
        values.append(value)
    }

    /// Appends the first `taken` of others behind `count`.
    mutating func append(_ other: Self, _ taken: Int, at count: Int) {
        guard taken > 0 else { return }
        if values.isEmpty, other.values.isEmpty {
            if count == 0 { common = other.common }
            if common == other.common { return }
        }
        if values.isEmpty { spread(count) }
        if other.values.isEmpty {
            if let value = other.common { values.append(contentsOf: repeatElement(value, count: taken)) }
        } else {
            values.append(contentsOf: other.values.prefix(taken))
        }
    }

    private mutating func spread(_ count: Int) {
        guard let common, count > 0 else { return }
        values = Array(repeating: common, count: count)
    }

    mutating func trim(to count: Int) {
        if values.count > count { values.removeSubrange(count...) }
    }

    mutating func arrange(_ order: [Int]) {
        if !values.isEmpty { values = order.map { values[$0] } }
    }
}

/// The violations of a rule, in the order in which they were found.
package struct RuleViolations: Sendable {
    private var rows: [Int] = []
    private var requires = MostlyAlike<Int32>()
    private var waivers = MostlyAlike<Int32?>()
    private var groups = MostlyAlike<Int32?>()
    private var neighbours = MostlyAlike<NeighbourRows?>()
    private var partners = MostlyAlike<Int32?>()

    /// The entry in `rows` for a rule without rows.
    private static let none = -1

    package init() {}

    package var count: Int { rows.count }
    package var isEmpty: Bool { rows.isEmpty }

    package subscript(index: Int) -> RuleViolation {
        RuleViolation(
            subject: RuleSubject(
                row: row(at: index), neighbours: neighbours[index] ?? nil, group: groups[index] ?? nil,
                partner: partners[index] ?? nil),
            require: Int(requires[index] ?? 0), waiver: (waivers[index] ?? nil).map { Int($0) }, order: index)
    }

    package subscript(range: Range<Int>) -> [RuleViolation] { range.map { self[$0] } }

    package func row(at index: Int) -> Int? { rows[index] == Self.none ? nil : rows[index] }

    mutating func append(_ violation: RuleViolation) {
        let count = rows.count
        requires.append(Int32(clamping: violation.require), at: count)
        waivers.append(violation.waiver.map { Int32(clamping: $0) }, at: count)
        groups.append(violation.subject.group, at: count)
        neighbours.append(violation.subject.neighbours, at: count)
        partners.append(violation.subject.partner, at: count)
        rows.append(violation.subject.row ?? Self.none)
    }

    /// Appends others, up to a limit for the whole list.
    mutating func append(_ later: Self, upTo limit: Int) {
        let taken = min(later.count, limit - count)
        guard taken > 0 else { return }
        if isEmpty, taken == later.count {
            self = later
            return
        }
        requires.append(later.requires, taken, at: count)
        waivers.append(later.waivers, taken, at: count)
        groups.append(later.groups, taken, at: count)
        neighbours.append(later.neighbours, taken, at: count)
        partners.append(later.partners, taken, at: count)
        rows.append(contentsOf: later.rows.prefix(taken))
    }

    /// Drops all but the first `count`.
    mutating func trim(to count: Int) {
        guard self.count > count else { return }
        rows.removeSubrange(count...)
        requires.trim(to: count)
        waivers.trim(to: count)
        groups.trim(to: count)
        neighbours.trim(to: count)
        partners.trim(to: count)
    }

    /// Sorts them by row and, within a row, by what they are about.
    mutating func sort() {
        let order = rows.indices.sorted { left, right in
            (rows[left], partner(at: left), requires[left] ?? 0, left)
                < (rows[right], partner(at: right), requires[right] ?? 0, right)
        }
        rows = order.map { rows[$0] }
        requires.arrange(order)
        waivers.arrange(order)
        groups.arrange(order)
        neighbours.arrange(order)
        partners.arrange(order)
    }

    private func partner(at index: Int) -> Int32 { (partners[index] ?? nil) ?? -1 }
}

/// The violations of a structural finding, in the order in which they were found.
package struct StructuralViolations: Sendable {
    /// Rows, and for headers −1 − their file.
    private var subjects: [Int] = []
    private var faults = MostlyAlike<StructuralFault>()
    private var waivers = MostlyAlike<Int32?>()

    package var count: Int { subjects.count }
    package var isEmpty: Bool { subjects.isEmpty }

    /// The violation at an index; `nil` where it was not kept.
    package subscript(index: Int) -> StructuralViolation? {
        guard subjects.indices.contains(index), let fault = faults[index] else { return nil }
        return StructuralViolation(
            subject: subject(at: index), fault: fault, waiver: (waivers[index] ?? nil).map { Int($0) }, order: index)
    }

    package subscript(range: Range<Int>) -> [StructuralViolation] { range.compactMap { self[$0] } }

    package func subject(at index: Int) -> StructuralViolation.Subject {
        subjects[index] < 0 ? .header(file: -1 - subjects[index]) : .row(subjects[index])
    }

    mutating func append(_ violation: StructuralViolation) {
        let count = subjects.count
        faults.append(violation.fault, at: count)
        waivers.append(violation.waiver.map { Int32(clamping: $0) }, at: count)
        switch violation.subject {
        case .row(let row): subjects.append(row)
        case .header(let file): subjects.append(-1 - file)
        }
    }

    /// Appends others, up to a limit for the whole list.
    mutating func append(_ later: Self, upTo limit: Int) {
        let taken = min(later.count, limit - count)
        guard taken > 0 else { return }
        if isEmpty, taken == later.count {
            self = later
            return
        }
        faults.append(later.faults, taken, at: count)
        waivers.append(later.waivers, taken, at: count)
        subjects.append(contentsOf: later.subjects.prefix(taken))
    }

    /// Drops all but the first `count`.
    mutating func trim(to count: Int) {
        guard self.count > count else { return }
        subjects.removeSubrange(count...)
        faults.trim(to: count)
        waivers.trim(to: count)
    }
}
