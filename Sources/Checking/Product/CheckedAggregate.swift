// Aggregates: what is counted of which rows, as it was written.

/// An aggregate over a table or the series.
package final class CheckedAggregate: Sendable {
    package enum Source: Sendable, Hashable {
        case table(Int)
        /// The rows of the rule's series or group.
        case series
    }

    package let function: AggregateKind
    package let source: Source
    /// The name of the table as it stands in the aggregate, or `series`.
    package let sourceName: String
    /// The table whose rows are counted; for a series the rule's table.
    package let table: Int
    /// In terms of the table's row; `nil` where rows are counted. Of a `count` what must be known of a row.
    package let value: TypedExpression?
    /// What must be true of a row for it to count; `nil` where all do. The row that is counted is its `.row`, the row
    /// that asks is `.outside`; an aggregate within it is about the row that asks.
    ///
    /// A comparison of a figure of the one row with one of the other is made in one unit alone: nothing converts there,
    /// and of two units nothing is known.
    package let condition: TypedExpression?
    /// The largest parts of the condition that are about the row that asks alone, in its terms (`.row` is it).
    package let outside: [TypedExpression]

    package init(
        function: AggregateKind, source: Source, sourceName: String, table: Int, value: TypedExpression?,
        condition: TypedExpression?
    ) {
        self.function = function
        self.source = source
        self.sourceName = sourceName
        self.table = table
        self.value = value
        self.condition = condition
        outside = condition?.partsAboutOutside ?? []
    }
}

package enum AggregateKind: Sendable, CaseIterable { case count, countDistinct, sum, min, max, mean, any, all }

/// Which rows a part of an aggregate's condition speaks of.
package struct ConditionSides: Sendable {
    /// The row that is counted.
    package var inner = false
    /// The row that asks.
    package var outer = false

    package var isMixed: Bool { inner && outer }

    mutating func add(_ other: ConditionSides) {
        inner = inner || other.inner
        outer = outer || other.outer
    }
}

extension TypedExpression {
    /// The largest parts that are about the row that asks alone, in its terms; each once.
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

    /// The cells of the row that is counted in a condition about two rows, each once, in order.
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
