// Collects the symbols and uses that checking finds, and makes the index of them.

import Catalog
import Diagnostics

/// The symbols and uses so far. A use may be recorded several times, because an expression may be typed several times:
/// the index has each once.
struct SymbolRecorder {
    private(set) var symbols: [Symbol] = []
    private var written: [[SymbolUse]] = []
    private var implied: [[SymbolUse]] = []
    private var takenByName: [SymbolID] = []
    private var links: [SymbolLink] = []
    private var regions: [[NameRegion]] = []
    private var sources: [SourceFile] = []
    private var indices: [ObjectIdentifier: Int] = [:]
    /// The file of the last lookup: names of one file mostly follow each other.
    private var last: (file: SourceFile, index: Int)?
    private var findings: [BuiltInFinding: SymbolID] = [:]

    /// Enters the files and the structural findings.
    mutating func begin(_ files: [RuleSet.File]) {
        sources = files.map(\.source)
        written = .init(repeating: [], count: files.count)
        implied = written
        regions = .init(repeating: [], count: files.count)
        for (index, source) in sources.enumerated() {
            indices[ObjectIdentifier(source)] = index
            symbols.append(
                Symbol(
                    .file, source.name, file: index, nameRange: 0..<0, declaration: 0..<source.bytes.count, owner: nil))
        }
        for finding in BuiltInFinding.allCases {
            findings[finding] = SymbolID(symbols.count)
            symbols.append(
                Symbol(
                    .structuralFinding, finding.rawValue, file: nil, nameRange: 0..<0, declaration: 0..<0, owner: nil))
        }
    }

    subscript(_ symbol: SymbolID) -> Symbol { symbols[symbol.index] }

    /// The symbol of a file, by its index in the rule set.
    func symbol(ofFile index: Int) -> SymbolID { SymbolID(index) }

    func symbol(of finding: BuiltInFinding) -> SymbolID? { findings[finding] }

    /// The index of a file; `nil` for text that is not in a checked file, as the value of `--set`.
    private mutating func index(of file: SourceFile) -> Int? {
        if let last, last.file === file { return last.index }
        guard let index = indices[ObjectIdentifier(file)] else { return nil }
        last = (file, index)
        return index
    }

    /// Enters a declaration with its name; `nil` where the file is not one of those that are checked.
    mutating func declare(
        _ kind: Symbol.Kind, _ name: String, at range: Range<Int>, in declaration: Range<Int>, of file: SourceFile,
        owner: SymbolID? = nil
    ) -> SymbolID? {
        guard let index = index(of: file), symbols.count < Int32.max else { return nil }
        let symbol = SymbolID(symbols.count)
        symbols.append(Symbol(kind, name, file: index, nameRange: range, declaration: declaration, owner: owner))
        written[index].append(SymbolUse(symbol, range, .declaration))
        return symbol
    }

    mutating func use(_ symbol: SymbolID, at range: Range<Int>, of file: SourceFile) {
        guard let index = index(of: file) else { return }
        let use = SymbolUse(symbol, range, .use)
        // A condition is often typed twice in a row.
        if written[index].last != use { written[index].append(use) }
    }

    mutating func imply(_ symbol: SymbolID, at range: Range<Int>?, of file: SourceFile) {
        if !takenByName.contains(symbol) { takenByName.append(symbol) }
        guard let range, let index = index(of: file) else { return }
        implied[index].append(SymbolUse(symbol, range, .implied))
    }

    mutating func link(_ kind: SymbolLink.Kind, _ from: SymbolID?, _ to: SymbolID?) {
        guard let from, let to, from != to else { return }
        links.append(SymbolLink(kind: kind, from: from, to: to))
    }

    mutating func add(_ region: NameRegion, of file: SourceFile) {
        if let index = index(of: file) { regions[index].append(region) }
    }

    /// The index of all that was recorded.
    func finished(_ tables: [TableNames]) -> SymbolIndex {
        SymbolIndex(
            symbols: symbols, written: written.map { inOrder($0) }, implied: implied.map { inOrder($0) },
            takenByName: takenByName.sorted(), links: inOrder(links),
            regions: regions.map { regions in
                regions.enumerated().sorted { left, right in
                    let (a, b) = (left.element.range, right.element.range)
                    return (a.lowerBound, b.upperBound, left.offset) < (b.lowerBound, a.upperBound, right.offset)
                }.map(\.element)
            }, tables: tables, sources: sources)
    }
}

private func inOrder(_ links: [SymbolLink]) -> [SymbolLink] {
    var sorted: [SymbolLink] = []
    for link in links.sorted(by: { ($0.from, $0.to) < ($1.from, $1.to) }) where sorted.last != link {
        sorted.append(link)
    }
    return sorted
}

/// Each once, by place. A use at the place of its own declaration is dropped.
private func inOrder(_ uses: [SymbolUse]) -> [SymbolUse] {
    var sorted: [SymbolUse] = []
    sorted.reserveCapacity(uses.count)
    for use in uses.sorted() {
        if let last = sorted.last, last.range == use.range, last.symbol == use.symbol { continue }
        sorted.append(use)
    }
    return sorted
}
