// Holds the documentation of structural findings to its own rules.

import Catalog
import Testing

@Suite struct FindingDocumentationTests {
    @Test(arguments: BuiltInFinding.allCases)
    func saysEverythingInSentences(_ finding: BuiltInFinding) {
        let documentation = finding.documentation
        #expect(documentation.title.first?.isUppercase == true)
        #expect(!documentation.title.hasSuffix("."))
        #expect(documentation.title.count <= 80)
        for text in [documentation.meaning, documentation.reason, documentation.mending] {
            #expect(text.first?.isUppercase == true, "\(text)")
            #expect(text.hasSuffix("."), "\(text)")
            #expect(!text.contains("  "), "\(text)")
        }
    }

    @Test(arguments: BuiltInFinding.allCases)
    func showsOneExampleThatFailsAndOneThatPasses(_ finding: BuiltInFinding) {
        let failing = finding.documentation.failing
        let passing = finding.documentation.passing
        for example in [failing, passing] {
            #expect(example.rules.hasSuffix("\n"))
            #expect(!example.returns.isEmpty)
            for file in example.returns {
                #expect(example.rules.contains("from \"\(file.name)\""))
                #expect(file.bytes.last == UInt8(ascii: "\n"))
            }
        }
        let isSame = failing.rules == passing.rules && failing.returns.map(\.bytes) == passing.returns.map(\.bytes)
        #expect(!isSame)
    }

    @Test func titlesTellFindingsApart() {
        let titles = Set(BuiltInFinding.allCases.map(\.documentation.title))
        #expect(titles.count == BuiltInFinding.allCases.count)
    }

    @Test func aWaiverExplainsWhereItShouldNotStand() {
        for finding in BuiltInFinding.allCases {
            guard case .never(let reason) = finding.documentation.waiving else { continue }
            #expect(reason.hasSuffix("."))
        }
        guard case .never = BuiltInFinding.unusedWaiver.documentation.waiving else {
            Issue.record("an unused waiver is not mended by another waiver")
            return
        }
    }
}

@Suite struct ColumnTypeDocumentationTests {
    @Test(arguments: [
        "text", "whole", "number", "percent", "money", "measure", "target", "status", "choice", "date", "period",
        "flag",
    ])
    func everyTypeOfTheLanguageIsDescribed(_ name: String) throws {
        let documentation = try #require(ColumnTypeDocumentation.named(name))
        #expect(documentation.declaration.contains(name))
        #expect(!documentation.spellings.isEmpty)
        #expect(documentation.remark.isEmpty || documentation.remark.hasSuffix("."))
        #expect(!documentation.summary.hasSuffix("."))
    }

    @Test func thereAreNoOthers() {
        #expect(ColumnTypeDocumentation.all.count == 12)
        #expect(ColumnTypeDocumentation.named("currency") == nil)
    }
}
