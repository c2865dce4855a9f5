// Rules that the figures shown break and the figures stored keep, in workbooks of both formats.

import Diagnostics
import Findings
import Foundation
import Reports
import SmallWorkbooks
import Testing
import Workspace

@Suite struct StoredFiguresTests {
    private static let kpis = """
        scheme rag for value, target {
          green "G" when meets(value, target, "higher")
          amber "A" otherwise
        }
        table kpis from "q.*" {
          ref    text required
          value  percent
          target target
          rag    status rag
          key ref
        }

        """
    private static let due = """
        rule rag-due error "The status is the one due" {
          for kpis
          require rag == due(rag)
          message "{ref} is {rag}"
        }

        """

    private func ratings(_ rows: [(value: String, rag: String)]) -> SmallSheet {
        SmallSheet(
            [[.text("ref"), .text("value"), .text("target"), .text("rag")]]
                + rows.enumerated().map { index, row in
                    [
                        .text("K\(index + 1)"), .figure(row.value, .percent(decimals: 1)),
                        .figure("0.95", .percent(decimals: 0)), .text(row.rag),
                    ]
                })
    }

    /// Figures in whole numbers, below a header.
    private func figures(_ header: [String], _ rows: [(name: String, figures: [String])]) -> SmallSheet {
        SmallSheet(
            [header.map { .text($0) }]
                + rows.map { row in [.text(row.name)] + row.figures.map { .figure($0, .number(decimals: 0)) } })
    }

    private func gate(_ rules: String, _ sheet: SmallSheet, as format: SmallSheet.Format) throws -> Gate {
        let gate = try Gate(rules, [:])
        try Data(sheet.bytes(format)).write(to: URL(filePath: gate.path("q.\(format.rawValue)")))
        return gate
    }

    private func check(
        _ rules: String, _ sheet: SmallSheet, as format: SmallSheet.Format = .officeOpen, limit: Int? = nil
    ) throws -> CheckRun {
        let run = try gate(rules, sheet, as: format).check(limit: limit).run
        #expect(run.diagnostics.map(\.message) == [])
        return run
    }

    private func said(_ run: CheckRun) -> [String] {
        run.findings.filter { $0.rule != "not-whole" }
            .map { "\($0.severity.rawValue) \($0.location?.cell ?? "-"): \($0.message)" }
    }

    /// An accounting format shows nought as a dash: people look for what they see.
    @Test func figuresWithoutADigitAreSaidAsTheyAreSeen() throws {
        let rules = """
            table kpis from "q.xlsx" {
              ref   text
              value whole
              last  whole
              key ref
            }
            rule more error "It is more" {
              for kpis
              require value > last
              message "{ref}: {value} after {last}"
            }

            """
        var book = SmallWorkbook()
        book.formats = [#"#,##0;-#,##0;\ "-"??"#, #"0;0;"none""#]
        book.add(1, ["ref", "value", "last"])
        book.add(2, ["K1", "0", "7"], styles: [0, 1, 1])
        book.add(3, ["K2", "0", "0"], styles: [0, 2, 1])
        book.add(4, ["K3", "8", "0"], styles: [0, 1, 1])
        let gate = try Gate(rules, [:])
        try Data(book.bytes).write(to: URL(filePath: gate.path("q.xlsx")))
        let run = gate.check().run
        #expect(said(run) == ["error B2: K1: - (0) after 7", "error B3: K2: none (0) after - (0)"])
        let last = Array(run.findings).last
        #expect(last?.values == [NamedText("value", "none (0)"), NamedText("last", "- (0)")])
        #expect(last?.excerpt?.rows.last?.cells == ["K2", "none (0)", "- (0)"])
    }

    // MARK: Rows

    @Test(arguments: SmallSheet.Format.allCases)
    func aStatusThatFollowsFromTheStoredFigure(_ format: SmallSheet.Format) throws {
        // The first is amber by what is stored, the second by neither; of the third only what is shown keeps the rule.
        let run = try check(
            Self.kpis + Self.due, ratings([("0.9496", "A"), ("0.9504", "A"), ("0.9496", "G"), ("0.95", "G")]),
            as: format)
        #expect(
            said(run) == [
                "query D2: K1 is A (amber); shown 95.0%, stored 94.96%: the status follows from the stored figure",
                "error D3: K2 is A (amber)",
            ])
        #expect(
            run.findings.map(\.stored) == [[NamedText("value", "94.96%")], [NamedText("value", "95.04%")]])
        #expect(run.count(of: .error) == 1)
        #expect(run.count(of: .query) == 1)
        #expect(run.rules.map(\.asQueries) == [1])
        #expect(run.rules.map(\.broken) == [2])
        #expect(run.totalsLine.hasPrefix("1 error, 1 query in 1 file"))
    }

    @Test func aRuleThatDoesNotApplyToTheStoredFigure() throws {
        let rules = """
            rule green error "Nothing above 95% is amber" {
              for kpis where ref != "x"
              when value >= 95%
              require rag is green
              message "{ref}"
            }

            """
        let run = try check(Self.kpis + rules, ratings([("0.9496", "A"), ("0.9504", "A")]))
        #expect(
            said(run) == [
                "query D2: K1; shown 95.0%, stored 94.96%: the stored figure does not break the rule", "error D3: K2",
            ])
        // `where` decides like `when`.
        let placed = try check(
            Self.kpis
                + rules.replacing("where ref != \"x\"", with: "where value >= 95%")
                .replacing("when value >= 95%", with: "when ref != \"x\""), ratings([("0.9496", "A")]))
        #expect(placed.findings.map(\.severity) == [.query])
    }

    /// Without a direction only a value that equals its target is known to meet it.
    @Test func aRuleThatTheStoredFigureLeavesUndecided() throws {
        let rules = """
            rule met error "What is met is green" {
              for kpis
              when meets(value, target)
              require rag is green
              message "{ref}"
            }

            """
        let run = try check(Self.kpis + rules, ratings([("0.9496", "A"), ("0.95", "A"), ("0.9504", "A")]))
        #expect(
            said(run) == [
                "query D2: K1; shown 95.0%, stored 94.96%: by the stored figure the rule cannot be decided",
                "error D3: K2",
                "query D4: K3; shown 95.0%, stored 95.04%: by the stored figure the rule cannot be decided",
            ])
    }

    /// What is no error stays what it is, and says the same.
    @Test func warningsAndQueries() throws {
        for severity in [Severity.query, .warning, .note] {
            let run = try check(
                Self.kpis + Self.due.replacing(" error ", with: " \(severity.rawValue) "), ratings([("0.9496", "A")]))
            #expect(run.findings.map(\.severity) == [severity])
            #expect(run.findings.allSatisfy { $0.message.contains("shown 95.0%, stored 94.96%") })
            #expect(run.count(of: severity) == 1)
            #expect(run.rules.map(\.asQueries) == [0])
        }
    }

    @Test func ofWaivedOnesNoneIsCounted() throws {
        let waiver = "waive rag-due where ref == \"K1\"\n  because \"known\"\n"
        let run = try check(Self.kpis + Self.due + waiver, ratings([("0.9496", "A"), ("0.9497", "A")]))
        #expect(run.findings.map { $0.waived != nil } == [true, false])
        #expect(run.count(of: .error) == 0)
        #expect(run.count(of: .query) == 1)
        #expect(run.waivedCount == 1)
    }

    /// Counting goes on where findings are no longer kept.
    @Test func beyondTheLimit() throws {
        let rows = (0..<200).map { (value: $0 % 2 == 0 ? "0.9496" : "0.9504", rag: "A") }
        let run = try check(Self.kpis + Self.due, ratings(rows), limit: 3)
        #expect(run.findings.map(\.severity) == [.query, .error, .query])
        #expect(run.count(of: .error) == 100)
        #expect(run.count(of: .query) == 100)
    }

    /// Findings that are put away keep what is stored.
    @Test func putAway() throws {
        let rows = (0..<20).map { _ in (value: "0.9496", rag: "A") }
        let gate = try gate(Self.kpis + Self.due, ratings(rows), as: .officeOpen)
        var request = gate.request
        request.mostHeld = 3
        let run = session.check(request).run
        #expect(run.findings.map(\.stored) == rows.map { _ in [NamedText("value", "94.96%")] })
        #expect(run.findings.map(\.severity) == rows.map { _ in .query })
    }

    /// Where only errors are shown, the queries of the same rule are counted as such.
    @Test func whereOnlyErrorsAreShown() throws {
        let run = try check(Self.kpis + Self.due, ratings([("0.9496", "A"), ("0.9504", "A"), ("0.9497", "A")]))
        var style = TextStyle()
        style.minimum = .error
        let text = renderText(run, style: style)
        #expect(text.contains("K2 is A"))
        #expect(!text.contains("K1 is A"))
        #expect(!text.contains("the same in"))
        #expect(text.contains("Counted but not shown: 2 queries"))
    }

    @Test func inABaseline() throws {
        let gate = try gate(Self.kpis + Self.due, ratings([("0.9496", "A"), ("0.9504", "A")]), as: .officeOpen)
        let first = gate.check().run
        try gate.write(Baseline(of: first).text, to: "known.txt")
        let run = gate.check(baseline: "known.txt").run
        #expect(run.count(of: .error) == 0)
        #expect(run.count(of: .query) == 0)
        #expect(run.baselinedCount == 2)
    }

    // MARK: Other rows

    @Test(arguments: SmallSheet.Format.allCases)
    func aTotalOfRoundedParts(_ format: SmallSheet.Format) throws {
        let rules = """
            table spend from "q.*" {
              service text
              spent   whole
            }
            rule adds-up error "The total is the sum" {
              for spend
              when service == "Total"
              require spent == sum(spend.spent where service != "Total")
              message "{service}"
            }
            """
        let parts = [(name: "Parks", figures: ["120.4"]), ("Roads", ["300.4"])]
        let kept = try check(rules, figures(["service", "spent"], parts + [("Total", ["420.8"])]), as: format)
        #expect(
            said(kept) == [
                "query B4: Total; spent shown 421, stored 420.8, sum(spend.spent where service != \"Total\") shown 420, "
                    + "stored 420.8: the stored figures do not break the rule"
            ])
        let wrong = try check(rules, figures(["service", "spent"], parts + [("Total", ["422.8"])]), as: format)
        #expect(said(wrong) == ["error B4: Total"])
        // Shown, it adds up.
        let other = try check(rules, figures(["service", "spent"], parts + [("Total", ["419.6"])]), as: format)
        #expect(said(other).isEmpty)
    }

    @Test func neighboursGroupsAndRulesWithoutRows() throws {
        let table = """
            table kpis from "q.*" {
              ref   text
              value number
              key ref
              series over ref
            }

            """
        let sheet = figures(["ref", "value"], [("a", ["95.4"]), ("b", ["95.45"]), ("c", ["95.44"])])
        let series = try check(
            table + """
                rule rises error "It rises" {
                  for kpis
                  require value > previous.value
                  message "{ref}"
                }
                """, sheet)
        #expect(said(series).map { String($0.prefix(11)) } == ["query B3: b", "error B4: c"])
        #expect(
            said(series).first?.contains("value shown 95, stored 95.45, previous.value shown 95, stored 95.4") == true)
        let groups = try check(
            table.replacing("  key ref\n  series over ref\n", with: "") + """
                rule sums error "They make more than 190" {
                  for each ref in kpis
                  require sum(series.value) > 190
                  message "{ref}"
                }
                """, figures(["ref", "value"], [("a", ["95.2"]), ("a", ["95.4"]), ("b", ["95.4"])]))
        #expect(
            said(groups) == [
                "query -: a; sum(series.value) shown 190, stored 190.6: the stored figures do not break the rule",
                "error -: b",
            ])
        let once = try check(
            table + """
                rule mean error "The mean is above 95" {
                  require mean(kpis.value) > 95
                  message "mean"
                }
                """, sheet)
        #expect(
            said(once) == [
                "query -: mean; mean(kpis.value) shown 95, stored 95.43: the stored figures do not break the rule"
            ])
    }

    @Test func joinedRows() throws {
        let rules = """
            table kpis from "q.*" {
              ref    text
              value  number
              before text
              key ref
            }
            rule rises error "It rises" {
              for kpis with kpis as earlier on before = ref
              require value > earlier.value
              message "{ref}"
            }
            """
        let sheet = SmallSheet([
            [.text("ref"), .text("value"), .text("before")],
            [.text("a"), .figure("4.1", .number(decimals: 0)), .text("")],
            [.text("b"), .figure("4.4", .number(decimals: 0)), .text("a")],
            [.text("c"), .figure("4.3", .number(decimals: 0)), .text("b")],
        ])
        let run = try check(rules, sheet)
        #expect(
            said(run) == [
                "query B3: b; value shown 4, stored 4.4, earlier.value shown 4, stored 4.1: the stored figures do not "
                    + "break the rule", "error B4: c",
            ])
    }

    /// A row of delimited text may break a rule by what a workbook shows.
    @Test func besideDelimitedText() throws {
        let rules = """
            table kpis from "q.xlsx" {
              ref   text
              value percent
              key ref
            }
            table claims from "claims.csv" {
              ref   text
              claim percent
              key ref
            }
            rule true-claim error "What is claimed is true" {
              for claims with kpis on ref
              require claim < kpis.value
              message "{ref}"
            }
            rule small error "A claim is small" {
              for claims
              require claim < 96%
              message "{ref}"
            }
            rule fewer error "More is reported than claimed" {
              require sum(kpis.value) > sum(claims.claim)
              message "sum"
            }
            """
        let gate = try gate(
            rules,
            SmallSheet([
                [.text("ref"), .text("value")], [.text("a"), .figure("0.9504", .percent(decimals: 1))],
                [.text("b"), .figure("0.9496", .percent(decimals: 1))],
                [.text("c"), .figure("0.9604", .percent(decimals: 1))],
            ]), as: .officeOpen)
        try gate.write("ref,claim\na,95.0%\nb,95.0%\nc,96.0%\n", to: "claims.csv")
        #expect(
            said(gate.check().run).sorted() == [
                "error B3: b", "error B4: c",
                "query -: sum; sum(kpis.value) shown 286%, stored 286.04%: the stored figures do not break the rule",
                "query B2: a; kpis.value shown 95.0%, stored 95.04%: the stored figures do not break the rule",
                "query B4: c; kpis.value shown 96.0%, stored 96.04%: the stored figures do not break the rule",
            ])
    }

    // MARK: At random

    /// A workbook has the findings of its table as text, as shown; and those are queries that the table as it is
    /// stored does not have.
    @Test func asTheTableAsTextWouldSay() throws {
        var severities: [Severity] = []
        for seed in 0..<40 { severities += try compareWithText(seed) }
        #expect(severities.count { $0 == .query } > 50)
        #expect(severities.count { $0 == .error } > 50)
    }

    private func compareWithText(_ seed: Int) throws -> [Severity] {
        var random = SplitMix(state: UInt64(seed))
        let rules = """
            table t from "q.*" {
              ref   text
              grp   text
              a     number
              b     number
              prior text
              key ref
              series over ref
            }
            rule less error "Less" {
              for t
              require a < b
            }
            rule applies error "Where it applies" {
              for t where grp != "z"
              when a >= 2
              require b > 1
            }
            rule rises error "Rises" {
              for t
              require a > previous.a
            }
            rule above error "Above the mean" {
              for t as mine
              require a > mean(t.a where grp == mine.grp)
            }
            rule joined error "More than before" {
              for t with t as p on prior = ref
              require b >= p.b
            }
            rule groups error "Groups" {
              for each grp in t
              require sum(series.a) == sum(series.b)
            }
            rule total error "In all" {
              require sum(t.a) > sum(t.b)
            }
            """
        let count = 3 + Int(random.next() % 12)
        let rows = (0..<count).map { row in
            (
                texts: [String(row + 100), ["x", "y", "z"][Int(random.next() % 3)], String(100 + random.next() % 14)],
                figures: (0..<2).map { _ in Int(random.next() % 40) }
            )
        }
        func tenths(_ figure: Int) -> String { "\(figure / 10).\(figure % 10)" }
        let header = ["ref", "grp", "a", "b", "prior"]
        let sheet = SmallSheet(
            [header.map { .text($0) }]
                + rows.map { row in
                    [.text(row.texts[0]), .text(row.texts[1])]
                        + row.figures.map { .figure(tenths($0), .number(decimals: 0)) } + [.text(row.texts[2])]
                })
        func text(_ figure: (Int) -> String) -> String {
            ([header] + rows.map { $0.texts.prefix(2) + $0.figures.map(figure) + [$0.texts[2]] })
                .map { $0.joined(separator: ",") + "\n" }.joined()
        }
        func found(_ text: String) throws -> [String] {
            try Gate(rules, ["q.csv": text]).check().run.findings.map { "\($0.rule) \($0.key.map(\.text))" }
        }
        let run = try check(rules, sheet, as: SmallSheet.Format.allCases[seed % 2])
        let names = run.findings.map { (name: "\($0.rule) \($0.key.map(\.text))", severity: $0.severity) }
        let shown = try found(text { String(($0 + 5) / 10) })
        #expect(names.map(\.name).sorted() == shown.sorted(), "\(seed)")
        let stored = Set(try found(text(tenths)))
        for (name, severity) in names {
            #expect(severity == (stored.contains(name) ? .error : .query), "\(seed): \(name)")
        }
        return names.map(\.severity)
    }

    // MARK: `stored`

    @Test(arguments: SmallSheet.Format.allCases)
    func rulesAboutStoredFigures(_ format: SmallSheet.Format) throws {
        let rules = """
            rule at-least error "At least 95%" {
              for kpis
              require stored(value) >= 95%
              message "{ref} has {value}"
            }
            rule status error "By the stored figure" {
              for kpis
              when rag is green
              require meets(stored(value), stored(target), "higher")
              message "{ref} is {rag}"
            }
            """
        let run = try check(
            Self.kpis + rules, ratings([("0.9496", "A"), ("0.9504", "G"), ("0.9496", "G")]), as: format)
        #expect(
            said(run) == [
                "error B2: K1 has 95.0%",
                "error B4: K3 has 95.0%",
                "error B4: K3 is G (green)",
            ])
        #expect(run.findings.map(\.values).first == [NamedText("stored(value)", "94.96%")])
        #expect(run.findings.allSatisfy { $0.stored.isEmpty })
        #expect(run.findings.compactMap { $0.location?.header } == ["value", "value", "value"])
    }

    @Test func storedFiguresInSchemesLetsAndRulesForAny() throws {
        let scheme = Self.kpis.replacing("meets(value, target", with: "meets(stored(value), target")
        let rated = try check(scheme + Self.due, ratings([("0.9496", "A"), ("0.9496", "G")]))
        #expect(said(rated) == ["error D3: K2 is G (green)"])
        let table = """
            table kpis from "q.*" {
              ref   text
              value whole
              let exact = stored(value)
            }
            rule total error "The stored figures make 3.9" {
              require sum(kpis.exact) == 3.9
              message "total"
            }
            rule any-below error "Below 2.5" {
              for any with value whole
              require stored(value) < 2.5
              message "{value}"
            }
            """
        let run = try check(table, figures(["ref", "value"], [("a", ["1.4"]), ("b", ["2.5"])]))
        #expect(said(run) == ["error B3: 3"])
    }

    /// Another format stores what it shows.
    @Test func inDelimitedTextTheyAreTheFigures() throws {
        let rules =
            Self.kpis.replacing("q.*", with: "q.csv")
                + """
                rule at-least error "At least 95%" {
                  for kpis
                  require stored(value) >= 95%
                  message "{ref}: {stored(value)}"
                }
                """.replacing("{stored(value)}", with: "{value}")
        let gate = try Gate(rules, ["q.csv": "ref,value,target,rag\nK1,95.0%,95%,G\nK2,94.9%,95%,G\nK3,n/a,95%,G\n"])
        let run = gate.check().run
        #expect(run.findings.map(\.message) == ["K2: 94.9%"])
        #expect(run.findings.allSatisfy { $0.stored.isEmpty })
        #expect(run.rules.map(\.undecided) == [1])
        #expect(run.findings.compactMap { $0.excerpt?.columns.map(\.header) } == [["ref", "value"]])
    }

    /// A cell with a fault has no stored figure either.
    @Test func faultyCells() throws {
        let rules =
            Self.kpis.replacing("value  percent", with: "value  percent between 0% and 90%") + """
                rule at-least error "At least 95%" {
                  for kpis
                  require stored(value) >= 96%
                }
                """
        let run = try check(rules, ratings([("0.9496", "A"), ("0.5", "A")]))
        #expect(run.findings.map(\.rule) == ["out-of-range", "at-least"])
        #expect(run.rules.first { $0.rule == "at-least" }?.undecided == 1)
    }

    // MARK: Reports

    @Test func whyShowsBoth() throws {
        let gate = try gate(Self.kpis + Self.due, ratings([("0.9496", "A"), ("0.9496", "G")]), as: .officeOpen)
        var request = WhyRequest()
        request.rule = "rag-due"
        request.check.ruleFiles = [gate.path("check.rules")]
        for key in ["K1", "K2"] {
            request.row = [("ref", key)]
            let trace = try #require(session.why(request).answers.first?.traces.first)
            func operands(_ part: TracedOperand) -> [TracedOperand] { [part] + part.parts.flatMap(operands) }
            let value = trace.clauses.flatMap { operands($0.part) }.first { $0.text == "value" }
            #expect(value?.value == .text("95.0%"))
            #expect(value?.stored == "94.96%")
        }
    }

    @Test func savedRunsKeepBoth() throws {
        let run = try check(Self.kpis + Self.due, ratings([("0.9496", "A"), ("0.9504", "A")]))
        let json = renderJSON(run, exitCode: 1)
        let text = String(decoding: json, as: UTF8.self)
        #expect(text.contains("\"values\": {\"rag\": \"A\", \"value\": \"95.0%\", \"target\": \"95%\"}"))
        #expect(text.contains("\"stored\": {\"value\": \"94.96%\"}"))
        #expect(text.contains("\"asQueries\": 1"))
        let saved = try readSavedRun(json) { _ in .findings }
        #expect(saved.findings.map(\.stored) == run.findings.map(\.stored))
        #expect(saved.count(of: .error) == 1)
        #expect(saved.count(of: .query) == 1)
    }
}

/// The same numbers for each seed.
private struct SplitMix {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
