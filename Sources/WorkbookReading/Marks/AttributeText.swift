// Texts as they stand in the values of attributes.

/// A text as it stands in the value of an attribute.
func attributeText(_ text: String) -> String {
    var output = ""
    for scalar in text.unicodeScalars {
        switch scalar {
        case "&": output += "&amp;"
        case "<": output += "&lt;"
        case ">": output += "&gt;"
        case "\"": output += "&quot;"
        case "'": output += "&apos;"
        case "\t", "\n", "\r": output += "&#\(scalar.value);"
        default: output.unicodeScalars.append(shownScalar(scalar))
        }
    }
    return output
}

/// A character that XML has, for one that it has not: its picture, or the sign for what cannot be shown.
func shownScalar(_ scalar: Unicode.Scalar) -> Unicode.Scalar {
    if isWritable(scalar) { return scalar }
    return (scalar.value < 0x20 ? Unicode.Scalar(0x2400 + scalar.value) : nil) ?? "\u{FFFD}"
}

/// A text without characters that XML has not.
func writableText(_ text: String) -> String {
    guard !text.unicodeScalars.allSatisfy(isWritable) else { return text }
    var output = ""
    for scalar in text.unicodeScalars { output.unicodeScalars.append(shownScalar(scalar)) }
    return output
}
