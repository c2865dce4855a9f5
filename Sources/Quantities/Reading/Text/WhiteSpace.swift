// White space and single characters in the bytes of a cell.

/// The part of a cell without the white space around it: ASCII white space, the no-break and typographic spaces
/// (U+00A0, U+2000…U+200A, U+202F, U+205F, U+3000), line separators (U+0085, U+2028, U+2029) and invisible characters
/// (the byte order mark, U+00AD, U+200B…U+200F, U+202A…U+202E, U+2060…U+2064, U+2800, U+3164). Empty for a blank cell.
/// Linear in the skipped white space.
package func trimmed(_ bytes: UnsafeBufferPointer<UInt8>) -> Range<Int> {
    guard let base = bytes.baseAddress else { return 0..<0 }
    var start = 0
    var end = bytes.count
    while start < end {
        let width = spaceWidth(base, start, end)
        if width == 0 { break }
        start += width
    }
    while end > start {
        let width = spaceWidthBefore(base, start, end)
        if width == 0 { break }
        end -= width
    }
    return start..<end
}

/// The trimmed bytes of a cell.
@inline(__always)
package func trimmedBytes(_ bytes: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    if let base = bytes.baseAddress, bytes.count > 0 {
        let first = base[0]
        let last = base[bytes.count - 1]
        if first &- 0x21 < 0x5E && last &- 0x21 < 0x5E { return bytes }
    }
    return UnsafeBufferPointer(rebasing: bytes[trimmed(bytes)])
}

/// The length of the white space character at `at`, 0 where there is none.
@inline(__always)
func spaceWidth(_ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
    let byte = base[at]
    if byte < 0x80 { return byte == 0x20 || byte &- 9 < 5 ? 1 : 0 }
    return wideSpaceWidth(base, at, end)
}

private func wideSpaceWidth(_ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> Int {
    switch base[at] {
    case 0xC2 where end - at >= 2:
        return base[at + 1] == 0xA0 || base[at + 1] == 0x85 || base[at + 1] == 0xAD ? 2 : 0
    case 0xE2 where end - at >= 3:
        let second = base[at + 1]
        let third = base[at + 2]
        if second == 0x80 { return third &- 0x80 <= 0x0F || third &- 0xA8 <= 7 ? 3 : 0 }
        if second == 0x81 { return third == 0x9F || third &- 0xA0 <= 4 ? 3 : 0 }
        return second == 0xA0 && third == 0x80 ? 3 : 0
    case 0xE3 where end - at >= 3:
        return base[at + 1] == 0x80 && base[at + 2] == 0x80 || base[at + 1] == 0x85 && base[at + 2] == 0xA4 ? 3 : 0
    case 0xEF where end - at >= 3:
        return base[at + 1] == 0xBB && base[at + 2] == 0xBF ? 3 : 0
    default:
        return 0
    }
}

/// The length of the white space character that ends before `end`, 0 where there is none.
func spaceWidthBefore(_ base: UnsafePointer<UInt8>, _ start: Int, _ end: Int) -> Int {
    let byte = base[end - 1]
    if byte < 0x80 { return byte == 0x20 || byte &- 9 < 5 ? 1 : 0 }
    if end - start >= 2, base[end - 2] == 0xC2 { return wideSpaceWidth(base, end - 2, end) == 2 ? 2 : 0 }
    if end - start >= 3 { return wideSpaceWidth(base, end - 3, end) == 3 ? 3 : 0 }
    return 0
}

/// Whether a text of no more than some bytes holds white space other than single spaces.
@inline(__always)
func holdsWideSpace(_ text: UnsafeBufferPointer<UInt8>, most: Int) -> Bool {
    guard text.count <= most, let base = text.baseAddress else { return false }
    var last: UInt8 = 0
    for at in 0..<text.count {
        let byte = base[at]
        if byte &- 9 < 5 || byte == 0x20 && last == 0x20 { return true }
        // The first bytes of wide spaces also begin signs that are in many cells, such as £, – and ’.
        let mayBeWide = byte == 0xC2 || byte &- 0xE2 < 2 || byte == 0xEF
        if mayBeWide, wideSpaceWidth(base, at, text.count) > 0 { return true }
        last = byte
    }
    return false
}

/// A text with each run of white space as one space.
func withSingleSpaces(_ text: UnsafeBufferPointer<UInt8>) -> [UInt8] {
    var result: [UInt8] = []
    guard let base = text.baseAddress else { return result }
    result.reserveCapacity(text.count)
    var at = 0
    while at < text.count {
        let width = spaceWidth(base, at, text.count)
        if width == 0 {
            result.append(base[at])
        } else if result.last != 0x20 {
            result.append(0x20)
        }
        at += max(1, width)
    }
    return result
}

func withSingleSpaces(_ text: String) -> String {
    var text = text
    return String(decoding: text.withUTF8(withSingleSpaces), as: UTF8.self)
}

/// The character at `at` and its length in bytes; `nil` (with length 1) where the bytes are not UTF-8.
func scalar(_ base: UnsafePointer<UInt8>, _ at: Int, _ end: Int) -> (scalar: Unicode.Scalar?, width: Int) {
    let first = UInt32(base[at])
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let width: Int
    var value: UInt32
    let least: UInt32
    switch first {
    case 0xC2...0xDF: (width, value, least) = (2, first & 0x1F, 0x80)
    case 0xE0...0xEF: (width, value, least) = (3, first & 0x0F, 0x800)
    case 0xF0...0xF4: (width, value, least) = (4, first & 0x07, 0x10000)
    default: return (nil, 1)
    }
    guard end - at >= width else { return (nil, 1) }
    for offset in 1..<width {
        let next = UInt32(base[at + offset])
        guard next & 0xC0 == 0x80 else { return (nil, 1) }
        value = value << 6 | next & 0x3F
    }
    guard value >= least, let scalar = Unicode.Scalar(value) else { return (nil, 1) }
    return (scalar, width)
}

/// The number of words of a text: stretches between white space that hold a letter or a digit (a lone dash is not a
/// word).
package func wordCount(_ text: UnsafeBufferPointer<UInt8>) -> Int {
    guard let base = text.baseAddress else { return 0 }
    var count = 0
    var counted = false
    var at = 0
    while at < text.count {
        let space = spaceWidth(base, at, text.count)
        if space > 0 {
            counted = false
            at += space
            continue
        }
        let width: Int
        if counted {
            width = 1
        } else {
            let character = scalar(base, at, text.count)
            width = character.width
            if let scalar = character.scalar, isLetter(scalar) || scalar.properties.numericType != nil {
                counted = true
                count += 1
            }
        }
        at += width
    }
    return count
}

/// Whether a character is a letter, of any script.
@inline(__always)
func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    if scalar.value < 0x80 { return isASCIILetter(UInt8(scalar.value)) }
    return scalar.properties.isAlphabetic
}

@inline(__always)
func isASCIILetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- 0x61 < 26 }

@inline(__always)
func isDigit(_ byte: UInt8) -> Bool { byte &- 0x30 < 10 }
