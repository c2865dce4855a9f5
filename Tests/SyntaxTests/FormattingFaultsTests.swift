// What has an error is left byte for byte as it is, and all around it is formatted.

import Diagnostics
import Syntax
import Testing

struct FormattingFaultsTests {
    @Test(arguments: [
        // A declaration with a fault between others.
        ("let  a=1\n\n\n  let  b = = 2 // x  \n\n\nlet  c=1", "let a = 1\n\n  let  b = = 2 // x  \n\nlet c = 1\n"),
        (
            "let  a=1\nrule r \"t\" {\n   require  (a\n}\nlet  c=1",
            "let a = 1\nrule r \"t\" {\n   require  (a\n}\nlet c = 1\n"
        ),
        // A fault in the braces of a message.
        ("rule r \"t\" {\n message \"{a b}\"\n}", "rule r \"t\" {\n message \"{a b}\"\n}\n"),
        // A block that is not closed, before one that is.
        (
            "rule r \"t\" {\n when  a\n\nrule s \"t\" {\n when  b\n}\nlet  c=1",
            "rule r \"t\" {\n when  a\n\nrule s \"t\" {\n when  b\n}\nlet c = 1\n"
        ),
        ("rule r \"t\" {\n when  a\n", "rule r \"t\" {\n when  a\n"),
        // What begins no declaration.
        ("let  a=1\n  foo   bar\n\n\n\n baz  1\nlet  b=1", "let a = 1\n  foo   bar\n\n\n\n baz  1\nlet b = 1\n"),
        ("}  }\nlet  b=1", "}  }\nlet b = 1\n"),
        // Two declarations on one line, one of them with a fault.
        (
            "rule r \"t\" { when  a }   rule s \"t\" { when  = }",
            "rule r \"t\" { when  a }   rule s \"t\" { when  = }\n"
        ),
        // Comments of other languages.
        ("let  a=1\n  # why  \nlet  b=1", "let a = 1\n  # why  \nlet b = 1\n"),
        ("let  a=1 # why  \nlet  b=1", "let  a=1 # why  \nlet b = 1\n"),
        ("/* a\n  b */ let  a=1\nlet  b=1", "/* a\n  b */ let  a=1\nlet b = 1\n"),
        ("let  a=1;\nlet  b=1", "let  a=1;\nlet b = 1\n"),
        // Line ends inside stay and do not count.
        (
            "let  a = = 1\r\n\r\nrule r \"t\" {\r\n =\r\n}\nlet  b=1\n",
            "let  a = = 1\n\nrule r \"t\" {\r\n =\r\n}\nlet b = 1\n"
        ),
        ("let  a = = 1\r\n", "let  a = = 1\r\n"),
        ("\u{FEFF}let  a = = 1\n\n", "\u{FEFF}let  a = = 1\n"),
    ])
    func leavesFaultsAlone(_ before: String, _ after: String) {
        let parsed = parse(SourceFile(name: "test.rules", text: before))
        #expect(!parsed.diagnostics.isEmpty)
        let once = format(parsed)
        #expect(String(decoding: once, as: UTF8.self) == after)
        #expect(format(parse(SourceFile(name: "test.rules", bytes: once))) == once)
    }

    @Test func leavesWhatIsNoUTF8Alone() {
        let bytes =
            Array("let  a=1\n// ".utf8) + [0xFF, 0x20, 0x20] + Array("\nlet  b=\"".utf8) + [0xC3] + Array("\"".utf8)
        let expected =
            Array("let a = 1\n// ".utf8) + [0xFF, 0x20, 0x20] + Array("\nlet  b=\"".utf8) + [0xC3]
            + Array("\"\n".utf8)
        #expect(format(parse(SourceFile(name: "test.rules", bytes: bytes))) == expected)
    }

    @Test func leavesAFileWithTooManyErrorsAlone() {
        let text = "let  a=1\n" + String(repeating: "let  b = =\n", count: 3_000) + "\n\n"
        #expect(format(parse(SourceFile(name: "test.rules", text: text))) == Array(text.utf8))
    }

    /// Whole files with tokens deleted, doubled and replaced: formatting is stable, keeps the meaning of what was read
    /// without errors, and all lines with an error.
    @Test(arguments: Example.all.indices)
    func isStableOnBrokenFiles(_ example: Int) {
        let whole = parse(SourceFile(name: "test.rules", text: Example.all[example]))
        var random = Random(seed: UInt64(example) + 77)
        for _ in 0..<60 {
            var bytes = whole.file.bytes
            let token = whole.tokens[random.next(whole.tokens.count)].range
            let other = whole.tokens[random.next(whole.tokens.count)].range
            switch random.next(3) {
            case 0: bytes.removeSubrange(token)
            case 1: bytes.insert(contentsOf: bytes[token], at: token.lowerBound)
            default: bytes.replaceSubrange(token, with: whole.file.bytes[other])
            }
            let before = parse(SourceFile(name: "test.rules", bytes: bytes))
            let once = format(before)
            let after = parse(SourceFile(name: "test.rules", bytes: once))
            let change = String(decoding: bytes, as: UTF8.self)
            #expect(format(after) == once, "\(change)")
            #expect(before.diagnostics.map(\.message) == after.diagnostics.map(\.message), "\(change)")
            #expect(structures(before) == structures(after), "\(change)")
            for diagnostic in before.diagnostics {
                let line = before.file.lineText(diagnostic.span.start.line)
                #expect(after.file.text.contains(line), "\(line)")
            }
        }
    }

    /// Files that would grow or take long if alignment or long lines were not bounded.
    @Test func isLinearOnHostileFiles() {
        let wide = String(repeating: "x", count: 10_000)
        let rows = String(repeating: "| a |\n", count: 1_000)
        let texts = [
            "test r {\nt | c |\n| \(wide) |\n\(rows)}\n",
            "table t from \"x\" {\n\(wide) text required\n" + String(repeating: "a text\n", count: 1_000) + "}\n",
            "rule r \"t\" {\nwhen " + String(repeating: "a and ", count: 2_500) + "b\n}\n",
            "rule r \"t\" {\nwhen " + String(repeating: "(a or\n", count: 150) + "b"
                + String(repeating: ")", count: 150)
                + "\n}\n",
            String(repeating: "let a = 1 // b\n", count: 1_000),
            String(repeating: "\n \n", count: 2_500) + "let a = = 1" + String(repeating: "// a\n\n", count: 10_000),
        ]
        for text in texts {
            let once = format(parse(SourceFile(name: "test.rules", text: text)))
            #expect(once.count < 40 * text.utf8.count)
            #expect(format(parse(SourceFile(name: "test.rules", bytes: once))) == once)
        }
    }
}
