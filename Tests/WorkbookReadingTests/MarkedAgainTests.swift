// Copies of OpenDocument workbooks that are marked once more, after people and programs have been at them.

import SmallWorkbooks
import Tables
import Testing

@testable import Packages
@testable import WorkbookReading

@Suite struct MarkedAgainTests {
    private static let border = "fo:border-left='0.74pt solid #0070c0'"

    private var document: DocumentToMark {
        let cell = "<table:table-cell office:value-type='string'><text:p>a</text:p></table:table-cell>"
        let noted =
            "<table:table-cell table:style-name='boxed' office:value-type='string'><office:annotation><text:p>ask HR</text:p>"
            + "</office:annotation><text:p>b</text:p></table:table-cell>"
        var document = DocumentToMark(
            "<table:table-row>\(cell)\(noted)<table:table-cell table:style-name='red'/></table:table-row><table:table-row "
                + "table:number-rows-repeated='3'>\(cell)<table:table-cell table:number-columns-repeated='5'/></table:table-row>"
        )
        document.styles =
            DocumentToMark.style("boxed", Self.border)
            + DocumentToMark.style("red", "fo:background-color='#ff0000' " + Self.border)
        document.behind =
            "<table:table table:name='Other'><table:table-row><table:table-cell/></table:table-row></table:table>"
        return document
    }

    private func all(_ filled: Set<Int> = []) -> WorkbookMarks {
        documentMarks(
            [
                "A1": CellMark(.atFault, note: "kpilint: one\nWhat to do: x"),
                "B1": CellMark(.related, note: "kpilint: two"),
                "C1": CellMark(.atFault, note: "kpilint: three"), "A3": CellMark(.related), "D3": CellMark(.atFault),
            ], filled: filled, sheets: [listedFindings(), listedFindings("Rules")])
    }

    /// The content of a marked copy with other text for some, as people and programs change it.
    private func changed(_ bytes: [UInt8], part name: String = "content.xml", _ changes: [(String, String)]) throws
        -> [UInt8]
    {
        var text = try documentPart(name, of: bytes)
        for (old, new) in changes {
            try #require(text.contains(old), "\(old)")
            text = text.replacing(old, with: new)
        }
        return try PackageArchive(PackageMemory(bytes)).replacing([name: Array(text.utf8)])
    }

    private func marked(_ bytes: [UInt8], _ marks: WorkbookMarks) throws -> [UInt8] {
        try WorkbookMarking.marked(bytes, with: marks).bytes
    }

    @Test func theSameMarksGiveTheSameBytes() throws {
        let once = try marked(document.bytes, all())
        #expect(try marked(once, all()) == once)
        // Other marks between them leave nothing.
        let other = try marked(
            once, documentMarks(["A1": CellMark(.related), "B4": CellMark(.atFault)], sheets: [listedFindings()]))
        #expect(try marked(other, all([1])) != once)
        #expect(try marked(marked(once, all([1, 2])), all()) == once)
        #expect(try everythingRead(in: other) == everythingRead(in: document.bytes))
    }

    @Test func noMarksLeaveNoTrace() throws {
        let none = try marked(marked(document.bytes, all([1])), WorkbookMarks())
        for name in ["content.xml", "meta.xml"] { #expect(try !documentPart(name, of: none).contains("kpilint")) }
        #expect(
            try sheetContent(of: none).contains(
                "<table:table-cell table:style-name='boxed' office:value-type='string'>"))
        #expect(try !sheetContent(of: none).contains("────"))
        #expect(try everythingRead(in: none) == everythingRead(in: document.bytes))
        #expect(try OpenDocumentWorkbook(PackageArchive(PackageMemory(none))).ownMarks == nil)
        let settings = try documentPart("settings.xml", of: none)
        #expect(settings.contains("\"ActiveTable\" config:type=\"string\">KPIs<") && !settings.contains("Findings"))
    }

    @Test func sheetsStayWhereTheyAre() throws {
        let once = try marked(document.bytes, all())
        // A sheet that people have put behind, and a note of theirs on the list.
        let end = "</office:spreadsheet>"
        let mine = "<table:table table:name='Mine'><table:table-row><table:table-cell/></table:table-row></table:table>"
        let start = "<table:database-ranges>"
        let theirs = try changed(once, [(start, mine + start), ("Findings of kpilint", "Ours")])
        let twice = try marked(theirs, all())
        #expect(
            try documentPart("content.xml", of: twice)
                == documentPart("content.xml", of: once).replacing(start, with: mine + start))
        func names(_ bytes: [UInt8]) throws -> [String] {
            try OpenDocumentWorkbook(PackageArchive(PackageMemory(bytes))).sheets.map(\.name)
        }
        #expect(try names(twice) == ["KPIs", "Other", "Findings", "Rules", "Mine"])
        var more = all()
        more.added.append(listedFindings("Mine"))
        #expect(try names(marked(twice, more)) == ["KPIs", "Other", "Findings", "Rules", "Mine", "Mine 2"])
        more.added = [listedFindings()]
        #expect(try names(marked(twice, more)) == ["KPIs", "Other", "Findings", "Mine"])
        #expect(try documentPart("content.xml", of: twice).contains(end))
    }

    @Test func namesOfSheetsThatAreTakenGetANumber() throws {
        var document = self.document
        document.behind = document.behind.replacing("Other", with: "FINDINGS")
        let once = try marked(document.bytes, all())
        let own = try OpenDocumentWorkbook(PackageArchive(PackageMemory(once))).ownMarks
        #expect(own?.sheets == ["Findings 2", "Rules"])
        #expect(try marked(once, all()) == once)
    }

    /// As LibreOffice saves a sheet that has changed: styles have other names, attributes another order and rounded
    /// widths, and columns take the styles that most of their cells have.
    @Test func marksAreKnownByTheirLook() throws {
        let once = try marked(document.bytes, all([1]))
        var text = try documentPart("content.xml", of: once)
        let names = Set(text.matches(of: /kpilint-mark-[a-z0-9]+-[a-z]*/).map { String($0.0) })
        for (number, name) in names.sorted().enumerated() {
            for quote in ["'", "\""] {
                text = text.replacing("\(quote)\(name)\(quote)", with: "\(quote)ce\(number + 1)\(quote)")
            }
        }
        text = text.replacing("2.5pt solid", with: "2.49pt solid").replacing("1pt solid", with: "0.99pt solid")
        text = text.replacing("<dc:creator>", with: "<dc:date>2026-11-30</dc:date><dc:creator>")
        text = text.replacing("<text:p>kpilint: two", with: "<text:p><text:span>kpilint</text:span>: two")
        let saved = try PackageArchive(PackageMemory(once)).replacing(["content.xml": Array(text.utf8)])
        #expect(try everythingRead(in: saved) == everythingRead(in: document.bytes))
        let none = try documentPart("content.xml", of: marked(saved, WorkbookMarks()))
        for trace in ["kpilint", "#7030", "#b090", "#e0cdf1", "#f3ebfa", "────", "2.49pt"] {
            #expect(!none.contains(trace), "\(trace)")
        }
        #expect(none.matches(of: /fo:border-left=.0\.74pt solid #0070c0/).count == 4)
        let again = try marked(saved, all([1]))
        #expect(try everythingRead(in: again) == everythingRead(in: document.bytes))
        #expect(try marked(again, all([1])) == again)
    }

    /// A program may keep the names of styles and give that of the style before to another one.
    @Test func aNameAloneIsNoProof() throws {
        let once = try marked(document.bytes, all())
        let styles = try documentPart("content.xml", of: once)
        let red = DocumentToMark.style("red", "fo:background-color='#ff0000' " + Self.border)
        try #require(styles.contains(red))
        let blue = red.replacing("#ff0000", with: "#0000ff")
        let saved = try changed(once, [(red, blue)])
        let again = try marked(saved, all())
        #expect(try everythingRead(in: again)["KPIs.C1"] == " #FF0000")
        #expect(try marked(again, all()) == again)
    }

    @Test func notesOfPeopleStay() throws {
        let once = try marked(document.bytes, all())
        let saved = try changed(
            once,
            [
                // People write into kpilint's note, and programs join the lines of notes.
                (
                    "<text:p>kpilint: one</text:p>",
                    "<text:p>we know</text:p><text:p>────────</text:p><text:p>kpilint: one</text:p>"
                ),
                (
                    "<text:p>ask HR</text:p><text:p>────────</text:p><text:p>kpilint: two</text:p>",
                    "<text:p>ask HR<text:line-break/>today<text:line-break/>────────<text:line-break/>kpilint: two</text:p>"
                ),
            ])
        let notes = try everythingRead(in: saved)
        #expect(
            notes["KPIs.A1 note"] == "we know" && notes["KPIs.B1 note"] == "ask HR\ntoday"
                && notes["KPIs.C1 note"] == nil)
        for marks in [all(), WorkbookMarks()] { #expect(try everythingRead(in: marked(saved, marks)) == notes) }
        #expect(
            try sheetContent(of: marked(saved, all())).contains(
                "<text:p>today</text:p><text:p>────────</text:p><text:p>kpilint: two"))
    }

    /// Cells of kpilint's sheets that people have copied keep their look.
    @Test func copiedCellsKeepTheirLook() throws {
        let once = try marked(document.bytes, all())
        let saved = try changed(
            once,
            [
                (
                    "<table:table-cell table:number-columns-repeated='2'/>",
                    "<table:table-cell table:style-name='kpilint-look-header'/><table:table-cell/>"
                )
            ])
        let again = try marked(saved, all())
        let text = try documentPart("content.xml", of: again)
        #expect(text.matches(of: /style:name="kpilint-look-header"/).count == 1)
        #expect(text.contains("style:name=\"kpilint-2-look-header\""))
        #expect(try marked(again, all()) == again)
    }

    /// Without the property a document is no marked copy, whatever it looks like.
    @Test func aDocumentWithoutThePropertyIsNoMarkedCopy() throws {
        let once = try marked(document.bytes, all())
        let bare = try changed(once, part: "meta.xml", [("kpilint sheet", "other sheet")])
        #expect(try everythingRead(in: bare)["KPIs.A1"] == "a #E0CDF1")
        #expect(try everythingRead(in: bare)["KPIs.A1 note"] == "kpilint: one\nWhat to do: x")
    }

    @Test func bordersThatAreTooLongToNoteAreLostAndThatIsSaid() throws {
        let sides = ["top", "bottom", "left", "right"].map {
            "fo:border-\($0)='0.5pt solid #123456 \(String(repeating: "x", count: 60))'"
        }
        var document = DocumentToMark("<table:table-row><table:table-cell table:style-name='long'/></table:table-row>")
        document.styles = DocumentToMark.style("long", sides.joined(separator: " "))
        let copy = try WorkbookMarking.marked(
            document.bytes, with: documentMarks(["A1": CellMark(.atFault)], filled: [1]))
        #expect(try documentPart("content.xml", of: copy.bytes).contains("2.5pt solid #7030a0"))
        #expect(copy.notices.count == 1 && copy.notices[0].contains("are lost when"))
    }
}
