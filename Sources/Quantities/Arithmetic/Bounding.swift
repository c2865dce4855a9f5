// Comparing figures of which only a bound is known: `<5`, `>95%`.

/// The interval of a bounded figure: from `low` to `high`, `nil` where there is no end. A count is not negative.
struct Bounds {
    var low: Rational?
    var high: Rational?
    /// Whether the printed bound itself is excluded.
    var isStrict: Bool

    init(_ figure: Figure) {
        isStrict = figure.flags.contains(.strict)
        if figure.flags.contains(.above) {
            low = figure.rational
        } else {
            high = figure.rational
            if figure.unit == .none, figure.scale <= 0, figure.mantissa >= 0 { low = Rational(0) }
        }
    }

    /// The possible orders of the values to another value, as bits: 1 for less, 2 for equal, 4 for greater.
    func orders(to value: Rational) -> UInt8 {
        var orders: UInt8 = 0b111
        if let low {
            let order = Rational.order(low, value)
            let isOpen = isStrict && high == nil
            if order > 0 || (order == 0 && isOpen) { orders = 0b100 } else if order == 0 { orders = 0b110 }
        }
        if let high {
            let order = Rational.order(high, value)
            if order < 0 || (order == 0 && isStrict) { orders &= 0b001 } else if order == 0 { orders &= 0b011 }
        }
        return orders
    }
}

/// Compares by order where all possible values of a bounded figure give one result; `nil` is unknown. Whether it equals
/// anything is always unknown.
func compareBounded(_ a: Figure, _ b: Figure, _ comparison: Comparison) -> Bool? {
    switch comparison {
    case .equal, .notEqual: return nil
    default: break
    }
    // Two bounded figures never compare.
    guard a.isValue || b.isValue, a.state.saysValue, b.state.saysValue, a.state != .words, b.state != .words else {
        return nil
    }
    let wanted = a.isValue ? comparison.orders.mirrored : comparison.orders
    let (bounded, value) = a.isValue ? (b, a) : (a, b)
    guard let aligned = value.aligned(to: bounded.unit) else { return nil }
    let possible = Bounds(bounded).orders(to: aligned)
    if possible & ~wanted == 0 { return true }
    return possible & wanted == 0 ? false : nil
}

extension UInt8 {
    /// The orders seen from the other side.
    fileprivate var mirrored: UInt8 { self & 0b010 | (self & 1) << 2 | self >> 2 & 1 }
}

extension Figure {
    /// The value in a unit that it compares in: its own, any unit where one of the two has none, or one to which it
    /// converts; else `nil`.
    func aligned(to unit: Unit) -> Rational? {
        if Unit.common(self.unit, unit) != nil { return rational }
        return converted(to: unit)?.rational
    }

    /// The figure in another unit of time, `nil` where it does not convert. It stays as exact as it was.
    package func converted(to other: Unit) -> Figure? {
        if let times = unit.length(in: other) {
            return Figure(rational.multiplied(by: Rational(Int128(times))), unit: other, flags: flags).valueOrNil
        }
        guard let parts = other.length(in: unit) else { return nil }
        return Figure(rational.divided(by: Rational(Int128(parts))), unit: other, flags: flags).valueOrNil
    }

    private var valueOrNil: Figure? { isValue ? self : nil }
}
