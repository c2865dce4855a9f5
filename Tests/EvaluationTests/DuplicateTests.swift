// Rows whose key an earlier row has.

import Columns
import Testing

@testable import Evaluation

@Suite struct DuplicateTests {
    private func key(_ text: String) -> KeyHash { KeyForm.key(text) }

    @Test(arguments: [(1, 1), (2, 1), (2, 2), (3, 4)])
    func findsEveryRepeatWithItsFirstRow(_ workers: Int, _ threads: Int) {
        let parts = (0..<workers).map { _ in KeyPartitions() }
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
}
