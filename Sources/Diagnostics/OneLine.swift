// Texts that may run over several lines, as one.

/// A text on one line: line ends and tabs become spaces.
package func oneLine(_ text: String) -> String {
    var native = text
    let hasBreaks = native.withUTF8 { bytes in
        var found = false
        for byte in bytes { found = (byte == 0x0A) || (byte == 0x0D) || (byte == 0x09) || found }
        return found
    }
    guard hasBreaks else { return text }
    return text.split(whereSeparator: { $0.isNewline || $0 == "\t" }).joined(separator: " ")
}

extension String {
    /// With runs of spaces reduced to one, and none at the ends.
    package var collapsed: String { split(separator: " ", omittingEmptySubsequences: true).joined(separator: " ") }
}
