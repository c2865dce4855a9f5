// Names of cells, and places in every unit.

import Locations
import Testing

@Suite struct CellLocationTests {
    @Test(
        "spreadsheets' names of columns",
        arguments: [(1, "A"), (26, "Z"), (27, "AA"), (52, "AZ"), (702, "ZZ"), (703, "AAA"), (16_384, "XFD")])
    func namesColumns(_ column: Int, _ name: String) { #expect(columnName(column) == name) }

    @Test("a cell of a sheet, and merged ones")
    func countsRowsAndColumns() {
        let cell = SheetExtent(row: 121, column: 8)
        #expect(cell.cellName == "H121")
        let merged = CellLocation.sheet(SheetExtent(row: 4, column: 2, rowCount: 3, columnCount: 2))
        #expect([merged.line, merged.endLine, merged.column, merged.endColumn] == [4, 6, 2, 4])
        #expect([merged.byteColumn, merged.endUTF16Column] == [2, 4])
        #expect(SheetExtent(row: 0, column: -3, rowCount: 0) == SheetExtent(row: 1, column: 1))
    }

    @Test("numbers that no sheet has, and texts longer than any")
    func countsAsFarAsItCan() {
        let most = Int(UInt32.max)
        let extent = SheetExtent(row: .max, column: .max, rowCount: .max, columnCount: .max)
        let far = CellLocation.sheet(extent)
        #expect([far.line, far.endLine, far.column, far.endColumn] == [most, 2 * most - 1, most, 2 * most])
        #expect(extent.name == extent.cellName + ":" + columnName(2 * most - 1) + String(2 * most - 1))
        let long = TextExtent(
            line: 1, offset: 0, lines: most + 1, length: most + 7, start: TextColumn(), end: TextColumn())
        #expect(long.endLine == 1 + most && long.bytes == 0..<most)
    }

    @Test("columns of a text in every unit")
    func countsInUnits() {
        let text = Array("£👩x".utf8)
        let start = TextColumn(behind: text.prefix(2))
        let end = TextColumn(behind: text.prefix(6))
        let place = CellLocation.text(TextExtent(line: 3, offset: 40, lines: 1, length: 4, start: start, end: end))
        #expect([place.line, place.endLine] == [3, 4])
        #expect([place.column, place.endColumn] == [2, 3])
        #expect([place.byteColumn, place.endByteColumn] == [3, 7])
        #expect([place.utf16Column, place.endUTF16Column] == [2, 4])
    }
}
