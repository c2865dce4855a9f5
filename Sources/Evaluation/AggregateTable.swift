// Aggregates counted in one pass over their table: a grouped look-up for the rows outside.

import Checking
import Quantities

/// How an aggregate's condition is used: which parts filter, which make the key, which orders, and which the outside may switch off.
struct AggregateShape {
    let aggregate: CheckedAggregate
    /// Indices of parts.
    let filters: [Int]
    let equalities: [Int]
    let order: Int?
    let outer: [Int]
    /// Parts about the table's rows that have an `unless`; each bit of a variant switches one off.
    let switchable: [Int]

    init(_ aggregate: CheckedAggregate) {
        self.aggregate = aggregate
        var filters: [Int] = []
        var equalities: [Int] = []
        var order: Int?
        var outer: [Int] = []
        var switchable: [Int] = []
        for (index, part) in aggregate.parts.enumerated() {
            switch part.test {
            case .inner: filters.append(index)
            case .equal: equalities.append(index)
            case .order: order = index
            case .outer: outer.append(index)
            }
            if part.unless != nil, !outer.contains(index) { switchable.append(index) }
        }
        self.filters = filters
        self.equalities = equalities
        self.order = order
        self.outer = outer
        self.switchable = switchable
    }

    var variantCount: Int { 1 << switchable.count }

    func isOn(_ part: Int, in variant: Int) -> Bool {
        guard let bit = switchable.firstIndex(of: part) else { return true }
        return variant >> bit & 1 == 0
    }
}

/// The nodes of an aggregate's inner side in the plan of its table.
struct AggregateInputs {
    let number: Int
    let shape: AggregateShape
    /// For each part the node of its test or of its inner value.
    let parts: [NodeID?]
    let value: NodeID?
    /// The cells that it uses: a row in which one is faulty is left out.
    let cells: [PlanCell]
}

/// What order comparisons go by.
enum OrderValue {
    case code(Int64)
    case figure(Figure)

    /// Whether this one is before the other; `nil` where they do not compare.
    func isBefore(_ other: OrderValue) -> Bool? {
        switch (self, other) {
        case (.code(let left), .code(let right)): left < right
        case (.figure(let left), .figure(let right)): compare(left, right, .less)
        default: nil
        }
    }

    func satisfies(_ comparison: Comparison, _ outer: OrderValue) -> Bool? {
        switch comparison {
        case .less: isBefore(outer)
        case .greater: outer.isBefore(self)
        case .lessOrEqual: outer.isBefore(self).map { !$0 }
        case .greaterOrEqual: isBefore(outer).map { !$0 }
        case .equal, .notEqual: nil
        }
    }
}

/// One row's contribution.
enum Contribution {
    case row
    case figure(Figure)
    case code(Int64)
    case key(KeyHash)
    case truth(Bool)
}

/// What an aggregate came to.
enum AggregateResult {
    case figure(Figure)
    case code(Int64)
    case truth(Bool)
    case unknown
}

/// The running state of one group.
struct Accumulator {
    private(set) var count = 0
    private var sum = FigureSum()
    private var range: RangeSum?
    private var extreme: FigureExtreme?
    private var code: Int64?
    private var distinct: Set<KeyHash> = []
    private var trueCount = 0
    private var falseCount = 0

    mutating func add(_ contribution: Contribution, for function: AggregateKind) {
        count += 1
        switch (function, contribution) {
        case (.sum, .figure(let figure)), (.mean, .figure(let figure)):
            sum.add(figure)
            if range == nil { range = RangeSum() }
            range?.add(FigureRange(printed: figure))
        case (.min, .figure(let figure)):
            if extreme == nil { extreme = .minimum }
            extreme?.add(figure)
        case (.max, .figure(let figure)):
            if extreme == nil { extreme = .maximum }
            extreme?.add(figure)
        case (.min, .code(let value)): code = Swift.min(code ?? value, value)
        case (.max, .code(let value)): code = Swift.max(code ?? value, value)
        case (.countDistinct, .key(let key)): distinct.insert(key)
        case (_, .truth(let truth)): if truth { trueCount += 1 } else { falseCount += 1 }
        default: break
        }
    }

    mutating func merge(_ other: Accumulator) {
        count += other.count
        sum.merge(other.sum)
        if let theirs = other.range {
            if range == nil { range = theirs } else { range?.merge(theirs) }
        }
        if let theirs = other.extreme {
            if extreme == nil { extreme = theirs } else { extreme?.merge(theirs) }
        }
        distinct.formUnion(other.distinct)
        trueCount += other.trueCount
        falseCount += other.falseCount
    }

    mutating func merge(_ other: Accumulator, for function: AggregateKind) {
        merge(other)
        if let theirs = other.code {
            code = code.map { function == .min ? Swift.min($0, theirs) : Swift.max($0, theirs) } ?? theirs
        }
    }

    func result(_ function: AggregateKind) -> AggregateResult {
        switch function {
        case .count: .figure(Figure(whole: count))
        case .countDistinct: .figure(Figure(whole: distinct.count))
        case .sum: .figure(sum.result)
        case .mean: .figure(sum.mean)
        case .min, .max:
            if let code { .code(code) } else if let extreme { .figure(extreme.result) } else { .unknown }
        case .any: .truth(trueCount > 0)
        case .all: .truth(falseCount == 0)
        }
    }

    func range(_ function: AggregateKind) -> FigureRange {
        guard let range else { return FigureRange(printed: Figure(whole: 0)) }
        return function == .mean ? range.mean : range.result
    }
}

/// The counted groups of an aggregate. One is filled by each worker; they are merged in the order of the table's rows.
final class AggregateTable {
    let shape: AggregateShape
    private let function: AggregateKind
    private let variants: [Variant]
    /// Rows left out because a cell that the aggregate uses is faulty: by the number of their series or group, −1 in tables.
    private var leftOut: [Int32: Int] = [:]

    fileprivate struct Entry {
        var order: OrderValue
        var contribution: Contribution
    }

    fileprivate final class Variant {
        let groups = KeyTable()
        let counts = Storage<Int>()
        var accumulators: [Accumulator] = []
        var entries: [[Entry]] = []
        /// For `all`, by series or for the table as a whole: how many rows there are, how many no filter is false of, and how many of those
        /// have a value that is compared with the outside and is not known. A part that is unknown is not false.
        let bases = KeyTable()
        var totals: [Int] = []
        var passing: [Int] = []
        var wild: [Int] = []
        /// For ordered groups: the state over the first n entries, for each n.
        var prefixes: [[Accumulator]] = []
    }

    init(_ shape: AggregateShape) {
        self.shape = shape
        function = shape.aggregate.function
        variants = (0..<shape.variantCount).map { _ in Variant() }
    }

    var isPlainCount: Bool { function == .count && shape.order == nil }

    /// Adds the rows of a frame's slice: of the wanted ones those for which every part is true.
    func add(_ frame: Frame, _ inputs: AggregateInputs, rows: Mask) {
        var rows = rows
        if let faults = frame.faults(inputs.cells) {
            let groups = frame.groups
            rows.intersection(faults).eachRow { leftOut[groups.isEmpty ? -1 : groups[$0], default: 0] += 1 }
            rows.subtract(faults)
        }
        guard !rows.isEmpty else { return }
        let count = frame.count
        let groups = frame.groups
        if isPlainCount, shape.switchable.isEmpty, groups.isEmpty {
            countRows(frame, inputs, rows)
            return
        }
        // The keys of each equality, once for all variants.
        var keys: [UnsafeMutablePointer<KeyHash>] = []
        var known: [Mask] = []
        for part in shape.equalities {
            guard let node = inputs.parts[part] else { continue }
            let (partKeys, isKnown) = frame.valueKeys(node)
            keys.append(partKeys)
            known.append(Mask(isKnown, count: count))
            isKnown.deallocate()
        }
        defer { for pointer in keys { pointer.deallocate() } }
        let isAll = function == .all && inputs.value == nil
        var tests: [Int: (isTrue: Mask, isFalse: Mask)] = [:]
        for part in shape.filters {
            if let node = inputs.parts[part] { tests[part] = (frame.isTrue(node), frame.isFalse(node)) }
        }
        let orders = shape.order.flatMap { inputs.parts[$0] }.map { frame.value($0) }
        let values = inputs.value.map { frame.value($0) }
        let valueKeys = function == .countDistinct ? inputs.value.map { frame.keys([$0]) } : nil
        defer {
            valueKeys?.0.deallocate()
            valueKeys?.1.deallocate()
        }
        for variant in variants.indices {
            var selected = rows
            var failed = Mask(count: count)
            for part in shape.filters where shape.isOn(part, in: variant) {
                guard let test = tests[part] else { continue }
                if isAll {
                    failed.formUnion(test.isFalse)
                } else {
                    selected.formIntersection(test.isTrue)
                }
            }
            var wild = Mask(count: count)
            for (index, part) in shape.equalities.enumerated() where shape.isOn(part, in: variant) {
                if isAll { wild.formUnion(selected.subtracting(known[index])) }
                selected.formIntersection(known[index])
            }
            let active = shape.equalities.indices.filter { shape.isOn(shape.equalities[$0], in: variant) }
            let isOrdered = shape.order.map { shape.isOn($0, in: variant) } ?? false
            if isAll {
                rows.eachRow { row in
                    let isWild =
                        wild[row] || isOrdered && orders.flatMap { orderValue($0, row) } == nil
                    variants[variant].note(base(groups, row), isPassing: !failed[row], isWild: isWild && !failed[row])
                }
                selected.subtract(failed)
            }
            selected.eachRow { row in
                var key = base(groups, row)
                for index in active { key = key.adding(keys[index][row]) }
                if isPlainCount {
                    variants[variant].count(key)
                    return
                }
                let contribution: Contribution
                if isAll {
                    contribution = .truth(true)
                } else if let values {
                    guard let value = contributed(values, row, keys: valueKeys?.0) else { return }
                    contribution = value
                } else {
                    contribution = function == .count ? .row : .truth(true)
                }
                if isOrdered {
                    guard let orders, let order = orderValue(orders, row) else { return }
                    variants[variant].add(key, Entry(order: order, contribution: contribution))
                } else {
                    variants[variant].add(key, contribution, function)
                }
            }
        }
    }

    /// Counts rows of a table that share the values of all equalities.
    private func countRows(_ frame: Frame, _ inputs: AggregateInputs, _ rows: Mask) {
        var selected = rows
        for part in shape.filters {
            if let node = inputs.parts[part] { selected.formIntersection(frame.isTrue(node)) }
        }
        let (keys, isKnown) = frame.keys(shape.equalities.compactMap { inputs.parts[$0] })
        selected.formIntersection(Mask(isKnown, count: frame.count))
        let variant = variants[0]
        selected.eachRow { variant.count(keys[$0]) }
        keys.deallocate()
        isKnown.deallocate()
    }

    /// How many rows a key has, where nothing but rows is counted.
    func count(_ key: KeyHash, variant: Int) -> Int? {
        let index = variants[variant].groups.find(key)
        return index < 0 ? nil : variants[variant].counts[index]
    }

    /// The key that a row begins with: its series', or none.
    private func base(_ groups: [Int32], _ row: Int) -> KeyHash {
        groups.isEmpty ? .empty : KeyHash(UInt64(bitPattern: Int64(groups[row])), 0, tag: 20)
    }

    /// Whether `all` holds: no row is one that a part is false of. `found` are the rows that the parts about the outside select; `nil` for `key`
    /// where what they are compared with is not known, so that they are false of no row.
    func allHolds(_ base: KeyHash, _ key: KeyHash?, variant: Int, order: OrderValue?, _ comparison: Comparison?) -> Bool
    {
        let found = variants[variant]
        let index = found.bases.find(base)
        guard index >= 0 else { return true }
        guard let key, comparison == nil || order != nil else { return found.passing[index] == found.totals[index] }
        let selected = find(key, variant: variant, order: order, comparison)?.0.count ?? 0
        return selected + found.wild[index] == found.totals[index]
    }

    /// How many rows were left out of the series or group of a number, or of the table.
    func leftOut(ofGroup group: Int32) -> Int {
        leftOut[shape.aggregate.source == .series ? group : -1] ?? 0
    }

    /// Whether there is no row at all, in a series or in the table.
    func isEmpty(_ base: KeyHash) -> Bool { variants[0].bases.find(base) < 0 }

    private func contributed(_ values: Vector, _ row: Int, keys: UnsafeMutablePointer<KeyHash>?) -> Contribution? {
        if let keys {
            if case .truth(let truths) = values {
                return truths.isTrue(row) || truths.isFalse(row) ? .key(keys[row]) : nil
            }
            return values.state(row).isKnown ? .key(keys[row]) : nil
        }
        switch values {
        case .figure(let figures): return figures.state[row].isKnown ? .figure(figures[figure: row]) : nil
        case .code(let codes): return codes.state[row] == .value ? .code(codes.code[row]) : nil
        case .truth(let truths):
            return truths.isTrue(row) ? .truth(true) : truths.isFalse(row) ? .truth(false) : nil
        case .text, .target: return values.state(row).isKnown ? .row : nil
        }
    }

    func orderValue(_ orders: Vector, _ row: Int) -> OrderValue? {
        switch orders {
        case .figure(let figures): figures.state[row] == .value ? .figure(figures[figure: row]) : nil
        case .code(let codes): codes.state[row] == .value ? .code(codes.code[row]) : nil
        default: nil
        }
    }

    /// Adds what a later part of the table came to.
    func merge(_ other: AggregateTable) {
        leftOut.merge(other.leftOut) { $0 + $1 }
        for variant in variants.indices { variants[variant].merge(other.variants[variant], function) }
    }

    /// Sorts what is compared by order; called once, after the last row.
    func finish() {
        guard let order = shape.order, case .order(_, let comparison, _) = shape.aggregate.parts[order].test else {
            return
        }
        let fromFront = comparison == .less || comparison == .lessOrEqual
        for variant in variants.indices where shape.isOn(order, in: variant) {
            variants[variant].sort(function, fromFront: fromFront)
        }
    }

    /// The state of a group in a variant: nothing where there is no such row.
    func find(_ key: KeyHash, variant: Int, order: OrderValue?, _ comparison: Comparison?) -> (Accumulator, Int)? {
        let groups = variants[variant]
        let index = groups.groups.find(key)
        guard index >= 0 else { return nil }
        if isPlainCount { return (Accumulator(), groups.counts[index]) }
        guard let comparison, groups.entries.indices.contains(index) else {
            return (groups.accumulators[index], 0)
        }
        guard let order else { return nil }
        let entries = groups.entries[index]
        let prefixes = groups.prefixes[index]
        // Entries are sorted; those that satisfy the comparison are a prefix or a suffix, which was summed from its own end.
        let isPrefix = comparison == .less || comparison == .lessOrEqual
        var low = 0
        var high = entries.count
        while low < high {
            let middle = (low + high) / 2
            guard let holds = entries[middle].order.satisfies(comparison, order) else { return nil }
            if holds == isPrefix { low = middle + 1 } else { high = middle }
        }
        let size = isPrefix ? low : entries.count - low
        return size == 0 ? nil : (prefixes[size - 1], size)
    }
}

extension AggregateTable.Variant {
    func note(_ base: KeyHash, isPassing: Bool, isWild: Bool) {
        let index = bases.insert(base)
        if index == totals.count {
            totals.append(0)
            passing.append(0)
            wild.append(0)
        }
        totals[index] += 1
        if isPassing { passing[index] += 1 }
        if isWild { wild[index] += 1 }
    }

    func count(_ key: KeyHash) {
        let index = groups.insert(key)
        if index == counts.count { counts.append(1) } else { counts[index] &+= 1 }
    }

    func add(_ key: KeyHash, _ contribution: Contribution, _ function: AggregateKind) {
        let index = groups.insert(key)
        if index == accumulators.count { accumulators.append(Accumulator()) }
        accumulators[index].add(contribution, for: function)
    }

    func add(_ key: KeyHash, _ entry: AggregateTable.Entry) {
        let index = groups.insert(key)
        if index == entries.count { entries.append([]) }
        entries[index].append(entry)
    }

    func merge(_ other: AggregateTable.Variant, _ function: AggregateKind) {
        for index in 0..<other.bases.count {
            let mine = bases.insert(other.bases[index])
            if mine == totals.count {
                totals.append(0)
                passing.append(0)
                wild.append(0)
            }
            totals[mine] += other.totals[index]
            passing[mine] += other.passing[index]
            wild[mine] += other.wild[index]
        }
        for index in 0..<other.groups.count {
            let mine = groups.insert(other.groups[index])
            if index < other.counts.count {
                if mine == counts.count { counts.append(0) }
                counts[mine] += other.counts[index]
            } else if other.entries.indices.contains(index) {
                if mine == entries.count { entries.append([]) }
                entries[mine] += other.entries[index]
            } else {
                if mine == accumulators.count { accumulators.append(Accumulator()) }
                accumulators[mine].merge(other.accumulators[index], for: function)
            }
        }
    }

    /// Sorts each group's entries and sums them from the end at which those that satisfy a comparison lie.
    func sort(_ function: AggregateKind, fromFront: Bool) {
        prefixes = []
        for index in entries.indices {
            entries[index].sort { $0.order.isBefore($1.order) ?? false }
            var running = Accumulator()
            let ordered = fromFront ? entries[index] : entries[index].reversed()
            prefixes.append(
                ordered.map { entry in
                    running.add(entry.contribution, for: function)
                    return running
                })
        }
    }
}
