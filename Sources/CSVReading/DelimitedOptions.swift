// What a rule file declares about how a return is written, and the bounds of the reader's memory.

/// How to read delimited text: what is left out is recognised from the file.
package struct DelimitedOptions: Sendable {
    /// The physical line of the header, counted from 1. Left out: the record among the first ones that looks most like
    /// it.
    package var headerLine: Int?
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

    package init(
        headerLine: Int? = nil, separator: UInt8? = nil, encoding: String? = nil, recordLimitBytes: Int = 64 << 20,
        chunkBytes: Int = 1 << 19
    ) {
        self.headerLine = headerLine
        self.separator = separator
        self.encoding = encoding
        self.chunkBytes = min(max(16, chunkBytes), 1 << 28)
        self.recordLimitBytes = min(max(recordLimitBytes, self.chunkBytes), 1 << 30)
    }
}
