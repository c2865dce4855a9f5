// What may be named at a place of a rule file.

/// The names that mean something at a place.
package struct VisibleNames: Sendable {
    /// Names that need no qualifier: columns, `let`s, parameters and constants. Of two with one name the one that is
    /// meant; in a waiver for several tables all of them.
    package var bare: [SymbolID] = []
    /// The words that can be written before a dot.
    package var qualifiers: [NameQualifier] = []
}

/// A word before a dot, with the columns that may follow it.
package struct NameQualifier: Sendable {
    /// Which row the word means.
    package enum Row: Sendable, Hashable {
        /// The row in which unqualified names are looked up, or the counted row of an aggregate.
        case own
        case neighbour(Neighbour)
        case joined
        /// The outer row of an aggregate.
        case outside
    }

    /// The word as it is written before the dot.
    package var name: String
    package var row: Row
    /// The table, alias or joined row that the word names; `nil` for words of the language.
    package var symbol: SymbolID?
    /// Columns that are read and computed ones, those of joined rows included.
    package var columns: [SymbolID]
}

extension SymbolIndex {
    /// The names that mean something at an offset of a file. Tables, rules and schemes may be named wherever one is
    /// wanted: they are not here.
    package func names(at offset: Int, in file: Int) -> VisibleNames {
        let around =
            regions.indices.contains(file)
            ? regions[file].filter { $0.range.lowerBound <= offset && offset <= $0.range.upperBound } : []
        var names = VisibleNames()
        var bare = NamedOnce(self)
        let constants = constants
        guard let own = around.last else {
            bare.add(constants)
            names.bare = bare.symbols
            return names
        }
        let isInside = own.inner != nil
        // Inside another aggregate's condition an aggregate is asked for the outer row of that one.
        let outside = isInside ? around.last { $0.inner == nil } : nil
        bare.allowsEqualNames = own.isOfSeveralTables
        bare.add(columns(in: own))
        bare.allowsEqualNames = false
        bare.add(lets(at: offset, in: outside ?? own))
        bare.add(constants)
        names.bare = bare.symbols
        if isInside {
            names.qualifiers = qualifiers(inside: own, outside)
        } else {
            names.qualifiers = qualifiers(in: own)
        }
        return names
    }

    /// Without those that are replaced.
    private var constants: [SymbolID] {
        let replaced = Set(links.filter { $0.kind == .replaces }.map(\.to))
        return symbols(of: .constant).filter { !replaced.contains($0) }
    }

    private func lets(at offset: Int, in region: NameRegion) -> [SymbolID] {
        region.seesLaterLets ? region.lets : region.lets.filter { self[$0].declaration.upperBound <= offset }
    }

    private func columns(in region: NameRegion) -> [SymbolID] {
        switch region.rows {
        case .none: []
        case .table(let table, let limit): columns(ofTable: table, letLimit: limit)
        case .columns(let table, let computed):
            tables[table].columns + (computed ? tables[table].lets.map(\.symbol) : [])
        case .tables(let tables): tables.flatMap { columns(ofTable: $0) }
        case .names(let names): names
        }
    }

    /// The columns that can be named of a table's row: its own, then those of the rows that it joins.
    private func columns(ofTable table: Int, letLimit: Int? = nil) -> [SymbolID] {
        var found: [SymbolID] = []
        // A table that was reached through fewer joins has nothing to add when it is reached through more.
        var depths: [Int: Int] = [:]
        func look(_ table: Int, _ depth: Int, _ limit: Int?) {
            if let known = depths[table], known <= depth { return }
            depths[table] = depth
            found += tables[table].columns
            found += tables[table].lets.filter { $0.index < limit ?? .max }.map(\.symbol)
            guard depth < Checker.joinDepth else { return }
            for join in tables[table].joins { look(join.table, depth + 1, nil) }
        }
        look(table, 0, letLimit)
        return found
    }

    // MARK: Before a dot

    private func qualifiers(in region: NameRegion) -> [NameQualifier] {
        var found: [NameQualifier] = []
        var seen: Set<String> = []
        let own = columns(in: region)
        func add(_ name: String, _ row: NameQualifier.Row, _ symbol: SymbolID?, _ columns: [SymbolID]) {
            guard seen.insert(name).inserted else { return }
            found.append(NameQualifier(name: name, row: row, symbol: symbol, columns: named(columns)))
        }
        var ofNeighbours = own + region.lets
        // The rows of a group are rows of its table.
        if case .names = region.rows, let table = region.table { ofNeighbours = columns(ofTable: table) }
        for neighbour in region.neighbours { add(neighbour.rawValue, .neighbour(neighbour), nil, ofNeighbours) }
        if case .tables(let several) = region.rows {
            for table in several {
                for join in tables[table].joins {
                    add(self[join.name].name, .joined, join.name, columns(ofTable: join.table))
                }
                guard let symbol = tables[table].symbol else { continue }
                add(self[symbol].name, .own, symbol, columns(ofTable: table))
            }
        }
        for join in region.joins { add(self[join.name].name, .joined, join.name, columns(ofTable: join.table)) }
        if let alias = region.alias { add(self[alias].name, .own, alias, own) }
        guard let table = region.table else { return found }
        if case .table = region.rows {
            for join in tables[table].joins {
                add(self[join.name].name, .joined, join.name, columns(ofTable: join.table))
            }
        }
        if let symbol = tables[table].symbol { add(self[symbol].name, .own, symbol, own) }
        return found
    }

    private func qualifiers(inside region: NameRegion, _ outside: NameRegion?) -> [NameQualifier] {
        let own = named(columns(in: region))
        var found: [NameQualifier] = []
        switch region.inner {
        case .table(let symbol):
            found.append(NameQualifier(name: self[symbol].name, row: .own, symbol: symbol, columns: own))
        case .series: found.append(NameQualifier(name: "series", row: .own, symbol: nil, columns: own))
        case .any: found.append(NameQualifier(name: "any", row: .own, symbol: nil, columns: own))
        case nil: break
        }
        var further = outside.map { qualifiers(in: $0) } ?? []
        // The outer row hides a row that the table joins under the same name.
        let row = outside.flatMap { $0.alias ?? $0.table.flatMap { tables[$0].symbol } }
        var joined: [NameQualifier] = []
        if let table = region.table {
            joined = tables[table].joins.map { join in
                NameQualifier(
                    name: self[join.name].name, row: .joined, symbol: join.name,
                    columns: named(columns(ofTable: join.table)))
            }
        }
        for index in further.indices where further[index].row == .own { further[index].row = .outside }
        let first = further.filter { $0.symbol != nil && $0.symbol == row }
        for qualifier in first + joined + further where !found.contains(where: { $0.name == qualifier.name }) {
            found.append(qualifier)
        }
        return found
    }

    /// Of several symbols of one name the first.
    private func named(_ symbols: [SymbolID]) -> [SymbolID] {
        var once = NamedOnce(self)
        once.add(symbols)
        return once.symbols
    }
}

extension NameRegion {
    fileprivate var isOfSeveralTables: Bool { if case .tables = rows { true } else { false } }
}

/// Symbols in an order in which an earlier one hides a later one of its name.
private struct NamedOnce {
    private let index: SymbolIndex
    private var names: Set<String> = []
    private(set) var symbols: [SymbolID] = []
    private var taken: Set<SymbolID> = []
    var allowsEqualNames = false

    init(_ index: SymbolIndex) { self.index = index }

    mutating func add(_ further: [SymbolID]) {
        for symbol in further where taken.insert(symbol).inserted {
            let isFirst = names.insert(index[symbol].name).inserted
            if isFirst || allowsEqualNames { symbols.append(symbol) }
        }
    }
}
