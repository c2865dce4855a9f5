// Expressions, from `if` down to the signs before a value.

internal import Diagnostics

/// An expression with the height of its tree, which is bounded so that later stages can recurse.
struct Parsed {
    var expression: Expression
    var height = 1

    var range: Range<Int> { expression.range }
}

extension Parser {
    /// How deep an expression may be.
    static let maximumDepth = 200

    /// e
    mutating func expression() -> Expression { conditional().expression }

    /// sum
    mutating func sumExpression() -> Expression { sum().expression }

    /// An expression that extends to the end of the tokens; reports what is left over.
    mutating func wholeExpression() -> Expression {
        let result = expression()
        if !isAbandoned, sign != .endOfFile {
            failUnexpected()
            return Expression(.broken, result.range)
        }
        return result
    }

    // MARK: Building

    /// Makes an expression with parts; reports one that would be too deep and makes it `.broken`.
    mutating func make(_ kind: ExpressionKind, _ range: Range<Int>, over parts: Parsed...) -> Parsed {
        make(kind, range, height: 1 + (parts.map(\.height).max() ?? 0))
    }

    mutating func make(_ kind: ExpressionKind, _ range: Range<Int>, height: Int) -> Parsed {
        guard height <= Self.maximumDepth else { return tooDeep(at: range) }
        return Parsed(expression: Expression(kind, range), height: height)
    }

    /// A `.broken` expression at the present place.
    var broken: Parsed { Parsed(expression: Expression(.broken, faultRange)) }

    private mutating func tooDeep(at range: Range<Int>) -> Parsed {
        report(
            "too-deep", "this expression is nested too deeply", at: range,
            help: "\(Self.maximumDepth) levels are enough: give its parts names with `let`")
        abandon()
        return Parsed(expression: Expression(.broken, range))
    }

    private func join(_ left: Parsed, _ right: Parsed) -> Range<Int> {
        left.range.lowerBound..<max(left.range.upperBound, right.range.upperBound)
    }

    mutating func binary(_ operation: BinaryOperator, _ left: Parsed, _ right: Parsed, at place: Range<Int>) -> Parsed {
        make(
            .binary(operation, left.expression, right.expression, operatorRange: place), join(left, right), over: left,
            right)
    }

    // MARK: Conditions

    /// e = "if" e "then" e "else" e | or
    mutating func conditional() -> Parsed {
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.maximumDepth else { return tooDeep(at: faultRange) }
        let start = range.lowerBound
        guard take(.if) else { return disjunction() }
        let condition = conditional()
        guard expect(.then, "then", help: "`if condition then value else value`") else { return broken }
        let then = conditional()
        if ["elif", "elsif", "elseif"].contains(word()) {
            report(
                "wrong-word", "`\(word())` is written `else if`", at: range,
                fix: DiagnosticFix("write `else if`", replacing: range, with: "else if"))
            advance()
            return finish(from: start, condition, then, orElse: conditionalBehindIf())
        }
        guard
            expect(
                .else, "else",
                help:
                    "an `if` says both: `if condition then value else value`; what must hold of some rows only is said by `when` "
                    + "and `require`, each on a line of its own")
        else {
            return broken
        }
        return finish(from: start, condition, then, orElse: conditional())
    }

    /// The rest of an `if`, whose word has been taken.
    private mutating func conditionalBehindIf() -> Parsed {
        index -= 1
        let start = range.lowerBound
        index += 1
        nesting += 1
        defer { nesting -= 1 }
        guard nesting <= Self.maximumDepth else { return tooDeep(at: faultRange) }
        let condition = conditional()
        guard expect(.then, "then") else { return broken }
        let then = conditional()
        guard expect(.else, "else") else { return broken }
        return finish(from: start, condition, then, orElse: conditional())
    }

    private mutating func finish(from start: Int, _ condition: Parsed, _ then: Parsed, orElse: Parsed) -> Parsed {
        make(
            .conditional(condition: condition.expression, then: then.expression, otherwise: orElse.expression),
            start..<max(start, orElse.range.upperBound), over: condition, then, orElse)
    }

    /// or = and {"or" and}
    private mutating func disjunction() -> Parsed {
        var left = conjunction()
        while isAtJoin(.or) {
            let place = range
            advance()
            takeOtherJoin(behind: place)
            let right = halfComparison(behind: left) ?? conjunction()
            left = binary(.or, left, right, at: place)
        }
        return left
    }

    /// and = not {"and" not}
    private mutating func conjunction() -> Parsed {
        var left = negation()
        while isAtJoin(.and) {
            let place = range
            advance()
            takeOtherJoin(behind: place)
            let right = halfComparison(behind: left) ?? negation()
            left = binary(.and, left, right, at: place)
        }
        return left
    }

    /// `and/or`: reports that it is one of the two, and takes the rest of it.
    private mutating func takeOtherJoin(behind place: Range<Int>) {
        guard sign == .slash, sign(1) == .or || sign(1) == .and else { return }
        let whole = place.lowerBound..<tokens[index + 1].range.upperBound
        report(
            "wrong-word", "`\(text(whole))` is written `or`", at: whole,
            help: "`or` holds where both sides do, too; where both must, write `and`",
            fix: DiagnosticFix("write `or`", replacing: whole, with: "or"))
        advance()
        advance()
    }

    /// `value >= 0 and <= 100`: reports that the second comparison lacks its left side, and gives it that of the first;
    /// `nil` where there is none here.
    private mutating func halfComparison(behind left: Parsed) -> Parsed? {
        guard !isAbandoned, sign.isComparison else { return nil }
        var last = left.expression
        while case .binary(let operation, _, let right, _) = last.kind, operation == .and || operation == .or {
            last = right
        }
        guard case .binary(_, let side, _, _) = last.kind else { return nil }
        let written = text(side.range)
        report(
            "chained-comparison", "each comparison has both sides", at: range,
            help: "write `\(written) \(text(range)) …`",
            fix: DiagnosticFix(
                "write `\(written)` again", replacing: range.lowerBound..<range.lowerBound, with: written + " "))
        return comparison(behind: Parsed(expression: side))
    }

    /// Whether the token is `wanted`, `and` or `or`, also in capitals.
    private func isAtJoin(_ wanted: Sign) -> Bool {
        guard !isAbandoned else { return false }
        if sign == wanted { return true }
        guard sign == .other, kind() == .name, range.count <= 3 else { return false }
        let lower = word().lowercased()
        guard Sign.ofReservedWord[lower] == wanted else { return false }
        report(
            "wrong-case", "`\(word())` is written `\(lower)`", at: range,
            fix: DiagnosticFix("write `\(lower)`", replacing: range, with: lower))
        return true
    }

    /// not = "not" not | cmp
    private mutating func negation() -> Parsed {
        var starts: [Int] = []
        while sign == .not {
            guard starts.count < Self.maximumDepth else { return tooDeep(at: range) }
            starts.append(range.lowerBound)
            advance()
        }
        var result = comparison()
        while let start = starts.popLast() {
            result = make(.not(result.expression), start..<max(start, result.range.upperBound), over: result)
        }
        return result
    }

    // MARK: Arithmetic

    /// sum = prod {("+"|"-") prod}
    mutating func sum(after first: Parsed? = nil) -> Parsed {
        var left = product(after: first)
        while !isAbandoned, sign == .plus || sign == .minus {
            let operation: BinaryOperator = sign == .plus ? .add : .subtract
            let place = range
            advance()
            let right = product()
            left = binary(operation, left, right, at: place)
        }
        return left
    }

    /// prod = unary {("*"|"/") unary}
    private mutating func product(after first: Parsed?) -> Parsed {
        var left = first ?? unary()
        while !isAbandoned, sign == .star || sign == .slash {
            let operation: BinaryOperator = sign == .star ? .multiply : .divide
            let place = range
            advance()
            let right = unary()
            left = binary(operation, left, right, at: place)
        }
        return left
    }

    private mutating func product() -> Parsed { product(after: nil) }

    /// unary = "-" unary | primary
    private mutating func unary() -> Parsed {
        var starts: [Int] = []
        while sign == .minus {
            guard starts.count < Self.maximumDepth else { return tooDeep(at: range) }
            starts.append(range.lowerBound)
            advance()
        }
        var result = primary()
        while let start = starts.popLast() {
            result = make(.negative(result.expression), start..<max(start, result.range.upperBound), over: result)
        }
        return result
    }

    // MARK: What is left over

    /// Reports that the clause should have ended here.
    mutating func failUnexpected() {
        let word = word().lowercased()
        let place = range
        func fix(_ replacement: String) -> DiagnosticFix {
            DiagnosticFix("write `\(replacement)`", replacing: place, with: replacement)
        }
        if takeCommaAtLineEnd() { return }
        switch sign {
        case .rightParenthesis:
            return fail("unmatched-parenthesis", "there is no `(` for this `)`")
        case .assign, .leftBrace, .comma, .rightBracket, .leftBracket, .colon:
            return failExpected("unexpected-sign", "the end of the clause")
        default: break
        }
        if let capitals = capitalsBefore {
            let lower = text(capitals).lowercased()
            report(
                "wrong-case", "`\(text(capitals))` is written `\(lower)`", at: capitals,
                fix: DiagnosticFix("write `\(lower)`", replacing: capitals, with: lower))
            return abandon()
        }
        if sign == .where {
            let isBehindCall = sign(-1) == .rightParenthesis
            return fail(
                "misplaced-where", "no `where` stands here",
                help: isBehindCall
                    ? "which rows are counted stands within the brackets: `count(kpis where …)`"
                    : "to which rows a rule applies is said by `when`, on a line of its own")
        }
        switch word {
        case "mod":
            fail("unexpected-word", "`mod` is no operator", help: "what is left of a division is `remainder(a, b)`")
        case "if", "unless":
            fail(
                "wrong-word", "for some rows only, a rule says `when` on a line of its own",
                help: word == "if" ? "`when …`, and `require …` below it" : "`when not (…)`, and `require …` below it")
        case "equals": fail("wrong-word", "`equals` is written `==`", fix: fix("=="))
        case "like", "regexp", "startswith", "endswith", "includes", "has":
            let other = [
                "startswith": "starts with", "endswith": "ends with", "includes": "contains", "has": "contains",
            ]
            if let meant = other[word] { return fail("wrong-word", "`\(word)` is written `\(meant)`", fix: fix(meant)) }
            var meant: DiagnosticFix?
            if isAtText(1), sign(1) != .bad {
                let text = text(contentOfText(tokens[index + 1].range))
                let written = "matches /\(pattern(ofWildcards: text, any: "%", one: "_"))/"
                if !text.contains("/") {
                    meant = DiagnosticFix(
                        "write `\(written)`", replacing: place.lowerBound..<tokens[index + 1].range.upperBound,
                        with: written)
                }
            }
            fail(
                "wrong-word", "`\(word)` is written `matches /…/`", help: "a part of a text is found by `contains /…/`",
                fix: meant)
        case "elif", "elsif", "elseif": fail("wrong-word", "`\(word)` is written `else if`", fix: fix("else if"))
        default:
            let words = ["and", "or", "agrees", "contains", "matches", "starts", "ends", "not", "in", "is"]
            if index > 0, sign(-1) == .other, kind(-1) == .name, sign == .other || sign == .unknown,
                ["known", "unknown", "blank", "present", "empty", "missing"].contains(word), !isFirstOnLine()
            {
                let meant = OtherWords.states[word] ?? word
                return fail(
                    "unexpected-word", "what a cell is stands behind `is`", help: "write `is \(meant)`",
                    fix: DiagnosticFix("write `is \(meant)`", replacing: place, with: "is \(meant)"))
            }
            if word == "within" {
                return fail(
                    "unexpected-word", "`within` is no operator",
                    help: "`near(value, target, 5%)` asks whether a target is missed by 5% at most, "
                        + "`abs(a - b) <= 5 points` how far two figures are apart")
            }
            if word == "meets" || word == "of" || word == "follows" {
                return fail(
                    "unexpected-word", "`\(word)` is no operator",
                    help: word == "of"
                        ? "a sum of a column is `sum(kpis.value)`"
                        : word == "meets"
                            ? "whether a value meets its target: `meets(value, target)`"
                            : "the status that is due: `rag == due(rag)`")
            }
            if let named = nameInWords {
                return fail(
                    "unexpected-word", "two names stand side by side",
                    help: "a column's name with spaces stands in backquotes: `` `\(text(named))` ``",
                    fix: DiagnosticFix("put it in backquotes", replacing: named, with: "`\(text(named))`"))
            }
            let isWord = word.count > 1 && sign == .other && !ruleClauseWords.contains(word)
            let meant = isWord ? nearest(to: word, in: words) : nil
            failExpected(
                "unexpected-word", "an operator or the end of the clause",
                help: ruleClauseWords.contains(word)
                    ? "each clause stands on a line of its own" : meant.map { "did you mean `\($0)`?" },
                fix: meant.map(fix))
        }
    }

    /// The place of this name and the one before it, where an operator stands behind them: a name of two words.
    private var nameInWords: Range<Int>? {
        guard index > 0, kind() == .name, sign == .other, !isFirstOnLine(), tokens[index - 1].kind == .name,
            signs[index - 1] == .other, ![.dot, .is, .not].contains(sign(-2)),
            sign(1).isOperator || [.is, .in, .assign, .lineEnd].contains(sign(1))
        else { return nil }
        return tokens[index - 1].range.lowerBound..<range.upperBound
    }

    /// The place of a reserved word in capitals right before this token, which was read as a name; `nil` where there is
    /// none.
    private var capitalsBefore: Range<Int>? {
        guard index > 0, tokens[index - 1].kind == .name, signs[index - 1] == .other else { return nil }
        let before = tokens[index - 1].range
        guard before.count <= 8, Sign.ofReservedWord[text(before).lowercased()] != nil else { return nil }
        return before
    }
}
