// Lists of violations: as small as what they say, and held against plain arrays.

import Catalog
import Checking
import Columns
import Testing

@testable import Evaluation

@Suite struct ViolationListTests {
    /// Violations of which most are alike, as they usually are.
    private func rules(_ count: Int, seed: UInt64) -> [RuleViolation] {
        var random = Numbers(seed)
        let varies = random.below(3)
        return (0..<count).map { row in
            var neighbours: NeighbourRows?
            if varies > 1, random.below(4) == 0 {
                neighbours = NeighbourRows()
                neighbours?[.previous] = random.below(9)
            }
            return RuleViolation(
                subject: RuleSubject(
                    row: random.below(20) == 0 ? nil : row, neighbours: neighbours,
                    group: varies > 0 && random.below(3) == 0 ? Int32(random.below(5)) : nil,
                    partner: varies > 1 && random.below(3) == 0 ? Int32(random.below(3)) : nil),
                require: varies > 0 ? random.below(3) : 1, waiver: varies > 1 && random.below(5) == 0 ? 3 : nil)
        }
    }

    private func said(_ violation: RuleViolation) -> String {
        "\(violation.subject.row ?? -1) \(violation.subject.neighbours?[.previous] ?? -1) "
            + "\(violation.subject.group ?? -1) \(violation.subject.partner ?? -1) \(violation.require) "
            + "\(violation.waiver ?? -1)"
    }

    private func list(_ violations: [RuleViolation]) -> RuleViolations {
        var list = RuleViolations()
        for violation in violations { list.append(violation) }
        return list
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `rules' violations come out as they went in, whatever is appended up to whatever limit`(_ seed: UInt64) {
        var random = Numbers(seed)
        var plain: [RuleViolation] = []
        var list = RuleViolations()
        for part in 0..<4 as Range<UInt64> {
            let later = rules(random.below(12), seed: seed * 7 + part)
            let limit = random.below(40)
            list.append(self.list(later), upTo: limit)
            plain += later.prefix(max(0, limit - plain.count))
            #expect(list.count == plain.count)
        }
        #expect(list[0..<list.count].map(said) == plain.map(said))
        #expect(list[0..<list.count].map(\.order) == Array(plain.indices))
        let most = random.below(30)
        list.trim(to: most)
        plain = Array(plain.prefix(most))
        list.sort()
        let sorted = plain.enumerated().sorted {
            let (one, other) = ($0.element, $1.element)
            return (one.subject.row ?? -1, one.subject.partner ?? -1, one.require, $0.offset)
                < (other.subject.row ?? -1, other.subject.partner ?? -1, other.require, $1.offset)
        }
        #expect(list[0..<list.count].map(said) == sorted.map { said($0.element) })
        // What comes behind a list that was emptied is no part of what was there.
        list.trim(to: 0)
        let last = rules(3, seed: seed)
        for violation in last { list.append(violation) }
        #expect(list[0..<list.count].map(said) == last.map(said))
    }

    @Test(arguments: 0..<60 as Range<UInt64>)
    func `structural violations keep their places and facts`(_ seed: UInt64) {
        var random = Numbers(seed)
        var plain: [StructuralViolation] = []
        var list = StructuralViolations()
        for _ in 0..<3 {
            var later = StructuralViolations()
            let isPlain = random.below(2) == 0
            let limit = random.below(30)
            for row in 0..<random.below(12) {
                let fault: StructuralFault =
                    isPlain
                    ? .cell(.missing) : random.below(2) == 0 ? .duplicateKey(first: row) : .spacedQuote(field: 2)
                let violation = StructuralViolation(
                    subject: random.below(6) == 0 ? .header(file: row) : .row(row), fault: fault,
                    waiver: random.below(7) == 0 ? 1 : nil)
                later.append(violation)
                if plain.count < limit { plain.append(violation) }
            }
            list.append(later, upTo: limit)
        }
        let found = list[0..<list.count]
        #expect(found.map(\.subject) == plain.map(\.subject))
        #expect(found.map(\.fault) == plain.map(\.fault))
        #expect(found.map(\.waiver) == plain.map(\.waiver))
        #expect(list[list.count] == nil)
    }

    @Test func `a fault takes no more than sixteen bytes in a list`() {
        #expect(MemoryLayout<StructuralFault>.stride <= 16)
    }

    @Test func `an entry is full once all parts of a check hold as many as are wanted`() {
        var (board, part, full) = (OutcomeBoard(), OutcomeBoard(), FullEntries())
        let entry = StructuralEntry(.missingValue, table: 0, column: 1)
        let violation = StructuralViolation(subject: .row(1), fault: .cell(.missing))
        part.add(violation, table: 0, column: 1, limit: 2)
        board.merge(part, limit: 2)
        full.note(part, in: board, limit: 2)
        #expect(!full.contains(entry))
        board.merge(part, limit: 2)
        board.merge(part, limit: 2)
        full.note(part, in: board, limit: 2)
        #expect(full.contains(entry) && !full.contains(0))
        #expect(board.structural[entry]?.findings == 3 && board.structural[entry]?.violations.count == 2)
    }
}

/// Numbers that are the same in every run.
private struct Numbers {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed &* 0x9E37_79B9_7F4A_7C15 | 1 }

    mutating func below(_ limit: Int) -> Int {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        return Int(state >> 33) % limit
    }
}
