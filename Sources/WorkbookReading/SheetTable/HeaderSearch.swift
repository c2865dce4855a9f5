// The header of the table on a sheet.

internal import Locations
internal import Tables

/// The lines of the header, and the columns of the table.
struct SheetHeader {
    /// The index of its last row in `SheetContent.rows`.
    var row: Int
    /// The numbers of its rows in the sheet.
    var lines: ClosedRange<Int>
    var columns: ClosedRange<Int>
    var texts: [String]
}

extension SheetView {
    /// How many rows are searched for a header; `headerLines` is how many lines it has at most.
    static let headerRows = 60
    private static let headerLines = 3

    /// The given row, or the lines among the first rows that look most like the header; `nil` where the sheet is empty.
    /// Several lines together are a header only where they score better than each line alone.
    func findHeader(_ options: SourceOptions) -> SheetHeader? {
        if let line = options.headerLine {
            let row = content.rowIndex(from: line)
            guard row < content.rows.count, Int(content.rows[row].number) == line else { return nil }
            return header(row, lines: 1)
        }
        let rows = content.rows.indices.prefix { Int(content.rows[$0].number) <= 10 * Self.headerRows }
            .prefix(Self.headerRows)
        var best: (header: SheetHeader, score: Int)?
        var widest: (header: SheetHeader, count: Int)?
        for lines in 1...(options.joinsHeaderLines ? Self.headerLines : 1) {
            for row in rows {
                guard let header = header(row, lines: lines) else { continue }
                let score = options.headerScore(header.texts)
                if score > best?.score ?? 0 { best = (header, score) }
                let count = header.texts.count { !$0.isEmpty }
                if lines == 1, count > widest?.count ?? 0 { widest = (header, count) }
            }
        }
        return best?.header ?? widest?.header
    }

    /// Consecutive lines, down to a row, as one header; `nil` where they cannot be one.
    private func header(_ row: Int, lines: Int) -> SheetHeader? {
        let last = Int(content.rows[row].number)
        let first = last - lines + 1
        guard first >= 1, var columns = filledColumns(row) else { return nil }
        var above: [Int] = []
        for line in first..<last {
            let index = content.rowIndex(from: line)
            guard index < row, Int(content.rows[index].number) == line, let own = filledColumns(index) else {
                return nil
            }
            above.append(index)
            columns = min(columns.lowerBound, own.lowerBound)...max(columns.upperBound, own.upperBound)
        }
        columns = withMerged(columns, lines: first...last)
        // A merged title may extend far beyond the table.
        columns = columns.lowerBound...min(columns.upperBound, columns.lowerBound + Self.headerColumns)
        let texts = columns.map { column in
            var words: [String] = []
            var known: MergedArea?
            for index in above + [row] {
                let area = area(row: Int(content.rows[index].number), column: column)
                // A cell that spans lines is added once.
                if area != nil, area == known { continue }
                known = area
                let text = headerText(text(index, column: column))
                if !text.isEmpty { words.append(text) }
            }
            return words.joined(separator: " ")
        }
        return SheetHeader(row: row, lines: first...last, columns: columns, texts: texts)
    }

    /// The most columns that are searched for a table.
    private static let headerColumns = 16_383

    /// Some columns, extended by merged cells of some lines.
    private func withMerged(_ columns: ClosedRange<Int>, lines: ClosedRange<Int>) -> ClosedRange<Int> {
        guard hasMerges else { return columns }
        var (first, last) = (columns.lowerBound, columns.upperBound)
        for area in content.merges where area.rows.overlaps(lines) {
            // Areas that overlap the columns or are adjacent to them.
            guard area.columns.upperBound + 1 >= first, area.columns.lowerBound <= last + 1 else { continue }
            if area.rows.contains(lines.upperBound) || area.columns.count < 50 {
                first = min(first, area.columns.lowerBound)
                last = max(last, area.columns.upperBound)
            }
        }
        return first...last
    }
}

/// The name in a header cell: on one line, without the number of a note behind it.
func headerText(_ cell: String) -> String {
    let words = cell.split(whereSeparator: { $0.isWhitespace })
    let text = words.joined(separator: " ")
    guard text.hasSuffix("]"), let open = text.lastIndex(of: "[") else { return text }
    let note = text[open...].dropFirst().dropLast().lowercased()
    guard note.hasPrefix("note"), open > text.startIndex else { return text }
    return String(text[..<open].reversed().drop { $0 == " " }.reversed())
}
