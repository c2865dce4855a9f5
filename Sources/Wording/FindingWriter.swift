// From a judgement to findings: rows read again, words found, places resolved.

import Catalog
import Checking
import Columns
package import Evaluation
package import Findings
import Planning
import Synchronization
package import Tables
import Workers

/// How findings are made.
package struct WordingOptions: Sendable {
    /// How many findings of each entry carry the part of the table around them.
    package var excerptLimit = Int.max
    /// How many findings of each entry are illustrated, for pages; `nil` where no page is made.
    package var illustrationLimit: Int?
    /// Whether findings about totals say which single change would put them right.
    package var wantsCorrections = true
    /// The fingerprints of findings that are known already, for which that is not asked.
    package var known: Set<String> = []
    /// More findings than these are stored, where there is a `FindingSpaceMaker`.
    package var mostHeld = FindingList.mostHeld
    package var makeSpace: FindingSpaceMaker?

    package init() {}
}

/// The results of a check, in words.
package struct CheckResult {
    package var rules: [RuleOutcomeCounts] = []
    /// Sorted by file, place, rule.
    package var findings: FindingList = []
    /// Why findings are missing: they could not be stored. `nil` where all went well.
    package var failure: FindingSpaceFailure?
    package var files: [CheckedFile] = []
    /// Files of which a part could not be read.
    package var errors: [(path: String, error: ReadError)] = []
    /// Whether the check was cancelled. Its results are then a part of those of the whole check.
    package var isPartial = false
    /// Whether corrections of totals were not asked for, and there are findings that may have some.
    package var mayBeCorrected = false
}

/// Puts a judgement into words. After a request to cancel it drops violations that are too many to wait for.
package func word(_ judgement: Judgement, options: WordingOptions = WordingOptions()) -> CheckResult {
    FindingWriter(judgement, options: options).result()
}

/// Puts the violations of one judgement into words.
final class FindingWriter {
    let judgement: Judgement
    let options: WordingOptions
    /// What wording an entry has cached for its next violations.
    private let remembered = Mutex<[StructuralEntry: StructuralMessages.Memory]>([:])
    /// By rule and the index of a violation the rows that decided it; found before they are worded.
    private(set) var decidingRows: [Int: [Int: [RelatedLocation]]] = [:]
    /// By rule and the index of a violation pictures for which tables are read; found before they are worded.
    private(set) var pictures: [Int: [Int: FindingPicture]] = [:]
    /// What would put totals right, made when it is first asked.
    private(set) lazy var corrections = CorrectionSearch(in: self)
    private let keepsLittle = Atomic<Bool>(false)
    private lazy var shown = columnsToShow()
    private lazy var searched = columnsToSearch()
    /// Reads rows with figures as they are stored; `nil` where all returns store what they show.
    private(set) var ofStoredFigures: FindingWriter?
    /// For one that reads stored figures: whose rows it reads so.
    private unowned let original: FindingWriter?

    init(_ judgement: Judgement, options: WordingOptions) {
        self.judgement = judgement
        self.options = options
        original = nil
        ofStoredFigures = judgement.storedFigures.map { FindingWriter($0, of: self) }
    }

    private init(_ storedFigures: Judgement, of original: FindingWriter) {
        judgement = storedFigures
        options = original.options
        self.original = original
    }

    var threads: Int { judgement.options.threads }
    var progress: CheckProgress? { judgement.options.progress }

    /// Whether wording should stop: the check was cancelled, and more violations are being worded than anybody waits
    /// for.
    var isAbandoned: Bool { !keepsLittle.load(ordering: .relaxed) && judgement.isStopped }

    /// Columns of a table that findings show or compute with. Call before threads share the wording.
    func shownColumns(of table: Int) -> Set<Int> { original?.shownColumns(of: table) ?? shown[table] }

    /// Columns of a table in whose cells rules look for parts. Call before threads share the wording.
    func searchedColumns(of table: Int) -> Set<Int> { original?.searchedColumns(of: table) ?? searched[table] }

    private func columnsToSearch() -> [Set<Int>] {
        var columns = [Set<Int>](repeating: [], count: judgement.rules.tables.count)
        for rule in judgement.rules.rules {
            for require in rule.requires {
                for part in require.condition.soughtParts { columns[part.cell.table].insert(part.cell.column) }
            }
        }
        return columns
    }

    /// Whether a violation of some order is illustrated.
    func illustrates(_ order: Int) -> Bool { options.illustrationLimit.map { order < $0 } ?? false }

    private func columnsToShow() -> [Set<Int>] {
        var columns = judgement.shownColumns()
        if options.illustrationLimit != nil {
            for table in columns.indices { columns[table].formUnion(judgement.framedColumns(of: table)) }
        }
        return columns
    }

    func loader(_ table: Int) -> RowLoader {
        RowLoader(table, in: judgement, unless: { self.isAbandoned })
    }

    /// The counts, and the findings that were kept.
    func result() -> CheckResult {
        var result = CheckResult()
        // A cancelled check reports few of its findings, and all counts.
        if judgement.isStopped { keepLittle() }
        do throws(FindingSpaceFailure) {
            result.findings = try worded(&result.rules)
            result.mayBeCorrected = leavesCorrectionsOut
            if isAbandoned {
                keepLittle()
                result.rules = []
                result.findings = try worded(&result.rules)
            }
        } catch {
            result.failure = error
        }
        result.isPartial = judgement.isStopped
        result.files = judgement.files
        var counts = judgement.counts()
        addFits(to: &counts)
        result.rules = counts + result.rules
        result.errors = judgement.readErrors()
        return result
    }

    /// Drops all but the first violations of each entry; dropped ones stay counted.
    private func keepLittle() {
        keepsLittle.store(true, ordering: .relaxed)
        judgement.keepFirst(1000)
    }

    /// The kept violations in words, in the order in which they are reported. The result must be discarded where the
    /// check is cancelled meanwhile.
    private func worded(_ counts: inout [RuleOutcomeCounts]) throws(FindingSpaceFailure) -> FindingList {
        let total = judgement.board.violationCount
        progress?.beginDescribing(total)
        let ofWaivers = judgement.isStopped ? [] : judgement.waiverFindings(&counts)
        if total > options.mostHeld, let makeSpace = options.makeSpace {
            return try wordedInWindows(ofWaivers, makeSpace)
        }
        let ofRules = judgement.board.rules.flatMap { rule, counts in
            WordingTask.tasks(ofRule: rule, counts.violations.count) { counts.violations[$0] }
        }
        let structural = judgement.board.structural.flatMap { entry, counts in
            WordingTask.tasks(of: entry, counts.violations.count) { counts.violations[$0] }
        }
        var (findings, identities) = word(ofRules + structural, and: ofWaivers)
        let known = FindingIdentities(minimumCapacity: findings.count)
        for (index, identity) in identities.enumerated() {
            let occurrence = known.occurrence(identity)
            guard occurrence > 0 else { continue }
            findings[index].fingerprint = FindingIdentities.fingerprint(
                findings[index].fingerprint, Int(occurrence))
        }
        identities = []
        addCorrections(to: &findings)
        return FindingList(findings)
    }

    /// Says of findings about totals which single change would put them right. It judges the return again for each
    /// change that is worth trying, so it comes last, and only for findings that are reported.
    private var leavesCorrectionsOut: Bool {
        !options.wantsCorrections
            && judgement.board.rules.contains { rule, outcomes in
                !outcomes.violations.isEmpty && CorrectionSearch.isAbout(rule, in: judgement)
            }
    }

    private func addCorrections(to findings: inout [Finding]) {
        guard options.wantsCorrections, !judgement.isStopped else { return }
        var places: [Int: [Int: Int]] = [:]
        let rules = judgement.board.rules.keys.filter { CorrectionSearch.isAbout($0, in: judgement) }.sorted()
        guard !rules.isEmpty else { return }
        for (index, finding) in findings.enumerated() {
            guard finding.waived == nil, finding.order < CorrectionSearch.findingLimit, finding.ruleLocation != nil,
                !options.known.contains(finding.fingerprint),
                let rule = rules.first(where: { isFinding(finding, ofRule: $0) })
            else { continue }
            places[rule, default: [:]][finding.order] = index
        }
        for (rule, orders) in places.sorted(by: { $0.key < $1.key }) {
            guard let kept = judgement.board.rules[rule]?.violations else { continue }
            let violations = orders.keys.sorted().filter { $0 < kept.count }.map { kept[$0] }
            for (order, found) in corrections.corrections(ofRule: rule, violations) {
                if let index = orders[order] { findings[index].add(found.worded(in: self)) }
            }
        }
    }

    /// Says of totals that are unknown for one marker with which value they would agree.
    private func addFits(to counts: inout [RuleOutcomeCounts]) {
        guard options.wantsCorrections, judgement.options.limit > 0, !judgement.isStopped else { return }
        for index in counts.indices {
            guard let reason = counts[index].undecidedBecause.firstIndex(where: { $0.cause == .counted }),
                let rule = judgement.rules.rules.firstIndex(where: {
                    $0.name == counts[index].rule && judgement.rules.tables[$0.scope.table].name == counts[index].table
                        && counts[index].ruleLocation == RuleLocation($0.nameSpan)
                }), CorrectionSearch.isAbout(rule, in: judgement)
            else { continue }
            counts[index].undecidedBecause[reason].wouldFit = corrections.fits(ofRule: rule)
        }
    }

    private func isFinding(_ finding: Finding, ofRule index: Int) -> Bool {
        let rule = judgement.rules.rules[index]
        return finding.rule == rule.name && finding.table == judgement.rules.tables[rule.scope.table].name
            && finding.ruleLocation == RuleLocation(rule.nameSpan)
    }

    /// Puts violations into words, on all threads, with other findings among them. Fingerprints identify only the
    /// subjects of findings, not which of several about one subject they are.
    func word(_ tasks: [WordingTask], and others: [Finding] = []) -> (findings: [Finding], identities: [KeyHash]) {
        let reported = reportedRows(tasks)
        findDecidingRows(tasks, reported)
        findPictures(tasks, reported)
        var parts = tasks.map { FindingBuffer(capacity: $0.count) }
        let isMuch = tasks.reduce(0) { $0 + $1.count } > 500
        let threads = isMuch ? max(1, min(self.threads, tasks.count)) : 1
        let views = (0..<threads).map { $0 == 0 ? reported : reported.mapValues { $0.copy() } }
        nonisolated(unsafe) let own = (self, views, parts)
        inParallel(threads, tasks: tasks.count) { thread, index in
            own.0.word(tasks[index], own.1[thread], into: own.2[index])
        }
        parts.append(FindingBuffer(others))
        if isAbandoned { return ([], []) }
        return FindingBuffer.sorted(parts, threads: self.threads)
    }

    /// Finds the rows that decided the rules' first violations, before threads share the wording: it reads whole
    /// tables.
    private func findDecidingRows(_ tasks: [WordingTask], _ reported: [Int: ReportedRows]) {
        decidingRows = [:]
        var first: [Int: [RuleViolation]] = [:]
        for case .rule(let rule, let violations) in tasks {
            let wanted = violations.filter { $0.order < DecidingRows.violationLimit }
            if !wanted.isEmpty { first[rule, default: []] += wanted }
        }
        for (rule, violations) in first where !judgement.isStopped {
            guard let deciding = DecidingRows(rule, violations, reported: reported, in: self) else { continue }
            for (index, rows) in deciding.find() { decidingRows[rule, default: [:]][violations[index].order] = rows }
        }
    }

    /// Finds the series and the parts of totals of the rules' first violations, which also reads whole tables.
    private func findPictures(_ tasks: [WordingTask], _ reported: [Int: ReportedRows]) {
        pictures = [:]
        guard let limit = options.illustrationLimit else { return }
        for case .rule(let rule, let violations) in tasks where !judgement.isStopped {
            let wanted = violations.filter { $0.order < min(limit, SeriesPictures.violationLimit) }
            guard !wanted.isEmpty, let template = judgement.plan.reports[rule] else { continue }
            for (violation, picture) in zip(wanted, PictureSearch(rule, wanted, template, reported, in: self).find()) {
                if let picture { pictures[rule, default: [:]][violation.order] = picture }
            }
        }
    }

    private func word(_ task: WordingTask, _ reported: [Int: ReportedRows], into part: FindingBuffer) {
        switch task {
        case .rule(let rule, let violations):
            RuleMessages(rule, reported: reported, in: self).word(violations, into: part)
        case .structural(let entry, let violations):
            let wording = StructuralMessages(entry, reported: reported, in: self)
            let isFirst = violations.first?.order == 0
            guard entry.finding == .unknownReference else {
                var memory = StructuralMessages.Memory(isFirst: isFirst)
                return wording.word(violations, &memory, into: part)
            }
            // All violations of one entry are one task, so no other task uses its memory.
            var memory = remembered.withLock { $0.removeValue(forKey: entry) } ?? .init(isFirst: isFirst)
            wording.word(violations, &memory, into: part)
            remembered.withLock { [memory] in $0[entry] = memory }
        }
    }

    /// The kept findings of one rule, each with the number of the row that it is about.
    func findings(ofRule rule: Int) -> [(row: Int?, partner: Int?, finding: Finding)] {
        let kept = judgement.board.rules[rule]?.violations ?? RuleViolations()
        let violations = kept[0..<kept.count]
        let part = FindingBuffer(capacity: violations.count)
        let reported = reportedRows([.rule(rule, violations)])
        RuleMessages(rule, reported: reported, in: self).word(violations, into: part)
        return zip(violations, part.findings).map { ($0.subject.row, $0.subject.partner.map { Int($0) }, $1) }
    }

    // MARK: Rows

    /// All rows that violations refer to, by table.
    func reportedRows(_ tasks: [WordingTask]) -> [Int: ReportedRows] {
        var wanted: [Int: WantedRows] = [:]
        for task in tasks {
            let table = task.table(judgement)
            var rows = wanted.removeValue(forKey: table) ?? WantedRows()
            switch task {
            case .rule(let rule, let violations):
                rows.add(violations, of: rule, judgement)
                addNeighbours(
                    of: violations.lazy.filter { self.illustrates($0.order) }.map(\.subject.row), table, &rows)
            case .structural(let entry, let violations):
                rows.add(violations, of: entry, judgement)
                addNeighbours(of: violations.lazy.filter { self.illustrates($0.order) }.map(\.row), table, &rows)
            }
            wanted[table] = rows
        }
        var reported: [Int: ReportedRows] = [:]
        for (table, var rows) in wanted {
            rows.finish()
            reported[table] = ReportedRows(rows, table: table, in: self)
        }
        return reported
    }
}

extension FindingWriter {
    /// Adds the rows before and behind some rows.
    private func addNeighbours(of numbers: some Sequence<Int?>, _ table: Int, _ rows: inout WantedRows) {
        let none = rows.set(of: [])
        for case let number? in numbers {
            for beside in [number - 1, number + 1] where 0..<judgement.feeds[table].rowCount ~= beside {
                rows.add(beside, set: none)
            }
        }
    }
}

/// Violations of one entry that are worded together.
enum WordingTask {
    case rule(Int, [RuleViolation])
    case structural(StructuralEntry, [StructuralViolation])

    var count: Int {
        switch self {
        case .rule(_, let violations): violations.count
        case .structural(_, let violations): violations.count
        }
    }

    /// The table that they are about.
    func table(_ judgement: Judgement) -> Int {
        switch self {
        case .rule(let rule, _): judgement.rules.rules[rule].scope.table
        case .structural(let entry, _): entry.table
        }
    }

    /// Violations of a rule, in pieces of a size that threads can share.
    static func tasks(
        ofRule rule: Int, _ count: Int, _ violations: (Range<Int>) -> [RuleViolation]
    ) -> [WordingTask] {
        pieces(count, batchRows).map { .rule(rule, violations($0)) }
    }

    static func tasks(
        of entry: StructuralEntry, _ count: Int, _ violations: (Range<Int>) -> [StructuralViolation]
    ) -> [WordingTask] {
        // The search for the nearest keys has a limit per task, so these are not split.
        let step = entry.finding == .unknownReference ? max(1, count) : batchRows
        return pieces(count, step).map { .structural(entry, violations($0)) }
    }

    private static func pieces(_ count: Int, _ step: Int) -> [Range<Int>] {
        stride(from: 0, to: count, by: step).map { $0..<min($0 + step, count) }
    }
}
