// What the language computes: the operators, generic over their operands, that typed expressions and plans share.

package import Catalog
package import Patterns
package import Quantities

/// An operation with its operands. The types of the operands decided which case it is: comparisons name the type they
/// compare, and conversions are explicit.
///
/// Typed expressions are operations over expressions (`WrittenOperation`), plans over numbered nodes. The parameters
/// are plain: with associated types the runtime would look up witnesses for every value, in each module.
package enum Operation<Operand: Sendable, Cell: Sendable, Aggregate: Sendable>: Sendable {
    case literal(Literal)
    /// A column that is read.
    case column(Cell)
    /// `+ - * /`, `min`, `max` of figures.
    case arithmetic(Arithmetic, Operand, Operand)
    /// A figure with the opposite sign.
    case negative(Operand)
    /// A date and a duration, which is added, or subtracted where `subtract`.
    case dateShift(Operand, Operand, subtract: Bool)
    /// Unknown between figures of different units.
    case compareFigures(Comparison, Operand, Operand)
    /// Of dates, periods (of one year start), or choices and statuses where both sides have the same labels: by code.
    case compareCodes(Comparison, Operand, Operand)
    /// Two statuses, by colour (`CheckedStatus.comparedColour`). The schemes may differ.
    case sameColour(Operand, Operand, negated: Bool)
    /// Case-sensitive, trimmed.
    case compareTexts(TextComparison, Operand, Operand)
    /// Two conditions that are equal, or differ where `negated`.
    case compareTruths(Operand, Operand, negated: Bool)
    /// Whether two targets have the same form and bounds, targets in words the same fingerprint; a target that is not
    /// set makes it unknown.
    case compareTargets(Operand, Operand, negated: Bool)
    /// `agrees with`: whether two figures could be roundings of one value, by the intervals that their prints stand
    /// for.
    case agrees(Operand, Operand)
    /// Three-valued: false where one operand is false, else unknown where one is unknown; `or` likewise.
    case and([Operand])
    case or([Operand])
    case not(Operand)
    /// The condition, the value where it is true, the value where it is false; unknown where the condition is.
    case conditional(Operand, Operand, Operand)
    /// `is known`, `is blank` and their like. `of` may have any type.
    case state(StateTest, of: Operand)
    /// Whether the pattern matches the whole text, or any part of it.
    case matches(Operand, Pattern, Extent)
    /// Whether it equals one of many literals; unknown for a figure that compares with none of them.
    case isIn(Operand, LiteralSet)
    /// The label of a choice or a status as a text. The cell as printed, of any column, is `call(.printed)`.
    case asText(Operand)
    /// Texts one behind the other, with those of the rule file before the first, between two and behind the last: one
    /// more than there are operands. Unknown where an operand has no value.
    case joinedTexts([Operand], around: [String])
    /// A text as `is` compares it: composed, in small letters, each run of white space as one space.
    case ignoringCase(Operand)
    /// A figure as a plain target.
    case asTarget(Operand)
    /// Which way is better, as a text or choice says it: `higher`, `lower`, ignoring case; anything else is unknown.
    /// Only as the third argument of `meets`, `near`, `gap`, `relative_gap`.
    case direction(Operand)
    /// The status that is due by a scheme (an index into `RuleSet.schemes`): the first whose condition is true, unless
    /// one before it is unknown. One condition for each status in order; `nil` for one that is never due, a literal
    /// true for `otherwise`.
    case due(scheme: Int, conditions: [Operand?])
    /// A function with its arguments in the order of the reference, `nil` for one that was left out: `meets(value,
    /// target, direction)` with a literal unknown where no direction is known; `near(value, target, direction, points,
    /// percent)`; `round(x, n)`; `year(p)`; `printed(column)`; … `prorate` with a third argument is a target times a
    /// figure that is not a constant.
    case call(Function, [Operand?])
    case aggregate(Aggregate)
}

/// An operation as an author wrote it.
package typealias WrittenOperation = Operation<TypedExpression, CellReference, CheckedAggregate>

extension Operation {
    /// Its operands in the order in which they are written; `nil` for an argument that was left out, and for a status
    /// that is never due. An aggregate has none here: its expressions are its own.
    package var operands: [Operand?] {
        switch self {
        case .literal, .column, .aggregate: []
        case .arithmetic(_, let a, let b), .compareFigures(_, let a, let b), .compareCodes(_, let a, let b),
            .compareTexts(_, let a, let b), .agrees(let a, let b), .sameColour(let a, let b, _),
            .compareTruths(let a, let b, _), .compareTargets(let a, let b, _), .dateShift(let a, let b, _):
            [a, b]
        case .negative(let a), .not(let a), .state(_, let a), .matches(let a, _, _), .isIn(let a, _), .asText(let a),
            .ignoringCase(let a), .asTarget(let a), .direction(let a):
            [a]
        case .and(let list), .or(let list), .joinedTexts(let list, _): list
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
        case .negative(let a), .not(let a), .state(_, let a), .matches(let a, _, _), .isIn(let a, _), .asText(let a),
            .ignoringCase(let a), .asTarget(let a), .direction(let a):
            body(a)
        case .and(let list), .or(let list), .joinedTexts(let list, _): list.forEach(body)
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
        case .matches(let a, let pattern, let extent): .matches(operand(a), pattern, extent)
        case .isIn(let a, let literals): .isIn(operand(a), literals)
        case .asText(let a): .asText(operand(a))
        case .ignoringCase(let a): .ignoringCase(operand(a))
        case .joinedTexts(let list, let around): .joinedTexts(list.map(operand), around: around)
        case .asTarget(let a): .asTarget(operand(a))
        case .direction(let a): .direction(operand(a))
        case .due(let scheme, let conditions): .due(scheme: scheme, conditions: conditions.map { $0.map(operand) })
        case .call(let function, let list): .call(function, list.map { $0.map(operand) })
        }
    }
}

/// A value that is written in a rule file, or that checking put there.
package enum Literal: Sendable {
    case figure(Figure)
    /// A target by the text of its cell, which is read as a cell would be.
    case target(text: String)
    case text(String)
    /// Days since 1970-01-01.
    case date(days: Int)
    /// A `Period.code`.
    case period(code: Int64)
    case truth(Bool)
    /// An index of the choice's labels.
    case choice(Int)
    /// An index of the scheme's labels.
    case status(label: Int)
    /// A length of time; its type (`ValueType.duration`) has the unit.
    case duration(Int)
    /// All days in a column of dates of a table, for functions that ask whether a day is among them.
    case days(table: Int, column: Int)
    /// How many columns the files of a table have.
    case columnCount(table: Int)
    /// What `find` looks for.
    case pattern(SoughtPattern)
    /// Unknown, of whatever type the expression has.
    case unknown
    /// Used while only a type is wanted; never in a finished expression.
    case none
}

/// A pattern with the part of its match that is wanted.
package struct SoughtPattern: Sendable, Hashable {
    package var pattern: Pattern
    /// An index of the pattern's groups; `nil` for the whole match.
    package var group: Int?
}

/// How two texts are compared: case-sensitive, both trimmed and composed. Their negations are a `not` around these.
package enum TextComparison: Sendable { case equal, notEqual, contains, startsWith, endsWith }

/// What `is …` asks of a value. Its negation (`is not`, `is unknown`, `is present`) is a `not` around it.
package enum StateTest: Sendable {
    /// `known` and `blank` are never unknown themselves; `isTrue` and `isFalse` are of conditions and flags.
    case known, blank, isTrue, isFalse
    /// How a figure is printed (`c. 95%`, `<5`). False for everything else.
    case approximate, bounded
    /// Whether the status has this colour; of a grey one `is grey` is true and every other colour false. Unknown for an
    /// unknown cell, also for a blank one where the scheme has no `""` label.
    case colour(Colour)
    /// Whether the cell has this label, an index into the labels of the scheme or choice.
    case label(Int)
    /// Whether the text is this one, ignoring case.
    case text(String)
    /// Whether the text is one of these, ignoring case.
    case texts(WordList)
}
