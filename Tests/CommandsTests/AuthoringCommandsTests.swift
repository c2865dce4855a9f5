// `test`, `why` and `init` as people meet them: what they print, and their exit codes.

import Testing

@testable import Commands

private let rules = """
    table kpis from "kpis.csv" {
      ref text required
      value measure
      limit measure
      key ref
    }
    rule below-limit "A value must stay below its limit" {
      for kpis
      when limit is known
      let room = limit - value
      require room > 0
      message "{ref} has {value}, its limit is {limit}"
    }
    test below-limit "plain figures" {
      kpis | ref | value | limit |
           | 1   | 4     | 5     |
           | 1   | 6     | 5     | fails "its limit is 5"
    }

    """

private let failing = """
    test below-limit {
      kpis | ref | value | limit |
           | 1   | DNA   | 5     | fails
    }

    """

private struct Files {
    let folder: TemporaryFolder

    init(rules text: String, returns: [String: String] = [:]) throws {
        folder = try TemporaryFolder()
        try writeWhole(Array(text.utf8), to: folder.path + "/kpis.rules")
        for (name, text) in returns { try writeWhole(Array(text.utf8), to: folder.path + "/" + name) }
    }

    /// Runs the program at a terminal of 72 columns; the folder's path is left out of what it writes.
    func kpilint(_ words: String...) -> (exitCode: Int32, output: String, error: String) {
        let words = words.map { $0.hasPrefix("./") ? folder.path + $0.dropFirst() : $0 }
        var host = FakeHost()
        host.isTerminal = true
        host.variables["NO_COLOR"] = "1"
        let run = host.kpilint(words)
        return (run.exitCode, shortened(run.output), shortened(run.error))
    }

    private func shortened(_ text: String) -> String {
        var text = text[...]
        var result = ""
        while let found = text.firstRange(of: folder.path + "/") {
            result += text[..<found.lowerBound]
            text = text[found.upperBound...]
        }
        return result + text
    }
}

@Suite struct AuthoringCommandsTests {
    @Test func sumsUpTestsThatHold() throws {
        let run = try Files(rules: rules).kpilint("test", "./kpis.rules", "--require-both")
        #expect(run.output == "1 rule, 1 test, 2 rows: all as expected.\n")
        #expect(run.exitCode == 0)
    }

    @Test func refusesNamesOfRulesThatFitNone() throws {
        let run = try Files(rules: rules).kpilint("test", "./kpis.rules", "--only", "below", "--only", "bellow-limit")
        #expect(run.exitCode == 2 && run.error.contains("there is no rule bellow-limit; did you mean below-limit?"))
        #expect(run.output.isEmpty)
    }

    @Test func showsARowThatCameOutOtherwise() throws {
        let run = try Files(rules: rules + failing).kpilint("test", "./kpis.rules")
        let rest = run.output.split(separator: "\n", omittingEmptySubsequences: false).dropFirst().joined(
            separator: "\n")
        #expect(
            rest == """
                    | ref | value | limit |
                    | 1   | DNA   | 5     |
                  expected: the row breaks the rule
                  but: the row cannot be decided
                    require room > 0  unknown
                      room            unknown
                        limit         5
                        value         DNA (not available)

                1 rule, 2 tests, 3 rows: 1 row comes out otherwise.

                """)
        #expect(run.output.hasPrefix("kpis.rules:21: below-limit\n"))
        #expect(run.exitCode == 1)
    }

    @Test func reportsChangesAtTheirPlace() throws {
        let files = try Files(rules: rules)
        let run = files.kpilint("test", "./kpis.rules", "--mutate")
        #expect(run.exitCode == 1)
        #expect(run.output.contains("kpis.rules:11: below-limit: no test notices\n`>=` instead of `>`\n"))
        #expect(run.output.contains("  11 |   require room > 0\n     |                ^\n"))
        #expect(files.kpilint("test", "./kpis.rules").exitCode == 0)
    }

    @Test func writesForMachines() throws {
        let files = try Files(rules: rules + failing)
        let junit = files.kpilint("test", "./kpis.rules", "--output", "junit")
        #expect(junit.output.contains("<testsuite name=\"below-limit\" tests=\"2\" failures=\"1\" skipped=\"0\">"))
        #expect(
            junit.output.contains(
                "<failure message=\"expected: the row breaks the rule; but the row cannot be decided\">"))
        let json = files.kpilint("test", "./kpis.rules", "--output", "json")
        #expect(json.output.contains("\"summary\": {\"tests\": 2, \"rows\": 3, \"failures\": 1,"))
        #expect(
            json.output.contains("{\"part\": \"value\", \"depth\": 2, \"value\": \"DNA\", \"note\": \"not available\"}")
        )
        #expect(junit.exitCode == 1)
        #expect(json.exitCode == 1)
    }

    /// Words after `test`, the exit code, and what is said.
    static let uses: [(words: [String], exitCode: Int32, error: String)] = [
        (["test", "kpis.csv"], 2, "kpilint: `kpis.csv` is no rule file\n"),
        (["test", "./none.rules"], 2, "the rule file cannot be read: there is no such"),
        (["why"], 2, "kpilint: `why` needs the name of a rule\n"),
        (["why", "below-limt", "./kpis.rules"], 2, "help: did you mean `below-limit`?\n"),
        (["why", "below-limit", "--row", "ref", "./kpis.rules"], 2, "kpilint: `--row` cannot be `ref`\n"),
        (["why", "below-limit", "./kpis.rules"], 3, "kpilint: kpis.csv cannot be read: there is no such file\n"),
        (["init"], 2, "kpilint: `init` needs a return\n"),
        (["init", "kpis.rules"], 2, "kpilint: `kpis.rules` is a rule file\n"),
        (["init", "./none.csv"], 3, "kpilint: none.csv cannot be read: there is no such file\n"),
    ]

    @Test(arguments: uses)
    func saysWhatIsWrongWithTheCommandLine(_ sample: (words: [String], exitCode: Int32, error: String)) throws {
        let files = try Files(rules: rules)
        let words = sample.words
        let run =
            words.count == 1
            ? files.kpilint(words[0])
            : words.count == 2
                ? files.kpilint(words[0], words[1])
                : words.count == 3
                    ? files.kpilint(words[0], words[1], words[2])
                    : files.kpilint(words[0], words[1], words[2], words[3], words[4])
        #expect(run.exitCode == sample.exitCode)
        #expect(run.error.contains(sample.error), "\(run.error)")
    }

    @Test func showsARuleForARow() throws {
        let files = try Files(rules: rules, returns: ["kpis.csv": "ref,value,limit\nA,4,5\nB,6,5\nC,6,\nD,,5\n"])
        let broken = files.kpilint("why", "below-limit", "--row", "ref=b", "./kpis.rules")
        #expect(
            broken.output == """
                below-limit (error): A value must stay below its limit
                  kpis.rules:7, about table kpis

                ref B breaks the rule
                  kpis.csv:3, row 2
                  when limit is known     true
                    limit                 5
                  require room > 0        false
                    room = limit - value  -1
                      limit               5
                      value               6
                  found: B has 6, its limit is 5

                """)
        #expect(broken.exitCode == 0)
        for (ref, sentence) in [
            ("A", "ref A passes the rule"),
            ("C", "ref C is none that the rule applies to: `when limit is known` is false"),
            ("D", "ref D cannot be decided: value is (blank)"),
        ] {
            let run = files.kpilint("why", "below-limit", "--row", "ref=" + ref, "./kpis.rules")
            #expect(run.output.contains("\n" + sentence + "\n"), "\(run.output)")
        }
        let none = files.kpilint("why", "below-limit", "--row", "ref=Z", "./kpis.rules")
        #expect(none.output.hasSuffix("\n  No row of kpis has ref = Z.\n"))
        #expect(none.exitCode == 4)
    }

    @Test func startsARuleFileAndNeverWritesOverARegister() throws {
        let text = "ref,value,target,RAG\nA,4,5,Red\nB,6,5,Green\n"
        let files = try Files(rules: rules, returns: ["kpis.csv": text])
        let run = files.kpilint("init", "./kpis.csv", "--register", files.folder.path + "/register.csv")
        #expect(run.exitCode == 0)
        #expect(run.output.contains("table kpis from \"kpis.csv\" {"))
        #expect(files.folder.text("register.csv") == "ref,better,kind\nA,,\nB,,\n")
        let again = files.kpilint("init", "./kpis.csv", "--register", files.folder.path + "/register.csv")
        #expect(again.exitCode == 2)
        #expect(again.error.contains("cannot write register.csv: it is there already"))
    }
}
