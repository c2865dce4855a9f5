// What pages show of findings: frames, pictures, what waives them, and why rows are undecided.

import Diagnostics
import Findings
import Reports
import Testing
import Workspace

@Suite struct IllustrationTests {
    private static let scheme = """
        scheme council for value, target, better? {
          green "Green"  when meets(value, target, better)
          amber "Amber"  when near(value, target, better, 5 points, 10%)
          red   "Red"    otherwise
        }
        table kpis from "kpis.csv" {
          ref    text    required
          name   text
          owner  text
          theme  choice "People", "Places"
          better choice "higher", "lower"
          target target
          value  measure
          rag    status council
          key ref
          label name
          owner owner
        }
        rule rag-follows error "A status follows" {
          for kpis
          when rag is known  // mutant: without it such rows cannot be decided
          require rag == due(rag)
          message "{row} is {rag}"
          at rag, value, target
        }

        """

    private func check(_ files: [String: String], illustrated: Int? = 300) -> CheckRun {
        var bytes: [String: [UInt8]] = [:]
        for (name, text) in files { bytes[name] = Array(text.utf8) }
        var request = CheckRequest()
        request.ruleFiles = ["a.rules"]
        request.illustrationLimit = illustrated
        request.today = 0
        return Session(files: MemoryTree(bytes)).check(request).run
    }

    /// The illustrations of one row with these cells.
    private func scale(_ better: String, _ target: String, _ value: String, _ rag: String) throws -> FindingPicture {
        let run = check([
            "a.rules": Self.scheme,
            "kpis.csv":
                "ref,name,owner,theme,better,target,value,rag\n1,a,b,People,\(better),\(target),\(value),\(rag)\n",
        ])
        let finding = try #require(run.findings.first { $0.rule == "rag-follows" }, "\(run.totalsLine)")
        return try #require(finding.illustration?.picture)
    }

    private func bands(_ picture: FindingPicture) -> String {
        guard case .scale(let scale) = picture else { return "\(picture)" }
        return scale.bands.map { band in
            let lower = band.lower.map { ($0.isIncluded ? "[" : "(") + $0.figure.text } ?? ""
            let upper = band.upper.map { $0.figure.text + ($0.isIncluded ? "]" : ")") } ?? ""
            return (band.status?.label ?? "?") + " " + lower + ".." + upper
        }.joined(separator: "; ")
    }

    @Test(arguments: [
        ("higher", "90%", "88.1%", "Green", "Red ..85%); Amber [85%..90%); Green [90%.."),
        ("lower", "120", "131", "Red", "Green ..120]; Amber (120..132]; Red (132.."),
        ("", "Less than 50", "50", "Green", "Green ..50); Amber [50..55]; Red (55.."),
        ("", "More than 50", "51", "Red", "Red ..45); Amber [45..50]; Green (50.."),
        (
            "", "20 to 30 days", "35 days", "Green",
            "Red ..18 days); Amber [18 days..20 days); Green [20 days..30 days]; Amber (30 days..33 days]; Red (33 days.."
        ),
        ("", "50", "50", "Red", "? ..50); Green [50..50]; ? (50.."),
        ("higher", "99%", "<5%", "Green", "Red ..94%); Amber [94%..99%); Green [99%.."),
        ("higher", "2 weeks", "10 days", "Green", "Red ..1.8 weeks); Amber [1.8 weeks..2 weeks); Green [2 weeks.."),
        ("", "at most 23 days", "4 weeks", "Green", "Green ..23 days]; Amber (23 days..25.3 days]; Red (25.3 days.."),
        ("lower", "2m 30s", "3m 10s", "Green", "Green ..2m 30s]; Amber (2m 30s..2m 45s]; Red (2m 45s.."),
        (
            "lower", "90 seconds", "4 minutes", "Green",
            "Green ..90 seconds]; Amber (90 seconds..99 seconds]; Red (99 seconds.."
        ),
        ("lower", "0", "3", "Green", "Green ..0]; Red (0.."),
        ("higher", "£2m", "£1.8m", "Red", "Red ..£1,800,000); Amber [£1,800,000..£2,000,000); Green [£2,000,000.."),
    ])
    func bandsFollowTheScheme(better: String, target: String, value: String, rag: String, expected: String) throws {
        #expect(bands(try scale(better, target, value, rag)) == expected)
    }

    @Test func aScaleHasWhatIsPrinted() throws {
        guard case .scale(let picture) = try scale("", "Less than 50", "50", "Green") else {
            Issue.record("no scale")
            return
        }
        #expect(picture.valueName == "value" && picture.value == PlacedFigure("50", at: 50))
        #expect(picture.target == NamedText("target", "Less than 50"))
        #expect(picture.bounds == [.init(PlacedFigure("50", at: 50), isIncluded: false)])
        #expect(picture.given == StatusName("Green", .green) && picture.due == StatusName("Amber", .amber))
        guard case .scale(let bounded) = try scale("higher", "99%", "<5%", "Green") else { return }
        #expect(bounded.valueLies == .below && bounded.value.text == "<5%")
        guard case .scale(let open) = try scale("", "50", "50", "Red") else { return }
        #expect(open.remark?.contains("cannot decide") ?? false)
    }

    @Test func wordsHaveNoScale() throws {
        #expect(
            try scale("higher", "Balanced", "Balanced", "Red")
                == .undrawn("“Balanced” is words, which have no place on a scale"))
    }

    /// Schemes with conditions of other kinds: their bands, or why there are none.
    @Test(arguments: [
        ("green \"Green\" when value >= target - 3 points", "Red ..87%); Green [87%.."),
        ("green \"Green\" when 3 points > target - value", "Red ..87%]; Green (87%.."),
        ("green \"Green\" when gap(value, target, better) < 5 points", "Red ..85%]; Green (85%.."),
        ("green \"Green\" when not (value < 50% or value > 95%)", "Red ..50%); Green [50%..95%]; Red (95%.."),
        ("green \"Green\" when percent(value, target) >= 90%", "Red ..81%); Green [81%.."),
        (
            "green \"Green\" when if better == \"lower\" then value <= target else value >= target",
            "Red ..90%); Green [90%.."
        ),
        ("green \"Green\" when round(value, 0) >= target", ""),
        ("green \"Green\" when value * value > target", ""),
    ])
    func conditionsAreLimits(condition: String, expected: String) throws {
        let lines = Self.scheme.split(separator: "\n").filter { !$0.hasPrefix("  amber") }
        let text = lines.map { line in
            if line.hasPrefix("  green") { return "  " + condition }
            return line == "  target target" ? "  target measure" : String(line)
        }.joined(separator: "\n")
        for value in ["60%", "89.9%", "99%"] {
            for rag in ["Green", "Red"] {
                let run = check([
                    "a.rules": text,
                    "kpis.csv":
                        "ref,name,owner,theme,better,target,value,rag\n1,a,b,People,higher,90%,\(value),\(rag)\n",
                ])
                #expect(run.diagnostics.allSatisfy { $0.severity != .error }, "\(run.diagnostics.map(\.message))")
                for finding in run.findings {
                    let picture = try #require(finding.illustration?.picture)
                    #expect(bands(picture) == expected, "\(value) \(rag)")
                    if expected.isEmpty, case .scale(let scale) = picture {
                        #expect(scale.remark?.hasPrefix("no bands are drawn: ") ?? false)
                    }
                }
            }
        }
    }

    @Test func theRowStandsAmongItsNeighbours() throws {
        let run = check([
            "a.rules": Self.scheme,
            "kpis.csv": """
            ref,name,owner,theme,better,target,value,rag
            1,Calls,Housing,People,higher,90%,95%,Green
            2,Bins,Waste,Places,higher,90%,95%,Red
            3,Roads,Waste,Places,higher,90%,95%,Green

            """,
        ])
        let finding = try #require(Array(run.findings).first)
        let illustration = try #require(finding.illustration)
        let frame = try #require(illustration.frame)
        #expect(frame.columns.map(\.header) == ["ref", "name", "owner", "theme", "better", "target", "value", "rag"])
        #expect(frame.rows.map(\.number) == [2, 3, 4])
        #expect(frame.rows.map { $0.marks.isEmpty } == [true, false, true])
        #expect(frame.rows[1].marks.first { $0.isPrimary }?.label == "should be Green")
        #expect(
            illustration.groups == [
                NamedText("theme", "Places"), NamedText("better", "higher"), NamedText("rag", "Red"),
            ])
        #expect(illustration.waiver == "waive rag-follows where ref == \"2\"\n  because \"…\"")
        #expect(run.files.first?.details?.columns.map(\.number) == [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(run.files.first?.details?.digest?.count == 64)
        #expect(run.files.first?.details?.headerRow == 1)
        // The excerpt for terminals stays as it is.
        #expect(finding.excerpt?.rows.count == 1)
    }

    @Test func nothingIsFoundForRunsWithoutAPage() throws {
        let run = check(
            [
                "a.rules": Self.scheme,
                "kpis.csv": "ref,name,owner,theme,better,target,value,rag\n1,a,b,People,higher,9,8,Green\n",
            ],
            illustrated: nil)
        #expect(run.findings.count == 1 && run.findings[0].illustration == nil)
        #expect(run.files[0].details == nil && run.rules.allSatisfy { $0.undecidedBecause.isEmpty })
    }

    @Test func whatIsBeyondTheLimitSaysSo() throws {
        let rows = (1...5).map { "\($0),a,b,People,higher,9,8,Green\n" }.joined()
        let run = check(
            ["a.rules": Self.scheme, "kpis.csv": "ref,name,owner,theme,better,target,value,rag\n" + rows],
            illustrated: 2)
        #expect(run.findings.count { $0.illustration?.frame != nil } == 2)
        #expect(
            run.findings.count { $0.illustration?.picture == .undrawn("only the first 2 findings of a rule are drawn") }
                == 3)
        #expect(run.findings.allSatisfy { $0.illustration?.groups.count == 3 })
    }

    private static let series = """
        table kpis from "kpis.csv" {
          ref    text
          period period
          target target
          value  measure
          key ref, period
        }
        rule falls query "It does not fall" {
          for kpis by ref over period
          require value >= previous.value
          at value, previous.value
        }

        """

    @Test func aSeriesIsDrawnInItsOrder() throws {
        let run = check([
            "a.rules": Self.series,
            "kpis.csv": """
            ref,period,target,value
            A,2023-24 Q3,5,4
            B,2023-24 Q1,5,9
            A,2023-24 Q1,5,3
            A,2023-24 Q2,5,6
            A,2022-23 Q4,5,DNA

            """,
        ])
        let finding = try #require(Array(run.findings).first)
        guard case .series(let picture)? = finding.illustration?.picture else {
            Issue.record("\(String(describing: finding.illustration?.picture))")
            return
        }
        #expect(picture.name == "value" && picture.leftOut == 0)
        #expect(picture.points.map(\.label) == ["2022-23 Q4", "2023-24 Q1", "2023-24 Q2", "2023-24 Q3"])
        #expect(picture.points.map { $0.value?.text } == [nil, "3", "6", "4"])
        #expect(picture.points.map(\.isMarked) == [false, false, true, true])
    }

    /// A row without a figure and a period without a row are both known to the picture.
    @Test func aSeriesKnowsThePeriodsThatAreMissing() throws {
        let run = check([
            "a.rules": Self.series,
            "kpis.csv": """
            ref,period,target,value
            A,2023-24 Q1,5,3
            A,2023-24 Q2,5,DNA
            A,2024-25 Q1,5,6
            A,2024-25 Q2,5,4

            """,
        ])
        guard case .series(let picture)? = Array(run.findings).first?.illustration?.picture else {
            Issue.record("no series")
            return
        }
        #expect(picture.points.map(\.missingBefore) == [0, 0, 2, 0])
        #expect(picture.missing == ["2023-24 Q3", "2023-24 Q4"])
        let places = picture.points.compactMap(\.place)
        #expect(places.map { $0 - (places.first ?? 0) } == [0, 3, 12, 15])
    }

    /// Figures of one column in different units have places on one axis; where nothing converts, there is none.
    @Test func aSeriesHasOneUnit() throws {
        func picture(_ first: String) throws -> FindingPicture {
            let run = check([
                "a.rules": Self.series.split(separator: "value >= previous.value").joined(
                    separator: "amount(value) >= amount(previous.value)"),
                "kpis.csv":
                    "ref,period,target,value\nA,2023-24 Q1,5,\(first)\nA,2023-24 Q2,5,3 weeks\n",
            ])
            return try #require(Array(run.findings).first?.illustration?.picture, "\(run.diagnostics.map(\.message))")
        }
        guard case .series(let series) = try picture("14 days") else {
            Issue.record("no series")
            return
        }
        #expect(series.points.map { $0.value?.position } == [2, 3])
        #expect(series.points.map { $0.value?.text } == ["14 days", "3 weeks"])
        #expect(try picture("14 kg") == .undrawn("the figures of the series are in different units"))
    }

    /// What is held against a figure of another column is on no line of one column, so that none is drawn.
    @Test(
        arguments: [
            ("require last == previous.value\n  at last, previous.value", nil),
            ("require value >= previous.value", [1, 2]),
            ("require value >= previous.value\n  at value", [1, 2]),
            ("require value >= first.value\n  at value, first.value, last", [0, 2]),
        ] as [(String, [Int]?)])
    func aSeriesShowsWhatItsFindingSpeaksOf(require: String, marked: [Int]?) throws {
        let rules = """
            table kpis from "kpis.csv" {
              ref    text
              period period
              last   measure from "last_quarter"
              value  measure from "This quarter"
              key ref, period
            }
            rule held query "It is held" {
              for kpis by ref over period
              when printed(period) == "2023-24 Q3"
              \(require)
            }

            """
        let run = check([
            "a.rules": rules,
            "kpis.csv": """
            ref,period,last_quarter,This quarter
            A,2023-24 Q1,1,8
            A,2023-24 Q2,8,9
            A,2023-24 Q3,7,4

            """,
        ])
        let picture = try #require(
            Array(run.findings).first?.illustration?.picture, "\(run.diagnostics.map(\.message))")
        guard let marked else {
            #expect(
                picture
                    == .undrawn(
                        "“last_quarter” of the row is held against “This quarter” of other rows, so that no line of one "
                            + "column shows it"))
            return
        }
        guard case .series(let series) = picture else {
            Issue.record("\(picture)")
            return
        }
        #expect(series.name == "This quarter" && series.points.map { $0.value?.text } == ["8", "9", "4"])
        #expect(series.points.indices.filter { series.points[$0].isMarked } == marked)
        let isBeside = require.hasSuffix("last")
        #expect(series.remark == (isBeside ? "the finding speaks of “last_quarter” too, which is not drawn" : nil))
    }

    @Test func aLongSeriesIsCutAroundTheFinding() throws {
        let rows = (0..<100).map { "A,20\(10 + $0 / 4)-\(11 + $0 / 4) Q\($0 % 4 + 1),5,\($0 == 60 ? 1 : $0 + 10)\n" }
            .joined()
        let run = check(["a.rules": Self.series, "kpis.csv": "ref,period,target,value\n" + rows])
        guard case .series(let picture)? = Array(run.findings).first?.illustration?.picture else {
            Issue.record("no series")
            return
        }
        #expect(picture.points.count == 40 && picture.leftOut == 60)
        #expect(picture.points.contains { $0.isMarked && $0.value?.text == "1" })
    }

    @Test func aTotalHasItsParts() throws {
        let run = check([
            "a.rules": """
            table totals from "totals.csv" {
              area  text
              homes whole
              cost  measure
              extra measure
              all   measure
              key area
            }
            rule sums error "The total is the sum" {
              for totals
              when area == "Total"
              require homes == sum(totals.homes where area != "Total")
              require all == cost + extra
              require homes == count(totals where area != "Total")
            }

            """,
            "totals.csv": "area,homes,cost,extra,all\nNorth,12,1,1,2\nSouth,31,1,1,2\nTotal,86,£3m,£1m,£5m\n",
        ])
        #expect(run.findings.count == 3)
        let pictures = run.findings.compactMap { finding -> TotalPicture? in
            if case .total(let picture)? = finding.illustration?.picture { picture } else { nil }
        }
        #expect(pictures.count == 3)
        let sum = try #require(pictures.first { $0.parts.map(\.name) == ["North", "South"] })
        #expect(sum.name == "homes" && sum.stated.text == "86" && sum.sum.text == "43" && sum.difference == "43")
        #expect(sum.parts.map(\.figure) == [PlacedFigure("12", at: 12), PlacedFigure("31", at: 31)])
        let across = try #require(pictures.first { $0.name == "all" })
        #expect(across.parts.map(\.name) == ["cost", "extra"] && across.difference == "£1,000,000")
        let counted = try #require(pictures.first { $0.way == .count })
        #expect(counted.sum.text == "2" && counted.parts.isEmpty)
    }

    /// One line for a picture of a total: what is stated, what the parts come to, and the parts.
    private func told(_ picture: FindingPicture?) -> String {
        guard case .total(let total)? = picture else { return "\(picture.map { "\($0)" } ?? "none")" }
        let parts = total.parts.map { "\($0.isTakenOff ? "less " : "")\($0.name) \($0.figure.text)" }
        let said = ["\(total.stating) \(total.name) \(total.stated.text)", "\(total.way) \(total.sum.text)"]
        return (said + [parts.joined(separator: ", ")] + [total.remark].compactMap { $0 }).joined(separator: "; ")
    }

    /// What a `require` over these columns is drawn as.
    @Test(arguments: [
        ("net == income - grants - fees", "cell net 70; sum 60; income 100, less grants 30, less fees 10"),
        ("net + fees == income - grants", "expression net + fees 80; sum 70; income 100, less grants 30"),
        ("income - grants - fees >= 65", "rule  65; sum 60; income 100, less grants 30, less fees 10"),
        ("net == -(grants - income) - fees", "cell net 70; sum 60; less grants 30, income 100, less fees 10"),
        (
            "net == sum(homes.units where area != \"All\") + fees",
            "cell net 70; sum 63; sum of homes.units where area != \"All\" 53, fees 10"
        ),
        ("sum(homes.units where area == \"North\") == 20", "rule  20; sum 22; a 12, b 10"),
        ("count(homes where area == \"North\") >= 3", "rule  3; count 2; "),
        ("net == (if area == \"x\" then count(homes) else sum(homes.units))", "cell net 70; sum 53; a 12, b 10, c 31"),
        (
            "share agrees with percent(grants, income)",
            "cell share 31%; share 30%; grants 30, income 100"
        ),
        (
            "share agrees with percent(count(homes where area == \"North\"), count(homes))",
            "cell share 31%; share 66.7%; rows of homes where area == \"North\" 2, rows of homes 3"
        ),
        (
            "abs(sum(homes.units) - net) <= 5",
            "cell net 70; sum 53; a 12, b 10, c 31; the rule accepts a difference of up to 5"
        ),
        ("worked == hours + minutes", "cell worked 3 hours; sum 2.5 hours; hours 2 hours, minutes 30 minutes"),
        ("net == max(homes.units)", "none"), ("net == fees * 2", "none"), ("net >= grants + 50", "none"),
    ])
    func aTotalIsWhatItsRuleAddsUp(require: String, expected: String) throws {
        let run = check([
            "a.rules": """
            table sums from "sums.csv" {
              area    text
              net     measure
              income  measure
              grants  measure
              fees    measure
              share   percent
              worked  measure
              hours   measure
              minutes measure
              key area
            }
            table homes from "homes.csv" {
              ref   text
              area  text
              units whole
              key ref
            }
            rule sums error "The total is the sum" {
              for sums
              require \(require)
            }

            """,
            "sums.csv":
                "area,net,income,grants,fees,share,worked,hours,minutes\nAll,70,100,30,10,31%,3 hours,2 hours,30 minutes\n",
            "homes.csv": "ref,area,units\na,North,12\nb,North,10\nc,South,31\n",
        ])
        let finding = try #require(
            Array(run.findings).first { $0.rule == "sums" }, "\(run.diagnostics.map(\.message)) \(run.totalsLine)")
        #expect(told(finding.illustration?.picture) == expected)
    }

    /// Lengths of time stand on the axis of the stated one.
    @Test func partsInOtherUnitsStandOnOneAxis() throws {
        let run = check([
            "a.rules": """
            table sums from "sums.csv" {
              ref  text
              all  measure
              one  measure
              more measure
              key ref
            }
            rule sums error "The total is the sum" {
              for sums
              require all == one + more
            }

            """,
            "sums.csv": "ref,all,one,more\na,3 hours,2 hours,30 minutes\nb,3 hours,2 hours,£5\n",
        ])
        guard case .total(let picture)? = Array(run.findings).first?.illustration?.picture else {
            Issue.record("no total")
            return
        }
        #expect(picture.stated.position == 3 && picture.sum.position == 2.5)
        #expect(picture.parts.map(\.figure.position) == [2, 0.5])
    }

    /// Rules over groups: what they add up or count, else the line of their rows, else why there is nothing to draw.
    @Test(arguments: [
        ("each ref", "count(series) == 4", "rule  4; count 3; "),
        ("each ref", "sum(series.value) <= 10", "rule  10; sum 13; A 2023-24 Q1 3, A 2023-24 Q2 6, A 2023-24 Q3 4"),
        ("each ref", "min(series.value) == max(series.value)", "line 3 6 4"),
        ("each period", "min(series.value) == max(series.value)", "a group of rows that stand in no order"),
    ])
    func aGroupHasAPicture(group: String, require: String, expected: String) throws {
        let rules = Self.series.split(separator: "rule falls")[0]
        let run = check([
            "a.rules": rules + "rule groups \"Groups\" {\n  for \(group) in kpis\n  require \(require)\n}\n",
            "kpis.csv": """
            ref,period,target,value
            A,2023-24 Q1,5,3
            A,2023-24 Q2,5,6
            A,2023-24 Q3,5,4
            B,2023-24 Q1,5,9

            """,
        ])
        let finding = try #require(Array(run.findings).first, "\(run.diagnostics.map(\.message))")
        let picture = try #require(finding.illustration?.picture)
        switch picture {
        case .series(let series):
            #expect("line " + series.points.compactMap { $0.value?.text }.joined(separator: " ") == expected)
        case .undrawn(let why): #expect(why.contains(expected))
        default: #expect(told(picture) == expected)
        }
    }

    @Test func undecidedRowsSayWhatTheyLack() throws {
        let run = check([
            "a.rules": Self.scheme,
            "kpis.csv": """
            ref,name,owner,theme,better,target,value,rag
            1,a,b,People,,90%,80%,Green
            2,a,b,People,,90%,80%,Green
            3,a,b,People,higher,TBC,80%,Green
            4,a,b,People,higher,90%,DNA,Green
            5,a,b,People,higher,90%,80%,Purple
            6,a,b,People,higher,90%,Good,Green

            """,
        ])
        let reasons = run.undecidedReasons(of: try #require(run.rules.first { $0.rule == "rag-follows" }))
        #expect(
            Set(reasons.map { "\($0.words): \($0.rows)" }) == [
                "“better” is blank: 2", "“target” gives no value, such as TBC: 1",
                "“value” gives no value, such as TBC: 1", "“rag” cannot be read: 1",
                "“value” says what cannot be computed with: 1",
            ])
        #expect(reasons.first?.rows == 2)
    }

    @Test func aRegisterWithoutTheRowIsNamed() throws {
        let rules = Self.scheme.split(separator: "  better choice \"higher\", \"lower\"\n").joined()
            .split(separator: "  key ref\n").joined(separator: "  key ref\n  join register on ref\n")
        let run = check([
            "a.rules": rules
                + "table register from \"register.csv\" {\n  ref text\n  better choice \"higher\", \"lower\"\n  key ref\n}\n",
            "kpis.csv": "ref,name,owner,theme,target,value,rag\n1,a,b,People,90,80,Green\n2,a,b,People,90,80,Green\n",
            "register.csv": "ref,better\n2,\n",
        ])
        let reasons = try run.undecidedReasons(of: #require(run.rules.first { $0.rule == "rag-follows" }))
        #expect(
            Set(reasons.map(\.words)) == [
                "register.csv has no row for them", "“better” is blank in register.csv (fill it in)",
            ])
    }

    @Test func severalThreadsFindTheSame() {
        let rows = (1...4000).map {
            "\($0),a,b,People,\($0 % 3 == 0 ? "" : "higher"),90,\($0 % 2 == 0 ? "80" : "DNA"),Green\n"
        }
        var runs: [CheckRun] = []
        for threads in [1, 3] {
            var request = CheckRequest()
            request.ruleFiles = ["a.rules"]
            request.illustrationLimit = 300
            request.threads = threads
            let text = "ref,name,owner,theme,better,target,value,rag\n" + rows.joined()
            let tree = MemoryTree(["a.rules": Array(Self.scheme.utf8), "kpis.csv": Array(text.utf8)])
            runs.append(Session(files: tree).check(request).run)
        }
        #expect(runs[0].findings.map(\.illustration) == runs[1].findings.map(\.illustration))
        #expect(runs[0].rules.map(\.undecidedBecause) == runs[1].rules.map(\.undecidedBecause))
    }
}
