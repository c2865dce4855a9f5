// Places in rule files, and the nearest of some names.

import Diagnostics
import Testing

@Suite struct SourceFileTests {
    @Test(arguments: [
        ("a\nb", 0, 1, 1), ("a\nb", 2, 2, 1), ("a\r\nb", 3, 2, 1), ("a\rb", 2, 2, 1),
        // Columns count scalars, not bytes: the pound sign takes two bytes, the face four.
        ("£😀x", 6, 1, 3), ("£😀x", 7, 1, 4), ("", 0, 1, 1), ("a\n", 2, 2, 1),
    ])
    func findsPlaces(_ text: String, _ offset: Int, _ line: Int, _ column: Int) {
        let file = SourceFile(name: "x.rules", text: text)
        #expect(file.position(at: offset) == SourcePosition(line: line, column: column))
    }

    @Test func givesLinesWithoutTheirEnds() {
        let file = SourceFile(name: "x.rules", text: "one\r\ntwo\n\nfour")
        #expect((0...5).map { file.lineText($0) } == ["", "one", "two", "", "four", ""])
    }

    @Test func clampsRangesAndMendsBytes() {
        let file = SourceFile(name: "x.rules", bytes: [0x61, 0xFF, 0x62])
        #expect(file.text(0..<99) == "a\u{FFFD}b")
    }
}

@Suite struct NearestTests {
    @Test(
        arguments: [
            ("vlaue", "value"), ("Traget", "target"), ("commentry", "commentary"), ("xyz", nil), ("", nil),
            ("targets", "target"), ("a", nil), ("rg", "rag"), ("tag", "rag"),
        ] as [(String, String?)])
    func finds(_ name: String, _ expected: String?) {
        #expect(nearest(to: name, in: ["value", "target", "commentary", "rag"]) == expected)
    }

    @Test func oneLetterIsNearToNoOther() {
        #expect(nearest(to: "X", in: ["G", "A", "XY"]) == nil)
        #expect(nearest(to: "g", in: ["A", "G"]) == "G")
    }

    @Test func equalDistancesGoByOrder() {
        #expect(nearest(to: "kpi2", in: ["kpi1", "kpi3"]) == "kpi1")
    }
}
