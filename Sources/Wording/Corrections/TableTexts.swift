// What the cells of a small table say, for all findings that ask.

import Checking
import Columns
import Evaluation

/// The texts of a table's own rows, and what is found in them once.
final class TableTexts {
    private let table: CheckedTable
    private let numbers: [Int]
    private let rows: ReportedRows
    /// By column the text of each row, in the order of the rows.
    private var columns: [Int: [String]] = [:]
    private var places: [Int: Int] = [:]
    private var lonely: [Int: [(row: Int, text: String)]] = [:]

    /// `numbers` are those of the rows that are the table's.
    init(_ numbers: [Int], table: Int, in writer: FindingWriter) {
        self.table = writer.judgement.rules.tables[table]
        self.numbers = numbers
        rows = ReportedRows(everyColumnOf: numbers, table: table, in: writer)
        for (place, number) in numbers.enumerated() { places[number] = place }
    }

    private func texts(_ column: Int) -> [String] {
        if let known = columns[column] { return known }
        let texts = numbers.map { number in rows[number].map { rows.cell($0, column) } ?? "" }
        columns[column] = texts
        return texts
    }

    /// What a cell says, trimmed.
    func cell(_ row: Int, _ column: Int) -> String { places[row].map { texts(column)[$0] } ?? "" }

    /// The rows of which a column's cell cannot be read, or is blank where that counts.
    func open(_ column: Int, countingBlank: Bool) -> [Int] {
        let column = (index: column, texts: texts(column), store: rows.store.columns[column])
        let hasFaults = column.store?.hasFaults ?? false
        return zip(numbers, column.texts).compactMap { number, text in
            if countingBlank, text.isEmpty { return number }
            guard hasFaults, let row = rows[number], column.store?.isFaulty(Int(row.position)) == true else {
                return nil
            }
            return number
        }
    }

    /// The rows that say in a column what no other row says.
    func alone(_ column: Int) -> [(row: Int, text: String)] {
        if let known = lonely[column] { return known }
        let texts = texts(column)
        var times: [String: Int] = [:]
        for text in texts { times[text, default: 0] += 1 }
        let found = zip(numbers, texts).filter { !$1.isEmpty && times[$1] == 1 }.map { (row: $0, text: $1) }
        lonely[column] = found
        return found
    }

    /// What a column's cells say, sorted; empty where that is more than so many texts.
    func distinct(_ column: Int, most: Int) -> [String] {
        var seen: Set<String> = []
        for text in texts(column) where !text.isEmpty {
            seen.insert(text)
            if seen.count > most { return [] }
        }
        return seen.sorted()
    }

    /// The rows that are there twice, each with the other one: with the same cells as an earlier row, or the same key
    /// as another one. Of two with the same key either may be the one that should not be there.
    private(set) lazy var repeats: [(row: Int, other: Int)] = {
        let cells = table.columns.indices.filter { table.columns[$0].origin == .cell }.map { texts($0) }
        let keys = table.readKey.map { texts($0) }
        var byCells: [[String]: Int] = [:]
        var byKey: [[String]: Int] = [:]
        var found: [(row: Int, other: Int)] = []
        for (place, number) in numbers.enumerated() {
            let own = cells.map { $0[place] }
            guard own.contains(where: { !$0.isEmpty }) else { continue }
            if let first = byCells[own] {
                found.append((number, first))
                continue
            }
            byCells[own] = number
            let key = keys.map { $0[place] }
            guard key.contains(where: { !$0.isEmpty }) else { continue }
            if let first = byKey[key] { found += [(first, number), (number, first)] } else { byKey[key] = number }
        }
        return found
    }()
}
