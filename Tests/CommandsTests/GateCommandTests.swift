// `baseline`, `fix` and `convert` as a user types them, in folders of their own.

import Findings
import Platform
import Testing
import Workspace

@testable import Commands

/// The program in this process on real files.
private func kpilint(_ arguments: String...) -> ProgramRun {
    var result = ProgramRun(exitCode: 0, output: "", error: "", requests: [])
    result.exitCode = runProgram(
        arguments,
        on: Host(
            variable: { _ in nil }, outputIsTerminal: false, errorIsTerminal: false, terminalWidth: nil, processors: 1,
            today: 19_692, files: processFiles, write: { result.output += String(decoding: $0, as: UTF8.self) },
            writeError: { result.error += $0 }, check: { Session(files: processFiles).check($0) },
            loadRules: { Session(files: processFiles).rules($0, constants: $1) }))
    return result
}

private let rules = """
    table kpis from "kpis.csv" {
      ref   text required numbered
      value whole
      key ref
    }
    rule small error "Figures are small" {
      for kpis
      require value < 100
      fix value = 99
    }
    """

@Suite struct GateCommandTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try writeWhole(Array(rules.utf8), to: folder.path + "/check.rules")
        try writeWhole(Array("ref,value\n1.9,500\n1.1,5\n".utf8), to: folder.path + "/kpis.csv")
    }

    private var ruleFile: String { folder.path + "/check.rules" }
    private var baseline: String { folder.path + "/known.baseline" }

    @Test func baselinesAreCreatedHeldAgainstAndPruned() throws {
        let created = kpilint("baseline", "create", baseline, ruleFile)
        #expect(created.exitCode == 0 && created.output.hasSuffix("holds 2 findings\n"), "\(created)")
        #expect(kpilint("check", ruleFile, "--baseline", baseline).exitCode == 0)
        try writeWhole(Array("ref,value\n1.9,50\n1.1,5\n".utf8), to: folder.path + "/kpis.csv")
        let status = kpilint("baseline", "status", "--baseline", baseline, ruleFile)
        #expect(status.exitCode == 1 && status.output.contains("1 known, 1 gone, 0 new"))
        #expect(kpilint("check", ruleFile, "--baseline", baseline, "--strict-baseline").exitCode == 1)
        let pruned = kpilint("baseline", "prune", "--baseline", baseline, ruleFile)
        #expect(pruned.exitCode == 0 && pruned.output.contains("took 1 finding out of"))
        #expect(kpilint("baseline", "status", "--baseline", baseline, ruleFile).exitCode == 0)
    }

    @Test func anIncompleteCheckMakesNoBaseline() throws {
        let made = kpilint("baseline", "create", baseline, ruleFile, folder.path + "/none.csv")
        #expect(made.exitCode == 3 && made.error.contains("the check is not complete"))
        #expect(!folder.names.contains("known.baseline"))
        #expect(kpilint("baseline", "prune", "--baseline", baseline, ruleFile).exitCode == 2)
    }

    @Test func strictNeedsABaseline() {
        #expect(kpilint("check", ruleFile, "--strict-baseline").exitCode == 2)
    }

    @Test func fixesAreMadeAndSaid() throws {
        let difference = kpilint("fix", "--diff", ruleFile)
        #expect(difference.exitCode == 1 && difference.output.contains("\n-1.1,5\n+1.10,5\n"), "\(difference)")
        #expect(folder.text("kpis.csv") == "ref,value\n1.9,500\n1.1,5\n")
        let fixed = kpilint("fix", ruleFile)
        #expect(
            fixed.exitCode == 1
                && fixed.output.contains("“1.1” is now “1.10” [duplicate-ref]\nFixed 1 cell in 1 file\n"))
        #expect(fixed.output.contains("Checked again: 1 error in 1 file, 2 rows"))
        #expect(fixed.output.contains("`--unsafe` would fix 1 more finding"))
        #expect(folder.text("kpis.csv") == "ref,value\n1.9,500\n1.10,5\n")
        #expect(kpilint("fix", "--unsafe", ruleFile).exitCode == 0)
        #expect(folder.text("kpis.csv") == "ref,value\n1.9,99\n1.10,5\n")
        #expect(kpilint("fix", ruleFile, "-").exitCode == 2)
    }

    @Test(arguments: [
        "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "csv", "markdown", "short",
    ])
    func aSavedRunConvertsToTheSameBytes(_ format: String) throws {
        _ = kpilint(
            "check", ruleFile, "--output", "json=\(folder.path)/saved", "--output", "\(format)=\(folder.path)/made")
        let converted = kpilint("convert", "--from", "json", "--to", format, folder.path + "/saved")
        #expect(converted.exitCode == 0 && converted.output == folder.text("made"))
    }

    @Test(arguments: [
        "", "{}", "[1,", "{\"tool\": {\"name\": \"kpilint\"}, \"version\": 9, \"findings\": [], \"rules\": []}",
        "{\"tool\": {\"name\": \"kpilint\"}, \"version\": 1, \"summary\": {\"exitCode\": 0}, \"findings\": [], "
            + "\"rules\": [{\"rule\": \"a\", \"severity\": \"grave\"}]}",
        "{\"tool\": {\"name\": \"kpilint\"}, \"version\": 1, \"summary\": {\"exitCode\": 77}, \"findings\": [], \"rules\": []}",
    ])
    func whatIsNoSavedRunIsRefused(_ text: String) throws {
        try writeWhole(Array(text.utf8), to: folder.path + "/saved")
        let converted = kpilint("convert", folder.path + "/saved", "--to", "sarif")
        #expect(converted.exitCode == 2 && converted.output.isEmpty && converted.error.contains("cannot be converted"))
    }

    /// A place in a sheet that no sheet reaches to.
    @Test(arguments: [
        "json", "jsonl", "sarif", "github", "gitlab", "junit", "checkstyle", "rdjson", "csv", "markdown", "short",
    ])
    func placesThatNoFileHasAreConverted(_ format: String) throws {
        let far =
            "{\"file\": \"a.xlsx\", \"sheet\": \"S\", \"line\": 1099511627775, \"column\": 1099511627775, "
            + "\"endLine\": 1099511627776, \"endColumn\": 1099511627776}"
        let long =
            "{\"file\": \"a.csv\", \"line\": 1, \"column\": 1, \"endLine\": 1099511627776, \"endColumn\": 1}"
        let findings = [far, long].map {
            "{\"rule\": \"a\", \"severity\": \"error\", \"message\": \"m\", \"table\": \"t\", "
                + "\"location\": \($0)}"
        }
        let text =
            "{\"tool\": {\"name\": \"kpilint\"}, \"version\": 1, \"summary\": {\"exitCode\": 1}, \"rules\": [], "
            + "\"findings\": [\(findings.joined(separator: ", "))]}"
        try writeWhole(Array(text.utf8), to: folder.path + "/saved")
        let converted = kpilint("convert", folder.path + "/saved", "--to", format)
        #expect(converted.exitCode == 0 && converted.output.contains("a.csv"), "\(converted.error)")
    }

    @Test func deepNestingIsRefused() throws {
        try writeWhole([UInt8](repeating: UInt8(ascii: "["), count: 100_000), to: folder.path + "/saved")
        #expect(kpilint("convert", folder.path + "/saved", "--to", "sarif").exitCode == 2)
    }
}

@Suite struct UnifiedDiffTests {
    private func diff(_ before: String, _ after: String) -> String {
        String(
            decoding: unifiedDiff("a.csv", Array(before.utf8), Array(after.utf8), forTerminal: false, color: false),
            as: UTF8.self)
    }

    private func numbered(_ changed: Int...) -> String {
        (1...20).map { changed.contains($0) ? "x\n" : "\($0)\n" }.joined()
    }

    @Test func showsThreeLinesAround() {
        #expect(
            diff(numbered(), numbered(1, 10)) == """
                --- a/a.csv
                +++ b/a.csv
                @@ -1,4 +1,4 @@
                -1
                +x
                 2
                 3
                 4
                @@ -7,7 +7,7 @@
                 7
                 8
                 9
                -10
                +x
                 11
                 12
                 13

                """)
    }

    @Test func joinsWhatIsNear() {
        #expect(diff(numbered(), numbered(5, 11)).split(separator: "\n").count { $0.hasPrefix("@@") } == 1)
        #expect(diff(numbered(), numbered(5, 13)).split(separator: "\n").count { $0.hasPrefix("@@") } == 2)
    }

    @Test func saysThatALastLineHasNoEnd() {
        #expect(
            diff("a", "b")
                == "--- a/a.csv\n+++ b/a.csv\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+b\n\\ No newline at end of file\n"
        )
    }

    @Test func otherLineCountsAreOneChange() {
        #expect(diff("a\nb\nc\n", "a\nx\ny\nc\n").contains("@@ -1,3 +1,4 @@\n a\n-b\n+x\n+y\n c\n"))
        #expect(diff("a\n", "a\n").isEmpty)
    }
}
