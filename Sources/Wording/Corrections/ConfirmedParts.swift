// Whether other totals confirm the parts of one: then it is the stated figure that is wrong.

import Checking
import Diagnostics
import Evaluation
import Planning
import Quantities

/// Looks for totals that agree with what is stated of them, and have all parts of another one among their own.
struct ConfirmedParts {
    private let total: TotalAtFault
    private let asked: JudgedRequire
    private let trials: ChangeTrials
    private let writer: FindingWriter
    private var judgement: Judgement { writer.judgement }

    /// How many totals are looked at.
    private static let mostTotals = 200

    init(of total: TotalAtFault, besides asked: JudgedRequire, trials: ChangeTrials, in writer: FindingWriter) {
        self.total = total
        self.asked = asked
        self.trials = trials
        self.writer = writer
    }

    var areConfirmed: Bool {
        guard total.isOfRowsAlone else { return false }
        // For each term the rows of which no other total says whether they count.
        var open = total.terms.map(\.rows.shared)
        // A total without parts says nothing that others could confirm.
        guard total.terms.allSatisfy({ !$0.rows.counted.isEmpty }) else { return false }
        var left = Self.mostTotals
        for rule in judgement.rules.rules.indices where CorrectionSearch.isAbout(rule, in: judgement) {
            take(rule, &open, &left)
            if open.allSatisfy(\.isEmpty) { return true }
        }
        return false
    }

    private func take(_ rule: Int, _ open: inout [Set<Int>], _ left: inout Int) {
        guard let template = judgement.plan.reports[rule], template.graph.holds(anyOf: total.terms.map(\.use)),
            let table = total.tables.min(), let outcome = trials.outcomes(ofRule: rule, changing: table)
        else { return }
        let subjects = outcome.passing.filter { rule != asked.rule || $0.row != asked.row }.prefix(left)
        guard !subjects.isEmpty else { return }
        left -= subjects.count
        let violations = subjects.map { RuleViolation(subject: $0) }
        let reported = writer.reportedRows([.rule(rule, violations)])[judgement.rules.rules[rule].scope.table]
        let evaluator = ExpressionEvaluator(template.graph, lookups: judgement)
        RuleMessages.begin(evaluator, violations, reported)
        for index in violations.indices {
            for comparison in template.comparisons.joined() where evaluator.truths(comparison.truth).isTrue(index) {
                guard
                    let other = TotalAtFault(comparison, template, evaluator, row: index, in: writer),
                    other.statedNode != nil, other.isOfRowsAlone
                else { continue }
                for (number, term) in total.terms.enumerated() {
                    for confirming in other.terms where confirming.side == .sum && confirming.addsUp(like: term) {
                        open[number].subtract(confirming.rows.shared)
                    }
                }
            }
        }
    }
}

extension TotalAtFault.Term {
    /// Whether it asks of its rows what another term asks of them, but for what these have in common with a row of the
    /// rule: a sum of the same figures, or a count with the same conditions.
    fileprivate func addsUp(like other: Self) -> Bool {
        let (one, two) = (use.aggregate, other.use.aggregate)
        return one.table == two.table && one.function == two.function && one.value?.words == two.value?.words
            && conditions == other.conditions
    }

    private var conditions: Set<String> {
        Set(
            use.aggregate.parts.compactMap { part in
                if case .inner(let test) = part.test { test.words } else { nil }
            })
    }
}

extension TypedExpression {
    fileprivate var words: String { oneLine(span.text).collapsed }
}

extension ExpressionGraph {
    /// Whether it has an aggregate over the rows of any of some others.
    fileprivate func holds(anyOf uses: [AggregateLookup]) -> Bool {
        aggregates.contains { own in uses.contains { $0.aggregate.table == own.aggregate.table } }
    }
}
