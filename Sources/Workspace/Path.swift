// Splitting and joining paths.

import Findings
import Platform

/// A path's folder with its slash, or nothing: `returns/` of `returns/kpis.csv`.
func folder(of path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")) else { return "" }
    return String(path[...slash])
}

/// A path resolved from a folder; absolute ones are kept. `.` and `..` are resolved where possible.
func resolved(_ path: String, from folder: String) -> String {
    let joined = path.hasPrefix("/") ? path : folder + path
    var parts: [Substring] = []
    for part in joined.split(separator: "/", omittingEmptySubsequences: true) where part != "." {
        if part == "..", let last = parts.last, last != ".." { parts.removeLast() } else { parts.append(part) }
    }
    let path = (joined.hasPrefix("/") ? "/" : "") + parts.joined(separator: "/")
    return path.isEmpty ? "." : path
}

// MARK: Paths of the system

/// The text of a path from the system: any bytes, ended by a zero.
package func pathText(_ path: UnsafePointer<CChar>) -> String {
    if let text = String(validatingCString: path), !text.unicodeScalars.contains(where: isByteScalar) { return text }
    let bytes = UnsafeBufferPointer(start: path, count: strlen(path)).map { UInt8(bitPattern: $0) }
    var text = String.UnicodeScalarView()
    var index = 0
    while index < bytes.count {
        let lengths = 1...min(4, bytes.count - index)
        let scalar = lengths.lazy.compactMap { length in
            String(validating: bytes[index..<index + length], as: UTF8.self)?.unicodeScalars.first.map { ($0, length) }
        }.first
        if let (scalar, length) = scalar, !isByteScalar(scalar) {
            text.append(scalar)
            index += length
        } else if let scalar = Unicode.Scalar(firstByteScalar + UInt32(bytes[index])) {
            text.append(scalar)
            index += 1
        }
    }
    return String(text)
}

/// Calls the body with a path for the system: the bytes from which `pathText` made it.
package func withSystemPath<Result>(_ text: String, _ body: (UnsafePointer<CChar>) -> Result) -> Result {
    // The scalars that represent bytes have four bytes in UTF-8, of which this is the first.
    guard text.utf8.contains(0xF4) else { return text.withCString(body) }
    var bytes: [CChar] = []
    for scalar in text.unicodeScalars {
        if let byte = pathByte(scalar) {
            bytes.append(CChar(bitPattern: byte))
        } else {
            bytes += String(scalar).utf8.map { CChar(bitPattern: $0) }
        }
    }
    return (bytes + [0]).withUnsafeBufferPointer { buffer in
        guard let start = buffer.baseAddress else { return text.withCString(body) }
        return body(start)
    }
}

private func isByteScalar(_ scalar: Unicode.Scalar) -> Bool { pathByte(scalar) != nil }

/// A path as a key. Compared by bytes: names that are equal as strings but have different bytes are different files.
struct PathKey: Hashable, Comparable {
    let text: String

    init(_ text: String) { self.text = text }

    static func == (one: Self, other: Self) -> Bool { one.text.utf8.elementsEqual(other.text.utf8) }

    static func < (one: Self, other: Self) -> Bool { one.text.utf8.lexicographicallyPrecedes(other.text.utf8) }

    func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }
}

/// An absolute path with all links followed, also those to what does not exist yet.
func withoutLinks(_ path: String) -> String {
    let end = linkTarget(path) ?? path
    let parent = folder(of: end)
    let name = end.dropFirst(parent.count)
    let whole = withSystemPath(parent.isEmpty ? "/" : parent) { folder -> String? in
        guard let found = realpath(folder, nil) else { return nil }
        defer { free(found) }
        return pathText(found)
    }
    guard let whole else { return end }
    return whole.hasSuffix("/") ? whole + name : whole + "/" + name
}
