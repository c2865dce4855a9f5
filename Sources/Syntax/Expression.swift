// Expressions as they are written: nothing is resolved or typed.

/// A name with its place. A name that is missing is empty, and a diagnostic says so.
package struct Name: Sendable {
    package var text: String
    package var range: Range<Int>
    /// Whether it was written in backquotes: it is then a name whatever it holds, never a word of the language.
    package var isQuoted: Bool

    package init(_ text: String, _ range: Range<Int>, isQuoted: Bool = false) {
        self.text = text
        self.range = range
        self.isQuoted = isQuoted
    }
}

/// An expression with its place. Shared and immutable. An expression deeper than 200 levels is `.broken`, with a
/// diagnostic, so that stages may recurse.
package final class Expression: Sendable {
    package let kind: ExpressionKind
    package let range: Range<Int>

    package init(_ kind: ExpressionKind, _ range: Range<Int>) {
        self.kind = kind
        self.range = range
    }
}

/// What an expression is. Large payloads are indirect, so that literals, of which a list may have very many, stay
/// small.
package enum ExpressionKind: Sendable {
    /// `12`, `1_000`, `2.5`: mantissa × 10^(−scale).
    case number(mantissa: Int128, scale: Int8)
    /// `5%`, `2.5%`.
    case percent(mantissa: Int128, scale: Int8)
    /// `5 points`, `30 days`, `3 months`.
    case quantity(mantissa: Int128, scale: Int8, QuantityUnit)
    /// A text, unescaped. Texts of `message` and `help` are a `Template`.
    case text(String)
    /// Days since 1970-01-01.
    case date(days: Int)
    case truth(Bool)
    /// The literal `unknown`.
    case unknown
    /// `value`, `previous.value`, `kpis.rag`.
    indirect case name(qualifier: Name?, Name)
    /// `f(a, b, label: c)`
    indirect case call(Name, [Argument])
    /// `count(T where c)`, `sum(T.x where c)`, `count distinct(T.x)`: the parser takes a call of one of the aggregate
    /// names whose argument has a `where`, or which is `count`, `count distinct`, `any`, `all`, `sum`, `mean`; or
    /// `min`/`max` with one argument.
    indirect case aggregate(AggregateFunction, AggregateSource)
    case negative(Expression)
    case not(Expression)
    indirect case binary(BinaryOperator, Expression, Expression, operatorRange: Range<Int>)
    /// `x in (a, b)`, `x not in 1..5`
    indirect case membership(Expression, MembershipSet, negated: Bool)
    /// `x matches /…/i`, `x contains /…/`
    indirect case matches(Expression, PatternTest, RegexLiteral, negated: Bool)
    /// `x is not red`
    indirect case state(Expression, StateName, negated: Bool)
    case conditional(condition: Expression, then: Expression, otherwise: Expression)
    case parenthesized(Expression)
    /// `("a", "b")`: the value of a constant that is a list.
    case list([Expression])
    /// `/…/i`: an argument of a function that looks for a pattern.
    indirect case regex(RegexLiteral)
    /// What could not be read; a diagnostic says why. Later stages must not report it again.
    case broken
}

/// The word behind a number.
package enum QuantityUnit: String, Sendable { case points, days, months }

/// An argument of a call, with its label where one is written.
package struct Argument: Sendable {
    /// `nil` for an argument by position.
    package var label: Name?
    package var value: Expression

    package init(label: Name?, value: Expression) {
        self.label = label
        self.value = value
    }
}

/// The aggregate functions; raw values are how they are written.
package enum AggregateFunction: String, Sendable, CaseIterable {
    case count
    case countDistinct = "count distinct"
    case countColumns = "count columns"
    case sum, min, max, mean, median, quantile, any, all, first, last, list
}

/// What an aggregate counts: `T`, `T.x`, `T where c`, `T.x where c`, each of them after `other`; for a quantile with a
/// share, `T.x where c, 25%`; for the first or last with what orders the rows, `T.x over o where c`.
package struct AggregateSource: Sendable {
    /// The place of the function's name.
    package var function: Range<Int>
    package var table: Name
    /// `nil` where rows are counted.
    package var column: Name?
    /// `nil` where all rows count.
    package var condition: Expression?
    /// Which quantile is asked for; `nil` in every other aggregate.
    package var share: Expression?
    /// The column that says which row is the first or last; `nil` in every other aggregate.
    package var over: Name?
    /// The place of `other` before the table, which leaves the row outside out; `nil` where it is not written.
    package var other: Range<Int>?

    package init(
        function: Range<Int>, table: Name, column: Name?, condition: Expression?, share: Expression? = nil,
        over: Name? = nil, other: Range<Int>? = nil
    ) {
        self.function = function
        self.over = over
        self.share = share
        self.other = other
        self.table = table
        self.column = column
        self.condition = condition
    }
}

/// Operators between two operands; raw values are how they are written.
package enum BinaryOperator: String, Sendable, CaseIterable {
    case or, and
    case equal = "=="
    case notEqual = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case agreesWith = "agrees with"
    case contains
    case startsWith = "starts with"
    case endsWith = "ends with"
    case notContains = "not contains"
    case notStartsWith = "not starts with"
    case notEndsWith = "not ends with"
    case add = "+"
    case subtract = "-"
    case multiply = "*"
    case divide = "/"
}

/// Which part of a text a pattern must match; raw values are how they are written.
package enum PatternTest: String, Sendable {
    /// The whole text.
    case matches
    /// Any part of it.
    case contains
}

/// What is written behind `in`.
package enum MembershipSet: Sendable {
    case list([Expression])
    /// `x in words`: the name of a constant.
    case named(Expression)
    /// `x is in ("a", "b")`, `x is in words`: labels and texts, ignoring case.
    case labels([Expression])
    /// Both ends included.
    case range(Expression, Expression)
}

/// A regular expression between slashes.
package struct RegexLiteral: Sendable {
    /// The text between the slashes, as written.
    package var source: String
    /// Whether the flag `i` is written.
    package var ignoresCase: Bool
    /// The place of the whole literal; the source begins one byte after its start.
    package var range: Range<Int>

    package init(source: String, ignoresCase: Bool, range: Range<Int>) {
        self.source = source
        self.ignoresCase = ignoresCase
        self.range = range
    }
}

/// What is written after `is`: a word (of the language, a colour, or the name of a value, which checking tells apart),
/// a label in quotes, or another value.
package enum StateName: Sendable {
    case word(Name)
    case text(String, Range<Int>)
    case value(Expression)
}

/// A text of `message` or `help`: plain parts and expressions in braces.
package struct Template: Sendable {
    /// A piece of the text.
    package enum Part: Sendable {
        case text(String)
        case expression(Expression)
    }

    package var parts: [Part]
    package var range: Range<Int>

    package init(parts: [Part], range: Range<Int>) {
        self.parts = parts
        self.range = range
    }
}
