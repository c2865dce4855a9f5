// Rule files that are started from returns: they run at once and find what needs nobody's knowledge.

import Diagnostics
import Findings
import FoundationEssentials
import Testing

@testable import Workspace

@Suite struct InitTests {
    private func path(_ name: String) -> String { packageFolder.appending(path: "examples/" + name).path }

    /// Checks with a started rule file and gives what was found, as `file:line rule`.
    private func found(_ names: [String]) throws -> Set<String> {
        let inferred = session.startingRules(names.map(path))
        #expect(inferred.diagnostics.map(\.message) == [])
        #expect(inferred.unreadable.isEmpty)
        let file = FileManager.default.temporaryDirectory.appending(path: "kpilint-init-\(UUID().uuidString).rules")
        try inferred.text.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        var request = CheckRequest()
        request.ruleFiles = [file.path]
        let run = session.check(request).run
        #expect(run.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
        #expect(run.unreadable.isEmpty)
        return Set(
            run.findings.compactMap { finding in
                finding.location.map { "\($0.file.split(separator: "/").last ?? ""):\($0.line) \(finding.rule)" }
            })
    }

    @Test func findsWhatTheStandardRulesCanFindInADashboard() throws {
        #expect(
            try found(["rutland-2023-24-q2/kpis.csv", "rutland-2023-24-q2/stated.csv"]) == [
                "kpis.csv:3 unit-changes", "kpis.csv:11 duplicate-ref", "kpis.csv:11 annual-moves",
                "kpis.csv:29 stale-value", "kpis.csv:46 stale-value", "kpis.csv:59 small-cohort",
                "kpis.csv:75 annual-moves", "kpis.csv:79 figure-in-words", "kpis.csv:80 stale-value",
                "kpis.csv:95 annual-moves", "kpis.csv:105 annual-moves", "kpis.csv:116 stale-value",
                "kpis.csv:119 unit-changes", "kpis.csv:122 gap-in-refs", "kpis.csv:127 annual-moves",
                "kpis.csv:129 stale-value", "kpis.csv:130 stale-value", "kpis.csv:132 commentary-disagrees",
                "kpis.csv:132 small-cohort", "kpis.csv:135 unit-changes",
            ])
    }

    @Test func joinsARegisterThatIsGiven() throws {
        #expect(
            try found(["rutland-2023-24-q2/kpis.csv", "rutland-2023-24-q2/register.csv"]).isSuperset(of: [
                "kpis.csv:6 cumulative-falls", "kpis.csv:23 cumulative-falls",
            ]))
        let names = ["indicators", "register", "totals", "sickness_by_directorate", "sickness_by_quarter"]
        #expect(
            try found(names.map { "rutland-2016-17-q4/\($0).csv" }) == [
                "indicators.csv:10 rag-follows-target", "indicators.csv:13 rag-follows-target",
                "indicators.csv:18 unknown-reference", "indicators.csv:19 unknown-reference",
                "indicators.csv:30 number-in-percent", "indicators.csv:36 neighbour-rag",
                "indicators.csv:37 neighbour-rag", "indicators.csv:47 rag-without-value",
            ])
    }

    @Test func saysWhatNothingReads() throws {
        let blank = try started(",Q1,Q2\nBins,5,6\nRoads,7,8\n")
        #expect(blank.notices.contains { $0.contains("column 1 has no header and is not read") }, "\(blank.notices)")
        let above = try started("Bins,late again,500\nname,note,value\nRoads,all fine,5\nParks,so so,6\n")
        #expect(above.notices.contains { $0.contains("line 1 may be a row") }, "\(above.notices)")
    }

    @Test func takesAnUnusualLabelForNoRating() throws {
        let rows = ["Green", "Red", "Green", "Late", "Green"].enumerated().map { "\($0.offset),5,6,\($0.element)\n" }
        let inferred = try started("ref,value,target,status\n" + rows.joined())
        #expect(inferred.text.contains("grey \"Late\""), "\(inferred.text)")
        #expect(inferred.notices.contains { $0.contains("what \"Late\" (line 5)") }, "\(inferred.notices)")
    }

    /// A return as text, and lines that the rule file must hold, white space aside.
    static let returns: [(text: String, lines: [String])] = [
        (
            """
            Council performance,,,,
            Prepared by the performance team,,,,

            KPI ref,Measure,Quarter 1 - end of June position,"Quarter 2 – end of September position",RAG status
            1,Waste,40%,45%,On target
            2,Roads,40%,46,Off target
            """,
            [
                "ref text from \"KPI ref\" required",
                "previous_value measure from \"Quarter 1 - end of June position\"",
                "value measure from \"Quarter 2 – end of September position\"", "green \"On target\"",
                "red \"Off target\"", "rag status rating from \"RAG status\"", "key ref",
                "// 2 rows; the header is on line 4, which is found by itself.",
            ]
        ),
        (
            "ref,Q4 2022/23,Q1 2023/24,Q2 2023/24\nA,1 kg,2 kg,\nB,3 kg,4 kg,\n",
            ["previous_value measure from \"Q4 2022/23\"", "value measure from \"Q1 2023/24\"", "key ref"]
        ),
        (
            "Code;Period;Actual;Spend;Share;Due date;Days\nA;2023-24 Q1;4 kg;£2;4%;1/2/2024;4\nA;2023-24 Q2;5 kg;£3;5%;1/3/2024;5\n",
            [
                "ref text from \"Code\" required", "period period required", "value measure from \"Actual\"",
                "spend money", "share percent", "target_date date from \"Due date\"", "days whole",
                "key ref, period", "series over period",
            ]
        ),
        (
            "where,first,\"say \"\"so\"\"\",2023,,where\nx,1,2,3,4,5\ny,1,2,3,4,5\n",
            [
                "where_column text from \"where\" required", "first_column whole from \"first\"",
                "say_so whole from \"say \\\"so\\\"\"",
            ]
        ),
        // Months side by side, across the turn of the year.
        (
            "Ref,Dec-23 Target,Dec-23 Actual,Jan-24 Target,Jan-24 Actual\nA,2,3,4,5\nB,3,4,5,6\n",
            [
                "previous_value measure from \"Dec-23 Actual\"", "target target from \"Jan-24 Target\"",
                "value measure from \"Jan-24 Actual\"",
            ]
        ),
        (
            "Ref,March 2024,April 2024,RAG\nA,2,3,G\nB,3,4,R\n",
            ["previous_value measure from \"March 2024\"", "value measure from \"April 2024\""]
        ),
        ("Ref,May differ,Value\nA,2,3\nB,3,4\n", ["may_differ whole", "value measure"]),
        // How dates are read that could be read in two ways, where the cells prove it.
        (
            "ref,day,end,both\nA,02/25/2024,25/02/2024,02/03/2024\nB,02/03/2024,02/03/2024,03/04/2024\n",
            ["day date month first", "end date", "both date"]
        ),
        (
            "ref,month,year,given\nA,2011-11,2011-12,2011-12\nB,2011-12,2012-13,2012-13\n",
            ["period period months from \"month\"", "year period", "given period"]
        ),
        (
            "ref,month,mixed\nA,2011/11,2011-11\nB,2011/12,2011/12\nC,2012/01,2012/13\n",
            ["period period months from \"month\"", "mixed period"]
        ),
        // What stands beside a quarter says what the column holds.
        (
            "Q1 Actual,Q1 Target,Q1 RAG,Q2 Actual,Q2 Target,Q2 RAG\n1,2,G,3,4,R\n2,3,R,5,6,G\n",
            [
                "previous_value measure from \"Q1 Actual\"", "value measure from \"Q2 Actual\"",
                "target target from \"Q2 Target\"", "rag status rating from \"Q2 RAG\"", "q1_target whole",
            ]
        ),
        (
            "Ref,Target (Q1),Actual (Q1),Target (Q2),Actual (Q2)\nA,2,3,4,5\nB,3,4,5,6\n",
            [
                "previous_value measure from \"Actual (Q1)\"", "value measure from \"Actual (Q2)\"",
                "target target from \"Target (Q2)\"",
            ]
        ),
        (
            "Ref,Q1 Target,Q2 Target,Q3 Target,RAG\nA,2,3,4,G\nB,3,4,5,R\n",
            ["q1_target whole", "q2_target whole", "target target from \"Q3 Target\""]
        ),
        (
            "Ref,Q2 numerator,Q2 denominator\nA,2,3\nB,3,4\n",
            ["numerator measure from \"Q2 numerator\"", "denominator measure from \"Q2 denominator\""]
        ),
        (
            "Ref,2022/23 Target,2022/23 Actual,2023/24 Target,2023/24 Actual\nA,2,3,4,5\nB,3,4,5,6\n",
            [
                "target target from \"2023/24 Target\"", "value measure from \"2023/24 Actual\"",
                "column_2022_23_actual whole from \"2022/23 Actual\"",
            ]
        ),
        (
            "Ref,Latest Outturn,Target 2023/24,RAG\nA,2,3,G\nB,3,4,R\n",
            [
                "value measure from \"Latest Outturn\"", "target target from \"Target 2023/24\"",
                "// Ratings are checked by it where it is known which way is better.",
            ]
        ),
        // Two figures of each quarter: nothing says which is the indicator's.
        (
            "Ref,Q1 Leeds,Q1 York,Q2 Leeds,Q2 York,RAG\nA,2,3,4,5,G\nB,3,4,5,6,R\n",
            [
                "q1_leeds whole", "q2_york whole",
                "// No rule checks ratings by it yet: `kpilint rules` says what they lack.",
            ]
        ),
        (
            "kind,Value,Target,RAG,better\nA,2,3,G,x\nB,3,4,R,y\n",
            [
                "given_kind text from \"kind\" required", "given_better text from \"better\"", "key given_kind",
                "// and in table TABLE: `join register on given_kind`. The register begins:",
            ]
        ),
    ]

    @Test(arguments: returns)
    func readsHeadersAndCells(_ sample: (text: String, lines: [String])) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "kpilint-init-\(UUID().uuidString).csv")
        try sample.text.write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let inferred = session.startingRules([file.path])
        #expect(inferred.diagnostics.map(\.message) == [])
        let lines = inferred.text.split(whereSeparator: \.isNewline).map { line in
            line.split(separator: " ").joined(separator: " ")
        }
        let comments = prose(of: inferred.text)
        for line in sample.lines {
            let line = line.split(separator: "TABLE").joined(separator: inferredName(in: inferred.text))
            if line.hasPrefix("// "), comments.contains(line.dropFirst(3)) { continue }
            #expect(lines.contains { $0 == line || $0.hasPrefix(line + " ") }, "\(line) is not in \(inferred.text)")
        }
    }

    /// The comments of a rule file, without their line ends.
    private func prose(of text: String) -> String {
        let lines = text.split(separator: "\n").map { $0.drop { $0 == " " } }.filter { $0.hasPrefix("//") }
        return lines.map { $0.drop { $0 == "/" || $0 == " " } }.joined(separator: " ")
    }

    private func inferredName(in text: String) -> String {
        text.split(whereSeparator: \.isNewline).first { $0.hasPrefix("table ") }?.split(separator: " ")[1].description
            ?? ""
    }

    /// The register's own columns are called `better` and `kind`, whatever the return calls its columns.
    @Test(arguments: ["kind", "better", "Better", "register_to_fill", "for"])
    func registersRunWhateverTheKeyIsCalled(_ key: String) throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "register-to-fill.\(UUID().uuidString).csv")
        try "\(key),Value,Target\nA,2,3\nB,3,4\n".write(to: file, atomically: true, encoding: .utf8)
        defer { try? FileManager.default.removeItem(at: file) }
        let inferred = session.startingRules([file.path], register: "register.csv")
        #expect(inferred.diagnostics.map(\.message) == [])
        let register = try #require(inferred.register)
        let header = try #require(register.split(separator: "\n").first).split(separator: ",")
        #expect(Set(header).count == 3)
        #expect(header.suffix(2) == ["better", "kind"])
        #expect(inferred.text.contains("key \(header[0])\n"))
    }

    @Test func namesTheCellsThatAreNoStatus() throws {
        let file = FileManager.default.temporaryDirectory.appending(path: "kpilint-init-\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: file) }
        let begin = "ref,value,target,rag\nA,5,6,Green\nB,7,6,Red\nC,7,6,green\nD,7,6,Green\n"
        try (begin + "E,1,2,Gr\u{200B}een\n").write(to: file, atomically: true, encoding: .utf8)
        let few = session.startingRules([file.path])
        #expect(few.notices.count == 1)
        #expect(few.notices.first?.contains("\"Gr<U+200B>een\" (line 6) in column \"rag\" can be no label") == true)
        #expect(few.text.contains("rag    status rating"))
        try "ref,value,rag\nA,5,\"Green\n(up)\"\nB,7,\u{1B}Red\nC,7,Green\n".write(
            to: file, atomically: true, encoding: .utf8)
        let most = session.startingRules([file.path])
        let words = "no rule about statuses runs: \"Green (up)\" (line 2), \"<U+001B>Red\" (line 4) can be no label"
        #expect(most.notices.contains { $0.contains(words) })
        #expect(!most.text.contains("status rating"))
    }

    @Test func showsWhatNobodySeesInAHeader() throws {
        let text = "ref,value,R\u{202E}AG\nA,5,\u{1B}Green\nB,7,Rouge\nC,7,Vert\n"
        for remark in try started(text).notices {
            #expect(!remark.unicodeScalars.contains { $0 == "\u{202E}" || $0 == "\u{1B}" }, "\(remark)")
        }
        let status = try started("ref,value,\u{200F}status\nA,5,x1\nB,7,x2\nC,7,x3\n").notices
        #expect(status.count { $0.contains("column \"<U+200F>status\" is not taken for a status") } == 1, "\(status)")
        #expect(status.allSatisfy { $0.contains("put it right and start again, or write a scheme") })
    }

    @Test func saysThatThereAreMoreColumnsThanItDeclares() throws {
        let headers = ["ref"] + (1...600).map { $0 == 500 ? "c\u{202E}500" : "c\($0)" }
        let row = ["A"] + (1...600).map { "\($0)" }
        let inferred = try started(headers.joined(separator: ",") + "\n" + row.joined(separator: ",") + "\n")
        let words =
            "it has 601 columns, of which the first 500 are declared: add those that are to be checked, from "
            + "\"c<U+202E>500\" on"
        #expect(inferred.notices.contains { $0.hasSuffix(words) }, "\(inferred.notices)")
        let few = try started(headers.prefix(500).joined(separator: ",") + "\n").notices
        #expect(!few.contains { $0.contains("columns, of which") })
    }

    /// A rule file made from a return of some text.
    private func started(_ text: String, named name: String = "k.csv") throws -> InferredRules {
        let folder = try TemporaryFolder([Scenario.File(name: name, text: text)])
        return session.startingRules([folder.path + "/" + name])
    }

    /// A scheme of green alone could find no false green.
    @Test(arguments: [
        ("A,5,6,GREEN\nB,7,6,GREEN\n", "red \"RED\" otherwise"),
        ("A,5,6,g\nB,7,6,a\n", "red \"r\" otherwise"),
        ("A,5,6,Red\nB,7,6,Red\n", "green \"Green\" when meets(value, target, better)"),
    ])
    func addsTheLabelsWithoutWhichNothingIsFound(_ rows: String, _ line: String) throws {
        let inferred = try started("ref,value,target,rag\n" + rows)
        #expect(inferred.diagnostics.isEmpty)
        let lines = inferred.text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        #expect(lines.contains(line), "\(inferred.text)")
        #expect(inferred.text.contains("this label is a guess"))
        #expect(!(try started("ref,value,target,rag\nA,5,6,G\nB,7,6,R\n")).text.contains("a guess. Without"))
    }

    @Test func saysThatThereIsNoHeader() throws {
        for rows in ["A1,Parks,50,G\nA2,Roads,60,R\nA3,Waste,n/a,A\n", "A,50\nB,60\nC,70\n", "A,50\nB,60\nC,x\n"] {
            let inferred = try started(rows)
            let words = "no line looks like a header: line 1 is taken for it"
            #expect(inferred.notices.contains { $0.contains(words) }, "\(inferred.notices)")
            #expect(inferred.text.contains("// Note: no line looks like a header"))
        }
        for header in ["Authority,2019,2020\n", "ref,value\n", "Period,Autumn\nCouncil,Fen\nref,value\n"] {
            let inferred = try started(header + "A,5,6\nB,7,8\n")
            #expect(!inferred.notices.contains { $0.contains("looks like") }, "\(header): \(inferred.notices)")
        }
    }

    /// Months, quarters and names of columns stand in rows, too.
    @Test(arguments: [
        ("Action,Due,Revised,Status\nBuild,Sep-23,Dec-23,Amber\nMend,Oct-23,Jan-24,Green\n", "Due"),
        ("Project,Planned,Actual\nBuild,Q1,Q2\n", "Planned"),
        ("Project,Planned,Finish\nBuild,Q1,Q2\nMend,Q2,TBC\n", "Planned"),
        ("Name,Due,Note\nAnn,Sep-23,x\nBob,soon,y\nCat,,z\n", "Due"),
        ("Name,Built,Closed\nTop Hall,2001,2019\nLow Hall,2005,2020\n", "Built"),
        ("Action,Quarter\nBuild,Q1\nMend,Q2\n", "Quarter"),
        ("Field,Meaning\nPeriod,Q1\nRef,Reference\n", "Meaning"),
        ("Field,Meaning\nValue,Outturn\nRef,Reference\nStatus,RAG\n", "Meaning"),
        ("Field,Meaning,Length\nRef,Reference,10\nValue,Outturn,12\n", "Length"),
        ("Indicator,Q1,Q2,Q3,Q4\nBins,1,2,3,4\nRoads,4,5,6,7\n", "Q3"),
        ("Indicator,Apr-23,May-23\nBins,91%,92%\n", "Apr-23"),
        ("Council,Fen,Draft\nIndicator,Apr-23,May-23\nBins,91%,92%\n", "Apr-23"),
        ("Service,Q1,Q2\nHousing,Green,Amber\nRoads,Red,Red\n", "Q1"),
        ("Authority,2019,2020\nA,5,6\n", "2019"),
        ("Council,Fen,Quarter,Q2\nIndicator,Owner,Target,Actual\nBins,Ann,91%,92%\n", "Owner"),
        ("Period,Q2\nRef,Value\nA,5\nB,7\n", "Value"),
        ("Council,Fen,Draft\nRef,Measure,Status\nA,Actual,Green\nB,Target,Red\n", "Measure"),
        ("Council,Fen\nRef,Value\n", "Value"),
        // A name of time and a time are headers where other names stand beside them.
        ("Indicator,Month,Target,Value,Q2 2023\nBins,Apr-23,90%,91%,x\nRoads,May-23,81%,82%,y\n", "Indicator"),
        ("Ref,Title,Period,Q2 2023\nA,Bins,Apr-23,91%\nB,Roads,May-23,82%\n", "Title"),
        ("Year,2021,2022,Target\nBins,1,2,3\nRoads,2,3,4\n", "Target"),
    ])
    func findsTheHeader(_ rows: String, _ header: String) throws {
        let inferred = try started(rows)
        let isNamed = ["from \"\(header)\"", "\n  \(header.lowercased()) "].contains { inferred.text.contains($0) }
        #expect(isNamed, "\(inferred.text)")
        #expect(!inferred.notices.contains { $0.contains("looks like") })
    }

    @Test func takesNoRowOfMonthsForAHeader() throws {
        let inferred = try started("Build,Sep-23,Dec-23,Amber\nMend,Oct-23,Jan-24,Green\n")
        #expect(inferred.notices.contains { $0.contains("no line looks like a header: line 1 is taken for it") })
    }

    @Test func namesRowsAndWhoAnswersForThem() throws {
        let named = try started("ref,Lead Officer,KPI,Service,value\nA,X,Bins,S,1\nB,Y,Trees,S,2\n").text
        #expect(named.contains("\n  label kpi\n  owner lead_officer\n"), "\(named)")
        // A name that is the key says nothing more, a type would declare a column, and a column that is mostly blank
        // names nothing.
        let none = try started("Indicator,Text,Owner,value\nBins,a,,1\nTrees,b,,2\nRoads,c,Ann,3\n").text
        #expect(!none.contains("\n  label ") && !none.contains("\n  owner owner\n"), "\(none)")
    }

    @Test func saysThatRowsStandAboveTheHeader() throws {
        let first = try started("ref,target,value,rag\n1,2,3,G\nref,target,value,rag,commentary\n2,3,4,G,x\n")
        #expect(first.text.contains("commentary") == false)
        let above = try started("1,2,3,G\n2,3,4,G\nref,target,value,rag\n3,2,3,G\n")
        #expect(above.notices.contains { $0.contains("2 lines look like rows of the table, from line 1 to line 2") })
        #expect(above.text.contains("// Note: 2 lines look like rows"))
    }

    @Test(arguments: [
        "draft?.csv", "a*b.csv", "{x}.csv", "[?].csv", "{{}}*.csv", "a}\u{301}.csv", "{\u{301}b}\u{308}.csv",
    ])
    func namesOneFileWhateverItIsCalled(_ name: String) throws {
        let folder = try TemporaryFolder(
            [name, "draft2.csv", "aXb.csv", "x.csv"].map { Scenario.File(name: $0, text: "ref,value\nA,1\nB,2\n") })
        var request = CheckRequest()
        request.ruleFiles = [folder.path + "/k.rules"]
        let inferred = session.startingRules([folder.path + "/" + name])
        try inferred.text.write(toFile: request.ruleFiles[0], atomically: true, encoding: .utf8)
        let run = session.check(request).run
        #expect(run.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
        #expect(run.files.map(\.path) == [folder.path + "/" + name])
    }

    @Test func makesNoKeyOfErrors() throws {
        let inferred = try started("name,size\n#REF!,5\n#REF!,6\n#REF!,7\n")
        #expect(!inferred.text.contains("\n  key "), "\(inferred.text)")
        let few = try started("name,size\nBins,5\nRoads,5\n#REF!,5\n")
        #expect(few.text.contains("\n  key name\n"), "\(few.text)")
    }

    /// An error says nothing of what a column is to hold; the check finds it.
    @Test(arguments: ["#REF!", "#REF", "# REF!", "#DIV/0!", "########"])
    func errorsOfSpreadsheetsDecideNoType(_ error: String) throws {
        let rows = "1,5,01/02/2024,Green\n2,\(error),\(error),\(error)\n3,7,03/02/2024,Red\n4,8,04/02/2024,Green\n"
        let inferred = try started("ref,days,when,rag\n" + rows)
        let lines = inferred.text.split(separator: "\n").map { $0.split(separator: " ").joined(separator: " ") }
        for line in ["days whole // 3 figures, 1 error of a spreadsheet", "rag status rating // 2 different"] {
            #expect(lines.contains { $0.hasPrefix(line) }, "\(inferred.text)")
        }
        #expect(lines.contains { $0.contains("date from \"when\"") }, "\(inferred.text)")
    }

    @Test func makesOneTableOfAFileThatIsNamedTwice() throws {
        let folder = try TemporaryFolder([Scenario.File(name: "k.csv", text: "ref,value\nA,1\nB,2\n")])
        let path = folder.path + "/k.csv"
        let inferred = session.startingRules([path, path, folder.path + "/./k.csv"])
        #expect(inferred.text.split(separator: "\n").count { $0.hasPrefix("table ") } == 1)
        #expect(inferred.notices.count { $0.contains("it is one table") } == 2)
    }

    @Test func saysWhatTheStandardRulesLack() throws {
        let inferred = try started("ref,red\nA,Green\nB,Red\nC,Red\n")
        #expect(inferred.text.contains("red status rating") || inferred.text.contains("red status rating"))
        #expect(!inferred.text.contains("none for a status"))
        #expect(prose(of: inferred.text).contains("the status is called red, and they look for `rag`"))
    }

    /// What the return does not say is left to be filled in.
    @Test func writesARegisterWithBlanks() throws {
        let inferred = session.startingRules([path("rutland-2023-24-q2/kpis.csv")], register: "register.csv")
        let register = try #require(inferred.register)
        #expect(register.hasPrefix("ref,better,kind\n1.1,,\n1.2,,\n"))
        #expect(register.split(separator: "\n").count == 136)
        #expect(inferred.text.contains("table register_to_fill from \"register.csv\" {"))
        #expect(inferred.text.contains("  join register_to_fill on ref\n"))
        #expect(inferred.diagnostics.isEmpty)
        let given = session.startingRules([
            path("rutland-2023-24-q2/kpis.csv"), path("rutland-2023-24-q2/register.csv"),
        ])
        #expect(given.register == nil)
    }

    @Test func saysWhichReturnCannotBeRead() {
        let inferred = session.startingRules(["/nowhere/kpis.csv"])
        #expect(inferred.unreadable.map(\.reason) == ["there is no such file"])
        #expect(inferred.diagnostics.isEmpty)
    }
}
