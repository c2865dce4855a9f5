// Tables whose rows are the matches of a pattern in a column of another one: `table claims from kpis.commentary
// matching …`.

import Diagnostics
import Patterns
import Syntax
import Tables

extension Checker {
    /// Adds the columns that the groups of a pattern are.
    func addSearchedColumns(toTable table: Int) {
        let entry = tableEntries[table]
        guard let search = entry.declaration.search, let origin = entry.ownOrigin,
            case .searched(let base)? = entry.derivation
        else { return }
        let file = file(of: origin)
        for line in entry.declaration.lets.dropFirst(tableEntries[base].declaration.lets.count) {
            tableEntries[table].letSymbols.append(
                declare(.computedColumn, line.name, in: line.range, of: file, owner: entry.symbol))
        }
        addRegion(
            ofDays: search.table.range.lowerBound..<search.column.range.upperBound, base, in: file)
        let column = ownColumn(search.column, ofTable: base, in: file, "a table of matches")
        let extent = search.within.map { self.extent($0, in: file) } ?? .paragraph
        guard let literal = search.matching, let pattern = pattern(literal, in: file) else {
            // Its groups are columns that nobody knows.
            tableEntries[table].declaration.lacksLines = true
            return
        }
        let text = SourceSpan(file, literal.range)
        let places = placesOfParts(in: text)
        var origins: [String: ColumnOrigin] = [:]
        var implied: [ImpliedColumn] = []
        for (index, group) in pattern.groupNames.enumerated() {
            guard let group, origins[group] == nil else { continue }
            origins[group] = .group(index)
            implied.append(ImpliedColumn(name: group, literal: text, place: places[group]))
        }
        for line in entry.ownColumns {
            add(line, origins[line.name.text] ?? .cell, groups: origins, toTable: table, in: file)
        }
        tableEntries[table].declaration.columns += entry.ownColumns
        for part in implied where !entry.ownColumns.contains(where: { $0.name.text == part.name }) {
            guard tableEntries[table].names[part.name] == nil else {
                error(
                    "duplicate-name", "table \(tableName(base)) has a column `\(part.name)` already", at: text,
                    help: "give the group another name")
                continue
            }
            enter(
                CheckedColumn(
                    name: part.name, type: .text, headers: [part.name], origin: origins[part.name] ?? .path,
                    span: part.literal),
                declare(part: part, owner: entry.symbol), inTable: table)
        }
        takeBorrowedCells(entry.ownColumns, ofTable: table, in: file)
        takeUnitColumns(entry.ownColumns, ofTable: table, in: file)
        for part in implied { use(part: part, ofTable: table) }
        guard let column else { return }
        guard case .column(let index) = column, rules.tables[base].columns[index].type == .text,
            [.cell, .heading].contains(rules.tables[base].columns[index].origin)
        else {
            error(
                "wrong-type", "`\(search.column.text)` is no column of texts that is read from cells",
                at: SourceSpan(file, search.column.range), help: "a pattern is looked for in a column of type `text`")
            return
        }
        rules.tables[table].search = CheckedSearch(column: index, pattern: pattern, extent: extent)
    }
}

extension Checker {
    /// A match is told from others of its row by what it says.
    func finishSearched(table: Int) {
        guard rules.tables[table].search != nil, !rules.tables[table].key.isEmpty else { return }
        for (index, column) in rules.tables[table].columns.enumerated() {
            if case .group = column.origin { rules.tables[table].key.append(.column(index)) }
        }
    }
}

extension TableDeclaration {
    /// The lines of this table, as one has them whose rows are matches in it.
    func searched(as own: TableDeclaration, _ search: SearchSource) -> TableDeclaration {
        var copy = self
        copy.name = own.name
        copy.search = search
        copy.lets += own.lets
        copy.series = own.series
        copy.label = own.label ?? label
        copy.owner = own.owner ?? owner
        for index in copy.joins.indices { copy.joins[index].isRequired = false }
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
