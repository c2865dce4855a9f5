// Rules: their first line, their clauses, and the rows they look at.

internal import Diagnostics

extension Parser {
    /// rule = "rule" RULE [severity] TEXT "{" { clause } "}"
    mutating func rule(_ header: Range<Int>) -> Declaration.Kind? {
        isInHeader = true
        let name = ruleName()
        let severity = !isAbandoned && isAtName() ? takeName() : nil
        var title: TextLiteral?
        if !isAbandoned {
            title = textLiteral(
                "expected-title", "the rule's title in quotes",
                help: kind() == .name
                    ? "a rule's name is one word, such as `\(name?.text ?? "rule")-\(severity?.text ?? "name")`"
                    : "the first line of a rule: `rule name error \"What must hold\" {`")
        }
        if !isAbandoned, sign != .leftBrace, !isAtClauseEnd { failExpected("expected-brace", "`{`") }
        var rule = RuleDeclaration(
            name: name ?? Name("", header), severity: severity, title: title ?? TextLiteral("", header))
        block(of: header) { $0.ruleClause(&rule) }
        return name == nil ? nil : .rule(rule)
    }

    /// clause = for | "let" N "=" e | "when" e | "require" ["mostly" PERCENT] e ["else" TEXT] | "message" TEXT
    ///        | "help" TEXT | "at" place {"," place} | "fix" ["safely"] C "=" e
    private mutating func ruleClause(_ rule: inout RuleDeclaration) {
        let start = range
        var word = kind() == .name ? self.word() : ""
        if !ruleClauseWords.contains(word) {
            guard let meant = unknownClause() else { return }
            word = meant
        }
        advance()
        switch word {
        case "for":
            if rule.scopeRange != nil { reportRepeated(start) }
            let scope = scope()
            if rule.scopeRange == nil {
                rule.scope = scope
                rule.scopeRange = start.lowerBound..<lastEnd
            }
        case "let": if let clause = letClause(from: start.lowerBound) { rule.lets.append(clause) }
        case "when": rule.whens.append(expression())
        case "require": rule.requires.append(requireClause(from: start.lowerBound))
        case "message":
            if rule.message != nil { reportRepeated(start) }
            let message = template("the message")
            rule.message = rule.message ?? message
        case "help":
            if rule.help != nil { reportRepeated(start) }
            let help = template("the help")
            rule.help = rule.help ?? help
        case "at":
            if !rule.places.isEmpty { reportRepeated(start) }
            places(&rule)
        default: if let clause = fixClause(from: start.lowerBound) { rule.fixes.append(clause) }
        }
    }

    /// Reports a word that does not begin a clause; returns the word that was meant, where what follows fits it.
    private mutating func unknownClause() -> String? {
        let word = word()
        guard kind() == .name else {
            failExpected("unknown-clause", "a clause of the rule", help: clauseHelp)
            return nil
        }
        if word == "vary" {
            fail("reserved-word", "`vary` is reserved for a later version")
            return nil
        }
        if word == "unpivot" {
            fail(
                "reserved-word", "`unpivot` makes a table of another one, and is no clause of a rule",
                help: "`table quarters from kpis unpivot q1, q2 as value by quarter { … }`, and `for quarters` in the "
                    + "rule")
            return nil
        }
        let meant = word.isEmpty || sign(1) == .lineEnd ? nil : nearest(to: word, in: ruleClauseWords)
        guard let meant, word.count > 2 else {
            fail("unknown-clause", "\(found) begins no clause of a rule", help: clauseHelp)
            return nil
        }
        report(
            "unknown-clause", "`\(word)` begins no clause of a rule", at: range, help: "did you mean `\(meant)`?",
            fix: DiagnosticFix("write `\(meant)`", replacing: range, with: meant))
        return meant
    }

    private var clauseHelp: String {
        "a clause begins with one of \(ruleClauseWords.map { "`\($0)`" }.joined(separator: ", ")); "
            + "to go on with the one before, end its line in an operator or put it in brackets"
    }

    private mutating func requireClause(from start: Int) -> RequireClause {
        var share: Expression?
        // A column may itself be called `mostly`: then an operator follows.
        if isAtWord("mostly"), kind(1) == .percent {
            advance()
            share = primary().expression
        }
        let condition = expression()
        let otherwise = take(.else) ? template("what to say") : nil
        return RequireClause(share: share, condition: condition, otherwise: otherwise, range: start..<lastEnd)
    }

    /// place {"," place}, where place = [A "."] C
    private mutating func places(_ rule: inout RuleDeclaration) {
        repeat {
            guard let first = name("expected-column", "a column's name") else { return }
            if take(.dot) {
                guard let column = name("expected-column", "a column's name") else { return }
                let range = first.range.lowerBound..<column.range.upperBound
                rule.places.append(Expression(.name(qualifier: first, column), range))
            } else {
                rule.places.append(Expression(.name(qualifier: nil, first), first.range))
            }
        } while take(.comma)
    }

    private mutating func fixClause(from start: Int) -> FixClause? {
        let isSafe = isAtWord("safely") && isAtName(1)
        if isSafe { advance() }
        guard let column = name("expected-column", "a column's name", help: "`fix value = …`") else { return nil }
        takeAssign()
        let value = expression()
        return FixClause(isSafe: isSafe, column: column, value: value, range: start..<lastEnd)
    }

    // MARK: Scopes

    /// for = "for" ( rows | "any" ["as" A] "with" columns | "each" COLS "in" TABLE ["as" A] … )
    private mutating func scope() -> RuleScope? {
        if isAtWord("any"), sign(1) == .with || sign(1) == .as {
            advance()
            let alias = take(.as) ? tableName("another name for the row") : nil
            guard !isAbandoned, expect(.with, "with", help: "`for any as this with value measure`") else { return nil }
            return requiredColumns(alias)
        }
        if isAtWord("each"), isAtName(1) {
            advance()
            return groups()
        }
        if isAtWord("any") {
            advance()
            _ = expect(.with, "with", help: "`for any with value measure, target target`")
            return nil
        }
        guard let table = tableReference("expected-table", "a table's name") else { return nil }
        var scope = RowScope(table: table, alias: nil, condition: nil, by: [], over: nil, joins: [])
        while !isAbandoned, !isAtClauseEnd, scopePart(&scope) {}
        return .rows(scope)
    }

    /// Takes one of "as" A, "where" e, "by" COLS, "over" C, "with" join; `false` where there is none here.
    private mutating func scopePart(_ scope: inout RowScope) -> Bool {
        let word = range
        switch sign {
        case .as:
            advance()
            if scope.alias != nil { reportRepeated(word) }
            let alias = tableName("another name for the table")
            scope.alias = scope.alias ?? alias
        case .where:
            advance()
            if scope.condition != nil {
                report(
                    "repeated-clause", "`where` stands here twice", at: word, help: "join the two conditions with `and`"
                )
            }
            let condition = expression()
            scope.condition = scope.condition ?? condition
        case .by:
            advance()
            if !scope.by.isEmpty { reportRepeated(word) }
            let columns = names("expected-column", "a column's name")
            if scope.by.isEmpty { scope.by = columns }
        case .over:
            advance()
            if scope.over != nil { reportRepeated(word) }
            let column = name("expected-column", "a column's name")
            scope.over = scope.over ?? column
        case .with:
            advance()
            if let join = joinLine(from: word.lowerBound, isInTable: false) { scope.joins.append(join) }
        default: return false
        }
        return true
    }

    /// C type ["?"] {"," C type ["?"]}
    private mutating func requiredColumns(_ alias: Name?) -> RuleScope {
        var columns: [RequiredColumn] = []
        repeat {
            guard let name = name("expected-column", "a column's name"),
                let type = typeName("each column is named with its type: `for any with value measure, rag status`")
            else { break }
            columns.append(RequiredColumn(name: name, type: type, isOptional: take(.question)))
        } while take(.comma)
        refuseWhere(
            "a rule for any table takes no `where`", help: "ask it in `when`: rows for which that is false do not apply"
        )
        return .anyTable(columns, alias: alias)
    }

    /// COLS "in" TABLE { "as" A | "where" e | "over" C "while" e }
    private mutating func groups() -> RuleScope? {
        let columns = names("expected-column", "a column's name")
        guard !isAbandoned, expect(.in, "in", help: "`for each authority in kpis as group`"),
            let table = tableReference("expected-table", "a table's name")
        else { return nil }
        var (alias, condition, runs) = (Name?.none, Expression?.none, RunClause?.none)
        while !isAbandoned, [.as, .where, .over].contains(sign) {
            let word = range
            let part = sign
            advance()
            switch part {
            case .as:
                if alias != nil { reportRepeated(word) }
                let name = tableName("the group's name")
                alias = alias ?? name
            case .where:
                if condition != nil { reportRepeated(word) }
                let written = expression()
                condition = condition ?? written
            default:
                if runs != nil { reportRepeated(word) }
                let written = runClause()
                runs = runs ?? written
            }
        }
        return .groups(columns: columns, table: table, alias: alias, condition: condition, runs: runs)
    }

    /// C "while" e
    private mutating func runClause() -> RunClause? {
        guard let over = name("expected-column", "a column's name") else { return nil }
        guard isAtWord("while") else {
            if !isAbandoned {
                failExpected(
                    "expected-while", "`while`",
                    help: "a run goes on while a condition holds: `over start while start == previous.finish`")
            }
            return nil
        }
        advance()
        return RunClause(over: over, condition: expression())
    }

    /// Reports a `where` where none is allowed.
    private mutating func refuseWhere(_ message: String, help: String) {
        if !isAbandoned, sign == .where { fail("misplaced-where", message, help: help) }
    }
}
