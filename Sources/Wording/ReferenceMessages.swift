// The messages about references to rows that do not exist.

import Checking
import Columns
import Diagnostics
import Evaluation
import Findings
import Quantities

extension StructuralMessages {
    /// What was most likely meant by a reference: which of its cells is wrong, and its correct text.
    struct NearestKey {
        var index: Int
        var text: String
    }

    /// The message about a reference to a row that the joined table lacks.
    func ofReference(
        _ join: CheckedJoin, _ row: ReportedRow, _ nearestKeys: inout [String: NearestKey?]
    ) -> Words {
        let columns = join.hereColumns.compactMap { $0 }
        let cells = columns.map { text(row, $0) }
        let shown = cells.map { quoted($0) }.joined(separator: ", ")
        let there = judgement.rules.tables[join.table].name
        // The nearest key is searched for once for each distinct key, at most a hundred times.
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

    /// What is said of references that are not found and may be there all the same, at the first of them.
    func ofUnchecked(_ number: Int, _ count: Int, _ row: ReportedRow) -> Words {
        let join = judgement.rules.joins[number]
        let there = judgement.rules.tables[join.table].name
        let shown = join.hereColumns.compactMap { $0 }.map { quoted(text(row, $0)) }.joined(separator: ", ")
        let why =
            if judgement.isIncomplete(table: join.table) {
                "a file of \(there) cannot be read to its end"
            } else if lacksKey(join) || !judgement.hasFaultyKeys(join: number) {
                "a column that rows of \(there) are found by is not there"
            } else {
                "a row of \(there) has a faulty key, and may be the one"
            }
        let others = count > 1 ? " (and \(count - 1) more)" : ""
        return Words(
            message:
                "\(shown.isEmpty ? "this row" : shown) is not found in \(there)\(others), and may be there: \(why)",
            help: "put \(there) in order; until then no reference to it is said to be unknown")
    }

    private func lacksKey(_ join: CheckedJoin) -> Bool {
        join.on.contains { pair in
            if case .column(let column) = pair.there { judgement.lacks(column, ofTable: join.table) } else { false }
        }
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

    /// What was most likely meant by one cell of a key, where the others are right; else the nearest to the first cell
    /// that occurs nowhere.
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
