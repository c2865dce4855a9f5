// Aggregates counted in one pass over their table: groups that outer rows look up.

import Checking
import Columns
import Planning
import Quantities

/// The counted groups of an aggregate. One is filled by each worker; they are merged in the order of the table's rows.
package final class AggregateTable {
    let shape: AggregateKeys
    private let function: AggregateKind
    private let needsEveryValue: Bool
    private let needsOthers: Bool
    private var variants: [Variant]
    /// For `all`, which is counted by its parts.
    let refutations: RefutationTable?
    /// How many rows may count and have a faulty cell in the condition or the value: by the number of their series or
    /// group, −1 in tables.
    private var leftOut: [Int32: Int] = [:]
    /// The groups for which any row with a faulty cell may count.
    private var doubted: Set<Int32> = []
    /// Series or groups, −1 in tables, with rows for which it is unknown whether they count: a deciding column is
    /// absent, or a cell is faulty.
    private var uncountable: Set<Int32> = []
    /// Keys of rows for which it is unknown whether they count, where the whole key is known.
    private let doubtful = KeyTable()
    /// For a total: whether any value is of an absent column.
    private(set) var lacksParts = false

    fileprivate final class Variant {
        let groups = KeyTable()
        let counts = Storage<Int>()
        var accumulators: [Accumulator] = []
        /// The entries of groups, where rows are compared by their order; `pairs` where they are by two.
        var entries: [OrderedEntries] = []
        var pairs: [PairedEntries] = []
        /// The entries of groups, where each outer row is left out of its own.
        var rows: [RowEntries] = []
        /// Unions of several groups, as far as they were requested.
        let unions = DistinctUnions()
        let aggregate: CountedAggregate
        let bareJoins: Bool

        init(_ shape: AggregateKeys) { (aggregate, bareJoins) = (shape.aggregate, shape.bareJoins) }
    }

    init(_ shape: AggregateKeys) {
        self.shape = shape
        function = shape.aggregate.function
        needsEveryValue = function.needsEveryValue
        needsOthers = shape.aggregate.needsOthers
        refutations = function == .all ? RefutationTable(shape) : nil
        variants = function == .all ? [] : (0..<shape.variantCount).map { _ in Variant(shape) }
    }

    var isPlainCount: Bool { function == .count && shape.orders.isEmpty }

    /// Adds rows of an evaluator's batch: those of `rows` for which every part is true.
    func add(_ evaluator: ExpressionEvaluator, _ inputs: AggregateInputs, rows: Mask) {
        var rows = rows
        let groups = evaluator.groups
        if let unsure = evaluator.uncountable(inputs, among: rows) {
            unsure.rows.eachRow { uncountable.insert(groups.isEmpty ? -1 : groups[$0]) }
            rows.subtract(unsure.misjudged)
        }
        if needsEveryValue, let value = inputs.value, evaluator.unsettled(value, by: .cells) != nil {
            lacksParts = true
        }
        if let faults = evaluator.faults(inputs.cells) {
            noteDoubtful(evaluator, inputs, rows.intersection(faults))
            rows.subtract(faults)
        }
        guard !rows.isEmpty else { return }
        evaluator.noteJoins(of: inputs.cells, rows)
        if let refutations {
            refutations.add(evaluator, inputs, rows) { AggregateTable.base(groups, $0) }
            return
        }
        if isPlainCount, shape.hasPlainKeys, shape.switchable.isEmpty, groups.isEmpty {
            countRows(evaluator, inputs, rows)
            return
        }
        // The keys of each part, once for all variants.
        var sides: [Int: ComparedSide] = [:]
        for part in shape.keyed {
            if let node = inputs.parts[part] { sides[part] = ComparedSide(evaluator, node, .inner, of: part, shape) }
        }
        var tests: [Int: Mask] = [:]
        for part in shape.filters {
            if let node = inputs.parts[part] { tests[part] = evaluator.isTrue(node) }
        }
        let orders = shape.orders.map { inputs.parts[$0].map { evaluator.value($0) } }
        let values = inputs.value.map { evaluator.value($0) }
        let picking = inputs.over.map { evaluator.value($0) }
        let missing =
            needsEveryValue
            ? evaluator.missingParts(inputs, among: rows)
            : function.isExtreme ? evaluator.openParts(inputs, among: rows) : nil
        let valueKeys = function == .countDistinct ? inputs.value.map { evaluator.keys([$0]) } : nil
        defer {
            valueKeys?.0.deallocate()
            valueKeys?.1.deallocate()
        }
        for variant in variants.indices {
            var selected = rows
            for part in shape.filters where shape.isOn(part, in: variant) {
                if let test = tests[part] { selected.formIntersection(test) }
            }
            let active = ComparedSides(
                shape.keyed.filter { shape.isOn($0, in: variant) }.compactMap { sides[$0] }, count: evaluator.count)
            selected.formIntersection(active.known)
            let ordering = zip(shape.orders, orders).compactMap { shape.isOn($0, in: variant) ? $1 : nil }
            let found = variants[variant]
            selected.eachRow { row in
                let base = AggregateTable.base(groups, row)
                if isPlainCount {
                    active.eachKey(of: row, from: base) { found.counts[found.place($0)] &+= 1 }
                    return
                }
                let contribution: Contribution
                if let picking, let values {
                    guard let order = OrderValue(picking, row)?.bare else { return }
                    let number = evaluator.rowNumber(row) ?? 0
                    if ordering.isEmpty, !needsOthers {
                        active.eachKey(of: row, from: base) {
                            found.pick($0, order, number, function) { PickedValue(values, row) }
                        }
                        return
                    }
                    contribution = .picked(PickedRow(order, number, PickedValue(values, row)))
                } else if function == .list {
                    guard case .text(let texts)? = values, texts.state[row] == .value, texts.spans[row].length > 0
                    else {
                        return
                    }
                    let number = evaluator.rowNumber(row) ?? 0
                    if ordering.isEmpty, !needsOthers {
                        active.eachKey(of: row, from: base) {
                            found.list($0, number) { Array(texts.bytes(row)) }
                        }
                        return
                    }
                    contribution = .listed(number, Array(texts.bytes(row)))
                } else if let missing, missing[row] {
                    contribution = .missing
                } else if let values {
                    guard let value = contributed(values, row, keys: valueKeys?.0) else { return }
                    contribution = value
                } else {
                    contribution = function == .count ? .row : .truth(true)
                }
                switch ordering.count {
                case 0 where needsOthers:
                    let number = evaluator.rowNumber(row) ?? 0
                    active.eachKey(of: row, from: base) { found.add($0, number, contribution) }
                case 0: active.eachKey(of: row, from: base) { found.add($0, contribution, function) }
                case 1:
                    guard let order = OrderValue(ordering[0], row)?.bare else { return }
                    active.eachKey(of: row, from: base) { found.add($0, order, contribution) }
                default:
                    guard let first = OrderValue(ordering[0], row)?.bare,
                        let second = OrderValue(ordering[1], row)?.bare
                    else { return }
                    active.eachKey(of: row, from: base) { found.add($0, first, second, contribution) }
                }
            }
        }
    }

    /// Records which of some rows with faulty cells may count: under their key where it is certain.
    private func noteDoubtful(_ evaluator: ExpressionEvaluator, _ inputs: AggregateInputs, _ faulty: Mask) {
        guard let found = evaluator.doubtful(inputs, among: faulty) else { return }
        let groups = evaluator.groups
        found.everywhere.eachRow { row in
            let group = groups.isEmpty ? -1 : groups[row]
            leftOut[group, default: 0] += 1
            doubted.insert(group)
            uncountable.insert(group)
        }
        found.leftOut.eachRow { leftOut[groups.isEmpty ? -1 : groups[$0], default: 0] += 1 }
        guard !found.underKeys.isEmpty else { return }
        let sides = shape.doubtedBy.compactMap { part in
            inputs.parts[part].map { ComparedSide(evaluator, $0, .inner, of: part, shape) }
        }
        let keys = ComparedSides(sides, count: evaluator.count)
        found.underKeys.intersection(keys.known).eachRow { row in
            keys.eachKey(of: row, from: AggregateTable.base(groups, row)) { _ = doubtful.insert($0) }
        }
    }

    /// Takes note of a series of which are unknown all rows.
    func noteUncountable(group: Int32) { uncountable.insert(group) }

    /// Whether nobody can say of some row whether it counts.
    var isUncertain: Bool { !uncountable.isEmpty || doubtful.count > 0 }

    var hasDoubtfulKeys: Bool { doubtful.count > 0 }

    func isDoubtful(_ key: KeyHash) -> Bool { doubtful.find(key) >= 0 }

    /// Counts rows of a table that share the values of all equalities.
    private func countRows(_ evaluator: ExpressionEvaluator, _ inputs: AggregateInputs, _ rows: Mask) {
        var selected = rows
        for part in shape.filters {
            if let node = inputs.parts[part] { selected.formIntersection(evaluator.isTrue(node)) }
        }
        let nodes = shape.keyed.compactMap { inputs.parts[$0] }
        for node in nodes {
            if let withheld = evaluator.withheld(node) { selected.subtract(withheld) }
        }
        let variant = variants[0]
        evaluator.count(selected, by: nodes, into: variant.counts) { variant.place($0) }
    }

    /// How many rows each of some keys has, where only rows are counted.
    func counts(_ keys: UnsafePointer<KeyHash>, count: Int, variant: Int, into found: UnsafeMutablePointer<Int>) {
        withUnsafeTemporaryAllocation(of: Int32.self, capacity: max(1, count)) { numbers in
            guard let numbers = numbers.baseAddress else { return }
            variants[variant].groups.find(keys, count: count, into: numbers)
            let counts = variants[variant].counts
            for index in 0..<count { found[index] = numbers[index] < 0 ? 0 : counts[Int(numbers[index])] }
        }
    }

    /// The first part of a row's key: its series, or nothing.
    static func base(_ groups: [Int32], _ row: Int) -> KeyHash {
        groups.isEmpty ? .empty : KeyHash(UInt64(bitPattern: Int64(groups[row])), 0, tag: 20)
    }

    /// How many rows were left out of the series or group with a number, or of the table.
    func leftOut(ofGroup group: Int32) -> Int {
        leftOut[shape.aggregate.source == .series ? group : -1] ?? 0
    }

    /// The outer rows, whose groups are given, for which rows with faulty cells may count.
    func leftOut(among groups: [Int32], count: Int) -> Mask? {
        guard !doubted.isEmpty else { return nil }
        guard shape.aggregate.source == .series, !groups.isEmpty else { return Mask(count: count, all: true) }
        var rows = Mask(count: count)
        for row in 0..<count where doubted.contains(groups[row]) { rows[row] = true }
        return rows
    }

    /// The outer rows, whose groups are given, for which rows may count that could not be counted.
    func uncountable(rows count: Int, groups: [Int32]) -> Mask? {
        guard !uncountable.isEmpty else { return nil }
        guard shape.aggregate.source == .series, !groups.isEmpty else { return Mask(count: count, all: true) }
        var rows = Mask(count: count)
        for row in 0..<count where uncountable.contains(groups[row]) { rows[row] = true }
        return rows
    }

    private func contributed(_ values: Vector, _ row: Int, keys: UnsafeMutablePointer<KeyHash>?) -> Contribution? {
        if let keys {
            if case .truth(let truths) = values {
                return truths.isTrue(row) || truths.isFalse(row) ? .key(keys[row]) : nil
            }
            return values.state(row).isKnown ? .key(keys[row]) : nil
        }
        switch values {
        case .figure(let figures):
            let state = figures.state[row]
            return state.isKnown || (state == .bounded && function.isExtreme) ? .figure(figures[figure: row]) : nil
        case .code(let codes):
            return codes.state[row] == .value ? .code(codes.code[row], codes.grain(row)) : nil
        case .truth(let truths):
            return truths.isTrue(row) ? .truth(true) : truths.isFalse(row) ? .truth(false) : nil
        case .text, .target: return values.state(row).isKnown ? .row : nil
        }
    }

    /// Adds the counts of a later part of the table, and empties them.
    func merge(_ other: AggregateTable) {
        leftOut.merge(other.leftOut) { $0 + $1 }
        doubted.formUnion(other.doubted)
        uncountable.formUnion(other.uncountable)
        for index in 0..<other.doubtful.count { _ = doubtful.insert(other.doubtful[index]) }
        lacksParts = lacksParts || other.lacksParts
        if let theirs = other.refutations { refutations?.merge(theirs) }
        for variant in variants.indices {
            variants[variant].merge(other.variants[variant], function)
            // Frees it at once: there may be many variants, each with as many groups as the table has rows.
            other.variants[variant] = Variant(shape)
        }
    }

    /// Sorts entries that are compared by order, and the figures of quantiles; called once, after the last row.
    func finish() {
        if case .quantile = function {
            for variant in variants { for index in variant.accumulators.indices { variant.accumulators[index].sort() } }
        }
        for variant in variants { for entries in variant.rows { entries.finish() } }
        for variant in variants.indices {
            let comparisons = shape.orders.filter { shape.isOn($0, in: variant) }.compactMap { shape.comparison($0) }
            guard let first = comparisons.first else { continue }
            if comparisons.count > 1 {
                for entries in variants[variant].pairs { entries.sort(first, comparisons[1]) }
            } else {
                for entries in variants[variant].entries { entries.sort(leastFirst: first.takesLeast) }
            }
        }
    }

    /// The state of a group in a variant, without the outer row where that does not count for itself; empty where there
    /// is no such row. Different keys of several groups are counted by `distinct(_:variant:_:)`.
    func find(_ key: KeyHash, variant: Int, _ orders: OuterOrders, own: Int?) -> (Accumulator, Int)? {
        let groups = variants[variant]
        let index = groups.groups.find(key)
        guard index >= 0 else { return nil }
        if isPlainCount { return (Accumulator(bareJoins: false), groups.counts[index]) }
        if needsOthers { return groups.rows[index].state(without: own).map { ($0, 0) } }
        guard let first = orders.first else { return (groups.accumulators[index], 0) }
        if let second = orders.second { return groups.pairs[index].state(first, second) }
        let entries = groups.entries[index]
        guard let size = entries.count(first.comparison, first.value), size > 0 else { return nil }
        return (entries.state(ofFirst: size), size)
    }

    var isDistinctCount: Bool { function == .countDistinct }

    /// How many different keys some groups of a variant have together; empty where there is no such row.
    func distinct(_ keys: [KeyHash], variant: Int, _ orders: OuterOrders) -> Accumulator? {
        let found = variants[variant]
        let groups = keys.map { found.groups.find($0) }.filter { $0 >= 0 }.sorted()
        guard let first = groups.first else { return nil }
        let count: Int?
        if groups.count > 1 {
            let comparison = orders.first?.comparison
            let union = found.unions.union(groups, of: found.accumulators, found.entries, comparison) {
                OrderedEntries(found.aggregate, bareJoins: found.bareJoins)
            }
            count = union.count(comparison, orders.first?.value)
        } else if let order = orders.first {
            count = found.entries[first].count(order.comparison, order.value).flatMap { $0 > 0 ? $0 : nil }
        } else {
            count = found.accumulators[first].distinctCount
        }
        return count.map { Accumulator(distinctCount: $0) }
    }
}

extension AggregateTable.Variant {
    /// The index of a key's count.
    func place(_ key: KeyHash) -> Int {
        let index = groups.insert(key)
        if index == counts.count { counts.append(0) }
        return index
    }

    func add(_ key: KeyHash, _ contribution: Contribution, _ function: AggregateKind) {
        let index = groups.insert(key)
        if index == accumulators.count { accumulators.append(Accumulator(bareJoins: bareJoins)) }
        accumulators[index].add(contribution, for: function)
    }

    func pick(
        _ key: KeyHash, _ order: OrderValue, _ number: Int, _ function: AggregateKind, value: () -> PickedValue
    ) {
        let index = groups.insert(key)
        if index == accumulators.count { accumulators.append(Accumulator(bareJoins: bareJoins)) }
        accumulators[index].pick(order, number, function, value: value)
    }

    func list(_ key: KeyHash, _ number: Int, text: () -> [UInt8]) {
        let index = groups.insert(key)
        if index == accumulators.count { accumulators.append(Accumulator(bareJoins: bareJoins)) }
        accumulators[index].list(number, text: text)
    }

    func add(_ key: KeyHash, _ order: OrderValue, _ contribution: Contribution) {
        let index = groups.insert(key)
        if index == entries.count { entries.append(OrderedEntries(aggregate, bareJoins: bareJoins)) }
        entries[index].append(order, contribution)
    }

    func add(_ key: KeyHash, _ number: Int, _ contribution: Contribution) {
        let index = groups.insert(key)
        if index == rows.count { rows.append(RowEntries(aggregate, bareJoins: bareJoins)) }
        rows[index].append(number, contribution)
    }

    func add(_ key: KeyHash, _ first: OrderValue, _ second: OrderValue, _ contribution: Contribution) {
        let index = groups.insert(key)
        if index == pairs.count { pairs.append(PairedEntries(aggregate, bareJoins: bareJoins)) }
        pairs[index].append(first, second, contribution)
    }

    func merge(_ other: AggregateTable.Variant, _ function: AggregateKind) {
        for index in 0..<other.groups.count {
            let mine = groups.insert(other.groups[index])
            if index < other.counts.count {
                if mine == counts.count { counts.append(0) }
                counts[mine] += other.counts[index]
            } else if other.entries.indices.contains(index) {
                if mine == entries.count { entries.append(OrderedEntries(aggregate, bareJoins: bareJoins)) }
                entries[mine].append(other.entries[index])
            } else if other.rows.indices.contains(index) {
                if mine == rows.count { rows.append(RowEntries(aggregate, bareJoins: bareJoins)) }
                rows[mine].append(other.rows[index])
            } else if other.pairs.indices.contains(index) {
                if mine == pairs.count { pairs.append(PairedEntries(aggregate, bareJoins: bareJoins)) }
                pairs[mine].append(other.pairs[index])
            } else {
                if mine == accumulators.count { accumulators.append(Accumulator(bareJoins: bareJoins)) }
                accumulators[mine].merge(other.accumulators[index], for: function)
            }
        }
    }
}
