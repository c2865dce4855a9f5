// Finds the table in a source of bytes: its format, and which of its tables is meant.

import CSVReading
import Checking
package import Tables
import WorkbookReading

/// The formats in which returns are read.
package let standardFormats: [any TableFormat] = [DelimitedFormat(), WorkbookFormat()]

/// The formats in which returns are recognised.
struct TableOpener {
    private let formats: [any TableFormat]

    /// Whether packed files may be unpacked by a thread of their own.
    let unpacksAhead: Bool

    init(_ formats: [any TableFormat], threads: Int = 1) {
        self.formats = formats
        unpacksAhead = threads > 1
    }

    /// How many bytes a format is shown to recognise a file by.
    private static let headBytes = 4096

    /// The one table of a source that is meant: on the named sheet, else on the one whose header has most of the wanted
    /// columns, hidden sheets only where no other has half as many. Where several are equal, the first one if
    /// `takesFirst`, else it throws.
    func table(
        in source: any ByteSource, sheet wanted: String? = nil, takesFirst: Bool = false, _ options: SourceOptions
    ) throws(ReadError) -> any TableReader {
        var options = options
        options.sheet = wanted
        let tables = try format(of: source).tables(in: source, options)
        // A text has no sheets.
        if let first = tables.first, tables.count == 1, wanted == nil || first.sheet == nil { return first }
        let sheets = tables.compactMap(\.sheet)
        if let wanted {
            guard let named = tables.first(where: { $0.sheet == wanted }) else {
                throw .noTable("it has no sheet “\(wanted)”: \(Self.listed(sheets))")
            }
            return named
        }
        let scored = tables.map { (table: $0, score: options.headerScore($0.header)) }
        let most = scored.map(\.score).max() ?? 0
        let seen = scored.lazy.filter { !$0.table.isHidden }.map(\.score).max() ?? 0
        let fitting = seen > 0 && seen * 2 >= most ? scored.filter { !$0.table.isHidden && $0.score == seen } : scored
        let best = fitting.filter { $0.score == fitting.map(\.score).max() }
        guard most > 0, let found = takesFirst ? Self.widest(best.map(\.table)) : best.first?.table else {
            if takesFirst, let first = tables.first(where: { !$0.isHidden }) ?? tables.first { return first }
            throw .noTable("none of its sheets has a header of the table: \(Self.lacking(tables, options))")
        }
        guard best.count == 1 || takesFirst else {
            throw .noTable(
                "several of its sheets have the header of the table: say which with `sheet`, among "
                    + best.compactMap(\.table.sheet).map { "“\($0)”" }.joined(separator: ", "))
        }
        return found
    }

    /// Of tables that look alike the one with most columns: data have more of them than a list of contents. Of equals
    /// the first.
    private static func widest(_ tables: [any TableReader]) -> (any TableReader)? {
        func width(_ table: any TableReader) -> Int { table.header.count { !comparable($0).isEmpty } }
        var widest = tables.first
        for table in tables.dropFirst() where width(table) > widest.map(width) ?? 0 { widest = table }
        return widest
    }

    /// The tables of a source on all sheets whose names match a pattern, each with the named parts of its sheet's name.
    func tables(
        in source: any ByteSource, sheets pattern: FilePattern, _ options: SourceOptions
    ) throws(ReadError) -> [(table: any TableReader, parts: [String: String])] {
        let tables = try format(of: source).tables(in: source, options)
        // A text has no sheets.
        if let first = tables.first, tables.count == 1, first.sheet == nil { return [(first, [:])] }
        var found: [(table: any TableReader, parts: [String: String])] = []
        for table in tables {
            if let parts = table.sheet.flatMap({ pattern.matchEnd(of: $0) }) { found.append((table, parts)) }
        }
        guard !found.isEmpty else {
            throw .noTable(
                "none of its sheets is named as “\(pattern.text)”: \(Self.listed(tables.compactMap(\.sheet)))")
        }
        return found
    }

    /// All tables of a source: one, or one for each sheet.
    func tables(in source: any ByteSource, _ options: SourceOptions) throws(ReadError) -> [any TableReader] {
        try format(of: source).tables(in: source, options)
    }

    /// A list of the sheets, each with the columns that it lacks, in words.
    private static func lacking(_ tables: [any TableReader], _ options: SourceOptions) -> String {
        let sheets = tables.compactMap(\.sheet)
        let lacks = tables.map { options.lacking($0.header) }
        guard lacks.contains(where: { !$0.isEmpty }) else { return listed(sheets) }
        let shown = zip(sheets, lacks).prefix(12).map { sheet, lack in
            let names = lack.prefix(4).joined(separator: ", ")
            return "“\(sheet)” lacks \(names)" + (lack.count > 4 ? " and \(lack.count - 4) more" : "")
        }
        return shown.joined(separator: "; ") + (sheets.count > 12 ? "; and \(sheets.count - 12) more" : "")
    }

    /// The format with the highest recognition of the source; of equals the first.
    private func format(of source: any ByteSource) throws(ReadError) -> any TableFormat {
        guard formats.count > 1 else { return formats.first ?? DelimitedFormat() }
        let head = try source.bytes(at: 0, atMost: Self.headBytes)
        let recognised = formats.map { (format: $0, as: $0.recognises(head, name: source.name)) }
        let best = recognised.map(\.as).max() ?? .foreign
        return recognised.first { $0.as == best }?.format ?? DelimitedFormat()
    }

    private static func listed(_ sheets: [String]) -> String {
        sheets.isEmpty ? "it has none" : "it has " + sheets.map { "“\($0)”" }.joined(separator: ", ")
    }
}

/// The character between the cells of delimited text; `nil` in other formats.
func separator(of reader: any TableReader) -> UInt8? { (reader as? DelimitedReader)?.separator }
