// One table of one return as it was read for a rule file: its header, and a sample of each column.

import Locations
import Quantities
import Tables

/// A table of a return, with what its cells say.
struct SampledReturn {
    let path: String
    /// The sheet of the table; `nil` in texts.
    let sheet: String?
    /// The first columns' headers.
    let header: [String]
    /// How many columns there are in all, and the header of the first one that is left out.
    let headerCount: Int
    let nextHeader: String?
    /// The line of the header, or the first of its lines.
    let headerLine: Int
    /// The last of its lines.
    let lastHeaderLine: Int
    /// The character between cells; `nil` in workbooks.
    let separator: UInt8?
    private(set) var samples: [ColumnSample]
    /// The columns whose statuses are the colours of their cells.
    private(set) var fieldsByFill: Set<Int> = []
    private(set) var rowCount = 0
    /// Whether only the first rows were read.
    private(set) var isCut = false
    /// The line of each row, and how many of its cells hold something.
    private(set) var rowLines: [Int] = []
    private(set) var filledCells: [Int32] = []
    /// What is said of the file as a whole, and what is doubtful about its header: lower case, no full stop.
    let notices: [String]
    private(set) var notesOnHeader: [String] = []

    /// The most rows that are read.
    private static let rowLimit = 50_000
    static let columnLimit = 500
    /// Of so many columns it is kept which row says what: a key stands among the first ones.
    private static let keptColumns = 60

    init(_ reader: any TableReader, path: String) throws(ReadError) {
        self.path = path
        sheet = reader.sheet
        header = Array(reader.header.prefix(Self.columnLimit))
        headerCount = reader.header.count
        nextHeader = reader.header.dropFirst(Self.columnLimit).first
        headerLine = reader.line
        lastHeaderLine = reader.headerLocations.last?.endLine ?? headerLine
        separator = Workspace.separator(of: reader)
        // The line of the header is written into the rule file.
        notices = reader.notices.filter { if case .header = $0 { false } else { true } }.map(\.words)
        samples = header.indices.map { ColumnSample(keepsRows: $0 < Self.keptColumns) }
        try readRows(of: reader)
        notesOnHeader = notes(on: reader)
    }

    private mutating func readRows(of reader: any TableReader) throws(ReadError) {
        let chunk = RecordChunk()
        while rowCount < Self.rowLimit, try reader.next(into: chunk) {
            for record in 0..<chunk.recordCount where !repeatsHeader(chunk, record) {
                var filled: Int32 = 0
                for field in samples.indices {
                    let before = samples[field].blankCount
                    samples[field].add(chunk.text(record: record, field: field)) {
                        chunk.location(record: record, field: field).line
                    }
                    if samples[field].blankCount == before { filled += 1 }
                }
                filledCells.append(filled)
                rowLines.append(chunk.location(record: record, field: 0).line)
                rowCount += 1
            }
        }
        isCut = rowCount >= Self.rowLimit
    }

    /// The columns that are called statuses and hold nothing but, maybe, colours.
    private var mayBeByFill: [Int] {
        guard sheet != nil, rowCount > 0 else { return [] }
        return samples.indices.filter { field in
            samples[field].filled == 0 && InferredColumn(header: header[field], sample: samples[field]).isCalledStatus
        }
    }

    /// The same table with the colours of its blank statuses as their labels, where they have any.
    func withFills(_ source: any ByteSource, _ opener: TableOpener) throws(ReadError) -> SampledReturn {
        let fields = mayBeByFill
        guard !fields.isEmpty else { return self }
        var options = SourceOptions()
        options.headerLines = headerLine...lastHeaderLine
        options.readsFills = true
        options.fields = { _ in
            var asked = HeaderFields()
            for field in fields { asked.fills[field] = StatusLabels.ofFills }
            return asked
        }
        let reader = try opener.table(in: source, sheet: sheet, options)
        try reader.settle()
        guard reader.header.count == headerCount, reader.header.starts(with: header) else { return self }
        var coloured = try SampledReturn(reader, path: path)
        coloured.fieldsByFill = Set(
            fields.filter { StatusLabels(coloured.samples[$0], isCalledStatus: true) != nil })
        return coloured.fieldsByFill.isEmpty || coloured.rowCount != rowCount ? self : coloured
    }

    /// Whether a record is the header once more, which the check reports and does not read.
    private func repeatsHeader(_ chunk: RecordChunk, _ record: Int) -> Bool {
        guard header.contains(where: { !comparable($0).isEmpty }) else { return false }
        return header.indices.allSatisfy { field in
            comparable(chunk.text(record: record, field: field)) == comparable(header[field])
        }
    }

    /// What its columns are called: returns that agree in it are returns of one shape.
    var shape: [String] {
        var shape = header.map(comparable)
        while shape.last?.isEmpty ?? false { shape.removeLast() }
        return shape
    }

    /// Notes on whether rows may have been taken for the header, or skipped.
    private func notes(on reader: any TableReader) -> [String] {
        let line = headerLine
        let noun = sheet == nil ? "line" : "row"
        let isRow = zip(reader.header, samples).contains { header, sample in
            isBareFigure(header) || sample.counts[header] != nil
                || isTime(header) && sample.firstTexts.contains(where: isTime)
        }
        if isRow, !reader.header.contains(where: isNameOfColumn) {
            return [
                "no \(noun) looks like a header: \(noun) \(line) is taken for it, and not checked as a row; put a header "
                    + "above the rows and start again"
            ]
        }
        guard let rows = reader.above.rows ?? reader.above.doubtful else { return [] }
        let isDoubtful = reader.above.rows == nil
        let (first, last) = (rows.first.line, rows.lastLine)
        let looks =
            rows.count == 1
            ? "\(noun) \(first) \(isDoubtful ? "may be" : "looks like") a row and stands"
            : "\(rows.count) \(noun)s \(isDoubtful ? "may be" : "look like") rows of the table, from \(noun) \(first) to \(noun) "
                + "\(last), and stand"
        return [
            looks
                + " above the header on \(noun) \(line): what is there is not read; put the header above all rows, and "
                + "tables that stand one below the other into files of their own"
        ]
    }
}

/// The tables of a file that are read.
struct SampledFile {
    /// The one that is most likely meant, and those on other sheets that have its columns.
    var returns: [SampledReturn]
    /// The visible sheets with other columns.
    var otherSheets: [String] = []
    var hiddenSheets: [String] = []
}

/// The tables of a return: of a workbook all visible sheets that have the columns of the one that is most likely meant.
func sampledReturns(_ path: String, _ opener: TableOpener, in files: any FileTree) throws(ReadError) -> SampledFile {
    let source = try files.source(path, name: files.shown(path), isNamed: true, progress: nil)
    let opened = try openByHeader(source, opener)
    let own = path.hasPrefix("./") ? String(path.dropFirst(2)) : path
    let first = try SampledReturn(opened.reader, path: own).withFills(source, opener)
    var file = SampledFile(returns: [first])
    for reader in opened.others {
        guard let sheet = reader.sheet else { continue }
        if reader.isHidden {
            file.hiddenSheets.append(sheet)
            continue
        }
        // Merged cells of the header are known only once it is settled.
        let mayBeAlike = reader.header.contains { !comparable($0).isEmpty && first.shape.contains(comparable($0)) }
        if mayBeAlike {
            try reader.settle()
            let other = try SampledReturn(reader, path: own)
            if other.shape == first.shape {
                file.returns.append(try other.withFills(source, opener))
                continue
            }
        }
        file.otherSheets.append(sheet)
    }
    return file
}
