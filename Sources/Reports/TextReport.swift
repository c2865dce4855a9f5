// Draws a run for people at a terminal: each finding with the part of the return it is about, and the totals.

import Diagnostics
package import Findings
import Locations

/// The run as text for people, wrapped to the style's width. Only paths may be wider than a line.
///
/// Faults of the rule files come first, then the rows with findings, file by file and the worst first, waived findings
/// in a line each, what could not be read, the totals, what could not be decided and what to do next: at a terminal
/// people look at the end; elsewhere the totals begin the report. The only control characters are SGR sequences, where
/// the style has colour.
package func writeText(_ run: CheckRun, style: TextStyle, to sink: @escaping ReportSink) {
    if style.plain { return narrate(run, style: style, to: sink) }
    let selection = Selection(run, style)
    var canvas = TextCanvas(style, to: sink)
    defer { canvas.end() }
    func drawTotals() {
        if style.quiet { return }
        if style.statistics {
            let table = renderStatistics(run, style: style)
            if !table.isEmpty { canvas.append(table + "\n") }
        }
        canvas.drawEnd(run, selection, style)
    }
    if style.beginsWithTotals {
        drawTotals()
        if !style.quiet { canvas.blankLine() }
    }
    if !style.quiet { canvas.drawAssumedReadings(run) }
    canvas.drawRuleFileFaults(run.diagnostics, style)
    var drawing = EntryDrawing(style)
    for finding in run.savedRuleFileFindings where finding.severity >= style.minimum {
        drawing.draw(RowEntry(finding), on: &canvas)
    }
    let folds = selection.forEachEntry { drawing.draw($0, on: &canvas) }
    for fold in folds { canvas.draw(fold) }
    if !folds.isEmpty { canvas.blankLine() }
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
    if !style.beginsWithTotals { drawTotals() }
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

    /// `error[red-says-why]: the same in 4 more rows: 3.1, 3.2, 3.5, 4.1`.
    fileprivate mutating func draw(_ fold: Fold) {
        let prefix = fold.severity.rawValue + "[" + escapedForTerminal(fold.rule, columns: 120) + "]"
        let room = 2 * width - displayWidth(prefix) - 8
        wrap(prefix, Ink(fold.severity), ": " + fold.fitted(to: max(room, 72)).text, .plain, indent: 4)
    }

    /// A path, which is never wrapped, with words beside it where they fit, else below it.
    mutating func drawBeside(_ prefix: String, _ path: String, _ words: String, _ ink: Ink) {
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
