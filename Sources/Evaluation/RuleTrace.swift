// Following one rule through some rows: which rows, and what became of them.

package import Checking
package import Findings
import Quantities

/// Which rows a rule is followed through.
package struct TraceRequest: Sendable {
    package enum Rows: Sendable {
        case all
        /// Rows in which these columns of the rule's table, by index, print these texts, ignoring case.
        case matching([(column: Int, text: String)])
        /// Rows that break it.
        case broken
    }

    /// An index of the checked rules.
    package var rule: Int
    package var rows: Rows
    /// At most so many rows are given.
    package var limit: Int
    /// Whether the values of the rule's parts are wanted, and not the outcomes alone.
    package var wantsParts: Bool

    package init(rule: Int, rows: Rows, limit: Int, wantsParts: Bool = true) {
        self.rule = rule
        self.rows = rows
        self.limit = limit
        self.wantsParts = wantsParts
    }
}

/// The outcome of following a rule.
package struct TraceResult: Sendable {
    package var traces: [RuleTrace]
    /// How many rows were asked for and are there, followed or not: the rule may be about others only.
    package var matching: Int
    /// How many of them the rule is about.
    package var followed: Int
    /// What the rule found, with the row that it is about: of all rows, followed or not.
    package var findings: [(row: Int, finding: Finding)]
}

/// Checks the tables' files as `evaluate` does, and follows one rule through some of its rows.
package func trace(
    _ rules: CheckedRules, inputs: [TableInput], request: TraceRequest, options: EvaluationOptions
) -> TraceResult {
    var options = options
    options.threads = 1
    let evaluator = Evaluator(rules, inputs: inputs, options: options)
    let table = rules.rules[request.rule].scope.table
    var rows: Set<Int>?
    if case .matching(let wanted) = request.rows { rows = evaluator.rows(of: table, printing: wanted) }
    var onlyBroken = false
    if case .broken = request.rows { onlyBroken = true }
    evaluator.traced = TraceSelection(rule: request.rule, rows: rows, onlyBroken: onlyBroken)
    evaluator.run()
    let followed = evaluator.board.traced.sorted { $0.violation.row < $1.violation.row }
    let kept = Array(followed.prefix(request.limit))
    let traces =
        request.wantsParts
        ? TraceWording(request.rule, in: evaluator).traces(kept)
        : kept.map {
            RuleTrace(outcome: $0.outcome, row: $0.violation.row, place: nil, key: [], clauses: [], faulty: [])
        }
    return TraceResult(
        traces: traces, matching: rows?.count ?? followed.count, followed: followed.count,
        findings: evaluator.findings(ofRule: request.rule))
}

/// The rule that is being followed, and through which rows.
struct TraceSelection {
    var rule: Int
    /// Numbers of rows; `nil` is all.
    var rows: Set<Int>?
    var onlyBroken: Bool
}

/// A row of a rule that is being followed.
struct TracedRow {
    var violation: Violation
    var outcome: RowOutcome
}

extension RulePlan {
    /// Notes that some rows are undecided before they are judged, those of them that are followed.
    func noteUndecided(
        _ rows: Mask, of frame: Frame, into board: inout TallyBoard, _ violation: (Int) -> Violation
    ) {
        guard let selection = frame.lookups.traced, selection.rule == rule, !selection.onlyBroken else { return }
        rows.eachRow { row in
            let found = violation(row)
            guard selection.rows?.contains(found.row) ?? true else { return }
            board.traced.append(TracedRow(violation: found, outcome: .undecided))
        }
    }

    /// Notes what became of the rows that are followed; nothing where it is another rule.
    func trace(
        _ frame: Frame, scope: Mask, groups: Set<Int32>? = nil, into board: inout TallyBoard,
        _ violation: (Int) -> Violation
    ) {
        guard let selection = frame.lookups.traced, selection.rule == rule else { return }
        var rows = scope
        var unplaced = Mask(count: frame.count)
        if let condition {
            unplaced = rows.subtracting(frame.isTrue(condition)).subtracting(frame.isFalse(condition))
            rows.formIntersection(frame.isTrue(condition))
        }
        let outcomes = outcomes(frame, of: rows)
        rows.formUnion(unplaced)
        rows.eachRow { row in
            let found = violation(row)
            if let groups {
                guard groups.contains(found.group) else { return }
            } else if let wanted = selection.rows {
                guard wanted.contains(found.row) else { return }
            }
            let outcome: RowOutcome =
                outcomes.broken[row]
                ? .broken
                : outcomes.passed[row] ? .passed : outcomes.notApplicable[row] ? .notApplicable : .undecided
            if selection.onlyBroken, outcome != .broken { return }
            board.traced.append(TracedRow(violation: found, outcome: outcome))
        }
    }
}

extension Evaluator {
    /// The numbers of a table's rows in which some columns print some texts, ignoring case.
    fileprivate func rows(of table: Int, printing wanted: [(column: Int, text: String)]) -> Set<Int> {
        guard isBound(table) else { return [] }
        var columns = [Bool](repeating: false, count: rules.tables[table].columns.count)
        for (column, _) in wanted { columns[column] = true }
        let texts = wanted.map { ($0.column, $0.text.lowercased()) }
        var found: Set<Int> = []
        RowLoader(table, in: self).forEachBatch(wanted: columns) { batch in
            for row in 0..<batch.count {
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
