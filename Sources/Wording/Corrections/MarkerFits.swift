// With which value a total would agree that is not known for one marker alone, such as TBC.

import Checking
import Columns
import Diagnostics
import Evaluation
import Findings
import Planning
import Quantities

extension CorrectionSearch {
    /// How many undecided rows of a rule are looked at, and how many values are named.
    private static let undecidedLimit = 20
    private static let valuesNamed = 3

    /// The values with which totals of a rule would agree that are undecided, each for want of one.
    func fits(ofRule rule: Int) -> [String] {
        guard let counts = judgement.board.rules[rule],
            counts.undecidedBy.rows.contains(where: { $0.key.cause == .counted }),
            let table = countedTables(rule).min(), trials.canChange(table),
            let undecided = trials.outcomes(ofRule: rule, changing: table)?.undecided
        else { return [] }
        let found = fits(ofRule: rule, Array(undecided.prefix(Self.undecidedLimit)))
        return found.sorted { $0.key < $1.key }.prefix(Self.valuesNamed).map(\.value)
    }

    /// The same by the index of some rows or groups.
    func fits(ofRule rule: Int, _ subjects: [RuleSubject]) -> [Int: String] {
        guard let template = judgement.plan.reports[rule], judgement.rules.rules[rule].pairs == nil, !subjects.isEmpty,
            countedTables(rule).contains(where: { trials.canChange($0) })
        else { return [:] }
        let violations = subjects.map { RuleViolation(subject: $0) }
        let reported = writer.reportedRows([.rule(rule, violations)])[judgement.rules.rules[rule].scope.table]
        let evaluator = ExpressionEvaluator(template.graph, lookups: judgement)
        RuleMessages.begin(evaluator, violations, reported)
        var found: [Int: String] = [:]
        for (index, subject) in subjects.enumerated() where !judgement.isStopped {
            for require in template.comparisons.indices where found[index] == nil {
                found[index] =
                    template.comparisons[require].lazy.compactMap { comparison in
                        MarkerFit(comparison, template, evaluator, row: index, in: self.writer)
                    }.compactMap { fit in
                        self.words(of: fit, asking: JudgedRequire(rule: rule, row: subject.row, require: require))
                    }.first
            }
        }
        return found
    }

    private func countedTables(_ rule: Int) -> [Int] {
        judgement.plan.reports[rule]?.graph.aggregates.map(\.aggregate.table) ?? []
    }

    /// `nil` where the rule does not hold with the value, or something else is broken by it.
    private func words(of fit: MarkerFit, asking asked: JudgedRequire) -> String? {
        guard trials.canChange(fit.change.table),
            let outcome = trials.outcome(of: fit.change, asking: asked), outcome.holds(asked),
            trials.breaksNothing(outcome, changing: fit.change.table),
            case .cell(let column, let text) = fit.change.kind
        else { return nil }
        let table = fit.change.table
        let rows = ReportedRows(everyColumnOf: [fit.change.row], table: table, in: writer)
        guard let row = rows[fit.change.row] else { return nil }
        let cell = rows.cell(row, column)
        // A blank asks nothing, and what cannot be read is a finding of its own.
        guard !cell.isEmpty, !(rows.store.columns[column]?.isFaulty(Int(row.position)) ?? true) else { return nil }
        let key = judgement.key(of: row, in: rows, table: table)
        let name = judgement.keyText(key, row: row, in: rows)
        let title = rows.title(column) ?? judgement.rules.tables[table].columns[column].name
        return "with \(text) as “\(title)” of \(name), which is \(cut(oneLine(cell), to: 60))"
    }
}

/// The value of the one part that is missing from a sum, for which the sum would be what is stated.
private struct MarkerFit {
    let change: RowChange

    /// `nil` for a comparison that is known, or lacks more than one part of one sum.
    init?(
        _ comparison: FindingTemplate.Comparison, _ template: FindingTemplate, _ evaluator: ExpressionEvaluator,
        row index: Int, in writer: FindingWriter
    ) {
        let graph = template.graph
        func truth(_ node: NodeID) -> Bool? {
            let truths = evaluator.truths(node)
            return truths.isTrue(index) ? true : truths.isFalse(index) ? false : nil
        }
        func figure(_ node: NodeID) -> Figure? {
            guard case .figure(let figures) = evaluator.value(node), figures.state[index] == .value else { return nil }
            return figures[figure: index]
        }
        guard !comparison.isNegated, truth(comparison.truth) == nil,
            let compared = ComparedTotal(comparison, in: graph, truth), case .sum(let terms) = compared.total.form,
            TotalAtFault.nearness(of: comparison, compared, graph) != nil
        else { return nil }
        let stated: Figure?
        switch compared.stated {
        case .node(let node, _): stated = figure(node)
        case .figure(let figure): stated = figure
        }
        guard var rest = stated else { return nil }
        var open: (use: AggregateLookup, row: Int, isSubtracted: Bool, mayBeNegative: Bool)?
        for term in terms {
            if let known = figure(term.node) {
                rest = combine(rest, known, term.isSubtracted ? .add : .subtract)
                continue
            }
            guard open == nil, case .aggregate(let use) = graph.nodes[term.node].kind, graph.isCounted(term.node),
                writer.judgement.feeds[use.aggregate.table].rowCount <= ChangeTrials.rowLimit,
                let rows = AggregateRows(use, evaluator: evaluator, in: writer).parts(by: template.by, outside: index),
                rows.missing.count == 1
            else { return nil }
            for row in rows.rows where rows.isCounted[row] {
                guard let part = rows.figures[row] else { continue }
                rest = combine(rest, part, term.isSubtracted ? .add : .subtract)
            }
            let isBelow = { (figure: Figure) in compare(figure, Figure(whole: 0), .less) == true }
            let mayBeNegative = stated.map(isBelow) ?? false || rows.figures.contains { $0.map(isBelow) ?? false }
            open = (use, rows.missing[0], term.isSubtracted, mayBeNegative)
        }
        guard let open, let column = open.use.aggregate.value?.ownColumn else { return nil }
        if open.isSubtracted { rest = combine(Figure(whole: 0), rest, .subtract) }
        // Less than nothing is hardly meant where nothing else is.
        guard rest.isValue, open.mayBeNegative || compare(rest, Figure(whole: 0), .less) != true else { return nil }
        change = RowChange(
            table: open.use.aggregate.table, row: open.row, .cell(column: column, text: text(of: rest)))
    }
}
