// Whether rows that add up others agree with these: each total of a file with the rows since an earlier total, or with
// all of its rows so far.

import Checking
import Columns
import Planning
import Quantities

/// A row of a table in whose files totals stand.
private struct LedgerRow {
    let number: Int
    let isTotal: Bool
    /// One for each column that is summed.
    let figures: [LedgerFigure]
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
    /// The totals of a table that are not the sums of their parts, by row and column. Where it is not known of a row of
    /// a file whether it is a total, or of which, or rows may be missing, nothing is said of the file's totals.
    func totalFaults(ofTable table: Int) -> [(row: Int, column: Int, fault: StructuralFault)] {
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
        var found: [(row: Int, column: Int, fault: StructuralFault)] = []
        var file = 0
        var groups: [KeyHash: [LedgerRow]] = [:]
        var isOpen = false
        func finishFile() {
            if !isOpen, !cut.contains(file) {
                for rows in groups.values { found += faults(of: rows, totals, ofTable: table) }
            }
            (groups, isOpen) = ([:], false)
        }
        loader.forEachBatch(wanted: rules.tables[table].columns.indices.map { columns.contains($0) }) { batch in
            if loader.file != file {
                finishFile()
                file = loader.file
            }
            evaluator.begin(batch)
            let faults = evaluator.faults(cells)?.intersection(batch.ownRows)
            if faults?.isEmpty == false || cells.contains(where: { batch.lacks($0.column) }) { isOpen = true }
            guard !isOpen else { return }
            let (keys, isKnown) = evaluator.keys(by)
            for row in 0..<batch.count where !(batch.headers?[row] ?? false) {
                let figures = totals.sums.map { ledgerFigure(batch, row, $0) }
                groups[keys[row], default: []]
                    .append(LedgerRow(number: batch.firstRow + row, isTotal: !batch.isOwn(row), figures: figures))
            }
            keys.deallocate()
            isKnown.deallocate()
        }
        guard !judgement.isStopped else { return [] }
        finishFile()
        return found.sorted { ($0.row, $0.column) < ($1.row, $1.column) }
    }

    private func ledgerFigure(_ batch: Batch, _ row: Int, _ column: Int) -> LedgerFigure {
        if batch.isFaulty(row, column: column) { return .missing }
        guard case .figure(let figures) = batch.vector(column) else { return .missing }
        let figure = figures[figure: row]
        return figure.isValue ? .figure(figure) : figures.state[row].isNothing ? .nothing : .missing
    }

    /// The faults of a file's totals of one group, whose rows are given in the file's order.
    private func faults(
        of rows: [LedgerRow], _ totals: CheckedTotals, ofTable table: Int
    ) -> [(row: Int, column: Int, fault: StructuralFault)] {
        guard rows.contains(where: \.isTotal) else { return [] }
        var found: [(row: Int, column: Int, fault: StructuralFault)] = []
        for (index, column) in totals.sums.enumerated() {
            let isMoney = rules.tables[table].columns[column].type == .figure(.money)
            let cells = rows.map { (number: $0.number, isTotal: $0.isTotal, figure: $0.figures[index]) }
            let asked = TotalsAsked(totals.areAbove ? cells.reversed() : cells, bareJoins: isMoney)
            guard !asked.wrong.isEmpty else { continue }
            // Whoever writes totals on the other side of their parts than is said is told nothing wrong.
            let other = TotalsAsked(totals.areAbove ? cells : cells.reversed(), bareJoins: isMoney)
            for (row, wrong) in asked.wrong where !other.right.contains(row) {
                let first = totals.areAbove ? wrong.last : wrong.first
                found.append((row, column, .totalDisagrees(sum: wrong.sum, parts: wrong.parts, first: first)))
            }
        }
        return found
    }
}

/// The totals among rows of which each comes behind its parts.
private struct TotalsAsked {
    /// The totals that agree with some of the rows that they may add up.
    private(set) var right: Set<Int> = []
    /// Those that agree with none, with what the rows since the total before make, or else all rows so far.
    private(set) var wrong: [Int: Wrong] = [:]

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
                let answers = sums.compactMap { $0.answer(to: total) }
                if answers.contains(.agrees) || Self.agreesBlockwise(total, parts, bareJoins: bareJoins)
                    || [current, all].contains(where: { $0.isMean(total) })
                {
                    right.insert(row.number)
                } else if !answers.isEmpty, !answers.contains(.unknown),
                    let sum = (current.isEmpty ? all : current).wrong
                {
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
    private var hasMissing = false
    private var first = 0
    private var last = 0

    enum Answer { case agrees, disagrees, unknown }

    init(bareJoins: Bool) { sum = Accumulator(bareJoins: bareJoins) }

    /// Whether there is no part.
    var isEmpty: Bool { count == 0 && !hasMissing }

    mutating func add(_ figure: LedgerFigure, _ number: Int) {
        switch figure {
        case .figure(let figure):
            sum.add(.figure(figure), for: .sum)
            if count == 0 { first = number }
            last = number
            count += 1
        case .missing: hasMissing = true
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
        joined.hasMissing = hasMissing || earlier.hasMissing
        return joined
    }

    /// Whether a total agrees with it; `nil` where there are no parts to ask.
    func answer(to total: Figure) -> Answer? {
        guard !isEmpty else { return nil }
        guard !hasMissing else { return .unknown }
        switch agrees(FigureRange(printed: total), sum.range(.sum, areCounts: false)) {
        case true?: return .agrees
        case false?: return .disagrees
        case nil: return .unknown
        }
    }

    /// Whether a total is the mean of the parts, rounded as it is printed.
    func isMean(_ total: Figure) -> Bool {
        guard count > 1, !hasMissing, case .figure(let mean) = sum.result(.mean), mean.isValue else { return false }
        let units: Int128 = total.flags.contains(.ofFives) ? 25 : 5
        let half = Figure(mantissa: units, scale: Int8(clamping: Int(total.scale) + 1), unit: total.unit)
        let distance = combine(mean, total, .subtract)
        guard distance.isValue else { return false }
        return compare(distance, half, .lessOrEqual) == true
            && compare(combine(total, mean, .subtract), half, .lessOrEqual) == true
    }

    /// Whether it is nothing or zero.
    var isZero: Bool {
        guard !hasMissing, case .figure(let figure) = sum.result(.sum) else { return false }
        return figure.isValue && compare(figure, Figure(whole: 0), .equal) == true
    }

    var wrong: TotalsAsked.Wrong? {
        guard case .figure(let figure) = sum.result(.sum), figure.isValue else { return nil }
        return TotalsAsked.Wrong(sum: figure, parts: count, first: first, last: last)
    }
}
