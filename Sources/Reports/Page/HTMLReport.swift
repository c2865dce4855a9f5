// The run as one page of HTML for people who use no terminal: it needs no network, and works without its script.

import Digests
package import Findings

/// The run as a page: the verdict, what was checked and could not be, what was waived, an overview, the worst rows with
/// their tables and pictures, and a line for every other finding.
///
/// Nothing on the page can act but its own style and script, whose digests its policy names: text from returns is
/// escaped, and no element has a style or a handler. The list of findings is gone through a few times, and never held.
package func writeHTML(_ run: CheckRun, facts: RunFacts, to sink: @escaping ReportSink) {
    var page = HTMLPage(run, facts, sink)
    page.write()
}

package func renderHTML(_ run: CheckRun, facts: RunFacts = RunFacts()) -> [UInt8] {
    collected { writeHTML(run, facts: facts, to: $0) }
}

/// A page while it is written.
private struct HTMLPage {
    private let run: CheckRun
    private let facts: RunFacts
    private var pieces: TextPieces
    private let ofRuleFiles: [Finding]
    private let selection: PageSelection
    private let markup: EntryMarkup
    private let totals: OutcomeTotals
    private let titles: [String: String]
    /// Where the first line of each rule and of each column is, and how many there are.
    private var lines = LineIndex()
    private var lineNumber = 0

    /// How many entries a browser lays out at once without being slow.
    private static let many = 250

    init(_ run: CheckRun, _ facts: RunFacts, _ sink: @escaping ReportSink) {
        self.run = run
        self.facts = facts
        pieces = TextPieces(sink)
        ofRuleFiles = ruleFileFindings(run)
        totals = OutcomeTotals(run)
        selection = PageSelection(run, ofRuleFiles: ofRuleFiles)
        var titles: [String: String] = [:]
        for description in run.ruleDescriptions { titles[description.rule] = description.short }
        self.titles = titles
        markup = EntryMarkup(names: selection.names, facts: facts, titles: titles)
    }

    mutating func write() {
        writeHead()
        add("<body>\n<a class=\"skip\" href=\"#findings\">Skip to the findings</a>\n")
        writeWatch()
        writeHeader()
        add("<main id=\"main\">\n")
        writeSummary()
        writeChecked()
        writeUndecided()
        writeWaived()
        writeOverviews()
        writeFindings()
        writeByColumn()
        writeByRule()
        add("</main>\n")
        writeFooter()
        add("<script>\(pageScript)</script>\n</body>\n</html>\n")
        pieces.end()
    }

    private mutating func add(_ text: String) { pieces.add(text) }

    // MARK: The top

    private mutating func writeHead() {
        func source(_ text: String) -> String { "'sha256-\(base64(SHA256.digest(of: Array(text.utf8))))'" }
        let policy =
            "default-src 'none'; style-src \(source(pageStyle)); script-src \(source(pageScript)); base-uri 'none'; form-action 'none'"
        add("<!DOCTYPE html>\n<html lang=\"en-GB\">\n<head>\n<meta charset=\"utf-8\">\n")
        add("<meta http-equiv=\"Content-Security-Policy\" content=\"\(policy)\">\n")
        add("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n")
        add("<meta name=\"color-scheme\" content=\"light dark\">\n<meta name=\"referrer\" content=\"no-referrer\">\n")
        let what = run.files.filter { !$0.isRegister }.first.map { " – " + $0.path } ?? ""
        let title = (run.pageHasErrors ? "Error: " : "") + run.pageVerdict + what
        add("<title>\(pageText(title, most: 200)) – kpilint</title>\n<style>\(pageStyle)</style>\n</head>\n")
    }

    private mutating func writeWatch() {
        guard let seconds = facts.reloadsAfter else { return }
        add("<div class=\"watch\" data-seconds=\"\(max(1, seconds))\" hidden><button type=\"button\" id=\"pause\">")
        add("Pause reloading</button><p role=\"status\"></p></div>\n")
    }

    private mutating func writeHeader() {
        add("<header>\n<p class=\"brand\">kpilint: a check of performance returns</p>\n")
        add("<h1>\(pageText(run.pageVerdict))</h1>\n")
        var parts = [counted(run.fileCount, "file"), counted(run.rowCount, "row"), counted(run.ruleCount, "rule")]
        parts = run.files.isEmpty ? [] : ["Checked: " + listed(parts)]
        if let day = facts.day { parts.append("on " + day) }
        parts.append("by kpilint " + run.toolVersion)
        add("<p>\(pageText(parts.joined(separator: ", ")))</p>\n")
        if facts.redacts {
            add("<p>The values of cells are hidden on this page: each finding says what its rule asks for.</p>\n")
        }
        add("<ul class=\"counts\">")
        for severity in Severity.descending where totals[severity] > 0 {
            add(
                "<li>\(severity.signed): <b>\(grouped(totals[severity]))</b> \(severity.pageWords(totals[severity]))</li>"
            )
        }
        if run.waivedCount > 0 { add("<li>waived: <b>\(grouped(run.waivedCount))</b></li>") }
        if run.baselinedCount > 0 { add("<li>known from the baseline: <b>\(grouped(run.baselinedCount))</b></li>") }
        add("</ul>\n<nav aria-label=\"On this page\"><ul>")
        var links = [("checked", "What was checked")]
        if selection.count > 0 { links += [("findings", "Findings"), ("columns", "By column"), ("rules", "By rule")] }
        for (id, words) in links { add("<li><a href=\"#\(id)\">\(words)</a></li>") }
        add("</ul></nav>\n</header>\n")
    }

    /// The summary at the top: a link to each row that must be put right or answered, in the words of its finding.
    private mutating func writeSummary() {
        let most = 20
        let asked = selection.entries.indices.filter { selection.entries[$0].worst >= .query }
        guard !asked.isEmpty else { return }
        let hasErrors = totals[.error] > 0
        add("<section class=\"summary\(hasErrors ? "" : " calm")\" aria-labelledby=\"summary\">\n<div role=\"alert\">")
        add("<h2 id=\"summary\">\(hasErrors ? "There is a problem" : "There are questions to answer")</h2>\n<ul>\n")
        for index in asked.prefix(most) {
            guard let finding = selection.entries[index].findings.first else { continue }
            add("<li><a href=\"#e\(index + 1)\">\(pageText(markup.link(finding), most: 400))</a>")
            let others = selection.entries[index].findings.count - 1
            add((others > 0 ? " <small>and \(counted(others, "more finding")) in the row</small>" : "") + "</li>\n")
        }
        add("</ul></div>\n")
        let failing = totals[.error] + totals[.query]
        let named = asked.prefix(most).reduce(0) { $0 + selection.entries[$1].findings.count { $0.severity >= .query } }
        if failing > named {
            add("<p><a href=\"#findings\">\(counted(failing - named, "more finding"))</a> ")
            add("to put right or answer \(failing - named == 1 ? "is" : "are") below.</p>\n")
        }
        add("</section>\n")
    }

    // MARK: What was checked

    private mutating func writeChecked() {
        add("<section aria-labelledby=\"checked\">\n<h2 id=\"checked\">What was checked</h2>\n")
        let most = 200
        if !run.files.isEmpty {
            let hasSheets = run.files.contains { $0.sheet != nil }
            add(
                "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Files\"><table><caption>Files, with what "
            )
            add("identifies their bytes</caption>\n<thead><tr><th scope=\"col\">File</th>")
            add(hasSheets ? "<th scope=\"col\">Sheet</th>" : "")
            add(
                "<th scope=\"col\">Read as</th><th scope=\"col\" class=\"num\">Rows</th><th scope=\"col\">SHA-256</th></tr></thead>\n<tbody>"
            )
            for file in run.files.prefix(most) {
                add("<tr><th scope=\"row\">\(pageText(file.path, most: 300))</th>")
                if hasSheets { add("<td>\(pageText(file.sheet ?? "", most: 80))</td>") }
                add("<td>\(pageText(file.table, most: 120))\(file.isRegister ? ", looked up in" : "")</td>")
                add("<td class=\"num\">\(grouped(file.rows))</td>")
                add(
                    "<td class=\"digest\">\(file.details.map { $0.digest ?? "could not be read again" } ?? "not in the saved run")</td></tr>\n"
                )
            }
            add("</tbody></table></div>\n")
            if run.files.count > most { add("<p>\(counted(run.files.count - most, "more file")) were checked.</p>\n") }
        }
        for file in run.unreadable.prefix(most) {
            add("<p>\(Severity.error.signed) <strong>\(pageText(file.path, most: 300))</strong> could not be read: ")
            add("\(pageText(file.reason, most: 500)).</p>\n")
        }
        if run.unreadable.count > most {
            add("<p>\(counted(run.unreadable.count - most, "more file")) could not be read.</p>\n")
        }
        if run.isPartial { add("<p>\(Severity.error.signed) \(pageText(sentence(partialCheckWords)))</p>\n") }
        writeAssumed()
        if !run.readingNotices.isEmpty, !facts.redacts {
            add("<h3>How returns were read</h3>\n<ul>")
            for notice in run.readingNotices.prefix(50) { add("<li>\(pageText(ended(notice), most: 500))</li>\n") }
            if run.readingNotices.count > 50 {
                add("<li>and \(counted(run.readingNotices.count - 50, "more notice"))</li>")
            }
            add("</ul>\n")
        }
        add("</section>\n")
    }

    /// How returns were read for which there is no rule file.
    private mutating func writeAssumed() {
        for (reading, lines) in zip(run.assumed, assumedLines(run)).prefix(20) {
            add("<h3>\(xmlEscaped(lines.heading))</h3>\n")
            if facts.redacts {
                let headers = reading.columns.map { "“\($0.header)”" }
                if !headers.isEmpty { add("<p>Columns used: \(pageText(listed(headers), most: 2000)).</p>\n") }
            } else if !lines.columns.isEmpty {
                add("<dl>")
                for (header, meaning) in lines.columns {
                    add("<dt>\(xmlEscaped(header))</dt><dd>\(xmlEscaped(meaning))</dd>\n")
                }
                add("</dl>\n")
            }
            for note in lines.notes { add("<p>\(xmlEscaped(ended(note)))</p>\n") }
        }
    }

    // MARK: What was not decided, and what was waived

    private mutating func writeUndecided() {
        var lines = (run.coverageLines + run.unreadLines).map(\.words)
        if let reach = run.files.isEmpty ? nil : run.reachLine { lines.append(reach) }
        let ran = run.rules.filter { !$0.isStructural }
        guard !lines.isEmpty || !ran.isEmpty else { return }
        add("<section aria-labelledby=\"undecided\">\n<h2 id=\"undecided\">What could not be decided</h2>\n")
        for line in lines { add("<p>\(xmlEscaped(ended(line)))</p>\n") }
        let open = ran.filter { $0.undecided > 0 || $0.passed + $0.broken == 0 }
        if open.isEmpty, !ran.isEmpty { add("<p>Every rule decided every row that it is about.</p>\n") }
        if !open.isEmpty {
            add(
                "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Rules and what they decided\"><table>"
            )
            add("<caption>Rules that did not decide all of their rows</caption><thead><tr><th scope=\"col\">Rule</th>")
            for title in ["Decided", "Not decided", "Not concerned"] {
                add("<th scope=\"col\" class=\"num\">\(title)</th>")
            }
            add("<th scope=\"col\">Why</th></tr></thead>\n<tbody>")
            for entry in open.prefix(200) {
                add("<tr><th scope=\"row\">\(pageText(entry.rule, most: 120))")
                if let title = entry.title { add("<br><small>\(pageText(title, most: 200))</small>") }
                add("</th>")
                for count in [entry.passed + entry.broken, entry.undecided, entry.notApplicable] {
                    add("<td class=\"num\">\(grouped(count))</td>")
                }
                add("<td>\(why(entry))</td></tr>\n")
            }
            add("</tbody></table></div>\n")
            if open.count > 200 { add("<p>and \(counted(open.count - 200, "more rule")).</p>\n") }
        }
        add("</section>\n")
    }

    private func why(_ entry: RuleOutcomeCounts) -> String {
        if entry.undecided == 0 { return "No row is one of those that it is about." }
        let reasons = run.undecidedReasons(of: entry)
        // A run that was saved by an earlier version does not say why.
        if reasons.isEmpty {
            return "<code>kpilint why \(pageText(entry.rule, most: 120)) --row …</code> says what it lacks."
        }
        let more = reasons.count > 8 ? ["<small>and \(counted(reasons.count - 8, "more reason"))</small>"] : []
        return (reasons.prefix(8).map { xmlEscaped("\($0.words) (\(counted($0.rows, "row")))") } + more)
            .joined(separator: "<br>")
    }

    private mutating func writeWaived() {
        let waived = selection.waived
        guard run.waivedCount > 0 || !waived.groups.isEmpty else { return }
        add("<section aria-labelledby=\"waived\">\n<h2 id=\"waived\">What was waived</h2>\n")
        add(
            "<div class=\"scroll\" tabindex=\"0\" role=\"group\" aria-label=\"Waivers\"><table><caption>Findings that a rule file "
        )
        add(
            "accepts, with the reason</caption><thead><tr><th scope=\"col\">Rule</th><th scope=\"col\" class=\"num\">Findings</th>"
        )
        add(
            "<th scope=\"col\">Where</th><th scope=\"col\">Because</th><th scope=\"col\">Until</th></tr></thead>\n<tbody>"
        )
        for group in waived.groups {
            guard let (count, rows) = waived.counts[group] else { continue }
            add("<tr><th scope=\"row\">\(pageText(group.rule, most: 120))</th><td class=\"num\">\(grouped(count))</td>")
            add("<td>\(pageText(rows.joined(separator: ", "), most: 200))\(count > rows.count ? ", …" : "")</td>")
            add("<td>\(pageText(group.because, most: 500))</td><td>\(pageText(group.until ?? "no end"))</td></tr>\n")
        }
        add("</tbody></table></div>\n")
        let rest = run.waivedCount - waived.groups.reduce(0) { $0 + (waived.counts[$1]?.count ?? 0) }
        if rest > 0 { add("<p>\(counted(rest, "more finding")) are waived.</p>\n") }
        add("</section>\n")
    }

    // MARK: The overview

    private mutating func writeOverviews() {
        guard selection.count > 0 else { return }
        let drawnFiles = run.files.filter { $0.rows > 0 && $0.details != nil }
        var overviews = drawnFiles.prefix(Overview.mostFiles).map { Overview($0) }
        guard !overviews.isEmpty else { return }
        // Findings are sorted by file, so the last overview is most often the one.
        var last = 0
        for finding in run.findings where finding.isReported {
            if !overviews[last].holds(finding) {
                guard let other = overviews.firstIndex(where: { $0.holds(finding) }) else { continue }
                last = other
            }
            overviews[last].add(finding)
        }
        for index in overviews.indices { overviews[index].finish() }
        let shown = overviews.filter { !$0.isEmpty }
        guard !shown.isEmpty else { return }
        add(
            "<section aria-labelledby=\"overview\">\n<h2 id=\"overview\">Where the findings are</h2>\n<ul class=\"legend\">"
        )
        for severity in Severity.descending where totals[severity] > 0 { add("<li>\(severity.signed)</li>") }
        add("</ul>\n")
        add("<div class=\"maps\">\n")
        for overview in shown { add(overview.markup) }
        add("</div>\n")
        if drawnFiles.count > Overview.mostFiles {
            add("<p>\(counted(drawnFiles.count - Overview.mostFiles, "more file")) are not drawn.</p>\n")
        }
        add("</section>\n")
    }

    // MARK: Findings

    private mutating func writeFindings() {
        add("<section aria-labelledby=\"findings\">\n<h2 id=\"findings\" tabindex=\"-1\">Findings</h2>\n")
        defer { add("</section>\n") }
        guard selection.count > 0 else { return add("<p>There are none.</p>\n") }
        writeFilters()
        let left = run.leftOutNotices
        for notice in left.prefix(50) { add("<p>\(pageText(sentence(notice.sentence), most: 300))</p>\n") }
        // Very many are laid out when they come into view, so that filters need not wait for all of them.
        add("<div id=\"entries\"\(selection.entries.count > Self.many ? " class=\"many\"" : "")>\n")
        for (index, entry) in selection.entries.enumerated() {
            add(markup.markup(entry, number: index, place: selection.numbers[index]))
        }
        add("</div>\n")
        if selection.lineCount > 0 { writeLines() }
    }

    private mutating func writeFilters() {
        add("<form class=\"filters\" hidden>\n<fieldset><legend>Severity</legend>")
        for severity in Severity.descending where totals[severity] > 0 {
            add(
                "<label><input type=\"checkbox\" name=\"severity\" value=\"\(severity.pageNumber)\" checked> \(severity.signed)</label>"
            )
        }
        add("</fieldset>\n")
        let names = selection.names
        if names.owners.names.count > 1, !facts.redacts { addSelect("owner", "Owner", "owner", names.owners) }
        if names.rules.names.count > 1 { addSelect("rule", "Rule", "rule", names.rules) }
        if !facts.redacts {
            for (index, group) in names.groups.enumerated() where group.cells.names.count > 1 {
                addSelect("g\(index)", group.header, String(index), group.cells)
            }
        }
        add(
            "<div class=\"field\"><label for=\"search\">Search</label><input id=\"search\" name=\"search\" type=\"search\" autocomplete=\"off\"></div>\n"
        )
        add(
            "<div class=\"field\"><label for=\"order\">Order</label><select id=\"order\" name=\"order\"><option value=\"worst\">worst first</option>"
        )
        add("<option value=\"place\">as in the return</option>")
        if names.owners.names.count > 1, !facts.redacts { add("<option value=\"owner\">by owner</option>") }
        add("<option value=\"rule\">by rule</option></select></div>\n<button type=\"reset\">Clear</button>\n</form>\n")
        let rows = "{} of {} rows" + (selection.lineCount > 0 ? " and {} of {} lines" : "")
        add("<p id=\"count\" role=\"status\" aria-live=\"polite\" hidden data-words=\"Showing \(rows)\"></p>\n")
        add("<p id=\"none\" hidden>Nothing fits these filters.</p>\n")
    }

    private mutating func addSelect(_ id: String, _ label: String, _ filter: String, _ names: NumberedNames) {
        add("<div class=\"field\"><label for=\"\(id)\">\(pageText(label, most: 60))</label>")
        add("<select id=\"\(id)\" name=\"\(id)\" data-filter=\"\(filter)\"><option value=\"\">all</option>")
        for (number, name) in names.names.enumerated() {
            add("<option value=\"\(number)\">\(pageText(name, most: 100))</option>")
        }
        if names.hasMore { add("<option value=\"\(names.names.count)\">all others</option>") }
        add("</select></div>\n")
    }

    /// A line for each finding that is in no entry, the worst first, in lists that a browser lays out one by one.
    private mutating func writeLines() {
        add("<h3 id=\"lines\">\(counted(selection.lineCount, "more finding")), a line each</h3>\n")
        for severity in Severity.descending where selection.lines[severity] ?? 0 > 0 {
            if run.findings.isHeld { writeLinesByRule(severity) } else { writeLinesInOrder(severity) }
        }
    }

    /// Of a list in memory those of each rule stand together.
    private mutating func writeLinesByRule(_ severity: Severity) {
        var byRule: [String: [Int]] = [:]
        forEachLine(severity) { byRule[$0.rule, default: []].append($1) }
        let own = ofRuleFiles.count
        // The numbers of findings that are reported, as indices into the run's list.
        let reported = run.findings.enumerated().lazy.filter { $0.element.isReported }.map(\.offset)
        let indices = Array(reported)
        for rule in selection.names.rules.names
            + byRule.keys.filter({ !selection.names.rules.names.contains($0) }).sorted()
        {
            guard let numbers = byRule[rule] else { continue }
            var list = LineList(severity, rule: rule, names: selection.names)
            add("<h4>\(severity.signed) <code>\(pageText(rule, most: 120))</code>: \(grouped(numbers.count))</h4>\n")
            for number in numbers {
                let finding = number < own ? ofRuleFiles[number] : run.findings[indices[number - own]]
                write(finding, to: &list, rule: nil)
            }
            add("</ul>\n")
        }
    }

    /// A list that is too long for memory is gone through once for each severity, and each line names its rule.
    private mutating func writeLinesInOrder(_ severity: Severity) {
        add("<h4>\(severity.signed): \(grouped(selection.lines[severity] ?? 0))</h4>\n")
        var list = LineList(severity, rule: nil, names: selection.names)
        forEachLine(severity) { finding, _ in write(finding, to: &list, rule: finding.rule) }
        add("</ul>\n")
    }

    /// Calls the body with each finding of a severity that is in no entry, and its number.
    private func forEachLine(_ severity: Severity, _ body: (Finding, Int) -> Void) {
        var seen = [Int](repeating: 0, count: selection.entries.count)
        PageSelection.forEach(run, ofRuleFiles) { finding, number in
            if let entry = selection.places[PagePlace(finding, number: number)] {
                seen[entry] += 1
                if seen[entry] <= PageSelection.mostOfEntry { return }
            }
            if finding.severity == severity { body(finding, number) }
        }
    }

    /// End tags and quotation marks that HTML does not need are left out: there may be very many lines.
    private mutating func write(_ finding: Finding, to list: inout LineList, rule: String?) {
        var text = list.opening
        lineNumber += 1
        text += "<li" + (lines.add(finding, lineNumber) ? " id=l\(lineNumber)" : "")
        text += " data-f=" + selection.names.filterData([finding], withRules: rule != nil) + ">"
        if let cell = markup.cell(finding) { text += "<b>" + pageText(cell, most: 80) + "</b> " }
        text += pageText(markup.message(finding), most: 600)
        if let rule { text += " <i>" + pageText(rule, most: 80) + "</i>" }
        add(text + "\n")
    }

    // MARK: By column and by rule

    private mutating func writeByColumn() {
        guard selection.count > 0 else { return }
        var entries: [String: [(entry: Int, cell: String)]] = [:]
        var order: [String] = []
        for (index, entry) in selection.entries.enumerated() {
            for finding in entry.findings {
                let header = finding.location?.header ?? ""
                if entries[header] == nil { order.append(header) }
                let cell = markup.cell(finding) ?? "\(index + 1)"
                if entries[header]?.contains(where: { $0.entry == index && $0.cell == cell }) ?? false { continue }
                entries[header, default: []].append((index, cell))
            }
        }
        for header in lines.columns.keys.sorted() where entries[header] == nil { order.append(header) }
        add("<section aria-labelledby=\"columns\">\n<h2 id=\"columns\">By column</h2>\n")
        for header in order {
            add(
                "<h3>\(header.isEmpty ? "Whole rows and files" : "“\(pageText(header, most: 120))”")</h3>\n<ul class=\"links\">"
            )
            for (entry, cell) in entries[header] ?? [] {
                add("<li><a href=\"#e\(entry + 1)\">\(pageText(cell, most: 40))</a></li>")
            }
            addMore(lines.columns[header], isAlone: entries[header] == nil)
            add("</ul>\n")
        }
        add("</section>\n")
    }

    private mutating func writeByRule() {
        guard selection.count > 0 else { return }
        var entries: [String: [(entry: Int, finding: Int, cell: String)]] = [:]
        for (index, entry) in selection.entries.enumerated() {
            for (place, finding) in entry.findings.enumerated() {
                entries[finding.rule, default: []].append((index, place, markup.cell(finding) ?? "\(index + 1)"))
            }
        }
        add("<section aria-labelledby=\"rules\">\n<h2 id=\"rules\">By rule</h2>\n")
        let documented = Dictionary(run.ruleDescriptions.map { ($0.rule, $0) }, uniquingKeysWith: { one, _ in one })
        for (number, rule) in selection.names.rules.names.enumerated() {
            add("<h3 id=\"rule\(number)\" tabindex=\"-1\">\(pageText(titles[rule] ?? rule, most: 200))</h3>\n")
            add("<p class=\"soft\"><code>\(pageText(rule, most: 120))</code></p>\n")
            if let documentation = documented[rule]?.documentation, !documentation.isEmpty {
                let text = documentation.split(separator: "\n").joined(separator: " ")
                add("<p>\(pageText(text, most: 900))</p>\n")
            }
            add("<ul class=\"links\">")
            for (entry, finding, cell) in entries[rule] ?? [] {
                let id = finding == 0 ? "e\(entry + 1)" : "e\(entry + 1)-\(finding + 1)"
                add("<li><a href=\"#\(id)\">\(pageText(cell, most: 40))</a></li>")
            }
            addMore(lines.rules[rule], isAlone: entries[rule] == nil)
            add("</ul>\n")
        }
        add("</section>\n")
    }

    private mutating func addMore(_ lines: LineIndex.Place?, isAlone: Bool) {
        guard let lines else { return }
        add("<li><a href=\"#l\(lines.first)\">\(isAlone ? "" : "and ")\(counted(lines.count, "line"))</a></li>")
    }

    private mutating func writeFooter() {
        add(
            "<footer>\n<p>Made by kpilint \(pageText(run.toolVersion))\(facts.day.map { " on " + pageText($0) } ?? ""). "
        )
        add(
            "This page holds everything that it shows: it can be passed on as it is, and loads nothing.</p>\n</footer>\n"
        )
    }
}

/// Lists of lines, each of a size that a browser lays out at once.
private struct LineList {
    private static let size = 200
    private let tag: String
    private var count = 0

    /// `rule` is that of all lines; `nil` where each line has one of its own.
    init(_ severity: Severity, rule: String?, names: PageNames) {
        let rule = rule.map { " data-r=\(names.rules.number($0))" } ?? ""
        tag = "<ul class=\"lines \(severity.pageClass)\" data-s=\(severity.pageNumber)\(rule)>\n"
    }

    /// What stands before the next line.
    var opening: String {
        mutating get {
            defer { count += 1 }
            return count % Self.size > 0 ? "" : (count == 0 ? "" : "</ul>\n") + tag
        }
    }
}

/// Where the lines of a page begin that are about a rule or a column.
private struct LineIndex {
    struct Place {
        var first: Int
        var count: Int
    }

    private(set) var rules: [String: Place] = [:]
    private(set) var columns: [String: Place] = [:]

    private static let mostColumns = 500

    /// Notes a line by its number; true where something links to it.
    mutating func add(_ finding: Finding, _ number: Int) -> Bool {
        let header = finding.location?.header ?? ""
        let isFirst = rules[finding.rule] == nil || columns[header] == nil && columns.count < Self.mostColumns
        rules[finding.rule, default: Place(first: number, count: 0)].count += 1
        if columns[header] != nil || columns.count < Self.mostColumns {
            columns[header, default: Place(first: number, count: 0)].count += 1
        }
        return isFirst
    }
}

extension Severity {
    /// What some findings of a severity need, behind their number.
    fileprivate func pageWords(_ count: Int) -> String {
        switch self {
        case .error: "to put right"
        case .query: count == 1 ? "needs an answer" : "need an answer"
        case .warning: "to look at"
        case .note: "to know"
        }
    }
}
