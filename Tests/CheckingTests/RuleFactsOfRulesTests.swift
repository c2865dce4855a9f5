// Facts of single rules that no example shows.

import Testing

@testable import Checking

@Suite struct RuleFactsOfRulesTests {
    @Test func `tables of days and of what is only shown are asked for`() throws {
        let rules = expectChecks(
            """
            table holidays from "holidays.csv" {
              day date
            }
            table partners from "partners.csv" {
              ref text
            }
            table cases from "cases.csv" {
              ref text
              opened date
              closed date
              key ref
            }
            rule slow "closed within five working days" {
              for cases
              require working_days(opened, closed, holidays: holidays) <= 5
              message "{ref}, of {count(partners)} partners"
            }
            """)
        let rule = try #require(rules.rules.first)
        #expect(rule.tablesAskedFor.map { rules.tables[$0].name }.sorted() == ["cases", "holidays", "partners"])
    }

    @Test func `a value that goes by a name keeps it within a chain`() throws {
        let rules = expectChecks(
            """
            table t from "t.csv" {
              a number
              b number
              c number
            }
            rule r "r" {
              for t
              let ok = a == 1 and b == 2
              require ok and c == 3
            }
            """)
        #expect(rules.description.contains("  require ok and (c == 3)\n"), "\(rules.description)")
    }
}
