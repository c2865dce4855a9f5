// Texts whose accents are composed in one way or another: `ô` as one character, or as `o` with a mark behind it.

// What the standard library composes texts with for its own comparisons of strings.
@_spi(_Unicode) import Swift

/// Whether a text may have to be composed before it is compared. False for nearly all: ASCII, Latin, Greek and Cyrillic
/// letters with their accents, typographic signs, Chinese characters. Linear.
@inline(__always)
package func mayNeedComposing(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var highest: UInt8 = 0
    for byte in text { highest = max(highest, byte) }
    // Every character that changes, or changes others, begins with this byte or a higher one.
    return highest >= 0xCC && holdsDecomposed(text)
}

@inline(never)
private func holdsDecomposed(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    guard let base = text.baseAddress else { return false }
    var at = 0
    while at < text.count {
        if base[at] < 0xCC {
            at += 1
            continue
        }
        let (character, width) = scalar(base, at, text.count)
        at += width
        switch character?.value ?? 0 {
        case 0x374, 0x37E, 0x387, 0x483...0x487: return true
        case 0..<0x300, 0x370..<0x591, 0x1E00..<0x1F00, 0x2010..<0x20D0, 0x2190..<0x2329, 0x232B..<0x2ADC,
            0x3000..<0x302A,
            0x4E00..<0xA000, 0xFE0F, 0x1F000..<0x20000:
            continue
        default: return true
        }
    }
    return false
}

/// Gives the bytes of a text in the form in which equal texts have equal bytes: composed (NFC). A text that is no
/// UTF-8, or piles more than 30 marks on one letter as no writing does, stays as it is. Linear.
package func withComposed<Result>(
    _ text: UnsafeBufferPointer<UInt8>, _ body: (UnsafeBufferPointer<UInt8>) -> Result
) -> Result {
    guard mayNeedComposing(text), let composed = composed(text) else { return body(text) }
    return composed.withUnsafeBufferPointer(body)
}

@inline(never)
private func composed(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8]? {
    guard let base = text.baseAddress else { return nil }
    var marks = 0
    var at = 0
    while at < text.count {
        let (character, width) = scalar(base, at, text.count)
        guard let character else { return nil }
        // Marks are put in order one by one: many on one letter would take time by their square.
        marks = character.properties.canonicalCombiningClass == .notReordered ? 0 : marks + 1
        guard marks <= 30 else { return nil }
        at += width
    }
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    for character in String(decoding: text, as: UTF8.self)._nfc {
        result.append(contentsOf: UTF8.encode(character) ?? UTF8.EncodedScalar())
    }
    return result
}

/// Whether two texts say the same: their bytes are equal once both are composed.
@inline(__always)
package func isSameText(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    guard left.count > 0, right.count > 0 else { return left.count == right.count }
    // A letter of ASCII is never the same as another one, whatever marks follow.
    if left[0] != right[0], left[0] | right[0] < 0x80 { return false }
    if left.count == right.count {
        var index = 0
        while index < left.count, left[index] == right[index] { index &+= 1 }
        if index == left.count { return true }
    }
    return mayNeedComposing(left) || mayNeedComposing(right) ? isSameComposed(left, right) : false
}

@inline(never)
private func isSameComposed(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    withComposed(left) { left in withComposed(right) { left.elementsEqual($0) } }
}
