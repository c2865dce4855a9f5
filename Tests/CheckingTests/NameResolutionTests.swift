// Names: what they stand for, and what is said of those that stand for nothing or for two things.

import Testing

@testable import Checking

struct NameResolutionTests {
    @Test(arguments: [
        ("require 1️⃣valeu > 3", Fault("unknown-column", covers: "valeu", helps: "`value`", fix: "value")),
        ("require 1️⃣zzzzzz > 3", Fault("unknown-column", covers: "zzzzzz", says: "table kpis has no column")),
        (
            "require register.1️⃣betr == \"higher\"",
            Fault("unknown-column", says: "table register", helps: "`better`", fix: "better")
        ),
        (
            "require 1️⃣registr.better is known",
            Fault("unknown-table", covers: "registr", helps: "`register`", fix: "register")
        ),
        ("require 1️⃣totals.total > 3", Fault("unknown-table", says: "which row", helps: "max(totals.total)")),
        ("require 1️⃣series.value > 3", Fault("unknown-table", says: "many rows", helps: "max(series.value)")),
        ("require previous.1️⃣valu > 3", Fault("unknown-column", fix: "value")),
        ("require 1️⃣totals > 3", Fault("unknown-column", says: "is a table", helps: "count(totals)")),
        ("require 1️⃣mets(value, target)", Fault("unknown-function", covers: "mets", helps: "`meets`", fix: "meets")),
        ("require count(1️⃣kpi) > 0", Fault("unknown-table", covers: "kpi", fix: "kpis")),
        ("require count(kpis where 1️⃣valu > 3) == 0", Fault("unknown-column", fix: "value")),
        ("require sum(kpis.1️⃣cuont) > 0", Fault("unknown-column", covers: "cuont", fix: "count")),
        ("let 1️⃣value = 3\n  require count > 0", Fault("duplicate-name", says: "already a column")),
        ("let a = 3\n  let 1️⃣a = 4\n  require count > a", Fault("duplicate-name", says: "two `let`s")),
        ("require rag is 1️⃣gren", Fault("unknown-state", covers: "gren", fix: "green")),
        (
            "when 1️⃣later > 0\n  let later = count\n  require value > 0",
            Fault("unknown-column", says: "before its `let`")
        ),
        ("message \"{1️⃣vlue}\"\n  require value > 0", Fault("unknown-column", fix: "value")),
        ("at 1️⃣vlue\n  require value > 0", Fault("unknown-column", fix: "value")),
        ("fix 1️⃣vlue = 3\n  require value > 0", Fault("unknown-column", fix: "value")),
    ])
    func unknownNames(clauses: String, fault: Fault) {
        expectChecks(rule(clauses), [fault])
    }

    @Test func columnsComeBeforeJoinedOnes() throws {
        let text = rule("require ref == register.ref and owner is known and kpis.ref is known")
        let rules = expectChecks(text)
        #expect(
            rules.shown(rules.rules[0].requires[0].condition)
                == "(and (texts equal ref register.ref) (is known register.owner) (is known ref))")
    }

    @Test func letsAndConstantsAreWrittenOut() throws {
        let text = "let limit = 5\n" + rule("let more = value + limit\n  require more > doubled")
        let rules = expectChecks(text)
        #expect(
            rules.shown(rules.rules[0].requires[0].condition)
                == "(figures greater (add value 5) (multiply count 2))")
    }

    @Test func aliasesNameTheRow() {
        let rules = expectChecks(
            rule("require this.value > count(kpis where theme == this.theme)", for: "for kpis as this"))
        #expect(
            rules.shown(rules.rules[0].requires[0].condition)
                == "(figures greater value {count kpis [equal theme theme]})")
    }

    @Test func rulesJoinTablesUnderNames() {
        let rules = expectChecks(
            rule("require before.total < count", for: "for kpis with totals as before on theme"))
        #expect(rules.shown(rules.rules[0].requires[0].condition) == "(figures less before.total count)")
        #expect(rules.joins.count == 2)
    }

    @Test func neighboursOfComputedAndJoinedColumns() {
        let rules = expectChecks(
            rule(
                "let twice = value + value\n  require previous.doubled == 2 and next.owner is known and first.twice > 0"
            ))
        #expect(
            rules.shown(rules.rules[0].requires[0].condition)
                == "(and (figures equal (multiply previous.count 2) 2) (is known next.register.owner) (figures greater (add first.value first.value) 0))"
        )
        guard case .rows(_, _, let series?) = rules.rules[0].scope else {
            Issue.record("no series")
            return
        }
        #expect(series.by.map(rules.shown) == ["ref"])
        #expect(series.over.map(rules.shown) == "period")
    }

    @Test func aSeriesThatNoRuleUsesIsLeftOut() throws {
        let rule = try onlyRule(rule("require value > 0"))
        guard case .rows(_, nil, nil) = rule.scope else {
            Issue.record("\(rule.scope)")
            return
        }
    }

    @Test func constantsOfOneName() {
        expectChecks(
            "let kpi = 1\nlet 1️⃣kpi = 3\n",
            [Fault("duplicate-name", covers: "kpi", says: "two constants", helps: "main.rules:1")])
    }

    @Test func columnsAndConstantsOfOneName() {
        expectChecks(
            "let value = 3\n" + rule("require 1️⃣value > 0"),
            [Fault("ambiguous-name", says: "both a column and a constant")])
    }

    @Test func neighboursNeedASeries() {
        expectChecks(
            rule("require 1️⃣previous.total > 0", for: "for totals"),
            [Fault("no-series", covers: "previous", helps: "for totals by")])
        expectChecks(
            rule("require value > 0", for: "for kpis where 1️⃣previous.value > 0"), [Fault("no-series")])
    }
}
