// Columns by the headers that a return prints.

import Checking
import Columns
import Diagnostics
import Evaluation
import Planning
import Tables

/// A text on one line, no longer than some scalars: a single character of a cell may have any number of marks.
func brief(_ text: String, to limit: Int) -> String {
    guard text.utf8.count > limit else { return oneLine(text) }
    let start = text.unicodeScalars.prefix(limit)
    let isWhole = start.endIndex == text.unicodeScalars.endIndex
    return oneLine(String(String.UnicodeScalarView(start))) + (isWhole ? "" : "…")
}

extension Judgement {
    /// The header of a column in one of its table's files; the column's name where it has none there.
    func header(of column: Int, table: Int, file: Int) -> String {
        let checked = rules.tables[table]
        let name = checked.columns[column].name
        guard inputs[table].files.indices.contains(file) else { return name }
        let bound = inputs[table].files[file]
        guard !bound.isNarrative, case .field(let field) = bound.layout[checked.declaredColumn(column)] else {
            return name
        }
        let header = bound.reader.header
        return header.indices.contains(field) && !header[field].isEmpty ? brief(header[field], to: 120) : name
    }

    /// The header of the column that a node of a graph over a table is; `nil` for any other node.
    func header(of node: NodeID, in graph: ExpressionGraph, file: Int) -> String? {
        guard case .column(let cell) = graph.nodes[node].kind else { return nil }
        let table = graph.sources[cell.source].table
        return header(of: cell.column, table: table, file: table == graph.table ? file : 0)
    }
}
