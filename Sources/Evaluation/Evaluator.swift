// A whole check: plans made, tables read in an order in which each finds what it needs, rules judged, findings put into words.

import Catalog
package import Checking
package import Findings
import Quantities
import Synchronization
package import Tables

/// How a check is run.
package struct EvaluationOptions: Sendable {
    /// At most so many findings for each entry of the counts.
    package var limit = Int.max
    package var threads = 1
    /// Days since 1970-01-01, for the ends of waivers.
    package var today = 0
    /// Of each entry the first so many findings carry the part of the table around them.
    package var excerptLimit = Int.max
    /// More findings than these are put away, where there is what makes room for them.
    package var mostHeld = FindingList.mostHeld
    package var makeSpace: FindingSpaceMaker?
    /// Hears how far the check has come, and may end it.
    package var progress: CheckProgress?
    /// Rows of series are judged in parts of about so many: their values should fit into a processor's own cache.
    package var seriesPartRows = 1 << 15

    package init() {}
}

/// What a check came to.
package struct EvaluationResult {
    package var rules: [RuleCount] = []
    /// Sorted by file, place, rule.
    package var findings: FindingList = []
    /// Why there are no findings, although there were some: they could not be put away.
    package var failure: FindingSpaceFailure?
    package var files: [CheckedFile] = []
    /// Files of which a part could not be read.
    package var errors: [(path: String, error: ReadError)] = []
    /// Whether the check was ended before its time. What it then holds would also have been found by the whole check.
    package var isPartial = false
}

/// Checks the tables' files against the rules. `inputs` is parallel to `rules.tables`.
package func evaluate(_ rules: CheckedRules, inputs: [TableInput], options: EvaluationOptions) -> EvaluationResult {
    let evaluator = Evaluator(rules, inputs: inputs, options: options)
    evaluator.run()
    return evaluator.report()
}

/// The state of one check.
final class Evaluator: LookupSource {
    let rules: CheckedRules
    let inputs: [TableInput]
    let options: EvaluationOptions
    let feeds: [ChunkFeed]
    var board = TallyBoard()
    private let little = Atomic<Bool>(false)
    /// What the wording of an entry has found out, for its next violations.
    let remembered = Mutex<[EntryKind: StructuralWording.Memory]>([:])
    let expiredWaivers: Set<Int>
    private let context: PlanContext
    private(set) var reportPlans: [Int: ReportPlan] = [:]
    /// By rule and the place of a violation the rows that decided of it; found while they are put into words.
    var decidingRows: [Int: [Int: [RelatedPlace]]] = [:]
    /// The rule whose rows are followed, set before the run.
    var traced: TraceSelection?
    private(set) var tracePlan: TracePlan?
    private var scans: [TablePlan] = []
    private var lateScans: [TablePlan] = []
    private var oncePlans: [(rule: Int, plan: Plan, judged: RulePlan)] = []
    private var stores: [Int: RowStore] = [:]
    private var joinIndices: [Int: JoinIndex] = [:]
    private var aggregates: [Int: AggregateTable] = [:]
    /// The days of tables that functions ask, by table and column.
    private var holidays: [[Int]: Holidays] = [:]
    private(set) var shortened: [Int: [Int: Set<Int>]] = [:]
    private var lacked: LackedColumns
    private(set) var lacksAnything: Bool
    /// Tables of which a file turned out not to be readable to its end.
    private var cut: Set<Int> = []

    init(_ rules: CheckedRules, inputs: [TableInput], options: EvaluationOptions) {
        self.rules = rules
        self.inputs = inputs
        self.options = options
        feeds = inputs.map { ChunkFeed($0, progress: options.progress, keepsOutlines: options.limit > 0) }
        context = PlanContext(rules: rules)
        lacked = LackedColumns(rules, inputs: inputs, cut: [])
        lacksAnything = !lacked.isEmpty
        expiredWaivers = Set(
            rules.waivers.indices.filter { rules.waivers[$0].until.map { $0 < options.today } ?? false })
    }

    /// Whether anything could be read of a table.
    func isBound(_ table: Int) -> Bool { !inputs[table].files.isEmpty }

    // MARK: Looking up

    func store(ofTable table: Int) -> RowStore? { stores[table] }

    func aggregate(_ number: Int) -> AggregateTable? { aggregates[number] }

    func holidays(ofTable table: Int, column: Int) -> Holidays? { holidays[[table, column]] }

    func lacks(_ column: Int, ofTable table: Int) -> Bool { lacked.contains(column, ofTable: table) }

    func isIncomplete(join: Int) -> Bool { lacked.contains(join: join) }

    func isIncomplete(table: Int) -> Bool { lacked.contains(rowsOf: table) }

    func joinIndex(_ join: Int) -> JoinIndex? { joinIndices[join] }

    func joinPositions(
        _ join: Int, keys: UnsafePointer<KeyHash>, isKnown: UnsafePointer<UInt64>, count: Int,
        into positions: UnsafeMutablePointer<Int32>
    ) {
        guard let index = joinIndices[join] else {
            for row in 0..<count { positions[row] = -1 }
            return
        }
        index.find(keys, isKnown: isKnown, count: count, into: positions)
    }

    /// Columns of a table that findings show or compute with. Asked for before threads share the wording out.
    func shownColumns(of table: Int) -> Set<Int> {
        if shown.entries != board.tallies.count { shown = (board.tallies.count, allShownColumns()) }
        return shown.columns[table]
    }

    private var shown: (entries: Int, columns: [Set<Int>]) = (-1, [])

    /// How many rows an aggregate left out because a cell that it uses is faulty.
    func leftOut(_ number: Int, group: Int32) -> Int { aggregates[number]?.leftOut(ofGroup: group) ?? 0 }

    // MARK: Running

    func run() {
        let order = makePlans()
        expectWork()
        for table in rules.tables.indices where isBound(table) { number(table) }
        loadJoinedTables()
        for table in order where isBound(table) { scan(scans[table], checksStructure: true) }
        for plan in lateScans where isBound(plan.table) { scan(plan, checksStructure: false) }
        // What speaks of whole tables cannot be said of parts of them.
        for once in oncePlans where isBound(once.plan.table) && !isStopped {
            let frame = Frame(once.plan, lookups: self)
            frame.beginAlone()
            once.judged.judge(
                frame, scope: Mask(count: 1, all: true), limit: options.limit, expired: expiredWaivers, into: &board
            ) { _ in Violation(row: -1) }
            once.judged.trace(frame, scope: Mask(count: 1, all: true), into: &board) { _ in Violation(row: -1) }
        }
        reportHeaders()
        reportAmbiguousJoins()
    }

    /// Rows of joined tables that share a key by which some row was joined; a table's own key is seen to in its own pass.
    private func reportAmbiguousJoins() {
        if case .some(.none) = rules.structural[BuiltInFinding.duplicateKey.rawValue] { return }
        var seen: Set<[Int]> = []
        for (join, index) in joinIndices.sorted(by: { $0.key < $1.key }) {
            let checked = rules.joins[join]
            let there = checked.on.map(\.there)
            guard Set(rules.tables[checked.table].key) != Set(there), let store = stores[checked.table] else {
                continue
            }
            var column: Int?
            if there.count == 1, case .column(let only) = there[0] { column = only }
            for (position, first) in index.matchedRepeats {
                let row = store.number(of: position)
                guard seen.insert([checked.table, row]).inserted else { continue }
                board.update(.structural(.duplicateKey, table: checked.table, column: column)) {
                    $0.add(Violation(row: row, related: store.number(of: first)), limit: options.limit)
                }
            }
        }
    }

    /// Plans every pass; gives the tables in an order in which those that are counted come before those that ask.
    private func makePlans() -> [Int] {
        scans = rules.tables.indices.map { TablePlan(table: $0) }
        for table in rules.tables.indices { scans[table].addStructure(context) }
        var needs: [Set<Int>] = .init(repeating: [], count: rules.tables.count)
        for rule in rules.rules { needs[rule.scope.table].formUnion(rule.countedTables) }
        let order = tableOrder(needs)
        var place = [Int](repeating: 0, count: rules.tables.count)
        for (index, table) in order.enumerated() { place[table] = index }
        var late: [Int: TablePlan] = [:]
        var series: [(table: Int, plan: SeriesPlanDraft)] = []
        for (index, rule) in rules.rules.enumerated() {
            let table = rule.scope.table
            switch rule.scope {
            case .once:
                var plan = Plan(table: table)
                let judged = RulePlan(index, plan: &plan, context: context, includesCondition: false)
                oncePlans.append((index, plan, judged))
            case .groups:
                series.append((table, SeriesPlanDraft(index, context: context)))
            case .rows(_, _, let checkedSeries):
                if checkedSeries != nil, rule.speaksOfSeries {
                    series.append((table, SeriesPlanDraft(index, context: context)))
                } else if rule.countedTables.allSatisfy({ place[$0] < place[table] }) {
                    let judged = RulePlan(
                        index, plan: &scans[table].plan, context: context, includesCondition: true)
                    scans[table].rules.append(judged)
                } else {
                    var plan = late[table] ?? TablePlan(boundsOf: table, context)
                    let judged = RulePlan(index, plan: &plan.plan, context: context, includesCondition: true)
                    plan.rules.append(judged)
                    late[table] = plan
                }
            }
            reportPlans[index] = ReportPlan(index, context: context)
            if traced?.rule == index { tracePlan = TracePlan(index, context: context) }
        }
        // Every aggregate has its number now; each is counted where its rows are.
        var seriesOfRule: [Int: [Int]] = [:]
        for (index, draft) in series.enumerated() { seriesOfRule[draft.plan.rule, default: []].append(index) }
        var number = 0
        while number < context.aggregates.count {
            let numbered = context.aggregates[number]
            if let rule = numbered.rule, numbered.aggregate.source == .series {
                for index in seriesOfRule[rule] ?? [] {
                    series[index].plan.add(numbered.aggregate, number: number, context: context)
                }
            } else {
                scans[numbered.aggregate.table].add(numbered.aggregate, number: number, context: context)
            }
            number += 1
        }
        for (table, draft) in series {
            scans[table].series.append(draft.finished(in: &scans[table].plan, context: context))
        }
        lateScans = late.keys.sorted().compactMap { late[$0] }
        return order
    }

    private func tableOrder(_ needs: [Set<Int>]) -> [Int] {
        var order: [Int] = []
        var state = [Int](repeating: 0, count: needs.count)
        for root in needs.indices {
            // Depth first, without recursion; a table that is being visited closes a circle and is left for the late pass.
            var stack: [(table: Int, rest: [Int])] = [(root, needs[root].sorted())]
            guard state[root] == 0 else { continue }
            state[root] = 1
            while var top = stack.popLast() {
                if let next = top.rest.popLast() {
                    stack.append(top)
                    if state[next] == 0 {
                        state[next] = 1
                        stack.append((next, needs[next].sorted()))
                    }
                } else {
                    state[top.table] = 2
                    order.append(top.table)
                }
            }
        }
        return order
    }

    /// Whether the check was asked to end. From then on no more rows are read.
    var isStopped: Bool { options.progress?.isStopped ?? false }

    /// Whether words are being found for more violations than anybody waits for.
    var isAbandoned: Bool { !keepsLittle && isStopped }

    /// Lets go of all but the first violations of each entry; they stay counted.
    func keepLittle() {
        keepsLittle = true
        board.keepFirst(1000)
    }

    private var keepsLittle: Bool {
        get { little.load(ordering: .relaxed) }
        set { little.store(newValue, ordering: .relaxed) }
    }

    /// Says how many bytes will be read in all passes.
    private func expectWork() {
        guard let progress = options.progress else { return }
        let joined = Set(rules.joins.map(\.table))
        var bytes = 0
        for table in rules.tables.indices where isBound(table) {
            let passes =
                1 + rules.tables[table].columns.count { $0.isNumbered } + (joined.contains(table) ? 1 : 0)
                + lateScans.count { $0.table == table }
            bytes += passes * inputs[table].expectedBytes
        }
        progress.expect(bytes)
    }

    /// Takes note of tables that could not be read to their end, before anything else is judged by them.
    private func noteUnread() {
        let found = Set(feeds.indices.filter { !feeds[$0].errors.isEmpty })
        guard found.count > cut.count else { return }
        cut = found
        lacked = LackedColumns(rules, inputs: inputs, cut: cut)
        lacksAnything = true
    }

    // MARK: Passes

    /// Follows the numbered columns of a table through its rows, before anything else is read of it.
    private func number(_ table: Int) {
        let checked = rules.tables[table]
        for (index, column) in checked.columns.enumerated() where column.isNumbered {
            var sequence = NumberedSequence()
            var keyed = KeyedReferences()
            let rest = checked.key.contains(.column(index)) ? columns(of: checked.key, in: table, besides: index) : []
            let loader = RowLoader(table, in: self)
            var wanted = [Bool](repeating: false, count: checked.columns.count)
            for column in rest + [index] { wanted[column] = true }
            loader.forEachBatch(wanted: wanted) { batch in
                let rests = batch.keys(of: rest, rules)
                for row in 0..<batch.count where !batch.isFaulty(row, column: index) {
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
            shortened[table, default: [:]][index] = Set(faults.compactMap(\.shortenedRow))
        }
    }

    /// The columns that a key is made of, its computed parts from theirs, but for one.
    private func columns(of key: [ColumnOrLet], in table: Int, besides column: Int) -> [Int] {
        var plan = Plan(table: table)
        for part in key { _ = plan.add(rules.tables[table], part, context: context) }
        let (read, printed) = plan.columns()
        return read.union(printed).subtracting([column]).sorted()
    }

    private var numbered: [Int: [Int: [NumberedFault]]] = [:]

    /// Keeps the tables that others join, with the columns that are asked of them.
    private func loadJoinedTables() {
        var wanted: [Int: (kept: Set<Int>, printed: Set<Int>)] = [:]
        var days: Set<[Int]> = []
        func note(_ plan: Plan, isShown: Bool) {
            for (table, column) in plan.dayColumns {
                days.insert([table, column])
                wanted[table, default: ([], [])].kept.insert(column)
            }
            for (source, made) in plan.sources.enumerated() {
                guard case .joined = made.kind else { continue }
                let (read, printed) = plan.columns(of: source)
                wanted[made.table, default: ([], [])].kept.formUnion(read)
                wanted[made.table, default: ([], [])].printed.formUnion(isShown ? read.union(printed) : printed)
            }
        }
        for plan in scans + lateScans {
            note(plan.plan, isShown: false)
            for series in plan.series { note(series.plan, isShown: false) }
        }
        for once in oncePlans { note(once.plan, isShown: false) }
        for report in reportPlans.values { note(report.plan, isShown: true) }
        if let tracePlan { note(tracePlan.plan, isShown: true) }
        // The columns that joins look for, computed ones through theirs.
        var keyPlans: [(join: Int, plan: Plan, nodes: [NodeID])] = []
        for (index, join) in rules.joins.enumerated() where wanted[join.table] != nil {
            var plan = Plan(table: join.table)
            let nodes = join.on.map { plan.add(rules.tables[join.table], $0.there, context: context) }
            wanted[join.table, default: ([], [])].kept.formUnion(plan.columns().read)
            for pair in join.on {
                if case .column(let column) = pair.there {
                    wanted[join.table, default: ([], [])].printed.insert(column)
                }
            }
            keyPlans.append((index, plan, nodes))
        }
        for (table, columns) in wanted where isBound(table) {
            let checked = rules.tables[table]
            let store = RowStore(checked, keeping: columns.kept, printed: columns.printed)
            let all = columns.kept.union(columns.printed)
            RowLoader(table, in: self).forEachBatch(wanted: checked.columns.indices.map { all.contains($0) }) { batch in
                store.append(batch)
            }
            guard !isStopped else { return }
            stores[table] = store
        }
        noteUnread()
        // Of some of the days nobody can say which others there are.
        for place in days where !isIncomplete(table: place[0]) {
            holidays[place] = stores[place[0]]?.columns[place[1]].flatMap { Holidays($0.codes) }
        }
        for (join, plan, nodes) in keyPlans {
            guard let store = stores[rules.joins[join].table] else { continue }
            joinIndices[join] = JoinIndex(store, plan: plan, nodes: nodes, lookups: self)
        }
    }

    private func scan(_ plan: TablePlan, checksStructure: Bool) {
        let table = rules.tables[plan.table]
        let used = plan.plan.columns()
        let wanted = table.columns.indices.map { index in
            let column = table.columns[index]
            if used.read.contains(index) || used.printed.contains(index) { return true }
            if plan.series.contains(where: { $0.kept.contains(index) || $0.printed.contains(index) }) { return true }
            guard checksStructure else { return false }
            return column.type != .text || column.isRequired || column.pattern != nil || column.isUnique
        }
        let feed = feeds[plan.table]
        feed.rewind()
        var scan = TableScan(
            plan: plan, rules: rules, lookups: self, input: inputs[plan.table], feed: feed,
            shortened: shortened[plan.table] ?? [:], expiredWaivers: expiredWaivers, limit: options.limit,
            checksStructure: checksStructure, wanted: wanted)
        // What is followed is shown.
        if traced == nil { scan.presence = plan.presenceColumns(table) }
        if checksStructure { scan.glanced = Set(wanted.indices.filter { !wanted[$0] }) }
        let size = inputs[plan.table].expectedBytes
        let result = scan.run(threads: size < 1 << 21 ? 1 : options.threads)
        noteUnread()
        board.merge(result.board, limit: options.limit)
        var counted: [Int: AggregateTable] = [:]
        let repeats = result.duplicates.duplicates(threads: options.threads) { counted = result.takeAggregates() }
        if checksStructure {
            reportKeys(plan, result, repeats)
            belowBlank[plan.table] = result.belowBlank
            repeatedHeaders[plan.table] = result.repeatedHeaders
        }
        // Their memory is wanted for what comes.
        (result.duplicates, result.unique) = (DuplicateFinder(), [:])
        // Counts and series of a part of the rows say nothing of the whole.
        guard !isStopped else { return }
        aggregates.merge(counted) { $1 }
        for (index, series) in plan.series.enumerated() {
            pending.append((series, result.series[index]))
        }
        // A series whose aggregates over other tables are not counted yet waits; most do not.
        pending = pending.filter { series, rows in
            guard rules.rules[series.rule].countedTables.allSatisfy({ isCounted($0) }) else { return true }
            judge(series, rows)
            return false
        }
    }

    private var pending: [(SeriesPlan, SeriesRows)] = []
    /// Text below the blank headers of each table's files.
    private var belowBlank: [Int: [FileField: TextBelowBlank]] = [:]
    /// The headers among each table's rows.
    private(set) var repeatedHeaders: [Int: RepeatedHeaders] = [:]

    /// Whether the aggregates over a table are counted, or never will be.
    private func isCounted(_ table: Int) -> Bool {
        !isBound(table)
            || context.aggregates.indices.allSatisfy { number in
                let numbered = context.aggregates[number]
                return numbered.aggregate.source == .series || numbered.aggregate.table != table
                    || aggregates[number] != nil
            }
    }

    private func judge(_ series: SeriesPlan, _ rows: SeriesRows) {
        let pass = SeriesPass(
            series, rows, lookups: self, partRows: options.seriesPartRows, threads: options.threads)
        aggregates.merge(pass.count()) { $1 }
        pass.judge(limit: options.limit, expired: expiredWaivers, threads: options.threads, into: &board)
    }

    // MARK: Structure

    private func reportKeys(_ plan: TablePlan, _ result: ScanResult, _ repeats: [(row: Int, first: Int)]) {
        let waivers = result.waivedRows
        func waiver(_ finding: BuiltInFinding, _ row: Int) -> Int {
            let found = (plan.waivers[finding] ?? []).first { waivers[$0.index]?.contains(row) ?? false }
            return found?.index ?? -1
        }
        func add(_ finding: BuiltInFinding, column: Int?, _ violation: Violation) {
            if case .some(.none) = rules.structural[finding.rawValue] { return }
            var violation = violation
            violation.waiver = waiver(finding, violation.row)
            if violation.waiver >= 0 { board.use(waiver: violation.waiver) }
            board.update(.structural(finding, table: plan.table, column: column)) {
                $0.add(violation, limit: options.limit)
            }
        }
        let numbered = numbered[plan.table] ?? [:]
        // Rows that are reported to repeat a numbered reference already, as the table's key or a unique cell.
        var repeated: [Int: Set<Int>] = [:]
        var isOff = false
        if case .some(.none) = rules.structural[BuiltInFinding.duplicateKey.rawValue] { isOff = true }
        let key = rules.tables[plan.table].key
        for case .column(let column) in key where numbered[column] != nil && !isOff {
            repeated[column] = Set(repeats.map(\.row))
        }
        for (row, first) in repeats {
            add(.duplicateKey, column: nil, Violation(row: row, related: first))
        }
        for (column, keys) in result.unique.sorted(by: { $0.key < $1.key }) {
            // Where the column is the whole key, its repeats are reported already.
            guard rules.tables[plan.table].key != [.column(column)] else { continue }
            let found = keys.duplicates(threads: options.threads)
            if numbered[column] != nil, !isOff { repeated[column] = Set(found.map(\.row)) }
            for (row, first) in found { add(.duplicateKey, column: column, Violation(row: row, related: first)) }
        }
        let calendar = result.calendar.sorted { ($0.key.file, $0.key.column) < ($1.key.file, $1.key.column) }
        for (place, firsts) in calendar {
            func mixed(_ row: Int, _ first: Int) {
                guard row >= 0, first >= 0 else { return }
                add(.mixedDates, column: place.column, Violation(row: row, related: first))
            }
            mixed(firsts.otherOrder, firsts.ordered)
            mixed(firsts.month, firsts.pairedYear)
            mixed(firsts.strokedMonth, firsts.strokedYear)
            if firsts.time >= 0 {
                add(.timeOfDay, column: place.column, Violation(row: firsts.time, detail: firsts.times))
            }
        }
        // A part of a file does not say what most of its rows are.
        let feed = feeds[plan.table]
        let suspects = result.uneven.suspects(
            fileStarts: feed.fileStarts, fileRows: feed.fileRows, cut: Set(feed.errors.map(\.file)))
        for suspect in isStopped ? [] : suspects {
            var violation = Violation(row: suspect.row, detail: min(suspect.cells - 1, suspect.expected))
            violation.text = "\(suspect.cells) \(suspect.expected)"
            add(.unevenRow, column: nil, violation)
        }
        for (column, faults) in numbered.sorted(by: { $0.key < $1.key }) {
            for fault in faults {
                switch fault {
                case .duplicate(let row, let first):
                    if repeated[column]?.contains(row) ?? false { continue }
                    add(.duplicateRef, column: column, Violation(row: row, related: first))
                case .shortened(let row, let first, let number):
                    var violation = Violation(row: row, related: first ?? -1)
                    violation.text = "\(number)"
                    add(.duplicateRef, column: column, violation)
                case .gap(let row, let missing, let count):
                    var violation = Violation(row: row, detail: count)
                    violation.text = missing.map { "\($0.lowerBound)-\($0.upperBound)" }.joined(separator: " ")
                    add(.gapInRefs, column: column, violation)
                case .outOfOrder(let row, let previous):
                    add(.refsOutOfOrder, column: column, Violation(row: row, related: previous))
                }
            }
        }
    }

    /// Counts what is wrong with the files' headers, and tables without rows.
    private func reportHeaders() {
        for (table, input) in inputs.enumerated() {
            let feed = feeds[table]
            let cutFiles = Set(feed.errors.map(\.file))
            for (file, bound) in input.files.enumerated() {
                func add(_ finding: BuiltInFinding, column: Int?, detail: Int, text: String?, row: Int? = nil) {
                    if case .some(.none) = rules.structural[finding.rawValue] { return }
                    var violation = Violation(row: row ?? -1 - file, detail: detail)
                    violation.text = text
                    let waiver = rules.waivers.indices.first { index in
                        rules.waivers[index].rule == finding.rawValue && !expiredWaivers.contains(index)
                            && rules.waivers[index].conditions.contains { $0.table == table && $0.condition == nil }
                    }
                    if let waiver {
                        violation.waiver = waiver
                        board.use(waiver: waiver)
                    }
                    board.update(.structural(finding, table: table, column: column)) {
                        $0.add(violation, limit: options.limit)
                    }
                }
                for fault in bound.reader.headerFaults where fault.kind.isOfHeaders {
                    let (finding, text) = fault.finding
                    add(finding, column: nil, detail: fault.field, text: text)
                }
                if let lines = bound.reader.above.others {
                    add(.linesAboveHeader, column: nil, detail: lines.count, text: nil)
                }
                if let rows = bound.reader.above.rows {
                    add(.rowsAboveHeader, column: nil, detail: rows.count, text: nil)
                }
                for fault in bound.headerFaults {
                    switch fault {
                    case .missingColumn(let column, let nearest):
                        add(.missingColumn, column: column, detail: nearest?.field ?? -1, text: nearest?.header)
                    case .duplicateHeader(let field, let first):
                        add(.duplicateHeader, column: nil, detail: field, text: "\(first)")
                    case .unknownColumn(let field, let nearest):
                        add(.unknownColumn, column: nil, detail: field, text: nearest)
                    }
                }
                for field in bound.blankFields {
                    guard let found = belowBlank[table]?[FileField(file: file, field: field)] else { continue }
                    add(.unknownColumn, column: nil, detail: field, text: found.text, row: found.row)
                }
                if feed.fileRows[file] == 0, !isStopped, !cutFiles.contains(file) {
                    add(.emptyTable, column: nil, detail: -1, text: nil)
                }
            }
        }
    }
}

/// A series plan while aggregates are still being added to it.
struct SeriesPlanDraft {
    let rule: Int
    private var plan: Plan
    private let judged: RulePlan
    private var aggregates: [AggregateInputs] = []

    init(_ rule: Int, context: PlanContext) {
        self.rule = rule
        plan = Plan(table: context.rules.rules[rule].scope.table)
        judged = RulePlan(rule, plan: &plan, context: context, includesCondition: false)
    }

    mutating func add(_ aggregate: CheckedAggregate, number: Int, context: PlanContext) {
        context.rule = rule
        aggregates.append(plan.inputs(of: aggregate, number: number, context: context))
        context.rule = nil
    }

    /// The plan, with what the table's own pass must do for it put into that one's.
    func finished(in table: inout Plan, context: PlanContext) -> SeriesPlan {
        let checked = context.rules.rules[rule]
        context.rule = rule
        defer { context.rule = nil }
        var condition: NodeID?
        var by: [NodeID] = []
        var over: NodeID?
        var isGroups = false
        switch checked.scope {
        case .rows(_, let expression, let series):
            condition = expression.map { table.add($0, context: context) }
            by = series?.by.map { table.add($0, context: context) } ?? []
            over = series?.over.map { table.add($0, context: context) }
        case .groups(_, let columns):
            by = columns.map { table.add($0.value, context: context) }
            isGroups = true
        case .once: break
        }
        var cells: Set<PlanCell> = []
        for node in by + [over].compactMap({ $0 }) { cells.formUnion(table.cells(of: node)) }
        // What is kept of a row is what is asked of it, of its neighbours, and of what joins to either.
        var kept: Set<Int> = []
        var printed: Set<Int> = []
        for (source, made) in plan.sources.enumerated() {
            if case .joined = made.kind { continue }
            let columns = plan.columns(of: source)
            kept.formUnion(columns.read)
            printed.formUnion(columns.printed)
        }
        return SeriesPlan(
            rule: rule, condition: condition,
            conditionCells: condition.map { Array(table.cells(of: $0)) } ?? [], by: by, over: over,
            orderCells: Array(cells), plan: plan, judged: judged,
            aggregates: aggregates, kept: kept, printed: printed, isGroups: isGroups)
    }
}

extension Batch {
    /// For each row the key of some columns' cells together; `nil` where one of them is at fault.
    fileprivate func keys(of columns: [Int], _ rules: CheckedRules) -> [KeyHash?] {
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
