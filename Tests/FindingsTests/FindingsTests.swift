// The totals of a run.

import Findings
import Testing

@Suite struct CheckRunTests {
    @Test func countsWhatIsNeitherWaivedNorKnown() {
        let run = CheckRun(
            toolVersion: "1",
            files: [
                CheckedFile(path: "a.csv", table: "a", rows: 3), CheckedFile(path: "b.csv", table: "b", rows: 4),
            ],
            rules: [
                RuleOutcomeCounts(
                    rule: "x", severity: .error, table: "a", passed: 1, broken: 4, undecided: 2, findings: 5,
                    waived: 1, baselined: 2
                ),
                RuleOutcomeCounts(rule: "y", severity: .error, table: "b", broken: 1, undecided: 3),
                RuleOutcomeCounts(
                    rule: "missing-value", severity: .error, table: "a", column: "v", isStructural: true, broken: 4),
                RuleOutcomeCounts(rule: "z", severity: .query, table: "a", broken: 1, waived: 1),
            ])
        #expect(run.count(of: .error) == 7)
        #expect(run.count(of: .query) == 0)
        #expect(run.rowCount == 7)
        #expect(run.ruleCount == 3)
        #expect(run.waivedCount == 2)
        #expect(run.baselinedCount == 2)
        #expect(run.undecidedCount == 5)
    }

    @Test func ordersSeverities() {
        #expect(Severity.allCases.sorted() == [.note, .warning, .query, .error])
    }
}
