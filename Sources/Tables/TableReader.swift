// What every reader of a table format offers.

package import Locations

/// Reads one table as a header and runs of records, front to back, and can look again at a run it has already given.
///
/// A reader is used by one task at a time (its caller locks). `next` and `reread` fill the same chunk alike, so that
/// what is reported can be read again long after its bytes were let go.
package protocol TableReader: AnyObject {
    /// The sheet of the workbook that the table stands on; `nil` in texts.
    var sheet: String? { get }
    /// Whether the sheet is hidden from readers of the workbook.
    var isHidden: Bool { get }
    /// The cells of the header line, as printed, unquoted, untrimmed.
    var header: [String] { get }
    /// Where each header cell stands, and the header record as a whole last.
    var headerLocations: [CellLocation] { get }
    /// What is wrong with the header's own record, which is in no chunk.
    var headerFaults: [RecordFault] { get }
    /// What stands above the header, where it is not read.
    var above: RecordsAbove { get }
    /// The fields of its records behind those of the header.
    var added: AddedFields { get }
    /// What was noticed about the file as a whole.
    var remarks: [ReadingNotice] { get }
    /// What was passed over, once all records have been read.
    var remarksOnceRead: [ReadingNotice] { get }
    /// About how many bytes `next` will put into chunks in all: what the number of threads and progress go by.
    var expectedBytes: Int { get }
    /// What stands between two cells of the file, as in "a comma"; `nil` where nothing does.
    var separatorTitle: String? { get }
    /// Reads what is needed beyond the header, of the table that was chosen among those of a file. What was known of
    /// the header may change: only then merged cells are known.
    func settle() throws(ReadError)
    /// Fills the chunk with the next records; false at the end. Records of white space alone are passed over.
    func next(into chunk: RecordChunk) throws(ReadError) -> Bool
    /// Fills the chunk again as `next` did.
    func reread(_ position: ChunkPosition, into chunk: RecordChunk) throws(ReadError)
    /// Throws where the return is no longer what it was when it was opened: what was read of it is then of no use.
    func checkSource() throws(ReadError)
    /// Lets go of memory that it takes anew when it is used again, as one of many readers that are kept.
    func rest()
    /// What reads parts of its chunks again; `nil` where they can only be read whole.
    func makeRangeReader() -> (any RangeReader)?
    /// Where some of a chunk's records begin, to read a few of them again. Asked of chunks that are divisible, by
    /// several tasks at once.
    func outline(of chunk: RecordChunk) -> (any ChunkOutline)?
    /// What puts other texts into its cells; `nil` where none can be put there.
    func makeEditor() -> (any TableEditor)?
}

extension TableReader {
    package var sheet: String? { nil }
    package var isHidden: Bool { false }
    package var headerFaults: [RecordFault] { [] }
    package var added: AddedFields { AddedFields() }
    package var remarksOnceRead: [ReadingNotice] { [] }
    package var above: RecordsAbove { RecordsAbove() }
    package var separatorTitle: String? { nil }
    package func settle() throws(ReadError) {}
    package func checkSource() throws(ReadError) {}
    package func rest() {}
    package func makeRangeReader() -> (any RangeReader)? { nil }
    package func outline(of chunk: RecordChunk) -> (any ChunkOutline)? { nil }
    package func makeEditor() -> (any TableEditor)? { nil }
}

/// Fields that a reader puts behind those of the header, in this order.
package struct AddedFields: Sendable, Equatable {
    /// Whether there is one for the heading that a record stands below. It has no cell in the record.
    package var hasHeading = false
    /// The fields whose cells' notes the next ones say; each has the place of that cell.
    package var notes: [Int] = []

    package init(hasHeading: Bool = false, notes: [Int] = []) {
        self.hasHeading = hasHeading
        self.notes = notes
    }

    package var count: Int { (hasHeading ? 1 : 0) + notes.count }
}

/// Reads some records of a return again, apart from its reader: tasks may do so at once, each with one of its own.
package protocol RangeReader: AnyObject {
    /// Fills the chunk with the records of a part (see `ChunkOutline`), without their faults.
    func read(_ part: ChunkPosition, into chunk: RecordChunk) throws(ReadError)
}

/// What is kept of a chunk that was let go of.
package protocol ChunkOutline: Sendable {
    /// The part of the chunk that holds some of its records, as a reader of parts takes it; some records more on both
    /// sides.
    func position(holding records: Range<Int>) -> ChunkPosition
}

/// What stands above a header that was found by its looks, as `RowsAboveHeader` tells it apart.
package struct RecordsAbove: Sendable, Equatable {
    /// Those that look like rows of the table.
    package var rows: LinesAbove?
    /// Those that may be rows: there is less to tell them by.
    package var doubtful: LinesAbove?
    /// Others of several cells, which are taken for a title; of one cell in a table of one column.
    package var others: LinesAbove?

    package init(rows: LinesAbove? = nil, doubtful: LinesAbove? = nil, others: LinesAbove? = nil) {
        self.rows = rows
        self.doubtful = doubtful
        self.others = others
    }
}

/// Some records above a header.
package struct LinesAbove: Sendable, Equatable {
    package var first: CellLocation
    package var count: Int
    /// The lines, or rows, on which they begin, as far as they follow each other.
    package var runs: [ClosedRange<Int>]
    /// Whether they stand in a cell of the header, for which `first` is the place: a quotation mark has taken them in.
    package var areInHeader: Bool

    package init(first: CellLocation, count: Int, runs: [ClosedRange<Int>], areInHeader: Bool = false) {
        self.areInHeader = areInHeader
        self.first = first
        self.count = count
        self.runs = runs
    }

    /// The line, or row, on which the last one begins.
    package var lastLine: Int { runs.last?.upperBound ?? first.line }
}
