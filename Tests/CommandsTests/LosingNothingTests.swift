// The program writes over nothing that it does not understand, and drops nothing without a word.

import Platform
import Testing

@testable import Commands

@Suite struct LosingNothingTests {
    private static let rules = """
        table k from "k.csv" {
          ref   text
          value number
          key ref
        }

        """

    // MARK: Laying out

    /// Files that are no rule files, or are broken, with what is said of them.
    static let notRules: [(name: String, bytes: [UInt8], error: String)] = [
        ("k.csv", Array("ref,value\nA,1".utf8), "`k.csv` is no rule file"),
        ("p.png", [0x89, 0x50, 0x4E, 0x47, 0, 1], "`p.png` is no rule file"),
        ("README.md", Array("# a\n\n- b".utf8), "`README.md` is no rule file"),
        ("u.rules", [0xFF, 0xFE, 0x6C, 0, 0x65, 0, 0x74, 0], "the rule file is UTF-16 text"),
        ("n.rules", Array("let a = 1\n\0\nlet  b = 2".utf8), "n.rules:2:1"),
        ("l.rules", Array("let  a = \"\u{1}".utf8) + [0xA3, 0x22], "this is not UTF-8"),
        ("s.rules", Array("let  a = 1\nrule {".utf8), "s.rules was left as it is: it has errors"),
    ]

    @Test(arguments: notRules)
    func laysOutRuleFilesAlone(_ sample: (name: String, bytes: [UInt8], error: String)) throws {
        let program = try WholeProgram([:])
        let path = program.folder.path + "/" + sample.name
        try writeWhole(sample.bytes, to: path)
        let run = program.run("format", "./" + sample.name)
        #expect(run.exitCode == 2)
        #expect(run.error.contains(sample.error), "\(run.error)")
        #expect(run.output.isEmpty)
        #expect((try? contents(path)) == sample.bytes)
    }

    /// A file may be a part of others, and an editor puts what is said in place of the text.
    @Test func laysOutRulesThatMeanNothing() throws {
        let text = "import \"other.rules\"\nrule a \"A\" {\n for k\n require vlaue > 5\n}\n"
        let laidOut = "import \"other.rules\"\n\nrule a \"A\" {\n  for k\n  require vlaue > 5\n}\n"
        let program = try WholeProgram(["a.rules": text])
        let checked = program.run("format", "--check", "./a.rules")
        #expect((checked.exitCode, checked.error) == (1, ""))
        let run = program.run("format", "./a.rules")
        #expect((run.exitCode, run.error) == (0, ""))
        #expect(try contents(program.folder.path + "/a.rules") == Array(laidOut.utf8))
    }

    private func contents(_ path: String) throws -> [UInt8] {
        let file = try #require(fopen(path, "r"))
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return Array(bytes[..<count])
    }

    @Test func saysWhatAZeroByteIs() throws {
        let program = try WholeProgram(["a.rules": "let a = 1\n\0\n"])
        let run = program.run("check", "./a.rules")
        #expect(run.exitCode == 2)
        #expect(run.output.contains("the rule file contains a zero byte"))
        #expect(run.output.contains("a.rules:2:1"))
    }

    @Test(arguments: [["init", "-"], ["init", "./k.csv", "-"]])
    func saysThatStandardInputWillNotDo(_ words: [String]) throws {
        let run = try WholeProgram(["k.csv": "ref,value\nA,1\n"]).run(words)
        #expect(run.exitCode == 2)
        #expect(run.error.contains("standard input"))
    }

    // MARK: Writing

    @Test func writesNoOutputOverABaseline() throws {
        let program = try WholeProgram(["k.rules": Self.rules, "k.csv": "ref,value\nA,x\n"])
        let path = program.folder.path + "/kpilint.baseline"
        #expect(program.run("baseline", "create", "--baseline", path, "./k.rules").exitCode == 0)
        let before = try contents(path)
        let run = program.run("check", "./k.rules", "--output", "json=" + path)
        #expect(run.exitCode == 2)
        #expect(run.error.contains("is a baseline, and is not written over"))
        #expect(try contents(path) == before)
    }

    // MARK: Reading

    @Test func readsNarrativesInOtherEncodings() throws {
        let rules = #"table c from "r.md" matching /£(?<n>[0-9]+) late/ {"# + "\n  n whole between 0 and 2\n}\n"
        let utf16 = Array("Café: £3 late\n".utf16).flatMap { [UInt8($0 & 0xFF), UInt8($0 >> 8)] }
        for bytes in [[0xFF, 0xFE] + utf16, utf16, [0x43, 0xA3, 0x33] + Array(" late".utf8)] {
            let program = try WholeProgram(["k.rules": rules])
            try writeWhole(bytes, to: program.folder.path + "/r.md")
            let run = program.run("check", "./k.rules", "--output", "short")
            #expect(run.output.contains("[out-of-range]"), "\(run.output)\(run.error)")
        }
    }

    // MARK: Fixing

    private func fixable(_ text: String = "ref,value\nA,\"1, 000\"\nB,2\n") throws -> WholeProgram {
        try WholeProgram(["k.rules": Self.rules, "k.csv": text])
    }

    @Test func showsThatAFixWouldBeRefused() throws {
        let program = try fixable()
        let path = program.folder.path + "/k.csv"
        #expect(link(path, program.folder.path + "/other") == 0)
        let run = program.run("fix", "--diff", "./k.rules")
        #expect(run.error.contains("k.csv would be left as it is: it has other names (hard links)"))
        #expect(run.output.contains("+A,"))
        let made = program.run("fix", "./k.rules")
        #expect(made.error.contains("k.csv was left as it is: it has other names (hard links)"))
        #expect(!made.output.contains("--unsafe"))
    }

    @Test func showsAFixOfUTF16InUTF8() throws {
        let program = try fixable()
        let text = "ref\tvalue\nA\t1, 000\nB\t2\n"
        var bytes: [UInt8] = [0xFF, 0xFE]
        for unit in text.utf16 { bytes += [UInt8(unit & 0xFF), UInt8(unit >> 8)] }
        try writeWhole(bytes, to: program.folder.path + "/k.csv")
        let run = program.run("fix", "--diff", "./k.rules")
        #expect(run.output.contains("-A\t1, 000\n+A\t1,000\n"), "\(run.output)")
        #expect(run.error.contains("k.csv is UTF-16: it is shown in UTF-8"))
        #expect(try contents(program.folder.path + "/k.csv") == bytes)
    }

    // MARK: Baselines

    @Test func keepsWhatACheckOfAPartDidNotLookAt() throws {
        let program = try WholeProgram([
            "k.rules": Self.rules + "rule big \"small\" {\n  for k\n  require value < 5\n}\n",
            "k.csv": "ref,value\nA,9\nA,1\n",
        ])
        #expect(program.run("baseline", "create", "./k.rules", "--baseline", program.path("b")).exitCode == 0)
        let whole = try #require(program.folder.text("b"))
        #expect(whole.contains("big") && whole.contains("duplicate-key"))
        let part = program.run("baseline", "create", "./k.rules", "--only", "big", "--baseline", program.path("b"))
        #expect(part.output.contains("b holds 2 findings, of which 1 stood there before"), "\(part.output)")
        #expect(program.folder.text("b") == whole)
    }

    // MARK: Rule files and outputs

    @Test func readsARuleFileOnceThatIsNamedTwice() throws {
        let program = try WholeProgram(["k.rules": Self.rules, "k.csv": "ref,value\nA,9\n"])
        symlink("k.rules", program.folder.path + "/also.rules")
        let run = program.run("check", "./k.rules", "./also.rules")
        #expect(run.exitCode == 0, "\(run.output)")
    }

    @Test(arguments: ["k.csv", "new-q.csv", "there/new-q.csv", "dangling"])
    func writesOverNothingThatATableIsReadFrom(_ name: String) throws {
        let text = "ref,value\nA,9\n"
        let rules = Self.rules + "table q from \"*-q.csv\" {\n  code text\n}\n"
        let program = try WholeProgram(["k.rules": rules, "k.csv": text, "other.csv": text])
        symlink(".", program.folder.path + "/there")
        symlink("new-q.csv", program.folder.path + "/dangling")
        let run = program.run("check", "./k.rules", "--table", "k=./other.csv", "--output", "json=./" + name)
        #expect(run.exitCode == 2)
        #expect(run.error.contains("is what table"), "\(run.error)")
        #expect(program.folder.text("k.csv") == text)
        #expect(program.folder.text("new-q.csv") == nil)
    }
}

extension WholeProgram {
    fileprivate func path(_ name: String) -> String { folder.path + "/" + name }
}
