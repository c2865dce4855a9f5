// Whether a value meets its target.

/// Which way an indicator is better, according to its register.
package enum Direction: UInt8, Sendable {
    case unknown = 0
    case higher = 1
    case lower = 2
}

/// Decides row by row whether the value meets the target.
///
/// The target's own words come first (less than and at most: lower; at least and more than: higher); a plain figure
/// uses `direction` (one raw `Direction` for each row). Less than and more than are strict, plain figures, at least, at
/// most and both ends of a range are not. Where no direction is known only a value equal to the bound is decided: it
/// meets. Words meet equal words, else they are unknown. The result is also unknown for a value that is not known, a
/// target that is not set, and two different units; a number without a unit takes the other's, and lengths of time
/// convert. A bounded value is decided where all its possible values meet, or all miss.
package func meets(
    _ value: FigureVector, _ target: TargetVector, direction: UnsafePointer<UInt8>, into out: TruthVector
) {
    let rows = TargetRows(value, target, direction: direction)
    withExtendedLifetime((value, target)) {
        out.decide(count: min(value.count, target.count)) { row in
            rows.meets(row)
        }
    }
}

/// The rows of a value, its target and its direction.
struct TargetRows {
    let value: FigureRows
    let first: FigureRows
    let second: FigureRows
    let form: UnsafeMutablePointer<TargetForm>
    let direction: UnsafePointer<UInt8>
    let powers: UnsafePointer<Int128>

    init(_ value: FigureVector, _ target: TargetVector, direction: UnsafePointer<UInt8>) {
        self.value = FigureRows(value)
        first = FigureRows(target.first)
        second = FigureRows(target.second)
        form = target.form
        self.direction = direction
        powers = PowersOfTen.table
    }

    @inline(__always)
    func meets(_ row: Int) -> Verdict {
        guard comparable(value, first, row) else { return meetsWords(row) }
        let order = order(value, first, row, powers: powers)
        if form[row] == .range {
            if order < 0 || (order == 0 && first.flags[row].contains(.strict)) { return .no }
            let upper = Quantities.order(value, second, row, powers: powers)
            return Verdict(upper < 0 || (upper == 0 && !second.flags[row].contains(.strict)))
        }
        // `Better than 5` is not met by 5.
        if order == 0, form[row] == .plain, first.flags[row].contains(.strict) { return .no }
        return verdict(order: order, row)
    }

    /// The result for a single bound, given the order of the value to it, −1, 0 or 1.
    @inline(__always)
    func verdict(order: Int, _ row: Int) -> Verdict {
        let form = form[row].rawValue
        let direction = direction[row]
        // 0…2: a plain bound in each direction; then the other forms.
        let index = form == 0 ? (direction <= 2 ? direction : 0) : form &+ 2
        let table = TargetRows.verdicts &>> (UInt64(index) &* 6)
        let column = UInt64(truncatingIfNeeded: order &+ 1)
        return Verdict(
            bits: UInt8(truncatingIfNeeded: (table &>> column) & 1 | ((table &>> (column &+ 3)) & 1) &<< 1))
    }

    /// For each kind of bound three bits for the orders that meet it, and three for those that do not.
    @inline(__always)
    private static var verdicts: UInt64 {
        let unknown: UInt64 = 0b000_010
        let atLeast: UInt64 = 0b001_110
        let atMost: UInt64 = 0b100_011
        let less: UInt64 = 0b110_001
        let more: UInt64 = 0b011_100
        return unknown | atLeast &<< 6 | atMost &<< 12 | less &<< 18 | atMost &<< 24 | atLeast &<< 30 | more &<< 36
    }

    /// Rows that are not two figures in one unit: equal words meet; units of time convert; a bounded value is compared
    /// with each bound.
    @inline(never)
    func meetsWords(_ row: Int) -> Verdict {
        if value.state[row] == .words, first.state[row] == .words {
            return value.mantissa[row] == first.mantissa[row] ? .yes : .unknown
        }
        guard first.state[row] == .value, value.state[row] == .value || value.state[row] == .bounded else {
            return .unknown
        }
        let lower = verdict(orders: orders(to: first, row), row)
        guard form[row] == .range, lower.bits != Verdict.no.bits else { return lower }
        let orders = orders(to: second, row)
        guard orders != 0 else { return .unknown }
        let met: UInt8 = second.flags[row].contains(.strict) ? 0b001 : 0b011
        if orders & met == 0 { return .no }
        return orders & ~met == 0 ? lower : .unknown
    }

    /// The possible orders of the value to a bound, as bits: 1 for less, 2 for equal, 4 for greater; 0 where their
    /// units do not convert.
    private func orders(to bound: FigureRows, _ row: Int) -> UInt8 {
        let (value, bound) = (value.figure(row), bound.figure(row))
        guard let aligned = bound.aligned(to: value.unit) else { return 0 }
        guard value.isValue else { return Bounds(value).orders(to: aligned) }
        return 1 << UInt8(Rational.order(value.rational, aligned) + 1)
    }

    /// The result for the lower or only bound, given the possible orders of the value to it.
    private func verdict(orders: UInt8, _ row: Int) -> Verdict {
        guard orders != 0 else { return .unknown }
        var bits: UInt8 = 0b11
        for order in -1...1 where orders >> UInt8(order + 1) & 1 != 0 {
            if form[row] == .range {
                bits &= order < 0 || (order == 0 && first.flags[row].contains(.strict)) ? 2 : 1
            } else if order == 0, form[row] == .plain, first.flags[row].contains(.strict) {
                bits &= Verdict.no.bits
            } else {
                bits &= verdict(order: order, row).bits
            }
        }
        return Verdict(bits: bits)
    }

    /// The value in the bound's unit, where their units convert.
    func alignedValue(_ row: Int) -> Rational {
        value.figure(row).aligned(to: first.unit[row]) ?? value.rational(row)
    }
}
