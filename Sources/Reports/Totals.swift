// The totals of a run, for people and for machines alike.

import Diagnostics
package import Findings

/// The counts of a run with the faults of its rule files added.
struct OutcomeTotals {
    /// Findings by severity, without waived and baselined ones, with those of rule files.
    private var bySeverity: [Severity: Int] = [:]
    /// The errors and warnings among them that are about rule files.
    private(set) var ofRuleFiles = 0

    init(_ run: CheckRun) {
        for severity in Severity.allCases { bySeverity[severity] = run.count(of: severity) }
        for severity in run.diagnostics.map(\.severity.asFinding) + run.savedRuleFileFindings.map(\.severity) {
            bySeverity[severity, default: 0] += 1
            if severity > .note { ofRuleFiles += 1 }
        }
    }

    subscript(severity: Severity) -> Int { bySeverity[severity] ?? 0 }

    var all: Int { bySeverity.values.reduce(0, +) }

    /// `3 errors, 1 query`, the most severe first; empty where there is none.
    var words: String {
        Severity.descending.filter { self[$0] > 0 }.map { counted(self[$0], $0) }.joined(separator: ", ")
    }
}

extension DiagnosticSeverity {
    var asFinding: Severity {
        switch self {
        case .error: .error
        case .warning: .warning
        case .note: .note
        }
    }
}

extension CheckRun {
    /// One line: `3 errors, 1 query in 2 files, 141 rows; 1 waived`.
    package var totalsLine: String {
        let totals = OutcomeTotals(self)
        let rows = counted(rowCount, "row")
        let size = counted(fileCount, "file")
        var line: String
        if totals.all > 0 {
            line = totals.words + (files.isEmpty ? "; nothing was checked" : " in " + size + ", " + rows)
        } else if files.isEmpty {
            line = "Nothing was checked"
        } else if unreadable.isEmpty, !isPartial, checkedFormOnly {
            line = "Only the form of cells was checked in " + rows + " of " + size
        } else if unreadable.isEmpty, !isPartial, verdict != .nothingChecked, decidedNothing {
            line =
                (undecidedCount > 0
                    ? "No problems found, but no rule could decide anything in "
                    : "No problems found: no rule applied to any row, in ") + rows + " of " + size
        } else if unreadable.isEmpty, !isPartial, verdict != .nothingChecked {
            line = "No problems found in " + rows + " of " + size
        } else if verdict == .nothingChecked {
            line = "Nothing was checked in " + rows + " of " + size
        } else {
            line = "No problems found in what could be checked: " + rows + " of " + size
        }
        if waivedCount > 0 { line += "; " + grouped(waivedCount) + " waived" }
        if baselinedCount > 0 { line += "; " + grouped(baselinedCount) + " known from the baseline" }
        return line
    }

    /// Whether rows were read and no rule is about any of their tables, so that only the form of cells was checked.
    package var checkedFormOnly: Bool {
        guard rowCount > 0, !hasDecided else { return false }
        let bare = Set(formOnly.map(\.table))
        return ruleCount == 0 && verdict != .nothingChecked
            || files.allSatisfy { $0.rows == 0 || bare.contains($0.table) }
    }

    /// Whether rules ran on rows and reached no decision about any.
    package var decidedNothing: Bool { rowCount > 0 && ruleCount > 0 && !hasDecided && !checkedFormOnly }

    /// A sentence for each table of which only the form of cells was checked, and one for those beyond the first few.
    package var coverageLines: [TableLine] {
        let most = 8
        var lines = formOnly.prefix(most).map { table in
            TableLine(
                table: table.table,
                words: "Only the form of cells was checked in " + escapedForTerminal(table.table, columns: 120)
                    + ": no rule applies to it" + (table.wanted.isEmpty ? "" : " (" + table.wantedWords + ")"))
        }
        if formOnly.count > most {
            lines.append(
                TableLine(
                    words: "Only the form of cells was checked in " + counted(formOnly.count - most, "more table")
                        + ": no rule applies to them"))
        }
        return lines
    }

    /// A sentence for each table that was not read because other returns were named, and one for those beyond the first
    /// few.
    package var unreadLines: [TableLine] {
        let most = 8
        var lines = unread.prefix(most).map { table in
            let names = table.rules.prefix(6).map { escapedForTerminal($0, columns: 120) }
            let more = table.rules.count > names.count ? [grouped(table.rules.count - names.count) + " more"] : []
            return TableLine(
                table: table.table,
                words: "No return that is named is for table " + escapedForTerminal(table.table, columns: 120)
                    + ", so it was not read: " + listed(names + more) + " did not run")
        }
        if unread.count > most {
            let rules = Set(unread.dropFirst(most).flatMap(\.rules)).count
            lines.append(
                TableLine(
                    words: "No return that is named is for " + counted(unread.count - most, "more table")
                        + ", so they were not read: " + counted(rules, "rule") + " did not run on them"))
        }
        return lines
    }

    /// The names of rules that ran and reached no decision about any row, each once, in the order of the counts.
    var rulesWithoutDecision: [String] {
        var decided = Set<String>()
        for entry in rules where !entry.isStructural && entry.passed + entry.broken > 0 { decided.insert(entry.rule) }
        var seen = decided
        return rules.compactMap { !$0.isStructural && seen.insert($0.rule).inserted ? $0.rule : nil }
    }

    /// How many decisions each rule could not make, the most first.
    var undecidedByRule: [(rule: String, count: Int)] {
        var counts: [String: Int] = [:]
        var order: [String] = []
        for entry in rules where entry.undecided > 0 {
            if counts[entry.rule] == nil { order.append(entry.rule) }
            counts[entry.rule, default: 0] += entry.undecided
        }
        let pairs = order.enumerated().map { (location: $0.offset, rule: $0.element, count: counts[$0.element] ?? 0) }
        return pairs.sorted { ($1.count, $0.location) < ($0.count, $1.location) }.map { ($0.rule, $0.count) }
    }
}

/// A sentence about a table, or about all tables without a sentence of their own.
package struct TableLine {
    package var table: String?
    package var words: String
}

extension FormOnlyTable {
    /// `the standard checks look for value, rag, target and 4 more`.
    fileprivate var wantedWords: String {
        let names = wanted.prefix(6).map { escapedForTerminal($0, columns: 60) }
        let more = wanted.count > names.count ? [grouped(wanted.count - names.count) + " more"] : []
        return (isWantedByStandard ? "the standard checks look for " : "rules for any table look for ")
            + listed(names + more)
    }
}
