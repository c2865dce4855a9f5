// Expressions after checking: operators chosen by the types of their operands, `let`s and constants put in place.

package import Diagnostics
package import Quantities

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
}

package enum Neighbour: String, Sendable, Hashable, CaseIterable { case previous, next, first, last }

/// A typed expression. Shared and immutable.
///
/// Invariant of operand types: figures are compared with figures, codes with codes of one type, texts with texts;
/// conversions are written out (`asText`, `asTarget`), so that whoever evaluates needs no rules of its own.
package final class TypedExpression: Sendable {
    package let kind: Operation<Written>
    package let type: ValueType
    package let span: SourceSpan

    package init(_ kind: Operation<Written>, _ type: ValueType, _ span: SourceSpan) {
        self.kind = kind
        self.type = type
        self.span = span
    }
}

/// An aggregate over a table or the series, its condition taken apart so that it costs one pass over the table.
package final class CheckedAggregate: Sendable {
    package enum Source: Sendable, Hashable {
        case table(Int)
        /// The rows of the rule's series or group.
        case series
    }

    /// One part of the condition; all must be true of a row of the table.
    package struct Part: Sendable {
        package enum Test: Sendable {
            /// In terms of the aggregated table's row.
            case inner(TypedExpression)
            /// In terms of the row outside.
            case outer(TypedExpression)
            /// Two values of one type (figures, texts, codes, truths; statuses by colour are `asText`-free codes of one scheme).
            case equal(inner: TypedExpression, outer: TypedExpression)
            /// `inner op outer`; at most one in an aggregate.
            case order(inner: TypedExpression, Comparison, outer: TypedExpression)
        }

        package var test: Test
        /// A condition on the row outside that makes this part true whatever the row of the table says: `… or totals.theme == "Council"`.
        package var unless: TypedExpression?

        package init(_ test: Test, unless: TypedExpression? = nil) {
            self.test = test
            self.unless = unless
        }
    }

    package let function: AggregateKind
    package let source: Source
    /// The table whose rows are counted; for a series the rule's table.
    package let table: Int
    /// In terms of the table's row; `nil` for `count`, `any`, `all` of rows.
    package let value: TypedExpression?
    package let parts: [Part]

    package init(function: AggregateKind, source: Source, table: Int, value: TypedExpression?, parts: [Part]) {
        self.function = function
        self.source = source
        self.table = table
        self.value = value
        self.parts = parts
    }
}

package enum AggregateKind: Sendable { case count, countDistinct, sum, min, max, mean, any, all }
