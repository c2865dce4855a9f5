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

    private var isAtComparison: Bool {
        guard !isAbandoned else { return false }
        switch sign {
        case .assign, .in, .is, .not: return true
        case .other:
            return ["agrees", "matches", "contains", "starts", "ends"].contains(word())
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
        if ["matches", "contains", "starts", "ends"].contains(word()) {
            return wordComparison(of: left, negated: true, from: start)
        }
        failExpected(
            "expected-comparison", "`in`, `matches`, `contains`, `starts with` or `ends with` after `not`",
            help: "`not` stands before a whole condition: `not (a == b)`, or write `a != b`")
        return broken
    }

    private mutating func wordComparison(of left: Parsed, negated: Bool, from start: Range<Int>) -> Parsed {
        let word = word()
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
        if !isAbandoned, sign != .range, case .name(nil, _) = low.expression.kind {
            return make(
                .membership(left.expression, .named(low.expression), negated: negated),
                left.range.lowerBound..<max(left.range.upperBound, low.range.upperBound), over: left, low)
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

    /// "(" e {"," e} ")"
    private mutating func list() -> (items: [Expression], height: Int, range: Range<Int>) {
        let opening = range
        let isSquare = sign == .leftBracket
        if isSquare {
            report("square-brackets", "a list stands in round brackets: `in (1, 2, 3)`", at: opening)
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
        } while !isAbandoned && take(.comma)
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
