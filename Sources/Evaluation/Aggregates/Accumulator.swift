// The aggregated state of some counted rows.

import Checking
import Columns
import Quantities

/// One row's contribution.
enum Contribution {
    case row
    case figure(Figure)
    /// A code; for a date with how it was written.
    case code(Int64, DateGrain)
    case key(KeyHash)
    case truth(Bool)
    /// A row of which one is picked.
    case picked(PickedRow)
    /// The number and the text of a row that is listed.
    case listed(Int, [UInt8])
    /// A missing value: in a total a faulty cell or a marker of a missing value; in a minimum or maximum a value that
    /// is unknown only because a bound alone is known.
    case missing
}

/// The value of an aggregate.
enum AggregateResult {
    case figure(Figure)
    case code(Int64, DateGrain)
    case truth(Bool)
    case picked(PickedValue)
    case unknown
}

/// The running state of one group.
struct Accumulator {
    private(set) var count = 0
    private var sum: FigureSum
    /// How many values are missing.
    private var missing = 0
    private let bareJoins: Bool
    private var range: RangeSum?
    /// How many figures of the sum are counts without the `exact` flag: each widens the range by half of one to either
    /// side.
    private var looseCounts = 0
    /// The least scale of the sum's figures, if none of them is approximate or rounded to fives: then none stands for
    /// more than one unit of that scale.
    private var leastScale = Int.max
    private var isApproximate = false
    private var extreme: FigureExtreme?
    private var code: (value: Int64, grain: DateGrain)?
    private var picked: PickedRow?
    private var listed = ListedTexts()
    private var distinct: Set<KeyHash> = []
    /// The figures of a quantile: of several groups a list for each.
    private var lists: [FigureQuantile] = []
    /// The number of different keys, where they were counted elsewhere.
    private var countedDistinct: Int?
    private var trueCount = 0
    private var falseCount = 0

    /// `bareJoins` as in `FigureSum`.
    init(bareJoins: Bool) {
        self.bareJoins = bareJoins
        sum = FigureSum(bareJoins: bareJoins)
    }

    /// A state with this many different keys, which must not be merged.
    init(distinctCount: Int) {
        self.init(bareJoins: false)
        countedDistinct = distinctCount
    }

    /// A state of this many rows, of which nothing else is needed.
    init(rows: Int) {
        self.init(bareJoins: false)
        count = rows
        trueCount = rows
    }

    /// How many different keys there are.
    var distinctCount: Int { countedDistinct ?? distinct.count }

    /// How many different keys some states have together, the largest of them last.
    static func distinctCount(of states: [Accumulator]) -> Int {
        var count = states.last?.distinctCount ?? 0
        for (index, state) in states.dropLast().enumerated() {
            count += state.distinct.count { key in !states[(index + 1)...].contains { $0.distinct.contains(key) } }
        }
        return count
    }

    mutating func add(_ contribution: Contribution, for function: AggregateKind) {
        count += 1
        switch (function, contribution) {
        case (.sum, .figure(let figure)), (.mean, .figure(let figure)):
            sum.add(figure)
            if range == nil { range = RangeSum() }
            range?.add(FigureRange(printed: figure))
            leastScale = Swift.min(leastScale, Int(figure.scale))
            if !figure.flags.isDisjoint(with: [.approximate, .ofFives]) { isApproximate = true }
            if figure.isCount, !figure.flags.contains(.exact) { looseCounts += 1 }
        case (.quantile, .figure(let figure)):
            if lists.isEmpty { lists.append(FigureQuantile(bareJoins: bareJoins)) }
            lists[0].add(figure)
        case (.min, .figure(let figure)):
            if extreme == nil { extreme = FigureExtreme(wantsLargest: false, bareJoins: bareJoins) }
            extreme?.add(figure)
        case (.max, .figure(let figure)):
            if extreme == nil { extreme = FigureExtreme(wantsLargest: true, bareJoins: bareJoins) }
            extreme?.add(figure)
        case (_, .missing): missing += 1
        case (.min, .code(let value, let grain)), (.max, .code(let value, let grain)):
            meet(value, grain, wantsLargest: function == .max)
        case (_, .picked(let row)): pick(row, function)
        case (_, .listed(let number, let text)): listed.add(number) { text }
        case (.countDistinct, .key(let key)): distinct.insert(key)
        case (_, .truth(let truth)): if truth { trueCount += 1 } else { falseCount += 1 }
        default: break
        }
    }

    /// Takes a row out of a number of rows.
    mutating func removeRow() {
        count -= 1
        trueCount -= 1
    }

    mutating func merge(_ other: Accumulator) {
        count += other.count
        looseCounts += other.looseCounts
        leastScale = Swift.min(leastScale, other.leastScale)
        isApproximate = isApproximate || other.isApproximate
        sum.merge(other.sum)
        missing += other.missing
        if let theirs = other.range {
            if range == nil { range = theirs } else { range?.merge(theirs) }
        }
        if let theirs = other.extreme {
            if extreme == nil { extreme = theirs } else { extreme?.merge(theirs) }
        }
        distinct.formUnion(other.distinct)
        lists += other.lists
        listed.merge(other.listed)
        trueCount += other.trueCount
        falseCount += other.falseCount
    }

    /// Makes one list of the figures of a quantile, in their order.
    mutating func sort() {
        guard var all = lists.first else { return }
        for list in lists.dropFirst() { all.merge(list) }
        all.sort()
        lists = [all]
    }

    /// Counts a row, which is made where it is picked.
    mutating func pick(_ order: OrderValue, _ number: Int, _ function: AggregateKind, value: () -> PickedValue) {
        count += 1
        guard picked?.givesWay(to: order, number, function) ?? true else { return }
        picked = PickedRow(order, number, value())
    }

    /// Counts a row, whose text is made where it is listed.
    mutating func list(_ number: Int, text: () -> [UInt8]) {
        count += 1
        listed.add(number, text: text)
    }

    private mutating func pick(_ row: PickedRow, _ function: AggregateKind) {
        if picked?.givesWay(to: row.order, row.number, function) ?? true { picked = row }
    }

    mutating func merge(_ other: Accumulator, for function: AggregateKind) {
        merge(other)
        if let theirs = other.picked { pick(theirs, function) }
        if let theirs = other.code { meet(theirs.value, theirs.grain, wantsLargest: function == .max) }
    }

    /// Adds a date or the like: of equal ones the most precisely written is kept, whatever the order.
    private mutating func meet(_ value: Int64, _ grain: DateGrain, wantsLargest: Bool) {
        guard let mine = code else {
            code = (value, grain)
            return
        }
        if value == mine.value ? grain.rawValue < mine.grain.rawValue : (value > mine.value) == wantsLargest {
            code = (value, grain)
        }
    }

    func result(_ function: AggregateKind) -> AggregateResult {
        switch function {
        case .count: .figure(Figure(whole: count))
        case .countDistinct: .figure(Figure(whole: distinctCount))
        case .sum: missing > 0 ? .unknown : .figure(sum.result)
        case .mean: missing > 0 ? .unknown : .figure(sum.mean)
        case .quantile(let share): .figure(missing > 0 ? .unknown : FigureQuantile.quantile(share, of: lists))
        case .min, .max:
            if missing > 0 {
                .unknown
            } else if let code {
                .code(code.value, code.grain)
            } else if let extreme {
                .figure(extreme.result)
            } else {
                .unknown
            }
        case .first, .last: picked.map { .picked($0.value) } ?? .unknown
        case .list: .picked(.text(listed.words))
        case .any: .truth(trueCount > 0)
        case .all: .truth(falseCount == 0)
        }
    }

    /// The interval that the total or the mean may stand for; among counts each figure stands for itself.
    func range(_ function: AggregateKind, areCounts: Bool) -> FigureRange {
        guard let range else { return FigureRange(printed: missing > 0 ? .unknown : Figure(whole: 0)) }
        guard missing == 0, sum.result.isValue else { return FigureRange(printed: .unknown) }
        let found = function == .mean ? range.mean : range.result
        guard found.isValue else {
            // The ends have more digits than fit, the total has not.
            return isApproximate
                ? .unknown
                : FigureRange(
                    around: function == .mean ? sum.mean : sum.result, within: function == .mean ? 1 : count,
                    scale: leastScale)
        }
        guard areCounts, looseCounts > 0, count > 0 else { return found }
        var margin = Figure(mantissa: Int128(looseCounts) * 5, scale: 1, unit: .none)
        if function == .mean { margin = combine(margin, Figure(whole: count), .divide(.right)) }
        return FigureRange(low: combine(found.low, margin, .add), high: combine(found.high, margin, .subtract))
    }
}
