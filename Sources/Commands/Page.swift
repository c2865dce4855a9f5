// Text for people in paragraphs, headings and blocks of code, wrapped to their width.

import Reports

/// A page that is written from its top. Texts may come from anywhere: characters that could control a terminal are
/// escaped.
struct Page {
    private(set) var text = ""
    private let width: Int
    private let color: Bool

    init(width: Int, color: Bool) {
        // Long lines are hard to read, however wide the terminal is.
        self.width = min(max(width, 40), 100)
        self.color = color
    }

    mutating func heading(_ words: String) {
        if !text.isEmpty { text += "\n" }
        let words = escapedForTerminal(words)
        text += (color ? "\u{1B}[1m" + words + "\u{1B}[0m" : words) + "\n"
    }

    /// Paragraphs are parted by blank lines; a single line end is a space.
    mutating func paragraphs(_ words: String, indent: Int = 2) {
        var paragraph: [String] = []
        for line in lines(of: words) + [""] {
            let line = line.trimmingSpaces()
            if !line.isEmpty {
                paragraph.append(escapedForTerminal(line))
                continue
            }
            guard !paragraph.isEmpty else { continue }
            if !text.isEmpty, !text.hasSuffix("\n\n"), followsParagraph { text += "\n" }
            text += wrapped(paragraph.joined(separator: " "), width: width, indent: indent)
            paragraph = []
            followsParagraph = true
        }
        followsParagraph = false
    }

    /// Words from the margin on, emphasised if `isStrong`.
    mutating func paragraph(_ words: String, isStrong: Bool) {
        for line in wrapped(escapedForTerminal(words), width: width).split(separator: "\n") {
            text += (isStrong ? bold(String(line)) : String(line)) + "\n"
        }
        followsParagraph = false
    }

    /// Lines without wrapping.
    mutating func block(_ lines: [String], indent: Int = 4) {
        for line in lines {
            text += line.isEmpty ? "\n" : String(repeating: " ", count: indent) + escapedForTerminal(line) + "\n"
        }
    }

    /// A block of a whole text.
    mutating func block(_ text: String, indent: Int = 4) {
        var lines = lines(of: text)
        while lines.last?.isEmpty == true { lines.removeLast() }
        block(lines, indent: indent)
    }

    mutating func blankLine() { text += "\n" }

    /// The columns that may be filled.
    var columns: Int { width }

    /// Text that is laid out and escaped already, with its line ends.
    mutating func add(_ made: String) { text += made }

    /// An emphasised piece of a line.
    func bold(_ words: String) -> String { color && !words.isEmpty ? "\u{1B}[1m" + words + "\u{1B}[0m" : words }

    private var followsParagraph = false
}

/// The lines of a text, without their ends.
func lines(of text: String) -> [String] {
    text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
}

/// The words of a text in lines of at most `width` columns, each ending in a line end. A word longer than a line has a
/// line of its own.
func wrapped(_ text: String, width: Int, indent: Int = 0) -> String {
    let margin = String(repeating: " ", count: indent)
    var output = ""
    var line = ""
    var columns = 0
    for word in text.split(separator: " ") {
        let needed = displayWidth(String(word))
        if !line.isEmpty, indent + columns + 1 + needed > width {
            output += margin + line + "\n"
            line = ""
            columns = 0
        }
        if !line.isEmpty {
            line += " "
            columns += 1
        }
        line += word
        columns += needed
    }
    return line.isEmpty ? output : output + margin + line + "\n"
}

extension String {
    /// Without spaces and tabs at either end.
    func trimmingSpaces() -> String {
        var text = self[...]
        while let first = text.first, first == " " || first == "\t" { text.removeFirst() }
        while let last = text.last, last == " " || last == "\t" { text.removeLast() }
        return String(text)
    }
}
