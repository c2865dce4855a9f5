// What is shown beside the pointer on a cell or a header of a return.

import Checking
import Diagnostics
import Findings
package import Locations
import Syntax
import Wording
import Workspace

/// Some words about a place of a document.
package struct EditorHover: Sendable, Equatable {
    package enum Line: Sendable, Equatable {
        case title(String)
        case words(String)
        case item(String)
        /// As it stands in a rule file.
        case code(String)
    }

    /// What it is about.
    package var extent: TextExtent
    package var lines: [Line]

    /// For clients that show plain text.
    package var plainText: String {
        lines.map { line in
            switch line {
            case .title(let text), .words(let text): oneLine(printable(text))
            case .item(let text): "- " + oneLine(printable(text))
            case .code(let text): printable(text)
            }
        }.joined(separator: "\n")
    }

    /// For clients that show Markdown. Texts of returns and rule files are shown as they are, whatever they hold.
    package var markdown: String {
        var blocks: [String] = []
        var items: [String] = []
        func endList() {
            if !items.isEmpty { blocks.append(items.joined(separator: "\n")) }
            items = []
        }
        for line in lines {
            if case .item(let text) = line {
                items.append("- " + escaped(text))
                continue
            }
            endList()
            switch line {
            case .title(let text): blocks.append("**" + escaped(text) + "**")
            case .words(let text): blocks.append(escaped(text))
            case .item: break
            case .code(let text):
                // No run of backquotes in the text may end it.
                let fence = String(repeating: "`", count: max(3, longestRun(of: "`", in: text) + 1))
                blocks.append(fence + "kpilint\n" + printable(text) + "\n" + fence)
            }
        }
        endList()
        return blocks.joined(separator: "\n\n")
    }

    /// A text on one line in which no character has a meaning for Markdown.
    private func escaped(_ text: String) -> String {
        oneLine(printable(text)).collapsed.unicodeScalars.reduce(into: "") { result, scalar in
            let isPunctuation =
                scalar.isASCII && scalar.value > 0x20 && scalar.value < 0x7F && !scalar.properties.isAlphabetic
                && !("0"..."9" ~= scalar)
            if isPunctuation { result += "\\" }
            result.unicodeScalars.append(scalar)
        }
    }

    private func longestRun(of letter: Character, in text: String) -> Int {
        var (longest, run) = (0, 0)
        for other in text {
            run = other == letter ? run + 1 : 0
            longest = max(longest, run)
        }
        return longest
    }
}

/// A text without characters that would do something to others rather than be seen: controls, and those that turn the
/// direction of what follows.
func printable(_ text: String) -> String {
    text.unicodeScalars.reduce(into: "") { result, scalar in
        switch scalar.value {
        case 0x0A, 0x09: result.unicodeScalars.append(scalar)
        case 0..<0x20, 0x7F..<0xA0, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: result += "\u{FFFD}"
        default: result.unicodeScalars.append(scalar)
        }
    }
}

extension RuleSet {
    /// A column's line as it is written.
    fileprivate func declaration(ofColumn column: CheckedColumn) -> String {
        let name = column.span
        for (file, declaration) in declarations where file.source === name.file {
            guard case .table(let table) = declaration.kind,
                let line = table.columns.first(where: { $0.range.contains(name.range.lowerBound) })
            else { continue }
            return file.source.text(line.range)
        }
        return name.text
    }
}

extension ReturnView {
    /// What is to be said of the cell or header at a byte of the text; `nil` elsewhere.
    package func hover(at offset: Int) -> EditorHover? {
        if let (table, cell) = headerCell(at: offset) {
            return EditorHover(extent: cell.extent, lines: lines(cell, table))
        }
        guard let (table, cell) = cell(at: offset) else { return nil }
        return EditorHover(extent: cell.extent, lines: lines(cell, table))
    }

    private func lines(_ cell: HeaderCell, _ table: ReturnTable) -> [EditorHover.Line] {
        var lines: [EditorHover.Line] = [.title(oneLine(cell.text).collapsed)]
        guard !cell.columns.isEmpty else { return lines + [.words(unread(table))] }
        for column in cell.columns {
            if let counts = check.cells?.counts(table: table.place.table, column: column) {
                let files = counts.files == 1 ? "" : " in \(counts.files) files"
                var words = [
                    "\(counts.rows) row\(counts.rows == 1 ? "" : "s")\(files)", "\(counts.distinct) different",
                ]
                if counts.blank > 0 { words.append("\(counts.blank) blank") }
                if counts.faulty > 0 { words.append("\(counts.faulty) faulty") }
                let unknown = counts.rows - counts.known - counts.faulty - counts.blank
                if unknown > 0 { words.append("\(unknown) without a value") }
                lines.append(.words(words.joined(separator: ", ")))
            }
            lines += declaration(of: column, table)
        }
        return lines
    }

    private func lines(_ cell: ReturnCell, _ table: ReturnTable) -> [EditorHover.Line] {
        let header = table.header.first { $0.field == cell.field }.map { oneLine($0.text).collapsed } ?? ""
        guard let column = cell.columns.first else {
            return [.title(header.isEmpty ? "no header" : header), .words(unread(table))]
        }
        let name = table.table.columns[column].name
        var lines: [EditorHover.Line] = [.title(header.isEmpty ? name : header)]
        if let cells = check.cells,
            let row = cells.row(cell.record.number, ofFile: table.place.file, table: table.place.table),
            let facts = cells.facts(table: table.place.table, row: row, column: column)
        {
            if !facts.key.isEmpty {
                let key = facts.key.map { "\($0.name) \($0.text.isEmpty ? "(blank)" : $0.text)" }
                lines[0] = .title((header.isEmpty ? name : header) + ", " + key.joined(separator: ", "))
            }
            if cell.record.isDoubtful {
                lines.append(.words("its row is faulty: it is not certain which column a cell of it belongs to"))
            } else if !facts.reading.isEmpty {
                lines.append(.words("reads as " + facts.reading))
            }
            lines += facts.statuses.map { .words($0) }
            for row in facts.joined {
                lines.append(.words(row.name + (row.missing.map { ": " + $0 } ?? ":")))
                lines += row.cells.map { .item("\($0.name): \($0.text)") }
            }
            if let series = facts.series { lines += self.lines(series) }
        }
        for column in cell.columns { lines += declaration(of: column, table) }
        return lines
    }

    private func lines(_ series: CellFacts.Series) -> [EditorHover.Line] {
        var lines: [EditorHover.Line] = [.words("its series:")]
        if series.before > 0 { lines.append(.item("\(series.before) before")) }
        lines += series.points.map { point in
            let value = point.value.isEmpty ? "(blank)" : point.value
            return .item("\(point.label): \(value)" + (point.isHere ? " (this row)" : ""))
        }
        if series.behind > 0 { lines.append(.item("\(series.behind) behind")) }
        return lines
    }

    private func unread(_ table: ReturnTable) -> String {
        check.areAssumed
            ? "nothing is read from this column" : "no column of table \(table.table.name) is read from here"
    }

    /// How a column is declared, with what its author says of it.
    private func declaration(of column: Int, _ table: ReturnTable) -> [EditorHover.Line] {
        let declared = table.table.columns[column]
        let span = declared.span
        let text = check.rules.declaration(ofColumn: declared)
        var lines: [EditorHover.Line] = []
        if check.areAssumed {
            lines.append(.words("no rule file reads this return: this is what its cells look like"))
        } else {
            lines.append(.words("column \(declared.name) of table \(table.table.name), in \(span.file.name)"))
        }
        lines.append(.code(text))
        if let said = span.file.documentation(of: span.range.lowerBound) {
            lines += said.split(separator: "\n").map { .words(String($0)) }
        }
        return lines
    }
}
