// What a page says of the check: what was checked, what could not be decided, what was waived.

import Findings

extension HTMLPage {
    mutating func writeChecked() {
        add("<section aria-labelledby=\"checked\">\n<h2 id=\"checked\">What was checked</h2>\n")
        if let saved = facts.saved { add("<p>\(pageText(ended(saved), most: 600))</p>\n") }
        let digests = run.origin?.digests ?? [:]
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
                let known = file.details.map { $0.digest ?? "could not be read again" }
                let saved = digests[Array(file.path.utf8)]
                add("<td class=\"digest\">\(known ?? pageText(saved ?? "not in the saved run", most: 80))</td></tr>\n")
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
    mutating func writeAssumed() {
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

    mutating func writeUndecided() {
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
        let fits = facts.redacts ? [] : entry.undecidedBecause.flatMap(\.wouldFit)
        return
            (reasons.prefix(8).map { xmlEscaped("\($0.words) (\(counted($0.rows, "row")))") } + more
            + fits.map { "It holds " + pageText($0, most: 300) + "." })
            .joined(separator: "<br>")
    }

    mutating func writeWaived() {
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
}
