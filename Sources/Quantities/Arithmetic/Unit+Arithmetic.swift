// Which unit the result of a comparison or calculation has.

extension Unit {
    /// The unit in which two figures compare, add and subtract: a bare number takes the other's; `nil` where they
    /// differ.
    @inline(__always)
    static func common(_ a: Unit, _ b: Unit) -> Unit? {
        if a == b { return a == .untold ? nil : a }
        if a == .none { return b }
        if b == .none { return a }
        return nil
    }

    /// The unit of a product, and how many powers of ten it is to be divided by.
    ///
    /// A percentage counts as its hundredth beside any figure that is not one, so `£200 * 90%` is £180 and `200 * 5%`
    /// is 10. A bare factor has no unit of its own, so the product keeps the other's: `2 * £5` is £10. All other
    /// products (`£2 * £3`, `10% * 10%`) have no unit.
    @inline(__always)
    static func product(_ a: Unit, _ b: Unit) -> (unit: Unit, hundredths: Int) {
        if a == .percent { return b == .percent ? (.none, 0) : (b, 2) }
        if b == .percent { return (a, 2) }
        if a == .none { return (b, 0) }
        return (b == .none ? a : .none, 0)
    }

    /// The unit of a quotient, and how many powers of ten it is to be divided by (negative: multiplied).
    ///
    /// A percentage counts as its hundredth beside any figure that is not one: `£180 / 90%` is £200. A bare divisor keeps
    /// the unit: `£5 / 2` is £2.50, and `(50% + 60%) / 2`, a mean of percentages, is 55%. The quotient of two figures in one unit is bare, also of two
    /// percentages, and so is every other.
    @inline(__always)
    static func quotient(_ a: Unit, _ b: Unit) -> (unit: Unit, hundredths: Int) {
        if a == .percent { return b == .none ? (.percent, 0) : (.none, b == .percent ? 0 : 2) }
        if b == .percent { return (a, -2) }
        return (b == .none ? a : .none, 0)
    }
}
