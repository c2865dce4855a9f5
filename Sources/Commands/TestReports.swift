// The results of rule tests, for machines.

import Findings
import Reports
import Workspace

/// One suite for each rule, one case for each test of it; a rule without a test is a skipped case.
func renderJUnit(_ report: RuleTestReport) -> [UInt8] {
    var names: [String] = []
    for name in report.tests.map(\.rule) + report.untested.map(\.name) where !names.contains(name) {
        names.append(name)
    }
    let byRule = Dictionary(grouping: report.tests, by: \.rule)
    let untested = Set(report.untested.map(\.name))
    let changes = Dictionary(grouping: report.unnoticed, by: \.rule)
    let oneSided = Dictionary(grouping: report.oneSided, by: \.rule.name)
    var body = ""
    var total = 0
    var failed = 0
    for name in names {
        var cases:
            [(name: String, location: RuleLocation?, failures: [(message: String, text: String)], isSkipped: Bool)] =
                []
        for test in byRule[name] ?? [] {
            let failures = test.failures.map { failure in
                (message: "expected: \(failure.expected); but \(failure.came)", text: narrated(failure))
            }
            cases.append((test.title ?? "line \(test.location.line)", test.location, failures, false))
        }
        for change in changes[name] ?? [] {
            let location = "\(change.location.file):\(change.location.line):\(change.location.column)"
            cases.append(
                (
                    "change at \(location): \(change.change)", change.location,
                    [("no test notices it", "\(location): \(change.line)")], false
                ))
        }
        for (rule, lacksBreaking) in oneSided[name] ?? [] {
            let message = "no row " + (lacksBreaking ? "breaks it" : "passes it")
            cases.append((message, rule.location, [(message, "\(rule.location.file):\(rule.location.line)")], false))
        }
        if untested.contains(name) { cases.append(("has no test", nil, [], true)) }
        let broken = cases.count { !$0.failures.isEmpty }
        total += cases.count
        failed += broken
        body += "  <testsuite" + xmlAttribute("name", name) + xmlAttribute("tests", "\(cases.count)")
        body +=
            xmlAttribute("failures", "\(broken)") + xmlAttribute("skipped", "\(cases.count { $0.isSkipped })") + ">\n"
        for test in cases {
            body += "    <testcase" + xmlAttribute("classname", name) + xmlAttribute("name", test.name)
            if let location = test.location {
                body += xmlAttribute("file", location.file) + xmlAttribute("line", "\(location.line)")
            }
            guard !test.failures.isEmpty || test.isSkipped else {
                body += "/>\n"
                continue
            }
            body += ">\n"
            if test.isSkipped { body += "      <skipped" + xmlAttribute("message", "no test") + "/>\n" }
            for failure in test.failures {
                let lines = failure.text.split(separator: "\n").map { xmlText(String($0)) }
                body += "      <failure" + xmlAttribute("message", failure.message) + ">"
                body += lines.joined(separator: "\n") + "</failure>\n"
            }
            body += "    </testcase>\n"
        }
        body += "  </testsuite>\n"
    }
    let head = "<testsuites" + xmlAttribute("tests", "\(total)") + xmlAttribute("failures", "\(failed)") + ">\n"
    return Array((xmlDeclaration + head + body + "</testsuites>\n").utf8)
}

/// A failure as lines of text.
private func narrated(_ failure: RuleTestFailure) -> String {
    var lines = ["\(failure.location.file):\(failure.location.line)"]
    if !failure.cells.isEmpty { lines.append(failure.cells.map { "\($0.name): \($0.text)" }.joined(separator: " | ")) }
    lines += failure.messages.map { "the rule says: \($0)" }
    lines += failure.reasons.map { reason in
        String(repeating: "  ", count: reason.depth) + "\(reason.text): \(reason.value)"
            + (reason.note.map { " (\($0))" } ?? "")
    }
    return lines.joined(separator: "\n")
}

/// Counts, tests with their failures, and what is missing.
func renderJSON(_ report: RuleTestReport) -> [UInt8] {
    var json = JSONWriter(brokenLevels: 3)
    json.object { json in
        json.name("version")
        json.number(1)
        json.name("summary")
        json.compact { json in
            json.object { json in
                json.name("tests")
                json.number(report.tests.count)
                json.name("rows")
                json.number(report.rowCount)
                json.name("failures")
                json.number(report.failureCount)
                json.name("changesTried")
                json.number(report.changesTried)
                json.name("changesExcused")
                json.number(report.excused)
            }
        }
        json.name("tests")
        json.array { json in for test in report.tests { json.write(test) } }
        json.name("untested")
        json.array { json in for rule in report.untested { json.string(rule.name) } }
        json.name("oneSided")
        json.array { json in
            for (rule, lacksBreaking) in report.oneSided {
                json.compact { json in
                    json.object { json in
                        json.name("rule")
                        json.string(rule.name)
                        json.name("lacks")
                        json.string(lacksBreaking ? "broken" : "passed")
                    }
                }
            }
        }
        json.name("unnoticed")
        json.array { json in
            for change in report.unnoticed {
                json.object { json in
                    json.name("rule")
                    json.string(change.rule)
                    json.name("change")
                    json.string(change.change)
                    json.name("location")
                    json.write(change.location)
                }
            }
        }
    }
    json.endLine()
    return json.finish()
}

extension JSONWriter {
    fileprivate mutating func write(_ test: RuleTestResult) {
        object { json in
            json.name("rule")
            json.string(test.rule)
            json.name("title")
            json.optional(test.title)
            json.name("location")
            json.write(test.location)
            json.name("rows")
            json.number(test.rows)
            json.name("broken")
            json.number(test.broken)
            json.name("passed")
            json.number(test.passed)
            json.name("failures")
            json.array { json in for failure in test.failures { json.write(failure) } }
        }
    }

    private mutating func write(_ failure: RuleTestFailure) {
        object { json in
            json.name("location")
            json.write(failure.location)
            json.name("expected")
            json.string(failure.expected)
            json.name("came")
            json.string(failure.came)
            json.name("cells")
            json.pairs(failure.cells)
            json.name("messages")
            json.array { json in for message in failure.messages { json.string(message) } }
            json.name("reasons")
            json.array { json in
                for reason in failure.reasons {
                    json.compact { json in
                        json.object { json in
                            json.name("part")
                            json.string(reason.text)
                            json.name("depth")
                            json.number(reason.depth)
                            json.name("value")
                            json.string(reason.value)
                            json.name("note")
                            json.optional(reason.note)
                        }
                    }
                }
            }
        }
    }

    /// Names may be repeated, so this is a list of pairs.
    private mutating func pairs(_ pairs: [NamedText]) {
        array { json in
            for pair in pairs {
                json.compact { json in
                    json.array { json in
                        json.string(pair.name)
                        json.string(pair.text)
                    }
                }
            }
        }
    }

    fileprivate mutating func write(_ location: RuleLocation) {
        compact { json in
            json.object { json in
                json.name("file")
                json.string(location.file)
                json.name("line")
                json.number(location.line)
                json.name("column")
                json.number(location.column)
                json.name("endLine")
                json.number(location.endLine)
                json.name("endColumn")
                json.number(location.endColumn)
            }
        }
    }
}
