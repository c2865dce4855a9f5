// Rule files in memory with the index of their names, and the same files with some of the names changed.

import Checking
import Diagnostics
import Foundation
import Syntax
import Testing

@testable import Workspace

/// The rule files of a scenario, of an example, or the built-in pack.
struct NamedFiles: Sendable, CustomTestStringConvertible {
    var name: String
    var files: [String: [UInt8]]
    /// Those that are checked; others are there to be imported.
    var entries: [String]
    var pack = standardPack

    var testDescription: String { name }

    func checked() -> RuleSet {
        var sources = RuleSources(entries, in: MemoryTree(files))
        sources.keepsSymbols = true
        return sources.check(replacing: [pack])
    }

    /// Every scenario of the specification whose rule files are right, and whose constants are not set.
    static let scenarios = specification.flatMap(\.scenarios)
        .filter { $0.errors.isEmpty && !$0.settings.contains { $0.name == "set" } }
        .map { scenario in
            NamedFiles(
                name: scenario.testDescription,
                files: Dictionary(scenario.files.map { ($0.name, $0.bytes) }) { first, _ in first },
                entries: [Scenario.ruleFile])
        }

    /// Every rule file of `examples`, with those beside it, and the pack. Waivers in a file of their own mean nothing
    /// by themselves: another file imports them.
    static let examples: [NamedFiles] = {
        let top = packageFolder.appending(path: "examples")
        let paths = ((try? FileManager.default.subpathsOfDirectory(atPath: top.path)) ?? [])
            .filter { $0.hasSuffix(".rules") }.sorted()
        var files: [String: [UInt8]] = [:]
        for path in paths { files[path] = (try? Data(contentsOf: top.appending(path: path))).map { Array($0) } }
        return paths.filter { !$0.hasSuffix("waivers.rules") }.map { NamedFiles(name: $0, files: files, entries: [$0]) }
            + [NamedFiles(name: standardPackName, files: [:], entries: [standardPackName])]
    }()
}

// MARK: Other names

extension NamedFiles {
    /// The same files with names changed: each symbol gets the name that is given for it, wherever it is named. A
    /// column that stood under its own name keeps it as its header.
    func renamed(_ rules: RuleSet, _ names: [SymbolID: String]) -> NamedFiles {
        let index = rules.symbols
        var copy = self
        for (number, file) in rules.files.enumerated() {
            var edits: [(range: Range<Int>, text: String)] = []
            for use in index.uses(in: number) {
                guard let name = names[use.symbol], edits.last?.range != use.range else { continue }
                edits.append((use.range, name))
            }
            for declaration in file.tree.declarations {
                guard case .table(let table) = declaration.kind else { continue }
                guard table.source?.withoutHeaders == nil else { continue }
                for line in table.columns where line.headers.isEmpty && line.origin == nil {
                    guard let symbol = index.symbol(at: line.name.range.lowerBound, in: number), names[symbol] != nil,
                        index[symbol].nameRange == line.name.range, !isPart(line.name.text, of: table)
                    else { continue }
                    let end = line.type.range.upperBound
                    edits.append((end..<end, " from \"\(line.name.text)\""))
                }
            }
            var bytes = file.source.bytes
            for edit in edits.sorted(by: { $0.range.lowerBound > $1.range.lowerBound }) {
                bytes.replaceSubrange(edit.range, with: Array(edit.text.utf8))
            }
            if file.source.name == standardPackName {
                copy.pack = SourceFile(name: standardPackName, bytes: bytes)
            } else {
                copy.files[file.source.name] = bytes
            }
        }
        return copy
    }

    private func isPart(_ name: String, of table: TableDeclaration) -> Bool {
        table.source?.pattern.text.contains("{\(name)}") == true || table.source?.matching != nil
    }
}
