// Words compared ignoring case: how letters fold, and the fingerprint of a whole cell.

/// A 128-bit fingerprint of words: trimmed, inner white space collapsed, composed alike, ignoring case. Equal words
/// have equal fingerprints, in every run and on every machine; different words differ except with a probability of
/// about 2^−64. Bytes that are not UTF-8 count as they are. Linear; allocates nothing for ASCII.
package func foldedFingerprint(_ bytes: UnsafeBufferPointer<UInt8>) -> Int128 {
    withComposed(bytes) { fingerprint($0) }
}

/// Appends a text in the form in which texts are equal whose `foldedFingerprint`s are.
package func appendFolded(_ bytes: UnsafeBufferPointer<UInt8>, to result: inout [UInt8]) {
    withComposed(bytes) { bytes in eachFolded(bytes) { result.append($0) } }
}

private func fingerprint(_ bytes: UnsafeBufferPointer<UInt8>) -> Int128 {
    var mix = FingerprintMix()
    eachFolded(bytes) { mix.add($0) }
    return mix.finish()
}

/// Calls `add` with the bytes of a composed text, trimmed, in lower case, with each run of white space as one space.
@inline(__always)
private func eachFolded(_ bytes: UnsafeBufferPointer<UInt8>, _ add: (UInt8) -> Void) {
    let range = trimmed(bytes)
    guard let base = bytes.baseAddress else { return }
    var at = range.lowerBound
    let end = range.upperBound
    while at < end {
        let space = spaceWidth(base, at, end)
        if space > 0 {
            add(0x20)
            at += space
            while at < end {
                let more = spaceWidth(base, at, end)
                if more == 0 { break }
                at += more
            }
            continue
        }
        at += fold(base, at, end, add)
    }
}

/// Calls `add` with the bytes of the character at `at` in lower case, and returns the character's length in bytes.
/// Letters fold by their simple Unicode mapping (`É` to `é`); those whose lower case is several characters stay as they
/// are.
@inline(__always)
func fold(_ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int, _ add: (UInt8) -> Void) -> Int {
    let byte = base[at]
    if byte < 0x80 {
        add(foldedASCII(byte))
        return 1
    }
    return foldWide(base, at, end, add)
}

@inline(never)
private func foldWide(_ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int, _ add: (UInt8) -> Void) -> Int {
    let (character, width) = scalar(base, at, end)
    if let character {
        // The selector that makes a symbol an emoji is dropped: `✔️` equals `✔`.
        if character == "\u{FE0F}" { return width }
        let lower = character.properties.lowercaseMapping.unicodeScalars
        if lower.count == 1, let folded = lower.first, folded != character {
            for byte in Unicode.UTF8.encode(folded) ?? .init() { add(byte) }
            return width
        }
    }
    for offset in 0..<width { add(base[at + offset]) }
    return width
}

@inline(__always)
func foldedASCII(_ byte: UInt8) -> UInt8 { byte &- 0x41 < 26 ? byte | 0x20 : byte }

/// Two lanes of 64 bits that take eight bytes at a time, mixed as in MurmurHash3.
private struct FingerprintMix {
    private var first: UInt64 = 0x9E37_79B9_7F4A_7C15
    private var second: UInt64 = 0xC2B2_AE3D_27D4_EB4F
    private var word: UInt64 = 0
    private var count: UInt64 = 0

    @inline(__always)
    mutating func add(_ byte: UInt8) {
        word |= UInt64(byte) << ((count & 7) << 3)
        count &+= 1
        if count & 7 == 0 { absorb() }
    }

    private mutating func absorb() {
        let multiplier: UInt64 = 0x87C3_7B91_1142_53D5
        let other: UInt64 = 0x4CF5_AD43_2745_937F
        first ^= rotated(word &* multiplier, 31) &* other
        first = (rotated(first, 27) &+ second) &* 5 &+ 0x52DC_E729
        second ^= rotated(word &* other, 33) &* multiplier
        second = (rotated(second, 31) &+ first) &* 5 &+ 0x3849_5AB5
        word = 0
    }

    mutating func finish() -> Int128 {
        absorb()
        first ^= count
        second ^= count
        first &+= second
        second &+= first
        first = avalanche(first)
        second = avalanche(second)
        first &+= second
        second &+= first
        return Int128(truncatingIfNeeded: UInt128(first) << 64 | UInt128(second))
    }

    private func rotated(_ value: UInt64, _ by: UInt64) -> UInt64 { value << by | value >> (64 - by) }

    private func avalanche(_ value: UInt64) -> UInt64 {
        var value = value
        value ^= value >> 33
        value = value &* 0xFF51_AFD7_ED55_8CCD
        value ^= value >> 33
        value = value &* 0xC4CE_B9FE_1A85_EC53
        value ^= value >> 33
        return value
    }
}
