// Rows of a return that add up others.

/// A row that adds up others: where it stands, and the cell that says so.
struct TotalRow: Equatable {
    let row: Int
    let column: Int
    let text: String
}

/// Whether a cell says nothing but that its row is a total.
private func isTotal(_ text: String) -> Bool {
    ["total", "totals", "subtotal", "sub total", "grand total", "overall total"].contains(spokenHeader(text))
}

/// Whether a cell's words begin or end with a total: `Total for Housing`, and an indicator `Total waste collected` too.
private func saysTotal(_ text: String) -> Bool {
    let words = spokenHeader(text).split(separator: " ")
    guard let first = words.first, let last = words.last, words.count <= 6 else { return false }
    let totals: Set<Substring> = ["total", "totals", "subtotal", "subtotals"]
    return totals.contains(first) || totals.contains(last)
}

/// Whether a cell says so in the last row of a return: `Overall`, `All services`, `Whole council`, `Average`.
private func saysTotalAtEnd(_ text: String) -> Bool {
    let words = spokenHeader(text).split(separator: " ")
    guard let first = words.first, words.count <= 4 else { return false }
    return ["overall", "all", "whole", "sum", "average", "mean"].contains(first)
}

extension InferredTable {
    /// The rows that add up others, by a cell of the first columns of texts.
    func findTotals() -> [TotalRow] {
        var found: [Int: TotalRow] = [:]
        let texts = columns.indices.filter { index in
            switch columns[index].role {
            case nil, .ref?, .period?: columns[index].type.canBeKey && !columns[index].isPart
            default: false
            }
        }
        for index in texts.prefix(6) {
            let sample = columns[index].sample
            let certain = Set(sample.inOrder.indices.filter { saysTotal(sample.inOrder[$0]) }.map(Int32.init))
            let atEnd = Set(sample.inOrder.indices.filter { saysTotalAtEnd(sample.inOrder[$0]) }.map(Int32.init))
            guard !certain.isEmpty || !atEnd.isEmpty, sample.rows.count == rowCount else { continue }
            for (row, text) in sample.rows.enumerated() where found[row] == nil && text >= 0 {
                let isEnd = lastRows.contains(row)
                let isSaid =
                    certain.contains(text)
                    && (isEnd || isTotal(sample.inOrder[Int(text)]) || lacksTexts(row, beside: index))
                guard isSaid || isEnd && atEnd.contains(text) else { continue }
                found[row] = TotalRow(row: row, column: index, text: sample.inOrder[Int(text)])
            }
        }
        let totals = found.values.sorted { $0.row < $1.row }
        return totals.count * 2 <= rowCount ? totals : []
    }

    /// Whether a row lacks a text that most rows have, as totals do.
    private func lacksTexts(_ row: Int, beside column: Int) -> Bool {
        columns.indices.contains { index in
            let other = columns[index]
            guard index != column, !other.isPart, other.type.canBeKey, other.sample.rows.count == rowCount else {
                return false
            }
            return other.sample.rows[row] == ColumnSample.blank && other.sample.filled * 2 > rowCount
        }
    }
}
