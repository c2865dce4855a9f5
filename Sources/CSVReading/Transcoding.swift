// Windows-1252 and UTF-16 written as UTF-8.

enum Windows1252 {
    /// The characters of the bytes 0x80 to 0x9F; 0 where there is none.
    private static let upper: [UInt16] = [
        0x20AC, 0, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0, 0x017D, 0,
        0, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0, 0x017E,
        0x0178,
    ]

    /// Appends the text, and the offset in `text` of each U+FFFD that replaces a byte without a character.
    static func decode(_ bytes: [UInt8], into text: inout [UInt8], replaced: inout [Int]) {
        text.reserveCapacity(text.count + bytes.count + bytes.count / 8)
        for byte in bytes {
            if byte < 0x80 {
                text.append(byte)
            } else if byte >= 0xA0 {
                text.appendScalar(UInt32(byte))
            } else {
                let scalar = upper[Int(byte - 0x80)]
                if scalar == 0 { replaced.append(text.count) }
                text.appendScalar(scalar == 0 ? 0xFFFD : UInt32(scalar))
            }
        }
    }
}

extension Windows1252 {
    /// The byte of a character; `nil` where there is none.
    static func byte(of scalar: Unicode.Scalar) -> UInt8? {
        if scalar.value < 0x80 || (0xA0...0xFF).contains(scalar.value) { return UInt8(scalar.value) }
        return upper.firstIndex { $0 != 0 && UInt32($0) == scalar.value }.map { UInt8($0 + 0x80) }
    }
}

enum UTF16Order { case little, big }

enum UTF16Text {
    /// Appends the text, and the offset in `text` of each U+FFFD that replaces a surrogate without its partner or half
    /// a unit at the end. Returns how many bytes it used: all, except the first half of a pair at the end of a block
    /// that is not the last.
    static func decode(
        _ bytes: [UInt8], _ order: UTF16Order, isLast: Bool, into text: inout [UInt8], replaced: inout [Int]
    ) -> Int {
        text.reserveCapacity(text.count + bytes.count)
        let low = order == .little ? 0 : 1
        var index = 0
        while index + 1 < bytes.count {
            let unit = UInt32(bytes[index + low]) | UInt32(bytes[index + 1 - low]) << 8
            index += 2
            if unit < 0x80 {
                text.append(UInt8(unit))
            } else if unit & 0xF800 != 0xD800 {
                text.appendScalar(unit)
            } else {
                if unit < 0xDC00, index + 1 >= bytes.count, !isLast { return index - 2 }
                if unit < 0xDC00, index + 1 < bytes.count {
                    let second = UInt32(bytes[index + low]) | UInt32(bytes[index + 1 - low]) << 8
                    if second & 0xFC00 == 0xDC00 {
                        index += 2
                        text.appendScalar(0x10000 + (unit & 0x3FF) << 10 + (second & 0x3FF))
                        continue
                    }
                }
                replaced.append(text.count)
                text.appendScalar(0xFFFD)
            }
        }
        if index < bytes.count, isLast {
            replaced.append(text.count)
            text.appendScalar(0xFFFD)
            index = bytes.count
        }
        return index
    }
}

extension [UInt8] {
    /// Appends a scalar beyond ASCII as UTF-8; it must not be a surrogate.
    @inline(__always)
    fileprivate mutating func appendScalar(_ scalar: UInt32) {
        func tail(_ shift: UInt32) -> UInt8 { UInt8(truncatingIfNeeded: scalar >> shift & 0x3F | 0x80) }
        if scalar < 0x800 {
            append(UInt8(truncatingIfNeeded: scalar >> 6 | 0xC0))
        } else if scalar < 0x10000 {
            append(UInt8(truncatingIfNeeded: scalar >> 12 | 0xE0))
            append(tail(6))
        } else {
            append(UInt8(truncatingIfNeeded: scalar >> 18 | 0xF0))
            append(tail(12))
            append(tail(6))
        }
        append(tail(0))
    }
}
