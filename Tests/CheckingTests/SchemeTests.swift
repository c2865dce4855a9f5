// RAG schemes: what is said of their colours, labels and clauses, and where their columns come from.

import Testing

@testable import Checking

struct SchemeTests {
    @Test(arguments: [
        ("1️⃣gren \"G\"", Fault("unknown-colour", covers: "gren", fix: "green")),
        ("1️⃣pink \"G\"", Fault("unknown-colour", helps: "green, amber, red, blue or grey")),
        ("green \"G\"\n  red 1️⃣\"g\"", Fault("duplicate-label", covers: "\"g\"")),
        ("green \"G\" when value > 3\n  red \"R\" otherwise\n  1️⃣amber \"A\" when value > 2", Fault("after-otherwise")),
        ("green \"G\" when 1️⃣vale > 3", Fault("unknown-column", fix: "value")),
        ("green \"G\" when 1️⃣count(t) > 3", Fault("misplaced-aggregate")),
        ("green \"G\" when 1️⃣metes(value, target)", Fault("unknown-function", fix: "meets")),
        ("green \"G\" when 1️⃣value", Fault("not-a-condition")),
        ("green \"G\" when meets(1️⃣note, target)", Fault("wrong-type")),
    ])
    func refuses(statuses: String, fault: Fault) {
        expectChecks(
            """
            scheme s for value, target, note {
              \(statuses)
            }
            table t from "t.csv" {
              value measure
              target target
              note text
              rag status s
            }

            """, [fault])
    }

    @Test func namesOfASchemeThatNoTableUses() {
        expectChecks(
            "scheme s for value {\n  green \"G\" when 1️⃣vlue > 3\n}\n", [Fault("unknown-column", fix: "value")])
        expectChecks(
            "scheme s for value, 1️⃣value {\n  green \"G\" when value > 3\n}\n", [Fault("duplicate-name")])
    }

    @Test func aSchemeNeedsItsColumns() {
        let tables = """
            scheme s for value, target {
              green "G" when meets(value, target)
            }
            table t from "t.csv" {
              value measure
              rag status s
              goal target
            }

            """
        expectChecks(
            tables + "rule r \"R\" {\n  for t\n  require rag == due(1️⃣rag)\n}\n",
            [Fault("scheme-column", says: "needs a column `target`", helps: "due(rag, target:")])
        let rules = expectChecks(tables + "rule r \"R\" {\n  for t\n  require rag == due(rag, target: goal)\n}\n")
        #expect(
            rules.shown(rules.rules[0].requires[0].condition) == "(sameColour rag (due (meets value goal unknown)))")
    }

    @Test func aSchemeWithoutConditionsSaysNothingIsDue() {
        expectChecks(
            "scheme s {\n  green \"G\"\n}\ntable t from \"t.csv\" {\n  rag status s\n}\nrule r \"R\" {\n  for t\n  require rag == due(1️⃣rag)\n}\n",
            [Fault("nothing-due")])
    }

    @Test func parametersOfTheNeighbour() {
        let rules = expectChecks(rule("require rag == due(previous.rag)"))
        #expect(
            rules.shown(rules.rules[0].requires[0].condition).contains(
                "(meets previous.value previous.target (direction previous.register.better))"))
    }

    @Test func insideAnAggregateTheSchemeReadsTheInnerRow() {
        let rules = expectChecks(
            rule(
                "require total == count(kpis where rag != due(rag) and due(totals.rag, value: totals.total, target: 3) is red)",
                for: "for totals"))
        #expect(
            rules.shown(rules.rules[0].requires[0].condition).contains(
                "[outer (is colour(Checking.Colour.red) (due (meets total (target 3) unknown)"))
    }
}
