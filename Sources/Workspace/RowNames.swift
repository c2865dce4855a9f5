// Which columns of a return say what its rows are called, and who answers for them.

import Syntax

extension InferredTable {
    /// The column that names a row for people; `nil` where none does, or the key already is that name.
    var labelColumn: Int? { named(KnownHeaders.labels) }

    /// The column that says who answers for a row; `nil` where none does.
    var ownerColumn: Int? { named(KnownHeaders.owners) }

    private func named(_ headers: [String]) -> Int? {
        let found = columns.indices.compactMap { index -> (rank: Int, index: Int)? in
            let column = columns[index]
            guard column.role == nil, !key.contains(index), column.type == .text || column.type.isChoice,
                column.sample.filled * 2 > rowCount, !columnTypeWords.contains(column.name)
            else { return nil }
            return headers.firstIndex(of: spokenHeader(column.header)).map { ($0, index) }
        }
        return found.min { $0 < $1 }?.index
    }
}
