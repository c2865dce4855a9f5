// Cuts the text of a number format into its signs.

/// A sign of a format.
enum FormatSign: Equatable {
    case literal([UInt8])
    case place(DigitPlace, byte: UInt8)
    case point
    case comma
    case percent
    case exponent(hasPlus: Bool)
    case slash
    case text
    case general
    case letters(UInt8, Int)
    case elapsed(UInt8, Int)
    case halfDay(letters: Int, isSmall: Bool)
    case condition(String)
    case semicolon
}

/// Reads the signs of a format, none of which is ever an error: a character without meaning is literal.
struct FormatLexer {
    private let bytes: [UInt8]
    private var index = 0

    init(_ code: String) { bytes = Array(code.utf8) }

    mutating func next() -> FormatSign? {
        while index < bytes.count {
            if let sign = sign() { return sign }
        }
        return nil
    }

    /// The sign at the index; `nil` for one that shows nothing.
    private mutating func sign() -> FormatSign? {
        let byte = bytes[index]
        index += 1
        if let place = DigitPlace(byte) { return .place(place, byte: byte) }
        switch byte {
        case UInt8(ascii: "\""):
            let start = index
            while index < bytes.count, bytes[index] != byte { index += 1 }
            defer { index += 1 }
            return .literal(Array(bytes[start..<min(index, bytes.count)]))
        case UInt8(ascii: "\\"): return takeCharacter().map { .literal($0) } ?? .literal([byte])
        case UInt8(ascii: "_"):
            // As wide as the character: one space.
            _ = takeCharacter()
            return .literal([0x20])
        case UInt8(ascii: "*"):
            // Repeats to fill the cell, whose width is not known.
            _ = takeCharacter()
            return nil
        case UInt8(ascii: "["): return bracket()
        case UInt8(ascii: "."): return .point
        case UInt8(ascii: ","): return .comma
        case UInt8(ascii: "%"): return .percent
        case UInt8(ascii: "/"): return .slash
        case UInt8(ascii: "@"): return .text
        case UInt8(ascii: ";"): return .semicolon
        default: return word(byte)
        }
    }

    /// The bytes of the next character.
    private mutating func takeCharacter() -> [UInt8]? {
        guard index < bytes.count else { return nil }
        let start = index
        index += 1
        while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
        return Array(bytes[start..<index])
    }

    private func starts(_ word: StaticString, at place: Int) -> Bool {
        word.withUTF8Buffer { word in
            place + word.count <= bytes.count
                && word.indices.allSatisfy { bytes[place + $0] | 0x20 == word[$0] | 0x20 }
        }
    }

    private mutating func word(_ byte: UInt8) -> FormatSign {
        let start = index - 1
        if starts("general", at: start) {
            index = start + 7
            return .general
        }
        if starts("am/pm", at: start) {
            index = start + 5
            return .halfDay(letters: 2, isSmall: byte == UInt8(ascii: "a"))
        }
        if starts("a/p", at: start) {
            index = start + 3
            return .halfDay(letters: 1, isSmall: byte == UInt8(ascii: "a"))
        }
        let small = byte | 0x20
        if small == UInt8(ascii: "e"), index < bytes.count,
            bytes[index] == UInt8(ascii: "+") || bytes[index] == UInt8(ascii: "-")
        {
            index += 1
            return .exponent(hasPlus: bytes[index - 1] == UInt8(ascii: "+"))
        }
        // `B1` and `B2` choose the calendar.
        if small == UInt8(ascii: "b"), index < bytes.count, [0x31, 0x32].contains(bytes[index]) {
            index += 1
            return .literal([])
        }
        guard Array("ymdhseb".utf8).contains(small) else {
            while index < bytes.count, bytes[index] & 0xC0 == 0x80 { index += 1 }
            return .literal(Array(bytes[start..<index]))
        }
        while index < bytes.count, bytes[index] | 0x20 == small { index += 1 }
        return .letters(small, index - start)
    }

    /// A colour, a condition, a language, or a length of time.
    private mutating func bracket() -> FormatSign? {
        let start = index
        while index < bytes.count, bytes[index] != UInt8(ascii: "]") { index += 1 }
        let inner = Array(bytes[start..<index])
        index = min(index + 1, bytes.count)
        guard let first = inner.first else { return nil }
        if first == UInt8(ascii: "$") {
            // The text before the language is shown.
            let shown = inner.dropFirst().prefix { $0 != UInt8(ascii: "-") }
            return shown.isEmpty ? nil : .literal(Array(shown))
        }
        if first == UInt8(ascii: "<") || first == UInt8(ascii: ">") || first == UInt8(ascii: "=") {
            return .condition(String(decoding: inner, as: UTF8.self))
        }
        let small = first | 0x20
        if Array("hms".utf8).contains(small), inner.allSatisfy({ $0 | 0x20 == small }) {
            return .elapsed(small, inner.count)
        }
        return nil
    }
}
