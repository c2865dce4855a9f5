// Tries changes of rules one at a time, and reports those that no test notices.

import Checking
import Diagnostics
import Findings
import Quantities
import Syntax

/// A date as a rule file writes it.
func dateText(_ days: Int) -> String { Quantities.CalendarDate(days: days)?.text ?? "2000-01-01" }

/// Changes each of some rules, one small thing at a time, and runs its tests.
///
/// A change for which the rule file gives a reason is counted separately: `// mutant: …` at the end of its line or on
/// the line above.
func tryChanges(_ sources: RuleSources, files: [RuleSet.File], rules: [String], into report: inout RuleTestReport) {
    let names = Set(rules)
    for (index, loaded) in files.enumerated() {
        let file = loaded.source
        for declaration in loaded.tree.declarations {
            guard case .rule(let rule) = declaration.kind, names.contains(rule.name.text) else { continue }
            for change in RuleChanges(rule, in: file).changes {
                let changed = file.changed(change)
                var all = files
                all[index] = RuleSet.File(parsing: changed)
                let bench = RuleTestBench(sources, files: all, replacing: [changed]) { $0 == rule.name.text }
                // A change that is not a valid rule shows nothing about the tests.
                guard !bench.diagnostics.contains(where: { $0.severity == .error }) else { continue }
                report.changesTried += 1
                let isNoticed = bench.tests.contains { test in
                    switch bench.result(of: test, explains: false) {
                    case .success(let result): !result.failures.isEmpty
                    case .failure: true
                    }
                }
                if isNoticed { continue }
                if file.givesReason(at: change.range.lowerBound) {
                    report.excused += 1
                    continue
                }
                let span = SourceSpan(file, change.range)
                report.unnoticed.append(
                    UnnoticedChange(
                        rule: rule.name.text, location: RuleLocation(span), change: change.words,
                        line: file.lineText(span.start.line)))
            }
        }
    }
}

extension SourceFile {
    fileprivate func changed(_ change: RuleChange) -> SourceFile {
        var bytes = self.bytes
        bytes.replaceSubrange(change.range, with: Array(change.replacement.utf8))
        return SourceFile(name: name, bytes: bytes)
    }

    /// Whether `// mutant:` is on the line of an offset, or alone on the line above.
    fileprivate func givesReason(at offset: Int) -> Bool {
        let line = line(at: offset)
        if lineText(line).contains("// mutant:") { return true }
        let above = lineText(line - 1).drop { $0 == " " || $0 == "\t" }
        return above.hasPrefix("// mutant:")
    }
}
