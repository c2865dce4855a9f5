// Writes JSON into bytes, fast and in the order of the calls.

package import Findings

/// Takes the bytes of a report, a part at a time.
package typealias ReportSink = ([UInt8]) -> Void

/// All that a report writes.
func collected(_ write: (@escaping ReportSink) -> Void) -> [UInt8] {
    var parts: [[UInt8]] = []
    write { parts.append($0) }
    return parts.count == 1 ? parts[0] : Array(parts.joined())
}

/// Collects the bytes of a JSON text. The caller must balance opening and closing; the writer adds commas.
///
/// Texts are escaped so that the file can be shown on a terminal: control characters, bidirectional controls and
/// zero-width characters are written as `\uXXXX`.
package struct JSONWriter {
    /// The bytes written so far, then room for more.
    private var buffer: [UInt8] = []
    private var count = 0
    private var needsComma = false
    private var isAfterName = false
    /// How many of the outer levels have a line for each member.
    private var brokenLevels: Int
    private var level = 0

    /// Receives the bytes as they are made; `nil` where `finish` returns all of them.
    private var sink: ReportSink?

    package init(brokenLevels: Int, to sink: ReportSink? = nil) {
        self.brokenLevels = brokenLevels
        self.sink = sink
    }

    /// The finished text; nothing may be written afterwards.
    package mutating func finish() -> [UInt8] {
        buffer.removeLast(buffer.count - count)
        return buffer
    }

    package mutating func object(_ body: (inout Self) -> Void) { nest(UInt8(ascii: "{"), UInt8(ascii: "}"), body) }

    package mutating func array(_ body: (inout Self) -> Void) { nest(UInt8(ascii: "["), UInt8(ascii: "]"), body) }

    /// Writes everything within the body on one line.
    package mutating func compact(_ body: (inout Self) -> Void) {
        let levels = brokenLevels
        brokenLevels = min(levels, level)
        body(&self)
        brokenLevels = levels
    }

    package mutating func reserve(_ count: Int) {
        if count > buffer.count { buffer.append(contentsOf: repeatElement(0, count: count - buffer.count)) }
    }

    /// Writes the findings of a list as items of the array that is open, each on a line of its own, on some threads.
    /// The body writes one, or nothing.
    package mutating func items(
        _ findings: FindingList, threads: Int,
        _ write: @escaping @Sendable (_ json: inout Self, _ finding: UnsafePointer<Finding>) -> Void
    ) {
        precondition(level <= brokenLevels, "the items of a compact array stand on one line")
        findings.inParts(threads: threads) { [brokenLevels, level] findings in
            var json = JSONWriter(brokenLevels: brokenLevels)
            json.level = level
            json.reserve(findings.count * 832)
            if let start = findings.baseAddress {
                for index in findings.indices { write(&json, start + index) }
            }
            return json.finish()
        } _: { text in
            guard !text.isEmpty else { return }
            self.write(text.count + 1) { [needsComma] out in
                if needsComma { out.put(0x2C) }
                text.withUnsafeBufferPointer { out.put($0) }
            }
            needsComma = level > 0
            passOn()
        }
    }

    /// Passes the bytes on where there is a sink and they are more than `most`.
    package mutating func passOn(_ most: Int = 1 << 18) {
        guard let sink, count > most else { return }
        sink(Array(buffer[..<count]))
        count = 0
    }

    /// Passes on the rest of a text that goes to a sink.
    package mutating func end() {
        passOn(0)
        buffer = []
    }

    private mutating func nest(_ open: UInt8, _ close: UInt8, _ body: (inout Self) -> Void) {
        beginValue(1) { $0.put(open) }
        level += 1
        needsComma = false
        let start = count
        body(&self)
        level -= 1
        write(2 + 2 * level) { [isBroken = count > start && level < brokenLevels, level] out in
            if isBroken { out.breakLine(level) }
            out.put(close)
        }
        needsComma = true
    }

    /// A member's name. Names are the format's own and need no escaping.
    package mutating func name(_ name: StaticString) {
        let text = UnsafeBufferPointer(start: name.utf8Start, count: name.utf8CodeUnitCount)
        beginItem(text.count + 4) { out in
            out.put(0x22)
            out.put(text)
            out.endName()
        }
        needsComma = false
        isAfterName = true
    }

    /// A member's name that comes from a rule file.
    package mutating func name(text: String) {
        var text = text
        text.withUTF8 { text in
            beginItem(6 * text.count + 4) { out in
                out.put(0x22)
                out.escape(text)
                out.endName()
            }
        }
        needsComma = false
        isAfterName = true
    }

    package mutating func string(_ text: String) {
        var text = text
        text.withUTF8 { text in
            beginValue(6 * text.count + 2) { out in
                out.put(0x22)
                out.escape(text)
                out.put(0x22)
            }
        }
        needsComma = true
    }

    package mutating func optional(_ text: String?) {
        if let text { string(text) } else { null() }
    }

    package mutating func number(_ number: Int) {
        beginValue(20) { $0.putDigits(number) }
        needsComma = true
    }

    package mutating func optional(_ number: Int?) {
        if let number { self.number(number) } else { null() }
    }

    package mutating func bool(_ value: Bool) { literal(value ? "true" : "false") }

    package mutating func null() { literal("null") }

    /// The end of a text: a line end.
    package mutating func endLine() {
        write(1) { $0.put(0x0A) }
        needsComma = false
    }

    private mutating func literal(_ word: StaticString) {
        let text = UnsafeBufferPointer(start: word.utf8Start, count: word.utf8CodeUnitCount)
        beginValue(text.count) { $0.put(text) }
        needsComma = true
    }

    @inline(__always)
    private mutating func beginValue(_ most: Int, _ body: (inout JSONOutput) -> Void) {
        if isAfterName {
            isAfterName = false
            write(most, body)
        } else {
            beginItem(most, body)
        }
    }

    /// Separates a member from the one before, and writes it.
    @inline(__always)
    private mutating func beginItem(_ most: Int, _ body: (inout JSONOutput) -> Void) {
        write(most + 2 + 2 * level) { [needsComma, level, brokenLevels] out in
            if needsComma { out.put(0x2C) }
            if level > 0 {
                if level <= brokenLevels { out.breakLine(level) } else if needsComma { out.put(0x20) }
            }
            body(&out)
        }
    }

    /// Reserves `most` bytes, which the body may write.
    @inline(__always)
    private mutating func write(_ most: Int, _ body: (inout JSONOutput) -> Void) {
        if count + most > buffer.count { grow(most) }
        count = buffer.withUnsafeMutableBufferPointer { buffer in
            guard let start = buffer.baseAddress else { return 0 }
            // The reserved room covers all that the body may write.
            var out = JSONOutput(location: start + count)
            body(&out)
            return out.location - start
        }
    }

    @inline(never)
    private mutating func grow(_ most: Int) {
        buffer.append(contentsOf: repeatElement(0, count: max(most, buffer.count, 1024)))
    }
}

/// A place in a buffer that has room for what is written.
private struct JSONOutput {
    var location: UnsafeMutablePointer<UInt8>

    @inline(__always)
    mutating func put(_ byte: UInt8) {
        location.pointee = byte
        location += 1
    }

    @inline(__always)
    mutating func put(_ text: UnsafeBufferPointer<UInt8>) {
        guard let start = text.baseAddress else { return }
        location.update(from: start, count: text.count)
        location += text.count
    }

    @inline(__always)
    mutating func endName() {
        put(0x22)
        put(0x3A)
        put(0x20)
    }

    @inline(__always)
    mutating func breakLine(_ level: Int) {
        put(0x0A)
        location.update(repeating: 0x20, count: 2 * level)
        location += 2 * level
    }

    mutating func putDigits(_ number: Int) {
        if number < 0 { put(0x2D) }
        var rest = number.magnitude
        var digits = 1
        var limit: UInt = 10
        while rest >= limit {
            digits += 1
            let (larger, overflows) = limit.multipliedReportingOverflow(by: 10)
            if overflows { break }
            limit = larger
        }
        for digit in stride(from: digits - 1, through: 0, by: -1) {
            location[digit] = 0x30 + UInt8(truncatingIfNeeded: rest % 10)
            rest /= 10
        }
        location += digits
    }

    /// Writes a text without its quotes: at most six bytes for each of its own.
    mutating func escape(_ source: UnsafeBufferPointer<UInt8>) {
        guard let start = source.baseAddress else { return }
        let raw = UnsafeRawPointer(start)
        var index = 0
        while index < source.count {
            // Eight bytes that need no escaping are written at once.
            while index &+ 8 <= source.count {
                let word = raw.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                guard Self.isPlain(word) else { break }
                UnsafeMutableRawPointer(location).storeBytes(of: word, as: UInt64.self)
                location += 8
                index &+= 8
            }
            guard index < source.count else { return }
            let byte = source[index]
            let isPlain = byte >= 0x20 && byte < 0x7F && byte != 0x22 && byte != 0x5C
            let length = isPlain ? 0 : hiddenLength(source, index)
            if length == 0 {
                put(byte)
                index &+= 1
            } else {
                escape(source, index, length)
                index &+= length
            }
        }
    }

    /// Whether eight bytes are all ASCII without control characters, quotes and backslashes. May be false although they
    /// are.
    @inline(__always)
    private static func isPlain(_ word: UInt64) -> Bool {
        let ones: UInt64 = 0x0101_0101_0101_0101
        let quotes = word ^ (ones &* 0x22)
        let slashes = word ^ (ones &* 0x5C)
        let controls = word &- ones &* 0x20
        let deletes = word &+ ones
        return (word | controls | deletes | (quotes &- ones) | (slashes &- ones)) & (ones &* 0x80) == 0
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
        put(0x5C)
        switch source[index] {
        case 0x22: put(0x22)
        case 0x5C: put(0x5C)
        case 0x0A: put(UInt8(ascii: "n"))
        case 0x0D: put(UInt8(ascii: "r"))
        case 0x09: put(UInt8(ascii: "t"))
        default:
            var value = UInt32(source[index])
            if length == 2 { value = (value & 0x1F) << 6 | UInt32(source[index + 1] & 0x3F) }
            if length == 3 {
                value = (value & 0x0F) << 12 | UInt32(source[index + 1] & 0x3F) << 6 | UInt32(source[index + 2] & 0x3F)
            }
            put(UInt8(ascii: "u"))
            for shift: UInt32 in stride(from: 12, through: 0, by: -4) {
                let digit = UInt8(value >> shift & 0xF)
                put(digit < 10 ? 0x30 + digit : 0x37 + digit)
            }
        }
    }
}
