// The part of a table around a row, as a table of a page.

import Findings
import Locations

/// A row with its neighbours below the header, its cells at fault marked.
struct FrameMarkup {
    private let frame: Excerpt
    private let redacts: Bool

    init(_ frame: Excerpt, redacts: Bool) {
        self.frame = frame.withoutBlankColumns
        self.redacts = redacts
    }

    func markup(caption: String) -> String {
        let caption =
            frame.columns.count < frame.columnCount ? caption + ", some columns left out" : caption
        // End tags that HTML does not need are left out: a page has thousands of cells.
        var text = "<div class=\"scroll frame\" tabindex=\"0\" role=\"group\" aria-label=\"The row in its table\">"
        text += "<table><caption>\(pageText(caption, most: 300))</caption>\n<thead><tr><td>"
        for column in frame.columns {
            text += "<th scope=col>"
            if let number = column.number { text += "<i>\(columnName(number))</i>" }
            let isBlank = column.header.isEmpty
            text += isBlank ? "<span class=\"hide\">without a header</span>" : pageText(column.header, most: 80)
        }
        text += "\n<tbody>"
        for row in frame.rows { text += markup(row) }
        return text + "</table></div>\n"
    }

    private func markup(_ row: Excerpt.Row) -> String {
        var marks: [Int: Excerpt.Mark] = [:]
        for mark in row.marks { marks[mark.column] = mark }
        var text = "<tr\(row.marks.isEmpty ? " class=near" : "")><th scope=row>\(row.number ?? row.line)"
        for (index, cell) in row.cells.enumerated() {
            let content = redacts ? "▒▒" : pageText(cell, most: row.marks.isEmpty ? 80 : 240)
            guard let mark = marks[index] else {
                text += "<td>" + content
                continue
            }
            let label = redacts ? nil : mark.label
            let tag = label.map { pageText($0, most: 120) } ?? (mark.isPrimary ? "at fault" : "compare")
            text += "<td class=\(mark.isPrimary ? "bad" : "see")>" + (content.isEmpty ? "(blank)" : content)
            text += "<b>\(tag)</b>"
        }
        return text + "\n"
    }
}

extension Excerpt {
    /// Without columns that are blank in all rows and not marked.
    fileprivate var withoutBlankColumns: Excerpt {
        let kept = columns.indices.filter { column in
            rows.contains { row in
                row.cells.indices.contains(column) && !row.cells[column].isEmpty
                    || row.marks.contains { $0.column == column }
            }
        }
        guard kept.count < columns.count else { return self }
        let reduced = self.rows.map { row in
            Row(
                line: row.line, number: row.number,
                cells: kept.map { row.cells.indices.contains($0) ? row.cells[$0] : "" },
                marks: row.marks.compactMap { mark in
                    kept.firstIndex(of: mark.column).map {
                        Mark(column: $0, isPrimary: mark.isPrimary, label: mark.label)
                    }
                })
        }
        return Excerpt(columns: kept.map { columns[$0] }, rows: reduced, columnCount: columnCount)
    }
}
