// The standard pack: what each of its rules decides, row by row.

import Diagnostics
import Findings
import Testing
import Workspace

@testable import Commands

/// A rule of the pack with columns of a table, and the outcome of each row: `+` passed, `-` broken, `?` undecided, `.`
/// not applicable.
struct PackCase: Sendable, CustomStringConvertible {
    var rule: String
    var columns: String
    var rows: [(cells: String, outcome: Character)]
    var description: String { rule }

    init(_ rule: String, _ columns: String, _ rows: (String, Character)...) {
        self.rule = rule
        self.columns = columns
        self.rows = rows.map { ($0.0, $0.1) }
    }
}

private let cases = [
    PackCase(
        "rag-follows-target", "value measure, target target, rag status example, better text",
        ("30%|>37%|Red|", "+"), ("30%|>37%|Green|", "-"), ("4|5|Amber|higher", "-"), ("4|5|Red|Higher", "+"),
        ("4|5|Green|", "?"), ("4|TBC|Green|higher", "?"), ("DNA|5|Green|higher", "?"), ("4|5|Withheld|higher", "."),
        ("4|5||higher", "."), ("Achieved|Achieved|Green|", "+")),
    PackCase(
        "rag-without-value", "value measure, rag status example",
        ("-|Green", "-"), ("|Red", "-"), ("TBC|Amber", "-"), ("DNA|Withheld", "+"), ("DNA|Done", "+"), ("5|Green", "."),
        ("Balanced|Green", ".")),
    PackCase(
        "red-needs-commentary", "rag status example, commentary text",
        ("Red|", "-"), ("Red|-", "-"), ("Red|N/A", "-"), ("Red|Two vans were off the road", "+"), ("Green|", "."),
        ("Withheld|", ".")),
    PackCase(
        "cumulative-falls", "value measure, kind text, previous_value measure",
        ("8|cumulative|10", "-"), ("10|Cumulative|10", "+"), ("8|snapshot|10", "."), ("8||10", "?"),
        ("DNA|cumulative|10", "?"),
        ("141kg|cumulative|532kgs", "-")),
    PackCase(
        "cumulative-falls",
        "value measure, kind text, previous_value measure, period period, previous_period period",
        ("8|cumulative|10|2023-24 Q2|2023-24 Q1", "-"), ("8|cumulative|10|2024-25 Q1|2023-24 Q4", "."),
        ("8|cumulative|10|2024-25 Q1|", "?")),
    PackCase(
        "percent-disagrees", "numerator whole, denominator whole, value measure",
        ("3|8|38%", "+"), ("3|8|33%", "-"), ("3|8|3", "."), ("3|0|33%", "?"), ("|8|33%", "?"), ("3|8|DNA", "?")),
    PackCase(
        "commentary-disagrees", "value measure, commentary text",
        ("33%|3 of 8 on time", "-"), ("96%|45/47 on time", "+"), ("33%|data of 2021/22", "."), ("33|3 of 8", "."),
        ("33%|", ".")),
    PackCase(
        "unit-changes", "value measure, previous_value measure",
        ("90|95%", "-"), ("90%|95%", "+"), ("6|7.4 years", "-"), ("3kg|4kgs", "+"), ("DNA|95%", "?"),
        ("£1.2m|£1m Surplus", "?")),
    PackCase(
        "unit-differs", "value measure, target target",
        ("5 days|<8 weeks", "+"), ("5 days|<8 months", "-"), ("5 days|<8 days", "+"), ("5|<8 days", "."),
        ("141kg|550kgs", "+"), ("90%|£3m", "-"),
        ("Balanced|£3m", "?")),
    PackCase(
        "percent-out-of-range", "value measure",
        ("101%", "-"), ("-1%", "-"), ("100%", "+"), ("0%", "+"), ("101", "."), ("DNA", "?")),
    PackCase(
        "stale-value", "value measure, previous_value measure, frequency text",
        ("42,327|42,327|Monthly", "-"), ("19.8|19.8|quarterly", "-"), ("£24.6m|£24.6m|Monthly", "-"),
        ("100%|100%|Monthly", "."),
        ("19.8|19.8|Annual", "."), ("19.8|19.9|Monthly", "+"), ("95.5%|95.5|Monthly", "."), ("19.8|DNA|Monthly", "?")),
    PackCase(
        "figure-jumps", "value measure, previous_value measure",
        ("100|10", "-"), ("99|10", "+"), ("1|10", "-"), ("1.1|10", "+"), ("5%|48%", "+"), ("4%|48%", "-"),
        ("0|10", "."),
        ("10|0", "."), ("-5|100", "-"), ("95%|9.5", "."), ("£2.4m|£24m", "-"), ("DNA|10", "?")),
    PackCase(
        "target-moves", "target target, previous_target target",
        ("95%|95%", "+"), ("90%|95%", "-"), ("<23|<25", "-"), ("TBC|95%", "?"), ("Balanced|Balanced", "+")),
    PackCase(
        "target-moves", "target target, previous_target target, period period, previous_period period",
        ("90%|95%|2024-25 Q1|2023-24 Q4", "."), ("90%|95%|2023-24 Q4|2023-24 Q1", "-")),
    PackCase(
        "overdue-on-track", "target_date date, rag status example",
        ("2023-09-29|Green", "-"), ("2023-09-29|Amber", "-"), ("2023-09-29|Withheld", "-"), ("2023-09-29|Red", "+"),
        ("2023-09-29|Done", "+"), ("2023-09-30|Green", "."), ("|Green", "?")),
    PackCase(
        "direction-disagrees",
        "direction text, value measure, previous_value measure, better choice \"higher\", \"lower\"",
        ("Improved|5|4|higher", "+"), ("Improved|5|4|lower", "-"), ("Improved|4|4|", "-"), ("stable|4|4|", "+"),
        ("no change|5|4|", "-"), ("got worse|5|4|lower", "+"), ("worse|5|4|higher", "-"), ("worse|4|4|lower", "-"),
        ("improved|5|4|", "?"), ("up|5|4|higher", "?"), ("|5|4|higher", "?"), ("stable|DNA|4|higher", "?")),
    PackCase(
        "prior-rag", "value measure, prior_value measure, prior_rag status example, better text",
        ("71%|77%|Amber|higher", "-"), ("75%|77%|Amber|higher", "+"), ("9%|7.3%|Green|lower", "-"),
        ("78%|77%|Green|", "?"), ("DNA|77%|Green|higher", "?"), ("71%||Green|higher", "?"),
        ("71%|77%|Withheld|higher", "."), ("71%|77%||higher", ".")),
    PackCase(
        "national-rag", "value measure, national_value measure, national_rag status example, better text",
        ("71%|77%|Amber|higher", "-"), ("75%|77%|Amber|higher", "+"), ("9%|7.3%|Green|lower", "-"),
        ("78%|77%|Green|", "?"), ("DNA|77%|Green|higher", "?"), ("71%||Green|higher", "?"),
        ("71%|77%|Withheld|higher", "."), ("71%|77%||higher", ".")),
    PackCase(
        "neighbour-rag", "value measure, neighbour_value measure, neighbour_rag status example, better text",
        ("71%|77%|Amber|higher", "-"), ("75%|77%|Amber|higher", "+"), ("9%|7.3%|Green|lower", "-"),
        ("78%|77%|Green|", "?"), ("DNA|77%|Green|higher", "?"), ("71%||Green|higher", "?"),
        ("71%|77%|Withheld|higher", "."), ("71%|77%||higher", ".")),
    PackCase(
        "annual-moves", "value measure, previous_value measure, frequency text",
        ("2%|1.5%|Annual", "-"), ("2%|2.0%|annually", "+"), ("2%|1.5%|Yearly", "-"), ("2%|1.5%|Quarterly", "."),
        ("2%|1.5%|", "?"), ("6|7.4 years|Annual", "."), ("81%|DNA|Annual", "?")),
    PackCase(
        "annual-moves", "value measure, previous_value measure, frequency text, period period, previous_period period",
        ("2%|1.5%|Annual|2023-24 Q2|2023-24 Q1", "-"), ("2%|1.5%|Annual|2024-25 Q1|2023-24 Q4", "."),
        ("2%|1.5%|Annual|2024-25 Q1|", "?")),
    PackCase(
        "numerator-exceeds-denominator", "numerator whole, denominator whole",
        ("295|290", "-"), ("290|290", "+"), ("|290", "?")),
    PackCase(
        "numerator-exceeds-denominator", "numerator whole, denominator whole, value measure",
        ("887|466|1.9", "."), ("295|290|0.98", "-"), ("295|290|98%", "."), ("295|290|TBC", "-"),
        ("285|290|0.98", "+")),
    PackCase(
        "small-cohort", "value measure, commentary text",
        ("11%|1 of 9 rated Outstanding", "-"), ("33%|3 of 8 on time", "-"), ("75%|27 of 36", "+"),
        ("96%|3 of 8 upheld", "."), ("14|3 of 8", "."), ("75%|", "."), ("DNA|3 of 8", ".")),
    PackCase(
        "small-cohort", "value measure, denominator whole",
        ("33%|9", "-"), ("30%|10", "+"), ("30%|", ".")),
    PackCase(
        "commentary-repeated", "value measure, previous_value measure, commentary text, previous_commentary text",
        ("0|99.1|All applications|All applications", "-"), ("99.1|99.1|All applications|all applications", "+"),
        ("0|99.1|All applications|Most applications", "."), ("0|99.1|All applications|", "."),
        ("0|99.1|No notes|No notes", "."), ("0|99.1||", "."), ("TBC|99.1|All applications|All applications", "?")),
    PackCase(
        "number-in-percent", "indicator text, value measure",
        ("Number of visits|92%", "-"), ("Numbers in temporary housing|92%", "-"), ("Number of visits|92", "+"),
        ("Number of visits (%)|92%", "."), ("Visits|92%", "."), ("Number of visits|TBC", "?"), ("|92%", "?")),
    PackCase(
        "nothing-after-much", "value measure, previous_value measure",
        ("0|99.6", "-"), ("0|99.6%", "-"), ("0%|99.6", "."), ("0|50", "-"), ("0|49", "."), ("1|99", "+"),
        ("TBC|99", "?"), ("0|TBC", "?")),
    PackCase(
        "nothing-after-much", "value measure, previous_value measure, kind text, period period, previous_period period",
        ("0|365|cumulative|2014-15 Q1|2013-14 Q4", "."), ("0|365|snapshot|2014-15 Q1|2013-14 Q4", "-"),
        ("0|365||2014-15 Q1|2013-14 Q4", "?"), ("0|365||2014-15 Q2|2014-15 Q1", "-")),
    PackCase(
        "target-direction", "target target, better choice \"higher\", \"lower\"",
        ("<-0.7|higher", "-"), ("<-0.7|lower", "+"), ("at least 5|lower", "-"), (">5|", "?"), ("95%|lower", "."),
        ("10%-20%|lower", "."), ("TBC|higher", ".")),
    PackCase(
        "said-on-target", "value measure, target target, commentary text, kind text",
        ("29.7%|>37%|On target|snapshot", "-"), ("38%|>37%|Now on track|snapshot", "+"),
        ("29.7%|>37%|Not on target|snapshot", "."), ("29.7%|>37%|Shown as on target|snapshot", "."),
        ("29.7%|>37%||snapshot", "."), ("29.7%|37%|On target|snapshot", "?"),
        ("29.7%|>37%|On target|cumulative", "?"), ("29.7%|>37%|On target|", "?")),
    PackCase(
        "said-on-target", "value measure, target target, commentary text, kind text, period period",
        ("47%|>95%|On target|cumulative|2023-24 Q2", "-"), ("48%|>95%|On target|cumulative|2023-24 Q2", "+")),
    PackCase(
        "completed-unfinished", "rag status example, commentary text",
        ("Done|Nearly finished", "-"), ("Done|Awaiting sign-off", "-"), ("Done|Opened in May", "+"), ("Done|", "+"),
        ("Green|Nearly finished", "."), ("Withheld|Nearly finished", ".")),
]

/// Rules about series, which a case has none of: `Tests/Specification` and `Tests/StandardPack` say what they decide.
private let rulesAboutSeries: Set = ["last-quarter-restated", "vanished"]

@Suite struct StandardPackTests {
    private static let head = """
        import "standard.rules"

        let reporting_date = 2023-09-30

        scheme example for value, target, better? {
          green "Green"    when meets(value, target, better)
          amber "Amber"    when near(value, target, better, 5%)
          red   "Red"      otherwise
          blue  "Done"
          grey  "Withheld"
        }


        """

    /// The counts of the rule over a return of the rows given, and the rows that break it.
    private func check(_ sample: PackCase, _ rows: [String]) throws -> (count: RuleOutcomeCounts, broken: [Int]) {
        let columns = sample.columns.split(separator: ", ").map(String.init).reduce(into: [String]()) { columns, text in
            // A choice's further labels are part of its column.
            if text.hasPrefix("\""), let last = columns.popLast() {
                columns.append(last + ", " + text)
            } else {
                columns.append(text)
            }
        }
        let needsSchemeColumns = sample.columns.contains("status example")
        let missing = needsSchemeColumns ? ["value measure", "target target"].filter { !columns.contains($0) } : []
        let lines = (columns + missing.map { $0 + " optional" }).map { "  \($0)\n" }.joined()
        let rules =
            Self.head
            + "table kpis from \"kpis.csv\" separated by \"|\" {\n  row_number text\n\(lines)  key row_number\n}\n"
        let header = (["row_number"] + columns.map { String($0.prefix { $0 != " " }) }).joined(separator: "|")
        let text = header + "\n" + rows.enumerated().map { "\($0.offset + 1)|\($0.element)\n" }.joined()

        let folder = try TemporaryFolder()
        try writeWhole(Array(rules.utf8), to: folder.path + "/kpis.rules")
        try writeWhole(Array(text.utf8), to: folder.path + "/kpis.csv")
        var request = CheckRequest()
        request.ruleFiles = [folder.path + "/kpis.rules"]
        request.only = [sample.rule]
        let run = Session(files: processFiles).check(request).run
        #expect(run.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
        let count = try #require(run.rules.first { $0.rule == sample.rule })
        return (count, run.findings.filter { $0.rule == sample.rule }.compactMap { $0.location?.row })
    }

    @Test(arguments: cases)
    func decidesEachRowByItself(_ sample: PackCase) throws {
        for row in sample.rows {
            let count = try check(sample, [row.cells]).count
            let outcomes: [(Character, Int)] = [
                ("+", count.passed), ("-", count.broken), ("?", count.undecided), (".", count.notApplicable),
            ]
            let given = outcomes.filter { $0.1 > 0 }.map(\.0)
            #expect(given == [row.outcome], "\(sample.rule): \(row.cells)")
        }
    }

    @Test(arguments: cases)
    func findsTheBrokenRowsAmongTheOthers(_ sample: PackCase) throws {
        let (count, broken) = try check(sample, sample.rows.map(\.cells))
        #expect(broken == sample.rows.indices.filter { sample.rows[$0].outcome == "-" }.map { $0 + 1 })
        #expect(count.passed == sample.rows.count { $0.outcome == "+" })
        #expect(count.undecided == sample.rows.count { $0.outcome == "?" })
    }

    @Test func everyRuleOfThePackHasACase() {
        let names = standardPackRules()
        #expect(names.count == 28)
        #expect(Set(names) == Set(cases.map(\.rule)).union(rulesAboutSeries))
    }

    @Test func everyRuleIsExplainedWithoutARuleFile() {
        for name in standardPackRules() {
            let run = FakeHost().kpilint(["explain", name])
            #expect(run.exitCode == 0)
            for heading in ["Why it matters", "The rule, at standard.rules:", "How to waive it"] {
                #expect(run.output.contains("\n" + heading), "\(name)")
            }
        }
    }

    /// The names of the pack's rules, from its text.
    private func standardPackRules() -> [String] {
        lines(of: standardPack.text(0..<standardPack.bytes.count)).compactMap { line in
            line.hasPrefix("rule ") ? line.split(separator: " ").dropFirst().first.map(String.init) : nil
        }
    }
}
