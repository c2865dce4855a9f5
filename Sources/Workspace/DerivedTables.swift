// The input of tables that are made of others: the same files, read with a layout of their own.

import Checking
import Columns
import Evaluation

extension [TableInput] {
    /// Sets the input of a table that is made of another one, whose files have been opened.
    mutating func deriveInput(ofTable table: Int, _ rules: RuleSet) {
        guard let derivation = rules.tables[table].derivation else { return }
        let base = self[derivation.base]
        let files = base.files.map { file in
            FileInput(
                path: file.path, reader: file.reader, layout: rules.layout(ofTable: table, from: file.layout),
                headerFaults: [], size: file.size, expectedBytes: 0, isNarrative: file.isNarrative, source: file.source)
        }
        self[table] = TableInput(files: files, isPartial: base.isPartial)
    }
}

extension RuleSet {
    /// Where the columns of a table are that is made of another one, from where those of that one are.
    fileprivate func layout(ofTable table: Int, from layout: [ColumnSource]) -> [ColumnSource] {
        let base = tables[self.base(ofTable: table)].columns
        return tables[table].columns.enumerated().map { index, column in
            guard case .stored(let of) = column.origin else { return layout[index] }
            return base.firstIndex { $0.origin == .stored(of: of) }.map { layout[$0] } ?? layout[of]
        }
    }
}
