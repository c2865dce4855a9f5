// Line breaks within cells, which patterns take for spaces.

/// Whether a text holds a line feed or a carriage return. Linear, eight bytes at a time.
@inline(__always)
package func holdsLineEnd(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = text.baseAddress else { return false }
    let count = text.count
    guard count >= 8 else {
        for byte in text where byte == 0x0A || byte == 0x0D { return true }
        return false
    }
    let raw = UnsafeRawPointer(base)
    var at = 0
    while at < count {
        // The last eight bytes may have been looked at in part before.
        let word = raw.loadUnaligned(fromByteOffset: min(at, count &- 8), as: UInt64.self)
        let (feeds, returns) = (word ^ 0x0A0A_0A0A_0A0A_0A0A, word ^ 0x0D0D_0D0D_0D0D_0D0D)
        let found =
            (feeds &- 0x0101_0101_0101_0101) & ~feeds | (returns &- 0x0101_0101_0101_0101) & ~returns
        if found & 0x8080_8080_8080_8080 != 0 { return true }
        at &+= 8
    }
    return false
}

/// Gives a text in which each line break, CRLF as one, is a space.
package func withLineEndsAsSpaces<Result>(
    _ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
) -> Result {
    guard holdsLineEnd(text) else { return body(text) }
    return lineEndsAsSpaces(text).bytes.withUnsafeBufferPointer(body)
}

/// A text in which each line break, CRLF as one, is a space, and the places in it behind which a byte of the text is
/// left out, ascending.
package func lineEndsAsSpaces(_ text: UnsafeBufferPointer<UInt8>) -> (bytes: [UInt8], shortened: [Int]) {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    var shortened: [Int] = []
    var isAfterReturn = false
    for byte in text {
        if byte == 0x0A, isAfterReturn {
            shortened.append(bytes.count)
            isAfterReturn = false
            continue
        }
        isAfterReturn = byte == 0x0D
        bytes.append(byte == 0x0A || byte == 0x0D ? 0x20 : byte)
    }
    return (bytes, shortened)
}
