// Judging a return again with one change, to know what that change would put right and what it would break.

import Checking
import Findings
import Planning

/// A require of a rule for one row, or for one group by its first row, beside a row of another table if it is a pair.
package struct JudgedRequire: Hashable, Sendable {
    package var rule: Int
    /// `nil` for a rule without `for`.
    package var row: Int?
    package var partner: Int32?
    package var require: Int

    package init(rule: Int, row: Int?, partner: Int32? = nil, require: Int) {
        self.rule = rule
        self.row = row
        self.partner = partner
        self.require = require
    }
}

/// What a changed return came to.
package struct TrialOutcome: Sendable {
    /// Broken requires that no waiver covers.
    package fileprivate(set) var broken: Set<JudgedRequire> = []
    /// Structural faults that no waiver covers, by entry and row.
    fileprivate var faults: [FaultPlace: [StructuralFault]] = [:]
    /// The rows of the rule that was asked about.
    fileprivate var rows: [TracedRow] = []

    /// Whether a require of the rule that was asked about holds.
    package func holds(_ asked: JudgedRequire) -> Bool {
        guard let row = rows.first(where: { $0.subject.row == asked.row }), row.outcome != .notApplicable else {
            return false
        }
        return row.holds.indices.contains(asked.require) && row.holds[asked.require] == true
    }

    /// The rows of the rule that was asked about for which all holds.
    package var passing: [RuleSubject] { rows.filter { $0.outcome == .passed }.map(\.subject) }

    /// The rows of that rule that are undecided.
    package var undecided: [RuleSubject] { rows.filter { $0.outcome == .undecided }.map(\.subject) }

    /// Whether there is no structural fault that was not there before.
    fileprivate func addsNoFault(to before: TrialOutcome) -> Bool {
        faults.allSatisfy { place, faults in
            guard let known = before.faults[place] else { return false }
            return faults.allSatisfy { known.contains($0) }
        }
    }

    /// The requires that were broken before and are not now.
    package func mended(since before: TrialOutcome) -> Set<JudgedRequire> { before.broken.subtracting(broken) }
}

private struct FaultPlace: Hashable {
    var entry: StructuralEntry
    var row: Int?
}

/// Judges returns again with one change at a time.
///
/// A trial runs a plan over the same chunks as the check, with the change made in them as they are read: what a change
/// comes to is decided as a check of the changed return would decide it. Only the rules that take anything from the
/// changed file are run, over the tables that these need. What it costs is bounded by `rowLimit` for each table and by
/// `rowBudget` for all trials of a check together.
package final class ChangeTrials {
    /// The rules that a change of some files may concern, and what they come to without one.
    private struct Setting {
        var plan: CheckPlan
        /// By the rules of the plan their numbers in the check.
        var numbers: [Int]
        var tables: Set<Int>
        var rowCount: Int
        var before = TrialOutcome()
        /// Keeps every violation, whatever the limit of the check is.
        var judgement: Judgement
    }

    /// The most rows of a table that is read again.
    package static let rowLimit = 10_000
    /// How many rows all trials of a check read and judge by two rules at most; of a few rows each trial counts as many
    /// as take the time that any trial takes.
    private static let rowBudget = 500_000
    private static let leastRows = 500

    private let judgement: Judgement
    private var settings: [Int: Setting?] = [:]
    private struct AskedRule: Hashable {
        var rule: Int
        var base: Int
    }

    /// By rule what each row comes to without a change, once it was asked.
    private var outcomes: [AskedRule: TrialOutcome] = [:]
    private var rowsRead = 0
    /// Whether as many changes were tried as a check has time for.
    package private(set) var isSpent = false

    package init(_ judgement: Judgement) { self.judgement = judgement }

    /// Whether changes of a table's rows can be tried.
    package func canChange(_ table: Int) -> Bool { setting(table) != nil }

    /// What is wrong without a change, as far as a change of a table may concern it. Violations of rules and faults are
    /// those of a check without limit; `numbers` are the rules' numbers in the check.
    package func unchanged(_ table: Int) -> (judgement: Judgement, numbers: [Int], outcome: TrialOutcome)? {
        setting(table).map { ($0.judgement, $0.numbers, $0.before) }
    }

    /// How many rows one trial of a change reads.
    package func rowCount(changing table: Int) -> Int { setting(table)?.rowCount ?? 0 }

    /// What the return comes to with a change. `nil` where the change cannot be made, or too many were tried.
    package func outcome(of change: RowChange, asking asked: JudgedRequire) -> TrialOutcome? {
        guard let setting = setting(change.table), !judgement.isStopped,
            let rule = setting.numbers.firstIndex(of: asked.rule),
            let changes = judgement.feedChanges(for: change)
        else { return nil }
        return run(setting, changes, asking: (rule, asked.row)).map { outcome($0, setting) }
    }

    /// What each row comes to for a rule, without a change.
    package func outcomes(ofRule rule: Int, changing table: Int) -> TrialOutcome? {
        let asked = AskedRule(rule: rule, base: judgement.rules.base(ofTable: table))
        if let known = outcomes[asked] { return known }
        guard let setting = setting(table), let index = setting.numbers.firstIndex(of: rule) else { return nil }
        let found = run(setting, [:], asking: (index, nil)).map { outcome($0, setting) }
        outcomes[asked] = found
        return found
    }

    /// Whether a change of a table leaves every require that held without it, and brings no structural fault.
    ///
    /// What was undecided, or did not apply, may be broken by it: such a require is no witness against the change.
    package func breaksNothing(_ outcome: TrialOutcome, changing table: Int) -> Bool {
        guard let before = setting(table)?.before, outcome.addsNoFault(to: before) else { return false }
        return outcome.broken.subtracting(before.broken).allSatisfy { require in
            // Nothing is said of a change for which there was no time to find this out.
            outcomes(ofRule: require.rule, changing: table).map { !$0.holds(require) } ?? false
        }
    }

    private func setting(_ table: Int) -> Setting? {
        let base = judgement.rules.base(ofTable: table)
        if let known = settings[base] { return known }
        let made = makeSetting(base)
        settings[base] = .some(made)
        return made
    }

    private func makeSetting(_ base: Int) -> Setting? {
        let shared = judgement.tablesSharing(filesOf: base)
        let rulesOfCheck = judgement.rules
        let numbers = judgement.rules.rules.indices.filter {
            !rulesOfCheck.tablesNeeded(by: [rulesOfCheck.rules[$0]]).isDisjoint(with: shared)
        }
        var rules = rulesOfCheck
        rules.rules = numbers.map { rulesOfCheck.rules[$0] }
        // A table that is made of another one is read where a rule asks for it.
        let own = shared.filter { rules.tables[$0].derivation == nil }
        let tables = own.union(rules.tablesNeeded(by: rules.rules)).filter { judgement.isBound($0) }
        // What a change would do to the matches in a cell is not tried.
        if tables.contains(where: { rules.tables[$0].search != nil }) { return nil }
        let needed = Set(tables + tables.map { rules.base(ofTable: $0) })
        guard needed.allSatisfy({ judgement.feeds[$0].isWhole && judgement.feeds[$0].rowCount <= Self.rowLimit })
        else { return nil }
        let plan = CheckPlan(rules)
        let rowCount = needed.reduce(0) { $0 + judgement.feeds[$1].rowCount }
        var setting = Setting(
            plan: plan, numbers: numbers, tables: needed, rowCount: rowCount,
            judgement: Judgement(plan, inputs: judgement.inputs, options: options))
        guard let found = run(setting, [:], asking: nil) else { return nil }
        setting.judgement = found
        setting.before = outcome(found, setting)
        return setting
    }

    private var options: EvaluationOptions {
        var options = EvaluationOptions()
        options.today = judgement.options.today
        return options
    }

    private func run(
        _ setting: Setting, _ changes: [Int: FeedChange], asking asked: (rule: Int, row: Int?)?
    ) -> Judgement? {
        // Two rules are judged in about the time in which the rows are read.
        let rows = max(Self.leastRows, setting.rowCount * max(1, (setting.numbers.count + 1) / 2))
        guard rowsRead + rows <= Self.rowBudget else {
            isSpent = true
            return nil
        }
        rowsRead += rows
        let changed = Judgement(setting.plan, inputs: judgement.inputs, options: options)
        changed.readRows(of: judgement, changing: changes)
        if let asked { changed.follow(asked.rule, row: asked.row) }
        PlanExecution(again: changed, tables: setting.tables).runAgain()
        guard setting.tables.allSatisfy({ changed.feeds[$0].couldChange && changed.feeds[$0].errors.isEmpty }) else {
            return nil
        }
        return changed
    }

    private func outcome(_ judged: Judgement, _ setting: Setting) -> TrialOutcome {
        var outcome = TrialOutcome()
        for (rule, counts) in judged.board.rules {
            for index in 0..<counts.violations.count {
                let violation = counts.violations[index]
                guard violation.waiver == nil else { continue }
                outcome.broken.insert(
                    JudgedRequire(
                        rule: setting.numbers[rule], row: violation.subject.row, partner: violation.subject.partner,
                        require: violation.require))
            }
        }
        for (entry, counts) in judged.board.structural {
            for index in 0..<counts.violations.count {
                guard let violation = counts.violations[index], violation.waiver == nil else { continue }
                outcome.faults[FaultPlace(entry: entry, row: violation.row), default: []].append(violation.fault)
            }
        }
        outcome.rows = judged.board.traced
        return outcome
    }
}
