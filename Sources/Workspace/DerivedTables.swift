// The input of tables that are made of others: the same files, read with a layout of their own.

import Checking
import Columns
import Evaluation
import Tables

extension [TableInput] {
    /// Sets the input of a table that is made of another one, whose files have been opened.
    mutating func deriveInput(ofTable table: Int, _ rules: RuleSet) {
        guard let derivation = rules.tables[table].derivation else { return }
        let base = self[derivation.base]
        if let search = rules.tables[table].search {
            return deriveMatches(ofTable: table, search, derivation.base, rules)
        }
        var files: [FileInput] = []
        for (number, file) in base.files.enumerated() {
            func input(_ layout: [ColumnSource], expectedBytes: Int? = nil) -> FileInput {
                FileInput(
                    path: file.path, reader: file.reader, layout: layout, headerFaults: [], size: file.size,
                    expectedBytes: expectedBytes, isNarrative: file.isNarrative, source: file.source)
            }
            guard let unpivot = rules.tables[table].unpivot else {
                files.append(input(rules.layout(ofTable: table, from: file.layout) { $0 }, expectedBytes: 0))
                continue
            }
            for copy in 0..<unpivot.count {
                // What a file lacks altogether makes no rows.
                guard !unpivot.groups.allSatisfy({ file.layout[$0.sources[copy]] == .absent }) else { continue }
                var layout = rules.layout(ofTable: table, from: file.layout) { column in
                    unpivot.groups.first { $0.column == column }?.sources[copy] ?? column
                }
                let header = rules.header(ofColumn: unpivot.groups[0].sources[copy], ofTable: derivation.base, in: file)
                layout[unpivot.by] = .path(header.text)
                if let field = header.field, !reads(header.text, as: rules.tables[table].columns[unpivot.by]) {
                    file.headerFaults.append(.unreadableHeader(field: field, table: table))
                }
                let part = input(layout)
                part.repeated = number
                files.append(part)
            }
        }
        self[table] = TableInput(files: files, isPartial: base.isPartial)
    }
}

extension [TableInput] {
    /// Sets the input of a table whose rows are matches in a column of another one.
    private mutating func deriveMatches(ofTable table: Int, _ search: CheckedSearch, _ base: Int, _ rules: RuleSet) {
        var files: [FileInput] = []
        var isPartial = self[base].isPartial
        for (number, file) in self[base].files.enumerated() {
            // Nobody knows what a file would say that lacks the column.
            guard case .field(let searched) = file.layout[search.column] else {
                isPartial = true
                continue
            }
            let named = file.layout.compactMap { if case .field(let field) = $0 { field + 1 } else { nil } }.max() ?? 0
            let count = Swift.max(named, file.reader.header.count + file.reader.added.count)
            var layout = rules.layout(ofTable: table, from: file.layout) { $0 }
            for (index, column) in rules.tables[table].columns.enumerated() {
                switch column.origin {
                case .group(let group): layout[index] = .field(count + group)
                case .stored(let of):
                    if case .group(let group) = rules.tables[table].columns[of].origin {
                        layout[index] = .field(count + group)
                    }
                default: break
                }
            }
            let part = FileInput(
                path: file.path, reader: file.reader, layout: layout, headerFaults: [], size: file.size,
                isNarrative: file.isNarrative, source: file.source)
            part.repeated = number
            part.search = CellSearch(
                pattern: search.pattern, extent: search.extent, field: searched, fieldCount: count)
            files.append(part)
        }
        self[table] = TableInput(files: files, isPartial: isPartial)
    }
}

extension RuleSet {
    /// Where the columns of a table are that is made of another one, from where those of that one are; `source` gives
    /// the column of that one for each of its columns.
    fileprivate func layout(
        ofTable table: Int, from layout: [ColumnSource], source: (Int) -> Int
    ) -> [ColumnSource] {
        let base = tables[self.base(ofTable: table)].columns
        return tables[table].columns.enumerated().map { index, column in
            if index == tables[table].unpivot?.by { return .absent }
            if case .group = column.origin, tables[table].search != nil { return .absent }
            guard case .stored(let of) = column.origin else { return layout[source(index)] }
            let stored = base.firstIndex { $0.origin == .stored(of: source(of)) } ?? source(of)
            return layout.indices.contains(stored) ? layout[stored] : .absent
        }
    }

    /// The header of a column in a file, and its field; where the file has none, as the rule file says it.
    fileprivate func header(ofColumn index: Int, ofTable table: Int, in file: FileInput) -> (text: String, field: Int?)
    {
        let column = tables[table].columns[index]
        let declared = column.headers.first ?? column.name
        guard case .field(let field) = file.layout[index], file.reader.header.indices.contains(field),
            tables[table].source.hasHeader
        else { return (declared, nil) }
        let text = file.reader.header[field]
        // The rows of a rule test have the names of columns above them.
        return text == column.name && !column.headers.contains(text) ? (declared, nil) : (text, field)
    }
}
