// Looking up what an aggregate came to, for each row of a slice.

import Checking
import Quantities

extension Frame {
    /// The values of an aggregate for the slice's rows.
    func look(up aggregate: CheckedAggregate, _ planned: PlanNode, _ node: NodeID) -> Vector {
        let out = output(node)
        out.clearAll(count: count)
        guard let table = lookups.aggregate(plan.aggregates[planned.aggregate].number) else { return out }
        if table.isPlainCount, table.shape.switchable.isEmpty, table.shape.outer.isEmpty,
            aggregate.source != .series, case .figure(let counts) = out
        {
            lookUpCounts(planned, table, into: counts)
            return out
        }
        eachGroup(planned, table) { row, found, holds in
            let result: AggregateResult
            if aggregate.function == .all, aggregate.value == nil {
                result = .truth(holds())
            } else if let (accumulator, plain) = found {
                result =
                    aggregate.function == .count && table.shape.order == nil
                    ? .figure(Figure(whole: plain)) : accumulator.result(aggregate.function)
            } else {
                result = Accumulator().result(aggregate.function)
            }
            switch (result, out) {
            case (.figure(let figure), .figure(let vector)): vector[figure: row] = figure
            case (.code(let code), .code(let vector)):
                vector.state[row] = .value
                vector.code[row] = code
            case (.truth(let truth), .truth(let vector)): vector.set(row, truth)
            default: break
            }
        }
        return out
    }

    /// The numbers of rows that share each row's values.
    private func lookUpCounts(_ planned: PlanNode, _ table: AggregateTable, into counts: FigureVector) {
        let use = plan.aggregates[planned.aggregate]
        let (keys, isKnown) = keys(table.shape.equalities.compactMap { use.outer[$0] })
        let known = Mask(isKnown, count: count)
        for row in 0..<count {
            counts[figure: row] = Figure(whole: known[row] ? table.count(keys[row], variant: 0) ?? 0 : 0)
        }
        keys.deallocate()
        isKnown.deallocate()
    }

    /// The intervals of a sum or mean.
    func lookUpRanges(_ aggregate: CheckedAggregate, _ planned: PlanNode, into out: RangeVector) {
        out.count = count
        for row in 0..<count { out[range: row] = .unknown }
        guard let table = lookups.aggregate(plan.aggregates[planned.aggregate].number) else { return }
        eachGroup(planned, table) { row, found, _ in
            if let (accumulator, _) = found {
                out[range: row] = accumulator.range(aggregate.function)
            } else if aggregate.function == .sum {
                out[range: row] = FigureRange(printed: Figure(whole: 0))
            }
        }
    }

    /// Calls the body with the group that each row's outside selects, `nil` where no row of the table is, and with what tells whether the
    /// condition is false of no row.
    private func eachGroup(
        _ planned: PlanNode, _ table: AggregateTable, _ body: (Int, (Accumulator, Int)?, () -> Bool) -> Void
    ) {
        let use = plan.aggregates[planned.aggregate]
        let shape = table.shape
        let rows = count
        let unless = use.unless.map { node in node.map { isTrue($0) } }
        var open = Mask(count: rows, all: true)
        for part in shape.outer {
            guard let node = use.outer[part] else { continue }
            var holds = isTrue(node)
            if let bypass = unless[part] { holds.formUnion(bypass) }
            open.formIntersection(holds)
        }
        var keys: [UnsafeMutablePointer<KeyHash>?] = []
        var known: [Mask] = []
        for part in shape.equalities {
            guard let node = use.outer[part] else {
                keys.append(nil)
                known.append(Mask(count: rows))
                continue
            }
            let (partKeys, isKnown) = valueKeys(node)
            keys.append(partKeys)
            known.append(Mask(isKnown, count: rows))
            isKnown.deallocate()
        }
        defer { for case let pointer? in keys { pointer.deallocate() } }
        var comparison: Comparison?
        var orders: Vector?
        if let order = shape.order, case .order(_, let kind, _) = shape.aggregate.parts[order].test {
            comparison = kind
            orders = use.outer[order].map { value($0) }
        }
        let groups = shape.aggregate.source == .series ? self.groups : []
        for row in 0..<rows {
            let base =
                shape.aggregate.source == .series
                ? KeyHash(UInt64(bitPattern: Int64(groups.isEmpty ? -1 : groups[row])), 0, tag: 20) : KeyHash.empty
            guard open[row], groups.isEmpty || groups[row] >= 0 else {
                body(row, nil) { table.isEmpty(base) }
                continue
            }
            var variant = 0
            for (bit, part) in shape.switchable.enumerated() where unless[part]?[row] == true { variant |= 1 << bit }
            var key = base
            var isKnown = true
            for (index, part) in shape.equalities.enumerated() where shape.isOn(part, in: variant) {
                guard known[index][row], let partKeys = keys[index] else {
                    isKnown = false
                    break
                }
                key = key.adding(partKeys[row])
            }
            guard isKnown else {
                body(row, nil) { table.allHolds(base, nil, variant: variant, order: nil, nil) }
                continue
            }
            if let order = shape.order, shape.isOn(order, in: variant) {
                let value = orders.flatMap { table.orderValue($0, row) }
                body(row, value == nil ? nil : table.find(key, variant: variant, order: value, comparison)) {
                    table.allHolds(base, key, variant: variant, order: value, comparison)
                }
            } else {
                body(row, table.find(key, variant: variant, order: nil, nil)) {
                    table.allHolds(base, key, variant: variant, order: nil, nil)
                }
            }
        }
    }
}
