// How many columns of a terminal a text takes, and how to cut it to a number of them.

/// The columns that a text takes on a terminal: East Asian wide characters and emoji take two, combining marks, joiners
/// and joined characters none, all others one. Control characters count as 0: they are never sent.
package func displayWidth(_ text: String) -> Int {
    var text = text
    let asciiWidth = text.withUTF8 { bytes -> Int? in
        var width = 0
        for byte in bytes {
            if byte >= 0x80 { return nil }
            if byte >= 0x20, byte != 0x7F { width += 1 }
        }
        return width
    }
    if let asciiWidth { return asciiWidth }
    var total = 0
    var last = (scalar: Unicode.Scalar(0x20 as UInt8), width: 0)
    for scalar in text.unicodeScalars {
        var width = columns(of: scalar)
        if scalar.value == 0xFE0F, last.width == 1, last.scalar.properties.isEmoji {
            width = 1  // An emoji presentation makes its base wide.
        } else if last.scalar.value == 0x200D, scalar.properties.isEmoji {
            width = 0
        } else if scalar.properties.isEmojiModifier, last.scalar.properties.isEmojiModifierBase {
            width = 0
        }
        total += width
        if width > 0 || scalar.value == 0x200D { last = (scalar, width) }
    }
    return total
}

/// The text if it fits, else as much of it as fits before a `…`. Characters are never split.
func fitted(_ text: String, to width: Int) -> String {
    guard displayWidth(text) > width else { return text }
    return head(of: text, width: width - 1) + (width > 0 ? "…" : "")
}

/// The longest beginning of whole characters that takes no more than `width` columns.
func head(of text: some StringProtocol, width: Int) -> Substring {
    let text = Substring(text)
    var used = 0
    var end = text.startIndex
    while end < text.endIndex {
        used += displayWidth(String(text[end]))
        if used > width { break }
        end = text.index(after: end)
    }
    return text[..<end]
}

/// The text with blanks after it up to `width` columns.
func padded(_ text: String, to width: Int) -> String {
    text + blanks(width - displayWidth(text))
}

func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

/// The columns of a scalar on its own.
private func columns(of scalar: Unicode.Scalar) -> Int {
    let value = scalar.value
    if value < 0x7F { return value < 0x20 ? 0 : 1 }
    if value < 0x300 { return value < 0xA0 || value == 0xAD ? 0 : 1 }
    let properties = scalar.properties
    switch properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format, .control, .lineSeparator, .paragraphSeparator: return 0
    default: break
    }
    if properties.isDefaultIgnorableCodePoint { return 0 }
    // The vowels and finals of Hangul syllables join the consonant before them.
    if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FB).contains(value) { return 0 }
    // The letters of flags come in pairs that take two columns.
    if (0x1F1E6...0x1F1FF).contains(value) { return 1 }
    if properties.isEmojiPresentation || isWide(value) { return 2 }
    return 1
}

private func isWide(_ value: UInt32) -> Bool {
    guard value >= 0x1100 else { return false }
    var low = 0
    var high = wideRanges.count
    while low < high {
        let middle = (low + high) / 2
        if wideRanges[middle].upperBound < value { low = middle + 1 } else { high = middle }
    }
    return low < wideRanges.count && wideRanges[low].contains(value)
}

/// The characters whose East Asian width is wide or full, those with an emoji presentation left out.
private let wideRanges: [ClosedRange<UInt32>] = [
    0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0x303E, 0x3041...0x3247,
    0x3250...0x4DBF, 0x4E00...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19,
    0xFE30...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x18DFF, 0x1AFF0...0x1B2FB, 0x1D300...0x1D376,
    0x1F200...0x1F265, 0x1F300...0x1F320, 0x1F947...0x1F9FF, 0x20000...0x2FFFD, 0x30000...0x3FFFD,
]
