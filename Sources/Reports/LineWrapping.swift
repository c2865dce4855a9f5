// Breaks text into lines that fit a terminal.

/// The text in lines, the first of at most `first` columns and the others of at most `rest`. Lines break between words; a word that
/// is longer than a line breaks where the line ends. The text holds no line ends.
///
/// No line but the first begins with `::`, which a build log would take for a command: a `\` is put before it. Nor does the first
/// if nothing but blanks is to stand before it (`isIndented`).
func wrapped(_ text: String, first: Int, rest: Int, isIndented: Bool = false) -> [String] {
    var text = Substring(text)
    while text.last == " " { text.removeLast() }
    if displayWidth(String(text)) <= first, !isIndented || !text.hasPrefix("::") { return [String(text)] }
    var lines: [String] = []
    var line = ""
    var used = 0
    var room: Int { max(lines.isEmpty ? first : rest, 1) }
    func guarded(_ piece: Substring) -> String {
        (isIndented || !lines.isEmpty) && piece.hasPrefix("::") ? "\\" + piece : String(piece)
    }
    func endLine() {
        lines.append(line)
        line = ""
        used = 0
    }
    for word in text.split(separator: " ") {
        let width = displayWidth(String(word))
        if used > 0, used + 1 + width <= room {
            line += " " + word
            used += 1 + width
            continue
        }
        // A long word begins on the line where it stands if a good part of it fits there.
        if used > 0, width > rest, used + 16 <= room {
            line += " "
            used += 1
        } else if used > 0 {
            endLine()
        } else if lines.isEmpty, width > room, width <= rest {
            endLine()
        }
        var piece = used == 0 ? guarded(word) : String(word)
        while used + displayWidth(piece) > room {
            var part = head(of: piece, width: room - used)
            if part.isEmpty, used == 0 { part = piece.prefix(1) }
            line += part
            let remaining = piece[part.endIndex...]
            endLine()
            piece = guarded(remaining)
        }
        line += piece
        used += displayWidth(piece)
    }
    if used > 0 { endLine() }
    return lines.isEmpty ? [""] : lines
}
