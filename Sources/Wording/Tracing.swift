// Following one rule through some rows: what became of them, in words.

package import Checking
package import Evaluation
package import Findings
import Planning

/// Which rule is followed through which rows.
package struct TraceRequest: Sendable {
    /// An index of the checked rules.
    package var rule: Int
    package var rows: FollowedRows
    /// At most so many rows are given.
    package var limit: Int
    /// Whether the values of the rule's parts are wanted, and not the outcomes alone.
    package var wantsParts: Bool

    package init(rule: Int, rows: FollowedRows, limit: Int, wantsParts: Bool = true) {
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
    /// What the rule found, with the row that it is about, if any: of all rows, followed or not.
    package var findings: [(row: Int?, finding: Finding)]
}

/// Checks the tables' files, and follows one rule through some of its rows.
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
    return TraceResult(
        traces: traces, matching: judgement.traced?.rows?.count ?? followed.count, followed: followed.count,
        findings: writer.findings(ofRule: request.rule))
}
