// Some records read again by themselves, and put together, against the chunks that they come from.

import CSVReading
import Locations
import Tables
import Testing

@Suite struct PartReadingTests {
    /// Records with quotes, line ends of all kinds inside and between them, blank ones among them, and characters of
    /// all lengths.
    private static func text(seed: UInt64, records: Int) -> [UInt8] {
        var random = SeededBytes(seed: seed)
        let cells = [
            "", "a", "é", "😀𝒳", "\"a\nb\r\nc\rd\"", "\"x\"\"y\"", "long cell of some twenty bytes", "6\" z",
            " \"s, s\" ",
        ]
        let lineEnds = ["\n", "\r\n", "\r", "\n\n", "\r\n,,\r\n", "\r\r"]
        var text = "h,i,j\n"
        for _ in 0..<records {
            let row = (0..<1 + random.next(below: 4)).map { _ in cells[random.next(below: cells.count)] }
            text += "k," + row.joined(separator: ",") + lineEnds[random.next(below: lineEnds.count)]
        }
        return Array(text.utf8)
    }

    private static func reader(_ text: [UInt8], encoding: String = "utf-8") throws -> DelimitedReader {
        let options = DelimitedOptions(
            headerLine: 1, separator: UInt8(ascii: ","), encoding: encoding, chunkBytes: 1 << 12)
        return try DelimitedReader(MemorySource(name: "t", bytes: text), options: options) { _ in 0 }
    }

    /// All that is known of a record.
    private struct Record: Equatable {
        var number: Int
        var extent: CellLocation?
        var cells: [String]
        var extents: [CellLocation]

        init(_ chunk: RecordChunk, _ index: Int, withPlaces: Bool = true) {
            let fields = 0..<chunk.fieldCount(index)
            number = chunk.firstRecord + index
            extent = withPlaces ? chunk.location(record: index) : nil
            cells = fields.map { chunk.text(record: index, field: $0) }
            extents = withPlaces ? fields.map { chunk.location(record: index, field: $0) } : []
        }
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func partsAreAsInTheirChunks(seed: UInt64) throws {
        let reader = try Self.reader(Self.text(seed: seed, records: 600))
        let parts = try #require(reader.makeRangeReader())
        let part = RecordChunk(capacity: 64)
        var random = SeededBytes(seed: seed)
        var chunks = 0
        let chunk = RecordChunk()
        while try reader.next(into: chunk) {
            chunks += 1
            let outline = DelimitedOutline(chunk)
            let all = (0..<chunk.recordCount).map { Record(chunk, $0) }
            for _ in 0..<20 {
                let first = random.next(below: chunk.recordCount)
                let wanted = first..<first + 1 + random.next(below: chunk.recordCount - first)
                try parts.read(outline.position(holding: wanted), into: part)
                let offset = part.firstRecord - chunk.firstRecord
                try #require(offset <= first && offset + part.recordCount >= wanted.upperBound)
                #expect(part.recordCount < wanted.count + 32)
                let read = (0..<part.recordCount).map { Record(part, $0) }
                #expect(read == Array(all[offset..<offset + part.recordCount]))
            }
        }
        #expect(chunks > 2)
    }

    @Test func placesAreTheSameInAnyOrder() throws {
        let reader = try Self.reader(Self.text(seed: 3, records: 60))
        let chunk = RecordChunk()
        #expect(try reader.next(into: chunk))
        let forwards = (0..<chunk.recordCount).map { Record(chunk, $0) }
        let backwards = (0..<chunk.recordCount).reversed().map { Record(chunk, $0) }
        #expect(forwards == backwards.reversed())
    }

    @Test func gatheredRecordsKeepTheirCells() throws {
        let reader = try Self.reader(Self.text(seed: 5, records: 600))
        let chunk = RecordChunk()
        let gathered = RecordChunk(capacity: 64)
        gathered.removeAll()
        var expected: [[String]] = []
        while try reader.next(into: chunk) {
            for index in stride(from: 0, to: chunk.recordCount, by: 7) {
                gathered.append(index, of: chunk)
                expected.append(Record(chunk, index, withPlaces: false).cells)
            }
        }
        #expect((0..<gathered.recordCount).map { Record(gathered, $0, withPlaces: false).cells } == expected)
        gathered.removeAll()
        #expect(gathered.recordCount == 0)
    }

    @Test func changedFilesAreNoticed() throws {
        let reader = try Self.reader(Self.text(seed: 7, records: 100))
        let chunk = RecordChunk()
        #expect(try reader.next(into: chunk))
        var part = DelimitedOutline(chunk).position(holding: 20..<24)
        part.recordCount += 1
        let parts = try #require(reader.makeRangeReader())
        #expect(throws: ReadError.changed) {
            try parts.read(part, into: chunk)
        }
    }

    @Test func transcodedTextHasNoParts() throws {
        #expect(
            try Self.reader(Array("a,b\n1,\u{E9}\n".unicodeScalars.map { UInt8($0.value) }), encoding: "windows-1252")
                .makeRangeReader() == nil)
    }
}
