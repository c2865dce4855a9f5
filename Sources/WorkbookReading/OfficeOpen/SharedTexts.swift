// The texts that sheets share, and texts of several runs.

internal import Packages

/// Reads the part of shared texts.
func readSharedTexts(_ scanner: XMLScanner) throws(PackageError) -> TextStore {
    var store = TextStore()
    var text: [UInt8] = []
    let item = XMLName("si")
    let runs = TextRuns()
    while true {
        switch try scanner.next() {
        case .start where scanner.name == item && scanner.namespace == .sheet:
            text.removeAll(keepingCapacity: true)
            try runs.append(scanner, to: &text)
            guard store.add(text) != nil else { throw .tooLarge }
        case .finish: return store
        default: continue
        }
    }
}

/// Reads texts of one run or several: their `t`, except those of phonetic guides.
struct TextRuns {
    private let run = XMLName("t")
    private let aid = XMLName("rPh")
    private let properties = XMLName("rPr")

    /// Reads the element that has just begun up to its end, and appends its text.
    func append(_ scanner: XMLScanner, to text: inout [UInt8]) throws(PackageError) {
        let outer = scanner.depth
        let start = text.count
        while true {
            switch try scanner.next() {
            case .start:
                if scanner.name == run {
                    try scanner.appendContent(to: &text)
                } else if scanner.name == aid
                    || scanner.name == properties
                {
                    try scanner.skip()
                }
            case .end:
                if scanner.depth == outer {
                    decodeEscapes(&text, from: start)
                    return
                }
            case .text: continue
            case .finish: return
            }
        }
    }
}

/// Decodes `_x000D_` and the like, which Excel writes for characters that XML cannot hold.
func decodeEscapes(_ text: inout [UInt8], from start: Int) {
    guard text.count - start >= 7, text[start...].contains(UInt8(ascii: "_")) else { return }
    var result: [UInt8] = []
    var index = start
    var changed = false
    while index < text.count {
        if text[index] == UInt8(ascii: "_"), index + 6 < text.count, text[index + 1] == UInt8(ascii: "x"),
            text[index + 6] == UInt8(ascii: "_"), let unit = hexadecimal(text[(index + 2)..<(index + 6)])
        {
            changed = true
            index += 7
            // Characters beyond 16 bits are written as two.
            if unit & 0xFC00 == 0xD800, index + 6 < text.count, text[index] == UInt8(ascii: "_"),
                let low = hexadecimal(text[(index + 2)..<(index + 6)]), low & 0xFC00 == 0xDC00
            {
                let scalar = 0x10000 + ((unit & 0x3FF) << 10 | (low & 0x3FF))
                result += Array(String(Unicode.Scalar(scalar) ?? "\u{FFFD}").utf8)
                index += 7
            } else {
                result += Array(String(Unicode.Scalar(unit) ?? "\u{FFFD}").utf8)
            }
        } else {
            result.append(text[index])
            index += 1
        }
    }
    guard changed else { return }
    text.removeLast(text.count - start)
    text += result
}

private func hexadecimal(_ digits: ArraySlice<UInt8>) -> UInt32? {
    var value: UInt32 = 0
    for digit in digits {
        switch digit {
        case 0x30...0x39: value = value << 4 | UInt32(digit - 0x30)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): value = value << 4 | UInt32(digit - 0x37)
        case UInt8(ascii: "a")...UInt8(ascii: "f"): value = value << 4 | UInt32(digit - 0x57)
        default: return nil
        }
    }
    return value
}
