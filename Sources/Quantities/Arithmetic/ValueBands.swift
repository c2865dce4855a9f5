// Which values satisfy conditions about one figure, as bands between limits: for pictures, exact like decisions.

/// A condition on one value, with figures as limits on its axis.
package indirect enum ValueCondition: Sendable {
    /// It does not depend on the value; `nil` is unknown.
    case fixed(Bool?)
    case compare(Comparison, Figure)
    case not(ValueCondition)
    case all([ValueCondition])
    case any([ValueCondition])
    /// The condition, what holds where it is true, what holds where it is false; unknown where it is.
    case conditional(ValueCondition, ValueCondition, ValueCondition)
}

/// A target that is one figure or a range.
package struct TargetBounds: Sendable {
    package var form: TargetForm
    package var first: Figure
    /// The upper bound of a range.
    package var second: Figure

    /// `nil` for a target that is not a figure.
    package init?(_ targets: TargetVector, row: Int) {
        guard targets.first.state[row] == .value else { return nil }
        form = targets.form[row]
        first = targets.first[figure: row]
        second = form == .range ? targets.second[figure: row] : first
        second.unit = first.unit
    }

    /// A figure that is a target in a comparison.
    package init(_ figure: Figure) {
        form = .plain
        first = figure
        second = figure
    }

    /// Its bounds in the unit of an axis, each with whether the bound itself meets it: one, or two of a range. `nil`
    /// where the units do not convert.
    package func bounds(in unit: Unit) -> [(figure: Figure, isMet: Bool)]? {
        guard let low = first.onAxis(of: unit) else { return nil }
        func isMet(_ bound: Figure) -> Bool { !bound.flags.contains(.strict) }
        switch form {
        case .plain: return [(low, isMet(first))]
        case .atMost, .atLeast: return [(low, true)]
        case .lessThan, .moreThan: return [(low, false)]
        case .range:
            guard let high = second.onAxis(of: unit) else { return nil }
            return [(low, isMet(first)), (high, isMet(second))]
        }
    }

    /// As `meets` decides, for values in a unit.
    package func isMet(direction: Direction, unit: Unit) -> ValueCondition {
        guard let bounds = bounds(in: unit), let low = bounds.first, let high = bounds.last else { return .fixed(nil) }
        let atLeast = ValueCondition.compare(low.isMet ? .greaterOrEqual : .greater, low.figure)
        let atMost = ValueCondition.compare(high.isMet ? .lessOrEqual : .less, high.figure)
        switch form {
        case .atLeast, .moreThan: return atLeast
        case .atMost, .lessThan: return atMost
        case .range: return .all([atLeast, atMost])
        case .plain:
            switch direction {
            case .higher: return atLeast
            case .lower: return atMost
            // Without a direction only a value that equals the bound is decided.
            case .unknown: return .conditional(.compare(.equal, low.figure), .fixed(low.isMet), .fixed(nil))
            }
        }
    }

    /// As `near` decides, for values in a unit.
    package func isNearlyMet(
        direction: Direction, points: Figure?, percent: Figure?, unit: Unit
    ) -> ValueCondition {
        let isPercentage = unit == .percent || first.unit == .percent
        guard let size = isPercentage ? points ?? percent : percent ?? points else {
            return isMet(direction: direction, unit: unit)
        }
        let isShare = isPercentage ? points == nil : percent != nil
        guard size.isValue else {
            return .conditional(isMet(direction: direction, unit: unit), .fixed(true), .fixed(nil))
        }
        let met = isMet(direction: direction, unit: unit)
        return .conditional(met, .fixed(true), isWithin(size, ofBound: isShare, strictly: false, unit: unit))
    }

    /// Whether the value falls short of the bound that it misses by less than a size, or by no more: `gap(…) < size`,
    /// and with `ofBound` `relative_gap(…) < size`.
    package func fallsShort(
        byLess size: Figure, ofBound: Bool, strictly: Bool, direction: Direction, unit: Unit
    ) -> ValueCondition {
        guard size.isValue else { return .fixed(nil) }
        let met = isMet(direction: direction, unit: unit)
        let ofNothing = strictly ? size.mantissa > 0 : size.mantissa >= 0
        return .conditional(met, .fixed(ofNothing), isWithin(size, ofBound: ofBound, strictly: strictly, unit: unit))
    }

    private func isWithin(_ size: Figure, ofBound: Bool, strictly: Bool, unit: Unit) -> ValueCondition {
        guard size.mantissa >= 0 else { return .fixed(false) }
        func around(_ bound: Figure) -> ValueCondition {
            let share = ofBound ? bound.rational.absolute?.multiplied(by: size.rational) : size.rational
            guard let distance = ofBound ? share?.divided(byTenTo: 2) : share,
                let low = bound.rational.subtracting(distance), let high = bound.rational.adding(distance)
            else { return .fixed(nil) }
            return .all([
                .compare(strictly ? .greater : .greaterOrEqual, Figure(low, unit: unit)),
                .compare(strictly ? .less : .lessOrEqual, Figure(high, unit: unit)),
            ])
        }
        guard let low = first.onAxis(of: unit) else { return .fixed(nil) }
        guard form == .range, let high = second.onAxis(of: unit) else { return around(low) }
        return .conditional(.compare(.greaterOrEqual, high), around(high), around(low))
    }
}

/// Values for which one condition of several is the first that holds.
package struct ValueBand: Sendable, Equatable {
    package struct Edge: Sendable, Equatable {
        package var figure: Figure
        /// Whether the figure itself belongs to the band.
        package var isIncluded: Bool

        package init(figure: Figure, isIncluded: Bool) {
            self.figure = figure
            self.isIncluded = isIncluded
        }
    }

    /// The index of the condition; `nil` where one before it is unknown, or none holds.
    package var condition: Int?
    /// `nil` where it has no end on this side.
    package var lower: Edge?
    package var upper: Edge?

    /// Whether a figure lies in it.
    package func contains(_ value: Figure) -> Bool {
        let isAbove = lower.map { compare(value, $0.figure, $0.isIncluded ? .greaterOrEqual : .greater) == true }
        let isBelow = upper.map { compare(value, $0.figure, $0.isIncluded ? .lessOrEqual : .less) == true }
        return isAbove ?? true && isBelow ?? true
    }
}

/// The bands of values of a unit for which each of some conditions is the first that holds, as `due` decides: from the
/// smallest values to the largest, without gaps. A condition that is `nil` never holds.
package func bands(of conditions: [ValueCondition?], unit: Unit) -> [ValueBand] {
    let axis = ValueAxis(conditions, unit: unit)
    var bands: [ValueBand] = []
    for place in 0...2 * axis.limits.count {
        let chosen = axis.first(of: conditions, at: place)
        guard let last = bands.last else {
            bands = [ValueBand(condition: chosen)]
            continue
        }
        if last.condition == chosen { continue }
        // An odd place is a limit itself, which then begins the new band; else it ended the last one.
        let limit = Figure(axis.limits[(place - 1) / 2], unit: unit)
        bands[bands.count - 1].upper = .init(figure: limit, isIncluded: place % 2 == 0)
        bands.append(ValueBand(condition: chosen, lower: .init(figure: limit, isIncluded: place % 2 == 1)))
    }
    return bands
}

/// The limits of some conditions in their order. Places on it are counted from below the first limit: even ones lie
/// between limits, odd ones are limits.
private struct ValueAxis {
    private(set) var limits: [Rational] = []
    private let unit: Unit

    init(_ conditions: [ValueCondition?], unit: Unit) {
        self.unit = unit
        for case let condition? in conditions { add(condition) }
        limits.sort { Rational.order($0, $1) < 0 }
        var distinct: [Rational] = []
        for limit in limits where distinct.last.map({ Rational.order($0, limit) < 0 }) ?? true {
            distinct.append(limit)
        }
        limits = distinct
    }

    private mutating func add(_ condition: ValueCondition) {
        switch condition {
        case .fixed: break
        case .compare(_, let figure): if let limit = figure.onAxis(of: unit) { limits.append(limit.rational) }
        case .not(let part): add(part)
        case .all(let parts), .any(let parts): for part in parts { add(part) }
        case .conditional(let condition, let then, let otherwise):
            for part in [condition, then, otherwise] { add(part) }
        }
    }

    func first(of conditions: [ValueCondition?], at place: Int) -> Int? {
        for (index, condition) in conditions.enumerated() {
            guard let condition else { continue }
            guard let holds = truth(condition, at: place) else { return nil }
            if holds { return index }
        }
        return nil
    }

    private func truth(_ condition: ValueCondition, at place: Int) -> Bool? {
        switch condition {
        case .fixed(let truth): return truth
        case .compare(let comparison, let figure):
            guard let limit = figure.onAxis(of: unit)?.rational,
                let index = limits.firstIndex(where: { Rational.order($0, limit) == 0 })
            else { return nil }
            let order = place < 2 * index + 1 ? -1 : place == 2 * index + 1 ? 0 : 1
            return comparison.orders >> UInt8(order + 1) & 1 != 0
        case .not(let part): return truth(part, at: place).map { !$0 }
        case .all(let parts):
            let truths = parts.map { truth($0, at: place) }
            return truths.contains(false) ? false : truths.contains(nil) ? nil : true
        case .any(let parts):
            let truths = parts.map { truth($0, at: place) }
            return truths.contains(true) ? true : truths.contains(nil) ? nil : false
        case .conditional(let condition, let then, let otherwise):
            return truth(condition, at: place).flatMap { truth($0 ? then : otherwise, at: place) }
        }
    }
}

extension Figure {
    /// The figure in the unit of an axis; `nil` where the units do not convert, and for what is no figure.
    package func onAxis(of unit: Unit) -> Figure? {
        guard isValue, let value = aligned(to: unit) else { return nil }
        return Figure(value, unit: unit, flags: flags)
    }

    /// About how large it is, for drawing; `nil` for what has no figure.
    package var approximation: Double? {
        guard isValue || state == .bounded else { return nil }
        // One division of exact numbers, so that equal decimals have one place.
        var power = 1.0
        for _ in 0..<abs(Int(scale)) { power *= 10 }
        return scale > 0
            ? Double(mantissa) / (Double(denominator) * power) : Double(mantissa) * power / Double(denominator)
    }

    /// The unit of an axis on which it stands beside another figure: that one's, where it lends it one or is another
    /// length of time, so that limits are named as the other is printed. A figure of which only a bound is known keeps
    /// its own.
    package func axisUnit(beside other: Figure?) -> Unit {
        guard let other, other.isValue else { return unit }
        if unit.isBare { return other.unit }
        return isValue && unit.converts(to: other.unit) ? other.unit : unit
    }
}
