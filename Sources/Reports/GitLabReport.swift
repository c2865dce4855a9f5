// The run as GitLab's code quality report.

package import Findings

/// An array with an entry for each finding that counts and for what was not checked. GitLab keeps one of several
/// entries with one fingerprint, so equal ones are made different.
package func writeGitLab(_ run: CheckRun, from minimum: Severity = .note, to sink: @escaping ReportSink) {
    var json = JSONWriter(brokenLevels: 1, to: sink)
    let anchors = Anchors(run)
    var seen: [String: Int] = [:]
    json.array { json in
        for notice in run.faultNotices {
            json.issue(
                escapedForTerminal(notice.sentence), notice.rule, unique(notice.identity, &seen), "blocker",
                notice.path, 1)
        }
        run.eachReportedFinding(from: minimum) { finding in
            let anchor = anchors.of(finding)
            // Fingerprints of stored findings are unique already.
            let print = run.findings.isHeld ? unique(finding.fingerprint, &seen) : finding.fingerprint
            json.issue(
                escapedForTerminal(finding.messageWithCell), finding.rule, print,
                severity(finding.severity), anchor.file, anchor.line)
            json.passOn()
        }
        for notice in run.coverageNotices + run.leftOutNotices where notice.severity >= minimum {
            json.issue(
                escapedForTerminal(notice.sentence), notice.rule, unique(notice.identity, &seen),
                severity(notice.severity), notice.path, notice.line)
        }
    }
    json.endLine()
    json.end()
}

package func renderGitLab(_ run: CheckRun) -> [UInt8] { collected { writeGitLab(run, to: $0) } }

private func unique(_ fingerprint: String, _ seen: inout [String: Int]) -> String {
    let occurrence = seen[fingerprint, default: 0]
    seen[fingerprint] = occurrence + 1
    return occurrence == 0 ? fingerprint : fingerprint + "-" + String(occurrence)
}

private func severity(_ severity: Severity) -> String {
    switch severity {
    case .error: "critical"
    case .query: "major"
    case .warning: "minor"
    case .note: "info"
    }
}

extension JSONWriter {
    fileprivate mutating func issue(
        _ message: String, _ rule: String, _ fingerprint: String, _ severity: String, _ path: String, _ line: Int
    ) {
        object {
            $0.name("description")
            $0.string(message + " [" + escapedForTerminal(rule) + "]")
            $0.name("check_name")
            $0.string(rule)
            $0.name("fingerprint")
            $0.string(fingerprint)
            $0.name("severity")
            $0.string(severity)
            $0.name("location")
            $0.object {
                $0.name("path")
                $0.string(path.hasPrefix("./") ? String(path.dropFirst(2)) : path)
                $0.name("lines")
                $0.object {
                    $0.name("begin")
                    $0.number(max(1, line))
                }
            }
        }
    }
}
