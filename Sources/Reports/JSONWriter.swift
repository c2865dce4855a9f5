// Writes JSON into bytes, fast and in the order it is told.

/// Collects the bytes of a JSON text. Whoever uses it opens and closes in turn; commas are put by it.
///
/// Texts are escaped so that the file can be shown on a terminal: control characters, bidirectional controls and zero-width
/// characters stand as `\uXXXX`.
package struct JSONWriter {
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false
    /// How many of the outer levels have a line for each member.
    private var brokenLevels: Int
    private var level = 0

    package init(brokenLevels: Int) { self.brokenLevels = brokenLevels }

    package mutating func object(_ body: (inout Self) -> Void) { nest(UInt8(ascii: "{"), UInt8(ascii: "}"), body) }

    package mutating func array(_ body: (inout Self) -> Void) { nest(UInt8(ascii: "["), UInt8(ascii: "]"), body) }

    /// Writes what stands within on one line.
    package mutating func compact(_ body: (inout Self) -> Void) {
        let levels = brokenLevels
        brokenLevels = min(levels, level)
        body(&self)
        brokenLevels = levels
    }

    package mutating func reserve(_ count: Int) { bytes.reserveCapacity(count) }

    private mutating func nest(_ open: UInt8, _ close: UInt8, _ body: (inout Self) -> Void) {
        beginValue()
        bytes.append(open)
        level += 1
        needsComma = false
        let start = bytes.count
        body(&self)
        level -= 1
        if bytes.count > start, level < brokenLevels { breakLine() }
        bytes.append(close)
        needsComma = true
    }

    /// A member's name. Names are the format's own and need no escaping.
    package mutating func name(_ name: StaticString) {
        beginItem()
        bytes.append(0x22)
        append(name)
        endName()
    }

    /// A member's name that comes from a rule file.
    package mutating func name(text: String) {
        beginItem()
        write(text)
        bytes.removeLast()
        endName()
    }

    private mutating func endName() {
        append("\": ")
        needsComma = false
        isAfterName = true
    }

    private mutating func append(_ literal: StaticString) {
        bytes.append(contentsOf: UnsafeBufferPointer(start: literal.utf8Start, count: literal.utf8CodeUnitCount))
    }

    package mutating func string(_ text: String) {
        beginValue()
        write(text)
        needsComma = true
    }

    package mutating func optional(_ text: String?) {
        if let text { string(text) } else { null() }
    }

    package mutating func number(_ number: Int) {
        beginValue()
        write(number)
        needsComma = true
    }

    package mutating func optional(_ number: Int?) {
        if let number { self.number(number) } else { null() }
    }

    package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    package mutating func null() { literal("null") }

    /// The end of a text: a line end.
    package mutating func endLine() {
        bytes.append(0x0A)
        needsComma = false
    }

    private var isAfterName = false

    private mutating func literal(_ word: StaticString) {
        beginValue()
        append(word)
        needsComma = true
    }

    private mutating func beginValue() {
        if isAfterName { isAfterName = false } else { beginItem() }
    }

    private mutating func beginItem() {
        if needsComma { bytes.append(0x2C) }
        if level == 0 { return }
        if level <= brokenLevels {
            breakLine()
        } else if needsComma {
            bytes.append(0x20)
        }
    }

    private mutating func breakLine() {
        bytes.append(0x0A)
        for _ in 0..<level {
            bytes.append(0x20)
            bytes.append(0x20)
        }
    }

    private mutating func write(_ number: Int) {
        if number < 0 { bytes.append(0x2D) }
        let start = bytes.count
        var rest = number.magnitude
        repeat {
            bytes.append(0x30 + UInt8(rest % 10))
            rest /= 10
        } while rest > 0
        if bytes.count - start > 1 { bytes[start...].reverse() }
    }

    private mutating func write(_ text: String) {
        var text = text
        bytes.append(0x22)
        text.withUTF8 { source in
            var start = 0
            var index = 0
            while index < source.count {
                let byte = source[index]
                if byte >= 0x20, byte < 0x7F, byte != 0x22, byte != 0x5C {
                    index += 1
                    continue
                }
                let length = hiddenLength(source, index)
                if length == 0 {
                    index += 1
                    continue
                }
                bytes.append(contentsOf: source[start..<index])
                escape(source, index, length)
                index += length
                start = index
            }
            bytes.append(contentsOf: source[start..<source.count])
        }
        bytes.append(0x22)
    }

    /// The bytes of the character at an index if it must be escaped, else 0.
    private func hiddenLength(_ source: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int {
        let byte = source[index]
        if byte < 0x80 { return 1 }
        if byte == 0xC2, index + 1 < source.count {
            return source[index + 1] < 0xA0 || source[index + 1] == 0xAD ? 2 : 0
        }
        if byte == 0xD8, index + 1 < source.count { return source[index + 1] == 0x9C ? 2 : 0 }
        guard byte == 0xE2 || byte == 0xEF, index + 2 < source.count else { return 0 }
        switch (byte, source[index + 1], source[index + 2]) {
        case (0xE2, 0x80, 0x8B...0x8F), (0xE2, 0x80, 0xA8...0xAE), (0xE2, 0x81, 0xA0...0xAF), (0xEF, 0xBB, 0xBF):
            return 3
        default: return 0
        }
    }

    private mutating func escape(_ source: UnsafeBufferPointer<UInt8>, _ index: Int, _ length: Int) {
        bytes.append(0x5C)
        switch source[index] {
        case 0x22: bytes.append(0x22)
        case 0x5C: bytes.append(0x5C)
        case 0x0A: bytes.append(UInt8(ascii: "n"))
        case 0x0D: bytes.append(UInt8(ascii: "r"))
        case 0x09: bytes.append(UInt8(ascii: "t"))
        default:
            var value = UInt32(source[index])
            if length == 2 { value = (value & 0x1F) << 6 | UInt32(source[index + 1] & 0x3F) }
            if length == 3 {
                value = (value & 0x0F) << 12 | UInt32(source[index + 1] & 0x3F) << 6 | UInt32(source[index + 2] & 0x3F)
            }
            bytes.append(UInt8(ascii: "u"))
            for shift in [12, 8, 4, 0] as [UInt32] {
                let digit = UInt8(value >> shift & 0xF)
                bytes.append(digit < 10 ? 0x30 + digit : 0x37 + digit)
            }
        }
    }
}
