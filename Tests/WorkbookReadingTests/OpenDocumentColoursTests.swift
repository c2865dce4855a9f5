// What is said of colours in OpenDocument workbooks that are not those of the cells.

import Tables
import Testing
import WorkbookReading

@Suite struct OpenDocumentColoursTests {
    /// A workbook whose sheet has a space in its name, and a column with a conditional format.
    private func notices(targets: String) throws -> [String] {
        let names = [
            "office='urn:oasis:names:tc:opendocument:xmlns:office:1.0'",
            "table='urn:oasis:names:tc:opendocument:xmlns:table:1.0'",
            "text='urn:oasis:names:tc:opendocument:xmlns:text:1.0'",
            "calcext='urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0'",
        ]
        func row(_ cells: [String]) -> String {
            "<table:table-row>"
                + cells.map { "<table:table-cell office:value-type='string'><text:p>\($0)</text:p></table:table-cell>" }
                .joined() + "</table:table-row>"
        }
        let content =
            "<office:document-content \(names.map { "xmlns:" + $0 }.joined(separator: " "))><office:body><office:spreadsheet>"
            + "<table:table table:name='Q2 KPIs'>" + row(["ref", "rag"]) + row(["1", "Green"]) + row(["2", "Red"])
            + "<calcext:conditional-formats><calcext:conditional-format calcext:target-range-address=\"\(targets)\">"
            + "<calcext:condition/></calcext:conditional-format></calcext:conditional-formats>"
            + "</table:table></office:spreadsheet></office:body></office:document-content>"
        let bytes = package(of: [
            ("mimetype", Array("application/vnd.oasis.opendocument.spreadsheet".utf8)),
            ("content.xml", Array(content.utf8)),
        ])
        var options = SourceOptions()
        options.fields = { header in
            var fields = HeaderFields()
            if let rag = header.firstIndex(of: "rag") { fields.fills = [rag: [.green: ["Green"]]] }
            return fields
        }
        let tables = try WorkbookFormat().tables(in: MemorySource(name: "q.ods", bytes: bytes), options)
        let table = try #require(tables.first)
        try table.settle()
        return table.remarks.map(\.words)
    }

    @Test(arguments: ["'Q2 KPIs'.B2:'Q2 KPIs'.B3", "'Q2 KPIs'.D9 'Q2 KPIs'.$B$1:'Q2 KPIs'.$B$3", "Q2.A1:Q2.C9"])
    func coloursByConditionsAreNamed(_ targets: String) throws {
        #expect(try notices(targets: targets).contains { $0.contains("“rag”: colours that follow from conditions") })
    }

    @Test(arguments: ["'Q2 KPIs'.A2:'Q2 KPIs'.A3", "", "nonsense"])
    func thoseOfOtherColumnsAreNot(_ targets: String) throws {
        #expect(try notices(targets: targets).allSatisfy { !$0.contains("conditions") })
    }
}
