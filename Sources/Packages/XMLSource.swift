// The characters of a part as validated UTF-8.

/// Gives a part's text: as it is where it is UTF-8, converted from UTF-16. Bytes that are not text, and characters that
/// XML does not allow, are faults.
final class XMLSource {
    private enum Order { case low, high }

    private let stream: PartStream
    /// The byte order of a part in UTF-16; else `nil`.
    private var order: Order?
    private var pending: [UInt8] = []
    /// Bytes of a character that are still to come, and what the next of them may be.
    private var awaited = 0
    private var lowest: UInt8 = 0x80
    private var highest: UInt8 = 0xBF

    init(_ stream: PartStream) throws(PackageError) {
        self.stream = stream
        let head = UnsafeMutableRawBufferPointer.allocate(byteCount: 4, alignment: 4)
        defer { head.deallocate() }
        pending = Array(head[0..<(try stream.read(into: head))])
        if pending.starts(with: [0xFF, 0xFE]) || pending.starts(with: [0x3C, 0x00]) {
            order = .low
        } else if pending.starts(with: [0xFE, 0xFF]) || pending.starts(with: [0x00, 0x3C]) {
            order = .high
        }
        if order != nil, pending.starts(with: [0xFF, 0xFE]) || pending.starts(with: [0xFE, 0xFF]) {
            pending.removeFirst(2)
        }
    }

    var name: String { stream.name }
    var isPlain: Bool { order == nil }

    /// Compares the encoding that a part declares with the one that it has.
    func checkEncoding(_ declaration: String, _ scanner: XMLScanner) throws(PackageError) {
        guard let word = declaration.firstRange(of: "encoding") else { return }
        let rest = declaration[word.upperBound...].drop { $0 == " " || $0 == "=" || $0.isNewline }
        guard let quote = rest.first, quote == "\"" || quote == "'" else { return }
        let name = rest.dropFirst().prefix { $0 != quote }.lowercased()
        let known = order == nil ? ["utf-8", "utf8", "us-ascii", "ascii"] : ["utf-16", "utf-16le", "utf-16be"]
        guard known.contains(name) else { throw scanner.fault("its encoding “\(name)” is none that is read") }
    }

    /// Fills a buffer of some hundred bytes or more; 0 only at the end. `offset` is the position in the part.
    func read(into buffer: UnsafeMutableRawBufferPointer, at offset: Int) throws(PackageError) -> Int {
        let count: Int
        if let order {
            count = try readWide(order, into: buffer, at: offset)
        } else {
            let first = min(pending.count, buffer.count)
            buffer.copyBytes(from: pending.prefix(first))
            pending.removeFirst(first)
            let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[first...])
            count = first + (try stream.read(into: rest))
        }
        let problem = check(UnsafeRawBufferPointer(rebasing: buffer[0..<count]))
        if let problem { throw .malformed(name, offset: offset + problem, "a byte there is no text") }
        if count == 0, awaited > 0 { throw .malformed(name, offset: offset, "its last character is cut short") }
        return count
    }

    /// Characters of two bytes each, or four, as UTF-8, which takes at most half as many bytes more.
    private func readWide(
        _ order: Order, into buffer: UnsafeMutableRawBufferPointer, at offset: Int
    ) throws(PackageError) -> Int {
        let wanted = max(8, (buffer.count / 3 * 2) & ~3)
        let wide = UnsafeMutableRawBufferPointer.allocate(byteCount: wanted, alignment: 4)
        defer { wide.deallocate() }
        let count = try stream.read(into: wide)
        var units = pending + wide[0..<count]
        pending = []
        var text: [UInt8] = []
        text.reserveCapacity(units.count * 3 / 2)
        func unit(_ place: Int) -> UInt16 {
            let (first, second) = (UInt16(units[place]), UInt16(units[place + 1]))
            return order == .low ? second << 8 | first : first << 8 | second
        }
        var place = 0
        while place + 1 < units.count {
            let high = unit(place)
            var scalar = UInt32(high)
            var length = 2
            if high & 0xFC00 == 0xD800 {
                guard place + 3 < units.count else { break }
                let low = unit(place + 2)
                guard low & 0xFC00 == 0xDC00 else {
                    throw .malformed(name, offset: offset + text.count, "a character there is half of one")
                }
                scalar = 0x10000 + (UInt32(high & 0x3FF) << 10 | UInt32(low & 0x3FF))
                length = 4
            }
            guard let character = Unicode.Scalar(scalar) else {
                throw .malformed(name, offset: offset + text.count, "a character there is half of one")
            }
            text.append(contentsOf: UTF8.encode(character) ?? UTF8.encodedReplacementCharacter)
            place += length
        }
        units.removeFirst(place)
        pending = units
        if count == 0, !pending.isEmpty {
            throw .malformed(name, offset: offset, "its last character is cut short")
        }
        buffer.copyBytes(from: text)
        return text.count
    }

    /// The offset of the first byte that is not UTF-8, or of a character that XML does not allow; `nil` where there is
    /// none.
    private func check(_ bytes: UnsafeRawBufferPointer) -> Int? {
        guard let start = bytes.baseAddress else { return nil }
        var index = 0
        while index < bytes.count {
            if awaited == 0 {
                while index + 8 <= bytes.count {
                    let word = start.loadUnaligned(fromByteOffset: index, as: UInt64.self)
                    // A byte below a space, or beyond ASCII, sets its highest bit.
                    guard ((word &- 0x2020_2020_2020_2020) | word) & 0x8080_8080_8080_8080 == 0 else { break }
                    index += 8
                }
                guard index < bytes.count else { return nil }
            }
            guard accept(bytes[index]) else { return index }
            index += 1
        }
        return nil
    }

    @inline(__always)
    private func accept(_ byte: UInt8) -> Bool {
        if awaited > 0 {
            guard byte >= lowest, byte <= highest else { return false }
            awaited -= 1
            lowest = 0x80
            highest = 0xBF
            return true
        }
        switch byte {
        case 0x20...0x7F, 0x09, 0x0A, 0x0D: return true
        case 0xC2...0xDF: awaited = 1
        case 0xE0: (awaited, lowest) = (2, 0xA0)
        case 0xED: (awaited, highest) = (2, 0x9F)
        case 0xE1...0xEF: awaited = 2
        case 0xF0: (awaited, lowest) = (3, 0x90)
        case 0xF1...0xF3: awaited = 3
        case 0xF4: (awaited, highest) = (3, 0x8F)
        default: return false
        }
        return true
    }
}
