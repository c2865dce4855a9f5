// Comparisons and other tests of a value, which cannot be chained.

internal import Diagnostics

extension Parser {
    /// cmp = sum [ comparison sum | "agrees" "with" sum | ["not"] "in" set | ["not"] ("matches" | "contains") REGEX
    ///           | ["not"] ("contains" | "starts" "with" | "ends" "with") sum | "is" ["not"] state ]
    mutating func comparison() -> Parsed {
        let left = sum()
        guard isAtComparison else { return left }
        let first = range
        let result = comparison(of: left)
        guard isAtComparison else { return result }
        return chained(left, first, result)
    }

    /// The rest of a comparison whose left side stands elsewhere.
    mutating func comparison(behind left: Parsed) -> Parsed { comparison(of: left) }

    private var isAtComparison: Bool {
        guard !isAbandoned else { return false }
        switch sign {
        case .assign, .in, .is, .not: return true
        case .other:
            return ["agrees", "matches", "contains", "starts", "ends", "between"].contains(word())
        default: return sign.isComparison
        }
    }

    /// Reports chained comparisons, and reads to the end of the chain.
    private mutating func chained(_ left: Parsed, _ first: Range<Int>, _ result: Parsed) -> Parsed {
        let second = range
        let signs = [text(first), text(second)]
        var end = comparison(of: result).range.upperBound
        while isAtComparison { end = comparison(of: result).range.upperBound }
        let place = left.range.lowerBound..<end
        guard !isAbandoned else { return Parsed(expression: Expression(.broken, place)) }
        let (start, middle, last) = (
            text(left.range), text(first.upperBound..<second.lowerBound).trimmed, text(second.upperBound..<end).trimmed
        )
        let isRange = signs == ["<=", "<="]
        let isOrdered = isRange || signs.allSatisfy { $0 == "<" || $0 == "<=" }
        let range = "\(middle) in \(start)..\(last)"
        let both = "\(start) \(signs[0]) \(middle) and \(middle) \(signs[1]) \(last)"
        let help =
            if isRange {
                "write `\(range)`"
            } else if isOrdered {
                "write `\(range)`, which includes both ends, or `\(both)`"
            } else {
                "join them with `and`, or put one in brackets"
            }
        report(
            "chained-comparison", "comparisons do not chain", at: place, help: help,
            fix: isOrdered && place.count < 400
                ? DiagnosticFix(
                    "write `\(isRange ? range : both)`", replacing: place, with: isRange ? range : both) : nil)
        return Parsed(expression: Expression(.broken, place))
    }

    /// Takes the rest of a comparison behind its left side.
    private mutating func comparison(of left: Parsed) -> Parsed {
        let place = range
        switch sign {
        case .is: return state(of: left)
        case .in:
            advance()
            return membership(of: left, negated: false)
        case .not: return negated(left)
        case .other: return wordComparison(of: left, negated: false, from: place)
        default:
            let operation = comparisonOperator()
            advance()
            let right = sum()
            return binary(operation, left, right, at: place)
        }
    }

    private func comparisonOperator() -> BinaryOperator {
        switch sign {
        case .notEqual: return .notEqual
        case .less: return .less
        case .lessOrEqual: return .lessOrEqual
        case .greater: return .greater
        case .greaterOrEqual: return .greaterOrEqual
        case .assign:
            report(
                "single-equals", "two values are compared with `==`", at: range,
                fix: DiagnosticFix("write `==`", replacing: range, with: "=="))
            return .equal
        default: return .equal
        }
    }

    private mutating func negated(_ left: Parsed) -> Parsed {
        let start = range
        advance()
        if take(.in) { return membership(of: left, negated: true) }
        if ["matches", "contains", "starts", "ends", "between"].contains(word()) {
            return wordComparison(of: left, negated: true, from: start)
        }
        failExpected(
            "expected-comparison", "`in`, `matches`, `contains`, `starts with` or `ends with` after `not`",
            help: "`not` stands before a whole condition: `not (a == b)`, or write `a != b`")
        return broken
    }

    private mutating func wordComparison(of left: Parsed, negated: Bool, from start: Range<Int>) -> Parsed {
        let word = word()
        if word == "between" { return between(left, negated: negated, from: start) }
        advance()
        switch word {
        case "matches":
            guard let regex = regexLiteral(after: "matches") else { return broken }
            return pattern(.matches, regex, of: left, negated: negated)
        case "contains":
            guard kind() == .regex else { break }
            guard let regex = regexLiteral(after: "contains") else { return broken }
            return pattern(.contains, regex, of: left, negated: negated)
        default:
            if !take(.with) {
                let behind = lastEnd..<lastEnd
                report(
                    "expected-with", "expected `with` after `\(word)`", at: behind,
                    fix: DiagnosticFix("write `with`", replacing: behind, with: " with"))
            }
        }
        let operation: BinaryOperator =
            switch word {
            case "agrees": .agreesWith
            case "starts": negated ? .notStartsWith : .startsWith
            case "ends": negated ? .notEndsWith : .endsWith
            default: negated ? .notContains : .contains
            }
        let place = start.lowerBound..<lastEnd
        let right = sum()
        return binary(operation, left, right, at: place)
    }

    /// `between a and b`, which is written with `in`: reports it, and takes it as that.
    private mutating func between(_ left: Parsed, negated: Bool, from start: Range<Int>) -> Parsed {
        advance()
        let low = sum()
        guard !isAbandoned, take(.and) || takeWord("to") || take(.range) || take(.comma) else {
            if !isAbandoned {
                fail("wrong-word", "`between` is written with `in`", help: "`value in 10..20`, both ends included")
            }
            return broken
        }
        let high = sum()
        guard !isAbandoned else { return broken }
        let place = start.lowerBound..<high.range.upperBound
        let meant = (negated ? "not in " : "in ") + text(low.range) + ".." + text(high.range)
        report(
            "wrong-word", "`between` is written with `in`, both ends included", at: place,
            help: "write `\(meant)`", fix: DiagnosticFix("write `\(meant)`", replacing: place, with: meant))
        return make(
            .membership(left.expression, .range(low.expression, high.expression), negated: negated),
            left.range.lowerBound..<high.range.upperBound, over: left, low, high)
    }

    /// A comparison in words behind `is`, such as `is greater than`: reports it, and takes it as what it means; `nil`
    /// where there is none here.
    private mutating func comparisonInWords(_ left: Parsed, negated: Bool, from start: Range<Int>) -> Parsed? {
        if isAtWord("between") { return between(left, negated: negated, from: start) }
        guard !negated, kind() == .name, sign == .other || sign == .over else { return nil }
        guard
            let (words, meant) = OtherWords.comparisons.first(where: { candidate in
                candidate.words.indices.allSatisfy { word($0) == candidate.words[$0] }
            }), isOperandAhead(words.count)
        else { return nil }
        for _ in words { advance() }
        let place = start.lowerBound..<lastEnd
        report(
            "wrong-word", "`\(text(place))` is written `\(meant)`", at: place,
            fix: DiagnosticFix("write `\(meant)`", replacing: place, with: meant))
        let operation: BinaryOperator =
            switch meant {
            case ">=": .greaterOrEqual
            case "<=": .lessOrEqual
            case ">": .greater
            case "<": .less
            default: .equal
            }
        let right = sum()
        return binary(operation, left, right, at: place)
    }

    private func isOperandAhead(_ offset: Int) -> Bool {
        switch kind(offset) {
        case .number, .percent, .date, .text, .quotedName: true
        case .name: sign(offset) == .other
        default: sign(offset) == .minus || sign(offset) == .leftParenthesis
        }
    }

    private mutating func pattern(
        _ test: PatternTest, _ regex: RegexLiteral, of left: Parsed, negated: Bool
    ) -> Parsed {
        make(
            .matches(left.expression, test, regex, negated: negated),
            left.range.lowerBound..<regex.range.upperBound, over: left)
    }

    /// "is" ["not"] ("known" | "unknown" | "blank" | "present" | "true" | "false" | COLOUR | TEXT | sum)
    private mutating func state(of left: Parsed) -> Parsed {
        let word = range
        advance()
        let negated = take(.not)
        if sign == .in { return labels(of: left, negated: negated, from: word) }
        if let made = comparisonInWords(left, negated: negated, from: word) { return made }
        if isAtWord("one"), isAtWord("of", 1) {
            let place = range.lowerBound..<tokens[index + 1].range.upperBound
            report(
                "wrong-word", "`is one of` is written `is in`, with a list in brackets", at: place,
                help: "`is in (\"North\", \"South\")`",
                fix: sign(2) == .leftParenthesis
                    ? DiagnosticFix("write `in`", replacing: place, with: "in") : nil)
            abandon()
            return broken
        }
        if isAtWord("either"), isAtName(1) || isAtText(1) {
            let place = range.lowerBound..<tokens[index + 1].range.lowerBound
            report(
                "wrong-word", "each part of a condition has both sides: `rag is red or rag is amber`", at: range,
                fix: DiagnosticFix("leave out `either`", replacing: place, with: ""))
            advance()
        }
        if isAtWord("a") || isAtWord("an"), isAtName(1) {
            fail(
                "wrong-word",
                "`is \(text(range)) \(self.word(1))` asks nothing: the type of a column says what its cells hold",
                help: "a cell that cannot be read as its type is reported; `is known` asks whether there is a value")
            return broken
        }
        let state: StateName
        var height = left.height
        if isAtText(), sign(1) != .plus {
            guard let text = textLiteral("expected-state", "a label") else { return broken }
            state = .text(text.text, text.range)
        } else if kind() == .name, [.unknown, .true, .false].contains(sign) {
            state = .word(takeName())
        } else if kind() == .quotedName || sign == .leftParenthesis || isAtText() || kind() == .name && sign == .other {
            let value = sum()
            guard !isAbandoned else { return broken }
            height = max(height, value.height)
            if case .name(nil, let name) = value.expression.kind, !name.isQuoted {
                state = .word(name)
            } else {
                state = .value(value.expression)
            }
        } else {
            let isValue = [.number, .percent, .date].contains(kind())
            let operation = negated ? "!=" : "=="
            let place = word.lowerBound..<lastEnd
            failExpected(
                "expected-state",
                "what it is: `known`, `unknown`, `blank`, `present`, `true`, `false`, a colour or a label",
                help: isValue ? "values are compared with `\(operation)`" : nil,
                fix: isValue ? DiagnosticFix("write `\(operation)`", replacing: place, with: operation) : nil)
            return broken
        }
        return make(
            .state(left.expression, state, negated: negated), left.range.lowerBound..<lastEnd, height: height + 1)
    }

    /// "is" ["not"] "in" ( "(" e {"," e} ")" | N )
    private mutating func labels(of left: Parsed, negated: Bool, from word: Range<Int>) -> Parsed {
        let written = negated ? "not in" : "in"
        let fix = DiagnosticFix("write `\(written)`", replacing: word.lowerBound..<range.upperBound, with: written)
        advance()
        if sign == .leftParenthesis || sign == .leftBracket {
            let list = list()
            return make(
                .membership(left.expression, .labels(list.items), negated: negated),
                left.range.lowerBound..<lastEnd, height: 1 + max(left.height, list.height))
        }
        let name = sum()
        guard !isAbandoned, sign != .range, case .name(nil, _) = name.expression.kind else {
            failExpected(
                "expected-state", "a list of labels after `is in`",
                help: "values are compared with `\(written)`; "
                    + "`is in (\"…\", \"…\")` asks labels and texts, ignoring case",
                fix: sign == .range ? fix : nil)
            return broken
        }
        return make(
            .membership(left.expression, .labels([name.expression]), negated: negated),
            left.range.lowerBound..<lastEnd, over: left, name)
    }

    /// set = "(" e {"," e} ")" | N | sum ".." sum
    private mutating func membership(of left: Parsed, negated: Bool) -> Parsed {
        var first: Parsed?
        if let range = bracketedRange(left, negated: negated) { return range }
        if sign == .leftParenthesis || sign == .leftBracket {
            let list = list()
            let isRange = sign == .range || [.plus, .minus, .star, .slash].contains(sign)
            guard list.items.count == 1, isRange, !isAbandoned else {
                return make(
                    .membership(left.expression, .list(list.items), negated: negated),
                    left.range.lowerBound..<lastEnd, height: 1 + max(left.height, list.height))
            }
            first = make(.parenthesized(list.items[0]), list.range, height: list.height + 1)
        }
        let low = sum(after: first)
        if !isAbandoned, first == nil, sign == .comma, !isFirstOnLine(1) {
            var items = [low]
            while !isAbandoned, take(.comma) { items.append(sum()) }
            let place = low.range.lowerBound..<lastEnd
            report(
                "expected-range", "a list stands in brackets", at: place,
                fix: DiagnosticFix("write `(\(text(place)))`", replacing: place, with: "(\(text(place)))"))
            return make(
                .membership(left.expression, .list(items.map(\.expression)), negated: negated),
                left.range.lowerBound..<lastEnd, height: 1 + (items.map(\.height).max() ?? 0))
        }
        if !isAbandoned, sign != .range, case .name(nil, _) = low.expression.kind {
            return make(
                .membership(left.expression, .named(low.expression), negated: negated),
                left.range.lowerBound..<max(left.range.upperBound, low.range.upperBound), over: left, low)
        }
        if !isAbandoned, isAtWord("to"), isOperandAhead(1) {
            report(
                "expected-range", "a range is written with `..`", at: range, help: "`in 1..5`, both ends included",
                fix: DiagnosticFix(
                    "write `..`", replacing: lastEnd..<tokens[index + 1].range.lowerBound, with: ".."))
            advance()
            let high = sum()
            return make(
                .membership(left.expression, .range(low.expression, high.expression), negated: negated),
                left.range.lowerBound..<max(left.range.upperBound, high.range.upperBound), over: left, low, high)
        }
        guard !isAbandoned, take(.range) else {
            failExpected(
                "expected-range", "`..`", help: "`in` stands before a list, `in (1, 2, 3)`, or a range, `in 1..5`")
            return broken
        }
        let high = sum()
        return make(
            .membership(left.expression, .range(low.expression, high.expression), negated: negated),
            left.range.lowerBound..<max(left.range.upperBound, high.range.upperBound), over: left, low, high)
    }

    /// `[1..5]`, a range in brackets: reports it, and takes it without them; `nil` where there is none here.
    private mutating func bracketedRange(_ left: Parsed, negated: Bool) -> Parsed? {
        guard sign == .leftBracket else { return nil }
        var ahead = 1
        while ![.range, .comma, .rightBracket, .lineEnd, .endOfFile].contains(sign(ahead)) { ahead += 1 }
        guard sign(ahead) == .range else { return nil }
        let start = range.lowerBound
        advance()
        let low = sum()
        guard !isAbandoned, take(.range) else { return nil }
        let high = sum()
        guard !isAbandoned, take(.rightBracket) || take(.rightParenthesis) else { return nil }
        let meant = text(low.range) + ".." + text(high.range)
        report(
            "square-brackets", "a range stands without brackets: `in 1..5`", at: start..<lastEnd,
            fix: DiagnosticFix("write `\(meant)`", replacing: start..<lastEnd, with: meant))
        return make(
            .membership(left.expression, .range(low.expression, high.expression), negated: negated),
            left.range.lowerBound..<lastEnd, over: left, low, high)
    }

    /// "(" e {"," e} ")"
    private mutating func list() -> (items: [Expression], height: Int, range: Range<Int>) {
        let opening = range
        let isSquare = sign == .leftBracket
        if isSquare {
            var ahead = 1
            while ![.rightBracket, .rightParenthesis, .lineEnd, .endOfFile].contains(sign(ahead)) { ahead += 1 }
            let place = opening.lowerBound..<tokens[index + ahead].range.upperBound
            let meant = "(" + text(place).dropFirst().dropLast() + ")"
            report(
                "square-brackets", "a list stands in round brackets: `in (1, 2, 3)`", at: opening,
                fix: sign(ahead) == .rightBracket
                    ? DiagnosticFix("write `\(meant)`", replacing: place, with: meant) : nil)
        }
        advance()
        if sign == (isSquare ? .rightBracket : .rightParenthesis) {
            failEmptyBrackets()
            return ([broken.expression], 0, opening.lowerBound..<opening.upperBound)
        }
        var items: [Expression] = []
        var height = 0
        repeat {
            let item = conditional()
            items.append(item.expression)
            height = max(height, item.height)
            if !isAbandoned, isAtText() || kind() == .number, sign != .bad {
                report(
                    "expected-comma", "what a list holds is separated by commas", at: range,
                    fix: DiagnosticFix("write `,`", replacing: lastEnd..<lastEnd, with: ","))
                continue
            }
            guard !isAbandoned, take(.comma) else { break }
        } while true
        close(isSquare ? .rightBracket : .rightParenthesis, opening)
        return (items, height, opening.lowerBound..<max(opening.upperBound, lastEnd))
    }

    /// Takes the `)` for the bracket at `opening`.
    mutating func close(_ wanted: Sign, _ opening: Range<Int>) {
        if isAbandoned || take(wanted) { return }
        let mark = wanted == .rightBracket ? "]" : ")"
        failExpected(
            "unclosed-parenthesis", isAtClauseEnd ? "`\(mark)`" : "`,` or `\(mark)`",
            notes: [note("it opens here", at: opening)],
            fix: isAtClauseEnd ? DiagnosticFix("close it", replacing: lastEnd..<lastEnd, with: mark) : nil)
    }
}

extension String {
    /// Without the white space at its ends.
    fileprivate var trimmed: String {
        var part = self[...]
        while part.first?.isWhitespace == true { part.removeFirst() }
        while part.last?.isWhitespace == true { part.removeLast() }
        return String(part)
    }
}
