// Matches the headers of a return with declared columns.

import Checking
import Columns
import Diagnostics
import Evaluation

/// A header in the form in which headers are compared: trimmed, white space collapsed, case ignored.
func comparable(_ header: String) -> String {
    var header = header
    return header.withUTF8(comparablePlain)
        ?? header.split(whereSeparator: \.isWhitespace).joined(separator: " ").lowercased()
}

/// The same for ASCII, pounds and the dashes and quotation marks of prose, without Unicode properties, for speed: every
/// cell of a sample is tested as a header. `nil` for other texts.
private func comparablePlain(_ bytes: UnsafeBufferPointer<UInt8>) -> String? {
    var result: [UInt8] = []
    result.reserveCapacity(bytes.count)
    var isSpaced = false
    var rest = bytes[...]
    while let byte = rest.first {
        if byte >= 0x80 {
            guard let length = lengthOfPlainSign(rest) else { return nil }
            if isSpaced { result.append(0x20) }
            isSpaced = false
            result += rest.prefix(length)
            rest = rest.dropFirst(length)
            continue
        }
        rest = rest.dropFirst()
        if byte == 0x20 || (0x09...0x0D).contains(byte) {
            isSpaced = !result.isEmpty
        } else {
            if isSpaced { result.append(0x20) }
            isSpaced = false
            result.append((0x41...0x5A).contains(byte) ? byte | 0x20 : byte)
        }
    }
    return String(decoding: result, as: UTF8.self)
}

/// The length of a sign that is neither white space nor a letter of two cases: U+00A1 to U+00BF, and U+2010 to U+2027;
/// `nil` for others.
private func lengthOfPlainSign(_ bytes: Slice<UnsafeBufferPointer<UInt8>>) -> Int? {
    let first = bytes.startIndex
    guard bytes.count > 1 else { return nil }
    if bytes[first] == 0xC2, (0xA1...0xBF).contains(bytes[first + 1]) { return 2 }
    guard bytes.count > 2, bytes[first] == 0xE2, bytes[first + 1] == 0x80 else { return nil }
    return (0x90...0xA7).contains(bytes[first + 2]) ? 3 : nil
}

/// The headers by which a table's columns are recognised.
struct HeaderMatching {
    private let table: CheckedTable
    /// By comparable header the indices of the columns that are read from it.
    private var columns: [String: [Int]] = [:]
    /// The required columns.
    private let needed: Set<Int>

    init(_ table: CheckedTable) {
        self.table = table
        needed = Set(
            table.columns.indices.filter { table.columns[$0].origin == .cell && !table.columns[$0].isOptional })
        for (index, column) in table.columns.enumerated() where column.origin == .cell {
            for header in column.headers {
                let name = comparable(header)
                if columns[name]?.contains(index) != true { columns[name, default: []].append(index) }
                // A column without `from` is recognised by its name, in which `_` may also be a space.
                if header == column.name, name.contains("_") {
                    let spaced = comparable(name.replacing("_"))
                    if columns[spaced] == nil { columns[spaced] = [index] }
                }
            }
        }
    }

    /// How many of the table's columns a record has as a header. A record with all required columns gets the highest
    /// score: it lacks only optional columns, and the records below it are rows.
    func score(_ cells: [String]) -> Int {
        let known = Set(cells.map(comparable).filter { columns[$0] != nil })
        let found = Set(known.flatMap { columns[$0] ?? [] })
        // One cell is no header, however many columns are read from it.
        let count = min(found.count, known.count)
        return count > 1 && found.isSuperset(of: needed) ? table.columns.count : count
    }

    /// The required columns that a header lacks, by their headers.
    func lacking(_ header: [String]) -> [String] {
        let found = fields(header)
        return needed.sorted().filter { found[$0] == nil }.map {
            table.columns[$0].headers.first ?? table.columns[$0].name
        }
    }

    /// By column the index of its field in a header.
    func fields(_ header: [String]) -> [Int: Int] {
        var fields: [Int: Int] = [:]
        for (field, cell) in header.enumerated() {
            for column in columns[comparable(cell)] ?? [] where fields[column] == nil { fields[column] = field }
        }
        return fields
    }

    /// Where each column's cells are, and what is wrong with the header.
    func layout(_ header: [String], parts: [String: String]) -> (layout: [ColumnSource], faults: [HeaderFault]) {
        var layout = table.columns.map { column -> ColumnSource in
            switch column.origin {
            // A return that is named on the command line may be outside the pattern, without a named part.
            case .path: parts[column.name].map { .path($0) } ?? .missing
            case .cell, .group, .heading, .note, .stored: column.isOptional ? .absent : .missing
            }
        }
        var faults: [HeaderFault] = []
        var taken: [Int: Int] = [:]
        var unknown: [Int] = []
        for (field, cell) in header.enumerated() {
            guard let own = columns[comparable(cell)] else {
                if !comparable(cell).isEmpty { unknown.append(field) }
                continue
            }
            let free = own.filter { taken[$0] == nil }
            if free.isEmpty { faults.append(.duplicateHeader(field: field)) }
            for column in free {
                taken[column] = field
                layout[column] = .field(field)
            }
        }
        var seen: [String: Int] = [:]
        for field in unknown {
            // For columns that are not read duplicates do not matter.
            let name = comparable(header[field])
            if seen[name] == nil { seen[name] = field }
        }
        var near: Set<Int> = []
        let strangers = NameIndex(
            unknown.map { header[$0].split(whereSeparator: \.isWhitespace).joined(separator: " ") })
        // Near names are searched for only within a budget.
        var budget = Self.comparedLetters
        var told: Set<[String]> = []
        for (index, column) in table.columns.enumerated()
        where layout[index] == .missing && column.origin != .heading && !column.isOfNotes && !column.isOfStored {
            // What several columns read from is missing once.
            guard told.insert(column.headers.map { comparable($0) }).inserted else { continue }
            let place = column.headers.lazy.compactMap { strangers.nearest(to: $0, budget: &budget) }.first
            let found = place.flatMap { place in
                seen[comparable(header[unknown[place]])].map { NearHeader(header: strangers.names[place], field: $0) }
            }
            if let found { near.insert(found.field) }
            faults.append(.missingColumn(index, nearest: found))
        }
        let missing = table.columns.indices.filter {
            (layout[$0] == .missing || layout[$0] == .absent) && table.columns[$0].origin == .cell
        }
        let names = NameIndex(missing.flatMap { table.columns[$0].headers })
        for field in unknown where !near.contains(field) && seen[comparable(header[field])] == field {
            let found = names.nearest(to: header[field], budget: &budget)
            faults.append(.unknownColumn(field: field, nearest: found.map { names.names[$0] }))
        }
        return (layout, faults)
    }

    /// How many letters of headers are compared, for files with very many unknown headers.
    private static let comparedLetters = 100_000_000
}

extension String {
    /// This text with each `_` as a space.
    fileprivate func replacing(_ character: Character) -> String { String(map { $0 == character ? " " : $0 }) }
}
