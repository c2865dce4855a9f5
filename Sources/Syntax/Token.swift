// The tokens of a rule file: every byte belongs to exactly one token or to the trivia before one.

/// One token with the trivia before it. The tokens of a file, each with its trivia, cover every byte in order, so that
/// a file can be written again as it was; the last token is `endOfFile`.
package struct Token: Sendable {
    /// What the lexer took the token for.
    package enum Kind: Sendable, Equatable {
        /// A name, a reserved word included (`isReserved` tells); a rule's name may hold `-`.
        case name
        /// A name in backquotes, which its range includes.
        case quotedName
        case number
        /// `5%`
        case percent
        /// `2023-09-30`
        case date
        /// A text in quotes, on one line; its range includes the quotes, and may lack the closing one.
        case text
        /// `/…/` with its flags.
        case regex
        /// Punctuation and operators: `{ } ( ) [ ] , . .. : = == != < <= > >= + - * / ? |`
        case symbol
        /// A line end that ends a clause (those that do not are trivia).
        case lineEnd
        /// A cell of a row inside a `test` block, trimmed.
        case cell
        /// A byte or run of bytes that cannot begin a token.
        case unexpected
        case endOfFile
    }

    package let kind: Kind
    // A rule file may have millions of tokens: places are kept in 32 bits.
    private let triviaStart: UInt32
    private let start: UInt32
    private let end: UInt32

    /// The token's own bytes, without trivia.
    package var range: Range<Int> { Int(start)..<Int(end) }

    /// White space, comments and joined line ends before the token; ends where `range` begins.
    package var trivia: Range<Int> { Int(triviaStart)..<Int(start) }

    /// A token right behind its trivia. Places beyond 4 GiB are clamped to it.
    package init(kind: Kind, range: Range<Int>, trivia: Range<Int>) {
        self.kind = kind
        triviaStart = UInt32(clamping: trivia.lowerBound)
        start = UInt32(clamping: range.lowerBound)
        end = UInt32(clamping: range.upperBound)
    }
}
