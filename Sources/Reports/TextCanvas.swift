// Lines of text for people, painted and kept within the width.

/// Collects lines. Every text given to it has been escaped.
struct TextCanvas {
    let width: Int
    let color: Bool
    private(set) var output = ""

    init(_ style: TextStyle) {
        width = style.columns
        color = style.color
    }

    mutating func blankLine() { output += "\n" }

    /// One line as it is, whatever its width.
    mutating func line(_ pieces: (text: String, ink: Ink)...) {
        line(pieces)
    }

    mutating func line(_ pieces: [(text: String, ink: Ink)]) {
        for piece in pieces { output += piece.ink.paint(piece.text, color) }
        output += "\n"
    }

    /// A text behind a prefix, broken into lines with the others indented. Where no prefix fits, the text goes below it.
    mutating func wrap(_ prefix: String, _ prefixInk: Ink, _ text: String, _ ink: Ink, indent: Int) {
        let indent = min(indent, width / 3)
        let prefixWidth = displayWidth(prefix)
        if prefixWidth > width {
            for (index, part) in wrapped(prefix, first: width, rest: width - indent).enumerated() {
                line((index == 0 ? part : blanks(indent) + part, prefixInk))
            }
        }
        let taken = prefixWidth > width ? width : prefixWidth
        let lines = wrapped(text, first: width - taken, rest: width - indent)
        for (index, part) in lines.enumerated() {
            if index == 0 {
                if taken < width || prefixWidth == width { line((prefix, prefixInk), (part, ink)) }
            } else {
                line((blanks(indent) + part, ink))
            }
        }
    }
}
