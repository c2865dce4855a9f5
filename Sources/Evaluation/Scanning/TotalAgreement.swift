// Whether rows that add up others agree with these: each total of a file with the rows since an earlier total, or with
// all of its rows so far.

import Checking
import Columns
import Planning
import Quantities

/// Rows of one group in the order of their file, with a figure for each column that is summed: one array of each kind
/// however many rows there are.
private struct Ledger {
    private(set) var numbers: [Int] = []
    private(set) var isTotal: [Bool] = []
    private var figures: [LedgerFigure] = []
    private(set) var hasTotal = false

    mutating func add(_ number: Int, isTotal: Bool) {
        numbers.append(number)
        self.isTotal.append(isTotal)
        if isTotal { hasTotal = true }
    }

    /// Adds a figure of the row that was added last, one after the other.
    mutating func add(_ figure: LedgerFigure) { figures.append(figure) }

    /// The rows with one of their figures.
    func rows(_ column: Int) -> [(number: Int, isTotal: Bool, figure: LedgerFigure)] {
        let width = figures.count / max(1, numbers.count)
        return numbers.indices.map { (numbers[$0], isTotal[$0], figures[$0 * width + column]) }
    }
}

/// What a cell says of a sum.
private enum LedgerFigure {
    case figure(Figure)
    /// Nothing: it adds nothing, and asks nothing as a total.
    case nothing
    /// A figure that nobody knows.
    case missing
}

extension PlanExecution {
    /// The totals of a table that are not the sums of their parts, or that cannot be held against them, by row and
    /// column. Where it is not known of a row of a file whether it is a total, or of which, that is all that is said of
    /// the file's totals; where rows may be missing, the fault that loses them is.
    func totalFaults(ofTable table: Int) -> [TotalFault] {
        let feed = judgement.feeds[table]
        guard let totals = rules.tables[table].totals, !totals.sums.isEmpty, !feed.losesRows else { return [] }
        let context = PlanningContext(rules: rules)
        var graph = ExpressionGraph(table: table)
        let by = totals.by.map { graph.add(rules.tables[table], $0, context: context) }
        let selecting = by + [graph.add(totals.condition, context: context)]
        let cells = selecting.flatMap { Array(graph.cells(of: $0)) }
        let columns = graph.columns().read.union(totals.sums).union(cells.map(\.column))
        let evaluator = ExpressionEvaluator(graph, lookups: judgement)
        let cut = Set(feed.errors.map(\.file))
        let loader = loader(table)
        var found: [TotalFault] = []
        var file = 0
        var groups: [KeyHash: Ledger] = [:]
        /// Whether the file's rows cannot be told apart, and at which of them that shows.
        var isOpen = false
        var doubtful: Int?
        func finishFile() {
            if !cut.contains(file) {
                if !isOpen {
                    for ledger in groups.values { found += faults(of: ledger, totals, ofTable: table) }
                } else if let doubtful {
                    found.append((doubtful, nil, .uncheckedTotals))
                }
            }
            (groups, isOpen, doubtful) = ([:], false, nil)
        }
        loader.forEachBatch(wanted: rules.tables[table].columns.indices.map { columns.contains($0) }) { batch in
            if loader.file != file {
                finishFile()
                file = loader.file
            }
            evaluator.begin(batch)
            guard !isOpen else { return }
            // That a column is not there is said at the header.
            if cells.contains(where: { batch.lacks($0.column) }) { isOpen = true }
            if let faults = evaluator.faults(cells)?.intersection(batch.ownRows), !faults.isEmpty, !isOpen {
                isOpen = true
                doubtful = (0..<batch.count).first { faults[$0] }.map { batch.firstRow + $0 }
            }
            guard !isOpen else { return }
            let (keys, isKnown) = evaluator.keys(by)
            for row in 0..<batch.count where !(batch.headers?[row] ?? false) {
                groups[keys[row], default: Ledger()].add(batch.firstRow + row, isTotal: !batch.isOwn(row))
                for column in totals.sums { groups[keys[row]]?.add(ledgerFigure(batch, row, column)) }
            }
            keys.deallocate()
            isKnown.deallocate()
        }
        guard !judgement.isStopped else { return [] }
        finishFile()
        return found.sorted { ($0.row, $0.column ?? -1) < ($1.row, $1.column ?? -1) }
    }

    private func ledgerFigure(_ batch: Batch, _ row: Int, _ column: Int) -> LedgerFigure {
        if batch.isFaulty(row, column: column) { return .missing }
        guard case .figure(let figures) = batch.vector(column) else { return .missing }
        let figure = figures[figure: row]
        return figure.isValue ? .figure(figure) : figures.state[row].isNothing ? .nothing : .missing
    }

    /// The faults of a file's totals of one group.
    private func faults(of ledger: Ledger, _ totals: CheckedTotals, ofTable table: Int) -> [TotalFault] {
        guard ledger.hasTotal else { return [] }
        var found: [TotalFault] = []
        for (index, column) in totals.sums.enumerated() {
            let isMoney = rules.tables[table].columns[column].type == .figure(.money)
            let cells = ledger.rows(index)
            let asked = TotalsAsked(totals.areAbove ? cells.reversed() : cells, bareJoins: isMoney)
            guard !asked.wrong.isEmpty || !asked.undecided.isEmpty else { continue }
            // Whoever writes totals on the other side of their parts than is said is told nothing wrong.
            let other = TotalsAsked(totals.areAbove ? cells : cells.reversed(), bareJoins: isMoney)
            for (row, wrong) in asked.wrong where !other.right.contains(row) {
                let first = totals.areAbove ? wrong.last : wrong.first
                found.append((row, column, .totalDisagrees(sum: wrong.sum, parts: wrong.parts, first: first)))
            }
            for (row, undecided) in asked.undecided where !other.right.contains(row) {
                found.append((row, column, .totalUndecided(undecided)))
            }
        }
        return found
    }
}

/// At the cell of a column, or at the whole row.
typealias TotalFault = (row: Int, column: Int?, fault: StructuralFault)

/// The totals among rows of which each comes behind its parts.
private struct TotalsAsked {
    /// The totals that agree with some of the rows that they may add up.
    private(set) var right: Set<Int> = []
    /// Those that agree with none, with what the rows since the total before make, or else all rows so far.
    private(set) var wrong: [Int: Wrong] = [:]
    /// Those that might agree with some, were all of these known.
    private(set) var undecided: [Int: UndecidedTotal] = [:]

    struct Wrong {
        var sum: Figure
        var parts: Int
        /// The first and the last of them, in the order in which they were met.
        var first: Int
        var last: Int
    }

    /// So many earlier totals are tried as the one behind which the parts begin.
    private static let mostStarts = 64

    init(_ rows: [(number: Int, isTotal: Bool, figure: LedgerFigure)], bareJoins: Bool) {
        let nothing = PartialSum(bareJoins: bareJoins)
        var all = nothing
        var current = nothing
        /// The figures of `current`.
        var parts: [(number: Int, figure: Figure)] = []
        /// What stands between earlier totals, the latest last.
        var before: [PartialSum] = []
        for row in rows {
            guard row.isTotal else {
                current.add(row.figure, row.number)
                all.add(row.figure, row.number)
                if case .figure(let figure) = row.figure { parts.append((row.number, figure)) }
                continue
            }
            if case .figure(let total) = row.figure {
                var sums = [current]
                for earlier in before.suffix(Self.mostStarts).reversed() {
                    sums.append(sums[sums.count - 1].joined(earlier))
                }
                sums.append(all)
                let answers = sums.map { $0.answer(to: total) }
                let unknown = answers.firstIndex(of: .unknown)
                if answers.contains(.agrees) || Self.agreesBlockwise(total, parts, bareJoins: bareJoins)
                    || [current, all].contains(where: { $0.isMean(total) })
                {
                    right.insert(row.number)
                } else if let unknown {
                    undecided[row.number] = sums[unknown].undecided(total)
                } else if answers.contains(.disagrees), let sum = (current.isEmpty ? all : current).wrong {
                    wrong[row.number] = sum
                }
            }
            if !current.isEmpty {
                before.append(current)
                if before.count > Self.mostStarts { before.removeFirst() }
                current = nothing
                parts = []
            }
        }
    }

    /// Whether parts are several breakdowns one after the other, each of which makes the total.
    private static func agreesBlockwise(
        _ total: Figure, _ parts: [(number: Int, figure: Figure)], bareJoins: Bool
    ) -> Bool {
        var block = PartialSum(bareJoins: bareJoins)
        var blocks = 0
        for (number, figure) in parts {
            block.add(.figure(figure), number)
            guard block.answer(to: total) == .agrees else { continue }
            block = PartialSum(bareJoins: bareJoins)
            blocks += 1
        }
        return blocks > 1 && (block.isEmpty || block.isZero)
    }
}

/// What some parts make together.
private struct PartialSum {
    private var sum: Accumulator
    private var count = 0
    /// The rows without a known figure: how many, and the first of them that was met.
    private var missing = 0
    private var firstMissing = 0
    private var first = 0
    private var last = 0

    enum Answer { case agrees, disagrees, unknown }

    init(bareJoins: Bool) { sum = Accumulator(bareJoins: bareJoins) }

    /// Whether there is no part.
    var isEmpty: Bool { count == 0 && missing == 0 }

    mutating func add(_ figure: LedgerFigure, _ number: Int) {
        switch figure {
        case .figure(let figure):
            sum.add(.figure(figure), for: .sum)
            if count == 0 { first = number }
            last = number
            count += 1
        case .missing:
            if missing == 0 { firstMissing = number }
            missing += 1
        case .nothing: break
        }
    }

    /// This sum with one that stands before it.
    func joined(_ earlier: PartialSum) -> PartialSum {
        var joined = self
        joined.sum.merge(earlier.sum)
        if earlier.count > 0 { joined.first = earlier.first }
        if count == 0 { joined.last = earlier.last }
        joined.count += earlier.count
        if earlier.missing > 0 { joined.firstMissing = earlier.firstMissing }
        joined.missing += earlier.missing
        return joined
    }

    /// Whether a total agrees with it; `nil` where there are no parts to ask.
    func answer(to total: Figure) -> Answer? {
        guard !isEmpty else { return nil }
        guard missing == 0 else { return .unknown }
        switch agrees(FigureRange(printed: total), sum.range(.sum, areCounts: false)) {
        case true?: return .agrees
        case false?: return .disagrees
        case nil: return .unknown
        }
    }

    /// Whether a total is the mean of the parts, where it and they are rounded as they are printed.
    func isMean(_ total: Figure) -> Bool {
        guard count > 1, missing == 0 else { return false }
        let sums = sum.range(.sum, areCounts: false)
        guard sums.low.isValue, sums.high.isValue else { return false }
        let parts = Figure(whole: count)
        let units: Int128 = total.flags.contains(.ofFives) ? 25 : 5
        let half = Figure(mantissa: units, scale: Int8(clamping: Int(total.scale) + 1), unit: total.unit)
        let below = combine(combine(sums.low, parts, .divide(.right)), total, .subtract)
        let above = combine(total, combine(sums.high, parts, .divide(.right)), .subtract)
        return compare(below, half, .lessOrEqual) == true && compare(above, half, .lessOrEqual) == true
    }

    /// Whether it is nothing or zero.
    var isZero: Bool {
        guard missing == 0, case .figure(let figure) = sum.result(.sum) else { return false }
        return figure.isValue && compare(figure, Figure(whole: 0), .equal) == true
    }

    var wrong: TotalsAsked.Wrong? {
        guard case .figure(let figure) = sum.result(.sum), figure.isValue else { return nil }
        return TotalsAsked.Wrong(sum: figure, parts: count, first: first, last: last)
    }

    /// Why a total cannot be held against it.
    func undecided(_ total: Figure) -> UndecidedTotal {
        guard missing > 0 else { return UndecidedTotal(part: nil, missing: 0, fitting: nil) }
        var fitting: Figure?
        if missing == 1 {
            if count == 0 { fitting = total }
            if count > 0, case .figure(let known) = sum.result(.sum), known.isValue {
                let rest = combine(total, known, .subtract)
                // Less than nothing is hardly meant where the total is not.
                let isOdd =
                    compare(rest, Figure(whole: 0), .less) == true
                    && compare(total, Figure(whole: 0), .less) != true
                fitting = rest.isValue && !isOdd ? rest : nil
            }
        }
        return UndecidedTotal(part: firstMissing, missing: missing, fitting: fitting)
    }
}
