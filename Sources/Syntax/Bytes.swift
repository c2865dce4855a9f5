// What single bytes and characters of a rule file are: white space, line ends, parts of names.

/// Tests of bytes, and of the UTF-8 sequences that they begin.
enum Byte {
    static let newline = UInt8(ascii: "\n")
    static let carriageReturn = UInt8(ascii: "\r")
    static let space = UInt8(ascii: " ")
    static let tab = UInt8(ascii: "\t")
    static let quote = UInt8(ascii: "\"")
    static let apostrophe = UInt8(ascii: "'")
    static let backquote = UInt8(ascii: "`")
    static let backslash = UInt8(ascii: "\\")
    static let slash = UInt8(ascii: "/")
    static let bar = UInt8(ascii: "|")
    static let leftBrace = UInt8(ascii: "{")
    static let rightBrace = UInt8(ascii: "}")
    static let minus = UInt8(ascii: "-")
    static let dot = UInt8(ascii: ".")
    static let comma = UInt8(ascii: ",")
    static let underscore = UInt8(ascii: "_")
    static let percent = UInt8(ascii: "%")
    static let hash = UInt8(ascii: "#")
    static let star = UInt8(ascii: "*")

    static func isLineEnd(_ byte: UInt8) -> Bool { byte == newline || byte == carriageReturn }
    static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    static func isASCIILetter(_ byte: UInt8) -> Bool {
        let lower = byte | 0x20
        return lower >= 0x61 && lower <= 0x7A
    }
}

/// The Unicode scalar whose UTF-8 begins at `index`, with its length; `nil` where the bytes before `end` are not
/// well-formed.
func scalar(in bytes: [UInt8], at index: Int, before end: Int) -> (scalar: Unicode.Scalar, length: Int)? {
    guard index < end else { return nil }
    let first = bytes[index]
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length: Int
    var value: UInt32
    let least: UInt32
    switch first {
    case 0xC2...0xDF: (length, value, least) = (2, UInt32(first & 0x1F), 0x80)
    case 0xE0...0xEF: (length, value, least) = (3, UInt32(first & 0x0F), 0x800)
    case 0xF0...0xF4: (length, value, least) = (4, UInt32(first & 0x07), 0x1_0000)
    default: return nil
    }
    guard index + length <= end else { return nil }
    for offset in 1..<length {
        let byte = bytes[index + offset]
        guard byte & 0xC0 == 0x80 else { return nil }
        value = value << 6 | UInt32(byte & 0x3F)
    }
    guard value >= least, let scalar = Unicode.Scalar(value) else { return nil }
    return (scalar, length)
}

/// How many bytes at `index` continue a name (or, with `starting`, can begin one): 0 where they do not.
func nameLength(in bytes: [UInt8], at index: Int, before end: Int, starting: Bool) -> Int {
    guard index < end else { return 0 }
    let byte = bytes[index]
    if byte < 0x80 {
        if Byte.isASCIILetter(byte) || byte == Byte.underscore { return 1 }
        return !starting && Byte.isDigit(byte) ? 1 : 0
    }
    guard let (scalar, length) = scalar(in: bytes, at: index, before: end) else { return 0 }
    if scalar.properties.isAlphabetic { return length }
    guard !starting else { return 0 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .spacingMark, .decimalNumber: return length
    default: return 0
    }
}
