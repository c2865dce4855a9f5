// Which columns of a return say what its rows are called, and who answers for them.

import Syntax

/// The headers that such columns have, as `spokenHeader` gives them; of two that fit, that with the earlier name is
/// taken.
private let labelHeaders = [
    "indicator", "indicator name", "kpi name", "measure name", "indicator description", "kpi description",
    "performance indicator", "performance measure", "key performance indicator", "measure", "kpi", "description",
    "measure description", "indicator title", "title", "name", "pi description", "action", "project",
]
private let ownerHeaders = [
    "owner", "indicator owner", "kpi owner", "responsible officer", "lead officer", "accountable officer", "lead",
    "responsible", "head of service", "directorate", "service", "service area", "department", "team", "division",
    "lead directorate", "responsible service", "portfolio holder", "portfolio",
]

extension InferredTable {
    /// The column that names a row for people; `nil` where none does, or the key already is that name.
    var labelColumn: Int? { named(labelHeaders) }

    /// The column that says who answers for a row; `nil` where none does.
    var ownerColumn: Int? { named(ownerHeaders) }

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
