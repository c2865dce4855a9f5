// The outcomes that are counted and kept while a table is checked: for each rule, and for each structural finding of a
// table.

/// The counts of one rule, and its first violations in the order of the rows.
package struct RuleOutcomes: Sendable {
    package var passed = 0
    /// Rows that break it, however many of its requires.
    package var brokenRows = 0
    package var findings = 0
    package var undecided = 0
    /// What was lacking, of the undecided ones.
    package var undecidedBy = UndecidedTally()
    package var notApplicable = 0
    package var waived = 0
    /// The violations that are kept.
    package var violations = RuleViolations()
    /// The first broken rows of a rule that asks for a share of its rows.
    package internal(set) var examples: [Int] = []
    static let mostExamples = 10
    /// What a `StoredFigureTask` asks for: the broken rows, or those that stored figures do not break.
    var noted: [BrokenRow] = []
    /// The broken rows that do not break it by the figures that are stored, those among them that are undecided then,
    /// and their findings that are not waived.
    package internal(set) var keptByStored = RowSet()
    package internal(set) var openByStored = RowSet()
    package internal(set) var findingsKeptByStored = 0

    package init() {}

    /// Counts a finding, and keeps it while there is room.
    mutating func add(_ violation: RuleViolation, limit: Int) {
        findings += 1
        if violation.waiver != nil { waived += 1 }
        if violations.count < limit { violations.append(violation) }
    }

    /// Adds the outcomes of a later part of the table.
    mutating func merge(_ later: Self, limit: Int) {
        passed += later.passed
        brokenRows += later.brokenRows
        findings += later.findings
        undecided += later.undecided
        undecidedBy.merge(later.undecidedBy)
        notApplicable += later.notApplicable
        waived += later.waived
        violations.append(later.violations, upTo: limit)
        noted += later.noted
        examples += later.examples.prefix(Self.mostExamples - examples.count)
    }
}

/// The counts of one structural finding, and its first violations.
package struct StructuralOutcomes: Sendable {
    package var findings = 0
    package var waived = 0
    package var violations = StructuralViolations()

    /// Counts a finding, and keeps it while there is room.
    mutating func add(_ violation: StructuralViolation, limit: Int) {
        findings += 1
        if violation.waiver != nil { waived += 1 }
        if violations.count < limit { violations.append(violation) }
    }

    /// Adds the outcomes of a later part of the table.
    mutating func merge(_ later: Self, limit: Int) {
        findings += later.findings
        waived += later.waived
        violations.append(later.violations, upTo: limit)
    }
}

/// The outcomes of a part of a check.
package struct OutcomeBoard {
    /// By the index of the rule.
    package private(set) var rules: [Int: RuleOutcomes] = [:]
    package private(set) var structural: [StructuralEntry: StructuralOutcomes] = [:]
    /// For each waiver how many findings it waived.
    package private(set) var waiverUses: [Int: Int] = [:]
    /// The traced rows with their outcomes, in their order.
    var traced: [TracedRow] = []

    /// Removes the outcomes of a rule, to be changed in place and put back without a copy.
    mutating func take(_ rule: Int) -> RuleOutcomes { rules.removeValue(forKey: rule) ?? RuleOutcomes() }

    mutating func put(_ counts: RuleOutcomes, _ rule: Int) { rules[rule] = counts }

    mutating func take(_ entry: StructuralEntry) -> StructuralOutcomes {
        structural.removeValue(forKey: entry) ?? StructuralOutcomes()
    }

    mutating func put(_ counts: StructuralOutcomes, _ entry: StructuralEntry) { structural[entry] = counts }

    mutating func update(_ rule: Int, _ body: (inout RuleOutcomes) -> Void) {
        body(&rules[rule, default: RuleOutcomes()])
    }

    /// Counts a structural fault under its finding, and keeps it while there is room.
    mutating func add(_ violation: StructuralViolation, table: Int, column: Int?, limit: Int) {
        let entry = StructuralEntry(violation.fault.finding, table: table, column: column)
        structural[entry, default: StructuralOutcomes()].add(violation, limit: limit)
        if let waiver = violation.waiver { use(waiver: waiver) }
    }

    /// Whether any violation is kept.
    var keepsViolations: Bool {
        rules.values.contains { !$0.violations.isEmpty } || structural.values.contains { !$0.violations.isEmpty }
    }

    /// How many violations are kept.
    package var violationCount: Int {
        rules.values.reduce(0) { $0 + $1.violations.count } + structural.values.reduce(0) { $0 + $1.violations.count }
    }

    mutating func use(waiver: Int, times: Int = 1) { waiverUses[waiver, default: 0] += times }

    /// Drops all but the first violations of each entry; dropped ones stay counted.
    mutating func keepFirst(_ limit: Int) {
        for rule in Array(rules.keys) { rules[rule]?.violations.trim(to: limit) }
        for entry in Array(structural.keys) { structural[entry]?.violations.trim(to: limit) }
    }

    mutating func merge(_ later: OutcomeBoard, limit: Int) {
        for (rule, counts) in later.rules { rules[rule, default: RuleOutcomes()].merge(counts, limit: limit) }
        for (entry, counts) in later.structural {
            structural[entry, default: StructuralOutcomes()].merge(counts, limit: limit)
        }
        for (waiver, count) in later.waiverUses { waiverUses[waiver, default: 0] += count }
        traced += later.traced
    }
}

/// Entries of which no more violations are kept: more are only counted.
struct FullEntries {
    private var rules: Set<Int> = []
    private var structural: Set<StructuralEntry> = []

    func contains(_ rule: Int) -> Bool { rules.contains(rule) }

    func contains(_ entry: StructuralEntry) -> Bool { structural.contains(entry) }

    /// Records which entries of a part of a check are full on the whole board.
    mutating func note(_ part: OutcomeBoard, in board: OutcomeBoard, limit: Int) {
        rules.formUnion(part.rules.keys.filter { board.rules[$0]?.violations.count ?? 0 >= limit })
        structural.formUnion(part.structural.keys.filter { board.structural[$0]?.violations.count ?? 0 >= limit })
    }
}
