// Which unit the result of a comparison or calculation has.

extension Unit {
    /// The unit in which two figures compare, add and subtract: a bare number takes the other's, but a ratio is no
    /// percentage, and neither is any of the two kinds of length that `4:05` may be; `nil` where they differ.
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

    /// The unit of a product, and how many powers of ten it is to be divided by; `nil` where both have units that do
    /// not go together.
    ///
    /// A percentage of a percentage is one (`60% * 90%` is 54%). Multiplied by a bare constant it stays one (`40% * 2`
    /// is 80%): an author who writes the number knows what it stands for. Beside any other figure it counts as its
    /// hundredth: `£200 * 90%` is £180, and 40% of a cell that says 200 is 80, which is no percentage. Any other bare
    /// factor has no unit of its own, so the product keeps the other's.
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
    /// both have units that do not go together.
    ///
    /// A bare divisor keeps the unit: `£5 / 2` is £2.50, and `(50% + 60%) / 2`, a mean of percentages, is 55%. A
    /// percentage counts as its hundredth below any figure that is not one: `£5 / 20%` is £25. The quotient of two
    /// figures in one unit is a ratio; a bare one divided by a constant is what it was, in other terms.
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
