// Findings that are known already: the file that holds them, one a line.

/// A baseline: findings that were known on some day and no longer fail a check.
///
/// Its file is text: a first line that identifies it, then a line for each finding, sorted by bytes, so that two
/// branches that both change it merge well. A line begins with the rule and the table (`-` where there is none),
/// continues with what a person recognises the finding by, and ends with the fingerprint, which alone identifies it.
package struct Baseline: Sendable {
    package struct Entry: Sendable, Hashable {
        package var rule: String
        /// `nil` for findings about no table.
        package var table: String?
        /// The row's key and the column, escaped, on one line; perhaps empty.
        package var subject: String
        package var fingerprint: String
        /// Its line in the file that it was read from, from 1; 0 where it was not read from one.
        package var line = 0

        package init(rule: String, table: String?, subject: String, fingerprint: String, line: Int = 0) {
            self.rule = rule
            self.table = table
            self.subject = subject
            self.fingerprint = fingerprint
            self.line = line
        }

        /// The entry of a finding: `key` is that of its row, `column` the first that it is about.
        package init(rule: String, table: String?, key: [NamedText], column: String?, fingerprint: String) {
            let key = key.map { onOneLine("\($0.name) \($0.text.isEmpty ? "(blank)" : $0.text)") }
            let subject =
                key.joined(separator: ", ") + (column.map { (key.isEmpty ? "" : ": ") + onOneLine($0) } ?? "")
            self.init(rule: rule, table: table, subject: subject, fingerprint: fingerprint)
        }

        /// The line that a file has of it.
        package var text: String {
            [rule, table ?? "-", subject, fingerprint].filter { !$0.isEmpty }.joined(separator: " ")
        }

        /// `rag-follows-target: kpis, ref 7.25: rag`.
        package var words: String {
            rule + ": " + [table, subject.isEmpty ? nil : subject].compactMap { $0 }.joined(separator: ", ")
        }
    }

    package var entries: [Entry]

    package init(_ entries: [Entry] = []) { self.entries = entries }

    /// Makes a baseline of the findings of a run that count; waived ones need none.
    package init(of run: CheckRun) {
        entries = run.findings.filter { $0.waived == nil }.map { finding in
            Entry(
                rule: finding.rule, table: finding.table, key: finding.key,
                column: finding.column ?? finding.values.first?.name, fingerprint: finding.fingerprint)
        }
    }

    private static let firstLine = "# kpilint baseline 1: findings that are known; written by `kpilint baseline create`"
    private static let mark = "# kpilint baseline 1"

    /// Whether a file begins like a baseline, or like one with an unfinished merge.
    package static func isMarked(_ beginning: [UInt8]) -> Bool {
        beginning.split(separator: 0x0A).contains { $0.starts(with: mark.utf8) }
    }

    /// The file's text: sorted, each entry once.
    package var text: String {
        var lines = Set(entries.map(\.text)).map { Array($0.utf8) }
        lines.sort { $0.lexicographicallyPrecedes($1) }
        var text = Array(Baseline.firstLine.utf8) + [0x0A]
        for line in lines { text += line + [0x0A] }
        return String(decoding: text, as: UTF8.self)
    }

    /// Why a text is not a baseline: a sentence without a full stop, with the line that it refers to.
    package struct Fault: Error, Equatable {
        package var line: Int
        package var message: String
    }

    /// Reads a file. Entries may be in any order and repeated; blank lines and further lines that begin with `#` are
    /// skipped.
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

/// A text with line ends and invisible characters written as `\u{…}`.
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

/// The rule name of findings about entries of a baseline that must be up to date and are no longer found.
package let outdatedBaselineRule = "outdated-baseline"

extension CheckRun {
    /// Marks the findings that are in a baseline, and counts them separately. Returns the entries without a finding.
    package mutating func apply(_ baseline: Baseline) throws(FindingSpaceFailure) -> [Baseline.Entry] {
        var rest: [String: Baseline.Entry] = [:]
        for entry in baseline.entries { rest[entry.fingerprint] = entry }
        var indexes: [[String?]: Int] = [:]
        for (index, entry) in rules.enumerated() { indexes[[entry.rule, entry.table, entry.column]] = index }
        var counts: [[String?]: Int] = [:]
        var known = [Int](repeating: 0, count: rules.count)
        var knownQueries = known
        findings = try findings.changed { finding in
            let entry = [finding.rule, finding.table, finding.column]
            if finding.waived == nil, rest.removeValue(forKey: finding.fingerprint) != nil {
                finding.isBaselined = true
                if let index = indexes[entry] {
                    known[index] += 1
                    if finding.severity == .query, rules[index].severity != .query { knownQueries[index] += 1 }
                }
            } else {
                finding.order = counts[entry, default: 0]
                counts[entry] = finding.order + 1
            }
            return true
        }
        for index in rules.indices {
            rules[index].baselined += known[index]
            rules[index].asQueries -= knownQueries[index]
        }
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

    /// Keeps the first findings of each entry of the counts, not counting those in a baseline. All stay counted.
    package mutating func keepFirst(_ limit: Int) throws(FindingSpaceFailure) {
        findings = try findings.changed { $0.isBaselined || $0.order < limit }
    }
}
