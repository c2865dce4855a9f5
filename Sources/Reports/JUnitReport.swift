// The run in JUnit's XML: returns as suites, rules and findings as cases.

package import Findings

/// A suite for each return, rule file and file that could not be read; in it a case for each finding that counts, which
/// fails, for each rule that found nothing there, which passes, and for each rule that decided nothing, which is
/// skipped. No two cases have one class name and name: some readers keep only the first.
package func writeJUnit(_ run: CheckRun, to sink: @escaping ReportSink) {
    let faults = run.faultNotices
    let named = run.files.map(\.path) + faults.map(\.path) + run.unread.map(suiteName)
    var findings = FindingsByFile(run, named: named)
    let cases = RuleCases(run, findings)
    let notices = Dictionary(grouping: faults, by: \.path)
    let none = JUnitCounts()
    // An element names its counts before what it holds.
    let counts = findings.order.map { path in
        var counts = cases.counts(in: path)
        counts.errors = notices[path]?.count ?? 0
        counts.failures += findings.contents[path]?.count ?? 0
        return counts
    }
    var output = TextPieces(sink)
    output.add(xmlDeclaration + "<testsuites name=\"kpilint\"" + counts.reduce(none, +).attributes + ">\n")
    for (path, counts) in zip(findings.order, counts) {
        output.add("  <testsuite" + xmlAttribute("name", path) + counts.attributes + ">\n")
        var suite = JUnitSuite(path)
        for notice in notices[path] ?? [] {
            output.add(
                suite.testCase(.error, name: notice.rule, body: xmlText(notice.message), kind: notice.rule))
        }
        let anchors = findings.anchors
        findings.forEach(in: path) { finding in
            output.add(
                suite.testCase(
                    .failure, name: caseName(finding), line: anchors.of(finding).line, body: body(finding),
                    kind: finding.severity.rawValue, message: finding.messageWithCell))
        }
        cases.forEach(in: path) { rule in
            output.add(suite.testCase(rule.outcome, name: rule.name, body: rule.body, kind: rule.kind))
        }
        output.add("  </testsuite>\n")
    }
    output.add("</testsuites>\n")
    output.end()
}

package func renderJUnit(_ run: CheckRun) -> [UInt8] { collected { writeJUnit(run, to: $0) } }

/// The suite for a table that was not read.
private func suiteName(_ table: UnreadTable) -> String { "table " + table.table }

private enum Outcome { case passed, skipped, failure, error }

/// The cases of rules: those that passed, those that decided nothing, and the findings that a limit left out.
private struct RuleCases {
    struct Case {
        var outcome: Outcome
        var name: String
        var body = ""
        var kind = ""
    }

    /// Numbers of the run's files and of its entries, by path and by table.
    private var files: [String: [Int]] = [:]
    private var entries: [String: [Int]] = [:]
    /// The first file of each table. It is not known in which of a table's files hidden findings are, so they are
    /// reported once, there.
    private var firstFile: [String: Int] = [:]
    private let run: CheckRun
    private let hidden: [EntryName: Int]
    private let bare: Set<String>
    /// By the suite of a table that was not read, the rules about it.
    private let unread: [String: [UnreadTable]]
    /// Which rules found something in which file.
    private let rules: [String: Int32]
    private let contents: [String: FindingsByFile.Content]

    init(_ run: CheckRun, _ findings: FindingsByFile) {
        self.run = run
        hidden = run.hiddenCounts
        bare = Set(run.formOnly.map(\.table))
        unread = Dictionary(grouping: run.unread, by: suiteName)
        (rules, contents) = (findings.rules, findings.contents)
        guard let first = run.files.first else { return }
        for (index, file) in run.files.enumerated() {
            files[file.path, default: []].append(index)
            if firstFile[file.table] == nil { firstFile[file.table] = index }
        }
        for (index, entry) in run.rules.enumerated() { entries[entry.table ?? first.table, default: []].append(index) }
    }

    func counts(in path: String) -> JUnitCounts {
        var counts = JUnitCounts()
        forEach(in: path) { rule in
            switch rule.outcome {
            case .passed: counts.passed += 1
            case .skipped: counts.skipped += 1
            case .failure: counts.failures += 1
            case .error: counts.errors += 1
            }
        }
        return counts
    }

    func forEach(in path: String, _ body: (Case) -> Void) {
        for table in unread[path] ?? [] {
            let why =
                table.absent == nil
                ? "the table was not read: no return that is named is for it" : "the table is optional and has no file"
            for rule in table.rules { body(Case(outcome: .skipped, name: rule, body: why)) }
        }
        let faulty = contents[path]?.faulty ?? []
        for number in files[path] ?? [] {
            let table = run.files[number].table
            if bare.contains(table) {
                body(
                    Case(
                        outcome: .skipped, name: "rules",
                        body: "only the form of cells was checked: no rule applies"))
            }
            var said: Set<EntryName> = []
            for index in entries[table] ?? [] {
                let entry = run.rules[index]
                let name = EntryName(entry)
                if let count = hidden[name] {
                    // None of the table's files passed.
                    guard firstFile[table] == number, said.insert(name).inserted else { continue }
                    body(
                        Case(
                            outcome: .failure,
                            name: entry.rule + (entry.column.map { " in " + $0 } ?? "") + ": not listed",
                            body: grouped(count) + " findings are counted but not listed",
                            kind: entry.severity.rawValue))
                } else if entry.isStructural || rules[entry.rule].map(faulty.contains) == true {
                    continue
                } else if entry.decidedNothing {
                    body(Case(outcome: .skipped, name: entry.rule, body: "decided nothing"))
                } else {
                    body(Case(outcome: .passed, name: entry.rule))
                }
            }
        }
    }
}

/// `rag-follows-target: ref 7.25`: it stays the same when rows are inserted, where the row has a key.
private func caseName(_ finding: Finding) -> String {
    var name = finding.rule
    if !finding.key.isEmpty {
        name += ": " + finding.namedKey
    } else if let location = finding.location {
        name += ": line " + String(location.line)
    }
    if let column = finding.column { name += ", " + column }
    return name
}

private func body(_ finding: Finding) -> String {
    var lines = [xmlText(finding.message)]
    if let location = finding.location { lines.insert(xmlText(location.pathAndPosition), at: 0) }
    for related in finding.related {
        lines.append(xmlText("see " + related.location.pathAndPosition + ": " + related.message))
    }
    if let help = finding.help { lines.append(xmlText("help: " + help)) }
    return lines.joined(separator: "\n")
}

/// How many cases of a suite have which result.
private struct JUnitCounts {
    var passed = 0
    var skipped = 0
    var failures = 0
    var errors = 0

    static func + (left: Self, right: Self) -> Self {
        Self(
            passed: left.passed + right.passed, skipped: left.skipped + right.skipped,
            failures: left.failures + right.failures, errors: left.errors + right.errors)
    }

    var attributes: String {
        xmlAttribute("tests", String(passed + skipped + failures + errors))
            + xmlAttribute("failures", String(failures)) + xmlAttribute("errors", String(errors))
            + xmlAttribute("skipped", String(skipped))
    }
}

/// Makes the cases of one file.
private struct JUnitSuite {
    let path: String
    /// Hashes of the names that were given. If two names had one hash, the second would get a needless number; names
    /// would still be unique.
    private var names: Set<UInt64> = []
    /// How often each repeated name was requested.
    private var repeated: [UInt64: Int] = [:]

    init(_ path: String) { self.path = path }

    /// A case. `body` is XML text.
    mutating func testCase(
        _ outcome: Outcome, name: String, line: Int? = nil, body: String, kind: String, message: String? = nil
    ) -> String {
        var text =
            "    <testcase" + xmlAttribute("classname", path) + xmlAttribute("name", unique(escapedForTerminal(name)))
        text += xmlAttribute("file", path)
        if let line { text += xmlAttribute("line", String(line)) }
        let attributes = message.map { xmlAttribute("message", $0) } ?? " message=\"" + body + "\""
        switch outcome {
        case .passed: return text + "/>\n"
        case .skipped: return text + "><skipped" + attributes + "/></testcase>\n"
        case .failure, .error:
            let element = outcome == .error ? "error" : "failure"
            return text + "><" + element + attributes + xmlAttribute("type", kind) + ">" + body + "</" + element
                + "></testcase>\n"
        }
    }

    /// The name, with a number appended if there is a case with that name already.
    private mutating func unique(_ name: String) -> String {
        var candidate = name
        var hash = fingerprint(of: [name])
        while !names.insert(hash).inserted {
            let count = repeated[hash, default: 1] + 1
            repeated[hash] = count
            candidate = name + " (" + String(count) + ")"
            hash = fingerprint(of: [candidate])
        }
        return candidate
    }
}
