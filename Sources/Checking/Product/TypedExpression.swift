// Expressions after checking: operators chosen by the types of their operands, `let`s and constants put in place.

package import Catalog
package import Diagnostics
package import Patterns
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
/// Invariant of operand types: comparisons name the type they compare (figures with figures, codes with codes of one type, texts with texts);
/// conversions are written out (`asText`, `asTarget`), so that whoever evaluates needs no rules of its own.
package final class TypedExpression: Sendable {
    package let kind: TypedKind
    package let type: ValueType
    package let span: SourceSpan

    package init(_ kind: TypedKind, _ type: ValueType, _ span: SourceSpan) {
        self.kind = kind
        self.type = type
        self.span = span
    }
}

package enum TypedKind: Sendable {
    case literal(Literal)
    /// A column that is read.
    case column(CellReference)
    /// `+ - * /`, `min`, `max` of figures.
    case arithmetic(Arithmetic, TypedExpression, TypedExpression)
    case negative(TypedExpression)
    /// A date and a duration; `subtract` where it is taken away.
    case dateShift(TypedExpression, TypedExpression, subtract: Bool)
    case compareFigures(Comparison, TypedExpression, TypedExpression)
    /// Of dates, periods (of one year start), or choices and statuses where both sides have the same labels: by code.
    case compareCodes(Comparison, TypedExpression, TypedExpression)
    /// Two statuses, by colour; grey is unknown. The schemes may differ.
    case sameColour(TypedExpression, TypedExpression, negated: Bool)
    /// Case-sensitive, trimmed.
    case compareTexts(TextComparison, TypedExpression, TypedExpression)
    case compareTruths(TypedExpression, TypedExpression, negated: Bool)
    /// Two targets are equal: the same form and bounds, words by their fingerprint, not-set only unknown.
    case compareTargets(TypedExpression, TypedExpression, negated: Bool)
    case agrees(TypedExpression, TypedExpression)
    case and([TypedExpression])
    case or([TypedExpression])
    case not(TypedExpression)
    case conditional(TypedExpression, TypedExpression, TypedExpression)
    /// `is known` … never unknown. `of` may have any type.
    case state(StateTest, of: TypedExpression)
    case matches(TypedExpression, Pattern)
    /// It equals one of many literals: with a figure that compares with none of them, unknown.
    case isIn(TypedExpression, LiteralSet)
    /// What a choice says, as a text: its label; of a status its label; of any other column the cell as printed is `call(.printed)`.
    case asText(TypedExpression)
    /// A figure as a plain target.
    case asTarget(TypedExpression)
    /// Which way is better, of a text or choice: `higher`, `lower`, ignoring case; anything else is unknown. Only as the third argument of
    /// `meets`, `near`, `gap`, `relative_gap`.
    case direction(TypedExpression)
    /// What a scheme says is due: the condition of each status in order, `nil` for those never due; `otherwise` as a literal true.
    case due(scheme: Int, conditions: [TypedExpression?])
    /// A function with its arguments in the order of the reference: `meets(value, target, direction)` with a literal unknown where no direction
    /// is known; `near(value, target, direction, points, percent)` with `.literal(.none)` for a tolerance that was left out;
    /// `round(x, n)`; `year(p)`; `printed(column)`; … `prorate` of a third argument is a target times a figure that is
    /// no constant.
    case call(Function, [TypedExpression])
    case aggregate(CheckedAggregate)
}

package enum Literal: Sendable {
    case figure(Figure)
    case target(text: String)
    case text(String)
    case date(days: Int)
    case period(code: Int64)
    case truth(Bool)
    /// An index of the choice's labels.
    case choice(Int)
    /// An index of the scheme's labels.
    case status(label: Int)
    case duration(Int)
    /// The days of a table's column, for functions that ask whether a day is one of them.
    case days(table: Int, column: Int)
    case unknown
    /// An argument that was left out.
    case none
}

package enum TextComparison: Sendable { case equal, notEqual, contains, startsWith, endsWith }

package enum StateTest: Sendable, Hashable {
    case known, blank, isTrue, isFalse
    /// Of figures: how they are printed (`c. 95%`, `<5`). False of whatever is no such figure.
    case approximate, bounded
    /// The status has this colour: `is grey` is true of grey ones, every other colour false. Of an unknown cell, also a blank one of a scheme
    /// without a `""` label, it is unknown.
    case colour(Colour)
    /// The cell's label is this one of the scheme's or choice's labels.
    case label(Int)
    /// The text is this one, ignoring case.
    case text(String)
    /// The text is one of these, ignoring case.
    case texts(WordList)
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
