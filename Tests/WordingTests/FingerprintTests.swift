// Names of findings that outlive everything but their own mending.

import Findings
import Testing

@testable import Wording

@Suite struct FingerprintTests {
    private func digest(rule: String = "r", table: String? = "t", part: [String] = ["value"], key: String = "K1")
        -> String
    {
        FindingIdentity(rule: rule, table: table, part: part, row: [NamedText("ref", key)]).digest
    }

    /// Baselines that users keep hold these: were they others, every known finding would be new.
    @Test func `digests are what they were`() {
        #expect(digest() == "cbd4405f8110b93a0a770e875b7d2a70")
        #expect(FindingIdentity(rule: "", table: nil, part: [], row: []).digest == "2a074166f795cdc30d827218a4cbde58")
    }

    @Test func `each part of what a finding is about tells it from others`() {
        let digests = [
            digest(), digest(rule: "s"), digest(table: nil), digest(part: []), digest(part: ["value", ""]),
            digest(part: ["target"]), digest(key: "K2"), digest(key: ""),
        ]
        #expect(Set(digests).count == digests.count)
        #expect(digests.allSatisfy { $0.count == 32 && $0.allSatisfy(\.isHexDigit) })
    }

    @Test func `line ends are all alike`() {
        #expect(digest(key: "a\nb") == digest(key: "a\r\nb"))
        #expect(digest(key: "a\nb") == digest(key: "a\rb"))
        #expect(digest(key: "a\nb") != digest(key: "ab"))
    }

    @Test func `findings about the same are told apart in their order`() {
        let identities = FindingIdentities(minimumCapacity: 2)
        let part = FindingBuffer(capacity: 3)
        for line in [3, 1, 2] {
            var finding = Finding(rule: "r", severity: .error, message: "m")
            finding.location = FindingLocation(file: "a.csv", line: line)
            finding.fingerprint = digest(key: line == 2 ? "other" : "same")
            part.append(finding)
        }
        let (findings, found) = FindingBuffer.sorted([part], threads: 1)
        #expect(findings.map { $0.location?.line } == [1, 2, 3])
        #expect(found.map { identities.occurrence($0) } == [0, 0, 1])
        let (first, second) = (digest(key: "same"), FindingIdentities.fingerprint(digest(key: "same"), 1))
        #expect(first != second && second != FindingIdentities.fingerprint(first, 2))
    }
}
