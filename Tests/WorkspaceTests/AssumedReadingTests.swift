// Returns are checked without a rule file: what was taken for what is said, and a guess accuses nobody.

import Findings
import FoundationEssentials
import Testing

@testable import Workspace

@Suite struct AssumedReadingTests {
    private func check(
        _ returns: [String: String], naming names: [String]? = nil, _ change: (inout CheckRequest) -> Void = { _ in }
    ) -> CheckRun {
        let tree = MemoryTree(returns.mapValues { Array($0.utf8) })
        var request = CheckRequest()
        request.returns = names ?? returns.keys.sorted()
        change(&request)
        return Session(files: tree).check(request).run
    }

    private func found(_ run: CheckRun) -> [String] {
        run.findings.map { "\($0.location?.line ?? 0) \($0.severity.rawValue) \($0.rule)" }
    }

    private static let quarter = """
        KPI Ref,Measure,Actual,Target,RAG status,Comments
        A1,Bins missed,12,<10,Green,
        A2,Calls answered,95%,90%,Red,Two vans were off the road
        A3,Visits,100,100,Amber,
        A4,Days lost,7.4,<7,Green,
        A5,Rents paid,93%,95%,Green,
        A6,Grants,DNA,40,Green,
        A7,Repairs,38,40,Red,

        """

    @Test func asksWhatNoToleranceExplainsAndNothingElse() {
        let run = check(["q2.csv": Self.quarter])
        // 7.4 against less than 7 may be within a tolerance, 93% against 95% and 38 against 40 miss or meet it as one
        // knows which way is better.
        #expect(
            found(run) == [
                "2 query rating-against-target", "4 query rating-against-target", "7 query rag-without-value",
                "8 query red-needs-commentary",
            ])
        #expect(run.findings.allSatisfy { $0.ruleLocation?.file != "kpilint init" })
        #expect(run.verdict == .findings)
    }

    @Test func saysWhatWasTakenForWhat() throws {
        let reading = try #require(check(["q2.csv": Self.quarter]).assumed.first)
        #expect(
            reading.columns.map { "\($0.header): \($0.meaning)" } == [
                "KPI Ref: the reference of each row, which tells them apart", "Actual: the value",
                "Target: the target",
                "RAG status: a status: “Green” is green, “Amber” is amber, “Red” is red", "Comments: the commentary",
            ])
        #expect(reading.unused == ["Measure"])
        #expect(reading.wanted.count == 1 && reading.wanted[0].contains("in 4 of 7 rows"), "\(reading.wanted)")
    }

    @Test func whatIsCertainStaysAnError() {
        let run = check(["q2.csv": "ref,value,target,rag\nA1,#DIV/0!,10,Green\nA2,5,<10,Green\nA3,6\n"])
        #expect(found(run).contains("2 error spreadsheet-error"))
        #expect(found(run).contains("4 error ragged-row"), "\(found(run))")
    }

    @Test func saysSoWhereNothingIsKnown() {
        let run = check(["days.csv": "Wochentag;Wetter\nMontag;Regen\nDienstag;Sonne\n"])
        #expect(run.findings.isEmpty)
        #expect(run.assumed.first?.columns.map(\.meaning) == ["what tells the rows apart"])
        #expect(run.formOnly.map(\.table) == ["days"])
        #expect(run.assumed.first?.unused == ["Wetter"])
    }

    @Test func looksForJumpsOnlyWhereItIsKnownWhichFiguresAddUp() {
        let known = "ref,value,previous value,kind\nA1,500,5,snapshot\nA2,5,5,cumulative\n"
        let unknown = "ref,value,previous value\nB1,500,5\nB2,5,5\n"
        #expect(found(check(["known.csv": known])) == ["2 query figure-jumps"])
        #expect(found(check(["unknown.csv": unknown])).isEmpty)
        let both = check(["known.csv": known, "unknown.csv": unknown])
        #expect(found(both).isEmpty)
        #expect(
            both.assumed.map { $0.wanted.filter { $0.hasPrefix("Whether figures and targets jump") }.count } == [1, 1])
    }

    @Test func readsEveryReturnThatCanBeRead() {
        let run = check(["a.csv": Self.quarter], naming: ["a.csv", "gone.csv"])
        #expect(run.assumed.map(\.path) == ["a.csv"] && run.unreadable.map(\.path) == ["gone.csv"])
        #expect(run.verdict == .incomplete && !run.findings.isEmpty)
        #expect(check([:], naming: ["gone.csv"]).verdict == .incomplete)
    }

    @Test func aRuleFileGoesFirst() {
        let rules = "table kpis from \"q2.csv\" {\n  kpi_ref text\n  key kpi_ref\n}\n"
        let run = check(["q2.csv": Self.quarter, "own.rules": rules], naming: ["q2.csv"])
        #expect(run.assumed.isEmpty && run.files.map(\.table) == ["kpis"])
    }

    @Test func aStreamOrABindingNeedsARuleFile() {
        #expect(check([:], naming: ["-"]).verdict == .cannotCheck(.noRuleFile))
        let bound = check(["q2.csv": Self.quarter]) { $0.bindings = [("kpis", "q2.csv")] }
        #expect(bound.verdict == .cannotCheck(.noRuleFile))
    }

    @Test func pathsAreWordsOfAShell() throws {
        let run = check(["Bob's q2.csv": Self.quarter])
        let wanted = try #require(run.assumed.first?.wanted.first)
        #expect(wanted.contains(#"`kpilint init 'Bob'\''s q2.csv' --register"#), "\(wanted)")
    }

    @Test func daysAndFiguresAreNoFrequencies() throws {
        let months = (1...12).map { "K\($0),Jan-\(10 + $0),\($0)%,0\(1 + $0 % 9)/02/2024,\($0 * 3)\n" }.joined()
        let content = "ref,Period,Value,Reported,Trend\n" + months
        let run = check(["q2.csv": content])
        let reading = try #require(run.assumed.first)
        #expect(
            reading.columns.map(\.header) == ["ref", "Period", "Value"] && reading.unused == ["Reported", "Trend"])
        // `Jan-11` is January 2011 where the header says so, and nothing is said of rules that nobody wrote.
        #expect(run.diagnostics.isEmpty)
        let text = Session(files: MemoryTree(["q2.csv": Array(content.utf8)])).startingRules(["q2.csv"]).text
        #expect(text.contains(/period +period/), "\(text)")
    }
}
