// Headers of several lines that merged cells hold together, where no one says what the columns are called.

import Locations
import SmallWorkbooks
import Tables
import Testing
import WorkbookReading

@Suite struct GroupedHeadersTests {
    private static let names: Set = ["Ref", "Indicator", "Target", "Actual", "RAG", "Quarter 1", "Quarter 2"]

    private func table(_ rows: [[String]], merging areas: [String]) throws -> any TableReader {
        var book = SmallWorkbook()
        for (index, cells) in rows.enumerated() where !cells.isEmpty { book.add(index + 1, cells) }
        book.behind = "<mergeCells>" + areas.map { "<mergeCell ref='\($0)'/>" }.joined() + "</mergeCells>"
        var options = SourceOptions { cells in
            Set(cells).count { text in Self.names.contains { text == $0 || text.hasSuffix(" " + $0) } }
        }
        options.followsMergedHeaders = true
        let table = try book.table(options)
        try table.settle()
        return table
    }

    private static let rows = [["K1", "Bins", "9", "8", "9", "7", "G"], ["K2", "Roads", "9", "8", "9", "7", "R"]]
    private static let joined = [
        "Ref", "Indicator", "Quarter 1 Target", "Quarter 1 Actual", "Quarter 2 Target", "Quarter 2 Actual", "RAG",
    ]

    @Test(arguments: [
        // The line above tells columns apart that have one header.
        (
            [
                ["", "", "Quarter 1", "", "Quarter 2"],
                ["Ref", "Indicator", "Target", "Actual", "Target", "Actual", "RAG"],
            ], ["C1:D1", "E1:F1"]
        ),
        // Cells span both lines, or the line below names only what stands below headings.
        (
            [
                ["Ref", "Indicator", "Quarter 1", "", "Quarter 2", "", "RAG"],
                ["", "", "Target", "Actual", "Target", "Actual"],
            ], ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2"]
        ),
        (
            [
                ["Ref", "Indicator", "Quarter 1", "", "Quarter 2", "", "RAG"],
                ["", "", "Target", "Actual", "Target", "Actual"],
            ], ["C1:D1", "E1:F1"]
        ),
    ])
    func linesThatCellsHoldTogetherAreOneHeader(_ header: [[String]], _ areas: [String]) throws {
        let table = try table(header + Self.rows, merging: areas)
        #expect(table.header == Self.joined)
        #expect(try records(of: table).map { $0[1] } == ["K1", "K2"])
        let title = try self.table(
            [["Performance, quarter 2"], []] + header + Self.rows, merging: ["A1:F1"] + areas.map(twoDown))
        #expect(title.header == Self.joined)
        #expect(title.above == RecordsAbove())
    }

    /// `C1:D1` two rows further down.
    private func twoDown(_ area: String) -> String {
        String(area.map { $0.wholeNumberValue.map { Character("\($0 + 2)") } ?? $0 })
    }

    @Test func headersThatTellColumnsApartStandAlone() throws {
        let table = try table(
            [
                ["Ref", "Indicator", "Performance", "", "RAG"], ["", "", "Target", "Actual"],
                ["K1", "Bins", "9", "8", "G"],
            ],
            merging: ["A1:A2", "B1:B2", "C1:D1", "E1:E2"])
        #expect(table.header == ["Ref", "Indicator", "Target", "Actual", "RAG"])
    }

    /// What is merged with cells of the header is part of it, however many lines that has, and no row.
    @Test func linesAboveThatReachIntoTheHeaderAreNoRows() throws {
        let table = try table(
            [
                ["Ref", "Part 1", "Part 2"], ["", "of this", "of that"], ["", "and this", "and that"],
                ["", "Target", "Actual"], ["K1", "9", "8"], ["K2", "9", "8"],
            ], merging: ["A1:A4"])
        #expect(table.header == ["Ref", "Target", "Actual"])
        #expect(table.above == RecordsAbove())
        #expect(try records(of: table).count == 2)
    }

    /// A cell that is merged across two columns heads no row of the table.
    @Test func rowsBelowMergedCellsStayRows() throws {
        let header = ["Ref", "Indicator", "Target", "Actual", "RAG", "Notes", ""]
        for cells in [["K1", "Bins", "9", "8", "G", "late", "soon"], ["", "", "", "", "", "9", "8"]] {
            let table = try table([header, cells, ["K2", "Roads", "9", "8", "R", "x", "y"]], merging: ["F1:G1"])
            #expect(table.headerLocations.last?.endLine == 1)
            #expect(try records(of: table).count == 2)
        }
    }

    @Test func headingsAcrossTheTableAreNoRows() throws {
        let table = try table(
            [
                ["Ref", "Indicator", "Target", "RAG"], ["People"], ["K1", "Bins", "9", "G"], ["Places"],
                ["K2", "a", "9", "R"],
            ],
            merging: ["A2:D2", "A4:D4"])
        #expect(try records(of: table).map { $0[1] } == ["K1", "K2"])
        #expect(table.notices.contains { $0.words.contains("rows 2, 4: headings alone") })
    }
}
