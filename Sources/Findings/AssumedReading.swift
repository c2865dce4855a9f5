// How returns were read for which there is no rule file.

/// What was taken for what in a return that was checked without a rule file: guesses from its headers and cells.
package struct AssumedReading: Sendable, Equatable {
    package struct Column: Sendable, Equatable {
        /// As the return prints it.
        package var header: String
        /// What it was taken for: `the value`, `a status: “G” is green, “R” is red`.
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
    /// The columns that some rule looks at, or that name the rows.
    package var columns: [Column]
    /// The headers of all other columns.
    package var unused: [String]
    /// What could not be decided for want of knowledge that no return holds, and how to say it: whole sentences.
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
