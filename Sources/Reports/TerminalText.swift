// Escapes text from a return for a terminal or a log.

/// The text with every character that could control a terminal, be invisible, or reorder its neighbours shown as
/// `\u{…}`: control characters, escape sequences, bidirectional controls, zero-width and unassigned characters. A line
/// end is shown as `⏎`, a tab as `\t`. A command of a build log (`##vso[`) is broken up in the same visible way. The
/// result is one line.
package func escapedForTerminal(_ text: String) -> String {
    var text = text
    let isHarmless = text.withUTF8 { bytes in
        var previous: UInt8 = 0
        for byte in bytes {
            if byte < 0x20 || byte > 0x7E || (byte == 0x23 && previous == 0x23) { return false }
            previous = byte
        }
        return true
    }
    if isHarmless { return text }
    var escaper = TerminalEscaper()
    let scalars = text.unicodeScalars
    var index = scalars.startIndex
    while index < scalars.endIndex {
        let scalar = scalars[index]
        index = scalars.index(after: index)
        switch scalar {
        case "\r" where index < scalars.endIndex && scalars[index] == "\n": continue
        case "\n": escaper.output.append("⏎")
        case "\t": escaper.output.append("\\t")
        case "#" where index < scalars.endIndex && scalars[index] == "#" && opensCommand(scalars[index...]):
            escaper.escape(scalar)
        default: escaper.add(scalar)
        }
    }
    return escaper.output
}

/// As `escapedForTerminal`, for no more of a text than fits into `columns`. A longer text ends in `…`.
package func escapedForTerminal(_ text: String, columns: Int) -> String {
    // At most eight zero-width characters in a row stay invisible, so nine scalars per column are enough.
    let wanted = max(columns, 1) * 9 + 9
    guard text.utf8.count > wanted else { return fitted(escapedForTerminal(text), to: columns) }
    let scalars = text.unicodeScalars.prefix(wanted)
    let isWhole = scalars.endIndex == text.unicodeScalars.endIndex
    let head = escapedForTerminal(String(String.UnicodeScalarView(scalars)))
    return fitted(isWhole ? head : head + "…", to: columns)
}

/// Whether the text, which follows one `#`, makes it the start of a build log's command: `#`, letters, `[`.
private func opensCommand(_ rest: String.UnicodeScalarView.SubSequence) -> Bool {
    for scalar in rest.dropFirst().prefix(24) {
        if scalar == "[" { return true }
        guard scalar.isASCII, scalar.properties.isAlphabetic else { return false }
    }
    return false
}

/// Writes scalars one by one, escaping those that must not be sent.
private struct TerminalEscaper {
    var output = ""
    /// How many characters without a width were written since the last one that has one.
    private var marks = 0
    private var lastIsEmoji = false

    mutating func add(_ scalar: Unicode.Scalar) {
        if scalar.isASCII {
            marks = 0
            // The characters of ASCII that are part of an emoji, asked without Unicode's tables.
            lastIsEmoji = scalar == "#" || scalar == "*" || (0x30...0x39).contains(scalar.value)
            return scalar.value < 0x20 || scalar.value == 0x7F ? escape(scalar) : output.unicodeScalars.append(scalar)
        }
        let properties = scalar.properties
        if scalar.value == 0xFE0F, lastIsEmoji, marks == 0 {
            marks += 1
            return output.unicodeScalars.append(scalar)
        }
        switch properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .unassigned, .surrogate: return escape(scalar)
        case .nonspacingMark, .enclosingMark:
            marks += 1
            if marks > 8 || properties.isDefaultIgnorableCodePoint { return escape(scalar) }
        default:
            if properties.isDefaultIgnorableCodePoint { return escape(scalar) }
            marks = 0
            lastIsEmoji = properties.isEmoji
        }
        output.unicodeScalars.append(scalar)
    }

    mutating func escape(_ scalar: Unicode.Scalar) {
        output += "\\u{" + String(scalar.value, radix: 16, uppercase: true) + "}"
    }
}
