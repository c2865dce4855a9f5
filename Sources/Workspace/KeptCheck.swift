// What a check leaves behind for editors, which ask about the returns that were checked as they are now.

package import Checking
import Columns
import Evaluation
package import Tables
package import Wording

/// The rules of a check, and which tables it read from which files. One thread uses it at a time.
package final class KeptCheck: @unchecked Sendable {
    package let rules: RuleSet
    /// Whether nobody wrote the rules: they follow from what the return looks like.
    package let areAssumed: Bool
    /// Tells what cells mean; `nil` where more rows were read than are kept for that.
    package let cells: CellInspector?
    private let inputs: [TableInput]
    private let opener: TableOpener

    /// One of the files of a table.
    package struct Place: Sendable, Hashable {
        /// An index into `RuleSet.tables`.
        package var table: Int
        /// Its number among the table's files.
        package var file: Int
    }

    /// By the path as findings name it, the tables that are read from a file; those that are made of others left out.
    package let places: [String: [Place]]

    /// What was kept of rows is kept for so many.
    private static let mostRows = 1 << 18

    init(_ judgement: Judgement, _ request: CheckRequest, areAssumed: Bool) {
        rules = judgement.rules
        inputs = judgement.inputs
        let rows = judgement.feeds.reduce(0) { $0 + $1.rowCount }
        cells = rows <= Self.mostRows ? CellInspector(judgement) : nil
        self.areAssumed = areAssumed
        opener = TableOpener(request.formats)
        var places: [String: [Place]] = [:]
        for (table, input) in inputs.enumerated() where rules.tables[table].derivation == nil {
            for (file, bound) in input.files.enumerated() where !bound.isNarrative && bound.reader.sheet == nil {
                places[bound.path, default: []].append(Place(table: table, file: file))
            }
        }
        self.places = places
    }

    /// Opens a table in a text that its file holds now, in the way in which the check has opened it.
    package func open(_ place: Place, _ text: [UInt8]) throws(ReadError) -> OpenTable {
        let table = rules.tables[place.table]
        let bound = inputs[place.table].files[place.file]
        var parts: [String: String] = [:]
        for (column, source) in zip(table.columns, bound.layout) {
            if case .path(let part) = source { parts[column.name] = part }
        }
        let opening = Opening(table, of: rules)
        let reader = try opening.reader(MemorySource(name: bound.path, bytes: text), opener)
        try reader.settle()
        return OpenTable(place: place, reader: reader, layout: opening.layout(reader, parts: parts).layout)
    }
}

/// A table of a text, as a check reads it.
package struct OpenTable {
    package let place: KeptCheck.Place
    package let reader: any TableReader
    /// By the field of a record the columns that are read from it, ascending.
    package let columns: [Int: [Int]]
    /// By column its field.
    package let fields: [Int: Int]

    init(place: KeptCheck.Place, reader: any TableReader, layout: [ColumnSource]) {
        self.place = place
        self.reader = reader
        var (columns, fields): ([Int: [Int]], [Int: Int]) = ([:], [:])
        for (column, source) in layout.enumerated() {
            guard case .field(let field) = source, field < reader.header.count else { continue }
            columns[field, default: []].append(column)
            fields[column] = field
        }
        (self.columns, self.fields) = (columns, fields)
    }
}
