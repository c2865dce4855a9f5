// The pages of `explain`: one for structural findings, one for rules.

import Catalog
import Findings

extension Page {
    /// What a structural finding means, with examples.
    mutating func explain(_ finding: BuiltInFinding, today: Int) {
        let documentation = finding.documentation
        heading("\(finding.rawValue) (\(finding.severity.rawValue)): \(documentation.title)")
        blankLine()
        paragraphs(documentation.meaning)
        heading("Why it matters")
        paragraphs(documentation.reason)
        heading("An example that gets it")
        block(documentation.failing.rules)
        for file in documentation.failing.returns { show(file) }
        heading("The same put right")
        if documentation.passing.rules != documentation.failing.rules { block(documentation.passing.rules) }
        for file in documentation.passing.returns where !documentation.failing.holds(file) { show(file) }
        heading("How to correct it")
        paragraphs(documentation.mending)
        heading("How to waive it")
        switch documentation.waiving {
        case .row: waiver(finding.rawValue, key: [anyRow], today: today)
        case .table: waiver(finding.rawValue, key: [], today: today)
        case .never(let reason): paragraphs("It should not be waived. " + reason)
        }
        paragraphs("To change its severity, or to leave it out: `set \(finding.rawValue) to note`, or `to off`.")
    }

    /// What a rule means, from its own words.
    mutating func explain(_ rule: ExplainedRule, today: Int) {
        heading("\(rule.name) (\(rule.severity.rawValue)): \(rule.title)")
        if let reason = rule.idleReason {
            blankLine()
            paragraphs("It does not run here: \(reason).")
        } else {
            let names = rule.tables.map { "`\($0.name)`" }.joined(separator: ", ")
            blankLine()
            paragraphs("It checks \(names).")
        }
        if !rule.documentation.isEmpty {
            heading("Why it matters")
            paragraphs(rule.documentation)
        }
        heading("The rule, at \(rule.location)")
        block(rule.source)
        if !rule.test.isEmpty {
            heading("An example")
            block(rule.test)
        }
        heading("How to waive it")
        waiver(rule.name, key: rule.tables.first?.key ?? [anyRow], today: today)
    }

    /// A waiver that can be pasted into a rule file.
    private mutating func waiver(_ name: String, key: [String], today: Int) {
        var line = "waive \(name)"
        if !key.isEmpty { line += " where " + key.joined(separator: " and ") }
        // A quarter of a year: until the next return.
        line += " until " + written(today + 91)
        block([line, "  because \"why this is right as it is\"", ""])
    }

    /// A condition that selects a row where no table is known.
    private var anyRow: String { "ref == \"…\"" }

    private mutating func show(_ file: ExampleReturn) {
        paragraphs("`\(file.name)`:")
        block(file.text)
    }
}

extension FindingExample {
    /// Whether the example has an identical file.
    fileprivate func holds(_ file: ExampleReturn) -> Bool {
        returns.contains { $0.name == file.name && $0.bytes == file.bytes }
    }
}
