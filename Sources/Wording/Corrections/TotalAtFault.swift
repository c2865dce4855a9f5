// A stated figure that does not agree with a count, sum or share of rows, as arithmetic: which changes of the rows
// would bring the two together.

import Catalog
import Checking
import Columns
import Evaluation
import Findings
import Planning
import Quantities

/// The two sides of a broken comparison for one row, where one of them counts or adds up rows.
///
/// Its figures are approximate: they only say which changes are worth trying. What a change comes to is decided by
/// judging the changed return.
struct TotalAtFault {
    /// An aggregate within the total.
    struct Term {
        enum Side { case sum, part, whole }

        var use: AggregateLookup
        var isSubtracted: Bool
        var side: Side
        var rows: PartRows

        /// What a row adds while it counts.
        func amount(of row: Int) -> Double { use.aggregate.function == .count ? 1 : rows.amounts[row] }
    }

    /// How near the two sides must be.
    enum Nearness {
        case equal
        /// As near as the digits that are printed.
        case printed
        case within(Double)
    }

    /// The node of what is stated; `nil` for a figure of the rule itself.
    let statedNode: NodeID?
    let totalNode: NodeID
    let nearness: Nearness
    let terms: [Term]
    private let stated: Double
    private let total: Double
    /// Whether nothing but counted rows make it up.
    let isOfRowsAlone: Bool
    /// The part and the whole of a share, and how many times their quotient the share is.
    private let share: (part: Double, whole: Double, factor: Double)?

    /// `nil` for a comparison that is about no total of rows, of rows of a table with too many of them, or of which a
    /// side is not known.
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
        guard !comparison.isNegated, let compared = ComparedTotal(comparison, in: graph, truth),
            let nearness = Self.nearness(of: comparison, compared, graph), let sum = figure(compared.total.node)
        else { return nil }
        let given: Figure?
        switch compared.stated {
        case .node(let node, _): (statedNode, given) = (node, figure(node))
        case .figure(let figure): (statedNode, given) = (nil, figure)
        }
        guard let given, let stated = (given.onAxis(of: sum.unit) ?? given).approximation,
            let total = sum.approximation
        else { return nil }
        totalNode = compared.total.node
        (self.nearness, self.stated, self.total) = (nearness, stated, total)
        var terms: [Term] = []
        var operands = 0
        var isLarge = false
        func add(_ node: NodeID, _ side: Term.Side, isSubtracted: Bool = false) {
            guard case .aggregate(let use) = graph.nodes[node].kind, graph.isCounted(node) else { return }
            guard writer.judgement.feeds[use.aggregate.table].rowCount <= ChangeTrials.rowLimit else {
                isLarge = true
                return
            }
            guard let rows = AggregateRows(use, evaluator: evaluator, in: writer).parts(by: template.by, outside: index)
            else { return }
            terms.append(Term(use: use, isSubtracted: isSubtracted, side: side, rows: rows))
        }
        switch compared.total.form {
        case .sum(let parts):
            share = nil
            operands = parts.count
            for part in parts { add(part.node, .sum, isSubtracted: part.isSubtracted) }
        case .share(let part, let whole):
            guard let one = figure(part), let other = figure(whole), let partFigure = one.approximation,
                let wholeFigure = (other.onAxis(of: one.unit) ?? other).approximation, wholeFigure != 0
            else { return nil }
            let quotient = partFigure / wholeFigure
            share = (partFigure, wholeFigure, quotient == 0 ? (sum.unit == .percent ? 100 : 1) : total / quotient)
            for (node, side) in [(part, Term.Side.part), (whole, .whole)] {
                operands += 1
                guard let inner = TotalTerms(node, in: graph, truth), case .sum(let parts) = inner.form else {
                    continue
                }
                operands += parts.count - 1
                for part in parts { add(part.node, side, isSubtracted: part.isSubtracted) }
            }
        }
        guard !terms.isEmpty, !isLarge else { return nil }
        self.terms = terms
        isOfRowsAlone = terms.count == operands
    }

    /// `nil` for comparisons that do not ask for one figure.
    static func nearness(
        of comparison: FindingTemplate.Comparison, _ compared: ComparedTotal, _ graph: ExpressionGraph
    ) -> Nearness? {
        if let allowed = compared.allowed {
            guard let most = allowed.approximation,
                case .compareFigures(let order, let left, _) = graph.nodes[comparison.truth].kind
            else { return nil }
            let isLeft = if case .literal = graph.nodes[left].kind { false } else { true }
            switch isLeft ? order : order.mirrored {
            case .less, .lessOrEqual: return .within(most)
            default: return nil
            }
        }
        switch graph.nodes[comparison.truth].kind {
        case .compareFigures(.equal, _, _): return .equal
        case .agrees: return .printed
        default: return nil
        }
    }

    // MARK: Changes

    /// How many times what is stated the total is; `nil` where what is stated is nought, or they differ in their sign.
    var timesStated: Double? { stated != 0 && total / stated > 0 ? total / stated : nil }

    /// How far the sides are apart.
    var gap: Double { abs(stated - total) }

    /// How far they would be apart, were each term larger by some amount; `nil` where the total would be unknown.
    func gap(_ changes: [Double]) -> Double? {
        var added = (sum: 0.0, part: 0.0, whole: 0.0)
        for (term, change) in zip(terms, changes) {
            let change = term.isSubtracted ? -change : change
            switch term.side {
            case .sum: added.sum += change
            case .part: added.part += change
            case .whole: added.whole += change
            }
        }
        guard let share else { return abs(stated - total - added.sum) }
        let whole = share.whole + added.whole
        return whole == 0 ? nil : abs(stated - share.factor * (share.part + added.part) / whole)
    }

    /// The gap that some changes leave, where it may be small enough.
    func fittingGap(_ changes: [Double]) -> Double? {
        guard changes.contains(where: { $0 != 0 }), let left = gap(changes) else { return nil }
        let scale = 1e-9 * max(1, abs(stated), abs(total))
        switch nearness {
        case .equal: return left <= scale ? left : nil
        case .printed: return left < gap ? left : nil
        case .within(let most): return left <= most + scale ? left : nil
        }
    }

    /// How much larger each term were without a row.
    func changesWithout(_ row: Int, table: Int) -> [Double] {
        terms.map { $0.use.aggregate.table == table && $0.rows.isCounted[row] ? -$0.amount(of: row) : 0 }
    }

    /// Whether it may fit that a row counts in other terms than it does: each of those of its table is either as it is
    /// or otherwise.
    func mayFitCounting(_ row: Int, table: Int) -> Double? {
        if terms.count == 1, terms[0].use.aggregate.table == table {
            let amount = terms[0].amount(of: row)
            return amount == 0 ? nil : fittingGap([terms[0].rows.isCounted[row] ? -amount : amount])
        }
        let open = terms.indices.filter { terms[$0].use.aggregate.table == table }
        guard open.count <= 4 else { return nil }
        var best: Double?
        for choice in 1..<1 << open.count {
            var changes = [Double](repeating: 0, count: terms.count)
            for (bit, index) in open.enumerated() where choice >> bit & 1 == 1 {
                let amount = terms[index].amount(of: row)
                changes[index] = terms[index].rows.isCounted[row] ? -amount : amount
            }
            if let left = fittingGap(changes) { best = min(best ?? left, left) }
        }
        return best
    }

    /// The tables whose rows are counted.
    var tables: Set<Int> { Set(terms.map(\.use.aggregate.table)) }
}
