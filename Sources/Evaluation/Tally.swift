// What is counted and kept while a table is checked: one entry for each rule or structural finding of a table.

import Catalog
import Checking
import Findings

/// One row that breaks a rule or has a structural fault. Words are found for it only if it is reported.
struct Violation {
    /// The row's number in the table, from 0; −1 for the header line.
    var row: Int
    /// Which of a rule's requires; the field of a structural fault; else 0.
    var detail = 0
    /// Another row that it speaks of: the first of two equal keys.
    var related = -1
    /// The waiver that takes it out, or −1.
    var waiver = -1
    /// The rows of the series that the rule spoke of, and the row's group.
    var neighbours: NeighbourRows?
    var group: Int32 = -1
    /// What a structural fault must say beyond its place.
    var text: String?
    /// Its number among those of its entry.
    var order = 0
}

/// The neighbours of a row of a series, as rows of the table; −1 where there is none.
struct NeighbourRows {
    var previous = -1
    var next = -1
    var first = -1
    var last = -1

    subscript(neighbour: Neighbour) -> Int {
        get {
            switch neighbour {
            case .previous: previous
            case .next: next
            case .first: first
            case .last: last
            }
        }
        set {
            switch neighbour {
            case .previous: previous = newValue
            case .next: next = newValue
            case .first: first = newValue
            case .last: last = newValue
            }
        }
    }
}

/// What an entry is about.
enum EntryKind: Hashable {
    /// An index of the checked rules.
    case rule(Int)
    /// A structural finding of a table, and of which column where it is about cells.
    case structural(BuiltInFinding, table: Int, column: Int?)
}

/// The counts of one entry, and its first violations in the order of the rows.
struct Tally {
    var passed = 0
    var brokenRows = 0
    var findings = 0
    var undecided = 0
    var notApplicable = 0
    var waived = 0
    var violations = ViolationList()

    /// Counts a finding, and keeps it while there is room.
    mutating func add(_ violation: Violation, limit: Int) {
        findings += 1
        if violation.waiver >= 0 { waived += 1 }
        if violations.count < limit { violations.append(violation) }
    }

    /// Adds what a later part of the table came to.
    mutating func merge(_ later: Tally, limit: Int) {
        passed += later.passed
        brokenRows += later.brokenRows
        findings += later.findings
        undecided += later.undecided
        notApplicable += later.notApplicable
        waived += later.waived
        violations.append(later.violations, upTo: limit)
    }
}

/// The tallies of a part of a check, by entry.
struct TallyBoard {
    private(set) var tallies: [EntryKind: Tally] = [:]
    /// For each waiver how many findings it took out.
    private(set) var waiverUses: [Int: Int] = [:]
    /// What became of the rows of a rule that is being traced, in their order.
    var traced: [TracedRow] = []

    subscript(kind: EntryKind) -> Tally {
        get { tallies[kind] ?? Tally() }
        set { tallies[kind] = newValue }
    }

    /// Takes a tally out, to be changed and put back without a copy.
    mutating func take(_ kind: EntryKind) -> Tally { tallies.removeValue(forKey: kind) ?? Tally() }

    mutating func update(_ kind: EntryKind, _ body: (inout Tally) -> Void) { body(&tallies[kind, default: Tally()]) }

    /// Whether any violation is kept.
    var keepsViolations: Bool { tallies.values.contains { !$0.violations.isEmpty } }

    mutating func use(waiver: Int, times: Int = 1) { waiverUses[waiver, default: 0] += times }

    /// Lets go of all but the first violations of each entry.
    mutating func keepFirst(_ limit: Int) {
        for kind in Array(tallies.keys) { tallies[kind]?.violations.trim(to: limit) }
    }

    mutating func merge(_ later: TallyBoard, limit: Int) {
        for (kind, tally) in later.tallies { tallies[kind, default: Tally()].merge(tally, limit: limit) }
        for (waiver, count) in later.waiverUses { waiverUses[waiver, default: 0] += count }
        traced += later.traced
    }
}
