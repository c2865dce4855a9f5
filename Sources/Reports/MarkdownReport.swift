// The run as a page of Markdown, for a step summary or a comment.

package import Findings

/// Verdict, totals, the most severe findings, what was left out, the counts of each rule. At most `maxFindings`
/// findings and 900 KiB; the page states what it leaves out.
package func renderMarkdown(_ run: CheckRun, maxFindings: Int = mostOnAPage) -> [UInt8] {
    var page = "## kpilint: " + verdict(run) + "\n\n" + run.totalsLine + "\n"
    for notice in run.assumedNotices.prefix(20) { page += "\n" + markdownText(notice.sentence) + "\n" }
    for line in run.coverageLines + run.unreadLines { page += "\n" + markdownText(line.words) + "\n" }
    for file in run.unreadable.prefix(1000) {
        page += "\n**" + markdownText(file.path) + " could not be read**: " + markdownText(file.reason) + "\n"
    }
    if run.unreadable.count > 1000 {
        page += "\n" + grouped(run.unreadable.count - 1000) + " more files could not be read\n"
    }
    if run.isPartial { page += "\n**The check was interrupted: this report is incomplete**\n" }
    let end = ending(run)
    let room = HostLimits.summaryBytes - end.utf8.count - 512
    let findings = ruleFileFindings(run) + run.findings.first(ofEachEntry: maxFindings).filter(\.isReported)
    let total = OutcomeTotals(run).all
    var listed = 0
    var table = "\n| | row | findings |\n| --- | --- | --- |\n"
    for entry in entries(findings, most: maxFindings) {
        let row = tableRow(entry)
        guard page.utf8.count + table.utf8.count + row.utf8.count <= room else { break }
        table += row
        listed += entry.findings.count
    }
    if listed > 0 { page += table }
    if total > listed {
        page +=
            "\n"
            + counted(
                total - listed, listed == 0 ? "finding is" : "more finding is",
                listed == 0 ? "findings are" : "more findings are") + " not listed here\n"
    }
    return Array((page + end).utf8)
}

private func verdict(_ run: CheckRun) -> String {
    switch run.verdict {
    case .clean:
        run.files.isEmpty
            ? "nothing was checked"
            : run.checkedFormOnly ? onlyForm : run.decidedNothing ? "no rule decided anything" : "passed"
    case .findings: "findings to put right"
    case .cannotCheck: "the rule files have errors"
    case .incomplete: "not every return could be read"
    case .nothingChecked: run.checkedFormOnly ? onlyForm : "nothing was checked"
    case .interrupted: "ended early"
    }
}

/// How many findings a page lists, and how many of one entry of the counts are candidates for it.
package let mostOnAPage = 100

private let onlyForm = "only the form of cells was checked"

/// All that is wrong with one row is one entry; the worst come first.
private func entries(_ findings: [Finding], most: Int) -> [RowEntry] {
    var entries: [RowEntry] = []
    var places: [RowKey: Int] = [:]
    var count = 0
    worst: for severity in Severity.descending {
        for finding in findings where finding.severity == severity {
            guard count < most else { break worst }
            count += 1
            let row = RowKey(finding)
            // A page has a limit, and ends between two entries.
            if let place = row.flatMap({ places[$0] }), entries[place].findings.count < 12 {
                entries[place].add(finding)
            } else {
                if let row { places[row] = entries.count }
                entries.append(RowEntry(finding))
            }
        }
    }
    return entries
}

private func tableRow(_ entry: RowEntry) -> String {
    guard let first = entry.findings.first else { return "" }
    var place = ""
    if let at = first.location {
        place = "`" + markdownCode(at.file + ":" + String(at.line)) + "`"
        if let sheet = at.sheet { place += " " + markdownText(sheet) }
    }
    let name = markdownText(first.nameOfRow)
    if !name.isEmpty { place += (place.isEmpty ? "" : " ") + name }
    let words = entry.findings.map { finding in
        var text = finding.severity == entry.worst ? "" : finding.severity.rawValue + " "
        if let at = finding.location, let cell = at.cell {
            text += markdownText(cell) + (at.isHidden ? " (hidden)" : "") + ": "
        }
        text += markdownText(clipped(finding.messageBesideRow, to: 2000))
        if let origin = entry.origin(of: finding) { text += " (follows from " + origin + ")" }
        text += " (`" + markdownCode(finding.rule) + "`)"
        if let help = finding.help, !help.isEmpty { text += "<br>" + markdownText(clipped(help, to: 2000)) }
        return text
    }
    return "| " + entry.worst.rawValue + " | " + place + " | " + words.joined(separator: "<br>") + " |\n"
}

/// What could not be decided, and the counts of each rule as far as they fit.
private func ending(_ run: CheckRun) -> String {
    var text = ""
    if run.undecidedCount > 0 {
        text += "\n" + counted(run.undecidedCount, "decision") + " could not be made\n"
        let reasons = run.undecidedLines(most: 8)
        if !reasons.isEmpty { text += "\n" + reasons.map { "* " + markdownText($0) + "\n" }.joined() }
    }
    let silent = run.rulesWithoutDecision
    if !silent.isEmpty, !run.files.isEmpty {
        let names = silent.prefix(50).map { "`" + markdownCode($0) + "`" }
        text +=
            "\nNot decided for any row: "
            + listed(names + (silent.count > 50 ? [grouped(silent.count - 50) + " more"] : [])) + "\n"
    }
    guard !run.rules.isEmpty else { return text }
    text += "\n<details><summary>" + counted(run.rules.count, "count") + "</summary>\n\n"
    text += "| rule | table | severity | broken | passed | undecided | findings | waived |\n"
    text += "| --- | --- | --- | ---: | ---: | ---: | ---: | ---: |\n"
    for (index, entry) in run.rules.enumerated() {
        if text.utf8.count > HostLimits.summaryBytes / 3 {
            text += "\n" + grouped(run.rules.count - index) + " more are not listed here\n"
            break
        }
        let table = (entry.table ?? "") + (entry.column.map { "." + $0 } ?? "")
        let cells = [
            "`" + markdownCode(clipped(entry.rule, to: 200)) + "`", markdownText(clipped(table, to: 200)),
            entry.severity.rawValue, grouped(entry.broken),
            entry.isStructural ? "" : grouped(entry.passed), entry.isStructural ? "" : grouped(entry.undecided),
            grouped(entry.findings), grouped(entry.waived),
        ]
        text += "| " + cells.joined(separator: " | ") + " |\n"
    }
    return text + "\n</details>\n"
}
