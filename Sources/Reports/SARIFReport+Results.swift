// The results of a SARIF run.

import Findings
import Locations

extension JSONWriter {
    /// One finding as a result of the rule at an index.
    mutating func result(_ finding: Finding, _ ruleIndex: Int?, _ anchors: Anchors) {
        let related = finding.related.prefix(HostLimits.locationsOfAResult - 1)
        object { json in
            json.name("ruleId")
            json.string(finding.rule)
            if let ruleIndex {
                json.name("ruleIndex")
                json.number(ruleIndex)
            }
            json.name("level")
            json.string(finding.severity.compilerWord)
            json.name("message")
            json.message(linkedMessage(finding.message, related.map(\.message)))
            json.name("locations")
            json.array { $0.resultLocation(finding, anchors) }
            if !related.isEmpty {
                json.name("relatedLocations")
                json.array { json in
                    for (index, location) in related.enumerated() { json.relatedLocation(location, id: index + 1) }
                }
            }
            json.name("partialFingerprints")
            json.object {
                $0.name("primaryLocationLineHash")
                $0.string(finding.fingerprint + ":1")
                $0.name("kpilint/v1")
                $0.string(finding.fingerprint)
            }
            // A narrative has no cells that could be written.
            let fixes = finding.fixes.filter { $0.written != nil }
            if !fixes.isEmpty {
                json.name("fixes")
                json.array { json in
                    for fix in fixes { json.sarifFix(fix) }
                }
            }
            if let waiver = finding.waived { json.suppression(waiver) }
            json.name("properties")
            json.object {
                $0.name("severity")
                $0.string(finding.severity.rawValue)
                if let help = finding.help {
                    $0.name("help")
                    $0.string(escapedForTerminal(help))
                }
            }
        }
    }

    private mutating func resultLocation(_ finding: Finding, _ anchors: Anchors) {
        object { json in
            json.name("physicalLocation")
            if let location = finding.location {
                json.physicalLocation(location)
            } else {
                let anchor = anchors.of(finding)
                json.physicalLocation(FindingLocation(file: anchor.file, line: anchor.line))
            }
            guard let name = finding.logicalName else { return }
            json.name("logicalLocations")
            json.array {
                $0.object {
                    $0.name("name")
                    $0.string(
                        escapedForTerminal(finding.location?.cell ?? finding.location?.header ?? finding.table ?? name))
                    $0.name("fullyQualifiedName")
                    $0.string(name)
                }
            }
        }
    }

    private mutating func relatedLocation(_ related: RelatedLocation, id: Int) {
        object {
            $0.name("id")
            $0.number(id)
            $0.name("physicalLocation")
            $0.physicalLocation(related.location)
            $0.name("message")
            $0.message(escapedForTerminal(related.message))
        }
    }

    private mutating func physicalLocation(_ location: FindingLocation) {
        object {
            $0.name("artifactLocation")
            $0.artifact(location.file)
            $0.name("region")
            $0.region(location)
        }
    }

    private mutating func region(_ location: FindingLocation) {
        object {
            $0.name("startLine")
            $0.number(max(1, location.line))
            $0.name("startColumn")
            $0.number(max(1, location.extent.utf16Column))
            $0.name("endLine")
            $0.number(max(1, location.line, location.endLine))
            $0.name("endColumn")
            $0.number(max(1, location.extent.endUTF16Column))
        }
    }

    private mutating func sarifFix(_ fix: FindingFix) {
        object {
            $0.name("description")
            $0.message(fix.isSafe ? "write it so (safe)" : "write it so, if it is what is meant")
            $0.name("artifactChanges")
            $0.array {
                $0.object {
                    $0.name("artifactLocation")
                    $0.artifact(fix.location.file)
                    $0.name("replacements")
                    $0.array {
                        $0.object {
                            $0.name("deletedRegion")
                            $0.region(fix.location)
                            $0.name("insertedContent")
                            $0.message(fix.written ?? fix.text)
                        }
                    }
                }
            }
        }
    }

    private mutating func suppression(_ waiver: FindingWaiver) {
        name("suppressions")
        array {
            $0.object {
                $0.name("kind")
                $0.string("external")
                $0.name("status")
                $0.string("accepted")
                $0.name("justification")
                let until = waiver.until.map { " (until " + $0 + ")" } ?? ""
                $0.string(escapedForTerminal(waiver.because + until))
            }
        }
    }
}

extension Finding {
    /// `kpis/7.25/RAG`, or `Sheet!H121` in a workbook; `nil` where only the file is known.
    fileprivate var logicalName: String? {
        if let sheet = location?.sheet, let cell = location?.cell { return escapedForTerminal(sheet + "!" + cell) }
        guard let table else { return nil }
        let parts = [table] + key.map(\.text) + [location?.header ?? column].compactMap { $0 }
        return parts.map { escapedForTerminal($0, columns: 120) }.joined(separator: "/")
    }
}

/// The message with a link to each related place. Its own brackets are escaped where they would be read as a link.
private func linkedMessage(_ message: String, _ related: [String]) -> String {
    let text = escapedForTerminal(message)
    let body = readsAsLink(text) ? escapedBrackets(text) : text.isEmpty ? "(no message)" : text
    guard !related.isEmpty else { return body }
    let links = related.prefix(20).enumerated().map { index, label in
        "[" + escapedBrackets(escapedForTerminal(label.isEmpty ? "here" : label)) + "](" + String(index + 1) + ")"
    }
    return body + " (see " + links.joined(separator: ", ") + ")"
}

/// Whether a bracket is followed by a parenthesis somewhere.
private func readsAsLink(_ text: String) -> Bool {
    var previous: UInt8 = 0
    for byte in text.utf8 {
        if previous == 0x5D, byte == 0x28 { return true }
        previous = byte
    }
    return false
}

private func escapedBrackets(_ text: String) -> String {
    guard text.utf8.contains(where: { (0x5B...0x5D).contains($0) }) else { return text }
    var output = ""
    for character in text {
        if character == "[" || character == "]" || character == "\\" { output.append("\\") }
        output.append(character)
    }
    return output
}
