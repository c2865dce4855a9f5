// Texts of which some records are rows: what is read does not depend on where chunks of them end.

import CSVReading
import Locations
import Tables
import Testing

@Suite struct ShapedTextTests {
    private func fields(_ header: [String]) -> HeaderFields {
        var fields = HeaderFields()
        fields.declared = Array(header.indices)
        fields.keys = header.firstIndex(of: "ref").map { [$0] } ?? []
        fields.filledDown = header.firstIndex(of: "theme").map { [$0] } ?? []
        fields.takesHeading = true
        return fields
    }

    private struct Row: Equatable {
        var cells: [String]
        var places: [CellLocation]
        var faults: [RecordFault.Kind]
    }

    private func reader(
        _ text: String, _ options: DelimitedOptions, chunk: Int, fields: (([String]) -> HeaderFields)? = nil
    ) throws -> DelimitedReader {
        var options = options
        options.chunkBytes = chunk
        return try DelimitedReader(
            MemorySource(name: "t.csv", bytes: Array(text.utf8)), options: options,
            headerScore: { $0.contains("ref") ? 1 : 0 }, fields: fields ?? self.fields)
    }

    private func rows(of chunk: RecordChunk) -> [Row] {
        (0..<chunk.recordCount).map { record in
            let fields = 0..<chunk.fieldCount(record)
            return Row(
                cells: fields.map { chunk.text(record: record, field: $0) },
                places: fields.map { chunk.location(record: record, field: $0) } + [chunk.location(record: record)],
                faults: chunk.faults.filter { $0.record == record }.map(\.kind))
        }
    }

    /// The rows as they are read from front to back, held against each chunk when it is read again, the last one first.
    private func rows(_ reader: DelimitedReader) throws -> [Row] {
        let chunk = RecordChunk()
        var found: [(position: ChunkPosition, rows: [Row])] = []
        while try reader.next(into: chunk) {
            #expect(chunk.firstRecord == found.reduce(0) { $0 + $1.rows.count })
            found.append((chunk.position, rows(of: chunk)))
        }
        for (position, own) in found.reversed() {
            try reader.reread(position, into: chunk)
            #expect(rows(of: chunk) == own)
        }
        return found.flatMap(\.rows)
    }

    private static let text = """
        # made in March
        theme,ref,"a "" b"
        People,K1,1
        "",K2,"2
        2"
        # a comment, "between" rows, it's "no row
        ,K3,3

         ,K4,4
        Places,,
        ,K5,5
        "Roads, ""and"" more",K6,6
        ,,
        \u{A0},K7,7
        theme,ref,"a "" b"
        ,K8,
        x,K9,9,9
        ,,Heading at the end
        ,K10
        """

    @Test(arguments: ["\n", "\r\n"], [16, 17, 23, 64, 1 << 16])
    func chunksEndAnywhere(lineEnd: String, bytes: Int) throws {
        let text = Self.text.split(separator: "\n", omittingEmptySubsequences: false).joined(separator: lineEnd)
        for change in [
            { _ in }, { $0.endsAtBlank = true }, { $0.area = CellArea("A2:C12") }, { $0.area = CellArea("B2:C18") },
            { $0.headerLines = 2...3 },
        ] as [(inout DelimitedOptions) -> Void] {
            var options = DelimitedOptions(separator: UInt8(ascii: ","), encoding: "utf-8")
            options.comments = "#"
            change(&options)
            let whole = try reader(text, options, chunk: 1 << 19)
            let parted = try reader(text, options, chunk: bytes)
            #expect(whole.header == parted.header)
            #expect(try rows(parted) == rows(whole))
            #expect(parted.remarksOnceRead == whole.remarksOnceRead)
        }
    }

    @Test func whatStandsAboveIsSaidAgain() throws {
        var options = DelimitedOptions(separator: UInt8(ascii: ","), encoding: "utf-8")
        options.comments = "#"
        let found = try rows(reader(Self.text, options, chunk: 16))
        #expect(
            found.map { $0.cells[0] + "|" + $0.cells[1] + "|" + ($0.cells.last ?? "") } == [
                "People|K1|", "People|K2|", "People|K3|", "People|K4|", "|K5|Places", "Roads, \"and\" more|K6|Places",
                "Roads, \"and\" more|K7|Places", "theme|ref|Places", "Roads, \"and\" more|K8|Places", "x|K9|Places",
                "|K10|Heading at the end",
            ])
        // A cell that says what stands above it stands where it is blank.
        #expect(found[1].places[0].line == 4 && found[1].places[0].column == 1)
        #expect(found[1].places.last == found[1].places[3])
    }

    /// A table that asks for nothing of the kind passes over headings and notes, and over nothing that may be a row.
    @Test(arguments: [16, 17, 64, 1 << 16])
    func aRowHasAKeyOrMoreThanOneText(bytes: Int) throws {
        let text = """
            theme,ref,name,value
            People,,,
            ,K1,Bins,5
            ,,,7
            ,,Roads,7
            ,K2,,
            Pla,ces,
            Places,,"",\u{A0}
            ,K3,Trees,1

            "Source: council, unaudited",,,
            Two officers
            Total,,,
            """
        let reader = try self.reader(text, DelimitedOptions(separator: 44), chunk: bytes) { header in
            var fields = HeaderFields()
            fields.declared = Array(header.indices)
            fields.keys = [1]
            fields.values = [3]
            return fields
        }
        #expect(
            try rows(reader).map { $0.cells.joined(separator: "|") } == [
                "|K1|Bins|5", "|||7", "||Roads|7", "|K2||", "Pla|ces|", "|K3|Trees|1", "Two officers",
            ])
        #expect(
            reader.remarksOnceRead.map(\.words) == [
                "4 lines hold one text and no key: they are taken for headings and notes, and are no rows of the table, the "
                    + "first is line 2, the last line 13"
            ])
    }

    /// What was said in an earlier chunk stays what it was, whatever cells behind it must be unescaped.
    @Test(arguments: [16, 40, 100, 1 << 16])
    func whatIsCarriedIsNotWrittenOver(bytes: Int) throws {
        var text = "theme,ref,name,value\n"
        var expected: [String] = []
        for heading in ["Finance \"\"A\"\"", "Housing", "Parks \"\"B\"\" and more", "Roads"] {
            text += ",,\"\(heading)\",\n"
            for row in 1...5 {
                text += row == 1 ? "\"\(heading)\" ,K\(row),x,\(row)\n" : ",K\(row),\"y \"\"z\"\"\",\(row)\n"
                let plain = heading.replacing("\"\"", with: "\"")
                expected.append("\(plain)|K\(row)|\(plain)")
            }
        }
        let reader = try self.reader(text, DelimitedOptions(separator: 44), chunk: bytes)
        #expect(try rows(reader).map { "\($0.cells[0])|\($0.cells[1])|\($0.cells.last ?? "")" } == expected)
    }

    /// What is read as other than a text is no heading, however it is spelt; prose in its place is.
    @Test func valuesThatHaveLostTheirKeysAreRows() throws {
        var fields = HeaderFields()
        fields.declared = [0, 1, 2]
        fields.keys = [0]
        // A status is a value with labels.
        fields.values = [1, 2]
        fields.labels = [2: ["red", "on track"]]
        fields.isValue = { ["TBC", "yes"].contains($0) }
        for text in ["1.2m", "£3k", "TBC", "3 Oct 2023", "2023-24 Q1", "95% or more", "yes"] {
            #expect(!fields.mayHead(1, text), "\(text)")
        }
        #expect(fields.mayHead(1, "People"))
        #expect(!fields.mayHead(2, " On  Track ") && fields.mayHead(2, "Housing"))
    }

    /// A long text is not kept for each chunk: its own row has it, those below stay blank, and that is said.
    @Test func longTextsAreNotSaidAgain() throws {
        let long = String(repeating: "x", count: 5_000)
        let reader = try reader(
            "theme,ref\nshort,K1\n,K2\n\(long),K3\n,K4\n", DelimitedOptions(separator: 44), chunk: 1 << 19)
        #expect(try rows(reader).map { $0.cells[0].count } == [5, 5, 5_000, 0])
        #expect(reader.remarksOnceRead.map(\.words).first?.hasPrefix("line 4 holds a cell that is too long") == true)
    }
}
