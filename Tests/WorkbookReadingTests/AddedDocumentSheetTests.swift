// Sheets that are added to OpenDocument workbooks, and new documents.

import SmallWorkbooks
import Tables
import Testing

@testable import Packages
@testable import WorkbookReading

@Suite struct AddedDocumentSheetTests {
    private func opened(_ bytes: [UInt8]) throws -> OpenDocumentWorkbook {
        try OpenDocumentWorkbook(PackageArchive(PackageMemory(bytes)))
    }

    @Test func sheetsAreTheLastAndCanBeFiltered() throws {
        var document = DocumentToMark("<table:table-row/>")
        document.behind =
            "<table:named-expressions/><table:database-ranges><table:database-range table:name='mine' "
            + "table:target-range-address='KPIs.A1:KPIs.B2'/></table:database-ranges><table:dde-links/>"
        let copy = try WorkbookMarking.marked(
            document.bytes, with: documentMarks([:], sheets: [listedFindings(), listedFindings("Ro'les")]))
        let text = try documentPart("content.xml", of: copy.bytes)
        let order = [
            "'KPIs'", "\"Findings\"", "\"Ro&apos;les\"", "<table:named-expressions/>", "'mine'", "<table:dde-links/>",
        ]
        #expect(order.compactMap { text.firstRange(of: $0)?.lowerBound }.count == order.count)
        #expect(
            order.compactMap { text.firstRange(of: $0)?.lowerBound }
                == order.compactMap { text.firstRange(of: $0)?.lowerBound }.sorted())
        #expect(
            text.contains(
                "table:target-range-address=\"&apos;Ro&apos;&apos;les&apos;.A2:&apos;Ro&apos;&apos;les&apos;.B3\" "
                    + "table:display-filter-buttons=\"true\"/></table:database-ranges>"))
        #expect(text.contains("<table:table-header-rows><table:table-row"))
        #expect(text.contains("table:visibility=\"collapse\"/>"))
        let workbook = try opened(copy.bytes)
        #expect(workbook.sheets.map(\.name) == ["KPIs", "Findings", "Ro'les"])
        #expect(workbook.ownMarks == OwnMarks(sheets: ["Findings", "Ro'les"], borders: [], isOfText: false))
    }

    /// Where documents have no such part, or one without a view, it is made.
    @Test(arguments: [
        nil, "<office:settings/>", "",
        "<office:settings><config:config-item-set config:name='ooo:view-settings'><config:config-item "
            + "config:name='VisibleAreaTop'>0</config:config-item></config:config-item-set></office:settings>",
        "<office:settings><config:config-item-set config:name='ooo:view-settings'><config:config-item-map-indexed "
            + "config:name='Views'><config:config-item-map-entry><config:config-item-map-named config:name='Tables'>"
            + "<config:config-item-map-entry config:name='KPIs'><config:config-item config:name='VerticalSplitMode'>2"
            + "</config:config-item></config:config-item-map-entry></config:config-item-map-named><config:config-item "
            + "config:name='ActiveTable' config:type='string'>KPIs</config:config-item></config:config-item-map-entry>"
            + "</config:config-item-map-indexed></config:config-item-set></office:settings>",
    ])
    func theFirstIsInFrontWithItsHeaderInSight(_ settings: String?) throws {
        var document = DocumentToMark("<table:table-row/>")
        let spaces =
            "xmlns:office='urn:oasis:names:tc:opendocument:xmlns:office:1.0' "
            + "xmlns:config='urn:oasis:names:tc:opendocument:xmlns:config:1.0'"
        let manifest = "xmlns:m='urn:oasis:names:tc:opendocument:xmlns:manifest:1.0'"
        document.parts = [
            ("META-INF/manifest.xml", "<m:manifest \(manifest)><m:file-entry m:full-path='/'/></m:manifest>")
        ]
        if let settings {
            document.parts.append(
                ("settings.xml", "<office:document-settings \(spaces)>\(settings)</office:document-settings>"))
        }
        let all = documentMarks([:], sheets: [listedFindings(), listedFindings("Rules")])
        let copy = try WorkbookMarking.marked(document.bytes, with: all)
        let text = try documentPart("settings.xml", of: copy.bytes)
        #expect(text.matches(of: /"ActiveTable" config:type="string">Findings</).count == 1)
        #expect(text.matches(of: /ActiveTable/).count == 1)
        #expect(text.matches(of: /VerticalSplitPosition" config:type="int">2</).count == 2)
        #expect(settings?.contains("'KPIs'>") ?? false == text.contains("'KPIs'>"))
        let list = try documentPart("META-INF/manifest.xml", of: copy.bytes)
        #expect(list.contains("m:full-path=\"settings.xml\"") == (settings == nil))
        #expect(list.contains("m:full-path=\"meta.xml\" m:media-type=\"text/xml\"/>"))
        #expect(try WorkbookMarking.marked(copy.bytes, with: all).bytes == copy.bytes)
    }

    /// Text cannot act, and what is written is what is read.
    @Test func textsAreTextsWhateverTheySay() throws {
        let texts = [
            "=HYPERLINK(\"x\")", "a & b < c > \"d\" 'e'", "</text:p></table:table-cell><evil/>", " two  spaces ",
            "tab\tand\nlines\n",
            "bell \u{7} and \u{FFFF}", "£👩‍👩‍👧 \u{202E}right", "]]>", "&#61;", "7", "",
        ]
        let shown = texts.map { $0.replacing("\u{7}", with: "␇").replacing("\u{FFFF}", with: "\u{FFFD}") }
        let link = (sheet: "Q2 'x' & <y>", place: SheetPlace(row: 121, column: 8))
        let cells = texts.map { AddedSheet.Cell($0) } + texts.map { AddedSheet.Cell($0, .query, link: link) }
        let document = DocumentToMark("<table:table-row><table:table-cell/></table:table-row>")
        let note = "kpilint: " + texts.joined(separator: "|")
        let copy = try WorkbookMarking.marked(
            document.bytes,
            with: documentMarks(["A1": CellMark(.atFault, note: note)], sheets: [listedFindings("A & <b>", cells)]))
        let workbook = try opened(copy.bytes)
        #expect(workbook.sheets[1].name == "A & <b>")
        let content = try workbook.content(of: 1, rows: nil, withFilled: false)
        let shower = CellShower(workbook)
        let found = (1...cells.count).map { column in
            content.storedCell(row: 3, column: column).map { shower.text($0, of: content) } ?? ""
        }
        #expect(found == shown + shown)
        #expect(content.cells.allSatisfy { $0.kind == .ownText && !$0.isFormula })
        let text = try documentPart("content.xml", of: copy.bytes)
        #expect(
            text.contains(
                "xlink:href=\"#&apos;Q2 &apos;&apos;x&apos;&apos; &amp; &lt;y&gt;&apos;.H121\" xlink:type=\"simple\">"))
        #expect(text.matches(of: /xlink:href="[^#]/).isEmpty && !text.contains("table:formula"))
        // A blank cell leads nowhere.
        #expect(text.matches(of: #/<text:a /#).count == texts.count - 1 + 2)
    }

    @Test func aFullSheetSaysWhatIsMissing() throws {
        let root = Array("<o xmlns='urn:oasis:names:tc:opendocument:xmlns:office:1.0'/>".utf8)
        let scanner = try XMLScanner(PartStream(root, name: "content.xml"))
        _ = try scanner.next()
        for (count, expected) in [(3, 3), (4, 4), (5, 4), (9, 4)] {
            let sheet = AddedSheet(name: "F", columns: []) { take in
                for number in 1...count { take([AddedSheet.Cell("row \(number)")]) }
            }
            let looks = AddedSheetLooks(try MarkingPrefixes(scanner), stylePrefix: "kpilint-", [sheet])
            var packing = PartPacking("content.xml")
            var notices: [String] = []
            let rows = try AddedDocumentSheet(sheet, name: "F", looks, mostRows: 4).write(into: &packing, &notices)
            let part = try packing.finish()
            #expect(rows == expected)
            let file = newPackage([("content.xml", part)])
            let text = String(decoding: try PackageArchive(PackageMemory(file)).content("content.xml"), as: UTF8.self)
            #expect(text.matches(of: /<table:table-row/).count == expected)
            #expect(text.contains("row 4") == (count == 4))
            #expect(text.contains("\(count - 3) more rows have no room on this sheet") == (count > 4))
            #expect(notices == (count > 4 ? ["“F” is full: \(count - 3) rows of it are missing"] : []))
        }
    }

    // MARK: New documents

    private func newDocument(_ rows: [(Int, [String])]) throws -> [UInt8] {
        try WorkbookMarking.workbook(
            of: PlainSheet(name: "q2 & <x>") { take throws(ReadError) in
                for (number, cells) in rows { try take(number, cells) }
            }, .openDocument)
    }

    @Test func aNewDocumentHoldsTexts() throws {
        var rows: [(Int, [String])] = [
            (1, ["ref", "value"]), (2, ["K1", "92.4%"]), (5, ["", "=1+1", "<b> & c\nd"]), (7, []),
            (8, ["007", "2024-01-31"]),
        ]
        for number in 9...400 { rows.append((number, ["K\(number)", "x"])) }
        let bytes = try newDocument(rows)
        // Programs know the kind of file by its first part.
        #expect(Array(bytes[30..<84]) == Array("mimetypeapplication/vnd.oasis.opendocument.spreadsheet".utf8))
        var expected: [String: String] = ["q2 & <x> rules": "0 [] []"]
        for (number, cells) in rows {
            for (column, text) in cells.enumerated() where !text.isEmpty {
                expected["q2 & <x>." + cellName(row: number, column: column + 1)] = text
            }
        }
        #expect(try everythingRead(in: bytes) == expected)
        var all = documentMarks([:], sheets: [listedFindings()])
        all.isOfText = true
        let own = try WorkbookMarking.marked(bytes, with: all)
        #expect(try opened(own.bytes).ownMarks == OwnMarks(sheets: ["Findings"], borders: [], isOfText: true))
        #expect(try everythingRead(in: own.bytes) == expected)
        let again = try WorkbookMarking.marked(own.bytes, with: documentMarks([:], sheets: [listedFindings()]))
        #expect(again.bytes == own.bytes)
        #expect(try everythingRead(in: newDocument([])) == ["q2 & <x> rules": "0 [] []"])
    }

    @Test func whatNoSheetHoldsIsAnError() throws {
        #expect(throws: ReadError.self) { try newDocument([(1_048_577, ["x"])]) }
        #expect(throws: ReadError.self) { try newDocument([(1, [String](repeating: "x", count: 16_385))]) }
        #expect(throws: ReadError.notFound) {
            try WorkbookMarking.workbook(
                of: PlainSheet(name: "x") { _ throws(ReadError) in throw .notFound }, .openDocument)
        }
    }
}
