// Reads the table on a sheet of a workbook.

internal import Locations
internal import Packages
internal import Tables

/// One sheet. Its cells are read when the sheet is chosen; before that only the rows in which its header may be.
final class SheetReader: TableReader {
    package let sheet: String?
    package let isHidden: Bool
    package private(set) var header: [String] = []
    package private(set) var headerLocations: [CellLocation] = []
    package private(set) var remarks: [ReadingNotice] = []
    package private(set) var above = RecordsAbove()
    package private(set) var headerFaults: [RecordFault] = []

    private let workbook: any Workbook
    private let index: Int
    private let source: PackageSource
    private let options: SourceOptions

    /// The sheet's cells, as far as they have been read.
    private var view: SheetView?
    private var found: SheetHeader?
    private var body: [UInt32] = []
    private var writer: ChunkWriter?
    private var position = 0
    private var hasSettled = false

    init(
        _ workbook: any Workbook, _ index: Int, _ source: PackageSource, _ options: SourceOptions
    ) throws(ReadError) {
        self.workbook = workbook
        self.index = index
        self.source = source
        self.options = options
        sheet = workbook.sheets[index].name
        isHidden = workbook.sheets[index].isHidden
        let lines = max(options.headerLine ?? 0, 10 * SheetView.headerRows)
        try look(rows: lines)
    }

    /// The most columns that the merged cells of a sheet cover, added up.
    private static let mergedColumns = 2_000_000

    /// Reads the first rows, or all, and finds the header among them.
    private func look(rows: Int?) throws(ReadError) {
        let content: SheetContent
        do throws(PackageError) {
            content = try workbook.content(of: index, rows: rows, withFilled: options.readsFills)
        } catch {
            throw ReadError(error, source)
        }
        let spread = content.merges.reduce(0) { $0 + $1.columns.count }
        guard spread <= Self.mergedColumns else {
            throw .unusable(
                "the merged cells of “\(sheet ?? "")” reach into \(spread) columns in all, which is not read")
        }
        let view = SheetView(content, CellShower(workbook), columns: 1...SheetLimits.columns)
        self.view = view
        found = view.findHeader(options)
        header = found?.texts ?? []
        headerLocations = found.map { locations(of: $0, view) } ?? [.sheet(SheetExtent(row: 1, column: 1))]
        hasSettled = content.isWhole
    }

    private func locations(of header: SheetHeader, _ view: SheetView) -> [CellLocation] {
        let row = view.content.rows[header.row]
        let number = Int(row.number)
        func place(_ column: Int) -> CellLocation {
            .sheet(
                SheetExtent(
                    row: number, column: column,
                    isHidden: isHidden || row.isHidden || view.content.isHidden(column: column)))
        }
        let whole = SheetExtent(
            row: header.lines.lowerBound, column: header.columns.lowerBound, rowCount: header.lines.count,
            columnCount: header.columns.count,
            isHidden: isHidden || row.isHidden)
        return header.columns.map(place) + [.sheet(whole)]
    }

    package func settle() throws(ReadError) {
        if !hasSettled { try look(rows: nil) }
        hasSettled = true
        // Calling it again has no effect.
        guard writer == nil, let view, let found else { return }
        remarks = workbook.remarks.map { .ofFormat($0) }
        let lines = found.lines
        if lines.upperBound > 1, options.headerLine == nil {
            remarks.append(
                lines.count == 1
                    ? .header(line: lines.upperBound)
                    : .ofFormat("the header is on lines \(lines.lowerBound) to \(lines.upperBound)"))
        }
        let fields = options.fields(header)
        let table = TableBody(view, found, fields, list: list(of: found, view))
        body = table.rows
        let notices = CellNotices(view, found, fields, body)
        writer = ChunkWriter(view, found, fields, notices, sheetIsHidden: isHidden)
        if workbook.asksForCalculation, notices.hasResults {
            headerFaults = [RecordFault(record: 0, field: 0, kind: .ofSheet(.asksForCalculation, isSaid: true))]
        }
        if fields.declared.isEmpty { noteUncalculated("“\(sheet ?? "")”") }
        if options.headerLine == nil { above = recordsAbove(view, found) }
        note(table)
    }

    /// Adds notices about colours without a known meaning, and about colours that follow from conditions.
    private func noteColours() {
        guard let view, let found, let writer else { return }
        for field in writer.filledFields {
            let column = field + found.columns.lowerBound
            let unknown = writer.unknownFills(field, body)
            let header = header.indices.contains(field) ? header[field] : ""
            if !unknown.isEmpty {
                remarks.append(
                    .ofFormat(
                        "column “\(header)”: the colours \(unknown.joined(separator: ", ")) mean no status that is known"
                    ))
            }
            if view.content.conditional.contains(where: { $0.columns.contains(column) }) {
                remarks.append(
                    .ofFormat(
                        "column “\(header)”: colours that follow from conditions are not read, those of the cells are"))
            }
        }
    }

    /// The list object with this header, if there is one.
    private func list(of header: SheetHeader, _ view: SheetView) -> ListObject? {
        view.content.lists.first {
            $0.headerRows > 0 && $0.rows.lowerBound == header.lines.upperBound && $0.columns.overlaps(header.columns)
        }
    }

    /// Adds a notice about formulas without a result in the file, where no columns are declared: else it is a fault.
    private func noteUncalculated(_ name: String) {
        guard let content = view?.content else { return }
        var first: String?
        var count = 0
        for row in content.rows {
            for cell in content.cells[row.cells] where cell.kind == .uncalculated {
                first = first ?? cellName(row: Int(row.number), column: Int(cell.column))
                count += 1
            }
        }
        guard let first else { return }
        let which = count == 1 ? "\(first) holds a formula" : "\(count) cells, the first \(first), hold formulas"
        remarks.append(
            .ofFormat(
                "\(name): \(which) without a result; open the workbook in a spreadsheet, save it, and check it again"))
    }

    private func note(_ table: TableBody) {
        noteColours()
        let name = "“\(sheet ?? "")”"
        if !table.headings.isEmpty {
            let rows = table.headings.prefix(5).map(String.init).joined(separator: ", ")
            let more = table.headings.count > 5 ? " and \(table.headings.count - 5) more" : ""
            remarks.append(.ofFormat("\(name): row \(rows)\(more): a heading alone, which is no row of the table"))
        }
        if let first = table.below.first, let last = table.below.last {
            let rows = first == last ? "row \(first)" : "rows \(first) to \(last)"
            remarks.append(.ofFormat("\(name): \(rows) below the table: notes, which are not read"))
        }
    }

    /// The records above the header, compared with the rows below it.
    private func recordsAbove(_ view: SheetView, _ header: SheetHeader) -> RecordsAbove {
        let first = view.content.rowIndex(from: header.lines.lowerBound)
        guard first > 0 else { return RecordsAbove() }
        let rows = Array(0..<first) + [header.row] + body.prefix(40).map { Int($0) }
        let texts = rows.map { row in header.columns.map { view.text(row, column: $0) } }
        guard let place = rows.firstIndex(of: header.row) else { return RecordsAbove() }
        let looks = RowsAboveHeader(texts, header: place, headerScore: options.headerScore)
        func lines(_ records: [Int]) -> LinesAbove? {
            guard let first = records.first else { return nil }
            var runs: [ClosedRange<Int>] = []
            for record in records {
                let number = Int(view.content.rows[rows[record]].number)
                if let run = runs.last, run.upperBound + 1 == number {
                    runs[runs.count - 1] = run.lowerBound...number
                } else {
                    runs.append(number...number)
                }
            }
            let place = SheetExtent(
                row: Int(view.content.rows[rows[first]].number), column: header.columns.lowerBound,
                columnCount: header.columns.count, isHidden: isHidden)
            return LinesAbove(first: .sheet(place), count: records.count, runs: runs)
        }
        return RecordsAbove(
            rows: lines(looks.rows), doubtful: lines(looks.doubtful), others: lines(looks.others))
    }

    package var expectedBytes: Int { body.count * max(1, header.count) * 8 }

    package func next(into chunk: RecordChunk) throws(ReadError) -> Bool {
        try settle()
        guard let writer, position < body.count else { return false }
        let end = min(body.count, position + writer.rowsOfChunk)
        position = writer.fill(chunk, body, position..<end)
        return true
    }

    package func reread(_ position: ChunkPosition, into chunk: RecordChunk) throws(ReadError) {
        guard let writer else { throw .changed }
        writer.fill(chunk, body, position.token.first..<position.token.second)
    }

    package func makeEditor() -> (any TableEditor)? {
        guard workbook is OfficeOpenWorkbook else { return nil }
        let first = found?.columns.lowerBound ?? 1
        return OfficeOpenEditor(filledColumns: Set((writer?.filledFields ?? []).map { first + $0 }))
    }

    package func checkSource() throws(ReadError) { try source.source.checkUnchanged() }
}
