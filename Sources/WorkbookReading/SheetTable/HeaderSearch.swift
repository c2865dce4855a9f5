// The header of the table on a sheet.

internal import Locations
internal import Tables

/// The lines of the header, and the columns of the table.
struct SheetHeader {
    /// The index of its last row among those that hold something; without a header, of the row above the table, which
    /// may be −1.
    var row: Int
    /// The numbers of its rows in the sheet.
    var lines: ClosedRange<Int>
    var columns: ClosedRange<Int>
    var texts: [String]
}

extension SheetView {
    /// How many rows are searched for a header; `headerLines` is how many lines it has at most.
    static let headerRows = 60
    static let headerLines = 3

    /// The lines that are given, or those among the first rows that look most like the header; `nil` where no row holds
    /// anything. Several lines are a header only where they are one better than each line alone.
    func findHeader(_ options: SourceOptions, _ place: TablePlace) -> SheetHeader? {
        if let names = place.columns { return unnamedHeader(names, place) }
        if let lines = options.headerLines ?? place.area.map({ $0.rows.lowerBound...$0.rows.lowerBound }) {
            return header(onLines: lines, columns: place.area.map { clamped($0.columns) })
        }
        let rows = content.rows.indices.prefix { Int(content.rows[$0].number) <= 10 * Self.headerRows }
            .prefix(Self.headerRows)
        var best: (header: SheetHeader, score: Int)?
        var widest: (header: SheetHeader, count: Int)?
        for lines in 1...(options.joinsHeaderLines ? Self.headerLines : 1) {
            for row in rows where !(options.followsMergedHeaders && isTitle(row)) {
                guard let header = header(row, lines: lines) else { continue }
                let score = options.headerScore(header.texts)
                if score > best?.score ?? 0 { best = (header, score) }
                let count = header.texts.count { !$0.isEmpty }
                if lines == 1, count > widest?.count ?? 0 { widest = (header, count) }
            }
        }
        guard let found = best?.header ?? widest?.header else { return nil }
        return options.followsMergedHeaders ? withGroups(found, options) : found
    }

    /// Columns that are taken in their order, of a table without a header.
    private func unnamedHeader(_ names: [String], _ place: TablePlace) -> SheetHeader? {
        let rows = place.rows
        let first = content.rowIndex(from: rows?.lowerBound ?? 1)
        guard first < content.rows.count, !names.isEmpty else { return nil }
        var left = place.area?.columns.lowerBound
        if left == nil {
            left = content.rows.indices[first...].prefix(Self.headerRows).compactMap { filledColumns($0)?.lowerBound }
                .min()
        }
        guard let left else { return nil }
        let end = min(left + names.count - 1, place.area?.columns.upperBound ?? SheetLimits.columns)
        let line = rows?.lowerBound ?? Int(content.rows[first].number)
        return SheetHeader(
            row: first - 1, lines: line...line, columns: left...end, texts: Array(names.prefix(end - left + 1)))
    }

    /// Some columns, without those behind the last one that holds anything.
    private func clamped(_ columns: ClosedRange<Int>) -> ClosedRange<Int> {
        let last = content.rows.lazy.compactMap { content.cells[$0.cells].last?.column }.max().map { Int($0) } ?? 1
        return columns.lowerBound...min(columns.upperBound, max(columns.lowerBound, last))
    }

    /// The header on lines that are known, of which some may be blank; `nil` where all are.
    private func header(onLines lines: ClosedRange<Int>, columns given: ClosedRange<Int>?) -> SheetHeader? {
        let first = content.rowIndex(from: lines.lowerBound)
        let rows = content.rows.indices[first...].prefix { Int(content.rows[$0].number) <= lines.upperBound }
        let filled = rows.compactMap { filledColumns($0) }
        guard let last = rows.last, let left = filled.map(\.lowerBound).min(),
            let right = filled.map(\.upperBound).max()
        else { return nil }
        let columns = given ?? withMerged(left...right, lines: lines)
        return header(Array(rows), lines: lines, columns: columns, last: last)
    }

    /// Some lines that follow each other as a header, down to a row; `nil` where that cannot be.
    func header(_ row: Int, lines: Int) -> SheetHeader? {
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
        return header(above + [row], lines: first...last, columns: columns, last: row)
    }

    func header(
        _ rows: [Int], lines: ClosedRange<Int>, columns: ClosedRange<Int>, last: Int
    ) -> SheetHeader {
        // A merged title may reach far beyond the table.
        let columns = columns.lowerBound...min(columns.upperBound, columns.lowerBound + Self.headerColumns)
        let texts = columns.map { column in
            var words: [String] = []
            var known: MergedArea?
            for index in rows {
                let area = area(row: Int(content.rows[index].number), column: column)
                // A cell that spans lines is added once.
                if area != nil, area == known { continue }
                known = area
                let text = headerText(text(index, column: column))
                if !text.isEmpty { words.append(text) }
            }
            return words.joined(separator: " ")
        }
        return SheetHeader(row: last, lines: lines, columns: columns, texts: texts)
    }

    /// The most columns that are searched for a table.
    private static let headerColumns = 16_383

    /// Some columns, extended by merged cells of some lines.
    private func withMerged(_ columns: ClosedRange<Int>, lines: ClosedRange<Int>) -> ClosedRange<Int> {
        guard hasMerges else { return columns }
        var (first, last) = (columns.lowerBound, columns.upperBound)
        let areas = content.merges.filter { area in
            area.rows.overlaps(lines) && (area.rows.contains(lines.upperBound) || area.columns.count < 50)
        }
        // Areas that overlap the columns or are adjacent to them, from there outwards.
        for area in areas.sorted(by: { $0.columns.upperBound > $1.columns.upperBound })
        where area.columns.upperBound + 1 >= first && area.columns.lowerBound <= last + 1 {
            first = min(first, area.columns.lowerBound)
        }
        for area in areas.sorted(by: { $0.columns.lowerBound < $1.columns.lowerBound })
        where area.columns.upperBound + 1 >= first && area.columns.lowerBound <= last + 1 {
            last = max(last, area.columns.upperBound)
        }
        return first...last
    }
}
