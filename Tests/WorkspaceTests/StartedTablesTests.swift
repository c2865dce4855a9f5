// What a started rule file makes of several files and sheets, and of what stands among the rows.

import Diagnostics
import Findings
import SmallWorkbooks
import Testing

@testable import Workspace

@Suite struct StartedTablesTests {
    private func started(_ returns: [String: String], naming names: [String]? = nil) -> InferredRules {
        Session(files: MemoryTree(returns.mapValues { Array($0.utf8) })).startingRules(names ?? returns.keys.sorted())
    }

    /// The lines of a rule file, with single spaces.
    private func lines(_ rules: InferredRules) -> [String] {
        rules.text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
    }

    private func holds(_ rules: InferredRules, _ wanted: [String]) -> Bool {
        let lines = lines(rules)
        return rules.diagnostics.isEmpty && wanted.allSatisfy { line in lines.contains { $0.hasPrefix(line) } }
    }

    private static let quarter = "ref,indicator,value,target,rag\nA1,Bins,5,6,Green\nA2,Roads,7,6,Red\n"

    // MARK: Headers

    /// Headers of columns, as councils write them, and what they are taken for.
    @Test(arguments: [
        ("Actual to date", "Profiled target", "Traffic light status", "value", "target", "rag"),
        ("This Quarter", "Annual Target", "RAG Rating", "value", "target", "rag"),
        ("YTD Performance", "Target (YTD)", "Status", "value", "target", "rag"),
        ("Result", "Year End Target", "Performance Against Target", "value", "target", "rag"),
        ("Achieved", "Quarterly target", "Traffic Light", "value", "target", "rag"),
    ])
    func knowsTheHeadersOfCouncils(
        _ value: String, _ target: String, _ status: String, _ one: String, _ other: String, _ third: String
    ) {
        let rules = started([
            "k.csv": "KPI Ref,\(value),\(target),\(status)\nA1,5,6,Green\nA2,7,6,Red\n"
        ])
        #expect(
            holds(
                rules,
                [
                    "\(one) measure from \"\(value)\"", "\(other) target from \"\(target)\"",
                    "\(third) status rating" + (status == "Status" ? " from" : " from \"\(status)\""),
                ]), "\(rules.text)")
    }

    @Test func noHeaderMeansTwoThingsOfOneKind() {
        for role in ColumnRole.allCases {
            let headers = KnownHeaders.of(role)
            #expect(Set(headers).count == headers.count, "\(role)")
            #expect(headers.allSatisfy { spokenHeader($0) == $0 }, "\(role)")
        }
        for headers in [KnownHeaders.labels, KnownHeaders.owners, KnownHeaders.places] {
            #expect(Set(headers).count == headers.count && headers.allSatisfy { spokenHeader($0) == $0 })
        }
    }

    // MARK: Directions

    @Test(arguments: [
        ("Polarity", "High", "Low"), ("Good performance is:", "Higher", "Lower"), ("Aim to", "Maximise", "Minimise"),
        ("Is higher better?", "Yes", "No"), ("Lower is better", "N", "Y"), ("Polarity", "↑", "↓"),
    ])
    func takesDirectionsInTheWordsOfTheCouncil(_ header: String, _ high: String, _ low: String) {
        let text = """
            ref,value,target,rag,\(header)
            A,5,6,Green,\(high)
            B,7,6,Red,\(low)
            C,7,6,Green,\(high)
            D,7,6,Red,TBC
            E,5,6,Green,\(low)

            """
        let rules = started(["k.csv": text])
        #expect(rules.register == nil, "\(rules.text)")
        var tree = MemoryTree(["k.csv": Array(text.utf8)])
        tree.put(Array(rules.text.utf8), at: "k.rules")
        var request = CheckRequest()
        request.ruleFiles = ["k.rules"]
        let run = Session(files: tree).check(request).run
        let found = run.findings.filter { $0.rule == "rag-follows-target" }.compactMap(\.location?.line)
        #expect(found == [2] && rules.diagnostics.isEmpty, "\(rules.text)")
        #expect(run.rules.first { $0.rule == "rag-follows-target" }?.undecided == 1)
        let reading = Session(files: MemoryTree(["k.csv": Array(text.utf8)])).startingRules(["k.csv"]).readings
        #expect(reading.first?.columns.last?.meaning.contains("“\(high)” is higher, “\(low)” is lower") == true)
    }

    // MARK: Keys

    @Test(arguments: [
        ("Service,Measure,Year,Value\na,x,2022,1\na,x,2023,2\na,y,2022,3\nb,x,2022,4\n", "service, measure, period"),
        ("Code,Council,Year,Quarter,Value\n" + quarters, "ref, council, period, quarter"),
        ("Directorate,Team,Spent\nA,x,1\nA,y,1\nA,Total,2\nB,x,3\nB,Total,3\nAll,,5\n", "directorate, team"),
    ])
    func findsTheFewestColumnsThatTellRowsApart(_ text: String, _ key: String) {
        let rules = started(["k.csv": text])
        #expect(holds(rules, ["key \(key)"]), "\(rules.text)")
    }

    private static var quarters: String {
        let rows = (0..<32).map { row in
            "C\(row % 2),\(row / 2 % 2 == 0 ? "Fen" : "Hill"),20\(18 + row / 4 % 2)-\(19 + row / 4 % 2),Q\(1 + row / 8),\(row)\n"
        }
        return rows.joined()
    }

    /// Figures, targets, statuses and comments say nothing of what a row is about, however different they are.
    @Test func makesNoKeyOfFiguresAndComments() {
        let rows = (0..<12).map { "s\($0 % 2),\($0),\($0 + 1),\($0 % 3 == 0 ? "Red" : "Green"),why \($0 % 6)\n" }
        let rules = started(["k.csv": "section,value,target,rag,commentary\n" + rows.joined()])
        #expect(!lines(rules).contains { $0.hasPrefix("key ") } && rules.diagnostics.isEmpty, "\(rules.text)")
        #expect(holds(rules, ["// No columns were found that tell all rows apart"]))
    }

    // MARK: Totals

    @Test func saysWhichRowsSumUpOthers() {
        let rows = "Fen,Bins,3\nFen,Roads,2\nFen,Total,5\nHill,Bins,6\nHill,Total,6\nAll councils,,11\n"
        let rules = started(["k.csv": "council,measure,amount\n" + rows])
        let text = rules.text.split(separator: "\n").map { $0.hasPrefix("// ") ? $0.dropFirst(3) : $0 }.joined(
            separator: " ")
        #expect(text.contains("2 rows seem to sum up others: `measure` says “Total”."), "\(text)")
        #expect(text.contains("Line 7 seems to sum up other rows: `council` says “All councils”."))
        #expect(text.contains("the line `total rows where council is \"All councils\"` sets it apart."))
        let names = started(["k.csv": "measure,amount\nTotal waste,5\nAll staff,6\nBins,7\nRoads,8\n"])
        #expect(!names.text.contains("sum up"), "\(names.text)")
    }

    // MARK: Several files

    @Test(arguments: [
        (["q/kpis-2023-24-q1.csv", "q/kpis-2023-24-q2.csv"], "q/kpis-{period}.csv", "period period"),
        (["2022-23/k.csv", "2023-24/k.csv"], "{period}/k.csv", "period period"),
        (["kpis Q1.csv", "kpis Q2.csv", "kpis Q4.csv"], "kpis {quarter}.csv", "quarter text"),
        (["Fen Council.csv", "Hill Council.csv"], "{source} Council.csv", "source text"),
        (["[a]*b1.csv", "[a]*c2.csv"], "[a][*]{source}.csv", "source text"),
    ])
    func filesOfOneShapeAreOneTable(_ names: [String], _ pattern: String, _ column: String) {
        let rules = started(Dictionary(uniqueKeysWithValues: names.map { ($0, Self.quarter) }), naming: names)
        #expect(lines(rules).count { $0.hasPrefix("table ") } == 1, "\(rules.text)")
        let key = "key ref, " + column.prefix { $0 != " " }
        #expect(rules.text.contains("from \"\(pattern)\" {") && holds(rules, [column, key]), "\(rules.text)")
        #expect(rules.readings.map(\.path) == names)
        #expect(lines(rules).contains("series over period") == (column == "period period"))
    }

    @Test func returnsOfOneShapeAreCheckedTogetherWithoutARuleFile() {
        let names = ["kpis-2023-24-q1.csv", "kpis-2023-24-q2.csv"]
        let files = Dictionary(uniqueKeysWithValues: names.map { ($0, Array(Self.quarter.utf8)) })
        var request = CheckRequest()
        request.returns = names
        let run = Session(files: MemoryTree(files)).check(request).run
        #expect(run.files.map(\.path) == names && Set(run.files.map(\.table)) == ["kpis"] && run.unreadable.isEmpty)
        #expect(run.assumed.map(\.path) == names)
        let wanted = run.assumed.map { $0.wanted.filter { $0.contains("kpilint init") } }
        #expect(wanted.map(\.count) == [1, 0], "\(wanted)")
        #expect(wanted.first?.first?.contains("`kpilint init \(names[0]) \(names[1]) --register") == true)
    }

    @Test func aColumnOfTheFilesKeepsItsName() {
        let text = "ref,period,value\nA,2023-24 Q1,5\nB,2023-24 Q1,6\n"
        let rules = started(["k-2022.csv": text, "k-2023.csv": text])
        #expect(holds(rules, ["table k from \"k-{period_2}.csv\"", "period_2 period"]), "\(rules.text)")
    }

    @Test func otherFilesThatThePatternFindsKeepTablesApart() {
        let files = ["a/k-q1.csv": Self.quarter, "a/k-q2.csv": Self.quarter, "a/k-old.csv": "x,y\n1,2\n"]
        let rules = started(files, naming: ["a/k-q1.csv", "a/k-q2.csv"])
        #expect(lines(rules).count { $0.hasPrefix("table ") } == 2 && rules.diagnostics.isEmpty)
        #expect(rules.notices.contains { $0.contains("would read a/k-old.csv too") }, "\(rules.notices)")
    }

    @Test func filesOfOtherShapesAreTablesOfTheirOwn() {
        let rules = started(["a-q1.csv": Self.quarter, "a-q2.csv": "ref,owner\nA1,x\nA2,y\n", "b.csv": Self.quarter])
        #expect(lines(rules).count { $0.hasPrefix("table ") } >= 2 && rules.diagnostics.isEmpty, "\(rules.text)")
    }

    // MARK: Sheets

    private func workbook(_ sheets: [String], _ row: String = "ref,value,target,rag") -> [UInt8] {
        func cells(_ rows: [String]) -> String {
            rows.enumerated().map { number, row in
                "<row r='\(number + 1)'>"
                    + row.split(separator: ",").enumerated().map { index, cell in
                        let name = "ABCDEFG".dropFirst(index).prefix(1) + "\(number + 1)"
                        return Int(cell) == nil
                            ? "<c r='\(name)' t='inlineStr'><is><t>\(cell)</t></is></c>"
                            : "<c r='\(name)'><v>\(cell)</v></c>"
                    }.joined() + "</row>"
            }.joined()
        }
        var book = SmallWorkbook()
        book.add(1, ["ref", "value", "target", "rag"])
        book.add(2, ["A1", "5", "6", "Green"])
        book.add(3, ["A2", "7", "6", "Red"])
        book.sheets = sheets.map { ($0, cells([row, "A1,5,6,Green", "A2,7,6,Red"])) }
        return book.bytes
    }

    @Test func sheetsOfOneShapeAreOneTable() {
        let tree = MemoryTree([
            "q.xlsx": workbook(["Priority 1", "Priority 2"]), "r.xlsx": workbook(["Notes"], "x,y,z,w"),
        ])
        let rules = Session(files: tree).startingRules(["q.xlsx"])
        #expect(rules.diagnostics.isEmpty)
        #expect(rules.text.contains("from \"q.xlsx\" sheet \"{sheet}\" {"), "\(rules.text)")
        #expect(holds(rules, ["sheet text", "key ref, sheet"]))
        #expect(rules.readings.compactMap(\.sheet).sorted() == ["KPIs", "Priority 1", "Priority 2"])
        let other = Session(files: tree).startingRules(["r.xlsx"])
        #expect(other.text.contains("sheet \"KPIs\" {"))
        #expect(other.notices.contains { $0.contains("it has other sheets, which are not read: “Notes”") })
    }

    @Test func namesPartsAfterWhatStandsBeforeThem() throws {
        let sheets = try #require(NamedPart(names: ["Priority 1", "Priority 2"], otherwise: "sheet", avoiding: []))
        #expect(sheets.pattern == "Priority {priority}" && sheets.values == ["1", "2"])
        let months = try #require(NamedPart(names: ["Apr", "May"], otherwise: "sheet", avoiding: []))
        #expect(months.pattern == "{month}")
        #expect(NamedPart(names: ["k", "k2"], otherwise: "sheet", avoiding: [])?.values == ["k", "k2"])
        #expect(NamedPart(names: ["kpis", "kpis (2)"], otherwise: "sheet", avoiding: []) == nil)
    }

    // MARK: Headings among keys

    @Test func headingsInTheColumnOfTheKeyAreNoRows() {
        let rows = "People,,,\nP1,5,6,Green\nP2a,7,6,Red\nPlaces,,,\nR1,5,6,Green\nNotes: provisional,,,\n"
        let rules = started(["k.csv": "ref,value,target,rag\n" + rows])
        #expect(holds(rules, ["ref text required matches /[A-Z]+[0-9]+[a-z]?/", "// 3 rows."]), "\(rules.text)")
        // What has no shape in common gets none, and what stands alone but looks like a key is a key.
        for rows in [
            "People,,,\nP1,5,6,Green\n7-b,7,6,Red\nQQ,5,6,Green\n", "P1,5,6,Green\nP2,7,6,Red\nP3,5,6,Red\nP4,,,\n",
        ] {
            let rules = started(["k.csv": "ref,value,target,rag\n" + rows])
            #expect(!rules.text.contains("matches") && rules.diagnostics.isEmpty, "\(rules.text)")
        }
    }

    // MARK: How files are opened

    /// Where the declared columns would be found with another separator or on another line, the file says which are
    /// meant.
    @Test func saysHowToOpenWhatTheCheckWouldOpenOtherwise() {
        let text = "\"|\t{;^\"\"}\",\"\"\n\";%\",\"\"\n\";%\",\"\"\n"
        let rules = started(["k.csv": text])
        #expect(rules.text.contains("headers on line 1 separated by \";\" {"), "\(rules.text)")
        #expect(rules.diagnostics.isEmpty)
        var tree = MemoryTree(["k.csv": Array(text.utf8)])
        tree.put(Array(rules.text.utf8), at: "k.rules")
        var request = CheckRequest()
        request.ruleFiles = ["k.rules"]
        let found = Session(files: tree).check(request).run.findings.map(\.rule)
        #expect(!found.contains("missing-column"), "\(rules.text)")
    }
}
