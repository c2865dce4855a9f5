// Recording declarations: the symbol that each name becomes.

import Diagnostics
import Syntax

extension Checker {
    /// Enters a declaration; `nil` where the same text was entered before, or belongs to no file.
    func declare(
        _ kind: Symbol.Kind, _ name: Name, in range: Range<Int>, of file: SourceFile, owner: SymbolID?
    ) -> SymbolID? {
        guard silence == 0 else { return nil }
        return symbols.declare(kind, name.text, at: name.range, in: range, of: file, owner: owner)
    }

    /// Enters a declaration of a file as a whole.
    func declare(_ kind: Symbol.Kind, _ name: Name, _ origin: Origin) -> SymbolID? {
        declare(kind, name, in: origin.span.range, of: origin.span.file, owner: nil)
    }

    // MARK: Columns

    /// Enters the labels of a choice; gives the first of them, which the others follow. `labels` are those that were
    /// accepted.
    func declare(_ labels: [String], of line: ColumnLine, owner: SymbolID?, in file: SourceFile) -> SymbolID? {
        var first: SymbolID?
        var next = 0
        for written in line.type.labels where next < labels.count && written.text == labels[next] {
            let symbol = symbols.declare(
                .label, written.text, at: written.range, in: written.range, of: file, owner: owner)
            first = first ?? symbol
            next += 1
        }
        return first
    }

    /// Enters a column that no line declares: a part of the table's path, or a group of its pattern.
    func declare(part: ImpliedColumn, owner: SymbolID?) -> SymbolID? {
        let literal = part.literal
        return symbols.declare(
            .column, part.name, at: part.place ?? literal.range, in: literal.range, of: literal.file, owner: owner)
    }

    /// Records that a column is a part of the table's path or a group of its pattern, where a line declares more about
    /// it.
    func use(part: ImpliedColumn, ofTable table: Int) {
        guard case .column(let index)? = tableEntries[table].names[part.name], let place = part.place else { return }
        use(tableEntries[table].columnSymbols[index], at: place, in: part.literal.file)
    }

    /// The places of the names in braces within a path, or of a pattern's groups. A literal that is written with
    /// escapes gives none.
    func placesOfParts(in literal: SourceSpan) -> [String: Range<Int>] {
        let bytes = literal.file.bytes
        let range = literal.range.clamped(to: 0..<bytes.count)
        let isPattern = bytes[range].first == UInt8(ascii: "/")
        let closing = UInt8(ascii: isPattern ? ">" : "}")
        var places: [String: Range<Int>] = [:]
        var start: Int?
        for index in range {
            if bytes[index] == UInt8(ascii: isPattern ? "<" : "{") {
                // `(?<name>…)` or `(?P<name>…)`
                let isOpening = !isPattern || [UInt8(ascii: "?"), UInt8(ascii: "P")].contains(bytes[index - 1])
                start = isOpening ? index + 1 : nil
            } else if bytes[index] == closing, let begin = start {
                let name = literal.file.text(begin..<index)
                places[name] = places[name] ?? begin..<index
                start = nil
            }
        }
        return places
    }

    // MARK: Replaced declarations

    /// Records the names in imported schemes and tables that are replaced and hence not checked: a condition names
    /// parameters and constants, a table's key and series its own columns. What a replaced table's `let`s and joins
    /// name is not recorded.
    func recordReplaced() {
        for entry in replacedSchemes {
            for status in entry.declaration.statuses {
                for label in status.labels {
                    _ = symbols.declare(
                        .label, label.text, at: label.range, in: status.range, of: file(of: entry.origin),
                        owner: entry.symbol)
                }
                if case .when(let condition) = status.due { recordNames(condition, entry) }
            }
        }
        for entry in replacedTables { record(replaced: entry) }
    }

    private func record(replaced entry: TableEntry) {
        let file = file(of: entry.origin)
        var own: [String: SymbolID] = [:]
        func enter(_ kind: Symbol.Kind, _ name: Name, _ range: Range<Int>) {
            guard own[name.text] == nil else { return }
            own[name.text] = declare(kind, name, in: range, of: file, owner: entry.symbol)
        }
        for line in entry.declaration.columns {
            enter(.column, line.name, line.range)
            guard let scheme = line.type.scheme, let index = schemesByName[scheme.text] else { continue }
            use(schemeEntries[index].symbol, scheme, in: file)
        }
        for line in entry.declaration.lets { enter(.computedColumn, line.name, line.range) }
        symbols.add(NameRegion(entry.origin.span.range, .names(own.values.sorted())), of: file)
        let declaration = entry.declaration
        let named =
            declaration.keys.flatMap(\.columns)
            + [declaration.series?.column, declaration.label?.column, declaration.owner?.column].compactMap { $0 }
        for name in named { use(own[name.text], name, in: file) }
    }
}

/// A column that a table has without a line of its own: a part of its path, or a group of its pattern.
struct ImpliedColumn {
    var name: String
    /// The path or the pattern.
    var literal: SourceSpan
    /// The place of the name in it; `nil` where it is written with escapes.
    var place: Range<Int>?
}
