// Expressions with their values beside them, as people compare them line by line.

import Reports
import Workspace

/// A line of a trace: a part as written, its depth, its value and a note.
struct ValueLine {
    var depth: Int
    var text: String
    var value: String
    var note: String?
    /// Whether it decided, and is emphasised.
    var isStrong = false
}

extension Page {
    /// Lines in two columns: the text, then its value; values are aligned as far as possible.
    mutating func values(_ lines: [ValueLine], indent: Int) {
        let width = columns
        let margin = String(repeating: " ", count: indent)
        let wanted = lines.map { indent + 2 * $0.depth + displayWidth(escapedForTerminal($0.text)) }
        // Values need room too: a third of the width, or as much as they take.
        let values =
            lines.map { line in
                displayWidth(escapedForTerminal(line.value)) + (line.note.map { displayWidth($0) + 3 } ?? 0)
            }.max() ?? 0
        let place = min(wanted.max() ?? 0, width - 3 - min(values, width / 3))
        for line in lines {
            let depth = String(repeating: "  ", count: line.depth)
            let room = place - indent - 2 * line.depth
            var text = escapedForTerminal(line.text)
            var value = escapedForTerminal(line.value)
            var pieces: [String] = []
            if displayWidth(text) > room {
                // A long condition is wrapped; its value is on its last line.
                pieces = wrapped(text, width: max(room, 12)).split(separator: "\n").map(String.init)
                text = pieces.removeLast()
            }
            for (index, piece) in pieces.enumerated() {
                add(margin + depth + (index == 0 ? "" : "  ") + strong(piece, line.isStrong) + "\n")
            }
            let hanging = pieces.isEmpty ? "" : "  "
            let used = indent + displayWidth(depth + hanging + text)
            if let note = line.note { value += " (" + escapedForTerminal(note) + ")" }
            if value.isEmpty {
                add(margin + depth + hanging + strong(text, line.isStrong) + "\n")
                continue
            }
            let gap = String(repeating: " ", count: max(2, place + 2 - used))
            let valueLines = wrapped(value, width: max(12, width - max(place, used) - 2)).split(separator: "\n")
            add(
                margin + depth + hanging + strong(text, line.isStrong) + gap
                    + strong(String(valueLines.first ?? ""), line.isStrong) + "\n")
            for rest in valueLines.dropFirst() {
                add(String(repeating: " ", count: max(place, used) + 2) + rest + "\n")
            }
        }
    }

    /// Cells under the names of their columns, in as many blocks as the width requires.
    mutating func cells(_ cells: [(name: String, text: String)], indent: Int) {
        var rest = cells.map { (escapedForTerminal($0.name), escapedForTerminal($0.text)) }[...]
        while !rest.isEmpty {
            var head = String(repeating: " ", count: indent) + "|"
            var body = head
            var taken = 0
            for (name, text) in rest {
                let limit = max(12, columns - indent - 4)
                let shown = shortened(text, to: limit)
                let size = max(displayWidth(name), displayWidth(shown))
                if taken > 0, displayWidth(head) + size + 3 > columns { break }
                head += " " + name + String(repeating: " ", count: size - displayWidth(name)) + " |"
                body += " " + shown + String(repeating: " ", count: size - displayWidth(shown)) + " |"
                taken += 1
            }
            add(head + "\n" + body + "\n")
            rest = rest.dropFirst(taken)
        }
    }

    private func strong(_ text: String, _ isStrong: Bool) -> String { isStrong ? bold(text) : text }
}

/// A text cut to at most `columns`.
private func shortened(_ text: String, to columns: Int) -> String {
    guard displayWidth(text) > columns else { return text }
    var kept = ""
    for character in text {
        if displayWidth(kept) + displayWidth(String(character)) > columns - 1 { break }
        kept.append(character)
    }
    return kept + "…"
}
