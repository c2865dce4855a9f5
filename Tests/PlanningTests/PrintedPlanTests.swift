// Plans, held as they are printed.

import Checking
import Diagnostics
import Testing

@testable import Planning

@Suite struct PrintedPlanTests {
    private func plan(_ text: String) throws -> String {
        let (rules, diagnostics) = check(
            [SourceFile(name: "t.rules", text: text)], options: CheckingOptions { _, _ in nil })
        let errors = diagnostics.filter { $0.severity == .error }.map { "\($0.message) at `\($0.span.text)`" }
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
                    #0 value
                    #1 previous.value
                    #2 #0 >= #1
                    #3 aggregate @0
                    #4 0
                    #5 #3 > #4
                    #6 #2 and #5
                    aggregate @0: sum of #0
                    rule rises: require #6
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
}
