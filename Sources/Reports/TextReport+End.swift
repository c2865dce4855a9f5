// The end of the text output: totals, what could not be decided, what to do next.

import Diagnostics
import Findings

extension TextCanvas {
    mutating func drawEnd(_ run: CheckRun, _ selection: Selection, _ style: TextStyle) {
        for (text, ink) in endLines(run, selection, style) { wrap("", .plain, text, ink, indent: 2) }
    }
}

/// The sentences that end a report, drawn or narrated.
func endLines(_ run: CheckRun, _ selection: Selection, _ style: TextStyle) -> [(text: String, ink: Ink)] {
    let totals = OutcomeTotals(run)
    let worst = Severity.descending.first { totals[$0] > 0 }
    let isClean =
        worst == nil && !run.files.isEmpty && run.unreadable.isEmpty && run.verdict.isComplete && run.formOnly.isEmpty
        && run.hasDecided
    var lines: [(String, Ink)] = [(run.totalsLine, worst.map { Ink($0) } ?? (isClean ? .good : .strong))]
    if totals.all > 1 {
        let rules = run.reportedByRule(from: style.minimum)
        if rules.count > 1 { lines.append(("By rule: " + first(6, of: rules.map { ($0.rule, $0.count) }), .plain)) }
        let owners = run.reportedByOwner(from: style.minimum)
        if !owners.isEmpty { lines.append(("By owner: " + first(8, of: owners.map { ($0.owner, $0.count) }), .plain)) }
    }
    let hidden = Severity.descending.filter { selection.belowMinimum[$0, default: 0] > 0 }
    if !hidden.isEmpty {
        let words = hidden.map { counted(selection.belowMinimum[$0, default: 0], $0) }
        lines.append(("Counted but not shown: " + listed(words), .plain))
    }
    if run.isPartial {
        lines.append(("The check was interrupted: this report is incomplete", .error))
    }
    if !run.unreadable.isEmpty {
        lines.append((counted(run.unreadable.count, "file") + " could not be read: the check is not complete", .error))
    }
    for line in run.coverageLines { lines.append((line.words, .strong)) }
    for line in run.unreadLines { lines.append((line.words, .plain)) }
    if !run.files.isEmpty, run.verdict != .nothingChecked, let reach = run.reachLine { lines.append((reach, .plain)) }
    for line in run.undecidedLines(most: style.statistics ? .max : 3) { lines.append((line, .plain)) }
    return lines + nextLines(run, totals, selection)
}

/// What to do next, most urgent first.
private func nextLines(_ run: CheckRun, _ totals: OutcomeTotals, _ selection: Selection) -> [(text: String, ink: Ink)] {
    if case .cannotCheck = run.verdict, totals.ofRuleFiles > 0 {
        return [("Next: put the rule file right; returns are checked when it holds no error", .plain)]
    }
    if run.verdict == .nothingChecked, run.checkedFormOnly {
        return [
            (
                "Next: give columns the names that rules look for, as in `value measure from \"HEADER\"`, or write a "
                    + "rule for the table; `--allow-empty` says that its form is enough", .plain
            )
        ]
    }
    if run.files.isEmpty || run.verdict == .nothingChecked {
        // Without a rule file there is nothing that a return could fit.
        guard run.unreadable.isEmpty, run.assumed.isEmpty else { return [] }
        return [("Next: name a return that fits a table of the rule file, or check the table's `from`", .plain)]
    }
    var lines: [(String, Ink)] = []
    if let reading = run.assumed.first {
        let path = escapedForTerminal(reading.path)
        lines.append(
            (
                "Next: `kpilint init " + path + "` writes this reading as a rule file, to be read through and kept",
                .plain
            ))
    }
    if selection.fixable.count > 0 {
        // A lower bound that depends on how much is shown is not printed as a number.
        let count = selection.fixable.isLeast ? "findings" : counted(selection.fixable.count, "finding")
        lines.append(("Next: `kpilint fix` puts " + count + " right safely (`--diff` shows how)", .plain))
    }
    // The most severe rule with the most findings; of equals the first.
    var chosen: RuleOutcomeCounts?
    for entry in run.rules where entry.reported > 0 {
        guard let best = chosen else {
            chosen = entry
            continue
        }
        if (entry.severity, entry.reported) > (best.severity, best.reported) { chosen = entry }
    }
    if let chosen, chosen.rule == outdatedBaselineRule {
        lines.append(("Next: `kpilint baseline prune` removes from the baseline what is gone", .plain))
    } else if let chosen {
        let rule = escapedForTerminal(chosen.rule, columns: 120)
        lines.append(("Next: `kpilint explain " + rule + "` says what it means and how to put it right", .plain))
    } else if let rule = run.undecidedByRule.first?.rule, run.rulesWithoutDecision.contains(rule),
        run.assumed.isEmpty
    {
        // `why` needs a rule file.
        lines.append(
            ("Next: `kpilint why " + escapedForTerminal(rule, columns: 120) + " --row …` says what it lacks", .plain))
    }
    return lines
}
