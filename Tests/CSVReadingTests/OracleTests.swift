// The fast reader against the plain one, over random and hostile texts and chunks of all sizes.

import CSVReading
import Locations
import Tables
import Testing

/// Random bytes that are the same in each run.
struct SeededBytes {
    private var state: UInt64

    init(seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 &+ 1 }

    mutating func next(below bound: Int) -> Int {
        state ^= state &<< 13
        state ^= state &>> 7
        state ^= state &<< 17
        return Int((state &>> 11) % UInt64(bound))
    }
}

/// Compares all that the two readers say about a text: cells, places, faults, lines, and what looking again gives.
func expectAsPlain(_ text: [UInt8], separator: UInt8 = UInt8(ascii: ","), chunkBytes: Int) throws {
    let plain = PlainReader.records(of: text, separator: separator)
    let options = DelimitedOptions(headerLine: 1, separator: separator, encoding: "utf-8", chunkBytes: chunkBytes)
    let reader = try DelimitedReader(MemorySource(name: "t", bytes: text), options: options) { _ in 0 }
    let shown = "\(String(decoding: text, as: UTF8.self).debugDescription), chunks of \(chunkBytes)"
    guard let header = plain.first else {
        #expect(reader.header.isEmpty, "\(shown)")
        return
    }
    #expect(reader.header == PlainReader.headers(header), "\(shown)")
    #expect(reader.headerLocations == header.cells.map { .text($0.place) } + [.text(header.place)], "\(shown)")
    #expect(
        reader.headerFaults
            == PlainReader.faults(of: header, at: 0, header: header), "\(shown)")
    let data = Array(plain.dropFirst())
    var positions: [ChunkPosition] = []
    var count = 0
    let again = RecordChunk(capacity: 64)
    try withChunks(of: reader) { chunk in
        let expected = Array(data.dropFirst(count).prefix(chunk.recordCount))
        try #require(expected.count == chunk.recordCount, "\(shown)")
        #expect(chunk.firstRecord == count, "\(shown)")
        count += chunk.recordCount
        expectChunk(chunk, expected, header: header, shown)
        positions.append(chunk.position)
        // Looking back disturbs nothing.
        let position = positions[positions.count / 2]
        try reader.reread(position, into: again)
        #expect(
            again.fileOffset == ChunkText(position.token).fileOffset && again.recordCount == position.recordCount,
            "\(shown)")
    }
    #expect(count == data.count, "\(shown)")
    for position in positions.reversed() {
        try reader.reread(position, into: again)
        let expected = Array(data.dropFirst(position.firstRecord).prefix(position.recordCount))
        expectChunk(again, expected, header: header, shown)
    }
}

private func expectChunk(_ chunk: RecordChunk, _ expected: [PlainRecord], header: PlainRecord, _ shown: String) {
    var faults: [RecordFault] = []
    for (index, record) in expected.enumerated() {
        #expect(chunk.fieldCount(index) == record.cells.count, "\(shown)")
        #expect(chunk.location(record: index) == .text(record.place), "\(shown)")
        for (field, cell) in record.cells.enumerated() {
            #expect(chunk.location(record: index, field: field) == .text(cell.place), "\(shown)")
            #expect(chunk.text(record: index, field: field) == String(decoding: cell.text, as: UTF8.self), "\(shown)")
        }
        faults += PlainReader.faults(of: record, at: index, header: header)
    }
    // Lines in cells are what a text says, and not how it is read.
    let ofReading = chunk.faults.filter { if case .linesInCell = $0.kind { false } else { true } }
    #expect(ofReading == faults, "\(shown)")
    let counts = Set(expected.map(\.cells.count))
    #expect(chunk.uniformFieldCount == (counts.count == 1 ? counts.first : nil), "\(shown)")
    #expect(chunk.capacity >= chunk.textEnd, "\(shown)")
    for field in 0...(expected.map(\.cells.count).max() ?? 0) {
        let wanted = expected.map { field < $0.cells.count ? $0.cells[field].text : [] }
        #expect(column(field, of: chunk) == wanted, "\(shown), column \(field)")
    }
    chunk.resetTexts()
    #expect(chunk.textEnd == chunk.byteCount)
}

@Suite struct OracleTests {
    /// Letters are commoner in one alphabet than in the other, so that both short and long cells occur.
    static let alphabets: [[String]] = [
        ["a", ",", ";", "\"", "\r", "\n", "é"],
        [
            "a", "b", " ", ",", "\"", "\"\"", "\n", "\r\n", "\",\"", "long cell of some twenty bytes",
            "\"quoted, cell\"",
        ],
        ["aaaaaaaa", ",", "\"", "\n", "  ", "£", "\u{A0}"],
    ]

    @Test(arguments: 0..<40)
    func `random texts read alike`(seed: Int) throws {
        var random = SeededBytes(seed: UInt64(seed))
        for _ in 0..<25 {
            let alphabet = Self.alphabets[random.next(below: Self.alphabets.count)]
            var text: [UInt8] = []
            let length = 1 + random.next(below: [6, 30, 120, 400][random.next(below: 4)])
            for _ in 0..<length { text += Array(alphabet[random.next(below: alphabet.count)].utf8) }
            if random.next(below: 3) == 0 {
                // A byte out of a character, or one that is no UTF-8.
                text[random.next(below: text.count)] = [0xA3, 0xC3, 0xFF, 0xED, 0x00][random.next(below: 5)]
            }
            let separator = UInt8(ascii: random.next(below: 4) == 0 ? ";" : ",")
            for chunkBytes in [16, 17 + random.next(below: 50), 64, 128, 1 << 20] {
                try expectAsPlain(text, separator: separator, chunkBytes: chunkBytes)
            }
        }
    }

    /// Everything that can stand on the border of two blocks of the scan stands there once.
    @Test(arguments: ["\"", "\"\"", "\",\"", "\r\n", "\r", "\n", "x\"", "\"x", "\"\r\n\"", ",\"", "é", "\"\"\"\""])
    func `block borders change nothing`(piece: String) throws {
        for before in 56...68 {
            for lead in ["", "\"", ",\""] {
                let text = "h,i\n" + lead + String(repeating: "a", count: before) + piece + "b,c\nd,\"e\ne\"\n"
                try expectAsPlain(Array(text.utf8), chunkBytes: 1 << 20)
                try expectAsPlain(Array(text.utf8), chunkBytes: 64)
            }
        }
    }
}
