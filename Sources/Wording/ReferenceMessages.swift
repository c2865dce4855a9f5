// What is said of references to rows that are not there.

import Checking
import Columns
import Diagnostics
import Evaluation
import Findings
import Quantities

extension StructuralMessages {
    /// What a reference was most likely meant to be: which of its cells is wrong, and what it should say.
    struct NearestKey {
        var index: Int
        var text: String
    }

    /// What is said of a reference to a row of a joined table that is not there.
    func ofReference(
        _ join: CheckedJoin, _ row: ReportedRow, _ nearestKeys: inout [String: NearestKey?]
    ) -> Words {
        let columns = join.hereColumns.compactMap { $0 }
        let cells = columns.map { text(row, $0) }
        let shown = cells.map { quoted($0) }.joined(separator: ", ")
        let there = judgement.rules.tables[join.table].name
        // The nearest key is looked for once for each distinct one, at most a hundred times.
        let wanted = cells.joined(separator: "\u{1F}")
        if nearestKeys[wanted] == nil, nearestKeys.count < 100 {
            nearestKeys[wanted] = .some(columns.count == join.on.count ? nearestKey(cells, join) : nil)
        }
        let near = nearestKeys[wanted].flatMap { $0 }
        return Words(
            column: near.map { columns[$0.index] }, message: "\(shown.isEmpty ? "this row" : shown) is not in \(there)",
            help: near.map { didYouMean($0.text, cells[$0.index]) } ?? markerHelp(columns, cells)
                ?? "add it to \(there), or correct it here")
    }

    /// How to say that a text which elsewhere is a marker of no value is one here.
    private func markerHelp(_ columns: [Int], _ cells: [String]) -> String? {
        let markers = Markers()
        for (column, cell) in zip(columns, cells) {
            var text = cell
            guard text.withUTF8({ markers.state($0) }).map({ $0 != .spreadsheetError }) ?? false else { continue }
            let name = table.columns[column].name
            return "if \(quoted(cell)) says that there is none, put `missing \"\(cell)\"` behind \(name)"
        }
        return nil
    }

    /// What one cell of a key was most likely meant to say, where the others are right; else the nearest to the first
    /// that is nowhere there.
    private func nearestKey(_ cells: [String], _ join: CheckedJoin) -> NearestKey? {
        let store = judgement.store(ofTable: join.table)
        let columns = join.on.map { pair -> [String] in
            guard case .column(let column) = pair.there, let printed = store?.columns[column]?.printed else {
                return []
            }
            return printed.rows.prefix(20_000).map { String(decoding: $0, as: UTF8.self) }
        }
        for index in cells.indices {
            let rows = columns[index].indices.filter { row in
                cells.indices.allSatisfy {
                    $0 == index || columns[$0].indices.contains(row) && columns[$0][row] == cells[$0]
                }
            }
            if let near = nearest(to: cells[index], in: rows.map { columns[index][$0] }) {
                return NearestKey(index: index, text: near)
            }
        }
        for index in cells.indices where !columns[index].contains(cells[index]) {
            if let near = nearest(to: cells[index], in: columns[index]) {
                return NearestKey(index: index, text: near)
            }
        }
        return nil
    }
}
