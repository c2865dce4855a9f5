// The reports of the examples, whole, as people see them.

import FoundationEssentials
import Testing

@testable import Commands
@testable import Workspace

/// Renewed by `KPILINT_RENEW=1 swift test --filter ExampleReportsTests`; what changed is read before it is committed.
private let isRenewing = ProcessInfo.processInfo.environment["KPILINT_RENEW"] != nil

private let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

@Suite(.serialized) struct ExampleReportsTests {
    private static let examples = [
        "hart-2014-15", "registries", "rutland-2016-17-q4", "rutland-2023-24-q2", "scotland-corp09-quarterly",
        "two-years",
    ]

    /// The files of `examples`, by their paths from the root of the package.
    private static let files: [String: [UInt8]] = {
        var files: [String: [UInt8]] = [:]
        for folder in ["examples"] + examples.map({ "examples/" + $0 }) {
            let names = (try? FileManager.default.contentsOfDirectory(atPath: root.appending(path: folder).path)) ?? []
            for name in names where name.hasSuffix(".rules") || name.hasSuffix(".csv") || name.hasSuffix(".txt") {
                files[folder + "/" + name] =
                    (try? Data(contentsOf: root.appending(path: folder + "/" + name))).map { Array($0) }
            }
        }
        return files
    }()

    /// What `kpilint check` writes about an example; the exit status is its last line.
    private func report(_ example: String, _ words: [String], width: Int) -> String {
        let prefix = "examples/" + example + "/"
        let rules = Self.files.keys.filter {
            $0.hasPrefix(prefix) && $0.hasSuffix(".rules") && !$0.hasSuffix("waivers.rules")
        }
        let tree = MemoryTree(Self.files)
        var output = ""
        let exitCode = runProgram(
            ["check"] + rules.sorted() + words,
            on: Host(
                variable: { $0 == "NO_COLOR" ? "1" : nil }, outputIsTerminal: true, errorIsTerminal: false,
                terminalWidth: width, processors: 1, today: 19_692, files: tree,
                write: { output += String(decoding: $0, as: UTF8.self) }, writeError: { output += $0 },
                check: { Session(files: tree).check($0) },
                loadRules: { Session(files: tree).rules($0, constants: $1) }))
        return output + "exit status \(exitCode)\n"
    }

    @Test(arguments: examples, [("80", 80, []), ("140", 140, []), ("colour", 80, ["--color", "always"])])
    func peopleSeeWhatTheyDid(example: String, view: (name: String, width: Int, words: [String])) throws {
        let written = report(example, view.words, width: view.width)
        #expect(written.contains("By rule: ") || written.contains("No problems found"), "\(example) was not checked")
        try hold(written, as: "\(example)-\(view.name)")
    }

    /// Pages, as a screen reader says them.
    @Test(arguments: ["rutland-2016-17-q4", "two-years"])
    func pagesSayWhatTheyDid(example: String) throws {
        let page = report(example, ["--output", "html"], width: 80)
        #expect(page.contains("<h2 id=\"findings\""))
        try hold(outline(ofPage: page), as: "\(example)-page")
    }

    private func hold(_ written: String, as name: String) throws {
        let held = root.appending(path: "Tests/ExampleReports/\(name).txt")
        if isRenewing { return try Data(written.utf8).write(to: held) }
        let expected = (try? String(contentsOf: held, encoding: .utf8)) ?? ""
        let lines = zip(expected.split(separator: "\n"), written.split(separator: "\n"))
        if let (old, new) = lines.first(where: { $0 != $1 }) {
            Issue.record("\(held.lastPathComponent) has\n\(old)\nand kpilint writes\n\(new)")
        }
        #expect(expected.count == written.count, "\(held.lastPathComponent) is stale")
    }
}
