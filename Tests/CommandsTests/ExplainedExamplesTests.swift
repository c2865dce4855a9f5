// The examples of structural findings do what `explain` says of them.

import Catalog
import Diagnostics
import Findings
import Testing
import Workspace

@testable import Commands

@Suite struct ExplainedExamplesTests {
    /// The rules' names of what is found in an example.
    private func findings(_ example: FindingExample) throws -> [String] {
        let folder = try TemporaryFolder()
        try writeWhole(Array(example.rules.utf8), to: folder.path + "/kpis.rules")
        for file in example.returns { try writeWhole(file.bytes, to: folder.path + "/" + file.name) }
        var request = CheckRequest()
        request.ruleFiles = [folder.path + "/kpis.rules"]
        let run = Session(files: processFiles).check(request).run
        #expect(run.diagnostics.map(\.message) == [])
        #expect(run.unreadable.map(\.reason) == [])
        return run.findings.map(\.rule)
    }

    @Test(arguments: BuiltInFinding.allCases)
    func theOneThatFailsGetsTheFindingOnce(_ finding: BuiltInFinding) throws {
        var found = try findings(finding.documentation.failing)
        #expect(found.filter { $0 == finding.rawValue }.count == 1, "\(found)")
        // It follows from a fault of the other table.
        if finding == .uncheckedReference { found.removeAll { $0 == BuiltInFinding.missingValue.rawValue } }
        #expect(
            found.allSatisfy { BuiltInFinding(rawValue: $0)?.severity != .error || $0 == finding.rawValue }, "\(found)")
    }

    @Test(arguments: BuiltInFinding.allCases)
    func theOneThatIsPutRightIsClean(_ finding: BuiltInFinding) throws {
        #expect(try findings(finding.documentation.passing) == [])
    }
}
