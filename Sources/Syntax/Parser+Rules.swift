// Rules: their first line, their clauses, and the rows they look at.

internal import Diagnostics

extension Parser {
    /// rule = "rule" RULE [severity] TEXT "{" { clause } "}"
    mutating func rule(_ header: Range<Int>) -> Declaration.Kind? {
        isInHeader = true
        let name = ruleName()
        if !isAbandoned { skipColon(name?.text ?? "rule") }
        var severity = !isAbandoned && isAtName() ? takeName() : nil
        var title: TextLiteral?
        if !isAbandoned, let name, severity != nil, kind() == .name {
            failSeveralWords(name)
            severity = nil
        } else if !isAbandoned {
            title = textLiteral(
                "expected-title", "the rule's title in quotes",
                help: "the first line of a rule: `rule name error \"What must hold\" {`")
        }
        if !isAbandoned, sign != .leftBrace, !isAtClauseEnd { failExpected("expected-brace", "`{`") }
        var rule = RuleDeclaration(
            name: name ?? Name("", header), severity: severity, title: title ?? TextLiteral("", header))
        block(of: header) { $0.ruleClause(&rule) }
        return name == nil ? nil : .rule(rule)
    }

    /// Reports a rule's name that is written in several words, of which the first has been taken for the name.
    private mutating func failSeveralWords(_ name: Name) {
        var words = [name.text]
        var end = name.range.upperBound
        var ahead = tokens.firstIndex { $0.range.lowerBound >= end } ?? index
        while tokens[ahead].kind == .name, words.count < 12 {
            let word = text(tokens[ahead].range.prefix(40))
            // The severity stands last.
            if tokens[ahead + 1].kind == .text, ["error", "query", "warning", "note"].contains(word) { break }
            words.append(word)
            end = tokens[ahead].range.upperBound
            ahead += 1
        }
        let joined = words.joined(separator: "-")
        // Without a title the words are one.
        let hasTitle = tokens[ahead].kind == .text || tokens[ahead + 1].kind == .text
        let meant = hasTitle ? joined : "\(joined) \"\(words.joined(separator: " "))\""
        failExpected(
            "expected-title", "the rule's title in quotes", help: "a rule's name is one word, such as `\(joined)`",
            fix: DiagnosticFix("write `\(meant)`", replacing: name.range.lowerBound..<end, with: meant))
    }

    /// clause = for | "let" N "=" e | "when" e | "require" ["mostly" PERCENT] e ["else" TEXT] | "message" TEXT
    ///        | "help" TEXT | "at" place {"," place} | "fix" ["safely"] C "=" e
    private mutating func ruleClause(_ rule: inout RuleDeclaration) {
        let start = range
        var word = kind() == .name ? self.word() : ""
        if !ruleClauseWords.contains(word) {
            guard let meant = unknownClause() else {
                rule.lacksClauses = true
                return
            }
            word = meant
        }
        advance()
        skipColon(word)
        switch word {
        case "for":
            if rule.scopeRange != nil { reportRepeated(start) }
            let scope = scope()
            if isAbandoned { rule.lacksClauses = true }
            if rule.scopeRange == nil {
                // What a `for` that breaks off would have said of the rows is not known.
                rule.scope = isAbandoned ? nil : scope
                rule.scopeRange = start.lowerBound..<lastEnd
            }
        case "let":
            if let clause = letClause(from: start.lowerBound) {
                rule.lets.append(clause)
            } else {
                rule.lacksClauses = true
            }
        case "when":
            rule.whens.append(expression())
            takeThen(&rule)
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

    /// Takes `then require …` behind a `when`, with a report.
    private mutating func takeThen(_ rule: inout RuleDeclaration) {
        guard !isAbandoned, sign == .then else { return }
        report(
            "wrong-word", "a `when` has no `then`: what must hold stands on a line of its own", at: range,
            help: "`when` says to which rows the rule applies, `require` what must be true of them",
            fix: DiagnosticFix(
                "begin a line", replacing: lastEnd..<tokens[index + 1].range.lowerBound,
                with: sign(1) == .require ? "\n  " : "\n  require "))
        advance()
        let start = range.lowerBound
        if sign == .require { advance() }
        rule.requires.append(requireClause(from: start))
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
        let isAlone = word.isEmpty || sign(1) == .lineEnd
        let lower = word.lowercased()
        var meant = isAlone ? nil : OtherWords.clauses[lower]
        if meant == nil, !isAlone, word.count > 2 { meant = nearest(to: word, in: ruleClauseWords) }
        guard let meant else {
            var help = clauseHelp
            if lower == "unless" { help = "write `when not (…)`: `when` says to which rows the rule applies" }
            if lower == "severity" || ["error", "query", "warning", "note"].contains(lower) {
                help = "the severity stands in the rule's first line: `rule name warning \"What must hold\" {`"
            }
            if lower == "title" { help = "the title stands in the rule's first line, in quotes" }
            if lower == "else" || lower == "then" {
                help =
                    "conditions of rows are `when`, what must be true of them is `require`, each on a line of its own"
            }
            fail("unknown-clause", "\(found) begins no clause of a rule", help: help)
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
        if isAtWord("mostly") {
            if kind(1) == .percent {
                advance()
                share = primary().expression
            } else if kind(1) == .number, sign(1) != .bad {
                advance()
                share = numberAsShare()
            } else if lacksShare {
                advance()
                failExpected(
                    "misplaced-mostly", "a percentage behind `mostly`",
                    help: "say of how many rows it must be true: `require mostly 95% …`")
            }
        }
        let condition = expression()
        let otherwise = otherwise()
        return RequireClause(share: share, condition: condition, otherwise: otherwise, range: start..<lastEnd)
    }

    /// ["else" TEXT]
    private mutating func otherwise() -> Template? {
        let isElse = take(.else)
        let isComma = !isElse && !isAbandoned && sign == .comma && (isAtWord("message", 1) || isAtText(1))
        if isComma || isElse && isAtWord("message")
            || !isElse && !isAbandoned && isAtWord("message") && !isFirstOnLine()
        {
            let place =
                range.lowerBound..<(isComma && isAtWord("message", 1) ? tokens[index + 1].range : range).upperBound
            report(
                "unexpected-word", "what to say of one `require` stands behind `else`, of all in a line `message`",
                at: place,
                fix: DiagnosticFix(
                    isElse ? "leave out `message`" : "write `else`",
                    replacing: isElse ? place : lastEnd..<place.upperBound,
                    with: isElse ? "" : " else"))
            while range.lowerBound < place.upperBound { advance() }
            return template("what to say")
        }
        if !isElse, !isAbandoned, isAtText(), sign != .bad, !isFirstOnLine() {
            report(
                "expected-else", "what to say stands behind `else`, or in a line `message`", at: range,
                fix: DiagnosticFix("write `else`", replacing: range.lowerBound..<range.lowerBound, with: "else "))
            return template("what to say")
        }
        return isElse ? template("what to say") : nil
    }

    /// Whether the word `mostly` is no column here, and no share stands behind it: neither does an operator.
    private var lacksShare: Bool {
        let next = sign(1) == .not ? 2 : 1
        if sign(next) == .leftParenthesis { return true }
        return isAtName(next) && !["agrees", "matches", "contains", "starts", "ends"].contains(word(next))
    }

    /// Takes a share that is written as a number, such as 0.95 or 95, as the percentage that it is; reports it.
    private mutating func numberAsShare() -> Expression {
        let place = range
        let written = text(place).filter { $0 != "_" }.split(separator: ".", omittingEmptySubsequences: false)
        var (whole, decimals) = (String(written[0]), written.count > 1 ? String(written[1]) : "")
        if whole == "0" || whole == "1" && decimals.allSatisfy({ $0 == "0" }) {
            let digits = whole + decimals + "00"
            whole = String(digits.prefix(3).drop { $0 == "0" })
            decimals = String(digits.dropFirst(3))
        }
        while decimals.last == "0" { decimals.removeLast() }
        let meant = (whole.isEmpty ? "0" : whole) + (decimals.isEmpty ? "" : "." + decimals) + "%"
        report(
            "misplaced-mostly", "the share of rows is a percentage", at: place, help: "write `\(meant)`",
            fix: DiagnosticFix("write `\(meant)`", replacing: place, with: meant))
        advance()
        // The very share does not matter: the rule does not run.
        return Expression(.percent(mantissa: 100, scale: 0), place)
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
            if takeCommaBehindNames() { break }
        } while takeSeparator()
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
        if isAtWord("table") || isAtWord("sheet"), isAtName(1) {
            let place = range.lowerBound..<tokens[index + 1].range.lowerBound
            report(
                "wrong-word", "a rule says `for` and the table", at: range,
                fix: DiagnosticFix("leave out `\(word())`", replacing: place, with: ""))
            advance()
        }
        let named = namedRow()
        guard let table = tableReference("expected-table", "a table's name") else { return nil }
        var scope = RowScope(table: table, alias: nil, condition: nil, by: [], over: nil, joins: [])
        if let named {
            report(
                "wrong-word", "a rule about each row of a table says `for` and the table", at: named.place,
                help: named.row.map { "write `for \(table.text) as \($0.text)`" } ?? "write `for \(table.text)`",
                fix: DiagnosticFix(
                    "write `for \(table.text)`", replacing: named.place.lowerBound..<table.range.upperBound,
                    with: table.text + (named.row.map { " as \($0.text)" } ?? "")))
            scope.alias = named.row
        }
        while !isAbandoned, !isAtClauseEnd, scopePart(&scope) {}
        if takeCommaAtLineEnd() { return .rows(scope) }
        if !isAbandoned, sign == .and || sign == .comma, isAtName(1) {
            fail(
                "unexpected-word", "a rule is about one table",
                help: "rows of another one are looked up: `for \(table.text) with \(word(1)) on ref`")
        }
        return .rows(scope)
    }

    /// Takes `every row in` or the like before a table, with the name that it gives to the row; `nil` where there is
    /// none.
    private mutating func namedRow() -> (place: Range<Int>, row: Name?)? {
        let start = range.lowerBound
        let isAll = ["every", "all", "each"].contains(word()) && isAtName(1)
        let offset = isAll ? 1 : 0
        guard isAtName(offset), sign(offset + 1) == .in || isAtWord("of", offset + 1), isAtName(offset + 2) else {
            guard isAll, ![.as, .in, .where, .by, .over, .with].contains(sign(1)) else { return nil }
            advance()
            return (start..<lastEnd, nil)
        }
        if isAll { advance() }
        let row = takeName()
        advance()
        return (start..<lastEnd, neighbourWords.contains(row.text) ? nil : row)
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
        case .where, .if:
            if sign == .if {
                report(
                    "wrong-word", "which rows a rule is about is said with `where`", at: word, help: "write `where`",
                    fix: DiagnosticFix("write `where`", replacing: word, with: "where"))
            }
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
        default: return otherScopePart(&scope)
        }
        return true
    }

    /// Takes `group by`, `order by` or `join` for `by`, `over` or `with`, with a report; `false` where there is none.
    private mutating func otherScopePart(_ scope: inout RowScope) -> Bool {
        let word = word().lowercased()
        let isBy = sign(1) == .by
        let meant: String
        switch word {
        case "group" where isBy, "grouped" where isBy, "partition" where isBy: meant = "by"
        case "order" where isBy, "ordered" where isBy, "sort" where isBy, "sorted" where isBy: meant = "over"
        case "join", "joined", "joining", "lookup": meant = "with"
        default: return false
        }
        let place = range.lowerBound..<(meant == "with" ? range : tokens[index + 1].range).upperBound
        report(
            "wrong-word", "`\(text(place))` is written `\(meant)`", at: place,
            fix: DiagnosticFix("write `\(meant)`", replacing: place, with: meant))
        while range.lowerBound < place.upperBound { advance() }
        switch meant {
        case "by": scope.by = names("expected-column", "a column's name")
        case "over": scope.over = name("expected-column", "a column's name")
        default: if let join = joinLine(from: place.lowerBound, isInTable: false) { scope.joins.append(join) }
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

    /// COLS "in" TABLE { "as" A | "where" e | "over" C "while" e } ["with" pairs]
    private mutating func groups() -> RuleScope? {
        let columns = names("expected-column", "a column's name")
        guard !isAbandoned, expect(.in, "in", help: "`for each authority in kpis as group`"),
            let table = tableReference("expected-table", "a table's name")
        else { return nil }
        var scope = GroupScope(columns: columns, table: table)
        while !isAbandoned, [.as, .where, .over, .with].contains(sign) {
            let word = range
            let part = sign
            if let pairs = scope.pairs {
                refuse(behind: pairs, of: scope)
                break
            }
            advance()
            switch part {
            case .as:
                if scope.alias != nil { reportRepeated(word) }
                let name = tableName("the group's name")
                scope.alias = scope.alias ?? name
            case .where:
                if scope.condition != nil { reportRepeated(word) }
                let written = expression()
                scope.condition = scope.condition ?? written
            case .over:
                if scope.runs != nil { reportRepeated(word) }
                let written = runClause()
                scope.runs = scope.runs ?? written
            default:
                if scope.runs != nil {
                    report(
                        "misplaced-each", "runs of rows have no `with each`", at: word,
                        help: "`with each` stands beside whole groups: leave out `over … while`")
                }
                scope.pairs = pairClause(from: word.lowerBound)
            }
        }
        if !isAbandoned, scope.runs == nil, isAtWord("while") {
            failExpected(
                "expected-over", "`over` and a column before `while`",
                help: "a run goes on in an order of rows: `over start while start == previous.finish`")
        }
        return .groups(scope)
    }

    /// Reports what stands behind `with each`.
    private mutating func refuse(behind pairs: PairClause, of scope: GroupScope) {
        let (row, table) = (pairs.rows.alias?.text ?? pairs.rows.table.text, scope.table.text)
        switch sign {
        case .where:
            fail(
                "misplaced-where", "`where` says which rows of `\(table)` make groups, and stands before `with each`",
                help: "`for each … in \(table) where … with each \(row) in …`; which pairs are meant, by `\(row)`, is "
                    + "asked in `when`")
        case .with:
            fail(
                "misplaced-each", "a group is paired with the rows of one table",
                help: "ask for what stands in others in the conditions, with aggregates such as `count` and `any`")
        case .over:
            fail(
                "misplaced-each", "runs of rows have no `with each`",
                help: "`with each` stands beside whole groups: leave out `over … while`")
        default:
            fail(
                "misplaced-each", "the group's name stands before `with each`",
                help: "`for each … in \(table) as group with each \(row) in …`")
        }
    }

    /// pairs = "each" R "in" TABLE ["on" pair {"," pair}]
    private mutating func pairClause(from start: Int) -> PairClause? {
        let help = "every group with every row of another table: `with each r in register on ref`"
        guard isAtWord("each") else {
            if !isAbandoned { failExpected("expected-each", "`each`", help: help) }
            return nil
        }
        advance()
        guard let row = tableName("a name for the other table's row"), !isAbandoned, expect(.in, "in", help: help),
            let table = tableReference("expected-table", "a table's name")
        else { return nil }
        let columns = !isAbandoned && take(.on) ? joinColumns(of: table, isInTable: true) : []
        return PairClause(
            rows: JoinLine(table: table, alias: row, columns: columns, isRequired: false, range: start..<lastEnd))
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
