// One tag of a part with other attributes.

internal import Packages

/// A tag that the scanner has read, from its `<` to its `>`, whose attributes without a prefix can be changed.
struct EditedTag {
    private(set) var bytes: [UInt8]

    /// The tag must be well-formed, as one is that a scanner has passed.
    init(_ tag: ArraySlice<UInt8>) { bytes = Array(tag) }

    /// Whether the element holds nothing: `<c/>`.
    var isEmpty: Bool { bytes.count >= 2 && bytes[bytes.count - 2] == UInt8(ascii: "/") }

    /// The raw value of an attribute, by its whole name; `nil` where there is none.
    func value(_ name: String) -> String? {
        place(of: name).map { String(decoding: bytes[$0.value], as: UTF8.self) }
    }

    /// Gives an attribute a value, which must need no escape.
    mutating func set(_ name: String, _ value: String) {
        if let place = place(of: name) {
            bytes.replaceSubrange(place.value, with: value.utf8)
        } else {
            let end = bytes.count - (isEmpty ? 2 : 1)
            bytes.insert(contentsOf: " \(name)=\"\(value)\"".utf8, at: end)
        }
    }

    mutating func remove(_ name: String) {
        guard let place = place(of: name) else { return }
        bytes.removeSubrange(place.whole)
    }

    /// Makes the tag of an element that holds nothing the first one of an element that holds something.
    mutating func open() {
        if isEmpty { bytes.remove(at: bytes.count - 2) }
    }

    /// The name as it is written, with its prefix.
    var name: ArraySlice<UInt8> { bytes[1...].prefix { !isXMLSpace($0) && $0 != UInt8(ascii: "/") && $0 != 0x3E } }

    /// Where an attribute stands, the white space before it included, and its value.
    private func place(of wanted: String) -> (whole: Range<Int>, value: Range<Int>)? {
        var at = name.endIndex
        while at < bytes.count {
            let start = at
            while at < bytes.count, isXMLSpace(bytes[at]) { at += 1 }
            let nameStart = at
            while at < bytes.count, bytes[at] != UInt8(ascii: "="), !isXMLSpace(bytes[at]), bytes[at] != 0x3E { at += 1 }
            let nameEnd = at
            guard nameEnd > nameStart else { return nil }
            while at < bytes.count, bytes[at] != UInt8(ascii: "\""), bytes[at] != UInt8(ascii: "'") { at += 1 }
            guard at < bytes.count else { return nil }
            let quote = bytes[at]
            let valueStart = at + 1
            at = valueStart
            while at < bytes.count, bytes[at] != quote { at += 1 }
            guard at < bytes.count else { return nil }
            at += 1
            if bytes[nameStart..<nameEnd].elementsEqual(wanted.utf8) { return (start..<at, valueStart..<at - 1) }
        }
        return nil
    }
}

/// Elements that are put into a part, each at the end of another element that stands there once.
struct ElementAppending {
    /// The part with elements at the end of the first element of a depth and, where one is given, a name. `made` gives
    /// them, from the prefix of that element's name. `nil` where there is no such element.
    static func appending(
        to part: [UInt8], _ scanner: XMLScanner, depth: Int = 1, name: XMLName? = nil,
        _ made: (_ prefix: String) -> String
    ) throws(PackageError) -> [UInt8]? {
        guard scanner.isPlain else { throw scanner.fault("it is UTF-16, which is not written") }
        while true {
            switch try scanner.next() {
            case .start where scanner.depth == depth && (name == nil || scanner.name == name):
                let tag = scanner.tokenOffset..<scanner.nextOffset
                var output = PartEdits(part)
                let content = Array(made(output.prefix(ofTagAt: tag.lowerBound)).utf8)
                if output.isEmptyTag(endingAt: tag.upperBound) {
                    var opened = EditedTag(part[tag])
                    opened.open()
                    let end = Array("</".utf8) + opened.name + [UInt8(ascii: ">")]
                    output.replace(tag, by: opened.bytes + content + end)
                    return output.result
                }
                while true {
                    switch try scanner.next() {
                    case .end where scanner.depth == depth:
                        output.replace(scanner.tokenOffset..<scanner.tokenOffset, by: content)
                        return output.result
                    case .finish: return nil
                    default: continue
                    }
                }
            case .finish: return nil
            default: continue
            }
        }
    }
}
