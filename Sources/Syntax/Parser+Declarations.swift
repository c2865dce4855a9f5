// The declarations of a file, and those that have no block.

internal import Diagnostics

extension Parser {
    /// file = { declaration }
    mutating func declarations() -> [Declaration] {
        var declarations: [Declaration] = []
        var isLost = false
        while true {
            while take(.lineEnd) {}
            guard sign != .endOfFile else { return declarations }
            isAbandoned = false
            isInHeader = false
            let start = index
            let wasLost = isLost
            let documentation = documentation(before: start)
            let kind = declaration(isLost: &isLost)
            if index == start { advance() }
            let end = max(start, index - 1)
            if wasLost, isLost, let last = declarations.indices.last {
                declarations[last].range = declarations[last].range.lowerBound..<tokens[end].range.upperBound
                declarations[last].tokens = declarations[last].tokens.lowerBound..<end + 1
            } else {
                declarations.append(
                    Declaration(
                        kind: kind, range: tokens[start].range.lowerBound..<tokens[end].range.upperBound,
                        tokens: start..<end + 1, documentation: documentation))
            }
        }
    }

    private mutating func declaration(isLost: inout Bool) -> Declaration.Kind {
        var word = word()
        if !declarationWords.contains(word) {
            if !isLost, isAtName(), sign(1) == .assign {
                let place = range.lowerBound..<range.lowerBound
                report(
                    "unknown-declaration", "a constant is declared with `let`", at: range,
                    help: "write `let \(word) = …`", fix: DiagnosticFix("write `let`", replacing: place, with: "let "))
                let kind = constant()
                endClause()
                return kind ?? .broken
            }
            if let meant = misspeltDeclaration(isLost: isLost) {
                reportUnknown(meant: meant)
                word = meant
            } else {
                reportStray(isLost: isLost)
                isLost = true
                return .broken
            }
        } else if isLost, word == "let", !isAtLineStart {
            skipClause()
            return .broken
        }
        isLost = false
        let header = range
        advance()
        let kind: Declaration.Kind?
        switch word {
        case "scheme": kind = scheme(header)
        case "table": kind = table(header)
        case "rule": kind = rule(header)
        case "test": kind = test(header)
        default:
            kind =
                switch word {
                case "import": importDeclaration()
                case "let": constant()
                case "set": set()
                default: waive()
                }
            endClause()
        }
        return kind ?? .broken
    }

    /// Whether the token is at the very start of its line.
    private var isAtLineStart: Bool {
        range.lowerBound == 0 || Byte.isLineEnd(file.bytes[range.lowerBound - 1])
    }

    /// The word that was meant by a misspelt one at the start of a declaration; `nil` where none is near.
    private func misspeltDeclaration(isLost: Bool) -> String? {
        guard kind() == .name, !isLost, kind(1) == .name || kind(1) == .quotedName || isAtText(1) else { return nil }
        let word = word()
        guard !word.isEmpty, !ruleClauseWords.contains(word) else { return nil }
        if declarationWords.contains(word.lowercased()) { return word.lowercased() }
        if let meant = OtherWords.declarations[word.lowercased()] { return meant }
        return nearest(to: word, in: declarationWords.filter { $0 != "let" && $0 != "set" })
    }

    private func reportUnknown(meant: String) {
        report(
            "unknown-declaration", "`\(word())` begins no declaration", at: range, help: "did you mean `\(meant)`?",
            fix: DiagnosticFix("write `\(meant)`", replacing: range, with: meant))
    }

    private mutating func reportStray(isLost: Bool) {
        defer {
            if sign == .rightBrace {
                while sign == .rightBrace || (sign == .lineEnd && sign(1) == .rightBrace) { advance() }
            } else {
                skipClause()
            }
        }
        guard !isLost, sign != .bad else { return }
        if sign == .rightBrace {
            return report("unmatched-brace", "there is no `{` for this `}`", at: range)
        }
        let word = word()
        let help: String? =
            if ["error", "query", "warning", "note"].contains(word), isAtWord("rule", 1) {
                "the severity stands behind the rule's name: `rule name \(word) \"What must hold\" {`"
            } else if ["disable", "ignore", "skip", "turn", "off"].contains(word.lowercased()) {
                "a rule or finding is turned off by `set name to off`"
            } else if ruleClauseWords.contains(word) {
                "`\(word)` stands inside the braces of a rule; is there a `}` too many before it?"
            } else if word == "vary" {
                "`vary` is reserved for a later version"
            } else if word == "unpivot" {
                "`unpivot` stands behind a table: `table quarters from kpis unpivot q1, q2 as value by quarter { … }`"
            } else {
                "a declaration begins with one of " + declarationWords.map { "`\($0)`" }.joined(separator: ", ")
            }
        report("expected-declaration", "expected a declaration, found \(found)", at: range, help: help)
    }

    /// The text of the `///` lines right before a token.
    private func documentation(before index: Int) -> String? {
        let trivia = tokens[index].trivia
        guard trivia.count >= 3 else { return nil }
        var lines: [String] = []
        var start = trivia.lowerBound
        let isWholeLine = start == 0 || Byte.isLineEnd(file.bytes[start - 1])
        var isFirst = !isWholeLine
        while start < trivia.upperBound {
            var end = start
            while end < trivia.upperBound, !Byte.isLineEnd(file.bytes[end]) { end += 1 }
            var first = start
            while first < end, [Byte.space, Byte.tab, 0xEF, 0xBB, 0xBF].contains(file.bytes[first]) { first += 1 }
            let isDocumentation =
                !isFirst && end - first >= 3 && file.bytes[first..<first + 3].allSatisfy { $0 == Byte.slash }
                && (end - first == 3 || file.bytes[first + 3] != Byte.slash)
            if isDocumentation {
                first += 3
                if first < end, file.bytes[first] == Byte.space { first += 1 }
                lines.append(text(first..<end))
            } else if first < end {
                lines.removeAll()
            }
            isFirst = false
            start = end
            if start < trivia.upperBound {
                let isPair =
                    file.bytes[start] == Byte.carriageReturn && start + 1 < trivia.upperBound
                    && file.bytes[start + 1] == Byte.newline
                start += isPair ? 2 : 1
            }
        }
        return lines.isEmpty ? nil : lines.joined(separator: "\n")
    }

    // MARK: Declarations without a block

    /// import = "import" TEXT
    private mutating func importDeclaration() -> Declaration.Kind? {
        if let path = barePath("expected-path", "the path of a rule file") {
            return .import(ImportDeclaration(path: path))
        }
        return textLiteral("expected-path", "the path of a rule file in quotes").map {
            .import(ImportDeclaration(path: $0))
        }
    }

    /// constant = "let" N [type] "=" e
    private mutating func constant() -> Declaration.Kind? {
        guard let name = name("expected-name", "the constant's name") else { return nil }
        let type = isAtName() ? typeName() : nil
        takeAssign()
        let value = expression()
        if !isAbandoned, sign == .comma {
            failExpected(
                "unexpected-sign", "the end of the clause", help: "a list stands in round brackets: `(1, 2, 3)`")
        }
        return .constant(ConstantDeclaration(name: name, type: type, value: value))
    }

    /// "=", also where it is written `==`
    mutating func takeAssign() {
        if take(.assign) { return }
        if sign == .equal {
            report(
                "expected-equals", "a single `=` gives a name to a value", at: range,
                fix: DiagnosticFix("write `=`", replacing: range, with: "="))
            return advance()
        }
        let isColon = sign == .colon && sign(1) == .assign
        if isColon || sign == .colon || isAtWord("to") || isAtWord("be") {
            let place = range.lowerBound..<(isColon ? tokens[index + 1].range.upperBound : range.upperBound)
            report(
                "expected-equals", "expected `=`, found \(found)", at: place,
                fix: DiagnosticFix("write `=`", replacing: place, with: "="))
            advance()
            if isColon { advance() }
            return
        }
        if [.number, .percent, .date, .text].contains(kind()), sign != .bad {
            let place = lastEnd..<lastEnd
            return report(
                "expected-equals", "expected `=`, found \(found)", at: range,
                fix: DiagnosticFix("write `=`", replacing: place, with: " ="))
        }
        failExpected("expected-equals", "`=`")
    }

    /// set = "set" RULE "to" N
    private mutating func set() -> Declaration.Kind? {
        guard let rule = ruleName() else { return nil }
        let help = "a rule is set like this: `set \(rule.text) to warning`"
        let isSeverity = ["error", "query", "warning", "note", "off"].contains(word())
        if isSeverity {
            report(
                "expected-to", "expected `to`, found \(found)", at: range, help: help,
                fix: DiagnosticFix("write `to`", replacing: lastEnd..<lastEnd, with: " to"))
        } else if sign == .assign || sign == .equal || sign == .colon || isAtWord("as") {
            report(
                "expected-to", "expected `to`, found \(found)", at: range, help: help,
                fix: DiagnosticFix("write `to`", replacing: range, with: "to"))
            advance()
        } else if !takeWord("to") {
            failExpected("expected-to", "`to`", help: help)
            return nil
        }
        guard let severity = name("expected-severity", "a severity or `off`", reserved: false, help: help) else {
            return nil
        }
        return .set(SetDeclaration(rule: rule, severity: severity))
    }

    /// waive = "waive" RULE ["where" e] ["until" DATE] "because" TEXT {TEXT}
    private mutating func waive() -> Declaration.Kind? {
        guard let rule = ruleName() else { return nil }
        var waiver = WaiveDeclaration(rule: rule, condition: nil, until: nil, reason: nil)
        while !isAbandoned {
            let word = range
            if isAtWord("for") || sign == .if || sign == .when {
                report(
                    "wrong-word", "which findings a waiver is about is said with `where`", at: word,
                    help: "write `where`", fix: DiagnosticFix("write `where`", replacing: word, with: "where"))
                advance()
                waiver.condition = expression()
            } else if take(.where) {
                if waiver.condition != nil { reportRepeated(word) }
                let condition = expression()
                if waiver.condition == nil { waiver.condition = condition }
            } else if take(.until) {
                if waiver.until != nil { reportRepeated(word) }
                let date = date()
                if waiver.until == nil { waiver.until = date }
            } else if take(.because) {
                if waiver.reason != nil { reportRepeated(word) }
                let reason = reason()
                if waiver.reason == nil { waiver.reason = reason }
            } else if isAtText(), waiver.reason == nil {
                report(
                    "expected-reason", "the reason stands behind `because`", at: word,
                    fix: DiagnosticFix(
                        "write `because`", replacing: word.lowerBound..<word.lowerBound, with: "because "))
                waiver.reason = reason()
            } else {
                break
            }
        }
        if waiver.reason == nil, isAtClauseEnd {
            failExpected(
                "expected-reason", "`because` and the reason in quotes", help: "a waiver says why it is given")
        }
        return .waive(waiver)
    }

    private mutating func date() -> (days: Int, range: Range<Int>)? {
        if isAtText(), sign != .bad, case let text = unescaped(range), text.utf8.count == 10,
            case let parts = text.split(separator: "-").compactMap({ Int($0) }), parts.count == 3,
            let days = daysSinceEpoch(year: parts[0], month: parts[1], day: parts[2])
        {
            let place = range
            report(
                "expected-date", "a date stands without quotes", at: place,
                fix: DiagnosticFix("write `\(text)`", replacing: place, with: text))
            advance()
            return (days, place)
        }
        if let (days, place) = dateInWords() { return (days, place) }
        guard kind() == .date, let days = days(range) else {
            failExpected("expected-date", "a date", help: "a date is written 2024-03-31")
            return nil
        }
        let range = range
        advance()
        return (days, range)
    }

    private mutating func reason() -> TextLiteral? {
        if let fix = quotingLine {
            fail("expected-reason", "the reason stands in quotes", help: fix.title, fix: fix)
            return nil
        }
        guard var reason = textLiteral("expected-reason", "the reason in quotes") else { return nil }
        while isAtText(), !isAbandoned, let next = textLiteral("expected-reason", "the reason in quotes") {
            reason = TextLiteral(reason.text + next.text, reason.range.lowerBound..<next.range.upperBound)
        }
        return reason
    }

    /// Reports a clause or modifier that is written twice.
    func reportRepeated(_ range: Range<Int>, _ code: String = "repeated-clause") {
        report(code, "`\(text(range))` stands here twice", at: range, help: "once is enough")
    }
}
