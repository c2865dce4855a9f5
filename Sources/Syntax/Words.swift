// The words and signs of the language: what is reserved where, and what each sign means to the parser.

/// The words that are reserved everywhere; a column with such a name is written in backquotes.
package let reservedWords: [String] = [
    "and", "or", "not", "if", "then", "else", "is", "in", "where", "when", "require", "true", "false", "unknown",
    "until",
    "because", "from", "with", "by", "over", "as", "on",
]

/// The words that are reserved at the start of a table's line as well.
package let tableLineWords: [String] = ["key", "join", "series", "let"]

/// The words that begin a line of a table unless a type stands behind them: `label indicator` says which column names a
/// row, and `label text` declares a column of that name.
package let namingWords: [String] = ["label", "owner"]

/// The names of the types of columns.
package let columnTypeWords: Set<String> = [
    "text", "whole", "number", "percent", "money", "measure", "target", "date", "period", "flag", "choice", "status",
]

/// The words that cannot name a table or an alias, because they have a meaning before a `.`.
package let neighbourWords: [String] = ["previous", "next", "first", "last", "series", "any"]

/// The words that begin a declaration.
package let declarationWords: [String] = ["import", "let", "scheme", "table", "rule", "set", "waive", "test"]

/// The words that begin a clause of a rule.
package let ruleClauseWords: [String] = ["for", "let", "when", "require", "message", "help", "at", "fix"]

/// The words that modify a column, except `from`.
package let columnModifierWords: [String] = [
    "required", "optional", "unique", "numbered", "matches", "between", "missing", "year", "blank", "month", "months",
    "years", "by", "fill", "at", "unit", "rounded",
    "quarters",
]

/// The modifiers for how figures, dates and periods are read. Behind `status` they are not modifiers: a scheme may have
/// such a name.
let readingModifierWords: [String] = ["month", "months", "years", "unit", "rounded", "quarters"]

/// Whether a word is reserved everywhere.
package func isReserved(_ word: String) -> Bool { Sign.ofReservedWord[word] != nil }

/// What a token means to the parser, beyond its kind. Wrong spellings (`&&`) have the meaning that was intended, and a
/// diagnostic of their own.
enum Sign: UInt8 {
    case other
    /// The lexer has reported it; the parser must not.
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

    /// Whether a line that ends in it continues on the next one: operators, and words that cannot end a clause.
    var continuesLine: Bool {
        switch self {
        case .comma, .assign, .bar, .and, .or, .not, .in, .is, .with, .if, .then, .else, .where: true
        default: isOperator
        }
    }

    /// Whether a line that starts with it continues the clause before.
    var continuesClause: Bool {
        switch self {
        case .and, .or, .in, .is, .then, .else, .where, .until, .because, .from, .with, .by, .over, .as, .on: true
        default: false
        }
    }
}
