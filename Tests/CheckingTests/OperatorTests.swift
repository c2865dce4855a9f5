// Operators: what they make of operands of each type, and which never go together.

import Quantities
import Testing

@testable import Checking

struct OperatorTests {
    @Test(arguments: [
        ("count > 3", "(figures greater count 3)"),
        ("share == 92.5%", "(figures equal share 925e-1%)"),
        ("value > 30 days", "(figures greater value 30day)"),
        ("opened + 30 days < 2024-01-01", "(codes less (after opened 30 of time) day 19723)"),
        ("opened - 3 months < 2024-01-01", "(codes less (before opened 3 of time) day 19723)"),
        ("period >= period(\"2023-24 Q2\")", "(codes greaterOrEqual period period)"),
        ("kind == \"snapshot\"", "(codes equal kind #1)"),
        ("\"snapshot\" != kind", "(codes notEqual #1 kind)"),
        ("kind == commentary", "(texts equal (text kind) commentary)"),
        ("kind == better", "(texts equal (text kind) (text register.better))"),
        ("kind in (\"cumulative\", \"snapshot\")", "(or (codes equal kind #0) (codes equal kind #1))"),
        ("count not in 1..5", "(not (and (figures greaterOrEqual count 1) (figures lessOrEqual count 5)))"),
        (
            "theme == \"A\" or theme == \"B\" or done is true",
            "(or (texts equal theme \"A\") (texts equal theme \"B\") (is isTrue done))"
        ),
        (
            "rag == due(rag)",
            "(sameColour rag (due (meets value target (direction register.better)) (near value target (direction register.better) 5% 5%) true -))"
        ),
        ("rag != prior_rag", "(otherColour rag prior_rag)"),
        ("rag is not red", "(not (is colour(Checking.Colour.red) rag))"),
        ("rag is \"g\"", "(is label(1) rag)"),
        ("kind is \"Snapshot\"", "(is label(1) kind)"),
        ("theme is \"council\"", "(is text(\"council\") theme)"),
        ("printed(value) is \"balanced\"", "(is text(\"balanced\") (printed value))"),
        ("value is unknown", "(not (is known value))"),
        ("commentary is present", "(not (is blank commentary))"),
        ("done == (count > 3)", "(truths equal done (figures greater count 3))"),
        ("target == target(\"<23\")", "(targets equal target target:<23)"),
        ("target != value", "(targets notEqual target (target value))"),
        ("share agrees with percent(count, members)", "(agrees share (percent count members))"),
        ("commentary matches /a+/i", "(matches commentary /a+/)"),
        ("value not matches /[0-9]+/", "(not (matches (printed value) /[0-9]+/))"),
        ("commentary not contains theme", "(not (texts contains commentary theme))"),
        ("kind starts with \"c\"", "(texts startsWith (text kind) \"c\")"),
        (
            "if done then count > 3 else kind == \"snapshot\"",
            "(if done (figures greater count 3) (codes equal kind #1))"
        ),
        ("(if done then kind else \"x\") == \"y\"", "(texts equal (if done (text kind) \"x\") \"y\")"),
        ("meets(value, target * 90%)", "(meets value (prorate target 90%) (direction register.better))"),
        ("-count < -3", "(figures less (negative count) -3)"),
        ("not done and count > 3", "(and (not done) (figures greater count 3))"),
        ("count / members > 0.5", "(figures greater (divide count members) 5e-1)"),
        ("value > measure(\"£1.2m\")", "(figures greater value 12e--5£)"),
    ])
    func types(condition: String, shown: String) {
        let rules = expectChecks(rule("require " + condition))
        let typed = rules.rules.first?.requires.first.map { rules.shown($0.condition) }
        #expect(typed == shown)
    }

    @Test(arguments: [
        ("require 1️⃣commentary == 3", Fault("never-compares", says: "a text and a number", fix: "\"3\"")),
        (
            "require 1️⃣value == \"Balanced\"",
            Fault(
                "never-compares", covers: "value == \"Balanced\"", helps: "measure(\"Balanced\")",
                fix: "measure(\"Balanced\")")
        ),
        ("require 1️⃣target == \"<23\"", Fault("never-compares", helps: "target(\"<23\")", fix: "target(\"<23\")")),
        ("require 1️⃣share > spend", Fault("never-compares", says: "a percentage and an amount of money")),
        (
            "require 1️⃣share > count / members",
            Fault("never-compares", says: "a percentage and a quotient", fix: "percent(count, members)")
        ),
        ("require 1️⃣share agrees with count / members", Fault("never-compares", fix: "percent(count, members)")),
        ("require 1️⃣share + spend > 3", Fault("never-compares")),
        (
            "require share 1️⃣== percent(count, members)",
            Fault("exact-quotient", covers: "==", fix: "agrees with")
        ),
        ("require members 1️⃣== (count + count) / 2", Fault("exact-quotient", fix: "agrees with")),
        ("require members 1️⃣!= count / 2", Fault("exact-quotient", helps: "agrees with")),
        ("require 1️⃣value == unknown", Fault("compares-unknown", fix: "value is unknown")),
        ("require 1️⃣value != unknown", Fault("compares-unknown", fix: "value is known")),
        ("require 1️⃣value agrees with unknown", Fault("compares-unknown")),
        ("require kind == 1️⃣\"Snapshot\"", Fault("label-case", fix: "\"snapshot\"")),
        ("require kind == 1️⃣\"snapshit\"", Fault("unknown-label", helps: "snapshot", fix: "\"snapshot\"")),
        ("require kind in (\"cumulative\", 1️⃣\"rolling\")", Fault("unknown-label", helps: "its labels are")),
        ("require rag is 1️⃣\"Purple\"", Fault("unknown-label")),
        ("require rag is 1️⃣\"Off targt\"", Fault("unknown-label", fix: "\"Off target\"")),
        ("require 1️⃣rag == \"G\"", Fault("status-as-text", fix: "rag is \"G\"")),
        ("require 1️⃣rag != \"Red\"", Fault("status-as-text", fix: "rag is not red")),
        ("require 1️⃣rag == theme", Fault("status-as-text", helps: "printed(rag)")),
        ("require 1️⃣rag > prior_rag", Fault("never-compares", says: "no order")),
        ("require 1️⃣theme < \"b\"", Fault("never-compares", says: "texts have no order")),
        ("require 1️⃣value >= target", Fault("never-compares", helps: "meets(value, target)")),
        ("require 1️⃣opened > period", Fault("never-compares", helps: "end(period)")),
        ("require 1️⃣opened > 3", Fault("never-compares", says: "a date and a number")),
        (
            "require 1️⃣opened == \"2023-09-30\"",
            Fault("never-compares", helps: "without quotes", fix: "2023-09-30")
        ),
        (
            "require 1️⃣period == 2023",
            Fault("never-compares", helps: "year(period)", fix: "period(\"2023\")")
        ),
        (
            "require 1️⃣period == \"2023-24\"",
            Fault("never-compares", helps: "period(\"2023-24\")", fix: "period(\"2023-24\")")
        ),
        ("require 1️⃣done == \"yes\"", Fault("never-compares", helps: "is true")),
        ("require 1️⃣opened - opened > 3", Fault("wrong-type", fix: "days(opened, opened)")),
        ("require 1️⃣opened + 3 > 2023-01-01", Fault("wrong-type", helps: "3 days")),
        ("require theme + 1️⃣3 > 2", Fault("wrong-type", helps: "first_number(theme)")),
        ("require 1️⃣target + 3 > 2", Fault("wrong-type", helps: "amount(target)")),
        ("require count / 1️⃣0 > 2", Fault("division-by-zero")),
        ("require 1️⃣commentary", Fault("not-a-condition", says: "a text is no condition")),
        ("when 1️⃣rag\n  require count > 0", Fault("not-a-condition", helps: "rag is red")),
        ("require 1️⃣count and done", Fault("not-a-condition", helps: "count > 0")),
        ("require not 1️⃣opened", Fault("not-a-condition")),
        ("require 1️⃣kind is red", Fault("wrong-type", helps: "is \"red\"")),
        ("require 1️⃣count is true", Fault("wrong-type")),
        ("require (if done then count else 1️⃣theme) > 3", Fault("wrong-type", says: "`then` gives a number")),
        ("require -1️⃣theme > 3", Fault("wrong-type")),
        ("require commentary matches /a1️⃣(b/", Fault("bad-regex", helps: "RE2")),
        ("require commentary contains 1️⃣count", Fault("wrong-type", helps: "printed(count)")),
        ("require opened + 1️⃣2.5 days > 2023-01-01", Fault("wrong-duration")),
        ("require 1️⃣target agrees with value", Fault("wrong-type", helps: "meets")),
    ])
    func refuses(clauses: String, fault: Fault) {
        expectChecks(rule(clauses), [fault])
    }

    @Test func periodsOfOtherYearStartsReadLiteralsTheirWay() throws {
        let text = """
            table t from "t.csv" {
              p period year from July
            }
            rule r "R" {
              for t
              require p == period("2023-24 Q1")
            }
            """
        let rule = try onlyRule(text)
        guard case .compareCodes(.equal, _, let literal) = rule.requires[0].condition.kind,
            case .literal(.period(let code)) = literal.kind
        else {
            Issue.record("no comparison of codes")
            return
        }
        #expect(code == readPeriodText("2023-24 Q1", yearFrom: 7))
        #expect(code != readPeriodText("2023-24 Q1", yearFrom: 4))
    }
}
