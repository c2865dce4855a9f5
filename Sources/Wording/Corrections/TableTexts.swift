// What the cells of a small table say, for all findings that ask.

import Checking
import Columns
import Evaluation

/// The texts of a table's own rows, and what is found in them once. A column is read when it is asked for first:
/// most findings ask for few, and reading all of a table costs more than checking it.
final class TableTexts {
    private let table: CheckedTable
    /// The rows that are the table's, ascending.
    private let numbers: [Int]
    private let index: Int
    /// It holds these texts.
    private unowned let writer: FindingWriter
    /// By row number its position among the rows that are read; −1 for one that was not read.
    private var positions: [Int32] = []
    private var columns: [Int: MaterializedColumn] = [:]
    private var lonely: [Int: [(row: Int, text: String)]] = [:]
    private var opened: [OpenCells: [Int]] = [:]
    private var slips: [Int: [Int: [DigitSlip]]] = [:]

    private struct OpenCells: Hashable {
        var column: Int
        var countsBlank: Bool
    }

    /// `numbers` are those of the rows that are the table's.
    init(_ numbers: [Int], table: Int, in writer: FindingWriter) {
        self.table = writer.judgement.rules.tables[table]
        self.numbers = numbers
        index = table
        self.writer = writer
    }

    /// Reads some columns in one pass, but for those that are known.
    func read(_ wanted: [Int]) {
        let missing = Set(wanted.filter { columns[$0] == nil })
        guard !missing.isEmpty else { return }
        let store = MaterializedRows(table, keeping: missing, printed: missing)
        writer.loader(index).forEachBatch(wanted: table.columns.indices.map { missing.contains($0) }) {
            store.append($0)
        }
        if positions.isEmpty {
            for position in 0..<store.count {
                let number = store.number(of: position)
                while positions.count <= number { positions.append(-1) }
                positions[number] = Int32(truncatingIfNeeded: position)
            }
        }
        for column in missing { columns[column] = store.columns[column] }
    }

    private func column(_ index: Int) -> MaterializedColumn? {
        if let known = columns[index] { return known }
        read([index])
        return columns[index]
    }

    /// The position of a row; `nil` for one that could not be read.
    private func position(_ row: Int) -> Int? {
        positions.indices.contains(row) && positions[row] >= 0 ? Int(positions[row]) : nil
    }

    /// What a cell says, trimmed.
    func cell(_ row: Int, _ column: Int) -> String {
        guard let texts = self.column(column)?.printed, let position = position(row) else { return "" }
        return texts.text(position)
    }

    /// The rows of which a column's cell cannot be read, or is blank where that counts.
    func open(_ column: Int, countingBlank: Bool) -> [Int] {
        let asked = OpenCells(column: column, countsBlank: countingBlank)
        if let known = opened[asked] { return known }
        var found: [Int] = []
        if let cells = self.column(column), let texts = cells.printed {
            found = numbers.filter { row in
                guard let position = position(row) else { return countingBlank }
                return countingBlank && texts.bytes(position).isEmpty || cells.isFaulty(position)
            }
        }
        opened[asked] = found
        return found
    }

    /// The rows that say in a column what no other row says.
    func alone(_ column: Int) -> [(row: Int, text: String)] {
        if let known = lonely[column] { return known }
        let groups = RowsAlike(numbers) { row, hash in add(row, column, to: &hash) }
        let found = groups.alone.compactMap { row in
            let text = cell(row, column)
            return text.isEmpty ? nil : (row: row, text: text)
        }
        lonely[column] = found
        return found
    }

    /// What a column's cells say, sorted; empty where that is more than so many texts.
    func distinct(_ column: Int, most: Int) -> [String] {
        var seen: Set<String> = []
        for row in numbers {
            let text = cell(row, column)
            guard !text.isEmpty else { continue }
            seen.insert(text)
            if seen.count > most { return [] }
        }
        return seen.sorted()
    }

    /// What one slip of the hand may have made a cell of.
    func slips(_ row: Int, _ column: Int) -> [DigitSlip] {
        if let known = slips[column]?[row] { return known }
        let found = DigitSlip.slips(of: cell(row, column))
        slips[column, default: [:]][row] = found
        return found
    }

    /// The rows that are there twice, each with the other one: with the same cells as an earlier row, or the same key
    /// as another one. Of two with the same key either may be the one that should not be there.
    private(set) lazy var repeats: [(row: Int, other: Int)] = {
        let cells = table.columns.indices.filter { table.columns[$0].origin == .cell }
        let keys = table.readKey
        // Rows with the same cells have the same key: where no two have, the other columns need not be read.
        read(keys.isEmpty ? cells : keys)
        let alike = RowsAlike(numbers) { row, hash in
            for column in keys.isEmpty ? cells : keys { add(row, column, to: &hash) }
        }.together
        guard !alike.isEmpty else { return [] }
        read(cells)
        var byCells: [[String]: Int] = [:]
        var byKey: [[String]: Int] = [:]
        var found: [(row: Int, other: Int)] = []
        for row in alike {
            let own = cells.map { cell(row, $0) }
            guard own.contains(where: { !$0.isEmpty }) else { continue }
            if let first = byCells[own] {
                found.append((row, first))
                continue
            }
            byCells[own] = row
            let key = keys.map { cell(row, $0) }
            guard key.contains(where: { !$0.isEmpty }) else { continue }
            if let first = byKey[key] { found += [(first, row), (row, first)] } else { byKey[key] = row }
        }
        return found
    }()

    private func add(_ row: Int, _ column: Int, to hash: inout CellHash) {
        guard let texts = self.column(column)?.printed, let position = position(row) else { return hash.end() }
        for byte in texts.bytes(position) { hash.add(byte) }
        hash.end()
    }
}

/// FNV-1a over cells, each ended by a byte that no text holds, in 64 bits.
private struct CellHash {
    private(set) var value: UInt64 = 0xcbf2_9ce4_8422_2325

    mutating func add(_ byte: UInt8) { value = (value ^ UInt64(byte)) &* 0x100_0000_01b3 }
    mutating func end() { add(0xff) }
}

/// Rows sorted by a hash of some of their cells.
private struct RowsAlike {
    private var rows: [(hash: UInt64, row: Int)]

    init(_ numbers: [Int], _ cells: (Int, inout CellHash) -> Void) {
        rows = numbers.map { row in
            var hash = CellHash()
            cells(row, &hash)
            return (hash.value, row)
        }
        rows.sort { ($0.hash, $0.row) < ($1.hash, $1.row) }
    }

    private func isLikeNeighbour(_ index: Int) -> Bool {
        index > 0 && rows[index - 1].hash == rows[index].hash
            || index + 1 < rows.count && rows[index + 1].hash == rows[index].hash
    }

    /// The rows that are like no other, ascending.
    var alone: [Int] { rows.indices.filter { !isLikeNeighbour($0) }.map { rows[$0].row }.sorted() }

    /// The others, ascending: those that may be like another one.
    var together: [Int] { rows.indices.filter { isLikeNeighbour($0) }.map { rows[$0].row }.sorted() }
}
