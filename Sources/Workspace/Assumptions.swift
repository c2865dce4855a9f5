// Checking returns for which there is no rule file: they are read as `init` reads them.

import Diagnostics
import Findings
import Reports

extension CheckRequest {
    /// Whether returns are named that can be read before they are checked. A binding names a table of a rule file, and
    /// a stream is read once.
    var canAssume: Bool { !returns.isEmpty && bindings.isEmpty && !returns.contains { $0 == "-" || $0.isEmpty } }
}

/// A rule file made for one check, and how it reads the returns.
struct Assumptions {
    var file: SourceFile
    var readings: [AssumedReading]
    var unreadable: [(path: String, reason: String)]
}

extension Session {
    /// How the returns of a request are read.
    func assumptions(for request: CheckRequest) -> Assumptions {
        let start = startingRules(request.returns, formats: request.formats, provisional: true)
        return Assumptions(
            file: SourceFile(name: assumedRulesName, text: start.text), readings: start.readings,
            unreadable: start.unreadable)
    }
}

/// The name of the rules of a check for which there is no rule file.
private let assumedRulesName = "kpilint init"

extension CheckRun {
    /// The rule file that was made for the check cannot be opened, so nothing may refer to it.
    mutating func forgetAssumedRules() throws(FindingSpaceFailure) {
        for index in rules.indices where rules[index].ruleLocation?.file == assumedRulesName {
            rules[index].ruleLocation = nil
        }
        guard rules.contains(where: { $0.rule == RuleFileWriter.ratingRule && $0.findings > 0 }) else { return }
        findings = try findings.changed { finding in
            if finding.ruleLocation?.file == assumedRulesName { finding.ruleLocation = nil }
            return true
        }
    }

    /// Adds to each return that was read without a rule file what could not be decided without further knowledge.
    mutating func sayWhatIsWanted() {
        for index in assumed.indices {
            let table = assumed[index].table
            // Of a table that several returns make up it is said once.
            guard assumed.firstIndex(where: { $0.table == table }) == index else { continue }
            guard let rating = rules.first(where: { $0.rule == RuleFileWriter.ratingRule && $0.table == table }) else {
                continue
            }
            let rows = rating.undecided + rating.passed + rating.broken
            if rows == 0 {
                assumed[index].wanted.append(
                    "No row has a status that is green, amber or red: nothing was held against value and target")
            }
            guard rating.undecided > 0 else { continue }
            var paths: [String] = []
            for reading in assumed where reading.table == table && !paths.contains(reading.path) {
                paths.append(reading.path)
            }
            let path = paths.map(shellWord).joined(separator: " ")
            var words =
                "Whether the status follows from value and target was not checked in \(rating.undecided) of \(rows) rows: "
                + undecidedReasons(of: rating).map { "\($0.words) (\($0.rows) \($0.rows == 1 ? "row" : "rows"))" }
                .joined(separator: ", ")
            if rating.undecidedBecause.contains(where: { $0.cause == .noDirection }) {
                words +=
                    ". Say which way is better once: `kpilint init \(path) --register register.csv > returns.rules`, and "
                    + "fill in the column `better`"
            }
            assumed[index].wanted.append(words)
        }
    }
}

/// A path as a shell takes it for one word.
private func shellWord(_ path: String) -> String {
    let plain = path.utf8.allSatisfy { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...:
            true
        default: "/._-+,@".utf8.contains(byte)
        }
    }
    return plain && !path.hasPrefix("-")
        ? path : "'" + path.split(separator: "'", omittingEmptySubsequences: false).joined(separator: "'\\''") + "'"
}
