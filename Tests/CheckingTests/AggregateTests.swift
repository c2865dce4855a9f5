// Aggregates: how a condition is taken apart, and what is said of one that cannot be.

import Testing

@testable import Checking

struct AggregateTests {
    @Test(arguments: [
        ("count(kpis)", "{count kpis}"),
        ("count(kpis where rag is red)", "{count kpis [inner (is colour(Checking.Colour.red) rag)]}"),
        (
            "count(kpis where rag is not red and rag is known and (theme == totals.theme or totals.theme == \"Council\"))",
            "{count kpis [inner (not (is colour(Checking.Colour.red) rag))] [inner (is known rag)] [equal theme theme unless (texts equal theme \"Council\")]}"
        ),
        ("count(kpis where totals.theme == theme)", "{count kpis [equal theme theme]}"),
        ("count(kpis where opened > totals.last)", "{count kpis [order opened greater last]}"),
        ("count(kpis where totals.last < opened)", "{count kpis [order opened greater last]}"),
        (
            "count(kpis where (theme == totals.theme and rag is red) or totals.total == 0)",
            "{count kpis [equal theme theme unless (figures equal total 0)] [inner (is colour(Checking.Colour.red) rag) unless (figures equal total 0)]}"
        ),
        (
            "count(kpis where rag is red or done or totals.total == 0)",
            "{count kpis [inner (or (is colour(Checking.Colour.red) rag) done) unless (figures equal total 0)]}"
        ),
        (
            "count(kpis where rag is red and totals.total > 0)",
            "{count kpis [inner (is colour(Checking.Colour.red) rag)] [outer (figures greater total 0)]}"
        ),
        ("count(kpis where kind == totals.kind)", "{count kpis [equal kind kind]}"),
        ("count(kpis where rag == totals.rag)", "{count kpis [equal rag rag]}"),
        ("count(kpis where printed(rag) == totals.theme)", "{count kpis [equal (printed rag) theme]}"),
        ("count(kpis where kind == totals.theme)", "{count kpis [equal (text kind) theme]}"),
        (
            "count(kpis where opened in totals.last..2024-01-01)",
            "{count kpis [order opened greaterOrEqual last] [inner (codes lessOrEqual opened day 19723)]}"
        ),
        ("count(kpis where count > mean(kpis.count))", "{count kpis [order count greater {mean kpis count}]}"),
        ("sum(kpis.count where better == \"lower\")", "{sum kpis count [inner (codes equal register.better #1)]}"),
        ("count distinct(kpis.theme)", "{countDistinct kpis theme}"),
        ("max(kpis.doubled)", "{max kpis (multiply count 2)}"),
        ("count(kpis.value where done)", "{count kpis [inner done] [inner (is known value)]}"),
        (
            "count(kpis where meets(value, target))",
            "{count kpis [inner (meets value target (direction register.better))]}"
        ),
    ])
    func takesApart(aggregate: String, shown: String) {
        let rules = expectChecks(rule("require total >= \(aggregate)", for: "for totals"))
        guard case .compareFigures(_, _, let typed)? = rules.rules.first?.requires[0].condition.kind else {
            Issue.record("no comparison")
            return
        }
        #expect(rules.shown(typed) == shown)
    }

    @Test(arguments: [
        ("count(kpis)", "count(kpis)"),
        (
            "count(kpis where totals.last < opened and (theme == totals.theme or totals.theme == \"Council\"))",
            "count(kpis where (outside.last < opened) and ((theme == outside.theme) or (outside.theme == \"Council\")))"
        ),
        ("count(kpis.value where done)", "count(kpis.value where done)"),
        ("sum(kpis.count where better == \"lower\")", "sum(kpis.count where register.better == \"lower\")"),
        ("max(kpis.doubled)", "max(kpis.doubled)"),
        ("count(kpis where count > mean(kpis.count))", "count(kpis where count > mean(kpis.count))"),
        ("count(kpis where totals.total > count + 1)", "count(kpis where outside.total > (count + 1))"),
    ])
    func keepsTheConditionAsItIsWritten(aggregate: String, written: String) {
        let rules = expectChecks(rule("require total >= \(aggregate)", for: "for totals"))
        #expect(rules.description.contains("  require total >= \(written)\n"), "\(rules.description)")
    }

    @Test func namesOfValuesAreKept() {
        let rules = expectChecks(
            rule(
                "let least = total + 1\n  let all = least * 2\n  require count(kpis where doubled == all) == 0",
                for: "for totals"))
        #expect(rules.rules[0].lets.map(\.name) == ["least", "all"])
        #expect(rules.description.contains("  let all = least * 2\n"), "\(rules.description)")
        #expect(rules.description.contains("  require count(kpis where doubled == outside.all) == 0\n"))
    }

    @Test func letsOfTheRuleAreOfTheRowOutside() {
        let rules = expectChecks(
            rule("let least = total + 1\n  require count(kpis where count == least) == 0", for: "for totals"))
        #expect(
            rules.shown(rules.rules[0].requires[0].condition)
                == "(figures equal {count kpis [equal count (add total 1)]} 0)")
    }

    @Test func seriesAndGroups() {
        let series = expectChecks(rule("require value >= min(series.value where period < kpis.period)"))
        #expect(
            series.shown(series.rules[0].requires[0].condition)
                == "(figures greaterOrEqual value {min series value [order period less period]})")
        let groups = expectChecks(
            rule(
                "require count(series) > 1 and count(totals where theme == group.theme) == 1 and theme is known",
                for: "for each theme in kpis as group"))
        #expect(
            groups.shown(groups.rules[0].requires[0].condition)
                == "(and (figures greater {count series} 1) (figures equal {count totals [equal theme theme]} 1) (is known theme))"
        )
        guard case .groups(0, let by, nil) = groups.rules[0].scope else {
            Issue.record("no groups")
            return
        }
        #expect(by.map(\.name) == ["theme"])
    }

    @Test func aRuleWithoutForStandsAtTheFirstTableItNames() throws {
        let rule = try onlyRule(
            sampleTables
                + "rule r \"R\" {\n  message \"{count(kpis)}\"\n  require sum(totals.total) == count(kpis)\n}\n")
        guard case .once(let table) = rule.scope else {
            Issue.record("\(rule.scope)")
            return
        }
        #expect(table == 0)
    }

    @Test(arguments: [
        (
            "for totals", "require count(kpis where 1️⃣theme != totals.theme) > 0",
            Fault("aggregate-condition", helps: "equalities")
        ),
        ("for totals", "require count(kpis where 1️⃣commentary contains totals.theme) > 0", Fault("aggregate-condition")),
        ("for totals", "require count(kpis where 1️⃣count + totals.total == 3) > 0", Fault("aggregate-condition")),
        (
            "for totals",
            "require count(kpis where count > totals.total and opened < totals.last and 1️⃣opened > totals.last) > 0",
            Fault("aggregate-condition", says: "at most two order")
        ),
        (
            "for totals",
            "require count distinct(kpis.theme where count > totals.total and 1️⃣opened < totals.last) > 0",
            Fault("aggregate-condition", says: "a `count distinct` has at most one order")
        ),
        (
            "for totals", "require any(1️⃣other kpis where done)",
            Fault("wrong-aggregate", says: "no row of kpis", helps: "for kpis as this", fix: "")
        ),
        ("for kpis as k", "require median(1️⃣other kpis.value) > 0", Fault("wrong-aggregate", says: "takes no `other`")),
        (
            "for kpis as k", "require sum(other kpis.value where 1️⃣count < k.count) > 0",
            Fault("aggregate-condition", says: "before or after", helps: "`count` and `any`")
        ),
        (
            "for totals", "require 1️⃣last(kpis.value) > 0",
            Fault("wrong-aggregate", says: "orders the rows", helps: "last(kpis.value over day)")
        ),
        ("for totals", "require first(kpis.value over 1️⃣theme) > 0", Fault("wrong-type", says: "a date, a period")),
        ("for totals", "require last(1️⃣kpis over opened) > 0", Fault("wrong-aggregate", says: "needs a column")),
        (
            "for totals",
            "require count(kpis where 1️⃣\((0...6).map { "count + \($0) == totals.total" }.joined(separator: " and "))) > 0",
            Fault("aggregate-condition", says: "at most 6 figures")
        ),
        (
            "for totals",
            "require count(kpis where 1️⃣\((0...6).map { "(done or totals.total > \($0))" }.joined(separator: " and "))) > 0",
            Fault("aggregate-condition", says: "at most 6 conditions in an `or`")
        ),
        (
            "for totals", "require count(kpis where 1️⃣totals.total > 3) > 0",
            Fault("aggregate-condition", says: "names no column of kpis")
        ),
        (
            "for totals", "require count(kpis where 1️⃣3 > 2) > 0",
            Fault("aggregate-condition", says: "names no column of kpis")
        ),
        (
            "for totals", "require count(kpis where 1️⃣total == 3) > 0",
            Fault("unknown-column", helps: "totals.total")
        ),
        ("for totals as t", "require count(kpis where 1️⃣total == 3) > 0", Fault("unknown-column", helps: "t.total")),
        (
            "for totals", "require count(kpis where 1️⃣done and theme == totals.theme or theme == \"x\") > 0",
            Fault("aggregate-condition")
        ),
        ("for kpis as k", "require count(1️⃣k where done) > 0", Fault("unknown-table", says: "one row", fix: "kpis")),
        ("for totals", "require sum(1️⃣kpis) > 0", Fault("wrong-aggregate", helps: "sum(kpis.value)")),
        ("for totals", "require any(1️⃣kpis.done)", Fault("wrong-aggregate", helps: "any(kpis where")),
        ("for totals", "require sum(1️⃣kpis.theme) > 0", Fault("wrong-type", says: "a text", helps: "count distinct")),
        ("for totals", "require mean(1️⃣kpis.target) > 0", Fault("wrong-type")),
        ("for totals", "require count(1️⃣series) > 0", Fault("no-series", helps: "for each")),
        ("for totals where 1️⃣count(kpis) > 0", "require total > 0", Fault("misplaced-aggregate", says: "`where`")),
        ("for totals", "require count(kpis where 1️⃣nothing.theme == 3) > 0", Fault("unknown-table")),
        ("for each theme in kpis", "require 1️⃣value > 0", Fault("unknown-column", says: "differs from row to row")),
        ("for each theme in kpis", "require 1️⃣previous.value > 0", Fault("no-series", says: "a group has no")),
    ])
    func refuses(scope: String, clauses: String, fault: Fault) {
        expectChecks(rule(clauses, for: scope), [fault])
    }

    @Test func aRuleOverItsOwnTableNeedsAnAlias() {
        let own = expectChecks(
            rule("require count(kpis where 1️⃣theme == kpis.theme and rag is red) > 0"),
            [Fault("compares-with-itself", says: "`theme`", helps: "by an alias")])
        #expect(own.rules.count == 1)
        expectChecks(
            rule("let mine = theme\n  require count(kpis where theme == mine) > 0"))
    }

    @Test func aggregatesStandInRulesAlone() {
        expectChecks(
            "table t from \"t.csv\" {\n  a whole\n  let b = 1️⃣sum(t.a)\n}\n",
            [Fault("misplaced-aggregate", says: "a table")])
        expectChecks(
            sampleTables + "let most = 1️⃣count(kpis)\n", [Fault("misplaced-aggregate", says: "a constant")])
        expectChecks(
            rule("require value > 0") + "waive sample where 1️⃣count(kpis) > 3 because \"x\"\n",
            [Fault("misplaced-aggregate", says: "a waiver")])
        expectChecks(
            "rule 1️⃣r \"R\" {\n  require true\n}\n", [Fault("no-table", covers: "r")])
    }
}
