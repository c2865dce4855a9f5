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
    package private(set) var remarks: [ReadingNotice]
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
    /// The ends of records that were cut, by where they begin.
    var cutRecords: [Int: CutRecord] = [:]

    private var nextPosition: Position
    private var carried = Carry()

    /// Opens a return. `headerScore` tells how much a record looks like the wanted header; where no record is above 0,
    /// the first one of the most common number of cells is the header.
    package init(
        _ source: any ByteSource, options: DelimitedOptions = DelimitedOptions(), headerScore: ([String]) -> Int
    ) throws(ReadError) {
        let text = try RecognisedText(of: source, named: options.encoding)
        let input = text.makeInput(source)
        let dialect = try Dialect(of: input, options: options, headerScore: headerScore)
        self.options = options
        expectedBytes = source.size
        encoding = text.encoding
        textStart = text.start
        self.input = input
        remarks = text.remarks + dialect.remarks
        above = dialect.above
        scanner = RecordScanner(separator: dialect.separator)
        nextPosition = Position(offset: dialect.headerOffset, line: dialect.headerLine, record: 0)
        try readHeader()
    }

    package func next(into chunk: RecordChunk) throws(ReadError) -> Bool {
        nextPosition = try fill(chunk, from: nextPosition, carrying: &carried)
        return chunk.recordCount > 0
    }

    package func reread(_ position: ChunkPosition, into chunk: RecordChunk) throws(ReadError) {
        var nothing = Carry()
        let text = ChunkText(position.token)
        let start = Position(offset: text.fileOffset, line: text.firstLine, record: position.firstRecord)
        _ = try fill(chunk, from: start, carrying: &nothing)
        guard chunk.recordCount == position.recordCount, chunk.byteCount == text.byteCount,
            chunk.fileOffset == text.fileOffset
        else { throw .changed }
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
        guard options.headerLine == nil else { return nil }
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

    /// Reads the header record and moves behind it.
    private func readHeader() throws(ReadError) {
        let chunk = RecordChunk(capacity: 1 << 12)
        var nothing = Carry()
        let behind = try fill(chunk, from: nextPosition, carrying: &nothing)
        guard chunk.recordCount > 0 else {
            nextPosition = behind
            headerLocations = [.text(TextExtent(line: chunk.firstLine, offset: behind.offset))]
            return
        }
        let fields = 0..<chunk.fieldCount(0)
        header = fields.map { chunk.text(record: 0, field: $0) }
        headerLocations = fields.map { chunk.location(record: 0, field: $0) }
        headerLocations.append(chunk.location(record: 0))
        headerShapes = fields.map { chunk.shape(record: 0, field: $0) }
        headerFaults = chunk.faults.filter { $0.record == 0 }
        if let lines = linesInHeader(of: chunk) { above.rows = lines }
        // A header cell is recognised by its name, whatever is wrong with its quotes.
        for fault in headerFaults {
            switch fault.kind {
            case .strayQuote, .unterminatedQuote: header[fault.field].removeAll { $0 == "\"" }
            case .looseQuote where header[fault.field].last == "\"": header[fault.field].removeLast()
            default: continue
            }
        }
        if chunk.recordCount == 1 {
            nextPosition = behind
            nextPosition.record = 0
        } else {
            let end = chunk.rawRange(record: 0, field: header.count - 1).upperBound
            nextPosition = Position(
                offset: chunk.fileOffset + end, line: headerLocations[header.count].endLine, record: 0)
            // More records follow in the chunk, so that there is a line end, and a byte behind it.
            let isPair = chunk.bytes[end] == UInt8(ascii: "\r") && chunk.bytes[end + 1] == UInt8(ascii: "\n")
            nextPosition.offset += isPair ? 2 : 1
            nextPosition.line += 1
        }
        repeated = RepeatedHeader(header, fewestNames: options.knowsLoneHeader ? 1 : 2)
        scanner.mostCells = header.count
        scanner.fewestCells = 1 + (header.lastIndex { !$0.allSatisfy(\.isWhitespace) } ?? 0)
    }
}
