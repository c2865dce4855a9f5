// Wherever files come from, they are checked one way: the disk, memory, unsaved text, standard input.

import Diagnostics
import Findings
import FoundationEssentials
import Tables
import Testing

@testable import Workspace

private let rules = """
    import "more/shared.rules"
    table kpis from "returns/*.csv" {
      ref   text required
      value whole
    }
    rule small error "value is small" {
      for kpis
      require value < limit
    }
    """

/// A folder in every way that there can be one.
private let folderFiles = [
    "check.rules": rules, "more/shared.rules": "let limit = 5\n", "returns/a.csv": "ref,value\nA,1\nB,7\n",
    "returns/b.csv": "ref,value\nC,9\n",
]

private func bytes(_ files: [String: String]) -> [String: [UInt8]] { files.mapValues { Array($0.utf8) } }

/// What a check came to: where, and what.
private func found(_ outcome: CheckOutcome) -> [String] {
    outcome.run.findings.map { "\($0.location.map { "\($0.file):\($0.line):\($0.column)" } ?? "") \($0.rule)" }
        + outcome.run.unreadable.map { "\($0.path): \($0.reason)" }
        + outcome.run.diagnostics.map { "\($0.span.file.name):\($0.span.start.line): \($0.code)" }
}

@Suite struct FileTreeTests {
    private let folder: TemporaryFolder
    private var disk: DiskTree { DiskTree(root: folder.path) }

    init() throws { folder = try TemporaryFolder(folderFiles.map { Scenario.File(name: $0.key, text: $0.value) }) }

    private func check(_ files: any FileTree, _ change: (inout CheckRequest) -> Void = { _ in }) -> [String] {
        var request = CheckRequest()
        request.today = 19_000
        change(&request)
        return found(Session(files: files).check(request))
    }

    private let both = ["returns/a.csv:3:3 small", "returns/b.csv:2:3 small"]

    @Test func aFolderInMemoryIsCheckedLikeOneOfTheDisk() {
        #expect(check(disk) == both)
        #expect(check(MemoryTree(root: "/somewhere", bytes(folderFiles))) == both)
        #expect(check(MemoryTree(bytes(folderFiles))) == both)
        // All of it unsaved, over nothing, and over a folder that is not there.
        for base in [MemoryTree(root: "/somewhere"), DiskTree(root: folder.path + "/not-there")] as [any FileTree] {
            var unsaved = Overlay(base)
            for (path, text) in bytes(folderFiles) { unsaved.put(text, at: path) }
            #expect(check(unsaved) == both)
        }
    }

    @Test func unsavedTextIsReadInPlaceOfAFile() {
        var files = Overlay(disk)
        #expect(check(files) == both)
        // Named by its path from the folder, and by its whole one.
        files.put(Array("ref,value\nA,1\n".utf8), at: "returns/a.csv")
        #expect(check(files) == ["returns/b.csv:2:3 small"])
        files.put(Array("ref,value\nC,1\nD,8\n".utf8), at: folder.path + "/returns/../returns/b.csv")
        #expect(check(files) == ["returns/b.csv:3:3 small"])
        #expect(check(files) { $0.returns = ["returns/a.csv"] } == [])
        files.remove("returns/b.csv")
        #expect(check(files) == ["returns/b.csv:2:3 small"])
        #expect(check(disk) == both, "nothing was written")
    }

    @Test func unsavedRulesAreReadInPlaceOfAFile() {
        var files = Overlay(disk)
        files.put(Array("let limit = 8\n".utf8), at: "more/shared.rules")
        #expect(check(files) == ["returns/b.csv:2:3 small"])
        files.put(Array("let limit = \n".utf8), at: "more/shared.rules")
        #expect(check(files).allSatisfy { $0.hasPrefix("more/shared.rules:1: ") } && !check(files).isEmpty)
    }

    @Test func aFileThatIsNotSavedYetIsFound() {
        var files = Overlay(disk)
        files.put(Array("ref,value\nE,6\n".utf8), at: "returns/c.csv")
        files.put(Array("ref,value\nE,6\n".utf8), at: "elsewhere/c.csv")
        #expect(check(files) == both + ["returns/c.csv:2:3 small"])
    }

    @Test func unsavedTextIsReadOverLinksToItsFile() throws {
        let linked = try TemporaryFolder([Scenario.File(name: "kept.csv", text: "ref,value\nA,9\n")])
        var files = Overlay(disk)
        try FileManager.default.createSymbolicLink(
            atPath: folder.path + "/returns/link.csv", withDestinationPath: linked.path + "/kept.csv")
        #expect(check(files) == both + ["returns/link.csv:2:3 small"])
        files.put(Array("ref,value\nA,1\n".utf8), at: linked.path + "/kept.csv")
        #expect(check(files) == both)
    }

    @Test func standardInputIsAReturnLikeAnyOther() {
        let given = Array("ref,value\nA,1\nZ,6\n".utf8)
        var unsaved = Overlay(disk)
        unsaved.input = given
        let memory = MemoryTree(root: "/somewhere", bytes(folderFiles), input: given)
        for files in [unsaved, memory] as [any FileTree] {
            #expect(check(files) { $0.returns = ["-"] } == ["<stdin>:3:3 small"])
            let named = check(files) {
                $0.returns = ["-"]
                $0.standardInputName = "returns/a.csv"
            }
            #expect(named == ["returns/a.csv:3:3 small"])
        }
        let nothing = check(MemoryTree(bytes(folderFiles))) { $0.returns = ["-"] }
        #expect(nothing == ["<stdin>: there is no such file"])
    }

    @Test func fixesAreWorkedOutOverUnsavedText() {
        var files = Overlay(disk)
        let capital = "rule capital \"\" {\n  for t\n  require area != \"north\"\n  fix safely area = \"North\"\n}\n"
        files.put(Array(("table t from \"t.csv\" {\n  area text\n}\n" + capital).utf8), at: "check.rules")
        files.put(Array("area\nnorth\nsouth\n".utf8), at: "t.csv")
        let outcome = Session(files: files).fix(CheckRequest(), includingUnsafe: false)
        #expect(found(outcome.before) == ["t.csv:2:1 capital"] && found(outcome.after).isEmpty)
        #expect(outcome.files.map(\.path) == ["t.csv"])
        #expect(outcome.files.map { String(decoding: $0.after, as: UTF8.self) } == ["area\nNorth\nsouth\n"])
    }

    @Test func aFolderInMemoryListsWhatIsInIt() throws {
        var files = MemoryTree(root: "/a", bytes(["b/c/d.csv": "x", "b/e.csv": "", "/f/g": "x"]))
        func names(_ folder: String) -> [String] {
            var problem: ReadError?
            return files.entries(of: folder, problem: &problem).map { $0.name + ($0.isFolder ? "/" : "") }
                + (problem.map { [$0.words] } ?? [])
        }
        #expect(names("") == ["b/"] && names("b/") == ["c/", "e.csv"] && names("/") == ["a/", "f/"])
        #expect(names("b/./c") == ["d.csv"] && names("../f") == ["g"] && names("x") == ["there is no such file"])
        files.remove("b/e.csv")
        #expect(names("b/") == ["c/"])
        #expect(try files.bytes(of: "b/c/d.csv") == Array("x".utf8))
        #expect(throws: ReadError.isFolder) { try files.bytes(of: "b") }
        #expect(throws: ReadError.notFound) { try files.bytes(of: "b/e.csv") }
        #expect(files.identity(of: "b/../b/c/d.csv") == files.identity(of: "/a/b/c/d.csv"))
    }
}
