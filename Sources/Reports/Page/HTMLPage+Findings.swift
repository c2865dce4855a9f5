// The findings of a page: overviews of the returns, filters, the worst rows, and lists by column and by rule.

import Findings

extension HTMLPage {
    // MARK: The overview

    mutating func writeOverviews() {
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

    mutating func writeFindings() {
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

    mutating func writeFilters() {
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

    // MARK: By column and by rule

    mutating func writeByColumn() {
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

    mutating func writeByRule() {
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
}
