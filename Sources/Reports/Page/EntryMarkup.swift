// One row with all that is wrong with it, as a page shows it.

import Findings
import Locations

/// Writes the entries of a page.
struct EntryMarkup {
    let names: PageNames
    let facts: RunFacts
    /// By rule what it is about, for pages that hide what findings say.
    let titles: [String: String]

    /// The words of a finding: its message, or with hidden values what its rule is about.
    func message(_ finding: Finding) -> String {
        guard facts.redacts else { return finding.message }
        let column = finding.location?.header.map { " (“\($0)”)" } ?? ""
        return (titles[finding.rule] ?? finding.rule) + column
    }

    /// What a link to a finding says, in the same words as the finding itself.
    func link(_ finding: Finding) -> String {
        [cell(finding), message(finding)].compactMap { $0 }.joined(separator: ": ")
    }

    /// The cell as a spreadsheet names it, else the row or the line; `nil` where there is none.
    func cell(_ finding: Finding) -> String? {
        guard let location = finding.location else { return nil }
        if let cell = location.cell { return cell }
        if let extent = location.spreadsheetExtent { return "row \(extent.row)" }
        return "line \(location.line)"
    }

    func markup(_ entry: RowEntry, number: Int, place: Int) -> String {
        guard let first = entry.findings.first else { return "" }
        let id = "e\(number + 1)"
        var text = "<article class=\"entry \(entry.worst.pageClass)\" id=\"\(id)\" tabindex=\"-1\" "
        text += "aria-labelledby=\"\(id)h\" data-f=\"\(names.filterData(entry.findings))\" "
        text += "data-s=\"\(PageNames.severities(entry.findings))\" data-p=\"\(place)\">\n"
        text +=
            "<h3 id=\"\(id)h\">\(heading(first))</h3>\n<p class=\"where\">\(whereItIs(first))</p>\n<ul class=\"found\">\n"
        for (index, finding) in entry.findings.enumerated() {
            text += markup(finding, in: entry, at: id, id: index == 0 ? nil : "\(id)-\(index + 1)")
        }
        text += "</ul>\n"
        if let frame = entry.frame {
            text += FrameMarkup(frame, redacts: facts.redacts).markup(caption: frameCaption(first))
        }
        text += pictures(entry, id: id)
        return text + waiving(entry) + "</article>\n"
    }

    /// The row's key and what people call it; for a finding about no row what it is about.
    private func heading(_ finding: Finding) -> String {
        if facts.redacts {
            return pageText(cell(finding).map { "Cell " + $0 } ?? finding.location?.file ?? "The run")
        }
        var words = pageText(finding.namedKey, most: 200)
        if let label = finding.label {
            if !words.isEmpty { words += " " }
            words += "<span class=\"label\">" + pageText(label, most: 200) + "</span>"
        }
        if !words.isEmpty { return words }
        guard let location = finding.location else { return pageText(finding.table ?? finding.rule, most: 200) }
        if location.row != nil {
            return "Row " + String(location.spreadsheetExtent.map { Int($0.row) } ?? location.line)
        }
        return pageText(location.header.map { "Column “" + $0 + "”" } ?? location.file, most: 200)
    }

    /// File, sheet, row and owner.
    private func whereItIs(_ finding: Finding) -> String {
        var parts: [String] = []
        if let location = finding.location {
            var place = pageText(location.file, most: 300)
            if let sheet = location.sheet { place += ", “\(pageText(sheet, most: 80))”" }
            if let row = location.spreadsheetExtent?.row {
                place += ", row \(row)"
            } else {
                place += ", line \(location.line)"
            }
            if case .sheet(let extent) = location.extent, extent.isHidden { place += " (hidden)" }
            parts.append(place)
        }
        if let owner = finding.owner, !facts.redacts { parts.append("Owner: " + pageText(owner, most: 120)) }
        return parts.joined(separator: " · ")
    }

    private func frameCaption(_ finding: Finding) -> String {
        guard let location = finding.location else { return "The row in its table" }
        return "The row as it stands in " + (location.sheet.map { "“\($0)”" } ?? location.file)
    }

    /// `entryID` is the anchor of the row, and `id` that of the finding where it is not the row's first.
    private func markup(_ finding: Finding, in entry: RowEntry, at entryID: String, id: String?) -> String {
        var text = "<li" + (id.map { " id=\"\($0)\" tabindex=\"-1\"" } ?? "") + "><p>" + finding.severity.signed + " "
        if let cell = cell(finding) { text += "<strong>\(pageText(cell, most: 80)):</strong> " }
        text += pageText(message(finding), most: 1200) + following(finding, in: entry, at: entryID) + "</p>"
        if let help = finding.help, !help.isEmpty, !facts.redacts {
            text += "<p class=\"do\">" + pageText(ended(help), most: 900) + "</p>"
        }
        if let fix = finding.fixes.first, !facts.redacts {
            text +=
                "<p class=\"do\">Suggested: <strong>\(fix.text.isEmpty ? "(blank)" : pageText(fix.text, most: 300))</strong>"
            text += fix.isSafe ? " (<code>kpilint fix</code> can make this change)</p>" : "</p>"
        }
        if !facts.redacts {
            for related in finding.related.prefix(8) where !isShown(related.location, with: finding) {
                text += "<p class=\"soft\">See \(pageText(place(related.location), most: 300)): "
                text += pageText(related.message, most: 300) + "</p>"
            }
            if finding.illustration?.frame == nil { text += values(finding) }
        }
        return text
            + "<p class=\"rule\">Rule <a href=\"#\(ruleID(finding.rule))\">\(pageText(finding.rule, most: 120))</a></p></li>\n"
    }

    /// ` (follows from I12)` with a link to that finding; empty where it rests on no other of the row.
    private func following(_ finding: Finding, in entry: RowEntry, at entryID: String) -> String {
        guard let origin = entry.origin(of: finding) else { return "" }
        let place = entry.findings.firstIndex { $0.location?.cell == origin } ?? 0
        let id = place == 0 ? entryID : "\(entryID)-\(place + 1)"
        return " (follows from <a href=\"#\(id)\">\(pageText(origin, most: 40))</a>)"
    }

    /// Whether the table around a finding shows a place too.
    private func isShown(_ place: FindingLocation, with finding: Finding) -> Bool {
        guard place.file == finding.location?.file, place.sheet == finding.location?.sheet else { return false }
        if place.row == finding.location?.row { return true }
        return finding.illustration?.frame?.rows.contains { $0.line == place.line } ?? false
    }

    /// The anchor of a rule in the list of rules.
    func ruleID(_ rule: String) -> String { "rule\(names.rules.number(rule))" }

    private func place(_ location: FindingLocation) -> String {
        location.file + (location.sheet.map { ", “\($0)”" } ?? "") + ", " + (location.cell ?? "line \(location.line)")
    }

    /// The cells that the finding names, where the table around them is not known.
    private func values(_ finding: Finding) -> String {
        guard !finding.values.isEmpty else { return "" }
        var text = "<p class=\"soft\">"
        text += finding.values.prefix(12).map { value in
            pageText(value.name, most: 60) + ": <bdi>"
                + (value.text.isEmpty ? "(blank)" : pageText(value.text, most: 200))
                + "</bdi>"
        }.joined(separator: " · ")
        return text + "</p>"
    }

    /// The pictures of a row's findings, each with its cell; findings that would be drawn alike share one.
    private func pictures(_ entry: RowEntry, id: String) -> String {
        guard !facts.redacts else { return "" }
        var shown: [FindingPicture] = []
        var text = ""
        for finding in entry.findings {
            guard let picture = finding.illustration?.picture, !shown.contains(picture) else { continue }
            shown.append(picture)
            let cell = cell(finding).map { "<strong>\(pageText($0, most: 80))</strong> " } ?? ""
            let id = "\(id)p\(shown.count)"
            switch picture {
            case .scale(let scale): text += ScaleDrawing(scale).markup(of: cell, id: id)
            case .series(let series): text += SeriesDrawing(series).markup(of: cell, id: id)
            case .total(let total): text += TotalDrawing(total).markup(of: cell, id: id)
            case .undrawn(let why): text += "<p class=\"nopic\">\(cell)No picture: \(pageText(why, most: 400)).</p>\n"
            }
        }
        return text.isEmpty ? "" : "<div class=\"pictures\">\n" + text + "</div>\n"
    }

    /// How to waive what is found, where it need not be put right.
    private func waiving(_ entry: RowEntry) -> String {
        if facts.redacts { return "" }
        var texts: [String] = []
        for finding in entry.findings {
            if let text = finding.illustration?.waiver, !texts.contains(text), texts.count < 10 { texts.append(text) }
        }
        guard !texts.isEmpty else { return "" }
        return "<details data-close open><summary>If it is right as it stands</summary>\n"
            + "<p class=\"soft\">Put this into a rule file, with the reason:</p>\n<pre>"
            + texts.map { text in
                text.split(separator: "\n", omittingEmptySubsequences: false).map { pageText(String($0)) }
                    .joined(separator: "\n")
            }.joined(separator: "\n") + "</pre></details>\n"
    }
}

extension RowEntry {
    /// The table around the row, with the marks of all its findings.
    var frame: Excerpt? {
        var merged: Excerpt?
        for case let frame? in findings.map({ $0.illustration?.frame }) {
            if merged == nil { merged = frame } else { merged?.add(frame) }
        }
        return merged
    }
}
