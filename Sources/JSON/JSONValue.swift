// JSON texts as values: reading them.

/// A JSON value. Members keep their order.
package enum JSONValue: Equatable, Sendable {
    case null
    case bool(Bool)
    /// The number as written.
    case number(String)
    case text(String)
    case array([JSONValue])
    case object([(name: String, value: JSONValue)])

    package static func == (left: Self, right: Self) -> Bool {
        switch (left, right) {
        case (.null, .null): true
        case (.bool(let a), .bool(let b)): a == b
        case (.number(let a), .number(let b)), (.text(let a), .text(let b)): a == b
        case (.array(let a), .array(let b)): a == b
        case (.object(let a), .object(let b)): a.elementsEqual(b) { $0.name == $1.name && $0.value == $1.value }
        default: false
        }
    }

    package subscript(name: String) -> JSONValue? {
        guard case .object(let members) = self else { return nil }
        return members.first { $0.name == name }?.value
    }

    package var text: String? { if case .text(let text) = self { text } else { nil } }
    package var int: Int? { if case .number(let text) = self { Int(text) } else { nil } }
    package var bool: Bool? { if case .bool(let value) = self { value } else { nil } }
    package var array: [JSONValue]? { if case .array(let items) = self { items } else { nil } }
    package var members: [(name: String, value: JSONValue)]? {
        if case .object(let members) = self { members } else { nil }
    }
}

/// Where a text is not JSON, as a byte offset.
package struct JSONError: Error, Equatable {
    package var offset: Int
}

extension JSONValue {
    /// Reads a text as a whole: linear in its length, no deeper than 64 levels.
    package init(reading bytes: [UInt8]) throws(JSONError) {
        var reader = JSONReader(bytes)
        if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { reader.at = 3 }
        self = try reader.value(depth: 0)
        reader.skipSpaces()
        guard reader.at == bytes.count else { throw JSONError(offset: reader.at) }
    }
}

private struct JSONReader {
    private let bytes: [UInt8]
    var at = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    private var next: UInt8? { at < bytes.count ? bytes[at] : nil }
    private var fault: JSONError { JSONError(offset: at) }

    mutating func skipSpaces() {
        while let byte = next, byte == 0x20 || byte == 0x0A || byte == 0x0D || byte == 0x09 { at += 1 }
    }

    private mutating func take(_ byte: Character) -> Bool {
        skipSpaces()
        guard next == byte.asciiValue else { return false }
        at += 1
        return true
    }

    private mutating func take(word: String) -> Bool {
        guard bytes[at...].starts(with: word.utf8) else { return false }
        at += word.utf8.count
        return true
    }

    mutating func value(depth: Int) throws(JSONError) -> JSONValue {
        guard depth < 64 else { throw fault }
        skipSpaces()
        switch next {
        case UInt8(ascii: "{"): return try object(depth: depth)
        case UInt8(ascii: "["): return try array(depth: depth)
        case UInt8(ascii: "\""): return .text(try string())
        default:
            if take(word: "null") { return .null }
            if take(word: "true") { return .bool(true) }
            if take(word: "false") { return .bool(false) }
            return try number()
        }
    }

    private mutating func object(depth: Int) throws(JSONError) -> JSONValue {
        at += 1
        var members: [(name: String, value: JSONValue)] = []
        if take("}") { return .object(members) }
        repeat {
            skipSpaces()
            guard next == UInt8(ascii: "\"") else { throw fault }
            let name = try string()
            guard take(":") else { throw fault }
            members.append((name, try value(depth: depth + 1)))
        } while take(",")
        guard take("}") else { throw fault }
        return .object(members)
    }

    private mutating func array(depth: Int) throws(JSONError) -> JSONValue {
        at += 1
        var items: [JSONValue] = []
        if take("]") { return .array(items) }
        repeat { items.append(try value(depth: depth + 1)) } while take(",")
        guard take("]") else { throw fault }
        return .array(items)
    }

    private mutating func number() throws(JSONError) -> JSONValue {
        let start = at
        while let byte = next, (0x30...0x39).contains(byte) || "+-.eE".utf8.contains(byte) { at += 1 }
        guard at > start else { throw fault }
        return .number(String(decoding: bytes[start..<at], as: UTF8.self))
    }

    private mutating func string() throws(JSONError) -> String {
        at += 1
        var text: [UInt8] = []
        while let byte = next {
            at += 1
            switch byte {
            case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
            case UInt8(ascii: "\\"): text += Array(String(try escape()).utf8)
            case 0..<0x20: throw fault
            default: text.append(byte)
            }
        }
        throw fault
    }

    private mutating func escape() throws(JSONError) -> Unicode.Scalar {
        guard let byte = next else { throw fault }
        at += 1
        switch byte {
        case UInt8(ascii: "n"): return "\n"
        case UInt8(ascii: "r"): return "\r"
        case UInt8(ascii: "t"): return "\t"
        case UInt8(ascii: "b"): return "\u{8}"
        case UInt8(ascii: "f"): return "\u{C}"
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
        case UInt8(ascii: "u"): break
        default: throw fault
        }
        let first = try unit()
        if let scalar = Unicode.Scalar(first) { return scalar }
        guard first & 0xFC00 == 0xD800, take(word: "\\u") else { return "\u{FFFD}" }
        let second = try unit()
        guard second & 0xFC00 == 0xDC00 else { return "\u{FFFD}" }
        return Unicode.Scalar(0x10000 + (first & 0x3FF) << 10 + (second & 0x3FF)) ?? "\u{FFFD}"
    }

    private mutating func unit() throws(JSONError) -> UInt32 {
        // `UInt32` would also take a sign.
        guard at + 4 <= bytes.count, bytes[at] != UInt8(ascii: "+"), bytes[at] != UInt8(ascii: "-"),
            let value = UInt32(String(decoding: bytes[at..<at + 4], as: UTF8.self), radix: 16)
        else { throw fault }
        at += 4
        return value
    }
}
