// Draws a run for people at a terminal: each finding with the part of the return it is about, and the totals.

import Diagnostics
package import Findings
import Locations

/// The run as text for people, wrapped to the style's width. Only paths may be wider than a line.
///
/// Faults of the rule files come first, then findings in their order, waived ones in a line each, what could not be
/// read, the totals, what could not be decided and what to do next. The only control characters are SGR sequences,
/// where the style has colour.
package func writeText(_ run: CheckRun, style: TextStyle, to sink: @escaping ReportSink) {
    if style.plain { return narrate(run, style: style, to: sink) }
    let selection = Selection(run, style)
    var canvas = TextCanvas(style, to: sink)
    defer { canvas.end() }
    if !style.quiet { canvas.drawAssumedReadings(run) }
    canvas.drawRuleFileFaults(run.diagnostics, style)
    for finding in run.savedRuleFileFindings where finding.severity >= style.minimum {
        canvas.draw(finding, fold: nil)
        canvas.blankLine()
    }
    selection.forEachDrawn { finding, fold in
        canvas.draw(finding, fold: fold)
        canvas.blankLine()
    }
    for (entry, count) in selection.undrawn {
        canvas.wrap(
            entry.severity.rawValue + "[" + escapedForTerminal(entry.rule, columns: 120) + "]", Ink(entry.severity),
            ": " + entry.undrawnWords(count), .plain, indent: 4)
    }
    if !selection.undrawn.isEmpty { canvas.blankLine() }
    if !style.quiet { canvas.drawWaived(selection) }
    for file in run.unreadable {
        canvas.wrap(
            "error", .error,
            ": " + escapedForTerminal(file.path) + " could not be read: "
                + escapedForTerminal(file.reason), .strong, indent: 4)
    }
    if !run.unreadable.isEmpty { canvas.blankLine() }
    if style.quiet { return }
    if style.statistics {
        let table = renderStatistics(run, style: style)
        if !table.isEmpty { canvas.append(table + "\n") }
    }
    canvas.drawEnd(run, selection, style)
}

package func renderText(_ run: CheckRun, style: TextStyle) -> String {
    String(decoding: collected { writeText(run, style: style, to: $0) }, as: UTF8.self)
}

extension RuleOutcomeCounts {
    /// The line about an entry none of whose findings is drawn.
    func undrawnWords(_ count: Int) -> String {
        var words = counted(count, "finding")
        if let table { words += " in table " + escapedForTerminal(table, columns: 120) }
        if let column { words += ", column " + escapedForTerminal(column, columns: 120) }
        return words + ", none shown"
    }
}

extension TextCanvas {
    fileprivate mutating func drawRuleFileFaults(_ diagnostics: [Diagnostic], _ style: TextStyle) {
        let shown = diagnostics.filter { $0.severity.asFinding >= style.minimum }
        guard !shown.isEmpty else { return }
        append(renderDiagnostics(shown, style: style))
        blankLine()
    }

    /// One finding: message, place, excerpt, related places, rule and help.
    fileprivate mutating func draw(_ finding: Finding, fold: Fold?) {
        wrap(
            finding.severity.rawValue + "[" + escapedForTerminal(finding.rule, columns: 120) + "]",
            Ink(finding.severity), ": " + escapedForTerminal(finding.message, columns: 480), .strong, indent: 4)
        if let location = finding.location { drawPlace(location, of: finding) }
        if let excerpt = finding.excerpt { draw(excerpt, of: finding) }
        for related in finding.related where !finding.shows(related.location) {
            drawBeside(
                "  see: ", related.location.pathAndPosition, escapedForTerminal(related.message, columns: 240), .plain)
        }
        drawRule(finding.ruleLocation, fold)
        if let help = finding.help, !help.isEmpty {
            wrap("  help: ", .note, escapedForTerminal(help, columns: 720), .plain, indent: 8)
        }
    }

    private mutating func drawPlace(_ location: FindingLocation, of finding: Finding) {
        var details: [String] = []
        if let row = location.row { details.append("row " + String(row)) }
        if !finding.key.isEmpty { details.append(finding.namedKey) }
        if finding.excerpt == nil, let header = location.header {
            details.append("column " + escapedForTerminal(header, columns: 40))
        }
        drawBeside("  --> ", location.pathAndPosition, details.joined(separator: ", "), .plain)
    }

    /// A path, which is never wrapped, with words beside it where they fit, else below it.
    private mutating func drawBeside(_ prefix: String, _ path: String, _ words: String, _ ink: Ink) {
        let used = displayWidth(prefix) + displayWidth(path)
        if words.isEmpty {
            line((prefix, .secondary), (path, .plain))
        } else if used + 3 + displayWidth(words) <= width {
            line((prefix, .secondary), (path, .plain), ("   " + words, ink))
        } else {
            line((prefix, .secondary), (path, .plain))
            drawIndented(words, ink, indent: displayWidth(prefix))
        }
    }

    private mutating func drawRule(_ location: RuleLocation?, _ fold: Fold?) {
        let path = location.map { escapedForTerminal($0.file) + ":" + String($0.line) }
        guard let fold else {
            if let path { line(("  rule: " + path, .dim)) }
            return
        }
        let beside = width - 8 - displayWidth(path ?? "") - 3
        let whole = fold.fitted(to: beside)
        if let path, whole.isComplete || beside >= 60 {
            line(("  rule: " + path, .dim), ("   " + whole.text, .plain))
            return
        }
        if let path { line(("  rule: " + path, .dim)) }
        let indent = path == nil ? 2 : 8
        drawIndented(fold.fitted(to: max(width - indent, 72)).text, .plain, indent: indent)
    }

    fileprivate mutating func drawWaived(_ selection: Selection) {
        selection.forEachWaived { finding in
            wrap("waived: ", .dim, finding.waivedWords, .dim, indent: 8)
        }
        for (rule, count) in selection.moreWaived {
            wrap(
                "waived: ", .dim, escapedForTerminal(rule, columns: 120) + " in " + counted(count, "more place"), .dim,
                indent: 8)
        }
        if selection.hasWaived { blankLine() }
    }
}

extension Fold {
    /// The words with as many names as fit; `isComplete` where nothing is left out.
    func fitted(to width: Int) -> (text: String, isComplete: Bool) {
        var text = words
        guard !names.isEmpty else { return (text, displayWidth(text) <= width) }
        for (index, name) in names.enumerated() {
            let isLast = index == names.count - 1 && names.count == count
            let next = text + (index == 0 ? "" : ", ") + name
            if displayWidth(next) + (isLast ? 0 : 2) > width {
                return (index == 0 ? String(text.dropLast(2)) : text + " …", false)
            }
            text = next
        }
        return names.count < count ? (text + " …", true) : (text, true)
    }
}

extension FindingLocation {
    /// `returns/kpis.csv:121:96`, or `returns/q2.xlsx, “Q2 KPIs”!H121`; escaped.
    var pathAndPosition: String {
        if let sheetAndCell { return escapedForTerminal(file) + ", " + sheetAndCell }
        return escapedForTerminal(file) + ":" + String(line) + ":" + String(column)
    }

    /// `“Q2 KPIs”!H121`, escaped; `nil` in texts.
    var sheetAndCell: String? {
        guard case .sheet(let extent) = extent else { return nil }
        return "“" + escapedForTerminal(sheet ?? "", columns: 80) + "”!" + extent.name
    }
}

extension Finding {
    /// Whether a related place needs no line of its own: the excerpt shows its row and marks it.
    func shows(_ related: FindingLocation) -> Bool {
        guard let location, let excerpt, related.file == location.file, related.line == location.line else {
            return false
        }
        return excerpt.rows.contains { $0.line == related.line && $0.marks.count > 1 }
    }

    /// `cumulative-falls at kpis.csv:6, ref 1.5: the reason (until 2024-03-31)`.
    var waivedWords: String {
        var words = escapedForTerminal(rule, columns: 120)
        if let location { words += " at " + escapedForTerminal(location.file) + ":" + String(location.line) }
        if !key.isEmpty { words += ", " + namedKey }
        guard let waived else { return words }
        words += ": " + escapedForTerminal(waived.because, columns: 480)
        if let until = waived.until { words += " (until " + escapedForTerminal(until) + ")" }
        return words
    }
}
