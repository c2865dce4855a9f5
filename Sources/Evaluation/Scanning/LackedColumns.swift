// Columns that files lack, and files that cannot be read: values that depend on one are unknown, whatever else is
// there.

import Catalog
import Checking
package import Columns
package import Planning
import Quantities

/// Which tables lack which columns or some of their files, and which joins cannot find all their rows because of that.
struct LackedColumns {
    /// By table the columns that any of its files lacks.
    private let columns: [Set<Int>]
    /// Tables of which some files were read, and others, or the ends of some, were not.
    private let tables: Set<Int>
    /// Joins whose table lacks files, or has a file without a column of the join's key.
    private let joins: Set<Int>
    /// Whether there is a table of which nothing was read.
    private let lacksTables: Bool
    /// `optional` tables that have no file.
    private let absent: Set<Int>

    /// `cut` are tables with a file that could not be read to its end.
    init(_ rules: RuleSet, inputs: [TableInput], cut: Set<Int>) {
        let columns = inputs.map { input in
            input.files.reduce(into: Set<Int>()) { lacked, file in
                for (index, source) in file.layout.enumerated() where source.isLacking { lacked.insert(index) }
            }
        }
        let tables = cut.union(inputs.indices.filter { inputs[$0].isPartial })
        var joins: Set<Int> = []
        for (index, join) in rules.joins.enumerated() {
            let isFound = join.on.allSatisfy { pair in
                switch pair.there {
                case .column(let column): !columns[join.table].contains(column)
                case .computed(let number):
                    rules.tables[join.table].lets[number].value.columns.allSatisfy {
                        !columns[$0.table].contains($0.column)
                    }
                }
            }
            if inputs[join.table].files.isEmpty || tables.contains(join.table) || !isFound { joins.insert(index) }
        }
        (self.columns, self.tables, self.joins) = (columns, tables, joins)
        lacksTables = inputs.contains { $0.files.isEmpty }
        absent = Set(
            inputs.indices.filter {
                inputs[$0].files.isEmpty && !inputs[$0].isPartial
                    && rules.tables[rules.base(ofTable: $0)].source.isOptional
            })
    }

    var isEmpty: Bool { !lacksTables && joins.isEmpty && tables.isEmpty && columns.allSatisfy(\.isEmpty) }

    func contains(_ column: Int, ofTable table: Int) -> Bool { columns[table].contains(column) }

    /// Whether a table may have rows that were not read.
    func contains(rowsOf table: Int) -> Bool { tables.contains(table) }

    func contains(absent table: Int) -> Bool { absent.contains(table) }

    func contains(join: Int) -> Bool { joins.contains(join) }
}

extension TypedExpression {
    /// The columns that it is computed from.
    fileprivate var columns: [CellReference] {
        var found: [CellReference] = []
        visit { part in if case .column(let cell) = part.kind { found.append(cell) } }
        return found
    }
}

extension PlannedOperation {
    /// Whether the operator may give a known value from an unknown operand, because it tests for that.
    fileprivate var passesOverUnknown: Bool {
        switch self {
        case .state, .call(.firstKnown, _), .call(.rises, _), .call(.falls, _): true
        default: false
        }
    }
}

extension ExpressionEvaluator {
    /// The rows for which a node's value is unknown because of an absent column; `nil` where there is none.
    func lacking(_ node: NodeID) -> Mask? {
        guard lookups.lacksAnything, graph.cells(of: node).contains(where: { lacks($0) }) else { return nil }
        var rows = Mask(count: count)
        switch value(node) {
        case .truth(let truths):
            for row in 0..<count where !truths.isTrue(row) && !truths.isFalse(row) { rows[row] = true }
        case let vector:
            for row in 0..<count {
                let state = vector.state(row)
                if !state.isKnown, state != .bounded { rows[row] = true }
            }
        }
        return rows.isEmpty ? nil : rows
    }

    /// The rows in which any of some nodes is unknown because of an absent column.
    func lacking(anyOf nodes: [NodeID]) -> Mask? {
        nodes.reduce(into: Mask?.none) { result, node in
            guard let rows = lacking(node) else { return }
            if result == nil { result = rows } else { result?.formUnion(rows) }
        }
    }

    /// Among some rows of an aggregate's table those for which an absent column makes unknown whether, or with which
    /// value, they count; and those of them that would be counted nevertheless, because an operator hides the unknown.
    /// A total keeps track of its missing values itself.
    func uncountable(_ inputs: AggregateInputs, among rows: Mask) -> (rows: Mask, misjudged: Mask)? {
        guard lookups.lacksAnything else { return nil }
        let lackingCells = inputs.cells.filter { lacks($0) }
        let valueLacks = inputs.value != nil && inputs.valueCells.contains { lacks($0) }
        guard !lackingCells.isEmpty || valueLacks else { return nil }
        var open = rows
        var unsure = faults(lackingCells) ?? Mask(count: count)
        var misjudged = Mask(count: count)
        for (part, node) in inputs.parts.enumerated() {
            guard let node else { continue }
            let unsettled = unsettled(node, by: .cells) ?? Mask(count: count)
            if case .inner = inputs.shape.aggregate.parts[part].test {
                open.subtract(isFalse(node).subtracting(unsettled))
            }
            unsure.formUnion(unsettled)
            misjudged.formUnion(unsettled.intersection(saysValue(node)))
        }
        if let over = inputs.over, let unsettled = unsettled(over, by: .cells) {
            unsure.formUnion(unsettled)
            misjudged.formUnion(unsettled.intersection(saysValue(over)))
        }
        if let value = inputs.value, let unsettled = unsettled(value, by: .cells) {
            let said = unsettled.intersection(saysValue(value))
            unsure.formUnion(inputs.shape.aggregate.function.needsEveryValue ? said : unsettled)
            misjudged.formUnion(said)
        }
        unsure.formIntersection(open)
        return unsure.isEmpty ? nil : (unsure, misjudged.intersection(unsure))
    }

    /// The rows for which a node has a value.
    private func saysValue(_ node: NodeID) -> Mask {
        let vector = value(node)
        var rows = Mask(count: count)
        for row in 0..<count where vector.state(row).saysValue { rows[row] = true }
        return rows
    }

    // MARK: What may turn out otherwise

    /// What may be missing that a value depends on.
    enum Unsettling {
        /// Cells of columns that files lack, where they decide which rows are counted.
        case cells
        /// Aggregates that may differ from what was counted, and days of a table that cannot be read.
        case aggregates
        /// Cells that are faulty.
        case faults
        /// Rows of `optional` tables that have no file. What is compared with them is unknown, and `first_known` passes
        /// over them; but `is known` and the like say nothing of a row that nobody has handed in.
        case absentRows
    }

    /// The rows for which something missing makes a node's value unreliable, also where the node has one: `is known` is
    /// false of a column that a file lacks, and `first_known` skips it.
    func unsettled(_ node: NodeID, by unsettling: Unsettling) -> Mask? {
        guard lookups.lacksAnything || unsettling == .faults else { return nil }
        if let known = unsettledRows[unsettling]?[node] { return known }
        let rows = clock.time(.node(node)) { findUnsettled(node, by: unsettling) }
        unsettledRows[unsettling, default: [:]][node] = .some(rows)
        return rows
    }

    private func findUnsettled(_ node: NodeID, by unsettling: Unsettling) -> Mask? {
        let planned = graph.nodes[node]
        var rows = Mask(count: count)
        func add(_ more: Mask?) { if let more { rows.formUnion(more) } }
        func inputs() -> [NodeID] { planned.inputs.compactMap { $0 } }
        switch planned.kind {
        case .column where unsettling == .faults: return faults(Array(graph.cells(of: node)), ofAbsent: false)
        case .column(let cell):
            guard unsettling != .aggregates else { return nil }
            if unsettling == .absentRows ? isAbsent(source: cell.source) : lacks(cell) {
                rows = Mask(count: count, all: true)
            }
            for key in graph.keyNodes(of: cell.source) {
                // A row with an unknown key refers to nothing.
                if unsettling == .absentRows { rows.formIntersection(saysValue(key)) }
            }
            for key in graph.keyNodes(of: cell.source) { add(unsettled(key, by: unsettling)) }
            rows.subtract(saysValue(node))
        case .aggregate(let use) where unsettling == .absentRows:
            for node in use.outer.compactMap({ $0 }) {
                add(unsettled(node, by: .absentRows)?.intersection(saysValue(node)))
            }
        case .aggregate(let use) where unsettling != .faults:
            guard unsettling == .aggregates else { return nil }
            guard let table = lookups.aggregate(use.number) else {
                return Mask(count: count, all: true)
            }
            add(undecided(use, table))
            if table.lacksParts { add(Mask(count: count, all: true).subtracting(saysValue(node))) }
            if case .truth(let truths) = value(node) {
                if use.aggregate.function == .any { rows.subtract(Mask(truths, are: true, count: count)) }
                if use.aggregate.function == .all { rows.subtract(Mask(truths, are: false, count: count)) }
            }
        case .and, .or:
            var isConjunction = true
            if case .or = planned.kind { isConjunction = false }
            for input in inputs() { add(unsettled(input, by: unsettling)) }
            guard !rows.isEmpty else { return nil }
            for input in inputs() {
                var deciding = Mask(truths(input), are: !isConjunction, count: count)
                if let open = unsettled(input, by: unsettling) { deciding.subtract(open) }
                rows.subtract(deciding)
            }
        case .conditional:
            guard planned.inputs.count == 3, let condition = planned.inputs[0] else { return nil }
            add(unsettled(condition, by: unsettling))
            for (branch, truth) in [(planned.inputs[1], true), (planned.inputs[2], false)] {
                guard let branch, let open = unsettled(branch, by: unsettling) else { continue }
                rows.formUnion(open.intersection(Mask(truths(condition), are: truth, count: count)))
            }
        case .call(.firstKnown, _) where unsettling == .absentRows:
            for input in inputs() { add(unsettled(input, by: .absentRows)?.intersection(saysValue(input))) }
        case .call(.firstKnown, _):
            var passed = Mask(count: count, all: true)
            for input in inputs() {
                if let open = unsettled(input, by: unsettling)?.intersection(passed) {
                    rows.formUnion(open)
                    passed.subtract(open)
                }
                passed.subtract(saysValue(input))
            }
        case .state, .call(.rises, _), .call(.falls, _):
            for input in inputs() { add(unsettled(input, by: unsettling)) }
        case .call(.workingDays, _) where unsettling == .aggregates && lacksDays(planned):
            return Mask(count: count, all: true)
        default:
            var hidden = Mask(count: count)
            for input in inputs() {
                guard let open = unsettled(input, by: unsettling) else { continue }
                rows.formUnion(open)
                hidden.formUnion(open.intersection(saysValue(input)))
            }
            guard !rows.isEmpty else { return nil }
            // Values that are certain whatever the missing part is are kept.
            rows.subtract(saysValue(node).subtracting(hidden))
        }
        return rows.isEmpty ? nil : rows
    }

    /// The rows for which a condition is true, whatever stands in the rows of tables that have no file.
    func isSettled(_ truth: Bool, _ node: NodeID) -> Mask {
        var rows = truth ? isTrue(node) : isFalse(node)
        if let open = unsettled(node, by: .absentRows) { rows.subtract(open) }
        return rows
    }

    /// Whether what a node says of a row rests on rows of a table that has no file, which nobody knows.
    package func restsOnAbsentRows(_ node: NodeID, row: Int) -> Bool {
        unsettled(node, by: .absentRows)?[row] ?? false
    }

    private func lacksDays(_ planned: ExpressionNode) -> Bool {
        guard planned.inputs.count > 2, let node = planned.inputs[2],
            case .literal(.days(let table, let column)) = graph.nodes[node].kind
        else { return false }
        return lookups.holidays(ofTable: table, column: column) == nil
    }

    /// Makes the values of an operator that skips unknowns unknown, for rows in which an aggregate in it is unreliable.
    func takeBackUnsettled(_ vector: Vector, of node: NodeID, _ planned: ExpressionNode) {
        guard lookups.lacksAnything, holdsAggregates, planned.kind.passesOverUnknown else { return }
        unsettled(node, by: .aggregates)?.eachRow { vector.clear($0) }
    }

    /// The rows of the batch for which an aggregate may be other than what was counted, because of an absent column, in
    /// its table or of the outer row, or because of a file of its table that was not read.
    package func undecided(_ use: AggregateLookup, _ table: AggregateTable) -> Mask? {
        let shape = table.shape
        var rows = table.uncountable(rows: count, groups: groups)
        if let asking = asksForDoubtful(use, table) { rows = rows.map { $0.union(asking) } ?? asking }
        if lookups.isIncomplete(table: shape.aggregate.table) { rows = Mask(count: count, all: true) }
        guard rows != nil || lookups.lacksAnything else { return nil }
        for (part, node) in use.outer.enumerated() {
            guard let node else { continue }
            var lacking = lacking(node) ?? Mask(count: count)
            if let open = unsettled(node, by: .aggregates) { lacking.formUnion(open) }
            guard !lacking.isEmpty else { continue }
            if let unless = use.unless[part] { lacking.subtract(isTrue(unless)) }
            if rows == nil { rows = lacking } else { rows?.formUnion(lacking) }
        }
        guard var rows else { return nil }
        // Where a part about the outer row is false, no row counts, whatever is missing.
        for part in shape.outer {
            guard let node = use.outer[part] else { continue }
            var isFalse = isFalse(node)
            if let unless = use.unless[part] { isFalse.subtract(isTrue(unless)) }
            rows.subtract(isFalse)
        }
        return rows.isEmpty ? nil : rows
    }

    /// Makes an aggregate unknown for rows for which it may differ. An `any` that found a row and an `all` that found
    /// one against it stay.
    func takeBack(_ out: Vector, _ function: AggregateKind, for rows: Mask) {
        rows.eachRow { row in
            if case .truth(let truths) = out {
                if function == .any && truths.isTrue(row) || function == .all && truths.isFalse(row) { return }
            }
            out.clear(row)
        }
    }
}
