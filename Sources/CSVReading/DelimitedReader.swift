// Reads delimited text: header, then chunks of records, in whatever dialect people's spreadsheets write.

package import Locations
package import Tables

/// The reader of one return in delimited text.
///
/// Encoding, separator and the header's place are recognised when it is opened. A chunk holds the whole records within
/// `chunkBytes` from its start, or one longer record: its start alone determines it, so that `reread` gives the same
/// again. What is left of a record at the end of a chunk is carried to the next one. A record beyond the limit is cut
/// and the rest of it skipped, so that memory stays bounded whatever the file; so is the record of a quote that is
/// never closed.
package final class DelimitedReader: TableReader, TableEditor {
    package private(set) var header: [String] = []
    package private(set) var headerLocations: [CellLocation] = []
    package private(set) var headerShapes: [CellShape] = []
    package let expectedBytes: Int
    package private(set) var notices: [ReadingNotice]
    package private(set) var headerFaults: [RecordFault] = []
    package private(set) var above: RecordsAbove
    /// The byte between two cells.
    package var separator: UInt8 { scanner.separator }

    let options: DelimitedOptions
    let encoding: TextEncoding
    /// The length of the byte order mark.
    let textStart: Int
    let input: any TextInput
    var scanner: RecordScanner
    /// The header as rows may repeat it, once it has been read.
    private(set) var repeated: RepeatedHeader?
    /// What takes the table's rows out of chunks, with what is known at the beginning of each; `nil` where all records
    /// are rows as they stand.
    private var shape: TextShape?
    private var shapeState = ShapeState(endLine: 0, above: [])
    private var shapeStates: [Int: ShapeState] = [:]
    private var passed = PassedOver()
    package private(set) var added = AddedFields()
    /// The ends of records that were cut, by where they begin.
    var cutRecords: [Int: CutRecord] = [:]

    private var spreadsheetRows = SpreadsheetRows()
    private var nextPosition: Position
    private var carried = Carry()

    /// Opens a return. `headerScore` tells how much a record looks like the wanted header; where no record is above 0,
    /// the first one of the most common number of cells is the header.
    package init(
        _ source: any ByteSource, options: DelimitedOptions = DelimitedOptions(), headerScore: ([String]) -> Int,
        fields: ([String]) -> HeaderFields = { _ in HeaderFields() }
    ) throws(ReadError) {
        let text = try RecognisedText(of: source, named: options.encoding)
        let input = text.makeInput(source)
        let dialect = try Dialect(of: input, options: options, headerScore: headerScore)
        self.options = options
        expectedBytes = source.size
        encoding = text.encoding
        textStart = text.start
        self.input = input
        notices = text.notices + dialect.notices
        above = dialect.above
        scanner = RecordScanner(separator: dialect.separator)
        for line in dialect.comments { passed.comments.add(line) }
        nextPosition = Position(offset: dialect.headerOffset, line: dialect.headerLine, record: 0)
        try countRowsAbove(dialect)
        if let columns = options.columns { takeColumns(columns) } else { try readHeader() }
        let asked = fields(header)
        shape = TextShape(options, asked, width: header.count)
        guard let shape else { return }
        added = AddedFields(hasHeading: asked.takesHeading)
        shapeState = shape.start(line: nextPosition.line)
    }

    package func next(into chunk: RecordChunk) throws(ReadError) -> Bool {
        while true {
            nextPosition = try fill(chunk, from: nextPosition, carrying: &carried)
            spreadsheetRows.add(chunk)
            guard chunk.recordCount > 0, let shape else { return chunk.recordCount > 0 }
            let start = chunk.fileOffset
            let state = shapeState
            shape.apply(to: chunk, &shapeState, &passed)
            nextPosition.record = shapeState.rows
            if chunk.recordCount > 0 {
                shapeStates[start] = state
                return true
            }
        }
    }

    package var remarksOnceRead: [ReadingNotice] { passed.notices(area: options.area) }

    package func reread(_ position: ChunkPosition, into chunk: RecordChunk) throws(ReadError) {
        var nothing = Carry()
        let text = ChunkText(position.token)
        let start = Position(offset: text.fileOffset, line: text.firstLine, record: position.firstRecord)
        _ = try fill(chunk, from: start, carrying: &nothing)
        guard chunk.byteCount == text.byteCount, chunk.fileOffset == text.fileOffset else { throw .changed }
        if let shape {
            guard var state = shapeStates[text.fileOffset] else { throw .changed }
            var nothing = PassedOver()
            shape.apply(to: chunk, &state, &nothing)
        }
        guard chunk.recordCount == position.recordCount else { throw .changed }
    }

    package var firstColumn: Int { firstField + 1 }

    package func spreadsheetRow(ofLine line: Int) -> Int? { spreadsheetRows.row(ofLine: line) }

    /// Takes note of records above the header that hold several lines.
    private func countRowsAbove(_ dialect: Dialect) throws(ReadError) {
        guard dialect.headerLine > 1 else { return }
        let chunk = RecordChunk(capacity: 1 << 12)
        var position = Position(offset: textStart, line: 1, record: 0)
        var carry = Carry()
        while position.offset < dialect.headerOffset {
            position = try fill(chunk, from: position, carrying: &carry)
            guard chunk.recordCount > 0 else { return }
            spreadsheetRows.add(chunk, before: dialect.headerOffset - chunk.fileOffset)
        }
    }

    /// A reader of the same text that gives all its records, those around the table too.
    package func everyRecord(of source: any ByteSource) throws(ReadError) -> DelimitedReader {
        var whole = DelimitedOptions(separator: separator, encoding: options.encoding)
        whole.columns = [""]
        return try DelimitedReader(source, options: whole, headerScore: { _ in 0 })
    }

    package func checkSource() throws(ReadError) { try input.checkSource() }

    package func makeEditor() -> (any TableEditor)? { self }

    package var separatorTitle: String? {
        switch separator {
        case UInt8(ascii: ","): "a comma"
        case UInt8(ascii: ";"): "a semicolon"
        case UInt8(ascii: "\t"): "a tab"
        case UInt8(ascii: "|"): "a vertical bar"
        case UInt8(ascii: ":"): "a colon"
        case UInt8(ascii: " "): "a space"
        default: "the character \(UnicodeScalar(separator))"
        }
    }

    package func rest() {
        scanner.rest()
        // The carry only saves reading the same bytes again: dropping it is safe.
        carried = Carry()
        input.rest()
    }

    /// Lines in a cell of the header that have as many cells as the header, or the row below it: a wrong quotation mark
    /// has joined rows into the header.
    private func linesInHeader(of chunk: RecordChunk) -> LinesAbove? {
        guard !options.knowsHeader else { return nil }
        let widths = Set([header.count] + (chunk.recordCount > 1 ? [chunk.fieldCount(1)] : [])).filter { $0 > 1 }
        let parting = Character(UnicodeScalar(separator))
        for (field, cell) in header.enumerated() {
            let lines = cell.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            guard lines.count > 2 else { continue }
            let found = lines.indices.dropFirst().dropLast().filter { index in
                widths.contains(lines[index].split(separator: parting, omittingEmptySubsequences: false).count)
            }
            guard let first = found.first, let last = found.last else { continue }
            let line = headerLocations[field].line
            return LinesAbove(
                first: headerLocations[field], count: found.count, runs: [line + first...line + last],
                areInHeader: true)
        }
        return nil
    }

    /// Takes the names of columns for the header of a text without one.
    private func takeColumns(_ names: [String]) {
        let width = options.area.map { min($0.columns.count, names.count) } ?? names.count
        header = Array(names.prefix(width))
        let place = CellLocation.text(TextExtent(line: nextPosition.line, offset: nextPosition.offset))
        headerLocations = [CellLocation](repeating: place, count: width + 1)
        headerShapes = [CellShape](repeating: CellShape(), count: width)
        guard options.area == nil else { return }
        scanner.mostCells = width
        scanner.fewestCells = min(width, max(1, options.leastColumns))
    }

    /// One of the header's records.
    private struct HeaderLine {
        var cells: [String]
        /// Where each of them stands, and the record last.
        var places: [CellLocation]
        var shapes: [CellShape]
        var faults: [RecordFault]
    }

    /// Reads the header's records and stands behind them.
    private func readHeader() throws(ReadError) {
        let chunk = RecordChunk(capacity: 1 << 12)
        let comments = options.comments.map { CommentMark($0) }
        let wanted = options.headerLines?.count ?? 1
        let lastLine = options.headerLines.flatMap { $0.count > 1 ? $0.upperBound : nil } ?? .max
        var lines: [HeaderLine] = []
        reading: while lines.count < wanted {
            var nothing = Carry()
            let behind = try fill(chunk, from: nextPosition, carrying: &nothing)
            for record in 0..<chunk.recordCount where lines.count < wanted {
                if let comments, comments.begins(record, of: chunk) { continue }
                if !lines.isEmpty, chunk.location(record: record).line > lastLine { break reading }
                spreadsheetRows.add(headerRecord: record, of: chunk)
                lines.append(headerLine(record, of: chunk))
                nextPosition = position(behind: record, of: chunk, behind)
            }
            if chunk.recordCount == 0 || lines.count < wanted {
                nextPosition = behind
                nextPosition.record = 0
            }
            if chunk.recordCount == 0 { break }
        }
        guard let last = lines.last else {
            headerLocations = [.text(TextExtent(line: chunk.firstLine, offset: nextPosition.offset))]
            return
        }
        header = lines.count == 1 ? last.cells : joinedHeader(lines.map(\.cells))
        headerLocations = header.indices.map { field in
            let line = lines.last { $0.cells.indices.contains(field) } ?? last
            return line.places[field]
        }
        if let record = last.places.last { headerLocations.append(record) }
        headerShapes = header.indices.map { last.shapes.indices.contains($0) ? last.shapes[$0] : CellShape() }
        headerFaults = last.faults
        if let lines = linesInHeader(of: chunk) { above.rows = lines }
        // A header cell is recognised by its name, whatever is wrong with its quotes.
        for fault in headerFaults {
            switch fault.kind {
            case .strayQuote, .unterminatedQuote: header[fault.field].removeAll { $0 == "\"" }
            case .looseQuote where header[fault.field].last == "\"": header[fault.field].removeLast()
            default: continue
            }
        }
        repeated = RepeatedHeader(
            lines.count == 1 ? [header] : lines.map(\.cells), from: firstField,
            fewestNames: options.knowsLoneHeader ? 1 : 2)
        guard options.area == nil else { return }
        scanner.mostCells = header.count
        scanner.fewestCells = 1 + (header.lastIndex { !$0.allSatisfy(\.isWhitespace) } ?? 0)
    }

    /// The field that the table's first column is.
    private var firstField: Int { (options.area?.columns.lowerBound ?? 1) - 1 }

    private func headerLine(_ record: Int, of chunk: RecordChunk) -> HeaderLine {
        let end = max(firstField, chunk.fieldCount(record))
        let fields = firstField..<max(firstField, min(end, options.area?.columns.upperBound ?? end))
        var faults = chunk.faults.filter { $0.record == record && fields.contains($0.field) }
        for index in faults.indices {
            faults[index].record = 0
            faults[index].field -= firstField
        }
        return HeaderLine(
            cells: fields.map { chunk.text(record: record, field: $0) },
            places: fields.map { chunk.location(record: record, field: $0) } + [chunk.location(record: record)],
            shapes: fields.map { chunk.shape(record: record, field: $0) }, faults: faults)
    }

    /// Where the record behind one of a chunk begins; `end` is where the chunk ends.
    private func position(behind record: Int, of chunk: RecordChunk, _ end: Position) -> Position {
        guard record + 1 < chunk.recordCount else { return Position(offset: end.offset, line: end.line, record: 0) }
        let offset = chunk.rawRange(record: record, field: chunk.fieldCount(record) - 1).upperBound
        // More records follow in the chunk, so that there is a line end, and a byte behind it.
        let isPair = chunk.bytes[offset] == UInt8(ascii: "\r") && chunk.bytes[offset + 1] == UInt8(ascii: "\n")
        return Position(
            offset: chunk.fileOffset + offset + (isPair ? 2 : 1), line: chunk.location(record: record).endLine + 1,
            record: 0)
    }
}
