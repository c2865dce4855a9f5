// Lines of text for people, painted and kept within the width.

/// Collects lines, or passes them on in pieces. Every text given to it must be escaped.
struct TextCanvas {
    let width: Int
    let color: Bool
    private var pieces: TextPieces

    init(_ style: TextStyle, to sink: ReportSink? = nil) {
        width = style.columns
        color = style.color
        pieces = TextPieces(sink)
    }

    /// The text that was not passed on.
    var output: String { pieces.text }

    /// Passes on what is left.
    mutating func end() { pieces.end() }

    /// A blank line, unless nothing follows.
    mutating func blankLine() { pieces.addGap() }

    /// One line as it is, whatever its width.
    mutating func line(_ pieces: (text: String, ink: Ink)...) {
        line(pieces)
    }

    /// Lines that were made elsewhere.
    mutating func append(_ text: String) { pieces.add(text) }

    mutating func line(_ pieces: [(text: String, ink: Ink)]) {
        for piece in pieces { self.pieces.add(piece.ink.paint(piece.text, color)) }
        self.pieces.add("\n")
    }

    /// A text whose lines are all indented.
    mutating func drawIndented(_ text: String, _ ink: Ink, indent: Int) {
        let room = width - indent
        for part in wrapped(text, first: room, rest: room, isIndented: true) { line((blanks(indent) + part, ink)) }
    }

    /// A text behind a prefix, wrapped with the following lines indented. Where the prefix leaves no room, the text
    /// begins below it.
    mutating func wrap(_ prefix: String, _ prefixInk: Ink, _ text: String, _ ink: Ink, indent: Int) {
        let indent = min(indent, width / 3)
        let room = width - displayWidth(prefix)
        if room < 8 {
            for (index, part) in wrapped(prefix, first: width, rest: width - indent).enumerated() {
                line((index == 0 ? part : blanks(indent) + part, prefixInk))
            }
            drawIndented(text, ink, indent: indent)
            return
        }
        for (index, part) in wrapped(text, first: room, rest: width - indent).enumerated() {
            if index == 0 { line((prefix, prefixInk), (part, ink)) } else { line((blanks(indent) + part, ink)) }
        }
    }
}
