// Statuses from colours that follow from conditions, in OpenDocument.

import SmallWorkbooks
import Tables
import Testing

@testable import WorkbookReading

@Suite struct OpenDocumentColoursTests {
    /// A workbook whose sheet has a space in its name, with conditional formats in LibreOffice's form or, for older
    /// programs, among the styles.
    private func table(
        _ values: [String], status: String = "", formats: String = "", maps: String = "", styles: String = "",
        more: String = ""
    ) throws -> any TableReader {
        let names = [
            "office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'",
            "table='urn:oasis:names:tc:opendocument:xmlns:table:1.0'",
            "text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'",
            "style='urn:oasis:names:tc:opendocument:xmlns:style:1.0'",
            "fo='urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0'",
            "calcext='urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0'",
        ].map { "xmlns:" + $0 }.joined(separator: " ")
        func cell(_ value: String, _ style: String = "") -> String {
            if value.isEmpty { return "<table:table-cell \(style)/>" }
            if value == "TRUE" {
                return "<table:table-cell \(style) office:value-type='boolean' office:boolean-value='true'/>"
            }
            if StoredFigure(value) != nil {
                return "<table:table-cell \(style) office:value-type='float' office:value='\(value)'/>"
            }
            return "<table:table-cell \(style) office:value-type='string'><text:p>\(value)</text:p></table:table-cell>"
        }
        func row(_ cells: [String]) -> String { "<table:table-row>\(cells.joined())</table:table-row>" }
        func style(_ name: String, _ inside: String, display: String = "") -> String {
            "<style:style style:name='\(name)' style:family='table-cell' \(display)>\(inside)</style:style>"
        }
        func fill(_ colour: String) -> String { "<style:table-cell-properties fo:background-color='\(colour)'/>" }
        let common =
            "<office:document-styles \(names)><office:styles>"
            + style("Good_5f_1", fill("#00b050"), display: "style:display-name='Good_1'")
            + style("Bad", fill("#ff0000"))
            + style("Clear", fill("transparent")) + style("Bold", "")
            + "</office:styles></office:document-styles>"
        let rows = values.enumerated().map { index, value in
            row([cell("K\(index + 1)"), cell(status, "table:style-name='ce1'"), cell(value)])
        }
        let content =
            "<office:document-content \(names)><office:automatic-styles>\(style("ce1", maps + styles))"
            + "</office:automatic-styles><office:body><office:spreadsheet><table:table table:name='Q2 KPIs'>"
            + row([cell("ref"), cell("rag"), cell("value")]) + rows.joined() + formats + "</table:table>\(more)"
            + "</office:spreadsheet></office:body></office:document-content>"
        let bytes = package(of: [
            ("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8)),
            ("styles.xml", Array(common.utf8)), ("content.xml", Array(content.utf8)),
        ])
        let tables = try WorkbookFormat().tables(in: MemorySource(name: "q.ods", bytes: bytes), fillOptions())
        let table = try #require(tables.first)
        try table.settle()
        return table
    }

    private func format(
        _ conditions: [(String, String)], _ cells: String = "'Q2 KPIs'.B2:'Q2 KPIs'.B9", base: String = "B2"
    )
        -> String
    {
        let own = conditions.map { condition, style in
            "<calcext:condition calcext:apply-style-name='\(style)' calcext:value=\"\(condition)\" "
                + "calcext:base-cell-address=\"'Q2 KPIs'.\(base)\"/>"
        }
        return
            "<calcext:conditional-format calcext:target-range-address=\"\(cells)\">\(own.joined())"
            + "</calcext:conditional-format>"
    }

    private func list(_ formats: String) -> String {
        "<calcext:conditional-formats>\(formats)</calcext:conditional-formats>"
    }

    private func read(
        _ values: [String], formats: String = "", maps: String = "", styles: String = "", more: String = ""
    ) throws -> String {
        try statuses(try table(values, formats: formats, maps: maps, styles: styles, more: more)).rows
    }

    @Test func theFirstConditionThatHoldsGivesItsStyle() throws {
        let formats = format([
            ("formula-is(AND(ISNUMBER([.$C2]);[.$C2]&gt;=90))", "Good_1"),
            ("formula-is([.$C2]=&quot;late&quot;)", "Bad"),
            ("formula-is([.C2]=7)", "Clear"),
        ])
        #expect(try read(["95", "late", "5", "7"], formats: list(formats)) == "Green Red - -")
        // A style without a fill is a style all the same.
        let bold = format([("formula-is([.$C2]=1)", "Bold"), ("formula-is(TRUE())", "Bad")])
        #expect(try read(["1", "2"], formats: list(bold)) == "- Red")
        #expect(try read(["1"], formats: list(format([("formula-is(1)", "Unheard of")]))) == "?")
    }

    /// The cells themselves are blank: nought.
    @Test(arguments: [
        ("&gt;5", "- - -"), ("&lt;5", "Red Red Red"), ("!=0", "- - -"), ("=&quot;&quot;", "Red Red Red"),
        ("&gt;[.C2]", "- - -"), ("&lt;=[.C2]", "Red Red Red"), ("!=[.C2]", "Red Red Red"),
        ("between(-1,[.$C$2])", "Red Red Red"),
        ("not-between(-1,[.$C$2])", "- - -"), ("contains-text(&quot;x&quot;)", "- - -"),
        ("not-contains-text(&quot;x&quot;)", "Red Red Red"),
        ("is-error", "- - -"), ("is-no-error", "Red Red Red"), ("top-elements(2)", "- - -"), ("above-average", "- - -"),
    ]) func cellsAreCompared(_ condition: String, _ expected: String) throws {
        #expect(try read(["3", "9", "x"], formats: list(format([(condition, "Bad")]))) == expected)
    }

    @Test func cellsAndAreasAreNamedWithTheirSheet() throws {
        let condition = [("formula-is([.$C2]=1)", "Bad")]
        for cells in ["'Q2 KPIs'.B2:'Q2 KPIs'.B3", "'Q2 KPIs'.D9 'Q2 KPIs'.$B$2:'Q2 KPIs'.$B$3", "Q2.A2:Q2.C9"] {
            #expect(try read(["1", "1"], formats: list(format(condition, cells))) == "Red Red", "\(cells)")
        }
        #expect(try read(["1"], formats: list(format(condition, "'Q2 KPIs'.A2:'Q2 KPIs'.A3"))) == "-")
        #expect(try read(["1"], formats: list(format(condition, "nonsense"))) == "?")
        #expect(try read(["1", "2"], formats: list(format(condition, base: "B3"))) == "- Red")
        let other =
            "<table:table table:name='Other'><table:table-row><table:table-cell office:value-type='float' "
            + "office:value='1'/></table:table-row></table:table>"
        #expect(
            try read(["1", "2"], formats: list(format([("formula-is([.$C2]=[$Other.$A$1])", "Bad")])), more: other)
                == "Red -")
    }

    @Test func whatCannotBeEvaluatedIsUnknown() throws {
        for condition in [
            "duplicate", "date-is", "nonsense(1)", "formula-is(COUNTIF([.B2:.B9];1))", "between(1)", "formula-is(",
        ] {
            #expect(try read(["1"], formats: list(format([(condition, "Bad")]))) == "?", "\(condition)")
        }
        #expect(
            try read(
                ["1"],
                formats: list(
                    "<calcext:conditional-format calcext:target-range-address='A.B2'><calcext:date-is calcext:style='Bad' "
                        + "calcext:date='today'/></calcext:conditional-format>"
                )) == "?")
    }

    /// A truth value or a figure in a cell is what the colour is about.
    @Test(arguments: ["", "TRUE", "7"]) func cellsOfAnyKindHaveTheirOwnFill(status: String) throws {
        let red = "<style:table-cell-properties fo:background-color='#ff0000'/>"
        #expect(try statuses(try table(["1", "2"], status: status, styles: red)).rows == "Red Red")
    }

    /// The form that all versions of OpenDocument have; where the other one is there too, it is left alone.
    @Test func conditionsOfStyles() throws {
        func map(_ condition: String, _ style: String, base: String = "style:base-cell-address=\"'Q2 KPIs'.B2\"")
            -> String
        {
            "<style:map style:condition=\"\(condition)\" style:apply-style-name='\(style)' \(base)/>"
        }
        let maps = map("is-true-formula([.$C2]&gt;=90)", "Good_5f_1") + map("cell-content()=0", "Bad")
        #expect(try read(["95", "5", "91"], maps: maps) == "Green Red Green")
        #expect(try read(["95"], maps: map("is-true-formula([.$C2]&gt;=90)", "Bad", base: "")) == "?")
        #expect(try read(["95"], maps: map("is-true-formula([.$C$2]&gt;=90)", "Bad", base: "")) == "Red")
        #expect(try read(["95"], maps: map("cell-content-is-between(-1,1)", "Bad")) == "Red")
        #expect(try read(["95"], maps: map("cell-content-is-not-between(-1,1)", "Bad")) == "-")
        let both = try read(["95", "5"], formats: list(format([("formula-is([.$C2]=5)", "Bad")])), maps: maps)
        #expect(both == "- Red")
        // The style's own fill is seen where no condition holds.
        let filled = "<style:table-cell-properties fo:background-color='#00b050'/>"
        #expect(try read(["1", "2"], maps: map("is-true-formula([.$C2]=1)", "Bad"), styles: filled) == "Red Green")
    }
}
