// From violations to findings: rows read again, words found, places resolved.

import Catalog
import Checking
import Diagnostics
import Findings
import Quantities
import Synchronization
import Tables
import Workers

extension Evaluator {
    /// The counts, and the findings that were kept.
    func report() -> EvaluationResult {
        var result = EvaluationResult()
        // A check that was asked to end says only a little of what it has found, and all of how much it was.
        if isStopped { keepLittle() }
        do throws(FindingSpaceFailure) {
            result.findings = try worded(&result.rules)
            if isAbandoned {
                keepLittle()
                result.rules = []
                result.findings = try worded(&result.rules)
            }
        } catch {
            result.failure = error
        }
        result.isPartial = isStopped
        for (table, input) in inputs.enumerated() {
            for (file, bound) in input.files.enumerated() {
                result.files.append(
                    CheckedFile(path: bound.path, table: rules.tables[table].name, rows: feeds[table].fileRows[file]))
            }
        }
        result.rules = counts() + result.rules
        for (table, feed) in feeds.enumerated() {
            feed.checkSources()
            for (file, error) in feed.errors {
                let path = inputs[table].files[file].path
                if !result.errors.contains(where: { $0.path == path && $0.error == error }) {
                    result.errors.append((path, error))
                }
            }
        }
        return result
    }

    /// The kept violations in words, in the order in which they are reported. Of no use where the check is abandoned meanwhile.
    private func worded(_ counts: inout [RuleCount]) throws(FindingSpaceFailure) -> FindingList {
        let total = board.tallies.values.reduce(0) { $0 + $1.violations.count }
        options.progress?.beginDescribing(total)
        let ofWaivers = isStopped ? [] : waiverFindings(&counts)
        if total > options.mostHeld, let makeSpace = options.makeSpace {
            return try wordedInWindows(ofWaivers, makeSpace)
        }
        let tasks = board.tallies.flatMap { kind, tally in
            wordingTasks(kind, tally.violations.count) { tally.violations[$0] }
        }
        var (findings, identities) = word(tasks, and: ofWaivers)
        let known = FindingIdentities(minimumCapacity: findings.count)
        for (index, identity) in identities.enumerated() {
            let occurrence = known.occurrence(identity)
            guard occurrence > 0 else { continue }
            findings[index].fingerprint = FindingIdentities.fingerprint(
                findings[index].fingerprint, Int(occurrence))
        }
        identities = []
        return FindingList(findings)
    }

    /// Violations of one entry that are put into words together.
    struct WordingTask {
        var kind: EntryKind
        var violations: [Violation]
    }

    /// Some violations of an entry, in pieces of a size that threads can share.
    func wordingTasks(_ kind: EntryKind, _ count: Int, _ violations: (Range<Int>) -> [Violation]) -> [WordingTask] {
        var step = sliceRows
        // What is nearest to a key that is nowhere there is looked for so many times in all.
        if case .structural(.unknownReference, _, _) = kind { step = max(1, count) }
        return stride(from: 0, to: count, by: step).map {
            WordingTask(kind: kind, violations: violations($0..<min($0 + step, count)))
        }
    }

    /// Puts violations into words, on all threads, with other findings among them. Fingerprints say what findings are
    /// about, not which of several about the same they are.
    func word(_ tasks: [WordingTask], and others: [Finding] = []) -> (findings: [Finding], identities: [KeyHash]) {
        let reported = reportedRows(tasks)
        findDecidingRows(tasks, reported)
        var parts = tasks.map { FindingPart(capacity: $0.violations.count) }
        let isMuch = tasks.reduce(0) { $0 + $1.violations.count } > 500
        let threads = isMuch ? max(1, min(options.threads, tasks.count)) : 1
        let views = (0..<threads).map { $0 == 0 ? reported : reported.mapValues { $0.copy() } }
        nonisolated(unsafe) let own = (self, views, parts)
        inParallel(threads, tasks: tasks.count) { thread, index in
            own.0.word(tasks[index], own.1[thread], into: own.2[index])
        }
        parts.append(FindingPart(others))
        if isAbandoned { return ([], []) }
        return FindingPart.sorted(parts, threads: options.threads)
    }

    /// Looks up which rows decided of the rules' first violations, before threads share out their wording: it reads
    /// whole tables.
    private func findDecidingRows(_ tasks: [WordingTask], _ reported: [Int: ReportedRows]) {
        decidingRows = [:]
        var first: [Int: [Violation]] = [:]
        for task in tasks {
            guard case .rule(let rule) = task.kind else { continue }
            let wanted = task.violations.filter { $0.order < DecidingRows.violationLimit }
            if !wanted.isEmpty { first[rule, default: []] += wanted }
        }
        for (rule, violations) in first where !isStopped {
            guard let deciding = DecidingRows(rule, violations, reported: reported, in: self) else { continue }
            for (index, rows) in deciding.find() { decidingRows[rule, default: [:]][violations[index].order] = rows }
        }
    }

    private func word(_ task: WordingTask, _ reported: [Int: ReportedRows], into part: FindingPart) {
        switch task.kind {
        case .rule(let rule):
            RuleWording(rule, reported: reported, in: self).word(task.violations, into: part)
        case .structural(let finding, let table, let column):
            let wording = StructuralWording(finding, table: table, column: column, reported: reported, in: self)
            let isFirst = task.violations.first?.order == 0
            guard finding == .unknownReference else {
                var memory = StructuralWording.Memory(isFirst: isFirst)
                return wording.word(task.violations, &memory, into: part)
            }
            // Those of one entry are one task, whatever else is worded at the same time.
            var memory = remembered.withLock { $0.removeValue(forKey: task.kind) } ?? .init(isFirst: isFirst)
            wording.word(task.violations, &memory, into: part)
            remembered.withLock { [memory] in $0[task.kind] = memory }
        }
    }

    /// The kept findings of one rule, each with the number of the row that it is about (−1 for a rule without `for`).
    func findings(ofRule rule: Int) -> [(row: Int, finding: Finding)] {
        let kept = board[.rule(rule)].violations
        let violations = kept[0..<kept.count]
        let part = FindingPart(capacity: violations.count)
        let reported = reportedRows([WordingTask(kind: .rule(rule), violations: violations)])
        RuleWording(rule, reported: reported, in: self).word(violations, into: part)
        return zip(violations, part.findings).map { ($0.row, $1) }
    }

    private func counts() -> [RuleCount] {
        var counts: [RuleCount] = []
        for (index, rule) in rules.rules.enumerated() where isBound(rule.scope.table) {
            let tally = board[.rule(index)]
            var count = RuleCount(
                rule: rule.name, severity: rule.severity, table: rules.tables[rule.scope.table].name, title: rule.title,
                rulePlace: RulePlace(rule.nameSpan), passed: tally.passed, broken: tally.brokenRows,
                undecided: tally.undecided, notApplicable: tally.notApplicable, findings: tally.findings,
                waived: tally.waived)
            count.baselined = 0
            counts.append(count)
        }
        let structural = board.tallies.compactMap { kind, tally -> (BuiltInFinding, Int, Int?, Tally)? in
            guard case .structural(let finding, let table, let column) = kind else { return nil }
            return (finding, table, column, tally)
        }
        let sorted = structural.sorted { left, right in
            (left.1, left.0.rawValue, left.2 ?? -1) < (right.1, right.0.rawValue, right.2 ?? -1)
        }
        for (finding, table, column, tally) in sorted where tally.findings > 0 {
            counts.append(
                RuleCount(
                    rule: finding.rawValue, severity: severity(of: finding), table: rules.tables[table].name,
                    column: column.map { rules.tables[table].columns[$0].name }, isStructural: true,
                    broken: tally.findings, waived: tally.waived))
        }
        return counts
    }

    func severity(of finding: BuiltInFinding) -> Severity {
        rules.severity(of: finding) ?? finding.severity
    }

    // MARK: Rows

    /// All rows that violations speak of, by table.
    private func reportedRows(_ tasks: [WordingTask]) -> [Int: ReportedRows] {
        var wanted: [Int: WantedRows] = [:]
        for task in tasks {
            let kind = task.kind
            let table: Int
            var neighbours: Set<Neighbour> = []
            var columns: Set<Int> = []
            var namesFields = false
            switch kind {
            case .rule(let rule):
                let checked = rules.rules[rule]
                table = checked.scope.table
                for source in reportPlans[rule]?.plan.sources ?? [] {
                    if case .neighbour(let neighbour) = source.kind { neighbours.insert(neighbour) }
                }
                for cell in checked.places + checked.requires.flatMap(\.places) + checked.fixes.map(\.cell) {
                    if cell.table == table { columns.insert(cell.column) }
                }
            case .structural(let finding, let of, let column):
                table = of
                if let column { columns.insert(column) }
                if column == nil, finding == .duplicateKey {
                    for case .column(let index) in rules.tables[table].key { columns.insert(index) }
                }
                if finding == .unknownReference {
                    for join in rules.tables[table].joins {
                        columns.formUnion(rules.joins[join].hereColumns.compactMap { $0 })
                    }
                }
                namesFields = column == nil && finding != .duplicateKey && finding != .unknownReference
            }
            var rows = wanted.removeValue(forKey: table) ?? WantedRows()
            let set = rows.set(of: columns)
            for violation in task.violations {
                if violation.row >= 0 {
                    rows.add(violation.row, set: set)
                    if namesFields { rows.add(violation.row, field: violation.detail) }
                }
                if violation.related >= 0 { rows.add(violation.related, set: set) }
                if let beside = violation.neighbours {
                    for neighbour in neighbours where beside[neighbour] >= 0 {
                        rows.add(beside[neighbour], set: set)
                    }
                }
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

    /// By table the columns that findings show or compute with: its key, and what rules and faults that were found speak of.
    func allShownColumns() -> [Set<Int>] {
        var columns = rules.tables.map { checked in
            var own: Set<Int> = []
            for case .column(let index) in checked.key { own.insert(index) }
            if checked.columns.count <= 4 { own.formUnion(checked.columns.indices) }
            for join in checked.joins { own.formUnion(rules.joins[join].hereColumns.compactMap { $0 }) }
            return own
        }
        for kind in board.tallies.keys {
            switch kind {
            case .rule(let rule):
                let cited = rules.rules[rule]
                for cell in cited.places + cited.requires.flatMap(\.places) + cited.fixes.map(\.cell) {
                    columns[cell.table].insert(cell.column)
                }
                guard let plan = reportPlans[rule]?.plan else { continue }
                for (source, made) in plan.sources.enumerated() {
                    if case .joined = made.kind { continue }
                    let used = plan.columns(of: source)
                    columns[cited.scope.table].formUnion(used.read)
                    columns[cited.scope.table].formUnion(used.printed)
                }
            case .structural(let finding, let table, let column):
                if let column { columns[table].insert(column) }
                // It may stand at any cell, which is shown; of very wide tables the key alone.
                if column == nil, finding.standsInText, rules.tables[table].columns.count <= 200 {
                    columns[table].formUnion(rules.tables[table].columns.indices)
                }
            }
        }
        return columns
    }

    // MARK: Waivers

    /// Findings about the waivers themselves, with their counts.
    private func waiverFindings(_ counts: inout [RuleCount]) -> [Finding] {
        var findings: [Finding] = []
        for (index, waiver) in rules.waivers.enumerated() {
            let kind: BuiltInFinding
            let message: String
            let help: String
            if expiredWaivers.contains(index) {
                kind = .expiredWaiver
                let until = waiver.until.flatMap { CalendarDate(days: $0)?.text } ?? "its last day"
                message = "the waiver of \(waiver.rule) ended on \(until)"
                help = "put the return right, or give the waiver a new end and a reason that still holds"
            } else if waiver.isUnknownRule {
                kind = .unusedWaiver
                message = "there is no rule \(waiver.rule) to waive"
                help = waiver.nearestRule.map { "did you mean \($0)?" } ?? "take the waiver out"
            } else if board.waiverUses[index] == nil, couldApply(waiver) {
                kind = .unusedWaiver
                message = "the waiver of \(waiver.rule) matches no finding"
                help = "take it out if the return was put right, or correct its condition"
            } else {
                continue
            }
            if case .some(.none) = rules.structural[kind.rawValue] { continue }
            let found = FindingPlace(waiver.span)
            findings.append(
                Finding(
                    rule: kind.rawValue, severity: severity(of: kind), message: message, help: help, place: found,
                    values: [NamedText("waive", waiver.rule)],
                    fingerprint: FindingIdentity(rule: kind.rawValue, table: nil, part: [waiver.rule], row: []).digest,
                    rulePlace: RulePlace(waiver.span)))
            if let entry = counts.firstIndex(where: { $0.rule == kind.rawValue }) {
                counts[entry].broken += 1
                counts[entry].findings += 1
            } else {
                counts.append(
                    RuleCount(
                        rule: kind.rawValue, severity: severity(of: kind), table: nil, isStructural: true, broken: 1))
            }
        }
        return findings
    }

    /// Whether what a waiver takes out was looked for in this run.
    private func couldApply(_ waiver: CheckedWaiver) -> Bool {
        // What it takes out may stand in a file that could not be read, or be undecided for want of one.
        if rules.tables.indices.contains(where: isIncomplete(table:)) { return false }
        if BuiltInFinding(rawValue: waiver.rule) != nil {
            return waiver.conditions.contains { isBound($0.table) }
        }
        // What is asked of no table matches nothing, whatever the returns say.
        if rules.idle.contains(where: { $0.name == waiver.rule }) {
            return rules.tables.indices.contains(where: isBound)
        }
        return rules.rules.contains { $0.name == waiver.rule && isBound($0.scope.table) }
    }

    /// A waiver as findings carry it.
    func findingWaiver(_ index: Int) -> FindingWaiver? {
        guard rules.waivers.indices.contains(index) else { return nil }
        let waiver = rules.waivers[index]
        return FindingWaiver(
            because: waiver.reason, until: waiver.until.flatMap { CalendarDate(days: $0)?.text },
            place: RulePlace(waiver.span))
    }

    // MARK: What all findings share

    /// The row's key as named texts: its columns that are read.
    func key(of row: ReportedRow, in rows: ReportedRows?, table: Int) -> [NamedText] {
        if let rows { return rows.key(of: row) }
        return rules.tables[table].key.compactMap { column in
            guard case .column(let index) = column else { return nil }
            return NamedText(rules.tables[table].columns[index].name, "")
        }
    }

    /// The row's key as `{row}` shows it.
    func keyText(_ key: [NamedText], row: ReportedRow?) -> String {
        if key.isEmpty { return row.map { "row \($0.number)" } ?? "the table" }
        return key.map { "\($0.name) \($0.text.isEmpty ? "(blank)" : cut($0.text))" }.joined(separator: ", ")
    }

    /// The place of a file's header line, or of one of its cells.
    func headerPlace(table: Int, file: Int, field: Int) -> FindingPlace? {
        guard inputs[table].files.indices.contains(file) else { return nil }
        let bound = inputs[table].files[file]
        let locations = bound.reader.headerLocations
        guard let location = locations.indices.contains(field) && field >= 0 ? locations[field] : locations.last else {
            return FindingPlace(file: bound.path, line: 1)
        }
        let header = bound.reader.header
        return FindingPlace(
            file: bound.path, sheet: bound.reader.sheet, location,
            header: header.indices.contains(field) && field >= 0 ? header[field] : nil)
    }

    /// The part of a table that shows some rows with some of their cells marked: the key, the marked cells and the others named.
    func excerpt(
        table: Int, of reported: ReportedRows?,
        rows: [(row: ReportedRow, marks: [(column: Int, isPrimary: Bool, label: String?)])],
        also others: [Int]
    ) -> Excerpt? {
        guard let file = rows.first?.row.file else { return nil }
        let bound = inputs[table].files[Int(file)]
        var wanted: Set<Int> = Set(others)
        for case .column(let index) in rules.tables[table].key { wanted.insert(index) }
        for row in rows { for mark in row.marks { wanted.insert(mark.column) } }
        let columns = wanted.compactMap { index -> (column: Int, field: Int)? in
            guard case .field(let field) = bound.layout[index] else { return nil }
            return (index, field)
        }.sorted { $0.field < $1.field }
        guard !columns.isEmpty, !bound.isNarrative else { return nil }
        let header = bound.reader.header
        return Excerpt(
            columns: columns.map { column in
                Excerpt.Column(
                    header: header.indices.contains(column.field) ? header[column.field] : "", index: column.field)
            },
            rows: rows.filter { $0.row.file == file }.sorted { $0.row.line < $1.row.line }.map { row in
                Excerpt.Row(
                    line: row.row.line, cells: columns.map { reported?.cell(row.row, $0.column) ?? "" },
                    marks: row.marks.compactMap { mark in
                        columns.firstIndex { $0.column == mark.column }.map {
                            Excerpt.Mark(column: $0, isPrimary: mark.isPrimary, label: mark.label)
                        }
                    })
            }, columnCount: header.count)
    }
}
