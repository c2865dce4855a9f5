// The commonest spellings of figures, read in one pass: `12`, `£1,344`, `92.4%`, `£1.344m`.

/// A figure in one of the plain spellings: `[-][£]digits[.digits][k|m|%]`, digits in groups of three or not, no more
/// than 18.
struct PlainFigure {
    var mantissa: Int64 = 0
    var scale: Int8 = 0
    var unit = Unit.none
    var flags: FigureFlags = []

    /// Reads the bytes from `start` to `end`; `nil` for anything else, which is left to `readFigure`. Both give the
    /// same result.
    @inline(__always)
    init?(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) {
        var at = start
        // Every step tests `at < end` first, so nothing beyond the cell is read.
        guard at < end else { return nil }
        let negative = base[at] == 0x2D
        if negative {
            at += 1
            guard at < end else { return nil }
        }
        if base[at] == 0xC2 {
            guard end - at > 2, base[at + 1] == 0xA3 else { return nil }
            unit = .pound
            at += 2
        }
        var value: UInt64 = 0
        let digits = at
        while at < end {
            let digit = base[at] &- 0x30
            if digit > 9 { break }
            value = value &* 10 &+ UInt64(digit)
            at += 1
        }
        var count = at - digits
        guard count > 0 else { return nil }
        if at < end && base[at] == 0x2C {
            guard count <= 3 else { return nil }
            repeat {
                guard end - at > 3 else { return nil }
                let first = base[at + 1] &- 0x30
                let second = base[at + 2] &- 0x30
                let third = base[at + 3] &- 0x30
                guard first <= 9, second <= 9, third <= 9 else { return nil }
                value = value &* 1000 &+ UInt64(first) &* 100 &+ UInt64(second) &* 10 &+ UInt64(third)
                at += 4
                count += 3
            } while at < end && base[at] == 0x2C
        }
        if at < end && base[at] == 0x2E {
            at += 1
            let point = at
            while at < end {
                let digit = base[at] &- 0x30
                if digit > 9 { break }
                value = value &* 10 &+ UInt64(digit)
                at += 1
            }
            guard at > point && at - point <= 18 else { return nil }
            scale = Int8(truncatingIfNeeded: at - point)
            count += at - point
        }
        guard count <= 18 else { return nil }
        if at < end {
            guard end - at == 1 else { return nil }
            switch base[at] {
            case 0x25:
                guard unit == .none else { return nil }
                unit = .percent
            case 0x6B, 0x4B:
                scale -= 3
                flags = .scaled
            case 0x6D, 0x4D:
                scale -= 6
                flags = .scaled
            default:
                return nil
            }
        }
        let signed = Int64(truncatingIfNeeded: value)
        mantissa = negative ? 0 &- signed : signed
    }
}
