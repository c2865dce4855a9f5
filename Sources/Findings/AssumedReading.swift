// How returns were read for which there is no rule file.

/// How a return was read that was checked without a rule file: what was inferred from its headers and cells.
package struct AssumedReading: Sendable, Equatable {
    package struct Column: Sendable, Equatable {
        /// The header as printed.
        package var header: String
        /// What the column was read as: `the value`, `a status: “G” is green, “R” is red`.
        package var meaning: String

        package init(header: String, meaning: String) {
            self.header = header
            self.meaning = meaning
        }
    }

    package var path: String
    /// The name that its table has in the run.
    package var table: String
    /// The sheet of a workbook.
    package var sheet: String?
    /// The line or row of its header.
    package var headerLine: Int
    /// The columns that some rule uses, or that identify the rows.
    package var columns: [Column]
    /// The headers of all other columns.
    package var unused: [String]
    /// What could not be decided without knowledge that returns do not hold, and how to provide it: whole sentences.
    package var wanted: [String]

    package init(
        path: String, table: String, sheet: String?, headerLine: Int, columns: [Column], unused: [String],
        wanted: [String] = []
    ) {
        self.path = path
        self.table = table
        self.sheet = sheet
        self.headerLine = headerLine
        self.columns = columns
        self.unused = unused
        self.wanted = wanted
    }
}
