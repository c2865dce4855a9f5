// Calls: arguments by place and by name, directions, tolerances, schemes, and what is said of those that do not fit.

import Catalog
import Testing

@testable import Checking

struct FunctionTests {
    @Test(arguments: [
        ("meets(value, target, \"lower\")", "(meets value target (direction \"lower\"))"),
        ("meets(count, 12)", "(meets count (target 12) (direction register.better))"),
        ("meets(target: target, value: value)", "(meets value target (direction register.better))"),
        ("near(value, target, 5%)", "(near value target (direction register.better) none 5%)"),
        ("near(value, target, better, 5%, 3 points)", "(near value target (direction register.better) 3% 5%)"),
        ("near(value, target, percent: 5%)", "(near value target (direction register.better) none 5%)"),
        ("gap(value, target) < 3", "(figures less (gap value target (direction register.better)) 3)"),
        ("round(count / members, 2) < 3", "(figures less (round (divide count members) 2) 3)"),
        ("round(members) < 3", "(figures less (round members 0) 3)"),
        ("min(count, members, 7) < 3", "(figures less (minimum (minimum count members) 7) 3)"),
        ("max(opened, end(period)) < 2024-01-01", "(codes less (max opened (end period)) day 19723)"),
        ("rises(count, members, 7)", "(rises count members 7)"),
        ("first_known(theme, kind, \"x\") == \"y\"", "(texts equal (first_known theme (text kind) \"x\") \"y\")"),
        ("year(period) == 2023", "(figures equal (year period) 2023)"),
        ("end(period) < 2024-01-01", "(codes less (end period) day 19723)"),
        ("days(opened, end(period)) <= 28 days", "(figures lessOrEqual (days opened (end period)) 28day)"),
        ("lower(kind) == \"x\"", "(texts equal (lower (text kind)) \"x\")"),
        ("unit(target) == unit(value)", "(texts equal (unit target) (unit value))"),
        ("printed(target) == \"x\"", "(texts equal (printed target) \"x\")"),
        ("ratio(commentary) == 50%", "(figures equal (ratio commentary) 50%)"),
        (
            "due(prior_rag, target: share) is red",
            "(is colour(Checking.Colour.red) (due (meets value (target share) (direction register.better)) (near value (target share) (direction register.better) 5% 5%) true -))"
        ),
    ])
    func types(condition: String, shown: String) {
        let rules = expectChecks(rule("require " + condition))
        #expect(rules.rules.first.map { rules.shown($0.requires[0].condition) } == shown)
    }

    @Test func theDirectionIsUnknownWhereTheRowHasNone() {
        let rules = expectChecks(rule("require meets(total, 3)", for: "for totals"))
        #expect(rules.shown(rules.rules[0].requires[0].condition) == "(meets total (target 3) unknown)")
    }

    @Test(arguments: [
        (
            "1️⃣meets(value)",
            Fault("wrong-arguments", says: "2 to 3 arguments, here is 1", helps: "meets(value, target[, better])")
        ),
        ("meets(value, target, better, 1️⃣3)", Fault("wrong-arguments", says: "here are 4")),
        ("1️⃣year() == 3", Fault("wrong-arguments", says: "1 argument, here is none")),
        ("meets(value, 1️⃣goal: target)", Fault("wrong-arguments", says: "no argument `goal`")),
        ("meets(value, target, 1️⃣value: value)", Fault("wrong-arguments", says: "twice")),
        ("meets(1️⃣theme, target)", Fault("wrong-type", helps: "first_number")),
        ("meets(value, 1️⃣\"<23\")", Fault("wrong-type", helps: "target(\"<23\")")),
        ("meets(value, target, 1️⃣\"hgher\")", Fault("unknown-label", fix: "\"higher\"")),
        ("meets(value, target, 1️⃣count)", Fault("wrong-type", says: "which way is better")),
        ("1️⃣near(value, target)", Fault("wrong-arguments", says: "needs a tolerance")),
        ("near(value, target, 1️⃣5)", Fault("wrong-arguments", says: "a tolerance is written")),
        ("near(value, target, 5%, 1️⃣6%)", Fault("wrong-arguments", says: "twice")),
        ("due(1️⃣theme) is red", Fault("wrong-type", says: "a status column")),
        ("1️⃣due() is red", Fault("wrong-arguments")),
        ("due(rag, 1️⃣targt: value) is red", Fault("wrong-arguments", fix: "target")),
        ("quarter(1️⃣opened) == 2", Fault("wrong-type", says: "`p` of `quarter` is a period")),
        ("end(1️⃣count) > 2023-01-01", Fault("wrong-type")),
        ("days(1️⃣period, opened) > 3", Fault("wrong-type", helps: "end(period)")),
        ("length(1️⃣count) > 3", Fault("wrong-type", helps: "printed(count)")),
        ("printed(1️⃣count + 1) == \"3\"", Fault("wrong-type", says: "a column")),
        ("first_known(count, 1️⃣theme) == 3", Fault("wrong-type", says: "of one kind")),
        ("measure(1️⃣count) == value", Fault("wrong-type", says: "is a text", helps: "printed(count)")),
        ("period == period(1️⃣\"someday\")", Fault("unreadable-literal", helps: "2023-24 Q2")),
        ("1️⃣change(share, spend) > 3", Fault("never-compares")),
        ("min(count, 1️⃣opened) > 3", Fault("wrong-type", says: "of one kind: a number, a date")),
        ("min(count, 1️⃣theme) > 3", Fault("wrong-type", helps: "first_number")),
        ("abs(1️⃣target) > 3", Fault("wrong-type", helps: "amount(target)")),
    ])
    func refuses(condition: String, fault: Fault) {
        expectChecks(rule("require " + condition), [fault])
    }

    @Test(arguments: Function.allCases)
    func everyFunctionIsDescribed(function: Function) {
        let signature = function.signature
        #expect(signature.function == function)
        #expect(!signature.summary.isEmpty && !signature.summary.hasSuffix("."))
        #expect(signature.usage.hasPrefix(function.rawValue + "("))
        #expect(signature.example.contains(function.rawValue + "("))
        let required = signature.parameters.prefix { !$0.isOptional }.count
        let areOptional = signature.parameters.dropFirst(required).allSatisfy(\.isOptional)
        #expect(areOptional)
    }

    @Test func usagesShowWhatMayBeLeftOut() {
        #expect(Function.meets.signature.usage == "meets(value, target[, better])")
        #expect(Function.firstKnown.signature.usage == "first_known(a, b, …)")
        #expect(Function.min.signature.argumentCounts.least == 2)
        #expect(Function.min.signature.argumentCounts.most == nil)
    }
}
