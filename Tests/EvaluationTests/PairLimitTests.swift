// Groups beside more rows of another table than can be judged.

import Checking
import Columns
import Diagnostics
import Findings
import Planning
import Testing

@testable import Evaluation

@Suite struct PairLimitTests {
    private func counts(mostPairs: Int, threads: Int = 1) throws -> RuleOutcomes {
        let text = """
            table kpis from "kpis.csv" {
              area text
              ref  text
            }
            table register from "register.csv" {
              ref text
            }
            rule complete "x" {
              for each area in kpis with each r in register
              require any(kpis where ref == r.ref)
            }
            """
        let rules = check([SourceFile(name: "pairs.rules", text: text)], options: CheckingOptions { _, _ in nil })
        try #require(!rules.hasErrors)
        func input(_ path: String, _ text: String, columns: Int) throws -> TableInput {
            let file = PlainFile(path: path, bytes: Array(text.utf8), layout: (0..<columns).map { .field($0) })
            return TableInput(files: [
                FileInput(
                    path: path, reader: try plainReader(file, chunkBytes: 1 << 16), layout: file.layout,
                    headerFaults: [], size: file.bytes.count)
            ])
        }
        var options = EvaluationOptions()
        options.mostPairs = mostPairs
        options.threads = threads
        options.seriesPartRows = 1
        let judgement = judge(
            CheckPlan(rules),
            inputs: [
                try input("kpis.csv", "area,ref\nNorth,1\nSouth,2\nWest,1\nNorth,3\n", columns: 2),
                try input("register.csv", "ref\n1\n2\n3\n4\n", columns: 1),
            ], options: options)
        return try #require(judgement.board.rules[0])
    }

    @Test func asManyAsMayBeAreJudged() throws {
        let counts = try counts(mostPairs: 12)
        #expect((counts.passed, counts.brokenRows, counts.undecided) == (9, 3, 0))
    }

    @Test func oneMoreLeavesAllOfThemUndecided() throws {
        let counts = try counts(mostPairs: 11)
        #expect((counts.passed, counts.brokenRows, counts.undecided) == (0, 0, 12))
        #expect(counts.undecidedBy.rows == [UndecidedKey(cause: .tooMany, table: 1): 12])
    }

    /// Each thread has the pairs of some groups.
    @Test func violationsStandInTheOrderOfGroupsAndRows() throws {
        let counts = try counts(mostPairs: 12, threads: 3)
        let places = (0..<counts.violations.count).map { counts.violations[$0].subject }
        #expect(places.map(\.row) == [0, 1, 2])
        #expect(places.map(\.partner) == [3, 3, 3])
    }
}
