// The values of attributes and texts, with their references resolved.

import Platform

/// Where an attribute stands, by offsets in its part.
package struct AttributePlace: Sendable {
    /// From its name to behind its value's quotation mark.
    package var whole: Range<Int>
    /// The value without its quotation marks.
    package var value: Range<Int>
}

extension XMLScanner {
    /// The raw bytes of an attribute without a prefix, which may hold references; `nil` where there is none. They are
    /// valid until the next event.
    @inline(__always)
    package func rawValue(_ name: XMLName) -> UnsafeBufferPointer<UInt8>? {
        for index in 0..<attributeCount {
            let attribute = attributes[index]
            guard attribute.name == name, attribute.localStart == attribute.nameStart else { continue }
            return UnsafeBufferPointer(
                start: window + Int(attribute.valueStart), count: Int(attribute.valueEnd - attribute.valueStart))
        }
        return nil
    }

    /// The raw bytes of an attribute in a namespace.
    package func rawValue(_ name: XMLName, in space: XMLNamespace) -> UnsafeBufferPointer<UInt8>? {
        index(of: name, in: space).map { index in
            let attribute = attributes[index]
            return UnsafeBufferPointer(
                start: window + Int(attribute.valueStart), count: Int(attribute.valueEnd - attribute.valueStart))
        }
    }

    /// The value of an attribute without a prefix; `nil` where there is none.
    package func value(_ name: XMLName) throws(PackageError) -> String? {
        for index in 0..<attributeCount
        where attributes[index].name == name && attributes[index].localStart == attributes[index].nameStart {
            return try value(of: attributes[index])
        }
        return nil
    }

    /// The value of an attribute in a namespace; `nil` where there is none.
    package func value(_ name: XMLName, in space: XMLNamespace) throws(PackageError) -> String? {
        guard let index = index(of: name, in: space) else { return nil }
        return try value(of: attributes[index])
    }

    /// Where an attribute in a namespace stands; `nil` where there is none. Asked for before the next event.
    package func place(of name: XMLName, in space: XMLNamespace) -> AttributePlace? {
        index(of: name, in: space).map { index in
            let attribute = attributes[index]
            let value = passed + Int(attribute.valueStart)..<passed + Int(attribute.valueEnd)
            return AttributePlace(
                whole: passed + Int(attribute.nameStart)..<value.upperBound + 1, value: value)
        }
    }

    private func index(of name: XMLName, in space: XMLNamespace) -> Int? {
        for index in 0..<attributeCount
        where attributes[index].name == name && attributes[index].localStart > attributes[index].nameStart {
            let attribute = attributes[index]
            let prefix = XMLName(
                window + Int(attribute.nameStart), count: Int(attribute.localStart - attribute.nameStart) - 1)
            if self.space(of: prefix) == space { return index }
        }
        return nil
    }

    func value(of attribute: XMLAttribute) throws(PackageError) -> String {
        let raw = UnsafeBufferPointer(
            start: window + Int(attribute.valueStart), count: Int(attribute.valueEnd - attribute.valueStart))
        guard attribute.hasReference else { return String(decoding: raw, as: UTF8.self) }
        var bytes: [UInt8] = []
        try resolve(raw, isValue: true, into: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    /// The raw bytes of the text, with its references.
    package var rawText: UnsafeBufferPointer<UInt8> {
        UnsafeBufferPointer(start: window + textRange.lowerBound, count: textRange.count)
    }

    /// Appends the text, its references resolved.
    package func appendText(to bytes: inout [UInt8]) throws(PackageError) {
        let raw = rawText
        if isLiteral {
            appendLines(raw, to: &bytes)
        } else if needsWork(raw) {
            try resolve(raw, isValue: false, into: &bytes)
        } else {
            bytes.append(contentsOf: raw)
        }
    }

    private func needsWork(_ raw: UnsafeBufferPointer<UInt8>) -> Bool {
        guard let start = raw.baseAddress else { return false }
        return memchr(start, 0x26, raw.count) != nil || memchr(start, 0x0D, raw.count) != nil
    }

    /// Reads the element that has just begun up to its end, and appends all texts within it.
    package func appendContent(to bytes: inout [UInt8]) throws(PackageError) {
        let outer = depth
        while true {
            switch try next() {
            case .start, .finish: continue
            case .text: try appendText(to: &bytes)
            case .end: if depth == outer { return }
            }
        }
    }

    /// Appends text with each line end as one character.
    private func appendLines(_ raw: UnsafeBufferPointer<UInt8>, to bytes: inout [UInt8]) {
        for (index, byte) in raw.enumerated() {
            if byte == 0x0D {
                if index + 1 == raw.count || raw[index + 1] != 0x0A { bytes.append(0x0A) }
            } else {
                bytes.append(byte)
            }
        }
    }

    private func resolve(
        _ raw: UnsafeBufferPointer<UInt8>, isValue: Bool, into bytes: inout [UInt8]
    ) throws(PackageError) {
        var index = 0
        while index < raw.count {
            let byte = raw[index]
            index += 1
            switch byte {
            case UInt8(ascii: "&"):
                // The longest is `&#x10FFFF;`, but leading zeros are allowed.
                guard let length = raw[index...].prefix(32).firstIndex(of: UInt8(ascii: ";")).map({ $0 - index }),
                    let scalar = reference(UnsafeBufferPointer(rebasing: raw[index..<index + length]))
                else { throw fault("an entity is none that XML knows") }
                bytes.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
                index += length + 1
            case 0x0D:
                if index == raw.count || raw[index] != 0x0A { bytes.append(isValue ? 0x20 : 0x0A) }
            case 0x0A, 0x09: bytes.append(isValue ? 0x20 : byte)
            default: bytes.append(byte)
            }
        }
    }

    private func reference(_ name: UnsafeBufferPointer<UInt8>) -> Unicode.Scalar? {
        guard name.first == UInt8(ascii: "#") else {
            switch String(decoding: name, as: UTF8.self) {
            case "amp": return "&"
            case "lt": return "<"
            case "gt": return ">"
            case "quot": return "\""
            case "apos": return "'"
            default: return nil
            }
        }
        let isHex = name.count > 1 && name[1] == UInt8(ascii: "x")
        let digits = String(decoding: name.dropFirst(isHex ? 2 : 1), as: UTF8.self)
        guard digits.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
            let number = UInt32(digits, radix: isHex ? 16 : 10),
            number >= 0x20 || [0x09, 0x0A, 0x0D].contains(number), number & 0xFFFE != 0xFFFE || number > 0xFFFF
        else { return nil }
        return Unicode.Scalar(number)
    }
}
