// What all formats for machines need of a run: its findings, its rules, the replacements it suggests.

import Findings

extension CheckRun {
    /// Calls the body with each of the findings that count and are at least that severe, those about rule files first.
    func eachReportedFinding(from minimum: Severity = .note, _ body: (Finding) -> Void) {
        for finding in ruleFileFindings(self) where finding.severity >= minimum { body(finding) }
        for finding in findings where finding.isReported && finding.severity >= minimum { body(finding) }
    }

    /// Each rule once: those that ran, then those that only findings name. Each has the highest severity of its
    /// findings.
    var ruleDescriptions: [RuleDescription] {
        var descriptions: [RuleDescription] = []
        var indexes: [String: Int] = [:]
        func add(_ rule: String, _ severity: Severity, _ change: (inout RuleDescription) -> Void) {
            let index = indexes[rule] ?? descriptions.count
            if index == descriptions.count {
                descriptions.append(RuleDescription(rule: rule, severity: severity))
                indexes[rule] = index
            }
            descriptions[index].severity = max(descriptions[index].severity, severity)
            change(&descriptions[index])
        }
        for entry in rules {
            add(entry.rule, entry.severity) {
                $0.title = $0.title ?? entry.title
                $0.documentation = $0.documentation ?? entry.documentation
                $0.isStructural = $0.isStructural || entry.isStructural
            }
        }
        for finding in ruleFileFindings(self) { add(finding.rule, finding.severity) { $0.isAboutRuleFiles = true } }
        // Stored findings are all in the counts; those of a run that was made by hand need not be.
        if findings.isHeld {
            for finding in findings where indexes[finding.rule] == nil { add(finding.rule, finding.severity) { _ in } }
        }
        return descriptions
    }

    /// How many reported findings of each entry of the counts the run does not hold; entries with none are left out.
    var hiddenCounts: [EntryName: Int] {
        if findings.count >= rules.reduce(0, { $0 + $1.findings }) { return [:] }
        var hidden: [EntryName: Int] = [:]
        for entry in rules where entry.reported > 0 { hidden[EntryName(entry), default: 0] += entry.reported }
        for finding in findings where finding.isReported {
            if let count = hidden[EntryName(finding)] { hidden[EntryName(finding)] = count - 1 }
        }
        return hidden.filter { $0.value > 0 }
    }
}

extension Finding {
    /// The message; for a finding in a workbook with its sheet and cell, for formats that have only lines and columns.
    var messageWithCell: String {
        guard let cell = location?.sheetAndCell else { return message }
        return cell + ": " + message
    }
}

/// The description of a rule in a format that describes rules.
struct RuleDescription {
    var rule: String
    var severity: Severity
    var title: String?
    var documentation: String?
    var isStructural = false
    var isAboutRuleFiles = false

    init(rule: String, severity: Severity) {
        self.rule = rule
        self.severity = severity
    }

    /// In one line; never empty.
    var short: String {
        if let title, !title.isEmpty { return escapedForTerminal(title) }
        return escapedForTerminal(rule.split(separator: "-").joined(separator: " "))
    }

    /// What it means; never empty.
    var long: String {
        guard let documentation, !documentation.isEmpty else { return ended(short) }
        return documentation.split(separator: "\n").map { escapedForTerminal(String($0)) }.joined(separator: "\n")
    }

    /// Where to learn more, in a sentence.
    var advice: String {
        isAboutRuleFiles
            ? "It is about a rule file, not about a return." : "Run: kpilint explain " + escapedForTerminal(rule)
    }
}

extension Severity {
    /// `Error`, for the start of a sentence.
    var capitalised: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}
