// Holds the version that the program prints against the changelog.

import FoundationEssentials
import Testing
import Workspace

@Suite struct VersionTests {
    @Test func theProgramAndTheChangelogSpeakOfOneVersion() throws {
        let text = try String(contentsOf: packageFolder.appending(path: "CHANGELOG.md"), encoding: .utf8)
        let entries = text.split(separator: "\n").filter { $0.hasPrefix("## [") }
        let newest = try #require(entries.first)
        if newest == "## [Unreleased]" {
            #expect(kpilintVersion.hasSuffix("-dev"))
            let release = String(kpilintVersion.dropLast(4))
            #expect(text.contains("What will be \(release). Until then the program calls itself \(kpilintVersion)."))
            #expect(!entries.contains { $0.hasPrefix("## [\(release)]") }, "it has been released already")
        } else {
            #expect(newest.hasPrefix("## [\(kpilintVersion)] - "))
        }
    }
}
