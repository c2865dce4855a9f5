// Texts whose accents are composed in one way or another: `ô` as one character, or as `o` with a mark behind it.

// For `_nfc`, with which the standard library composes strings for its own comparisons.
@_spi(_Unicode) import Swift

/// Whether a text may have to be composed before it is compared. False for nearly all: ASCII, Latin, Greek and Cyrillic
/// letters with their accents, typographic signs, Chinese characters. Linear.
@inline(__always)
package func mayNeedComposing(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    var highest: UInt8 = 0
    for byte in text { highest = max(highest, byte) }
    // Every character that composing changes, or that changes others, begins with this byte or a higher one.
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

/// Gives the bytes of a text in the form in which equal texts have equal bytes: composed (NFC). A text that is not
/// UTF-8, or has more than 30 marks on one letter, as no writing does, stays as it is. Linear.
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
        // Sorting marks on one letter takes quadratic time, so their number is limited.
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

/// Whether two texts are equal once both are composed.
@inline(__always)
package func isSameText(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) -> Bool {
    guard left.count > 0, right.count > 0 else { return left.count == right.count }
    // Different ASCII letters stay different, whatever marks follow.
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

/// A part of a text that has other bytes once it is composed; places are byte offsets.
struct Composition {
    var original: UInt32
    var originalCount: UInt32
    var composed: UInt32
    var composedCount: UInt32
}

/// The bytes of a text with its letters composed, and which parts of it changed, from left to right. Bytes that are not
/// UTF-8 and letters with more than 30 marks stay as they are. Linear.
func composedInParts(_ text: UnsafeBufferPointer<UInt8>) -> (bytes: [UInt8], changes: [Composition]) {
    guard let base = text.baseAddress, mayNeedComposing(text) else { return (Array(text), []) }
    var result: [UInt8] = []
    result.reserveCapacity(text.count)
    var changes: [Composition] = []
    var taken = 0
    func close(_ letter: Range<Int>) {
        guard letter.count > 1 else { return }
        let bytes = UnsafeBufferPointer(rebasing: text[letter])
        guard mayNeedComposing(bytes), let composed = composed(bytes), !composed.elementsEqual(bytes) else { return }
        // A place before the first character that differs is the same in both.
        var same = 0
        while same < min(composed.count, bytes.count), composed[same] == bytes[same] { same += 1 }
        while same > 0, same < bytes.count, bytes[same] & 0xC0 == 0x80 { same -= 1 }
        result.append(contentsOf: text[taken..<letter.lowerBound])
        changes.append(
            Composition(
                original: UInt32(letter.lowerBound + same), originalCount: UInt32(bytes.count - same),
                composed: UInt32(result.count + same), composedCount: UInt32(composed.count - same)))
        result.append(contentsOf: composed)
        taken = letter.upperBound
    }
    var start = 0
    var at = 0
    while at < text.count {
        let (character, width) = scalar(base, at, text.count)
        if character.map(joinsNothingBefore) ?? true {
            close(start..<at)
            start = at
        }
        at += width
    }
    close(start..<text.count)
    result.append(contentsOf: text[taken...])
    return (result, changes)
}

/// Whether a character begins a letter of its own, whatever precedes it: neither a mark nor a later part of a syllable
/// that is written in parts.
func joinsNothingBefore(_ character: Unicode.Scalar) -> Bool {
    switch character.value {
    case 0..<0x300: return true
    case 0x1160...0x11FF, 0x16D63...0x16D6A: return false
    default: break
    }
    switch character.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .enclosingMark: return false
    default: return character.properties.canonicalCombiningClass == .notReordered
    }
}
