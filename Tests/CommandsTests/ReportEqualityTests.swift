// What a format says does not depend on what else is written, and its places are right in every unit.

import Testing

@testable import Commands

@Suite struct ReportEqualityTests {
    private static let formats = ReportFormat.all.map(\.name)

    /// 120 rows that break one rule, every third of them another too, with safe fixes for some.
    private static let files: [String: String] = {
        var rows = "ref,value,flag\n"
        for row in 1...120 { rows += "R\(row),\(row % 3 == 0 ? 900 : 200),\(row % 2 == 0 ? "YES" : "maybe")\n" }
        return [
            "a.csv": rows,
            "a.rules": """
            table a from "a.csv" {
              ref text required
              value whole
              flag choice "yes", "no"
              key ref
            }
            rule most error "At most 100" {
              for a
              require value <= 100
            }
            rule least warning "At most 800" {
              for a
              require value <= 800
            }

            """,
        ]
    }()

    @Test func aFormatIsTheSameAloneAndBesideOthers() throws {
        let program = try WholeProgram(Self.files)
        let all = Self.formats.flatMap { ["--output", $0 + "=./" + $0] }
        #expect(program.run(["check", "./a.rules"] + all).exitCode == 1)
        for format in Self.formats {
            #expect(program.run("check", "./a.rules", "--output", format + "=./alone").exitCode == 1)
            let texts = ["alone", format].map { program.folder.text($0) }
            #expect(texts[0]?.isEmpty == false)
            let isSame = texts[0] == texts[1]
            #expect(isSame, "\(format)")
        }
    }

    @Test func aPageListsAHundredFindingsWhereThereAreAsMany() throws {
        let page = try WholeProgram(Self.files).run("check", "./a.rules", "--output", "markdown").output
        let rows = page.split(separator: "\n").filter { $0.hasPrefix("| error") || $0.hasPrefix("| query") }
        // Each finding ends with its rule in brackets.
        #expect(rows.reduce(0) { $0 + $1.split(separator: " (`", omittingEmptySubsequences: false).count - 1 } == 100)
    }

    /// Headers, waivers and rule files with letters of several bytes before what is pointed at.
    @Test func placesAreRightInEveryUnit() throws {
        let program = try WholeProgram([
            "g.csv": "größe,größe,x\n1,2,3\n",
            "g.rules": """
            table g from "g.csv" {
              größe whole
              x whole
            }
            rule b error "…" {
              for g
              require x > 0
            }
            waive b where größe == 1 and "é😀" == "é😀" until 2020-01-01 because "é"

            """,
        ])
        let output = program.run("check", "./g.rules", "--output", "rdjson").output
        let duplicate = output.split(separator: "\n").first { $0.contains("duplicate-header") } ?? ""
        #expect(
            duplicate.contains(
                "\"start\": {\"line\": 1, \"column\": 9}, \"end\": {\"line\": 1, \"column\": 16}"), "\(output)")
        let waived = output.split(separator: "\n").first { $0.contains("expired-waiver") } ?? ""
        let json = program.run("check", "./g.rules", "--output", "json").output
        let line = json.split(separator: "\n").first { $0.contains("expired-waiver") && $0.contains("message") } ?? ""
        #expect(!waived.isEmpty && !line.isEmpty, "\(output)\(json)")
        let header = json.split(separator: "\n").first { $0.contains("duplicate-header") && $0.contains("message") }
        #expect(
            header?.contains(
                "\"column\": 7, \"endLine\": 1, \"endColumn\": 12, \"row\": null, \"header\": \"größe\", \"sheet\": "
                    + "null, \"cell\": \"B1\", \"byteColumn\": 9, \"endByteColumn\": 16}"
            ) ?? false, "\(json)")
        #expect(line.contains("\"endByteColumn\"") && line.contains("\"endUtf16Column\""), "\(line)")
    }
}

@Suite struct CoverageTests {
    private static let bare = [
        "a.csv": "person,town\nx,y\n",
        "a.rules": "import \"standard.rules\"\ntable a from \"a.csv\" {\n  person text\n  town text\n}\n",
        "own.rules": "table a from \"a.csv\" {\n  person text required\n  town text\n}\n",
    ]

    @Test func standardChecksThatApplyToNothingHaveCheckedNothing() throws {
        let run = try WholeProgram(Self.bare).run("check", "./a.rules")
        #expect(run.exitCode == 4)
        #expect(
            run.output.contains(
                "Only the form of cells was checked in a: no rule applies to it (the standard checks look for value"))
        #expect(!run.output.contains("No problems"))
        #expect(try WholeProgram(Self.bare).run("check", "./a.rules", "--allow-empty").exitCode == 0)
        let machine = try WholeProgram(Self.bare).run("check", "./a.rules", "--output", "short")
        #expect(machine.error.contains("error: only the form of cells was checked in a"))
    }

    @Test func aTableWithoutRulesIsSaidToBeCheckedForItsFormAlone() throws {
        let run = try WholeProgram(Self.bare).run("check", "./own.rules")
        #expect(run.exitCode == 0)
        #expect(
            run.output == """
                Only the form of cells was checked in 1 row of 1 file
                Only the form of cells was checked in a: no rule applies to it

                """)
    }

    @Test func whatWasPassedOverIsSaidToMachinesToo() throws {
        let program = try WholeProgram([
            "a.csv": "ref,name\nK1,Bins\n,Roads\nK2,Trees\n",
            "a.rules": "table a from \"a.csv\" {\n  ref text\n  name text unique\n  key ref\n}\n",
        ])
        let words = "line 3 holds one text and no key: it is taken for a heading or a note, and is no row of the table"
        let checked = program.run("check", "./a.rules", "--output", "json")
        #expect(checked.error.contains(words))
        #expect(checked.output.contains("\"notices\": [\n") && checked.output.contains("a.csv: " + words))
    }

    @Test func ownersAreCountedWhole() throws {
        let rows = (1...300).map { "K\($0),\($0 % 3 == 0 ? "Parks" : "Roads"),-\($0)\n" }.joined()
        let program = try WholeProgram([
            "a.csv": "ref,dept,value\n" + rows,
            "a.rules": """
            table a from "a.csv" {
              ref   text
              dept  text
              value number
              key ref
              owner dept
            }
            rule low "It is low" {
              for a
              require value > 0
            }
            rule large note "It is large" {
              for a
              require value > 1000
            }

            """,
        ])
        let shown = ["check", "./a.rules", "--max-shown", "400"]
        #expect(program.run(shown).output.contains("\nBy owner: Roads 400, Parks 200\n"))
        #expect(
            program.run(shown + ["--level", "error"]).output.contains("\nBy owner: Roads 200, Parks 100\n"))
        // Who has to answer for what is counted and not kept is not known.
        #expect(!program.run("check", "./a.rules").output.contains("By owner"))
    }

    @Test func aRegisterThatRulesLookUpIsNoTableWithoutRules() throws {
        let program = try WholeProgram([
            "a.csv": "ref,x\n1,2\n", "r.csv": "ref,most\n1,5\n",
            "a.rules": """
            table a from "a.csv" {
              ref text
              x whole
              join r on ref
            }
            table r from "r.csv" {
              ref text
              most whole
              key ref
            }
            rule b error "x" {
              for a
              require x <= r.most
            }

            """,
        ])
        #expect(
            program.run("check", "./a.rules").output
                == "No problems found in 1 row of 1 file, looked up in r.csv (1 row)\n"
                + "The rule decided all of its rows\n")
    }
}

@Suite struct StartingTests {
    /// Returns whose starting files must run, whatever is in them.
    static let returns = [
        "ref,value,grade\n" + (1...14).map { "\($0),\($0)%*,\(["Good", "good", "BAD", "Bad"][$0 % 4])\n" }.joined(),
        "ref,value\n1,93%*\n2,Good\n",
        "re\u{1B}[31mf,va\u{7}lue,\u{202E}x,\u{9B}z\na\u{1B}[0m,93,b,c\n2,Good,d,e\n",
        "a,a ,A,\na b,\u{301},\"x\ny\",\\\nc,d,e,f\n",
        "where,key,previous,{x},*\n1,2,3,4,5\n",
        "ref,status\n" + (1...20).map { "\($0),\(["Ynys Mo\u{302}n", "Ynys M\u{F4}n", "x"][$0 % 3])\n" }.joined(),
    ]

    @Test(arguments: returns) func whatIsWrittenRuns(_ text: String) throws {
        let program = try WholeProgram(["a{b}*.csv": text])
        let start = program.run("init", "./a{b}*.csv")
        #expect(start.exitCode == 0 && start.error.split(separator: "\n").allSatisfy { $0.hasPrefix("note: ") })
        let hidden: Set<Unicode.Scalar> = ["\u{202E}", "\u{9B}", "\u{7}", "\u{1B}"]
        #expect(!start.output.unicodeScalars.contains { hidden.contains($0) })
        try writeWhole(Array(start.output.utf8), to: program.folder.path + "/s.rules")
        let check = program.run("check", "./s.rules", "./a{b}*.csv")
        #expect(check.exitCode == 0 || check.exitCode == 1, "\(start.output)\(check.output)\(check.error)")
        #expect(!check.output.contains("missing-column"), "\(start.output)\(check.output)")
    }

    @Test func saysThatItFoundNoValueAndNoStatus() throws {
        let program = try WholeProgram(["p.csv": "person,town\nx,y\nz,y\n"])
        let start = program.run("init", "./p.csv", "--register", program.folder.path + "/r.csv")
        #expect(
            start.error == """
                note: p.csv: no standard rule applies: no column was taken for a value, and none for a status; name it by \
                hand, as in `value measure from "HEADER"`
                note: no register was written: it says which way each value is better against its target, and no columns \
                were taken for a value and a target

                """)
        #expect(start.output.contains("\n// import \"standard.rules\"\n"))
    }

    @Test(arguments: [
        ("this_quarter", "status"), ("Achieved", "Traffic light"), ("YTD", "Colour"), ("Outturn (%)", "RAG Rating"),
        ("Actual Q2 2023/24", "Status"), ("Year to date", "Traffic Lights"),
    ])
    func knowsWhatReturnsCallTheirValueAndStatus(_ value: String, _ status: String) throws {
        let program = try WholeProgram(["k.csv": "ref,\(value),\(status)\nA,1,lg\nB,2,la\nC,3,lr\n"])
        let start = program.run("init", "./k.csv")
        #expect(start.error.isEmpty)
        let lines = start.output.split(separator: "\n")
        let words = lines.map { $0.split(separator: " ").prefix(2).joined(separator: " ") }
        #expect(words.contains("value measure") && words.contains("rag status"), "\(start.output)")
    }
}
