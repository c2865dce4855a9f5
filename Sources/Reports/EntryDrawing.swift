// Draws rows with what is wrong with them: where the row is, the part of the table, then each finding.

import Findings

/// Draws one entry after the other, and remembers what people have been told already.
struct EntryDrawing {
    private let style: TextStyle
    /// The rules for which the part of the table was drawn: one shows what is meant.
    private var framed: Set<String> = []
    /// By rule what it advised last.
    private var advice: [String: String] = [:]

    init(_ style: TextStyle) { self.style = style }

    mutating func draw(_ entry: RowEntry, on canvas: inout TextCanvas) {
        guard let first = entry.findings.first else { return }
        if let location = first.location {
            canvas.drawBeside("--> ", location.pathAndPosition, first.nameOfRow, .strong)
        }
        let excerpt = needsFrame(entry) ? entry.excerpt : nil
        if let excerpt { canvas.draw(excerpt, of: first) }
        for finding in entry.findings { draw(finding, of: entry, beside: excerpt, on: &canvas) }
        canvas.blankLine()
    }

    /// Whether the part of the table is drawn: for the first row of each rule, and always on request.
    private mutating func needsFrame(_ entry: RowEntry) -> Bool {
        let rules = Set(entry.findings.map(\.rule))
        defer { framed.formUnion(rules) }
        return style.isVerbose || !rules.isSubset(of: framed)
    }

    /// Draws a finding below the part of the table, where it is drawn.
    private mutating func draw(
        _ finding: Finding, of entry: RowEntry, beside excerpt: Excerpt?, on canvas: inout TextCanvas
    ) {
        let cell = finding.location.flatMap { at in at.cell.map { " " + $0 + (at.isHidden ? " (hidden)" : "") } } ?? ""
        let rule = escapedForTerminal(finding.rule, columns: 120)
        var message = escapedForTerminal(finding.messageBesideRow, columns: 480)
        let related = finding.related.filter { !finding.tells($0, beside: excerpt) }
        let origin = entry.origin(of: finding)
        let beside = related.filter { finding.isInRow($0) && (origin == nil || $0.location.cell != origin) }
        if !beside.isEmpty {
            message += " (" + beside.map { escapedForTerminal($0.message, columns: 120) }.joined(separator: "; ") + ")"
        }
        if let origin { message += " (follows from " + origin + ")" }
        let isNew = advice[finding.rule] == nil
        let prefix = "  " + finding.severity.rawValue + cell
        var words = ": " + message
        let name = "  [" + rule + "]"
        // Later on, the name of a rule that has been met is not worth a line of its own.
        let isLong =
            displayWidth(prefix + words) <= style.columns && displayWidth(prefix + words + name) > style.columns
        if isNew || style.isVerbose || !isLong { words += name }
        canvas.wrap(prefix, Ink(finding.severity), words, .plain, indent: 8)
        for related in related where !finding.isInRow(related) {
            canvas.drawBeside(
                "      see ", related.location.pathAndPosition, escapedForTerminal(related.message, columns: 240),
                .plain)
        }
        let help = finding.help ?? ""
        if !help.isEmpty, style.isVerbose || isNew || !isKnown(help, finding) {
            canvas.wrap("      ", .note, escapedForTerminal(help, columns: 720), .note, indent: 6)
        }
        advice[finding.rule] = help
        if style.isVerbose, let location = finding.ruleLocation {
            canvas.line(("      rule: " + escapedForTerminal(location.file) + ":" + String(location.line), .dim))
        }
    }

    /// Whether the rule has given this advice before: what is new in it stands in the message.
    private func isKnown(_ help: String, _ finding: Finding) -> Bool {
        guard let last = advice[finding.rule] else { return false }
        if last == help { return true }
        let known = Set(words(last)).union(words(finding.message))
        return words(help).allSatisfy { known.contains($0) }
    }

    private func words(_ text: String) -> [Substring] { text.split { !$0.isLetter && !$0.isNumber } }
}

extension Finding {
    /// Whether a related place is in the finding's own row.
    fileprivate func isInRow(_ related: RelatedLocation) -> Bool {
        guard let location, let row = location.row else { return false }
        return related.location.row == row && related.location.file == location.file
            && related.location.sheet == location.sheet
    }

    /// Whether a related place needs no line of its own: the part of the table shows it, or the message names what
    /// stands there, in the same row.
    fileprivate func tells(_ related: RelatedLocation, beside excerpt: Excerpt?) -> Bool {
        guard let location, related.location.file == location.file, related.location.sheet == location.sheet else {
            return false
        }
        if excerpt?.rows.contains(where: { $0.line == related.location.line && !$0.marks.isEmpty }) ?? false {
            return true
        }
        guard isInRow(related), let sign = related.message.firstRange(of: ": ") else {
            return false
        }
        return message.contains(related.message[sign.upperBound...])
    }

    /// What people know the row by: `ref 7.25 · Calls answered in time · owner: Customer Services`; escaped.
    var nameOfRow: String {
        var parts: [String] = []
        if let rowName { parts.append(escapedForTerminal(rowName, columns: 120)) }
        if rowName == nil, !key.isEmpty { parts.append(namedKey) }
        if let label { parts.append(escapedForTerminal(label, columns: 100)) }
        if let owner { parts.append("owner: " + escapedForTerminal(owner, columns: 60)) }
        if parts.isEmpty, let header = location?.header {
            parts.append("column " + escapedForTerminal(header, columns: 40))
        }
        return parts.joined(separator: " · ")
    }

    /// The message where the row is named already.
    var messageBesideRow: String {
        guard let rowName, !rowName.isEmpty, message.hasPrefix(rowName) else { return message }
        let rest = message.dropFirst(rowName.count)
        if rest.hasPrefix(": ") { return String(rest.dropFirst(2)) }
        return rest.first == " " ? String(rest.dropFirst()) : message
    }
}
