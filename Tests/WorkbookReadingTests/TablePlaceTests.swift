// Where on its sheet a table stands, as rule files say it.

import Locations
import SmallWorkbooks
import Tables
import Testing
import WorkbookReading

@Suite struct TablePlaceTests {
    /// Options for a table with some columns, of which the first is its key.
    private func options(
        _ columns: [String], _ change: (inout SourceOptions) -> Void = { _ in },
        fields alter: @escaping (inout HeaderFields) -> Void = { _ in }
    ) -> SourceOptions {
        var options = SourceOptions { cells in Set(cells.filter { columns.contains($0) }).count }
        options.fields = { header in
            var fields = HeaderFields()
            fields.declared = header.indices.filter { columns.contains(header[$0]) }
            fields.keys = header.indices.filter { header[$0] == columns[0] }
            alter(&fields)
            return fields
        }
        change(&options)
        return options
    }

    private func said(_ table: any TableReader) -> [String] { table.notices.map(\.words) }

    /// A title, a header of two lines with merged cells, rows, and what stands around them.
    private var book: SmallWorkbook {
        var book = SmallWorkbook()
        book.add(1, ["Performance", "", "", "", "", "", "x"])
        book.add(3, ["ref", "Quarter 1", "", "Quarter\n2 [note 1]"], from: 1)
        book.add(4, ["", "Value", "RAG", "Value", "RAG"], from: 1)
        book.add(5, ["K1", "1", "G", "2", "R"], from: 1)
        book.add(6, ["K2", "3", "G", "4", "R"], from: 1)
        book.add(8, ["K3", "5", "G", "6", "R"], from: 1)
        book.add(10, ["Source"], from: 1)
        book.behind =
            "<mergeCells><mergeCell ref='B3:B4'/><mergeCell ref='C3:D3'/><mergeCell ref='E3:F3'/></mergeCells>"
        return book
    }

    @Test func linesOfAHeaderThatAreGiven() throws {
        let columns = ["ref", "Quarter 1 Value", "Quarter 2 Value"]
        let table = try book.table(options(columns) { $0.headerLines = 3...4 })
        #expect(table.header == ["ref", "Quarter 1 Value", "Quarter 1 RAG", "Quarter 2 Value", "Quarter 2 RAG"])
        #expect(table.headerLocations.map(\.line) == [4, 4, 4, 4, 4, 3])
        #expect(try records(of: table).map { $0[1] } == ["K1", "K2", "K3"])
        // A line of them may be blank, and all of them may be.
        let wider = try book.table(options(columns) { $0.headerLines = 2...4 })
        #expect(wider.header == table.header)
        let none = try book.table(options(columns) { $0.headerLines = 20...21 })
        #expect(none.header.isEmpty)
    }

    @Test func aRangeHoldsTheTable() throws {
        let columns = ["Value", "RAG"]
        let table = try book.table(options(columns) { $0.area = CellArea("C4:D6") })
        #expect(table.header == ["Value", "RAG"])
        #expect(try records(of: table) == [["5", "1", "G"], ["6", "3", "G"]])
        #expect(said(table) == ["“KPIs”: 2 rows (3 to 8): hold cells outside of C4:D6, not read"])
        // All rows of a range are the table's, the last one too, which has a key alone.
        let open = try book.table(options(["K1", "1"]) { $0.area = CellArea("B5:C") })
        #expect(try records(of: open).map { $0[1] } == ["K2", "K3", "Source"])
        let both = try book.table(
            options(["ref", "Quarter 1 Value"]) {
                $0.area = CellArea("B2:D60")
                $0.headerLines = 3...4
            })
        #expect(both.header == ["ref", "Quarter 1 Value", "Quarter 1 RAG"])
        #expect(both.above == RecordsAbove())
    }

    @Test func namesStandForAreasAndLists() throws {
        var book = book
        book.names =
            "<definedName name='Figures'>KPIs!$B$4:$D$6</definedName>"
            + "<definedName name='Own' localSheetId='0'>&apos;KPIs&apos;!$B$4:$D$5</definedName>"
            + "<definedName name='Two'>KPIs!$B$4:$D$6,KPIs!$F$4:$F$6</definedName>"
            + "<definedName name='Sum'>SUM(KPIs!$C$5:$C$6)</definedName>"
            + "<definedName name='Gone'>KPIs!#REF!</definedName>"
            + "<definedName name='_xlnm._FilterDatabase' localSheetId='0' hidden='1'>KPIs!$B$4:$D$6</definedName>"
        book.parts = [
            ("table", SmallWorkbook.list("tblKPI", "B4:D8", totals: 1)),
            ("table", SmallWorkbook.list("bare", "B5:C6", header: 0, columns: ["code", "figure"])),
        ]
        func table(_ name: String, _ change: (inout SourceOptions) -> Void = { _ in }) throws -> any TableReader {
            try book.table(
                options(["Value", "figure"]) {
                    $0.areaName = name
                    change(&$0)
                })
        }
        #expect(try table("figures").header == ["ref", "Value", "RAG"])
        #expect(try records(of: table("Figures")).map { $0[0] } == ["5", "6"])
        let own = try table("own") { $0.sheet = "KPIs" }
        #expect(try records(of: own).map { $0[0] } == ["5"])
        // Its row of totals is none of the table's.
        #expect(try records(of: table("TBLKPI")).map { $0[0] } == ["5", "6"])
        let bare = try table("bare")
        #expect(bare.header == ["code", "figure"])
        #expect(try records(of: bare) == [["5", "K1", "1"], ["6", "K2", "3"]])
        for (name, words) in [
            ("Two", "“Two” stands for 2 areas, and not for one area of cells"),
            ("Sum", "“Sum” stands for a formula or a value, and not for one area of cells"),
            ("Gone", "“Gone” stands for cells that are gone, and not for one area of cells"),
            ("Own", "“Own” is a name of the sheet “KPIs” alone: say which with `sheet`"),
            (
                "else",
                "nothing in it is called “else”: it names “Figures”, “Own”, “Two”, “Sum”, “Gone”, “tblKPI”, “bare”"
            ),
        ] {
            #expect(throws: ReadError.noTable(words)) { try table(name) }
        }
        #expect(throws: ReadError.noTable("“Figures” stands on the sheet “KPIs”, and not on “Other”")) {
            try table("Figures") { $0.sheet = "Other" }
        }
        #expect(throws: ReadError.noTable("line 2 lies outside of “Figures”, which is B4:D6")) {
            try table("Figures") { $0.headerLines = 2...2 }
        }
    }

    @Test func aBlankRowEndsTheTable() throws {
        let columns = ["ref", "Value"]
        let table = try book.table(
            options(columns) {
                $0.area = CellArea("B4:F60")
                $0.endsAtBlank = true
                $0.headerLines = 4...4
            })
        #expect(try records(of: table).map { $0[0] } == ["5", "6"])
        #expect(
            said(table).contains("“KPIs”: 2 rows (8 to 10): stand below the blank row that ends the table, not read"))
    }

    @Test func blankCellsAreFilledDown() throws {
        var book = SmallWorkbook()
        book.add(1, ["ref", "theme", "value"])
        book.add(2, ["K0", "", "0"])
        book.add(3, ["K1", "People", "1"])
        book.add(4, ["K2", "", "2"])
        book.add(6, ["K3", "7", "3"])
        book.add(7, ["ref", "theme", "value"])
        book.add(8, ["K4", "", "4"])
        book.add(9, ["", "Places", ""])
        book.add(10, ["K5", "", "5"])
        for merges in ["", "<mergeCells><mergeCell ref='C2:D2'/></mergeCells>"] {
            book.behind = merges
            let table = try book.table(
                options(["ref", "theme", "value"], fields: { $0.filledDown = [1] }))
            #expect(
                try records(of: table).map { $0[2] } == ["", "People", "People", "7", "theme", "7", ""])
        }
    }

    @Test func rowsKnowTheirHeading() throws {
        var book = SmallWorkbook()
        book.add(1, ["ref", "value"])
        book.add(2, ["K1", "1"])
        book.add(3, ["People"])
        book.add(4, ["K2", "2"])
        book.add(5, ["K3", ""])
        book.add(6, ["", "Places"])
        book.add(7, ["K4", "4"])
        book.behind = "<mergeCells><mergeCell ref='A3:B3'/></mergeCells>"
        let table = try book.table(options(["ref", "value"], fields: { $0.takesHeading = true }))
        #expect(table.added == AddedFields(hasHeading: true))
        #expect(
            try records(of: table) == [
                ["2", "K1", "1", ""], ["4", "K2", "2", "People"], ["5", "K3", "", "People"],
                ["7", "K4", "4", "Places"],
            ])
        // What cannot be a key and stands alone is a heading too.
        book.behind = ""
        let told = try book.table(
            options(
                ["ref", "value"],
                fields: { fields in
                    fields.takesHeading = true
                    fields.mayBeKey = { _, text in text.hasPrefix("K") }
                }))
        #expect(try records(of: told).map { $0[3] } == ["", "People", "People", "Places"])
        let chunk = RecordChunk()
        try told.reread(ChunkPosition(firstRecord: 1, recordCount: 2, token: ChunkToken(1, 3)), into: chunk)
        #expect((0..<2).map { chunk.text(record: $0, field: 2) } == ["People", "People"])
        #expect(chunk.location(record: 0, field: 2) == chunk.location(record: 0))
    }

    @Test func columnsWithoutHeadersGoByTheirOrder() throws {
        let table = try book.table(
            options(["code", "one"]) {
                $0.columns = ["code", "one", "rag"]
                $0.area = CellArea("B5:F8")
            })
        #expect(table.header == ["code", "one", "rag"])
        #expect(try records(of: table) == [["5", "K1", "1", "G"], ["6", "K2", "3", "G"], ["8", "K3", "5", "G"]])
        #expect(said(table).contains { $0.contains("cells behind the 3 columns that are declared, such as F5") })
        let narrow = try book.table(
            options(["code", "one"]) {
                $0.columns = ["code", "one", "rag"]
                $0.area = CellArea("B5:C8")
            })
        #expect(narrow.header == ["code", "one"])
        var plain = SmallWorkbook()
        plain.add(2, ["K1", "1"], from: 2)
        let found = try plain.table(options(["code"]) { $0.columns = ["code", "one"] })
        #expect(try records(of: found) == [["2", "K1", "1"]])
    }

    @Test func notesOfCellsAreRead() throws {
        var book = SmallWorkbook()
        book.add(1, ["ref", "value"])
        book.add(2, ["K1", "1"])
        book.add(3, ["K2", ""])
        book.add(4, ["K3", "3"])
        book.add(5, ["K4", "4"])
        let thread =
            "<ThreadedComments xmlns='http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments'>"
            + "<threadedComment ref='B4'><text>Why?</text></threadedComment>"
            + "<threadedComment ref='B4'><text>Provisional.</text></threadedComment></ThreadedComments>"
        book.parts = [
            (
                "comments",
                SmallWorkbook.notes([("B2", "Officer:\nLate"), ("B3", "None yet"), ("B4", "[Threaded comment]")])
            ),
            ("threadedComment", thread),
        ]
        book.behind = "<mergeCells><mergeCell ref='B2:C2'/></mergeCells>"
        let table = try book.table(
            options(["ref", "value"], { $0.readsNotes = true }, fields: { $0.notes = [1] }))
        #expect(
            try records(of: table).map { $0.last } == ["Officer:\nLate", "None yet", "Why?\nProvisional.", ""])
        let chunk = RecordChunk()
        try table.reread(ChunkPosition(firstRecord: 0, recordCount: 4, token: ChunkToken(0, 4)), into: chunk)
        #expect(chunk.location(record: 1, field: 2) == chunk.location(record: 1, field: 1))
    }

    @Test func commentsAreForText() throws {
        #expect(throws: ReadError.noTable("`comments` is for delimited text, and it is a workbook")) {
            try book.table(options(["ref"]) { $0.comments = "#" })
        }
    }
}
