// The order of outcomes, as a table of all cases.

import Findings
import Testing

@testable import Checking

@Suite struct OutcomeTests {
    private static let truths: [Bool?] = [true, false, nil]

    @Test func `each question decides before the ones behind it`() {
        var lines: Set<String> = []
        func words(_ truth: Bool?) -> String { truth.map { $0 ? "true" : "false" } ?? "unknown" }
        for placed in Self.truths {
            for faulty in [false, true] {
                for when in Self.truths {
                    for require in Self.truths {
                        let outcome = rowOutcome(
                            isPlaced: placed, isFaulty: faulty, whens: [true, when], requires: [true, require])
                        var question = "where \(words(placed))"
                        if placed == true { question += faulty ? ", faulty" : ", when \(words(when))" }
                        if placed == true, !faulty, when == true { question += ", require \(words(require))" }
                        lines.insert("\(question): \(outcome?.rawValue ?? "none of its rows")")
                    }
                }
            }
        }
        #expect(
            lines.sorted().joined(separator: "\n") == """
                where false: none of its rows
                where true, faulty: undecided
                where true, when false: not applicable
                where true, when true, require false: broken
                where true, when true, require true: passed
                where true, when true, require unknown: undecided
                where true, when unknown: undecided
                where unknown: undecided
                """)
    }

    @Test func `one that is false decides whatever else is unknown`() {
        #expect(rowOutcome(isPlaced: true, isFaulty: false, whens: [nil, false], requires: []) == .notApplicable)
        #expect(rowOutcome(isPlaced: true, isFaulty: false, whens: [], requires: [nil, false]) == .broken)
    }
}
