// Rows that OpenDocument writes once for many.

import SmallWorkbooks
import Testing

@testable import Packages
@testable import WorkbookReading

@Suite struct RepeatedRowsTests {
    /// A file of some hundred bytes may have a million rows: their cells are kept once.
    @Test func keepsTheirCellsOnce() throws {
        let spaces = ["office", "table", "text"].map {
            " xmlns:\($0)='urn:oasis:names:tc:opendocument:xmlns:\($0):1.0'"
        }
        func row(_ times: Int, _ value: Int, _ columns: Int) -> String {
            "<table:table-row table:number-rows-repeated='\(times)'><table:table-cell table:number-columns-repeated="
                + "'\(columns)' office:value-type='float' office:value='\(value)'/></table:table-row>"
        }
        let content =
            "<office:document-content\(spaces.joined())><office:body><office:spreadsheet><table:table table:name='Q'>"
            + row(1, 1, 2) + row(100_000, 2, 16) + row(3, 3, 1)
            + "</table:table></office:spreadsheet></office:body></office:document-content>"
        let bytes = package(of: [("content.xml", Array(content.utf8))])
        let workbook = try OpenDocumentWorkbook(PackageArchive(PackageMemory(bytes)))
        let sheet = try workbook.content(of: 0, rows: nil, withFilled: false)
        #expect(sheet.cells.count == 2 + 16 + 1 && sheet.rows.count == 1 + 100_000 + 3)
        #expect(sheet.rows.map(\.number) == Array(1...100_004))
        func value(_ row: Int, _ column: Int) -> Int64? { sheet.storedCell(row: row, column: column)?.payload }
        #expect([value(1, 2), value(2, 16), value(100_001, 16), value(100_002, 1)] == [1, 2, 2, 3])
        #expect([value(1, 3), value(100_001, 17), value(100_002, 2), value(100_004, 1)] == [nil, nil, nil, 3])
    }
}
