// Which unit the result of a comparison or calculation has.

extension Unit {
    /// The unit in which two figures compare, add and subtract: a number without a unit takes the other's, but a ratio
    /// does not take a percentage's, nor a number that of `4:05`, which may be one of two lengths; `nil` where they
    /// differ.
    @inline(__always)
    package static func common(_ a: Unit, _ b: Unit) -> Unit? {
        if a == b { return a == .untold ? nil : a }
        if a == .clock || b == .clock { return nil }
        if a == .none { return b }
        if b == .none { return a }
        if a == .ratio && b != .percent { return b }
        if b == .ratio && a != .percent { return a }
        return nil
    }

    /// The unit of a product, and how many powers of ten it is to be divided by; `nil` where both have units that
    /// cannot be multiplied.
    ///
    /// A percentage of a percentage is one (`60% * 90%` is 54%). Multiplied by a constant without a unit it stays one
    /// (`40% * 2` is 80%): the author who writes the number knows its meaning. Beside any other figure it counts as its
    /// hundredth: `£200 * 90%` is £180, and 40% of a cell that holds 200 is 80, which is not a percentage. Any other
    /// factor without a unit leaves the product the other's unit.
    @inline(__always)
    package static func product(_ a: Unit, _ b: Unit, constant: ConstantFactor) -> (unit: Unit, hundredths: Int)? {
        if a == .percent {
            if b == .percent { return (.percent, 2) }
            guard b.isBare else { return (b, 2) }
            return constant == .none ? (.ratio, 2) : (.percent, 0)
        }
        if b == .percent {
            guard a.isBare else { return (a, 2) }
            return constant == .both ? (.percent, 0) : (.ratio, 2)
        }
        if a == .none { return (b, 0) }
        if b == .none { return (a, 0) }
        if a == .ratio { return (b, 0) }
        if b == .ratio { return (a, 0) }
        return a == b && a != .untold ? (.ratio, 0) : nil
    }

    /// The unit of a quotient, and how many powers of ten it is to be divided by (negative: multiplied); `nil` where
    /// both have units that cannot be divided.
    ///
    /// A divisor without a unit keeps the unit: `£5 / 2` is £2.50, and `(50% + 60%) / 2`, a mean of percentages, is
    /// 55%. A percentage counts as its hundredth below any figure that is not one: `£5 / 20%` is £25. The quotient of
    /// two figures in one unit is a ratio; a figure without a unit divided by a constant stays one without a unit.
    @inline(__always)
    package static func quotient(_ a: Unit, _ b: Unit, constant: ConstantFactor) -> (unit: Unit, hundredths: Int)? {
        if b == .percent {
            if a == .percent { return (.ratio, 0) }
            return a.isBare ? (.ratio, -2) : (a, -2)
        }
        if b.isBare {
            guard a.isBare else { return (a, 0) }
            return (constant == .right ? a : .ratio, 0)
        }
        guard a == b || a.isBare && b != .clock, b != .untold || a.isBare else { return nil }
        return (.ratio, 0)
    }
}

/// Which operand of a product or quotient is an expression of literals and constants alone.
package enum ConstantFactor: Sendable {
    case none
    /// The second one. Products are written so that a constant comes second.
    case right
    case both
}
