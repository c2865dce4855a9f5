// Areas of cells as people write them, and headers that stand on several lines.

import Tables
import Testing

@Suite struct CellAreaTests {
    @Test(arguments: [
        ("B4:H60", "B4:H60"), ("$b$4:$h$60", "B4:H60"), ("A1:A1", "A1:A1"), ("B4:H", "B4:H"), ("B:H", "B:H"),
        ("B1:H60", "B1:H60"), ("A1:XFD1048576", "A:XFD"), ("aa10:AB11", "AA10:AB11"),
    ])
    func isRead(_ text: String, as name: String) { #expect(CellArea(text)?.name == name) }

    @Test(arguments: [
        "", "B4", "B4:", ":H60", "4:60", "B60:H4", "H4:B60", "B0:H6", "B4:XFE9", "B4:H1048577", "B4:H60:J9", "B4-H60",
        "É4:H60", "B4:H6٠", "BBBB4:H60", "B99999999999999999999:H",
    ])
    func isNone(_ text: String) { #expect(CellArea(text) == nil) }

    @Test func linesOfAHeaderAreJoined() {
        #expect(
            joinedHeader([["Ref", "Q1", "", "Q2", ""], ["", "a", "b", "a"]]) == ["Ref", "Q1 a", "Q1 b", "Q2 a", ""])
        // What nothing goes on below spreads over nothing.
        #expect(joinedHeader([["Ref", "", "Q1"], ["", "Name", "a\nb [note 2]"]]) == ["Ref", "Name", "Q1 a b"])
        #expect(joinedHeader([["Q", "", ""], ["a", "", "b"], ["1", "2", "3"]]) == ["Q a 1", "Q a 2", "Q b 3"])
        #expect(joinedHeader([]).isEmpty)
    }
}
