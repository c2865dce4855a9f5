// Escapes text for XML.

/// One line of text for an element or an attribute in double quotes. Characters that XML 1.0 forbids are shown as on a
/// terminal.
package func xmlText(_ text: String) -> String { xmlEscaped(escapedForTerminal(text)) }

/// The same for text that is shown as on a terminal already.
func xmlEscaped(_ text: String) -> String {
    guard text.utf8.contains(where: { $0 == 0x26 || $0 == 0x3C || $0 == 0x3E || $0 == 0x22 || $0 == 0x27 }) else {
        return text
    }
    var output = ""
    for character in text.unicodeScalars {
        switch character {
        case "&": output += "&amp;"
        case "<": output += "&lt;"
        case ">": output += "&gt;"
        case "\"": output += "&quot;"
        case "'": output += "&apos;"
        default: output.unicodeScalars.append(character)
        }
    }
    return output
}

/// `name="text"` with a blank before it.
package func xmlAttribute(_ name: String, _ text: String) -> String { " " + name + "=\"" + xmlText(text) + "\"" }

package let xmlDeclaration = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
