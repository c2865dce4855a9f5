// Keys of rows: grouped, repeated, found again.

import Quantities
import Testing

@testable import Evaluation

@Suite struct KeyTests {
    private func key(_ text: String) -> KeyHash { KeyForm.key(text) }

    @Test func tellsTextsApart() {
        let texts =
            ["", "a", "b", "ab", "ba", "a\u{0}", "1.1", "1.10", "E09000001", "E09000002"]
            + (1...70).flatMap { [String(repeating: "x", count: $0), String(repeating: "x", count: $0) + "y"] }
        #expect(Set(texts.map(key)).count == Set(texts).count)
        #expect(
            key("one and the same, longer than sixteen bytes") == key("one and the same, longer than sixteen bytes"))
    }

    @Test(arguments: [
        (Figure(mantissa: 10, scale: 1, unit: .none), Figure(whole: 1), true),
        (Figure(mantissa: 0, scale: 3, unit: .none), Figure(whole: 0), true),
        (Figure(mantissa: 12, scale: 1, unit: .percent), Figure(mantissa: 120, scale: 2, unit: .percent), true),
        (Figure(mantissa: 1, scale: 0, unit: .pound), Figure(whole: 1), false),
        (Figure(mantissa: -5, scale: 0, unit: .none), Figure(whole: 5), false),
    ])
    func tellsFiguresApart(_ left: Figure, _ right: Figure, _ areEqual: Bool) {
        #expect((KeyHash(left) == KeyHash(right)) == areEqual)
    }

    @Test func ordersMatterInCompositeKeys() {
        let ab = KeyHash.empty.adding(key("a")).adding(key("b"))
        let ba = KeyHash.empty.adding(key("b")).adding(key("a"))
        #expect(ab != ba)
    }

    @Test func numbersKeysInTheOrderOfTheirFirstComing() {
        let table = KeyTable()
        let numbers = (0..<5000).map { table.insert(key("\($0 % 1234)")) }
        #expect(numbers == (0..<5000).map { $0 % 1234 })
        #expect(table.count == 1234)
        #expect(table.find(key("77")) == 77)
        #expect(table.find(key("none")) == -1)
    }

    @Test(arguments: [(1, 1), (2, 1), (2, 2), (3, 4)])
    func findsEveryRepeatWithItsFirstRow(_ workers: Int, _ threads: Int) {
        let parts = (0..<workers).map { _ in KeyParts() }
        var expected: [[Int]] = []
        var firsts: [Int: Int] = [:]
        var seed: UInt64 = 7
        // Enough rows that threads are used; each worker takes runs of them, as it would chunks.
        for row in 0..<100_000 {
            seed = seed &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            let value = Int(seed >> 40) % 500_000
            parts[(row / 777) % workers].add(key("\(value)"), row: row)
            if let first = firsts[value] { expected.append([row, first]) } else { firsts[value] = row }
        }
        var finder = DuplicateFinder()
        for part in parts { finder.add(part) }
        #expect(finder.duplicates(threads: threads).map { [$0.row, $0.first] } == expected)
        #expect(!expected.isEmpty)
    }

    @Test func masksKeepToTheirRows() {
        var mask = Mask(count: 70, all: true)
        #expect(mask.bitCount == 70)
        mask[69] = false
        mask[0] = false
        var rows: [Int] = []
        mask.eachRow { rows.append($0) }
        #expect(rows == Array(1..<69))
        #expect(mask.subtracting(mask).isEmpty)
        #expect(Mask(count: 0, all: true).isEmpty)
        // Bits behind the last row are nobody's.
        var bits: [UInt64] = [.max, .max]
        bits.withUnsafeMutableBufferPointer { bits in
            guard let start = bits.baseAddress else {
                Issue.record("two words have no address")
                return
            }
            #expect(Mask(start, count: 70).bitCount == 70)
            #expect(Mask(start, count: 64).bitCount == 64)
            #expect(Mask(start, count: 0).isEmpty)
        }
    }
}
