// Which tokens have spaces between them, and what each means at its place.

extension Sign {
    /// What a token of a file without errors means.
    init(of token: Token, in bytes: [UInt8]) {
        let text = bytes[token.range]
        switch token.kind {
        case .name where text.count <= 8:
            self = Sign.ofReservedWord[String(decoding: text, as: UTF8.self)] ?? .other
        case .symbol: self = Sign.ofSymbol[String(decoding: text, as: UTF8.self)] ?? .other
        case .lineEnd: self = .lineEnd
        case .endOfFile: self = .endOfFile
        default: self = .other
        }
    }

    private static let ofSymbol: [String: Sign] = [
        "{": .leftBrace, "}": .rightBrace, "(": .leftParenthesis, ")": .rightParenthesis, "[": .leftBracket,
        "]": .rightBracket, ",": .comma, ".": .dot, "..": .range, ":": .colon, "=": .assign, "?": .question, "|": .bar,
        "==": .equal, "!=": .notEqual, "<": .less, "<=": .lessOrEqual, ">": .greater, ">=": .greaterOrEqual,
        "+": .plus, "-": .minus, "*": .star, "/": .slash,
    ]

    /// Whether a line is broken before it rather than behind it.
    var beginsLine: Bool {
        switch self {
        case .and, .or, .then, .else, .bar: true
        default: isOperator
        }
    }
}

extension FileLayout {
    /// Records for each token of a clause its depth in brackets, whether the author broke the line before it, and how
    /// many spaces precede it.
    mutating func prepare(_ clause: Range<Int>) {
        var depth = 0
        var wasUnary = false
        for index in clause {
            depths[index] = depth
            switch signs[index] {
            case .leftParenthesis: depth += 1
            case .rightParenthesis: depth = max(0, depth - 1)
            default: break
            }
            let isUnary = signs[index] == .minus && !isOperand(before: index, in: clause)
            if index > clause.lowerBound {
                spaces[index] = wasUnary ? 0 : space(before: index, in: clause)
                breaks[index] = bytes[tokens[index].trivia].contains(where: Byte.isLineEnd)
                if breaks[index], !wasUnary { moveBreak(before: index, in: clause) }
            }
            wasUnary = isUnary
        }
    }

    /// Moves a line break from behind an operator to before it, unless there is a comment.
    private mutating func moveBreak(before index: Int, in clause: Range<Int>) {
        guard index - 1 > clause.lowerBound, signs[index - 1].beginsLine, !breaks[index - 1],
            !bytes[tokens[index].trivia].contains(Byte.slash)
        else { return }
        breaks[index] = false
        breaks[index - 1] = true
    }

    /// The spaces between a token of a clause and the one before it.
    private func space(before index: Int, in clause: Range<Int>) -> Int {
        switch signs[index] {
        case .comma, .rightParenthesis, .dot, .range, .colon, .question: return 0
        case .leftParenthesis where isFunction(index - 1, in: clause): return 0
        default: break
        }
        switch signs[index - 1] {
        case .leftParenthesis, .dot, .range: return 0
        default: return 1
        }
    }

    /// Whether the token before the one at `index` ends an operand.
    private func isOperand(before index: Int, in clause: Range<Int>) -> Bool {
        let before = index - 1
        guard before >= clause.lowerBound else { return false }
        switch signs[before] {
        case .other: return !isOperatorWord(before, in: clause)
        case .rightParenthesis, .true, .false, .unknown: return true
        default: return false
        }
    }

    private func isFunction(_ index: Int, in clause: Range<Int>) -> Bool {
        tokens[index].kind == .name && signs[index] == .other && !isOperatorWord(index, in: clause)
    }

    /// Whether a word that is not reserved is an operator at its place: `contains` and a column's `between` behind an
    /// operand.
    private func isOperatorWord(_ index: Int, in clause: Range<Int>) -> Bool {
        guard index > clause.lowerBound, isWord(index, "contains") || isWord(index, "between") else { return false }
        switch signs[index - 1] {
        case .not, .rightParenthesis, .true, .false, .unknown: return true
        case .other: return !isOperatorWord(index - 1, in: clause)
        default: return false
        }
    }

    /// Whether a token is this word.
    func isWord(_ index: Int, _ word: StaticString) -> Bool {
        guard tokens[index].kind == .name else { return false }
        let range = tokens[index].range
        return range.count == word.utf8CodeUnitCount && word.withUTF8Buffer { unsafe bytes[range].elementsEqual($0) }
    }
}
