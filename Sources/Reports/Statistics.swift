// The table of every rule's outcomes.

package import Findings

/// A line for each rule and table with how often it held, was broken, and could not be decided, fitted to the style's
/// width: the least important counts are left out where it is narrow. Empty where nothing ran.
package func renderStatistics(_ run: CheckRun, style: TextStyle) -> String {
    if style.plain { return narratedStatistics(run).map { $0 + "\n" }.joined() }
    guard !run.rules.isEmpty else { return "" }
    let titles = ["broken", "undecided", "passed", "findings", "waived", "does not apply"]
    let rows = run.rules.map { entry in
        ([entry.broken] + (entry.isStructural ? [nil] : [entry.undecided])
            + (entry.isStructural ? [nil] : [entry.passed])
            + [entry.findings, entry.waived] + (entry.isStructural ? [nil] : [entry.notApplicable])).map {
                $0.map(grouped) ?? ""
            }
    }
    let names = run.rules.map { escapedForTerminal($0.nameInStatistics, columns: 120) }
    let widths = titles.indices.map { column in rows.reduce(titles[column].count) { max($0, $1[column].count) } }
    let nameWidth = max(4, names.reduce(0) { max($0, displayWidth($1)) })
    var shown = titles.count
    let severityWidth = 9
    func needed(_ count: Int) -> Int { widths.prefix(count).reduce(0) { $0 + 2 + $1 } }
    while shown > 1, severityWidth + min(nameWidth, 28) + needed(shown) > style.columns { shown -= 1 }
    let room = max(8, min(nameWidth, style.columns - severityWidth - needed(shown)))
    var canvas = TextCanvas(style)
    var header = blanks(severityWidth + room)
    for column in 0..<shown { header += "  " + blanks(widths[column] - titles[column].count) + titles[column] }
    canvas.line((header, .dim))
    for (index, entry) in run.rules.enumerated() {
        var counts = ""
        for column in 0..<shown {
            counts += "  " + blanks(widths[column] - rows[index][column].count) + rows[index][column]
        }
        while counts.last == " " { counts.removeLast() }
        canvas.line(
            (padded(entry.severity.rawValue, to: severityWidth), entry.reported > 0 ? Ink(entry.severity) : .dim),
            (padded(fitted(names[index], to: room), to: room), .plain), (counts, .plain))
    }
    return canvas.output
}

/// The same counts in a sentence for each entry.
func narratedStatistics(_ run: CheckRun) -> [String] {
    run.rules.map { entry in
        var words =
            "Rule " + escapedForTerminal(entry.nameInStatistics, columns: 120) + ": " + grouped(entry.broken)
            + " broken"
        if !entry.isStructural {
            words += ", " + grouped(entry.passed) + " passed, " + grouped(entry.undecided) + " undecided, "
            words += grouped(entry.notApplicable) + " to which it does not apply"
        }
        if entry.findings != entry.broken { words += ", " + counted(entry.findings, "finding") }
        return words + ", " + grouped(entry.waived) + " waived."
    }
}

extension RuleOutcomeCounts {
    /// `rag-follows-target kpis`, `bad-format kpis.ref`.
    fileprivate var nameInStatistics: String {
        guard let table else { return rule }
        return rule + " " + table + (column.map { "." + $0 } ?? "")
    }
}
