// Imports, constants that are replaced, severities that are set, waivers and rule tests.

import Catalog
import Diagnostics
import Findings
import Syntax
import Testing

@testable import Checking

struct SettingTests {
    static let pack = """
        let limit number = unknown
        let reporting_date date = unknown
        rule high warning "H" {
          for any with value measure
          require value < limit
        }

        """
    static let table = "table t from \"t.csv\" {\n  value measure\n  note text\n}\n"

    @Test func anImportingFileReplacesConstantsInImportedRules() {
        let rules = expectChecks(
            "import \"pack.rules\"\nlet limit = 5\n" + Self.table, importing: ["pack.rules": Self.pack])
        #expect(rules.rules.map { rules.shown($0.requires[0].condition) } == ["(figures less value 5)"])
        #expect(rules.files.map(\.source.name) == ["main.rules", "pack.rules"])
        #expect(rules.files.map(\.isEntry) == [true, false] && rules.files.map(\.imports) == [[1], []])
        #expect(rules.files.map(\.tree.declarations.count) == [3, 3])
        expectChecks(
            "import \"pack.rules\"\nlet limit = 1️⃣\"x\"\n",
            [Fault("wrong-type", says: "the imported `limit` is a number")],
            importing: ["pack.rules": Self.pack])
    }

    @Test func setReplacesBoth() {
        let five = Expression(.number(mantissa: 7, scale: 0), 0..<0)
        let (rules, diagnostics) = checked(
            "import \"pack.rules\"\nlet limit = 5\n" + Self.table, importing: ["pack.rules": Self.pack],
            set: [(name: "limit", value: five)])
        #expect(diagnostics.isEmpty)
        #expect(rules.rules.map { rules.shown($0.requires[0].condition) } == ["(figures less value 7)"])
        let (_, unknown) = checked("let limit = 5\n", set: [(name: "limt", value: five)])
        #expect(unknown.map(\.code) == ["unknown-constant"])
        #expect(unknown.first?.help == "did you mean `limit`?")
        let (_, wrong) = checked(
            "let limit = 5\n", set: [(name: "limit", value: Expression(.text("x"), 0..<0))])
        #expect(wrong.map(\.code) == ["wrong-type"])
        let word = Expression(.name(qualifier: nil, Name("summer", 0..<6)), 0..<6)
        for (declared, way) in [
            ("\"x\"", "a text is written in quotes: `--set 'limit=\"summer\"'`"),
            ("2023-09-30", "a date is written as in 2023-09-30: `--set 'limit=…'`"),
        ] {
            let (_, bare) = checked("let limit = \(declared)\n", set: [(name: "limit", value: word)])
            #expect(bare.map(\.help) == [way])
        }
    }

    @Test func setsChangeImportedRules() {
        let changed = expectChecks(
            "import \"pack.rules\"\nset high to note\nset missing-value to off\nset ragged-row to warning\n"
                + Self.table,
            importing: ["pack.rules": Self.pack])
        #expect(changed.rules.map(\.severity) == [.note])
        #expect(changed.structural.changed.map(\.finding) == [.missingValue, .raggedRow])
        #expect(changed.structural.isOff(.missingValue) && !changed.structural.isFault(.missingValue))
        #expect(changed.structural.severity(of: .raggedRow) == .warning)
        #expect(!changed.structural.isFault(.raggedRow) && changed.structural.isFault(.unreadableCell))
        let off = expectChecks(
            "import \"pack.rules\"\nset high to off\n" + Self.table, importing: ["pack.rules": Self.pack])
        #expect(off.rules.isEmpty)
        #expect(off.idle.map(\.reason.words) == ["set to off at main.rules:2"])
    }

    @Test(arguments: [
        ("import 1️⃣\"nowhere.rules\"\n", Fault("unknown-import", covers: "\"nowhere.rules\"")),
        ("import \"pack.rules\"\nset 1️⃣hgh to note\n", Fault("unknown-rule", fix: "high")),
        ("import \"pack.rules\"\nset high to 1️⃣eror\n", Fault("unknown-severity", fix: "error")),
        ("import \"pack.rules\"\nset high to note\nset 1️⃣high to off\n", Fault("duplicate-name", says: "set twice")),
        (
            "import \"pack.rules\"\nrule 1️⃣high \"H\" {\n  require true\n}\n",
            Fault("duplicate-name", covers: "high", says: "imported rule", helps: "set high to off")
        ),
        (
            "rule a \"A\" {\n  for t\n  require value > 3\n}\nrule 1️⃣a \"A\" {\n  for t\n  require value > 3\n}\n",
            Fault("duplicate-name", says: "two rules `a`")
        ),
        ("rule a \"A\" {\n  for t\n  require value > 3\n}\nset 1️⃣a to note\n", Fault("set-own-rule")),
        (
            "rule 1️⃣missing-value \"A\" {\n  for t\n  require value > 3\n}\n",
            Fault("duplicate-name", says: "structural finding")
        ),
        ("rule a 1️⃣fatal \"A\" {\n  for t\n  require value > 3\n}\n", Fault("unknown-severity", helps: "error, query")),
        ("rule 1️⃣a \"A\" {\n  for t\n  when value > 3\n}\n", Fault("missing-require", covers: "a")),
        (
            "rule a \"A\" {\n  for 1️⃣visitz\n  require value > 3\n}\ntable visits from \"v.csv\" {\n  a text\n}\n",
            Fault("unknown-table", fix: "visits")
        ),
        ("let 1️⃣a = b\nlet b = a\n", Fault("constant-cycle", covers: "a")),
        ("let a = 1️⃣nothing\n", Fault("unknown-column", says: "no constant")),
        ("let a date = 1️⃣5\n", Fault("wrong-type", says: "declared as a date, this is a number")),
        ("let a 1️⃣dat = 2023-09-30\n", Fault("unknown-type", fix: "date")),
        (
            "let a text = \"x\"\nrule r \"R\" {\n  for t\n  let 1️⃣a = 3\n  require value > a\n}\n",
            Fault("duplicate-name", says: "already a constant")
        ),
        ("test 1️⃣nothing {\n}\n", Fault("unknown-rule")),
        (
            "rule a \"A\" {\n  for t\n  require value > 3\n}\ntest a {\n  t | 1️⃣valu |\n    | 3 |\n}\n",
            Fault("unknown-column", fix: "value")
        ),
        (
            "rule a \"A\" {\n  for t\n  require value > 3\n}\ntable visits from \"v.csv\" {\n  a text\n}\n"
                + "test a {\n  1️⃣visitz | a |\n    | 3 |\n}\n",
            Fault("unknown-table", fix: "visits")
        ),
        (
            "rule a \"A\" {\n  for t as 1️⃣u\n  require value > 3\n}\ntable u from \"u.csv\" {\n  a text\n}\n",
            Fault("duplicate-name", says: "another table")
        ),
        (
            "rule a \"A\" {\n  for t\n  fix value = 1️⃣2023-01-01\n  require value > 3\n}\n",
            Fault("wrong-type", says: "its replacement is a date")
        ),
        (
            "rule a \"A\" {\n  for t\n  let b = 1 + 1\n  at 1️⃣b\n  require value > 3\n}\n",
            Fault("wrong-place", says: "`at` names cells")
        ),
    ])
    func refuses(text: String, fault: Fault) {
        let other = text.contains("test nothing") || text.contains("nowhere") ? "" : Self.table
        expectChecks(text + other, [fault], importing: ["pack.rules": Self.pack])
    }

    @Test func importsThatLeadBack() {
        let cycle = ["a.rules": "import \"b.rules\"\n", "b.rules": "import \"a.rules\"\n"]
        let (_, diagnostics) = checked("import \"a.rules\"\n", importing: cycle)
        #expect(diagnostics.map(\.code) == ["import-cycle"])
        #expect(diagnostics.first?.span.file.name == "b.rules")
        let twice = ["a.rules": "import \"c.rules\"\n", "b.rules": "import \"c.rules\"\n", "c.rules": "let x = 1\n"]
        expectChecks("import \"a.rules\"\nimport \"b.rules\"\n", importing: twice)
    }

    // MARK: Waivers

    @Test func waiversAreTypedForTheTablesOfTheirRule() {
        let rules = expectChecks(
            rule("require count > 0")
                + """
                waive sample where ref == "1.5" and rag is red until 2024-03-31 because "known"
                waive missing-value where theme == "x" because "structural"
                waive smple because "misspelt"
                waive sample because "all"

                """)
        #expect(rules.waivers.map { $0.conditions.map(\.table) } == [[0], [0, 2], [0, 1, 2], [0]])
        #expect(rules.waivers[0].until == 19813)
        #expect(rules.waivers[2].isUnknownRule)
        #expect(rules.waivers[2].nearestRule == "sample")
        #expect(rules.waivers[3].conditions[0].condition == nil)
    }

    @Test(arguments: [
        ("waive sample where 1️⃣rfe == \"1\" because \"x\"", Fault("unknown-column", fix: "ref")),
        ("waive sample where 1️⃣total == 3 because \"x\"", Fault("waiver-without-table", covers: "total")),
        (
            "waive missing-value where 1️⃣total == 3 and spend > 3 because \"x\"",
            Fault("waiver-without-table", says: "all these columns")
        ),
        ("waive sample where 1️⃣ref because \"x\"", Fault("not-a-condition")),
        ("waive sample where 1️⃣count == \"5 kg\" because \"x\"", Fault("never-compares", fix: "measure(\"5 kg\")")),
        ("waive sample because 1️⃣\" \"", Fault("missing-reason", says: "waives nothing")),
    ])
    func waiversThatFitNoTable(waiver: String, fault: Fault) {
        expectChecks(rule("require count > 0") + waiver + "\n", [fault])
    }
}
