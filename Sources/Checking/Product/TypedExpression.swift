// Expressions after checking: operators chosen by the types of their operands, values with the names that authors gave
// them.

package import Diagnostics
package import Quantities

/// The type of an expression's value. Any value may also be unknown.
package enum ValueType: Sendable, Hashable {
    /// A condition or a flag.
    case truth
    case text
    /// An index into these labels.
    case choice(ChoiceLabels)
    /// An index into the labels of one of `RuleSet.schemes`; −1 for any scheme, in no finished expression.
    case status(scheme: Int)
    /// A number with the unit that its cell or literal has: the unit is a fact of the value, not of the type.
    case figure
    case target
    /// Days since 1970-01-01.
    case date
    /// A `Period.code`; years begin in this month, 1 to 12.
    case period(yearFrom: PeriodYears)
    /// A literal length of time; no column has it.
    case duration(DurationUnit)
    /// The literal `unknown`, which fits every type.
    case unknown
}

extension ValueType {
    /// Hashes only the number of a choice's labels: it may have very many, and few types differ in the labels alone.
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

/// The unit of a length of time.
package enum DurationUnit: Sendable, Hashable { case days, months }

/// A row by the way that leads to it from the row at hand.
package indirect enum RowReference: Sendable, Hashable {
    /// The row at hand: of the rule or computed column; in an aggregate the counted row.
    case row
    /// Another row of its series; unknown where there is none, as before the first.
    case neighbour(Neighbour)
    /// The row that another row joins through one of `RuleSet.joins`; unknown where no row matches.
    case joined(RowReference, join: Int)
    /// Only in an aggregate's condition, where `.row` is the counted row: the outer row, or one that is reached from
    /// it.
    case outside(RowReference)
}

/// A row of the same series, by its position: relative to the row at hand, or at an end. Raw values are the words of
/// the language.
package enum Neighbour: String, Sendable, Hashable, CaseIterable { case previous, next, first, last }

/// The declaration by whose name an expression was written.
package enum NamedValue: Sendable, Hashable {
    /// A computed column of a row: an index into the table's `lets`.
    case computed(table: Int, index: Int, row: RowReference)
    /// One of `CheckedRule.lets`, for a row.
    case ruleLet(String, row: RowReference)
    /// One of `RuleSet.constants`.
    case constant(String)
}

/// A typed expression. Shared and immutable.
///
/// A name in a rule file becomes the expression that it names: `kind` is that of the value, and `name` tells which name
/// it was, so that a translator of rules can refer to the definition instead of repeating the value.
///
/// Invariant of operand types: figures are compared with figures, codes with codes of one type, texts with texts;
/// conversions are explicit (`asText`, `asTarget`), so that an evaluator needs no rules of its own.
package final class TypedExpression: Sendable {
    /// What it computes. Operands are shared where a name is used twice: walk with `visit`, which meets each once.
    package let kind: WrittenOperation
    /// The type of its value, or `.unknown` where only the literal `unknown` gives it one. Operands have the types that
    /// their operation's case asks for.
    package let type: ValueType
    /// Where it is written, in whichever file: for a name the place of the name, not of the value.
    package let span: SourceSpan
    /// The name that it was written as; `nil` for a column that is read and for an expression that is written out.
    package let name: NamedValue?
    /// Which rows it depends on as a part of an aggregate's condition. A computed column or `let` depends on its row
    /// even where its value is constant.
    package let sides: ConditionSides
    /// In an aggregate's condition: the same expression in the outer row's terms, where it was moved from there; else
    /// `nil`.
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
