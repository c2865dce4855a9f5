// Every name of the rule files with its symbol: what an editor asks for at a place.

package import Diagnostics

/// The symbols of a rule set with all their uses, across its files. Checking builds it while it resolves names. A name
/// without an entry could not be resolved, or is a word of the language. Not entered are the labels of `due(…, target:
/// x)` where a rule for any table leaves the scheme open, and what a replaced table's `let`s and joins name.
package struct SymbolIndex: Sendable {
    /// Indexed by number.
    let symbols: [Symbol]
    /// For each file the uses in the order of their places; those of one range are next to each other, and ranges do
    /// not overlap otherwise.
    let written: [[SymbolUse]]
    /// For each file the uses that are not written.
    let implied: [[SymbolUse]]
    /// Columns that calls use by their fixed name without writing it, those of rules for any table included.
    let takenByName: [SymbolID]
    /// Each once, in order.
    package let links: [SymbolLink]
    /// For each file in the order of their starts, outer regions before inner ones.
    let regions: [[NameRegion]]
    let tables: [TableNames]
    let sources: [SourceFile]

    /// The empty index.
    package init() {
        symbols = []
        written = []
        implied = []
        takenByName = []
        links = []
        regions = []
        tables = []
        sources = []
    }

    init(
        symbols: [Symbol], written: [[SymbolUse]], implied: [[SymbolUse]], takenByName: [SymbolID],
        links: [SymbolLink], regions: [[NameRegion]], tables: [TableNames], sources: [SourceFile]
    ) {
        self.symbols = symbols
        self.written = written
        self.implied = implied
        self.takenByName = takenByName
        self.links = links
        self.regions = regions
        self.tables = tables
        self.sources = sources
    }
}

extension SymbolIndex {
    /// All symbols, in no order that means anything.
    package var all: [SymbolID] { symbols.indices.map { SymbolID($0) } }

    package subscript(_ symbol: SymbolID) -> Symbol { symbols[symbol.index] }

    /// The symbols of a kind, for what may be named anywhere: tables, rules, schemes, constants.
    package func symbols(of kind: Symbol.Kind) -> [SymbolID] {
        symbols.indices.filter { symbols[$0].kind == kind }.map { SymbolID($0) }
    }

    /// Where a symbol's name is declared; `nil` for what no file declares.
    package func declaration(of symbol: SymbolID) -> SourceSpan? {
        let symbol = self[symbol]
        return symbol.file.map { SourceSpan(sources[$0], symbol.nameRange) }
    }

    /// The `///` lines above a declaration that begins its line, without their slashes; `nil` where there are none.
    /// What a structural finding means is in its catalogue.
    package func documentation(of symbol: SymbolID) -> String? {
        let symbol = self[symbol]
        guard let number = symbol.file, symbol.kind != .file else { return nil }
        return sources[number].documentation(of: symbol.declaration.lowerBound)
    }

    // MARK: Uses

    /// The uses in a file in the order of their places, declarations included, what is implied left out.
    package func uses(in file: Int) -> [SymbolUse] { written.indices.contains(file) ? written[file] : [] }

    /// What is implied in a file, in the order of the calls.
    package func impliedUses(in file: Int) -> [SymbolUse] { implied.indices.contains(file) ? implied[file] : [] }

    /// The uses of the name at an offset, or that ends there: several where one word names columns of several tables;
    /// empty where there is none.
    package func uses(at offset: Int, in file: Int) -> [SymbolUse] {
        let uses = uses(in: file)
        // The first use that ends at the offset or behind it.
        var low = 0
        var high = uses.count
        while low < high {
            let middle = (low + high) / 2
            if uses[middle].range.upperBound < offset { low = middle + 1 } else { high = middle }
        }
        guard low < uses.count, uses[low].range.lowerBound <= offset else { return [] }
        // Of two names that touch, the one that begins here is meant.
        var range = uses[low].range
        if let next = uses[low...].first(where: { $0.range != range }), next.range.lowerBound == offset {
            range = next.range
        }
        return uses[low...].prefix { $0.range.lowerBound <= range.lowerBound }.filter { $0.range == range }
    }

    /// The symbol at an offset; the first where it is one of several.
    package func symbol(at offset: Int, in file: Int) -> SymbolID? { uses(at: offset, in: file).first?.symbol }

    /// Every use of a symbol with the index of its file, its declaration included, in the order of files and places.
    /// Takes time in proportion to all uses.
    package func uses(of symbol: SymbolID) -> [(file: Int, use: SymbolUse)] { uses(of: [symbol]) }

    /// Every use of some symbols, each range once.
    package func uses(of wanted: Set<SymbolID>) -> [(file: Int, use: SymbolUse)] {
        var found: [(file: Int, use: SymbolUse)] = []
        for (file, uses) in written.enumerated() {
            for use in uses where wanted.contains(use.symbol) {
                if let last = found.last, last.file == file, last.use.range == use.range { continue }
                found.append((file, use))
            }
        }
        return found
    }

    // MARK: Shared names

    /// The symbols that must be renamed together, the given one included: those that one word names somewhere, or that
    /// are bound to each other by name (`links`). `previous_x` goes with `x`.
    package func renamedTogether(with symbol: SymbolID) -> Set<SymbolID> {
        var neighbours: [SymbolID: [SymbolID]] = [:]
        func tie(_ first: SymbolID, _ second: SymbolID) {
            guard first != second else { return }
            neighbours[first, default: []].append(second)
            neighbours[second, default: []].append(first)
        }
        for link in links { tie(link.from, link.to) }
        for uses in written {
            for (first, second) in zip(uses, uses.dropFirst()) where first.range == second.range {
                tie(first.symbol, second.symbol)
            }
        }
        var found: Set<SymbolID> = [symbol]
        var open = [symbol]
        while let next = open.popLast() {
            for neighbour in neighbours[next] ?? [] where found.insert(neighbour).inserted { open.append(neighbour) }
        }
        return found
    }

    /// Why a symbol cannot be given another name in the rule files alone; `nil` where it can.
    package func obstacle(toRenaming symbol: SymbolID) -> RenamingObstacle? {
        switch self[symbol].kind {
        case .label: .isInCells
        case .structuralFinding: .isBuiltIn
        case .file: .isFile
        default:
            takenByName.contains(symbol) ? .isTakenByName : nil
        }
    }
}

/// Why a symbol cannot be renamed by editing rule files.
package enum RenamingObstacle: Sendable, Hashable {
    /// Cells of returns print it.
    case isInCells
    /// The program names it.
    case isBuiltIn
    /// Its name is the path of a file.
    case isFile
    /// Functions use the column of this name where a call names none, rules for any table name it, or it is a rule that
    /// goes before one of a pack.
    case isTakenByName
}

/// Whether a character is white space or a byte order mark.
private func isSpace(_ character: Character) -> Bool {
    character == " " || character == "\t" || character == "\u{FEFF}"
}

extension SourceFile {
    /// The `///` lines above a declaration that begins its line, without their slashes, by the declaration's first
    /// byte; `nil` where there are none.
    package func documentation(of declaration: Int) -> String? {
        var line = line(at: declaration)
        let start = lineStarts[line - 1]
        guard text(start..<declaration).allSatisfy(isSpace) else { return nil }
        var found: [String] = []
        while line > 1 {
            line -= 1
            let text = lineText(line).drop(while: isSpace)
            if text.isEmpty { continue }
            guard text.hasPrefix("///"), !text.hasPrefix("////") else { break }
            let said = text.dropFirst(3)
            found.append(String(said.first == " " ? said.dropFirst() : said))
        }
        return found.isEmpty ? nil : found.reversed().joined(separator: "\n")
    }
}
