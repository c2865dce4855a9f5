// Breaks text into lines that fit a terminal.

/// The text in lines, the first of at most `first` columns and the others of at most `rest`. Lines break between words;
/// a word that is longer than a line breaks where the line ends. The text holds no line ends.
///
/// No line but the first begins with `::`, which a build log would take for a command: a `\` is put before it. Nor does
/// the first if only blanks will precede it (`isIndented`).
func wrapped(_ text: String, first: Int, rest: Int, isIndented: Bool = false) -> [String] {
    var text = Substring(text)
    while text.last == " " { text.removeLast() }
    if displayWidth(String(text)) <= first, !isIndented || !text.hasPrefix("::") { return [String(text)] }
    var lines: [String] = []
    var line = ""
    var used = 0
    var room: Int { max(lines.isEmpty ? first : rest, 1) }
    func place(_ piece: Substring, _ width: Int) {
        line += piece
        used += width
    }
    func endLine() {
        lines.append(line)
        line = ""
        used = 0
    }
    /// Puts a `\` at the start of a line where the following text would be a command.
    func guardCommand(_ piece: Substring) {
        if used == 0, isIndented || !lines.isEmpty, piece.hasPrefix("::") { place("\\", 1) }
    }
    for word in text.split(separator: " ") {
        let width = displayWidth(String(word))
        if used > 0, used + 1 + width <= room {
            place(" " + word, 1 + width)
            continue
        }
        // A long word begins on the present line if a good part of it fits there.
        if used > 0, width > rest, used + 16 <= room {
            place(" ", 1)
        } else if used > 0 || (lines.isEmpty && width > room && width <= rest) {
            endLine()
        }
        guardCommand(word)
        var piece = word
        while !piece.isEmpty {
            var part = head(of: piece, width: room - used)
            if part.isEmpty, used <= 1 { part = piece.prefix(1) }
            place(part, displayWidth(String(part)))
            piece = piece[part.endIndex...]
            if piece.isEmpty { break }
            endLine()
            guardCommand(piece)
        }
    }
    if used > 0 { endLine() }
    return lines.isEmpty ? [""] : lines
}
