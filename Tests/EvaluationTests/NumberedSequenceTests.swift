// References that run in order: what counts as a repeat, a gap, a lost zero.

import Testing

@testable import Evaluation

@Suite struct NumberedSequenceTests {
    /// What is found, as `row kind detail`.
    private func faults(_ references: [String]) -> [String] {
        var sequence = NumberedSequence()
        for (row, reference) in references.enumerated() { sequence.add(reference, row: row) }
        return sequence.finished().map { fault in
            switch fault {
            case .duplicate(let row, let first): "\(row) duplicate of \(first)"
            case .shortened(let row, let first, let repaired):
                "\(row) shortened \(repaired)\(first.map { " like \($0)" } ?? "")"
            case .gap(let row, let first, let last, let count): "\(row) gap \(first)..\(last) \(count)"
            }
        }
    }

    @Test(arguments: [
        (["1.1", "1.2", "1.3"], []),
        (["1.8", "1.9", "1.10", "1.11", "2.1"], []),
        (["1.19", "1.20", "1.21"], []),
        // A series may begin anywhere, and each prefix is one of its own.
        (["4.7", "4.8", "KPI 4.21", "action 4.21", "4.9"], []),
        (["1.1", "1.9", "1.10"], ["1 gap 1.2..1.8 7"]),
        (["7.15", "7.17", "7.18"], ["1 gap 7.16..7.16 1"]),
        // A number that stands elsewhere under the prefix is not missing.
        (["1", "2", "5", "3", "4"], []),
        (["1", "2", "6", "3", "4"], ["2 gap 5..5 1"]),
        (["A1", "A2", "A2", "A3"], ["2 duplicate of 1"]),
        // What a spreadsheet makes of 1.10 after 1.9.
        (["1.1", "1.8", "1.9", "1.1", "1.11"], ["1 gap 1.2..1.7 6", "3 shortened 1.10 like 0"]),
        (["1.9", "1.1", "1.11"], ["1 shortened 1.10"]),
        (["1.19", "1.2", "1.21"], ["1 shortened 1.20"]),
        (["1.99", "1.1", "1.101"], ["1 shortened 1.100"]),
        // A text never loses a zero: only what looks like a decimal number does.
        (["A9", "A1"], []),
        (["1.9.9", "1.9.1"], []),
        // Parts tell rows of one number apart.
        (["3.A4", "3.A4(a)", "3.A4(b)", "3.A5"], []),
        (["PI157a", "PI157b", "PI157a"], ["2 duplicate of 0"]),
        // Spaces do not matter, and what holds no number takes no part.
        (["1. 1", "1.2", "", "n/a", "1.3"], []),
    ])
    func finds(_ references: [String], _ expected: [String]) {
        #expect(faults(references) == expected)
    }

    @Test func staysQuickWhereNumbersJump() {
        var sequence = NumberedSequence()
        for row in 0..<20_000 { sequence.add("\(row * 40_000)", row: row) }
        #expect(sequence.finished().count == 19_999)
    }
}
