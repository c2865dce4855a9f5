// Columns that files lack, and files that cannot be read: what depends on one is not known, whatever else is there.

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
    /// Joins whose table lacks files, or has a file without what its rows are found by.
    private let joins: Set<Int>

    /// `cut` are tables of which a file turned out not to be readable to its end.
    init(_ rules: CheckedRules, inputs: [TableInput], cut: Set<Int>) {
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
    }

    var isEmpty: Bool { joins.isEmpty && tables.isEmpty && columns.allSatisfy(\.isEmpty) }

    func contains(_ column: Int, ofTable table: Int) -> Bool { columns[table].contains(column) }

    /// Whether rows of a table may be there that were not read.
    func contains(rowsOf table: Int) -> Bool { tables.contains(table) }

    func contains(join: Int) -> Bool { joins.contains(join) }
}

extension TypedExpression {
    /// The columns that it is made of.
    fileprivate var columns: [CellReference] {
        var found: [CellReference] = []
        visit { part in if case .column(let cell) = part.kind { found.append(cell) } }
        return found
    }
}

extension Frame {
    /// The rows for which nothing is known of a node's value and for which that is due to a column that is not there; `nil` where it is
    /// due to none.
    func lacking(_ node: NodeID) -> Mask? {
        guard lookups.lacksAnything, plan.cells(of: node).contains(where: { lacks($0) }) else { return nil }
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

    /// The rows in which any of some nodes lacks what it is made of.
    func lacking(anyOf nodes: [NodeID]) -> Mask? {
        nodes.reduce(into: Mask?.none) { result, node in
            guard let rows = lacking(node) else { return }
            if result == nil { result = rows } else { result?.formUnion(rows) }
        }
    }

    /// Among some rows of an aggregate's table those of which nobody can say whether, or with what, they count, because of a column that is not
    /// there. A total knows itself which of its parts are missing.
    func uncountable(_ inputs: AggregateInputs, among rows: Mask) -> Mask? {
        guard lookups.lacksAnything else { return nil }
        let lackingCells = inputs.cells.filter { lacks($0) }
        guard !lackingCells.isEmpty else { return nil }
        var open = rows
        var unsure = faults(lackingCells) ?? Mask(count: count)
        for (part, node) in inputs.parts.enumerated() {
            guard let node else { continue }
            if case .inner = inputs.shape.aggregate.parts[part].test { open.subtract(isFalse(node)) }
            if let lacking = lacking(node) { unsure.formUnion(lacking) }
        }
        if let value = inputs.value, !inputs.shape.aggregate.function.isTotal, let lacking = lacking(value) {
            unsure.formUnion(lacking)
        }
        unsure.formIntersection(open)
        return unsure.isEmpty ? nil : unsure
    }

    /// The rows of the slice for which an aggregate may be other than what was counted, because of a column that is not
    /// there, in its table or beside the row that asks, or because of a file of its table that was not read.
    package func undecided(_ planned: PlanNode, _ table: AggregateTable) -> Mask? {
        let use = plan.aggregates[planned.aggregate]
        let shape = table.shape
        var rows = table.uncountable(rows: count, groups: groups)
        if lookups.isIncomplete(table: shape.aggregate.table) { rows = Mask(count: count, all: true) }
        guard rows != nil || lookups.lacksAnything else { return nil }
        for (part, node) in use.outer.enumerated() {
            guard let node, var lacking = lacking(node) else { continue }
            if let unless = use.unless[part] { lacking.subtract(isTrue(unless)) }
            if rows == nil { rows = lacking } else { rows?.formUnion(lacking) }
        }
        guard var rows else { return nil }
        // Where what is asked of the row outside is false, no row counts whatever it says.
        for part in shape.outer {
            guard let node = use.outer[part] else { continue }
            var isFalse = isFalse(node)
            if let unless = use.unless[part] { isFalse.subtract(isTrue(unless)) }
            rows.subtract(isFalse)
        }
        return rows.isEmpty ? nil : rows
    }

    /// Takes back what an aggregate came to for the rows for which it may be something else. An `any` that found a row and an `all` that found
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
