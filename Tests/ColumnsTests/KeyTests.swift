// Keys of rows: told apart, and numbered as they come.

import Columns
import Quantities
import Testing

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
}
