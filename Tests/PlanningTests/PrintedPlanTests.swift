// Plans, held as they are printed.

import Checking
import Diagnostics
import Testing

@testable import Planning

@Suite struct PrintedPlanTests {
    private func plan(_ text: String) throws -> String {
        let rules = check(
            [SourceFile(name: "t.rules", text: text)], options: CheckingOptions { _, _ in nil })
        let errors = rules.diagnostics.filter { $0.severity == .error }.map { "\($0.message) at `\($0.span.text)`" }
        try #require(errors.isEmpty, "\(errors.joined(separator: "\n"))")
        return CheckPlan(rules).description
    }

    private static let kpis = """
        scheme rating for value, target {
          green "Green" when meets(value, target)
          red "Red" otherwise
        }
        table kpis from "kpis.csv" {
          ref     text required
          period  period
          value   number
          target  target
          rag     status rating
          note    text
          owner   text
          key ref, period
        }

        """

    @Test func `equal parts of rules are one node, and only what is asked is read`() throws {
        let printed = try plan(
            Self.kpis + """
                rule due-status "a status follows from value and target" {
                  for kpis where value is known
                  require rag is green or not meets(value, target)
                }
                rule explained "a red has a note" {
                  for kpis
                  when rag is red
                  require note is known
                }
                rule positive "no value is negative" {
                  for kpis where value is known
                  require value >= 0
                }
                """)
        #expect(
            printed == """
                pass over kpis, reading ref, period, value, target, rag, note
                  only whether blank: note
                  #0 ref
                  #1 period
                  #2 value
                  #3 #2 is known
                  #4 rag
                  #5 #4 is green
                  #6 target
                  #7 unknown
                  #8 meets(#2, #6, #7)
                  #9 not #8
                  #10 #5 or #9
                  #11 #4 is red
                  #12 note
                  #13 #12 is known
                  #14 0
                  #15 #2 >= #14
                  key #0, #1
                  rule due-status: where #3, require #10
                  rule explained: when #11, require #13
                  rule positive: where #3, require #15
                """)
    }

    @Test func `rules about neighbours keep the rows of their series`() throws {
        let printed = try plan(
            """
            table kpis from "kpis.csv" {
              ref    text required
              period period
              value  number
              key ref, period
              series over period
            }
            rule rises "what is counted together never falls" {
              for kpis where value is known
              require value >= previous.value and sum(series.value) > 0
            }
            rule plain "no neighbour is asked for" {
              for kpis
              require value >= 0
            }
            """)
        #expect(
            printed == """
                pass over kpis, reading ref, period, value
                  #0 ref
                  #1 period
                  #2 value
                  #3 0
                  #4 #2 >= #3
                  #5 #2 is known
                  key #0, #1
                  rule plain: require #4
                  series for rises where #5 by #0 over #1, keeping value
                    #s0 value
                    #s1 previous.value
                    #s2 #s0 >= #s1
                    #s3 aggregate @0
                    #s4 0
                    #s5 #s3 > #s4
                    #s6 #s2 and #s5
                    aggregate @0: sum of #s0
                    rule rises: require #s6
                """)
    }

    @Test func `what is counted comes before what asks, and joined rows are kept`() throws {
        let printed = try plan(
            """
            table totals from "totals.csv" {
              theme text
              met   whole
              join themes on theme required
              key theme
            }
            table kpis from "kpis.csv" {
              ref   text numbered
              theme text
              met   flag
            }
            table themes from "themes.csv" {
              theme text
              lead  text
              key theme
            }
            rule counted "totals count what is there" {
              for totals
              require met == count(kpis where kpis.theme == totals.theme and kpis.met)
              message "{row}: {themes.lead} counts {met}"
            }
            rule some "there is something to count" {
              require count(kpis) > 0
            }
            """)
        #expect(
            printed == """
                follow ref through kpis
                keep theme, lead of themes, as printed theme, lead
                  #0 theme
                  found as themes by #0
                pass over kpis, reading theme, met
                  #0 theme
                  #1 met
                  aggregate @0: count, found by #0, where #1
                  aggregate @1: count
                pass over totals, reading theme, met
                  #0 theme
                  #1 met
                  #2 aggregate @0 at #0
                  #3 #1 == #2
                  key #0
                  must be found: themes by #0
                  rule counted: require #3
                pass over themes, reading theme
                  #0 theme
                  key #0
                once, over no row
                  #0 aggregate @1
                  #1 0
                  #2 #0 > #1
                  rule some: require #2
                """)
    }

    @Test func `a table that asks for its own totals is read twice`() throws {
        let printed = try plan(
            """
            table kpis from "kpis.csv" {
              ref   text
              share percent between 0% and 100%
              key ref
            }
            rule shares "shares add up" {
              for kpis
              require share <= sum(kpis.share)
            }
            """)
        #expect(
            printed == """
                pass over kpis, reading ref, share
                  #0 ref
                  #1 0%
                  #2 100%
                  #3 share
                  key #0
                  share from #1 to #2
                  aggregate @0: sum of #3
                pass over kpis once more, reading share
                  #0 0%
                  #1 100%
                  #2 share
                  #3 aggregate @0
                  #4 #2 <= #3
                  share from #0 to #1
                  rule shares: require #4
                """)
    }

    @Test func `groups, alternatives of the outside, waivers and joined rows say how they are found`() throws {
        let printed = try plan(
            """
            table areas from "areas.csv" {
              area text
              region text
              key area
            }
            table totals from "totals.csv" {
              theme text
              met   whole
              kind  choice "sum", "rest"
            }
            table kpis from "kpis.csv" {
              ref   text unique
              theme text
              area  text
              met   flag
              due   date
              join areas on area
            }
            rule counted "totals count what is there" {
              for totals
              when kind is "sum"
              require met == count(kpis where kpis.theme == totals.theme or totals.theme == "All")
            }
            rule alike "a theme has few areas" {
              for each theme in kpis as group
              require count distinct(series.area) < 3
            }
            rule north "what is late in the north is explained" {
              for kpis where areas.region in ("North", "N")
              require theme matches /[a-z]+/ and due + 3 days > 2024-01-01 or (if met then true else false)
            }
            waive north where ref == "1" because "agreed"
            waive missing-value where theme is present because "new"
            """)
        #expect(
            printed == """
                keep area, region of areas, as printed area
                  #0 area
                  found as areas by #0
                pass over areas, reading area
                  #0 area
                  key #0
                pass over kpis, reading ref, theme, area, met, due
                  #0 theme
                  #1 #0 is blank
                  #2 not #1
                  #3 area
                  #4 areas[#3].region
                  #5 "North"
                  #6 #4 == #5
                  #7 "N"
                  #8 #4 == #7
                  #9 #6 or #8
                  #10 #0 matches /[a-z]+/
                  #11 due
                  #12 for 3
                  #13 #11 + #12
                  #14 2024-01-01
                  #15 #13 > #14
                  #16 #10 and #15
                  #17 met
                  #18 true
                  #19 false
                  #20 if #17 then #18 else #19
                  #21 #16 or #20
                  #22 ref
                  #23 "1"
                  #24 #22 == #23
                  each once: ref
                  waive missing-value where #2
                  aggregate @0: count, found by #0 unless the outside says otherwise
                  rule north: where #9, require #21, waived where #24
                  groups for alike by #0, keeping area
                    #s0 aggregate @1
                    #s1 3
                    #s2 #s0 < #s1
                    #s3 area
                    aggregate @1: countDistinct of #s3
                    rule alike: require #s2
                pass over totals, reading theme, met, kind
                  #0 theme
                  #1 #0 is blank
                  #2 not #1
                  #3 kind
                  #4 #3 is "sum"
                  #5 met
                  #6 "All"
                  #7 #0 == #6
                  #8 aggregate @0 at #0 unless #7
                  #9 #5 == #8
                  waive missing-value where #2
                  rule counted: when #4, require #9
                """)
    }
}
