// Random returns: the same for the same seed, full of what people and machines write into cells.

import Checking
import Columns
import Evaluation
import Tables

/// A small generator with a seed, the same on every machine.
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(seed: Int) { state = UInt64(truncatingIfNeeded: seed) &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state &* 0x2545_F491_4F6C_DD1D
    }

    mutating func chance(_ one: Int) -> Bool { Int.random(in: 0..<one, using: &self) == 0 }

    mutating func pick(_ words: [String]) -> String { words[Int.random(in: words.indices, using: &self)] }

    mutating func whole(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }
}

/// How the returns of one case are made.
struct ReturnShape: Sendable {
    /// Rows of each table by name; others get a few.
    var rows: [String: Int] = [:]
    /// Into how many files each table is cut.
    var files = 1
    /// One record in so many is ragged or holds bytes that are no text; 0 for none.
    var faults = 60
    /// One cell in so many has nothing to do with its column's type; 0 for none.
    var strangers = 25
    /// Cells of a column, by name, to draw from instead of what its type suggests.
    var cells: [String: [String]] = [:]
    /// Columns by table that the first file of it does not have.
    var missing: [String: [String]] = [:]
    /// Tables of which another file could not be read.
    var partial: Set<String> = []
    /// Tables that have no file.
    var absent: Set<String> = []

    /// The same with cells of their columns' types alone.
    var withoutFaults: ReturnShape {
        var shape = self
        (shape.faults, shape.strangers) = (0, 0)
        return shape
    }
}

/// Writes the returns of all tables of some rules.
func randomReturns(_ rules: RuleSet, _ shape: ReturnShape, seed: Int) -> [[PlainFile]] {
    var random = SeededGenerator(seed: seed)
    let own = rules.tables.map { table -> [PlainFile] in
        if shape.absent.contains(table.name) { return [] }
        let rows = shape.rows[table.name] ?? 12
        let parts = shape.rows[table.name] == nil ? 1 : shape.files
        return (0..<parts).map { part in
            randomFile(table, rules, shape, rows: rows / parts, part: part, &random)
        }
    }
    return own.indices.map { table in
        if let search = rules.tables[table].search {
            return searched(own[rules.base(ofTable: table)], search, rules.tables[table])
        }
        guard let unpivot = rules.tables[table].unpivot else { return own[rules.base(ofTable: table)] }
        let base = rules.base(ofTable: table)
        return own[base].flatMap { file in
            (0..<unpivot.count).compactMap {
                unpivoted(file, unpivot, copy: $0, rules.tables[table], rules.tables[base])
            }
        }
    }
}

/// Files as a table has them whose rows are matches in one of their columns: those that have the column.
private func searched(_ files: [PlainFile], _ search: CheckedSearch, _ table: CheckedTable) -> [PlainFile] {
    files.compactMap { file in
        guard case .field = file.layout[search.column] else { return nil }
        let groups = table.columns.dropFirst(file.layout.count).map { column -> ColumnSource in
            if case .group(let group) = column.origin { .field(file.fieldCount + group) } else { .absent }
        }
        return PlainFile(path: file.path, bytes: file.bytes, layout: file.layout + groups)
    }
}

extension PlainFile {
    /// How many columns its header has.
    var fieldCount: Int { bytes.prefix { $0 != 0x0A && $0 != 0x0D }.count { $0 == 0x2C } + 1 }

    /// What is looked for in its records.
    func search(_ search: CheckedSearch) -> CellSearch? {
        guard case .field(let field) = layout[search.column] else { return nil }
        return CellSearch(
            pattern: search.pattern, extent: search.extent, field: field, fieldCount: fieldCount)
    }
}

/// A file as a table has it each of whose rows is made of one of some columns side by side; `nil` where it has none of
/// these.
private func unpivoted(
    _ file: PlainFile, _ unpivot: CheckedUnpivot, copy: Int, _ table: CheckedTable, _ base: CheckedTable
) -> PlainFile? {
    if unpivot.groups.allSatisfy({ file.layout[$0.sources[copy]] == .absent }) { return nil }
    var layout = file.layout
    for group in unpivot.groups { layout.append(file.layout[group.sources[copy]]) }
    layout.append(.path(base.columns[unpivot.groups[0].sources[copy]].name))
    return PlainFile(path: file.path, bytes: file.bytes, layout: layout)
}

private func randomFile(
    _ table: CheckedTable, _ rules: RuleSet, _ shape: ReturnShape, rows: Int, part: Int,
    _ random: inout SeededGenerator
) -> PlainFile {
    // Columns stand in another order in each file, and among others.
    var columns = table.columns.indices.filter { table.columns[$0].origin == .cell }.shuffled(using: &random)
    columns.removeAll {
        part == 0
            && (table.columns[$0].isOptional || shape.missing[table.name]?.contains(table.columns[$0].name) ?? false)
    }
    var layout: [ColumnSource] = table.columns.map { column in
        column.origin == .path ? .path("part \(part)") : column.isOptional ? .absent : .missing
    }
    for (field, column) in columns.enumerated() { layout[column] = .field(field + 1) }
    var bytes = Array((["row"] + columns.map { table.columns[$0].name }).joined(separator: ",").utf8)
    for row in 0..<rows {
        bytes += random.chance(40) ? [0x0D, 0x0A] : [0x0A]
        var cells = ["\(row)"]
        for column in columns { cells.append(randomCell(table.columns[column], rules, shape, row: row, &random)) }
        if shape.faults > 0, random.chance(shape.faults) {
            if random.chance(2) { cells.removeLast() } else { cells.append("surplus") }
        }
        let damaged = shape.faults > 0 && random.chance(shape.faults) ? random.whole(0...cells.count - 1) : -1
        for (index, cell) in cells.enumerated() {
            if index > 0 { bytes.append(0x2C) }
            bytes += written(cell, &random)
            if index == damaged { bytes += [0x66, 0xFF, 0xFE] }
        }
        // A line of white space is no row.
        if random.chance(200) { bytes += Array("\n  ,, \n".utf8.dropLast()) }
    }
    bytes.append(0x0A)
    return PlainFile(path: "\(table.name)-\(part).csv", bytes: bytes, layout: layout)
}

/// A cell as it is written: in quotes where it must be, and sometimes where it need not.
private func written(_ cell: String, _ random: inout SeededGenerator) -> [UInt8] {
    let mustQuote = cell.utf8.contains { [0x22, 0x2C, 0x0A, 0x0D].contains($0) }
    guard mustQuote || random.chance(30) else { return Array(cell.utf8) }
    return Array("\"\(cell.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\"".utf8)
}

private func randomCell(
    _ column: CheckedColumn, _ rules: RuleSet, _ shape: ReturnShape, row: Int, _ random: inout SeededGenerator
) -> String {
    var cell: String
    if shape.strangers > 0, random.chance(shape.strangers) {
        cell = random.pick(strangers)
    } else if let own = shape.cells[column.name] {
        cell = random.pick(own)
        if cell == "#" { cell = "\(row)" }
        if cell == "##" { cell = "R\(random.whole(0...max(1, row)))" }
    } else {
        switch column.type {
        case .text: cell = randomText(row: row, &random)
        case .figure(let kind): cell = randomFigure("\(kind)", &random)
        case .target: cell = randomTarget(&random)
        case .status(let scheme): cell = random.pick(rules.schemes[scheme].labels.map(\.text))
        case .choice(let labels): cell = random.pick(labels.texts)
        case .date: cell = random.pick(dates)
        case .period: cell = random.pick(periods)
        case .flag: cell = random.pick(["yes", "no", "Y", "n", "TRUE", "false", "1", "0"])
        }
    }
    // The same shape with other digits, or one digit more.
    if column.type != .text, random.chance(3) { cell = otherDigits(cell, &random) }
    if random.chance(20) { cell = random.pick(spaces) + cell + random.pick(spaces) }
    if random.chance(40) { cell = random.chance(2) ? cell.uppercased() : cell.lowercased() }
    return cell
}

private func otherDigits(_ cell: String, _ random: inout SeededGenerator) -> String {
    let grows = random.chance(6)
    return cell.map { character in
        guard character.isASCII, character.isNumber, random.chance(2) else { return String(character) }
        return "\(random.whole(0...9))" + (grows && random.chance(3) ? "\(random.whole(0...9))" : "")
    }.joined()
}

private func randomText(row: Int, _ random: inout SeededGenerator) -> String {
    switch random.whole(0...9) {
    case 0...3:
        random.pick(["Parks", "Roads", "Waste", "Mill Road", "A1", "parks", "", "Ynys M\u{F4}n", "Ynys Mo\u{302}n"])
    case 4...6: "item \(random.whole(0...100_000))"
    case 7: "a text of more than fifteen bytes, and of more than thirty-one: \(random.whole(0...500))"
    case 8: random.pick(["20 of 51 were done", "14/17 in 2022/23", "Q2: 3 out of 4", "say \"no\", then\nyes"])
    default: "\(row)"
    }
}

private func randomFigure(_ kind: String, _ random: inout SeededGenerator) -> String {
    let plain = "\(random.whole(-3...400))"
    switch random.whole(0...11) {
    case 0...4: return kind == "percent" || kind == "measure" && random.chance(2) ? plain + "%" : plain
    case 5: return "\(random.whole(0...99)).\(random.whole(0...999))"
    case 6, 7: return random.pick(figures)
    case 8: return "£\(random.whole(0...9)).\(random.whole(0...99))\(random.pick(["", "m", "k", "bn"]))"
    case 9: return "\(random.whole(1...999)),\(random.whole(100...999))"
    case 10: return "\(random.whole(0...40))\(random.pick([" days", "kg", " kgs", " tCO2e", "%", " per 100,000"]))"
    default: return random.pick(["DNA", "TBC", "-", "", "n/a"])
    }
}

private func randomTarget(_ random: inout SeededGenerator) -> String {
    switch random.whole(0...5) {
    case 0:
        random.pick(["<", ">", "<=", ">= ", "≤ ", "at least ", "no more than ", "Top "]) + "\(random.whole(1...99))"
    case 1: "Between \(random.whole(1...99))%-\(random.whole(1...99))%"
    case 2: random.pick(targets)
    default: randomFigure("measure", &random)
    }
}

private let spaces = ["", " ", "  ", "\u{A0}", "\t", " \u{A0} "]
private let figures = [
    "£1.344m", "1,234,567", "12,34", "0.50", ".5", "-3%", "(3)", "34 692", "34, 692", "Twenty-four", "three", "5k",
    "1.2m",
    "9223372036854775807", "18446744073709551616", "12345678901234567890", "1234567890123456789012345678901234567890",
    "(£60.3k)", "-£60.3k", "€5", "$1,000", "0", "-0", "0.0", "00012", "1.", "1e5", "87% (Q3)", "45/47", "Balanced",
    "BALANCED",
    "£1m Surplus", "2022/23", "99999999999999999999999999999999999999", "0.00000000000000000000000000000000000001",
    "100%",
    "33%", "33.3%", "−4", "+7", "7-", "1 234", "1'234", "12 345 678", "550kg", "3 months",
    "<5", ">95%", "≤ £5", "50+", "c. 95%", "circa 1500", "~5%", "2m 34s", "2 days 3 hrs", "00:03:25", "4:05",
    "14 days", "2 weeks", "36 months", "3 years", "95% [p]", "↑ 5%", "5%*", "5 €", "GBP 5", "£(5)", "95pc", "5O%",
    "1,50", "x", "low", "*", "TBC (Q3)", "N/A (annual)", "#DIV/0!", "########", "[x]", "[z]",
]
private let targets = [
    "Between 20%-10%", "10-20", "20-10", "<23", ">= 5", "≤ 4", "Top 5", "Ave 4 per quarter", "67% by 2017", "TBC",
    "Baseline year", "Achieve regional average (90.4%)", "Balanced", "at least £1.5m", "Between £5k-£4k", "2023-24",
    "<", "> 5", "max. 5", "5 (max)", "±5%", "exactly 5", ">5 and <10", "95% or better", "Better than 5", "c. 95%",
    "No target", "14 days", "at most 2 weeks", "<2m 34s", "1,50",
]
private let dates = [
    "2023-09-30", "30/09/2023", "30 September 2023", "Sep-23", "Mar 2024", "2021", "2023-02-29", "31/04/2023",
    "01/04/2024",
    "DNA", "", "2024-02-29", "1999-12-31", "2011-12", "2011-11", "2011/12", "2023-24", "Q2 2023/24", "02/25/2024",
    "31-01-24", "2024-03-31 14:30", "2024-03-31T00:00", "05/06/2023", "2024-01-31",
]
private let periods = [
    "2023-24 Q2", "2023/24 Q1", "Q3 2023/24", "2023-Q4", "2023-24", "2023-09", "Sep-23", "2022-23 Q4", "2024-Q1",
    "2024-25 Q2", "2011-12", "2011-11", "2011/12",
]
private let strangers = [
    "", " ", "DNA", "N/A", "TBC", "-", "—", "..", "data not yet available", "999", "-1", "n/a", "\u{1}", "a\u{1}b",
    "\"", "\"\"",
    "line\nbreak", "comma, here", "12,34", "\u{FEFF}", "é", "e\u{301}", "￥5", "１２", "true", "Q2", "1/2", "see HR", "'5",
    "=1+1",
    "NaN", "inf",
    "#REF!", "#N/A", "##", "#", "Err:502", "c. 5", "<5", "✓", "✗",
    "x", "3x", "5x", "0x10", "%", "£", "12%%", "1.2.3", "1.10", "1.1",
]
