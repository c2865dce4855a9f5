// Broken and hostile files: no crash, no long run, no cascade.

import Diagnostics
import Testing

@testable import Checking

struct RobustnessTests {
    @Test func everyBeginningOfAFile() {
        let bytes = Array(CompleteFileTests.dashboard.utf8)
        for length in stride(from: 0, to: bytes.count, by: 5) {
            let (rules, _) = checked(String(decoding: bytes[..<length], as: UTF8.self))
            #expect(rules.files.count == 1)
            // An editor asks about the end of what was typed.
            for offset in [length, length - 7] {
                let names = rules.symbols.names(at: offset, in: 0)
                #expect(names.bare.allSatisfy { rules.symbols[$0].file == 0 })
                #expect(rules.symbols.uses(at: offset, in: 0).allSatisfy { $0.range.upperBound <= length })
            }
        }
    }

    /// What a `let` names twice is one expression: a chain of them is no larger than it is long, in conditions about
    /// two rows too.
    @Test func chainsOfValuesThatAreNamedTwice() {
        var text = "table t from \"t.csv\" {\n  ref text\n  n number\n  let v0 = n + 1\n"
        for step in 1..<60 { text += "  let v\(step) = if v\(step - 1) in (1, 2) then n else n + \(step)\n" }
        text += "}\nrule r \"r\" {\n  for t as this\n  let w0 = this.n\n"
        for step in 1..<60 { text += "  let w\(step) = if w\(step - 1) in (1, 2) then n else this.n\n" }
        text += "  require count(t where v59 in (1, 2) and n == w59) >= 0\n"
        text += "  require count(t where (v59 == 1 or v59 == w59) and v58 < w58) >= 0\n}\n"
        #expect(checked(text).rules.files.count == 1)
        var nested = "1"
        for _ in 0..<40 { nested = "count(t where \(nested) in t.n..t.n)" }
        let ranges = "table t from \"t.csv\" {\n  n number\n}\nrule r \"r\" {\n  for t\n  require \(nested) >= 0\n}\n"
        #expect(checked(ranges).rules.files.count == 1)
    }

    @Test func everyLineLeftOut() {
        let lines = (sampleTables + CompleteFileTests.dashboard).split(
            separator: "\n", omittingEmptySubsequences: false)
        for index in lines.indices {
            var rest = lines
            rest.remove(at: index)
            _ = checked(rest.joined(separator: "\n"))
        }
        #expect(lines.count > 80)
    }

    @Test func brokenPartsAreSaidOnce() {
        let (_, diagnostics) = checked(
            rule("let a = vlue\n  let b = a + 1\n  require b > a\n  message \"{a} {b}\"\n  at a"))
        #expect(diagnostics.map(\.code) == ["unknown-column"])
        let column = checked(
            "table t from \"t.csv\" {\n  a numbr\n  let b = a + 1\n  key a, b\n}\nrule r \"R\" {\n  for t by a over b\n  require a > b\n}\n"
        )
        #expect(column.diagnostics.map(\.code) == ["unknown-type"])
    }

    @Test func letsThatGrowTooLarge() {
        // What a name stands for is there once, however often it is used: 2 to the power of 80, and 23 uses of a long
        // `let`.
        var text = "let a0 = 1\n"
        for index in 1...80 { text += "let a\(index) = a\(index - 1) + a\(index - 1)\n" }
        #expect(checked(text).diagnostics.map(\.code) == [])
        let sum = (1...40).map { "count * \($0)" }.joined(separator: " + ")
        let more = (1...40).map { "sum * \($0)" }.joined(separator: " + ")
        let uses = (1...23).map { "total == \($0)" }.joined(separator: " or ")
        let often = rule(
            "let sum = \(sum)\n  let total = \(more)\n  let holds = a80 > 1 and (\(uses))\n  require holds or not holds"
        )
        #expect(checked(text + often).diagnostics.map(\.code) == [])
        var deep = "table t from \"t.csv\" {\n  a0 whole\n"
        for index in 1...2_000 { deep += "  let a\(index) = a\(index - 1) + 1\n" }
        #expect(checked(deep + "}\n").diagnostics.map(\.code) == ["too-large"])
    }

    @Test func chainsOfAnyLength() {
        let names = (0..<20_000).map { "let k\($0) = k\($0 + 1)\n" }.joined()
        let constants = checked(names + "let k20000 = 5\n")
        #expect(constants.diagnostics.isEmpty && constants.rules.constants.count == 20_001)
        let lists = (0..<4_000).map { "let l\($0) = (l\($0 + 1), \"x\($0)\")\n" }.joined()
        let doubled = (0..<200).map { "let d\($0) = (d\($0 + 1), d\($0 + 1))\n" }.joined()
        let known = "rule r \"R\" {\n  for t\n  require a in d0\n}\n"
        let nested = checked(
            "table t from \"t.csv\" {\n  a text\n}\n" + lists + "let l4000 = (\"z\")\n" + doubled
                + "let d200 = (l0, \"y\")\n" + known)
        #expect(nested.diagnostics.isEmpty, "\(nested.diagnostics.map(\.message))")
        let circle = checked(names + "let k20000 = k0\n")
        #expect(circle.diagnostics.map(\.code) == ["constant-cycle"])
        var first = "table a from \"a.csv\" {\n  x text\n  let y = z\n  join b on x\n}\n"
        first += "table b from \"b.csv\" {\n  x text\n  let c0 = x\n"
        for index in 1...5_000 { first += "  let c\(index) = c\(index - 1)\n" }
        #expect(checked(first + "  let z = c5000\n}\n").diagnostics.isEmpty)
        var tables = ""
        for index in 0..<200 {
            tables += "table t\(index) from \"t.csv\" {\n  x text\n  let y\(index) = t\(index + 1).y\(index + 1)\n"
            tables += "  join t\(index + 1) on x\n}\n"
        }
        let deep = checked(tables + "table t200 from \"t.csv\" {\n  x text\n  let y200 = x\n}\n")
        #expect(deep.diagnostics.map(\.code).contains("too-deep"))
    }

    @Test func importsAsDeepAsThereMayBeFiles() {
        var files: [String: String] = [:]
        for index in 0..<1_200 {
            files["f\(index).rules"] = "import \"f\(index + 1).rules\"\nlet c\(index) = \(index)\n"
        }
        files["f900.rules"] = sampleTables
        let deep = checked("import \"f0.rules\"\n" + rule("require value > c899"), importing: files)
        #expect(deep.diagnostics.isEmpty && deep.rules.files.count == 902)
        files["f900.rules"] = "import \"f901.rules\"\n"
        let unknown = "rule r \"R\" {\n  for nothing\n  require a > b\n}\n"
        let many = checked("import \"f0.rules\"\n" + unknown, importing: files)
        #expect(many.diagnostics.map(\.code) == ["too-many-imports"])
    }

    /// Nothing is timed: in time that grows with the square of the rules this would not come to an end.
    @Test func manyRulesAreCheckedToTheEnd() {
        var text = sampleTables
        for index in 0..<4_000 {
            text += "rule r\(index) \"R\" {\n  for kpis\n  require value > \(index)\n}\n"
        }
        #expect(checked(text).rules.rules.count == 4_000)
    }

    @Test func manyFaultsAreBounded() {
        var text = sampleTables
        for index in 0..<3_000 {
            text += "rule r\(index) \"R\" {\n  for kpis\n  require unknown_name_\(index) > \(index)\n}\n"
        }
        let (_, diagnostics) = checked(text)
        #expect(diagnostics.count == 2_000)
    }

    @Test func tablesThatJoinEachOther() {
        expectChecks(
            """
            table a from "a.csv" {
              x text
              let y = z
              join b on x
            }
            table b from "b.csv" {
              x text
              let z = x
              join a on x
            }
            rule r "R" {
              for a
              require y is known and 1️⃣w is known
            }

            """, [Fault("unknown-column")])
    }
}
