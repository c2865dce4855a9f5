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
        #expect(nearest(to: "A\u{2013}", in: ["A+", "A", "A-"]) == "A-")
    }

    /// Names of few letters, so that many are near to each other, against a search that computes every distance in
    /// full.
    @Test(arguments: 1...60) func findsWhatAPlainSearchFinds(_ seed: Int) {
        var random = SystemRandomNumberGenerator()
        func name() -> String {
            let length = Int.random(in: 0...(seed % 12 + 1), using: &random)
            return String((0..<length).map { _ in "abcdé".randomElement(using: &random) ?? "a" })
        }
        let names = (0..<40).map { _ in name() }
        let index = NameIndex(names)
        for _ in 0..<40 {
            let wanted = name()
            #expect(index.nearest(to: wanted) == plainNearest(to: wanted, in: names), "\(wanted) in \(names)")
        }
    }

    /// The same with every distance computed from its definition.
    private func plainNearest(to name: String, in names: [String]) -> Int? {
        let left = Array(name.unicodeScalars)
        var best: (index: Int, distance: Int)?
        for (index, other) in names.enumerated() {
            let right = Array(other.unicodeScalars)
            var table = [[Int]](repeating: Array(0...right.count), count: left.count + 1)
            for row in 0...left.count { table[row][0] = row }
            for row in stride(from: 1, through: left.count, by: 1) {
                for column in stride(from: 1, through: right.count, by: 1) {
                    let isSame = left[row - 1] == right[column - 1]
                    var value = min(table[row - 1][column], table[row][column - 1]) + 1
                    value = min(value, table[row - 1][column - 1] + (isSame ? 0 : 1))
                    if row > 1, column > 1, left[row - 1] == right[column - 2], left[row - 2] == right[column - 1] {
                        value = min(value, table[row - 2][column - 2] + 1)
                    }
                    table[row][column] = value
                }
            }
            let distance = table[left.count][right.count]
            let allowed = min(max(1, max(left.count, right.count) / 3), min(left.count, right.count) / 2)
            if distance <= allowed, distance < best?.distance ?? .max { best = (index, distance) }
        }
        return best?.index
    }

    @Test func stopsWhereTheBudgetEnds() {
        let index = NameIndex((0..<1_000).map { "column \($0)" })
        var budget = 1_000_000
        var found = 0
        for number in 0..<1_000 where index.nearest(to: "colunm \(number)", budget: &budget) != nil { found += 1 }
        #expect(found > 0 && found < 1_000 && budget <= 0)
    }

    @Test func equalDistancesGoByOrder() {
        #expect(nearest(to: "kpi2", in: ["kpi1", "kpi3"]) == "kpi1")
    }
}
