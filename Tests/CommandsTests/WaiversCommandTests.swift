// Findings as a table, and the answers in it as waivers.

import Testing

@testable import Commands

@Suite struct WaiversCommandTests {
    private static let rules = """
        table kpis from "kpis.csv" {
          `kpi ref` text
          quarter   period
          no        number
          name      text
          value     whole
          key `kpi ref`, quarter, no
          label name
        }

        rule enough query "It is enough" {
          for kpis
          require value > 5
          message "{row} counts {value}"
        }

        """
    private static let returns = #"""
        kpi ref,quarter,no,name,value
        "1,""a""",2023/24 Q2,1.10,=cmd|' /C calc'!A0,1
        B2,2023/24 Q2,,"-2+3",2
        C3,2023/24 Q2,3,-5%,3
        D4,2023/24 Q2,4,Bins,4

        """#

    private func program(_ more: [String: String] = [:]) throws -> WholeProgram {
        try WholeProgram(["kpis.rules": Self.rules, "kpis.csv": Self.returns].merging(more) { $1 })
    }

    /// Each line of a table with its cells, without the quotation marks around them.
    private func table(_ text: String) -> [[String]] {
        text.split(separator: "\r\n").map { line in
            line.drop { $0 == "\u{FEFF}" }.dropFirst().dropLast().split(
                separator: "\",\"", omittingEmptySubsequences: false
            )
            .map(String.init)
        }
    }

    @Test func theTableHasALineForEachFindingAndNoFormula() throws {
        let output = try program().run("check", "./kpis.rules", "--output", "csv").output
        #expect(output.hasPrefix("\u{FEFF}\"Severity\",\"File\""))
        let lines = table(output)
        #expect(lines.map(\.count) == [16, 16, 16, 16, 16])
        #expect(lines.dropFirst().map { $0[3] } == ["E2", "E3", "E4", "E5"])
        #expect(lines.dropFirst().map { $0[4] }.first == "1,\"\"a\"\", 2023/24 Q2, 1.10")
        #expect(lines.dropFirst().map { $0[5] } == ["'=cmd|' /C calc'!A0", "'-2+3", "-5%", "Bins"])
        #expect(lines.dropFirst().map { $0[8] } == ["1", "2", "3", "4"])
        #expect(lines.dropFirst().allSatisfy { $0[13].hasPrefix("f-") && $0[14].isEmpty && $0[15].isEmpty })
    }

    @Test func answersBecomeWaiversByKey() throws {
        let first = try program()
        let lines = table(first.run("check", "./kpis.rules", "--output", "csv").output)
        func print(_ line: Int) -> String { lines[line][13] }
        // As a spreadsheet saves it in another country: other separators, no quotation marks, columns left out.
        let answered = """
            Rule;Fingerprint;Answer;Answered by
            enough;\(print(1));Two "vans" were {off}\\ the road;A. Smith
            enough;\(print(2));Counted by hand;
            enough;\(print(3));;B. Jones
            enough;f-0123456789abcdef;Gone;C
            enough;;Lost;
            enough;\(print(2));Again;

            """
        let second = try program(["answers.csv": answered])
        let made = second.run("waivers", "from", "./answers.csv", "./kpis.rules")
        #expect(made.exitCode == 0, "\(made.error)")
        #expect(
            made.output == #"""
                // Answers of answers.csv.

                waive enough where printed(`kpi ref`) == "1,\"a\"" and printed(quarter) == "2023/24 Q2" and printed(no) == "1.10"
                  because "Two \"vans\" were {off}\\ the road (A. Smith)"

                waive enough where printed(`kpi ref`) == "B2" and printed(quarter) == "2023/24 Q2" and no is blank
                  because "Counted by hand"

                """#)
        #expect(
            made.error.split(separator: "\n") == [
                "note: line 5, “Gone”: no waiver was made: what it answers is no longer found",
                "note: line 6, “Lost”: no waiver was made: what it answers is no longer found",
                "note: line 7, “Again”: no waiver was made: the same finding is answered further above",
            ])
        let third = try program(["answers.csv": answered, "waivers.rules": made.output])
        let checked = third.run("check", "./kpis.rules", "./waivers.rules")
        #expect(checked.output.contains("2 queries in 1 file, 4 rows; 2 waived"), "\(checked.output)")
        #expect(checked.output.contains("Two \"vans\" were {off}\\ the road (A. Smith)"), "\(checked.output)")
        // What is waived is not waived again.
        let again = third.run("waivers", "from", "./answers.csv", "./kpis.rules", "./waivers.rules")
        #expect(again.exitCode == 4 && again.output.isEmpty)
        #expect(again.error.contains("what it answers is waived already"))
    }

    /// A waiver names a rule and a row: it would hide what the same rule finds in the row beside what was answered.
    @Test func anAnswerWaivesNothingThatWasNotAnswered() throws {
        let rules = """
            table kpis from "kpis.csv" {
              ref  text
              name text required
              note text required
              key ref
            }

            """
        let files = ["kpis.rules": rules, "kpis.csv": "ref,name,note\nA,,\nB,,x\n"]
        let lines = table(try WholeProgram(files).run("check", "./kpis.rules", "--output", "csv").output)
        #expect(lines.prefix(4).map { $0[3] } == ["Cell", "B2", "C2", "B3"])
        func made(_ answered: [Int]) throws -> (exitCode: Int32, output: String, error: String) {
            let answers = answered.map { "\(lines[$0][13]),Not known,\n" }.joined()
            return try WholeProgram(files.merging(["a.csv": "Fingerprint,Answer,Answered by\n" + answers]) { $1 })
                .run("waivers", "from", "./a.csv", "./kpis.rules")
        }
        let one = try made([1, 3])
        #expect(one.output.contains("ref == \"B\"") && !one.output.contains("ref == \"A\""), "\(one.output)")
        #expect(one.error.contains("line 2, “Not known”: no waiver was made: the waiver would cover another finding"))
        #expect(one.error.contains("(C2: ref A: note is blank): answer both"), "\(one.error)")
        let both = try made([1, 2, 3])
        #expect(both.output.contains("ref == \"A\"") && both.error.isEmpty, "\(both.error)")
    }

    @Test func aPairIsWaivedByItsGroupAndTheRowBesideIt() throws {
        let rules = """
            table kpis from "kpis.csv" {
              area text
              ref  text
            }

            table register from "register.csv" {
              `kpi ref` text
              title     text
              key `kpi ref`
            }

            rule complete "Each area returns each indicator" {
              for each area in kpis with each r in register on ref = `kpi ref`
              require any(series)
            }

            """
        let files = [
            "kpis.rules": rules, "kpis.csv": "area,ref\nNorth,1.1\nSouth,1.2\n",
            "register.csv": "kpi ref,title\n1.1,Bins\n1.2,Roads\n",
        ]
        let lines = table(try WholeProgram(files).run("check", "./kpis.rules", "--output", "csv").output)
        #expect(lines.count == 3)
        let answers = "Fingerprint,Answer\n\(lines[1][13]),Not asked of it\n"
        let made = try WholeProgram(files.merging(["a.csv": answers]) { $1 }).run(
            "waivers", "from", "./a.csv", "./kpis.rules")
        #expect(
            made.output.hasSuffix(
                "waive complete where area == \"North\" and r.`kpi ref` == \"1.2\"\n  because \"Not asked of it\"\n"),
            "\(made.output)\(made.error)")
        let waived = try WholeProgram(files.merging(["w.rules": made.output]) { $1 }).run(
            "check", "./kpis.rules", "./w.rules")
        #expect(
            waived.output.contains("1 error in 1 file, 2 rows") && waived.output.contains("; 1 waived"),
            "\(waived.output)")
    }

    @Test func whatIsNoTableOfFindingsIsRefused() throws {
        let program = try program(["none.csv": "Fingerprint,Answer\nf-1,\n"])
        let other = program.run("waivers", "from", "./kpis.csv", "./kpis.rules")
        #expect(other.exitCode == 3 && other.error.contains("it is neither a table of findings"), "\(other.error)")
        #expect(program.run("waivers", "from", "./none.csv", "./kpis.rules").exitCode == 4)
        #expect(program.run("waivers", "from", "./gone.csv", "./kpis.rules").exitCode == 3)
        #expect(program.run("waivers", "./none.csv").exitCode == 2)
        #expect(program.run("waivers", "from").exitCode == 2)
    }

    /// A waiver that nobody has explained yet: `reason` stands between its quotes.
    private static func waiver(_ reason: String) throws -> WholeProgram {
        try WholeProgram([
            "kpis.rules": """
            table kpis from "kpis.csv" {
              ref text
              value whole
            }
            rule enough warning "It is enough" {
              for kpis
              require value > 5
            }
            waive enough where ref == "1" because "\(reason)"

            """,
            "kpis.csv": "ref,value\n1,1\n2,7\n",
        ])
    }

    @Test func aWaiverWithoutAReasonWaivesNothingAndFailsTheCheck() throws {
        let empty = try Self.waiver("")
        let checked = empty.run("check", "./kpis.rules", "--output", "short")
        #expect(checked.exitCode == 1)
        #expect(
            checked.output.contains("kpis.rules:9:39: warning: a waiver says why it is given: this one waives nothing"))
        #expect(checked.output.contains("kpis.csv:2:3: warning: "))
        for severity in ["note", "warning", "query"] {
            #expect(empty.run("check", "./kpis.rules", "--fail-on", severity).exitCode == 1)
        }
        for severity in ["error", "never"] {
            #expect(empty.run("check", "./kpis.rules", "--fail-on", severity).exitCode == 0)
        }
        let explained = try Self.waiver("Counted by hand").run("check", "./kpis.rules", "--output", "short")
        #expect(explained.exitCode == 0 && !explained.output.contains("kpis.csv:2:3"))
        #expect(!explained.output.contains("missing-reason"))
    }

    @Test func everyFormatSaysThatAWaiverGivesNoReason() throws {
        let program = try Self.waiver(" ")
        for format in ReportFormat.all.map(\.name) {
            let written = program.run("check", "./kpis.rules", "--output", format + "=./out." + format)
            #expect(written.exitCode == 1, "\(format)")
            guard !["xlsx", "ods"].contains(format) else { continue }
            let text = program.folder.text("out." + format) ?? ""
            #expect(text.contains("a waiver says why it is given"), "\(format)")
        }
        #expect(program.folder.text("out.html")?.contains("Not ready to submit: 2 findings to look at") == true)
        // What was saved comes to the same.
        #expect(program.run("convert", "./out.json", "--to", "sarif=./again.sarif").exitCode == 0)
        #expect(program.folder.text("again.sarif") == program.folder.text("out.sarif"))
    }
}
