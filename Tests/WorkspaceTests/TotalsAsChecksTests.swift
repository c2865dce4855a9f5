// Totals that are held against their rows are a check of their table.

import Findings
import Testing

@testable import Workspace

@Suite struct TotalsAsChecksTests {
    private func run(_ rest: String) -> CheckRun {
        let rules = """
            table spend from "spend.csv" {
              service text
              spent   money
              total rows where service is "Total"\(rest)
            """
        let tree = MemoryTree([
            "spend.csv": Array("service,spent\nParks,£1\nTotal,£1\n".utf8), "a.rules": Array(rules.utf8),
        ])
        var request = CheckRequest()
        request.ruleFiles = ["a.rules"]
        let run = Session(files: tree).check(request).run
        #expect(run.diagnostics.isEmpty, "\(run.diagnostics)")
        return run
    }

    @Test func aTableThatIsLookedUpIsUsed() {
        let rules = """
            table now from "now.csv" {
              ref   text
              value whole
            }
            table before from "before.csv" {
              ref   text
              value whole
              key ref
            }
            rule steady "…" {
              for now with before as b on ref
              require value <= b.value
            }
            """
        let tree = MemoryTree([
            "now.csv": Array("ref,value\nA,1\n".utf8), "before.csv": Array("ref,value\nA,1\n".utf8),
            "a.rules": Array(rules.utf8),
        ])
        var request = CheckRequest()
        request.ruleFiles = ["a.rules"]
        #expect(Session(files: tree).check(request).run.formOnly.isEmpty)
    }

    @Test func aTableWithSumsIsNotCheckedForItsFormAlone() {
        #expect(run(" sums spent\n}\n").formOnly.isEmpty)
        #expect(run("\n}\n").formOnly.map(\.table) == ["spend"])
        #expect(run(" sums spent\n}\nset total-disagrees to off\n").formOnly.map(\.table) == ["spend"])
    }
}
