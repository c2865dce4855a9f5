// Which table a return is read for, and which files a run may write.

import Diagnostics
import Evaluation
import Findings
import Platform
import Testing

@testable import Workspace

private let rules = """
    table a from "f.csv" {
      ref text required
      x   whole
    }
    table b from "f.csv" {
      ref text required
      y   whole
    }
    rule x-positive error "x is positive" {
      for a
      require x > 0
    }
    rule y-positive error "y is positive" {
      for b
      require y > 0
    }
    """

@Suite struct BindingTests {
    private func check(
        _ rules: String, _ files: [String: String], returns: [String] = [], bindings: [(String, String)] = []
    ) throws -> CheckOutcome {
        let gate = try Gate(rules, files)
        var request = gate.request
        request.returns = returns.map { gate.path($0) }
        request.bindings = bindings.map { ($0.0, gate.path($0.1)) }
        return session.check(request)
    }

    private func tables(_ outcome: CheckOutcome) -> [String] { outcome.run.files.map(\.table) }

    @Test func aNamedReturnFeedsEveryTableWhosePatternItMatches() throws {
        let files = ["f.csv": "ref,x,y\nA,1,0\n"]
        for returns in [[], ["f.csv"], ["./f.csv"]] {
            let outcome = try check(rules, files, returns: returns)
            #expect(outcome.run.verdict == .findings)
            #expect(tables(outcome) == ["a", "b"])
            #expect(outcome.run.findings.map(\.rule) == ["y-positive"], "what another table reads is known")
        }
    }

    /// What its path would say is not known, and is no blank cell that many rows share.
    @Test func aReturnThatThePatternDoesNotFindLacksWhatItsPathSays() throws {
        let rules = """
            table t from "r/{period}.csv" {
              ref    text
              period period
              key ref, period
            }
            rule known "The period is known" {
              for t
              require period is known
            }
            """
        let files = ["a.csv": "ref\nA\n", "b.csv": "ref\nA\n"]
        let outcome = try check(rules, files, bindings: [("t", "a.csv"), ("t", "b.csv")])
        #expect(outcome.run.findings.map(\.rule) == ["missing-column", "missing-column"])
        #expect(
            outcome.run.findings.allSatisfy {
                $0.message.hasPrefix(
                    "the file's path does not give period, which the rule file takes from “r/{period}.csv”")
            })
        #expect(outcome.run.rules.first { $0.rule == "known" }?.undecided == 2)
    }

    /// What it holds may be rows of any table that is read from returns that are named.
    @Test(arguments: ["nosuch.csv", "other.csv"])
    func aReturnThatIsForNoTableLeavesNoneComplete(_ stray: String) throws {
        let rules = """
            table a from "a*.csv" {
              ref text
              join b on ref required
            }
            table b from "r*.csv" {
              ref  text
              size whole
              key ref
            }
            rule three "There are three of them" {
              require count(b) == 3
            }
            """
        let files = ["a1.csv": "ref\nA\nB\n", "r1.csv": "ref,size\nA,1\n", "other.csv": "this,that\n1,2\n"]
        let named = try check(rules, files, returns: ["a1.csv", "r1.csv"])
        #expect(named.run.findings.map(\.rule).sorted() == ["three", "unknown-reference"])
        let outcome = try check(rules, files, returns: ["a1.csv", "r1.csv", stray])
        #expect(outcome.run.findings.map(\.rule) == ["unchecked-reference"])
        #expect(outcome.run.unreadable.count == 1)
    }

    @Test func aFileThatIsNotThereIsNamedAsItIsWrittenThere() throws {
        let rules = "table a from \"data/KPIS.csv\" {\n  ref text\n}\n"
        for (returns, near) in [([], "/Data"), (["Data/Kpis.csv"], "/Data/kpis.csv")] {
            let outcome = try check(rules, ["Data/kpis.csv": "ref\nA\n"], returns: returns)
            let reason = try #require(outcome.run.unreadable.first?.reason)
            #expect(reason.hasPrefix("there is no such file; but for capital letters it would be /"))
            #expect(reason.hasSuffix(near))
        }
    }

    /// A waiver is unused where the tables that its rule asks were read, whatever became of others.
    @Test func aWaiverIsJudgedByTheTablesOfItsRule() throws {
        let rules = """
            table a from "a*.csv" {
              ref  text
              size whole
              join b on ref
            }
            table b from "b*.csv" {
              ref   text
              limit whole
              key ref
            }
            table c from "c*.csv" {
              ref  text
              size whole
            }
            rule small "A size is small" {
              for a
              require size < b.limit
            }
            rule few "There are few of them" {
              for c
              require size > 0 and count(a) < 10
            }
            rule short "A size is short" {
              for c
              require size < 10
            }
            waive small because "it is known"
            waive few because "it is known"
            waive short because "it is known"
            """
        let files = ["a.csv": "ref,size\nA,1\n", "b.csv": "ref,limit\nA,5\n", "c.csv": "ref,size\nA,1\n"]
        func unused(_ gone: [String]) throws -> [String] {
            try check(rules, files, returns: files.keys.sorted() + gone).run.findings.map(\.message)
        }
        func waivers(_ names: String...) -> [String] { names.map { "the waiver of \($0) matches no finding" } }
        #expect(try unused([]) == waivers("small", "few", "short"))
        #expect(try unused(["c2.csv"]) == waivers("small"))
        #expect(try unused(["b2.csv"]) == waivers("few", "short"))
        #expect(try unused(["a2.csv"]) == waivers("short"))
    }

    @Test func aReturnThatIsNamedTwiceIsReadOnce() throws {
        let outcome = try check(rules, ["f.csv": "ref,x,y\nA,1,0\n"], returns: ["f.csv", "./f.csv"])
        #expect(tables(outcome) == ["a", "b"])
        #expect(outcome.remarks.count { $0.contains("it is read once") } == 2)
    }

    @Test func aHeaderThatFitsSeveralTablesIsRefused() throws {
        let outcome = try check(rules, ["f.csv": "", "g.csv": "ref,x,y\nA,1,0\n"], returns: ["g.csv"])
        let words = try #require(outcome.reason).words
        #expect(words.contains("fits the tables a and b") && words.contains("--table a="), "\(words)")
    }

    @Test func rulesOfTablesThatNoNamedReturnIsForAreSaid() throws {
        let files = ["f.csv": "ref,x,y\nA,1,1\n", "g.csv": "ref,y\nA,1\n"]
        let one = try check(rules, files, returns: ["g.csv"])
        #expect(one.run.verdict == .clean && tables(one) == ["b"])
        #expect(one.run.unread.map(\.table) == ["a"] && one.run.unread.map(\.rules) == [["x-positive"]])
        #expect(one.run.unread.map { $0.ruleLocation?.line } == [1])
        #expect(try check(rules, files, returns: ["f.csv"]).run.unread.isEmpty, "both are read")
        #expect(try check(rules, files).run.unread.isEmpty, "nothing is named")
        let register = """
            table kpis from "kpis.csv" {
              ref text required
              join register on ref
            }
            table register from "register.csv" {
              ref text required
              key ref
            }
            table unused from "unused.csv" {
              other text
            }
            rule owned error "It is in the register" {
              for kpis
              require ref is known
            }
            rule named error "It has a name" {
              for register
              require ref is known
            }
            """
        let known = ["kpis.csv": "ref\nA\n", "register.csv": "ref\nA\n", "unused.csv": "other\n"]
        let asked = try check(register, known, returns: ["kpis.csv"])
        #expect(asked.run.unread.isEmpty, "the register is read, and nothing is asked of what is not")
        let alone = try check(register, known, returns: ["register.csv"])
        #expect(alone.run.unread.map(\.table) == ["kpis"] && alone.run.unread.map(\.rules) == [["owned"]])
    }

    @Test func tablesNamedByHandAreReadFromOneFile() throws {
        let outcome = try check(
            rules, ["g.csv": "ref,x,y\nA,1,0\n"], bindings: [("a", "g.csv"), ("b", "g.csv")])
        #expect(tables(outcome) == ["a", "b"])
        #expect(outcome.run.findings.map(\.rule) == ["y-positive"])
    }

    @Test func aFileNamedForATableAndOnceMoreIsReadForThatTable() throws {
        let outcome = try check(
            rules, ["g.csv": "ref,x,y\nA,1,0\n"], returns: ["./g.csv"], bindings: [("a", "g.csv")])
        #expect(tables(outcome) == ["a"])
        #expect(outcome.remarks.count == 1 && outcome.remarks[0].contains("a second time"))
    }

    @Test func aHeaderThatLacksAColumnFitsOnlyWhereNoneFitsWhole() throws {
        let outcome = try check(rules, ["g.csv": "ref,x\nA,0\n"], returns: ["g.csv"])
        #expect(tables(outcome) == ["a"])
        #expect(outcome.run.verdict == .findings)
        #expect(outcome.remarks.count == 1 && outcome.remarks[0].hasSuffix("is read as table a: its header fits"))
    }

    @Test func aRegisterIsNoRivalOfTheTableThatLooksItUp() throws {
        let rules = """
            table kpis from "kpis.csv" {
              ref   text required
              value whole
              key ref
              join register on ref
            }
            table register from "register.csv" {
              ref   text required
              key ref
            }
            rule positive error "Values are positive" {
              for kpis
              require value > 0
            }
            """
        let files = ["register.csv": "ref\nA\n", "other.csv": "ref,value\nA,0\n"]
        let outcome = try check(rules, files, returns: ["other.csv"])
        #expect(outcome.run.findings.map(\.rule) == ["positive"])
        #expect(tables(outcome).contains("kpis"))
    }

    @Test func theNearestPatternTakesAFileThatSeveralEndLike() throws {
        let rules = """
            table now from "kpis.csv" {
              ref text
            }
            table before from "old/kpis.csv" {
              ref text
            }
            """
        let files = ["kpis.csv": "ref\nA\n", "old/kpis.csv": "ref\nB\n", "x/old/kpis.csv": "ref\nC\n"]
        #expect(tables(try check(rules, files, returns: ["old/kpis.csv"])) == ["before"])
        #expect(tables(try check(rules, files, returns: ["x/old/kpis.csv"])) == ["before"])
        #expect(tables(try check(rules, files, returns: ["kpis.csv"])) == ["now"])
    }

    @Test func aFileIsKnownByAnotherWayToIt() throws {
        let gate = try Gate(rules, ["f.csv": "ref,x,y\nA,1,0\n"])
        symlink("f.csv", gate.path("link.csv"))
        var request = gate.request
        request.returns = [gate.path("link.csv")]
        #expect(tables(session.check(request)) == ["a", "b"])
    }
}

@Suite struct ImportedFilesTests {
    /// What is said of a rule file where it is imported.
    private func faults(_ name: String, _ prepare: (Gate) throws -> Void) throws -> [String] {
        let gate = try Gate(
            "import \"\(name)\"\nrule r \"R\" {\n  for kpis\n  require value > 0\n}\n", ["f.csv": "ref\n"])
        try prepare(gate)
        return session.check(gate.request).run.diagnostics.map { "\($0.span.start.line): \($0.code): \($0.message)" }
    }

    @Test func whatIsThereAndCannotBeReadIsNotMissing() throws {
        let pipe = try faults("p.rules") { mkfifo($0.path("p.rules"), 0o600) }
        #expect(pipe.count == 1 && pipe[0].hasPrefix("1: unreadable-rules: the rule file cannot be read: "), "\(pipe)")
        let folder = try faults("d.rules") { mkdir($0.path("d.rules"), 0o700) }
        #expect(folder.count == 1 && folder[0].hasPrefix("1: unreadable-rules: the rule file cannot be read: "))
        let sparse = try faults("s.rules") { gate in
            try gate.write("let a = 1\n", to: "s.rules")
            truncate(gate.path("s.rules"), 8 << 40)
        }
        #expect(sparse == ["1: unreadable-rules: the rule file cannot be read: it is larger than 64 MiB"])
        let endless = try faults("/dev/zero") { _ in }
        #expect(endless.count == 1 && endless[0].hasPrefix("1: unreadable-rules: "), "\(endless)")
        let wide = try faults("w.rules") { try $0.write("l\0e\0t\0", to: "w.rules") }
        #expect(wide.count == 1 && wide[0].hasPrefix("1: unreadable-rules: the rule file contains a zero byte"))
        let missing = try faults("none.rules") { _ in }
        #expect(missing == ["1: unknown-import: there is no rule file \"none.rules\""])
    }
}

extension CheckOutcome {
    /// Whether the check would write to what it reads.
    fileprivate var isRefused: Bool { if case .writesWhatIsRead? = reason { true } else { false } }
}

@Suite struct WrittenFilesTests {
    /// The outcome of a check that is to write to a path of its folder.
    private func outcome(
        _ path: String, rules: String = rules, link: Bool = false, baseline: Bool = false
    ) throws -> CheckOutcome {
        let gate = try Gate(
            rules, ["f.csv": "ref,x,y\nA,1,1\n", "more.rules": "let five = 5\n", "sub/x.csv": "ref\n"])
        if link { symlink("f.csv", gate.path("link")) }
        var request = gate.request
        if baseline {
            try gate.write(Baseline().text, to: "b")
            request.baseline = gate.path("b")
        }
        request.outputs = [try #require(WrittenFile(path: gate.path(path), in: processFiles))]
        return session.check(request)
    }

    @Test(arguments: ["f.csv", "./f.csv", "sub/../f.csv", "check.rules", "link"])
    func nothingThatIsReadIsWritten(_ path: String) throws {
        let outcome = try outcome(path, link: true)
        #expect(outcome.reason?.words.contains("is an input of this check") == true)
    }

    @Test func importedFilesAndBaselinesAreReadToo() throws {
        #expect(try outcome("more.rules", rules: "import \"more.rules\"\n" + rules).isRefused)
        #expect(try outcome("b", baseline: true).isRefused)
        #expect(try outcome("sub/x.csv").run.verdict == .clean)
        #expect(try outcome("new").run.verdict == .clean)
    }

    @Test func returnsOfBrokenRulesAreNotWrittenEither() throws {
        let broken = rules + "\nrule broken {"
        #expect(try outcome("f.csv", rules: broken).isRefused)
        #expect(try outcome("new", rules: broken).reason == .faultyRuleFiles)
    }

    @Test func fileNamesOfAnyBytesAreKept() {
        let bytes: [UInt8] = [0x63, 0xE9, 0x2E, 0xF4, 0x8F, 0xB8, 0x81, 0xC3, 0xA9]
        let text = (bytes.map { CChar(bitPattern: $0) } + [0]).withUnsafeBufferPointer { pathText($0.baseAddress!) }
        #expect(text.hasPrefix("c") && text.hasSuffix("é"))
        let back = withSystemPath(text) { path in
            UnsafeBufferPointer(start: path, count: strlen(path)).map { UInt8(bitPattern: $0) }
        }
        #expect(back == bytes)
    }
}
