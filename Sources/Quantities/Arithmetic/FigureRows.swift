// The rows of a vector as kernels see them, the comparison they share, and how they leave truth values.

/// Pointers to a vector's rows. It borrows them: a kernel keeps the vector alive while it uses one.
struct FigureRows {
    let state: UnsafeMutablePointer<CellState>
    let mantissa: UnsafeMutablePointer<Int128>
    let scale: UnsafeMutablePointer<Int8>
    let unit: UnsafeMutablePointer<Unit>
    let flags: UnsafeMutablePointer<FigureFlags>
    let denominator: UnsafeMutablePointer<Int128>?

    @inline(__always)
    init(_ vector: FigureVector) {
        state = vector.state
        mantissa = vector.mantissa
        scale = vector.scale
        unit = vector.unit
        flags = vector.flags
        denominator = vector.denominator
    }

    @inline(__always)
    func rational(_ row: Int) -> Rational {
        Rational(mantissa[row], over: denominator?[row] ?? 1, scale: Int(scale[row]))
    }

    @inline(__always)
    func figure(_ row: Int) -> Figure {
        Figure(
            state: state[row], mantissa: mantissa[row], denominator: denominator?[row] ?? 1, scale: scale[row],
            unit: unit[row], flags: flags[row])
    }

    /// Whether a row that is a figure is printed as counts are.
    @inline(__always)
    func isCount(_ row: Int) -> Bool {
        unit[row] == .none && scale[row] == 0 && flags[row].isDisjoint(with: [.scaled, .approximate])
    }

    /// Writes a decimal; denominators are not touched.
    @inline(__always)
    func set(_ row: Int, _ value: Int128, scale: Int8, unit: Unit, flags: FigureFlags) {
        state[row] = .value
        mantissa[row] = value
        self.scale[row] = scale
        self.unit[row] = unit
        self.flags[row] = flags
        denominator?[row] = 1
    }

    @inline(__always)
    func setUnknown(_ row: Int) {
        state[row] = .unknown
        mantissa[row] = 0
        scale[row] = 0
        unit[row] = .none
        flags[row] = []
        denominator?[row] = 1
    }
}

/// Whether two rows are figures in one unit (a number without a unit takes the other's).
@inline(__always)
func comparable(_ a: FigureRows, _ b: FigureRows, _ row: Int) -> Bool {
    if a.state[row].rawValue | b.state[row].rawValue != CellState.value.rawValue { return false }
    let left = a.unit[row]
    let right = b.unit[row]
    return (left == right && left != .untold) || Unit.common(left, right) != nil
}

/// −1, 0 or 1 as the value of a's row is smaller than, equal to or larger than that of b's.
@inline(__always)
func order(_ a: FigureRows, _ b: FigureRows, _ row: Int, powers: UnsafePointer<Int128>) -> Int {
    if a.denominator == nil && b.denominator == nil {
        let left = a.mantissa[row]
        let right = b.mantissa[row]
        let shift = Int(a.scale[row]) - Int(b.scale[row])
        if shift == 0 { return left.order(right) }
        // 63 bits times 10¹⁸ stay below 127.
        if shift >= -18 && shift <= 18 && left.isShort && right.isShort {
            return shift > 0 ? left.order(right &* powers[shift]) : (left &* powers[-shift]).order(right)
        }
    }
    return orderExactly(a, b, row)
}

@inline(never)
private func orderExactly(_ a: FigureRows, _ b: FigureRows, _ row: Int) -> Int {
    Rational.order(a.rational(row), b.rational(row))
}

/// The truth value of a row: bit 0 is set where it is true, bit 1 where it is false, neither where it is unknown.
struct Verdict {
    let bits: UInt8

    @inline(__always)
    init(bits: UInt8) { self.bits = bits }

    @inline(__always)
    init(_ truth: Bool) { bits = truth ? 1 : 2 }

    static var unknown: Verdict { Verdict(bits: 0) }
    static var yes: Verdict { Verdict(bits: 1) }
    static var no: Verdict { Verdict(bits: 2) }
}

extension TruthVector {
    /// Decides every row and writes whole words of the bitmaps, so that the bits at and beyond `count` are zero.
    @inline(__always)
    func decide(count rows: Int, _ verdict: (Int) -> Verdict) {
        let rows = Swift.min(rows, capacity)
        count = rows
        if rows <= 0 {
            count = 0
            isTrue[0] = 0
            isFalse[0] = 0
        }
        var start = 0
        while start < rows {
            let end = Swift.min(start + 64, rows)
            var yes: UInt64 = 0
            var no: UInt64 = 0
            var row = start
            // Each row's bits are shifted in from above: shifting by one is cheaper than by the row's number.
            while row < end {
                let bits = UInt64(verdict(row).bits)
                yes = yes &>> 1 | bits &<< 63
                no = no &>> 1 | (bits & 2) &<< 62
                row &+= 1
            }
            let unused = UInt64(truncatingIfNeeded: 64 &- (end &- start))
            yes &>>= unused
            no &>>= unused
            isTrue[start >> 6] = yes
            isFalse[start >> 6] = no
            start = end
        }
    }
}
