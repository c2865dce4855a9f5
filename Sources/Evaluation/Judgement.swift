// What a check has found, as numbers: counts, violations, and how to read rows again. `Wording` makes findings of it.

package import Catalog
package import Checking
package import Columns
package import Findings
package import Planning
package import Quantities
package import Tables

/// What a check came to, and all that is still needed to say it: the plan, the kept tables and aggregates that messages
/// look things up in, and the feeds that read rows again. Filled by `PlanExecution`; afterwards only its violations are
/// ever let go of.
package final class Judgement {
    package let plan: CheckPlan
    /// Parallel to the rules' tables.
    package let inputs: [TableInput]
    package let options: EvaluationOptions
    /// Parallel to the rules' tables: where their rows were, so that they are read again.
    package let feeds: [ChunkFeed]
    /// Indices of waivers whose last day is past.
    package let expiredWaivers: Set<Int>
    /// What was counted and found.
    package internal(set) var board = OutcomeBoard()
    /// The rule that is followed, and through which rows.
    package internal(set) var traced: TraceSelection?
    /// By table and column the rows of references that a spreadsheet has shortened.
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
    /// The days of tables that functions ask.
    var days: [TableColumn: Holidays] = [:]

    /// Takes note that what rests on something that was read is not known.
    func noteDoubt() { lacksAnything = true }
    private var lacked: LackedColumns
    /// Tables of which a file turned out not to be readable to its end, or to have lost rows behind a quotation mark.
    private var cut: Set<Int> = []
    package private(set) var lacksAnything: Bool

    init(_ plan: CheckPlan, inputs: [TableInput], options: EvaluationOptions) {
        self.plan = plan
        self.inputs = inputs
        self.options = options
        feeds = inputs.map { ChunkFeed($0, progress: options.progress, keepsOutlines: options.limit > 0) }
        let rules = plan.rules
        lacked = LackedColumns(rules, inputs: inputs, cut: [])
        lacksAnything = !lacked.isEmpty
        expiredWaivers = Set(
            rules.waivers.indices.filter { rules.waivers[$0].until.map { $0 < options.today } ?? false })
    }

    /// Whether anything could be read of a table.
    package func isBound(_ table: Int) -> Bool { !inputs[table].files.isEmpty }

    /// Whether the check was asked to end. From then on no more rows are read, and what is held is part of the whole.
    package var isStopped: Bool { options.progress?.isStopped ?? false }

    /// Takes note of tables that could not be read to their end, before anything else is judged by them.
    func noteUnread() {
        let found = Set(feeds.indices.filter { !feeds[$0].errors.isEmpty || feeds[$0].losesRows })
        guard found.count > cut.count else { return }
        cut = found
        lacked = LackedColumns(rules, inputs: inputs, cut: cut)
        lacksAnything = true
    }

    /// Lets go of all but the first violations of each entry; they stay counted.
    package func keepFirst(_ limit: Int) { board.keepFirst(limit) }

    /// The rows of the rule that is followed, in their order.
    package var tracedRows: [TracedRow] { board.traced.sorted { ($0.subject.row ?? -1) < ($1.subject.row ?? -1) } }

    /// How many rows an aggregate left out because a cell that it uses is faulty.
    package func leftOut(_ number: Int, group: Int32?) -> Int { aggregates[number]?.leftOut(ofGroup: group ?? -1) ?? 0 }

    /// The files that were read, with their rows.
    package var files: [CheckedFile] {
        inputs.enumerated().flatMap { table, input in
            input.files.enumerated().map { file, bound in
                CheckedFile(
                    path: bound.path, table: rules.tables[table].name, rows: feeds[table].fileRows[file])
            }
        }
    }

    /// Files of which a part could not be read, or that became others meanwhile.
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

    package func lacks(_ column: Int, ofTable table: Int) -> Bool { lacked.contains(column, ofTable: table) }

    package func isIncomplete(join: Int) -> Bool { lacked.contains(join: join) || hasFaultyKeys(join: join) }

    /// Whether a row of a join's table may be the one that is looked for, for a cell of its key is faulty.
    package func hasFaultyKeys(join: Int) -> Bool { joinIndices[join]?.hasFaultyKeys ?? false }

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
