// Looking up the value of an aggregate for each row of a batch.

import Checking
package import Columns
package import Planning
import Quantities

extension ExpressionEvaluator {
    /// The values of an aggregate for the batch's rows.
    func look(up use: AggregateLookup, _ node: NodeID) -> Vector {
        let out = output(node)
        out.clearAll(count: count)
        guard let table = lookups.aggregate(use.number) else { return out }
        look(up: use, in: table, into: out)
        if let rows = undecided(use, table) { takeBack(out, use.aggregate.function, for: rows) }
        return out
    }

    private func look(up use: AggregateLookup, in table: AggregateTable, into out: Vector) {
        let aggregate = use.aggregate
        if let refutations = table.refutations {
            if case .truth(let truths) = out { lookUpAll(use, table.shape, refutations, into: truths) }
            return
        }
        if table.isPlainCount, table.shape.hasPlainKeys, table.shape.switchable.isEmpty, table.shape.outer.isEmpty,
            aggregate.source != .series, case .figure(let counts) = out
        {
            lookUpCounts(use, table, into: counts)
            return
        }
        let own = ownRows(use)
        if case .text(let texts) = out { texts.useArena() }
        eachGroup(use, table) { row, found in
            let result: AggregateResult
            if var (accumulator, plain) = found {
                if let own, own[row] {
                    accumulator.removeRow()
                    plain -= 1
                }
                result =
                    table.isPlainCount
                    ? .figure(Figure(whole: plain)) : accumulator.result(aggregate.function)
            } else {
                result = Accumulator(bareJoins: false).result(aggregate.function)
            }
            switch (result, out) {
            case (.figure(let figure), .figure(let vector)): vector[figure: row] = figure
            case (.code(let code, let grain), .code(let vector)):
                vector.state[row] = .value
                vector.code[row] = code
                vector.setGrain(row, grain)
            case (.truth(let truth), .truth(let vector)): vector.set(row, truth)
            case (.picked(let value), _): out.set(row, value)
            default: break
            }
        }
    }

    /// The rows of the batch that the aggregate counts for themselves, where it must not; `nil` where it may.
    private func ownRows(_ use: AggregateLookup) -> Mask? {
        guard let own = use.own, !use.aggregate.needsOthers else { return nil }
        let (aggregate, shape) = (use.aggregate, own.shape)
        var rows = Mask(count: count, all: true)
        if let unsure = uncountable(own, among: rows) { rows.subtract(unsure.misjudged) }
        if let faults = faults(own.cells) { rows.subtract(faults) }
        for (part, test) in aggregate.parts.enumerated() {
            guard let node = own.parts[part] else { continue }
            var holds = Mask(count: count)
            switch test.test {
            case .outer: continue
            case .inner: holds = isTrue(node)
            case .equal:
                guard let outer = use.outer[part] else { continue }
                let side = ComparedSide(self, node, .inner, of: part, shape)
                let other = ComparedSide(self, outer, .outer, of: part, shape)
                for row in 0..<count { holds[row] = side.matches(row, other, row) }
            case .order(_, let comparison, _):
                guard let outer = use.outer[part] else { continue }
                let (values, bounds) = (value(node), value(outer))
                let hasUnits = shape.matching(part) == .byUnit
                let side = hasUnits ? ComparedSide(self, node, .inner, of: part, shape) : nil
                let other = hasUnits ? ComparedSide(self, outer, .outer, of: part, shape) : nil
                for row in 0..<count {
                    guard let own = OrderValue(values, row)?.bare, let bound = OrderValue(bounds, row)?.bare else {
                        continue
                    }
                    if let side, let other, !side.matches(row, other, row) { continue }
                    holds[row] = own.satisfies(comparison, bound) ?? false
                }
            }
            if let unless = use.unless[part] { holds.formUnion(isTrue(unless)) }
            rows.formIntersection(holds)
        }
        return rows
    }

    /// The rows among some whose value is missing from a total: faulty, unknown, or computed from such a value. A blank
    /// and a marker of nothing add nothing; nor does a value computed from one, if nothing else in it is missing.
    package func missingParts(_ inputs: AggregateInputs, among rows: Mask) -> Mask? {
        guard let node = inputs.value else { return nil }
        let figures = figures(node)
        var missing = Mask(count: count)
        rows.eachRow { if !figures.state[$0].isKnown { missing[$0] = true } }
        guard !missing.isEmpty else { return nil }
        let faults = faults(inputs.valueCells)
        var isNothing = Mask(count: count)
        var isMissing = faults ?? Mask(count: count)
        for cell in inputs.valueNodes {
            let vector = value(cell)
            missing.eachRow { row in
                let state = vector.state(row)
                if state.isNothing { isNothing[row] = true } else if !state.isKnown { isMissing[row] = true }
            }
        }
        missing.subtract(isNothing.subtracting(isMissing))
        return missing
    }

    /// Which of some rows with faulty cells may count as far as their other cells tell: for any outer row, or only for
    /// outer rows with their key. A row whose key itself is faulty is left out, as it is of groups: otherwise one such
    /// cell in a large return would make every total unknown.
    func doubtful(
        _ inputs: AggregateInputs, among faulty: Mask
    ) -> (everywhere: Mask, underKeys: Mask, leftOut: Mask)? {
        guard !faulty.isEmpty else { return nil }
        let aggregate = inputs.shape.aggregate
        var open = faulty
        // For an `all` any row may be one that refutes it.
        guard aggregate.function != .all else { return (open, Mask(count: count), Mask(count: count)) }
        for part in inputs.shape.filters where aggregate.parts[part].unless == nil {
            guard let node = inputs.parts[part] else { continue }
            let certain = faults(of: node).map { Mask(count: count, all: true).subtracting($0) }
            let holds = isTrue(node)
            open.subtract((certain ?? Mask(count: count, all: true)).subtracting(holds))
        }
        let none = Mask(count: count)
        if !inputs.shape.switchable.isEmpty || inputs.shape.equalities.isEmpty { return (open, none, none) }
        var leftOut = none
        for part in inputs.shape.equalities {
            if let faults = inputs.parts[part].flatMap({ faults(of: $0) }) { leftOut.formUnion(faults) }
        }
        leftOut.formIntersection(open)
        return (none, open.subtracting(leftOut), leftOut)
    }

    private func faults(of node: NodeID) -> Mask? { faults(Array(graph.cells(of: node))) }

    /// The rows of the batch that ask for rows for which it is unknown whether they count.
    func asksForDoubtful(_ use: AggregateLookup, _ table: AggregateTable) -> Mask? {
        guard table.hasDoubtfulKeys else { return nil }
        let shape = table.shape
        let sides = shape.doubtedBy.compactMap { part in
            use.outer[part].map { ComparedSide(self, $0, .outer, of: part, shape) }
        }
        let keys = ComparedSides(sides, count: count)
        let groups = shape.aggregate.source == .series ? self.groups : []
        var rows = Mask(count: count)
        keys.known.eachRow { row in
            guard groups.isEmpty || groups[row] >= 0 else { return }
            keys.eachKey(of: row, from: base(row, shape, groups)) { if table.isDoubtful($0) { rows[row] = true } }
        }
        return rows.isEmpty ? nil : rows
    }

    /// The rows of the batch for which faulty cells keep an aggregate from being known.
    package func hasDoubt(_ use: AggregateLookup, _ table: AggregateTable) -> Mask? {
        let rows = table.leftOut(among: groups, count: count)
        guard let asking = asksForDoubtful(use, table) else { return rows }
        return rows?.union(asking) ?? asking
    }

    /// The rows among some whose value in a minimum or maximum is unknown because it is computed from a figure of which
    /// only a bound is known; `nil` where there is none. Other unknown values are left out.
    package func openParts(_ inputs: AggregateInputs, among rows: Mask) -> Mask? {
        guard let node = inputs.value else { return nil }
        let values = value(node)
        var unknown = Mask(count: count)
        rows.eachRow { row in
            let state = values.state(row)
            if !state.isKnown, state != .bounded { unknown[row] = true }
        }
        guard !unknown.isEmpty else { return nil }
        var open = Mask(count: count)
        for cell in inputs.valueNodes {
            let vector = value(cell)
            unknown.eachRow { if vector.state($0) == .bounded { open[$0] = true } }
        }
        return open.isEmpty ? nil : open
    }

    /// Looks up how many rows share each row's values.
    private func lookUpCounts(_ use: AggregateLookup, _ table: AggregateTable, into counts: FigureVector) {
        let nodes = table.shape.keyed.compactMap { use.outer[$0] }
        let (keys, isKnown) = keys(nodes)
        var known = Mask(isKnown, count: count)
        for node in nodes {
            if let withheld = withheld(node) { known.subtract(withheld) }
        }
        withUnsafeTemporaryAllocation(of: Int.self, capacity: max(1, count)) { found in
            guard let found = found.baseAddress else { return }
            table.counts(keys, count: count, variant: 0, into: found)
            let own = ownRows(use)
            for row in 0..<count {
                let others = own.map { $0[row] ? 1 : 0 } ?? 0
                counts[figure: row] = Figure(whole: known[row] ? found[row] - others : 0)
            }
        }
        keys.deallocate()
        isKnown.deallocate()
    }

    /// The intervals of a sum or mean.
    func lookUpRanges(_ use: AggregateLookup, areCounts: Bool, into out: RangeVector) {
        out.count = count
        for row in 0..<count { out[range: row] = .unknown }
        guard let table = lookups.aggregate(use.number) else { return }
        eachGroup(use, table) { row, found in
            if let (accumulator, _) = found {
                out[range: row] = accumulator.range(use.aggregate.function, areCounts: areCounts)
            } else if use.aggregate.function == .sum {
                out[range: row] = FigureRange(printed: Figure(whole: 0))
            }
        }
        undecided(use, table)?.eachRow { out[range: $0] = .unknown }
    }

    /// Calls the body for each outer row with the state of the rows that it selects; `nil` where it selects none.
    private func eachGroup(
        _ use: AggregateLookup, _ table: AggregateTable, _ body: (Int, (Accumulator, Int)?) -> Void
    ) {
        let shape = table.shape
        let unless = use.unless.map { node in node.map { isTrue($0) } }
        var open = Mask(count: count, all: true)
        for part in shape.outer {
            guard let node = use.outer[part] else { continue }
            var holds = isTrue(node)
            if let bypass = unless[part] { holds.formUnion(bypass) }
            open.formIntersection(holds)
        }
        var sides: [Int: ComparedSide] = [:]
        for part in shape.keyed {
            if let node = use.outer[part] { sides[part] = ComparedSide(self, node, .outer, of: part, shape) }
        }
        let variants = (0..<shape.variantCount).map { variant in
            ComparedSides(shape.keyed.filter { shape.isOn($0, in: variant) }.compactMap { sides[$0] }, count: count)
        }
        let orders = orders(use, shape)
        let groups = shape.aggregate.source == .series ? self.groups : []
        for row in 0..<count {
            var variant = 0
            for (bit, part) in shape.switchable.enumerated() where unless[part]?[row] == true { variant |= 1 << bit }
            guard open[row], groups.isEmpty || groups[row] >= 0, variants[variant].known[row] else {
                body(row, nil)
                continue
            }
            var demands: OuterOrders? = OuterOrders()
            for (part, comparison, values) in orders where shape.isOn(part, in: variant) {
                if let value = OrderValue(values, row) {
                    demands?.append(value, comparison)
                } else {
                    demands = nil
                }
            }
            guard let demands else {
                body(row, nil)
                continue
            }
            let own = use.aggregate.needsOthers ? rowNumber(row) : nil
            var found: (Accumulator, Int)?
            if table.isDistinctCount, !variants[variant].isSingle {
                var keys: [KeyHash] = []
                variants[variant].eachKey(of: row, from: base(row, shape, groups)) { keys.append($0) }
                found = table.distinct(keys, variant: variant, demands).map { ($0, 0) }
            } else {
                variants[variant].eachKey(of: row, from: base(row, shape, groups)) { key in
                    guard let next = table.find(key, variant: variant, demands, own: own) else { return }
                    found?.0.merge(next.0, for: shape.aggregate.function)
                    found?.1 += next.1
                    if found == nil { found = next }
                }
            }
            body(row, found)
        }
    }

    /// Whether a condition is not false of any row of its table or series: a part that is unknown is not false, nor is
    /// one whose `unless` is true or unknown for the outer row.
    private func lookUpAll(
        _ use: AggregateLookup, _ shape: AggregateKeys, _ table: RefutationTable, into out: TruthVector
    ) {
        // For each part the outer rows for which it must not be false.
        let asked = use.unless.map { node in node.map { isFalse($0) } ?? Mask(count: count, all: true) }
        let groups = shape.aggregate.source == .series ? self.groups : []
        var isRefuted = Mask(count: count)
        for part in shape.outer {
            if let node = use.outer[part] { isRefuted.formUnion(isFalse(node).intersection(asked[part])) }
        }
        for part in shape.filters {
            asked[part].eachRow { if table.isRefuted(part, base($0, shape, groups)) { isRefuted[$0] = true } }
        }
        for part in shape.equalities {
            guard let node = use.outer[part] else { continue }
            let side = ComparedSide(self, node, .outer, of: part, shape)
            asked[part].eachRow { row in
                if table.differs(part, base(row, shape, groups), side, row) { isRefuted[row] = true }
            }
        }
        for (part, _, orders) in orders(use, shape) {
            guard let node = use.outer[part] else { continue }
            let side = ComparedSide(self, node, .outer, of: part, shape)
            asked[part].eachRow { row in
                guard let value = OrderValue(orders, row) else { return }
                if table.isOutOfOrder(part, base(row, shape, groups), side, row, value) { isRefuted[row] = true }
            }
        }
        for row in 0..<count { out.set(row, !isRefuted[row] || table.isEmpty(base(row, shape, groups))) }
    }

    /// The first part of the keys that a row looks up.
    private func base(_ row: Int, _ shape: AggregateKeys, _ groups: [Int32]) -> KeyHash {
        guard shape.aggregate.source == .series else { return .empty }
        return AggregateTable.base(groups.isEmpty ? [-1] : groups, groups.isEmpty ? 0 : row)
    }

    /// The parts that order, with their comparisons and the values of the outer rows.
    private func orders(
        _ use: AggregateLookup, _ shape: AggregateKeys
    ) -> [(part: Int, comparison: Comparison, values: Vector)] {
        shape.orders.compactMap { part in
            guard let comparison = shape.comparison(part), let node = use.outer[part] else { return nil }
            return (part, comparison, value(node))
        }
    }
}
