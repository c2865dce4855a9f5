// The run in JUnit's XML: returns as suites, rules and findings as cases.

package import Findings

/// A suite for each return, rule file and file that could not be read; in it a case for each finding that counts, which fails, for
/// each rule that found nothing there, which passes, and for each rule that decided nothing, which is skipped. No two cases have
/// one class name and name: some readers keep only the first.
package func renderJUnit(_ run: CheckRun) -> [UInt8] {
    var suites = JUnitSuites()
    for file in run.files { suites.begin(file.path) }
    for file in run.unreadable {
        suites.add(
            .error, to: file.path, name: unreadableFileRule, line: nil,
            body: "could not be read: " + xmlText(file.reason), kind: unreadableFileRule)
    }
    var faulty: Set<[String]> = []
    for finding in run.reportedFindings {
        let anchor = finding.anchor(in: run)
        faulty.insert([finding.rule, anchor.file])
        suites.add(
            .failure, to: anchor.file, name: caseName(finding), line: anchor.line, body: body(finding),
            kind: finding.severity.rawValue, message: finding.message)
    }
    addRules(of: run, faulty: faulty, to: &suites)
    return Array(suites.text.utf8)
}

/// The cases of rules: those that passed, those that decided nothing, and the findings that a limit left out.
private func addRules(of run: CheckRun, faulty: Set<[String]>, to suites: inout JUnitSuites) {
    let hidden = run.hiddenCounts
    var counted: Set<EntryName> = []
    let bare = Set(run.formOnly.map(\.table))
    for file in run.files {
        if bare.contains(file.table) {
            suites.add(
                .skipped, to: file.path, name: "rules", line: nil,
                body: "only the form of cells was checked: no rule applies")
        }
        for entry in run.rules where (entry.table ?? run.files[0].table) == file.table {
            let name = EntryName(entry)
            if let count = hidden[name] {
                // Which of the table's files they are in is not known: they are said once, and none of its files passed.
                guard counted.insert(name).inserted else { continue }
                suites.add(
                    .failure, to: file.path,
                    name: entry.rule + (entry.column.map { " in " + $0 } ?? "") + ": not listed",
                    line: nil, body: grouped(count) + " findings are counted but not listed",
                    kind: entry.severity.rawValue)
            } else if entry.isStructural || faulty.contains([entry.rule, file.path]) {
                continue
            } else if entry.decidedNothing {
                suites.add(.skipped, to: file.path, name: entry.rule, line: nil, body: "decided nothing")
            } else {
                suites.add(.passed, to: file.path, name: entry.rule, line: nil, body: "")
            }
        }
    }
}

/// `rag-follows-target: ref 7.25`: it stays the same when rows are inserted, where the row has a key.
private func caseName(_ finding: Finding) -> String {
    var name = finding.rule
    if !finding.key.isEmpty {
        name += ": " + finding.namedKey
    } else if let place = finding.place {
        name += ": line " + String(place.line)
    }
    if let column = finding.column { name += ", " + column }
    return name
}

private func body(_ finding: Finding) -> String {
    var lines = [xmlText(finding.message)]
    if let place = finding.place { lines.insert(xmlText(place.pathAndPosition), at: 0) }
    for related in finding.related {
        lines.append(xmlText("see " + related.place.pathAndPosition + ": " + related.message))
    }
    if let help = finding.help { lines.append(xmlText("help: " + help)) }
    return lines.joined(separator: "\n")
}

/// Collects cases by file.
private struct JUnitSuites {
    enum Outcome { case passed, skipped, failure, error }

    private struct Suite {
        var cases = ""
        var tests = 0
        var failures = 0
        var errors = 0
        var skipped = 0
    }

    private var order: [String] = []
    private var suites: [String: Suite] = [:]
    private var names: [String: Int] = [:]

    mutating func begin(_ path: String) {
        guard suites[path] == nil else { return }
        order.append(path)
        suites[path] = Suite()
    }

    /// Adds a case. `body` is XML text.
    mutating func add(
        _ outcome: Outcome, to path: String, name: String, line: Int?, body: String, kind: String = "",
        message: String? = nil
    ) {
        begin(path)
        var text =
            "    <testcase" + xmlAttribute("classname", path)
            + xmlAttribute("name", unique(path, escapedForTerminal(name)))
        text += xmlAttribute("file", path)
        if let line { text += xmlAttribute("line", String(line)) }
        let attributes = message.map { xmlAttribute("message", $0) } ?? " message=\"" + body + "\""
        switch outcome {
        case .passed: text += "/>\n"
        case .skipped: text += "><skipped" + attributes + "/></testcase>\n"
        case .failure, .error:
            let element = outcome == .error ? "error" : "failure"
            text +=
                "><" + element + attributes + xmlAttribute("type", kind) + ">" + body + "</" + element
                + "></testcase>\n"
        }
        suites[path]?.cases += text
        suites[path]?.tests += 1
        switch outcome {
        case .passed: break
        case .skipped: suites[path]?.skipped += 1
        case .failure: suites[path]?.failures += 1
        case .error: suites[path]?.errors += 1
        }
    }

    /// The name, with a number behind it if the path has a case of that name already.
    private mutating func unique(_ path: String, _ name: String) -> String {
        var candidate = name
        while let count = names[path + "\0" + candidate] {
            names[path + "\0" + candidate] = count + 1
            candidate = name + " (" + String(count + 1) + ")"
        }
        names[path + "\0" + candidate] = 1
        return candidate
    }

    var text: String {
        let all = order.compactMap { suites[$0] }
        func counts(_ tests: Int, _ failures: Int, _ errors: Int, _ skipped: Int) -> String {
            xmlAttribute("tests", String(tests)) + xmlAttribute("failures", String(failures))
                + xmlAttribute("errors", String(errors)) + xmlAttribute("skipped", String(skipped))
        }
        var output = xmlDeclaration + "<testsuites name=\"kpilint\""
        output += counts(
            all.reduce(0) { $0 + $1.tests }, all.reduce(0) { $0 + $1.failures }, all.reduce(0) { $0 + $1.errors },
            all.reduce(0) { $0 + $1.skipped })
        output += ">\n"
        for path in order {
            guard let suite = suites[path] else { continue }
            output += "  <testsuite" + xmlAttribute("name", path)
            output +=
                counts(suite.tests, suite.failures, suite.errors, suite.skipped) + ">\n" + suite.cases
                + "  </testsuite>\n"
        }
        return output + "</testsuites>\n"
    }
}
