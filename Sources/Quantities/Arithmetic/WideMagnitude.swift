// Unsigned whole numbers wide enough for every intermediate result of exact arithmetic on figures.

/// A whole number of up to 1,152 bits: two 128-bit factors, times a power of ten as large as two scales can lie apart,
/// and a sum of 2⁶³ of them fit. Used only where 128 bits do not suffice.
struct WideMagnitude: Sendable {
    private static let limbCount = 9
    /// Least significant first.
    private var limbs: InlineArray<9, UInt128>

    init(_ value: UInt128) {
        limbs = InlineArray(repeating: 0)
        limbs[0] = value
    }

    /// The number, where it fits.
    var narrow: UInt128? {
        for index in 1..<WideMagnitude.limbCount where limbs[index] != 0 { return nil }
        return limbs[0]
    }

    var isZero: Bool { narrow == 0 }

    mutating func multiply(by factor: UInt128) {
        var carry: UInt128 = 0
        for index in 0..<WideMagnitude.limbCount {
            let (high, low) = limbs[index].multipliedFullWidth(by: factor)
            let (sum, overflow) = low.addingReportingOverflow(carry)
            limbs[index] = sum
            carry = high &+ (overflow ? 1 : 0)
        }
    }

    mutating func multiply(byTenTo exponent: Int) {
        var left = exponent
        while left > 0 {
            let step = min(left, PowersOfTen.largest)
            multiply(by: UInt128(PowersOfTen.table[step]))
            left -= step
        }
    }

    mutating func add(_ other: WideMagnitude) {
        var carry: UInt128 = 0
        for index in 0..<WideMagnitude.limbCount {
            let (sum, first) = limbs[index].addingReportingOverflow(other.limbs[index])
            let (total, second) = sum.addingReportingOverflow(carry)
            limbs[index] = total
            carry = first || second ? 1 : 0
        }
    }

    /// Subtracts a number that must not be larger.
    mutating func subtract(_ other: WideMagnitude) {
        var borrow: UInt128 = 0
        for index in 0..<WideMagnitude.limbCount {
            let (difference, first) = limbs[index].subtractingReportingOverflow(other.limbs[index])
            let (total, second) = difference.subtractingReportingOverflow(borrow)
            limbs[index] = total
            borrow = first || second ? 1 : 0
        }
    }

    /// Divides by a number, which must not be zero, and returns the remainder.
    mutating func divide(by divisor: UInt128) -> UInt128 {
        var remainder: UInt128 = 0
        for index in stride(from: WideMagnitude.limbCount - 1, through: 0, by: -1) {
            if remainder == 0 && limbs[index] == 0 { continue }
            let (quotient, rest) = divisor.dividingFullWidth((remainder, limbs[index]))
            limbs[index] = quotient
            remainder = rest
        }
        return remainder
    }

    /// Divides by 10 as often as there is no remainder, at most `limit` times; returns how often.
    mutating func stripTens(atMost limit: Int) -> Int {
        guard !isZero else { return 0 }
        var stripped = 0
        var step = 32
        while step > 0 {
            while stripped + step <= limit {
                var shorter = self
                guard shorter.divide(by: UInt128(PowersOfTen.table[step])) == 0 else { break }
                self = shorter
                stripped += step
            }
            step /= 2
        }
        return stripped
    }

    /// −1, 0 or 1 as the first is smaller than, equal to or larger than the second.
    static func order(_ a: WideMagnitude, _ b: WideMagnitude) -> Int {
        for index in stride(from: limbCount - 1, through: 0, by: -1) where a.limbs[index] != b.limbs[index] {
            return a.limbs[index] < b.limbs[index] ? -1 : 1
        }
        return 0
    }
}

/// 10⁰ to 10³⁸, all that fit 128 bits with a sign.
enum PowersOfTen {
    static let largest = 38

    /// Written once, never freed, so that kernels can read it without a check for each row.
    nonisolated(unsafe) static let table: UnsafePointer<Int128> = {
        let table = UnsafeMutablePointer<Int128>.allocate(capacity: largest + 1)
        var power: Int128 = 1
        for exponent in 0...largest {
            (table + exponent).initialize(to: power)
            power = power &* 10
        }
        return UnsafePointer(table)
    }()
}

/// The greatest common divisor; that of 0 and n is n.
func greatestCommonDivisor(_ first: UInt128, _ second: UInt128) -> UInt128 {
    var a = first
    var b = second
    while b != 0 {
        if a <= UInt128(UInt64.max) && b <= UInt128(UInt64.max) {
            var x = UInt64(truncatingIfNeeded: a)
            var y = UInt64(truncatingIfNeeded: b)
            while y != 0 { (x, y) = (y, x % y) }
            return UInt128(x)
        }
        (a, b) = (b, a % b)
    }
    return a
}
