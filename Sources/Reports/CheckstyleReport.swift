// The run in Checkstyle's XML, which many build servers read.

package import Findings

/// A `file` for each return that was read and each other file with findings, an `error` for each finding that counts
/// and is at least that severe.
package func writeCheckstyle(_ run: CheckRun, from minimum: Severity = .note, to sink: @escaping ReportSink) {
    let all = run.notices.filter { $0.severity >= minimum }
    var findings = FindingsByFile(run, named: run.files.map(\.path) + all.map(\.path), from: minimum)
    let notices = Dictionary(grouping: all, by: \.path)
    var output = TextPieces(sink)
    output.add(xmlDeclaration + "<checkstyle version=\"4.3\">\n")
    for path in findings.order {
        output.add("  <file" + xmlAttribute("name", path) + ">\n")
        for notice in notices[path] ?? [] {
            output.add(element(notice.line, 1, notice.severity, notice.message, notice.rule))
        }
        let anchors = findings.anchors
        findings.forEach(in: path) { finding in
            let anchor = anchors.of(finding)
            output.add(element(anchor.line, anchor.column, finding.severity, finding.messageWithCell, finding.rule))
        }
        output.add("  </file>\n")
    }
    output.add("</checkstyle>\n")
    output.end()
}

package func renderCheckstyle(_ run: CheckRun) -> [UInt8] { collected { writeCheckstyle(run, to: $0) } }

private func element(_ line: Int, _ column: Int, _ severity: Severity, _ message: String, _ rule: String) -> String {
    "    <error" + xmlAttribute("line", String(line)) + xmlAttribute("column", String(column))
        + xmlAttribute("severity", severity == .note ? "info" : severity.compilerWord)
        + xmlAttribute("message", message)
        + xmlAttribute("source", "kpilint." + rule) + "/>\n"
}
