// Holds the index of names against every rule file of the examples, the pack and the specification.

import Checking
import Diagnostics
import Planning
import Syntax
import Testing

@testable import Workspace

@Suite struct SymbolIndexTests {
    /// A waiver of a rule that there is not is the one place where a name may mean nothing.
    @Test(arguments: NamedFiles.examples + NamedFiles.scenarios)
    func everyNameMeansSomething(_ case: NamedFiles) throws {
        let rules = `case`.checked()
        let index = rules.symbols
        let strays = rules.waivers.filter(\.isUnknownRule).map(\.span)
        for (number, file) in rules.files.enumerated() {
            // A rule of a pack that another one goes before is not looked into, nor are its tests.
            let unread = file.tree.declarations.filter { declaration in
                switch declaration.kind {
                case .rule(let rule):
                    rules.replacements.contains {
                        $0.what == "rule" && $0.replaced.file === file.source && $0.replaced.range == rule.name.range
                    }
                case .test(let test):
                    rules.replacements.contains {
                        $0.what == "rule" && $0.replaced.file === file.source && $0.name == test.rule.text
                    }
                default: false
                }
            }
            for name in WrittenNames(of: file.tree).names {
                if unread.contains(where: { $0.range.contains(name.range.lowerBound) }) { continue }
                if strays.contains(where: { $0.file === file.source && $0.range.contains(name.range.lowerBound) }) {
                    continue
                }
                let uses = index.uses(at: name.range.lowerBound, in: number).filter { $0.range == name.range }
                let place = SourceSpan(file.source, name.range).start
                #expect(!uses.isEmpty, "\(file.source.name):\(place.line):\(place.column): \(name.text) is nothing")
            }
        }
    }

    @Test(arguments: NamedFiles.examples + NamedFiles.scenarios)
    func usesAreNamesAndDoNotOverlap(_ case: NamedFiles) throws {
        let rules = `case`.checked()
        let index = rules.symbols
        for (number, file) in rules.files.enumerated() {
            let uses = index.uses(in: number)
            for (first, second) in zip(uses, uses.dropFirst()) {
                #expect(
                    first.range == second.range || first.range.upperBound <= second.range.lowerBound,
                    "\(file.source.text(first.range)) and \(file.source.text(second.range))")
            }
            for use in uses {
                let symbol = index[use.symbol]
                let text = file.source.text(use.range)
                switch symbol.kind {
                case .file: #expect(text.first == "\"")
                // As `is` finds labels: whatever their case, and the white space within them.
                case .label:
                    #expect(
                        unquoted(text).lowercased().split(separator: " ")
                            == symbol.name.lowercased().split(separator: " "))
                default: #expect(text == symbol.name || text == "`\(symbol.name)`")
                }
                if use.role == .declaration {
                    #expect(symbol.file == number && symbol.nameRange == use.range)
                    #expect(index.declaration(of: use.symbol)?.file === file.source)
                    #expect(symbol.declaration.lowerBound <= use.range.lowerBound)
                    #expect(symbol.declaration.upperBound >= use.range.upperBound)
                }
                #expect(index.uses(of: use.symbol).contains { $0.file == number && $0.use == use })
            }
        }
    }

    @Test(arguments: NamedFiles.examples + NamedFiles.scenarios)
    func documentationIsWhatStandsAbove(_ case: NamedFiles) throws {
        let rules = `case`.checked()
        for (number, file) in rules.files.enumerated() {
            for declaration in file.tree.declarations {
                let name: Name
                switch declaration.kind {
                case .constant(let constant): name = constant.name
                case .scheme(let scheme): name = scheme.name
                case .table(let table): name = table.name
                case .rule(let rule): name = rule.name
                case .import, .set, .waive, .test, .broken: continue
                }
                let symbol = try #require(rules.symbols.symbol(at: name.range.lowerBound, in: number))
                #expect(rules.symbols[symbol].declaration == declaration.range)
                #expect(rules.symbols.documentation(of: symbol) == declaration.documentation)
            }
        }
    }

    /// A name can stand where it does stand: by itself, or behind the word before its dot.
    @Test(arguments: NamedFiles.examples + NamedFiles.scenarios)
    func namesCanStandWhereTheyDo(_ case: NamedFiles) throws {
        let rules = `case`.checked()
        let index = rules.symbols
        for (number, file) in rules.files.enumerated() {
            for use in index.uses(in: number) where use.role == .use {
                // A waiver for no table names what other tables have.
                let isStray = rules.waivers.contains {
                    $0.conditions.isEmpty && $0.span.file === file.source
                        && $0.span.range.contains(use.range.lowerBound)
                }
                if isStray { continue }
                let bytes = file.source.bytes
                let (start, end) = (use.range.lowerBound, use.range.upperBound)
                let names = index.names(at: start, in: number)
                let said = "\(file.source.name):\(SourceSpan(file.source, use.range).start): \(index[use.symbol].name)"
                if start > 0, bytes[start - 1] == UInt8(ascii: "."), !isRange(bytes, start - 1) {
                    let word = file.source.text(wordBefore(start - 1, in: bytes))
                    // What stands behind `T.totals.` is not offered yet.
                    if word == "totals" { continue }
                    let qualifier = names.qualifiers.first { $0.name == word || "`\($0.name)`" == word }
                    #expect(qualifier?.columns.contains(use.symbol) == true, "\(said) behind \(word)")
                } else if end < bytes.count, bytes[end] == UInt8(ascii: "."), !isRange(bytes, end) {
                    #expect(names.qualifiers.contains { $0.symbol == use.symbol }, "\(said) before a dot")
                } else {
                    switch index[use.symbol].kind {
                    case .constant, .column, .computedColumn, .ruleLet, .ruleParameter, .schemeParameter:
                        // A part of a path or a pattern declares what it names.
                        if bytes[start - 1] == UInt8(ascii: "{") || bytes[start - 1] == UInt8(ascii: "<") { continue }
                        #expect(names.bare.contains(use.symbol), "\(said) by itself")
                    case .file, .scheme, .label, .table, .joinedRow, .alias, .rule, .structuralFinding: break
                    }
                }
            }
        }
    }

    /// Under other names everything means what it did.
    @Test(arguments: NamedFiles.examples + NamedFiles.scenarios)
    func everythingMayGoByAnotherName(_ case: NamedFiles) throws {
        let rules = `case`.checked()
        let (names, back) = Renaming.ofAll(rules.symbols)
        expectSame(`case`, rules, names, back)
    }

    /// One symbol after the other, with those that go by its name.
    @Test(arguments: NamedFiles.examples)
    func eachMayGoByAnotherName(_ case: NamedFiles) throws {
        let rules = `case`.checked()
        let index = rules.symbols
        var done: Set<SymbolID> = []
        for symbol in index.all where done.insert(symbol).inserted {
            let group = index.renamedTogether(with: symbol)
            done.formUnion(group)
            guard index.obstacle(toRenaming: symbol) == nil else { continue }
            let (names, back) = Renaming.of(group, as: "renamed_q", in: index)
            expectSame(`case`, rules, names, back)
        }
        #expect(done.count >= 5)
    }

    private func expectSame(
        _ files: NamedFiles, _ rules: RuleSet, _ names: [SymbolID: String], _ back: [(String, String)]
    ) {
        let renamed = files.renamed(rules, names).checked()
        func undone(_ text: String) -> String { back.reduce(text) { $0.replacing($1.0, with: $1.1) } }
        func said(_ rules: RuleSet) -> [String] {
            rules.diagnostics.map { undone("\($0.severity) \($0.code): \($0.message)") }
        }
        let shown = names.keys.map { rules.symbols[$0].name }.sorted().prefix(5).joined(separator: ", ")
        #expect(said(renamed) == said(rules), "\(files.name): \(shown)")
        guard !rules.hasErrors, !renamed.hasErrors else { return }
        #expect(undone(CheckPlan(renamed).description) == CheckPlan(rules).description, "\(files.name): \(shown)")
        #expect(
            renamed.idle.map { undone($0.name + ": " + $0.reason.words) }
                == rules.idle.map { $0.name + ": " + $0.reason.words })
        #expect(
            renamed.tables.map { $0.columns.map { undone("\($0.headers)") } }
                == rules.tables.map { $0.columns.map { "\($0.headers)" } })
    }

    private func unquoted(_ text: String) -> String {
        String(text.dropFirst().dropLast()).replacing("\\\"", with: "\"")
    }

    /// The word that ends at an offset, in backquotes or not.
    private func wordBefore(_ end: Int, in bytes: [UInt8]) -> Range<Int> {
        var start = end
        let isQuoted = start > 0 && bytes[start - 1] == UInt8(ascii: "`")
        if isQuoted { start -= 1 }
        while start > 0 {
            let byte = bytes[start - 1]
            if isQuoted {
                start -= 1
                if byte == UInt8(ascii: "`") { break }
            } else {
                let isWord =
                    byte >= 0x80 || byte == UInt8(ascii: "_") || Character(UnicodeScalar(byte)).isLetter
                    || Character(UnicodeScalar(byte)).isNumber
                guard isWord else { break }
                start -= 1
            }
        }
        return start..<end
    }
}

/// New names for symbols, and what to put in their place to have the old ones again.
private enum Renaming {
    /// One group's. What is bound behind `previous_` keeps it.
    static func of(
        _ group: Set<SymbolID>, as name: String, in index: SymbolIndex
    ) -> (names: [SymbolID: String], back: [(String, String)]) {
        let shortest = group.map { index[$0].name }.min { $0.utf8.count < $1.utf8.count } ?? ""
        var names: [SymbolID: String] = [:]
        for symbol in group {
            let prefix = index[symbol].name.dropLast(shortest.count)
            names[symbol] = prefix + name
        }
        return (names, [(name, shortest)])
    }

    /// Of all that can be renamed.
    static func ofAll(_ index: SymbolIndex) -> (names: [SymbolID: String], back: [(String, String)]) {
        var names: [SymbolID: String] = [:]
        var back: [(String, String)] = []
        var done: Set<SymbolID> = []
        for symbol in index.all where !done.contains(symbol) {
            let group = index.renamedTogether(with: symbol)
            done.formUnion(group)
            guard index.obstacle(toRenaming: symbol) == nil else { continue }
            let own = of(group, as: "renamed\(back.count)q", in: index)
            names.merge(own.names) { first, _ in first }
            back += own.back
        }
        return (names, back)
    }
}

/// Whether a dot is one of the two between the ends of a range: `start..finish`.
private func isRange(_ bytes: [UInt8], _ dot: Int) -> Bool {
    let neighbours = [dot - 1, dot + 1].filter { bytes.indices.contains($0) }
    return neighbours.contains { bytes[$0] == UInt8(ascii: ".") }
}
