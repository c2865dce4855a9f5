// The parser's basis: looking at tokens, reporting what was expected, and recovery clause by clause.

internal import Diagnostics

/// A recursive-descent parser over the tokens of a file, or of one expression. Its methods never fail: what is missing
/// is reported and becomes `.broken` or an empty name. After the first fault in a clause the parser skips the rest of
/// it without reporting more; it continues with the next clause of a block, or the next declaration.
struct Parser {
    let file: SourceFile
    let tokens: [Token]
    let signs: [Sign]
    let bag: DiagnosticBag
    /// The index of the present token; never past `endOfFile`.
    var index = 0
    /// Whether the present clause has been given up.
    var isAbandoned = false
    /// The token that begins a clause although no line end stands before it, because the line before ends in a comma.
    var clauseBeginning: Int?
    /// Whether a `{` ends the clause, as in the first line of a declaration.
    var isInHeader = false
    /// Whether the lines of a `test` are being read.
    var isInTest = false
    /// How deep expressions are nested here.
    var nesting = 0
    /// How messages call the end of the tokens.
    var ending = "the end of the file"

    init(_ lexer: Lexer, file: SourceFile, bag: DiagnosticBag) {
        self.file = file
        self.bag = bag
        tokens = lexer.tokens
        signs = lexer.signs
    }

    // MARK: Looking

    var sign: Sign { signs[index] }
    var token: Token { tokens[index] }
    /// The place of the present token.
    var range: Range<Int> { tokens[index].range }
    /// Where the last token that was taken ends.
    var lastEnd: Int { index > 0 ? tokens[index - 1].range.upperBound : range.lowerBound }

    func sign(_ offset: Int) -> Sign { signs.indices.contains(index + offset) ? signs[index + offset] : .endOfFile }

    func kind(_ offset: Int = 0) -> Token.Kind {
        tokens.indices.contains(index + offset) ? tokens[index + offset].kind : .endOfFile
    }

    func text(_ range: Range<Int>) -> String { String(decoding: file.bytes[range], as: UTF8.self) }

    /// The text of a token, empty where it is longer than any word of the language.
    func word(_ offset: Int = 0) -> String {
        guard kind(offset) == .name else { return "" }
        let range = tokens[index + offset].range
        return range.count <= 40 ? text(range) : ""
    }

    func isAtWord(_ word: StaticString, _ offset: Int = 0) -> Bool {
        guard kind(offset) == .name else { return false }
        let range = tokens[index + offset].range
        guard range.count == word.utf8CodeUnitCount else { return false }
        return word.withUTF8Buffer { unsafe file.bytes[range].elementsEqual($0) }
    }

    /// Whether the token is a name and not a reserved word.
    func isAtName(_ offset: Int = 0) -> Bool {
        switch kind(offset) {
        case .name: sign(offset) == .other
        case .quotedName: true
        default: false
        }
    }

    /// Whether the token is a text, closed or not.
    func isAtText(_ offset: Int = 0) -> Bool { kind(offset) == .text }

    var isAtClauseEnd: Bool { sign == .lineEnd || sign == .rightBrace || sign == .endOfFile }

    /// Whether the token is the first on its line.
    func isFirstOnLine(_ offset: Int = 0) -> Bool {
        guard index + offset < tokens.count else { return false }
        let trivia = tokens[index + offset].trivia
        if trivia.lowerBound == 0 || sign(offset - 1) == .lineEnd { return true }
        return file.bytes[trivia].contains { Byte.isLineEnd($0) }
    }

    // MARK: Taking

    mutating func advance() { if index < tokens.count - 1 { index += 1 } }

    mutating func take(_ wanted: Sign) -> Bool {
        guard sign == wanted else { return false }
        advance()
        return true
    }

    mutating func takeWord(_ wanted: StaticString) -> Bool {
        guard isAtWord(wanted) else { return false }
        advance()
        return true
    }

    // MARK: Faults

    /// Reports a fault unless the clause has been given up already; does not give it up.
    func report(
        _ code: String, _ message: @autoclosure () -> String, at range: Range<Int>,
        help: @autoclosure () -> String? = nil,
        notes: @autoclosure () -> [DiagnosticNote] = [], fix: @autoclosure () -> DiagnosticFix? = nil
    ) {
        guard !isAbandoned else { return }
        bag.report(code, message(), at: range, help: help(), notes: notes(), fix: fix())
    }

    /// Reports a fault at the present token, and gives the clause up.
    mutating func fail(
        _ code: String, _ message: String, help: String? = nil, notes: [DiagnosticNote] = [], fix: DiagnosticFix? = nil
    ) {
        if sign != .bad { report(code, message, at: faultRange, help: help, notes: notes, fix: fix) }
        abandon()
    }

    /// Reports that something else was expected here, and gives the clause up.
    mutating func failExpected(
        _ code: String, _ wanted: String, help: String? = nil, notes: [DiagnosticNote] = [], fix: DiagnosticFix? = nil
    ) {
        fail(code, "expected \(wanted), found \(found)", help: help, notes: notes, fix: fix)
    }

    /// Gives the clause up: goes to its end.
    mutating func abandon() {
        isAbandoned = true
        skipClause()
    }

    /// The place of a fault at the present token: behind the last token where a line or the file ends.
    var faultRange: Range<Int> {
        sign == .lineEnd || sign == .endOfFile ? lastEnd..<lastEnd : range
    }

    /// A description of the present token, for messages.
    var found: String {
        switch kind() {
        case .lineEnd: return "the end of the line"
        case .endOfFile: return ending
        case .text: return "a text"
        case .regex: return "a regular expression"
        case .cell: return "a cell"
        default:
            let written = text(range.prefix(40))
            return written.contains("`") ? written : "`\(written)`"
        }
    }

    /// Takes a comma at the end of a line, where none belongs, with a report: the next line begins a clause. `false`
    /// where
    /// there is none here.
    mutating func takeCommaAtLineEnd() -> Bool {
        guard !isAbandoned, sign == .comma, isFirstOnLine(1) || sign(1) == .rightBrace else {
            return false
        }
        report(
            "unexpected-sign", "a line ends without a comma here", at: range,
            fix: DiagnosticFix("leave out the comma", replacing: range, with: ""))
        advance()
        if !isAtClauseEnd { clauseBeginning = index }
        return true
    }

    /// Takes a comma behind a list of names where the next line begins another clause; `false` where the list may go
    /// on.
    mutating func takeCommaBehindNames() -> Bool {
        let isOther =
            sign(1) == .rightBrace || ruleClauseWords.contains(word(1)) || tableLineWords.contains(word(1))
            || columnTypeWords.contains(word(2))
        return isOther && takeCommaAtLineEnd()
    }

    /// Takes `and` between two names, which are separated by commas, with a report; also a comma.
    mutating func takeSeparator() -> Bool {
        if take(.comma) { return true }
        guard !isAbandoned, sign == .and, isAtName(1) else { return false }
        report(
            "unexpected-word", "names are separated by commas", at: range,
            fix: DiagnosticFix("write `,`", replacing: lastEnd..<range.upperBound, with: ","))
        advance()
        return true
    }

    func note(_ message: String, at range: Range<Int>) -> DiagnosticNote {
        DiagnosticNote(message, at: SourceSpan(file, range))
    }

    // MARK: Recovery

    /// Goes to the end of the clause: its line end, the `}` of its block, or in a header the `{`; blocks in between are
    /// skipped.
    mutating func skipClause() {
        var depth = 0
        while true {
            switch sign {
            case .endOfFile: return
            case .lineEnd where depth == 0: return
            case .leftBrace:
                if isInHeader { return }
                depth += 1
            case .rightBrace:
                if depth == 0 { return }
                depth -= 1
                if depth == 0, isFirstOnLine(1) { return advance() }
            default: if depth > 0, isAtDeclaration { return }
            }
            advance()
        }
    }

    /// Whether a declaration begins here, at the start of a line, which cannot be a clause of a block.
    var isAtDeclaration: Bool {
        guard kind() == .name, index == 0 || signs[index - 1] == .lineEnd || isFirstOnLine() else { return false }
        if isInTest, sign(1) != .bar, declarationWords.contains(word()) { return true }
        switch word() {
        case "import": return isAtText(1)
        case "waive": return isAtName(1) && [.where, .until, .because].contains(sign(2))
        case "set": return isAtName(1) && isAtWord("to", 2)
        case "rule", "table", "scheme", "test": return isAtName(1) && opensBlock
        default: return false
        }
    }

    /// Whether the clause that begins here opens a block.
    private var opensBlock: Bool {
        var ahead = index
        while ahead < signs.count {
            switch signs[ahead] {
            case .leftBrace: return true
            case .lineEnd, .rightBrace, .endOfFile: return false
            default: ahead += 1
            }
        }
        return false
    }

    /// Reads `{ … }` clause by clause. `header` is the place of the declaration that has the block.
    mutating func block(of header: Range<Int>, clause: (inout Parser) -> Void) {
        isInHeader = false
        let opening = range
        if !take(.leftBrace) {
            let place = lastEnd..<lastEnd
            failExpected(
                "expected-brace", "`{`", fix: DiagnosticFix("write `{`", replacing: place, with: " {"))
            _ = take(.lineEnd)
            isAbandoned = false
            if isAtDeclaration || sign == .endOfFile { return }
        }
        while true {
            while take(.lineEnd) {}
            isAbandoned = false
            if take(.rightBrace) { return }
            if sign == .endOfFile || isAtDeclaration {
                let place = opening.isEmpty ? header : opening
                failUnclosed(place)
                return
            }
            let before = index
            clause(&self)
            endClause()
            if index == before { advance() }
        }
    }

    private func failUnclosed(_ opening: Range<Int>) {
        let place = sign == .endOfFile ? lastEnd..<lastEnd : range
        report(
            "unclosed-block", "expected `}` before \(found)", at: place,
            notes: [note("the block opens here", at: opening)],
            fix: DiagnosticFix("close the block", replacing: lastEnd..<lastEnd, with: "\n}"))
    }

    /// Reports anything that is left in the clause.
    mutating func endClause() {
        guard !isAtClauseEnd, clauseBeginning != index else { return }
        if isAbandoned {
            if signs[max(0, index - 1)] != .rightBrace || !isFirstOnLine() { skipClause() }
            return
        }
        failUnexpected()
    }
}
