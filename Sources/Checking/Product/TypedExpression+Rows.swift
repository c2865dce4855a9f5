// Walking typed expressions: their parts, their size, and the same expression seen from another row.

import Diagnostics

extension TypedExpression {
    /// The expressions that it is made of, in the order in which they are written; an aggregate has none here.
    var operands: [TypedExpression] {
        switch kind {
        case .literal, .column, .aggregate: []
        case .arithmetic(_, let a, let b), .compareFigures(_, let a, let b), .compareCodes(_, let a, let b),
            .compareTexts(_, let a, let b), .agrees(let a, let b):
            [a, b]
        case .sameColour(let a, let b, _), .compareTruths(let a, let b, _), .compareTargets(let a, let b, _),
            .dateShift(let a, let b, _):
            [a, b]
        case .negative(let a), .not(let a), .state(_, let a), .matches(let a, _), .isIn(let a, _), .asText(let a),
            .asTarget(let a), .direction(let a):
            [a]
        case .and(let list), .or(let list), .call(_, let list): list
        case .conditional(let a, let b, let c): [a, b, c]
        case .due(_, let conditions): conditions.compactMap { $0 }
        }
    }

    /// The same kind of expression of other operands, which are as many.
    private func with(_ new: [TypedExpression]) -> TypedExpression {
        let kind: TypedKind
        switch self.kind {
        case .literal, .column, .aggregate: return self
        case .arithmetic(let operation, _, _): kind = .arithmetic(operation, new[0], new[1])
        case .compareFigures(let comparison, _, _): kind = .compareFigures(comparison, new[0], new[1])
        case .compareCodes(let comparison, _, _): kind = .compareCodes(comparison, new[0], new[1])
        case .compareTexts(let comparison, _, _): kind = .compareTexts(comparison, new[0], new[1])
        case .agrees: kind = .agrees(new[0], new[1])
        case .sameColour(_, _, let negated): kind = .sameColour(new[0], new[1], negated: negated)
        case .compareTruths(_, _, let negated): kind = .compareTruths(new[0], new[1], negated: negated)
        case .compareTargets(_, _, let negated): kind = .compareTargets(new[0], new[1], negated: negated)
        case .dateShift(_, _, let subtract): kind = .dateShift(new[0], new[1], subtract: subtract)
        case .negative: kind = .negative(new[0])
        case .not: kind = .not(new[0])
        case .state(let test, _): kind = .state(test, of: new[0])
        case .matches(_, let pattern): kind = .matches(new[0], pattern)
        case .isIn(_, let literals): kind = .isIn(new[0], literals)
        case .asText: kind = .asText(new[0])
        case .asTarget: kind = .asTarget(new[0])
        case .direction: kind = .direction(new[0])
        case .and: kind = .and(new)
        case .or: kind = .or(new)
        case .call(let function, _): kind = .call(function, new)
        case .conditional: kind = .conditional(new[0], new[1], new[2])
        case .due(let scheme, let conditions):
            var rest = new[...]
            kind = .due(scheme: scheme, conditions: conditions.map { $0 == nil ? nil : rest.popFirst() })
        }
        return TypedExpression(kind, type, span)
    }

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
            var moved: [TypedExpression] = []
            for part in operands {
                guard let part = part.seen(from: row, &known) else { return nil }
                moved.append(part)
            }
            result = with(moved)
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
