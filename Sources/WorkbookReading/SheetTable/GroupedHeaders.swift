// Headers of several lines, as merged cells show them.

internal import Locations
internal import Tables

extension SheetView {
    /// Whether a row holds nothing but one text, merged across most of the columns that hold anything in the rows below
    /// it, as titles are.
    func isTitle(_ row: Int) -> Bool {
        guard hasMerges, let filled = filledColumns(row), filled.count == 1 else { return false }
        guard let area = area(row: Int(content.rows[row].number), column: filled.lowerBound) else { return false }
        let below = content.rows.indices[row...].dropFirst().prefix(Self.headerRows).compactMap { filledColumns($0) }
        return area.columns.count > 2 && area.columns.count * 2 > (below.map(\.count).max() ?? 0)
    }

    /// Whether a cell of a row above a header is merged with cells of the header, so that the row is part of it.
    func reaches(_ row: Int, into header: SheetHeader) -> Bool {
        guard hasMerges else { return false }
        let number = Int(content.rows[row].number)
        return header.columns.contains { column in
            area(row: number, column: column).map { $0.rows.overlaps(header.lines) } ?? false
        }
    }

    /// A header of one line with the lines that belong to it: the one below, where merged cells of the header are
    /// headings of several columns there, and those above that tell headers apart which are alike.
    func withGroups(_ found: SheetHeader, _ options: SourceOptions) -> SheetHeader {
        guard hasMerges, content.rows.indices.contains(found.row) else { return found }
        var header = found
        if let below = lineBelow(found, options) { header = below }
        while repeats(header), header.lines.count < Self.headerLines, let joined = withLineAbove(header) {
            header = joined
        }
        return header
    }

    /// The header on the line below a found one, whose merged cells are headings of it: alone, where it names every
    /// column and none twice, else with the found line.
    private func lineBelow(_ found: SheetHeader, _ options: SourceOptions) -> SheetHeader? {
        let (row, next) = (found.row, found.row + 1)
        let number = Int(content.rows[row].number)
        guard next < content.rows.count, Int(content.rows[next].number) == number + 1 else { return nil }
        var headed = 0
        var namesAll = true
        var spans = false
        var isDoubled = false
        for column in found.columns {
            let own = area(row: number, column: column)
            // One cell across both lines names its column in both.
            if let own, own.rows.contains(number + 1) {
                spans = true
                continue
            }
            guard !headerText(text(row, column: column)).isEmpty else { continue }
            let below = cell(next, column: column, lendsFigures: true).flatMap {
                shower.isBlank($0, of: content) ? nil : $0
            }
            guard let below else {
                namesAll = false
                continue
            }
            // Figures are rows.
            if below.kind == .figure, !shower.showsDate(below) { return nil }
            if let own, own.columns.count > 1 { headed += 1 } else { isDoubled = true }
        }
        // A line that has more than what stands below headings is a row, unless cells span it and the header.
        guard headed > 1, spans || !isDoubled else { return nil }
        guard let joined = self.header(next, lines: 2) else { return nil }
        let alone = self.header([next], lines: number + 1...number + 1, columns: joined.columns, last: next)
        if namesAll, !repeats(alone), options.headerScore(alone.texts) > 0 { return alone }
        return options.headerScore(joined.texts) > 0 ? joined : nil
    }

    /// A header with the line above it, where merged cells there make it repeat fewer texts; else `nil`.
    private func withLineAbove(_ header: SheetHeader) -> SheetHeader? {
        let line = header.lines.lowerBound - 1
        let index = content.rowIndex(from: line)
        guard line >= 1, index < content.rows.count, Int(content.rows[index].number) == line, !isTitle(index),
            header.columns.contains(where: { column in
                area(row: line, column: column).map { $0.columns.count > 1 } ?? false
            })
        else { return nil }
        guard let joined = self.header(header.row, lines: header.lines.count + 1) else { return nil }
        return repeated(joined) < repeated(header) ? joined : nil
    }

    private func repeats(_ header: SheetHeader) -> Bool { repeated(header) > 0 }

    /// How many columns have a text that one before them has too, other than by a cell that covers both.
    private func repeated(_ header: SheetHeader) -> Int {
        var seen: Set<String> = []
        var count = 0
        for (place, text) in header.texts.enumerated() where !text.isEmpty {
            let column = header.columns.lowerBound + place
            let area = area(row: header.lines.upperBound, column: column)
            if let area, area.columns.lowerBound < column { continue }
            if !seen.insert(text.lowercased()).inserted { count += 1 }
        }
        return count
    }
}
