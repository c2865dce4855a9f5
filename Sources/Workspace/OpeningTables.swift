// From a source of bytes to the table in it: which format it has, and which of its tables is meant.

import CSVReading
import Checking
package import Tables

/// The formats in which returns are read.
package let standardFormats: [any TableFormat] = [DelimitedFormat()]

/// The formats that returns are looked at for.
struct TableOpener {
    private let formats: [any TableFormat]

    init(_ formats: [any TableFormat]) { self.formats = formats }

    /// How many bytes a format is shown to recognise a file by.
    private static let headBytes = 4096

    /// The one table of a source that is meant: on the sheet that is named, else on the one whose header has most of
    /// what is looked for.
    func table(
        in source: any ByteSource, sheet wanted: String? = nil, _ options: SourceOptions
    ) throws(ReadError) -> any TableReader {
        let tables = try format(of: source).tables(in: source, options)
        // A text has no sheets to choose among.
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
        let best = scored.filter { $0.score == most }
        guard let found = best.first, most > 0 else {
            throw .noTable("none of its sheets has a header of the table: \(Self.listed(sheets))")
        }
        guard best.count == 1 else {
            throw .noTable(
                "several of its sheets have the header of the table: say which with `sheet`, among "
                    + best.compactMap(\.table.sheet).map { "“\($0)”" }.joined(separator: ", "))
        }
        return found.table
    }

    /// The format that knows the source best; of several that know it alike the first.
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
