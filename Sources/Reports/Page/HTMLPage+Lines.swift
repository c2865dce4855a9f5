// The findings that are in no entry of a page, a line each, up to a bound.

import Findings

extension HTMLPage {
    /// A line for each finding that is in no entry, the worst first, in lists that a browser lays out one by one.
    mutating func writeLines() {
        let left = selection.restCount - selection.lineCount
        add("<h3 id=\"lines\">\(counted(selection.lineCount, "more finding")), a line each</h3>\n")
        let shown = selection.entries.count
        if shown == PageSelection.mostEntries {
            add(
                "<p>The \(grouped(shown)) worst rows stand above with the table around them; the others are lines.</p>\n"
            )
        } else {
            add("<p>Of a row with very many findings the first \(PageSelection.mostOfEntry) stand above.</p>\n")
        }
        if left > 0 {
            add(
                "<p><strong>\(counted(left, "further finding")) \(left == 1 ? "is" : "are") not on this page</strong>, "
            )
            add("which would be too large: of each rule it has \(grouped(selection.mostOfGroup)) lines at most. ")
            add("<code>kpilint check --output csv=PATH</code> writes all of them, as a table for spreadsheets.</p>\n")
        }
        for severity in Severity.descending where selection.lines.keys.contains(where: { $0.severity == severity }) {
            if run.findings.isHeld { writeLinesByRule(severity) } else { writeLinesInOrder(severity) }
        }
    }

    /// Of a list in memory those of each rule stand together.
    mutating func writeLinesByRule(_ severity: Severity) {
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
            let all = selection.lines[.init(severity: severity, rule: rule)] ?? numbers.count
            add(
                "<h4>\(severity.signed) <code>\(pageText(rule, most: 120))</code>: \(countWords(numbers.count, of: all))</h4>\n"
            )
            for number in numbers {
                let finding = number < own ? ofRuleFiles[number] : run.findings[indices[number - own]]
                write(finding, to: &list, rule: nil)
            }
            add("</ul>\n")
        }
    }

    /// A list that is too long for memory is gone through once for each severity, and each line names its rule.
    mutating func writeLinesInOrder(_ severity: Severity) {
        let groups = selection.lines.filter { $0.key.severity == severity }.map(\.value)
        let shown = groups.reduce(0) { $0 + min($1, selection.mostOfGroup) }
        add("<h4>\(severity.signed): \(countWords(shown, of: groups.reduce(0, +)))</h4>\n")
        var list = LineList(severity, rule: nil, names: selection.names)
        forEachLine(severity) { finding, _ in write(finding, to: &list, rule: finding.rule) }
        add("</ul>\n")
    }

    /// `1,234`, `20,000 of 1,234,567`
    private func countWords(_ shown: Int, of all: Int) -> String {
        shown == all ? grouped(all) : grouped(shown) + " of " + grouped(all)
    }

    /// Calls the body with each finding of a severity that is a line, and its number.
    private func forEachLine(_ severity: Severity, _ body: (Finding, Int) -> Void) {
        var seen = [Int](repeating: 0, count: selection.entries.count)
        var written: [String: Int] = [:]
        var open = selection.lines.reduce(0) {
            $0 + ($1.key.severity == severity ? min($1.value, selection.mostOfGroup) : 0)
        }
        PageSelection.whileTrue(run, ofRuleFiles) { finding, number in
            if let entry = selection.places[PagePlace(finding, number: number)] {
                seen[entry] += 1
                if seen[entry] <= PageSelection.mostOfEntry { return true }
            }
            guard finding.severity == severity, written[finding.rule] ?? 0 < selection.mostOfGroup else { return true }
            written[finding.rule, default: 0] += 1
            open -= 1
            body(finding, number)
            return open > 0
        }
    }

    /// End tags and quotation marks that HTML does not need are left out: there may be very many lines.
    mutating func write(_ finding: Finding, to list: inout LineList, rule: String?) {
        var text = list.opening
        lineNumber += 1
        text += "<li" + (lines.add(finding, lineNumber) ? " id=l\(lineNumber)" : "")
        text += " data-f=" + selection.names.filterData([finding], withRules: rule != nil) + ">"
        if let cell = markup.cell(finding) { text += "<b>" + pageText(cell, most: 80) + "</b> " }
        text += pageText(markup.message(finding), most: 600)
        if let rule { text += " <i>" + pageText(rule, most: 80) + "</i>" }
        add(text + "\n")
    }
}

/// Lists of lines, each of a size that a browser lays out at once.
struct LineList {
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
struct LineIndex {
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
