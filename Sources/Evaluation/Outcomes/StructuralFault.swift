// What is structurally wrong with a table, as facts; `Wording` finds the words.

package import Catalog
package import Columns
package import Quantities
package import Tables

/// A structural fault with what its words need beyond its place. Large cases are indirect, and small numbers have 32
/// bits, so that each of millions in a list takes 16 bytes. Rows are numbers of rows of the table, from 0, and fields
/// those of the file.
package enum StructuralFault: Sendable, Equatable {
    // MARK: Of one cell
    case cell(CellFault)
    /// The value refers to a row that the joined table lacks.
    case unknownReference(join: Int)
    /// A computed column of the table reads a text that it makes of cells, and that cannot be read.
    case unreadableText(computed: Int32)

    // MARK: Of a row among others
    case duplicateKey(first: Int)
    /// A text by which rows are told apart looks like another one.
    case similarKey(first: Int)
    case duplicateReference(first: Int)
    /// `1.1` where `1.10` is due: the number as it should be, and the row that properly has the shortened reference.
    indirect case shortenedReference(number: Int128, first: Int?)
    /// Numbers that the file lacks, at the row after the gap: how many, and the first runs of them.
    indirect case gapInReferences(missing: [ClosedRange<Int128>], count: Int)
    case referencesOutOfOrder(previous: Int)
    /// A total is not the sum of the rows that it adds up: of so many, of which one is the first in its file.
    indirect case totalDisagrees(sum: Figure, parts: Int, first: Int)
    /// A total that cannot be held against the rows that it may add up.
    indirect case totalUndecided(UndecidedTotal)
    /// At a row of which it is not known whether it is a total: no total of its file is held against anything.
    case uncheckedTotals
    /// The first row that was read in the other way.
    case mixedDates(first: Int)
    /// At the first of this many cells of its file that hold a time of day.
    case timeOfDay(cells: Int)
    case shortYear
    /// The first of so many values that refer to rows which may be there without being found.
    case uncheckedReference(join: Int32, count: Int32)

    // MARK: Of a record's text
    case ragged(field: Int32, cells: Int32, expected: Int32)
    case uneven(field: Int32, cells: Int32, expected: Int32)
    indirect case strayQuote(field: Int, QuoteMark, spoilsRow: Bool)
    case unterminatedQuote(field: Int32, spoilsRow: Bool)
    case spacedQuote(field: Int)
    case looseQuote(field: Int)
    case linesInCell(field: Int32, count: Int32)
    case undecodable(field: Int)
    case zeroByte(field: Int)
    case tooLong(field: Int)
    case repeatedHeader(field: Int)
    /// A cell is other than it looks, or the workbook is.
    indirect case ofSheet(field: Int, SheetFault)
    /// Text stands under a blank header.
    indirect case textUnderBlankHeader(field: Int, text: String)

    // MARK: Of a file and its header
    indirect case missingColumn(nearest: NearHeader?)
    case duplicateHeader(field: Int)
    /// A header is a value of an unpivoted table, and cannot be read as one.
    case unreadableHeader(field: Int32, table: Int32)
    indirect case unknownColumn(field: Int, nearest: String?)
    indirect case rowsAboveHeader(LinesAbove)
    indirect case unclearAboveHeader(LinesAbove)
    indirect case linesAboveHeader(LinesAbove)
    case emptyTable

    /// The finding under which it is counted, waived and documented.
    package var finding: BuiltInFinding {
        switch self {
        case .cell(let fault): fault.finding
        case .unknownReference: .unknownReference
        case .unreadableText: .unreadableCell
        case .duplicateKey: .duplicateKey
        case .similarKey: .similarKey
        case .duplicateReference, .shortenedReference: .duplicateRef
        case .gapInReferences: .gapInRefs
        case .referencesOutOfOrder: .refsOutOfOrder
        case .totalDisagrees: .totalDisagrees
        case .totalUndecided, .uncheckedTotals: .totalUndecided
        case .mixedDates: .mixedDates
        case .timeOfDay: .timeOfDay
        case .shortYear: .shortYear
        case .uncheckedReference: .uncheckedReference
        case .ragged: .raggedRow
        case .uneven: .unevenRow
        case .strayQuote: .strayQuote
        case .unterminatedQuote: .unterminatedQuote
        case .spacedQuote: .spacedQuote
        case .looseQuote: .looseQuote
        case .linesInCell: .linesInCell
        case .undecodable, .zeroByte: .badEncoding
        case .tooLong: .unreadableCell
        case .repeatedHeader: .repeatedHeader
        case .ofSheet(_, let fault): fault.finding
        case .missingColumn: .missingColumn
        case .duplicateHeader: .duplicateHeader
        case .unreadableHeader: .unreadableCell
        case .unknownColumn, .textUnderBlankHeader: .unknownColumn
        case .rowsAboveHeader: .rowsAboveHeader
        case .unclearAboveHeader: .unclearAboveHeader
        case .linesAboveHeader: .linesAboveHeader
        case .emptyTable: .emptyTable
        }
    }

    /// The field of the file that it is about, which need not be a declared column; `nil` for whole rows and files.
    package var field: Int? {
        switch self {
        case .ragged(let field, _, _), .uneven(let field, _, _), .unterminatedQuote(let field, _),
            .linesInCell(let field, _), .unreadableHeader(let field, _):
            Int(field)
        case .strayQuote(let field, _, _), .spacedQuote(let field), .looseQuote(let field),
            .undecodable(let field),
            .zeroByte(let field), .tooLong(let field), .repeatedHeader(let field), .duplicateHeader(let field),
            .unknownColumn(let field, _), .textUnderBlankHeader(let field, _):
            field
        case .missingColumn(let nearest): nearest?.field
        // Of the workbook no cell says it.
        case .ofSheet(_, .asksForCalculation): nil
        case .ofSheet(let field, _): field
        case .cell, .unreadableText, .unknownReference, .duplicateKey, .similarKey, .duplicateReference,
            .shortenedReference,
            .gapInReferences, .referencesOutOfOrder, .totalDisagrees, .totalUndecided, .uncheckedTotals, .mixedDates,
            .timeOfDay, .shortYear, .uncheckedReference, .rowsAboveHeader, .unclearAboveHeader,
            .linesAboveHeader,
            .emptyTable:
            nil
        }
    }

    /// Another row that it refers to.
    package var related: Int? {
        switch self {
        case .duplicateKey(let row), .similarKey(let row), .duplicateReference(let row),
            .referencesOutOfOrder(let row), .mixedDates(let row):
            row
        case .shortenedReference(_, let first): first
        case .totalDisagrees(_, _, let first): first
        case .totalUndecided(let total): total.part
        case .cell, .unreadableText, .uncheckedTotals, .unknownReference, .gapInReferences, .timeOfDay, .shortYear,
            .uncheckedReference,
            .ragged, .uneven,
            .strayQuote, .unterminatedQuote,
            .spacedQuote, .looseQuote, .linesInCell, .undecodable, .zeroByte, .tooLong, .repeatedHeader,
            .textUnderBlankHeader, .ofSheet,
            .missingColumn, .duplicateHeader, .unreadableHeader, .unknownColumn, .rowsAboveHeader, .unclearAboveHeader,
            .linesAboveHeader, .emptyTable:
            nil
        }
    }
}

/// Why a total was held against nothing.
package struct UndecidedTotal: Sendable, Equatable {
    /// The first row without a known figure among those that it may add up; `nil` where all have one, and these cannot
    /// be added.
    package var part: Int?
    /// How many such rows there are.
    package var missing: Int
    /// The figure with which the total would be right, where only one is missing.
    package var fitting: Figure?
}

/// The header that no column matched and that is nearest to a missing one.
package struct NearHeader: Sendable, Equatable {
    package var header: String
    package var field: Int

    package init(header: String, field: Int) {
        self.header = header
        self.field = field
    }
}

extension StructuralFault {
    /// The reported fault for one that a reader noticed in a record.
    package init(_ fault: RecordFault) {
        let field = fault.field
        self =
            switch fault.kind {
            case .ragged(let cells, let expected):
                .ragged(
                    field: Int32(clamping: field), cells: Int32(clamping: cells), expected: Int32(clamping: expected))
            case .uneven(let cells, let expected):
                .uneven(
                    field: Int32(clamping: field), cells: Int32(clamping: cells), expected: Int32(clamping: expected))
            case .strayQuote(let mark, let spoilsRow): .strayQuote(field: field, mark, spoilsRow: spoilsRow)
            case .unterminatedQuote(let spoilsRow):
                .unterminatedQuote(field: Int32(clamping: field), spoilsRow: spoilsRow)
            case .spacedQuote: .spacedQuote(field: field)
            case .looseQuote: .looseQuote(field: field)
            case .linesInCell(let count):
                .linesInCell(field: Int32(clamping: field), count: Int32(clamping: count))
            case .badEncoding: .undecodable(field: field)
            case .zeroByte: .zeroByte(field: field)
            case .repeatedHeader: .repeatedHeader(field: field)
            case .tooLong: .tooLong(field: field)
            case .ofSheet(let fault, _): .ofSheet(field: field, fault)
            }
    }
}

extension SheetFault {
    /// The finding under which it is counted.
    package var finding: BuiltInFinding {
        switch self {
        case .numberAsText: .numberAsText
        case .uncalculated: .uncalculatedFormula
        case .asksForCalculation: .uncalculatedWorkbook
        case .fillDisagrees: .fillDisagrees
        case .unknownFill: .unknownFill
        case .mergedFigure: .mergedFigure
        case .hiddenFigure: .hiddenFigure
        case .lostPercent: .lostPercent
        case .notWhole: .notWhole
        }
    }

    /// Whether nobody knows what the cell says, unless the finding is no fault. A whole number that stores a fraction
    /// counts as it is shown.
    var spoilsCell: Bool {
        switch self {
        case .numberAsText, .uncalculated, .fillDisagrees, .unknownFill, .mergedFigure, .hiddenFigure, .lostPercent:
            true
        case .asksForCalculation, .notWhole: false
        }
    }

    /// Whether that is so even if the finding is no fault: where nothing of the cell was read.
    var alwaysSpoilsCell: Bool {
        if case .unknownFill = self { return true }
        return false
    }
}

extension RecordFault {
    /// Whether it leaves its cell without a value whatever the rules make of the finding.
    var isAlwaysSilent: Bool {
        if case .ofSheet(let fault, _) = kind { return fault.alwaysSpoilsCell }
        return false
    }

    /// The finding under which it is counted. A sheet may have very many of its own: nothing is allocated to tell.
    var finding: BuiltInFinding {
        if case .ofSheet(let fault, _) = kind { return fault.finding }
        return StructuralFault(self).finding
    }
}

extension RecordFault.Kind {
    /// Whether rows may be lost in the cell that it is about.
    func losesRows(takingLinesForRows: Bool) -> Bool {
        switch self {
        case .strayQuote(let mark, let spoilsRow): spoilsRow && mark.lines > 0
        case .unterminatedQuote(let spoilsRow): spoilsRow
        case .tooLong: true
        case .linesInCell: takingLinesForRows
        case .ragged, .uneven, .spacedQuote, .looseQuote, .badEncoding, .zeroByte, .repeatedHeader, .ofSheet: false
        }
    }

    /// Whether a header can have it. A header cannot be ragged: rows are compared with it.
    var isOfHeaders: Bool {
        switch self {
        case .ragged, .uneven, .tooLong, .repeatedHeader: false
        case .strayQuote, .unterminatedQuote, .spacedQuote, .looseQuote, .linesInCell, .badEncoding, .zeroByte,
            .ofSheet:
            true
        }
    }
}

extension BuiltInFinding {
    /// Whether it is found only once the whole table was read, so that the rows for which its waivers hold must be
    /// recorded in the pass.
    var isFoundOfWholeTable: Bool {
        switch self {
        case .duplicateKey, .similarKey, .duplicateRef, .gapInRefs, .refsOutOfOrder, .mixedDates, .timeOfDay,
            .shortYear, .unevenRow, .uncheckedReference, .totalDisagrees, .totalUndecided:
            true
        case .missingColumn, .missingValue, .spreadsheetError, .unreadableCell, .notAllowed, .badFormat, .outOfRange,
            .unitDisagrees, .notRounded,
            .unknownReference, .raggedRow, .strayQuote, .unterminatedQuote, .spacedQuote, .looseQuote, .linesInCell,
            .badEncoding,
            .duplicateHeader, .repeatedHeader, .rowsAboveHeader, .unclearAboveHeader, .linesAboveHeader, .expiredWaiver,
            .emptyTable,
            .unusedWaiver, .unknownColumn, .irregularNumber, .numberInWords, .figureInWords, .numberAsText,
            .uncalculatedFormula, .uncalculatedWorkbook, .fillDisagrees, .unknownFill, .mergedFigure, .hiddenFigure,
            .lostPercent, .notWhole:
            false
        }
    }

    /// Whether it is a fault in the text of a cell, at a field that need not be a declared column.
    package var standsInText: Bool {
        switch self {
        case .strayQuote, .unterminatedQuote, .spacedQuote, .looseQuote, .linesInCell, .badEncoding: true
        default: false
        }
    }
}
