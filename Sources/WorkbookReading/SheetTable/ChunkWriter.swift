// Writes the rows of a table, as they are shown, into chunks.

internal import Locations
internal import Tables

/// Fills chunks with rows of one table.
struct ChunkWriter {
    private let view: SheetView
    private let columns: ClosedRange<Int>
    private let fields: HeaderFields
    private let keys: Set<Int>
    /// How each column's figures are written.
    private let purposes: [Purpose]
    private let header: [String]
    /// The field of the header's first name, and the name's first letter.
    private let headerCell: (field: Int, letter: UInt8)?
    private let sheetIsHidden: Bool
    /// Which fields stand in hidden columns; empty where none does.
    private let hiddenFields: [Bool]
    let table: TableBody
    private var filledDown: FilledDown?
    /// The fields behind those of the header.
    let added: AddedFields
    private let cellNotices: CellNotices
    private let conditional: ConditionalFills
    let rowsOfChunk: Int

    /// What a column's cells are read as.
    private enum Purpose {
        case shown
        /// Figures; one that shows no digit is written as it is stored.
        case figure
        /// Days, whose order must be day, month, year.
        case day
        /// A status, by the colour of the cell.
        case fill
    }

    init(
        _ view: SheetView, _ header: SheetHeader, _ fields: HeaderFields, _ table: TableBody,
        _ cellNotices: CellNotices, _ conditional: ConditionalFills,
        sheetIsHidden: Bool
    ) {
        self.view = view
        self.conditional = conditional
        self.table = table
        added = AddedFields(hasHeading: fields.takesHeading, notes: fields.notes, stored: fields.stored)
        keys = Set(fields.keys)
        self.cellNotices = cellNotices
        columns = header.columns
        hiddenFields = view.content.hidden(among: header.columns)
        self.fields = fields
        var purposes = [Purpose](repeating: .shown, count: header.columns.count)
        for field in fields.figures where purposes.indices.contains(field) { purposes[field] = .figure }
        for field in fields.days where purposes.indices.contains(field) { purposes[field] = .day }
        for field in fields.fills.keys where purposes.indices.contains(field) { purposes[field] = .fill }
        self.purposes = purposes
        self.header = header.texts
        let names = header.texts.count { !$0.isEmpty }
        let first = header.texts.firstIndex { !$0.isEmpty }
        headerCell = names > 1 ? first.map { ($0, header.texts[$0].utf8.first ?? 0) } : nil
        self.sheetIsHidden = sheetIsHidden
        rowsOfChunk = max(64, 65_536 / (header.columns.count + added.count))
        if !fields.filledDown.isEmpty {
            filledDown = FilledDown(view, header, table, fields: fields.filledDown, repeatsHeader: repeatsHeader)
        }
    }

    /// Fills a chunk with some of the rows of the table, and gives where it has ended: there may be no room for all.
    /// Figures are written as they are shown, or with all their digits; those of keys always as they are shown. Where
    /// `needed` is given, rows that are not among it, counted from the range's first one, have blank cells: showing a
    /// cell is what takes time.
    @discardableResult
    func fill(
        _ chunk: RecordChunk, _ range: Range<Int>, storedFigures: Bool = false, needing needed: [Int]? = nil
    ) -> Int {
        var needed = needed?[...]
        let body = table.rows
        var bytes: [UInt8] = []
        bytes.reserveCapacity(range.count * columns.count * 12)
        var own = ChunkFields()
        own.fieldEnds.makeRoom(range.count * columns.count)
        var extents: [SheetExtent] = []
        extents.reserveCapacity(range.count)
        var end = range.lowerBound
        var noticed = cellNotices.range(range)
        for place in range {
            // One text may be long, and be shared by very many cells.
            if bytes.count > Self.chunkBytes { break }
            end = place + 1
            let row = Int(body[place])
            let stored = view.content.rows[row]
            own.recordStarts.append(UInt32(truncatingIfNeeded: bytes.count))
            own.firstFields.append(UInt32(truncatingIfNeeded: own.fieldEnds.count))
            let record = place - range.lowerBound
            while let notice = noticed.first, Int(notice.place) == place {
                own.faults.append(
                    RecordFault(record: record, field: Int(notice.field), kind: cellNotices.kinds[Int(notice.kind)]))
                noticed.removeFirst()
            }
            if needed != nil, needed?.first != record {
                for _ in 0..<columns.count + added.count {
                    own.fieldEnds.append(UInt32(truncatingIfNeeded: bytes.count))
                    bytes.append(0x0A)
                }
            } else if let field = write(row, record, place: place, storedFigures: storedFigures, into: &bytes, &own) {
                own.faults.append(RecordFault(record: record, field: field, kind: .tooLong))
            }
            if needed?.first == record { needed?.removeFirst() }
            extents.append(
                SheetExtent(
                    row: Int(stored.number), column: columns.lowerBound, columnCount: columns.count,
                    isHidden: sheetIsHidden || stored.isHidden))
            if repeatsHeader(row) {
                own.faults.append(RecordFault(record: record, field: 0, kind: .repeatedHeader))
            }
        }
        own.finish()
        chunk.clear()
        chunk.reserve(bytes.count, keeping: 0)
        bytes.withUnsafeBufferPointer { text in
            if let start = text.baseAddress { chunk.bytes.update(from: start, count: text.count) }
        }
        var contents = ChunkContents(
            byteCount: bytes.count, origin: .sheet(rows: extents, columns: placedColumns))
        contents.uniformFieldCount = columns.count + added.count
        contents.unplacedField = added.hasHeading ? columns.count : nil
        contents.hiddenFields =
            hiddenFields.isEmpty ? [] : placedColumns.map { hiddenFields[Int($0) - columns.lowerBound] }
        contents.firstRecord = range.lowerBound
        contents.token = ChunkToken(range.lowerBound, end)
        chunk.load(&own, contents)
        return end
    }

    /// The column in which each field stands, a heading's aside; a note, and what is stored, stands where its cell
    /// does.
    private var placedColumns: [UInt32] {
        var placed = columns.map { UInt32($0) }
        if added.hasHeading { placed.append(UInt32(columns.lowerBound)) }
        return placed + (added.notes + added.stored).map { UInt32(columns.lowerBound + $0) }
    }

    /// How many bytes a chunk holds about, and a row at most.
    private static let chunkBytes = 4 << 20
    private static let rowBytes = 16 << 20

    /// Writes the cells of a row, a byte behind each. Gives the first cell for which there is no room.
    private func write(
        _ row: Int, _ record: Int, place: Int, storedFigures: Bool, into bytes: inout [UInt8],
        _ own: inout ChunkFields
    ) -> Int? {
        let start = bytes.count
        var full: Int?
        func hasRoom(_ field: Int) -> Bool {
            if full == nil, bytes.count - start > Self.rowBytes { full = field }
            return full == nil
        }
        func close() {
            own.fieldEnds.append(UInt32(truncatingIfNeeded: bytes.count))
            bytes.append(0x0A)
        }
        func writeAdded() {
            if added.hasHeading {
                if hasRoom(columns.count) { writeHeading(ofRow: place, into: &bytes) }
                close()
            }
            for (index, field) in added.notes.enumerated() {
                if hasRoom(columns.count + (added.hasHeading ? 1 : 0) + index) {
                    view.appendNote(row, column: columns.lowerBound + field, to: &bytes)
                }
                close()
            }
            for (index, field) in added.stored.enumerated() {
                if hasRoom(columns.count + added.count - added.stored.count + index),
                    let cell = effectiveCell(row, field, place: place)
                {
                    writeStored(cell, field: field, into: &bytes)
                }
                close()
            }
        }
        guard !view.hasMerges, filledDown == nil else {
            for column in columns {
                let field = column - columns.lowerBound
                if hasRoom(field) {
                    if purposes[field] == .fill {
                        // A colour counts for all that its cell covers, whatever is written in it.
                        let source = filledDown?.row(field, place: place, of: row) ?? row
                        let first = view.firstCell(ofRow: source, column: column)
                        let cell = view.storedCell(row: first.row, column: first.column)
                        writeFilled(cell, field: field, record, place: self.place(of: source) ?? place, &bytes, &own)
                    } else if let cell = effectiveCell(row, field, place: place) {
                        write(cell, field: field, record, storedFigures: storedFigures, into: &bytes, &own)
                    }
                }
                close()
            }
            writeAdded()
            return full
        }
        var column = columns.lowerBound
        func closeBlank() {
            let field = column - columns.lowerBound
            if purposes[field] == .fill, hasRoom(field) {
                writeFilled(nil, field: field, record, place: place, &bytes, &own)
            }
            close()
            column += 1
        }
        for index in view.content.rows[row].cells {
            let cell = view.content.cells[index]
            let number = Int(cell.column)
            guard number >= column else { continue }
            guard number <= columns.upperBound else { break }
            while column < number { closeBlank() }
            let field = number - columns.lowerBound
            if hasRoom(field) {
                if purposes[field] == .fill {
                    writeFilled(cell, field: field, record, place: place, &bytes, &own)
                } else {
                    write(cell, field: field, record, storedFigures: storedFigures, into: &bytes, &own)
                }
            }
            close()
            column += 1
        }
        while column <= columns.upperBound { closeBlank() }
        writeAdded()
        return full
    }

    /// The cell that says what stands in a field of a row: another row's where columns are filled down.
    private func effectiveCell(_ row: Int, _ field: Int, place: Int) -> StoredCell? {
        let source = filledDown?.row(field, place: place, of: row) ?? row
        return view.cell(
            source, column: columns.lowerBound + field, lendsFigures: keys.contains(field) || source != row)
    }

    /// Writes a cell with all the digits that are stored of it, if it is a figure of a column of such.
    private func writeStored(_ cell: StoredCell, field: Int, into bytes: inout [UInt8]) {
        guard purposes[field] == .figure, cell.kind == .figure else {
            return view.shower.show(cell, of: view.content, into: &bytes)
        }
        view.shower.showStored(cell, of: view.content, into: &bytes)
    }

    /// The place among the table's rows of a row that is given by its index.
    private func place(of row: Int) -> Int? {
        var range = 0..<table.rows.count
        while range.count > 0 {
            let middle = range.lowerBound + range.count / 2
            range = Int(table.rows[middle]) < row ? middle + 1..<range.upperBound : range.lowerBound..<middle
        }
        return table.rows.indices.contains(range.lowerBound) && Int(table.rows[range.lowerBound]) == row
            ? range.lowerBound : nil
    }

    /// Writes the text of the heading that a row of the table stands below.
    private func writeHeading(ofRow place: Int, into bytes: inout [UInt8]) {
        let heading = Int(table.headingOfRow[place])
        guard heading >= 0 else { return }
        let (row, column) = table.headingCells[heading]
        if let cell = view.cell(row, column: column, lendsFigures: true) {
            view.shower.show(cell, of: view.content, into: &bytes)
        }
    }

    @inline(__always)
    private func write(
        _ cell: StoredCell, field: Int, _ record: Int, storedFigures: Bool, into bytes: inout [UInt8],
        _ own: inout ChunkFields
    ) {
        if storedFigures, purposes[field] == .figure, !keys.contains(field) {
            return writeStored(cell, field: field, into: &bytes)
        }
        let start = bytes.count
        if cell.kind == .figure, purposes[field] == .day, view.shower.showDay(cell, into: &bytes) { return }
        view.shower.show(cell, of: view.content, into: &bytes)
        if cell.kind == .figure, purposes[field] == .figure, !view.shower.showsDate(cell),
            !bytes[start...].contains(where: { $0 &- 0x30 <= 9 })
        {
            // It shows an accounting nought, a word, or nothing: the stored figure is written instead.
            // No slice may outlive its statement here: the bytes would be copied as a whole.
            if bytes[start...].contains(where: { $0 > 0x20 }) {
                own.shown.append(record: record, field: field, bytes[start...])
            }
            bytes.removeLast(bytes.count - start)
            NumberFormat.general.show(cell.figure, into: &bytes)
        }
    }

    /// Writes a cell of a column that is read by its fill.
    private func writeFilled(
        _ cell: StoredCell?, field: Int, _ record: Int, place: Int, _ bytes: inout [UInt8], _ own: inout ChunkFields
    ) {
        if cell?.kind != .uncalculated {
            let (isWritten, disagrees) = writeFill(cell, field, place, into: &bytes)
            if let disagrees {
                own.faults.append(
                    RecordFault(record: record, field: field, kind: .ofSheet(.fillDisagrees(disagrees), isSaid: true)))
            }
            if isWritten { return }
        }
        if let cell { write(cell, field: field, record, storedFigures: false, into: &bytes, &own) }
    }

    /// Writes what the colour of a cell means; not where it has none that is known. A label of another colour stays as
    /// it is, and the colour that it disagrees with is given. Words that are no label stand in front of the colour, so
    /// that they are no label with it; a figure or a truth value is what the colour is about.
    private func writeFill(
        _ cell: StoredCell?, _ field: Int, _ place: Int, into bytes: inout [UInt8]
    ) -> (isWritten: Bool, disagrees: CellColour?) {
        guard let colour = status(cell, field, place), let labels = fields.fills[field]?[colour],
            let label = labels.first
        else { return (cell == nil || cell?.kind == .blank, nil) }
        var said = cell.map { view.label($0) } ?? ""
        func isAmong(_ labels: [String]) -> Bool { labels.contains { $0.lowercased() == said.lowercased() } }
        let isLabel = fields.fills[field]?.values.contains(where: isAmong) ?? false
        if !isLabel, cell?.kind == .figure || cell?.kind == .boolean { said = "" }
        let isOther = isLabel && !isAmong(labels)
        let text = said.isEmpty ? label : isLabel ? said : "\(said) (filled \(colour))"
        bytes += Array(text.utf8)
        return (true, isOther ? colour : nil)
    }

    /// The status that the colour of a cell means, or its icon.
    private func status(_ cell: StoredCell?, _ field: Int, _ place: Int) -> CellColour? {
        if case .icon(let status) = conditional.fill(field, place: place) { return status }
        return fill(cell, field, place)?.meaning
    }

    /// The colour that is seen of a cell; `nil` where there is none, or nobody knows it.
    private func fill(_ cell: StoredCell?, _ field: Int, _ place: Int) -> FillColour? {
        switch conditional.fill(field, place: place) {
        case .colour(let colour): colour.isWhite ? nil : colour
        case .own: cell.flatMap { view.shower.fill($0) }
        case .icon, .unknown: nil
        }
    }

    var filledFields: [Int] { fields.fills.keys.sorted() }

    /// Colours of a column that mean no status, with the first cell of each.
    func unknownFills(_ field: Int) -> [String] {
        var known: Set<FillColour> = []
        var names: [String] = []
        let column = columns.lowerBound + field
        for (place, row) in table.rows.enumerated() {
            let first = view.firstCell(ofRow: Int(row), column: column)
            let cell = view.storedCell(row: first.row, column: first.column)
            guard let fill = fill(cell, field, place), known.insert(fill).inserted, fill.meaning == nil else {
                continue
            }
            names.append("\(fill.name) (\(cellName(row: Int(view.content.rows[Int(row)].number), column: column)))")
            if names.count == 8 { break }
        }
        return names
    }

    /// Whether a row repeats the header in every column.
    private func repeatsHeader(_ row: Int) -> Bool {
        guard let headerCell, let cell = view.content.cell(row, columns.lowerBound + headerCell.field),
            cell.kind == .sharedText || cell.kind == .ownText,
            view.shower.begins(cell, of: view.content, with: headerCell.letter)
        else { return false }
        return header.indices.allSatisfy { field in
            if header[field].isEmpty { return true }
            let text = headerText(view.text(row, column: columns.lowerBound + field))
            return text.lowercased() == header[field].lowercased()
        }
    }
}
