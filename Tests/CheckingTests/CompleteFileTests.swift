// Whole rule files as authors write them: no fault, and the rules, places and series that follow.

import Findings
import Testing

@testable import Checking

struct CompleteFileTests {
    static let dashboard = """
        /// A quarterly dashboard.
        let reporting_date = 2023-09-30

        scheme rutland for value, target, better? {
          green "On target",  "G"  when meets(value, target, better)
          amber "Below",      "A"  when near(value, target, better, 5 points, 5%)
          red   "Off target", "R"  otherwise
          grey  "DNA", ""
        }

        table kpis from "kpis.csv" {
          ref        text     required numbered
          indicator  text     required
          frequency  choice   "Monthly", "Quarterly", "Annual", "6 monthly", "As available"
          target     target
          q1         measure  from "Quarter 1 - end of June position"
          value      measure  from "Quarter 2 – end of September position" | "q2"
          rag        status rutland
          commentary text
          key ref
          join register on ref
        }

        table register from "register.csv" {
          ref    text   required
          better choice "higher", "lower"
          kind   choice "cumulative", "snapshot", "rolling"
          key ref
        }

        table stated from "stated.csv" {
          measure text   required
          count   whole
        }

        rule falls-within-year error "A cumulative figure must not fall within the year" {
          for kpis
          when kind == "cumulative"
          require value >= q1
          message "{ref} is cumulative but fell from {q1} to {value}; {row}"
          help "Check whether {q1} is last year's outturn, or {value} a quarter on its own."
          at value, q1
        }

        rule stated-off-target error "The stated number off target must be the number of red rows" {
          for stated
          when measure == "off target"
          require count == count(kpis where rag is red)
          message "The report states {count} off target; {count(kpis where rag is red)} rows are red"
        }

        rule follows query "The status follows" {
          for kpis
          require rag == due(rag)
          fix safely rag = due(rag)
        }

        waive falls-within-year where ref == "2.2" until 2024-03-31
          because "Q1 shows the 2022/23 outturn; republished at Q3"

        test falls-within-year {
          register | ref | better | kind       |
                   | 2.2 | lower  | cumulative |
          kpis     | ref | indicator | q1       | value    |
                   | 2.2 | Waste     | 532.48kg | 141.13kg | fails "fell from 532.48kg to 141.13kg"
                   | 2.2 | Waste     | 141.13kg | 260kg    |
        }

        """

    @Test func dashboardIsWhole() {
        let rules = expectChecks(Self.dashboard)
        #expect(rules.rules.map(\.name) == ["falls-within-year", "stated-off-target", "follows"])
        #expect(rules.rules.map(\.severity) == [.error, .error, .query])
        #expect(rules.constants.map(\.name) == ["reporting_date"])
        #expect(rules.waivers.map { $0.conditions.map(\.table) } == [[0]])
        #expect(rules.tables[0].columns[5].headers == ["Quarter 2 – end of September position", "q2"])
        #expect(rules.schemes[0].labels.map(\.text) == ["On target", "G", "Below", "A", "Off target", "R", "DNA", ""])
        #expect(rules.schemes[0].firstLabel(of: 1) == 2)
    }

    @Test func placesAreTheCellsInOrder() {
        let rules = expectChecks(Self.dashboard)
        func names(_ cells: [CellReference]) -> [String] {
            cells.map { rules.tables[$0.table].columns[$0.column].name }
        }
        #expect(names(rules.rules[0].places) == ["value", "q1"])
        #expect(names(rules.rules[0].requires[0].places) == ["value", "q1"])
        #expect(names(rules.rules[1].requires[0].places) == ["count"])
        // What is compared comes first, then what the scheme reads.
        #expect(names(rules.rules[2].requires[0].places) == ["rag", "value", "target"])
        #expect(rules.rules[2].places.isEmpty)
        #expect(rules.rules[2].fixes.map(\.isSafe) == [true])
    }

    @Test func messagesHoldRowsAndValues() throws {
        let rules = expectChecks(Self.dashboard)
        let parts = try #require(rules.rules[0].message?.parts)
        guard case .row = parts[parts.count - 1], case .value(let first) = parts[0] else {
            Issue.record("\(parts)")
            return
        }
        #expect(rules.shown(first) == "ref")
    }

    @Test func returnsOfManyAuthorities() {
        let rules = expectChecks(
            """
            scheme bench for value, target, better {
              green "Green"  when meets(value, target, better)
              amber "Amber"  when near(value, target, better, 5%)
              red   "Red"    otherwise
              grey  "Grey"
            }

            table returns from "returns.csv" {
              authority   text         required matches /[EWSN][0-9]{8}/
              ref         text         required
              kind        text         required matches /cumulative|snapshot|rolling/
              better      choice "higher", "lower" required
              period      period       required matches /[0-9]{4}-Q[1-4]/
              target      target       required
              value       measure      required
              rag         status bench required
              key authority, ref, period
              let financial_year = year(period)
            }

            table totals from "totals.csv" {
              authority text   required
              period    period required
              rag       text   required
              n         whole  required
              key authority, period, rag
            }

            rule b-rag error "The status must follow from value and target" {
              for returns
              require if value is known then rag is not grey and rag == due(rag) else rag is grey
            }

            rule d-cumul error "A cumulative figure must not fall within its year" {
              for returns where kind == "cumulative" and value is known by authority, ref, financial_year over period
              require value >= previous.value
            }

            rule g-totals error "Stated totals must be the rows counted" {
              for totals
              require n == count(returns where authority == totals.authority and period == totals.period and printed(rag) == totals.rag)
            }

            """)
        guard case .rows(0, let condition?, let series?) = rules.rules[1].scope else {
            Issue.record("no series")
            return
        }
        #expect(rules.shown(condition) == "(and (texts equal kind \"cumulative\") (is known value))")
        #expect(series.by.map(rules.shown) == ["authority", "ref", "(year period)"])
        #expect(
            rules.shown(rules.rules[2].requires[0].condition)
                == "(figures equal n {count returns [equal authority authority] [equal period period] [equal (printed rag) rag]})"
        )
    }
}
