// Workflow commands that GitHub Actions turns into annotations.

package import Findings

/// One command a line, the gravest first, since GitHub shows ten of a kind; then the totals as a line of the log. Place and rule are
/// repeated in the text, which alone the log shows. The step summary is `renderMarkdown`.
package func renderGitHub(_ run: CheckRun) -> [UInt8] {
    var output = ""
    for file in run.unreadable {
        let properties = ["file=" + property(file.path), "title=" + unreadableFileRule]
        output +=
            "::error " + properties.joined(separator: ",") + "::"
            + data(file.path + " could not be read: " + file.reason) + "\n"
    }
    let findings = run.reportedFindings
    var kinds: [String: Int] = ["error": run.unreadable.count]
    for severity in Severity.descending {
        for finding in findings where finding.severity == severity {
            let kind = severity == .note ? "notice" : severity.compilerWord
            kinds[kind, default: 0] += 1
            output += "::" + kind + " " + properties(finding, run) + "::" + data(words(finding)) + "\n"
        }
    }
    output += run.totalsLine + "\n"
    let hidden = run.hiddenCounts.values.reduce(0, +)
    if hidden > 0 { output += counted(hidden, "finding is", "findings are") + " counted but not listed\n" }
    if kinds.values.contains(where: { $0 > HostLimits.annotationsOfAKind }) {
        let shown = String(HostLimits.annotationsOfAKind)
        output += "GitHub shows " + shown + " annotations of a kind for each step; all are in this log\n"
    }
    return Array(output.utf8)
}

private func properties(_ finding: Finding, _ run: CheckRun) -> String {
    let anchor = finding.anchor(in: run)
    var properties = ["file=" + property(anchor.file), "line=" + String(anchor.line)]
    if let place = finding.place {
        properties.append("endLine=" + String(place.endLine))
        if place.endLine == place.line {
            properties.append("col=" + String(place.column))
            properties.append("endColumn=" + String(place.endColumn))
        }
    }
    properties.append("title=" + property(finding.rule))
    return properties.joined(separator: ",")
}

/// `kpis.csv:121:96: message [rule]`.
private func words(_ finding: Finding) -> String {
    let place = finding.place.map { $0.file + ":" + String($0.line) + ":" + String($0.column) + ": " } ?? ""
    return place + finding.message + " [" + finding.rule + "]"
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
