// Where a line end ends a clause, and where it does not.

import Diagnostics
import Syntax
import Testing

struct LineEndTests {
    /// The shapes of a rule's conditions.
    private func conditions(_ clauses: String) -> [String] {
        let parsed = expectParse("rule r \"t\" {\n\(clauses)\n}")
        guard case .rule(let rule)? = parsed.declarations.first?.kind else { return [] }
        return rule.requires.map(\.condition.shape)
    }

    @Test(arguments: [
        ("require a\nrequire b", ["a", "b"]),
        ("require a\n\n  // note\n\nrequire b", ["a", "b"]),
        ("require a ==\n  b", ["(a == b)"]),
        ("require a // why\n  == b", ["(a == b)"]),
        ("require a\n\n  // why\n\n  + b", ["(a + b)"]),
        ("require a\n  - b", ["(a - b)"]),
        ("require a\n  / b", ["(a / b)"]),
        ("require a\n// b\nrequire c", ["a", "c"]),
        ("require a\n/// b\nrequire c", ["a", "c"]),
        ("require a and\n  b", ["(a and b)"]),
        ("require a\n  and b\n  or c", ["((a and b) or c)"]),
        ("require a\n  in 1..2", ["(a in 1..2)"]),
        ("require a\n  is red", ["(a is red)"]),
        ("require if a\n  then b\n  else c", ["(if a then b else c)"]),
        ("require if a then\n b\n else\n c", ["(if a then b else c)"]),
        ("require (a\n== b\n)", ["[(a == b)]"]),
        ("require f(a,\n b)", ["f(a, b)"]),
        ("require (\n  message\n  == b)", ["[(message == b)]"]),
        ("require (a ==\n  message contains \"x\")", nil as [String]?),
        ("require a in (1,\n 2,\n 3)", ["(a in (1, 2, 3))"]),
        ("require a contains\n \"x\"", ["(a contains 'x')"]),
        ("require a matches\n /x/", ["(a matches /x/)"]),
        ("require count(t\n  where a\n  < b)", ["count<t where (a < b)>"]),
        ("require a agrees with\n b", ["(a agrees with b)"]),
    ])
    func endsOrGoesOn(_ clauses: String, _ shapes: [String]?) {
        if let shapes {
            #expect(conditions(clauses) == shapes)
        } else {
            let parsed = parse(SourceFile(name: "test.rules", text: "rule r \"t\" {\n\(clauses)\n}"))
            #expect(parsed.diagnostics.map(\.code) == ["chained-comparison"])
        }
    }

    @Test func goesOnWithListsAndScopes() {
        let parsed = expectParse(
            """
            table t from "t.csv" {
              a choice "x",
                "y"
              b text
                from "B"
                  | "BB" |
                  "BBB" required
              key a,
                b
            }
            rule r "t" {
              for t
                as u
                where a
                by a
                over b
                with v
                on a =
                  b
              message "one "
                "two"
              at a,
                b
            }
            waive r
              where a
              until 2024-01-01
              because "x"
            """)
        #expect(parsed.declarations.count == 3)
        guard case .table(let table) = parsed.declarations[0].kind, case .rule(let rule) = parsed.declarations[1].kind
        else {
            Issue.record("no table and rule")
            return
        }
        #expect(table.columns[0].type.labels.map(\.text) == ["x", "y"])
        #expect(table.columns[1].headers.map(\.text) == ["B", "BB", "BBB"])
        #expect(table.keys[0].columns.map(\.text) == ["a", "b"])
        #expect(rule.message?.shape == "one two")
        #expect(rule.places.map(\.shape) == ["a", "b"])
    }
}
