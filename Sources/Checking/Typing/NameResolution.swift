// Resolving a name: a column, a `let`, a constant, in this order.

import Catalog
import Diagnostics
import Quantities
import Syntax

extension Checker {
    // MARK: Columns of a table

    /// How far joins of joined tables are followed.
    static let joinDepth = 4

    /// A column of a row of a table by its name: its own, a computed one, or one of a joined table.
    func column(
        _ name: String, ofTable table: Int, row: RowReference, letLimit: Int? = nil, depth: Int = 0
    ) -> Resolution {
        guard tableEntries.indices.contains(table) else { return .missing }
        // No copy of the entry is held while a computed column is typed: typing changes the entry, which would be
        // copied each time.
        if let own = tableEntries[table].names[name] {
            switch own {
            case .column(let index): return .value(columnOperand(index, table: table, row: row))
            case .computed(let index):
                if let letLimit, index >= letLimit { break }
                let symbol = tableEntries[table].letSymbols[index]
                guard let value = letValue(index, ofTable: table) else { return .broken(symbol) }
                guard let moved = value.expression.seen(from: row) else { return .broken(symbol) }
                var operand = value
                operand.symbol = symbol
                operand.expression = moved
                return .value(operand.named(at: moved.span, as: .computed(table: table, index: index, row: row)))
            }
        }
        if tableEntries[table].broken.contains(name) { return .broken(tableEntries[table].brokenSymbols[name]) }
        guard depth < Self.joinDepth else { return .missing }
        for join in tableEntries[table].joins {
            let found = column(
                name, ofTable: rules.joins[join].table, row: .joined(row, join: join), depth: depth + 1)
            if case .missing = found { continue }
            return found
        }
        return .missing
    }

    /// Whether an unknown name may be a column that a line or join with a fault declares, here or in a table that is
    /// joined.
    func mayBeColumn(ofTable table: Int, depth: Int = 0) -> Bool {
        guard tableEntries.indices.contains(table) else { return false }
        if tableEntries[table].lacksColumns { return true }
        guard depth < Self.joinDepth else { return false }
        return tableEntries[table].joins.contains { mayBeColumn(ofTable: rules.joins[$0].table, depth: depth + 1) }
    }

    private func columnOperand(_ index: Int, table: Int, row: RowReference) -> Operand {
        let column = rules.tables[table].columns[index]
        var operand = Operand(
            .column(CellReference(row: row, table: table, column: index)), column.type.valueType, column.span)
        operand.symbol = tableEntries[table].columnSymbols[index]
        operand.nature = column.type.traits.nature
        operand.isRounded = column.type.traits.isRounded
        return operand
    }

    /// The names of all columns of a table, for suggestions.
    func columnNames(ofTable table: Int, depth: Int = 0) -> [String] {
        guard rules.tables.indices.contains(table) else { return [] }
        let entry = tableEntries[table]
        var names = rules.tables[table].columns.filter { !$0.isOfStored && entry.names[$0.name] != nil }.map(\.name)
        names += entry.declaration.lets.map(\.name.text)
        if depth < Self.joinDepth {
            for join in entry.joins { names += columnNames(ofTable: rules.joins[join].table, depth: depth + 1) }
        }
        return names
    }

    /// The row's column `better`; `nil` where it has none.
    func impliedDirection(in scope: Scope) -> Operand? {
        var found: Resolution = .missing
        let scope = scope.implied
        switch scope.rows {
        case .none: break
        case .table(let table): found = column("better", ofTable: table, row: .row, letLimit: scope.letLimit)
        case .group(_, let names): found = names["better"].map { .value($0) } ?? .missing
        case .parameters(let table, let names):
            if let parameter = names["better"] {
                found = .value(parameter)
            } else if let table {
                found = column("better", ofTable: table, row: .row)
            }
        case .scheme(let table, let row, let names):
            if let parameter = names["better"] {
                found = .value(parameter)
            } else if let table {
                found = column("better", ofTable: table, row: row)
            }
        }
        guard case .value(let operand) = found, operand.type.isTextual else { return nil }
        return operand
    }

    // MARK: Unqualified names

    /// The column that an unqualified name means in a scope.
    func bareColumn(_ name: String, in scope: Scope) -> Resolution {
        switch scope.rows {
        case .none: .missing
        case .table(let table): column(name, ofTable: table, row: .row, letLimit: scope.letLimit)
        case .group(_, let names), .parameters(_, let names), .scheme(_, _, let names):
            names[name].map { .value($0) } ?? .missing
        }
    }

    func bareLet(_ name: String, in scope: Scope) -> Resolution {
        if let known = scope.lets[name] {
            let symbol = scope.letSymbols[name]
            guard var operand = known else { return .broken(symbol) }
            operand.symbol = symbol
            return .value(operand)
        }
        return scope.outside.map { bareLet(name, in: $0.scope) } ?? .missing
    }

    /// Types an unqualified name.
    func resolve(_ name: Name, in scope: Scope) -> Operand? {
        let span = scope.span(name.range)
        switch bareColumn(name.text, in: scope) {
        case .broken(let symbol):
            use(symbol, name, in: scope.file)
            return nil
        case .value(let operand):
            if let constant = constants[name.text], !name.isQuoted, !isParameter(name.text, scope) {
                error(
                    "ambiguous-name", "`\(name.text)` is both a column and a constant", at: span,
                    help: "give the constant another name",
                    notes: [DiagnosticNote("the constant", at: constantSpan(constant))])
                return nil
            }
            use(operand.symbol, name, in: scope.file)
            return operand.named(at: span)
        case .missing: break
        }
        switch bareLet(name.text, in: scope) {
        case .broken(let symbol):
            use(symbol, name, in: scope.file)
            return nil
        case .value(let operand):
            use(operand.symbol, name, in: scope.file)
            var named = operand.named(at: span, as: .ruleLet(name.text, row: .row))
            if scope.lets[name.text] == nil, !scope.isAboutOutside { named.expression = fromOutside(named.expression) }
            return named
        case .missing: break
        }
        if let constant = constants[name.text] {
            use(constant.symbol, name, in: scope.file)
            let value = constantValue(name.text)
            if clashes(name.text, in: scope.file) { return nil }
            if value == nil, constants[name.text]?.list != nil {
                error(
                    "misplaced-list", "`\(name.text)` is a list, not a value", at: span,
                    help: "ask whether something is in it: `in \(name.text)`")
            }
            return value?.named(at: span, as: .constant(name.text))
        }
        reportUnknown(name, in: scope)
        return nil
    }

    private func isParameter(_ name: String, _ scope: Scope) -> Bool {
        switch scope.rows {
        case .parameters(_, let names), .scheme(_, _, let names): names[name] != nil
        default: false
        }
    }

    func constantSpan(_ entry: ConstantEntry) -> SourceSpan {
        SourceSpan(file(of: entry.origin), entry.declaration.name.range)
    }

    private func reportUnknown(_ name: Name, in scope: Scope) {
        if let table = scope.table, mayBeColumn(ofTable: table) { return }
        if let table = scope.outside?.scope.table, mayBeColumn(ofTable: table) { return }
        if let (row, _) = scope.joins.sorted(by: { $0.value < $1.value }).first(where: {
            columnNames(ofTable: rules.joins[$0.value].table).contains(name.text)
        }), case .group = scope.rows {
            return error(
                "unknown-column", "`\(name.text)` is no column of the group", at: scope.span(name.range),
                help: "that of the row beside it is written `\(row).\(name.text)`",
                fix: DiagnosticFix(
                    "write `\(row).\(name.text)`", replacing: name.range, with: "\(row).\(name.text)"))
        }
        if let outside = scope.outside?.scope, case .value = bareColumn(name.text, in: outside) {
            let inside = scope.table.map { tableName($0) } ?? ""
            if let row = outsideName(outside, inside: scope) {
                return error(
                    "unknown-column", "`\(name.text)` is no column of \(inside)", at: scope.span(name.range),
                    help: "the row outside the aggregate is written `\(row).\(name.text)`",
                    fix: DiagnosticFix(
                        "write `\(row).\(name.text)`", replacing: name.range, with: "\(row).\(name.text)"))
            }
            return error(
                "unknown-column", "`\(name.text)` is no column of \(inside)", at: scope.span(name.range),
                help:
                    "to use the row that the rule is about, name it: `for \(inside) as this`, then `this.\(name.text)`")
        }
        if let table = scope.table, let limit = scope.letLimit,
            tableEntries[table].declaration.lets.dropFirst(limit).contains(where: { $0.name.text == name.text })
        {
            return error(
                "unknown-column", "`\(name.text)` is used before its `let`", at: scope.span(name.range),
                help: "a `let` stands before its use")
        }
        if scope.laterLets.contains(name.text) {
            return error(
                "unknown-column", "`\(name.text)` is used before its `let`", at: scope.span(name.range),
                help: "move the `let` before its use")
        }
        if ["true", "false", "unknown"].contains(name.text.lowercased()) {
            let meant = name.text.lowercased()
            return error(
                "wrong-case", "`\(name.text)` is written `\(meant)`", at: scope.span(name.range),
                fix: DiagnosticFix("write `\(meant)`", replacing: name.range, with: meant))
        }
        if let help = wordHelp(name.text) {
            return error(
                "unknown-column", unknownWords(name.text, in: scope).0, at: scope.span(name.range), help: help.words,
                fix: help.written.map { DiagnosticFix("write `\($0)`", replacing: name.range, with: $0) })
        }
        // What follows on the line could not be read: the name may be the beginning of a longer one.
        if isBroken(behind: name, in: scope.file) { return }
        if scope.isOfAllRows {
            return error(
                "unknown-column", "a message of a rule with `mostly` speaks of no row, so not of `\(name.text)`",
                at: scope.span(name.range),
                help:
                    "there is one finding for all rows, with the first that break the rule beside it; in `\u{7B}…}` may "
                    + "stand constants and aggregates, such as `count(kpis where …)`")
        }
        if scope.isWithoutTable {
            // One word for all names of the rule: it lacks its `for`.
            guard !scope.usage.lacksTable else { return }
            scope.usage.lacksTable = true
            let tables = tableEntries.indices.filter { table in
                if case .value = column(name.text, ofTable: table, row: .row) { return !isOfTotals(table) }
                return false
            }
            if let table = tables.first {
                return error(
                    "unknown-column", "there is no constant `\(name.text)`, and a rule without `for` has no columns",
                    at: scope.span(name.range),
                    help: "say whose rows the rule is about, on a line of its own: `for \(tableName(table))`")
            }
        }
        if let (message, help) = rowWords(name.text, in: scope) {
            return error("unknown-column", message, at: scope.span(name.range), help: help)
        }
        if let table = scope.table, reportHeader(name, ofTable: table, in: scope) { return }
        let (message, help) = unknownWords(name.text, in: scope)
        unknownName(
            "unknown-column", message, name, in: scope.file, among: candidates(in: scope),
            otherwise: functionHelp(name.text) ?? help)
    }

    /// Whether a word right behind a name could not be read, which was reported.
    private func isBroken(behind name: Name, in file: SourceFile) -> Bool {
        guard let loaded = files.first(where: { $0.source === file }) else { return false }
        return loaded.tree.diagnostics.contains { diagnostic in
            let place = diagnostic.span.range.lowerBound
            if diagnostic.code == "unexpected-word", diagnostic.fix?.range.lowerBound == name.range.lowerBound {
                return true
            }
            return diagnostic.code == "wrong-word" && place > name.range.upperBound
                && file.bytes[name.range.upperBound..<place].allSatisfy { $0 == UInt8(ascii: " ") }
        }
    }

    /// What is written in place of a word that is no column but means something elsewhere; `nil` for other names.
    private func wordHelp(_ name: String) -> (words: String, written: String?)? {
        if name == "higher" || name == "lower" {
            return ("which way is better is a text: `\"\(name)\"`", "\"\(name)\"")
        }
        if Colour.allCases.contains(where: { $0.name == name }) {
            return ("a colour is asked for with `is`: `rag is \(name)`; a label stands in quotes", nil)
        }
        return nil
    }

    /// How a function is called, of its name where a value is wanted.
    private func functionHelp(_ name: String) -> String? {
        if let function = Function(rawValue: name) { return "the function is called `\(function.signature.usage)`" }
        return AggregateFunction(rawValue: name) == nil
            ? nil : "an aggregate has its table in brackets: `\(name)(kpis …)`"
    }

    /// What to say of a name of rows where a value is wanted; `nil` for any other name.
    private func rowWords(_ name: String, in scope: Scope) -> (message: String, help: String)? {
        func oneOf(_ table: Int, _ row: String) -> String {
            let columns = rules.tables[table].columns.map(\.name)
            let keys = rules.tables[table].key.compactMap { key in
                if case .column(let index) = key { columns[index] } else { nil }
            }
            let example = columns.first { !keys.contains($0) } ?? columns.first ?? "column"
            return "name one of its columns, such as `\(row).\(example)`"
        }
        switch qualifier(name, in: scope) {
        case .join(let join):
            let table = rules.joins[join].table
            return ("`\(name)` is a row of \(tableName(table)), not a value", oneOf(table, name))
        case .neighbour:
            guard let table = scope.table else { break }
            return ("`\(name)` is a row, not a value", oneOf(table, name))
        case .thisRow:
            guard let table = scope.table else { break }
            return ("`\(name)` is the row itself, not a value", oneOf(table, name))
        case .outside, .unknown: break
        }
        guard let table = tablesByName[name] else { return nil }
        var help = "count its rows with `count(\(name))`"
        if case .table = scope.rows, scope.outside == nil {
            let column = rules.tables[table].columns.first?.name ?? "column"
            help += "; to look a row of it up, join it (`for … with \(name) on …`) and write `\(name).\(column)`"
        } else {
            help += ", or name a column"
        }
        return ("`\(name)` is a table, not a value", help)
    }

    /// A name as it is written, between backquotes of a message.
    private func code(_ name: String) -> String {
        let spelt = spelling(of: name)
        return spelt.hasPrefix("`") ? spelt : "`\(spelt)`"
    }

    /// Reports a name that is the header of a column that the rules call otherwise; returns whether it is one.
    func reportHeader(_ name: Name, ofTable table: Int, in scope: Scope) -> Bool {
        guard rules.tables.indices.contains(table) else { return false }
        let wanted = name.text.lowercased()
        for column in rules.tables[table].columns where column.name != name.text {
            let header = column.headers.first { header in
                let header = header.lowercased()
                return header == wanted || String(header.map { $0 == " " ? "_" : $0 }) == wanted
            }
            guard let header else { continue }
            error(
                "unknown-column", "table \(tableName(table)) has no column `\(name.text)`",
                at: scope.span(name.range),
                help: "the column with the header \"\(header)\" is called \(code(column.name))",
                fix: DiagnosticFix(
                    "write \(code(column.name))", replacing: name.range, with: spelling(of: column.name)))
            return true
        }
        return false
    }

    private func unknownWords(_ name: String, in scope: Scope) -> (String, String?) {
        switch scope.rows {
        case .none: return ("there is no constant `\(name)`", "columns cannot be named here")
        case .table(let table): return ("table \(tableName(table)) has no column `\(name)`", nil)
        case .group(let table, let names):
            if case .missing = column(name, ofTable: table, row: .row) {
                return ("table \(tableName(table)) has no column `\(name)`", nil)
            }
            let shared = names.keys.sorted().map { "`\($0)`" }.joined(separator: ", ")
            return (
                "`\(name)` differs from row to row of a group", "outside aggregates a group has only \(shared)"
            )
        case .parameters:
            return ("`\(name)` is not a column that the rule asks for", "add it after `for any with`")
        case .scheme:
            return ("`\(name)` is not one of the scheme's columns", "add it after `for` in the scheme's first line")
        }
    }

    /// Every name that can be used in a scope.
    func candidates(in scope: Scope) -> [String] {
        var names: [String] = []
        switch scope.rows {
        case .none: break
        case .table(let table): names = columnNames(ofTable: table)
        case .group(_, let own), .parameters(_, let own), .scheme(_, _, let own): names = own.keys.sorted()
        }
        var scopes: Scope? = scope
        while let current = scopes {
            names += current.lets.keys.sorted()
            scopes = current.outside?.scope
        }
        return names + constants.keys.sorted()
    }

    func tableName(_ table: Int) -> String { tableEntries[table].declaration.name.text }
}
