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
    /// One line: `3 errors, 1 query in 2 files, 141 rows; 1 waived`. Registers are named apart.
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
        } else if unreadable.isEmpty, !isPartial, verdict != .nothingChecked, openRuleCount(from: .query) == 0 {
            line = "No problems found in " + rows + " of " + size
        } else if verdict == .nothingChecked {
            line = "Nothing was checked in " + rows + " of " + size
        } else {
            line = "No problems found in what could be checked: " + rows + " of " + size
        }
        line += registerWords
        if waivedCount > 0 { line += "; " + grouped(waivedCount) + " waived" }
        if baselinedCount > 0 { line += "; " + grouped(baselinedCount) + " known from the baseline" }
        return line
    }

    /// `, looked up in register.csv (45 rows)`; empty where there is no register.
    private var registerWords: String {
        let names = registers.prefix(3).map { escapedForTerminal($0.path) + " (" + counted($0.rows, "row") + ")" }
        guard !names.isEmpty else { return "" }
        let more = registers.count > 3 ? [counted(registers.count - 3, "more file")] : []
        return ", looked up in " + listed(names + more)
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

    /// A sentence for each table that was not read, because other returns were named or because it may be absent and
    /// is, and one for those beyond the first few.
    package var unreadLines: [TableLine] {
        let most = 8
        var lines = unread.prefix(most).map { TableLine(table: $0.table, words: $0.words) }
        let rest = unread.dropFirst(most)
        func ruleCount(_ tables: [UnreadTable]) -> String { counted(Set(tables.flatMap(\.rules)).count, "rule") }
        let unnamed = rest.filter { $0.absent == nil }
        if !unnamed.isEmpty {
            lines.append(
                TableLine(
                    words: "No return that is named is for " + counted(unnamed.count, "more table")
                        + ", so they were not read: " + ruleCount(unnamed) + " did not run on them"))
        }
        let absent = rest.filter { $0.absent != nil }
        if !absent.isEmpty {
            lines.append(
                TableLine(
                    words: counted(absent.count, "more optional table") + (absent.count == 1 ? " has" : " have")
                        + " no file: " + ruleCount(absent) + " did not apply"))
        }
        return lines
    }

    /// One line of how far the rules reached: `Of 12 rules, 7 decided all of their rows, 3 some of them and 2 concern
    /// no row`; `nil` where none ran.
    var reachLine: String? {
        var outcomes: [String: (decided: Int, undecided: Int)] = [:]
        for entry in rules where !entry.isStructural {
            outcomes[entry.rule, default: (0, 0)].decided += entry.passed + entry.broken
            outcomes[entry.rule, default: (0, 0)].undecided += entry.undecided
        }
        guard !outcomes.isEmpty else { return nil }
        let whole = outcomes.values.count { $0.undecided == 0 && $0.decided > 0 }
        let parts = outcomes.values.count { $0.undecided > 0 && $0.decided > 0 }
        let none = outcomes.values.count { $0.undecided > 0 && $0.decided == 0 }
        let idle = outcomes.values.count { $0.undecided == 0 && $0.decided == 0 }
        if whole == outcomes.count {
            return whole == 1
                ? "The rule decided all of its rows"
                : "All " + grouped(whole) + " rules decided all of their rows"
        }
        if idle == outcomes.count { return "No rule concerns any row" }
        if outcomes.count == 1 { return "The rule decided " + (parts == 1 ? "some" : "none") + " of its rows" }
        func many(_ count: Int, _ one: String, _ several: String) -> String? {
            count == 0 ? nil : grouped(count) + " " + (count == 1 ? one : several)
        }
        let some = whole > 0 ? "some of them" : "decided some of their rows"
        let nothing = whole + parts > 0 ? "none of them" : "decided none of their rows"
        let words = [
            many(whole, "decided all of its rows", "decided all of their rows"), many(parts, some, some),
            many(none, nothing, nothing), many(idle, "concerns no row", "concern no row"),
        ].compactMap { $0 }
        return "Of " + counted(outcomes.count, "rule") + ", " + listed(words)
    }

    /// How many findings each owner has to answer for, the most first; those without an owner are not among them.
    /// Empty where no table names owners, and where findings are counted that are not kept: theirs are not known.
    func reportedByOwner(from minimum: Severity) -> [(owner: String, count: Int)] {
        guard findings.isHeld, hiddenCounts.isEmpty else { return [] }
        var counts: [String: Int] = [:]
        var order: [String] = []
        for finding in findings where finding.isReported && finding.severity >= minimum {
            guard let owner = finding.owner else { continue }
            if counts[owner] == nil { order.append(owner) }
            counts[owner, default: 0] += 1
        }
        let pairs = order.enumerated().map { (location: $0.offset, owner: $0.element, count: counts[$0.element] ?? 0) }
        return pairs.sorted { ($1.count, $0.location) < ($0.count, $1.location) }.map { ($0.owner, $0.count) }
    }

    /// How many findings each rule has, the most severe first, of equal ones the most first.
    func reportedByRule(from minimum: Severity) -> [(rule: String, count: Int)] {
        var counts: [String: (count: Int, severity: Severity)] = [:]
        var order: [String] = []
        for entry in rules where entry.reported(from: minimum) > 0 {
            if counts[entry.rule] == nil { order.append(entry.rule) }
            let known = counts[entry.rule] ?? (0, entry.severity)
            counts[entry.rule] = (known.count + entry.reported(from: minimum), max(known.severity, entry.severity))
        }
        return order.enumerated().sorted { one, other in
            let (own, their) = (counts[one.element] ?? (0, .note), counts[other.element] ?? (0, .note))
            if own.severity != their.severity { return own.severity > their.severity }
            return own.count == their.count ? one.offset < other.offset : own.count > their.count
        }.map { ($0.element, counts[$0.element]?.count ?? 0) }
    }

    /// The names of rules that should have decided something and decided nothing, each once, in the order of the
    /// counts.
    var rulesWithoutDecision: [String] {
        var decided = Set<String>()
        for entry in rules where !entry.isStructural && entry.passed + entry.broken > 0 { decided.insert(entry.rule) }
        var seen = decided
        return rules.compactMap {
            !$0.isStructural && $0.undecided > 0 && seen.insert($0.rule).inserted ? $0.rule : nil
        }
    }

    /// How many rules of a severity or a higher one were to decide something about returns and decided nothing. One
    /// that looks along series and has no other row to look at yet is none of them: nothing is missing there.
    func openRuleCount(from minimum: Severity) -> Int {
        var decided: Set<String> = []
        var open: Set<String> = []
        for entry in rules where !entry.isStructural && entry.severity >= minimum {
            if entry.passed + entry.broken > 0 { decided.insert(entry.rule) }
            let first = entry.undecidedBecause.filter { $0.cause.isOrdinary }.reduce(0) { $0 + $1.rows }
            if entry.undecided > first { open.insert(entry.rule) }
        }
        return open.subtracting(decided).count
    }

    /// How many decisions each rule could not make, the most first.
    var undecidedByRule: [(rule: String, count: Int)] { undecidedByRule { _ in true } }

    /// The same of some of the entries.
    func undecidedByRule(where isWanted: (RuleOutcomeCounts) -> Bool) -> [(rule: String, count: Int)] {
        var counts: [String: Int] = [:]
        var order: [String] = []
        for entry in rules where entry.undecided > 0 && isWanted(entry) {
            if counts[entry.rule] == nil { order.append(entry.rule) }
            counts[entry.rule, default: 0] += entry.undecided
        }
        let pairs = order.enumerated().map { (location: $0.offset, rule: $0.element, count: counts[$0.element] ?? 0) }
        return pairs.sorted { ($1.count, $0.location) < ($0.count, $1.location) }.map {
            (rule: $0.rule, count: $0.count)
        }
    }
}

/// A sentence about a table, or about all tables without a sentence of their own.
package struct TableLine {
    package var table: String?
    package var words: String
}

extension UnreadTable {
    /// Why it was not read, and which rules did not run.
    fileprivate var words: String {
        let names = rules.prefix(6).map { escapedForTerminal($0, columns: 120) }
        let more = rules.count > names.count ? [grouped(rules.count - names.count) + " more"] : []
        let title = escapedForTerminal(table, columns: 120)
        guard let absent else {
            return "No return that is named is for table " + title + ", so it was not read: " + listed(names + more)
                + " did not run"
        }
        return "Optional table " + title + " has no file, as nothing matches “"
            + escapedForTerminal(absent, columns: 120)
            + "”" + (names.isEmpty ? "" : ": " + listed(names + more) + " did not apply")
    }
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
