// Names with a qualifier before a dot: a neighbour, an alias, a table, a joined table.

import Diagnostics
import Syntax

extension Checker {
    /// What a qualifier means in a scope.
    enum Qualifier {
        case thisRow
        case neighbour(Neighbour)
        case join(Int)
        /// It belongs to the scope of the outer row.
        case outside
        case unknown
    }

    func qualifier(_ name: String, in scope: Scope) -> Qualifier {
        if let outside = scope.outside?.scope {
            if name == scope.innerName { return .thisRow }
            // The outer row hides a row that the table joins under the same name: with an alias both can be written.
            if outsideName(outside, inside: scope) == name { return .outside }
            if let table = scope.table, let join = tableEntries[table].joinNames[name] { return .join(join) }
            if case .unknown = qualifier(name, in: outside) { return .unknown }
            return .outside
        }
        if let neighbour = Neighbour(rawValue: name) { return .neighbour(neighbour) }
        if let join = scope.joins[name] { return .join(join) }
        switch scope.rows {
        case .none, .scheme: return .unknown
        case .parameters: return name == scope.alias ? .thisRow : .unknown
        case .table(let table):
            if name == scope.alias { return .thisRow }
            if let join = tableEntries[table].joinNames[name] { return .join(join) }
            return name == tableName(table) ? .thisRow : .unknown
        case .group(let table, _):
            return name == scope.alias || name == tableName(table) ? .thisRow : .unknown
        }
    }

    /// The name by which the outer row can be qualified inside an aggregate; `nil` where it has none.
    func outsideName(_ outside: Scope, inside: Scope) -> String? {
        if let alias = outside.alias { return alias }
        switch outside.rows {
        case .table(let table), .group(let table, _):
            return tableName(table) == inside.innerName ? nil : tableName(table)
        case .none, .parameters, .scheme: return nil
        }
    }

    /// Types `qualifier.name`.
    func resolve(_ written: Name, _ name: Name, in scope: Scope) -> Operand? {
        let span = scope.span(written.range.lowerBound..<max(written.range.upperBound, name.range.upperBound))
        switch qualifier(written.text, in: scope) {
        case .outside:
            guard let outside = scope.outside?.scope else { return nil }
            var found = resolve(written, name, in: outside)
            if !scope.isAboutOutside, let expression = found?.expression {
                found?.expression = fromOutside(expression)
            }
            return found
        case .neighbour(let neighbour):
            guard let operand = self.neighbour(neighbour, name, written, in: scope) else { return nil }
            use(operand.symbol, name, in: scope.file)
            return operand.named(at: span)
        case .thisRow:
            use(rowSymbol(written.text, in: scope), written, in: scope.file)
            switch bareColumn(name.text, in: scope) {
            case .value(let operand):
                use(operand.symbol, name, in: scope.file)
                return operand.named(at: span)
            case .broken(let symbol):
                use(symbol, name, in: scope.file)
                return nil
            case .missing:
                if case .parameters = scope.rows {
                    reportParameter(name, in: scope)
                } else {
                    reportMissing(name, ofTable: scope.table, in: scope)
                }
                return nil
            }
        case .join(let join):
            use(joinSymbols[join], written, in: scope.file)
            let table = rules.joins[join].table
            switch column(name.text, ofTable: table, row: .joined(.row, join: join)) {
            case .value(let operand):
                use(operand.symbol, name, in: scope.file)
                return operand.named(at: span)
            case .broken(let symbol):
                use(symbol, name, in: scope.file)
                return nil
            case .missing:
                reportMissing(name, ofTable: table, in: scope)
                return nil
            }
        case .unknown:
            reportUnknown(qualifier: written, name, in: scope)
            return nil
        }
    }

    /// The symbol of a word before a dot that names the row itself.
    private func rowSymbol(_ name: String, in scope: Scope) -> SymbolID? {
        if scope.outside == nil, name == scope.alias { return scope.aliasSymbol }
        return tablesByName[name].flatMap { tableEntries[$0].symbol }
    }

    private func reportMissing(_ name: Name, ofTable table: Int?, in scope: Scope) {
        guard let table else { return }
        if case .group(_, let names) = scope.rows {
            return unknownName(
                "unknown-column", "`\(name.text)` is not what the group has in common", name, in: scope.file,
                among: names.keys.sorted())
        }
        if tableEntries[table].broken.contains(name.text) || mayBeColumn(ofTable: table) { return }
        if reportHeader(name, ofTable: table, in: scope) { return }
        unknownName(
            "unknown-column", "table \(tableName(table)) has no column `\(name.text)`", name, in: scope.file,
            among: columnNames(ofTable: table))
    }

    // MARK: Neighbours

    private func neighbour(_ which: Neighbour, _ name: Name, _ written: Name, in scope: Scope) -> Operand? {
        guard hasSeries(scope, at: written) else { return nil }
        let row = RowReference.neighbour(which)
        var found: Resolution = .missing
        switch scope.rows {
        case .table(let table): found = column(name.text, ofTable: table, row: row, letLimit: scope.letLimit)
        case .parameters(_, let names):
            if let operand = names[name.text] {
                guard let moved = operand.expression.seen(from: row) else { return nil }
                var neighbour = operand
                neighbour.expression = moved
                found = .value(neighbour)
            }
        case .none, .group, .scheme: break
        }
        switch found {
        case .value(let operand): return operand
        case .broken: return nil
        case .missing: break
        }
        if let known = scope.lets[name.text] {
            guard var operand = known else { return nil }
            operand.symbol = scope.letSymbols[name.text]
            if let moved = operand.expression.seen(from: row) {
                operand.expression = moved
                return operand.named(at: moved.span, as: .ruleLet(name.text, row: row))
            }
            error(
                "unknown-column", "`\(name.text)` cannot be taken from another row", at: scope.span(name.range),
                help: "it speaks of neighbours or counts rows itself; name a column")
            return nil
        }
        if case .parameters = scope.rows {
            reportParameter(name, in: scope)
        } else {
            reportMissing(name, ofTable: scope.table, in: scope)
        }
        return nil
    }

    private func reportParameter(_ name: Name, in scope: Scope) {
        unknownName(
            "unknown-column", "`\(name.text)` is not a column that the rule asks for", name, in: scope.file,
            among: candidates(in: scope), otherwise: "add it after `for any with`")
    }

    private func hasSeries(_ scope: Scope, at written: Name) -> Bool {
        if scope.series != nil {
            scope.usage.series = true
            return true
        }
        if let table = scope.table, tableEntries[table].declaration.lacksSeries { return false }
        switch scope.rows {
        case .group:
            error(
                "no-series", "a group has no `\(written.text)` row", at: scope.span(written.range),
                help: "a rule `for each` speaks of the group's columns and of aggregates over `series`")
        case .table(let table) where scope.aggregateBar == nil:
            error(
                "no-series", "`\(written.text)` needs an order of rows", at: scope.span(written.range),
                help:
                    "say which rows belong together and in what order: `for \(tableName(table)) by … over …`, or `series over …` in the table"
            )
        case .table, .none, .parameters, .scheme:
            error(
                "no-series", "`\(written.text)` cannot stand here", at: scope.span(written.range),
                help: "only a rule with a series of rows knows its neighbours")
        }
        return false
    }

    // MARK: Unknown qualifiers

    private func reportUnknown(qualifier written: Name, _ name: Name, in scope: Scope) {
        let span = scope.span(written.range)
        if isBrokenJoin(written.text, in: scope) { return }
        if written.text == "series" {
            return error(
                "unknown-table", "`series` is many rows", at: span,
                help: "use it in an aggregate: `max(series.\(name.text))`, `count(series)`")
        }
        if written.text == scope.pairName, let table = scope.table {
            return error(
                "unknown-table",
                "`\(written.text)` stands beside a group, and `where` asks each row of "
                    + tableName(table), at: span,
                help: "which pairs are meant is asked in `when`: `when \(written.text).…`")
        }
        if let table = tablesByName[written.text] {
            if let inner = scope.innerName {
                let hint =
                    scope.table == table || scope.outside?.scope.table == table
                    ? "name the row outside with `as`: `for \(written.text) as this`"
                    : "inside it stand columns of \(inner) and of the row outside"
                return error(
                    "unknown-table", "`\(written.text)` cannot be named in an aggregate over \(inner)", at: span,
                    help: hint)
            }
            return error(
                "unknown-table", "which row of `\(written.text)` is meant?", at: span,
                help:
                    "join it, `with \(written.text) on …` or `join \(written.text) on …` in the table, or use an aggregate such as `max(\(written.text).\(name.text))`"
            )
        }
        unknownName(
            "unknown-table", "`\(written.text)` is no table or row here", written, in: scope.file,
            among: qualifierNames(in: scope),
            otherwise: "before a dot stands the name of a table, an alias or `previous`")
    }

    /// Whether it names a row whose join has a fault, in this scope or around it, by a clause or a line of the table.
    private func isBrokenJoin(_ name: String, in scope: Scope) -> Bool {
        if scope.brokenJoins.contains(name) { return true }
        if let table = scope.table, tableEntries[table].brokenJoins.contains(name) { return true }
        return scope.outside.map { isBrokenJoin(name, in: $0.scope) } ?? false
    }

    private func qualifierNames(in scope: Scope) -> [String] {
        var names = scope.joins.keys.sorted()
        if let table = scope.table {
            names += tableEntries[table].joinNames.keys.sorted() + [tableName(table)]
        }
        if let alias = scope.alias { names.append(alias) }
        if let inner = scope.innerName { names.append(inner) }
        if let outside = scope.outside?.scope { names += qualifierNames(in: outside) }
        if scope.series != nil { names += Neighbour.allCases.map(\.rawValue) }
        return names
    }
}
