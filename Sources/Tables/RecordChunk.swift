// A run of whole records in one buffer: the output of table readers.

package import Locations

/// Some thousand records of one return, in its own bytes, with the end of every field. A reader fills it, and
/// evaluation takes the cells of columns from it. It is reused from chunk to chunk and owned by one task at a time.
package final class RecordChunk {
    /// The bytes of the records, as UTF-8 (transcoded where the file is not). Behind `byteCount` the same buffer holds
    /// the unescaped texts of quoted cells, made by `take`. `slack` bytes behind the capacity can be read and are
    /// undefined, so that a cell can be loaded a vector at a time.
    package private(set) var bytes: UnsafeMutablePointer<UInt8>
    package private(set) var capacity: Int
    /// How many bytes can be read behind the capacity.
    package static let slack = 64
    /// How many bytes at the front belong to the records.
    package internal(set) var byteCount = 0
    /// Where the unescaped texts end.
    package internal(set) var textEnd = 0

    /// See `ChunkFields`.
    package internal(set) var fieldEnds = OffsetBuffer()
    package internal(set) var fieldStarts: [UInt32] = []
    package internal(set) var cellStarts: [UInt32] = []
    package internal(set) var cellEnds: [UInt32] = []
    package internal(set) var firstFields = OffsetBuffer()
    package internal(set) var recordStarts = OffsetBuffer()
    /// Of a text the records that hold line ends, ascending, as its reader has found them.
    package let recordsOfLines = OffsetBuffer(capacity: 1)
    /// Records with a fault of their structure, in order.
    package var faults: [RecordFault] = []
    /// What fields show that say something else.
    package internal(set) var shown = ShownTexts()
    /// What its reader told about it.
    package internal(set) var contents = ChunkContents(byteCount: 0, origin: .text(offset: 0, line: 1))
    /// How many fields every record has, where the reader knows that it is the same for all: `firstFields[r]` is then
    /// `r` times that.
    package internal(set) var uniformFieldCount: Int?
    /// The quote character, or 0 where quotes have no meaning.
    package internal(set) var quote: UInt8 = 0x22

    /// The last requested place.
    var placeIndex: LocationCache?

    package var recordCount: Int { recordStarts.count }

    package init(capacity: Int = 1 << 20) {
        self.capacity = max(64, capacity)
        bytes = Self.allocate(self.capacity)
    }

    deinit { Self.deallocate(bytes) }

    private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<UInt8> {
        .allocate(capacity: slack + capacity + slack) + slack
    }

    private static func deallocate(_ bytes: UnsafeMutablePointer<UInt8>) { (bytes - slack).deallocate() }

    /// Drops its records.
    package func clear() {
        byteCount = 0
        textEnd = 0
        recordsOfLines.count = 0
    }

    /// Makes room for `needed` bytes in all, keeping the first `count`.
    package func reserve(_ needed: Int, keeping count: Int) {
        textEnd = count
        reserve(needed)
    }

    /// Makes room for `needed` bytes in all, keeping the first `max(byteCount, textEnd)`.
    package func reserve(_ needed: Int) {
        guard needed > capacity else { return }
        let grown = max(needed, capacity * 2)
        let larger = Self.allocate(grown)
        larger.update(from: bytes, count: min(capacity, max(byteCount, textEnd)))
        Self.deallocate(bytes)
        bytes = larger
        capacity = grown
    }

    /// The number of fields of a record.
    @inline(__always)
    package func fieldCount(_ record: Int) -> Int { Int(firstFields[record + 1] - firstFields[record]) }
}

/// The place of a quote that does not close its cell, relative to the one that opens it.
package struct QuoteMark: Sendable, Equatable, BitwiseCopyable {
    /// How many bytes behind the other one.
    package var offset: UInt32
    /// How many lines end between them.
    package var lines: UInt32 = 0
    /// How far into its line it is.
    package var column = TextColumn()

    package init(offset: UInt32) { self.offset = offset }
}

/// A fault of a record's structure that its reader noticed.
package struct RecordFault: Sendable, Equatable {
    package enum Kind: Sendable, Equatable {
        /// It has another number of cells than the header, and a surplus cell holds text or a cell below a header is
        /// missing.
        case ragged(cells: Int, expected: Int)
        /// It has another number of cells than the header, but its surplus cells are blank, or those that it lacks are
        /// below blank headers. Some programs write all rows so: only a comparison with other rows tells whether it is
        /// a fault.
        case uneven(cells: Int, expected: Int)
        /// A cell continues behind its closing quote, whose distance from the opening one is given. Either the opening
        /// quote was read as a letter, or the whole row is doubtful.
        case strayQuote(QuoteMark, spoilsRow: Bool)
        /// No quote closes the one that opens the cell. Either that quote was read as a letter, or the cell takes in
        /// the rest of the file.
        case unterminatedQuote(spoilsRow: Bool)
        /// White space precedes the quote that opens the cell.
        case spacedQuote
        /// A cell that does not begin with a quote contains one.
        case looseQuote
        /// A quoted cell contains this many lines that look like rows.
        case linesInCell(Int)
        /// A cell holds bytes that are invalid in the file's encoding.
        case badEncoding
        /// A cell holds a byte that is zero.
        case zeroByte
        /// It repeats the header in every column.
        case repeatedHeader
        /// The record is longer than the reader's limit; the rest was skipped.
        case tooLong
        /// A cell of a sheet is other than it looks. What is not said here is said at the first such cell of its
        /// column.
        indirect case ofSheet(SheetFault, isSaid: Bool)
    }

    /// The record's index in its chunk.
    package var record: Int
    /// The field at which it was noticed, counted from 0 (the opening quote's, the first surplus one, the last one
    /// present).
    package var field: Int
    package var kind: Kind

    package init(record: Int, field: Int, kind: Kind) {
        self.record = record
        self.field = field
        self.kind = kind
    }
}
