// What whoever evaluates a rule must know beside its conditions: which cells it uses, what else must be read for it, and
// what waives it. Kernels, the plain evaluator of the tests and whatever translates rules to another engine take it from
// here.

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

    /// The cells that say which series or group a row belongs to, and where it stands in it: a row in which one is
    /// faulty has no neighbours, and is undecided.
    package func orderingCells(of rule: CheckedRule) -> [CellReference] {
        switch rule.scope {
        case .rows(_, _, let series?): usedCells(of: series.by + [series.over].compactMap { $0 })
        case .groups(_, let by): usedCells(of: by.map(\.value))
        case .rows, .once: []
        }
    }

    /// The cells by which rows are counted: where one is faulty in a row that may count, for all that its other cells
    /// say, what the aggregate comes to is unknown (but for an `any` that found a row and an `all` that found one against
    /// it). What a total adds up is not among them: a part that is missing makes the total unknown.
    package func countedCells(of aggregate: CheckedAggregate) -> [CellReference] {
        var walk = UsedCells(rules: self)
        if let condition = aggregate.condition { walk.visitCounted(condition) }
        if let value = aggregate.value, !aggregate.function.isTotal { walk.visit(value, at: .row) }
        return walk.cells
    }

    /// The waivers of a rule for its table, as indices into `waivers`, in the order in which they are tried. `candidates`
    /// are those that may be of the rule, where whoever asks for many rules knows them.
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
    private var seen: Set<Visit> = []

    private struct Visit: Hashable {
        var expression: ObjectIdentifier
        var base: RowReference
    }

    init(rules: RuleSet) { self.rules = rules }

    /// Notes the cells of an expression whose `.row` is the row at `base`.
    mutating func visit(_ expression: TypedExpression, at base: RowReference) {
        var open = [(expression, base)]
        while let (next, base) = open.popLast() {
            guard seen.insert(Visit(expression: ObjectIdentifier(next), base: base)).inserted else { continue }
            if case .column(let cell) = next.kind {
                let row = cell.row.placed(at: base)
                add(CellReference(row: row, table: cell.table, column: cell.column))
                open += keys(of: row)
            }
            for part in next.parts.reversed() { open.append((part, base)) }
        }
    }

    /// Notes the cells of the row that is counted in a condition about two rows.
    mutating func visitCounted(_ condition: TypedExpression) {
        let sides = condition.sides
        guard sides.inner else { return }
        if !sides.outer { return visit(condition, at: .row) }
        if case .column = condition.kind { return }
        for part in condition.operands { visitCounted(part) }
    }

    private mutating func add(_ cell: CellReference) {
        if known.insert(cell).inserted { cells.append(cell) }
    }

    /// What a joined row is found by, with the row that it is asked of.
    private func keys(of row: RowReference) -> [(TypedExpression, RowReference)] {
        guard case .joined(let of, let join) = row else { return [] }
        return rules.joins[join].on.map { ($0.here, of) } + keys(of: of)
    }
}

extension RowReference {
    /// This reference with its `.row` put at another place.
    package func placed(at base: RowReference) -> RowReference {
        switch self {
        case .row: base
        case .neighbour: self
        case .joined(let of, let join): .joined(of.placed(at: base), join: join)
        // Conditions are taken apart before they are planned: none of their parts is about two rows.
        case .outside(let row): row.placed(at: base)
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
