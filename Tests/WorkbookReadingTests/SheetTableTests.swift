// The table on a sheet: its header, its rows, what its cells say.

import SmallWorkbooks
import Tables
import Testing
import WorkbookReading

@Suite struct SheetTableTests {
    /// Options for a table with some columns, of which the first is its key.
    private func options(_ columns: [String], _ change: (inout HeaderFields) -> Void = { _ in }) -> SourceOptions {
        var extra = HeaderFields()
        change(&extra)
        var options = SourceOptions { cells in Set(cells.filter { columns.contains($0) }).count }
        options.joinsHeaderLines = true
        options.readsFills = !extra.fills.isEmpty
        options.fields = { [extra] header in
            var fields = extra
            fields.declared = header.indices.filter { columns.contains(header[$0]) }
            fields.keys = header.indices.filter { header[$0] == columns.first }
            return fields
        }
        return options
    }

    @Test func titlesHeadingsAndNotesAreNoRows() throws {
        var book = SmallWorkbook()
        book.add(2, ["Performance, quarter 2"])
        book.add(4, ["ref", "Theme", "value [note 1]"], from: 1)
        book.add(5, ["K1", "People", "5"], from: 1)
        book.add(7, ["", "Places", ""], from: 1)
        book.add(8, ["K2", "", "6"], from: 1)
        book.add(9, ["K3", "Parks", "7"], from: 1)
        book.add(12, ["[note 1] Provisional."], from: 1)
        book.behind = "<mergeCells><mergeCell ref='C5:C6'/><mergeCell ref='C8:C8'/></mergeCells>"
        let table = try book.table(options(["ref", "Theme", "value"]))
        #expect(table.header == ["ref", "Theme", "value"])
        #expect(
            try records(of: table) == [["5", "K1", "People", "5"], ["8", "K2", "", "6"], ["9", "K3", "Parks", "7"]])
        let said = table.notices.map(\.words)
        #expect(said.contains("“KPIs”: the header is on row 4"))
        #expect(said.contains { $0.contains("row 7: a heading alone") })
        #expect(said.contains { $0.contains("row 12 below the table") })
    }

    /// Programs leave cells under merged ones, which nobody sees.
    @Test func cellsUnderMergedOnesAreNamed() throws {
        var book = SmallWorkbook()
        book.add(1, ["ref", "value"])
        book.add(2, ["K1", "5"])
        book.add(3, ["K2", "6"])
        book.behind = "<mergeCells><mergeCell ref='B2:B3'/></mergeCells>"
        let table = try book.table(options(["ref", "value"]))
        #expect(try records(of: table) == [["2", "K1", "5"], ["3", "K2", ""]])
        let one = "“KPIs”: B3 lies hidden under a merged cell; what it holds is not read"
        #expect(table.notices.map(\.words).contains(one))
        // A row of which nothing is seen is none of the table's, and its cells are named all the same.
        book.behind = "<mergeCells><mergeCell ref='A2:B3'/></mergeCells>"
        let several = "“KPIs”: B2, A3, B3 lie hidden under merged cells; what they hold is not read"
        #expect(try book.table(options(["ref", "value"])).notices.map(\.words).contains(several))
        book.behind = ""
        let none = try book.table(options(["ref", "value"])).notices
        #expect(!none.contains { $0.words.contains("hidden under") })
    }

    /// A header that reaches to the last column makes a great many places of a few cells.
    @Test func tablesOfMorePlacesThanCellsAreRefused() throws {
        var book = SmallWorkbook()
        book.rows.append((1, [("A1", 0, "ref"), ("XFD1", 0, "value")]))
        for row in 2...1_101 { book.add(row, ["K\(row)"]) }
        let refused = #expect(throws: ReadError.self) { try book.table(options(["ref", "value"])) }
        guard case .unusable(let words) = refused else {
            Issue.record("\(String(describing: refused))")
            return
        }
        #expect(
            words == "the table on “KPIs” has 1100 rows below a header of 16384 columns (A to XFD), more than "
                + "17000000 cells, which is not read")
    }

    @Test func severalHeadingsAreToldTogether() throws {
        var book = SmallWorkbook()
        book.add(1, ["ref", "value"])
        book.add(2, ["", "People"])
        book.add(3, ["K1", "5"])
        book.add(4, ["", "Places"])
        book.add(5, ["K2", "6"])
        let table = try book.table(options(["ref", "value"]))
        #expect(try records(of: table) == [["3", "K1", "5"], ["5", "K2", "6"]])
        #expect(
            table.notices.map(\.words).contains("“KPIs”: rows 2, 4: headings alone, which are no rows of the table"))
    }

    @Test(arguments: [3, 2_000])
    func linesOfAHeaderAreJoined(rows: Int) throws {
        var book = SmallWorkbook()
        book.add(1, ["ref", "Quarter 1", "", "Quarter 2"])
        book.add(2, ["", "Value", "RAG", "Value", "RAG"])
        for row in 0..<rows { book.add(3 + row, ["K\(row)", "1", "G", "2", "R"]) }
        book.behind =
            "<mergeCells><mergeCell ref='A1:A2'/><mergeCell ref='B1:C1'/><mergeCell ref='D1:E1'/></mergeCells>"
        let table = try book.table(options(["ref", "Quarter 2 Value", "Quarter 2 RAG"]))
        #expect(table.header == ["ref", "Quarter 1 Value", "Quarter 1 RAG", "Quarter 2 Value", "Quarter 2 RAG"])
        #expect(try records(of: table).count == rows)
    }

    /// A text or a day counts for all that it covers, a figure for its first row, and what lies under it for nothing.
    @Test func mergedCellsLendTexts() throws {
        var book = SmallWorkbook()
        book.formats = ["dd/mm/yyyy"]
        book.add(1, ["ref", "theme", "value", "due"])
        book.add(2, ["K1", "People", "5", "45292"], styles: [0, 0, 0, 1])
        book.add(3, ["K2", "hidden", "", ""])
        book.add(4, ["K3", "", "6", ""])
        book.behind =
            "<mergeCells><mergeCell ref='B2:B4'/><mergeCell ref='C2:C3'/><mergeCell ref='D2:D1048576'/></mergeCells>"
        let table = try book.table(options(["ref", "theme", "value", "due"]))
        #expect(
            try records(of: table) == [
                ["2", "K1", "People", "5", "01/01/2024"], ["3", "K2", "People", "", "01/01/2024"],
                ["4", "K3", "People", "6", "01/01/2024"],
            ])
    }

    @Test func figuresWithoutADigitCountAsStored() throws {
        var book = SmallWorkbook()
        book.formats = ["#,##0;-#,##0;\"-\"", ";;;", "mm/dd/yyyy", "0.0%"]
        book.add(1, ["ref", "value", "words", "due", "share"])
        book.add(2, ["K1", "0", "0", "45323", "0.0595"], styles: [0, 1, 1, 3, 4])
        book.add(3, ["K2", "7", "7", "-3", "1"], styles: [0, 2, 2, 3, 4])
        let table = try book.table(
            options(["ref", "value", "words", "due", "share"]) { fields in
                fields.figures = [1, 4]
                fields.days = [3]
            })
        #expect(
            try records(of: table) == [
                ["2", "K1", "0", "-", "2024-02-01", "6.0%"], ["3", "K2", "7", "", "-3", "100.0%"],
            ])
    }

    /// Where nothing is asked of the columns yet, nothing else says it.
    @Test func formulasWithoutAResultAreSaid() throws {
        var book = SmallWorkbook()
        book.add(1, ["ref", "value"])
        book.add(2, ["K1", "5"])
        let whole = try book.table(options([]))
        #expect(!whole.notices.map(\.words).contains { $0.contains("without a result") })
        book.add(3, ["K2", "=B2*2"])
        let one = try book.table(options([]))
        #expect(one.notices.map(\.words).contains { $0.hasPrefix("“KPIs”: B3 holds a formula without a result") })
        book.add(4, ["K3", "=B3"])
        let two = try book.table(options([]))
        #expect(two.notices.map(\.words).contains { $0.hasPrefix("“KPIs”: 2 cells, the first B3, hold formulas") })
        let asked = try book.table(options(["ref", "value"]))
        #expect(!asked.notices.map(\.words).contains { $0.contains("without a result") })
    }

    @Test func coloursSayStatuses() throws {
        var book = SmallWorkbook()
        book.fills = ["92D050", "FF0000", "F2F2F2"]
        book.add(1, ["ref", "rag"])
        for (row, style, text) in [
            (2, 1, ""), (3, 2, ""), (4, 2, "g"), (5, 3, ""), (6, 0, "Amber"), (7, 1, "G"), (8, 2, "late"),
        ] {
            book.add(row, ["K\(row)", text], styles: [0, style])
        }
        let table = try book.table(
            options(["ref", "rag"]) { $0.fills = [1: [.green: ["Green", "G"], .red: ["Red", "R"]]] })
        #expect(
            try records(of: table).map { $0[2] } == ["Green", "Red", "g", "", "Amber", "G", "late (filled red)"])
        #expect(table.notices.map(\.words).contains { $0.contains("F2F2F2 (B5)") })
    }

    /// A long text that is merged over very many cells takes no more memory than a chunk may.
    @Test func longTextsHaveTheirRoom() throws {
        var book = SmallWorkbook()
        book.add(1, ["ref", "text"] + (0..<20).map { "c\($0)" })
        book.add(2, ["K1", String(repeating: "long ", count: 200_000)])
        for row in 3..<20 { book.add(row, ["K\(row)"]) }
        book.behind = "<mergeCells><mergeCell ref='B2:V90'/></mergeCells>"
        let table = try book.table(options(["ref", "text"]))
        let chunk = RecordChunk()
        var rows = 0
        while try table.next(into: chunk) {
            rows += chunk.recordCount
            #expect(chunk.byteCount < 24 << 20)
            #expect(chunk.faults.contains { $0.kind == .tooLong })
        }
        #expect(rows == 18)
    }

    @Test func repeatedHeadersAreKnown() throws {
        var book = SmallWorkbook()
        for row in [1, 3] { book.add(row, ["ref", "value"]) }
        book.add(2, ["K1", "1"])
        book.add(4, ["K2", "2"])
        let table = try book.table(options(["ref", "value"]))
        let chunk = RecordChunk()
        #expect(try table.next(into: chunk))
        #expect(chunk.faults == [RecordFault(record: 1, field: 0, kind: .repeatedHeader)])
    }
}
