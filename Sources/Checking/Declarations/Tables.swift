// Tables: their computed columns, keys, joins and series; what is read is in `Columns.swift`.

import Catalog
import Diagnostics
import Syntax

/// A table while it is checked; the checked one is at the same index of `RuleSet.tables`.
struct TableEntry {
    var declaration: TableDeclaration
    var origin: Origin
    var symbol: SymbolID?
    /// The symbols of its read columns, in their order.
    var columnSymbols: [SymbolID?] = []
    var letSymbols: [SymbolID?] = []
    /// The symbols of the names in `broken`.
    var brokenSymbols: [String: SymbolID] = [:]
    /// The first label of each column that is a choice; the others follow it.
    var labelSymbols: [Int: SymbolID] = [:]
    /// Its own columns, read and computed.
    var names: [String: ColumnOrLet] = [:]
    /// Names of columns whose declaration has a fault that was reported.
    var broken: Set<String> = []
    /// Joins whose table is known, as indices into `RuleSet.joins`, with the line that declares each.
    var joins: [Int] = []
    var joinLines: [JoinLine] = []
    var joinNames: [String: Int] = [:]
    /// The names of joins with a fault that was reported.
    var brokenJoins: Set<String> = []
    /// Whether it may have columns that are not known, because a line or a join of it has a fault that was reported.
    var lacksColumns: Bool { declaration.lacksLines || !brokenJoins.isEmpty }
    var lets: [LazyLet] = []
    /// How many of the first computed columns have been typed, or are being typed.
    var typedLets = 0
    /// How it is made of another table, which is declared before it; `nil` where it is read from files of its own.
    var derivation: TableDerivation?
    /// Where a table is declared that is made of another one: its lines are those of that one, but for some.
    var ownOrigin: Origin?
    /// The lines of columns that it has besides those of the table that it is made of.
    var ownColumns: [ColumnLine] = []

    struct LazyLet {
        var state = LazyState.untouched
        var value: Operand?
    }
}

extension Checker {
    /// How many tables deep computed columns may name those of joined tables.
    private static let letDepthLimit = 50

    /// Checks all tables: first what is read of each, then what is computed from it.
    func checkTables() {
        for index in tableEntries.indices { declareColumns(ofTable: index) }
        for index in tableEntries.indices { declareJoins(ofTable: index) }
        for index in tableEntries.indices { checkComputed(ofTable: index) }
        for index in tableEntries.indices {
            checkBounds(ofTable: index)
            checkBlankValues(ofTable: index)
        }
        for index in tableEntries.indices { checkKeys(ofTable: index) }
        for index in tableEntries.indices { checkTotals(ofTable: index) }
        for index in tableEntries.indices {
            finishUnpivoted(table: index)
            finishSearched(table: index)
        }
        for index in tableEntries.indices { checkJoins(ofTable: index) }
        for index in tableEntries.indices { checkSchemes(ofTable: index) }
    }

    /// The scope of a table's own lines, with the computed columns before one of them.
    func scope(ofTable table: Int, letLimit: Int?, bar: String) -> Scope {
        var scope = Scope(.table(table), file: file(of: tableEntries[table].origin), aggregateBar: bar)
        scope.letLimit = letLimit
        return scope
    }

    // MARK: Computed columns

    /// The value of a computed column, typed when it is first needed; `nil` where it has a fault.
    func letValue(_ index: Int, ofTable table: Int) -> Operand? {
        guard tableEntries[table].lets.indices.contains(index) else { return nil }
        // Those before it are typed first, in a loop: it may name each of them, and recursion would be as deep as they
        // are many.
        while tableEntries[table].typedLets < index {
            tableEntries[table].typedLets += 1
            _ = letValue(tableEntries[table].typedLets - 1, ofTable: table)
        }
        let known = tableEntries[table].lets[index]
        let line = tableEntries[table].declaration.lets[index]
        let span = SourceSpan(file(of: tableEntries[table].origin), line.name.range)
        switch known.state {
        case .done: return known.value
        case .underWay:
            error(
                "let-cycle", "the value of `\(line.name.text)` leads back to itself", at: span,
                help: "compute it from columns that are read")
            return nil
        case .untouched: break
        }
        guard letDepth < Self.letDepthLimit else {
            error(
                "too-deep",
                "`\(line.name.text)` is at the end of \(Self.letDepthLimit) tables whose computed columns name each "
                    + "other's",
                at: span, help: "compute it from columns that are read: so many tables deep is enough")
            return nil
        }
        letDepth += 1
        defer { letDepth -= 1 }
        tableEntries[table].lets[index].state = .underWay
        let scope = scope(ofTable: table, letLimit: index, bar: "a table")
        var value = recording { letContent(line, in: scope) }
        if let own = value, !isSmall(own.expression, name: line.name.text, at: span) { value = nil }
        tableEntries[table].lets[index].value = value
        tableEntries[table].lets[index].state = .done
        return value
    }

    private func checkComputed(ofTable table: Int) {
        for (index, line) in tableEntries[table].declaration.lets.enumerated() {
            let value = letValue(index, ofTable: table)
            // Indices of computed columns hold even where one has a fault: the rules are not run then.
            let placeholder = TypedExpression(.literal(.unknown), .unknown, tableEntries[table].origin.span)
            rules.tables[table].lets.append(
                CheckedLet(name: line.name.text, value: value?.expression ?? placeholder))
        }
    }

    // MARK: Keys and series

    /// Finds a table's own column for a key, join or series; reports a name that is not one.
    func ownColumn(_ name: Name, ofTable table: Int, in file: SourceFile, _ what: String) -> ColumnOrLet? {
        let entry = tableEntries[table]
        if entry.broken.contains(name.text) {
            use(entry.brokenSymbols[name.text], name, in: file)
            return nil
        }
        guard let own = entry.names[name.text] else {
            if entry.declaration.lacksLines { return nil }
            if case .value = column(name.text, ofTable: table, row: .row) {
                error(
                    "unknown-column", "`\(name.text)` is a column of a joined table", at: SourceSpan(file, name.range),
                    help: "\(what) is made of the table's own columns")
                return nil
            }
            unknownName(
                "unknown-column", "table \(tableName(table)) has no column `\(name.text)`", name, in: file,
                among: rules.tables[table].columns.map(\.name) + entry.declaration.lets.map(\.name.text))
            return nil
        }
        use(symbol(of: own, table: table), name, in: file)
        if case .computed(let index) = own {
            guard let value = letValue(index, ofTable: table) else { return nil }
            if value.expression.cells.contains(where: { $0.row != .row }) {
                error(
                    "joined-key", "`\(name.text)` is computed from a joined table", at: SourceSpan(file, name.range),
                    help: "\(what) is made of the table's own columns")
                return nil
            }
        }
        return own
    }

    private func checkKeys(ofTable table: Int) {
        let entry = tableEntries[table]
        let file = file(of: entry.origin)
        if entry.declaration.keys.count > 1 {
            error(
                "duplicate-key-line", "a table has one key", at: SourceSpan(file, entry.declaration.keys[1].range),
                help: "a key of several columns is written `key a, b`")
        }
        var seen: Set<String> = []
        for name in entry.declaration.keys.first?.columns ?? [] {
            guard seen.insert(name.text).inserted else {
                error("duplicate-name", "the key names `\(name.text)` twice", at: SourceSpan(file, name.range))
                continue
            }
            if let own = ownColumn(name, ofTable: table, in: file, "a key") {
                rules.tables[table].key.append(own)
            } else {
                tableEntries[table].declaration.lacksSeries = true
            }
        }
        rules.tables[table].label = naming(entry.declaration.label, ofTable: table, in: file, "a label")
        rules.tables[table].owner = naming(entry.declaration.owner, ofTable: table, in: file, "an owner")
        guard let line = entry.declaration.series else { return }
        guard let own = ownColumn(line.column, ofTable: table, in: file, "a series") else {
            tableEntries[table].declaration.lacksSeries = true
            return
        }
        rules.tables[table].series = own
        if entry.declaration.keys.isEmpty {
            tableEntries[table].declaration.lacksSeries = true
            error(
                "series-without-key", "a series needs a key", at: SourceSpan(file, line.range),
                help:
                    "rows with the same key, leaving `\(line.column.text)` out, are one series: `key …, \(line.column.text)`"
            )
        } else if !rules.tables[table].key.contains(own), !seen.isEmpty {
            warn(
                "series-outside-key", "`\(line.column.text)` is no part of the key, so every series has one row",
                at: SourceSpan(file, line.column.range),
                help: "add it to the key: `key \(seen.sorted().joined(separator: ", ")), \(line.column.text)`")
        }
    }

    /// The column that names rows, or who answers for them.
    private func naming(_ line: NamingLine?, ofTable table: Int, in file: SourceFile, _ what: String) -> Int? {
        guard let line, let own = ownColumn(line.column, ofTable: table, in: file, what) else { return nil }
        guard case .column(let index) = own else {
            error(
                "computed-name", "`\(line.column.text)` is computed", at: SourceSpan(file, line.column.range),
                help: "\(what) is the text of a cell: name a column that is read")
            return nil
        }
        return index
    }

    /// A key or series column as a value of the table's row.
    func value(of column: ColumnOrLet, table: Int) -> TypedExpression? {
        switch column {
        case .column(let index):
            let own = rules.tables[table].columns[index]
            return TypedExpression(
                .column(CellReference(row: .row, table: table, column: index)), own.type.valueType, own.span)
        case .computed(let index): return letValue(index, ofTable: table)?.expression
        }
    }

    /// The series that a table's own `series over` gives its rules.
    func series(ofTable table: Int) -> CheckedSeries? {
        let checked = rules.tables[table]
        guard let over = checked.series, !checked.key.isEmpty else { return nil }
        return CheckedSeries(
            by: checked.key.filter { $0 != over }.compactMap { value(of: $0, table: table) },
            over: value(of: over, table: table))
    }

    // MARK: Joins

    private func declareJoins(ofTable table: Int) {
        let entry = tableEntries[table]
        for line in entry.declaration.joins {
            guard let join = declareJoin(line, in: file(of: entry.origin), owner: entry.symbol) else {
                tableEntries[table].brokenJoins.insert(line.table.text)
                continue
            }
            let name = rules.joins[join].name
            if tableEntries[table].joinNames[name] != nil {
                error(
                    "duplicate-name", "table \(tableName(table)) joins `\(name)` twice",
                    at: SourceSpan(file(of: entry.origin), line.range),
                    help: "take one out; a rule can look up another row: `with \(name) as other on …`")
                continue
            }
            tableEntries[table].joins.append(join)
            tableEntries[table].joinLines.append(line)
            tableEntries[table].joinNames[name] = join
            rules.tables[table].joins.append(join)
        }
    }

    /// Enters a join whose columns are still to be checked; `nil` where its table is unknown.
    func declareJoin(_ line: JoinLine, in file: SourceFile, owner: SymbolID?) -> Int? {
        guard let other = tablesByName[line.table.text] else {
            if reportLackOfTotals(line.table, in: file) { return nil }
            unknownName(
                "unknown-table", "there is no table `\(line.table.text)`", line.table, in: file,
                among: tableEntries.map(\.declaration.name.text))
            return nil
        }
        rules.joins.append(
            CheckedJoin(
                table: other, name: (line.alias ?? line.table).text, on: [], hereColumns: [],
                isRequired: line.isRequired, span: SourceSpan(file, line.range)))
        use(tableEntries[other].symbol, line.table, in: file)
        joinSymbols.append(
            line.alias.map { declare(.joinedRow, $0, in: line.range, of: file, owner: owner) }
                ?? tableEntries[other].symbol)
        return rules.joins.count - 1
    }

    private func checkJoins(ofTable table: Int) {
        let entry = tableEntries[table]
        let scope = scope(ofTable: table, letLimit: nil, bar: "a join")
        for (position, join) in entry.joins.enumerated() {
            let earlier = Set(entry.joins.prefix(position))
            checkJoin(join, entry.joinLines[position], in: scope) { row in
                switch row {
                case .row: true
                case .joined(.row, let used): earlier.contains(used)
                default: false
                }
            }
        }
    }

    /// Types what must be equal in a join; `isAllowed` tells which rows its values may come from.
    func checkJoin(_ join: Int, _ line: JoinLine, in scope: Scope, isAllowed: (RowReference) -> Bool) {
        let other = rules.joins[join].table
        for columns in line.columns {
            addRegion(of: columns, scope, other)
            let here =
                columns.row.map { resolve($0, columns.here, in: scope) } ?? columnName(columns.here, in: scope)
            // One name for both sides is reported once.
            if here == nil, columns.there.range == columns.here.range { continue }
            let there = ownColumn(columns.there, ofTable: other, in: scope.file, "what a join compares")
            guard let here, let there, let value = value(of: there, table: other) else { continue }
            guard here.expression.cells.allSatisfy({ isAllowed($0.row) }) else {
                error(
                    "join-cycle", "`\(columns.here.text)` comes from this join or a later one",
                    at: scope.span(columns.here.range), help: "a join looks up by columns that are there before it")
                continue
            }
            if columns.ignoresCase {
                joinIgnoringCase(join, here, Operand(value), columns.there.text, scope.span(columns.here.range))
                continue
            }
            guard let fitted = joinValue(here, value.type) else {
                error(
                    "wrong-type",
                    "`\(columns.here.text)` is \(here.words), `\(columns.there.text)` of \(tableName(other)) is \(value.type.words)",
                    at: scope.span(columns.here.range), help: "a join compares columns of one type")
                continue
            }
            self.join(join, here, fitted.expression, there)
        }
    }

    /// Warns of joins that look rows up by a part of their key.
    func checkLookupsByPart() {
        for (index, join) in rules.joins.enumerated() where rules.looksUpByPart(index) {
            let table = rules.tables[join.table]
            // The author gave a table that is made of another one no key of its own.
            if table.derivation != nil { continue }
            let key = table.key.map { column in
                switch column {
                case .column(let index): "`\(table.columns[index].name)`"
                case .computed(let index): "`\(table.lets[index].name)`"
                }
            }
            report(
                Diagnostic(
                    "looks-up-by-part", .warning,
                    "several rows of `\(table.name)` may fit, as its key is \(key.joined(separator: " and "))",
                    at: join.span, help: "look up by the whole key; as it stands, the first row that fits counts"))
        }
    }

    private func join(_ join: Int, _ here: Operand, _ value: TypedExpression, _ there: ColumnOrLet) {
        rules.joins[join].on.append((value, there))
        var index: Int?
        if case .column(let cell) = here.expression.kind, cell.row == .row { index = cell.column }
        rules.joins[join].hereColumns.append(index)
    }

    /// `on here is there`: the joined table gets a computed column, which no name reaches, with the texts as they are
    /// compared.
    private func joinIgnoringCase(
        _ join: Int, _ here: Operand, _ there: Operand, _ column: String, _ span: SourceSpan
    ) {
        let sides = [here, there].filter { $0.type.isTextual || $0.type.isStatus }
        guard sides.count == 2 else {
            error(
                "wrong-type", "`is` compares texts, these are \(here.words) and \(there.words)", at: span,
                help: "columns of other types are joined by `=`")
            return
        }
        let texts = sides.map { TypedExpression(.ignoringCase(asText($0).expression), .text, $0.span) }
        let other = rules.joins[join].table
        let name = "\(column) ignoring case"
        let known = rules.tables[other].lets.firstIndex { $0.name == name }
        if known == nil { rules.tables[other].lets.append(CheckedLet(name: name, value: texts[1])) }
        self.join(join, here, texts[0], .computed(known ?? rules.tables[other].lets.count - 1))
    }

    private func joinValue(_ here: Operand, _ there: ValueType) -> Operand? {
        switch (here.type, there) {
        case (.choice(let own), .choice(let other)) where own == other: here
        case (.choice, .text): asText(here)
        case (.text, .choice(let labels)) where labels.mindsCase: asText(here)
        case (.choice, .choice(let labels)) where labels.mindsCase: asText(here)
        // What a choice reads whatever its case is found whatever its case, too.
        case (.text, .choice), (.choice, .choice): folded(asText(here))
        case (.text, .text), (.figure, .figure), (.date, .date), (.period, .period), (.truth, .truth):
            here
        case (.status(let own), .status(let other)) where own == other: here
        default: nil
        }
    }

    private func folded(_ text: Operand) -> Operand {
        Operand(.call(.lower, [text.expression]), .text, text.span)
    }

    /// An unqualified column name of `by`, `over`, `on`, `each` as a value of the scope's row; no `let` of a rule, no
    /// constant.
    func columnName(_ name: Name, in scope: Scope) -> Operand? {
        switch bareColumn(name.text, in: scope) {
        case .value(let operand):
            use(operand.symbol, name, in: scope.file)
            return operand.named(at: scope.span(name.range))
        case .broken(let symbol):
            use(symbol, name, in: scope.file)
            return nil
        case .missing:
            guard let table = scope.table, !mayBeColumn(ofTable: table) else { return nil }
            unknownName(
                "unknown-column", "table \(tableName(table)) has no column `\(name.text)`", name, in: scope.file,
                among: columnNames(ofTable: table))
            return nil
        }
    }

    // MARK: Schemes in use

    /// Types the conditions of a status column's scheme for this table, where it has all their columns.
    private func checkSchemes(ofTable table: Int) {
        for (index, column) in rules.tables[table].columns.enumerated() {
            guard case .status(let scheme) = column.type else { continue }
            let declaration = schemeEntries[scheme].declaration
            let isComplete = declaration.parameters.allSatisfy { parameter in
                if parameter.isOptional { return true }
                if case .value = self.column(parameter.name.text, ofTable: table, row: .row) { return true }
                return false
            }
            let isSilent = declaration.statuses.allSatisfy { if case .when = $0.due { false } else { true } }
            guard isComplete, !isSilent else { continue }
            let scope = scope(ofTable: table, letLimit: nil, bar: "a scheme")
            let cell = CellReference(row: .row, table: table, column: index)
            let status = Operand(.column(cell), column.type.valueType, column.span)
            _ = due(of: status, cell, scheme, [], column.span, in: scope)
        }
    }
}
