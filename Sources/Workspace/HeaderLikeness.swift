// Which line of a return is its header, where no rule file says what its columns are called.

import Locations
import Quantities
import Tables

/// Opens a return at the line that is most likely its header. Rows may look like a header too, with months, quarters
/// and names of columns. Where they do, the first line that is all words is preferred.
///
/// With the reader come those of the other sheets of a workbook, with their headers as they look best there.
func openByHeader(
    _ source: any ByteSource, _ opener: TableOpener
) throws(ReadError) -> (reader: any TableReader, others: [any TableReader]) {
    func open(_ likeness: HeaderLikeness, line: Int? = nil) throws(ReadError) -> any TableReader {
        var options = SourceOptions(headerLine: line) { likeness.score($0) }
        options.followsMergedHeaders = true
        let reader = try opener.table(in: source, takesFirst: true, options)
        try reader.settle()
        return reader
    }
    func records(below likeness: HeaderLikeness) throws(ReadError) -> [[String]] {
        let chunk = RecordChunk()
        guard try open(likeness).next(into: chunk) else { return [] }
        return (0..<min(50, chunk.recordCount)).map { record in
            (0..<chunk.fieldCount(record)).map { chunk.text(record: record, field: $0) }
        }
    }

    var likeness = HeaderLikeness()
    var reader = try open(likeness)
    if reader.header.contains(where: isTime) {
        let rows = try records(below: likeness)
        let words = HeaderLikeness(takesTimes: false)
        let other = try open(words)
        if words.score(other.header) > 0, !headsFigures(reader.header, rows) { (likeness, reader) = (words, other) }
    }
    if reader.above != RecordsAbove() {
        let words = HeaderLikeness(
            takesTimes: false, takesNames: false, leastCells: reader.header.count { !comparable($0).isEmpty })
        let other = try open(words)
        if words.score(other.header) > 0, other.line < reader.line {
            let rows = try records(below: words).filter { $0 != reader.header }
            if reader.header.contains(where: isBareFigure) || areNames(rows, as: reader.header) {
                (likeness, reader) = (words, other)
            }
        }
    }
    if likeness.score(reader.header) < 2, let first = reader.above.rows?.first.line {
        // Where no row looks more like a header than others the first is taken, so that none is lost.
        reader = try open(likeness, line: first)
    }
    guard reader.sheet != nil else { return (reader, []) }
    var options = SourceOptions { likeness.score($0) }
    options.followsMergedHeaders = true
    let others = try opener.tables(in: source, options).filter { $0.sheet != reader.sheet }
    return (reader, others)
}

extension TableReader {
    /// The line of the header.
    var line: Int { headerLocations.last?.line ?? 1 }
}

/// Whether there are figures or statuses below the months, quarters and years of a header, as below headings.
private func headsFigures(_ header: [String], _ rows: [[String]]) -> Bool {
    var telling = 0
    var heading = 0
    for (field, cell) in header.enumerated() where isTime(cell) {
        for row in rows where field < row.count {
            switch cellLook(row[field]) {
            case .blank, .untold: continue
            case .figure: heading += 1
            default: if StatusLabels.colour(of: comparable(row[field])) != nil { heading += 1 }
            }
            telling += 1
        }
    }
    return heading > 0 && heading * 2 >= telling
}

/// Whether rows have names of columns where the supposed header has them, and no column of figures or dates: such a
/// table explains the columns of a return.
private func areNames(_ rows: [[String]], as line: [String]) -> Bool {
    let isNamed = line.indices.contains { field in
        guard isNameOfColumn(line[field]) else { return false }
        let names = rows.count { field < $0.count && isNameOfColumn($0[field]) }
        return names > 0 && names * 3 >= rows.count
    }
    return isNamed
        && line.indices.allSatisfy { field in
            rows.count { field < $0.count && [.figure, .time].contains(cellLook($0[field])) } * 2 <= rows.count
        }
}

/// How much a record looks like a header: names that returns use, and all cells filled with different texts that are
/// not figures. A record with both is a header, however many more names a later one has.
private struct HeaderLikeness {
    /// Whether a month, quarter or year may be a heading.
    var takesTimes = true
    /// Whether names that returns use count more than other words.
    var takesNames = true
    var leastCells = 2

    func score(_ cells: [String]) -> Int {
        var cells = cells
        while let last = cells.last, comparable(last).isEmpty { cells.removeLast() }
        let filled = cells.filter { !comparable($0).isEmpty }
        guard filled.count >= leastCells else { return 0 }
        let times = filled.count(where: isTime)
        if times == 1, Self.isTitle(cells) { return 0 }
        let isWhole =
            filled.count == cells.count && Set(cells.map(comparable)).count == cells.count
            && !filled.contains { isBareFigure($0) || cellLook($0) == .untold } && (takesTimes || times == 0)
        // A title across merged cells is one text.
        var texts: [String] = []
        var seen: Set<String> = []
        for cell in filled where seen.insert(comparable(cell)).inserted { texts.append(cell) }
        guard texts.count > 1, texts.count(where: { isBareFigure($0) && !isTime($0) }) * 2 <= texts.count else {
            return 0
        }
        let names = takesNames ? texts.count(where: isNameOfColumn) : 0
        let known = names + (takesNames && takesTimes ? texts.count { !isNameOfColumn($0) && isHeadingOfTime($0) } : 0)
        // A pair of cells with one such name may be a line of a title: `Period,Autumn`.
        if filled.count == 2, names < 2 { return names > 0 || isWhole ? 1 : 0 }
        return known >= 2 && isWhole ? 1_000 : known * 2 + (isWhole ? 1 : 0)
    }

    /// Whether cells are pairs of a name and a value that describe the file: `Quarter,Q2`, `Council,Rutland,Year,2023`.
    /// Beside other names of columns they are headers.
    private static func isTitle(_ cells: [String]) -> Bool {
        guard cells.count.isMultiple(of: 2) else { return false }
        var saysTime = false
        for place in stride(from: 0, to: cells.count, by: 2) {
            let isOfTime = namesOfTime.contains(spokenHeader(cells[place]))
            if isOfTime, isTime(cells[place + 1]) { saysTime = true }
            guard isOfTime || !isNameOfColumn(cells[place]), !isNameOfColumn(cells[place + 1]) else { return false }
        }
        return saysTime
    }

    private static let namesOfTime = KnownHeaders.times
}

/// Whether returns use a text as a column's header, other than months, quarters and years.
func isNameOfColumn(_ cell: String) -> Bool {
    ColumnRole.isKnown(cell) || isHeadingOfTime(cell) && !isTime(cell)
}

private func isHeadingOfTime(_ cell: String) -> Bool { PeriodHeader(cell) != nil }

/// Whether a text is only a day, month, quarter or year, as a cell may be: `Sep-23`, `Q2`, `2023/24`.
func isTime(_ cell: String) -> Bool {
    cellLook(cell) == .time || PeriodHeader(cell)?.measure.isEmpty == true
}
