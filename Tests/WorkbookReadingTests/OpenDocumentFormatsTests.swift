// Number formats of OpenDocument, as LibreOffice writes them for Excel's codes.

import SmallWorkbooks
import Tables
import Testing
import WorkbookReading

@Suite struct OpenDocumentFormatsTests {
    /// What the cells of a column show, each given from its attributes to its end, under data styles of which the one
    /// of all cells is called `N`.
    private func shown(_ cells: [String], styles: String) throws -> [String] {
        let names = [
            "office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'",
            "table='urn:oasis:names:tc:opendocument:xmlns:table:1.0'",
            "text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'",
            "style='urn:oasis:names:tc:opendocument:xmlns:style:1.0'",
            "number='urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0'",
        ]
        func row(_ cell: String) -> String { "<table:table-row>\(cell)</table:table-row>" }
        func header(_ text: String) -> String {
            "<table:table-cell office:value-type='string'><text:p>\(text)</text:p></table:table-cell>"
        }
        let content =
            "<office:document-content \(names.map { "xmlns:" + $0 }.joined(separator: " "))>"
            + "<office:automatic-styles>\(styles)"
            + "<style:style style:name='c' style:family='table-cell' style:data-style-name='N'/>"
            + "</office:automatic-styles><office:body><office:spreadsheet><table:table table:name='S'>"
            + row(header("ref") + header("value"))
            + cells.map { row(header("r") + "<table:table-cell table:style-name='c' " + $0) }.joined()
            + "</table:table></office:spreadsheet></office:body></office:document-content>"
        let bytes = package(of: [
            ("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8)),
            ("content.xml", Array(content.utf8)),
        ])
        let source = MemorySource(name: "q.ods", bytes: bytes)
        let tables = try WorkbookFormat().tables(in: source, SourceOptions())
        return try records(of: try #require(tables.first)).map { $0[2] }
    }

    private func figure(_ value: String) -> String { "office:value-type='float' office:value='\(value)'/>" }

    private func style(_ content: String) -> String {
        "<number:number-style style:name='N'>\(content)</number:number-style>"
    }

    /// The accounting format: three conditions, and a style of its own for texts.
    @Test func aStyleForTextsHasThreeSectionsForFigures() throws {
        func section(_ number: Int, _ content: String) -> String {
            "<number:number-style style:name='P\(number)'>\(content)</number:number-style>"
        }
        func text(_ text: String) -> String { "<number:text>\(text)</number:text>" }
        let digits = "<number:number number:decimal-places='0' number:min-integer-digits='1' number:grouping='true'/>"
        func styles(_ conditions: [String]) -> String {
            section(0, text("£") + digits) + section(1, text("(") + digits + text(")")) + section(2, text("-"))
                + "<number:text-style style:name='N'>" + text("*") + "<number:text-content/>"
                + conditions.enumerated().map {
                    "<style:map style:condition='value()\($1)' style:apply-style-name='P\($0)'/>"
                }.joined() + "</number:text-style>"
        }
        let cells = ["1234", "-60300", "0"].map(figure) + ["office:value-type='string' office:string-value='nil'/>"]
        #expect(try shown(cells, styles: styles(["&gt;0", "&lt;0", "=0"])) == ["£1,234", "(60,300)", "-", "*nil"])
        #expect(
            try shown(cells, styles: styles(["&gt;=100", "&lt;=-100", "&gt;-100"])) == [
                "£1,234", "(60,300)", "-", "*nil",
            ])
    }

    @Test(arguments: [
        // 000-00-0000
        (
            "<number:number number:decimal-places='0' number:min-integer-digits='9'>TEXTS</number:number>",
            [(6, "-"), (4, "-")], "23456789", "023-45-6789"
        ),
        // (###) ###-####
        (
            "<number:text>(</number:text><number:number number:decimal-places='0' number:min-integer-digits='0'>TEXTS"
                + "</number:number>",
            [(7, ") "), (4, "-")], "2018675309", "(201) 867-5309"
        ),
        // #,##0\x000 cannot be grouped at the text
        (
            "<number:number number:decimal-places='0' number:min-integer-digits='4' number:grouping='true'>TEXTS"
                + "</number:number>", [(3, "x")], "1234567", "1,234,x567"
        ),
        (
            "<number:number number:decimal-places='2' number:min-decimal-places='2' number:min-integer-digits='1'>TEXTS"
                + "</number:number>", [(0, "a"), (-1, "b"), (-2, "c"), (-3, "d")], "5.25", "5a.b2c5d"
        ),
        (
            "<number:number number:decimal-places='0' number:min-integer-digits='1'>TEXTS</number:number>",
            [(Int.max, "x"), (Int.min, "y")], "5", "x5"
        ),
    ])
    func textsAmongDigits(content: String, texts: [(Int, String)], value: String, expected: String) throws {
        let embedded = texts.map {
            "<number:embedded-text number:position='\($0.0)'>\($0.1)</number:embedded-text>"
        }
        let styles = style(content.replacing("TEXTS", with: embedded.joined()))
        #expect(try shown([figure(value)], styles: styles) == [expected])
    }

    @Test(arguments: [
        // # ??/100
        (
            "<number:fraction number:min-integer-digits='0' number:min-numerator-digits='2'"
                + " number:denominator-value='100'/>", "-1.2", "-1 20/100"
        ),
        (
            "<number:fraction number:min-integer-digits='1' number:min-numerator-digits='1'"
                + " number:min-denominator-digits='1'/>", "0.5", "0 1/2"
        ),
        // ##0.0E+0
        (
            "<number:scientific-number number:decimal-places='1' number:min-integer-digits='1'"
                + " number:min-exponent-digits='1' number:exponent-interval='3' number:forced-exponent-sign='true'/>",
            "123456789000", "123.5E+9"
        ),
        (
            "<number:scientific-number number:decimal-places='2' number:min-decimal-places='1'"
                + " number:min-integer-digits='2' number:min-exponent-digits='2' number:forced-exponent-sign='false'/>",
            "150000", "15.0E04"
        ),
        // #,###.00, from which LibreOffice leaves out the number of digits
        (
            "<number:number number:decimal-places='2' number:min-decimal-places='2' number:grouping='true'/>",
            "0.99", ".99"
        ),
        (
            "<number:number number:decimal-places='0' number:min-integer-digits='1' number:grouping='true'/>",
            "1234567", "1,234,567"
        ),
        // 0.0?"|"
        (
            "<number:number number:decimal-places='2' number:min-decimal-places='1' number:min-integer-digits='1'"
                + " number:decimal-replacement=' '/><number:text>|</number:text>", "1.5", "1.5 |"
        ),
        (
            "<number:number number:decimal-places='2' number:min-decimal-places='0' number:min-integer-digits='1'"
                + " number:decimal-replacement=''/>", "1.5", "1.5"
        ),
    ])
    func partsOfFormats(content: String, value: String, expected: String) throws {
        #expect(try shown([figure(value)], styles: style(content)) == [expected])
    }

    /// A formula that is true or false has the figure 1 or 0, and a word as its text; no other cell is taken for one.
    @Test func truthValuesOfFormulas() throws {
        func cell(_ value: String, _ text: String, formula: String = "table:formula='of:=TRUE()' ") -> String {
            "\(formula)office:value-type='float' office:value='\(value)'><text:p>\(text)</text:p></table:table-cell>"
        }
        let cells = [
            cell("1", "TRUE"), cell("0", "FALSCH"), cell("1", "1"), cell("2", "TRUE"), cell("1", "TRUE", formula: ""),
            cell("1", "#TRUE"),
        ]
        let general = style("<number:number number:min-integer-digits='1'/>")
        #expect(try shown(cells, styles: general) == ["TRUE", "FALSE", "1", "2", "1", "1"])
        // A word that a format shows is no such value.
        let word = style("<number:text>yes</number:text>")
        #expect(try shown([cell("1", "yes")], styles: word) == ["yes"])
    }

    /// Day and month in the order and with the digits of the reader's locale, where the style leaves both to it.
    @Test(arguments: [
        (" number:automatic-order='true' number:format-source='language'", ["month", "day"], "03/02/24"),
        (" number:automatic-order='true' number:format-source='language'", ["day", "month"], "03/02/24"),
        (" number:automatic-order='true'", ["month", "day"], "3/2/24"),
        (" number:format-source='language'", ["month", "day"], "2/3/24"),
    ])
    func shortDates(attributes: String, parts: [String], expected: String) throws {
        let content = parts.map { "<number:\($0)/><number:text>/</number:text>" }.joined() + "<number:year/>"
        let styles = "<number:date-style style:name='N'\(attributes)>\(content)</number:date-style>"
        #expect(try shown(["office:value-type='date' office:date-value='2024-02-03'/>"], styles: styles) == [expected])
    }

    /// LibreOffice writes days of any number as hours.
    @Test func lengthsOfTimeMayBeLong() throws {
        let styles =
            "<number:time-style style:name='N' number:truncate-on-overflow='false'><number:hours/>"
            + "<number:text>:</number:text><number:minutes number:style='long'/></number:time-style>"
        let cells = [
            "PT29629629H21M35.999997854S", "-PT2962956H30M00S", "PT999999999999999H00M00S",
            "PT9999999999999999H00M00S", "PT999999999999999H999999999999999H999999999999999H",
        ].map { "office:value-type='time' office:time-value='\($0)'/>" }
        let figures = try shown(cells, styles: styles)
        #expect(figures.prefix(2) == ["29629629:21", "-2962956:30"])
        #expect(
            figures.suffix(2) == ["PT9999999999999999H00M00S", "PT999999999999999H999999999999999H999999999999999H"])
        #expect(figures.count == 5)
    }
}
