// Each kind of fault, at its place, with the fix that mends it.

import Diagnostics
import Syntax
import Testing

/// One fault: its code, a text with its place marked, the text after the fix where it has one.
struct Fault: Sendable, CustomTestStringConvertible {
    var code: String
    var text: String
    var fixed: String?
    var testDescription: String { code }

    init(_ code: String, _ text: String, fixed: String? = nil) {
        self.code = code
        self.text = text
        self.fixed = fixed
    }

    /// A fault in the condition of a rule that is otherwise sound and goes on with a clause behind it.
    static func condition(_ code: String, _ text: String, fixed: String? = nil) -> Fault {
        Fault(
            code, "rule r \"t\" {\n  require \(text)\n  message \"m\"\n}",
            fixed: fixed.map { "rule r \"t\" {\n  require \($0)\n  message \"m\"\n}" })
    }

    /// A fault in a line of a table.
    static func line(_ code: String, _ text: String, fixed: String? = nil) -> Fault {
        Fault(
            code, "table t from \"t.csv\" {\n  a text\n  \(text)\n  z text\n}",
            fixed: fixed.map { "table t from \"t.csv\" {\n  a text\n  \($0)\n  z text\n}" })
    }

    /// A fault in a clause of a rule.
    static func clause(_ code: String, _ text: String, fixed: String? = nil) -> Fault {
        Fault(
            code, "rule r \"t\" {\n  \(text)\n  require a\n}",
            fixed: fixed.map { "rule r \"t\" {\n  \($0)\n  require a\n}" })
    }

    /// A fault in a `test`.
    static func row(_ code: String, _ text: String, fixed: String? = nil) -> Fault {
        Fault(code, "test r {\n  \(text)\n}\nlet a = 1", fixed: fixed.map { "test r {\n  \($0)\n}\nlet a = 1" })
    }
}

struct FaultTests {
    @Test(arguments: FaultTests.conditionsFaults)
    func conditions(_ fault: Fault) { expectFault(fault.code, fault.text, fixed: fault.fixed) }

    static let conditionsFaults: [Fault] = [
        .condition("single-equals", "a ⟦=⟧ b", fixed: "a == b"),
        .condition("wrong-sign", "a ⟦&&⟧ b", fixed: "a and b"),
        .condition("wrong-sign", "a ⟦||⟧ b", fixed: "a or b"),
        .condition("wrong-sign", "⟦!⟧a", fixed: "not a"),
        .condition("wrong-sign", "a ⟦<>⟧ b", fixed: "a != b"),
        .condition("wrong-sign", "a ⟦≥⟧ b", fixed: "a >= b"),
        .condition("wrong-sign", "a ⟦=>⟧ b", fixed: "a >= b"),
        .condition("wrong-sign", "a ⟦===⟧ b", fixed: "a == b"),
        .condition("wrong-sign", "a ⟦−⟧ b > c", fixed: "a - b > c"),
        .condition("wrong-sign", "a ⟦×⟧ b > c", fixed: "a * b > c"),
        .condition("wrong-case", "a ⟦AND⟧ b", fixed: "a and b"),
        .condition("wrong-case", "⟦NOT⟧ a", fixed: "not a"),
        .condition("unexpected-word", "a ⟦IS⟧ red", fixed: "a is red"),
        .condition("semicolon", "a⟦;⟧", fixed: "a"),
        .condition("hash-comment", "a ⟦#⟧ because \"of\" this", fixed: "a // because \"of\" this"),
        .condition("block-comment", "a ⟦/* why */⟧ and b"),
        .condition("curly-quotes", "a == ⟦“x”⟧", fixed: "a == \"x\""),
        .condition("single-quotes", "a == ⟦'x \"y\"'⟧", fixed: "a == \"x \\\"y\\\"\""),
        .condition("unclosed-text", "a == ⟦\"x⟧", fixed: "a == \"x\""),
        .condition("unclosed-text", "f(a, ⟦\"x)⟧"),
        .condition("unknown-escape", "a == \"x⟦\\d⟧\"", fixed: "a == \"x\\\\d\""),
        .condition("unknown-escape", "a == \"⟦\\{⟧\"", fixed: "a == \"{\""),
        .condition("unclosed-name", "a == ⟦`x⟧"),
        .condition("empty-name", "a == ⟦``⟧"),
        .condition("unclosed-regex", "a matches ⟦/x⟧"),
        .condition("unknown-flag", "a matches /x/⟦gi⟧"),
        .condition("expected-regex", "a matches ⟦\"x\"⟧", fixed: "a matches /x/"),
        .condition("expected-regex", "a not matches ⟦b⟧"),
        .condition("chained-comparison", "⟦a < b < c⟧", fixed: "a < b and b < c"),
        .condition("chained-comparison", "⟦0 <= x + 1 <= 5⟧ and b", fixed: "x + 1 in 0..5 and b"),
        .condition("chained-comparison", "⟦a == b == c != d⟧"),
        .condition("chained-comparison", "⟦a in 1..2 is true⟧"),
        .condition("reserved-word", "⟦from⟧ > 3", fixed: "`from` > 3"),
        .condition("reserved-word", "a == kpis.⟦by⟧", fixed: "a == kpis.`by`"),
        .condition("expected-expression", "a +⟦⟧"),
        .condition("expected-expression", "⟦and⟧ b"),
        .condition("expected-expression", "a == (⟦)⟧"),
        .condition("expected-expression", "a ==⟦⟧"),
        .condition("unclosed-parenthesis", "(a and b⟦⟧", fixed: "(a and b)"),
        .condition("unclosed-parenthesis", "f(a ⟦b⟧)"),
        .condition("unmatched-parenthesis", "a == b⟦)⟧"),
        .condition("unexpected-word", "a ⟦b⟧"),
        .condition("unexpected-word", "a ⟦agree⟧ with b", fixed: "a agrees with b"),
        .condition("unexpected-word", "a ⟦contain⟧ \"b\"", fixed: "a contains \"b\""),
        .condition("expected-with", "a agrees⟦⟧ b", fixed: "a agrees with b"),
        .condition("wrong-word", "a ⟦between 1 and 2⟧", fixed: "a in 1..2"),
        .condition("wrong-word", "a ⟦equals⟧ 1", fixed: "a == 1"),
        .condition("wrong-word", "if a then b ⟦elif⟧ c then d else e", fixed: "if a then b else if c then d else e"),
        .condition("expected-then", "if a ⟦b⟧ else c"),
        .condition("expected-else", "if a then b⟦⟧"),
        .condition("expected-range", "a in 3⟦⟧"),
        .condition("square-brackets", "a in ⟦[⟧1, 2]"),
        .condition("expected-comparison", "a not ⟦==⟧ b"),
        .condition("expected-state", "a is ⟦5⟧", fixed: "a == 5"),
        .condition("expected-state", "a is not ⟦5⟧", fixed: "a != 5"),
        .condition("comma-in-number", "a == ⟦1,000,000.5⟧", fixed: "a == 1_000_000.5"),
        .condition("comma-in-number", "f(⟦1,000⟧) == 1"),
        .condition("hyphen-in-number", "a in ⟦1-2⟧", fixed: "a in 1..2"),
        .condition("hyphen-in-number", "a == ⟦2023-24⟧"),
        .condition("invalid-date", "a == ⟦2023-02-29⟧"),
        .condition("invalid-date", "a == ⟦2023-9-3⟧", fixed: "a == 2023-09-03"),
        .condition("hyphen-in-number", "a == ⟦2023-09-301⟧"),
        .condition("letters-in-number", "a == ⟦5kg⟧"),
        .condition("letters-in-number", "near(a, b, ⟦5points⟧)", fixed: "near(a, b, 5 points)"),
        .condition("number-too-long", "a == ⟦123456789012345678901234567890123456789⟧"),
        .condition("unknown-unit", "a == 5 ⟦weeks⟧"),
        .condition("unexpected-character", "a == ⟦£1,000.5m⟧"),
        .condition("expected-state", "a is in 1⟦..⟧2", fixed: "a in 1..2"),
        .condition("unexpected-word", "a == b ⟦message⟧ \"x\""),
        .condition("unexpected-character", "a ⟦@⟧ b"),
        .condition("expected-table", "count(⟦)⟧"),
        .condition("expected-where", "sum(a ⟦+⟧ b) == 1"),
        .condition("expected-where", "sum(a⟦,⟧ b) == 1"),
        .condition("expected-table", "min(⟦a + b⟧) == 1"),
        .condition("no-aggregate", "⟦average⟧(t.x where b) == 1", fixed: "mean(t.x where b) == 1"),
        .condition("expected-column", "kpis.⟦5⟧ == 1"),
    ]

    @Test(arguments: FaultTests.clausesFaults)
    func clauses(_ fault: Fault) { expectFault(fault.code, fault.text, fixed: fault.fixed) }

    static let clausesFaults: [Fault] = [
        .clause("unknown-clause", "⟦requre⟧ b", fixed: "require b"),
        .clause("unknown-clause", "⟦given⟧ b"),
        .clause("unknown-clause", "⟦5⟧"),
        .clause("reserved-word", "⟦unpivot⟧ b"),
        .clause("expected-text", "message ⟦{⟧b} is {c}, not {d}"),
        .clause("repeated-clause", "message \"a\"\n  ⟦message⟧ \"b\""),
        .clause("repeated-clause", "for t\n  ⟦for⟧ u"),
        .clause("repeated-clause", "for t where a ⟦where⟧ b"),
        .clause("expected-text", "message ⟦a⟧"),
        .clause("unclosed-brace", "message \"a ⟦{⟧b\""),
        .clause("unmatched-brace", "message \"a ⟦}⟧ b\"", fixed: "message \"a \\} b\""),
        .clause("double-brace", "message \"a ⟦{{b}}⟧\""),
        .clause("expected-expression", "message \"a {⟦⟧}\""),
        .clause("unexpected-word", "message \"a {b ⟦c⟧}\""),
        .clause("single-equals", "message \"a {b ⟦=⟧ \"c\"}\"", fixed: "message \"a {b == \"c\"}\""),
        .clause("escaped-quote", "message \"a {b == ⟦\\\"c\\\"⟧}\"", fixed: "message \"a {b == \"c\"}\""),
        .clause("expected-equals", "let x ⟦==⟧ 5", fixed: "let x = 5"),
        .clause("expected-equals", "let x⟦⟧"),
        .clause("expected-table", "for ⟦\"t\"⟧"),
        .clause("reserved-word", "for t as ⟦previous⟧"),
        .clause("expected-on", "for t with u ⟦where⟧ a"),
        .clause("expected-equals", "for t with u on a ⟦==⟧ b", fixed: "for t with u on a = b"),
        .clause("expected-in", "for each a, b⟦⟧"),
        .clause("expected-type", "for any with value⟦,⟧ b"),
        .clause("expected-with", "for any ⟦where⟧ a"),
        .clause("expected-column", "at ⟦5⟧"),
        .clause("unexpected-sign", "when a⟦,⟧ b"),
        .clause("unexpected-sign", "when a ⟦{⟧ b }"),
    ]

    @Test(arguments: FaultTests.tableLinesFaults)
    func tableLines(_ fault: Fault) { expectFault(fault.code, fault.text, fixed: fault.fixed) }

    static let tableLinesFaults: [Fault] = [
        .line("repeated-modifier", "b text required ⟦required⟧"),
        .line("repeated-modifier", "b text from \"x\" ⟦from⟧ \"y\""),
        .line("unknown-modifier", "b text ⟦requird⟧ unique", fixed: "b text required unique"),
        .line("expected-column", "⟦Days lost⟧ number", fixed: "`Days lost` number"),
        .line("expected-type", "b⟦⟧"),
        .line("expected-type", "b⟦-⟧c text"),
        .line("reserved-word", "⟦when⟧ date", fixed: "`when` date"),
        .line("reserved-word", "⟦from⟧ date", fixed: "`from` date"),
        .line("reserved-word", "⟦on⟧ date", fixed: "`on` date"),
        .line("unexpected-word", "key b ⟦required⟧"),
        .line("expected-over", "series ⟦text⟧"),
        .line("expected-equals", "let b ⟦required⟧"),
        .line("expected-on", "join text⟦⟧"),
        .line("expected-where", "total rows⟦⟧"),
        .line("expected-label", "b choice ⟦x, y⟧", fixed: "b choice \"x\", \"y\""),
        .line("expected-header", "b text from ⟦c⟧"),
        .line("expected-marker", "b text missing ⟦c⟧"),
        .line("expected-and", "b number between 1 ⟦..⟧ 2"),
        .line("expected-comma", "b choice \"x\"⟦⟧ \"y\"", fixed: "b choice \"x\", \"y\""),
        .line("expected-regex", "b text matches ⟦\"x\"⟧", fixed: "b text matches /x/"),
        .line("expected-column", "⟦5⟧ text"),
        .line("repeated-clause", "series over a\n  ⟦series over b⟧"),
    ]

    @Test(arguments: FaultTests.testRowsFaults)
    func testRows(_ fault: Fault) { expectFault(fault.code, fault.text, fixed: fault.fixed) }

    static let testRowsFaults: [Fault] = [
        .row("row-width", "t | a | b |\n  ⟦| 1 |⟧"),
        .row("unclosed-cell", "t | a | b |\n  | 1 | ⟦2⟧", fixed: "t | a | b |\n  | 1 | 2 |"),
        .row("expected-header", "⟦| 1 |⟧"),
        .row("expected-fails", "t | a |\n  | 1 | ⟦fail⟧", fixed: "t | a |\n  | 1 | fails"),
        .row("expected-bar", "t | a⟦⟧", fixed: "t | a |"),
        .row("expected-bar", "t | Days ⟦lost⟧ |"),
        .row("expected-column", "t | ⟦|⟧"),
        .row("unclosed-text", "t | a |\n  | 1 | fails ⟦\"x⟧", fixed: "t | a |\n  | 1 | fails \"x\""),
        .row("repeated-clause", "fails\n  ⟦fails⟧"),
        .row("unexpected-word", "t | a |\n  | 1 | fails \"x\" ⟦y⟧"),
    ]

    @Test(arguments: FaultTests.declarationsFaults)
    func declarations(_ fault: Fault) { expectFault(fault.code, fault.text, fixed: fault.fixed) }

    static let declarationsFaults: [Fault] = [
        Fault("unknown-declaration", "⟦tabel⟧ t from \"x\" {\n}", fixed: "table t from \"x\" {\n}"),
        Fault("unknown-declaration", "⟦rul⟧ a-b \"x\" {\n  require a\n}", fixed: "rule a-b \"x\" {\n  require a\n}"),
        Fault("expected-declaration", "⟦require⟧ a\nrequire b\nlet c = 1"),
        Fault("expected-declaration", "⟦=⟧ 5\nlet c = 1"),
        Fault("unmatched-brace", "table t from \"x\" {\n}\n⟦}⟧\nlet c = 1"),
        Fault("unclosed-block", "rule r \"t\" {\n  require a⟦⟧", fixed: "rule r \"t\" {\n  require a\n}"),
        Fault("unclosed-block", "rule r \"t\" {\n  require a\n\n⟦table⟧ t from \"x\" {\n  a text\n}"),
        Fault("unclosed-block", "table t from \"x\" {\n  a text\n⟦rule⟧ r \"t\" {\n  require a\n}"),
        Fault("unclosed-block", "test r {\n  t | a |\n  | 1 |\n⟦rule⟧ r \"t\" {\n  require a\n}"),
        Fault(
            "expected-brace", "rule r \"t\"⟦⟧\n  require a\n}\nlet b = 1",
            fixed: "rule r \"t\" {\n  require a\n}\nlet b = 1"),
        Fault("expected-title", "rule r error ⟦{⟧\n  require a\n}"),
        Fault("expected-name", "rule ⟦\"x\"⟧ {\n  require a\n}"),
        Fault("unclosed-text", "rule r error ⟦\"x⟧ {\n  require a\n}", fixed: "rule r error \"x\" {\n  require a\n}"),
        Fault("expected-from", "table t ⟦{⟧\n  a text\n}"),
        Fault(
            "unknown-option", "table t from \"x\" ⟦shet⟧ \"y\" {\n  a text\n}",
            fixed: "table t from \"x\" sheet \"y\" {\n  a text\n}"),
        Fault("expected-line", "table t from \"x\" headers on line ⟦0⟧ {\n  a text\n}"),
        Fault("expected-line", "table t from \"x\" headers on lines 3 to ⟦{⟧\n  a text\n}"),
        Fault("expected-to", "table t from \"x\" headers on lines 3 ⟦4⟧ {\n  a text\n}"),
        Fault("expected-area", "table t from \"x\" range ⟦B4⟧ {\n  a text\n}"),
        Fault("expected-area", "table t from \"x\" named ⟦{⟧\n  a text\n}"),
        Fault("expected-blank", "table t from \"x\" until ⟦2024-01-01⟧ {\n  a text\n}"),
        Fault("expected-comment", "table t from \"x\" comments ⟦{⟧\n  a text\n}"),
        Fault("expected-headers", "table t from \"x\" without ⟦header⟧ {\n  a text\n}"),
        Fault("expected-down", "table t from \"x\" {\n  a text fill ⟦up⟧\n}"),
        Fault("expected-of", "table t from \"x\" {\n  a text from note ⟦b⟧\n}"),
        Fault("repeated-clause", "table t from \"x\" until blank ⟦until⟧ blank {\n  a text\n}"),
        Fault("reserved-word", "table ⟦first⟧ from \"x\" {\n  a text\n}"),
        Fault("unknown-declaration", "⟦Let⟧ b = 1", fixed: "let b = 1"),
        Fault(
            "expected-from", "table t ⟦\"x\"⟧ {\n  a text\n}", fixed: "table t from \"x\" {\n  a text\n}"),
        Fault("expected-title", "rule my rule ⟦error⟧ \"x\" {\n  require a\n}"),
        Fault("expected-path", "import ⟦x⟧\nlet a = 1"),
        Fault("expected-equals", "let a⟦⟧\nlet b = 1"),
        Fault("reserved-word", "let ⟦from⟧ = 1", fixed: "let `from` = 1"),
        Fault("expected-to", "set a-b ⟦off⟧"),
        Fault("expected-reason", "waive a-b where c⟦⟧\nlet b = 1"),
        Fault("expected-date", "waive a-b until ⟦\"x\"⟧ because \"y\""),
        Fault("repeated-clause", "waive a-b until 2024-01-01 ⟦until⟧ 2024-01-02 because \"y\""),
        Fault("expected-label", "scheme s for v {\n  green ⟦when⟧ a\n}"),
        Fault("expected-when", "scheme s for v {\n  green \"a\" ⟦if⟧ a\n}"),
        Fault("expected-brace", "scheme s ⟦of⟧ v {\n  green \"a\"\n}"),
    ]

    @Test func reportsEachFaultOfAFile() {
        let parsed = parse(
            SourceFile(
                name: "test.rules",
                text: """
                    let a = = 1
                    table t from "x" {
                      b txt requird
                      c text from d
                    }
                    rule r error "t" {
                      require a = b
                      requre c & d
                      message "{a b} {c d}"
                      require a < b < c and (d
                    }
                    rule s error {
                      when a ! b
                    }
                    """))
        expectLossless(parsed)
        #expect(
            parsed.diagnostics.map { "\($0.span.start.line) \($0.code)" } == [
                "1 expected-expression", "3 unknown-modifier", "4 expected-header", "7 single-equals",
                "8 unknown-clause",
                "8 wrong-sign", "9 unexpected-word", "9 unexpected-word", "10 chained-comparison",
                "10 unclosed-parenthesis", "12 expected-title", "13 wrong-sign", "13 expected-comparison",
            ])
    }

    @Test func saysWhereABlockOpened() throws {
        let parsed = parse(SourceFile(name: "test.rules", text: "rule r \"t\" {\n  require (a\n"))
        #expect(parsed.diagnostics.map(\.code) == ["unclosed-parenthesis", "unclosed-block"])
        #expect(parsed.diagnostics.map { $0.notes.first?.span.range } == [23..<24, 11..<12])
    }

    @Test func saysWhatIsNoUTF8Once() {
        let bytes =
            Array("let a = \"x".utf8) + [0xFF, 0xFE] + Array("\"\n// ".utf8) + [0xC3] + Array("\nlet b = ".utf8) + [
                0xE2, 0x82,
            ]
        let parsed = parse(SourceFile(name: "test.rules", bytes: bytes))
        expectLossless(parsed)
        #expect(parsed.diagnostics.map(\.code) == ["bad-encoding", "bad-encoding", "bad-encoding"])
        #expect(parsed.diagnostics.map(\.span.range) == [10..<12, 17..<18, 27..<29])
    }
}
