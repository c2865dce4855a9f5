// Decides whether a line end ends a clause, or the clause continues.

extension Lexer {
    /// Takes a line end: as a token where it ends a clause, as trivia where the clause continues or has not begun.
    mutating func lexLineEnd() {
        let start = position
        guard tokens.count > clauseStart else {
            position = afterLineEnd(start)
            return
        }
        let next = skipLines(from: start)
        if goesOn(at: next) {
            while position < next {
                position = Byte.isLineEnd(bytes[position]) ? afterLineEnd(position) : skipBlanks(from: position)
            }
        } else {
            position = afterLineEnd(start)
            push(.lineEnd, .lineEnd, from: start)
            beginClause()
        }
    }

    /// The start of the next token behind the line end at `index`, skipping blank lines and comments.
    private mutating func skipLines(from index: Int) -> Int {
        var index = index
        while index < end {
            if Byte.isLineEnd(bytes[index]) {
                index = afterLineEnd(index)
            } else {
                let next = skipBlanks(from: index, silently: true)
                if next == index { return index }
                index = next
            }
        }
        return index
    }

    /// Whether the clause continues with the token at `next`, the first of its line.
    private func goesOn(at next: Int) -> Bool {
        guard !isEmbedded else { return true }
        guard next < end, !beginsSomethingElse(at: next) else { return false }
        if openParentheses > 0 || endsInOperator || beginsWithOperator(at: next) { return true }
        switch bytes[next] {
        case Byte.quote: return true
        case Byte.leftBrace:
            return clauseBegins(with: "rule") || clauseBegins(with: "table") || clauseBegins(with: "scheme")
                || clauseBegins(with: "test")
        default: return Sign.ofReservedWord[word(at: next)]?.continuesClause ?? false
        }
    }

    private var endsInOperator: Bool {
        let last = tokens.count - 1
        guard last >= 0 else { return false }
        if signs[last].continuesLine { return true }
        guard last > clauseStart + 1, isWord(last, "contains") || isWord(last, "matches") else { return false }
        return isOperand(before: last)
    }

    private func beginsWithOperator(at index: Int) -> Bool {
        switch bytes[index] {
        case UInt8(ascii: "+"), Byte.minus, Byte.star, Byte.slash, UInt8(ascii: "="), UInt8(ascii: "<"),
            UInt8(ascii: ">"), Byte.bar, UInt8(ascii: "&"):
            true
        case UInt8(ascii: "!"): byte(index + 1) == UInt8(ascii: "=")
        case 0xE2: byte(index + 1) == 0x89 && [0xA0, 0xA4, 0xA5].contains(byte(index + 2))
        default: false
        }
    }

    /// Whether a line begins with something that cannot continue any clause, however unfinished the one before is: a
    /// `}`, or a word that begins a clause or declaration, judged with what follows it.
    private func beginsSomethingElse(at index: Int) -> Bool {
        if bytes[index] == Byte.rightBrace { return true }
        let first = word(at: index)
        if first == "when" || first == "require" { return true }
        guard ruleClauseWords.contains(first) || declarationWords.contains(first) else { return false }
        var second = index + first.utf8.count
        let blank = second
        while byte(second) == Byte.space || byte(second) == Byte.tab { second += 1 }
        guard second > blank, second < end else { return false }
        if bytes[second] == Byte.quote { return true }
        let following = word(at: second)
        return !following.isEmpty && Sign.ofReservedWord[following] == nil
            && !["contains", "matches", "starts", "ends", "agrees"].contains(following)
    }

    /// The word of at most 40 bytes at an index, empty where there is none.
    private func word(at index: Int) -> String {
        var stop = index
        while stop < end, stop - index < 40 {
            let length = nameLength(in: bytes, at: stop, before: end, starting: stop == index)
            if length == 0 { break }
            stop += length
        }
        return text(index..<stop)
    }
}
