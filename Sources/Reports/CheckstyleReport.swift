// The run in Checkstyle's XML, which many build servers read.

package import Findings

/// A `file` for each return that was read and each other file with findings, an `error` for each finding that counts.
package func renderCheckstyle(_ run: CheckRun) -> [UInt8] {
    var order: [String] = []
    var errors: [String: [String]] = [:]
    func add(_ path: String, _ error: String?) {
        if errors[path] == nil {
            errors[path] = []
            order.append(path)
        }
        if let error { errors[path]?.append(error) }
    }
    for file in run.files { add(file.path, nil) }
    for file in run.unreadable {
        add(file.path, element(1, 1, .error, "could not be read: " + file.reason, unreadableFileRule))
    }
    for finding in run.reportedFindings {
        let anchor = finding.anchor(in: run)
        add(anchor.file, element(anchor.line, anchor.column, finding.severity, finding.message, finding.rule))
    }
    var output = xmlDeclaration + "<checkstyle version=\"4.3\">\n"
    for path in order {
        output += "  <file" + xmlAttribute("name", path) + ">\n"
        for error in errors[path] ?? [] { output += error }
        output += "  </file>\n"
    }
    return Array((output + "</checkstyle>\n").utf8)
}

private func element(_ line: Int, _ column: Int, _ severity: Severity, _ message: String, _ rule: String) -> String {
    "    <error" + xmlAttribute("line", String(line)) + xmlAttribute("column", String(column))
        + xmlAttribute("severity", severity == .note ? "info" : severity.compilerWord)
        + xmlAttribute("message", message)
        + xmlAttribute("source", "kpilint." + rule) + "/>\n"
}
