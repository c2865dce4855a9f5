// `kpilint watch` over files of the tests' own, with changes that the tests tell of.

import Findings
import Platform
import Testing
import Workspace

@testable import Commands

/// Tells of the changes of a list, each once something was done to the files.
private final class ScriptedChanges: ChangeWatch {
    private var steps: [() -> Waited]
    private let clock: Clock
    /// What the checks looked at, one after the other.
    private(set) var watched: [Footprint] = []
    var refusal: WatchRefusal?

    init(_ steps: [() -> Waited], _ clock: Clock) {
        self.steps = steps
        self.clock = clock
    }

    func watch(_ footprint: Footprint) -> WatchRefusal? {
        watched.append(footprint)
        return refusal
    }

    func wait(_ milliseconds: Int?) -> Waited {
        if let milliseconds {
            clock.now += milliseconds
            return .changes([])
        }
        return steps.isEmpty ? .ended : steps.removeFirst()()
    }
}

private final class Clock { var now = 0 }

@Suite struct WatchCommandTests {
    private static let rules = """
        table kpis from "FOLDER/kpis.csv" {
          ref   text required
          value number
          key ref
        }
        rule value-is-small error "Values are small" {
          for kpis
          require value < 100
        }
        """

    /// What a run of the program wrote, and the ways of learning of changes that it asked for.
    private struct Watched {
        var exitCode: Int32 = -1
        var output = ""
        var error = ""
        var periods: [Int?] = []
        /// What follows the time in the lines that have one.
        var lines: [String] {
            output.split(separator: "\n").filter { $0.hasPrefix("12:00:00  ") }.map { String($0.dropFirst(10)) }
        }
    }

    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try put(Self.rules, at: "kpis.rules")
        try put("ref,value\n1,500\n2,5\n", at: "kpis.csv")
    }

    private func put(_ text: String, at name: String) throws {
        let text = text.split(separator: "FOLDER", omittingEmptySubsequences: false).joined(separator: folder.path)
        try writeWhole(Array(text.utf8), to: folder.path + "/" + name)
    }

    /// Runs the program; each step is something that happens while it waits.
    private func watch(
        _ words: String..., isTerminal: Bool = false, refusal: WatchRefusal? = nil, steps: [() throws -> Waited] = []
    ) -> Watched {
        var result = Watched()
        let clock = Clock()
        var host = Host(
            variable: { _ in nil }, outputIsTerminal: isTerminal, errorIsTerminal: false, terminalWidth: 80,
            processors: 1, today: 19_692, files: processFiles,
            write: { result.output += String(decoding: $0, as: UTF8.self) }, writeError: { result.error += $0 },
            check: { Session(files: processFiles).check($0) },
            loadRules: { Session(files: processFiles).rules($0, constants: $1) })
        let scripted = ScriptedChanges(
            steps.map { step in
                {
                    do { return try step() } catch {
                        Issue.record(error)
                        return .ended
                    }
                }
            }, clock)
        host.beginWatching = {
            WatchHost(
                changes: { period throws(WatchFailure) in
                    result.periods.append(period)
                    scripted.refusal = period == nil ? refusal : nil
                    return scripted
                }, milliseconds: { clock.now }, time: { "12:00:00" }, terminalWidth: { 80 })
        }
        let words = words.map { $0.hasPrefix("./") ? folder.path + $0.dropFirst() : $0 }
        result.exitCode = runProgram(
            ["watch"]
                + words.map { word in
                    guard let path = word.firstRange(of: "=./") else { return word }
                    return word[..<path.lowerBound] + "=" + folder.path + "/" + word[path.upperBound...]
                }, on: host)
        return result
    }

    private var csv: String { folder.path + "/kpis.csv" }

    /// A step that saves text and tells that it did.
    private func save(_ text: String, at name: String = "kpis.csv") -> () throws -> Waited {
        {
            try put(text, at: name)
            return .changes([.saved(folder.path + "/" + name)])
        }
    }

    @Test func `it checks once and ends with the code of the check`() {
        let run = watch("./kpis.rules")
        #expect(run.exitCode == 1)
        #expect(run.output.contains("value-is-small"))
        #expect(run.output.hasSuffix("Watching 2 files; Ctrl-C ends.\n"))
        #expect(run.periods == [nil])
    }

    @Test func `each save is checked, and the last code counts`() {
        let run = watch(
            "./kpis.rules",
            steps: [save("ref,value\n1,500\n2,600\n"), save("ref,value\n1,5\n2,6\n"), save("ref,value\n1,5\n2,6\n")])
        #expect(
            run.lines == [
                "1 new: ref 2 (value-is-small)", "2 gone: ref 1 (value-is-small), ref 2 (value-is-small)",
                "nothing changed",
            ])
        #expect(run.exitCode == 0)
        #expect(run.output.split(separator: "\n").count { $0.hasSuffix("checked again ====") } == 3)
    }

    @Test func `what only may have changed is looked at first`() {
        let run = watch(
            "./kpis.rules",
            steps: [
                { .changes([.perhaps]) },
                {
                    try put("ref,value\n1,5\n", at: "kpis.csv")
                    return .changes([.perhaps])
                },
            ])
        #expect(run.lines == ["1 gone: ref 1 (value-is-small)"])
    }

    @Test func `a file that cannot be read leaves the report and the outputs as they are`() throws {
        var seen: [String?] = []
        let run = watch(
            "./kpis.rules", "--output", "short", "--output", "json=./found",
            steps: [
                save(""),
                {
                    seen.append(folder.text("found"))
                    return try save("ref,value\n1,500\n2,600\n")()
                },
            ])
        #expect(run.lines.count == 2)
        #expect(run.lines[0].contains("could not be read: it is empty"))
        #expect(run.lines[0].hasSuffix("the report of 12:00:00 stands"))
        #expect(run.lines[1] == "1 new: ref 2 (value-is-small)")
        #expect(try #require(seen[0]).contains("value-is-small"))
        #expect(run.exitCode == 1)
    }

    @Test func `the code says that the last check could not read a return`() {
        let run = watch(
            "./kpis.rules",
            steps: [
                {
                    #expect(unlink(csv) == 0)
                    return .changes([.saved(csv)])
                }
            ])
        #expect(run.exitCode == 3)
        #expect(run.lines.count == 1)
    }

    @Test func `a file that stays unreadable while others are saved is reported`() {
        let run = watch(
            "./kpis.rules",
            steps: [save(""), save(Self.rules + "\n", at: "kpis.rules")])
        #expect(run.lines.count == 2)
        #expect(run.lines.last == "1 gone: ref 1 (value-is-small)")
        #expect(run.exitCode == 3)
    }

    @Test func `a file that stays unreadable is waited for while nothing is saved`() {
        let run = watch("./kpis.rules", steps: [save(""), { .changes([.saved(csv)]) }, save("ref,value\n1,500\n")])
        #expect(run.lines.count == 3)
        #expect(run.lines[1] == run.lines[0])
        #expect(run.lines[2] == "nothing changed")
    }

    @Test func `a faulty rule file is shown, and comparing goes on behind it`() {
        let run = watch(
            "./kpis.rules",
            steps: [
                save(Self.rules + "rule", at: "kpis.rules"),
                save("ref,value\n1,500\n2,600\n"),
                save(Self.rules, at: "kpis.rules"),
            ])
        #expect(
            run.lines == [
                "not checked: the rule files have errors", "not checked: the rule files have errors",
                "1 new: ref 2 (value-is-small)",
            ])
        #expect(run.output.contains("error["))
        #expect(run.exitCode == 1)
    }

    @Test func `a command that cannot begin ends at once, and one that no longer can goes on`() {
        let mistyped = watch("./kpis.rules", "--only", "no-such-rule")
        #expect(mistyped.exitCode == 2)
        #expect(mistyped.output.isEmpty)
        let other = Self.rules.split(separator: "value-is-small").joined(separator: "other")
        let run = watch(
            "./kpis.rules", "--only", "value-is-small",
            steps: [save(other, at: "kpis.rules"), save(Self.rules, at: "kpis.rules")])
        #expect(run.error.contains("there is no rule value-is-small"))
        #expect(run.lines == ["not checked; the report of 12:00:00 stands", "nothing changed"])
    }

    @Test func `a terminal is cleared for each report, and nothing else is`() {
        let clear = "\u{1B}[H\u{1B}[2J"
        let steps = [save("ref,value\n1,5\n")]
        let shown = watch("./kpis.rules", isTerminal: true, steps: steps)
        #expect(shown.output.components(of: clear) == 3)
        #expect(shown.output.components(of: "Ctrl-C ends.") == 3)
        #expect(!watch("./kpis.rules", steps: steps).output.contains("\u{1B}"))
        let filed = watch("./kpis.rules", "--output", "json=./found", isTerminal: true, steps: steps)
        #expect(!filed.output.contains(clear))
    }

    @Test func `where outputs are files each check is one line`() {
        let run = watch(
            "./kpis.rules", "--output", "short=./found", steps: [save("ref,value\n1,500\n"), save("ref,value\n1,5\n")])
        #expect(run.lines == ["1 finding", "nothing changed", "1 gone: ref 1 (value-is-small)"])
        #expect(folder.text("found") == "")
    }

    @Test func `it looks by itself where the kernel cannot tell, and says so once`() {
        let run = watch("./kpis.rules", refusal: .tooMany, steps: [save("ref,value\n1,5\n")])
        #expect(run.periods == [nil, 2000])
        #expect(run.output.components(of: "(fs.inotify)") == 2)
        #expect(run.output.components(of: "every 2 s") == 2)
        #expect(watch("./kpis.rules", "--poll", "3").periods == [3000])
    }

    @Test(arguments: [
        ["-"], ["/dev/stdin"], ["/dev/null"], ["--table", "kpis=-"], ["--output", "json"], ["--output", "csv"],
        ["--poll", "0"], ["--stdin-name", "x"], ["--strict-baseline"],
    ])
    func `what makes no sense is refused in words`(_ words: [String]) {
        let run = watch(words[0], words.count > 1 ? words[1] : folder.path + "/kpis.rules")
        #expect(run.exitCode == 2)
        #expect(run.error.hasPrefix("kpilint: "))
        #expect(run.periods.isEmpty)
    }
}

extension String {
    /// How many parts a separator makes.
    fileprivate func components(of separator: String) -> Int {
        split(separator: separator, omittingEmptySubsequences: false).count
    }
}
