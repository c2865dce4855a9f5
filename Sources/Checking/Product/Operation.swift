// What the language computes, whatever it computes it of: the operators that typed expressions and plans share.

package import Catalog
package import Patterns
package import Quantities

/// An operation with its operands. Which one it is was decided by the types of its operands: comparisons name the type
/// they compare, and conversions are written out.
///
/// Typed expressions are operations over expressions (`WrittenOperation`), plans over numbered nodes. The parameters
/// are plain: of a generic type with associated ones the runtime looks up witnesses for every value, in each other
/// module.
package enum Operation<Operand: Sendable, Cell: Sendable, Aggregate: Sendable>: Sendable {
    case literal(Literal)
    /// A column that is read.
    case column(Cell)
    /// `+ - * /`, `min`, `max` of figures.
    case arithmetic(Arithmetic, Operand, Operand)
    case negative(Operand)
    /// A date and a duration; `subtract` where it is taken away.
    case dateShift(Operand, Operand, subtract: Bool)
    case compareFigures(Comparison, Operand, Operand)
    /// Of dates, periods (of one year start), or choices and statuses where both sides have the same labels: by code.
    case compareCodes(Comparison, Operand, Operand)
    /// Two statuses, by colour (`CheckedStatus.comparedColour`). The schemes may differ.
    case sameColour(Operand, Operand, negated: Bool)
    /// Case-sensitive, trimmed.
    case compareTexts(TextComparison, Operand, Operand)
    case compareTruths(Operand, Operand, negated: Bool)
    /// Two targets are equal: the same form and bounds, words by their fingerprint, not-set only unknown.
    case compareTargets(Operand, Operand, negated: Bool)
    case agrees(Operand, Operand)
    case and([Operand])
    case or([Operand])
    case not(Operand)
    case conditional(Operand, Operand, Operand)
    /// `is known` … never unknown. `of` may have any type.
    case state(StateTest, of: Operand)
    case matches(Operand, Pattern)
    /// It equals one of many literals: with a figure that compares with none of them, unknown.
    case isIn(Operand, LiteralSet)
    /// What a choice says, as a text: its label; of a status its label; of any other column the cell as printed is
    /// `call(.printed)`.
    case asText(Operand)
    /// A figure as a plain target.
    case asTarget(Operand)
    /// Which way is better, of a text or choice: `higher`, `lower`, ignoring case; anything else is unknown. Only as
    /// the third argument of `meets`, `near`, `gap`, `relative_gap`.
    case direction(Operand)
    /// What a scheme says is due: the condition of each status in order, `nil` for those never due; `otherwise` as a
    /// literal true.
    case due(scheme: Int, conditions: [Operand?])
    /// A function with its arguments in the order of the reference, `nil` for one that was left out:
    /// `meets(value, target, direction)` with a literal unknown where no direction is known;
    /// `near(value, target, direction, points, percent)`; `round(x, n)`; `year(p)`; `printed(column)`; … `prorate` of a
    /// third argument is a target times a figure that is no constant.
    case call(Function, [Operand?])
    case aggregate(Aggregate)
}

/// An operation as an author wrote it.
package typealias WrittenOperation = Operation<TypedExpression, CellReference, CheckedAggregate>

extension Operation {
    /// What it works on, in the order in which it is written; `nil` for an argument that was left out, and for a status
    /// that is never due. An aggregate has none: what it asks for is in it.
    package var operands: [Operand?] {
        switch self {
        case .literal, .column, .aggregate: []
        case .arithmetic(_, let a, let b), .compareFigures(_, let a, let b), .compareCodes(_, let a, let b),
            .compareTexts(_, let a, let b), .agrees(let a, let b), .sameColour(let a, let b, _),
            .compareTruths(let a, let b, _), .compareTargets(let a, let b, _), .dateShift(let a, let b, _):
            [a, b]
        case .negative(let a), .not(let a), .state(_, let a), .matches(let a, _), .isIn(let a, _), .asText(let a),
            .asTarget(let a), .direction(let a):
            [a]
        case .and(let list), .or(let list): list
        case .call(_, let list): list
        case .conditional(let a, let b, let c): [a, b, c]
        case .due(_, let conditions): conditions
        }
    }
}

extension WrittenOperation {
    /// Calls the body with each operand, in order, without a list of them.
    func eachOperand(_ body: (TypedExpression) -> Void) {
        switch self {
        case .literal, .column, .aggregate: break
        case .arithmetic(_, let a, let b), .compareFigures(_, let a, let b), .compareCodes(_, let a, let b),
            .compareTexts(_, let a, let b), .agrees(let a, let b), .sameColour(let a, let b, _),
            .compareTruths(let a, let b, _), .compareTargets(let a, let b, _), .dateShift(let a, let b, _):
            body(a)
            body(b)
        case .negative(let a), .not(let a), .state(_, let a), .matches(let a, _), .isIn(let a, _), .asText(let a),
            .asTarget(let a), .direction(let a):
            body(a)
        case .and(let list), .or(let list): list.forEach(body)
        case .call(_, let list): for case let part? in list { body(part) }
        case .conditional(let a, let b, let c):
            body(a)
            body(b)
            body(c)
        case .due(_, let conditions): for case let part? in conditions { body(part) }
        }
    }

    /// The same operation over other expressions.
    func map(_ operand: (TypedExpression) -> TypedExpression) -> Self {
        switch self {
        case .literal, .column, .aggregate: self
        case .arithmetic(let operation, let a, let b): .arithmetic(operation, operand(a), operand(b))
        case .negative(let a): .negative(operand(a))
        case .dateShift(let a, let b, let subtract): .dateShift(operand(a), operand(b), subtract: subtract)
        case .compareFigures(let comparison, let a, let b): .compareFigures(comparison, operand(a), operand(b))
        case .compareCodes(let comparison, let a, let b): .compareCodes(comparison, operand(a), operand(b))
        case .sameColour(let a, let b, let negated): .sameColour(operand(a), operand(b), negated: negated)
        case .compareTexts(let comparison, let a, let b): .compareTexts(comparison, operand(a), operand(b))
        case .compareTruths(let a, let b, let negated): .compareTruths(operand(a), operand(b), negated: negated)
        case .compareTargets(let a, let b, let negated): .compareTargets(operand(a), operand(b), negated: negated)
        case .agrees(let a, let b): .agrees(operand(a), operand(b))
        case .and(let list): .and(list.map(operand))
        case .or(let list): .or(list.map(operand))
        case .not(let a): .not(operand(a))
        case .conditional(let a, let b, let c): .conditional(operand(a), operand(b), operand(c))
        case .state(let test, let a): .state(test, of: operand(a))
        case .matches(let a, let pattern): .matches(operand(a), pattern)
        case .isIn(let a, let literals): .isIn(operand(a), literals)
        case .asText(let a): .asText(operand(a))
        case .asTarget(let a): .asTarget(operand(a))
        case .direction(let a): .direction(operand(a))
        case .due(let scheme, let conditions): .due(scheme: scheme, conditions: conditions.map { $0.map(operand) })
        case .call(let function, let list): .call(function, list.map { $0.map(operand) })
        }
    }
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
    /// Stands where only a type is asked for; in no finished expression.
    case none
}

package enum TextComparison: Sendable { case equal, notEqual, contains, startsWith, endsWith }

package enum StateTest: Sendable {
    case known, blank, isTrue, isFalse
    /// Of figures: how they are printed (`c. 95%`, `<5`). False of whatever is no such figure.
    case approximate, bounded
    /// The status has this colour: `is grey` is true of grey ones, every other colour false. Of an unknown cell, also a
    /// blank one of a scheme without a `""` label, it is unknown.
    case colour(Colour)
    /// The cell's label is this one of the scheme's or choice's labels.
    case label(Int)
    /// The text is this one, ignoring case.
    case text(String)
    /// The text is one of these, ignoring case.
    case texts(WordList)
}
