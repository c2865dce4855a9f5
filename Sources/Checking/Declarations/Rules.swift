// Rules: the rows that each is about, and its clauses.

import Catalog
import Diagnostics
import Findings
import Syntax

extension Checker {
    func checkRules() {
        for entry in ruleEntries {
            if let off = entry.off {
                // A rule that is off is checked all the same: its faults are reported.
                let (known, idle, general) = (rules.rules.count, rules.idle.count, rules.general.count)
                check(entry)
                rules.rules.removeSubrange(known...)
                rules.idle.removeSubrange(idle...)
                rules.general.removeSubrange(general...)
                addIdle(entry, .off(at: off))
            } else {
                check(entry)
            }
        }
    }

    func addIdle(_ entry: RuleEntry, _ reason: IdleReason) {
        rules.idle.append(
            IdleRule(
                name: entry.declaration.name.text, severity: entry.severity, title: entry.declaration.title.text,
                span: entry.origin.span, reason: reason))
    }

    private func check(_ entry: RuleEntry) {
        let declaration = entry.declaration
        let file = file(of: entry.origin)
        lacksClauses = declaration.lacksClauses
        checksRule = true
        defer {
            lacksClauses = false
            checksRule = false
        }
        if declaration.requires.isEmpty, !lacksClauses {
            error(
                "missing-require", "the rule requires nothing", at: SourceSpan(file, declaration.name.range),
                help: "add what must hold: `require …`")
        }
        switch declaration.scope {
        case .rows(let rows)?: checkRows(entry, rows, in: file)
        case .groups(let groups)?: checkGroups(entry, groups, in: file)
        case .anyTable(let columns, let alias)?: checkAnyTable(entry, columns, alias, in: file)
        // What the rule is about could not be read.
        case nil where lacksClauses: break
        case nil: checkOnce(entry, in: file)
        }
    }

    private func knownTable(_ name: Name, in file: SourceFile) -> Int? {
        if let table = tablesByName[name.text] {
            use(tableEntries[table].symbol, name, in: file)
            return table
        }
        if reportLackOfTotals(name, in: file) { return nil }
        unknownName(
            "unknown-table", "there is no table `\(name.text)`", name, in: file,
            among: tableEntries.map(\.declaration.name.text),
            otherwise: tableEntries.isEmpty ? "declare it: `table \(name.text) from \"…\" { … }`" : nil)
        return nil
    }

    /// The symbol of a row's or group's own name; reports one that means something else. `table` is `nil` in a rule for
    /// any table.
    func checkAlias(_ alias: Name?, of table: Int?, _ entry: RuleEntry) -> SymbolID? {
        guard let alias else { return nil }
        let file = file(of: entry.origin)
        if let other = tablesByName[alias.text], other != table {
            error(
                "duplicate-name", "`\(alias.text)` is the name of another table", at: SourceSpan(file, alias.range),
                help: "choose another name for the row")
        }
        let clause = entry.declaration.scopeRange ?? alias.range
        return declare(.alias, alias, in: clause, of: file, owner: entry.symbol)
    }

    // MARK: Scopes

    private func checkRows(_ entry: RuleEntry, _ rows: RowScope, in file: SourceFile) {
        guard let table = knownTable(rows.table, in: file) else { return }
        var scope = Scope(.table(table), file: file)
        scope.alias = rows.alias?.text
        scope.aliasSymbol = checkAlias(rows.alias, of: table, entry)
        for line in rows.joins {
            guard let join = declareJoin(line, in: file, owner: entry.symbol) else {
                scope.brokenJoins.insert((line.alias ?? line.table).text)
                continue
            }
            let name = rules.joins[join].name
            if scope.joins[name] != nil || name == scope.alias || name == tableName(table) {
                error(
                    "duplicate-name", "`\(name)` stands for two rows in this rule", at: scope.span(line.range),
                    help: "give the joined row a name of its own: `with \(line.table.text) as other on …`")
                continue
            }
            checkJoin(join, line, in: scope) { $0.isOfThisRow }
            scope.joins[name] = join
        }
        var bare = scope
        bare.aggregateBar = "`where` of `for`"
        let condition = rows.condition.map { self.condition($0, in: bare) }
        var isBroken = false
        var explicit: CheckedSeries?
        if !rows.by.isEmpty || rows.over != nil {
            let by = rows.by.map { columnName($0, in: scope) }
            let over = rows.over.map { columnName($0, in: scope) }
            isBroken = by.contains { $0 == nil } || over.map { $0 == nil } ?? false
            explicit = CheckedSeries(by: by.compactMap { $0?.expression }, over: over??.expression)
        }
        let implied = explicit == nil ? series(ofTable: table) : nil
        scope.series = explicit ?? implied
        let body = checkBody(entry, in: scope)
        if case .some(.none) = condition { return }
        guard var rule = body, !isBroken else { return }
        let series = explicit ?? (scope.usage.series ? implied : nil)
        rule.scope = .rows(table: table, condition: condition??.expression, series: series)
        checkContradictions(rule, entry, rows.condition, in: scope)
        checkOtherRows(rule)
        rules.rules.append(rule)
    }

    private func checkGroups(_ entry: RuleEntry, _ groups: GroupScope, in file: SourceFile) {
        guard let table = knownTable(groups.table, in: file) else { return }
        let aliasSymbol = checkAlias(groups.alias, of: table, entry)
        let row = Scope(.table(table), file: file)
        var shared: [String: Operand] = [:]
        var by: [GroupColumn] = []
        var isBroken = false
        for column in groups.columns {
            if ["row", "rows", "record", "line", "entry"].contains(column.text), groups.columns.count == 1,
                groups.pairs == nil, case .missing = bareColumn(column.text, in: row),
                let clause = entry.declaration.scopeRange
            {
                let name = groups.table
                return error(
                    "unknown-column", "a rule about each row of a table says `for` and the table",
                    at: row.span(column.range), help: "write `for \(name.text)`",
                    fix: DiagnosticFix(
                        "write `for \(name.text)`", replacing: clause.lowerBound..<name.range.upperBound,
                        with: "for \(name.text)"))
            }
            guard let value = columnName(column, in: row) else {
                isBroken = true
                continue
            }
            guard shared.updateValue(value, forKey: column.text) == nil else {
                error("duplicate-name", "`\(column.text)` stands here twice", at: row.span(column.range))
                continue
            }
            by.append(GroupColumn(name: column.text, value: value.expression))
        }
        if isBroken { return }
        var bare = row
        bare.aggregateBar = "`where` of `for`"
        bare.pairName = groups.pairs.flatMap { $0.rows.alias?.text }
        let condition = groups.condition.map { self.condition($0, in: bare) }
        let checkedRuns = groups.runs.map { self.runs($0, of: by, in: bare) }
        var scope = Scope(.group(table, shared), file: file)
        scope.alias = groups.alias?.text
        scope.aliasSymbol = aliasSymbol
        var pairs: CheckedPairs?
        if let written = groups.pairs {
            guard let checked = self.pairs(written, entry, row, in: &scope) else { return }
            pairs = checked
            pairsByRule[entry.declaration.name.text] = checked
        }
        let body = checkBody(entry, in: scope)
        if case .some(.none) = condition { return }
        if case .some(.none) = checkedRuns { return }
        guard var rule = body else { return }
        rule.runs = checkedRuns ?? nil
        rule.pairs = pairs
        rule.scope = .groups(table: table, by: by, condition: condition??.expression)
        checkContradictions(rule, entry, groups.condition, in: scope)
        checkOtherRows(rule)
        rules.rules.append(rule)
    }

    /// Types what makes runs of a group's rows. `row` is the scope of a row.
    private func runs(_ written: RunClause, of by: [GroupColumn], in row: Scope) -> CheckedRuns? {
        let over = columnName(written.over, in: row)
        var scope = row
        scope.aggregateBar = "`while` of `for each`"
        scope.series = CheckedSeries(by: by.map(\.value), over: over?.expression)
        guard let condition = condition(written.condition, in: scope), let over else { return nil }
        guard isOrder(over) else {
            error(
                "wrong-type", "runs follow a date, a period or a number, this is \(over.words)",
                at: row.span(written.over.range), help: "declare the column as a `date`, `period`, `whole` or `number`")
            return nil
        }
        let others = condition.expression.cells.contains { cell in
            if case .neighbour(.previous) = cell.row { false } else { cell.row.isNeighbour }
        }
        if others {
            error(
                "no-series", "`while` asks a row and the one before it", at: scope.span(written.condition.range),
                help: "name that one `previous`: `while start == previous.finish`")
            return nil
        }
        return CheckedRuns(over: over.expression, condition: condition.expression)
    }

    private func checkOnce(_ entry: RuleEntry, in file: SourceFile) {
        let scope = Scope(.none, file: file)
        let body = checkBody(entry, in: scope)
        guard let first = scope.usage.tables.min(by: { $0.offset < $1.offset }) else {
            if body != nil {
                error(
                    "no-table", "the rule names no table", at: scope.span(entry.declaration.name.range),
                    help: "say whose rows it is about: `for kpis`; or use an aggregate, such as `count(kpis)`")
            }
            return
        }
        guard var rule = body else { return }
        rule.scope = .once(table: first.table)
        rules.rules.append(rule)
    }

    // MARK: Clauses

    /// Types a rule's clauses in a scope; `nil` where one has a fault. The caller sets the scope of the result.
    func checkBody(_ entry: RuleEntry, in given: Scope) -> CheckedRule? {
        let declaration = entry.declaration
        var rule = CheckedRule(
            name: declaration.name.text, severity: entry.severity, title: declaration.title.text,
            documentation: entry.origin.documentation, span: entry.origin.span,
            nameSpan: given.span(declaration.name.range), scope: .once(table: given.table ?? 0))
        let before = faults
        var scope = given
        scope.laterLets = Set(declaration.lets.map(\.name.text))
        var whens = [TypedExpression?](repeating: nil, count: declaration.whens.count)
        var requires = [TypedExpression?](repeating: nil, count: declaration.requires.count)
        for clause in clausesInOrder(declaration) {
            switch clause {
            case .let(let index):
                let clause = declaration.lets[index]
                let value = checkLet(clause, in: scope)
                let symbol = declare(.ruleLet, clause.name, in: clause.range, of: scope.file, owner: entry.symbol)
                if scope.lets[clause.name.text] == nil {
                    scope.lets[clause.name.text] = .some(value)
                    scope.letSymbols[clause.name.text] = symbol
                }
                if let value { rule.lets.append(CheckedLet(name: clause.name.text, value: value.expression)) }
            case .when(let index): whens[index] = condition(declaration.whens[index], in: scope)?.expression
            case .require(let index):
                requires[index] = condition(declaration.requires[index].condition, in: scope)?.expression
            }
        }
        addRegions(of: entry, scope)
        rule.leastShare = checkShare(declaration, in: given)
        // What is found of all rows together is about none of them.
        if declaration.requires.contains(where: { $0.share != nil }) {
            scope = Scope(.none, file: given.file)
            scope.isOfAllRows = true
        }
        rule.whens = whens.compactMap { $0 }
        for (require, typed) in zip(declaration.requires, requires) {
            let otherwise = require.otherwise.flatMap { template($0, in: scope) }
            guard let typed else { continue }
            rule.requires.append(
                CheckedRequire(
                    condition: typed, otherwise: otherwise, places: places(of: typed, in: given),
                    span: scope.span(require.condition.range)))
        }
        rule.message = declaration.message.flatMap { template($0, in: scope) }
        rule.help = declaration.help.flatMap { template($0, in: scope) }
        for place in declaration.places where rule.leastShare == nil {
            for cell in places(place, in: scope) where !rule.places.contains(cell) { rule.places.append(cell) }
        }
        for clause in declaration.fixes where rule.leastShare == nil {
            if let fix = self.fix(clause, in: scope) { rule.fixes.append(fix) }
        }
        refuseLists(in: rule.whens + rule.requires.map(\.condition) + rule.fixes.map(\.value))
        let isWhole = rule.whens.count == declaration.whens.count && rule.requires.count == declaration.requires.count
        return isWhole && faults == before ? rule : nil
    }

    /// The share of rows that must fulfil a rule; reports where the rule can ask for none.
    private func checkShare(_ declaration: RuleDeclaration, in scope: Scope) -> LeastShare? {
        guard let written = declaration.requires.compactMap(\.share).first else { return nil }
        let span = scope.span(written.range)
        func refuse(_ message: String, at place: Range<Int>, help: String? = nil) {
            error("misplaced-mostly", message, at: scope.span(place), help: help)
        }
        if declaration.requires.count > 1 {
            refuse(
                "a rule with `mostly` has one `require`", at: declaration.requires[1].range,
                help: "join what must hold with `and`, or write another rule")
        }
        if case .none = scope.rows {
            refuse("this rule is judged once, of no rows", at: written.range, help: "say of which rows: `for kpis`")
        }
        if let place = declaration.places.first {
            refuse(
                "a rule with `mostly` has one finding, at the header", at: place.range, help: "leave out `at`")
        }
        if let fix = declaration.fixes.first {
            refuse(
                "a rule with `mostly` has one finding, at the header", at: fix.range, help: "leave out `fix`")
        }
        guard case .percent(let mantissa, let scale) = written.kind,
            let share = LeastShare(percent: mantissa, scale: scale)
        else {
            error(
                "misplaced-mostly", "the share of rows is a percentage above 0% and up to 100%", at: span,
                help: "with at most \(LeastShare.mostDecimals) decimals: `require mostly 95% …`")
            return nil
        }
        return share
    }

    private func checkLet(_ clause: LetClause, in scope: Scope) -> Operand? {
        let span = scope.span(clause.name.range)
        let name = clause.name.text
        if scope.lets[name] != nil {
            error("duplicate-name", "the rule has two `let`s `\(name)`", at: span, help: "choose another name")
        } else if case .value = bareColumn(name, in: scope) {
            error("duplicate-name", "`\(name)` is already a column", at: span, help: "choose another name")
        } else if let constant = constants[name] {
            error(
                "duplicate-name", "`\(name)` is already a constant", at: span, help: "choose another name",
                notes: [DiagnosticNote("the constant", at: constantSpan(constant))])
        }
        guard let value = letContent(clause, in: scope), isSmall(value.expression, name: name, at: span) else {
            return nil
        }
        return value
    }

}

private enum Clause {
    case `let`(Int)
    case when(Int)
    case require(Int)
}

/// The clauses that depend on each other, in the order of the file: a `let` is known to those behind it.
private func clausesInOrder(_ rule: RuleDeclaration) -> [Clause] {
    var clauses: [(offset: Int, clause: Clause)] = []
    for (index, clause) in rule.lets.enumerated() { clauses.append((clause.range.lowerBound, .let(index))) }
    for (index, condition) in rule.whens.enumerated() { clauses.append((condition.range.lowerBound, .when(index))) }
    for (index, clause) in rule.requires.enumerated() {
        clauses.append((clause.condition.range.lowerBound, .require(index)))
    }
    return clauses.sorted { $0.offset < $1.offset }.map(\.clause)
}
