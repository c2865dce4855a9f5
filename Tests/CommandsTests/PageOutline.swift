// What a page says, in the order in which a screen reader says it: headings, links, lists, tables, pictures in words.

/// The text of a page with a mark for what each part is: `#` headings, `-` items of lists, `|` cells, `[links](#…)`. A
/// drawing is its caption; what no reader hears, such as classes and positions, is left out.
func outline(ofPage page: String) -> String {
    var outline = PageOutline()
    outline.read(page)
    return outline.lines.joined(separator: "\n") + "\n"
}

private struct PageOutline {
    private(set) var lines: [String] = []
    private var line = ""
    private var links: [String] = []
    /// Within these nothing is heard, or it is heard by another name.
    private var silent = 0

    private static let unheard: Set<String> = ["style", "script", "svg"]
    private static let empty: Set<String> = ["meta", "input", "br", "wbr", "!DOCTYPE", "path", "rect", "circle"]
    private static let starts: [String: String] = [
        "title": "title: ", "h1": "# ", "h2": "## ", "h3": "### ", "h4": "#### ", "li": "- ", "caption": "table: ",
        "figcaption": "picture: ", "summary": "more: ", "legend": "choose: ", "label": "field: ", "option": "  or: ",
        "button": "button: ", "dt": "- ", "dd": "  ", "p": "", "pre": "", "div": "", "tr": "", "article": "---",
        "section": "", "ul": "", "tbody": "", "thead": "", "header": "", "footer": "", "main": "", "nav": "",
        "select": "", "form": "", "figure": "", "details": "", "table": "", "dl": "",
    ]

    mutating func read(_ page: String) {
        var rest = page[...]
        while let start = rest.firstIndex(of: "<") {
            hear(rest[..<start])
            // A “>” in an attribute is escaped.
            guard let end = rest[start...].firstIndex(of: ">") else { break }
            tag(rest[rest.index(after: start)..<end])
            rest = rest[rest.index(after: end)...]
        }
        hear(rest)
        endLine()
    }

    private mutating func tag(_ text: Substring) {
        let isEnd = text.hasPrefix("/")
        let name = String(text.drop { $0 == "/" }.prefix { $0 != " " && $0 != "\n" && $0 != "/" })
        if Self.unheard.contains(name) { silent += isEnd ? -1 : 1 }
        guard silent == 0, !Self.empty.contains(name) || name == "br" || name == "input" else { return }
        switch name {
        case "br": line += " / "
        case "input": line += "( ) "
        case "th", "td": if !isEnd { line += line.isEmpty ? "| " : " | " }
        case "a":
            if isEnd {
                line += "](" + (links.popLast() ?? "") + ")"
            } else {
                line += "["
                links.append(value("href", of: text))
            }
        default:
            guard let start = Self.starts[name] else { return }
            endLine()
            if !isEnd { line = start }
        }
    }

    private func value(_ attribute: String, of tag: Substring) -> String {
        guard let start = tag.firstRange(of: attribute + "=")?.upperBound else { return "" }
        let value = tag[start...].drop { $0 == "\"" }
        return String(value.prefix { $0 != "\"" && $0 != " " })
    }

    private mutating func hear(_ text: Substring) {
        guard silent == 0 else { return }
        let words = unescaped(text.split { $0 == " " || $0 == "\n" }.joined(separator: " "))
        if text.first?.isWhitespace ?? false, !line.isEmpty, line.last != " " { line += " " }
        line += words
        if text.last?.isWhitespace ?? false, !words.isEmpty { line += " " }
    }

    private func unescaped(_ text: String) -> String {
        var text = text
        for (name, character) in [("quot", "\""), ("apos", "'"), ("lt", "<"), ("gt", ">"), ("amp", "&")] {
            text = text.split(separator: "&\(name);", omittingEmptySubsequences: false).joined(separator: character)
        }
        return text
    }

    private mutating func endLine() {
        var text = line
        while text.last == " " { text.removeLast() }
        if !text.isEmpty { lines.append(text) }
        line = ""
    }
}
