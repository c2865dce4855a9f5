// What every reader of a table format offers.

package import Locations

/// Reads one table as a header and runs of records, front to back, and can read a run again that it has given before.
///
/// A reader is used by one task at a time (its caller locks). `next` and `reread` fill a chunk identically, so that
/// reported rows can be read again long after their bytes were freed.
package protocol TableReader: AnyObject {
    /// The name of the table's sheet; `nil` in texts.
    var sheet: String? { get }
    /// Whether the sheet is hidden from readers of the workbook.
    var isHidden: Bool { get }
    /// The cells of the header line, as printed, unquoted, untrimmed.
    var header: [String] { get }
    /// The place of each header cell; last that of the whole header record.
    var headerLocations: [CellLocation] { get }
    /// Faults of the header's own record, which is in no chunk.
    var headerFaults: [RecordFault] { get }
    /// The records above the header, which are not read.
    var above: RecordsAbove { get }
    /// The fields of its records behind those of the header.
    var added: AddedFields { get }
    /// What was noticed about the file as a whole.
    var notices: [ReadingNotice] { get }
    /// What was passed over, once all records have been read.
    var remarksOnceRead: [ReadingNotice] { get }
    /// About how many bytes `next` will put into chunks in all: it decides the number of threads, and progress is
    /// measured by it.
    var expectedBytes: Int { get }
    /// The separator in words, as in "a comma"; `nil` where the format has none.
    var separatorTitle: String? { get }
    /// How a cell may hold the separator.
    var separatorInCells: SeparatorInCells { get }
    /// Reads what is needed beyond the header, once this table was chosen among those of a file. The header may change:
    /// merged cells are known only then.
    func settle() throws(ReadError)
    /// The row in which a spreadsheet that opens the file shows what begins on a line of records that were read; `nil`
    /// for formats of which a spreadsheet shows no cells, and for workbooks, whose cells say where they are.
    func spreadsheetRow(ofLine line: Int) -> Int?
    /// The number of the column in which a spreadsheet shows the first field of delimited text.
    var firstColumn: Int { get }
    /// Fills the chunk with the next records; false at the end. Blank records are skipped.
    func next(into chunk: RecordChunk) throws(ReadError) -> Bool
    /// Fills the chunk again as `next` did.
    func reread(_ position: ChunkPosition, into chunk: RecordChunk) throws(ReadError)
    /// Whether the return may store other figures than it shows, in cells of columns of figures. Known once it has
    /// settled.
    var storesOtherFigures: Bool { get }
    /// Fills the chunk with the same records as `reread`, but with figures as they are stored, with all their digits,
    /// in the unit in which they are shown. Keys are as they are shown.
    func rereadStored(_ position: ChunkPosition, into chunk: RecordChunk) throws(ReadError)
    /// As `reread`, or as `rereadStored` with `stored`, but the cells of records that are not needed may be blank.
    /// `records` are the numbers in the chunk of those that are, ascending.
    func reread(
        _ position: ChunkPosition, needing records: [Int], stored: Bool, into chunk: RecordChunk
    ) throws(ReadError)
    /// The numbers of the columns whose cells say by their fill what they mean, on a sheet. Known once it has settled.
    var filledColumns: Set<Int> { get }
    /// Throws where the return has changed since it was opened: what was read of it must then be discarded.
    func checkSource() throws(ReadError)
    /// Frees memory that it allocates again when it is used again: many readers may be open at a time.
    func rest()
    /// A reader for parts of its chunks; `nil` where they can only be read whole.
    func makeRangeReader() -> (any RangeReader)?
    /// An outline of a divisible chunk, for reading a few of its records again; `nil` where there is none. Several
    /// tasks may call this at once.
    func outline(of chunk: RecordChunk) -> (any ChunkOutline)?
    /// An editor of its cells; `nil` where they cannot be written.
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
    package var separatorInCells: SeparatorInCells { .quoted }
    package var storesOtherFigures: Bool { false }
    package var filledColumns: Set<Int> { [] }
    package func rereadStored(_ position: ChunkPosition, into chunk: RecordChunk) throws(ReadError) {
        try reread(position, into: chunk)
    }
    package func reread(
        _ position: ChunkPosition, needing records: [Int], stored: Bool, into chunk: RecordChunk
    ) throws(ReadError) {
        if stored { try rereadStored(position, into: chunk) } else { try reread(position, into: chunk) }
    }
    package func settle() throws(ReadError) {}
    package func spreadsheetRow(ofLine line: Int) -> Int? { nil }
    package var firstColumn: Int { 1 }
    package func checkSource() throws(ReadError) {}
    package func rest() {}
    package func makeRangeReader() -> (any RangeReader)? { nil }
    package func outline(of chunk: RecordChunk) -> (any ChunkOutline)? { nil }
    package func makeEditor() -> (any TableEditor)? { nil }
}

/// How a cell may hold what stands between cells.
package enum SeparatorInCells: Sendable {
    /// In quotation marks.
    case quoted
    /// With a backslash before it.
    case escaped
    case never
}

/// Fields that a reader puts behind those of the header, in this order.
package struct AddedFields: Sendable, Equatable {
    /// Whether there is one for the heading that a record stands below. It has no cell in the record.
    package var hasHeading = false
    /// The fields whose cells' notes the next ones say; each has the place of that cell.
    package var notes: [Int] = []
    /// The fields of figures that the next ones say as they are stored; each has the place of its cell.
    package var stored: [Int] = []

    package init(hasHeading: Bool = false, notes: [Int] = [], stored: [Int] = []) {
        self.hasHeading = hasHeading
        self.notes = notes
        self.stored = stored
    }

    package var count: Int { (hasHeading ? 1 : 0) + notes.count + stored.count }
}

/// Reads some records of a return again, apart from its reader: tasks may do so at once, each with one of its own.
package protocol RangeReader: AnyObject {
    /// Fills the chunk with the records of a part (see `ChunkOutline`), without their faults.
    func read(_ part: ChunkPosition, into chunk: RecordChunk) throws(ReadError)
}

/// What is kept of a chunk after its bytes were freed.
package protocol ChunkOutline: Sendable {
    /// The part of the chunk that holds some of its records, for a `RangeReader`; it may hold some more records on both
    /// sides.
    func position(holding records: Range<Int>) -> ChunkPosition
}

/// The records above a header that was recognised, as `RowsAboveHeader` classifies them.
package struct RecordsAbove: Sendable, Equatable {
    /// Those that look like rows of the table.
    package var rows: LinesAbove?
    /// Those that may be rows, with less evidence.
    package var doubtful: LinesAbove?
    /// Others with several cells (in a table of one column with one cell), which are taken for a title.
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
    /// The lines, or rows of the sheet, on which they begin, as ranges of consecutive ones.
    package var runs: [ClosedRange<Int>]
    /// Whether they are within a cell of the header, at `first`: a wrong quotation mark has joined them into it.
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
