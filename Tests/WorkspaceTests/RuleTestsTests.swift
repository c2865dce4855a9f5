// Rule tests: what fails and why, what is no test at all, and what changes of a rule no test notices.

import Diagnostics
import Findings
import FoundationEssentials
import Testing

@testable import Workspace

/// Runs the tests of a rule file in memory.
private func run(_ text: String, _ change: (inout RuleTestRequest) -> Void = { _ in }) -> RuleTestReport {
    var request = RuleTestRequest()
    change(&request)
    return runRuleTests(RuleSources([SourceFile(name: "a.rules", text: text)], in: processFiles), request)
}

private let kpis = """
    table kpis from "kpis.csv" {
      ref text required numbered
      value measure between 0 and 100
      kind choice "sum", "state"
      better text
      key ref
      join register on ref required
    }
    table register from "register.csv" {
      ref text required
      limit measure
      key ref
    }

    """

private let limitRule = """
    rule below-limit "A value must stay below its limit" {
      for kpis
      when kind == "sum"
      require value < limit
      message "{ref} has {value}, its limit is {limit}"
    }

    """

/// A row of a test with what it comes to, or `nil` where it comes out as the test says.
struct RowCase: Sendable, CustomTestStringConvertible {
    var row: String
    var came: String?
    var testDescription: String { row }
}

private let rowCases = [
    RowCase(row: "| 1 | 4 | sum | "),
    RowCase(row: "| 1 | 6 | sum | fails"),
    RowCase(row: "| 1 | 6 | sum | fails \"its limit is 5\""),
    RowCase(row: "| 1 | 6 | state | "),
    RowCase(row: "| 1 |   | sum | "),
    RowCase(row: "| 1 | 6 | sum | ", came: "the row breaks the rule, saying \"1 has 6, its limit is 5\""),
    RowCase(
        row: "| 1 | 6 | sum | fails \"limit 4\"", came: "the row breaks the rule, saying \"1 has 6, its limit is 5\""),
    RowCase(row: "| 1 | 4 | sum | fails", came: "the row passes the rule"),
    RowCase(row: "| 1 | 6 | state | fails", came: "the row is none that the rule applies to"),
    RowCase(row: "| 1 |   | sum | fails", came: "the row cannot be decided"),
    RowCase(row: "| 2 | 6 | sum | fails", came: "the row cannot be decided"),
    RowCase(row: "| 1 | 6 | odd | fails", came: "the row cannot be decided"),
    // What is wrong with the structure alone is no matter of a test: no bounds, no required reference.
    RowCase(row: "| 1 | 600 | sum | fails"),
    RowCase(row: "| 9 | 4 | sum | "),
]

@Suite struct RuleTestsTests {
    @Test func aHeaderWithoutARowTestsNothing() {
        let empty = run(kpis + limitRule + "test below-limit {\n  kpis | ref | value | kind |\n}\n")
        #expect(empty.diagnostics.map(\.code) == ["empty-test"])
        #expect(empty.diagnostics.first?.span.text == "kpis | ref | value | kind |")
        // A rule that is asked once may well be asked of no row.
        let once = "rule some \"There are rows\" {\n  require count(kpis) > 0\n}\n"
        let none = run(kpis + once + "test some {\n  kpis | ref |\n  fails\n}\n")
        #expect(none.diagnostics.isEmpty && none.failureCount == 0)
    }

    @Test func namesOfRulesThatFitNoneAreSaid() {
        let text = kpis + limitRule + "test below-limit {\n  kpis | ref |\n  | 1 |\n}\n"
        #expect(run(text) { $0.only = ["below", "nosuch"] }.misnamed == .unknownRule("nosuch", near: nil))
        let near = run(text) { $0.only = ["belw-limit"] }
        #expect(near.misnamed == .unknownRule("belw-limit", near: "below-limit"))
        #expect(run(text) { $0.only = ["below"] }.misnamed == nil)
    }

    @Test(arguments: rowCases)
    func saysWhatCameOfARow(_ sample: RowCase) throws {
        let report = run(
            kpis + limitRule + """
                test below-limit {
                  register | ref | limit |
                           | 1   | 5     |
                  kpis | ref | value | kind |
                       \(sample.row)
                }
                """)
        #expect(report.diagnostics.map(\.message) == [])
        let test = try #require(report.tests.first)
        #expect(test.rows == 1)
        #expect(test.failures.map(\.came) == (sample.came.map { [$0] } ?? []))
        if let failure = test.failures.first {
            #expect(failure.location.line == 24)
            #expect(failure.cells.map(\.name) == ["ref", "value", "kind"])
            #expect(!failure.reasons.isEmpty)
        }
    }

    @Test func showsThePartsThatDecided() throws {
        let report = run(
            kpis + limitRule + """
                test below-limit {
                  register | ref | limit |
                           | 1   | 5     |
                  kpis | ref | value | kind |
                       | 1   | 4     | sum  | fails
                       | 1   | DNA   | sum  | fails
                       | 1   | 4     | odd  | fails
                }
                """)
        let failures = try #require(report.tests.first).failures
        try #require(failures.count == 3)
        #expect(failures[0].reasons.map(\.text) == ["require value < limit", "value", "limit"])
        #expect(failures[0].reasons.map(\.value) == ["true", "4", "5"])
        #expect(failures[0].reasons.map(\.depth) == [0, 1, 1])
        #expect(failures[1].reasons.map(\.note) == [nil, "not available", nil])
        #expect(failures[2].reasons.map(\.text) == ["kind"])
        #expect(failures[2].reasons.first?.note == "faulty: cannot be used as one of its choices")
    }

    @Test func readsBarsAndBlankRowsOfOneColumn() throws {
        let report = run(
            """
            table notes from "n.csv" {
              note text
            }
            rule no-bars "No bars" {
              for notes
              require note is known
              require note not contains "|"
            }
            test no-bars {
              notes | note |
                    | a \\| b | fails
                    |   | fails
                    | a b |
            }
            """)
        #expect(report.diagnostics.map(\.message) == [])
        #expect(report.tests.first?.failures.map(\.came) == [])
        #expect(report.tests.first?.broken == 2)
    }

    @Test func knowsGroupsSeriesAndRulesWithoutRows() throws {
        let report = run(
            """
            table kpis from "kpis.csv" {
              theme text
              year whole
              value whole
            }
            rule theme-total "A theme must come to 10" {
              for each theme in kpis
              require sum(series.value) == 10
            }
            rule never-falls "A value must not fall" {
              for kpis by theme over year
              require value >= previous.value
            }
            rule enough "There must be three rows" {
              require count(kpis) == 3
            }
            test theme-total {
              kpis | theme | value |
                   | A     | 4     | fails
                   | B     | 4     |
                   | A     | 5     |
                   | B     | 6     |
            }
            test theme-total "not the first of its group" {
              kpis | theme | value |
                   | A     | 4     | fails
                   | A     | 5     | fails
            }
            test never-falls {
              kpis | theme | year | value |
                   | A     | 2    | 4     | fails
                   | A     | 1    | 5     |
                   | B     | 3    | 1     |
            }
            test enough "two" {
              kpis | theme |
                   | A |
                   | A |
              fails
            }
            test enough "three" {
              kpis | theme |
                   | A |
                   | A |
                   | A |
              fails
            }
            """)
        #expect(report.diagnostics.map(\.message) == [])
        #expect(report.tests.map { $0.failures.count } == [0, 1, 0, 0, 1])
        #expect(
            report.tests.flatMap { $0.failures.map(\.came) } == [
                "the row is not the first of its group, where the rule's findings stand", "the return passes the rule",
            ])
    }

    @Test func givesATestItsOwnConstants() {
        let report = run(
            """
            let limit number = 3
            rule below "Below the limit" {
              for any with value measure
              require value < limit
            }
            test below {
              any | value |
                  | 4 | fails
            }
            test below {
              let | limit |
                  | 5     |
              any | value |
                  | 4 |
                  | 6 | fails
            }
            """)
        #expect(report.diagnostics.map(\.message) == [])
        #expect(report.failureCount == 0)
        #expect(report.tests.map(\.broken) == [1, 1])
    }

    /// A test that cannot be run, with what is said of it.
    static let faults: [(text: String, message: String)] = [
        ("test belw-limit {\n}\n", "there is no rule `belw-limit`"),
        ("test below-limit {\n}\n", "the test of below-limit gives no rows"),
        ("test below-limit {\n  register | ref |\n    | 1 |\n}\n", "rule below-limit is not about register"),
        ("test below-limit {\n  kpis | reff |\n    | 1 |\n}\n", "table kpis has no column `reff`"),
        (
            "test below-limit {\n  kpis | ref |\n    | 1 |\n  fails\n}\n",
            "rule below-limit is about rows: `fails` stands at the end of one"
        ),
        (
            "test below-limit {\n  kpis | ref |\n    | 1 |\n  register | ref |\n    | 1 | fails\n}\n",
            "rule below-limit is not about register: its rows cannot fail"
        ),
        (
            "test below-limit {\n  let | limt |\n    | 1 |\n  kpis | ref |\n    | 1 |\n}\n",
            "there is no constant `limt`"
        ),
        ("test below-limit {\n  any | ref |\n    | 1 |\n}\n", "`any` stands for the table of a rule `for any with`"),
        ("test any-positive {\n  any | valu |\n    | 1 |\n}\n", "rule any-positive does not apply to these columns"),
        ("test any-positive {\n  any | value: mesure |\n    | 1 |\n}\n", "`mesure` is not a type"),
        ("test any-positive {\n  any | value | rag: status odd |\n    | 1 | |\n}\n", "there is no scheme `odd`"),
    ]

    @Test(arguments: faults)
    func refusesWhatIsNoTest(_ sample: (text: String, message: String)) throws {
        let anyRule = "rule any-positive \"Positive\" {\n  for any with value measure\n  require value > 0\n}\n"
        let report = run(kpis + limitRule + anyRule + sample.text)
        #expect(report.diagnostics.filter { $0.severity == .error }.map(\.message) == [sample.message])
        #expect(report.diagnostics.allSatisfy { $0.span.file.name == "a.rules" })
        #expect(report.diagnostics.first.map { $0.span.start.line >= 24 } == true)
    }

    @Test func saysWhichRulesHaveNoTestOrOneSideOnly() {
        let rules = """
            rule one "One" {
              for any with value measure
              require value > 1
            }
            rule two "Two" {
              for any with value measure
              require value > 2
            }
            rule three "Three" {
              for any with value measure
              require value > 3
            }
            test one {
              any | value |
                  | 1 | fails
            }
            test two {
              any | value |
                  | 3 |
                  | DNA |
            }
            """
        #expect(run(rules).untested.map(\.name) == ["three"])
        #expect(run(rules).oneSided.isEmpty)
        let both = run(rules) { $0.requiresBoth = true }
        #expect(both.oneSided.map { "\($0.rule.name) \($0.lacksBreaking)" } == ["one false", "two true"])
        let only = run(rules) { $0.only = ["tw"] }
        #expect(only.tests.map(\.rule) == ["two"])
        #expect(only.untested.isEmpty)
    }

    @Test func reportsChangesThatNoTestNotices() {
        let rules = """
            rule narrow "Between" {
              for any with value measure, kind text
              when kind == "sum"
              require value >= 1 and value < 10
            }
            test narrow {
              any | value | kind |
                  | 5     | sum  |
                  | 20    | sum  | fails
            }
            """
        let report = run(rules) { $0.mutates = true }
        #expect(report.changesTried == 12)
        #expect(
            report.unnoticed.map { "\($0.location.line):\($0.location.column) \($0.change)" } == [
                "3:3 without `when kind == \"sum\"`", "4:17 `>` instead of `>=`", "4:20 `2` instead of `1`",
                "4:20 `0` instead of `1`", "4:32 `<=` instead of `<`", "4:34 `11` instead of `10`",
                "4:34 `9` instead of `10`",
            ])
        let complete =
            rules.split(separator: "\n").dropLast().joined(separator: "\n") + """

                      | 1  | sum |
                      | 0  | sum | fails
                      | 9  | sum |
                      | 10 | sum | fails
                      | 20 | one |
                }
                """
        let noticed = run(complete) { $0.mutates = true }
        #expect(noticed.failureCount == 0)
        #expect(noticed.unnoticed.map(\.change) == [])
        let excused = run(rules.replacing("< 10", with: "< 10 // mutant: nobody cares")) { $0.mutates = true }
        #expect(excused.excused == 6)
        #expect(excused.unnoticed.map(\.location.line) == [3])
    }

    /// The pack that comes with the program is tested through and through.
    @Test func theStandardPackIsTestedOnBothSides() {
        var request = RuleTestRequest()
        // A test's table `any` has no series, so rules about series are tested in a file with a table that has one.
        request.ruleFiles = [standardPackName, packageFolder.appending(path: "Tests/StandardPack/series.rules").path]
        request.requiresBoth = true
        request.mutates = true
        let report = session.test(request)
        #expect(report.diagnostics.map(\.message) == [])
        #expect(report.tests.flatMap(\.failures).map { "\($0.location.line): \($0.came)" } == [])
        #expect(report.untested.map(\.name) == [])
        #expect(report.oneSided.map(\.rule.name) == [])
        #expect(report.unnoticed.map { "\($0.location.line): \($0.change)" } == [])
        #expect(Set(report.tests.map(\.rule)).count >= 28)
    }

    /// The tests that the language reference shows hold.
    @Test func theTestsOfTheReferenceHold() throws {
        let text = try String(contentsOf: packageFolder.appending(path: "rules/LANGUAGE.md"), encoding: .utf8)
        var blocks: [String] = []
        var block: [Substring]?
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            if line == "```rules" {
                block = []
            } else if line == "```", let lines = block {
                blocks.append(lines.joined(separator: "\n"))
                block = nil
            } else {
                block?.append(line)
            }
        }
        let tested = blocks.filter { $0.contains("\ntest ") }
        #expect(tested.count >= 2)
        for block in tested {
            let report = run(block)
            #expect(report.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
            #expect(!report.tests.isEmpty)
            #expect(report.tests.flatMap(\.failures).map(\.came) == [])
        }
    }

    /// A row of a test is as many rows of its table as columns became rows.
    @Test func everyColumnThatBecameRowsIsTested() {
        let rules = """
            table kpis from "kpis.csv" {
              ref text
              q1  percent
              q2  percent
              key ref
            }
            table quarters from kpis unpivot q1, q2 as value by quarter
            rule small "A share is below 50%" {
              for quarters
              require value < 50%
              message "{quarter}: {value}"
            }
            test small "each" {
              kpis | ref | q1  | q2  |
                   | A   | 40% | 60% | fails "q2: 60%"
                   | B   | 60% | TBC | fails "q1: 60%"
                   | C   | 40% | TBC |
            }
            test small "wrong" {
              kpis | ref | q1  | q2  |
                   | A   | 40% | 60% |
                   | B   | 40% | 30% | fails
            }

            """
        let report = run(rules)
        #expect(report.diagnostics.isEmpty)
        #expect(report.tests.map(\.broken) == [2, 1])
        let came = report.tests.map { $0.failures.map(\.came) }
        #expect(came == [[], ["the row breaks the rule, saying \"q2: 60%\"", "the row passes the rule"]])
    }

    /// A row of a test is as many rows of its table as there are matches in its cell, perhaps none.
    @Test func everyMatchInACellIsTested() {
        let rules = """
            table kpis from "kpis.csv" {
              ref  text
              note text
              key ref
            }
            table claims from kpis.note matching /to (?<said>[0-9]+%)/ {
              said percent
            }
            rule small "What is said is below 50%" {
              for claims
              require said < 50%
              message "{ref}: {said}"
            }
            test small "each" {
              kpis | ref | note                |
                   | A   | nothing             |
                   | B   | to 40%, then to 60% | fails "B: 60%"
                   | C   | to 10%              |
            }
            test small "wrong" {
              kpis | ref | note         |
                   | A   | nothing      | fails
                   | B   | up to 70%    |
            }

            """
        let report = run(rules)
        #expect(report.diagnostics.isEmpty)
        #expect(report.tests.map(\.broken) == [1, 1])
        let came = report.tests.map { $0.failures.map(\.came) }
        #expect(
            came == [
                [], ["the row is none of those that the rule is about", "the row breaks the rule, saying \"B: 70%\""],
            ])
    }

    @Test(arguments: [
        "hart-2014-15/hart.rules", "rutland-2016-17-q4/rutland-2016-17.rules",
        "rutland-2023-24-q2/rutland-2023-24.rules", "scotland-corp09-quarterly/corp09.rules",
    ])
    func theRulesOfTheExamplesAreTested(_ path: String) {
        var request = RuleTestRequest()
        request.ruleFiles = [packageFolder.appending(path: "examples/" + path).path]
        request.requiresBoth = true
        let report = session.test(request)
        #expect(report.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
        #expect(report.tests.flatMap(\.failures).map { "\($0.location.line): \($0.came)" } == [])
        #expect(report.untested.map(\.name) == [])
        #expect(report.oneSided.map(\.rule.name) == [])
    }
}

extension String {
    fileprivate func replacing(_ old: String, with new: String) -> String {
        guard let found = firstRange(of: old) else { return self }
        return String(self[..<found.lowerBound]) + new + self[found.upperBound...]
    }
}
