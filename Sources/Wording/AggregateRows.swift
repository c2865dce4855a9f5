// The counted rows of an aggregate, looked up again for one outer row.

import Checking
import Columns
import Evaluation
import Findings
import Planning
import Quantities

/// Finds the rows of an aggregate's table that count for one row of an evaluator.
struct AggregateRows {
    private let aggregate: CountedAggregate
    private let use: AggregateLookup
    private let evaluator: ExpressionEvaluator
    private let writer: FindingWriter
    private var judgement: Judgement { writer.judgement }
    /// How many of the counted rows are named.
    private let shownRows: Int

    init(_ use: AggregateLookup, evaluator: ExpressionEvaluator, in writer: FindingWriter, shownRows: Int = 3) {
        self.shownRows = shownRows
        self.use = use
        aggregate = use.aggregate
        self.evaluator = evaluator
        self.writer = writer
    }

    /// The counted rows for one row of the evaluator; for a series those with the same values of `by`.
    ///
    /// `figures` gets the values of those that are named, in their order, where they are figures.
    func rows(
        by: [(name: String, expression: TypedExpression, node: NodeID)], outside index: Int,
        figures named: inout [Figure]
    ) -> CountedRows {
        named = []
        var result = CountedRows(
            table: judgement.rules.tables[aggregate.table].name, count: 0,
            leftOut: judgement.leftOut(
                use.number, group: evaluator.groups.indices.contains(index) ? evaluator.groups[index] : nil))
        guard judgement.isBound(aggregate.table) else { return result }
        if let table = judgement.aggregate(use.number) {
            result.isUncountable = evaluator.undecided(use, table)?[index] ?? false
            result.isDoubtful = result.isUncountable && (evaluator.hasDoubt(use, table)?[index] ?? false)
            result.isCut = result.isUncountable && judgement.isIncomplete(table: aggregate.table)
        }
        let context = PlanningContext(rules: judgement.rules)
        var graph = ExpressionGraph(table: aggregate.table)
        let inputs = graph.inputs(of: aggregate, number: 0, context: context)
        let common = by.map { graph.add($0.expression, context: context) }
        let wanted = outside(by.map(\.node), inputs.shape, index)
        guard let wanted else { return result }
        let inner = ExpressionEvaluator(graph, lookups: judgement)
        var numbers: [Int] = []
        var missingNumbers: [Int] = []
        var values: [Int: String] = [:]
        var known: [Int: Figure] = [:]
        let isExtreme = aggregate.function.isExtreme
        var figures = FigureSum(bareJoins: inputs.shape.bareJoins)
        var extreme = FigureExtreme(wantsLargest: aggregate.function == .max, bareJoins: inputs.shape.bareJoins)
        var hasOpenPart = false
        var picked: (order: OrderValue, number: Int)?
        let columns = graph.columns()
        let needed = judgement.rules.tables[aggregate.table].columns.indices.map {
            columns.read.contains($0) || columns.printed.contains($0)
        }
        writer.loader(aggregate.table).forEachBatch(wanted: needed) { batch in
            inner.begin(batch)
            var rows = batch.rows
            if let faults = inner.faults(inputs.cells) { rows.subtract(faults) }
            leaveOut(index, of: &rows, batch)
            select(&rows, inner, inputs, wanted, index)
            if !common.isEmpty, let key = wanted.common { rows.formIntersection(equal(inner, common, to: key)) }
            if aggregate.function.needsEveryValue, let missing = inner.missingParts(inputs, among: rows) {
                result.missing += missing.bitCount
                missing.eachRow { row in
                    if missingNumbers.count < shownRows { missingNumbers.append(batch.firstRow + row) }
                }
            }
            let open = isExtreme ? inner.openParts(inputs, among: rows) : nil
            if open != nil { hasOpenPart = true }
            if let over = inputs.over {
                picked = pickedRow(inner.value(over), among: rows, batch.firstRow, after: picked)
                result.count += rows.bitCount
                rows = Mask(count: batch.count)
                if let picked, picked.number >= batch.firstRow { rows[picked.number - batch.firstRow] = true }
                numbers = []
            } else if let value = inputs.value {
                let vector = inner.value(value)
                for row in 0..<batch.count where rows[row] && !vector.isKnown(row) {
                    if !isExtreme || vector.state(row) != .bounded, open?[row] != true { rows[row] = false }
                }
                if case .figure(let values) = vector, aggregate.function != .countDistinct {
                    rows.eachRow { row in
                        if isExtreme { extreme.add(values[figure: row]) } else { figures.add(values[figure: row]) }
                    }
                }
            }
            if inputs.over == nil { result.count += rows.bitCount }
            rows.eachRow { row in
                guard numbers.count < shownRows else { return }
                numbers.append(batch.firstRow + row)
                guard let value = inputs.value else { return }
                values[batch.firstRow + row] = inner.shown(value, row: row)
                if case .figure(let values) = inner.value(value) { known[batch.firstRow + row] = values[figure: row] }
            }
        }
        result.hasSeveralUnits = figures.hasSeveralUnits || extreme.hasSeveralUnits
        if extreme.isOpen || hasOpenPart { result.openEnd = aggregate.function == .max ? "greater" : "less" }
        if let picked { numbers = [picked.number] }
        if !missingNumbers.isEmpty { numbers = missingNumbers }
        named = numbers.compactMap { known[$0] }
        let reported = ReportedRows(
            everyColumnOf: numbers, table: aggregate.table, in: writer)
        var printed: Int?
        if let value = aggregate.value, case .column(let cell) = value.kind, cell.row == .row { printed = cell.column }
        result.first = numbers.compactMap { number in
            reported[number].map { row in
                (
                    line: row.line, cells: judgement.shortKey(of: row, in: reported, table: aggregate.table),
                    value: (values[number] ?? printed.map { reported.cell(row, $0) }).map { shown in
                        let stored = printed.flatMap { reported.storedCell(row, $0) }
                        return shown + (stored.map { " (stored \($0))" } ?? "")
                    }
                )
            }
        }
        return result
    }

    /// Which rows count for one row of the evaluator, and what each row of a small table would add; `nil` where
    /// none can count, or the table is not bound.
    func parts(by: [(expression: TypedExpression, node: NodeID)], outside index: Int) -> PartRows? {
        guard judgement.isBound(aggregate.table) else { return nil }
        let context = PlanningContext(rules: judgement.rules)
        var graph = ExpressionGraph(table: aggregate.table)
        let inputs = graph.inputs(of: aggregate, number: 0, context: context)
        let isOfSeries = aggregate.source == .series
        let common = isOfSeries ? by.map { graph.add($0.expression, context: context) } : []
        guard let wanted = outside(isOfSeries ? by.map(\.node) : [], inputs.shape, index) else { return nil }
        let inner = ExpressionEvaluator(graph, lookups: judgement)
        let columns = graph.columns()
        let needed = judgement.rules.tables[aggregate.table].columns.indices.map {
            columns.read.contains($0) || columns.printed.contains($0)
        }
        var found = PartRows(count: judgement.feeds[aggregate.table].rowCount)
        writer.loader(aggregate.table).forEachBatch(wanted: needed) { batch in
            inner.begin(batch)
            let all = batch.rows
            let faulty = inner.faults(inputs.cells)?.intersection(all) ?? Mask(count: batch.count)
            var rows = all.subtracting(faulty)
            select(&rows, inner, inputs, wanted, index)
            var shared = all
            select(&shared, inner, inputs, wanted, index, sharedAlone: true)
            if !common.isEmpty, let key = wanted.common {
                let alike = equal(inner, common, to: key)
                rows.formIntersection(alike)
                shared.formIntersection(alike)
            }
            shared.eachRow { found.isShared[batch.firstRow + $0] = true }
            if aggregate.function.needsEveryValue, let missing = inner.missingParts(inputs, among: rows) {
                missing.eachRow { found.missing.append(batch.firstRow + $0) }
            }
            if let value = inputs.value, case .figure(let figures) = inner.value(value) {
                for row in 0..<batch.count where all[row] {
                    if figures.state[row] == .value {
                        found.add(figures[figure: row], of: batch.firstRow + row)
                    } else {
                        rows[row] = false
                    }
                }
            }
            all.eachRow { found.rows.append(batch.firstRow + $0) }
            rows.eachRow { found.isCounted[batch.firstRow + $0] = true }
        }
        return found
    }

    func rows(
        by: [(name: String, expression: TypedExpression, node: NodeID)], outside index: Int
    ) -> CountedRows {
        var figures: [Figure] = []
        return rows(by: by, outside: index, figures: &figures)
    }

    /// The first or last of some rows of a batch by what orders them, and of the one that was picked before.
    private func pickedRow(
        _ orders: Vector, among rows: Mask, _ firstRow: Int, after earlier: (order: OrderValue, number: Int)?
    ) -> (order: OrderValue, number: Int)? {
        var picked = earlier
        let isLast = aggregate.function == .last
        rows.eachRow { row in
            guard let order = OrderValue(orders, row) else { return }
            guard let best = picked else {
                picked = (order, firstRow + row)
                return
            }
            // Rows come in the order of the file: of equal ones the last, or the first, is picked.
            let givesWay =
                isLast
                ? order.satisfies(.greaterOrEqual, best.order) ?? false : order.satisfies(.less, best.order) ?? false
            if givesWay { picked = (order, firstRow + row) }
        }
        return picked
    }

    /// For some rows of the evaluator the first rows that decide: for an `any` those that it finds, for an `all` those
    /// that refute it.
    func deciding(
        _ outsides: [Int], by: [(expression: TypedExpression, node: NodeID)], atMost limit: Int
    ) -> [Int: [Int]] {
        let context = PlanningContext(rules: judgement.rules)
        var graph = ExpressionGraph(table: aggregate.table)
        let inputs = graph.inputs(of: aggregate, number: 0, context: context)
        let isOfSeries = aggregate.source == .series
        let common = isOfSeries ? by.map { graph.add($0.expression, context: context) } : []
        let wanted = outsides.compactMap { index in
            outside(isOfSeries ? by.map(\.node) : [], inputs.shape, index).map { (index: index, wanted: $0) }
        }
        guard !wanted.isEmpty, !isOfSeries || wanted.allSatisfy({ $0.wanted.common != nil }) else { return [:] }
        let inner = ExpressionEvaluator(graph, lookups: judgement)
        let columns = graph.columns()
        let needed = judgement.rules.tables[aggregate.table].columns.indices.map {
            columns.read.contains($0) || columns.printed.contains($0)
        }
        var found: [Int: [Int]] = [:]
        writer.loader(aggregate.table).forEachBatch(wanted: needed) { batch in
            let open = wanted.filter { found[$0.index]?.count ?? 0 < limit }
            guard !open.isEmpty else { return }
            inner.begin(batch)
            var all = batch.rows
            if let faults = inner.faults(inputs.cells) { all.subtract(faults) }
            var sides: [Int: ComparedSide] = [:]
            for part in inputs.shape.equalities {
                if let node = inputs.parts[part] {
                    sides[part] = ComparedSide(inner, node, .inner, of: part, inputs.shape)
                }
            }
            for (index, wanted) in open {
                var rows = all
                leaveOut(index, of: &rows, batch)
                if !common.isEmpty, let key = wanted.common { rows.formIntersection(equal(inner, common, to: key)) }
                rows.formIntersection(selected(inner, inputs, sides, wanted, index))
                for row in 0..<batch.count where rows[row] {
                    found[index, default: []].append(batch.firstRow + row)
                    if found[index]?.count == limit { break }
                }
            }
        }
        return found
    }

    /// Keeps those of a batch's rows for which each part of the condition is true; with `sharedAlone` each part that
    /// holds them against the outer row.
    private func select(
        _ rows: inout Mask, _ inner: ExpressionEvaluator, _ inputs: AggregateInputs, _ wanted: Wanted, _ index: Int,
        sharedAlone: Bool = false
    ) {
        for (part, test) in aggregate.parts.enumerated() where !wanted.bypassed.contains(part) {
            guard let node = inputs.parts[part] else { continue }
            switch test.test {
            case .inner:
                if aggregate.function != .all, !sharedAlone { rows.formIntersection(inner.isTrue(node)) }
            case .outer: break
            case .equal:
                guard let outer = wanted.sides[part] else { continue }
                let side = ComparedSide(inner, node, .inner, of: part, inputs.shape)
                for row in 0..<inner.count where rows[row] && !side.matches(row, outer, index) { rows[row] = false }
            case .order(_, let comparison, _):
                rows.formIntersection(ordered(inner, node, comparison, part, index))
            }
        }
    }

    /// The rows of a batch for which the condition is true; for an `all` those for which any part of it is false.
    private func selected(
        _ inner: ExpressionEvaluator, _ inputs: AggregateInputs, _ sides: [Int: ComparedSide], _ wanted: Wanted,
        _ index: Int
    ) -> Mask {
        let refutes = aggregate.function == .all
        var rows = Mask(count: inner.count, all: !refutes)
        for (part, test) in aggregate.parts.enumerated() where !wanted.bypassed.contains(part) {
            guard let node = inputs.parts[part] else { continue }
            var own = Mask(count: inner.count)
            switch test.test {
            case .outer: continue
            case .inner: own = refutes ? inner.isFalse(node) : inner.isTrue(node)
            case .equal:
                // Figures in two units do not compare: a row that is not equal need not refute.
                guard let outer = wanted.sides[part], let side = sides[part],
                    !refutes || inputs.shape.matching(part) != .byUnit
                else { continue }
                for row in 0..<inner.count {
                    own[row] =
                        side.matches(row, outer, index) != refutes && side.known[row] && outer.known[index]
                }
            case .order(_, let comparison, _):
                own = ordered(inner, node, comparison, part, index, refuting: refutes)
            }
            if refutes { rows.formUnion(own) } else { rows.formIntersection(own) }
        }
        return rows
    }

    /// Takes the outer row out of a batch, where it does not count for itself.
    private func leaveOut(_ index: Int, of rows: inout Mask, _ batch: Batch) {
        guard aggregate.excludesOwnRow, let number = evaluator.rowNumber(index) else { return }
        let row = number - batch.firstRow
        if row >= 0, row < batch.count { rows[row] = false }
    }

    /// What the outer row demands of counted rows.
    private struct Wanted {
        /// The outer rows' sides of equalities, for the evaluator's batch.
        var sides: [Int: ComparedSide] = [:]
        var common: KeyHash?
        /// Parts that the outer row makes true whatever the counted rows are.
        var bypassed: Set<Int> = []
    }

    /// `nil` where no row can count for the outer row.
    private func outside(_ common: [NodeID], _ shape: AggregateKeys, _ index: Int) -> Wanted? {
        var wanted = Wanted()
        for (part, test) in aggregate.parts.enumerated() {
            if let unless = use.unless[part], evaluator.truths(unless).isTrue(index) {
                wanted.bypassed.insert(part)
                continue
            }
            guard let node = use.outer[part] else { continue }
            switch test.test {
            case .inner, .order: break
            case .outer: guard evaluator.truths(node).isTrue(index) else { return nil }
            case .equal: wanted.sides[part] = ComparedSide(evaluator, node, .outer, of: part, shape)
            }
        }
        if !common.isEmpty { wanted.common = key(common, index) }
        return wanted
    }

    private func key(_ nodes: [NodeID], _ index: Int) -> KeyHash? {
        let (keys, isKnown) = evaluator.keys(nodes)
        defer {
            keys.deallocate()
            isKnown.deallocate()
        }
        return Mask(isKnown, count: evaluator.count)[index] ? keys[index] : nil
    }

    private func equal(_ inner: ExpressionEvaluator, _ nodes: [NodeID], to key: KeyHash) -> Mask {
        let (keys, isKnown) = inner.keys(nodes)
        defer {
            keys.deallocate()
            isKnown.deallocate()
        }
        var rows = Mask(isKnown, count: inner.count)
        for row in 0..<inner.count where rows[row] && keys[row] != key { rows[row] = false }
        return rows
    }

    private func ordered(
        _ inner: ExpressionEvaluator, _ node: NodeID, _ comparison: Comparison, _ part: Int, _ index: Int,
        refuting: Bool = false
    ) -> Mask {
        var rows = Mask(count: inner.count)
        guard let outerNode = use.outer[part], let outer = OrderValue(evaluator.value(outerNode), index) else {
            return rows
        }
        let values = inner.value(node)
        for row in 0..<inner.count {
            guard let value = OrderValue(values, row) else { continue }
            if let holds = value.satisfies(comparison, outer) { rows[row] = holds != refuting }
        }
        return rows
    }
}

/// The rows of a small table for one outer row of an aggregate; arrays are by the number of the row.
struct PartRows {
    /// The rows that are the table's, in order.
    fileprivate(set) var rows: [Int] = []
    fileprivate(set) var isCounted: [Bool]
    /// Whether a row has with the outer row in common what is asked of it, whatever else is asked.
    fileprivate(set) var isShared: [Bool]
    /// What is added up of each row that has a figure.
    private(set) var figures: [Figure?]
    /// About how much that is; 0 where no figure is known.
    private(set) var amounts: [Double]
    /// Rows that count and of which no figure is known, so that their total is not.
    fileprivate(set) var missing: [Int] = []

    fileprivate init(count: Int) {
        isCounted = [Bool](repeating: false, count: count)
        isShared = isCounted
        figures = [Figure?](repeating: nil, count: count)
        amounts = [Double](repeating: 0, count: count)
    }

    fileprivate mutating func add(_ figure: Figure, of row: Int) {
        figures[row] = figure
        amounts[row] = figure.approximation ?? 0
    }
}

extension Vector {
    /// Whether a row has a value.
    fileprivate func isKnown(_ row: Int) -> Bool {
        if case .truth(let truths) = self { return truths.isTrue(row) || truths.isFalse(row) }
        return state(row).isKnown
    }
}

extension ReportedRows {
    /// Reads some rows again with the cells of all their columns.
    convenience init(everyColumnOf rows: some Sequence<Int>, table: Int, in writer: FindingWriter) {
        let columns = Set(writer.judgement.rules.tables[table].columns.indices)
        self.init(WantedRows(rows), columns: columns, table: table, in: writer)
    }
}
