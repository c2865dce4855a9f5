// What headers say without a rule file: which columns belong together, and what is said of those that cannot be used.

import Findings
import SmallWorkbooks
import Testing

@testable import Workspace

@Suite struct AssumedReadingOfHeadersTests {
    private func check(_ content: [UInt8], named name: String = "q2.csv") -> CheckRun {
        var request = CheckRequest()
        request.returns = [name]
        return Session(files: MemoryTree([name: content])).check(request).run
    }

    private func check(_ text: String) -> CheckRun { check(Array(text.utf8)) }

    private func meanings(_ run: CheckRun) -> [String] {
        (run.assumed.first?.columns ?? []).map { "\($0.header): \($0.meaning)" }
    }

    private func isWanted(_ run: CheckRun, _ words: String) -> Bool {
        run.assumed.contains { $0.wanted.contains { $0.contains(words) } }
    }

    // MARK: Which figures belong together

    @Test(arguments: [
        ("Ref,Annual target,YTD target,YTD actual,RAG\n1,<100,<50,60,R\n", "YTD actual", "YTD target"),
        ("Ref,Q1 Actual,Q2 Actual,Q2 Target,YTD,RAG\n1,96%,94%,95%,95%,A\n", "Q2 Actual", "Q2 Target"),
        (
            "Ref,Year end target,Quarterly target,This quarter,RAG\n1,<100,<50,60,R\n", "This quarter",
            "Quarterly target"
        ),
        ("Ref,Actual,Annual target,RAG\n1,60,<50,R\n", "Actual", "Annual target"),
    ])
    func valueAndTargetAreOfOneTime(_ text: String, _ value: String, _ target: String) {
        let run = check(text)
        let meanings = meanings(run)
        #expect(run.findings.filter { $0.rule == "rating-against-target" }.isEmpty)
        #expect(meanings.contains { $0.hasPrefix("\(value): the value") && !$0.contains("before") }, "\(meanings)")
        #expect(meanings.contains { $0.hasPrefix("\(target): the target") }, "\(meanings)")
        #expect(!isWanted(run, "from them is not checked"))
    }

    @Test(arguments: ["YTD actual,Annual target", "Q2,Target 2023/24", "This month,Quarterly target"])
    func nothingFollowsFromFiguresOfDifferentTimes(_ headers: String) {
        let run = check("Ref,\(headers),RAG\n1,60,<100,R\n2,60,<70,A\n")
        #expect(run.findings.isEmpty)
        #expect(isWanted(run, "whether the status follows from them is not checked"), "\(run.assumed)")
    }

    /// Of two columns with one header nothing tells which is meant.
    @Test func headersThatAreThereTwiceAccuseNobody() {
        let run = check("Ref,Target,Actual,Target,Actual,RAG\n1,90,60,90,95,Green\n2,90,95,90,60,Red\n")
        #expect(run.findings.allSatisfy { $0.rule == "duplicate-header" && $0.severity == .query })
        #expect(isWanted(run, "Several columns have the header \"Actual\""), "\(run.assumed)")
    }

    /// A cell that is merged across two columns names one, where nothing else stands in the other.
    @Test(arguments: [true, false])
    func cellsAcrossColumnsNameOne(_ isMergedBelow: Bool) {
        var book = SmallWorkbook()
        book.add(1, ["Ref", "Target", "Actual", "RAG", "Comments"])
        book.add(2, ["K1", "90", "60", "Red", "late"])
        book.add(3, ["K2", "90", "60", "Red"])
        let below = isMergedBelow ? "<mergeCell ref='E2:F2'/><mergeCell ref='E3:F3'/>" : ""
        book.behind = "<mergeCells><mergeCell ref='E1:F1'/>\(below)</mergeCells>"
        let run = check(book.bytes, named: "q2.xlsx")
        #expect(meanings(run).contains("Comments: the commentary"), "\(meanings(run))")
        #expect(run.findings.contains { $0.rule == "red-needs-commentary" && $0.location?.line == 3 })
        #expect(!isWanted(run, "Several columns"))
    }

    @Test func linesThatMergedCellsHoldTogetherAreReadAsOne() {
        var book = SmallWorkbook()
        book.add(1, ["Performance report, quarter 2 of 2024/25"])
        book.add(3, ["Ref", "Indicator", "Better", "Quarter 1", "", "Quarter 2", "", "RAG"])
        book.add(4, ["", "", "", "Target", "Actual", "Target", "Actual"])
        book.add(5, ["People"])
        book.add(6, ["K1", "Calls", "higher", "90", "60", "90", "95", "Green"])
        book.add(7, ["K2", "Bins", "higher", "90", "95", "90", "60", "Red"])
        book.add(8, ["K3", "Roads", "higher", "90", "95", "90", "60", "Green"])
        let areas = ["A1:G1", "A3:A4", "B3:B4", "C3:C4", "D3:E3", "F3:G3", "H3:H4", "A5:H5"]
        book.behind = "<mergeCells>" + areas.map { "<mergeCell ref='\($0)'/>" }.joined() + "</mergeCells>"
        let run = check(book.bytes, named: "q2.xlsx")
        #expect(run.findings.map { "\($0.rule) \($0.location?.line ?? 0)" } == ["rating-against-target 8"])
        #expect(meanings(run).contains("Quarter 2 Actual: the value (quarter 2)"), "\(meanings(run))")
    }

    // MARK: Years

    @Test func yearsAreSaidAsTheyAreWritten() {
        let text = "Ref,2022/23,2023/24,Target 2023/24,RAG\n1,9,8,7,Green\n2,9,n/a,7,N/A\n"
        #expect(
            meanings(check(text)).contains("2023/24: the value (the year 2023/24)"), "\(meanings(check(text)))")
        #expect(PeriodHeader("Q1 24/25")?.words == "quarter 1 of 2024/25")
        #expect(PeriodHeader("Q1 2024")?.words == "quarter 1 of 2024")
        #expect(PeriodHeader("Target 1999/00")?.words == "the year 1999/00")
    }

    // MARK: Columns that cannot be used

    @Test func namesTheWordsThatAreWanted() {
        let run = check("Ref,Polarity,Target,Actual,RAG\n1,Plus,90,60,Red\n2,Bonus,90,60,Red\n")
        #expect(isWanted(run, "Column \"Polarity\" does not say which way is better in words that are known: \"Plus\""))
        #expect(isWanted(run, "write `Higher` or `Lower`"))
    }

    @Test func namesTheFiguresThatCannotBeRead() {
        let run = check("Ref;Value;Target;RAG\n1;95,5%;90%;G\n2;85,5%;90%;R\n")
        #expect(isWanted(run, "\"95,5%\" (line 2), \"85,5%\" (line 3) cannot be read as figures"), "\(run.assumed)")
        #expect(!isWanted(run, "none for a status"), "\(run.assumed)")
    }

    @Test func aColumnOfColoursIsAStatus() {
        let run = check(
            "Ref,Target,Actual,Performance\n1,at least 90,95,Red\n2,at least 90,95,Green\n3,at least 90,89,Amber\n")
        #expect(meanings(run).contains { $0.hasPrefix("Performance: a status") }, "\(meanings(run))")
        #expect(run.findings.filter { $0.rule == "rating-against-target" }.map { $0.location?.line } == [2])
    }

    /// Nobody sees the names that the rules of such a check have.
    @Test func columnsAreCalledByTheirHeaders() {
        let run = check("Ref,TARGET,Actual,Better,RAG\n1,9,8,higher,R\n2,Improve,8,higher,R\n")
        #expect(isWanted(run, "“TARGET” says what cannot be computed with (1 row)"), "\(run.assumed)")
    }

    /// The header once more is no row, and says nothing of its columns.
    @Test func repeatedHeadersTellNothing() {
        let text =
            "Ref,PI,Target,Result,RAG,Notes\n1,a,at least 9,9,G,\n2,b,at least 9,9,R,\nRef,PI,Target,Result,RAG,Notes\n3,c,at least 9,5,R,late\n"
        let run = check(text)
        #expect(meanings(run).contains { $0 == "RAG: a status: “G” is green, “R” is red" }, "\(meanings(run))")
        #expect(!isWanted(run, "is not known"))
        let found = run.findings.map { "\($0.rule) \($0.location?.line ?? 0)" }.sorted()
        #expect(found == ["rating-against-target 3", "red-needs-commentary 3", "repeated-header 4"], "\(found)")
    }

    /// Where a column of statuses holds colours alone, they are the statuses; a rule file that is started says so.
    @Test func coloursOfBlankCellsAreStatuses() {
        var book = SmallWorkbook()
        book.fills = ["00B050", "FF0000", "FFC000"]
        book.add(1, ["Ref", "Target", "Actual", "Status"])
        book.add(2, ["'1", "at least 90", "91", ""], styles: [0, 0, 0, 1])
        book.add(3, ["'2", "at least 90", "95", ""], styles: [0, 0, 0, 2])
        book.add(4, ["'3", "at least 90", "88", ""], styles: [0, 0, 0, 3])
        let run = check(book.bytes, named: "q2.xlsx")
        let status = "Status: a status by the colours of its cells: “Green” is green, “Amber” is amber, “Red” is red"
        #expect(meanings(run).contains(status), "\(meanings(run))")
        #expect(
            run.findings.filter { $0.rule == "rating-against-target" }.map { $0.location?.line } == [3],
            "\(run.findings.map(\.message))")
        let text = Session(files: MemoryTree(["q2.xlsx": book.bytes])).startingRules(["q2.xlsx"]).text
        #expect(text.contains("status rating by fill"), "\(text)")
        book.fills = ["FFFFFF", "FFFFFF", "FFFFFF"]
        #expect(meanings(check(book.bytes, named: "q2.xlsx")).contains("Status: a status, blank in every row"))
    }
}
