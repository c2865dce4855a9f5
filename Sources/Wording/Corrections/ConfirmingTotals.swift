// Totals that agree with what is stated of them: where they say of all rows of another total whether they count, it is
// what is stated there that is wrong.

import Checking
import Columns
import Diagnostics
import Evaluation
import Planning
import Quantities

/// The totals over the rows of one small table that agree, with the rows that each of them speaks of.
struct ConfirmingTotals {
    private struct Confirming {
        var rule: Int
        var row: Int?
        var meaning: TotalMeaning
        var isShared: [Bool]
    }

    private var totals: [Confirming] = []
    private let table: Int

    /// How many totals are looked at: as many as speak of so many rows, and no more than these.
    private static let mostTotals = 200
    private static let mostRows = 500_000

    init(of table: Int, trials: ChangeTrials, in writer: FindingWriter) {
        self.table = table
        let judgement = writer.judgement
        var left = min(Self.mostTotals, Self.mostRows / max(1, judgement.feeds[table].rowCount))
        for rule in judgement.rules.rules.indices where CorrectionSearch.isAbout(rule, in: judgement) {
            take(rule, trials, writer, &left)
        }
    }

    private mutating func take(_ rule: Int, _ trials: ChangeTrials, _ writer: FindingWriter, _ left: inout Int) {
        let judgement = writer.judgement
        guard let template = judgement.plan.reports[rule],
            template.graph.aggregates.contains(where: { $0.aggregate.table == table }),
            let outcome = trials.outcomes(ofRule: rule, changing: table)
        else { return }
        let subjects = outcome.passing.prefix(left)
        guard !subjects.isEmpty else { return }
        left -= subjects.count
        let violations = subjects.map { RuleViolation(subject: $0) }
        let reported = writer.reportedRows([.rule(rule, violations)])[judgement.rules.rules[rule].scope.table]
        let evaluator = ExpressionEvaluator(template.graph, lookups: judgement)
        RuleMessages.begin(evaluator, violations, reported)
        for (index, violation) in violations.enumerated() {
            for comparison in template.comparisons.joined() where evaluator.truths(comparison.truth).isTrue(index) {
                guard let total = TotalAtFault(comparison, template, evaluator, row: index, in: writer),
                    total.statedNode != nil, total.isOfRowsAlone
                else { continue }
                for term in total.terms where term.side == .sum && term.use.aggregate.table == table {
                    totals.append(
                        Confirming(
                            rule: rule, row: violation.subject.row, meaning: TotalMeaning(term.use.aggregate),
                            isShared: term.rows.isShared))
                }
            }
        }
    }

    /// Whether other totals say of each row of a total's terms whether it counts, or how much it adds.
    func confirm(_ total: TotalAtFault, besides asked: JudgedRequire) -> Bool {
        // A total without parts says nothing that others could confirm.
        guard total.isOfRowsAlone, total.terms.allSatisfy({ $0.rows.isCounted.contains(true) }) else { return false }
        return total.terms.allSatisfy { term in
            let meaning = TotalMeaning(term.use.aggregate)
            let others = totals.filter { $0.meaning == meaning && ($0.rule != asked.rule || $0.row != asked.row) }
            return term.rows.rows.allSatisfy { row in
                !term.rows.isShared[row] || others.contains { $0.isShared[row] }
            }
        }
    }
}

/// What an aggregate asks of its rows but for what these have in common with a row of the rule.
private struct TotalMeaning: Equatable {
    private let function: AggregateKind
    private let value: String?
    private let conditions: Set<String>

    init(_ aggregate: CountedAggregate) {
        func words(_ expression: TypedExpression) -> String { oneLine(expression.span.text).collapsed }
        function = aggregate.function
        value = aggregate.value.map(words)
        conditions = Set(
            aggregate.parts.compactMap { part in
                if case .inner(let test) = part.test { words(test) } else { nil }
            })
    }
}
