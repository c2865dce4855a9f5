// What a file format offers to whoever opens returns.

package import Quantities

/// How sure a format is that a file is its own.
package enum Recognition: Int, Comparable, Sendable {
    /// It cannot be read.
    case foreign
    /// It may be, if no other format knows it.
    case possible
    case certain

    package static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}

/// What is known of how a table is kept in its file.
package struct SourceOptions {
    /// The physical line, or row of the sheet, of the header, counted from 1. Left out: the record among the first ones
    /// that looks most like it.
    package var headerLine: Int?
    /// Of delimited text: an ASCII character other than a quote or a line end.
    package var separator: UInt8?
    /// Of delimited text: the name of an encoding, such as `utf-8`, `utf-16` or `windows-1252`, in any case.
    package var encoding: String?
    /// Whether no cell of a table's only column can say what its header says, so that a row which does repeats the
    /// header.
    package var knowsLoneHeader = false
    /// Whether several lines of a sheet may be the header together: only where it is known what its columns are called.
    package var joinsHeaderLines = false
    /// Whether the colours of cells are read.
    package var readsFills = false
    /// The sheet that is wanted, where its name is known.
    package var sheet: String?
    /// How much a record looks like the header that is looked for; 0 or less where it does not at all.
    package var headerScore: ([String]) -> Int
    /// What is asked of the columns below a header.
    package var fields: ([String]) -> HeaderFields = { _ in HeaderFields() }
    /// The columns that a header lacks, as the rules call them.
    package var lacking: ([String]) -> [String] = { _ in [] }

    package init(
        headerLine: Int? = nil, separator: UInt8? = nil, encoding: String? = nil,
        headerScore: @escaping ([String]) -> Int = { _ in 0 }
    ) {
        self.headerLine = headerLine
        self.separator = separator
        self.encoding = encoding
        self.headerScore = headerScore
    }
}

/// A colour of a cell that means a status.
package enum CellColour: Sendable, Hashable, CaseIterable { case red, amber, green, blue, grey }

/// What is asked of the columns below a header; they are given by their places in it, from 0.
package struct HeaderFields: Sendable {
    /// Those that anything is asked of.
    package var declared: [Int] = []
    /// Those that rows are known by.
    package var keys: [Int] = []
    /// Those of figures, and those of days and periods.
    package var figures: [Int] = []
    package var days: [Int] = []
    /// Of those of figures alone, without targets, what kind they are of.
    package var kinds: [Int: FigureKind] = [:]
    /// Those whose cells say by their colours what they mean, with the texts that stand for each colour.
    package var fills: [Int: [CellColour: [String]]] = [:]

    package init() {}
}

/// A format in which tables are kept in files.
package protocol TableFormat: Sendable {
    /// Whether its files hold several tables, each on a sheet with a name.
    var hasSheets: Bool { get }
    /// Whether a file is of this format, from its first bytes and its name.
    func recognises(_ head: [UInt8], name: String) -> Recognition
    /// The tables of a file: one, or one for each sheet.
    func tables(in source: any ByteSource, _ options: SourceOptions) throws(ReadError) -> [any TableReader]
}
