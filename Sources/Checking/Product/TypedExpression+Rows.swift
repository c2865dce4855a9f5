// Walking typed expressions: their parts, their size, and the same expression seen from another row.

import Diagnostics

extension TypedExpression {
    /// The expressions that it is made of, in the order in which they are written; an aggregate has none here.
    var operands: [TypedExpression] { kind.operands.compactMap { $0 } }

    /// The expression as it is said of another row: every column of this row becomes one of `row`. `nil` where it speaks of
    /// neighbours or holds an aggregate, which have a meaning for this row alone.
    func seen(from row: RowReference) -> TypedExpression? {
        if row == .row { return self }
        var known: [ObjectIdentifier: TypedExpression] = [:]
        return seen(from: row, &known)
    }

    private func seen(from row: RowReference, _ known: inout [ObjectIdentifier: TypedExpression]) -> TypedExpression? {
        if let done = known[ObjectIdentifier(self)] { return done }
        let result: TypedExpression
        switch kind {
        case .literal: return self
        case .aggregate: return nil
        case .column(let cell):
            guard let moved = cell.row.seen(from: row) else { return nil }
            result = TypedExpression(
                .column(CellReference(row: moved, table: cell.table, column: cell.column)), type, span)
        default:
            var moved: [ObjectIdentifier: TypedExpression] = [:]
            for part in operands {
                guard let seen = part.seen(from: row, &known) else { return nil }
                moved[ObjectIdentifier(part)] = seen
            }
            result = TypedExpression(kind.mapOperands { moved[ObjectIdentifier($0)] ?? $0 }, type, span)
        }
        known[ObjectIdentifier(self)] = result
        return result
    }

    /// How many expressions it is made of, with as many times as each is a part of another, and how deeply they nest.
    /// What a `let` names is one expression wherever it is used: whoever walks through expressions visits each once.
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
    /// Everything in it, of either row.
    var expressions: [TypedExpression] {
        var all = value.map { [$0] } ?? []
        for part in parts {
            switch part.test {
            case .inner(let condition), .outer(let condition): all.append(condition)
            case .equal(let inner, let outer), .order(let inner, _, let outer): all += [inner, outer]
            }
            if let unless = part.unless { all.append(unless) }
        }
        return all
    }

    /// What it says of the row outside, in the order of its parts.
    var outerExpressions: [TypedExpression] {
        var all: [TypedExpression] = []
        for part in parts {
            switch part.test {
            case .inner: break
            case .outer(let condition): all.append(condition)
            case .equal(_, let outer), .order(_, _, let outer): all.append(outer)
            }
            if let unless = part.unless { all.append(unless) }
        }
        return all
    }
}

extension RowReference {
    /// This reference, said of another row than the one it was meant for; `nil` where it is a neighbour.
    func seen(from row: RowReference) -> RowReference? {
        switch self {
        case .row: row
        case .neighbour: row == .row ? self : nil
        case .joined(let of, let join): of.seen(from: row).map { .joined($0, join: join) }
        }
    }

    /// Whether it is the row itself or a row joined to it.
    var isOfThisRow: Bool {
        switch self {
        case .row: true
        case .neighbour: false
        case .joined(let of, _): of.isOfThisRow
        }
    }

    /// Whether a neighbour comes into it.
    var usesNeighbours: Bool { !isOfThisRow }
}

extension TypedExpression {
    /// Every cell that it names for the row outside its aggregates, in order, with repetitions; what a scheme reads after all else.
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
        case .aggregate(let aggregate): for part in aggregate.outerExpressions { visit(part) }
        default: for part in expression.operands { visit(part) }
        }
    }
}
