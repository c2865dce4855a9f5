// What an evaluator of a rule must know beside its conditions: which cells it uses, what else must be read for it, and
// what waives it. Kernels, the plain evaluator of the tests and any translator of rules to another engine take it from
// here.

extension RuleSet {
    /// The cells that some expressions depend on, each once, in the order in which they are met: cells that are named,
    /// and keys by which joined rows are found. For an aggregate the cells of the outer row; those of the counted rows
    /// are `countedCells`.
    package func usedCells(of expressions: [TypedExpression]) -> [CellReference] {
        var walk = UsedCells(rules: self)
        for expression in expressions { walk.visit(expression, at: .row) }
        return walk.cells
    }

    /// Whether a join looks rows up by some columns of their key and not by all of it: several rows may fit, and none
    /// of them repeats another.
    package func looksUpByPart(_ join: Int) -> Bool {
        let table = tables[joins[join].table]
        let asked = joins[join].on.map { pair in
            if case .computed(let index) = pair.there, table.lets.indices.contains(index),
                case .ignoringCase(let text) = table.lets[index].value.kind, case .column(let cell) = text.kind
            {
                return ColumnOrLet.column(cell.column)
            }
            return pair.there
        }
        return !asked.isEmpty && Set(asked).isStrictSubset(of: table.key)
    }

    /// The cells that decide whether a row is one of the rule's, by its `for … where`: a row for which a faulty one
    /// decides is undecided, and may stand between others of its series.
    package func placingCells(of rule: CheckedRule) -> [CellReference] {
        guard let condition = rule.scope.condition else { return [] }
        return usedCells(of: [condition])
    }

    /// The cells that the rule's conditions use: a row in which one is faulty is undecided.
    package func usedCells(of rule: CheckedRule) -> [CellReference] {
        var conditions = rule.whens + rule.requires.map(\.condition)
        if case .rows(let table, _, _) = rule.scope {
            conditions += [selection(ofTable: table)?.condition].compactMap { $0 }
        }
        // Where it is faulty what makes a pair, nobody knows which rows are the pair's.
        conditions += rule.pairs?.common ?? []
        return usedCells(of: conditions)
    }

    /// The cells that say to which series a row belongs, and where it stands in it, of a rule that reads its series: a
    /// row in which one is faulty is undecided. Where it is of `over`, or `over` is said to be missing, the row may
    /// stand anywhere in its series: all that ask for a neighbour there are undecided. Where `over` is blank or
    /// nothing, the row stands nowhere, and is a series of its own. Where a faulty cell is of `by`, the row is in no
    /// series. Rows with an unknown `by` make one series.
    package func orderingCells(of rule: CheckedRule) -> [CellReference] {
        guard case .rows(_, _, let series?) = rule.scope, rule.readsSeries else { return [] }
        return usedCells(of: series.by + [series.over].compactMap { $0 })
    }

    /// The cells that tell to which group a row belongs: a row in which one is faulty is in none. All rows in which one
    /// is unknown are together undecided once.
    package func groupingCells(of rule: CheckedRule) -> [CellReference] {
        guard case .groups(let table, let by, _) = rule.scope else { return [] }
        return usedCells(of: by.map(\.value) + [selection(ofTable: table)?.condition].compactMap { $0 })
    }

    /// The cells that decide which rows are counted. Where one is faulty in a row that its other cells do not exclude,
    /// the aggregate is unknown, except for an `any` that found a row and an `all` that found one against it (no row is
    /// excluded from an `all`). A row in which the faulty cell is one that must equal something of the outer row is
    /// left out instead. The values that a total adds up, or of which one is picked, are not among these cells: one
    /// that is missing makes the total unknown anyway, and is unknown where it is picked.
    package func countedCells(of aggregate: CheckedAggregate) -> [CellReference] {
        var walk = UsedCells(rules: self)
        // A row that may be one that adds up others may be none of the table's.
        if case .table(let table) = aggregate.source, let selection = selection(ofTable: table) {
            walk.visit(selection.condition, at: .row)
        }
        if let condition = aggregate.condition { walk.visitCounted(condition) }
        if let over = aggregate.over { walk.visit(over, at: .row) }
        if let value = aggregate.value, !aggregate.function.needsEveryValue, !aggregate.function.takesAnyValue {
            walk.visit(value, at: .row)
        }
        return walk.cells
    }

    /// The waivers of a rule for its table, as indices into `waivers`, in the order in which they are tried.
    /// `candidates` are those that may belong to the rule, for callers that ask for many rules and have sorted waivers
    /// by rule.
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
    /// The rows whose keys were visited; a list, because joins are few.
    private var foundRows: [RowReference] = []
    /// The expressions visited for the row itself.
    private var seen: Set<ObjectIdentifier> = []

    init(rules: RuleSet) { self.rules = rules }

    /// Adds the cells of an expression whose `.row` is the row at `base`.
    mutating func visit(_ expression: TypedExpression, at base: RowReference) {
        var open = [expression]
        // For other rows only keys are visited, each once.
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

    /// Adds the cells of the counted row in an aggregate's condition.
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

    /// Adds the cells by which a joined row is found, which belong to the row that it is joined to.
    private mutating func visitKeys(of row: RowReference) {
        guard case .joined(let of, let join) = row, !foundRows.contains(row) else { return }
        foundRows.append(row)
        for pair in rules.joins[join].on { visit(pair.here, at: of) }
        visitKeys(of: of)
    }
}

extension RowReference {
    /// This reference with `base` in place of its `.row`.
    package func placed(at base: RowReference) -> RowReference {
        switch self {
        case .row: base
        case .neighbour: self
        case .joined(let of, let join): .joined(of.placed(at: base), join: join)
        case .outside: self
        }
    }
}

/// A `numbered` column, whose references must run without gaps.
package struct Numbering: Sendable, Equatable {
    /// The numbered column, an index into the table's `columns`.
    package let column: Int
    /// The other columns of the table's key: references are numbered separately under each combination of their values.
    /// Empty where the column is not part of the key: they are then numbered through the whole table.
    package let under: [Int]
}

extension RuleSet {
    /// The numbered columns of a table. For a computed part of the key, the columns that it is computed from are taken.
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
