// Narrates a run: a sentence or two for each finding, for screen readers and people who prefer text to drawings.

import Diagnostics
import Findings
import Locations

/// The run in narrated lines, one for each finding, never wrapped: the reader's software does that.
func narrate(_ run: CheckRun, style: TextStyle, to sink: @escaping ReportSink) {
    let selection = Selection(run, style)
    var output = TextPieces(sink)
    defer { output.end() }
    func add(_ line: String) { output.add(line + "\n") }
    func addTotals() {
        if style.quiet { return }
        if style.statistics { narratedStatistics(run).forEach(add) }
        for line in endLines(run, selection, style) { add(sentence(line.text)) }
    }
    if style.beginsWithTotals { addTotals() }
    if !style.quiet {
        for (heading, columns, notes) in assumedLines(run) {
            let read = columns.map { $0.header + " as " + $0.meaning }.joined(separator: "; ")
            add(ended(columns.isEmpty ? heading : heading + ": " + read))
            for note in notes { add(ended(note)) }
        }
    }
    for diagnostic in run.diagnostics where diagnostic.severity.asFinding >= style.minimum { add(narrate(diagnostic)) }
    for finding in run.savedRuleFileFindings where finding.severity >= style.minimum { add(narrate(finding)) }
    let folds = selection.forEachEntry { entry in
        for finding in entry.findings {
            add(narrate(finding) + (entry.origin(of: finding).map { " Follows from " + $0 + "." } ?? ""))
        }
    }
    for fold in folds {
        add(
            capitalised(fold.severity) + ", rule " + escapedForTerminal(fold.rule, columns: 120) + ": "
                + ended(fold.fitted(to: 400).text))
    }
    for (entry, count) in selection.undrawn {
        add(
            capitalised(entry.severity) + ", rule " + escapedForTerminal(entry.rule, columns: 120) + ": "
                + ended(entry.undrawnWords(count)))
    }
    if !style.quiet {
        selection.forEachWaived { add("Waived: " + ended($0.waivedWords)) }
        for (rule, count) in selection.moreWaived {
            add(
                "Waived: " + escapedForTerminal(rule, columns: 120) + " in " + counted(count, "more place") + ".")
        }
    }
    for file in run.unreadable {
        add(
            "Error, file " + escapedForTerminal(file.path) + " could not be read: "
                + ended(escapedForTerminal(file.reason)))
    }
    if !style.beginsWithTotals { addTotals() }
}

/// `Error, rule rag-follows-target, file kpis.csv, line 121, column rag, row 120, ref 7.25: message. Help: …`.
private func narrate(_ finding: Finding) -> String {
    var parts = [capitalised(finding.severity), "rule " + escapedForTerminal(finding.rule, columns: 120)]
    if let location = finding.location {
        parts.append("file " + escapedForTerminal(location.file))
        parts.append(location.lineOrCell)
        if let column = location.header ?? finding.column {
            parts.append("column " + escapedForTerminal(column, columns: 80))
        }
        // A cell has its row in its name.
        if let row = location.row, location.cell == nil { parts.append("row " + String(row)) }
    }
    if !finding.key.isEmpty { parts.append(finding.namedKey) }
    if let label = finding.label { parts.append(escapedForTerminal(label, columns: 100)) }
    if let owner = finding.owner { parts.append("owner " + escapedForTerminal(owner, columns: 60)) }
    var words = parts.joined(separator: ", ") + ": " + ended(escapedForTerminal(finding.messageBesideRow, columns: 480))
    for related in finding.related {
        words += " See " + related.location.lineOrCell
        if related.location.file != finding.location?.file {
            words += " of " + escapedForTerminal(related.location.file)
        }
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

extension FindingLocation {
    /// `line 121`, or `sheet Q2 KPIs, cell H121`; escaped.
    fileprivate var lineOrCell: String {
        guard case .sheet(let extent) = extent else {
            return "line " + String(line) + (cell.map { ", cell " + $0 } ?? "")
        }
        return "sheet " + escapedForTerminal(sheet ?? "", columns: 80) + ", cell " + extent.name
            + (isHidden ? ", hidden" : "")
    }
}
