// `set rule to severity`: changes imported rules and structural findings.

import Catalog
import Diagnostics
import Findings
import Syntax

extension Checker {
    /// Applies the `set`s of all files; those of an importing file come after those of what it imports.
    func applySettings() {
        for (index, loaded) in files.enumerated() {
            var seen: Set<String> = []
            for declaration in loaded.tree.declarations {
                guard case .set(let setting) = declaration.kind else { continue }
                let span = SourceSpan(loaded.source, setting.rule.range)
                guard seen.insert(setting.rule.text).inserted else {
                    use(ruleOrFinding(setting.rule.text), setting.rule, in: loaded.source)
                    error(
                        "duplicate-name", "`\(setting.rule.text)` is set twice in this file", at: span,
                        help: "leave one of them")
                    continue
                }
                apply(setting, SourceSpan(loaded.source, declaration.range), file: index)
            }
        }
    }

    private func apply(_ setting: SetDeclaration, _ span: SourceSpan, file: Int) {
        let source = files[file].source
        let severity = Severity(rawValue: setting.severity.text)
        if severity == nil && setting.severity.text != "off" {
            unknownName(
                "unknown-severity", "`\(setting.severity.text)` is not a severity", setting.severity, in: source,
                among: Severity.allCases.map(\.rawValue) + ["off"],
                otherwise: "a severity is error, query, warning, note or off")
        }
        if let finding = BuiltInFinding(rawValue: setting.rule.text) {
            rules.structural.set(finding, to: severity)
            use(symbols.symbol(of: finding), setting.rule, in: source)
            return
        }
        guard let rule = rulesByName[setting.rule.text] else {
            unknownName(
                "unknown-rule", "there is no rule `\(setting.rule.text)`", setting.rule, in: source,
                among: ruleNames)
            return
        }
        use(ruleEntries[rule].symbol, setting.rule, in: source)
        if ruleEntries[rule].origin.file == file {
            error(
                "set-own-rule", "`\(setting.rule.text)` is a rule of this file",
                at: SourceSpan(source, setting.rule.range),
                help: "change its severity where it is declared, or remove the rule; `set` is for imported rules")
            return
        }
        if let severity {
            ruleEntries[rule].severity = severity
            ruleEntries[rule].off = nil
        } else if setting.severity.text == "off" {
            ruleEntries[rule].off = span
        }
    }

    /// The names of all rules and structural findings.
    var ruleNames: [String] {
        ruleEntries.map(\.declaration.name.text) + BuiltInFinding.allCases.map(\.rawValue)
    }
}
