// Tables: columns and their modifiers, sources, computed columns, keys, joins and series.

import Quantities
import Testing

@testable import Checking

struct TableTests {
    @Test(arguments: [
        ("a 1️⃣numbr", Fault("unknown-type", covers: "numbr", fix: "number")),
        ("a 1️⃣status", Fault("unknown-scheme", helps: "scheme name")),
        ("a status 1️⃣nowhere", Fault("unknown-scheme")),
        ("a 1️⃣choice", Fault("missing-label")),
        ("a choice \"A\", 1️⃣\"a\"", Fault("duplicate-label")),
        ("a text\n  1️⃣a whole", Fault("duplicate-name", says: "two columns `a`")),
        ("a whole\n  let 1️⃣a = 3", Fault("duplicate-name")),
        ("a whole 1️⃣numbered", Fault("wrong-modifier", helps: "1.10")),
        ("a whole 1️⃣between 5 and 1", Fault("empty-range")),
        ("a text 1️⃣between 1 and 5", Fault("wrong-modifier")),
        ("a percent between 1️⃣measure(\"£1\") and 100", Fault("never-compares")),
        ("a text matches /1️⃣(/", Fault("bad-regex")),
        ("a period year from 1️⃣Juli", Fault("unknown-month", fix: "July")),
        ("a whole 1️⃣year from July", Fault("wrong-modifier")),
        ("a whole\n  key 1️⃣b", Fault("unknown-column", says: "no column `b`")),
        ("a whole\n  key a, 1️⃣a", Fault("duplicate-name")),
        ("a whole\n  1️⃣series over a", Fault("series-without-key")),
        ("a whole\n  b whole\n  key b\n  series over 1️⃣a", Fault("series-outside-key", helps: "key b, a")),
        ("a whole\n  let b = 1️⃣c\n  let c = a", Fault("unknown-column", says: "before its `let`")),
        ("a whole\n  let b = 1️⃣previous.a", Fault("no-series", says: "cannot stand here")),
        ("a whole\n  join 1️⃣other on a", Fault("unknown-table")),
        ("a whole\n  join u on 1️⃣b = code", Fault("unknown-column")),
        ("a text\n  join u on a = 1️⃣cod", Fault("unknown-column", fix: "code")),
        ("a whole\n  join u on 1️⃣a = code", Fault("wrong-type", says: "`a` is a number, `code` of u is a text")),
        ("a text\n  join u on a = code\n  1️⃣join u on a = code", Fault("duplicate-name", helps: "`with u as")),
        ("a text\n  join u on 1️⃣code", Fault("join-cycle")),
        ("a text\n  join u on a = code\n  key 1️⃣code", Fault("unknown-column", says: "joined table")),
        ("a text\n  join u on a = code\n  let b = code\n  key 1️⃣b", Fault("joined-key")),
    ])
    func refuses(lines: String, fault: Fault) {
        expectChecks(
            """
            table t from "t.csv" {
              \(lines)
            }
            table u from "u.csv" {
              code text
            }

            """, [fault])
    }

    @Test(arguments: [
        ("1️⃣\"\"", Fault("empty-path")),
        ("1️⃣\"a/{b/c.csv\"", Fault("bad-path")),
        ("1️⃣\"{a b}.csv\"", Fault("bad-path", says: "names no column")),
        ("1️⃣\"{b}/{b}.csv\"", Fault("duplicate-name", says: "`{b}` twice")),
        ("\"t.csv\" separated by 1️⃣\"ab\"", Fault("wrong-separator")),
    ])
    func refusesSources(source: String, fault: Fault) {
        expectChecks("table t from \(source) {\n  a whole\n}\n", [fault])
    }

    @Test func partsOfThePathAreColumns() {
        let rules = expectChecks(
            "table t from \"returns/{authority}/{period}.csv\" {\n  period period\n  value whole\n  key authority, period\n}\n"
        )
        let table = rules.tables[0]
        #expect(table.columns.map(\.name) == ["period", "value", "authority"])
        #expect(table.columns.map(\.origin) == [.path, .cell, .path])
        #expect(table.columns[0].type == .period(yearFrom: 4))
        #expect(table.key == [.column(2), .column(0)])
    }

    @Test func groupsOfANarrativeAreColumns() {
        let rules = expectChecks(
            "table t from \"report.md\" matching /(?<count>[0-9]+) (of )?(?<which>red|green)/ {\n  count whole\n}\n")
        #expect(rules.tables[0].columns.map(\.name) == ["count", "which"])
        #expect(rules.tables[0].columns.map(\.origin) == [.group(0), .group(2)])
        expectChecks(
            "table t from \"report.md\" matching /(?<count>[0-9]+)/ {\n  1️⃣cuont whole\n}\n",
            [Fault("unknown-column", says: "no group", fix: "count")])
    }

    @Test func computedColumnsServeAsKeysAndJoins() {
        let rules = expectChecks(
            """
            table t from "t.csv" {
              p period
              let y = year(p)
              key y
              join u on y = year
            }
            table u from "u.csv" {
              year whole
              better text
              key year
            }
            rule r "R" {
              for t by y over p
              require better is known
            }

            """)
        #expect(rules.tables[0].key == [.computed(0)])
        #expect(rules.joins[0].hereColumns == [nil])
        #expect(rules.joins[0].on.map { rules.shown($0.here) } == ["(year p)"])
        #expect(rules.tables[0].columns[0].headers == ["p"])
    }

    @Test func tableDuplicates() {
        expectChecks(
            "table t from \"t.csv\" {\n  a whole\n}\ntable 1️⃣t from \"u.csv\" {\n  a whole\n}\n",
            [Fault("duplicate-name", says: "two tables `t`")])
    }
}
