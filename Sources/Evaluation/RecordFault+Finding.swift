// Which structural finding a record's fault becomes, and what its words need to know of it.

import Catalog
import Findings
import Locations
import Tables

extension RecordFault {
    /// The finding, and what it says beyond its place.
    var finding: (BuiltInFinding, text: String) {
        switch kind {
        case .ragged(let cells, let expected): (.raggedRow, "\(cells) \(expected)")
        case .uneven(let cells, let expected): (.unevenRow, "\(cells) \(expected)")
        case .strayQuote(let mark, let spoilsRow): (.strayQuote, StrayQuoteText(mark, spoilsRow: spoilsRow).text)
        case .unterminatedQuote(let spoilsRow): (.unterminatedQuote, spoilsRow ? "row" : "")
        case .spacedQuote: (.spacedQuote, "")
        case .looseQuote: (.looseQuote, "")
        case .badEncoding: (.badEncoding, "")
        case .zeroByte: (.badEncoding, "zero")
        case .repeatedHeader: (.repeatedHeader, "")
        case .tooLong: (.unreadableCell, "long")
        }
    }
}

extension RecordFault.Kind {
    /// Whether a header can have it: how many cells it has is for its rows to follow.
    var isOfHeaders: Bool {
        switch self {
        case .ragged, .uneven, .tooLong, .repeatedHeader: false
        case .strayQuote, .unterminatedQuote, .spacedQuote, .looseQuote, .badEncoding, .zeroByte: true
        }
    }
}

extension BuiltInFinding {
    /// Whether it is a fault of how a cell is written, at a field that need not be a column.
    var standsInText: Bool {
        switch self {
        case .strayQuote, .unterminatedQuote, .spacedQuote, .looseQuote, .badEncoding: true
        default: false
        }
    }
}

/// Where a stray quote stands, as a text that a violation carries until it is put into words.
struct StrayQuoteText {
    var mark: QuoteMark
    var spoilsRow: Bool

    init(_ mark: QuoteMark, spoilsRow: Bool) {
        self.mark = mark
        self.spoilsRow = spoilsRow
    }

    init?(_ text: String) {
        let parts = text.split(separator: " ").compactMap { UInt32($0) }
        guard parts.count == 6 else { return nil }
        mark = QuoteMark(offset: parts[0])
        mark.lines = parts[1]
        mark.column = TextColumn(bytes: parts[2], scalars: parts[3], utf16: parts[4])
        spoilsRow = parts[5] == 1
    }

    var text: String {
        let column = mark.column
        return "\(mark.offset) \(mark.lines) \(column.bytes) \(column.scalars) \(column.utf16) \(spoilsRow ? 1 : 0)"
    }

    /// The place of the quote, of a cell that stands somewhere in a text.
    func place(from cell: FindingPlace) -> FindingPlace {
        guard case .text(let extent) = cell.location else { return cell }
        let column = mark.column
        // A quotation mark is one character in every unit.
        let end = TextColumn(bytes: column.bytes + 1, scalars: column.scalars + 1, utf16: column.utf16 + 1)
        return FindingPlace(
            file: cell.file,
            .text(
                TextExtent(
                    line: extent.line + Int(mark.lines), offset: extent.offset + Int(mark.offset), length: 1,
                    start: column, end: end)))
    }
}
