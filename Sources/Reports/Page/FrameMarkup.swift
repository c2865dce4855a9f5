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
        var text =
            "<div class=\"scroll frame\(widthOnPaper)\" tabindex=\"0\" role=\"group\" aria-label=\"The row in its table\">"
        text += "<table><caption>\(pageText(caption, most: 300))</caption>\n<thead><tr><td>"
        for column in frame.columns {
            text += "<th scope=col>"
            if let number = column.number { text += "<i>\(columnName(number))</i> " }
            let isBlank = column.header.isEmpty
            text +=
                isBlank ? "<span class=\"hide\">without a header</span>" : breakable(pageText(column.header, most: 80))
        }
        text += "\n<tbody>"
        for row in frame.rows { text += markup(row) }
        return text + "</table></div>\n"
    }

    // MARK: On paper

    /// About how many letters of the smallest and of the usual size are beside each other on paper, without borders.
    private static let lettersOnPaper = (usual: 128, small: 156)
    /// A word that may be broken on paper, where it has no place otherwise.
    private static let longWord = 18

    /// The class of a table whose words would not all have a place on paper at the usual size: ` wide`, or
    /// ` wide tight` where they must be broken even at the smallest. On a screen it scrolls.
    private var widthOnPaper: String {
        var letters = 5
        for (index, column) in frame.columns.enumerated() {
            var most = longestPart(column.header)
            for row in frame.rows where row.cells.indices.contains(index) {
                most = max(most, min(Self.longWord, longestWord(row.cells[index])))
                if let mark = row.marks.first(where: { $0.column == index }) {
                    most = max(most, longestWord(tag(mark)))
                }
            }
            letters += max(most, 2) + 2
        }
        if letters <= Self.lettersOnPaper.usual { return "" }
        return letters <= Self.lettersOnPaper.small ? " wide" : " wide tight"
    }

    private func longestWord(_ text: String) -> Int {
        text.split { $0 == " " || $0 == "-" || $0 == "/" }.map(\.count).max() ?? 0
    }

    /// Headers may be broken behind `_` too.
    private func longestPart(_ header: String) -> Int {
        header.split { $0 == " " || $0 == "-" || $0 == "/" || $0 == "_" }.map { $0.count + 1 }.max() ?? 0
    }

    /// A header, escaped, that may be broken behind `_`.
    private func breakable(_ header: String) -> String {
        header.split(separator: "_", omittingEmptySubsequences: false).joined(separator: "_<wbr>")
    }

    private func tag(_ mark: Excerpt.Mark) -> String {
        (redacts ? nil : mark.label) ?? (mark.isPrimary ? "at fault" : "compare")
    }

    private func markup(_ row: Excerpt.Row) -> String {
        var marks: [Int: Excerpt.Mark] = [:]
        for mark in row.marks { marks[mark.column] = mark }
        var text = "<tr\(row.marks.isEmpty ? " class=near" : "")><th scope=row>\(row.number ?? row.line)"
        for (index, cell) in row.cells.enumerated() {
            let content = redacts ? "▒▒" : pageText(cell, most: row.marks.isEmpty ? 80 : 240)
            let isLong = !redacts && longestWord(cell) > Self.longWord
            guard let mark = marks[index] else {
                text += (isLong ? "<td class=long>" : "<td>") + content
                continue
            }
            let kind = mark.isPrimary ? "bad" : "see"
            text += isLong ? "<td class=\"\(kind) long\">" : "<td class=\(kind)>"
            text += (content.isEmpty ? "(blank)" : content) + " <b>\(pageText(tag(mark), most: 120))</b>"
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
