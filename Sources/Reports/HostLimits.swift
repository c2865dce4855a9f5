// The limits of the services that read our formats, all numbers in one place.

import CSystem
import Findings

/// Limits of hosted services. What exceeds them the services drop, cut or refuse.
package enum HostLimits {
    /// GitHub: annotations of one kind (error, warning, notice) for one step of a job.
    static let annotationsOfAKind = 10
    /// How many further findings a build's log gets, a line each: a log is for reading.
    static let linesOfALog = 1000
    /// GitHub code scanning: the results of one run.
    package static let resultsOfARun = 25_000
    /// GitHub: a step summary holds 1 MiB; we stop well before.
    static let summaryBytes = 900 * 1024
    /// GitHub code scanning: the scalars of a rule's name and of its descriptions.
    static let ruleName = 255
    static let ruleDescription = 1024
    /// GitHub code scanning: the places of one result.
    static let locationsOfAResult = 1000
}

/// The root of this build's documentation; `nil` where it was built without one, and reports have no links.
let homepage: String? = built_homepage().map { String(cString: $0) }

/// The page about a rule.
func rulePage(_ rule: String) -> String? { homepage.map { $0 + "rules/" + percentEncoded(rule) } }

/// At most `count` scalars of a text; a longer one ends in `…`.
func clipped(_ text: String, to count: Int) -> String {
    let scalars = text.unicodeScalars
    guard let end = scalars.index(scalars.startIndex, offsetBy: count, limitedBy: scalars.endIndex),
        end < scalars.endIndex
    else { return text }
    return String(String.UnicodeScalarView(scalars[..<scalars.index(before: end)])) + "…"
}

/// The text with every byte as `%XX` that is not unreserved in a URI, nor a `/` that is kept; bytes of file names that
/// are not UTF-8 are their own bytes.
func percentEncoded(_ text: String, keepingSlashes: Bool = false) -> String {
    func isKept(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E, 0x5F, 0x7E: true
        case 0x2F: keepingSlashes
        default: false
        }
    }
    if text.utf8.allSatisfy(isKept) { return text }
    let digits: StaticString = "0123456789ABCDEF"
    var output: [UInt8] = []
    func add(_ byte: UInt8) {
        if isKept(byte) {
            output.append(byte)
        } else {
            output.append(0x25)
            output.append(digits.utf8Start[Int(byte >> 4)])
            output.append(digits.utf8Start[Int(byte & 0xF)])
        }
    }
    for scalar in text.unicodeScalars {
        // A scalar that represents a byte of a file name becomes that byte.
        if let byte = pathByte(scalar) { add(byte) } else { UTF8.encode(scalar)?.forEach(add) }
    }
    return String(decoding: output, as: UTF8.self)
}

/// A path as a URI: relative ones stay relative.
func uri(_ path: String) -> String {
    let encoded = percentEncoded(path, keepingSlashes: true)
    return path.hasPrefix("/") ? "file://" + encoded : encoded
}
