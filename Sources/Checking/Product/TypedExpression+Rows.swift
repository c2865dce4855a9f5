// Walking typed expressions: their parts, their size, and the same expression seen from another row.

import Diagnostics

extension TypedExpression {
    /// Its operands in the order in which they are written; an aggregate has none here.
    var operands: [TypedExpression] {
        if case .and(let list) = kind { return list }
        var found: [TypedExpression] = []
        kind.eachOperand { found.append($0) }
        return found
    }

    /// The same expression about another row: every column of this row becomes one of `row`. `nil` where it refers to
    /// neighbours or holds an aggregate, which have a meaning for this row alone.
    func seen(from row: RowReference) -> TypedExpression? {
        if row == .row { return self }
        var known: [ObjectIdentifier: TypedExpression] = [:]
        return moved(&known, .along) { $0.seen(from: row) }
    }

    /// An expression of the outer row as it is held in an aggregate's condition. `known` are parts that were moved
    /// before: the value of a `let` is moved once, however often it is used.
    func fromOutside(_ known: inout [ObjectIdentifier: TypedExpression]) -> TypedExpression {
        moved(&known, .out) { .outside($0) } ?? self
    }

    /// A part of an aggregate's condition that depends on the outer row alone, in the outer row's own terms.
    package var fromInside: TypedExpression {
        var known: [ObjectIdentifier: TypedExpression] = [:]
        return moved(&known, .back) { if case .outside(let row) = $0 { row } else { $0 } } ?? self
    }

    /// Between which rows an expression is moved.
    private enum Move {
        /// To another row, within the same terms.
        case along
        /// Into an aggregate's condition, and back.
        case out, back
    }

    /// The expression about other rows; `nil` where one of them cannot be moved. The value of a `let` is moved once.
    private func moved(
        _ known: inout [ObjectIdentifier: TypedExpression], _ direction: Move,
        _ move: (RowReference) -> RowReference?
    ) -> TypedExpression? {
        if direction == .back, let original { return original }
        if let done = known[ObjectIdentifier(self)] { return done }
        let name = name.flatMap { $0.moved(move) }
        // A moved expression keeps its original alive, so that the identity that is the key in `known` is not reused.
        let original = direction == .out ? self : nil
        let movedKind: WrittenOperation
        switch kind {
        case .aggregate where direction == .along: return nil
        case .literal, .aggregate: movedKind = kind
        case .column(let cell):
            guard let row = move(cell.row) else { return nil }
            movedKind = .column(CellReference(row: row, table: cell.table, column: cell.column))
        default:
            for part in operands where part.moved(&known, direction, move) == nil { return nil }
            movedKind = kind.map { known[ObjectIdentifier($0)] ?? $0.original ?? $0 }
        }
        let result = TypedExpression(movedKind, type, span, named: name, from: original)
        known[ObjectIdentifier(self)] = result
        return result
    }

    /// How many expressions it holds, counted once for each that it is a direct part of, and how deeply they nest. The
    /// value of a `let` is one shared expression: a walk visits each once.
    var extent: (size: Int, depth: Int) {
        var known: [ObjectIdentifier: Int] = [:]
        var size = 1
        let depth = depth(&known, size: &size)
        return (size, depth)
    }

    private func depth(_ known: inout [ObjectIdentifier: Int], size: inout Int) -> Int {
        if let done = known[ObjectIdentifier(self)] { return done }
        var inner = operands
        if case .aggregate(let aggregate) = kind { inner = aggregate.expressions }
        size += inner.count
        var depth = 0
        for part in inner { depth = max(depth, part.depth(&known, size: &size)) }
        known[ObjectIdentifier(self)] = depth + 1
        return depth + 1
    }
}

extension CheckedAggregate {
    /// Its value and its condition, about either row.
    var expressions: [TypedExpression] { [value, condition].compactMap { $0 } }
}

extension NamedValue {
    /// The name for another row; `nil` where its row cannot be moved.
    fileprivate func moved(_ move: (RowReference) -> RowReference?) -> NamedValue? {
        switch self {
        case .computed(let table, let index, let row): move(row).map { .computed(table: table, index: index, row: $0) }
        case .ruleLet(let name, let row): move(row).map { .ruleLet(name, row: $0) }
        case .constant: self
        }
    }
}

extension RowReference {
    /// This reference with `row` in place of its `.row`; `nil` for a neighbour of another row, and for the outer row.
    func seen(from row: RowReference) -> RowReference? {
        switch self {
        case .row: row
        case .neighbour: row == .row ? self : nil
        case .joined(let of, let join): of.seen(from: row).map { .joined($0, join: join) }
        case .outside: nil
        }
    }

    /// Whether it is the row itself or a row joined to it.
    var isOfThisRow: Bool {
        switch self {
        case .row: true
        case .neighbour, .outside: false
        case .joined(let of, _): of.isOfThisRow
        }
    }

    /// Whether it leads to a neighbour or the outer row.
    var usesNeighbours: Bool { !isOfThisRow }
}

extension TypedExpression {
    /// Every cell that it names, for aggregates those of the outer row, in order, with repetitions; the cells of a
    /// scheme's conditions come last.
    package var cells: [CellReference] {
        var walk = CellWalk()
        walk.visit(self)
        while let conditions = walk.postponed.popLast() { for condition in conditions { walk.visit(condition) } }
        return walk.cells
    }
}

private struct CellWalk {
    var cells: [CellReference] = []
    var postponed: [[TypedExpression]] = []
    private var seen: Set<ObjectIdentifier> = []

    mutating func visit(_ expression: TypedExpression) {
        guard seen.insert(ObjectIdentifier(expression)).inserted else { return }
        switch expression.kind {
        case .column(let cell): cells.append(cell)
        case .due(_, let conditions): postponed.insert(conditions.compactMap { $0 }, at: 0)
        case .aggregate(let aggregate): for part in aggregate.outside { visit(part) }
        default: for part in expression.operands { visit(part) }
        }
    }
}
