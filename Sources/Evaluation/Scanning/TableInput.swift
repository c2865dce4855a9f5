// What evaluation gets of each table: its files, opened, with their columns found.

package import Columns
package import Tables

/// The files of one table, in byte order of their paths. A table without files is one that nothing could be read of.
package struct TableInput: Sendable {
    package var files: [FileInput]
    /// Whether there are, or may be, other files of it, which could not be read.
    package var isPartial: Bool

    package init(files: [FileInput], isPartial: Bool = false) {
        self.files = files
        self.isPartial = isPartial
    }

    /// About how many bytes its chunks hold.
    var expectedBytes: Int { files.reduce(0) { $0 + $1.expectedBytes } }
}

/// One return, bound to a table. Its reader is used under a lock of the evaluation's own.
package final class FileInput: @unchecked Sendable {
    /// The path relative to the current folder.
    package let path: String
    /// Cuts its records.
    package let reader: any TableReader
    /// What writes into its cells; `nil` where nothing can be written.
    package let editor: (any TableEditor)?
    /// For each column of the table where its cells are.
    package let layout: [ColumnSource]
    /// To be changed before it is evaluated only.
    package var headerFaults: [HeaderFault]
    /// The number of the file's bytes.
    package let size: Int
    /// About how many bytes its chunks hold.
    let expectedBytes: Int
    /// The fields whose header is blank.
    let blankFields: [Int]
    /// Whether the file is a narrative, in which matches rather than cells are found.
    package let isNarrative: Bool

    package init(
        path: String, reader: any TableReader, layout: [ColumnSource], headerFaults: [HeaderFault], size: Int,
        expectedBytes: Int? = nil, isNarrative: Bool = false
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
    }
}

/// What is wrong with a file's header.
package enum HeaderFault: Sendable {
    /// The column's index; the nearest header that no column took.
    case missingColumn(Int, nearest: NearHeader?)
    /// Two headers fit one column, or are the same: the later one's field.
    case duplicateHeader(field: Int)
    /// A header that no column takes; the nearest column name.
    case unknownColumn(field: Int, nearest: String?)
}
