// What is put into a marked copy of a workbook: marks and notes at cells, and sheets behind all others.

/// The two formats that marked copies are written in.
package enum WorkbookKind: Sendable, Equatable {
    /// `.xlsx` and its siblings.
    case officeOpen
    /// `.ods`.
    case openDocument
}

/// A mark at a cell.
package struct CellMark: Sendable, Equatable {
    package enum Strength: Sendable, Comparable {
        /// The cell is one that a finding rests on, and not at fault itself.
        case related
        case atFault
    }

    package var strength: Strength
    /// What is said at the cell, lines between line feeds; `nil` for a mark without a note.
    package var note: String?

    package init(_ strength: Strength, note: String? = nil) {
        self.strength = strength
        self.note = note
    }
}

/// A cell of a sheet, rows and columns counted from 1.
package struct SheetPlace: Sendable, Hashable, Comparable {
    package var row: Int
    package var column: Int

    package init(row: Int, column: Int) {
        self.row = row
        self.column = column
    }

    package static func < (one: Self, other: Self) -> Bool {
        (one.row, one.column) < (other.row, other.column)
    }
}

/// The marks of one sheet.
package struct SheetMarks: Sendable {
    package var cells: [SheetPlace: CellMark] = [:]
    /// The columns whose cells say by their fill what they mean: a mark must leave it as it is.
    package var filledColumns: Set<Int> = []

    package init() {}
}

/// Everything that a marked copy has beside what the return holds.
package struct WorkbookMarks: Sendable {
    /// By the names of sheets.
    package var sheets: [String: SheetMarks] = [:]
    /// In their order, behind all sheets of the return; the copy opens on the first of them.
    package var added: [AddedSheet] = []
    /// Whether the workbook was made of delimited text, whose figures are texts.
    package var isOfText = false

    package init() {}
}

/// A sheet that is put behind those of a return: a table of texts.
package struct AddedSheet: Sendable {
    /// A column of the table.
    package struct Column: Sendable {
        package var title: String
        /// About how many characters it is wide.
        package var width: Int
        /// Whether it holds what people need not see.
        package var isHidden: Bool

        package init(_ title: String, width: Int, isHidden: Bool = false) {
            self.title = title
            self.width = width
            self.isHidden = isHidden
        }
    }

    /// What a cell is, which decides how it looks.
    package enum Look: Int, Sendable, CaseIterable {
        /// `text` is of a table's cells, `plain` of lines above it, which reach over other columns.
        case text, plain, error, query, warning, note
        /// The title above everything, a heading, and the header of a table.
        case title, heading, header
        /// A cell that waits for an answer.
        case answer
    }

    package struct Cell: Sendable {
        package var text: String
        package var look: Look
        /// The cell of a return that a click leads to.
        package var link: (sheet: String, place: SheetPlace)?

        package init(_ text: String, _ look: Look = .text, link: (sheet: String, place: SheetPlace)? = nil) {
            self.text = text
            self.look = look
            self.link = link
        }
    }

    /// At most 31 characters; one that is taken gets a number.
    package var name: String
    package var columns: [Column]
    /// The number of the row that holds the columns' titles, which stays in sight and can be filtered; rows above it
    /// are among `rows`. `nil` where the sheet is no table to filter.
    package var headerRow: Int?
    /// Gives all rows in their order, the header among them: called once for each copy.
    package var eachRow: @Sendable (_ take: (_ cells: [Cell]) -> Void) -> Void

    package init(
        name: String, columns: [Column], headerRow: Int? = nil,
        eachRow: @escaping @Sendable (_ take: (_ cells: [Cell]) -> Void) -> Void
    ) {
        self.name = name
        self.columns = columns
        self.headerRow = headerRow
        self.eachRow = eachRow
    }
}

/// A marked copy of a return.
package struct MarkedWorkbook: Sendable {
    package var bytes: [UInt8]
    /// What is not as it was, or could not be marked, in words: lower case, no full stop.
    package var notices: [String]

    package init(bytes: [UInt8], notices: [String] = []) {
        self.bytes = bytes
        self.notices = notices
    }
}

/// A sheet of texts as a spreadsheet would show a delimited text: what a workbook is made of where the return is none.
package struct PlainSheet {
    /// Takes the next row: its number, from 1, and its cells from the first column on.
    package typealias Take = (_ number: Int, _ cells: [String]) throws(ReadError) -> Void

    package var name: String
    /// Gives the rows in their order.
    package var eachRow: (_ take: Take) throws(ReadError) -> Void

    package init(name: String, eachRow: @escaping (_ take: Take) throws(ReadError) -> Void) {
        self.name = name
        self.eachRow = eachRow
    }
}
