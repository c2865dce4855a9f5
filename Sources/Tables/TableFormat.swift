// What a file format offers for opening returns.

package import Quantities

/// How sure a format is that a file is its own.
package enum Recognition: Int, Comparable, Sendable {
    /// The format cannot read the file.
    case foreign
    /// It may be, if no other format recognises it.
    case possible
    case certain

    package static func < (one: Self, other: Self) -> Bool { one.rawValue < other.rawValue }
}

/// What is known of how a table is written in its file.
package struct SourceOptions {
    /// The physical lines, or rows of the sheet, of the header, counted from 1. Left out: the record among the first
    /// ones that looks most like it.
    package var headerLines: ClosedRange<Int>?
    /// What the columns are called, in their order, of a table that has no header.
    package var columns: [String]?
    /// How many of those a row of delimited text has at least.
    package var leastColumns = 1
    /// The cells that the table stands in, its header among them.
    package var area: CellArea?
    /// The name that a workbook gives the table.
    package var areaName: String?
    /// Whether the first blank row ends the table.
    package var endsAtBlank = false
    /// What the first cell of records begins with that are comments, in delimited text.
    package var comments: String?
    /// Whether the sheet is one of several, by a pattern of their names.
    package var takesSheets = false
    /// Whether the notes of cells are read.
    package var readsNotes = false
    /// Of delimited text: an ASCII character other than a quote or a line end.
    package var separator: UInt8?
    /// Delimited text only: the name of an encoding, such as `utf-8`, `utf-16` or `windows-1252`, in any case.
    package var encoding: String?
    /// For a table of one column: whether no cell of it can have the header's text, so that a row which has it is a
    /// repeated header.
    package var knowsLoneHeader = false
    /// Whether several lines of a sheet together may be the header: only where the columns' names are known.
    package var joinsHeaderLines = false
    /// Whether lines of a sheet that merged cells hold together are one header: where its look alone tells which line
    /// that is.
    package var followsMergedHeaders = false
    /// Whether the colours of cells are read.
    package var readsFills = false
    /// Whether a packed file may be unpacked by a thread of its own.
    package var unpacksAhead = false
    /// Whether sheets that kpilint has added to a marked copy are read too.
    package var readsAddedSheets = false
    /// The wanted sheet; `nil` where its name is not known.
    package var sheet: String?
    /// How much a record looks like the wanted header; 0 or less where it does not at all.
    package var headerScore: ([String]) -> Int
    /// What the rules need of the columns below a header.
    package var fields: ([String]) -> HeaderFields = { _ in HeaderFields() }
    /// The columns that a header lacks, as the rules call them.
    package var lacking: ([String]) -> [String] = { _ in [] }

    package init(
        headerLine: Int? = nil, separator: UInt8? = nil, encoding: String? = nil,
        headerScore: @escaping ([String]) -> Int = { _ in 0 }
    ) {
        headerLines = headerLine.map { $0...$0 }
        self.separator = separator
        self.encoding = encoding
        self.headerScore = headerScore
    }

    /// The last line of the header, where it is known.
    package var headerLine: Int? { headerLines?.upperBound }
}

/// A colour of a cell that means a status.
package enum CellColour: Sendable, Hashable, CaseIterable { case red, amber, green, blue, grey }

/// What the rules need of the columns below a header, as indices into the header, from 0.
package struct HeaderFields: Sendable {
    /// The columns that the rules declare.
    package var declared: [Int] = []
    /// The columns of the key.
    package var keys: [Int] = []
    /// The columns of figures; `calendar` are those of dates and periods.
    package var figures: [Int] = []
    package var days: [Int] = []
    /// Of those of figures alone, without targets, what kind they are of.
    package var kinds: [Int: FigureKind] = [:]
    /// Those whose cells say by their colours what they mean, with the texts that stand for each colour.
    package var fills: [Int: [CellColour: [String]]] = [:]
    /// All those whose cells are read as other than texts: figures, days, statuses and the like.
    package var values: Set<Int> = []
    /// Whether a text without digits is a value in one of those, or stands for a missing one.
    package var isValue: @Sendable (String) -> Bool = { _ in false }
    /// Of those of labels the labels, in small letters.
    package var labels: [Int: Set<String>] = [:]
    /// Those whose blank cells say what the cells above them say.
    package var filledDown: [Int] = []
    /// Whether the heading that a row stands below is wanted, as one more field behind those of the header.
    package var takesHeading = false
    /// Those whose cells' notes are wanted, as fields behind that.
    package var notes: [Int] = []
    /// Those of figures that are wanted as they are stored too, as fields behind the notes; a format that stores what
    /// it shows adds none.
    package var stored: [Int] = []
    /// Whether a text of a column may be a key: what cannot be one and stands alone in its row is a heading.
    package var mayBeKey: @Sendable (Int, String) -> Bool = { _, _ in true }
    /// Whether there are texts that may be no key.
    package var limitsKeys = false

    package init() {}

    /// Whether a text of a column that stands alone in its row is a heading or a note rather than a row: it is none
    /// that could be a key, and no figure and no label that has lost its key.
    package func mayHead(_ field: Int, _ text: String) -> Bool {
        if keys.contains(field) { return !mayBeKey(field, text) }
        if labels[field]?.contains(headerText(text).lowercased()) ?? false { return false }
        return !values.contains(field) || !text.contains(where: \.isNumber) && !isValue(text)
    }
}

/// A file format for tables.
package protocol TableFormat: Sendable {
    /// Whether its files hold several tables, each on a sheet with a name.
    var hasSheets: Bool { get }
    /// Whether a file is of this format, from its first bytes and its name.
    func recognises(_ head: [UInt8], name: String) -> Recognition
    /// The tables of a file: one, or one for each sheet.
    func tables(in source: any ByteSource, _ options: SourceOptions) throws(ReadError) -> [any TableReader]
}
