// Texts as the paragraphs of an OpenDocument cell.

/// Whether a character can stand in XML, which OpenDocument has no other way to write.
func isWritable(_ character: Unicode.Scalar) -> Bool {
    switch character.value {
    case 0x09, 0x0A, 0x0D: true
    case 0..<0x20, 0xFFFE, 0xFFFF: false
    default: true
    }
}

/// A text as elements, one for each of its lines. Spaces that a reader would take for layout, and tabs, have elements
/// of their own. `prefix` is that of the namespace of texts.
func documentParagraphs(_ text: String, prefix: String) -> String {
    var output = ""
    var line: [Unicode.Scalar] = []
    func endLine() {
        output += "<\(prefix)p>" + documentLine(line, prefix: prefix) + "</\(prefix)p>"
        line = []
    }
    var isBehindReturn = false
    for scalar in text.unicodeScalars {
        if scalar == "\r" || scalar == "\n" {
            if scalar == "\r" || !isBehindReturn { endLine() }
        } else {
            line.append(scalar)
        }
        isBehindReturn = scalar == "\r"
    }
    endLine()
    return output
}

private func documentLine(_ line: [Unicode.Scalar], prefix: String) -> String {
    var output = ""
    var index = 0
    while index < line.count {
        switch line[index] {
        case " ":
            let run = line[index...].prefix { $0 == " " }.count
            // A single space between others is read as it stands.
            let isPlain = index > 0 && line[index - 1] != "\t" && index + run < line.count
            if isPlain { output += " " }
            var left = run - (isPlain ? 1 : 0)
            while left > 0 {
                let count = min(left, mostSpaces)
                output += count == 1 ? "<\(prefix)s/>" : "<\(prefix)s \(prefix)c=\"\(count)\"/>"
                left -= count
            }
            index += run
            continue
        case "\t": output += "<\(prefix)tab/>"
        case "&": output += "&amp;"
        case "<": output += "&lt;"
        case ">": output += "&gt;"
        default: output.unicodeScalars.append(line[index])
        }
        index += 1
    }
    return output
}

/// As many spaces as one element may stand for when it is read.
private let mostSpaces = 1 << 15
