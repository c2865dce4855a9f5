// The top of a page and its end: the verdict, the counts, and links to what must be put right or answered.

import Digests
import Findings

extension HTMLPage {
    mutating func writeHead() {
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

    mutating func writeWatch() {
        guard let seconds = facts.reloadsAfter else { return }
        add("<div class=\"watch\" data-seconds=\"\(max(1, seconds))\" hidden><button type=\"button\" id=\"pause\">")
        add("Pause reloading</button><p role=\"status\"></p></div>\n")
    }

    mutating func writeHeader() {
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
    mutating func writeSummary() {
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

    mutating func writeFooter() {
        add(
            "<footer>\n<p>Made by kpilint \(pageText(run.toolVersion))\(facts.day.map { " on " + pageText($0) } ?? ""). "
        )
        add(
            "This page holds everything that it shows: it can be passed on as it is, and loads nothing.</p>\n</footer>\n"
        )
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
