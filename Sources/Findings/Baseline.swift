// Findings that are known already: the file that holds them, one a line.

/// A baseline: what was found on some day and shall not stop anybody now.
///
/// Its file is text: a first line that says what it is, then a line for each finding, sorted by bytes, so that two
/// branches that both change it merge well. A line begins with the rule and the table (`-` where there is none), goes
/// on with what a person recognises the finding by, and ends in the fingerprint, by which alone it is known.
package struct Baseline: Sendable {
    package struct Entry: Sendable, Hashable {
        package var rule: String
        /// `nil` for findings about no table.
        package var table: String?
        /// The row's key and the column, escaped, on one line; perhaps empty.
        package var subject: String
        package var fingerprint: String
        /// Its line in the file that it was read from, from 1; 0 where it was not read.
        package var line = 0

        package init(rule: String, table: String?, subject: String, fingerprint: String, line: Int = 0) {
            self.rule = rule
            self.table = table
            self.subject = subject
            self.fingerprint = fingerprint
            self.line = line
        }

        /// `rag-follows-target: kpis, ref 7.25: rag`.
        package var words: String {
            rule + ": " + [table, subject.isEmpty ? nil : subject].compactMap { $0 }.joined(separator: ", ")
        }
    }

    package var entries: [Entry]

    package init(_ entries: [Entry] = []) { self.entries = entries }

    /// The findings of a run that count; waived ones need no baseline.
    package init(of run: CheckRun) {
        entries = run.findings.filter { $0.waived == nil }.map { finding in
            let key = finding.key.map { onOneLine("\($0.name) \($0.text.isEmpty ? "(blank)" : $0.text)") }
            let column = finding.column ?? finding.values.first?.name
            return Entry(
                rule: finding.rule, table: finding.table,
                subject: key.joined(separator: ", ")
                    + (column.map { (key.isEmpty ? "" : ": ") + onOneLine($0) } ?? ""),
                fingerprint: finding.fingerprint)
        }
    }

    private static let firstLine = "# kpilint baseline 1: findings that are known; written by `kpilint baseline create`"
    private static let mark = "# kpilint baseline 1"

    /// Whether the beginning of a file is that of a baseline, or of one in which a merge was left unfinished.
    package static func isMarked(_ beginning: [UInt8]) -> Bool {
        beginning.split(separator: 0x0A).contains { $0.starts(with: mark.utf8) }
    }

    /// The file's text: sorted, each entry once.
    package var text: String {
        var lines = Set(
            entries.map { entry in
                [entry.rule, entry.table ?? "-", entry.subject, entry.fingerprint].filter { !$0.isEmpty }
                    .joined(separator: " ")
            }
        ).map { Array($0.utf8) }
        lines.sort { $0.lexicographicallyPrecedes($1) }
        var text = Array(Baseline.firstLine.utf8) + [0x0A]
        for line in lines { text += line + [0x0A] }
        return String(decoding: text, as: UTF8.self)
    }

    /// Why a text is no baseline: a sentence without a full stop, with the line that it speaks of.
    package struct Fault: Error, Equatable {
        package var line: Int
        package var message: String
    }

    /// Reads a file. Entries may stand in any order and more than once; blank lines and further lines that begin with
    /// `#` are passed over.
    package init(reading bytes: [UInt8]) throws(Fault) {
        entries = []
        var known: Set<String> = []
        var isMarked = false
        for (index, line) in bytes.split(separator: 0x0A, omittingEmptySubsequences: false).enumerated() {
            let text = String(decoding: line.last == 0x0D ? line.dropLast() : line, as: UTF8.self)
            if text.utf8.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { continue }
            if text.utf8.first == 0x23 {
                isMarked = isMarked || text.hasPrefix(Baseline.mark)
                continue
            }
            guard isMarked else {
                throw Fault(line: index + 1, message: "it is no baseline: its first line is not `\(Baseline.mark)`")
            }
            let words = text.split(separator: " ")
            guard words.count >= 3, let print = words.last, print.utf8.count == 32,
                print.utf8.allSatisfy({ (0x30...0x39).contains($0) || (0x61...0x66).contains($0) })
            else {
                throw Fault(
                    line: index + 1,
                    message: text.hasPrefix("<<<<<<<") || text.hasPrefix("=======") || text.hasPrefix(">>>>>>>")
                        ? "a merge was left unfinished: keep the lines of both sides, and take out this one"
                        : "it is no entry of a baseline: a rule, a table and a fingerprint")
            }
            guard known.insert(String(print)).inserted else { continue }
            entries.append(
                Entry(
                    rule: String(words[0]), table: words[1] == "-" ? nil : String(words[1]),
                    subject: words[2..<(words.count - 1)].joined(separator: " "), fingerprint: String(print),
                    line: index + 1))
        }
        guard isMarked else {
            throw Fault(line: 1, message: "it is no baseline: it does not begin with `\(Baseline.mark)`")
        }
    }
}

/// A text without line ends and characters that cannot be seen; those stand as `\u{…}`.
private func onOneLine(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isHidden) else { return text }
    var shown = ""
    for scalar in text.unicodeScalars {
        if isHidden(scalar) {
            shown += "\\u{" + String(scalar.value, radix: 16) + "}"
        } else {
            shown.unicodeScalars.append(scalar)
        }
    }
    return shown
}

private func isHidden(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator: true
    default: false
    }
}

/// What goes by the name of a finding where a baseline holds what is no longer found and may not.
package let outdatedBaselineRule = "outdated-baseline"

extension CheckRun {
    /// Marks the findings that a baseline knows, and counts them apart. Returns the entries that none of the findings
    /// has.
    package mutating func apply(_ baseline: Baseline) throws(FindingSpaceFailure) -> [Baseline.Entry] {
        var rest: [String: Baseline.Entry] = [:]
        for entry in baseline.entries { rest[entry.fingerprint] = entry }
        var indexes: [[String?]: Int] = [:]
        for (index, entry) in rules.enumerated() { indexes[[entry.rule, entry.table, entry.column]] = index }
        var counts: [[String?]: Int] = [:]
        var known = [Int](repeating: 0, count: rules.count)
        findings = try findings.changed { finding in
            let entry = [finding.rule, finding.table, finding.column]
            if finding.waived == nil, rest.removeValue(forKey: finding.fingerprint) != nil {
                finding.isBaselined = true
                if let index = indexes[entry] { known[index] += 1 }
            } else {
                finding.order = counts[entry, default: 0]
                counts[entry] = finding.order + 1
            }
            return true
        }
        for index in rules.indices { rules[index].baselined += known[index] }
        return baseline.entries.filter { rest[$0.fingerprint] != nil }
    }

    /// Numbers the findings of each entry of the counts in the order in which they are reported.
    package mutating func numberFindings() throws(FindingSpaceFailure) {
        var counts: [[String?]: Int] = [:]
        findings = try findings.changed { finding in
            let entry = [finding.rule, finding.table, finding.column]
            finding.order = counts[entry, default: 0]
            counts[entry] = finding.order + 1
            return true
        }
    }

    /// Keeps the first findings of each entry of the counts, those that a baseline knows left aside. All stay counted.
    package mutating func keepFirst(_ limit: Int) throws(FindingSpaceFailure) {
        findings = try findings.changed { $0.isBaselined || $0.order < limit }
    }
}
