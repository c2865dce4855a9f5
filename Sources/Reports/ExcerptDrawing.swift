// Draws the part of a return that a finding is about: its header, the rows that matter, the cells at fault underlined.

import Findings
import Locations

extension TextCanvas {
    /// Draws an excerpt as a small table with line numbers in the gutter.
    mutating func draw(_ excerpt: Excerpt, of finding: Finding) {
        guard !excerpt.columns.isEmpty, !excerpt.rows.isEmpty else { return }
        let texts = [excerpt.columns.map { trimmed($0.header) }] + excerpt.rows.map(\.cells)
        let cells = texts.map { row in
            excerpt.columns.indices.map { $0 < row.count ? escapedForTerminal(row[$0], columns: 60) : "" }
        }
        let digits = excerpt.rows.reduce(1) { max($0, String($1.number ?? $1.line).count) }
        let layout = ExcerptLayout(
            excerpt, cells: cells, keyNames: finding.key.map(\.name), width: width - digits - 5)
        if excerpt.columns.contains(where: { $0.number != nil }) {
            let letters = excerpt.columns.map { $0.number.map { columnName($0) } ?? "" }
            drawRow(letters, layout, gutter: blanks(digits), ink: .dim)
        }
        drawRow(cells[0], layout, gutter: blanks(digits), ink: .strong)
        for (index, row) in excerpt.rows.enumerated() {
            let number = String(row.number ?? row.line)
            drawRow(cells[index + 1], layout, gutter: blanks(digits - number.count) + number, ink: .plain)
            drawMarks(row.marks, layout, gutter: blanks(digits), ink: Ink(finding.severity))
        }
    }

    private mutating func drawRow(_ cells: [String], _ layout: ExcerptLayout, gutter: String, ink: Ink) {
        var pieces: [(text: String, ink: Ink)] = [("  " + gutter + " |", .dim)]
        for (index, slot) in layout.slots.enumerated() {
            let isLast = index == layout.slots.count - 1
            pieces.append((index == 0 ? " " : " | ", .dim))
            switch slot {
            case .gap: pieces.append(("…", .dim))
            case .column(let column, let width):
                let text = fitted(cells[column], to: width)
                pieces.append((text, ink))
                if !isLast { pieces.append((blanks(width - displayWidth(text)), .plain)) }
            }
        }
        if pieces.last?.text == "", pieces.count > 1 {
            // An empty last cell leaves no blank behind the bar.
            let bar = pieces[pieces.count - 2].text
            pieces[pieces.count - 2].text = String(bar.dropLast())
        }
        line(pieces)
    }

    /// The line of underlines below a row, with their labels: the label of the rightmost mark beside it, the others on
    /// lines of their own.
    private mutating func drawMarks(_ marks: [Excerpt.Mark], _ layout: ExcerptLayout, gutter: String, ink: Ink) {
        var visible: [(offset: Int, width: Int, mark: Excerpt.Mark)] = []
        for mark in marks {
            guard let offset = layout.offset(of: mark.column), let width = layout.width(of: mark.column) else {
                continue
            }
            if let same = visible.firstIndex(where: { $0.offset == offset }) {
                if mark.isPrimary && !visible[same].mark.isPrimary { visible[same].mark = mark }
            } else {
                visible.append((offset, width, mark))
            }
        }
        visible.sort { $0.offset < $1.offset }
        guard let last = visible.last else { return }
        let room = width - gutter.count - 5
        var pieces: [(text: String, ink: Ink)] = [("  " + gutter + " |", .dim), (" ", .plain)]
        var used = 0
        for (offset, width, mark) in visible {
            pieces.append((blanks(offset - used), .plain))
            pieces.append(
                (String(repeating: mark.isPrimary ? "^" : "-", count: width), mark.isPrimary ? ink : .secondary))
            used = offset + width
        }
        var waiting = visible.filter { !($0.mark.label ?? "").isEmpty }
        if let label = last.mark.label, !label.isEmpty {
            let label = escapedForTerminal(label, columns: 480)
            if used + 1 + displayWidth(label) <= room {
                pieces.append((" " + label, last.mark.isPrimary ? ink : .secondary))
                waiting.removeLast()
            }
        }
        line(pieces)
        for (offset, _, mark) in waiting.reversed() {
            let label = escapedForTerminal(mark.label ?? "", columns: 480)
            let start = max(0, min(offset, room - displayWidth(label)))
            for part in wrapped(label, first: room - start, rest: room - start) {
                line(
                    ("  " + gutter + " |", .dim), (" " + blanks(start), .plain),
                    (part, mark.isPrimary ? ink : .secondary))
            }
        }
    }
}

private func trimmed(_ text: String) -> String {
    let isBlank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    return String(text.drop(while: isBlank).reversed().drop(while: isBlank).reversed())
}
