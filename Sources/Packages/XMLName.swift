// Names of XML as numbers, so that they compare in one step.

/// The local part of a name. Up to eight bytes the number is the bytes; of longer ones it is a hash with its highest
/// bit set, which no name of ASCII has otherwise.
package struct XMLName: Hashable, Sendable, BitwiseCopyable {
    package let code: UInt64

    init(code: UInt64) { self.code = code }

    package init(_ name: StaticString) {
        self = name.withUTF8Buffer { XMLName($0.baseAddress, count: $0.count) }
    }

    package init(_ name: UnsafeBufferPointer<UInt8>) { self.init(name.baseAddress, count: name.count) }

    @inline(__always)
    init(_ start: UnsafePointer<UInt8>?, count: Int) {
        guard let start, count > 0 else {
            code = 0
            return
        }
        if count <= 8 {
            var value: UInt64 = 0
            for index in 0..<count { value |= UInt64(start[index]) &<< (UInt64(index) &* 8) }
            code = value
            return
        }
        var hash: UInt64 = 0xCBF2_9CE4_8422_2325
        for index in 0..<count { hash = (hash ^ UInt64(start[index])) &* 0x0000_0100_0000_01B3 }
        code = hash | 1 &<< 63
    }

    /// The name itself where it has at most eight bytes, which the number is made of; else `nil`.
    var text: String? {
        guard code > 0, code >> 63 == 0 else { return nil }
        let bytes = (0..<8).map { UInt8(truncatingIfNeeded: code >> (8 * $0)) }
        return String(decoding: bytes.prefix { $0 != 0 }, as: UTF8.self)
    }
}

/// The namespaces that workbooks are written in. Where a format has two names for one, as OOXML's strict and
/// transitional forms have, they are one.
package enum XMLNamespace: UInt8, Sendable {
    case none
    case other
    case xml
    /// Of OOXML: sheets, strings and styles.
    case sheet
    /// The attributes that point to other parts.
    case relationships
    case packageRelationships
    case contentTypes
    case drawing
    case compatibility
    /// Of OpenDocument.
    case office
    case table
    case text
    case style
    case number
    case format
    case manifest
    case calculation
    case dublinCore
    case link
    case presentation
    case configuration
    case meta

    init(_ address: String) {
        self = Self.addresses[address] ?? .other
    }

    private static let addresses: [String: XMLNamespace] = {
        var known: [String: XMLNamespace] = [
            "http://www.w3.org/XML/1998/namespace": .xml,
            "http://schemas.openxmlformats.org/spreadsheetml/2006/main": .sheet,
            "http://purl.oclc.org/ooxml/spreadsheetml/main": .sheet,
            "http://schemas.openxmlformats.org/officeDocument/2006/relationships": .relationships,
            "http://purl.oclc.org/ooxml/officeDocument/relationships": .relationships,
            "http://schemas.openxmlformats.org/package/2006/relationships": .packageRelationships,
            "http://schemas.openxmlformats.org/package/2006/content-types": .contentTypes,
            "http://schemas.openxmlformats.org/drawingml/2006/main": .drawing,
            "http://purl.oclc.org/ooxml/drawingml/main": .drawing,
            "http://schemas.openxmlformats.org/markup-compatibility/2006": .compatibility,
            "http://purl.org/dc/elements/1.1/": .dublinCore,
            "http://www.w3.org/1999/xlink": .link,
            "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0": .calculation,
            "": .none,
        ]
        let own: [(String, XMLNamespace)] = [
            ("office", .office), ("table", .table), ("text", .text), ("style", .style), ("datastyle", .number),
            ("xsl-fo-compatible", .format), ("manifest", .manifest), ("presentation", .presentation),
            ("config", .configuration), ("meta", .meta),
        ]
        for (name, space) in own { known["urn:oasis:names:tc:opendocument:xmlns:\(name):1.0"] = space }
        return known
    }()
}
