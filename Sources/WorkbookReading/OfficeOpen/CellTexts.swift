// Texts as cells and links of Excel's workbooks have them.

extension [UInt8] {
    /// Adds a text as it stands between tags. Characters that XML has not are written as spreadsheet programs do
    /// (`_x0007_`), and what looks so without being meant so is kept from it.
    mutating func append(asCellText text: String) {
        var text = text
        text.withUTF8 { append(asCellText: $0) }
    }

    private mutating func append(asCellText text: UnsafeBufferPointer<UInt8>) {
        var taken = 0
        func replace(_ place: Int, _ count: Int, _ output: inout [UInt8], by other: String) {
            output += text[taken..<place]
            output += other.utf8
            taken = place + count
        }
        for (place, byte) in text.enumerated() {
            switch byte {
            case UInt8(ascii: "&"): replace(place, 1, &self, by: "&amp;")
            case UInt8(ascii: "<"): replace(place, 1, &self, by: "&lt;")
            case UInt8(ascii: ">"): replace(place, 1, &self, by: "&gt;")
            case UInt8(ascii: "_"):
                if looksEscaped(text[place...]) { replace(place, 1, &self, by: "_x005F_") }
            case UInt8(ascii: "\t"), UInt8(ascii: "\n"): continue
            case 0..<0x20: replace(place, 1, &self, by: escaped(UInt16(byte)))
            case 0xEF where text.count - place > 2 && text[place + 1] == 0xBF && text[place + 2] >= 0xBE:
                // U+FFFE and U+FFFF.
                replace(place, 3, &self, by: escaped(0xFF40 + UInt16(text[place + 2])))
            default: continue
            }
        }
        self += text[taken...]
    }

    /// Adds a text as it stands in the value of an attribute.
    mutating func append(asAttributeText text: String) {
        let isPlain = text.utf8.allSatisfy { byte in
            byte >= 0x20 && byte != 0x22 && byte != 0x26 && byte != 0x27 && byte != 0x3C && byte != 0x3E && byte != 0xEF
        }
        self += (isPlain ? text : attributeText(text)).utf8
    }
}

/// A text as it stands between tags.
func xmlText(_ text: String) -> String {
    var bytes: [UInt8] = []
    bytes.append(asCellText: text)
    return String(decoding: bytes, as: UTF8.self)
}

private func escaped(_ unit: UInt16) -> String {
    let hex = String(unit, radix: 16, uppercase: true)
    return "_x" + String(repeating: "0", count: 4 - hex.count) + hex + "_"
}

/// Whether a text begins as an escaped character does: `_x0041_`.
private func looksEscaped(_ text: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
    let start = text.prefix(7)
    guard start.count == 7 else { return false }
    let first = start.startIndex
    return start[first + 1] == UInt8(ascii: "x") && start[first + 6] == UInt8(ascii: "_")
        && start[first + 2...first + 5].allSatisfy { Unicode.Scalar($0).properties.isASCIIHexDigit }
}

/// A sheet's name as formulas and links have it.
func quotedSheet(_ name: String) -> String { "'" + name.replacing("'", with: "''") + "'" }

/// The names of sheets as links have them in the values of attributes; links lead to few sheets.
struct QuotedSheets {
    private var known: (name: String, bytes: [UInt8])?

    mutating func inAttributes(_ name: String) -> [UInt8] {
        if let known, known.name == name { return known.bytes }
        let bytes = Array(attributeText(quotedSheet(name)).utf8)
        known = (name, bytes)
        return bytes
    }
}

/// A text as long as a cell can be.
func cellText(_ text: String) -> String {
    // Excel's longest has 32,767 units of UTF-16.
    guard text.utf8.count > 32_767, text.utf16.count > 32_767 else { return text }
    var units = 1
    let kept = text.unicodeScalars.prefix { scalar in
        units += scalar.utf16.count
        return units <= 32_767
    }
    return String(kept) + "\u{2026}"
}
