// The rows that findings refer to, read again with the places of their cells.

import Checking
import Columns
import Diagnostics
import Evaluation
import Findings
import Locations
import Tables
import Workers

/// One row of a return as a finding needs it.
struct ReportedRow: BitwiseCopyable {
    /// Its position among its table's materialized rows.
    var position: Int32
    var file: Int32
    /// Data rows of the file counted from 1.
    var number: Int
    /// The row in which a spreadsheet shows it, where it is one of delimited text; else 0.
    var shownRow: UInt32
    /// The record as a whole.
    fileprivate var record: CellLocation
    /// The index of its first cell among those of all rows.
    fileprivate var firstCell: Int
    fileprivate var cellCount: Int
    fileprivate var cells: Range<Int> { firstCell..<firstCell + cellCount }

    /// The physical line that it begins on.
    var line: Int { record.line }

    /// Where it stands, for people: `row 12` as a spreadsheet counts, where one shows it, else `line 12`.
    var lineName: String { shownAs.map { "row \($0)" } ?? "line \(line)" }

    /// The row in which a spreadsheet shows it; `nil` where none does.
    var shownAs: Int? {
        if case .sheet(let extent) = record { Int(extent.row) } else { shownRow > 0 ? Int(shownRow) : nil }
    }
}

/// A cell that is pointed at.
private struct ReportedCell: BitwiseCopyable {
    /// The column's index in the table; `nil` for one that is pointed at by the number of its field.
    var column: Int?
    /// The field of the record.
    var field: Int
    var location: CellLocation
    var shape: CellShape
    /// Its bytes as they stand in the file, among those of all cells; empty unless parts of it may be pointed at.
    var rawStart: Int
    var rawCount: Int
}

/// The reported rows of one table, ascending.
final class ReportedRows {
    let store: MaterializedRows
    private let numbers: Storage<Int>
    private let rows: Storage<ReportedRow>
    private let cells: Storage<ReportedCell>
    private let raw: Storage<UInt8>
    private let paths: [String]
    private let sheets: [String?]
    private let headers: [[String]]
    /// By file the number of the column in which a spreadsheet shows the first field.
    private let firstColumns: [Int]
    /// By file the first field of what is found in a cell, and the field of that cell; `nil` where nothing is searched.
    private let foundIn: [(first: Int, field: Int)?]
    private let keyColumns: [(index: Int, name: String)]
    private let labelColumn: Int?
    private let ownerColumn: Int?
    /// The headers of columns, as people call these, where all files have one alike that is not the column's name.
    private let titles: [Int: String]
    /// The same rows with figures as they are stored; `nil` where no return of the table stores others than it shows.
    let stored: ReportedRows?

    /// Reads some rows again. `columns` are those whose cells are kept, with their faults; `nil` for those that
    /// findings show, without faults.
    init(_ wanted: WantedRows, columns: Set<Int>? = nil, table: Int, in writer: FindingWriter) {
        let checked = writer.judgement.rules.tables[table]
        let needed = columns ?? writer.shownColumns(of: table)
        let searched = writer.searchedColumns(of: table)
        let files = writer.judgement.inputs[table].files
        paths = files.map(\.path)
        sheets = files.map(\.reader.sheet)
        headers = files.map(\.reader.titles)
        foundIn = files.map { file in file.search.map { ($0.fieldCount, $0.field) } }
        firstColumns = files.map(\.reader.firstColumn)
        keyColumns = checked.readKey.map { ($0, checked.columns[$0].name) }
        labelColumn = checked.label
        ownerColumn = checked.owner
        titles = Self.titles(of: needed.union(checked.readKey), checked, files)
        let count = wanted.rows.count
        let threads = count < 500 ? 1 : writer.threads
        // Rows that are close together cost less than others, so threads take small parts one by one.
        let partCount = threads == 1 ? 1 : min(max(threads, count / 1000), 16 * threads)
        let parts = (0..<partCount).map { part in
            Part(
                wanted.rows[count * part / partCount..<count * (part + 1) / partCount],
                MaterializedRows(checked, keeping: needed, printed: needed))
        }
        store = parts[0].store
        nonisolated(unsafe) let (own, judgement) = ((0..<threads).map { _ in writer.loader(table) }, writer.judgement)
        inParallel(threads, tasks: partCount) { thread, index in
            parts[index].read(
                wanted, by: own[thread], needed: needed, searched: searched, findsFaults: columns != nil, table: table,
                of: judgement)
        }
        numbers = parts[0].numbers
        rows = parts[0].rows
        cells = parts[0].cells
        raw = parts[0].raw
        numbers.reserve(count)
        rows.reserve(count)
        for part in parts.dropFirst() {
            let offset = Int32(store.count)
            store.append(part.store)
            for index in 0..<part.rows.count {
                var row = part.rows[index]
                row.position += offset
                row.firstCell += cells.count
                rows.append(row)
            }
            for index in 0..<part.cells.count {
                var cell = part.cells[index]
                cell.rawStart += raw.count
                cells.append(cell)
            }
            raw.append(part.raw)
            numbers.append(part.numbers)
        }
        let readsStored = files.contains { $0.reader.storesOtherFigures }
        stored =
            readsStored
            ? writer.ofStoredFigures.map { ReportedRows(wanted, columns: columns, table: table, in: $0) } : nil
    }

    /// A deep copy for another thread: threads that share texts contend for their reference counts.
    func copy() -> ReportedRows { ReportedRows(copying: self) }

    private init(copying other: ReportedRows) {
        func own(_ text: String) -> String { String(decoding: Array(text.utf8), as: UTF8.self) }
        store = other.store
        (numbers, rows, cells, raw) = (other.numbers, other.rows, other.cells, other.raw)
        paths = other.paths.map(own)
        sheets = other.sheets.map { $0.map(own) }
        headers = other.headers.map { $0.map(own) }
        (firstColumns, foundIn) = (other.firstColumns, other.foundIn)
        keyColumns = other.keyColumns.map { ($0.index, own($0.name)) }
        (labelColumn, ownerColumn) = (other.labelColumn, other.ownerColumn)
        titles = other.titles.mapValues(own)
        stored = other.stored?.copy()
    }

    subscript(row: Int) -> ReportedRow? {
        var low = 0
        var high = numbers.count
        while low < high {
            let middle = (low + high) / 2
            if numbers[middle] < row { low = middle + 1 } else { high = middle }
        }
        return low < numbers.count && numbers[low] == row ? rows[low] : nil
    }

    /// The position of a row; −1 for a row that was not read.
    func position(_ row: Int) -> Int32 { self[row]?.position ?? -1 }

    /// A cell as printed, trimmed.
    func cell(_ row: ReportedRow, _ column: Int) -> String {
        store.columns[column]?.printed?.text(Int(row.position)) ?? ""
    }

    /// What is stored of a figure, as a cell that shows all its digits; `nil` where that is what the cell shows.
    func storedCell(_ row: ReportedRow, _ column: Int) -> String? {
        // Both hold the same rows, unless a return cannot be read any more.
        guard let stored, stored.store.count == store.count, let shown = store.columns[column],
            let behind = stored.store.columns[column], behind.holdsOther(Int(row.position), than: shown),
            let text = behind.printed?.text(Int(row.position)), text != cell(row, column)
        else { return nil }
        return text
    }

    /// The row's key as named texts: its columns that are read.
    func key(of row: ReportedRow) -> [NamedText] { keyColumns.map { NamedText($0.name, cell(row, $0.index)) } }

    /// What people call a column: the header that its files have; `nil` where that is its name, or the files differ.
    func title(_ column: Int) -> String? { titles[column] }

    /// The same of a part of the key.
    func titleOfKey(_ part: Int) -> String? {
        keyColumns.indices.contains(part) ? titles[keyColumns[part].index] : nil
    }

    static func titles(
        of columns: Set<Int>, _ table: CheckedTable, _ files: [FileInput]
    ) -> [Int: String] {
        var titles: [Int: String] = [:]
        for column in columns where table.columns[column].origin == .cell {
            let headers = files.lazy.compactMap { file -> String? in
                // A file may lack an optional column.
                guard case .field(let field) = file.layout[column], file.reader.header.indices.contains(field) else {
                    return nil
                }
                return file.reader.header[field]
            }
            guard let first = headers.first, !first.isEmpty, first != table.columns[column].name,
                headers.allSatisfy({ $0 == first })
            else { continue }
            titles[column] = cut(oneLine(first).collapsed, to: 60)
        }
        return titles
    }

    /// What people call the row; `nil` where that is blank, or nothing says so.
    func label(of row: ReportedRow) -> String? { name(row, labelColumn) }

    /// Who answers for the row; `nil` where that is blank, or nothing says so.
    func owner(of row: ReportedRow) -> String? { name(row, ownerColumn) }

    private func name(_ row: ReportedRow, _ column: Int?) -> String? {
        guard let column else { return nil }
        let text = cell(row, column)
        return text.isEmpty ? nil : cut(oneLine(text), to: 200)
    }

    // MARK: Places

    func path(of row: ReportedRow) -> String { paths[Int(row.file)] }

    /// The sheet of a workbook that a row stands on.
    func sheet(of row: ReportedRow) -> String? { sheets[Int(row.file)] }

    /// The place of the whole record.
    func location(of row: ReportedRow) -> FindingLocation { location(row.record, row, header: nil) }

    /// The place of a cell; `nil` for columns that no finding points at in this row, and for cells that the file lacks.
    func location(of row: ReportedRow, column: Int) -> FindingLocation? {
        pointed(row, column: column).map { location($0, row) }
    }

    /// The place of a part of a cell's text; `nil` as for the cell, and where the part has no place of its own.
    func location(of part: Range<Int>, ofText text: String, in row: ReportedRow, column: Int) -> FindingLocation? {
        guard var cell = pointed(row, column: column) else { return nil }
        var text = text
        let location = text.withUTF8 {
            FoundParts.location(
                of: part, ofText: $0, in: cell.location,
                UnsafeBufferPointer(start: raw.start + cell.rawStart, count: cell.rawCount))
        }
        guard let location else { return nil }
        cell.location = location
        return self.location(cell, row)
    }

    /// How a cell that is pointed at is written.
    func shape(of row: ReportedRow, column: Int) -> CellShape {
        pointed(row, column: column)?.shape ?? CellShape()
    }

    /// As `place(of:column:)`, of a cell that is pointed at by the number of its field.
    func location(of row: ReportedRow, field: Int) -> FindingLocation? {
        let index = firstCell(of: row) { $0.column != nil || $0.field < field }
        guard let index, cells[index].field == field else { return nil }
        return location(cells[index], row)
    }

    private func pointed(_ row: ReportedRow, column: Int) -> ReportedCell? {
        let index = firstCell(of: row) { $0.column.map { $0 < column } ?? false }
        return index.flatMap { cells[$0].column == column ? cells[$0] : nil }
    }

    /// The first of a row's cells that does not precede the wanted one, by binary search, because a row may have as
    /// many as the table has columns: cells of columns come first, in order, then those of fields.
    private func firstCell(of row: ReportedRow, _ isBefore: (ReportedCell) -> Bool) -> Int? {
        var low = row.cells.lowerBound
        var high = row.cells.upperBound
        while low < high {
            let middle = (low + high) / 2
            if isBefore(cells[middle]) { low = middle + 1 } else { high = middle }
        }
        return low < row.cells.upperBound ? low : nil
    }

    private func location(_ cell: ReportedCell, _ row: ReportedRow) -> FindingLocation {
        let header = headers[Int(row.file)]
        var field = cell.field
        if let found = foundIn[Int(row.file)], field >= found.first { field = found.field }
        return location(
            cell.location, row, field: field, header: header.indices.contains(field) ? header[field] : nil)
    }

    private func location(
        _ location: CellLocation, _ row: ReportedRow, field: Int = 0, header: String?
    ) -> FindingLocation {
        FindingLocation(
            file: path(of: row), sheet: sheets[Int(row.file)], location,
            shownAs: row.shownRow > 0
                ? SheetExtent(row: Int(row.shownRow), column: field + firstColumns[Int(row.file)]) : nil,
            row: row.number, header: header)
    }
}

extension TableReader {
    /// What the column of each field is called, those that it adds among them: a note, and what is stored, has that of
    /// its cells.
    fileprivate var titles: [String] {
        header + (added.hasHeading ? [""] : [])
            + (added.notes + added.stored).map { header.indices.contains($0) ? header[$0] : "" }
    }
}

/// Some of the rows to be read, by one thread.
private final class Part: @unchecked Sendable {
    private let wanted: ArraySlice<WantedRows.Row>
    let store: MaterializedRows
    let numbers = Storage<Int>()
    let rows = Storage<ReportedRow>()
    let cells = Storage<ReportedCell>()
    let raw = Storage<UInt8>()

    init(_ wanted: ArraySlice<WantedRows.Row>, _ store: MaterializedRows) {
        self.wanted = wanted
        self.store = store
    }

    /// Reads them, with a loader of this thread's.
    func read(
        _ all: WantedRows, by loader: RowLoader, needed: Set<Int>, searched: Set<Int>, findsFaults: Bool, table: Int,
        of judgement: Judgement
    ) {
        let checked = judgement.rules.tables[table]
        rows.reserve(wanted.count)
        numbers.reserve(wanted.count)
        let files = judgement.inputs[table].files
        let feed = judgement.feeds[table]
        let key = checked.readKey.sorted()
        let reading = checked.columns.indices.map { needed.contains($0) }
        var next = wanted.startIndex
        var shown: [(position: Int, column: Int, text: String)] = []
        func shownRow(_ chunk: RecordChunk, _ file: Int, _ record: Int) -> UInt32 {
            let line = chunk.location(record: record).line
            return UInt32(clamping: files[file].reader.spreadsheetRow(ofLine: line) ?? 0)
        }
        func location(_ chunk: RecordChunk, _ file: Int, _ record: Int, _ row: Int) {
            // Rows that could not be read are skipped.
            while wanted[next].number < row { next += 1 }
            let layout = files[file].layout
            // A heading stands in no cell of the row.
            let heading = files[file].reader.added.hasHeading ? files[file].reader.header.count : -1
            let first = cells.count
            func point(_ field: Int, column: Int?) {
                guard field != heading, !chunk.isMissing(field: field, record: record) else { return }
                let location = chunk.location(record: record, field: field)
                let shape = chunk.shape(record: record, field: field)
                let start = raw.count
                if let column, searched.contains(column) {
                    for byte in chunk.rawCell(record: record, field: field) { raw.append(byte) }
                }
                cells.append(
                    ReportedCell(
                        column: column, field: field, location: location, shape: shape, rawStart: start,
                        rawCount: raw.count - start))
            }
            let pointed = all.columns(of: wanted[next])
            // A finding that points at no cell is placed at the row's key, whatever others of the row point at.
            let places = key.allSatisfy { pointed.contains($0) } ? pointed : Set(pointed).union(key).sorted()
            for column in places {
                if case .field(let field) = layout[column] { point(field, column: column) }
            }
            for field in all.fields(of: wanted[next]) { point(field, column: nil) }
            if !chunk.shown.isEmpty {
                for column in layout.indices where needed.contains(column) {
                    guard case .field(let field) = layout[column],
                        let text = chunk.shown.text(record: record, field: field)
                    else { continue }
                    shown.append((rows.count, column, String(decoding: text, as: UTF8.self)))
                }
            }
            numbers.append(row)
            rows.append(
                ReportedRow(
                    position: Int32(truncatingIfNeeded: rows.count), file: Int32(truncatingIfNeeded: file),
                    number: feed.number(of: row, file: file), shownRow: shownRow(chunk, file, record),
                    record: chunk.location(record: record), firstCell: first,
                    cellCount: cells.count - first))
        }
        // Rows are identified by position here; their numbers are not used.
        if findsFaults {
            loader.forEachRowWithFaults(wanted.map(\.number), wanted: reading, location) { store.appendEvery($0) }
        } else {
            loader.forEachRow(wanted.map(\.number), wanted: reading, location) { store.appendEvery($0) }
        }
        // People look for what they see: `- (0)`.
        for (position, column, text) in shown {
            guard let printed = store.columns[column]?.printed, position < store.count else { continue }
            let seen = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            printed.replace(position, with: "\(seen) (\(printed.text(position)))")
        }
    }
}
