// Tables whose rows are columns of another one that stand side by side: `table quarters from kpis unpivot …`.

import Diagnostics
import Syntax

extension Checker {
    /// Gives each table that is made of another one the lines of that one, and puts it behind it.
    func mergeDerivedTables() {
        var merged: [TableEntry] = []
        var own: [TableEntry] = []
        for entry in tableEntries {
            guard let base = entry.declaration.base else {
                own.append(entry)
                continue
            }
            if let entry = mergedEntry(entry, base) { merged.append(entry) }
        }
        guard merged.count + own.count != tableEntries.count || !merged.isEmpty else { return }
        let names = Dictionary(uniqueKeysWithValues: own.enumerated().map { ($1.declaration.name.text, $0) })
        for index in merged.indices {
            guard let base = merged[index].declaration.base.flatMap({ names[$0.text] }) else { continue }
            merged[index].derivation =
                merged[index].declaration.search == nil ? .unpivoted(of: base) : .searched(of: base)
        }
        tableEntries = own + merged
        tablesByName = Dictionary(
            uniqueKeysWithValues: tableEntries.enumerated().map { ($1.declaration.name.text, $0) })
    }

    private func mergedEntry(_ entry: TableEntry, _ name: Name) -> TableEntry? {
        let source = file(of: entry.origin)
        let span = SourceSpan(source, name.range)
        guard let index = tablesByName[name.text] else {
            unknownName(
                "unknown-table", "there is no table `\(name.text)`", name, in: source,
                among: tableEntries.filter { $0.declaration.base == nil }.map(\.declaration.name.text))
            return nil
        }
        let base = tableEntries[index]
        use(base.symbol, name, in: source)
        let isUnpivot = entry.declaration.unpivot != nil
        guard base.declaration.base == nil else {
            error(
                "unpivoted-twice",
                base.declaration.unpivot == nil
                    ? "`\(name.text)` is made of another table itself" : "`\(name.text)` is unpivoted itself",
                at: span, help: "name the table that is read from files")
            return nil
        }
        guard base.origin.file == entry.origin.file else {
            error(
                "unpivoted-elsewhere", "table `\(name.text)` is declared in another file", at: span,
                help: "\(isUnpivot ? "an unpivoted table" : "a table of matches") stands in the rule file of the table "
                    + "that it is made of")
            return nil
        }
        var merged = entry
        merged.ownOrigin = entry.origin
        if let unpivot = entry.declaration.unpivot {
            merged.declaration = base.declaration.unpivoted(as: entry.declaration, unpivot)
        } else if let search = entry.declaration.search {
            merged.ownColumns = entry.declaration.columns
            merged.declaration = base.declaration.searched(as: entry.declaration, search)
        }
        return merged
    }

    /// Adds the columns that others become, and that of their headers.
    func addUnpivotedColumns(toTable table: Int) {
        let entry = tableEntries[table]
        guard let unpivot = entry.declaration.unpivot, let origin = entry.ownOrigin,
            case .unpivoted(let base)? = entry.derivation
        else { return }
        let file = file(of: origin)
        for line in entry.declaration.lets.dropFirst(tableEntries[base].declaration.lets.count) {
            tableEntries[table].letSymbols.append(
                declare(.computedColumn, line.name, in: line.range, of: file, owner: entry.symbol))
        }
        let before = faults
        var groups: [CheckedUnpivot.Group] = []
        for group in unpivot.groups {
            var sources: [Int] = []
            for name in group.columns {
                guard let column = ownColumn(name, ofTable: base, in: file, "an unpivoted table") else { continue }
                guard case .column(let index) = column, rules.tables[base].columns[index].origin == .cell else {
                    error(
                        "wrong-type", "`\(name.text)` is no column of the file", at: SourceSpan(file, name.range),
                        help: "cells that stand side by side become rows")
                    continue
                }
                if let first = sources.first,
                    rules.tables[base].columns[first].type != rules.tables[base].columns[index].type
                {
                    error(
                        "wrong-type", "`\(name.text)` and `\(group.columns[0].text)` are of two types",
                        at: SourceSpan(file, name.range), help: "columns that become one are of one type")
                }
                sources.append(index)
            }
            guard faults == before, let first = sources.first else { continue }
            if let count = groups.first?.sources.count, count != sources.count {
                error(
                    "uneven-unpivot",
                    "`\(group.name.text)` is made of \(sources.count) columns, `\(unpivot.groups[0].name.text)` of \(count)",
                    at: SourceSpan(file, group.name.range), help: "each row is made of one column of each")
            }
            var column = rules.tables[base].columns[first]
            (column.name, column.headers, column.span) = (group.name.text, [], SourceSpan(file, group.name.range))
            (column.isNumbered, column.isUnique) = (false, false)
            guard let index = enterNew(column, group.name, unpivot.range, table, file) else { continue }
            groups.append(CheckedUnpivot.Group(column: index, sources: sources))
        }
        takeUnits(ofUnpivoted: groups, unpivot, table, base)
        var type = ColumnType.text
        if let written = unpivot.type {
            let line = ColumnLine(
                name: unpivot.by, type: written, headers: [], modifiers: unpivot.modifiers, range: unpivot.range)
            guard let known = columnType(line, in: file, years: years(ofTable: table)) else { return }
            type = known
            switch known {
            case .choice, .status:
                error(
                    "wrong-type", "headers cannot be read as \(known.name)", at: SourceSpan(file, written.range),
                    help: "a header is a text, a period, a date or a figure")
            default: break
            }
        }
        var header = CheckedColumn(
            name: unpivot.by.text, type: type, headers: [], origin: .path, span: SourceSpan(file, unpivot.by.range))
        takeReading(unpivot.modifiers, ofHeaders: &header, table, in: file)
        guard let by = enterNew(header, unpivot.by, unpivot.range, table, file), faults == before else { return }
        rules.tables[table].unpivot = CheckedUnpivot(groups: groups, by: by)
    }

    private func enterNew(
        _ column: CheckedColumn, _ name: Name, _ range: Range<Int>, _ table: Int, _ file: SourceFile
    ) -> Int? {
        if tableEntries[table].names[name.text] != nil {
            error(
                "duplicate-name", "table \(tableName(table)) has two columns `\(name.text)`",
                at: SourceSpan(file, name.range), help: "choose another name")
            return nil
        }
        enter(
            column, declare(.column, name, in: range, of: file, owner: tableEntries[table].symbol), inTable: table)
        return rules.tables[table].columns.count - 1
    }

    /// Takes over what became known of the columns meanwhile, and takes those that became others out of sight.
    func finishUnpivoted(table: Int) {
        guard let unpivot = rules.tables[table].unpivot, let base = rules.tables[table].derivation?.base else { return }
        for group in unpivot.groups {
            let source = rules.tables[base].columns[group.sources[0]]
            rules.tables[table].columns[group.column].bounds = source.bounds
            rules.tables[table].columns[group.column].blankValue = source.blankValue
            rules.tables[table].columns[group.column].rounding = source.rounding
            for source in group.sources {
                tableEntries[table].names[rules.tables[base].columns[source].name] = nil
            }
        }
    }
}

extension TableDeclaration {
    /// The lines of this table, as an unpivoted one has them.
    fileprivate func unpivoted(as own: TableDeclaration, _ unpivot: UnpivotSource) -> TableDeclaration {
        var copy = self
        copy.name = own.name
        copy.unpivot = unpivot
        copy.lets += own.lets
        copy.series = own.series
        copy.label = own.label ?? label
        copy.owner = own.owner ?? owner
        for index in copy.joins.indices { copy.joins[index].isRequired = false }
        if let key = copy.keys.first {
            copy.keys = [KeyLine(columns: key.columns + [unpivot.by], range: key.range)]
        }
        for index in copy.columns.indices {
            copy.columns[index].modifiers.removeAll { modifier in
                switch modifier.kind {
                case .unique, .numbered: true
                default: false
                }
            }
        }
        return copy
    }
}
