// Rules for any table: which tables they are bound to, how, and why not to others.

import Testing

@testable import Checking

struct InstantiationTests {
    static let anyRule = """
        rule r "R" {
          for any with value measure, target target, rag status, better choice?, previous_value measure?
          when value > previous_value
          require rag == due(rag)
          at rag, better
        }

        """

    @Test func bindsToOwnAndJoinedColumns() {
        let rules = expectChecks(sampleTables + Self.anyRule)
        #expect(rules.rules.map(\.scope.table) == [0])
        let rule = rules.rules[0]
        #expect(rules.shown(rule.whens[0]) == "(figures greater value previous.value)")
        #expect(rule.places.count == 2)
        guard case .rows(_, _, let series?) = rule.scope else {
            Issue.record("no series")
            return
        }
        #expect(series.by.map(rules.shown) == ["ref"])
    }

    @Test func numbersServeAsTargetsAndOptionalColumnsMayBeAbsent() {
        let rules = expectChecks(
            """
            table t from "t.csv" {
              value number
              target whole
            }
            rule r "R" {
              for any with value measure, target target, better choice?
              require meets(value, target, better) and printed(target) is present and unit(target) == "" and better != "x"
              at target, better
            }

            """)
        #expect(
            rules.shown(rules.rules[0].requires[0].condition)
                == "(and (meets value (target target) unknown) (not (is blank (printed target))) (texts equal (unit target) \"\") unknown)"
        )
        #expect(rules.rules[0].places.count == 1)
    }

    @Test func choicesAndTextsTakeEachOther() {
        let rules = expectChecks(
            """
            table t from "t.csv" {
              kind choice "Cumulative", "Snapshot"
            }
            table u from "u.csv" {
              kind text
            }
            rule r "R" {
              for any with kind choice
              when kind == "cumulative"
              require kind != "rolling"
            }

            """)
        #expect(
            rules.rules.map { rules.shown($0.whens[0]) } == [
                "(codes equal kind #0)", "(texts equal kind \"cumulative\")",
            ])
        #expect(rules.shown(rules.rules[0].requires[0].condition) == "(texts notEqual (text kind) \"rolling\")")
    }

    @Test func aColumnOfAnotherTypeIsANote() {
        let rules = expectChecks(
            """
            table t from "t.csv" {
              1️⃣value text
              rag text
            }
            rule 2️⃣r "R" {
              for any with value measure, rag text
              require value > 3
            }

            """,
            [
                Fault("rule-does-not-apply", covers: "value", says: "column value is text, not measure"),
                Fault("idle-rule", covers: "r"),
            ])
        #expect(rules.rules.isEmpty)
        #expect(rules.idle.map(\.name) == ["r"])
    }

    @Test func importedRulesAreIdleInSilence() {
        let rules = expectChecks(
            "import \"pack.rules\"\ntable t from \"t.csv\" {\n  a text\n}\n", importing: ["pack.rules": Self.anyRule])
        #expect(rules.idle.map(\.reason.words) == ["no table has the columns value, target, rag"])
        let (_, diagnostics) = checked(
            "import \"pack.rules\"\ntable t from \"t.csv\" {\n  a text\n}\n", importing: ["pack.rules": Self.anyRule])
        #expect(diagnostics.isEmpty)
    }

    @Test(arguments: [
        ("require 1️⃣vlue > 3", Fault("unknown-column", fix: "value")),
        ("require 1️⃣commentary is present", Fault("unknown-column", helps: "for any with")),
        ("require 1️⃣value == \"5 kg\"", Fault("never-compares", fix: "measure(\"5 kg\")")),
        ("require 1️⃣rag == \"G\"", Fault("status-as-text", fix: "rag is \"G\"")),
        ("when 1️⃣value > 3 and value < 2\n  require rag is red", Fault("never-holds")),
    ])
    func faultsAreSaidOnceWhateverTablesThereAre(clauses: String, fault: Fault) {
        expectChecks(
            sampleTables + "table u from \"u.csv\" {\n  value measure\n  rag status rutland\n}\n"
                + "rule r \"R\" {\n  for any with value measure, rag status\n  \(clauses)\n}\n", [fault])
    }

    @Test func anUnknownTypeIsSaid() {
        expectChecks(
            "rule r \"R\" {\n  for any with value 1️⃣mesure\n  require value > 3\n}\n",
            [Fault("unknown-type", fix: "measure")])
    }
}
