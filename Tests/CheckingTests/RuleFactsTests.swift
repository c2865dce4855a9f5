// What the checker gives of every example and of the standard pack, held as it is printed.

import Diagnostics
import Foundation
import Planning
import Testing

@testable import Checking

/// Renewed by `KPILINT_RENEW=1 swift test --filter RuleFactsTests`; what changed is read before it is committed.
private let isRenewing = ProcessInfo.processInfo.environment["KPILINT_RENEW"] != nil

private let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..").standardized

@Suite(.serialized) struct RuleFactsTests {
    static let ruleFiles: [String] = {
        var found = ["rules/standard.rules"]
        let paths = FileManager.default.enumerator(atPath: root.appending(path: "examples").path)
        while let path = paths?.nextObject() as? String {
            // Waivers are a part of the rule file that imports them.
            if path.hasSuffix(".rules"), !path.hasSuffix("waivers.rules") { found.append("examples/" + path) }
        }
        return found.sorted()
    }()

    private func source(_ path: String) -> SourceFile? {
        (try? String(contentsOf: root.appending(path: path), encoding: .utf8)).map { SourceFile(name: path, text: $0) }
    }

    @Test(arguments: ruleFiles) func `what is checked of an example is what its file says`(path: String) throws {
        let file = try #require(source(path))
        var options = CheckingOptions { path, importer in
            if path == "standard.rules" { return source("rules/standard.rules") }
            let folder = importer.name.split(separator: "/").dropLast().joined(separator: "/")
            return source(URL(filePath: "/" + folder + "/" + path).standardized.path.dropFirst().description)
        }
        options.refusals = { refusals(of: $0) }
        let rules = check([file], options: options)
        #expect(rules.diagnostics.filter { $0.severity == .error }.map(\.message) == [])
        let name = path.replacingOccurrences(of: "/", with: "-").replacingOccurrences(of: ".rules", with: ".txt")
        let held = root.appending(path: "Tests/CheckedExamples").appending(path: name)
        let printed = rules.description + "\n"
        if isRenewing { return try Data(printed.utf8).write(to: held) }
        let expected = (try? String(contentsOf: held, encoding: .utf8)) ?? ""
        for (old, new) in zip(expected.split(separator: "\n"), printed.split(separator: "\n")) where old != new {
            Issue.record("\(name) has\n\(old)\nand the checker gives\n\(new)")
            break
        }
        #expect(expected.count == printed.count, "\(name) is stale: KPILINT_RENEW=1 swift test --filter RuleFactsTests")
    }
}
