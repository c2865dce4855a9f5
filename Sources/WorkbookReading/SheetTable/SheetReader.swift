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
    package private(set) var notices: [ReadingNotice] = []
    package private(set) var above = RecordsAbove()
    package private(set) var headerFaults: [RecordFault] = []

    private let workbook: any Workbook
    private let index: Int
    private let source: PackageSource
    private let options: SourceOptions
    private let place: TablePlace

    /// The sheet's cells, as far as they have been read.
    private var view: SheetView?
    private var found: SheetHeader?
    private var rowCount = 0
    private var writer: ChunkWriter?
    private var position = 0
    private var hasSettled = false
    package private(set) var storesOtherFigures = false

    init(
        _ workbook: any Workbook, _ index: Int, _ source: PackageSource, _ options: SourceOptions,
        named: NamedArea? = nil
    ) throws(ReadError) {
        place = TablePlace(options, named: named)
        self.workbook = workbook
        self.index = index
        self.source = source
        self.options = options
        sheet = workbook.sheets[index].name
        isHidden = workbook.sheets[index].isHidden
        let lines = max(options.headerLine ?? 0, place.area?.rows.lowerBound ?? 0, 10 * SheetView.headerRows)
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
        found = view.findHeader(options, place)
        header = found?.texts ?? []
        headerLocations = found.map { locations(of: $0, view) } ?? [.sheet(SheetExtent(row: 1, column: 1))]
        hasSettled = content.isWhole
    }

    private func locations(of header: SheetHeader, _ view: SheetView) -> [CellLocation] {
        let row = view.content.rows.indices.contains(header.row) ? view.content.rows[header.row] : nil
        let number = self.place.columns == nil ? row.map { Int($0.number) } : nil
        let rowIsHidden = isHidden || row?.isHidden ?? false
        func place(_ column: Int) -> CellLocation {
            .sheet(
                SheetExtent(
                    row: number ?? header.lines.upperBound, column: column,
                    isHidden: rowIsHidden || view.content.isHidden(column: column)))
        }
        let whole = SheetExtent(
            row: header.lines.lowerBound, column: header.columns.lowerBound, rowCount: header.lines.count,
            columnCount: header.columns.count,
            isHidden: rowIsHidden)
        return header.columns.map(place) + [.sheet(whole)]
    }

    package func settle() throws(ReadError) {
        if !hasSettled { try look(rows: nil) }
        hasSettled = true
        // Calling it again has no effect.
        guard writer == nil, let view, let found else { return }
        notices = workbook.notices.map { .ofFormat($0) }
        let lines = found.lines
        if lines.upperBound > 1, findsHeader {
            let (first, last) = (lines.lowerBound, lines.upperBound)
            notices.append(
                first == last
                    ? .header(line: last, sheet: sheet)
                    : .ofFormat("“\(sheet ?? "")”: the header is on rows \(first) to \(last)"))
        }
        let fields = options.fields(header)
        try checkSize(view, found)
        let list = place.list ?? (place.area == nil ? list(of: found, view) : nil)
        let isRange = place.list == nil && place.area != nil
        let table = TableBody(
            view, found, fields, list: list, rows: isRange ? place.rows : nil, endsAtBlank: options.endsAtBlank)
        rowCount = table.rows.count
        if options.readsNotes {
            do throws(PackageError) {
                view.content.notes = try workbook.notes(of: index)
            } catch {
                throw ReadError(error, source)
            }
        }
        var cellNotices = CellNotices(
            view, found, fields, table.rows, isOfText: workbook.ownMarks?.isOfText ?? false)
        let conditional = ConditionalFills(
            view.content.rules, fields: fields.fills.keys.sorted(), first: found.columns.lowerBound, rows: table.rows,
            view, FormulaCells(workbook, view.content, view.shower))
        let labelled = cellNotices.add(conditional, view, found, fields, table.rows)
        writer = ChunkWriter(view, found, fields, table, cellNotices, conditional, sheetIsHidden: isHidden)
        storesOtherFigures = cellNotices.mayRound
        if workbook.asksForCalculation, cellNotices.hasResults {
            headerFaults = [RecordFault(record: 0, field: 0, kind: .ofSheet(.asksForCalculation, isSaid: true))]
        }
        if fields.declared.isEmpty { noteUncalculated("“\(sheet ?? "")”") }
        if findsHeader { above = recordsAbove(view, found, table.rows) }
        note(table)
        if let words = CoveredCells(view, found).words { notices.append(.ofFormat("“\(sheet ?? "")”: \(words)")) }
        for cells in labelled { noteUncompared(cells) }
    }

    /// Refuses a table of more places than a sheet may have cells: each is written, blank ones too, and a header far to
    /// the right over many rows is a few bytes of a package.
    private func checkSize(_ view: SheetView, _ header: SheetHeader) throws(ReadError) {
        let content = view.content
        let first = content.rowIndex(from: header.lines.upperBound + 1)
        // That may be all that there is to look at.
        guard (content.rows.count - first) * header.columns.count > SheetLimits.cells else { return }
        let rows = (first..<content.rows.count).count { view.filledColumns($0) != nil }
        guard rows * header.columns.count > SheetLimits.cells else { return }
        throw .unusable(
            "the table on “\(sheet ?? "")” has \(rows) rows below a header of \(header.columns.count) columns "
                + "(\(columnName(header.columns.lowerBound)) to \(columnName(header.columns.upperBound))), more than "
                + "\(SheetLimits.cells) cells, which is not read")
    }

    /// Whether the header is found by its looks.
    private var findsHeader: Bool { options.headerLines == nil && place.area == nil && place.columns == nil }

    package var added: AddedFields { writer?.added ?? AddedFields() }

    /// Says which colours mean nothing that is known.
    private func noteColours() {
        guard let writer else { return }
        for field in writer.filledFields {
            let unknown = writer.unknownFills(field)
            let header = header.indices.contains(field) ? header[field] : ""
            if !unknown.isEmpty {
                notices.append(
                    .ofFormat(
                        "“\(sheet ?? "")”: column “\(header)”: the colours \(unknown.joined(separator: ", ")) mean no status that is known"
                    ))
            }
        }
    }

    /// Says of which cells nobody knows whether their colour agrees with their label.
    private func noteUncompared(_ cells: LabelledCells) {
        let header = header.indices.contains(cells.field) ? header[cells.field] : ""
        let which =
            cells.count == 1 ? "\(cells.first) follows" : "\(cells.count) cells, the first \(cells.first), follow"
        notices.append(
            .ofFormat(
                "“\(sheet ?? "")”: column “\(header)”: the colour of \(which) from conditions that cannot be evaluated: what is labelled "
                    + "there counts"))
    }

    /// The list object with this header, if there is one.
    private func list(of header: SheetHeader, _ view: SheetView) -> ListObject? {
        view.content.lists.first {
            $0.headerRows > 0 && $0.rows.lowerBound == header.lines.upperBound && $0.columns.overlaps(header.columns)
        }
    }

    /// Says which formulas have no result in the file, where nothing is known of its columns yet: else it is a fault.
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
        notices.append(
            .ofFormat(
                "\(name): \(which) without a result; open the workbook in a spreadsheet, save it, and check it again"))
    }

    private func note(_ table: TableBody) {
        noteColours()
        let name = "“\(sheet ?? "")”"
        if !table.headings.isEmpty {
            let rows = table.headings.prefix(5).map(String.init).joined(separator: ", ")
            let more = table.headings.count > 5 ? " and \(table.headings.count - 5) more" : ""
            notices.append(
                .ofFormat(
                    table.headings.count == 1
                        ? "\(name): row \(rows): a heading alone, which is no row of the table"
                        : "\(name): rows \(rows)\(more): headings alone, which are no rows of the table"))
        }
        if let first = table.below.first, let last = table.below.last {
            let rows = first == last ? "row \(first)" : "rows \(first) to \(last)"
            notices.append(.ofFormat("\(name): \(rows) below the table: notes, which are not read"))
        }
        sayRows(table.outside, "\(name): ", "hold cells outside of \(place.area?.name ?? "the table"), not read")
        sayRows(table.belowBlank, "\(name): ", "stand below the blank row that ends the table, not read")
        if place.columns != nil { sayFurtherColumns(name) }
    }

    private func sayRows(_ rows: [Int], _ name: String, _ words: String) {
        guard let first = rows.first, let last = rows.last else { return }
        let which = rows.count == 1 ? "1 row (\(first))" : "\(rows.count) rows (\(first) to \(last))"
        notices.append(.ofFormat("\(name)\(which): \(words)"))
    }

    /// Says that there are more columns than a table without a header declares.
    private func sayFurtherColumns(_ name: String) {
        guard let view, let found, let table = writer?.table else { return }
        let last = place.area?.columns.upperBound ?? SheetLimits.columns
        for row in table.rows {
            guard let filled = view.filledColumns(Int(row)), filled.upperBound > found.columns.upperBound,
                found.columns.upperBound < last
            else { continue }
            let cell = cellName(row: Int(view.content.rows[Int(row)].number), column: filled.upperBound)
            notices.append(
                .ofFormat(
                    "\(name): there are cells behind the \(found.texts.count) columns that are declared, such as "
                        + "\(cell), not read"))
            return
        }
    }

    /// What stands above the header, held against the rows below it.
    private func recordsAbove(_ view: SheetView, _ header: SheetHeader, _ body: [UInt32]) -> RecordsAbove {
        let first = view.content.rowIndex(from: header.lines.lowerBound)
        guard first > 0 else { return RecordsAbove() }
        let rows =
            Array((0..<first).filter { !view.reaches($0, into: header) }) + [header.row]
            + body.prefix(40).map { Int($0) }
        let texts = rows.map { row in
            // A title across the table is one text.
            let isTitle = row < first && view.isTitle(row)
            return header.columns.map { isTitle && $0 > header.columns.lowerBound ? "" : view.text(row, column: $0) }
        }
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

    package var expectedBytes: Int { rowCount * max(1, header.count) * 8 }

    package func next(into chunk: RecordChunk) throws(ReadError) -> Bool {
        try settle()
        guard let writer, position < rowCount else { return false }
        let end = min(rowCount, position + writer.rowsOfChunk)
        position = writer.fill(chunk, position..<end)
        return true
    }

    package func reread(_ position: ChunkPosition, into chunk: RecordChunk) throws(ReadError) {
        guard let writer else { throw .changed }
        writer.fill(chunk, position.token.first..<position.token.second)
    }

    package func rereadStored(_ position: ChunkPosition, into chunk: RecordChunk) throws(ReadError) {
        guard let writer else { throw .changed }
        writer.fill(chunk, position.token.first..<position.token.second, storedFigures: true)
    }

    package func reread(
        _ position: ChunkPosition, needing records: [Int], stored: Bool, into chunk: RecordChunk
    ) throws(ReadError) {
        guard let writer else { throw .changed }
        writer.fill(
            chunk, position.token.first..<position.token.second, storedFigures: stored, needing: records)
    }

    package var filledColumns: Set<Int> {
        let first = found?.columns.lowerBound ?? 1
        return Set((writer?.filledFields ?? []).map { first + $0 })
    }

    package func makeEditor() -> (any TableEditor)? {
        workbook is OfficeOpenWorkbook
            ? OfficeOpenEditor(filledColumns: filledColumns) : OpenDocumentEditor(filledColumns: filledColumns)
    }

    package func checkSource() throws(ReadError) { try source.source.checkUnchanged() }
}
