// Cuts a rule file into tokens. It knows just enough of the language to tell a text from a template, a regular
// expression from a division, the end of a clause from a line end, and the rows of a `test` from all else.

internal import Diagnostics

/// Reads the bytes of one range once, from left to right. Never fails and takes time linear in the range.
struct Lexer {
    let bytes: [UInt8]
    let end: Int
    /// Whether the range is a single expression, as in the braces of a message.
    let isEmbedded: Bool
    let bag: DiagnosticBag

    var position: Int
    var tokens: [Token] = []
    var signs: [Sign] = []
    /// Where the trivia of the next token begins.
    var triviaStart: Int
    /// The index of the first token of the clause.
    var clauseStart = 0
    var openParentheses = 0
    /// How many `if`s of the clause still lack their `else`.
    private var openConditions = 0
    /// Whether the clause is a `require` and the `else` of its message has been taken.
    private var isInOtherwise = false
    var isInTest = false
    /// The line end up to which a brace is known not to be closed, so that the search is not repeated.
    var unclosedBraceLine = -1
    private var blockCommentsEnd = false

    init(file: SourceFile, range: Range<Int>, isEmbedded: Bool, bag: DiagnosticBag) {
        bytes = file.bytes
        position = range.lowerBound
        triviaStart = range.lowerBound
        end = range.upperBound
        self.isEmbedded = isEmbedded
        self.bag = bag
    }

    /// Cuts the whole range; the last token is `endOfFile`.
    mutating func run() {
        if position == 0, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { position = 3 }
        while true {
            position = skipBlanks(from: position)
            guard position < end else { break }
            if Byte.isLineEnd(bytes[position]) {
                lexLineEnd()
            } else {
                lexToken()
                if signs.last == .leftBrace, !isInTest, beginsTest { lexTest() }
            }
        }
        push(.endOfFile, .endOfFile, from: end)
    }

    // MARK: Tokens

    /// Appends the token from `start` to the present position.
    mutating func push(_ kind: Token.Kind, _ sign: Sign, from start: Int) {
        tokens.append(Token(kind: kind, range: start..<position, trivia: triviaStart..<start))
        signs.append(sign)
        triviaStart = position
    }

    /// The byte at an index, 0 behind the end.
    func byte(_ index: Int) -> UInt8 { index < end ? bytes[index] : 0 }

    func text(_ range: Range<Int>) -> String { String(decoding: bytes[range], as: UTF8.self) }

    /// Whether the token at an index is this word.
    func isWord(_ index: Int, _ word: StaticString) -> Bool {
        guard tokens.indices.contains(index), tokens[index].kind == .name else { return false }
        let range = tokens[index].range
        guard range.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { unsafe bytes[range].elementsEqual($0) }
    }

    /// Whether the clause begins with this word.
    func clauseBegins(with word: StaticString) -> Bool { !isEmbedded && isWord(clauseStart, word) }

    /// Whether a text here belongs to a `message` or `help`, or to the `else` of a `require`.
    var isInTemplate: Bool {
        guard !isEmbedded, clauseStart < tokens.count else { return false }
        return isInOtherwise || clauseBegins(with: "message") || clauseBegins(with: "help")
    }

    /// Whether the token before the one at `index` ends an operand (a `not` passed over), so that a word after it is an
    /// operator.
    func isOperand(before index: Int) -> Bool {
        var index = index - 1
        if index >= clauseStart, signs[index] == .not { index -= 1 }
        guard index >= clauseStart else { return false }
        switch signs[index] {
        case .other, .bad, .rightParenthesis, .rightBracket, .true, .false, .unknown: return true
        default: return false
        }
    }

    mutating func beginClause() {
        clauseStart = tokens.count
        openParentheses = 0
        openConditions = 0
        isInOtherwise = false
    }

    private mutating func lexToken() {
        let start = position
        let first = bytes[position]
        if isRuleNameDue, lexRuleName() { return }
        if nameLength(in: bytes, at: position, before: end, starting: true) > 0 { return lexName() }
        switch first {
        case 0x30...0x39: lexNumber()
        case Byte.quote: lexText()
        case Byte.apostrophe where lexQuotedOtherwise(): break
        case Byte.backquote: lexQuotedName()
        case Byte.slash where isRegexDue: lexRegex()
        default:
            if first >= 0x80, lexQuotedOtherwise() { return }
            lexSign()
            trackNesting(from: start)
        }
    }

    private mutating func trackNesting(from start: Int) {
        switch signs.last {
        case .leftParenthesis: openParentheses += 1
        case .rightParenthesis: openParentheses = max(0, openParentheses - 1)
        case .leftBrace where !isInTest && beginsTest: break
        case .leftBrace, .rightBrace: if !isInTest, !isEmbedded { beginClause() }
        default: break
        }
    }

    /// Whether a `/` begins a regular expression.
    private var isRegexDue: Bool {
        let last = tokens.count - 1
        guard last > 0 else { return false }
        // An argument: nothing is divided there.
        if openParentheses > 0, [.leftParenthesis, .comma, .colon].contains(signs[last]) { return true }
        let isBehindWord = isWord(last, "matches") || isWord(last, "matching") || isWord(last, "contains")
        return isBehindWord && isOperand(before: last)
    }

    private mutating func lexName() {
        let start = position
        while true {
            let length = nameLength(in: bytes, at: position, before: end, starting: false)
            if length == 0 { break }
            position += length
        }
        let sign = position - start <= 8 ? Sign.ofReservedWord[text(start..<position)] ?? .other : .other
        push(.name, sign, from: start)
        switch sign {
        case .if: openConditions += 1
        case .else where openConditions > 0: openConditions -= 1
        case .else: isInOtherwise = clauseBegins(with: "require")
        default: break
        }
    }

    private var isRuleNameDue: Bool {
        guard !isEmbedded, !isInTest, tokens.count == clauseStart + 1 else { return false }
        return clauseBegins(with: "rule") || clauseBegins(with: "set") || clauseBegins(with: "waive")
            || clauseBegins(with: "test")
    }

    /// Takes a rule's name: letters, digits, `_` and `-`.
    private mutating func lexRuleName() -> Bool {
        let start = position
        while true {
            let length = nameLength(in: bytes, at: position, before: end, starting: false)
            if length > 0 {
                position += length
            } else if byte(position) == Byte.minus, position > start {
                position += 1
            } else {
                break
            }
        }
        guard position > start else { return false }
        push(.name, .other, from: start)
        return true
    }

    // MARK: White space and comments

    /// The first place from `index` on that is neither white space nor part of a comment: a line end, a token, the end.
    mutating func skipBlanks(from index: Int, silently: Bool = false) -> Int {
        var index = index
        while index < end {
            switch bytes[index] {
            case Byte.space, Byte.tab, 0x0B, 0x0C: index += 1
            case 0xC2 where byte(index + 1) == 0xA0: index += 2
            case Byte.slash where byte(index + 1) == Byte.slash: index = endOfLine(from: index)
            case Byte.slash where byte(index + 1) == Byte.star && !isRegexDue:
                let start = index
                index = endOfBlockComment(from: index)
                if !silently {
                    bag.report(
                        "block-comment", "a comment begins with `//` and goes to the end of its line",
                        at: start..<index,
                        help: "begin each line of the comment with `//`")
                }
            case Byte.hash:
                if !silently {
                    bag.report(
                        "hash-comment", "a comment begins with `//`, not `#`", at: index..<index + 1,
                        fix: DiagnosticFix("write `//`", replacing: index..<index + 1, with: "//"))
                }
                index = endOfLine(from: index)
            default: return index
            }
        }
        return index
    }

    private mutating func endOfBlockComment(from start: Int) -> Int {
        guard !blockCommentsEnd else { return endOfLine(from: start) }
        var index = start + 2
        while index + 1 < end {
            if bytes[index] == Byte.star, bytes[index + 1] == Byte.slash { return index + 2 }
            index += 1
        }
        blockCommentsEnd = true
        return endOfLine(from: start)
    }

    /// The index of the line end, or the end of the range, at or after `index`.
    func endOfLine(from index: Int) -> Int {
        var index = index
        while index < end, !Byte.isLineEnd(bytes[index]) { index += 1 }
        return index
    }

    /// The index behind the line end at `index`.
    func afterLineEnd(_ index: Int) -> Int {
        bytes[index] == Byte.carriageReturn && byte(index + 1) == Byte.newline ? index + 2 : index + 1
    }

    // MARK: Test blocks

    /// Whether the last `{` opens the rows of a `test`.
    private var beginsTest: Bool { !isEmbedded && tokens.count - clauseStart >= 2 && clauseBegins(with: "test") }

    /// Cuts the lines of a `test`, from behind its `{` to the `}` on a line of its own, or to where a declaration
    /// begins.
    private mutating func lexTest() {
        isInTest = true
        defer {
            isInTest = false
            beginClause()
        }
        beginClause()
        while true {
            position = skipBlanks(from: position)
            guard position < end else { return }
            let first = bytes[position]
            if Byte.isLineEnd(first) {
                let start = position
                position = afterLineEnd(position)
                if tokens.count > clauseStart {
                    push(.lineEnd, .lineEnd, from: start)
                    beginClause()
                }
            } else if tokens.count > clauseStart {
                lexToken()
            } else if first == Byte.rightBrace {
                position += 1
                push(.symbol, .rightBrace, from: position - 1)
                return
            } else if first == Byte.bar {
                lexRow()
            } else if beginsDeclarationInTest() {
                return
            } else {
                lexToken()
            }
        }
    }

    /// Whether a line in a `test` is the start of a declaration rather than a row, because the `}` is missing.
    private func beginsDeclarationInTest() -> Bool {
        var index = position
        while index < end, Byte.isASCIILetter(bytes[index]) { index += 1 }
        guard declarationWords.contains(text(position..<min(index, position + 8))) else { return false }
        let blank = index
        while byte(index) == Byte.space || byte(index) == Byte.tab { index += 1 }
        return index > blank && index < end && !Byte.isLineEnd(bytes[index]) && bytes[index] != Byte.bar
    }
}
