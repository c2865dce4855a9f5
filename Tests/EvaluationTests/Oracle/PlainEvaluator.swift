// An evaluator that is plainly right: one rule, one row, one expression at a time, as the language reference says it.

import Catalog
import Checking
import Findings
import Planning
import Quantities

@testable import Evaluation

/// A structural fault of a row; of a file without rows the row is −1.
struct PlainFault {
    var finding: BuiltInFinding
    var table: Int
    var column: Int?
    var row: Int

    init(_ finding: BuiltInFinding, table: Int, column: Int?, row: Int) {
        self.finding = finding
        self.table = table
        self.column = column
        self.row = row
    }
}

/// What became of a rule's row.
enum PlainOutcome: Equatable {
    case passed, undecided, notApplicable
    /// The requires that are false.
    case broken([Int])
}

/// The oracle: no slices, no kernels over many rows, no keys; it looks through all rows whenever it looks for one.
final class PlainEvaluator {
    let rules: RuleSet
    let today: Int
    var tables: [PlainTable]
    var found: [PlainFault] = []
    var summary = CheckSummary()
    var uncountable: [ObjectIdentifier: Set<Int>] = [:]
    var candidates: [ObjectIdentifier: [PlainCandidate]] = [:]
    var takenApart: [ObjectIdentifier: CountedAggregate] = [:]
    /// The table, column and row of each repeat of a numbered reference.
    var numberedRepeats: Set<[Int]> = []
    /// For each join the rows that were joined to from rows that a rule, key or aggregate is about.
    var matched: [Int: Set<Int>] = [:]
    private var joinedValues: [Int: [[PlainValue]?]] = [:]
    /// Whether any file lacks a column, or could not be read.
    private(set) lazy var lacksAnything = tables.contains { table in
        table.hasNoFile || table.isPartial || table.rows.contains { !$0.lacking.isEmpty }
    }
    /// Whether any cell is faulty, so that a join or an aggregate may not be known.
    private(set) lazy var mayDoubt = tables.contains { $0.rows.contains { $0.cells.contains(where: \.isFaulty) } }
    var faultyKeys: [Int: Bool] = [:]
    var faultyRows: [ObjectIdentifier: [Int]] = [:]
    private var usedCells: [ObjectIdentifier: [CellReference]] = [:]

    /// `partial` names tables of which another file could not be read.
    init(_ rules: RuleSet, files: [[PlainFile]], partial: Set<String> = [], today: Int) throws {
        self.rules = rules
        self.today = today
        tables = rules.tables.indices.map { table in
            let base = rules.base(ofTable: table)
            // Nobody knows what a file would say that lacks the column.
            let lacksFiles = rules.tables[table].search != nil && files[table].count < files[base].count
            return PlainTable(isPartial: lacksFiles || partial.contains(rules.tables[base].name))
        }
        for table in rules.tables.indices { try read(files[table], table: table) }
    }

    /// Judges everything.
    func run() {
        for table in rules.tables.indices { checkKeys(table) }
        for table in rules.tables.indices { checkTotals(table) }
        for index in rules.rules.indices { judge(index) }
        checkAmbiguousJoins()
        for fault in found {
            if rules.structural.isOff(fault.finding) { continue }
            let place = PlainPlace(table: fault.table, row: fault.row, series: nil)
            let isWaived = waiver(of: fault.finding.rawValue, place)
            summary.addStructural(
                fault.finding.rawValue, table: rules.tables[fault.table].name,
                column: fault.column.map { rules.tables[fault.table].columns[$0].name },
                at: tables[fault.table].rows[fault.row], isWaived: isWaived)
        }
        for (table, read) in tables.enumerated() {
            for finding in read.headerFaults { summary.addHeader(finding, table: rules.tables[table].name) }
        }
        if rules.structural.isOff(.emptyTable) { return }
        for (table, read) in tables.enumerated() {
            for file in read.emptyFiles {
                summary.addEmpty(file, table: rules.tables[table].name)
            }
        }
    }

    // MARK: What expressions use

    /// The cells that an expression depends on, as seen from its row; through joins too.
    func cells(of expression: TypedExpression) -> [CellReference] {
        if let known = usedCells[ObjectIdentifier(expression)] { return known }
        var cells: Set<CellReference> = []
        collect(expression, at: .row, into: &cells)
        let sorted = Array(cells)
        usedCells[ObjectIdentifier(expression)] = sorted
        return sorted
    }

    private func collect(_ expression: TypedExpression, at base: RowReference, into cells: inout Set<CellReference>) {
        switch expression.kind {
        case .column(let cell):
            let row = seen(cell.row, from: base)
            cells.insert(CellReference(row: row, table: cell.table, column: cell.column))
            collectKeys(row, into: &cells)
        case .aggregate(let aggregate):
            for part in aggregate.outside { collect(part, at: base, into: &cells) }
        default: for part in expression.parts { collect(part, at: base, into: &cells) }
        }
    }

    /// What a joined row is looked up by is used as well.
    private func collectKeys(_ row: RowReference, into cells: inout Set<CellReference>) {
        guard case .joined(let of, let join) = row else { return }
        for pair in rules.joins[join].on { collect(pair.here, at: of, into: &cells) }
        collectKeys(of, into: &cells)
    }

    private func seen(_ row: RowReference, from base: RowReference) -> RowReference {
        switch row {
        case .row: base
        case .neighbour: row
        case .joined(let of, let join): .joined(seen(of, from: base), join: join)
        case .outside(let row): seen(row, from: base)
        }
    }

    /// `ofAbsent` also asks for rows of `optional` tables that have no file.
    func isFaulty(_ cells: [CellReference], _ place: PlainPlace, ofAbsent: Bool = true) -> Bool {
        cells.contains { cell in
            if case .neighbour(let neighbour) = cell.row {
                if tables[cell.table].isPartial || place.series?.isUncertain(neighbour) == true { return true }
            }
            guard let row = locate(cell.row, place).row else {
                return isUnfound(cell.row, place) && (ofAbsent || !isAbsent(cell.table))
            }
            return tables[cell.table].rows[row].cells[cell.column].isFaulty
        }
    }

    /// Whether a row refers to a joined one that may be there and cannot be found.
    private func isUnfound(_ reference: RowReference, _ place: PlainPlace) -> Bool {
        guard case .joined(let of, let join) = reference, isIncomplete(join: join) else { return false }
        let from = locate(of, place)
        return rules.joins[join].on.allSatisfy { value($0.here, from).isKnown }
    }

    /// For each row of a join's table the values it is found by; `nil` where one is unknown or at fault.
    func there(_ join: Int) -> [[PlainValue]?] {
        if let known = joinedValues[join] { return known }
        let checked = rules.joins[join]
        let made = tables[checked.table].rows.indices.map { row -> [PlainValue]? in
            if tables[checked.table].rows[row].isOther { return nil }
            let place = PlainPlace(table: checked.table, row: row, series: nil)
            let values = checked.on.map { value($0.there, place) }
            let isFaulty = checked.on.contains { self.isFaulty($0.there, place) }
            return isFaulty || !values.allSatisfy(\.isKnown) ? nil : values
        }
        joinedValues[join] = made
        return made
    }

    // MARK: Rules

    private func judge(_ index: Int) {
        let rule = rules.rules[index]
        let table = rule.scope.table
        if !rule.scope.isOnce, tables[table].hasNoFile { return }
        var tally = PlainTally()
        switch rule.scope {
        case .once:
            count(index, PlainPlace(table: table, row: nil, series: nil), &tally)
        case .groups(_, let by, let condition):
            var all = series(
                table, by: by.map(\.value), over: rule.runs?.over, condition: condition, &tally, countsFaulty: false,
                mayHaveMore: rule.pairs.map { tables[$0.table].hasNoFile || tables[$0.table].isPartial } ?? false)
            if let runs = rule.runs { all = all.flatMap { self.runs($0, while: runs.condition, table) } }
            for series in all where !series.rows.isEmpty {
                for partner in rule.pairs.map({ partners($0) }) ?? [nil] {
                    count(
                        index, PlainPlace(table: table, row: series.rows[0], series: series, partner: partner), &tally)
                }
            }
        case .rows(_, let condition, let series?) where rule.readsSeries:
            let all = self.series(
                table, by: series.by, over: series.over, condition: condition, &tally, countsFaulty: true)
            for series in all {
                for (position, member) in series.all.enumerated() where member.isJudged {
                    var series = series
                    series.index = position
                    count(index, PlainPlace(table: table, row: member.row, series: series), &tally)
                }
            }
        case .rows(_, let condition, _):
            for row in own(table) {
                let place = PlainPlace(table: table, row: row, series: nil)
                if let condition {
                    noteJoins([condition], place)
                    let isOpen = mayBeOtherwise(condition, place)
                    let truth = isOpen ? nil : settledTruth(condition, place)
                    if truth == nil { tally.undecided += 1 }
                    if truth != true { continue }
                }
                count(index, place, &tally)
            }
        }
        if let share = rule.leastShare { settle(share, rule, &tally) }
        summary.add(rule.name, table: rules.tables[table].name, tally)
    }

    /// In place of the findings of a rule's rows the one that they are too many.
    private func settle(_ share: LeastShare, _ rule: CheckedRule, _ tally: inout PlainTally) {
        tally.findings = []
        let all = tally.passed + tally.brokenRows
        guard all > 0 else { return }
        var found = combine(Figure(whole: tally.passed * 100), Figure(whole: all), .divide(.right))
        found.unit = .percent
        guard compare(found, share.figure, .less) == true else { return }
        let isWaived = rules.waivers.contains { waiver in
            waiver.rule == rule.name && waiver.until ?? .max >= today
                && waiver.conditions.contains { $0.table == rule.scope.table && $0.condition == nil }
        }
        tally.findings.append(
            PlainFinding(
                rule: rule.name, table: rules.tables[rule.scope.table].name, column: nil, row: nil, isWaived: isWaived))
    }

    /// The series of a table: rows with the same values in their order. A row that stands nowhere in the order is one
    /// of its own.
    private func series(
        _ table: Int, by: [TypedExpression], over: TypedExpression?, condition: TypedExpression?,
        _ tally: inout PlainTally, countsFaulty: Bool, mayHaveMore: Bool = false
    ) -> [PlainSeries] {
        var all: [(key: [PlainValue], rows: [PlainMember])] = []
        var alone: [PlainMember] = []
        var hasUnknownSeries = false
        for row in own(table) {
            let place = PlainPlace(table: table, row: row, series: nil)
            var member = PlainMember(row: row)
            if let condition {
                noteJoins([condition], place)
                let isOpen = mayBeOtherwise(condition, place)
                let truth = isOpen ? nil : settledTruth(condition, place)
                if truth == nil { tally.undecided += 1 }
                if isOpen, !tables[table].rows[row].isHeader {
                    (member.isMember, member.isJudged) = (false, false)
                } else if truth != true {
                    continue
                }
            }
            noteJoins(by + [over].compactMap { $0 }, place)
            let isLacking = by.contains { self.isLacking($0, place) }
            let isFaulty = self.isFaulty(
                by.flatMap { cells(of: $0) } + (countsFaulty ? [] : selectingCells(table)), place)
            if isLacking, !isFaulty || !countsFaulty { hasUnknownSeries = true }
            if isLacking || isFaulty {
                if countsFaulty, member.isJudged { tally.undecided += 1 }
                continue
            }
            member.order = over.map { value($0, place) }
            if let over, self.isLacking(over, place) || self.isFaulty(cells(of: over), place) {
                if member.isJudged, countsFaulty { tally.undecided += 1 }
                (member.isJudged, member.hasPlace) = (false, tables[table].rows[row].isHeader)
                if member.hasPlace { continue }
            } else if let over, member.order?.state != .value {
                member.hasPlace = !isMissing(over, place)
                if member.hasPlace {
                    alone.append(member)
                    continue
                }
            }
            let key = by.map { value($0, place) }
            let known = all.firstIndex { other in
                key.indices.allSatisfy {
                    key[$0].isSame(as: other.key[$0], by[$0].type, by[$0].type, schemes: rules.schemes)
                }
            }
            if let known { all[known].rows.append(member) } else { all.append((key, [member])) }
        }
        if hasUnknownSeries || tables[table].isPartial || mayHaveMore, !countsFaulty { tally.undecided += 1 }
        let isOpen = hasUnknownSeries && countsFaulty
        let series = all.map { entry in
            // Put in one by one, behind all that are not greater.
            var sorted: [PlainMember] = []
            for next in entry.rows {
                var at = sorted.count
                while at > 0, comesBefore(next.order, sorted[at - 1].order) { at -= 1 }
                sorted.insert(next, at: at)
            }
            return PlainSeries(all: sorted, index: 0, isOpen: isOpen)
        }
        return series + alone.map { PlainSeries(all: [$0], index: 0, isOpen: isOpen) }
    }

    /// The rows of the other table that make pairs: those that hold what rows of a group are found by, or may.
    private func partners(_ pairs: CheckedPairs) -> [Int?] {
        own(pairs.table).filter { row in
            let place = PlainPlace(table: pairs.table, row: nil, series: nil, partner: row)
            if tables[pairs.table].rows[row].isHeader { return false }
            return isFaulty(pairs.common.flatMap { cells(of: $0) }, place)
                || pairs.common.allSatisfy { value($0, place).isKnown }
                || pairs.common.contains { isLacking($0, place) }
        }
    }

    /// The runs of a series: its rows one after the other, as long as each goes on with the one before it.
    private func runs(_ series: PlainSeries, while condition: TypedExpression, _ table: Int) -> [PlainSeries] {
        var runs: [PlainSeries] = []
        for index in series.all.indices {
            var seen = series
            seen.index = index
            let place = PlainPlace(table: table, row: series.all[index].row, series: seen)
            let isOpen =
                isFaulty(cells(of: condition), place) || self.isOpen(condition, place, amongSeries: true)
            let truth = index == 0 ? false : isOpen ? nil : value(condition, place).truth
            if truth == true {
                runs[runs.count - 1].all.append(series.all[index])
                continue
            }
            if truth == nil { runs[runs.count - 1].isOpenRun = true }
            runs.append(PlainSeries(all: [series.all[index]], index: 0, isOpen: series.isOpen, isOpenRun: truth == nil))
        }
        return runs
    }

    /// Whether a value that is not there is missing: none of its cells says that there is nothing.
    private func isMissing(_ expression: TypedExpression, _ place: PlainPlace) -> Bool {
        let states = columns(of: expression).compactMap { cell -> CellState? in
            locate(cell.row, place).row.map { tables[cell.table].rows[$0].cells[cell.column].value.state }
        }
        return !states.contains(where: \.isNothing)
            && states.contains { [.marker, .unreadable, .notSet, .spreadsheetError].contains($0) }
    }

    private func comesBefore(_ left: PlainValue?, _ right: PlainValue?) -> Bool {
        switch (left, right) {
        case (.figure(let a), .figure(let b)): compare(a, b, .less) ?? false
        case (.code(_, let a, _), .code(_, let b, _)): a < b
        case (.text(_, let a), .text(_, let b)): a.lexicographicallyPrecedes(b)
        default: false
        }
    }

    private func count(_ index: Int, _ place: PlainPlace, _ tally: inout PlainTally) {
        noteJoins(rules.rules[index].whens + rules.rules[index].requires.map(\.condition), place)
        switch outcome(index, place) {
        case .passed: tally.passed += 1
        case .undecided: tally.undecided += 1
        case .notApplicable: tally.notApplicable += 1
        case .broken(let requires):
            tally.brokenRows += 1
            let rule = rules.rules[index]
            let isWaived = waiver(of: rule.name, place)
            for _ in requires {
                tally.findings.append(
                    PlainFinding(
                        rule: rule.name, table: rules.tables[place.table].name, column: nil,
                        row: rule.scope.isOnce ? nil : place.row.map { tables[place.table].rows[$0] },
                        isWaived: isWaived))
            }
        }
    }

    /// The outcome of a row, in the order of the reference.
    func outcome(_ index: Int, _ place: PlainPlace) -> PlainOutcome {
        let rule = rules.rules[index]
        var used = (rule.whens + rule.requires.map(\.condition)).flatMap { cells(of: $0) }
        used += rule.pairs.map { $0.common.flatMap { cells(of: $0) } } ?? []
        if case .rows = rule.scope { used += selectingCells(place.table) }
        if case .rows(_, _, let series?) = rule.scope, rule.readsSeries {
            used += (series.by + [series.over].compactMap { $0 }).flatMap { cells(of: $0) }
        }
        let requires = rule.requires.map { settledTruth($0.condition, place) }
        let outcome = rowOutcome(
            isPlaced: true, isFaulty: isFaulty(used, place, ofAbsent: false),
            whens: rule.whens.map { settledTruth($0, place) }, requires: requires)
        switch outcome {
        case .passed: return .passed
        case .notApplicable: return .notApplicable
        case .broken: return .broken(requires.indices.filter { requires[$0] == false })
        case .undecided, nil: return .undecided
        }
    }

    /// Whether a waiver of some name holds for a row.
    private func waiver(of name: String, _ place: PlainPlace) -> Bool {
        rules.waivers.contains { waiver in
            guard waiver.rule == name, waiver.until ?? .max >= today,
                let match = waiver.conditions.first(where: { $0.table == place.table })
            else { return false }
            return match.condition.map { value($0, place).truth == true } ?? true
        }
    }
}
