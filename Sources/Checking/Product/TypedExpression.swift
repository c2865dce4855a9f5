// Expressions after checking: operators chosen by the types of their operands, values with the names that they go by.

package import Diagnostics

/// The type of a value.
package enum ValueType: Sendable, Hashable {
    case truth
    case text
    case choice([String])
    case status(scheme: Int)
    case figure
    case target
    /// Days since 1970-01-01.
    case date
    /// `Period.code`.
    case period(yearFrom: Int)
    /// A literal length of time.
    case duration(DurationUnit)
    /// The literal `unknown`, which fits every type.
    case unknown
}

extension ValueType {
    /// Of labels only how many there are: types that differ in them alone are few, and a choice may have very many.
    package func hash(into hasher: inout Hasher) {
        switch self {
        case .truth: hasher.combine(0)
        case .text: hasher.combine(1)
        case .choice(let labels):
            hasher.combine(2)
            hasher.combine(labels.count)
        case .status(let scheme):
            hasher.combine(3)
            hasher.combine(scheme)
        case .figure: hasher.combine(4)
        case .target: hasher.combine(5)
        case .date: hasher.combine(6)
        case .period(let month):
            hasher.combine(7)
            hasher.combine(month)
        case .duration(let unit):
            hasher.combine(8)
            hasher.combine(unit)
        case .unknown: hasher.combine(9)
        }
    }
}

package enum DurationUnit: Sendable, Hashable { case days, months }

/// The row an expression's column belongs to.
package indirect enum RowReference: Sendable, Hashable {
    /// The row the rule, aggregate or computed column is about.
    case row
    /// Another row of that row's series.
    case neighbour(Neighbour)
    /// The row of a joined table: of which row, through which of `RuleSet.joins`.
    case joined(RowReference, join: Int)
    /// In an aggregate's condition, whose `.row` is the row that is counted: the row that asks, or one beside it.
    case outside(RowReference)
}

package enum Neighbour: String, Sendable, Hashable, CaseIterable { case previous, next, first, last }

/// What a name stands for that an author gave to a value.
package enum NamedValue: Sendable, Hashable {
    /// A computed column: an index into the table's `lets`, of which row.
    case computed(table: Int, index: Int, row: RowReference)
    /// One of `CheckedRule.lets`, of which row.
    case ruleLet(String, row: RowReference)
    /// One of `RuleSet.constants`.
    case constant(String)
}

/// A typed expression. Shared and immutable.
///
/// Where a name stands for it, it does what the named value does (its `kind` is that one's), and `name` says which:
/// whoever translates rules can refer to the value where it is defined, instead of writing it out at each use.
///
/// Invariant of operand types: figures are compared with figures, codes with codes of one type, texts with texts;
/// conversions are written out (`asText`, `asTarget`), so that whoever evaluates needs no rules of its own.
package final class TypedExpression: Sendable {
    package let kind: WrittenOperation
    package let type: ValueType
    package let span: SourceSpan
    /// What it was written as, where that is a name for a value; `nil` of a column that is read and of all that is
    /// written out.
    package let name: NamedValue?
    /// Which rows it speaks of, as a part of an aggregate's condition. A name for a value is about the row that it is
    /// of, also where the value is a constant.
    package let sides: ConditionSides
    /// In an aggregate's condition: the same expression in the terms of the row that asks, where it was moved from
    /// there.
    let original: TypedExpression?

    package init(
        _ kind: WrittenOperation, _ type: ValueType, _ span: SourceSpan, named name: NamedValue? = nil,
        from original: TypedExpression? = nil
    ) {
        self.kind = kind
        self.type = type
        self.span = span
        self.name = name
        self.original = original
        var sides = ConditionSides()
        switch name {
        case .computed(_, _, let row)?, .ruleLet(_, let row)?: sides.add(row.side)
        case .constant?, nil: break
        }
        switch kind {
        case .column(let cell): sides.add(cell.row.side)
        case .aggregate: sides.outer = true
        default: kind.eachOperand { sides.add($0.sides) }
        }
        self.sides = sides
    }
}
