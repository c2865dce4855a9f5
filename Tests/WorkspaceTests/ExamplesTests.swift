// Checks the real returns in `examples` against what is known to be wrong in them.

import Diagnostics
import Findings
import FoundationEssentials
import Testing

@testable import Workspace

@Suite struct ExamplesTests {
    /// A finding as `expected.csv` names it: waived ones begin with `waived `.
    private struct Fact: Hashable, CustomStringConvertible {
        var rule: String
        var file: String
        var line: Int
        var description: String { "\(file):\(line) \(rule)" }
    }

    private static let folders: [String] = {
        let examples = packageFolder.appending(path: "examples")
        let names = (try? FileManager.default.contentsOfDirectory(atPath: examples.path)) ?? []
        return names.filter { name in
            FileManager.default.fileExists(atPath: examples.appending(path: name + "/expected.csv").path)
        }.sorted()
    }()

    @Test func areThere() {
        #expect(
            ExamplesTests.folders == [
                "hart-2014-15", "registries", "rutland-2016-17-q4", "rutland-2023-24-q2",
                "scotland-corp09-quarterly",
            ])
    }

    /// Nothing that is expected is missing, and nothing else is found but notes.
    @Test(arguments: folders)
    func findsWhatIsWrongAndNoMore(_ name: String) throws {
        let folder = packageFolder.appending(path: "examples/\(name)")
        let rules = try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { $0.hasSuffix(".rules") }
        var request = CheckRequest()
        request.ruleFiles = rules.sorted().map { folder.appending(path: $0).path }
        request.today = day(of: "2023-12-01")
        let run = session.check(request).run
        #expect(run.diagnostics.map { "\($0.span.start.line): \($0.message)" } == [])
        #expect(run.unreadable.map { "\($0.path): \($0.reason)" } == [])
        #expect(run.verdict == .findings)

        let expected = Set(try facts(of: folder.appending(path: "expected.csv")))
        var found: [Fact: Finding] = [:]
        for finding in run.findings {
            let place = try #require(finding.location)
            let file = place.file.split(separator: "/").last.map(String.init) ?? ""
            found[Fact(rule: (finding.waived == nil ? "" : "waived ") + finding.rule, file: file, line: place.line)] =
                finding
        }
        let missing = expected.subtracting(found.keys)
        let extra = found.filter { !expected.contains($0.key) && $0.value.severity != .note }
        #expect(missing.map(\.description).sorted() == [])
        #expect(extra.map { "\($0.key): \($0.value.message)" }.sorted() == [])
    }

    /// Reads `rule,file,line,…`; only the last column, which is not needed, may hold commas.
    private func facts(of file: URL) throws -> [Fact] {
        let lines = try String(contentsOf: file, encoding: .utf8).split(whereSeparator: \.isNewline)
        return try lines.dropFirst().map { line in
            let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
            return Fact(rule: cells[0], file: cells[1], line: try #require(Int(cells[2])))
        }
    }
}
