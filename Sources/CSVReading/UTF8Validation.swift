// Finds bytes that are not UTF-8, at the speed of memory where text is ASCII.

internal import CByteMasks

enum UTF8Validation {
    /// The next ill-formed bytes from `start` on (a maximal subpart, as the Unicode standard counts replacements), or
    /// `nil`. A sequence that `end` cuts off is ill-formed. Adds to `sequences` how many well-formed ones of more than
    /// one byte it passed.
    static func nextIllFormed(
        _ bytes: UnsafePointer<UInt8>, from start: Int, to end: Int, sequences: inout Int
    ) -> Range<Int>? {
        var index = start
        while index < end {
            if index &+ 64 <= end {
                let high = byte_masks_high(bytes + index)
                index &+= high == 0 ? 64 : high.trailingZeroBitCount
                if high == 0 { continue }
            }
            while index < end {
                let lead = bytes[index]
                if lead < 0x80 {
                    if index &+ 64 <= end { break }
                    index &+= 1
                    continue
                }
                let length = wellFormedLength(bytes + index, end &- index)
                guard length > 0 else { return index..<index - length }
                sequences &+= 1
                index &+= length
            }
        }
        return nil
    }

    /// The length of the sequence that begins with a byte beyond ASCII; where it is ill-formed, minus the length of the
    /// part to replace.
    @inline(__always)
    private static func wellFormedLength(_ bytes: UnsafePointer<UInt8>, _ available: Int) -> Int {
        let lead = bytes[0]
        var lowest: UInt8 = 0x80
        var highest: UInt8 = 0xBF
        let length: Int
        switch lead {
        case 0xC2...0xDF: length = 2
        case 0xE0...0xEF:
            length = 3
            if lead == 0xE0 { lowest = 0xA0 }
            if lead == 0xED { highest = 0x9F }
        case 0xF0...0xF4:
            length = 4
            if lead == 0xF0 { lowest = 0x90 }
            if lead == 0xF4 { highest = 0x8F }
        default: return -1
        }
        var present = 1
        while present < length {
            guard present < available, bytes[present] >= lowest, bytes[present] <= highest else { return -present }
            lowest = 0x80
            highest = 0xBF
            present &+= 1
        }
        return length
    }
}
