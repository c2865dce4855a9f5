// One line for each finding, in the form that compilers print and editors read.

import Diagnostics
package import Findings

/// `path:line:column: error|warning|note: message [rule]`, one line each; a query prints as `warning`. Waived findings
/// and those in a baseline are left out. Further lines tell what a limit left out, and what was not checked. A finding
/// without a place is at the first character of its file, else of its rule's file.
package func writeShort(_ run: CheckRun, minimum: Severity = .note, to sink: @escaping ReportSink) {
    var output = TextPieces(sink)
    func line(_ path: String, _ line: Int, _ column: Int, _ word: String, _ message: String, _ rule: String) {
        output.add(shownPath(path) + ":" + String(line) + ":" + String(column) + ": " + word + ": ")
        output.add(escapedForTerminal(message) + " [" + escapedForTerminal(rule) + "]\n")
    }
    for diagnostic in run.diagnostics where diagnostic.severity.asFinding >= minimum {
        let start = diagnostic.span.start
        line(
            diagnostic.span.file.name, start.line, start.column, diagnostic.severity.rawValue, diagnostic.message,
            diagnostic.code)
    }
    func say(_ notice: RunNotice) {
        line(notice.path, notice.line, 1, notice.severity.compilerWord, notice.message, notice.rule)
    }
    let anchors = Anchors(run)
    func add(_ finding: Finding) {
        guard finding.isReported, finding.severity >= minimum else { return }
        let location = anchors.of(finding)
        line(
            location.file, location.line, location.column, finding.severity.compilerWord, finding.messageWithCell,
            finding.rule)
    }
    for finding in run.savedRuleFileFindings { add(finding) }
    for finding in run.findings { add(finding) }
    for notice in run.leftOutNotices + run.coverageNotices where notice.severity >= minimum { say(notice) }
    for notice in run.faultNotices { say(notice) }
    output.end()
}

package func renderShort(_ run: CheckRun, minimum: Severity = .note) -> String {
    String(decoding: collected { writeShort(run, minimum: minimum, to: $0) }, as: UTF8.self)
}

/// A path at the start of a line, escaped. One that begins with `::` would be a command of a build log, and is written
/// from `./`.
private func shownPath(_ path: String) -> String {
    let path = escapedForTerminal(path)
    return path.hasPrefix("::") ? "./" + path : path
}
