// Paths of the disk as URIs and back (RFC 8089).

/// A URI of a file as a path; `nil` for other schemes, other machines and what no path can hold.
func filePath(_ uri: String) -> String? {
    guard let colon = uri.firstIndex(of: ":"), uri[..<colon].lowercased() == "file" else { return nil }
    var rest = uri[uri.index(after: colon)...]
    if rest.hasPrefix("//") {
        rest = rest.dropFirst(2)
        guard let slash = rest.firstIndex(of: "/") else { return nil }
        let host = rest[..<slash].lowercased()
        guard host.isEmpty || host == "localhost" else { return nil }
        rest = rest[slash...]
    }
    guard rest.hasPrefix("/") else { return nil }
    let written = rest.prefix { $0 != "?" && $0 != "#" }
    let path = percentDecoded(String(written))
    return path.utf8.contains(0) ? nil : path
}

/// A path as the URI of a file.
func fileURI(_ path: String) -> String {
    let digits = Array("0123456789ABCDEF")
    var uri = "file://"
    for byte in path.utf8 {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "_"),
            UInt8(ascii: "~"), UInt8(ascii: "/"):
            uri.unicodeScalars.append(Unicode.Scalar(byte))
        default:
            uri += "%"
            uri.append(digits[Int(byte >> 4)])
            uri.append(digits[Int(byte & 15)])
        }
    }
    return uri
}

private func percentDecoded(_ text: String) -> String {
    var bytes: [UInt8] = []
    var rest = text.utf8[...]
    while let byte = rest.popFirst() {
        // `UInt8` would also take a sign for the first digit.
        if byte == UInt8(ascii: "%"), rest.count >= 2, rest.first != UInt8(ascii: "+"),
            let value = UInt8(String(decoding: rest.prefix(2), as: UTF8.self), radix: 16)
        {
            bytes.append(value)
            rest = rest.dropFirst(2)
        } else {
            bytes.append(byte)
        }
    }
    return String(decoding: bytes, as: UTF8.self)
}
