// Which of the records above a header look like rows of the table below it.

internal import Quantities

/// Compares the records above a header with those below it.
///
/// A row has as many cells as the header, is filled as the rows below are, and has the same kinds of cells in the same
/// columns: figures where there are figures below, words that occur there too. Lines of a title, contacts, keys of
/// colours, units, years above their quarters and numbers of columns do not, and a line of totals is named as one.
package struct RowsAboveHeader {
    /// The first records of the table, including the header and everything above it.
    private let records: [[String]]
    private let header: Int
    /// The index of the column with each header text, the first where several are equal.
    private let names: [String: Int]
    /// What the rows tell about each column.
    private let columns: [ColumnLook]
    /// How many cells rows have.
    private let widths: Set<Int>
    /// How many cells of a row are usually filled.
    private let usual: Int
    /// Whether there are rows below the header; otherwise those above are compared with each other.
    private let hasRows: Bool

    /// The records that look like rows; `doubtful` are those that may be rows, `others` the rest with several cells (in
    /// a table of one column with one cell).
    package private(set) var rows: [Int] = []
    package private(set) var doubtful: [Int] = []
    package private(set) var others: [Int] = []

    /// `headerScore` tells how much a record looks like the wanted header.
    package init(_ records: [[String]], header: Int, headerScore: ([String]) -> Int) {
        self.records = records
        self.header = header
        names = Dictionary(zip(records[header].map(folded), records[header].indices)) { first, _ in first }
        let below = records[(header + 1)...]
        hasRows = below.contains { $0.contains { !isBlank($0) } }
        let filled = below.map(filledCount).filter { $0 > 0 }.sorted()
        let own = filledCount(records[header])
        // All rows except the sparsest quarter have at least this many filled cells.
        usual = filled.isEmpty ? own : min(own, filled[filled.count / 4])
        var frequency: [Int: Int] = [:]
        for record in below { frequency[record.count, default: 0] += 1 }
        widths = Set(frequency.filter { $0.value * 4 >= below.count }.keys).union([records[header].count])
        let likely =
            hasRows ? below : records[..<header].filter { [width = records[header].count] in $0.count == width }[...]
        columns = records[header].indices.map { field in
            ColumnLook(likely.lazy.filter { field < $0.count }.map { $0[field] })
        }
        find(headerScore)
    }

    private mutating func find(_ headerScore: ([String]) -> Int) {
        let score = headerScore(records[header])
        var found: Set<Int> = []
        var heading: [Int: Int]?
        for record in 0..<header where filledCount(records[record]) >= 2 {
            if isRow(record) || heading.map({ isRow(record, below: $0) }) ?? false { found.insert(record) }
            heading = partialHeader(record, headerScore, score) ?? heading
        }
        // A record next to a row that is as well filled is a row too, unless there is evidence against it.
        for record in Array(0..<header) + (0..<header).reversed()
        where found.contains(record - 1) || found.contains(record + 1) {
            guard isFull(record), isWide(record), !callsItselfTotal(record) else { continue }
            let signs = signs(of: record, fields: nil)
            if signs.against == 0, signs.speaking > 0 { found.insert(record) }
        }
        rows = found.sorted()
        let rest = (0..<header).filter { record in
            !found.contains(record) && filledCount(records[record]) >= min(2, max(1, usual))
        }
        doubtful = rest.filter { mayBeRow($0) }
        others = rest.filter { !doubtful.contains($0) }
    }

    /// Whether a record has a row's cells, with evidence for it and none against. Where cells cannot give evidence,
    /// because all columns hold unique texts, three or more different filled cells are enough.
    private func mayBeRow(_ record: Int) -> Bool {
        let filled = filledCount(records[record])
        let isOfOneColumn = usual == 1 && columns.count == 1
        guard isFull(record) || isOfOneColumn && filled == 1, isWide(record), !callsItselfTotal(record),
            !countsColumns(record), isNamedAsRow(record)
        else { return false }
        let signs = signs(of: record, fields: nil)
        if signs.speaking > 0 || signs.against > 0 { return signs.against == 0 }
        return hasRows && filled >= 3 && filled >= usual
            && Set(records[record].map(folded)).count == records[record].count
            && columns.allSatisfy(\.holdsOnlyWords)
    }

    private func isRow(_ record: Int) -> Bool {
        guard isFull(record), !callsItselfTotal(record), !countsColumns(record), isNamedAsRow(record) else {
            return false
        }
        let signs = signs(of: record, fields: nil)
        let mostAgainst = isWide(record) ? signs.speaking / 3 : 0
        return signs.speaking >= 2 && signs.against <= mostAgainst
    }

    /// Whether a record has as many cells as a row, blank ones at its end aside.
    private func isWide(_ record: Int) -> Bool {
        let cells = records[record]
        return widths.contains(cells.count) || widths.contains(filledWidth(cells))
    }

    /// Whether a record has as many cells as a row, or one fewer, as many of them filled, and the first one filled
    /// where it is in all rows.
    private func isFull(_ record: Int) -> Bool {
        let cells = records[record]
        guard isWide(record) || widths.contains(filledWidth(cells) + 1),
            filledCount(cells) >= max(2, (usual * 2 + 2) / 3)
        else { return false }
        return !isBlank(cells[0]) || columns.first.map { $0.blank * 4 > $0.count } ?? true
    }

    /// Whether the first cell, which identifies rows, is of a kind that occurs there below: not a word where all rows
    /// have codes.
    private func isNamedAsRow(_ record: Int) -> Bool {
        columns.first?.holdsKind(of: records[record][0], itself: hasRows ? 0 : 1) ?? true
    }

    // MARK: Rows below a line that is nearly a header

    /// The header's column for each cell of a record, where the record is a header of a table that has lost a column or
    /// gains one further down: it has half of the wanted names, that of the first column among them. Else `nil`.
    private func partialHeader(_ record: Int, _ headerScore: ([String]) -> Int, _ score: Int) -> [Int: Int]? {
        let cells = records[record]
        let own = headerScore(cells)
        guard own >= 2, own * 2 >= score || own >= filledCount(cells) else { return nil }
        var fields: [Int: Int] = [:]
        for (field, cell) in cells.enumerated() where !isBlank(cell) {
            if let place = names[folded(cell)] { fields[field] = place }
        }
        var taken = Set(fields.values)
        for (field, cell) in cells.enumerated() where fields[field] == nil && !isBlank(cell) {
            if field < columns.count, taken.insert(field).inserted { fields[field] = field }
        }
        return taken.contains(0) ? fields : nil
    }

    /// Whether a record is a row of the table whose partial header is above it.
    private func isRow(_ record: Int, below fields: [Int: Int]) -> Bool {
        let cells = records[record]
        guard filledCount(cells) <= fields.count, !callsItselfTotal(record),
            fields.contains(where: { $0.value == 0 && $0.key < cells.count && !isBlank(cells[$0.key]) })
        else { return false }
        guard hasRows else { return cells.contains { [.words, .blank].contains(cellLook($0)) == false } }
        let signs = signs(of: record, fields: fields)
        return signs.speaking >= 1 && signs.against * 3 <= signs.speaking
    }

    // MARK: Signs

    /// How many cells are evidence that a record is a row, and how many that it is not.
    private func signs(of record: Int, fields: [Int: Int]?) -> (speaking: Int, against: Int) {
        var signs = (speaking: 0, against: 0)
        for (field, cell) in records[record].enumerated() {
            guard let place = fields.map({ $0[field] }) ?? field, place < columns.count else { continue }
            // Where records are compared with each other, each has contributed to what is known of its column.
            switch columns[place].sign(of: cell, itself: hasRows ? 0 : 1) {
            case .speaking: signs.speaking += 1
            case .against: signs.against += 1
            case .silent: continue
            }
        }
        return signs
    }

    /// Whether a record numbers the columns: `1,2,3,4`, `(1),(2),(3)`. `KPI 1,2,3` is a row.
    private func countsColumns(_ record: Int) -> Bool {
        let cells = records[record].filter { !isBlank($0) }
        guard cells.count > 2, let first = cells.first.flatMap(numberAlone), first <= 2 else { return false }
        return cells.enumerated().allSatisfy { numberAlone($0.element) == first + $0.offset }
    }

    /// Whether the first cell of a record names it as a total, and no row below begins so.
    private func callsItselfTotal(_ record: Int) -> Bool {
        guard let cell = records[record].first(where: { !isBlank($0) }) else { return false }
        return Self.totals.contains(folded(cell)) && columns.first?.words[folded(cell)] == nil
    }

    private static let totals: Set = [
        "total", "totals", "grand total", "subtotal", "sub-total", "sub total", "overall", "overall total", "all",
        "sum",
        "council total", "average", "mean", "median", "target", "targets", "baseline", "benchmark", "weight",
        "weighting",
        "weights", "unit", "units", "key", "rag key", "legend",
    ]
}

/// What the cells of a column tell about it.
private struct ColumnLook {
    private(set) var count = 0
    private(set) var blank = 0
    /// How often each kind of cell occurs, codes taken together.
    private var looks: [CellLook: Int] = [:]
    private var shapes: [CellLook: Int] = [:]
    /// How often each text occurs that is words or a code.
    private(set) var words: [String: Int] = [:]

    enum Sign { case speaking, against, silent }

    init(_ cells: some Sequence<String>) {
        for cell in cells {
            count += 1
            let look = cellLook(cell)
            switch look {
            case .blank: blank += 1
            case .untold: continue
            case .code:
                shapes[look, default: 0] += 1
                looks[.code(""), default: 0] += 1
                words[folded(cell), default: 0] += 1
            case .words:
                looks[look, default: 0] += 1
                words[folded(cell), default: 0] += 1
            case .figure, .time: looks[look, default: 0] += 1
            }
        }
    }

    /// The look under which cells are counted; `nil` for a look that tells nothing.
    private func kind(of look: CellLook) -> CellLook? {
        switch look {
        case .blank, .untold: nil
        case .code: .code("")
        case .figure, .time, .words: look
        }
    }

    /// Whether the column holds cells of the same kind, or only cells that tell nothing.
    func holdsKind(of cell: String, itself: Int) -> Bool {
        guard let kind = kind(of: cellLook(cell)) else { return true }
        return looks[kind, default: 0] > itself || looks.values.reduce(0, +) <= itself
    }

    /// Whether the column holds words and nothing else.
    var holdsOnlyWords: Bool { looks.keys.allSatisfy { $0 == .words } && !looks.isEmpty }

    /// The evidence whether a cell belongs to the column. `itself` is 1 where the cell was counted in the column, else
    /// 0.
    func sign(of cell: String, itself: Int) -> Sign {
        let look = cellLook(cell)
        let telling = looks.values.reduce(0, +) - itself
        guard telling > 0, let kind = kind(of: look) else { return .silent }
        let alike = looks[kind, default: 0] - itself
        switch look {
        case .words, .code:
            if words[folded(cell), default: 0] > itself { return .speaking }
            if case .code = look, (shapes[look, default: 0] - itself) * 2 >= telling { return .speaking }
            let named = looks[.words, default: 0] + looks[.code(""), default: 0] - itself
            if named * 4 < telling { return .against }
            // A column of few, repeated words has no others.
            let differing = words.count - (itself > 0 ? 1 : 0)
            return named >= 4 && differing * 2 <= named || alike == 0 && kind == .words ? .against : .silent
        default:
            return alike * 2 >= telling ? .speaking : alike == 0 ? .against : .silent
        }
    }
}

private func isBlank(_ cell: String) -> Bool { cell.allSatisfy(\.isWhitespace) }

/// The number in a cell, with or without brackets.
private func numberAlone(_ cell: String) -> Int? {
    var digits = cell.filter { !$0.isWhitespace }[...]
    if let first = digits.first, let last = digits.last, ["(": ")", "[": "]"][first] == last {
        digits = digits.dropFirst().dropLast()
    }
    return digits.allSatisfy(\.isASCII) && digits.allSatisfy(\.isNumber) ? Int(digits) : nil
}

/// How many cells there are up to the last one that is filled.
private func filledWidth(_ cells: [String]) -> Int { (cells.lastIndex { !isBlank($0) } ?? -1) + 1 }

private func filledCount(_ cells: [String]) -> Int { cells.count { !isBlank($0) } }

/// A cell folded for the comparison of words.
private func folded(_ cell: String) -> String {
    cell.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
}
