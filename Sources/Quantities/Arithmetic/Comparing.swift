// Comparison of two columns of figures: exact, as printed, with three truth values.

package enum Comparison: Sendable {
    case equal, notEqual, less, lessOrEqual, greater, greaterOrEqual

    /// The equivalent comparison with its sides swapped.
    package var mirrored: Comparison {
        switch self {
        case .equal, .notEqual: self
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        }
    }

    /// The comparison that is true where this one is false.
    package var opposite: Comparison {
        switch self {
        case .equal: .notEqual
        case .notEqual: .equal
        case .less: .greaterOrEqual
        case .lessOrEqual: .greater
        case .greater: .lessOrEqual
        case .greaterOrEqual: .less
        }
    }

    /// Which orders make it true: bit 0 for less, bit 1 for equal, bit 2 for greater.
    var orders: UInt8 {
        switch self {
        case .equal: 0b010
        case .notEqual: 0b101
        case .less: 0b001
        case .lessOrEqual: 0b011
        case .greater: 0b100
        case .greaterOrEqual: 0b110
        }
    }
}

/// Compares row by row. Figures compare by value as printed, quotients exactly; a number without a unit takes the
/// other's, lengths of time convert, and any two other units are unknown. A bounded figure compares by order where its
/// bound decides. Words equal words of the same fingerprint and no figure; their order is unknown, as is any comparison
/// with an unknown.
package func compare(
    _ a: FigureVector, _ b: FigureVector, _ comparison: Comparison, into out: TruthVector
) {
    let left = FigureRows(a)
    let right = FigureRows(b)
    let powers = PowersOfTen.table
    let orders = comparison.orders
    withExtendedLifetime((a, b)) {
        out.decide(count: min(a.count, b.count)) { row in
            if comparable(left, right, row) {
                let order = order(left, right, row, powers: powers)
                return TruthValue(orders &>> UInt8(truncatingIfNeeded: order &+ 1) & 1 != 0)
            }
            return compareWords(left, right, row, comparison)
        }
    }
}

/// Compares two figures as `compare` does; `nil` is unknown.
package func compare(_ a: Figure, _ b: Figure, _ comparison: Comparison) -> Bool? {
    guard a.state.isKnown && b.state.isKnown else { return compareBounded(a, b, comparison) }
    if a.isValue && b.isValue {
        guard let left = a.aligned(to: b.unit) else { return nil }
        return comparison.orders >> UInt8(Rational.order(left, b.rational) + 1) & 1 != 0
    }
    let equal = a.state == b.state && a.mantissa == b.mantissa
    switch comparison {
    case .equal: return equal
    case .notEqual: return !equal
    default: return nil
    }
}

@inline(never)
private func compareWords(_ a: FigureRows, _ b: FigureRows, _ row: Int, _ comparison: Comparison) -> TruthValue {
    compare(a.figure(row), b.figure(row), comparison).map { TruthValue($0) } ?? .unknown
}
