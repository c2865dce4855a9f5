// The smallest or largest of any number of figures.

/// A running minimum or maximum with the winner's interval. Unknown figures are left out; words, and figures whose
/// units differ and do not convert, make it unknown; numbers without a unit are treated as in `FigureSum`, and of
/// lengths of time the winner keeps its unit. A bounded figure that may go beyond the winner makes it unknown, one that
/// cannot changes nothing: `>95` is not less than 90. Of equal figures an
/// exact one is kept, else the most precisely printed: the result depends on what was added, never on the order or on
/// how parts were merged.
package struct FigureExtreme: Sendable {
    /// How many figures are in it.
    package private(set) var count = 0
    private let wantsLargest: Bool
    private var best = Figure.unknown
    private var bestRange = FigureRange.unknown
    private var unit = Unit.none
    private var hasUnit = false
    /// How far the bounded figures may extend.
    private var bounds = Reach.nowhere
    private var hasWords = false
    private var hasStrangers = false
    /// Whether there are lengths of time in several units that convert.
    private var hasTimes = false
    /// Whether there is a number without a unit other than 0.
    private var hasBare = false
    private let bareJoins: Bool

    /// Whether figures of several units are in it, so that it is unknown.
    package var hasSeveralUnits: Bool { hasStrangers || (hasBare && !unit.isBare && !bareJoins) }

    /// How far bounded figures may extend towards the least or the greatest.
    private enum Reach {
        case nowhere
        case upTo(Rational)
        case anywhere
    }

    package init(wantsLargest: Bool, bareJoins: Bool = false) {
        self.wantsLargest = wantsLargest
        self.bareJoins = bareJoins
    }

    /// Adds a figure with the interval it may stand for; by default that of a printed figure.
    package mutating func add(_ figure: Figure, range: FigureRange? = nil) {
        guard figure.state.hasUnit else {
            if figure.state == .words { hasWords = true }
            return
        }
        if figure.isValue { count += 1 }
        if figure.unit.isBare && figure.mantissa != 0 { hasBare = true }
        guard join(figure.unit) else { return }
        guard figure.isValue else {
            let bounds = Bounds(figure)
            reach((wantsLargest ? bounds.high : bounds.low).map { .upTo($0) } ?? .anywhere)
            return
        }
        if count > 1 {
            let order = figure.lengthOrder(to: best)
            guard order == 0 ? isTold(figure, before: best) : (order > 0) == wantsLargest else { return }
        }
        best = figure
        bestRange = range ?? FigureRange(printed: figure)
    }

    private func isTold(_ a: Figure, before b: Figure) -> Bool {
        a.unit == b.unit || !hasTimes ? a.isTold(before: b) : a.unit.rawValue < b.unit.rawValue
    }

    /// The unit of the winner.
    private var winningUnit: Unit { hasTimes && best.unit.isOfTime ? best.unit : unit }

    /// Whether a unit is that of the others, or converts to it; numbers without a unit take it.
    private mutating func join(_ other: Unit) -> Bool {
        if hasUnit, unit != other, unit.isOfTime, other.isOfTime, unit.converts(to: other) {
            hasTimes = true
            // Whichever was first: what is kept depends on no order.
            if other.rawValue < unit.rawValue { unit = other }
            return true
        }
        guard let common = hasUnit ? Unit.common(unit, other) : other else {
            hasStrangers = true
            return false
        }
        (unit, hasUnit) = (common, true)
        return true
    }

    private mutating func reach(_ other: Reach) {
        switch (bounds, other) {
        case (.anywhere, _), (_, .nowhere): break
        case (.nowhere, _), (_, .anywhere): bounds = other
        case (.upTo(let mine), .upTo(let theirs)):
            if (Rational.order(theirs, mine) > 0) == wantsLargest { bounds = other }
        }
    }

    /// Whether a bounded figure may go beyond the winner.
    package var isOpen: Bool {
        switch bounds {
        case .nowhere: return false
        case .anywhere: return true
        case .upTo(let end):
            // A bound has no unit here to convert.
            guard count > 0, !hasTimes else { return true }
            let order = Rational.order(end, best.rational)
            return wantsLargest ? order > 0 : order < 0
        }
    }

    /// Adds what another one holds.
    package mutating func merge(_ other: FigureExtreme) {
        hasWords = hasWords || other.hasWords
        hasStrangers = hasStrangers || other.hasStrangers
        hasBare = hasBare || other.hasBare
        hasTimes = hasTimes || other.hasTimes
        reach(other.bounds)
        if other.hasUnit, !join(other.unit) { return }
        guard other.count > 0 else { return }
        var winner = other.best
        winner.unit = other.winningUnit
        add(winner, range: other.bestRange)
        count += other.count - 1
    }

    /// The winner; unknown for no figures.
    package var result: Figure {
        guard count > 0 && !hasWords && !hasSeveralUnits && !isOpen else { return .unknown }
        var result = best
        result.unit = winningUnit
        return result
    }

    /// The interval of the winner.
    package var range: FigureRange {
        guard count > 0 && !hasWords && !hasSeveralUnits && !isOpen && bestRange.isValue else { return .unknown }
        var range = bestRange
        range.low.unit = winningUnit
        range.high.unit = winningUnit
        return range
    }
}

extension Figure {
    /// −1, 0 or 1 as it is below, at or above another one. Lengths of time that convert are compared as such; of other
    /// units nothing is asked.
    func lengthOrder(to other: Figure) -> Int {
        guard unit != other.unit, unit.isOfTime, other.unit.isOfTime else {
            return Rational.order(rational, other.rational)
        }
        if let length = unit.length(in: other.unit), let own = rational.multiplied(by: Rational(Int128(length))) {
            return Rational.order(own, other.rational)
        }
        if let length = other.unit.length(in: unit),
            let theirs = other.rational.multiplied(by: Rational(Int128(length)))
        {
            return Rational.order(rational, theirs)
        }
        return Rational.order(rational, other.rational)
    }

    /// Which of two equal figures is kept: an exact one, else the one printed with more decimals. Further criteria only
    /// make the choice deterministic.
    func isTold(before other: Figure) -> Bool {
        let isExact = flags.contains(.exact)
        if isExact != other.flags.contains(.exact) { return isExact }
        if scale != other.scale { return scale > other.scale }
        if denominator != other.denominator { return denominator < other.denominator }
        return flags.rawValue < other.flags.rawValue
    }
}
