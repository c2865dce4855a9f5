// Escapes text for Markdown.

/// The text, escaped as for a terminal, and so that Markdown, HTML and automatic links leave it as written.
func markdownText(_ text: String) -> String {
    var output = ""
    let text = escapedForTerminal(text)
    let isLink = text.contains("://") || text.contains("www.")
    for character in text {
        switch character {
        case "\\", "`", "*", "_", "{", "}", "[", "]", "|", "#", "~", "$", "!":
            output += "\\" + String(character)
        case "<": output += "&lt;"
        case ">": output += "&gt;"
        case "&": output += "&amp;"
        case "@": output += "&#64;"
        case ":" where isLink: output += "&#58;"
        case "." where isLink: output += "&#46;"
        default: output.append(character)
        }
    }
    return output
}

/// The text for a place between backquotes, in a table too: backquotes and bars are replaced by similar characters.
func markdownCode(_ text: String) -> String {
    let replaced = escapedForTerminal(text).map { $0 == "`" ? "ʼ" : $0 == "|" ? "¦" : String($0) }.joined()
    return replaced.isEmpty ? " " : replaced
}
