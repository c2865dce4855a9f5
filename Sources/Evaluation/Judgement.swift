// What a check has found, as numbers: counts, violations, and how to read rows again. `Wording` makes findings of it.

package import Catalog
package import Checking
package import Columns
package import Findings
package import Planning
package import Quantities
package import Tables

/// The results of a check, and all that is still needed to report them: the plan, the materialized tables and
/// aggregates in which messages look things up, and the feeds that read rows again. Filled by `PlanExecution`;
/// afterwards only violations are ever dropped.
package final class Judgement {
    package let plan: CheckPlan
    /// Parallel to the rules' tables.
    package let inputs: [TableInput]
    package let options: EvaluationOptions
    /// Parallel to the rules' tables: where their rows are, so that they can be read again.
    package let feeds: [ChunkFeed]
    /// Indices of waivers whose last day has passed.
    package let expiredWaivers: Set<Int>
    /// What was counted and found.
    package internal(set) var board = OutcomeBoard()
    /// The rule that is traced, and through which rows.
    package internal(set) var traced: TraceSelection?
    /// For returns that may store other figures than they show: reads them as they are stored. Where rows broke rules
    /// that depend on figures, it also holds what those rules look up and count then.
    package private(set) var storedFigures: Judgement?
    package private(set) var storedFigureTask: StoredFigureTask?
    /// By table and column the rows whose references a spreadsheet has shortened.
    var shortened: [Int: [Int: Set<Int>]] = [:]
    /// The headers among each table's rows.
    package internal(set) var repeatedHeaders: [Int: RepeatedHeaders] = [:]
    var stores: [Int: MaterializedRows] = [:]
    var joinIndices: [Int: JoinIndex] = [:] {
        didSet { if !lacksAnything, joinIndices.values.contains(where: \.hasFaultyKeys) { lacksAnything = true } }
    }
    var aggregates: [Int: AggregateTable] = [:] {
        didSet { if !lacksAnything, aggregates.values.contains(where: \.isUncertain) { lacksAnything = true } }
    }
    /// By rule how many rows are in none of its series or groups, for a cell that would say in which is faulty.
    package internal(set) var unplacedRows: [Int: Int] = [:]
    /// The days of tables that functions ask.
    var days: [TableColumn: Holidays] = [:]

    /// Records that something that was read may be incomplete, so that values that depend on it are unknown.
    func noteDoubt() { lacksAnything = true }
    private var lacked: LackedColumns
    /// Tables of which a file turned out not to be readable to its end, or to have lost rows behind a quotation mark.
    private var cut: Set<Int> = []
    package private(set) var lacksAnything: Bool

    init(_ plan: CheckPlan, inputs: [TableInput], options: EvaluationOptions) {
        self.plan = plan
        self.inputs = inputs
        self.options = options
        let rules = plan.rules
        let own = inputs.map {
            ChunkFeed(
                $0, progress: options.progress, keepsOutlines: options.limit > 0,
                takesLinesForRows: rules.structural.isFault(.linesInCell))
        }
        // Tables of the same files number their rows alike.
        feeds = own.indices.map { rules.sharesRows($0) ? own[rules.base(ofTable: $0)] : own[$0] }
        for (table, feed) in feeds.enumerated() where rules.tables[table].unpivot != nil {
            feed.repeatChunks(
                of: feeds[rules.base(ofTable: table)], files: inputs[table].files.compactMap(\.repeated))
        }
        for (table, feed) in feeds.enumerated() where rules.tables[table].search != nil {
            feed.searchChunks(of: feeds[rules.base(ofTable: table)])
        }
        lacked = LackedColumns(rules, inputs: inputs, cut: [])
        lacksAnything = !lacked.isEmpty
        expiredWaivers = Set(
            rules.waivers.indices.filter { rules.waivers[$0].until.map { $0 < options.today } ?? false })
    }

    /// Prepares for reading figures as they are stored too, where returns may store others than they show.
    func expectStoredFigures() {
        let tables = Set(inputs.indices.filter { inputs[$0].files.contains { $0.reader.storesOtherFigures } })
        guard !tables.isEmpty else { return }
        storedFigureTask = .note(
            rules: Set(rules.rules.indices.filter { rules.dependsOnFigures(rules.rules[$0], ofTables: tables) }))
        let plan = plan.reading(rules.readingStoredFigures(inTables: tables))
        storedFigures = Judgement(plan, inputs: inputs, options: options)
    }

    /// Takes over where the rows of another judgement's tables are, to read them with figures as they are stored.
    func readRows(of shown: Judgement) {
        for (feed, other) in zip(feeds, shown.feeds) { feed.takeChunks(of: other) }
        (shortened, repeatedHeaders) = (shown.shortened, shown.repeatedHeaders)
        noteUnread()
    }

    /// Takes over where the rows of another judgement's tables are, to read them with some changes.
    func readRows(of other: Judgement, changing changes: [Int: FeedChange]) {
        for table in feeds.indices where !rules.sharesRows(table) {
            feeds[table].takeChunks(of: other.feeds[table], changing: changes[table])
        }
        noteUnread()
    }

    /// Traces a rule, through one of its rows where that is given.
    func follow(_ rule: Int, row: Int?) {
        traced = TraceSelection(rule: rule, rows: row.map { [$0] }, onlyBroken: false)
    }

    /// Prepares for asking which of some rows break rules by their stored figures.
    func ask(_ rows: [Int: RowSet]) { storedFigureTask = .ask(rows) }

    /// Whether anything could be read of a table.
    package func isBound(_ table: Int) -> Bool { !inputs[table].files.isEmpty }

    /// Whether the check was cancelled. From then on no more rows are read, and the results are partial.
    package var isStopped: Bool { options.progress?.isStopped ?? false }

    /// Records tables that could not be read to their end, before anything else is judged by them.
    func noteUnread() {
        let found = Set(feeds.indices.filter { !feeds[$0].errors.isEmpty || feeds[$0].losesRows })
        guard found.count > cut.count else { return }
        cut = found
        lacked = LackedColumns(rules, inputs: inputs, cut: cut)
        lacksAnything = true
    }

    /// Drops all but the first violations of each entry; dropped ones stay counted.
    package func keepFirst(_ limit: Int) { board.keepFirst(limit) }

    /// The traced rows, in their order.
    package var tracedRows: [TracedRow] { board.traced.sorted { ($0.subject.row ?? -1) < ($1.subject.row ?? -1) } }

    /// How many rows an aggregate left out because a cell that it uses is faulty.
    package func leftOut(_ number: Int, group: Int32?) -> Int { aggregates[number]?.leftOut(ofGroup: group ?? -1) ?? 0 }

    /// The files that were read, with their rows.
    package var files: [CheckedFile] {
        inputs.enumerated().flatMap { table, input in
            // A file of which each row is there several times is named once.
            input.files.enumerated().filter { file, bound in
                file == 0 || bound.repeated == nil || bound.repeated != input.files[file - 1].repeated
            }.map { file, bound in
                var checked = CheckedFile(
                    path: bound.path, table: rules.tables[table].name, rows: feeds[table].fileRows[file])
                checked.sheet = bound.reader.sheet
                checked.isDerived = rules.tables[table].derivation != nil
                return checked
            }
        }
    }

    /// Files of which a part could not be read, or that changed meanwhile.
    package func readErrors() -> [(path: String, error: ReadError)] {
        var errors: [(path: String, error: ReadError)] = []
        for (table, feed) in feeds.enumerated() {
            feed.checkSources()
            for (file, error) in feed.errors {
                let path = inputs[table].files[file].path
                if !errors.contains(where: { $0.path == path && $0.error == error }) { errors.append((path, error)) }
            }
        }
        return errors
    }

    package func severity(of finding: BuiltInFinding) -> Severity {
        rules.structural.severity(of: finding) ?? finding.severity
    }
}

extension Judgement: LookupSource {
    package var rules: RuleSet { plan.rules }

    package func store(ofTable table: Int) -> MaterializedRows? { stores[table] }

    package func aggregate(_ number: Int) -> AggregateTable? { aggregates[number] }

    package func holidays(ofTable table: Int, column: Int) -> Holidays? {
        days[TableColumn(table: table, column: column)]
    }

    package func columnCount(ofTable table: Int) -> Int? {
        let input = inputs[table]
        guard !input.files.isEmpty, !input.isPartial else { return nil }
        if rules.tables[table].source.matching != nil { return rules.tables[table].columns.count }
        return input.columnCount(hasHeader: rules.tables[table].source.hasHeader)
    }

    package func lacks(_ column: Int, ofTable table: Int) -> Bool { lacked.contains(column, ofTable: table) }

    package func isIncomplete(join: Int) -> Bool { lacked.contains(join: join) || hasFaultyKeys(join: join) }

    /// Whether a row of a join's table has a faulty cell in its key, so that it may be the one that is not found.
    package func hasFaultyKeys(join: Int) -> Bool { joinIndices[join]?.hasFaultyKeys ?? false }

    package func isAbsent(table: Int) -> Bool { lacked.contains(absent: table) }

    package func isIncomplete(table: Int) -> Bool { lacked.contains(rowsOf: table) }

    package func joinIndex(_ join: Int) -> JoinIndex? { joinIndices[join] }

    package func joinPositions(
        _ join: Int, keys: UnsafePointer<KeyHash>, isKnown: UnsafePointer<UInt64>, count: Int,
        into positions: UnsafeMutablePointer<Int32>
    ) {
        guard let index = joinIndices[join] else {
            for row in 0..<count { positions[row] = -1 }
            return
        }
        index.find(keys, isKnown: isKnown, count: count, into: positions)
    }
}
