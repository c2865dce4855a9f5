// The run in reviewdog's diagnostic format.

package import Findings
import Locations

/// Columns count UTF-8 bytes from 1, ends are exclusive.
package func writeRDJSON(_ run: CheckRun, from minimum: Severity = .note, to sink: @escaping ReportSink) {
    var json = JSONWriter(brokenLevels: 2, to: sink)
    let notices = run.notices.filter { $0.severity >= minimum }
    let found =
        ruleFileFindings(run).map(\.severity) + notices.map(\.severity)
        + Severity.allCases.filter { run.findings.reportedCount(of: $0) > 0 }
    let anchors = Anchors(run)
    json.object { json in
        json.name("source")
        json.compact {
            $0.object {
                $0.name("name")
                $0.string("kpilint")
                if let homepage {
                    $0.name("url")
                    $0.string(homepage)
                }
            }
        }
        json.name("severity")
        json.string(severity(found.filter { $0 >= minimum }.max() ?? .note))
        json.name("diagnostics")
        json.array { json in
            for notice in notices { json.compact { $0.diagnostic(notice) } }
            run.eachReportedFinding(from: minimum) { finding in
                json.compact { $0.diagnostic(finding, anchors) }
                json.passOn()
            }
        }
    }
    json.endLine()
    json.end()
}

package func renderRDJSON(_ run: CheckRun) -> [UInt8] { collected { writeRDJSON(run, to: $0) } }

private func severity(_ severity: Severity) -> String {
    switch severity {
    case .error: "ERROR"
    case .query, .warning: "WARNING"
    case .note: "INFO"
    }
}

extension JSONWriter {
    fileprivate mutating func diagnostic(_ notice: RunNotice) {
        object {
            $0.name("message")
            $0.string(escapedForTerminal(notice.message))
            $0.name("location")
            $0.object {
                $0.name("path")
                $0.string(notice.path)
            }
            $0.name("severity")
            $0.string(severity(notice.severity))
            $0.name("code")
            $0.object {
                $0.name("value")
                $0.string(notice.rule)
            }
        }
    }

    fileprivate mutating func diagnostic(_ finding: Finding, _ anchors: Anchors) {
        object { json in
            json.name("message")
            json.string(escapedForTerminal(finding.messageWithCell))
            json.name("location")
            if let location = finding.location {
                json.byteLocation(location)
            } else {
                json.object {
                    $0.name("path")
                    $0.string(anchors.of(finding).file)
                }
            }
            json.name("severity")
            json.string(severity(finding.severity))
            json.name("code")
            json.object {
                $0.name("value")
                $0.string(finding.rule)
                if let page = rulePage(finding.rule) {
                    $0.name("url")
                    $0.string(page)
                }
            }
            // The format allows suggestions only in the file of their diagnostic.
            let fixes = finding.fixes.compactMap { fix -> (location: FindingLocation, text: String)? in
                guard fix.location.file == finding.location?.file, let written = fix.written else { return nil }
                return (fix.location, written)
            }
            if !fixes.isEmpty {
                json.name("suggestions")
                json.array { json in
                    for fix in fixes {
                        json.object {
                            $0.name("range")
                            $0.byteRange(fix.location)
                            $0.name("text")
                            $0.string(fix.text)
                        }
                    }
                }
            }
            if !finding.related.isEmpty {
                json.name("related_locations")
                json.array { json in
                    for related in finding.related {
                        json.object {
                            $0.name("message")
                            $0.string(escapedForTerminal(related.message))
                            $0.name("location")
                            $0.byteLocation(related.location)
                        }
                    }
                }
            }
        }
    }

    private mutating func byteLocation(_ location: FindingLocation) {
        object {
            $0.name("path")
            $0.string(location.file)
            $0.name("range")
            $0.byteRange(location)
        }
    }

    private mutating func byteRange(_ location: FindingLocation) {
        object {
            $0.name("start")
            $0.position(location.line, location.extent.byteColumn)
            $0.name("end")
            $0.position(location.endLine, location.extent.endByteColumn)
        }
    }

    private mutating func position(_ line: Int, _ column: Int) {
        object {
            $0.name("line")
            $0.number(max(1, line))
            $0.name("column")
            $0.number(max(1, column))
        }
    }
}
