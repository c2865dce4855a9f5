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

/// Findings of one entry of the counts that are not drawn although others of it are; one line sums them up.
struct Fold {
    var rule: String
    /// The column of a structural finding, by its name in the rule file.
    var column: String?
    var severity: Severity
    /// How many there are in all, whether or not the run holds them.
    var count: Int
    /// Names of some of them: the keys of their rows, or their lines.
    var names: [String]
    var namesAreLines: Bool
    /// Whether they are about rows and not about files as a whole.
    var areRows: Bool

    var words: String {
        let more =
            (column.map { "column " + escapedForTerminal($0, columns: 60) + ", " } ?? "") + "the same in "
            + counted(count, areRows ? "more row" : "more place", areRows ? "more rows" : "more places")
        if names.isEmpty { return more }
        return more + ": " + (namesAreLines ? (names.count == 1 ? "line " : "lines ") : "")
    }
}

/// What is shown to people of a run. Totals do not depend on it. Findings are read only when their turn comes, because
/// there may be more than fit into memory.
struct Selection {
    /// The rows of which something is drawn: then all of their findings are. Empty where everything is.
    private var rows: Set<RowKey> = []
    private let drawsAll: Bool
    /// How many findings of each entry there are: those that were seen, or that were counted.
    private var totals: [EntryName: Int] = [:]
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
        var drawn = 0
        /// Whether the last one that is not drawn is about a row and not about a file as a whole.
        var isRow = false
        var names: [String] = []
        var namesAreLines = true
    }

    init(_ run: CheckRun, _ style: TextStyle) {
        findings = run.findings
        self.style = style
        drawsAll = style.maxShown == .max
        let minimum = style.minimum
        var seen: [EntryName: Int] = [:]
        var fixableEntries: [EntryName: Int] = [:]
        var shownWaived: [String: Int] = [:]
        findings.forEachFirst(ofEachEntry: style.mostOfAnEntry) { finding in
            if style.showsWaived(finding, &shownWaived) { waivedCount += 1 }
            guard finding.isReported else { return }
            let name = EntryName(finding)
            if finding.fixes.contains(where: \.isSafe) { fixableEntries[name, default: 0] += 1 }
            if finding.severity < minimum { return }
            seen[name, default: 0] += 1
            if !drawsAll, seen[name, default: 0] <= style.maxShown, let row = RowKey(finding) { rows.insert(row) }
        }
        var counted: [EntryName: Int] = [:]
        for entry in run.rules { counted[EntryName(entry), default: 0] += entry.reported(from: minimum) }
        for (name, count) in seen { totals[name] = max(count, counted[name] ?? 0) }
        for entry in run.rules {
            let count = entry.reported(from: minimum)
            if count > 0, seen[EntryName(entry)] == nil || style.maxShown < 1 { undrawn.append((entry, count)) }
        }
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

    /// Calls the body with what is drawn of each row: file by file, the rows with the most severe findings first, of
    /// equal ones sheet by sheet. A file with very many rows is sorted in parts. Returns what is not drawn of entries
    /// of which something is.
    func forEachEntry(_ body: (RowEntry) -> Void) -> [Fold] {
        var entries: [EntryName: Entry] = [:]
        var order: [(name: EntryName, severity: Severity)] = []
        var waiting: [RowEntry] = []
        var places: [RowKey: Int] = [:]
        var sheets: [String?] = []
        func finishFile() {
            for index in waiting.indices { waiting[index].sort() }
            let worstFirst = waiting.enumerated().sorted { one, other in
                if one.element.worst != other.element.worst { return one.element.worst > other.element.worst }
                return (one.element.sheet, one.offset) < (other.element.sheet, other.offset)
            }
            for (_, entry) in worstFirst { body(entry) }
            waiting.removeAll(keepingCapacity: true)
            places.removeAll(keepingCapacity: true)
            sheets.removeAll(keepingCapacity: true)
        }
        findings.forEachFirst(ofEachEntry: style.mostOfAnEntry) { finding in
            guard finding.isReported, finding.severity >= style.minimum, style.maxShown > 0 else { return }
            let name = EntryName(finding)
            if entries[name] == nil {
                entries[name] = Entry()
                order.append((name, finding.severity))
            }
            let row = RowKey(finding)
            let isDrawn =
                drawsAll || row.map { rows.contains($0) } ?? (entries[name, default: Entry()].drawn < style.maxShown)
            guard isDrawn else {
                if entries[name, default: Entry()].names.count < 40 { entries[name]?.fold(finding) }
                return
            }
            entries[name]?.drawn += 1
            if let place = row.flatMap({ places[$0] }) {
                waiting[place].add(finding)
                return
            }
            if let last = waiting.last?.findings.first?.location?.file,
                last != finding.location?.file || waiting.count == Self.mostWaiting
            {
                finishFile()
            }
            let sheet = sheets.firstIndex(of: finding.location?.sheet) ?? sheets.count
            if sheet == sheets.count { sheets.append(finding.location?.sheet) }
            if let row { places[row] = waiting.count }
            waiting.append(RowEntry(finding, sheet: sheet))
        }
        finishFile()
        let worstFirst = order.enumerated().sorted { one, other in
            one.element.severity == other.element.severity
                ? one.offset < other.offset : one.element.severity > other.element.severity
        }
        return worstFirst.map(\.element).compactMap { name, severity in
            guard let entry = entries[name] else { return nil }
            let count = (totals[name] ?? 0) - entry.drawn
            guard count > 0 else { return nil }
            return Fold(
                rule: name.rule, column: name.column, severity: severity, count: count, names: entry.names,
                namesAreLines: entry.namesAreLines, areRows: entry.isRow || entry.names.isEmpty)
        }
    }

    /// The most rows of a file that are held to be sorted.
    private static let mostWaiting = 50_000

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
        isRow = finding.location?.row != nil
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
    func reported(from minimum: Severity) -> Int {
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

    /// The row's key with the headers of its columns: `ref 3.11, period Q2`.
    var namedKey: String {
        if let rowName, !rowName.isEmpty { return escapedForTerminal(rowName, columns: 160) }
        return key.map { escapedForTerminal($0.name, columns: 32) + " " + escapedOrBlank($0.text, columns: 40) }
            .joined(separator: ", ")
    }
}

private func escapedOrBlank(_ cell: String, columns: Int) -> String {
    cell.isEmpty ? "(blank)" : escapedForTerminal(cell, columns: columns)
}
