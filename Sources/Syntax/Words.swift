// The words and signs of the language: what is reserved where, and what each sign means to the parser.

/// The words that are reserved everywhere; a column of such a name stands in backquotes.
package let reservedWords: [String] = [
    "and", "or", "not", "if", "then", "else", "is", "in", "where", "when", "require", "true", "false", "unknown",
    "until",
    "because", "from", "with", "by", "over", "as", "on",
]

/// The words that are reserved at the start of a table's line as well.
package let tableLineWords: [String] = ["key", "join", "series", "let"]

/// The words that no table and no alias can be called, because of what they mean before a `.`.
package let neighbourWords: [String] = ["previous", "next", "first", "last", "series", "any"]

/// The words that begin a declaration.
package let declarationWords: [String] = ["import", "let", "scheme", "table", "rule", "set", "waive", "test"]

/// The words that begin a clause of a rule.
package let ruleClauseWords: [String] = ["for", "let", "when", "require", "message", "help", "at", "fix"]

/// The words that modify a column, `from` apart.
package let columnModifierWords: [String] = [
    "required", "optional", "unique", "numbered", "matches", "between", "missing", "year", "blank", "month", "months",
    "years", "by", "fill",
]

/// The words among them that say how dates and periods are read. They modify no status, whose scheme may be called so.
let calendarModifierWords: [String] = ["month", "months", "years"]

/// Whether a word is reserved everywhere.
package func isReserved(_ word: String) -> Bool { Sign.ofReservedWord[word] != nil }

/// What a token means to the parser, beyond its kind. Wrong spellings (`&&`) have the meaning that was intended, and a
/// diagnostic of their own.
enum Sign: UInt8 {
    case other
    /// The lexer has said what is wrong with it; the parser stays silent about it.
    case bad
    case lineEnd, endOfFile
    case leftBrace, rightBrace, leftParenthesis, rightParenthesis, leftBracket, rightBracket
    case comma, dot, range, colon, assign, question, bar
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual
    case plus, minus, star, slash
    case and, or, not, `if`, then, `else`, `is`, `in`, `where`, when, require, `true`, `false`, unknown, until
    case because, from, with, by, over, `as`, on

    static let ofReservedWord: [String: Sign] = [
        "and": .and, "or": .or, "not": .not, "if": .if, "then": .then, "else": .else, "is": .is, "in": .in,
        "where": .where, "when": .when, "require": .require, "true": .true, "false": .false, "unknown": .unknown,
        "until": .until, "because": .because, "from": .from, "with": .with, "by": .by, "over": .over, "as": .as,
        "on": .on,
    ]

    /// Whether it is one of the words that are reserved everywhere.
    var isReservedWord: Bool { rawValue >= Sign.and.rawValue }

    /// `+ - * /` and the comparisons.
    var isOperator: Bool { rawValue >= Sign.equal.rawValue && rawValue <= Sign.slash.rawValue }

    /// `==` to `>=`.
    var isComparison: Bool { rawValue >= Sign.equal.rawValue && rawValue <= Sign.greaterOrEqual.rawValue }

    /// Whether a line that ends in it goes on in the next one: operators, and words that end no clause.
    var continuesLine: Bool {
        switch self {
        case .comma, .assign, .bar, .and, .or, .not, .in, .is, .with, .if, .then, .else, .where: true
        default: isOperator
        }
    }

    /// Whether a line that starts with it goes on with the clause before.
    var continuesClause: Bool {
        switch self {
        case .and, .or, .in, .is, .then, .else, .where, .until, .because, .from, .with, .by, .over, .as, .on: true
        default: false
        }
    }
}
