// Aggregates: which rows are counted for which, and what is computed of them, as it was written.

package import Quantities

/// An aggregate over a table or the series. It counts rows (*counted rows*) for one row of the rule (*the outer row*).
package final class CheckedAggregate: Sendable {
    /// Where the counted rows come from.
    package enum Source: Sendable, Hashable {
        /// All rows of a table, an index into `RuleSet.tables`.
        case table(Int)
        /// The rows of the outer row's own series or group.
        case series
    }

    /// What is computed of the counted rows.
    package let function: AggregateKind
    package let source: Source
    /// The table's name as it is written in the aggregate, or `series`; for messages only.
    package let sourceName: String
    /// The table whose rows are counted, an index into `RuleSet.tables`; for a series the rule's table.
    package let table: Int
    /// What is aggregated, in terms of the counted row; `nil` where rows are counted, and for `any` and `all`, which
    /// have a condition alone. For a `count`: a row counts only where this is known.
    package let value: TypedExpression?
    /// What must be true of a row for it to count; `nil` where all do. `.row` in it is the counted row, `.outside` the
    /// outer row; an aggregate within it is asked for the outer row.
    ///
    /// A comparison of a figure of one row with one of the other never converts units: between two units it is unknown.
    package let condition: TypedExpression?
    /// By what the rows are ordered of which the first or last is picked, in terms of the counted row: rows in which it
    /// is unknown are left out, and of equal ones the first (last) in the order of the table is picked; `nil` for every
    /// other function.
    package let over: TypedExpression?
    /// Whether the outer row, which is a row of the same table, does not count for itself.
    package let excludesOwnRow: Bool
    /// The largest parts of the condition that depend on the outer row alone, in its terms (`.row` is the outer row).
    package let outside: [TypedExpression]

    package init(
        function: AggregateKind, source: Source, sourceName: String, table: Int, value: TypedExpression?,
        condition: TypedExpression?, over: TypedExpression? = nil, excludesOwnRow: Bool = false
    ) {
        self.function = function
        self.source = source
        self.sourceName = sourceName
        self.table = table
        self.value = value
        self.condition = condition
        self.over = over
        self.excludesOwnRow = excludesOwnRow
        outside = condition?.partsAboutOutside ?? []
    }
}

/// The aggregate functions. What each gives where no row counts is `ofNoRows`; which of them faults make unknown is
/// `RuleSet.countedCells`.
package enum AggregateKind: Sendable, Hashable, CaseIterable {
    case count, countDistinct, sum, min, max, mean, any, all, first, last, list
    case quantile(QuantileShare)

    /// One of each: a quantile has any share.
    package static let allCases: [Self] = [
        .count, .countDistinct, .sum, .min, .max, .mean, .any, .all, .quantile(.half), .first, .last, .list,
    ]
}

/// Which of the two rows a part of an aggregate's condition depends on; neither for a constant.
package struct ConditionSides: Sendable {
    /// It depends on the counted row.
    package var inner = false
    /// It depends on the outer row.
    package var outer = false

    /// Whether it depends on both rows, so that it must be computed for each pair of them.
    package var isMixed: Bool { inner && outer }

    mutating func add(_ other: ConditionSides) {
        inner = inner || other.inner
        outer = outer || other.outer
    }
}

extension TypedExpression {
    /// The largest parts that depend on the outer row alone, in its terms; each once.
    fileprivate var partsAboutOutside: [TypedExpression] {
        var parts: [TypedExpression] = []
        var seen: Set<ObjectIdentifier> = []
        var open = [self]
        while let next = open.popLast() {
            guard next.sides.outer, seen.insert(ObjectIdentifier(next)).inserted else { continue }
            if next.sides.inner { open += next.operands.reversed() } else { parts.append(next.fromInside) }
        }
        return parts
    }

    /// Adds the cells of the counted row that the condition names, each once, in order.
    fileprivate func addCountedCells(to cells: inout [CellReference]) {
        var seen: Set<ObjectIdentifier> = []
        var open = [self]
        while let next = open.popLast() {
            guard next.sides.inner, seen.insert(ObjectIdentifier(next)).inserted else { continue }
            if case .column(let cell) = next.kind, cell.row == .row, !cells.contains(cell) { cells.append(cell) }
            open += next.operands.reversed()
        }
    }
}

extension CheckedAggregate {
    /// The cells of the counted row itself that decide whether it counts, each once, in the order in which they are
    /// named.
    package var decidingCells: [CellReference] {
        var cells: [CellReference] = []
        condition?.addCountedCells(to: &cells)
        if function == .count { value?.addCountedCells(to: &cells) }
        over?.addCountedCells(to: &cells)
        return cells
    }
}

extension RowReference {
    var side: ConditionSides {
        switch self {
        case .outside: ConditionSides(outer: true)
        case .row, .neighbour, .joined: ConditionSides(inner: true)
        }
    }
}
