// What every reader of a table format offers.

/// Reads one return as a header and runs of records, front to back, and can look again at a run it has already given.
///
/// A reader is used by one task at a time (its caller locks). `next` and `revisit` fill the same chunk alike, so that what is
/// reported can be read again long after its bytes were let go.
package protocol TableReader: AnyObject {
    /// The cells of the header line, as printed, unquoted, untrimmed.
    var header: [String] { get }
    /// Where each header cell stands, and the header record as a whole last.
    var headerExtents: [CellExtent] { get }
    /// What is wrong with the header's own record, which is in no chunk.
    var headerFaults: [RecordFault] { get }
    /// What looks like rows of the table and stands above its header, where it is not read.
    var rowsAbove: RowsAbove? { get }
    /// How the header cells are written, where texts can be put into the file.
    var headerShapes: [CellShape] { get }
    /// What a cell of a shape is to be in the file so that it says a text; `nil` where no text can be put into the
    /// file.
    func written(_ text: String, as shape: CellShape) -> String?
    /// What was noticed about the file as a whole, in words for people, such as "read as Windows-1252".
    var remarks: [String] { get }
    /// Fills the chunk with the next records; false at the end. Records of white space alone are passed over.
    func next(into chunk: RecordChunk) throws(ReadError) -> Bool
    /// Fills the chunk again as `next` did.
    func revisit(_ mark: ChunkMark, into chunk: RecordChunk) throws(ReadError)
    /// Throws where the return is no longer what it was when it was opened: what was read of it is then of no use.
    func checkSource() throws(ReadError)
    /// What stands between two cells, as in "a comma".
    var separatorTitle: String { get }
    /// Lets go of memory that it takes anew when it is used again, as one of many readers that are kept.
    func rest()
    /// What reads parts of its runs again; `nil` where they can only be read whole.
    func makePartReader() -> (any PartReader)?
}

extension TableReader {
    package var headerShapes: [CellShape] { [] }
    package func written(_ text: String, as shape: CellShape) -> String? { nil }
    package var headerFaults: [RecordFault] { [] }
    package var rowsAbove: RowsAbove? { nil }
    package var separatorTitle: String { "a comma" }

    package func checkSource() throws(ReadError) {}

    package func rest() {}

    package var headerPlaces: [CellPlace] { headerExtents.map(\.place) }

    package func makePartReader() -> (any PartReader)? { nil }
}

/// Reads some records of a return again, apart from its reader: tasks may do so at once, each with one of its own.
package protocol PartReader: AnyObject {
    /// Fills the chunk with the records of a part (see `ChunkOutline`), without their faults.
    func read(_ part: ChunkMark, into chunk: RecordChunk) throws(ReadError)
}

/// What a reader needs to fill a chunk again.
package struct ChunkMark: Sendable {
    package var fileOffset: Int
    package var byteCount: Int
    package var firstRecord: Int
    package var recordCount: Int
    package var firstLine: Int

    package init(fileOffset: Int, byteCount: Int, firstRecord: Int, recordCount: Int, firstLine: Int) {
        self.fileOffset = fileOffset
        self.byteCount = byteCount
        self.firstRecord = firstRecord
        self.recordCount = recordCount
        self.firstLine = firstLine
    }
}

/// Records above a header that look like rows.
package struct RowsAbove: Sendable, Equatable {
    package var first: CellExtent
    package var count: Int
    /// The line on which the last one begins.
    package var lastLine: Int

    package init(first: CellExtent, count: Int, lastLine: Int) {
        self.first = first
        self.count = count
        self.lastLine = lastLine
    }
}
