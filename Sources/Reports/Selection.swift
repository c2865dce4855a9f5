// Decides which findings are shown to people and which are folded into others.

import Findings

/// Which entry of a run's counts a finding belongs to.
struct EntryName: Hashable {
    var rule: String
    var table: String?
    var column: String?

    init(_ finding: Finding) {
        rule = finding.rule
        table = finding.table
        column = finding.column
    }

    init(_ entry: RuleOutcomeCounts) {
        rule = entry.rule
        table = entry.table
        column = entry.column
    }
}

/// Findings that are not drawn; one line below the last drawn finding of their entry sums them up.
struct Fold {
    /// How many there are in all, whether or not the run holds them.
    var count: Int
    /// Names of some of them: the keys of their rows, or their lines.
    var names: [String]
    var namesAreLines: Bool
    /// Whether they are about rows and not about files as a whole.
    var areRows: Bool

    var words: String {
        let more =
            "the same in " + counted(count, areRows ? "more row" : "more place", areRows ? "more rows" : "more places")
        if names.isEmpty { return more }
        return more + ": " + (namesAreLines ? (names.count == 1 ? "line " : "lines ") : "")
    }
}

/// What is shown to people of a run. Totals do not depend on it. It holds numbers of findings, and each is read only
/// when its turn comes, because there may be more than fit into memory.
struct Selection {
    /// Keyed by the number, among the drawn findings, of the one into which they are folded.
    private var folds: [Int: Fold] = [:]
    /// Entries with findings of which none is drawn, with their number.
    private(set) var undrawn: [(entry: RuleOutcomeCounts, count: Int)] = []
    /// Waived findings that are not shown, by rule, in the order in which the rules occur.
    private(set) var moreWaived: [(rule: String, count: Int)] = []
    /// How many findings are less severe than what is shown, by severity.
    private(set) var belowMinimum: [Severity: Int] = [:]
    /// How many of the visited findings have a safe fix, and whether others of their entries may have one too.
    private(set) var fixable = (count: 0, isLeast: false)

    private let findings: FindingList
    private let style: TextStyle
    private var waivedCount = 0

    fileprivate struct Entry {
        var seen = 0
        var drawn = 0
        var last: Int?
        /// Whether the last one drawn is about a row and not about a file as a whole.
        var isRow = false
        var names: [String] = []
        var namesAreLines = true
    }

    init(_ run: CheckRun, _ style: TextStyle) {
        findings = run.findings
        self.style = style
        let minimum = style.minimum
        var entries: [EntryName: Entry] = [:]
        var fixableEntries: [EntryName: Int] = [:]
        var shownWaived: [String: Int] = [:]
        var drawn = 0
        findings.forEachFirst(ofEachEntry: style.mostOfAnEntry) { finding in
            if style.showsWaived(finding, &shownWaived) { waivedCount += 1 }
            guard finding.isReported else { return }
            let name = EntryName(finding)
            if finding.fixes.contains(where: \.isSafe) { fixableEntries[name, default: 0] += 1 }
            if finding.severity < minimum { return }
            var entry = entries.removeValue(forKey: name) ?? Entry()
            entry.seen += 1
            if entry.drawn < style.maxShown {
                entry.drawn += 1
                entry.last = drawn
                entry.isRow = finding.location?.row != nil
                drawn += 1
            } else if entry.names.count < 40 {
                entry.fold(finding)
            }
            entries[name] = entry
        }
        foldTheRest(run, entries, minimum)
        countWaived(run, shownWaived)
        fixable.count = fixableEntries.values.reduce(0, +)
        fixable.isLeast = run.rules.contains { entry in
            entry.findings > style.mostOfAnEntry && fixableEntries[EntryName(entry)] != nil
        }
        for severity in Severity.allCases where severity < minimum {
            let count = run.count(of: severity)
            if count > 0 { belowMinimum[severity] = count }
        }
    }

    private mutating func foldTheRest(_ run: CheckRun, _ entries: [EntryName: Entry], _ minimum: Severity) {
        var counted: [EntryName: Int] = [:]
        for entry in run.rules { counted[EntryName(entry), default: 0] += entry.reported(from: minimum) }
        for (name, entry) in entries {
            guard let last = entry.last else { continue }
            let count = max(entry.seen, counted[name] ?? 0) - entry.drawn
            guard count > 0 else { continue }
            folds[last] = Fold(
                count: count, names: entry.names, namesAreLines: entry.namesAreLines,
                areRows: entry.isRow)
        }
        for entry in run.rules {
            let count = entry.reported(from: minimum)
            if count > 0, entries[EntryName(entry)]?.last == nil { undrawn.append((entry, count)) }
        }
    }

    private mutating func countWaived(_ run: CheckRun, _ shown: [String: Int]) {
        var total: [String: Int] = [:]
        var order: [String] = []
        for entry in run.rules where entry.waived > 0 && entry.severity >= style.minimum {
            if total[entry.rule] == nil { order.append(entry.rule) }
            total[entry.rule, default: 0] += entry.waived
        }
        for rule in order {
            let more = (total[rule] ?? 0) - (shown[rule] ?? 0)
            if more > 0 { moreWaived.append((rule, more)) }
        }
    }

    /// Whether waived findings are shown, or counted as not shown.
    var hasWaived: Bool { waivedCount > 0 || !moreWaived.isEmpty }

    /// Calls the body with each finding that is drawn, in the order of the run's findings, and with what is folded into
    /// it.
    func forEachDrawn(_ body: (Finding, Fold?) -> Void) {
        var drawn: [EntryName: Int] = [:]
        var number = 0
        findings.forEachFirst(ofEachEntry: style.mostOfAnEntry) { finding in
            guard finding.isReported, finding.severity >= style.minimum else { return }
            guard drawn[EntryName(finding), default: 0] < style.maxShown else { return }
            drawn[EntryName(finding), default: 0] += 1
            body(finding, folds[number])
            number += 1
        }
    }

    /// Calls the body with each waived finding that is shown.
    func forEachWaived(_ body: (Finding) -> Void) {
        guard waivedCount > 0 else { return }
        var shown: [String: Int] = [:]
        findings.forEachFirst(ofEachEntry: style.mostOfAnEntry) { finding in
            if style.showsWaived(finding, &shown) { body(finding) }
        }
    }
}

extension TextStyle {
    /// Whether a finding is waived and shown as such; `shown` are those of each rule that were.
    fileprivate func showsWaived(_ finding: Finding, _ shown: inout [String: Int]) -> Bool {
        guard finding.waived != nil, !finding.isBaselined, finding.severity >= minimum else { return false }
        guard shown[finding.rule, default: 0] < maxShown else { return false }
        shown[finding.rule, default: 0] += 1
        return true
    }
}

extension Selection.Entry {
    /// Records the name of a finding that is not drawn.
    mutating func fold(_ finding: Finding) {
        if !finding.key.isEmpty {
            if namesAreLines { names = [] }
            namesAreLines = false
            names.append(finding.keyWords)
        } else if namesAreLines, let location = finding.location {
            names.append(String(location.line))
        }
    }
}

extension RuleOutcomeCounts {
    /// The findings of it that are reported: neither waived nor in the baseline.
    var reported: Int { max(0, findings - waived - baselined) }

    /// Those of them that have at least a severity.
    fileprivate func reported(from minimum: Severity) -> Int {
        Severity.allCases.reduce(0) { $0 + ($1 < minimum ? 0 : max(0, count(of: $1))) }
    }

    /// Whether it ran and reached no decision.
    var decidedNothing: Bool { !isStructural && passed + broken == 0 }
}

extension Finding {
    /// The cells of the row's key, escaped and cut for a line of text: `3.11`, `3.11 Q2`.
    var keyWords: String {
        key.map { escapedOrBlank($0.text, columns: 24) }.joined(separator: " ")
    }

    /// The row's key with the names of its columns: `ref 3.11, period Q2`.
    var namedKey: String {
        key.map { escapedForTerminal($0.name, columns: 32) + " " + escapedOrBlank($0.text, columns: 40) }
            .joined(separator: ", ")
    }
}

private func escapedOrBlank(_ cell: String, columns: Int) -> String {
    cell.isEmpty ? "(blank)" : escapedForTerminal(cell, columns: columns)
}
