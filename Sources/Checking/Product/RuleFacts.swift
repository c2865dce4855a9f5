// What whoever evaluates a rule must know beside its conditions: which cells it uses, what else must be read for it,
// and what waives it. Kernels, the plain evaluator of the tests and whatever translates rules to another engine take it
// from here.

extension RuleSet {
    /// The cells that some expressions depend on, each once, in the order in which they are met: a cell that is named,
    /// and what a joined row is found by. Of an aggregate what it asks of the row outside; which rows it counts is told
    /// by their own cells (`countedCells`).
    package func usedCells(of expressions: [TypedExpression]) -> [CellReference] {
        var walk = UsedCells(rules: self)
        for expression in expressions { walk.visit(expression, at: .row) }
        return walk.cells
    }

    /// The cells that decide whether a row is one of the rule's, by its `for … where`.
    package func placingCells(of rule: CheckedRule) -> [CellReference] {
        guard case .rows(_, let condition?, _) = rule.scope else { return [] }
        return usedCells(of: [condition])
    }

    /// The cells that the rule's conditions use: a row in which one is faulty is undecided.
    package func usedCells(of rule: CheckedRule) -> [CellReference] {
        usedCells(of: rule.whens + rule.requires.map(\.condition))
    }

    /// The cells that say to which series a row belongs, and where it stands in it, of a rule that reads its series: a
    /// row in which one is faulty is undecided. One that is merely unknown makes a series of its own where it is of
    /// `over`; where it is of `by`, all such rows together are undecided once.
    package func orderingCells(of rule: CheckedRule) -> [CellReference] {
        guard case .rows(_, _, let series?) = rule.scope, rule.readsSeries else { return [] }
        return usedCells(of: series.by + [series.over].compactMap { $0 })
    }

    /// The cells that say to which group a row belongs: a row in which one is faulty is in none. All rows of which one
    /// is unknown are undecided once.
    package func groupingCells(of rule: CheckedRule) -> [CellReference] {
        guard case .groups(_, let by) = rule.scope else { return [] }
        return usedCells(of: by.map(\.value))
    }

    /// The cells by which rows are counted: where one is faulty in a row that may count, for all that its other cells
    /// say, what the aggregate comes to is unknown (but for an `any` that found a row and an `all` that found one
    /// against it; for an `all` any row may count). A row in which the faulty cell is one that must equal something of
    /// the row outside is left out instead. What a total adds up is not among them: a part that is missing
    /// makes the total unknown.
    package func countedCells(of aggregate: CheckedAggregate) -> [CellReference] {
        var walk = UsedCells(rules: self)
        if let condition = aggregate.condition { walk.visitCounted(condition) }
        if let value = aggregate.value, !aggregate.function.isTotal { walk.visit(value, at: .row) }
        return walk.cells
    }

    /// The waivers of a rule for its table, as indices into `waivers`, in the order in which they are tried.
    /// `candidates` are those that may be of the rule, where whoever asks for many rules knows them.
    package func waivers(
        of rule: CheckedRule, among candidates: [Int]? = nil
    ) -> [(index: Int, condition: TypedExpression?)] {
        (candidates ?? Array(waivers.indices)).compactMap { index in
            guard waivers[index].rule == rule.name else { return nil }
            return waivers[index].conditions.first { $0.table == rule.scope.table }.map { (index, $0.condition) }
        }
    }
}

private struct UsedCells {
    let rules: RuleSet
    private(set) var cells: [CellReference] = []
    private var known: Set<CellReference> = []
    /// The rows whose keys were looked at; few, as joins are.
    private var foundRows: [RowReference] = []
    /// What was looked at of the row itself.
    private var seen: Set<ObjectIdentifier> = []

    init(rules: RuleSet) { self.rules = rules }

    /// Notes the cells of an expression whose `.row` is the row at `base`.
    mutating func visit(_ expression: TypedExpression, at base: RowReference) {
        var open = [expression]
        // Of other rows keys alone are looked at, and each once.
        var seenElsewhere: Set<ObjectIdentifier> = []
        while let next = open.popLast() {
            let id = ObjectIdentifier(next)
            guard base == .row ? seen.insert(id).inserted : seenElsewhere.insert(id).inserted else { continue }
            if case .column(let cell) = next.kind {
                let row = cell.row.placed(at: base)
                add(CellReference(row: row, table: cell.table, column: cell.column))
                visitKeys(of: row)
            }
            open += next.parts.reversed()
        }
    }

    /// Notes the cells of the row that is counted in a condition about two rows.
    mutating func visitCounted(_ condition: TypedExpression) {
        var open = [condition]
        var mixed: Set<ObjectIdentifier> = []
        while let next = open.popLast() {
            guard next.sides.inner else { continue }
            if !next.sides.outer {
                visit(next, at: .row)
            } else if mixed.insert(ObjectIdentifier(next)).inserted {
                open += next.operands.reversed()
            }
        }
    }

    private mutating func add(_ cell: CellReference) {
        if known.insert(cell).inserted { cells.append(cell) }
    }

    /// Notes what a joined row is found by, which is said of the row that it is asked of.
    private mutating func visitKeys(of row: RowReference) {
        guard case .joined(let of, let join) = row, !foundRows.contains(row) else { return }
        foundRows.append(row)
        for pair in rules.joins[join].on { visit(pair.here, at: of) }
        visitKeys(of: of)
    }
}

extension RowReference {
    /// This reference with its `.row` put at another place.
    package func placed(at base: RowReference) -> RowReference {
        switch self {
        case .row: base
        case .neighbour: self
        case .joined(let of, let join): .joined(of.placed(at: base), join: join)
        case .outside: self
        }
    }
}

/// What `numbered` asks of a column.
package struct Numbering: Sendable, Equatable {
    package let column: Int
    /// The other columns of the table's key: under each combination of their values references run for themselves.
    /// Empty where the column is no part of the key: then they run through the whole table.
    package let under: [Int]
}

extension RuleSet {
    /// The numbered columns of a table. A computed part of the key stands for the columns that it is made of.
    package func numberings(ofTable table: Int) -> [Numbering] {
        let checked = tables[table]
        return checked.columns.indices.filter { checked.columns[$0].isNumbered }.map { column in
            guard checked.key.contains(.column(column)) else { return Numbering(column: column, under: []) }
            var under: Set<Int> = []
            for part in checked.key {
                switch part {
                case .column(let other): under.insert(other)
                case .computed(let number):
                    under.formUnion(usedCells(of: [checked.lets[number].value]).filter { $0.row == .row }.map(\.column))
                }
            }
            return Numbering(column: column, under: under.subtracting([column]).sorted())
        }
    }
}
