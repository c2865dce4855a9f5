// Short words as two numbers.

/// A folded word: up to 16 bytes in two numbers, first byte lowest; for a longer one a hash in `low`.
struct PackedWord: Equatable {
    var low: UInt64
    var high: UInt64
    var count: Int

    init(low: UInt64, high: UInt64, count: Int) {
        self.low = low
        self.high = high
        self.count = count
    }

    /// Packs and folds 1 to 16 bytes of ASCII; `nil` for other bytes.
    @inline(__always)
    init?(ascii base: UnsafePointer<UInt8>, _ count: Int) {
        // Every load lies within the `count` bytes; the two loads overlap.
        let raw = UnsafeRawPointer(base)
        var low: UInt64
        var high: UInt64 = 0
        if count >= 8 {
            low = UInt64(littleEndian: raw.loadUnaligned(as: UInt64.self))
            if count > 8 {
                let last = UInt64(littleEndian: raw.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self))
                high = last &>> UInt64(truncatingIfNeeded: (16 - count) * 8)
            }
        } else if count >= 4 {
            let first = UInt32(littleEndian: raw.loadUnaligned(as: UInt32.self))
            let last = UInt32(littleEndian: raw.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
            low = UInt64(first) | UInt64(last) &<< UInt64(truncatingIfNeeded: (count - 4) * 8)
        } else {
            let middle = count >> 1
            low = UInt64(base[0]) | UInt64(base[middle]) &<< UInt64(truncatingIfNeeded: middle * 8)
            low |= UInt64(base[count - 1]) &<< UInt64(truncatingIfNeeded: (count - 1) * 8)
        }
        guard (low | high) & 0x8080_8080_8080_8080 == 0 else { return nil }
        self.low = PackedWord.folded(low)
        self.high = PackedWord.folded(high)
        self.count = count
    }

    /// Eight ASCII bytes in lower case.
    @inline(__always)
    private static func folded(_ bytes: UInt64) -> UInt64 {
        // The high bit of each byte tells whether it is at least `A`, and whether it is more than `Z`.
        let fromA = bytes &+ 0x3F3F_3F3F_3F3F_3F3F
        let beyondZ = bytes &+ 0x2525_2525_2525_2525
        return bytes | ((fromA ^ beyondZ) & 0x8080_8080_8080_8080) &>> 2
    }

    @inline(__always)
    var hash: Int {
        // Long words are distinguished by `low` and the length alone; `high` is their place.
        let high = count > 16 ? 0 : high
        var mixed = (low ^ UInt64(truncatingIfNeeded: count)) &* 0x9E37_79B9_7F4A_7C15
        mixed = (mixed ^ mixed &>> 32 ^ high) &* 0xC2B2_AE3D_27D4_EB4F
        return Int(truncatingIfNeeded: mixed &>> 33)
    }
}

/// Packs a word that comes byte by byte, already folded.
struct WordPacking {
    private var low: UInt64 = 0
    private var high: UInt64 = 0
    private var count = 0
    private var longHash: UInt64 = 0xCBF2_9CE4_8422_2325

    @inline(__always)
    mutating func add(_ byte: UInt8) {
        if count < 8 {
            low |= UInt64(byte) &<< UInt64(truncatingIfNeeded: count * 8)
        } else if count < 16 {
            high |= UInt64(byte) &<< UInt64(truncatingIfNeeded: (count - 8) * 8)
        }
        longHash = (longHash ^ UInt64(byte)) &* 0x0000_0100_0000_01B3
        count += 1
    }

    var word: PackedWord {
        count <= 16 ? PackedWord(low: low, high: high, count: count) : PackedWord(low: longHash, high: 0, count: count)
    }
}
