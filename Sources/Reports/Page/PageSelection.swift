// Which rows a page shows as full entries, and what its filters choose by.

import Findings

/// How many findings of one entry of the counts a page may show in full.
package let mostIllustrated = PageSelection.mostEntries

/// What a finding belongs to on a page: its row, or itself where it is about no row.
enum PagePlace: Hashable {
    case row(RowKey)
    /// The number of the finding among those that are reported.
    case finding(Int)

    init(_ finding: Finding, number: Int) { self = RowKey(finding).map { .row($0) } ?? .finding(number) }
}

/// The worst rows of a run with their findings, and the names that filters offer. Whatever the number of findings, it
/// holds no more than a page shows in full.
struct PageSelection {
    /// How many rows are full entries, and how many findings of one are in its entry; all others are a line each.
    static let mostEntries = 300
    static let mostOfEntry = 40
    /// How many findings are lines: as many of each rule, so that none is left out for another. More would make a page
    /// that no browser opens.
    static let mostLines = 20_000

    /// The entries, the worst first; of equal ones in the order of the run.
    private(set) var entries: [RowEntry] = []
    /// The places of the entries in `entries`.
    private(set) var places: [PagePlace: Int] = [:]
    /// The number of each entry's first finding among those that are reported.
    private(set) var numbers: [Int] = []
    private(set) var names = PageNames()
    /// How many findings are in no entry, by their severity and rule.
    private(set) var lines: [LineGroup: Int] = [:]
    var restCount: Int { lines.values.reduce(0, +) }
    /// How many of them are lines, and how many of one severity and rule at most.
    var lineCount: Int { lines.values.reduce(0) { $0 + min($1, mostOfGroup) } }
    private(set) var mostOfGroup = mostLines

    struct LineGroup: Hashable {
        var severity: Severity
        var rule: String
    }
    /// The findings that are reported, the faults of rule files among them.
    private(set) var count = 0
    private(set) var waived = WaivedFindings()

    init(_ run: CheckRun, ofRuleFiles: [Finding]) {
        choose(run, ofRuleFiles)
        collect(run, ofRuleFiles)
    }

    /// How many of each group are lines where there are more than a page holds: what small groups do not need is for
    /// the others.
    private static func share(_ counts: [Int]) -> Int {
        var rest = mostLines
        for (index, count) in counts.sorted().enumerated() {
            let share = rest / (counts.count - index)
            if count > share { return max(1, share) }
            rest -= count
        }
        return mostLines
    }

    /// Calls the body with each reported finding and its number, in the order of the page.
    static func forEach(_ run: CheckRun, _ ofRuleFiles: [Finding], _ body: (Finding, Int) -> Void) {
        whileTrue(run, ofRuleFiles) { finding, number in
            body(finding, number)
            return true
        }
    }

    /// The same, as long as the body returns true.
    static func whileTrue(_ run: CheckRun, _ ofRuleFiles: [Finding], _ body: (Finding, Int) -> Bool) {
        var number = 0
        for finding in ofRuleFiles {
            guard body(finding, number) else { return }
            number += 1
        }
        for finding in run.findings where finding.isReported {
            guard body(finding, number) else { return }
            number += 1
        }
    }

    /// Finds the rows with the most severe findings, in the order of the run.
    private mutating func choose(_ run: CheckRun, _ ofRuleFiles: [Finding]) {
        var first: [Severity: (order: [PagePlace], known: Set<PagePlace>)] = [:]
        Self.forEach(run, ofRuleFiles) { finding, number in
            var (order, known) = first.removeValue(forKey: finding.severity) ?? ([], [])
            defer { first[finding.severity] = (order, known) }
            guard order.count < Self.mostEntries else { return }
            let place = PagePlace(finding, number: number)
            if known.insert(place).inserted { order.append(place) }
        }
        for finding in run.findings where !finding.isReported { waived.add(finding) }
        for severity in Severity.descending {
            for place in first[severity]?.order ?? [] where places.count < Self.mostEntries && places[place] == nil {
                places[place] = places.count
            }
        }
    }

    private mutating func collect(_ run: CheckRun, _ ofRuleFiles: [Finding]) {
        var found = [(entry: RowEntry, number: Int)?](repeating: nil, count: places.count)
        Self.forEach(run, ofRuleFiles) { finding, number in
            count += 1
            names.add(finding)
            guard let place = places[PagePlace(finding, number: number)] else {
                lines[LineGroup(severity: finding.severity, rule: finding.rule), default: 0] += 1
                return
            }
            guard found[place] != nil else {
                found[place] = (RowEntry(finding), number)
                return
            }
            if found[place]?.entry.findings.count ?? 0 < Self.mostOfEntry {
                found[place]?.entry.add(finding)
            } else {
                lines[LineGroup(severity: finding.severity, rule: finding.rule), default: 0] += 1
            }
        }
        mostOfGroup = Self.share(Array(lines.values))
        for case (let found, let number)? in found {
            var entry = found
            entry.sort()
            entries.append(entry)
            numbers.append(number)
        }
    }
}

/// The owners, rules and groups of findings by their numbers in the page's filters. What is beyond a limit is offered
/// as the rest.
struct PageNames {
    private(set) var owners = NumberedNames(most: 200)
    private(set) var rules = NumberedNames(most: 500)
    /// By the header of a column the cells that occur in it.
    private(set) var groups: [(header: String, cells: NumberedNames)] = []

    private static let mostGroups = 6

    fileprivate mutating func add(_ finding: Finding) {
        if let owner = finding.owner { owners.add(owner) }
        rules.add(finding.rule)
        for group in finding.illustration?.groups ?? [] {
            if let index = groups.firstIndex(where: { $0.header == group.name }) {
                groups[index].cells.add(group.text)
            } else if groups.count < Self.mostGroups {
                var cells = NumberedNames(most: 50)
                cells.add(group.text)
                groups.append((group.name, cells))
            }
        }
    }

    /// What filters ask of an item: its owner, its rules, and its cell of each group, by their numbers: `2.0_5.1..3`.
    func filterData(_ findings: [Finding], withRules: Bool = true) -> String {
        var text = findings.lazy.compactMap(\.owner).first.map { String(owners.number($0)) } ?? ""
        var said: [Int] = []
        if !withRules { text += "." }
        for finding in withRules ? findings : [] {
            let rule = rules.number(finding.rule)
            if said.contains(rule) { continue }
            text += (said.isEmpty ? "." : "_") + String(rule)
            said.append(rule)
        }
        let cells = findings.lazy.compactMap { $0.illustration?.groups }.first ?? []
        for group in groups {
            text += "."
            if let cell = cells.first(where: { $0.name == group.header }) {
                text += String(group.cells.number(cell.text))
            }
        }
        return text
    }

    /// The severities of some findings, as filters ask for them.
    static func severities(_ findings: [Finding]) -> String {
        var text = ""
        for severity in Severity.descending where findings.contains(where: { $0.severity == severity }) {
            text += String(severity.pageNumber)
        }
        return text
    }
}

/// Names in the order in which they occur, as far as a filter can offer them.
struct NumberedNames {
    private(set) var names: [String] = []
    private var numbers: [String: Int] = [:]
    private(set) var hasMore = false
    private let most: Int

    init(most: Int) { self.most = most }

    mutating func add(_ name: String) {
        guard numbers[name] == nil else { return }
        guard names.count < most else {
            hasMore = true
            return
        }
        numbers[name] = names.count
        names.append(name)
    }

    /// The number of a name; for one that is not offered itself that of the rest.
    func number(_ name: String) -> Int { numbers[name] ?? most }
}

/// What was waived, summed up by rule and reason.
struct WaivedFindings {
    struct Group: Hashable {
        var rule: String
        var because: String
        var until: String?
    }

    private(set) var groups: [Group] = []
    /// How many findings each has, and the rows of the first of them.
    private(set) var counts: [Group: (count: Int, rows: [String])] = [:]
    /// How many findings are in none of them.
    private(set) var more = 0

    private static let mostGroups = 200
    private static let mostRows = 5

    mutating func add(_ finding: Finding) {
        guard let waived = finding.waived else { return }
        let group = Group(rule: finding.rule, because: waived.because, until: waived.until)
        if counts[group] == nil {
            guard groups.count < Self.mostGroups else {
                more += 1
                return
            }
            groups.append(group)
            counts[group] = (0, [])
        }
        counts[group]?.count += 1
        if counts[group]?.rows.count ?? 0 < Self.mostRows {
            counts[group]?.rows.append(finding.location?.cell ?? finding.location.map { "line \($0.line)" } ?? "")
        }
    }
}
