// Waivers made from the answers that people wrote into a table of findings.

import Checking
import Diagnostics
package import Findings
import Locations
import Reports
package import Tables

/// An answer to a finding, as it stands in a table of findings.
package struct FindingAnswer: Sendable {
    package var fingerprint: String
    package var answer: String
    /// Who answered; empty where the table does not say.
    package var name: String
    /// The line of the table, or its row.
    package var line: Int

    /// `ANSWER (NAME)`.
    var reason: String { name.isEmpty ? answer : answer + " (" + name + ")" }
}

/// Waivers for a rule file, and what became of the answers.
package struct AnsweredWaivers: Sendable {
    /// The rule file's text; empty where no answer became a waiver.
    package var text = ""
    /// How many findings it covers.
    package var count = 0
    /// Answers of which nothing was made, each with the reason: lower case, no full stop.
    package var leftOut: [(answer: FindingAnswer, reason: String)] = []
}

extension Session {
    /// The answers in a table of findings, which may have been saved by a spreadsheet, as a workbook too.
    package func answers(
        at path: String, formats: [any TableFormat] = standardFormats
    ) throws(ReadError) -> [FindingAnswer] {
        let wanted = [FindingsTable.fingerprint, FindingsTable.answer, FindingsTable.answeredBy].map(comparable)
        let source = try files.source(path, name: files.shown(path), isNamed: true, progress: nil)
        var options = SourceOptions { header in header.count { wanted.contains(comparable($0)) } }
        options.readsAddedSheets = true
        let reader = try TableOpener(formats).table(in: source, takesFirst: true, options)
        try reader.settle()
        let fields = wanted.map { name in reader.header.firstIndex { comparable($0) == name } }
        guard let fingerprint = fields[0], let answer = fields[1] else {
            throw .noTable(
                "it has no columns “\(FindingsTable.fingerprint)” and “\(FindingsTable.answer)”: it is neither a table "
                    + "of findings that `kpilint check --output csv` wrote nor a marked copy")
        }
        var answers: [FindingAnswer] = []
        let chunk = RecordChunk()
        while try reader.next(into: chunk) {
            for record in 0..<chunk.recordCount {
                func cell(_ field: Int?) -> String {
                    guard let field, field < chunk.fieldCount(record) else { return "" }
                    return oneLine(chunk.text(record: record, field: field)).trimmed
                }
                guard !cell(answer).isEmpty else { continue }
                answers.append(
                    FindingAnswer(
                        fingerprint: FindingsTable.fingerprint(in: cell(fingerprint)) ?? "", answer: cell(answer),
                        name: cell(fields[2]), line: chunk.location(record: record).line))
            }
        }
        return answers
    }

    /// The waivers that answers come to, for findings of a run, by the keys of their rows and without an end. They are
    /// held against the rule files of the run: one that could not stand beside them is left out.
    package func waivers(
        for answers: [FindingAnswer], in run: CheckRun, _ request: CheckRequest
    ) -> AnsweredWaivers {
        var result = AnsweredWaivers()
        var byFingerprint: [String: FindingAnswer] = [:]
        for answer in answers where byFingerprint[answer.fingerprint] == nil {
            byFingerprint[answer.fingerprint] = answer
        }
        let ruleFiles = request.ruleFiles.isEmpty ? defaultRuleFiles() : request.ruleFiles
        var drafts: [WaiverDraft] = []
        var places: [WaivedRow: Int] = [:]
        var besides: [String: String]?
        var found: Set<String> = []
        for finding in run.findings {
            guard let answer = byFingerprint[finding.fingerprint], !finding.fingerprint.isEmpty,
                found.insert(finding.fingerprint).inserted
            else { continue }
            if finding.waived != nil {
                result.leftOut.append((answer, "what it answers is waived already"))
            } else if finding.key.isEmpty {
                result.leftOut.append(
                    (answer, "its row has no key by which it could be waived: write the waiver by hand"))
            } else if let known = places[WaivedRow(finding)] {
                drafts[known].add(answer)
            } else {
                places[WaivedRow(finding)] = drafts.count
                let names = besides ?? rowsBesideGroups(ruleFiles, request)
                besides = names
                drafts.append(WaiverDraft(finding, answer, beside: names[finding.rule]))
            }
        }
        var seen: Set<String> = []
        for answer in answers {
            if !found.contains(answer.fingerprint) {
                result.leftOut.append((answer, "what it answers is no longer found"))
            } else if !seen.insert(answer.fingerprint).inserted {
                result.leftOut.append((answer, "the same finding is answered further above"))
            }
        }
        // A waiver is about a rule and a row: it would cover what nobody has answered, too.
        var tooWide: Set<WaivedRow> = []
        for finding in run.findings where finding.isReported && byFingerprint[finding.fingerprint] == nil {
            let row = WaivedRow(finding)
            guard let index = places[row], tooWide.insert(row).inserted else { continue }
            // The same key may stand in several files.
            let file = run.files.count > 1 ? finding.location?.file : nil
            let place = [file, finding.location?.cell].compactMap { $0 }.joined(separator: " ")
            let other = (place.isEmpty ? "" : place + ": ") + cutForReason(finding.message)
            for answer in drafts[index].answers {
                result.leftOut.append(
                    (
                        answer,
                        "the waiver would cover another finding of the key, which has no answer (\(other)): answer both"
                    ))
            }
        }
        drafts.removeAll { tooWide.contains($0.row) }
        let kept = runnable(drafts, ruleFiles, request)
        let keptRows = Set(kept.map(\.row))
        for draft in drafts where !keptRows.contains(draft.row) {
            for answer in draft.answers {
                result.leftOut.append((answer, "its row cannot be named in a waiver: write the waiver by hand"))
            }
        }
        result.text = kept.map(\.text).joined(separator: "\n")
        result.count = kept.reduce(0) { $0 + $1.answers.count }
        result.leftOut.sort { $0.answer.line < $1.answer.line }
        return result
    }

    /// By rule the name of the row beside each of its groups.
    private func rowsBesideGroups(_ ruleFiles: [String], _ request: CheckRequest) -> [String: String] {
        let rules = RuleSources(ruleFiles, in: files, constants: request.constants).check()
        var names: [String: String] = [:]
        for rule in rules.rules {
            if let pairs = rule.pairs { names[rule.name] = rules.joins[pairs.join].name }
        }
        return names
    }

    /// The drafts that can stand beside the rule files: keys are compared as the values that they are, else as they are
    /// printed.
    private func runnable(
        _ drafts: [WaiverDraft], _ ruleFiles: [String], _ request: CheckRequest
    ) -> [WaiverDraft] {
        var drafts = drafts
        for round in 0..<3 where !drafts.isEmpty {
            var text = ""
            var firstLines: [Int] = []
            for draft in drafts {
                firstLines.append(1 + text.utf8.count { $0 == 0x0A })
                text += draft.text + "\n"
            }
            let file = SourceFile(name: "answers.rules", text: text)
            let rules = RuleSources(ruleFiles, adding: [file], in: files, constants: request.constants).check()
            var faulty: Set<Int> = []
            for diagnostic in rules.diagnostics
            where diagnostic.severity == .error && diagnostic.span.file.name == file.name {
                let line = diagnostic.span.start.line
                if let index = firstLines.lastIndex(where: { $0 <= line }) { faulty.insert(index) }
            }
            if faulty.isEmpty { return drafts }
            for index in drafts.indices.reversed() where faulty.contains(index) {
                if round == 0 { drafts[index].isPrinted = true } else { drafts.remove(at: index) }
            }
        }
        return []
    }
}

private func cutForReason(_ message: String) -> String {
    message.count > 100 ? message.prefix(99) + "…" : message
}

/// What a waiver covers: the findings of one rule in one row.
private struct WaivedRow: Hashable {
    let rule: String
    private let key: [String]

    init(_ finding: Finding) {
        rule = finding.rule
        key = finding.key.flatMap { [$0.name, $0.text] }
    }
}

/// A waiver for the findings of one rule in one row.
private struct WaiverDraft {
    let row: WaivedRow
    private let key: [NamedText]
    private(set) var answers: [FindingAnswer]
    /// The name of the row beside the group, for a finding about a pair: before a dot in names of the key.
    private let beside: String?
    /// Whether cells are compared as they are printed.
    var isPrinted = false

    init(_ finding: Finding, _ answer: FindingAnswer, beside: String?) {
        row = WaivedRow(finding)
        self.beside = beside
        key = finding.key
        answers = [answer]
    }

    mutating func add(_ answer: FindingAnswer) { answers.append(answer) }

    var text: String {
        var reasons: [String] = []
        for answer in answers where !reasons.contains(answer.reason) { reasons.append(answer.reason) }
        return waiverText(row.rule, key, beside: beside, isPrinted: isPrinted, reason: reasons.joined(separator: "; "))
    }
}

/// A waiver of a rule's findings in the row with a key. Its cells are compared as the values that they are, or as they
/// are printed. `beside` is the name of the row beside the group, for a finding about a pair: before a dot in names of
/// the key.
func waiverText(_ rule: String, _ key: [NamedText], beside: String?, isPrinted: Bool, reason: String) -> String {
    let conditions = key.map { part in
        let name = quotedName(part.name, beside: beside)
        if part.text.isEmpty { return name + " is blank" }
        return (isPrinted ? "printed(" + name + ")" : name) + " == " + RuleFileWriter.literal(part.text)
    }
    return "waive " + rule + " where " + conditions.joined(separator: " and ") + "\n  because "
        + RuleFileWriter.literal(reason) + "\n"
}

/// A column's name as rules write it: always in backquotes, which no name needs to be without.
private func quotedName(_ name: String, beside: String?) -> String {
    if let beside, name.hasPrefix(beside + ".") {
        return inQuotes(beside) + "." + inQuotes(String(name.dropFirst(beside.count + 1)))
    }
    return inQuotes(name)
}

private func inQuotes(_ name: String) -> String {
    let isPlain =
        identifier(name, avoiding: [], otherwise: "") == name && !name.isEmpty && name.utf8.allSatisfy { $0 < 0x80 }
    return isPlain ? name : "`" + name + "`"
}

extension String {
    /// Without white space at both ends.
    fileprivate var trimmed: String {
        let isBlank: (Character) -> Bool = \.isWhitespace
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }
}
