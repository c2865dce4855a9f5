// Rules `for any with …`: checked once on their own, then bound to every table that has the columns.

import Diagnostics
import Quantities
import Syntax

extension Checker {
    func checkAnyTable(
        _ entry: RuleEntry, _ columns: [RequiredColumn], _ alias: Name?, in file: SourceFile
    ) {
        let row = AnyRow(alias: alias?.text, symbol: checkAlias(alias, of: nil, entry))
        metClash = nil
        guard let wanted = requiredColumns(columns, entry, in: file), checkByItself(entry, wanted, row, in: file) else {
            if let metClash { leaveOut(entry, metClash) }
            return
        }
        rules.general.append(
            GeneralRule(
                name: entry.declaration.name.text, columns: wanted.filter { !$0.isOptional }.map(\.name),
                file: file.name))
        var first: IdleReason?
        var elsewhere: IdleReason?
        var isUsed = false
        var instances: Set<Int> = []
        lackedLabels = []
        defer { lackedLabels = [] }
        for table in tableEntries.indices where !isOfTotals(table) {
            switch bind(wanted, toTable: table) {
            case .fits(let names):
                boundTable = table
                let (rule, firstError) = attempt { instance(entry, names, row, table, in: file) }
                boundTable = nil
                if let rule {
                    rules.rules.append(rule)
                    isUsed = true
                    instances.insert(table)
                } else if let firstError {
                    let misfit = IdleReason.Misfit.fault(message: firstError.message)
                    first = first ?? .misfit(table: tableName(table), misfit)
                    noteMisfit(entry, table, misfit)
                } else {
                    // Said only where no other table has the column: there it is found.
                    elsewhere =
                        elsewhere
                        ?? .misfit(
                            table: tableName(table),
                            .fault(
                                message: "what it finds would stand in another table; let `at` name a column of the "
                                    + "table itself first"))
                }
            case .otherType(let misfit, let help, let span):
                first = first ?? .misfit(table: tableName(table), misfit)
                noteMisfit(entry, table, misfit, at: span, help: help)
            case .lacks: break
            }
        }
        guard !isUsed else {
            if !options.packs.contains(file.name) { warnOfLackedLabels(among: instances) }
            return
        }
        let names = wanted.filter { !$0.isOptional }.map(\.name)
        let reason = first ?? elsewhere ?? (names.isEmpty ? .noTable : .lacksColumns(names))
        addIdle(entry, reason)
        if files[entry.origin.file].isEntry {
            report(
                Diagnostic(
                    "idle-rule", .note, "rule \(entry.declaration.name.text) is never applied: \(reason.words)",
                    at: SourceSpan(file, entry.declaration.name.range)))
        }
    }

    /// Says of a rule of a pack that it does not apply, because a constant of another kind goes before the pack's own.
    private func leaveOut(_ entry: RuleEntry, _ name: String) {
        guard let constant = constants[name], let (found, wanted) = clashWords[name] else { return }
        let reason = IdleReason.otherConstant(name, found: found, wanted: wanted)
        addIdle(entry, reason)
        report(
            Diagnostic(
                "rule-does-not-apply", .note,
                "rule \(entry.declaration.name.text) does not apply: \(reason.words)", at: constantSpan(constant)))
    }

    /// Notes that the table at hand has no such label where a rule for any table asks for one.
    func noteLackedLabel(_ label: String, of operand: Operand, at place: SourceSpan) {
        guard let boundTable else { return }
        if let index = lackedLabels.firstIndex(where: { $0.span.range == place.range && $0.label == label }) {
            lackedLabels[index].tables.insert(boundTable)
        } else {
            lackedLabels.append(
                LackedLabel(label: label, asked: operand.span.text, span: place, tables: [boundTable]))
        }
    }

    /// Warns of labels that none of a rule's tables has: what asks for them is never true.
    private func warnOfLackedLabels(among tables: Set<Int>) {
        // It may have been tried on tables that it does not apply to.
        for lacked in lackedLabels where tables.isSubset(of: lacked.tables) {
            let names = tables.sorted().prefix(3).map { tableName($0) }.joined(separator: ", ")
            warn(
                "unknown-label",
                "`\(lacked.asked)` is never \(quoted(lacked.label)): no table of this rule has that label",
                at: lacked.span,
                help: "the rule applies to \(names)\(tables.count > 3 ? " and others" : "")")
        }
    }

    private func noteMisfit(
        _ entry: RuleEntry, _ table: Int, _ misfit: IdleReason.Misfit, at span: SourceSpan? = nil, help: String? = nil
    ) {
        let name = entry.declaration.name.text
        let place =
            span ?? SourceSpan(file(of: tableEntries[table].origin), tableEntries[table].declaration.name.range)
        report(
            Diagnostic(
                "rule-does-not-apply", .note,
                "rule \(name) does not apply to table \(tableName(table)): \(misfit.words)", at: place, help: help))
    }

    /// What a rule for any table calls its row.
    struct AnyRow {
        var alias: String?
        var symbol: SymbolID?
    }

    // MARK: Required columns

    struct WantedColumn {
        var name: String
        var type: WantedType
        var isOptional: Bool
        var span: SourceSpan
        var written: String
        var symbol: SymbolID?
    }

    enum WantedType {
        case plain(ColumnType)
        /// With any labels.
        case choice
        /// Of this scheme; of any where it is `nil`.
        case status(Int?)
    }

    private func requiredColumns(
        _ columns: [RequiredColumn], _ entry: RuleEntry, in file: SourceFile
    ) -> [WantedColumn]? {
        var wanted: [WantedColumn] = []
        var isBroken = false
        for column in columns {
            let span = SourceSpan(file, column.name.range)
            guard !wanted.contains(where: { $0.name == column.name.text }) else {
                error("duplicate-name", "`\(column.name.text)` is asked for twice", at: span)
                isBroken = true
                continue
            }
            let clause = column.name.range.lowerBound..<column.type.range.upperBound
            let symbol = declare(.ruleParameter, column.name, in: clause, of: file, owner: entry.symbol)
            parametersByRule[entry.declaration.name.text, default: ParameterSymbols()].add(symbol, column.name.text)
            guard let type = wantedType(column.type, in: file) else {
                isBroken = true
                continue
            }
            wanted.append(
                WantedColumn(
                    name: column.name.text, type: type, isOptional: column.isOptional, span: span,
                    written: column.type.name.text, symbol: symbol))
        }
        return isBroken ? nil : wanted
    }

    private func wantedType(_ written: TypeName, in file: SourceFile) -> WantedType? {
        if let plain = ColumnType(plainName: written.name.text) { return .plain(plain) }
        switch written.name.text {
        case "choice": return .choice
        case "status":
            guard let scheme = written.scheme else { return .status(nil) }
            if let index = schemesByName[scheme.text] {
                use(schemeEntries[index].symbol, scheme, in: file)
                return .status(index)
            }
            unknownName(
                "unknown-scheme", "there is no scheme `\(scheme.text)`", scheme, in: file,
                among: schemeEntries.map(\.declaration.name.text))
            return nil
        default:
            unknownName(
                "unknown-type", "`\(written.name.text)` is not a type", written.name, in: file, among: ColumnType.names)
            return nil
        }
    }

    // MARK: On its own

    /// Reports the faults that the rule has whatever table it is for; returns whether it has none.
    private func checkByItself(
        _ entry: RuleEntry, _ wanted: [WantedColumn], _ row: AnyRow, in file: SourceFile
    ) -> Bool {
        var names: [String: Operand] = [:]
        for (index, column) in wanted.enumerated() {
            let cell = WrittenOperation.column(CellReference(row: .row, table: -1, column: index))
            switch column.type {
            case .plain(let type):
                names[column.name] = Operand(cell, type.valueType, column.span, type.traits.nature)
            case .choice: names[column.name] = Operand(cell, .choice([]), column.span)
            case .status(let scheme):
                names[column.name] = Operand(
                    cell, scheme.map { .status(scheme: $0) } ?? .anyStatus, column.span)
            }
            names[column.name]?.symbol = column.symbol
        }
        var scope = Scope(.parameters(nil, names), file: file)
        (scope.alias, scope.aliasSymbol) = (row.alias, row.symbol)
        scope.isLenient = true
        scope.series = CheckedSeries(by: [], over: nil)
        let before = faults
        guard let rule = checkBody(entry, in: scope), faults == before else { return false }
        checkContradictions(rule, entry, nil, in: scope)
        return faults == before
    }

    // MARK: For a table

    private enum Binding {
        case fits([String: Operand])
        case otherType(IdleReason.Misfit, help: String, SourceSpan)
        case lacks
    }

    private func bind(_ wanted: [WantedColumn], toTable table: Int) -> Binding {
        var names: [String: Operand] = [:]
        var links: [(parameter: WantedColumn, column: SymbolID?)] = []
        var misfit: (IdleReason.Misfit, help: String, SourceSpan)?
        for column in wanted {
            guard let found = lookUp(column.name, ofTable: table) else { return .lacks }
            guard let operand = found.operand else {
                if !column.isOptional { return .lacks }
                names[column.name] = Operand(.literal(.unknown), .unknown, column.span)
                continue
            }
            links.append((column, operand.symbol))
            guard var fitted = fit(operand, to: column.type) else {
                if misfit == nil {
                    misfit = (
                        .type(column: column.name, found: typeName(operand), wanted: column.written),
                        "declare it as \(column.written), or give it another name"
                            + (column.isOptional ? ": the rule can do without it" : ""), operand.span
                    )
                }
                continue
            }
            fitted.symbol = operand.symbol
            names[column.name] = fitted
        }
        // A column of another type is linked by its name as well, so that renaming takes it along: under another name
        // it would not be matched, and no misfit reported.
        for (parameter, column) in links { link(parameter.symbol, parameter.name, to: column) }
        if let misfit { return .otherType(misfit.0, help: misfit.help, misfit.2) }
        return .fits(names)
    }

    /// A column by its name, or `previous_x` as `previous.x`; an operand of `nil` where there is none, `nil` where it
    /// has a fault.
    private func lookUp(_ name: String, ofTable table: Int) -> (operand: Operand?, Void)? {
        switch column(name, ofTable: table, row: .row) {
        case .value(let operand): return (operand, ())
        case .broken: return nil
        case .missing: break
        }
        let prefix = "previous_"
        guard name.hasPrefix(prefix), rules.tables[table].series != nil else { return (nil, ()) }
        switch column(String(name.dropFirst(prefix.count)), ofTable: table, row: .neighbour(.previous)) {
        case .value(let operand): return (operand, ())
        case .broken: return nil
        case .missing: return (nil, ())
        }
    }

    private func fit(_ operand: Operand, to wanted: WantedType) -> Operand? {
        var fitted = operand
        // A rule for any table does not know which columns are rounded: it gets no warning of it.
        fitted.isRounded = false
        fitted.isQuotient = false
        fitted.ratio = nil
        switch (wanted, operand.type) {
        case (.plain(.figure(.measure)), .figure):
            fitted.nature = .any
            return fitted
        case (.plain(.figure(let kind)), .figure): return kind.nature == operand.nature ? fitted : nil
        case (.plain(.target), .figure): return asTarget(fitted)
        // In whichever month its years begin.
        case (.plain(.period), .period): return fitted
        case (.plain(.text), .choice), (.choice, .choice), (.choice, .text): return fitted
        case (.status(let scheme), .status(let own)): return scheme == nil || scheme == own ? fitted : nil
        case (.plain(let type), let own): return type.valueType == own ? fitted : nil
        case (.choice, _), (.status, _): return nil
        }
    }

    private func typeName(_ operand: Operand) -> String {
        if let cell = operand.column, rules.tables.indices.contains(cell.table) {
            return rules.tables[cell.table].columns[cell.column].type.name
        }
        return operand.words
    }

    /// The rule for one table; `nil` where it does not apply to it.
    private func instance(
        _ entry: RuleEntry, _ names: [String: Operand], _ row: AnyRow, _ table: Int, in file: SourceFile
    ) -> CheckedRule? {
        var scope = Scope(.parameters(table, names), file: file)
        (scope.alias, scope.aliasSymbol) = (row.alias, row.symbol)
        scope.isLenient = true
        scope.series = series(ofTable: table)
        guard var rule = checkBody(entry, in: scope) else { return nil }
        let usesPrevious = names.values.contains { $0.expression.cells.contains { $0.row.usesNeighbours } }
        let series = scope.usage.series || usesPrevious ? scope.series : nil
        rule.scope = .rows(table: table, condition: nil, series: series)
        return pointsAtOwnColumn(rule, ofTable: table) ? rule : nil
    }

    /// Whether what a rule finds is pointed at first in a column of the table itself: what stands in a joined row, or
    /// in the table of which this one is made, is found there, and not again for each row that leads to it.
    private func pointsAtOwnColumn(_ rule: CheckedRule, ofTable table: Int) -> Bool {
        guard let cell = rule.places.first ?? rule.requires.first?.places.first else {
            let cells = rule.requires.flatMap(\.condition.cells)
            return tableEntries[table].derivation == nil && (cells.isEmpty || !cells.allSatisfy(\.row.isJoined))
        }
        if cell.row.isJoined { return false }
        if rules.tables[table].search != nil {
            if case .group = rules.tables[table].columns[cell.column].origin { return true }
            return false
        }
        guard let unpivot = rules.tables[table].unpivot else { return true }
        return cell.column == unpivot.by || unpivot.groups.contains { $0.column == cell.column }
    }
}

extension RowReference {
    fileprivate var isJoined: Bool { if case .joined = self { true } else { false } }
}
