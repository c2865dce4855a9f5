// Open returns as a check reads them: cells with their places, from the text as it is now.

import Checking
import Findings
import Locations
import Testing
import Workspace

@testable import EditorFeatures

/// A folder in memory that was checked, and views of its returns.
struct CheckedFolder {
    let editor: Editor
    let found: EditorFindings

    init(_ files: [String: String]) throws {
        let bytes = Dictionary(uniqueKeysWithValues: files.map { ("/w/" + $0, Array($1.utf8)) })
        var editor = Editor(MemoryTree(root: "/w/", bytes))
        editor.settings.today = EditorSettings.day("2024-01-01")
        self.editor = editor
        found = try #require(editor.check(CheckProgress()))
        try #require(found.faults.isEmpty && found.notices.isEmpty, "\(found.faults) \(found.notices)")
    }

    func view(_ name: String, _ text: String) throws -> ReturnView {
        try #require(found.view(of: "/w/" + name, TextBuffer(text)))
    }
}

@Suite struct ReturnViewTests {
    private static let rules = """
        table kpis from "kpis.csv" {
          ref   text required
          name  text
          value percent
          key ref
        }
        """

    private static let text =
        "Title of the return\n\nref,name,value,more\r\nA,\"£👩‍👩‍👧𐐀, \"\"so\"\"\nnext\",92.4%,x\r\n  B  ,\"\",88%\n"

    @Test(
        "cells have their columns, their texts and their places in every encoding", arguments: PositionEncoding.allCases
    )
    func cells(_ encoding: PositionEncoding) throws {
        let folder = try CheckedFolder(["kpi.rules": Self.rules, "kpis.csv": "ref,name,value\nA,b,1%\n"])
        let view = try folder.view("kpis.csv", Self.text)
        let table = try #require(view.tables.first)
        #expect(view.tables.count == 1 && table.table.name == "kpis")
        #expect(table.header.map(\.text) == ["ref", "name", "value", "more"])
        #expect(table.header.map(\.columns) == [[0], [1], [2], []])
        #expect(table.headerExtent?.line == 3)
        var records: [ReturnRecord] = []
        table.forEachRecord {
            records.append($0)
            return true
        }
        #expect(records.map(\.extent.line) == [4, 6] && records.map(\.extent.endLine) == [5, 6])
        let cells = records.map { table.cells(of: $0) }
        #expect(cells[0].map(\.text) == ["A", "£👩‍👩‍👧𐐀, \"so\"\nnext", "92.4%", "x"])
        #expect(cells[1].map(\.text) == ["  B  ", "", "88%"])
        #expect(table.texts(of: [0, 1, 2], in: records[1]) == ["B", "", "88%"])
        // Every byte of a cell leads to it, and its extent holds it with its quotes.
        for cell in cells.joined() {
            let range = cell.extent.range(encoding)
            let (start, end) = (view.text.offset(of: range.start, encoding), view.text.offset(of: range.end, encoding))
            #expect(start == cell.extent.offset && end == cell.extent.bytes.upperBound)
            for offset in start...end {
                let found = try #require(view.cell(at: offset))
                #expect(found.cell.field == cell.field && found.cell.record.number == cell.record.number)
            }
        }
        #expect(String(decoding: view.text.bytes[cells[0][1].extent.bytes], as: UTF8.self).hasPrefix("\"£"))
        #expect(view.cell(at: 3) == nil && view.headerCell(at: 3) == nil)
        #expect(view.headerCell(at: table.header[2].extent.offset)?.cell.columns == [2])
        // A text with a line break gets quotes, one without keeps what is around it.
        #expect(table.written("a,\"b", as: cells[0][0].shape) == "\"a,\"\"b\"")
        #expect(table.written("C", as: cells[1][0].shape) == "  C  ")
    }

    @Test("what no rule reads has no view, and a text that is none has no tables")
    func withoutTables() throws {
        let folder = try CheckedFolder(["kpi.rules": Self.rules, "kpis.csv": "ref,name,value\nA,b,1%\n"])
        #expect(folder.found.view(of: "/w/other.csv", TextBuffer("a,b\n1,2\n")) == nil)
        #expect(folder.found.view(of: "/w/kpis.csv", TextBuffer("")) == nil)
    }

    @Test("records of a long text are found in any order, a chunk at a time")
    func longTexts() throws {
        let folder = try CheckedFolder(["kpi.rules": Self.rules, "kpis.csv": "ref,name,value\nA,b,1%\n"])
        let filling = String(repeating: "x", count: 900)
        var text = "ref,name,value\n"
        for row in 0..<8_000 { text += "R\(row),\(filling),\(row % 100)%\n" }
        let view = try folder.view("kpis.csv", text)
        let table = try #require(view.tables.first)
        #expect(table.hasMore(than: 7_999) && !table.hasMore(than: 8_000))
        for number in [7_999, 0, 4_000, 1, 7_998, 2_500, 0] {
            let record = try #require(table.record(number: number))
            #expect(record.extent.line == number + 2 && table.texts(of: [0], in: record) == ["R\(number)"])
            let cell = try #require(table.cell(at: record.extent.bytes.upperBound))
            #expect(cell.field == 2 && cell.record.number == number)
        }
        let first = try #require(table.record(number: 6_000)?.extent.offset)
        let last = try #require(table.record(number: 6_003)?.extent.offset)
        var numbers: [Int] = []
        table.forEachRecord(in: first..<last) {
            numbers.append($0.number)
            return true
        }
        #expect(numbers == [6_000, 6_001, 6_002, 6_003])
        #expect(table.record(number: 8_000) == nil && table.record(number: -1) == nil)
    }
}
