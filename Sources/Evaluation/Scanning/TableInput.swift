// The input of evaluation for each table: its opened files with the layout of their columns.

package import Columns
package import Tables

/// The files of one table, in byte order of their paths. A table without files is one of which nothing could be read.
package struct TableInput: Sendable {
    package var files: [FileInput]
    /// Whether it has, or may have, other files that could not be read.
    package var isPartial: Bool

    package init(files: [FileInput], isPartial: Bool = false) {
        self.files = files
        self.isPartial = isPartial
    }

    /// About how many bytes its chunks hold.
    var expectedBytes: Int { files.reduce(0) { $0 + $1.expectedBytes } }

    /// How many columns its files have together: those with one header, whatever its case, are one column of several
    /// files. Columns without a header do not count, unless no file has one.
    func columnCount(hasHeader: Bool) -> Int {
        guard hasHeader else { return files.map(\.reader.header.count).max() ?? 0 }
        var most: [String: Int] = [:]
        for file in files {
            var own: [String: Int] = [:]
            for header in file.reader.header {
                let name = header.lowercased().split(whereSeparator: \.isWhitespace).joined(separator: " ")
                if !name.isEmpty { own[name, default: 0] += 1 }
            }
            most.merge(own) { max($0, $1) }
        }
        return most.values.reduce(0, +)
    }
}

/// One return, bound to a table. Evaluation uses its reader under a lock of its own.
package final class FileInput: @unchecked Sendable {
    /// The path relative to the current folder.
    package let path: String
    /// The reader of its records.
    package let reader: any TableReader
    /// The editor of its cells; `nil` where they cannot be written.
    package let editor: (any TableEditor)?
    /// For each column of the table where its cells are.
    package let layout: [ColumnSource]
    /// May be changed only before evaluation.
    package var headerFaults: [HeaderFault]
    /// The number of the file's bytes.
    package let size: Int
    /// About how many bytes its chunks hold.
    let expectedBytes: Int
    /// The fields whose header is blank.
    let blankFields: [Int]
    /// Its bytes; `nil` for a table that is no file.
    package let source: (any ByteSource)?
    /// Whether the file is a narrative, in which matches rather than cells are found.
    package let isNarrative: Bool
    /// For a table that is made of another one, each of whose rows it has several times: the number of that one's file.
    package var repeated: Int?
    /// For a table whose rows are matches: what is looked for in the records of its reader.
    package var search: CellSearch?
    /// For each column where the cell is that it is read from: what is wrong with a cell is wrong with what is found in
    /// it.
    var cellLayout: [ColumnSource] {
        guard let search else { return layout }
        return layout.map { source in
            if case .field(let field) = source, field >= search.fieldCount { .field(search.field) } else { source }
        }
    }

    package init(
        path: String, reader: any TableReader, layout: [ColumnSource], headerFaults: [HeaderFault], size: Int,
        expectedBytes: Int? = nil, isNarrative: Bool = false, source: (any ByteSource)? = nil
    ) {
        self.path = path
        self.reader = reader
        editor = reader.makeEditor()
        self.layout = layout
        self.headerFaults = headerFaults
        self.size = size
        self.expectedBytes = expectedBytes ?? reader.expectedBytes
        let header = reader.header
        blankFields = isNarrative ? [] : header.indices.filter { header[$0].allSatisfy(\.isWhitespace) }
        self.isNarrative = isNarrative
        self.source = source
    }
}

/// What is wrong with a file's header.
package enum HeaderFault: Sendable {
    /// The column's index; the nearest header that no column matched.
    case missingColumn(Int, nearest: NearHeader?)
    /// Two headers fit one column, or are the same: the later one's field.
    case duplicateHeader(field: Int)
    /// The header of a column that stands side by side with others cannot be read as the value that it is to be in
    /// this table.
    case unreadableHeader(field: Int, table: Int)
    /// A header that no column matches; the nearest column name.
    case unknownColumn(field: Int, nearest: String?)
}
