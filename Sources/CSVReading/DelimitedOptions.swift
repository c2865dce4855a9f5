// What a rule file declares about how a return is written, and the bounds of the reader's memory.

package import Tables

/// How to read delimited text: what is left out is recognised from the file.
package struct DelimitedOptions: Sendable {
    /// The physical lines of the header, counted from 1. Left out: the record among the first ones that looks most like
    /// it.
    package var headerLines: ClosedRange<Int>?
    /// What the columns are called, in their order, of a text without a header.
    package var columns: [String]?
    /// How many of those a record has at least.
    package var leastColumns = 1
    /// The lines, and of each record the cells, that are read.
    package var area: CellArea?
    /// Whether the first blank line ends the table.
    package var endsAtBlank = false
    /// What the first cell of records begins with that are comments.
    package var comments: String?
    /// An ASCII character other than a quote or a line end.
    package var separator: UInt8?
    /// The name of an encoding, such as `utf-8`, `utf-16` or `windows-1252`, in any case.
    package var encoding: String?
    /// Whether a record equal to a header of one name counts as a repeated header; with more names it always does.
    package var knowsLoneHeader = false
    /// The longest record that is kept, in bytes: the rest of a longer one is skipped. At least `chunkBytes`, at most 1
    /// GiB.
    package var recordLimitBytes: Int
    /// How many bytes of text a chunk covers, unless a record is longer. At least 16.
    package var chunkBytes: Int

    /// Whether the place of the header is known, or that there is none.
    var knowsHeader: Bool { headerLines != nil || columns != nil || area != nil }

    /// The line on which the header begins, or without one the first record; `nil` where it is to be found.
    var firstLine: Int? { headerLines?.lowerBound ?? area?.rows.lowerBound ?? (columns == nil ? nil : 1) }

    package init(
        headerLine: Int? = nil, separator: UInt8? = nil, encoding: String? = nil, recordLimitBytes: Int = 64 << 20,
        chunkBytes: Int = 1 << 19
    ) {
        headerLines = headerLine.map { $0...$0 }
        self.separator = separator
        self.encoding = encoding
        self.chunkBytes = min(max(16, chunkBytes), 1 << 28)
        self.recordLimitBytes = min(max(recordLimitBytes, self.chunkBytes), 1 << 30)
    }
}
