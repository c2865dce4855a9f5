// Which single change of a return would put a broken total right: proposed by arithmetic, decided by judging the
// changed return.

import Checking
import Columns
import Diagnostics
import Evaluation
import Findings
import Planning
import Quantities

/// Finds the corrections of the findings about totals.
final class CorrectionSearch {
    unowned let writer: FindingWriter
    var judgement: Judgement { writer.judgement }
    let trials: ChangeTrials
    /// By table what is asked of each row.
    private var accused: [AccusedColumns: [AccusedCell]] = [:]
    private var texts: [Int: TableTexts] = [:]
    private var confirming: [Int: ConfirmingTotals] = [:]

    /// How many findings of a rule are looked at.
    static let findingLimit = 40
    /// No more corrections of a finding are named: where more fit, none is more likely than the others.
    private static let mostNamed = 3
    /// How many changes are tried for a finding: as many as read so many rows, and no fewer or more than these.
    private static let rowsTried = 100_000
    private static let changesTried = 20...100

    init(in writer: FindingWriter) {
        self.writer = writer
        trials = ChangeTrials(writer.judgement)
    }

    /// Whether a rule's comparisons may be about totals of rows.
    static func isAbout(_ rule: Int, in judgement: Judgement) -> Bool {
        guard let template = judgement.plan.reports[rule], judgement.rules.rules[rule].pairs == nil else {
            return false
        }
        return template.comparisons.joined().contains { comparison in
            !comparison.isNegated && TotalPictures.isAbout(comparison, template)
                && template.graph.nodes.indices.contains { template.graph.isCounted($0) }
        }
    }

    /// By the order of a rule's violations the corrections of some of them.
    func corrections(ofRule rule: Int, _ violations: [RuleViolation]) -> [Int: CorrectionsFound] {
        let outcomes = judgement.board.rules[rule] ?? RuleOutcomes()
        let table = judgement.rules.rules[rule].scope.table
        // By the figures that are stored there is nothing to put right.
        let wanted = violations.filter { $0.waiver == nil && !outcomes.keptByStored.contains($0.subject.row) }
        guard let template = judgement.plan.reports[rule], judgement.rules.rules[rule].pairs == nil, !wanted.isEmpty
        else { return [:] }
        let reported = writer.reportedRows([.rule(rule, wanted)])[table]
        let evaluator = ExpressionEvaluator(template.graph, lookups: judgement)
        RuleMessages.begin(evaluator, wanted, reported)
        var found: [Int: CorrectionsFound] = [:]
        for (index, violation) in wanted.enumerated() where !judgement.isStopped {
            guard let comparison = template.broken(violation.require, evaluator, index),
                let total = TotalAtFault(comparison, template, evaluator, row: index, in: writer),
                total.tables.allSatisfy({ trials.canChange($0) })
            else { continue }
            let asked = JudgedRequire(rule: rule, row: violation.subject.row, require: violation.require)
            let proposer = CorrectionProposals(
                total, template, evaluator, row: index, in: writer, texts: texts(of:_:), accused: accused(of:columns:))
            var proposals = proposer.all()
            // Where another total of the rule is wrong too, a row may be missing, or counted in the wrong one of them.
            if violations.count(where: { $0.require == violation.require }) == 1, outcomes.undecided == 0,
                let stated = statedFigure(total, template, evaluator, index, asked)
            {
                proposals.append(stated)
            }
            let named = tried(proposals, asking: asked, total)
            if !named.isEmpty {
                found[violation.order] = CorrectionsFound(proposals: named, total: total, evaluator: evaluator, index)
            }
        }
        return found
    }

    /// The proposals that put a require right and break nothing: those of one to three cells or rows; none where there
    /// are more, or where not all could be tried.
    private func tried(_ proposals: [Proposal], asking asked: JudgedRequire, _ total: TotalAtFault) -> [Proposal] {
        guard let table = total.tables.min(), let before = trials.unchanged(table)?.outcome else { return [] }
        let wanted = Self.rowsTried / max(1, trials.rowCount(changing: table))
        let most = min(max(wanted, Self.changesTried.lowerBound), Self.changesTried.upperBound)
        var right: [Proposal] = []
        var places: Set<Proposal.Place> = []
        var failed = Double.infinity
        var count = 0
        // What arithmetic brings less near than what was too far away is too far away.
        let ordered = proposals.enumerated().sorted { ($0.element.gap, $0.offset) < ($1.element.gap, $1.offset) }
        for (_, proposal) in ordered where proposal.gap < failed {
            guard count < most, !trials.isSpent, !judgement.isStopped else { return [] }
            count += 1
            guard let outcome = trials.outcome(of: proposal.change, asking: asked) else { continue }
            guard outcome.holds(asked) else {
                if proposal.isExact, proposal.gap > 0, !outcome.mended(since: before).contains(asked) {
                    failed = proposal.gap
                }
                continue
            }
            guard let known = trials.unchanged(proposal.change.table)?.outcome,
                trials.breaksNothing(outcome, changing: proposal.change.table)
            else { continue }
            if case .misplaced = proposal.reason, outcome.mended(since: known).count < 2 { continue }
            right.append(proposal)
            places.insert(proposal.place)
            if places.count > Self.mostNamed { return [] }
        }
        return right
    }

    /// The stated figure as its parts make it, where another total confirms these.
    private func statedFigure(
        _ total: TotalAtFault, _ template: FindingTemplate, _ evaluator: ExpressionEvaluator, _ index: Int,
        _ asked: JudgedRequire
    ) -> Proposal? {
        guard let node = total.statedNode, case .column(let cell) = template.graph.nodes[node].kind, cell.source == 0,
            let row = asked.row, case .rows(let table, _, _) = judgement.rules.rules[asked.rule].scope,
            trials.canChange(table), case .text(let printed) = evaluator.value(node, row: index),
            case .text(let sum) = evaluator.value(total.totalNode, row: index)
        else { return nil }
        let text = total.timesStated.flatMap { DigitSlip.text(printed, times: $0) } ?? sum
        guard text != printed, let parts = total.tables.first, total.tables.count == 1,
            confirmingTotals(of: parts).confirm(total, besides: asked)
        else { return nil }
        return Proposal(
            change: RowChange(table: table, row: row, .cell(column: cell.column, text: text)), reason: .stated, gap: 0)
    }

    private struct AccusedColumns: Hashable {
        var table: Int
        var columns: Set<Int>
    }

    private func accused(of table: Int, columns: Set<Int>) -> [AccusedCell] {
        let asked = AccusedColumns(table: table, columns: columns)
        if let known = accused[asked] { return known }
        let found = trials.unchanged(table).map {
            AccusedCells(of: table, columns: columns, in: $0.judgement).find()
        }
        accused[asked] = found ?? []
        return found ?? []
    }

    /// What the cells of a small table say. `numbers` are those of the rows that are the table's.
    private func texts(of table: Int, _ numbers: [Int]) -> TableTexts {
        if let known = texts[table] { return known }
        let all = TableTexts(numbers, table: table, in: writer)
        texts[table] = all
        return all
    }

    /// The totals that may confirm parts in a table.
    private func confirmingTotals(of table: Int) -> ConfirmingTotals {
        if let known = confirming[table] { return known }
        let all = ConfirmingTotals(of: table, trials: trials, in: writer)
        confirming[table] = all
        return all
    }
}

/// The changes that put a finding right.
struct CorrectionsFound {
    var proposals: [Proposal]
    var total: TotalAtFault
    /// The values of the finding's row, as words show them.
    var stated: String
    var isCount: Bool

    init(proposals: [Proposal], total: TotalAtFault, evaluator: ExpressionEvaluator, _ index: Int) {
        self.proposals = proposals
        self.total = total
        stated = total.statedNode.map { evaluator.value($0, row: index).words } ?? ""
        isCount = total.terms.count == 1 && total.terms[0].use.aggregate.function == .count
    }
}
