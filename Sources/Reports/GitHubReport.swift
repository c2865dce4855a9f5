// Workflow commands that GitHub Actions turns into annotations.

package import Findings

/// One command a line, the most severe first and no more of a kind than GitHub shows; then other findings as plain
/// lines of the log, the totals, and what was left out. Place and rule are repeated in the text, because the log shows
/// the text alone. The step summary is `renderMarkdown`.
package func renderGitHub(_ run: CheckRun) -> [UInt8] {
    var output = ""
    var log = ""
    var annotations: [String: Int] = [:]
    var lines = 0
    var isCut = false
    var unlisted: [Severity: Int] = [:]
    /// Writes a command; a line where the commands are used up; else only counts.
    func add(_ severity: Severity, properties: () -> String, words: () -> String) {
        let kind = severity == .note ? "notice" : severity.compilerWord
        if annotations[kind, default: 0] < HostLimits.annotationsOfAKind {
            annotations[kind, default: 0] += 1
            output += "::" + kind + " " + properties() + "::" + data(words()) + "\n"
            return
        }
        isCut = true
        if lines < HostLimits.linesOfALog {
            lines += 1
            log += severity.rawValue + ": " + escapedForTerminal(words()) + "\n"
        } else {
            unlisted[severity, default: 0] += 1
        }
    }
    for notice in run.faultNotices {
        add(
            notice.severity, properties: { "file=" + property(notice.path) + ",title=" + notice.rule },
            words: { notice.sentence })
    }
    // Only these findings are formatted, however many there are.
    var foremost: [Severity: [Finding]] = [:]
    var beyond: [Severity: Int] = [:]
    var wanted: [Severity: Int] = [:]
    for severity in Severity.allCases {
        let count = run.findings.reportedCount(of: severity)
        wanted[severity] = min(count, HostLimits.annotationsOfAKind + HostLimits.linesOfALog)
        beyond[severity] = count - wanted[severity, default: 0]
    }
    var missing = wanted.values.reduce(0, +)
    for finding in run.findings where finding.isReported {
        if missing == 0 { break }
        guard foremost[finding.severity, default: []].count < wanted[finding.severity, default: 0] else { continue }
        foremost[finding.severity, default: []].append(finding)
        missing -= 1
    }
    let ofRuleFiles = ruleFileFindings(run)
    let anchors = Anchors(run)
    for severity in Severity.descending {
        for finding in ofRuleFiles where finding.severity == severity {
            add(severity, properties: { Reports.properties(finding, anchors) }, words: { Reports.words(finding) })
        }
        for finding in foremost[severity, default: []] {
            add(severity, properties: { Reports.properties(finding, anchors) }, words: { Reports.words(finding) })
        }
        if beyond[severity, default: 0] > 0 { isCut = true }
        unlisted[severity, default: 0] += beyond[severity, default: 0]
    }
    output += log + run.totalsLine + "\n"
    for line in run.coverageLines + run.unreadLines { output += line.words + "\n" }
    let hidden = run.hiddenCounts.values.reduce(0, +)
    if hidden > 0 { output += counted(hidden, "finding is", "findings are") + " counted but not listed\n" }
    if isCut {
        output += "GitHub shows " + String(HostLimits.annotationsOfAKind) + " annotations of a kind for each step; "
        let left = Severity.descending.filter { unlisted[$0, default: 0] > 0 }
        if left.isEmpty {
            output += "all are in this log\n"
        } else {
            output += "this log leaves out " + listed(left.map { counted(unlisted[$0, default: 0], $0) })
            output += ": `--output json=FILE` writes all\n"
        }
    }
    return Array(output.utf8)
}

private func properties(_ finding: Finding, _ anchors: Anchors) -> String {
    let anchor = anchors.of(finding)
    var properties = ["file=" + property(anchor.file), "line=" + String(anchor.line)]
    if let location = finding.location {
        properties.append("endLine=" + String(location.endLine))
        if location.endLine == location.line {
            properties.append("col=" + String(location.column))
            properties.append("endColumn=" + String(location.endColumn))
        }
    }
    properties.append("title=" + property(finding.rule))
    return properties.joined(separator: ",")
}

/// `kpis.csv:121:96: message [rule]`.
private func words(_ finding: Finding) -> String {
    let location = finding.location.map { $0.file + ":" + String($0.line) + ":" + String($0.column) + ": " } ?? ""
    return location + finding.messageWithCell + " [" + finding.rule + "]"
}

private func data(_ text: String) -> String {
    let text = escapedForTerminal(text)
    guard text.utf8.contains(0x25) else { return text }
    var output = ""
    for scalar in text.unicodeScalars {
        if scalar == "%" { output += "%25" } else { output.unicodeScalars.append(scalar) }
    }
    return output
}

private func property(_ text: String) -> String {
    let text = data(text)
    guard text.utf8.contains(where: { $0 == 0x3A || $0 == 0x2C }) else { return text }
    var output = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case ":": output += "%3A"
        case ",": output += "%2C"
        default: output.unicodeScalars.append(scalar)
        }
    }
    return output
}
