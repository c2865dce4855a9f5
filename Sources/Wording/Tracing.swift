// Tracing one rule through some rows: their outcomes, in words.

package import Checking
package import Evaluation
package import Findings
import Planning

/// Which rule is traced through which rows.
package struct TraceRequest: Sendable {
    /// An index of the checked rules.
    package var rule: Int
    package var rows: FollowedRows
    /// How many rows are traced at most.
    package var limit: Int
    /// Whether the values of the rule's parts are needed, or only the outcomes.
    package var wantsParts: Bool

    package init(rule: Int, rows: FollowedRows, limit: Int, wantsParts: Bool = true) {
        self.rule = rule
        self.rows = rows
        self.limit = limit
        self.wantsParts = wantsParts
    }
}

/// The result of tracing a rule.
package struct TraceResult: Sendable {
    package var traces: [RuleTrace]
    /// How many rows match the request, traced or not: the rule may be about other rows.
    package var matching: Int
    /// How many of them the rule is about.
    package var followed: Int
    /// By the number of a row that is a match in a cell that of the row that has this cell; empty for other tables.
    package var holding: [Int: Int] = [:]
    /// The findings of the rule in all rows, traced or not, each with its row if it has one, and for a pair with the
    /// other row.
    package var findings: [(row: Int?, partner: Int?, finding: Finding)]
}

/// Checks the tables' files, and traces one rule through some of its rows.
package func trace(
    _ rules: RuleSet, inputs: [TableInput], request: TraceRequest, options: EvaluationOptions
) -> TraceResult {
    var options = options
    options.threads = 1
    let plan = CheckPlan(rules, tracing: request.rule)
    let judgement = judge(plan, inputs: inputs, options: options, following: (request.rule, request.rows))
    let writer = FindingWriter(judgement, options: WordingOptions())
    let followed = judgement.tracedRows
    let kept = Array(followed.prefix(request.limit))
    let traces =
        request.wantsParts
        ? TraceMessages(request.rule, in: writer).traces(kept)
        : kept.map {
            RuleTrace(outcome: $0.outcome, row: $0.subject.row, location: nil, key: [], clauses: [], faulty: [])
        }
    let table = rules.rules[request.rule].scope.table
    var holding: [Int: Int] = [:]
    if rules.tables[table].search != nil {
        for row in kept.compactMap(\.subject.row) { holding[row] = judgement.feeds[table].row(holding: row) }
    }
    return TraceResult(
        traces: traces, matching: judgement.traced?.rows?.count ?? followed.count, followed: followed.count,
        holding: holding,
        findings: writer.findings(ofRule: request.rule))
}
