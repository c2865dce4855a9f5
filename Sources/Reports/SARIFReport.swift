// The run as SARIF 2.1.0, for code scanning and for viewers.

package import Findings

/// One SARIF run with a result for each finding that counts, and the exit code that the program gives it. Waived
/// findings are left out unless asked for: GitHub does not read suppressions. A file that could not be read is a
/// notification. Columns count UTF-16 code units.
///
/// - Parameter most: how many results there may be; the most severe are kept, and the report states how many are
///   missing.
package func writeSARIF(
    _ run: CheckRun, exitCode: Int, includeWaived: Bool = false, most: Int = HostLimits.resultsOfARun,
    to sink: @escaping ReportSink
) {
    var json = JSONWriter(brokenLevels: 6, to: sink)
    json.object {
        $0.name("$schema")
        $0.string("https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json")
        $0.name("version")
        $0.string("2.1.0")
        $0.name("runs")
        $0.array { json in json.object { $0.sarifRun(run, exitCode, includeWaived: includeWaived, most: most) } }
    }
    json.endLine()
    json.end()
}

package func renderSARIF(
    _ run: CheckRun, exitCode: Int, includeWaived: Bool = false, most: Int = HostLimits.resultsOfARun
) -> [UInt8] {
    collected { writeSARIF(run, exitCode: exitCode, includeWaived: includeWaived, most: most, to: $0) }
}

extension JSONWriter {
    fileprivate mutating func sarifRun(_ run: CheckRun, _ exitCode: Int, includeWaived: Bool, most: Int) {
        let descriptions = run.ruleDescriptions
        name("tool")
        object { json in
            json.name("driver")
            json.object { $0.driver(run, descriptions) }
        }
        name("columnKind")
        string("utf16CodeUnits")
        name("originalUriBaseIds")
        compact {
            $0.object {
                $0.name("%SRCROOT%")
                $0.object {
                    $0.name("description")
                    $0.message("the folder in which kpilint was run")
                }
            }
        }
        name("automationDetails")
        compact {
            $0.object {
                $0.name("id")
                $0.string("kpilint/")
            }
        }
        var share = ResultShare(run, includeWaived: includeWaived, most: most)
        name("invocations")
        array { json in json.compact { $0.invocation(run, exitCode, leftOut: share.leftOut) } }
        name("results")
        array { json in
            let anchors = Anchors(run)
            var indexes: [String: Int] = [:]
            for (index, description) in descriptions.enumerated() { indexes[description.rule] = index }
            for finding in ruleFileFindings(run) where share.takes(finding) {
                json.compact { $0.result(finding, indexes[finding.rule], anchors) }
            }
            for finding in run.findings where !finding.isBaselined && (includeWaived || finding.waived == nil) {
                if share.isTaken { break }
                guard share.takes(finding) else { continue }
                json.compact { $0.result(finding, indexes[finding.rule], anchors) }
                json.passOn()
            }
        }
    }

    private mutating func driver(_ run: CheckRun, _ descriptions: [RuleDescription]) {
        name("name")
        string("kpilint")
        name("semanticVersion")
        string(run.toolVersion)
        if let homepage {
            name("informationUri")
            string(homepage)
        }
        name("rules")
        array { json in
            for description in descriptions { json.compact { $0.descriptor(description) } }
        }
    }

    private mutating func descriptor(_ rule: RuleDescription) {
        object {
            $0.name("id")
            $0.string(rule.rule)
            $0.name("name")
            $0.string(clipped(rule.rule, to: HostLimits.ruleName))
            $0.name("shortDescription")
            $0.message(clipped(rule.short, to: HostLimits.ruleDescription))
            $0.name("fullDescription")
            $0.message(clipped(rule.long, to: HostLimits.ruleDescription))
            $0.name("help")
            $0.object {
                $0.name("text")
                $0.string(rule.long + "\n" + rule.advice)
                $0.name("markdown")
                $0.string(
                    rule.long.split(separator: "\n").map { markdownText(String($0)) }.joined(separator: "  \n") + "\n\n"
                        + (rule.isAboutRuleFiles
                            ? rule.advice
                            : "Run `kpilint explain " + markdownCode(rule.rule) + "`"
                                + (rulePage(rule.rule).map { ", or see [the reference](\($0))." } ?? ".")))
            }
            if let page = rulePage(rule.rule) {
                $0.name("helpUri")
                $0.string(page)
            }
            $0.name("defaultConfiguration")
            $0.object {
                $0.name("level")
                $0.string(rule.severity.compilerWord)
            }
            $0.name("properties")
            $0.object {
                $0.name("tags")
                $0.array {
                    $0.string("data-quality")
                    $0.string(rule.isAboutRuleFiles ? "rule-file" : rule.isStructural ? "structure" : "indicator")
                    if rule.severity == .query { $0.string("query") }
                }
                $0.name("precision")
                $0.string(
                    rule.isStructural || rule.isAboutRuleFiles
                        ? "very-high" : rule.severity == .query ? "medium" : "high")
                $0.name("problem.severity")
                $0.string(rule.severity == .error ? "error" : rule.severity == .note ? "recommendation" : "warning")
            }
        }
    }

    private mutating func invocation(_ run: CheckRun, _ exitCode: Int, leftOut: String?) {
        object {
            $0.name("executionSuccessful")
            $0.bool(run.unreadable.isEmpty && run.verdict.isComplete && !run.isPartial)
            $0.name("exitCode")
            $0.number(exitCode)
            $0.name("toolExecutionNotifications")
            $0.array { json in
                for file in run.unreadable {
                    json.notification(
                        unreadableFileRule,
                        escapedForTerminal(file.path) + " could not be read: "
                            + escapedForTerminal(file.reason), path: file.path)
                }
                if run.isPartial {
                    json.notification(
                        partialCheckRule, partialCheckWords, path: nil)
                }
                if let leftOut { json.notification(leftOutRule, leftOut, level: "warning", path: nil) }
                for notice in run.leftOutNotices {
                    json.notification(notice.rule, escapedForTerminal(notice.sentence), level: "warning", path: nil)
                }
                for notice in run.coverageNotices {
                    json.notification(notice.rule, notice.sentence, level: notice.severity.compilerWord, path: nil)
                }
            }
        }
    }

    private mutating func notification(_ id: String, _ text: String, level: String = "error", path: String?) {
        object { json in
            json.name("descriptor")
            json.object {
                $0.name("id")
                $0.string(id)
            }
            json.name("level")
            json.string(level)
            json.name("message")
            json.message(text)
            guard let path else { return }
            json.name("locations")
            json.array {
                $0.object {
                    $0.name("physicalLocation")
                    $0.object {
                        $0.name("artifactLocation")
                        $0.artifact(path)
                    }
                }
            }
        }
    }

    /// An object with a text.
    mutating func message(_ text: String) {
        object {
            $0.name("text")
            $0.string(text)
        }
    }

    /// Where a file is: relative to the folder of the check, unless its path says otherwise.
    mutating func artifact(_ path: String) {
        object {
            $0.name("uri")
            $0.string(uri(path))
            if !path.hasPrefix("/") {
                $0.name("uriBaseId")
                $0.string("%SRCROOT%")
            }
        }
    }
}

/// How many results of each severity a run has room for, the most severe first.
private struct ResultShare {
    private var room: [Severity: Int] = [:]
    /// The message about results that had no room; `nil` where all are included.
    private(set) var leftOut: String?

    init(_ run: CheckRun, includeWaived: Bool, most: Int) {
        var counts: [Severity: Int] = [:]
        for finding in ruleFileFindings(run) { counts[finding.severity, default: 0] += 1 }
        if includeWaived {
            for finding in run.findings where !finding.isBaselined { counts[finding.severity, default: 0] += 1 }
        } else {
            for severity in Severity.allCases {
                counts[severity, default: 0] += run.findings.reportedCount(of: severity)
            }
        }
        var rest = most
        var words: [String] = []
        for severity in Severity.descending {
            let count = counts[severity, default: 0]
            let share = min(count, rest)
            room[severity] = share
            rest -= share
            if share < count { words.append(counted(count - share, severity)) }
        }
        guard !words.isEmpty else { return }
        leftOut =
            listed(words) + " are left out: code scanning takes " + grouped(most)
            + " results of a run, the most severe are here; `--output json=FILE` writes all"
    }

    /// Whether there is no more room at all.
    var isTaken: Bool { room.values.allSatisfy { $0 == 0 } }

    /// Whether there is room for a finding; uses it up.
    mutating func takes(_ finding: Finding) -> Bool {
        guard let left = room[finding.severity], left > 0 else { return false }
        room[finding.severity] = left - 1
        return true
    }
}
