// Narrates a run: a sentence or two for each finding, for screen readers and for those who want no drawing.

import Diagnostics
import Findings

/// The run in narrated lines, one for each finding, never broken: a reader's software breaks them.
func narrate(_ run: CheckRun, style: TextStyle) -> String {
    let selection = Selection(run, style)
    var lines = run.diagnostics.filter { $0.severity.asFinding >= style.minimum }.map(narrate)
    for finding in run.savedRuleFileFindings where finding.severity >= style.minimum { lines.append(narrate(finding)) }
    for (index, finding) in selection.drawn.enumerated() {
        lines.append(narrate(finding))
        if let fold = selection.folds[index] { lines.append(sentence(fold.fitted(to: 400).text)) }
    }
    for (entry, count) in selection.undrawn {
        lines.append(
            capitalised(entry.severity) + ", rule " + escapedForTerminal(entry.rule, columns: 120) + ": "
                + ended(entry.undrawnWords(count)))
    }
    if !style.quiet {
        for finding in selection.waived { lines.append("Waived: " + ended(finding.waivedWords)) }
        for (rule, count) in selection.moreWaived {
            lines.append(
                "Waived: " + escapedForTerminal(rule, columns: 120) + " in " + counted(count, "more place") + ".")
        }
    }
    for file in run.unreadable {
        lines.append(
            "Error, file " + escapedForTerminal(file.path) + " could not be read: "
                + ended(escapedForTerminal(file.reason)))
    }
    if !style.quiet {
        if style.statistics { lines += narratedStatistics(run) }
        lines += endLines(run, selection, style).map { sentence($0.text) }
    }
    return lines.map { $0 + "\n" }.joined()
}

/// `Error, rule rag-follows-target, file kpis.csv, line 121, column rag, row 120, ref 7.25: message. Help: …`.
private func narrate(_ finding: Finding) -> String {
    var parts = [capitalised(finding.severity), "rule " + escapedForTerminal(finding.rule, columns: 120)]
    if let place = finding.place {
        parts.append("file " + escapedForTerminal(place.file))
        if let sheet = place.sheet { parts.append("sheet " + escapedForTerminal(sheet)) }
        parts.append("line " + String(place.line))
        if let column = finding.column ?? place.header {
            parts.append("column " + escapedForTerminal(column, columns: 80))
        }
        if let row = place.row { parts.append("row " + String(row)) }
    }
    if !finding.key.isEmpty { parts.append(finding.namedKey) }
    var words = parts.joined(separator: ", ") + ": " + ended(escapedForTerminal(finding.message, columns: 480))
    for related in finding.related {
        words += " See line " + String(related.place.line)
        if related.place.file != finding.place?.file { words += " of " + escapedForTerminal(related.place.file) }
        words += ": " + ended(escapedForTerminal(related.message, columns: 240))
    }
    if let help = finding.help, !help.isEmpty {
        words += " Help: " + ended(escapedForTerminal(help, columns: 720))
    }
    return words
}

private func capitalised(_ severity: Severity) -> String {
    severity.rawValue.prefix(1).uppercased() + severity.rawValue.dropFirst()
}
