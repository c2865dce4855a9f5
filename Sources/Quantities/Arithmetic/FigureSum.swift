// Exact totals and means of any number of figures, in any order and split in any way.

/// A running total of figures. Unknown figures are left out. The result depends on what was added, never on the order
/// or on how parts were merged. Words, and figures whose units differ, make it unknown until they are removed again. So
/// do numbers without a unit beside a unit, unless `bareJoins`: 52 and 2% are not 54%. A 0 without a unit fits any
/// unit. Lengths of time that convert have a total in the finest of their units: 5 days and 1 week are 12 days.
package struct FigureSum: Sendable {
    /// All figures that are no lengths of time.
    private var plain: UnitSum
    /// Lengths of time, by unit in no order; seldom more than one.
    private var times: [(unit: Unit, sum: UnitSum)] = []
    private let bareJoins: Bool

    /// With `bareJoins` numbers without a unit are added to figures with one, as in columns of money.
    package init(bareJoins: Bool = false) {
        self.bareJoins = bareJoins
        plain = UnitSum(bareJoins: bareJoins)
    }

    /// How many figures are in it.
    package var count: Int { times.reduce(plain.count) { $0 + $1.sum.count } }

    /// Adds a figure.
    @inline(__always)
    package mutating func add(_ figure: Figure) {
        if figure.unit.isOfTime && figure.isValue {
            times[place(of: figure.unit)].sum.add(figure)
        } else {
            plain.add(figure)
        }
    }

    /// Removes a figure that was added.
    @inline(__always)
    package mutating func remove(_ figure: Figure) {
        if figure.unit.isOfTime && figure.isValue {
            times[place(of: figure.unit)].sum.remove(figure)
        } else {
            plain.remove(figure)
        }
    }

    /// Adds rows of a vector: all, or those with a bit set.
    mutating func add(_ figures: FigureVector, where bits: UnsafePointer<UInt64>? = nil) {
        let rows = FigureRows(figures)
        withExtendedLifetime(figures) {
            for word in 0..<(figures.count + 63) / 64 {
                let left = figures.count - word * 64
                var wanted = bits?[word] ?? .max
                if left < 64 { wanted &= (1 << UInt64(left)) - 1 }
                while wanted != 0 {
                    add(rows.figure(word * 64 + wanted.trailingZeroBitCount))
                    wanted &= wanted - 1
                }
            }
        }
    }

    /// Adds what another sum holds.
    package mutating func merge(_ other: FigureSum) {
        plain.merge(other.plain)
        for (unit, sum) in other.times { times[place(of: unit)].sum.merge(sum) }
    }

    /// The total; 0 for no figures.
    package var result: Figure {
        guard let total else { return .unknown }
        return Figure(total.sum, unit: total.unit, flags: total.isExact ? .exact : [])
    }

    /// The mean; unknown for no figures.
    package var mean: Figure {
        guard count > 0, let total else { return .unknown }
        return Figure(
            total.sum.divided(by: Rational(Int128(count))), unit: total.unit, flags: total.isExact ? .exact : [])
    }

    /// Whether figures of several units are in it, so that it is unknown.
    package var hasSeveralUnits: Bool {
        if plain.hasSeveralUnits { return true }
        guard let finest else { return false }
        return plain.hasUnit || plain.hasBare && !bareJoins
            || times.contains { $0.sum.count > 0 && !$0.unit.converts(to: finest) }
    }

    /// Whether words are in it, so that it is unknown.
    package var hasWords: Bool { plain.hasWords }

    private mutating func place(of unit: Unit) -> Int {
        for index in times.indices where times[index].unit == unit { return index }
        times.append((unit, UnitSum(bareJoins: bareJoins)))
        return times.count - 1
    }

    /// The finest unit of time; `nil` where there is none.
    private var finest: Unit? {
        times.lazy.filter { $0.sum.count > 0 }.map(\.unit).min { $0.rawValue < $1.rawValue }
    }

    private var total: (sum: Rational, unit: Unit, isExact: Bool)? {
        guard let finest else { return plain.total }
        guard !hasSeveralUnits, let bare = plain.total else { return nil }
        var total = (sum: bare.sum, unit: finest, isExact: bare.isExact)
        for (unit, part) in times where part.count > 0 {
            guard let length = unit.length(in: finest), let found = part.total,
                let converted = length == 1 ? found.sum : found.sum.multiplied(by: Rational(Int128(length))),
                let sum = total.sum.adding(converted)
            else { return nil }
            total = (sum, finest, total.isExact && found.isExact)
        }
        return total
    }
}

/// A total with its interval, which is the sum of the figures' intervals. Units are checked by the total itself,
/// because the ends of the interval of a 0 without a unit are not 0.
package struct RangeSum: Sendable {
    package private(set) var low = FigureSum(bareJoins: true)
    package private(set) var high = FigureSum(bareJoins: true)
    /// How many figures have an unknown interval.
    private var unknown = 0

    package init() {}

    package mutating func add(_ range: FigureRange) {
        if range.isUnknown { unknown += 1 }
        low.add(range.low)
        high.add(range.high)
    }

    package mutating func remove(_ range: FigureRange) {
        if range.isUnknown { unknown -= 1 }
        low.remove(range.low)
        high.remove(range.high)
    }

    package mutating func merge(_ other: RangeSum) {
        unknown += other.unknown
        low.merge(other.low)
        high.merge(other.high)
    }

    package var result: FigureRange { unknown > 0 ? .unknown : FigureRange(between: low.result, and: high.result) }
    package var mean: FigureRange { unknown > 0 ? .unknown : FigureRange(between: low.mean, and: high.mean) }
}
