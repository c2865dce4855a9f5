// References that run in order: what counts as a repeat, a gap, a lost zero.

import Testing

@testable import Evaluation

extension NumberedSequence {
    fileprivate mutating func add(_ reference: String, row: Int, file: Int = 0) {
        var reference = reference
        reference.withUTF8 { add($0, row: row, file: file) }
    }
}

private func zeros(_ count: Int) -> String { String(repeating: "0", count: count) }

@Suite struct NumberedSequenceTests {
    /// What is found, as `row kind detail`.
    private func faults(_ references: [String]) -> [String] {
        var sequence = NumberedSequence()
        for (row, reference) in references.enumerated() { sequence.add(reference, row: row) }
        return sequence.finished().map { fault in
            func shown(_ number: Int128) -> String {
                NumberedReference.printed("\(number)", like: references[fault.row])
            }
            return switch fault {
            case .duplicate(let row, let first): "\(row) duplicate of \(first)"
            case .shortened(let row, let first, let number):
                "\(row) shortened \(shown(number))\(first.map { " like \($0)" } ?? "")"
            case .gap(let row, let missing, let count):
                "\(row) gap "
                    + missing.map { "\(shown($0.lowerBound))..\(shown($0.upperBound)) " }.joined() + "\(count)"
            case .outOfOrder(let row, let previous): "\(row) behind \(previous)"
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
        // Numbers of any length.
        (["2023000001", "2023000001", "2023000005"], ["1 duplicate of 0", "2 gap 2023000002..2023000004 3"]),
        (
            ["id 9" + zeros(28), "id 9" + zeros(27) + "1", "id 9" + zeros(27) + "3"],
            ["2 gap id 9\(zeros(27))2..id 9\(zeros(27))2 1"]
        ),
        (
            ["7" + zeros(60), "7" + zeros(59) + "2", "7" + zeros(60)],
            ["1 gap 7\(zeros(59))1..7\(zeros(59))1 1", "2 duplicate of 0"]
        ),
        (["007", "8", "0010", "10"], ["2 gap 0009..0009 1", "3 duplicate of 2"]),
        (["001", "002", "004", "010"], ["2 gap 003..003 1", "3 gap 005..009 5"]),
        (["1,001", "1,002", "1,004"], ["2 gap 1,003..1,003 1"]),
        // What stands elsewhere is not named among what is missing.
        (["2.8", "2.9", "2.10", "2.1", "2.12"], ["4 gap 2.2..2.7 2.11..2.11 7"]),
        // One step back of many is a row out of place; one of a few is not, nor is a repeat.
        (
            ["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A11", "A10", "A12", "A13"],
            ["10 behind 9"]
        ),
        (["A1", "A2", "A3", "A4", "A5", "A6", "A7", "A8", "A9", "A1", "A10", "A11", "A12"], ["9 duplicate of 0"]),
        (["3", "2", "1"], []),
        (["B 2 (b)", "B2(B)", "é2", "e\u{301}4"], ["1 duplicate of 0", "3 gap e\u{301}3..e\u{301}3 1"]),
        // Between two digits white space parts numbers.
        (["Q1 1", "Q1 2", "Q2 1", "Q2  2", "Q2 4"], ["4 gap Q2 3..Q2 3 1"]),
        (["12", "1 2", "1 3"], []),
        (["1 001", "1 002", "1 004", "1\u{A0}004"], ["2 gap 1 003..1 003 1", "3 duplicate of 2"]),
        // Signs, marks and notes behind a number say nothing.
        (["1", "2", "3*", "4†", "5/", "6¹", "7 [r]", "8 [1]", "9 (new)", "10-", "11", "4"], ["11 duplicate of 3"]),
        (["1", "3*", "5 [note 1]"], ["1 gap 2..2 1", "2 gap 4..4 1"]),
        // Behind other signs a number is no repeat, and not missing.
        (["1", "2", "3", "(4)", "5", "*6", "#7", "8"], []),
        (["KPI 1", "KPI-2", "kpi 3", "KPI 4", "KPI.5", "KPI 6", "KPI 8"], ["6 gap KPI 7..KPI 7 1"]),
        (["1", "(1)", "(2)", "2", "(1)", "(4)"], ["4 duplicate of 1", "5 gap (3)..(3) 1"]),
        (["1.1", "1.2", "1-3", "1.4"], ["3 gap 1.3..1.3 1"]),
        // Spaces do not matter else, and what holds no number takes no part.
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

    @Test func staysQuickWhereManyAreOutOfPlace() {
        var sequence = NumberedSequence()
        for pair in 1...50_000 {
            sequence.add("1.\(pair)0", row: 2 * pair)
            sequence.add("1.\(pair)", row: 2 * pair + 1)
        }
        #expect(sequence.finished().count == 50_000)
    }

    @Test func countsWithinAFile() {
        var sequence = NumberedSequence()
        for file in 0..<3 {
            for number in 1...5 { sequence.add("1.\(number)", row: file * 10 + number, file: file) }
        }
        #expect(sequence.finished().isEmpty)
    }

    /// What is found by looking at every pair of references, for random ones.
    @Test(arguments: 1...200) func findsWhatAPlainSearchFinds(_ seed: Int) {
        var random = SystemRandomNumberGenerator()
        let count = Int.random(in: 2...40, using: &random)
        let width = Int.random(in: 2...60, using: &random)
        var numbers = (0..<count).map { _ in Int.random(in: 1...width, using: &random) }
        if seed % 3 == 0 { numbers.sort() }
        var expected: [String] = []
        var steps = 0
        var back: [String] = []
        var inOrder = 0
        for row in 1..<count {
            let number = numbers[row]
            if let first = numbers[..<row].firstIndex(of: number) {
                expected.append("\(row) duplicate of \(first)")
            } else {
                steps += 1
                if number < numbers[inOrder] { back.append("\(row) behind \(inOrder)") }
                inOrder = row
            }
            let between = numbers[row - 1] + 1..<max(number, numbers[row - 1] + 1)
            let missing = between.filter { !numbers.contains($0) }
            guard !missing.isEmpty else { continue }
            var runs: [ClosedRange<Int>] = []
            for number in missing {
                if let last = runs.last, last.upperBound == number - 1 {
                    runs[runs.count - 1] = last.lowerBound...number
                } else {
                    runs.append(number...number)
                }
            }
            let named = runs.prefix(3).map { "X\($0.lowerBound)..X\($0.upperBound) " }.joined()
            expected.append("\(row) gap \(named)\(missing.count)")
        }
        if back.count * 10 < steps { expected += back }
        #expect(Set(faults(numbers.map { "X\($0)" })) == Set(expected), "\(numbers)")
    }

    /// What stands in a cell need not be a reference at all.
    @Test(arguments: [
        ("", "7"), ("  ", "7"), ("-", "7"), ("KPI:", "7"), ("(", "7"), ("）", "7"), ("A-(b)", "A-7"), ("0", "7"),
        ("002", "007"), ("1.0.", "1.7"), ("1 002", "1 007"), ("Q1 2*", "Q1 7"), ("(2)†", "(7)"), ("2 [r]", "7"),
    ])
    func aNumberIsPrintedLikeAnyText(_ reference: String, _ printed: String) {
        #expect(NumberedReference.printed("7", like: reference) == printed)
    }
}
