// Running a plan: reads tables in an order in which each finds what it needs, judges rules, checks structure.

import Catalog
import Checking
import Columns
package import Findings
package import Planning
import Quantities
import Tables

/// How a plan is run.
package struct EvaluationOptions: Sendable {
    /// At most so many violations are kept for each entry of the counts.
    package var limit = Int.max
    package var threads = 1
    /// Days since 1970-01-01, for the ends of waivers.
    package var today = 0
    /// Receives the progress of the check, and may cancel it.
    package var progress: CheckProgress?
    /// Receives what each part of the check took; `nil` where nothing is measured.
    package var recorder: CheckRecorder?
    /// Rows of series are judged in partitions of about this size: their values should fit into a core's cache.
    package var seriesPartRows = 1 << 15
    /// More pairs of a group and another row than this are judged by no rule: all of them are undecided.
    package var mostPairs = 50_000_000

    package init() {}
}

/// Runs a plan over the tables' files, which are parallel to `plan.rules.tables`, and traces one rule through some of
/// its rows where that is requested.
package func judge(
    _ plan: CheckPlan, inputs: [TableInput], options: EvaluationOptions,
    following followed: (rule: Int, rows: FollowedRows)? = nil
) -> Judgement {
    let evaluator = PlanExecution(plan, inputs: inputs, options: options)
    if let followed { evaluator.follow(followed.rule, through: followed.rows) }
    evaluator.run()
    evaluator.askStoredFigures()
    return evaluator.judgement
}

/// One run of a plan.
final class PlanExecution {
    let judgement: Judgement
    let plan: CheckPlan
    let rules: RuleSet
    let inputs: [TableInput]
    let options: EvaluationOptions
    /// The tables that are read; `nil` for all.
    private let needed: Set<Int>?
    private var isStopped: Bool { judgement.isStopped }
    /// By table and column the faults of numbered references.
    var numbered: [Int: [Int: [NumberedFault]]] = [:]
    /// Series whose aggregates over other tables are not counted yet.
    private var pending: [(SeriesPlan, SeriesRows)] = []
    /// The rules that look up each aggregate; found only where a profile is made.
    private lazy var aggregateUsers = AggregateUsers(plan)
    /// Text below the blank headers of each table's files.
    var belowBlank: [Int: [FileField: TextBelowBlank]] = [:]

    init(_ plan: CheckPlan, inputs: [TableInput], options: EvaluationOptions) {
        self.plan = plan
        self.inputs = inputs
        self.options = options
        rules = plan.rules
        needed = nil
        judgement = Judgement(plan, inputs: inputs, options: options)
        judgement.expectStoredFigures()
    }

    /// Runs the plan of a judgement that reads rows again, over the tables that its rules need.
    init(again judgement: Judgement, tables: Set<Int>) {
        self.judgement = judgement
        needed = tables
        (plan, rules, inputs, options) = (
            judgement.plan, judgement.plan.rules, judgement.inputs, judgement.options
        )
    }

    func isBound(_ table: Int) -> Bool { judgement.isBound(table) }

    private func isRead(_ table: Int) -> Bool { isBound(table) && needed?.contains(table) ?? true }

    /// Selects the rows to trace, by reading the table before anything is judged.
    func follow(_ rule: Int, through followed: FollowedRows) {
        var rows: Set<Int>?
        var onlyBroken = false
        switch followed {
        case .all: break
        case .matching(let wanted): rows = self.rows(of: rules.rules[rule].scope.table, printing: wanted)
        case .broken: onlyBroken = true
        }
        judgement.traced = TraceSelection(rule: rule, rows: rows, onlyBroken: onlyBroken)
    }

    // MARK: Running

    func run() {
        expectWork()
        for table in rules.tables.indices where isBound(table) { options.recorder.time(.structure) { number(table) } }
        judgeRows(checksStructure: true)
        options.recorder.time(.structure) {
            reportHeaders()
            reportAmbiguousJoins()
        }
    }

    /// Makes all passes over the tables.
    func judgeRows(checksStructure: Bool) {
        options.recorder.time(.lookups) { loadJoinedTables() }
        for table in plan.order where isRead(table) { scan(plan.scans[table], checksStructure: checksStructure) }
        for late in plan.lateScans where isRead(late.table) { scan(late, checksStructure: false) }
        // Rules about whole tables cannot be judged on parts of them.
        for once in plan.once where isBound(once.graph.table) && !isStopped {
            let evaluator = ExpressionEvaluator(once.graph, lookups: judgement)
            evaluator.beginAlone()
            options.recorder?.count(1, of: once.rule)
            options.recorder.time(rule: once.rule) {
                once.judged.judge(
                    evaluator, scope: Mask(count: 1, all: true), limit: options.limit,
                    expired: judgement.expiredWaivers, into: &judgement.board
                ) { _ in RuleSubject() }
            }
            once.judged.trace(evaluator, scope: Mask(count: 1, all: true), into: &judgement.board) { _ in
                RuleSubject()
            }
        }
        if !isStopped { settleShares() }
    }

    /// Makes one violation of the rows that break a rule that asks for a share of its rows, where there are too many.
    private func settleShares() {
        for (index, rule) in rules.rules.enumerated() {
            guard let share = rule.leastShare, var counts = judgement.board.rules[index],
                !share.isMet(passed: counts.passed, broken: counts.brokenRows)
            else { continue }
            // A waiver with a condition is about rows, and this is about none.
            let waiver = rules.waivers(of: rule).first {
                $0.condition == nil && !judgement.expiredWaivers.contains($0.index)
            }?.index
            if let waiver { judgement.board.use(waiver: waiver) }
            counts.add(RuleViolation(subject: RuleSubject(), waiver: waiver), limit: max(1, options.limit))
            judgement.board.put(counts, index)
        }
    }

    /// Makes all passes over the tables that are needed, after another run has read them.
    func runAgain() {
        for table in rules.tables.indices where isRead(table) { number(table) }
        judgeRows(checksStructure: true)
    }

    /// Announces how many bytes will be read in all passes.
    func expectWork(times: Int = 1) {
        guard let progress = options.progress else { return }
        var bytes = 0
        for table in rules.tables.indices where isBound(table) {
            let isIdle = rules.tables[table].derivation != nil && plan.scans[table].isIdle
            let passes =
                (isIdle ? 0 : 1) + plan.numbered[table].count + (plan.joined.columns[table] == nil ? 0 : 1)
                + plan.lateScans.count { $0.table == table }
            bytes += times * passes * inputs[table].expectedBytes
        }
        progress.expect(bytes)
    }

    func loader(_ table: Int) -> RowLoader {
        RowLoader(table, in: judgement, unless: { [judgement] in judgement.isStopped })
    }

    // MARK: Passes

    /// Checks the numbered columns of a table, before anything else is read of it.
    private func number(_ table: Int) {
        for column in plan.numbered[table] {
            var sequence = NumberedSequence()
            var keyed = KeyedReferences()
            let (index, rest) = (column.column, column.under)
            let loader = loader(table)
            var wanted = [Bool](repeating: false, count: rules.tables[table].columns.count)
            for column in rest + [index] { wanted[column] = true }
            loader.forEachBatch(wanted: wanted) { batch in
                let rests = batch.keys(of: rest, rules)
                for row in 0..<batch.count where !batch.isFaulty(row, column: index) && batch.isOwn(row) {
                    guard let cell = batch.cell(row, column: index).map(trimmedBytes) else { continue }
                    if rest.isEmpty {
                        sequence.add(cell, row: batch.firstRow + row, file: loader.file)
                    } else {
                        keyed.add(cell, rest: rests[row], row: batch.firstRow + row, file: loader.file)
                    }
                }
            }
            guard !isStopped else { return }
            let faults = rest.isEmpty ? sequence.finished() : keyed.finished()
            numbered[table, default: [:]][index] = faults
            judgement.shortened[table, default: [:]][index] = Set(faults.compactMap(\.shortenedRow))
        }
    }

    /// Materializes the tables that others join, with the columns that are needed.
    private func loadJoinedTables() {
        let joined = plan.joined
        for (table, columns) in joined.columns where isRead(table) {
            let checked = rules.tables[table]
            let store = MaterializedRows(checked, keeping: columns.kept, printed: columns.printed)
            let all = columns.kept.union(columns.printed)
            loader(table).forEachBatch(wanted: checked.columns.indices.map { all.contains($0) }) { batch in
                store.append(batch)
            }
            guard !isStopped else { return }
            judgement.stores[table] = store
        }
        judgement.noteUnread()
        // An incomplete list of days is useless: nothing tells which others there are.
        for days in joined.days where !judgement.isIncomplete(table: days.table) {
            guard let column = judgement.stores[days.table]?.columns[days.column] else { continue }
            if column.hasFaults { judgement.noteDoubt() } else { judgement.days[days] = Holidays(column.codes) }
        }
        for (join, graph, nodes) in joined.keys {
            guard let store = judgement.stores[rules.joins[join].table] else { continue }
            judgement.joinIndices[join] = JoinIndex(store, graph: graph, nodes: nodes, lookups: judgement)
        }
    }

    /// Bytes of a table that has few rows.
    private static let smallTable = 1 << 16

    private func scan(_ plan: ScanPlan, checksStructure: Bool) {
        let table = rules.tables[plan.table]
        // What is structurally wrong is said of the table of which this one is made.
        // But for what is found in its cells.
        let checksGroups = checksStructure && table.search != nil
        let checksStructure = checksStructure && table.derivation == nil
        if table.derivation != nil, plan.isIdle, !checksGroups { return }
        let wanted = plan.readColumns(table, checksStructure: checksStructure, checksGroups: checksGroups)
        let feed = judgement.feeds[plan.table]
        feed.rewind()
        let size = inputs[plan.table].expectedBytes
        var scan = TableScan(
            plan: plan, rules: rules, lookups: judgement, input: inputs[plan.table], feed: feed,
            fewRows: feed.knownRows ?? (size > 0 && size < Self.smallTable ? batchRows / 8 : nil),
            shortened: judgement.shortened[plan.table] ?? [:], expiredWaivers: judgement.expiredWaivers,
            limit: options.limit, checksStructure: checksStructure, wanted: wanted)
        // A traced row shows its values, so they must be read in full.
        if judgement.traced == nil { scan.presence = plan.presenceColumns(table) }
        if checksStructure, !rules.structural.isOff(.similarKey) { scan.tellingColumns = plan.tellingColumns }
        if checksStructure { scan.glanced = Set(wanted.indices.filter { !wanted[$0] }) }
        scan.checksGroups = checksGroups
        if let recorder = options.recorder { scan.measured = (recorder, NodeUsers(plan, aggregateUsers)) }
        let result = scan.run(threads: size < 1 << 21 ? 1 : options.threads)
        judgement.noteUnread()
        judgement.board.merge(result.board, limit: options.limit)
        var counted: [Int: AggregateTable] = [:]
        options.recorder.time(.structure) {
            let repeats = result.duplicates.duplicates(threads: options.threads) { counted = result.takeAggregates() }
            guard checksStructure else { return }
            reportKeys(plan, result, repeats)
            belowBlank[plan.table] = result.belowBlank
            judgement.repeatedHeaders[plan.table] = result.repeatedHeaders
        }
        // Frees their memory for later steps.
        (result.duplicates, result.unique) = (DuplicateFinder(), [:])
        // Counts and series of a part of the rows are meaningless.
        guard !isStopped else { return }
        judgement.aggregates.merge(counted) { $1 }
        for (index, series) in plan.series.enumerated() { pending.append((series, result.series[index])) }
        // A series whose aggregates over other tables are not counted yet waits; most do not.
        pending = pending.filter { series, rows in
            guard rules.rules[series.rule].countedTables.allSatisfy({ isCounted($0) }) else { return true }
            judge(series, rows)
            return false
        }
    }

    /// Whether the aggregates over a table are counted, or never will be.
    private func isCounted(_ table: Int) -> Bool {
        !isBound(table)
            || plan.aggregates.indices.allSatisfy {
                !plan.isCounted($0, over: table) || judgement.aggregates[$0] != nil
            }
    }

    private func judge(_ series: SeriesPlan, _ rows: SeriesRows) {
        if rows.unplaced > 0 { judgement.unplacedRows[series.rule] = rows.unplaced }
        let pass = SeriesPass(
            series, rows, lookups: judgement, partRows: options.seriesPartRows, threads: options.threads,
            recorder: options.recorder)
        judgement.aggregates.merge(pass.count()) { $1 }
        pass.judge(
            limit: options.limit, mostPairs: options.mostPairs, expired: judgement.expiredWaivers,
            threads: options.threads, into: &judgement.board)
    }

    /// The numbers of a table's rows in which some columns print given texts, ignoring case.
    private func rows(of table: Int, printing wanted: [(column: Int, text: String)]) -> Set<Int> {
        guard isBound(table) else { return [] }
        var columns = [Bool](repeating: false, count: rules.tables[table].columns.count)
        for (column, _) in wanted { columns[column] = true }
        let texts = wanted.map { ($0.column, $0.text.lowercased()) }
        var found: Set<Int> = []
        loader(table).forEachBatch(wanted: columns) { batch in
            for row in 0..<batch.count where batch.isOwn(row) {
                let fits = texts.allSatisfy { column, text in
                    guard let cell = batch.cell(row, column: column) else { return text.isEmpty }
                    let range = trimmed(cell)
                    guard range.count <= 4 * text.utf8.count + 4 else { return false }
                    return String(decoding: UnsafeBufferPointer(rebasing: cell[range]), as: UTF8.self).lowercased()
                        == text
                }
                if fits { found.insert(batch.firstRow + row) }
            }
        }
        return found
    }
}

extension Batch {
    /// For each row the key of some columns' cells together; `nil` where one of them is faulty.
    fileprivate func keys(of columns: [Int], _ rules: RuleSet) -> [KeyHash?] {
        var result = [KeyHash?](repeating: .empty, count: count)
        for column in columns {
            let values = KeyColumn(KeyForm(table.columns[column].type.valueType, schemes: rules.schemes))
            values.clear(count)
            addKeys(vector(column), form: values.form, count: count, to: values.keys, isKnown: values.isKnown)
            for row in 0..<count {
                result[row] = isFaulty(row, column: column) ? nil : result[row]?.adding(values.keys[row])
            }
        }
        return result
    }
}
